// SPDX-License-Identifier: Apache-2.0
#include "engine/event_log/csv_writer.hpp"

#include <array>
#include <charconv>

namespace yhdyspinta::event_log {

namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(EventKind::run_ended) + 1> kNames{
    "entity_arrived",
    "attribute_set",
    "entity_left",
    "queue_joined",
    "queue_left",
    "reneged",
    "activity_started",
    "activity_ended",
    "activity_suspended",
    "activity_resumed",
    "balked",
    "blocked",
    "unblocked",
    "served_by",
    "activity_skipped",
    "activity_shortened",
    "staff_available",
    "staff_busy",
    "server_available",
    "server_busy",
    "need_arose",
    "need_recognised",
    "attribute_told",
    "path_started",
    "path_ended",
    "time_kind_changed",
    "contact",
    "severity_changed",
    "repeat_contact",
    "owner_changed",
    "episode_closed",
    "record_written",
    "record_requested",
    "record_obtained",
    "record_not_seen",
    "handover_proposed",
    "handover_lost",
    "handover_misrouted",
    "handover_received",
    "handover_disputed",
    "handover_accepted",
    "handover_rejected",
    "handover_timed_out",
    "handover_resent",
    "handover_returned",
    "feedback_told",
    "trust_changed",
    "clock_started",
    "clock_stopped",
    "clock_limit_passed",
    "channel_down",
    "channel_up",
    "forum_met",
    "negotiated",
    "server_left",
    "post_filled",
    "capacity_changed",
    "variable_set",
    "appointment_booked",
    "appointment_kept",
    "appointment_missed",
    "places_offered",
    "household_joined",
    "measuring_started",
    "run_ended"};

constexpr std::array<std::string_view, 4> kTimeKinds{"service", "waiting", "decision", "gap"};
constexpr std::array<std::string_view, 9> kGapClasses{
    "none", "coverage",   "threshold", "handover",         "responsibility",
    "late", "transition", "drop_out",  "premature_closure"};

[[nodiscard]] std::string quoted(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string field = "\"";
    for (const char c : text) {
        if (c == '"') field += '"';
        field += c;
    }
    return field + '"';
}

[[nodiscard]] std::string number(double value) {
    std::array<char, 32> buffer;
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), result.ptr};
}

[[nodiscard]] std::string index_text(std::uint32_t index) {
    return index == kNone ? std::string() : std::to_string(index);
}

[[nodiscard]] const std::string& text_of(const std::string& name) { return name; }
template <class Named>
[[nodiscard]] const std::string& text_of(const Named& named) {
    return named.name;
}

/// The name at `index`; empty for none, the bare number for an index that the legend does not know.
template <class List>
[[nodiscard]] std::string name_in(const List& list, std::uint32_t index) {
    if (index == kNone) return {};
    return index < list.size() ? text_of(list[index]) : std::to_string(index);
}

}  // namespace

