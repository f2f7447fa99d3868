// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation in steady state, no text but in failures, no log but the event log.
//
// What expressions know of an interface, trust between services, and telling what became of a
// matter.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

using base::Instant;

namespace {

constexpr random::Purpose kTrustsRecords = random::purpose("trusts_records");

}  // namespace

// ---- expressions of an interface
// -------------------------------------------------------------------

double FlowModel::interface_value(std::uint32_t place) const {
    if (place == program_.trust_value) return trust(asked_interface_);
    return program_.interfaces[asked_interface_].is_across ? 1.0 : 0.0;
}

double FlowModel::probability_now(std::uint32_t expression, const Path& path,
                                  std::uint32_t interface) {
    const double value = evaluate_at(expression, interface, path.entity, path.episode);
    if (std::isnan(value)) {
        current_path_ = index_of(path);
        fail(path, fmt::format("a probability of {} is not a number",
                               program_.legend.interfaces[interface]));
    }
    return std::clamp(value, 0.0, 1.0);
}

double FlowModel::delay(const Draw& draw, const Path& path, std::uint64_t visit) {
    const InterfaceInfo& info = program_.interfaces[path.interface];
    const double drawn = sample(draw, path.key ^ info.key, visit);
    if (info.delay_times == kNone) return drawn;
    const double times = evaluate_at(info.delay_times, path.interface, path.entity, path.episode);
    if (!(times >= 0.0) || std::isinf(times)) {
        current_path_ = index_of(path);
        fail(path, fmt::format("delay_times of {} gives {}; expected a number >= 0",
                               program_.legend.interfaces[path.interface], times));
    }
    return drawn * times;
}

double FlowModel::stalls_at(const TimeOutInfo& time_out) const {
    if (time_out.days == 0) return now_ + time_out.duration;
    return calendar::limit_passes_at(calendar::OpenDays{}, program_.clock,
                                     &program_.calendars[time_out.calendar],
                                     Instant::at_seconds(now_), time_out.days)
        .in_seconds();
}

// ---- trust
// -----------------------------------------------------------------------------------------

double FlowModel::trust(std::uint32_t interface) const {
    const InterfaceState& state = interface_states_[interface];
    const auto& info = program_.interfaces[interface].trust;
    if (!info || std::isinf(info->half_life)) return state.trust;
    return info->initial + (state.trust - info->initial) *
                               std::exp2((state.trust_changed - now_) / info->half_life);
}

void FlowModel::raise_trust(std::uint32_t interface, double share) {
    if (share <= 0.0) return;
    const double before = trust(interface);
    set_trust(interface, before + share * (1.0 - before));
}

void FlowModel::lower_trust(std::uint32_t interface, double share) {
    if (share <= 0.0) return;
    const double before = trust(interface);
    set_trust(interface, before - share * before);
}

void FlowModel::set_trust(std::uint32_t interface, double after) {
    InterfaceState& state = interface_states_[interface];
    const InterfaceInfo& info = program_.interfaces[interface];
    state.trust = std::clamp(after, 0.0, 1.0);
    state.trust_changed = now_;
    tell(Kind::trust_changed, info.from, info.to, state.trust);
}

void FlowModel::judge_answer(const Path& path, bool is_accepted) {
    const TrustInfo& moves = *program_.interfaces[path.interface].trust;
    if (is_accepted) {
        raise_trust(path.interface, moves.accepted);
    } else {
        lower_trust(path.interface, moves.rejected);
    }
    if (now_ - path.proposed_at > moves.late_after) lower_trust(path.interface, moves.late);
}

void FlowModel::judge_joint_work(std::uint32_t activity) {
    for (const std::uint32_t interface : program_.joint_work[activity]) {
        raise_trust(interface, program_.interfaces[interface].trust->joint_work);
    }
}

/// The same draw answers whenever this reader comes upon this record.
bool FlowModel::is_trusted(const Record& record, std::uint32_t interface, const Path& path) {
    const InterfaceInfo& info = program_.interfaces[interface];
    const Chance& chance = info.trusts_records;
    return happens(probability(chance, chance.constant, 1.0, path, interface),
                   entities_[path.entity].key ^ info.key, kTrustsRecords, record.number);
}

// ---- what became of a matter
// -----------------------------------------------------------------------

bool FlowModel::begin_telling(std::uint32_t index) {
    Path& path = paths_[index];
    const std::uint32_t named = program_.steps[path.step].index;
    const std::uint32_t to = named == kNone ? path.sender : named;
    if (to == kNone || to == path.service) return true;
    const std::uint32_t interface = program_.interface(path.service, to);
    if (interface == kNone) {
        current_path_ = index;
        fail(path,
             fmt::format("telling service '{}' from {} has no interface",
                         program_.legend.services[to].name,
                         path.service == kNone
                             ? std::string("nobody")
                             : fmt::format("'{}'", program_.legend.services[path.service].name)));
    }
    path.interface = interface;
    const InterfaceInfo& info = program_.interfaces[interface];
    if (!info.can_tell) throw base::InternalError("news that no step was found to tell");
    if (info.feedback_note != kNone) {
        begin_activity(index, info.feedback_note, Then::told);
        return false;
    }
    send_news(index);
    return true;
}

/// The path goes on; what was written travels by itself.
void FlowModel::send_news(std::uint32_t index) {
    const Path& path = paths_[index];
    const InterfaceInfo& info = program_.interfaces[path.interface];
    tell(Kind::feedback_told, path, info.from, info.to);
    News made;
    made.interface = path.interface;
    made.entity = path.entity;
    made.from = host_of(info.from, path.entity);
    made.episode = path.episode;
    if (path.episode != kNone) made.episode_generation = episodes_[path.episode].generation;
    if (info.channel == kNone || kernel_ == nullptr) {
        take_note(made);
        return;
    }
    std::uint32_t slot = static_cast<std::uint32_t>(news_.size());
    if (free_news_.empty()) {
        news_.emplace_back();
    } else {
        slot = free_news_.back();
        free_news_.pop_back();
    }
    news_[slot] = made;
    calendar_.schedule(now_, Due::news, made.entity, slot, 0);
}

void FlowModel::on_news_travelled(std::uint32_t slot, bool is_delivered) {
    if (!is_delivered) {
        calendar_.schedule(now_ + kTryAgain, Due::news, news_[slot].entity, slot, 0);
        return;
    }
    take_note(news_[slot]);
    free_news_.push_back(slot);
}

void FlowModel::take_note(const News& news) {
    const InterfaceInfo& info = program_.interfaces[news.interface];
    const std::uint32_t back = program_.interface(info.to, info.from);
    if (back != kNone && program_.interfaces[back].trust) {
        raise_trust(back, program_.interfaces[back].trust->feedback);
    }
    if (news.episode == kNone) return;
    Episode& episode = episodes_[news.episode];
    if (!episode.is_open || episode.generation != news.episode_generation) return;
    if (std::find(episode.told.begin(), episode.told.end(), info.to) == episode.told.end()) {
        episode.told.push_back(info.to);
    }
}

}  // namespace yhdyspinta::simulation
