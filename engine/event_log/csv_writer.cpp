// SPDX-License-Identifier: Apache-2.0
#include "engine/event_log/csv_writer.hpp"

#include <array>
#include <charconv>

namespace yhdyspinta::event_log {

namespace {

/// What an index in an event counts in: a list of the legend or something made of several.
enum class In : std::uint8_t {
    number,  ///< nothing: told as it is
    classes,
    attributes,
    activities,
    resources,
    services,
    needs,
    recognisers,
    processes,
    outcomes,
    record_types,
    clocks,
    channels,
    policies,
    interfaces,
    variables,
    indicators,
    diaries,
    level_of_policy,     ///< levels of the policy that is the place
    level_of_variable,   ///< levels of the variable that is the place
    site_of_resource,    ///< sites of the resource that is the place
    site_of_diary,       ///< sites of the diary that is the place
    site_of_booking,     ///< sites of the diary of the activity that is the place
    server_of_activity,  ///< servers of the activity that is the place
    server_of_resource,  ///< servers of all sites of the resource that is the place
    reason,              ///< of balking
    time_kind,
    effective,
    met
};
enum class Figure : std::uint8_t { none, number, unless_zero, level, rejection, not_seen };

struct KindRow {
    EventKind kind;
    std::string_view name;
    In place = In::number, other = In::number;
    Figure value = Figure::none;
};

constexpr std::array<KindRow, static_cast<std::size_t>(EventKind::week_busy) + 1> kKinds{{
    {EventKind::entity_arrived, "entity_arrived", In::classes, In::number, Figure::unless_zero},
    {EventKind::attribute_set, "attribute_set", In::attributes, In::number, Figure::level},
    {EventKind::entity_left, "entity_left", In::classes, In::number, Figure::number},
    {EventKind::queue_joined, "queue_joined", In::activities, In::number, Figure::unless_zero},
    {EventKind::queue_left, "queue_left", In::activities, In::number, Figure::none},
    {EventKind::reneged, "reneged", In::activities, In::number, Figure::number},
    {EventKind::activity_started, "activity_started", In::activities, In::number, Figure::number},
    {EventKind::activity_ended, "activity_ended", In::activities, In::number, Figure::number},
    {EventKind::activity_suspended, "activity_suspended", In::activities, In::number,
     Figure::number},
    {EventKind::activity_resumed, "activity_resumed", In::activities, In::number, Figure::number},
    {EventKind::balked, "balked", In::activities, In::reason, Figure::none},
    {EventKind::blocked, "blocked", In::activities, In::number, Figure::none},
    {EventKind::unblocked, "unblocked", In::activities, In::number, Figure::number},
    {EventKind::served_by, "served_by", In::activities, In::server_of_activity, Figure::none},
    {EventKind::activity_skipped, "activity_skipped", In::activities, In::number, Figure::number},
    {EventKind::activity_shortened, "activity_shortened", In::activities, In::number, Figure::none},
    {EventKind::staff_available, "staff_available", In::resources, In::site_of_resource,
     Figure::number},
    {EventKind::staff_busy, "staff_busy", In::resources, In::site_of_resource, Figure::number},
    {EventKind::server_available, "server_available", In::resources, In::server_of_resource,
     Figure::number},
    {EventKind::server_busy, "server_busy", In::resources, In::server_of_resource, Figure::number},
    {EventKind::need_arose, "need_arose", In::needs, In::number, Figure::number},
    {EventKind::need_recognised, "need_recognised", In::recognisers, In::services, Figure::none},
    {EventKind::attribute_told, "attribute_told", In::attributes, In::number, Figure::level},
    {EventKind::path_started, "path_started", In::processes, In::number, Figure::none},
    {EventKind::path_ended, "path_ended", In::number, In::number, Figure::none},
    {EventKind::time_kind_changed, "time_kind_changed", In::number, In::time_kind, Figure::none},
    {EventKind::contact, "contact", In::services, In::effective, Figure::none},
    {EventKind::severity_changed, "severity_changed", In::number, In::number, Figure::number},
    {EventKind::repeat_contact, "repeat_contact", In::needs, In::number, Figure::none},
    {EventKind::owner_changed, "owner_changed", In::services, In::number, Figure::none},
    {EventKind::episode_closed, "episode_closed", In::outcomes, In::met, Figure::none},
    {EventKind::record_written, "record_written", In::services, In::record_types, Figure::number},
    {EventKind::record_requested, "record_requested", In::services, In::record_types, Figure::none},
    {EventKind::record_obtained, "record_obtained", In::services, In::record_types, Figure::number},
    {EventKind::record_not_seen, "record_not_seen", In::services, In::record_types,
     Figure::not_seen},
    {EventKind::handover_proposed, "handover_proposed", In::services, In::services, Figure::none},
    {EventKind::handover_lost, "handover_lost", In::services, In::services, Figure::none},
    {EventKind::handover_misrouted, "handover_misrouted", In::services, In::services, Figure::none},
    {EventKind::handover_received, "handover_received", In::services, In::services, Figure::none},
    {EventKind::handover_disputed, "handover_disputed", In::services, In::services, Figure::none},
    {EventKind::handover_accepted, "handover_accepted", In::services, In::services, Figure::none},
    {EventKind::handover_rejected, "handover_rejected", In::services, In::services,
     Figure::rejection},
    {EventKind::handover_timed_out, "handover_timed_out", In::services, In::services, Figure::none},
    {EventKind::handover_resent, "handover_resent", In::services, In::services, Figure::none},
    {EventKind::handover_returned, "handover_returned", In::services, In::services, Figure::none},
    {EventKind::feedback_told, "feedback_told", In::services, In::services, Figure::none},
    {EventKind::trust_changed, "trust_changed", In::services, In::services, Figure::number},
    {EventKind::clock_started, "clock_started", In::clocks, In::number, Figure::number},
    {EventKind::clock_stopped, "clock_stopped", In::clocks, In::number, Figure::number},
    {EventKind::clock_limit_passed, "clock_limit_passed", In::clocks, In::number, Figure::none},
    {EventKind::channel_down, "channel_down", In::channels, In::number, Figure::none},
    {EventKind::channel_up, "channel_up", In::channels, In::number, Figure::none},
    {EventKind::forum_met, "forum_met", In::policies, In::interfaces, Figure::none},
    {EventKind::negotiated, "negotiated", In::policies, In::level_of_policy, Figure::number},
    {EventKind::server_left, "server_left", In::resources, In::site_of_resource, Figure::none},
    {EventKind::post_filled, "post_filled", In::resources, In::site_of_resource, Figure::number},
    {EventKind::capacity_changed, "capacity_changed", In::resources, In::site_of_resource,
     Figure::number},
    {EventKind::variable_set, "variable_set", In::variables, In::level_of_variable, Figure::number},
    {EventKind::indicator_counted, "indicator_counted", In::indicators, In::number, Figure::none},
    {EventKind::indicator_base, "indicator_base", In::indicators, In::number, Figure::number},
    {EventKind::appointment_booked, "appointment_booked", In::activities, In::site_of_booking,
     Figure::number},
    {EventKind::appointment_kept, "appointment_kept", In::activities, In::site_of_booking,
     Figure::none},
    {EventKind::appointment_missed, "appointment_missed", In::activities, In::site_of_booking,
     Figure::none},
    {EventKind::places_offered, "places_offered", In::diaries, In::site_of_diary, Figure::number},
    {EventKind::household_joined, "household_joined", In::number, In::number, Figure::none},
    {EventKind::measuring_started, "measuring_started", In::number, In::number, Figure::none},
    {EventKind::run_ended, "run_ended", In::number, In::number, Figure::none},
    {EventKind::week_available, "week_available", In::resources, In::number, Figure::number},
    {EventKind::week_busy, "week_busy", In::resources, In::number, Figure::number},
}};
static_assert([] {
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
        if (kKinds[i].kind != static_cast<EventKind>(i)) return false;
    }
    return true;
}());

[[nodiscard]] const KindRow& row_of(EventKind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
}

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

[[nodiscard]] std::string diary_site(const Legend& legend, std::uint32_t diary,
                                     std::uint32_t site) {
    return diary < legend.diaries.size() ? name_in(legend.diaries[diary].sites, site)
                                         : index_text(site);
}

[[nodiscard]] std::string server_text(const Legend& legend, std::uint32_t place,
                                      std::uint32_t index) {
    if (place >= legend.resources.size()) return index_text(index);
    const auto& resource = legend.resources[place];
    const auto servers = static_cast<std::uint32_t>(resource.servers.size());
    if (servers == 0) return index_text(index);
    const std::string server = resource.servers[index % servers];
    return resource.sites.size() < 2 ? server
                                     : server + "@" + name_in(resource.sites, index / servers);
}

[[nodiscard]] std::string time_kind_text(std::uint32_t packed) {
    const auto kind = static_cast<std::size_t>(time_kind_of(packed));
    const auto gap = static_cast<std::size_t>(gap_class_of(packed));
    std::string text(kind < kTimeKinds.size() ? kTimeKinds[kind] : "?");
    if (gap > 0 && gap < kGapClasses.size()) text += " " + std::string(kGapClasses[gap]);
    return text;
}

[[nodiscard]] std::string text_in(const Legend& legend, In what, std::uint32_t index,
                                  const Event& event) {
    switch (what) {
        case In::number: return index_text(index);
        case In::classes: return name_in(legend.classes, index);
        case In::attributes: return name_in(legend.attributes, index);
        case In::activities: return name_in(legend.activities, index);
        case In::resources: return name_in(legend.resources, index);
        case In::services: return name_in(legend.services, index);
        case In::needs: return name_in(legend.needs, index);
        case In::recognisers: return name_in(legend.recognisers, index);
        case In::processes: return name_in(legend.processes, index);
        case In::outcomes: return name_in(legend.outcomes, index);
        case In::record_types: return name_in(legend.record_types, index);
        case In::clocks: return name_in(legend.clocks, index);
        case In::channels: return name_in(legend.channels, index);
        case In::policies: return name_in(legend.policies, index);
        case In::interfaces: return name_in(legend.interfaces, index);
        case In::variables: return name_in(legend.variables, index);
        case In::indicators: return name_in(legend.indicators, index);
        case In::diaries: return name_in(legend.diaries, index);
        case In::level_of_policy:
            return event.place < legend.policies.size()
                       ? name_in(legend.policies[event.place].levels, index)
                       : index_text(index);
        case In::level_of_variable:
            return event.place < legend.variables.size()
                       ? name_in(legend.variables[event.place].levels, index)
                       : index_text(index);
        case In::site_of_resource:
            return event.place < legend.resources.size()
                       ? name_in(legend.resources[event.place].sites, index)
                       : index_text(index);
        case In::site_of_diary: return diary_site(legend, event.place, index);
        case In::site_of_booking:
            return event.place < legend.activities.size()
                       ? diary_site(legend, legend.activities[event.place].diary, index)
                       : index_text(index);
        case In::server_of_activity:
            return event.place < legend.activities.size()
                       ? name_in(legend.activities[event.place].servers, index)
                       : index_text(index);
        case In::server_of_resource: return server_text(legend, event.place, index);
        case In::reason: return index == 0 ? "by choice" : "queue full";
        case In::time_kind: return time_kind_text(index);
        case In::effective: return index == 1 ? "effective" : "not effective";
        case In::met: return index == 1 ? "met" : "unmet";
    }
    return {};
}

[[nodiscard]] std::string figure_text(const Legend& legend, Figure figure, const Event& event) {
    switch (figure) {
        case Figure::none: return {};
        case Figure::number: return number(event.value);
        // already waited; nothing for the many who have not
        case Figure::unless_zero: return event.value == 0.0 ? std::string() : number(event.value);
        case Figure::level:
            return event.place < legend.attributes.size() && event.value >= 0.0 &&
                           !legend.attributes[event.place].levels.empty()
                       ? name_in(legend.attributes[event.place].levels,
                                 static_cast<std::uint32_t>(event.value))
                       : number(event.value);
        case Figure::rejection:
            return event.value == static_cast<double>(RejectReason::threshold) ? "threshold"
                                                                               : "declined";
        case Figure::not_seen:
            return event.value == static_cast<double>(NotSeenReason::not_trusted) ? "not trusted"
                                                                                  : "not visible";
    }
    return {};
}

}  // namespace

std::string_view name_of(EventKind kind) { return row_of(kind).name; }

CsvWriter::CsvWriter(std::ostream& out, const Legend& legend) : out_(out), legend_(legend) {
    out_ << "time,event,entity,episode,path,place,other,value\r\n";
}

void CsvWriter::read(std::span<const Event> events) {
    for (const Event& event : events) write(event);
}

void CsvWriter::write(const Event& event) {
    const KindRow& row = row_of(event.kind);
    const std::uint32_t place = event.place == kNoPlace ? kNone : event.place;
    out_ << number(event.time) << ',' << row.name << ',' << index_text(event.entity) << ','
         << index_text(event.episode) << ','
         << (event.episode == kNone ? std::string() : std::to_string(event.path)) << ','
         << quoted(text_in(legend_, row.place, place, event)) << ','
         << quoted(text_in(legend_, row.other, event.other, event)) << ','
         << quoted(figure_text(legend_, row.value, event)) << "\r\n";
}

}  // namespace yhdyspinta::event_log