std::string_view name_of(EventKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

CsvWriter::CsvWriter(std::ostream& out, const Legend& legend) : out_(out), legend_(legend) {
    out_ << "time,event,entity,episode,path,place,other,value\r\n";
}

void CsvWriter::read(std::span<const Event> events) {
    for (const Event& event : events) write(event);
}

void CsvWriter::write(const Event& event) {
    out_ << number(event.time) << ',' << name_of(event.kind) << ',' << index_text(event.entity)
         << ',' << index_text(event.episode) << ','
         << (event.episode == kNone ? std::string() : std::to_string(event.path)) << ','
         << quoted(place_of(event)) << ',' << quoted(other_of(event)) << ','
         << quoted(value_of(event)) << "\r\n";
}

std::string CsvWriter::place_of(const Event& event) const {
    const std::uint32_t place = event.place == kNoPlace ? kNone : event.place;
    switch (event.kind) {
        case EventKind::entity_arrived:
        case EventKind::entity_left: return name_in(legend_.classes, place);
        case EventKind::attribute_set:
        case EventKind::attribute_told: return name_in(legend_.attributes, place);
        case EventKind::queue_joined:
        case EventKind::queue_left:
        case EventKind::reneged:
        case EventKind::activity_started:
        case EventKind::activity_ended:
        case EventKind::activity_suspended:
        case EventKind::activity_resumed:
        case EventKind::balked:
        case EventKind::blocked:
        case EventKind::unblocked:
        case EventKind::served_by:
        case EventKind::activity_skipped:
        case EventKind::activity_shortened:
        case EventKind::appointment_booked:
        case EventKind::appointment_kept:
        case EventKind::appointment_missed: return name_in(legend_.activities, place);
        case EventKind::variable_set: return name_in(legend_.variables, place);
        case EventKind::indicator_counted:
        case EventKind::indicator_base: return name_in(legend_.indicators, place);
        case EventKind::places_offered: return name_in(legend_.diaries, place);
        case EventKind::staff_available:
        case EventKind::staff_busy:
        case EventKind::server_left:
        case EventKind::post_filled:
        case EventKind::capacity_changed:
        case EventKind::server_available:
        case EventKind::server_busy: return name_in(legend_.resources, place);
        case EventKind::need_arose:
        case EventKind::repeat_contact: return name_in(legend_.needs, place);
        case EventKind::need_recognised: return name_in(legend_.recognisers, place);
        case EventKind::path_started: return name_in(legend_.processes, place);
        case EventKind::episode_closed: return name_in(legend_.outcomes, place);
        case EventKind::contact:
        case EventKind::owner_changed:
        case EventKind::record_written:
        case EventKind::record_requested:
        case EventKind::record_obtained:
        case EventKind::record_not_seen:
        case EventKind::handover_proposed:
        case EventKind::handover_lost:
        case EventKind::handover_misrouted:
        case EventKind::handover_received:
        case EventKind::handover_disputed:
        case EventKind::handover_accepted:
        case EventKind::handover_rejected:
        case EventKind::handover_timed_out:
        case EventKind::handover_resent:
        case EventKind::handover_returned:
        case EventKind::feedback_told:
        case EventKind::trust_changed: return name_in(legend_.services, place);
        case EventKind::clock_started:
        case EventKind::clock_stopped:
        case EventKind::clock_limit_passed: return name_in(legend_.clocks, place);
        case EventKind::channel_down:
        case EventKind::channel_up: return name_in(legend_.channels, place);
        case EventKind::forum_met:
        case EventKind::negotiated: return name_in(legend_.policies, place);
        default: return index_text(place);
    }
}

std::string CsvWriter::diary_site(std::uint32_t diary, std::uint32_t site) const {
    return diary < legend_.diaries.size() ? name_in(legend_.diaries[diary].sites, site)
                                          : index_text(site);
}

std::string CsvWriter::other_of(const Event& event) const {
    switch (event.kind) {
        case EventKind::need_recognised:
        case EventKind::handover_proposed:
        case EventKind::handover_lost:
        case EventKind::handover_misrouted:
        case EventKind::handover_received:
        case EventKind::handover_disputed:
        case EventKind::handover_accepted:
        case EventKind::handover_rejected:
        case EventKind::handover_timed_out:
        case EventKind::handover_resent:
        case EventKind::handover_returned:
        case EventKind::feedback_told:
        case EventKind::trust_changed: return name_in(legend_.services, event.other);
        case EventKind::record_written:
        case EventKind::record_requested:
        case EventKind::record_obtained:
        case EventKind::record_not_seen: return name_in(legend_.record_types, event.other);
        case EventKind::forum_met: return name_in(legend_.interfaces, event.other);
        case EventKind::negotiated:
            return event.place < legend_.policies.size()
                       ? name_in(legend_.policies[event.place].levels, event.other)
                       : index_text(event.other);
        case EventKind::variable_set:
            return event.place < legend_.variables.size()
                       ? name_in(legend_.variables[event.place].levels, event.other)
                       : index_text(event.other);
        case EventKind::staff_available:
        case EventKind::staff_busy:
        case EventKind::server_left:
        case EventKind::post_filled:
        case EventKind::capacity_changed:
            return event.place < legend_.resources.size()
                       ? name_in(legend_.resources[event.place].sites, event.other)
                       : index_text(event.other);
        case EventKind::served_by:
            return event.place < legend_.activities.size()
                       ? name_in(legend_.activities[event.place].servers, event.other)
                       : index_text(event.other);
        case EventKind::server_available:
        case EventKind::server_busy: {
            if (event.place >= legend_.resources.size()) return index_text(event.other);
            const auto& resource = legend_.resources[event.place];
            const auto servers = static_cast<std::uint32_t>(resource.servers.size());
            if (servers == 0) return index_text(event.other);
            const std::string server = resource.servers[event.other % servers];
            return resource.sites.size() < 2
                       ? server
                       : server + "@" + name_in(resource.sites, event.other / servers);
        }
        case EventKind::balked: return event.other == 0 ? "by choice" : "queue full";
        case EventKind::appointment_booked:
        case EventKind::appointment_kept:
        case EventKind::appointment_missed:
            return event.place < legend_.activities.size()
                       ? diary_site(legend_.activities[event.place].diary, event.other)
                       : index_text(event.other);
        case EventKind::places_offered: return diary_site(event.place, event.other);
        case EventKind::time_kind_changed: {
            const auto kind = static_cast<std::size_t>(time_kind_of(event.other));
            const auto gap = static_cast<std::size_t>(gap_class_of(event.other));
            std::string text(kind < kTimeKinds.size() ? kTimeKinds[kind] : "?");
            if (gap > 0 && gap < kGapClasses.size()) text += " " + std::string(kGapClasses[gap]);
            return text;
        }
        case EventKind::contact: return event.other == 1 ? "effective" : "not effective";
        case EventKind::episode_closed: return event.other == 1 ? "met" : "unmet";
        default: return index_text(event.other);
    }
}

std::string CsvWriter::value_of(const Event& event) const {
    switch (event.kind) {
        case EventKind::handover_rejected:
            return event.value == static_cast<double>(RejectReason::threshold) ? "threshold"
                                                                               : "declined";
        case EventKind::record_not_seen:
            return event.value == static_cast<double>(NotSeenReason::not_trusted) ? "not trusted"
                                                                                  : "not visible";
        case EventKind::attribute_set:
        case EventKind::attribute_told:
            if (event.place < legend_.attributes.size() && event.value >= 0.0 &&
                !legend_.attributes[event.place].levels.empty()) {
                return name_in(legend_.attributes[event.place].levels,
                               static_cast<std::uint32_t>(event.value));
            }
            return number(event.value);
        case EventKind::entity_arrived:
        case EventKind::queue_joined:  // already waited; nothing for the many who have not
            return event.value == 0.0 ? std::string() : number(event.value);
        // Kinds with a figure, which may be zero.
        case EventKind::entity_left:
        case EventKind::reneged:
        case EventKind::activity_started:
        case EventKind::activity_ended:
        case EventKind::activity_suspended:
        case EventKind::activity_resumed:
        case EventKind::unblocked:
        case EventKind::activity_skipped:
        case EventKind::staff_available:
        case EventKind::staff_busy:
        case EventKind::server_available:
        case EventKind::server_busy:
        case EventKind::need_arose:
        case EventKind::severity_changed:
        case EventKind::record_written:
        case EventKind::record_obtained:
        case EventKind::clock_started:
        case EventKind::clock_stopped:
        case EventKind::variable_set:
        case EventKind::negotiated:
        case EventKind::post_filled:
        case EventKind::capacity_changed:
        case EventKind::trust_changed:
        case EventKind::appointment_booked:
        case EventKind::places_offered: return number(event.value);
        default: return {};
    }
}

}  // namespace yhdyspinta::event_log
