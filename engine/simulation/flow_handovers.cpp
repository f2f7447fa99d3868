// SPDX-License-Identifier: Apache-2.0
// From proposal to answer: note, channel, triage, dispute, reply; lost, misrouted and stalled ones.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

using base::GapClass;
using base::Instant;
using base::TimeKind;

namespace {

constexpr random::Purpose kLoss = random::purpose("loss");
constexpr random::Purpose kMisrouting = random::purpose("misrouting");
constexpr random::Purpose kDispute = random::purpose("dispute");
constexpr random::Purpose kAcceptance = random::purpose("acceptance");

/// What is taken back from between two services is still in the hands of the sender: a place in its
/// caseload stays held.
template <class Path, class Work>
void keeping_places(Path& path, Work work) {
    auto places = std::move(path.places);
    path.places.clear();
    work();
    path.places = std::move(places);
}

}  // namespace

void FlowModel::begin_handover(std::uint32_t index) {
    Path& path = paths_[index];
    const Step& step = program_.steps[path.step];
    const std::uint32_t interface = program_.interface(path.service, step.index);
    if (interface == kNone) {
        current_path_ = index;
        fail(path,
             fmt::format("a handover to service '{}' from {} has no interface",
                         program_.legend.services[step.index].name,
                         path.service == kNone ? std::string("nobody")
                                               : program_.legend.services[path.service].name));
    }
    path.interface = interface;
    path.handover_step = path.step;
    path.is_direct = step.is_urgent || path.is_urgent;  // urgent ones are carried by hand
    ++path.attempt;
    if (path.episode != kNone) ++episodes_[path.episode].hops;
    const InterfaceInfo& info = program_.interfaces[interface];
    if (!info.can_hand_over) throw base::InternalError("a handover that no step was found to do");
    if (info.note != kNone) {
        begin_activity(index, info.note, Then::send);
    } else {
        send_out(index);
    }
}

/// Time and owner while the matter is between two services.
void FlowModel::set_carried(Path& path) {
    const InterfaceInfo& info = program_.interfaces[path.interface];
    if (path.episode == kNone) return;
    Episode& episode = episodes_[path.episode];
    const process::Carrier carrier = path.is_direct ? process::Carrier::sender : info.carrier;
    switch (carrier) {
        case process::Carrier::sender:
            set_time_kind(path, TimeKind::decision);
            set_owner(episode, info.from);
            break;
        case process::Carrier::receiver:
            set_time_kind(path, TimeKind::decision);
            set_owner(episode, info.to);
            break;
        case process::Carrier::nobody:
            set_time_kind(path, TimeKind::gap, GapClass::handover);
            if (episode.paths <= 1) set_owner(episode, kNone);
            break;
    }
}

void FlowModel::send_out(std::uint32_t index) {
    Path& path = paths_[index];
    const InterfaceInfo& info = program_.interfaces[path.interface];
    const InterfaceState& state = interface_states_[path.interface];
    if (!path.is_resent) {
        tell(Kind::handover_proposed, path, info.from, info.to);
        path.proposed_at = now_;
    }
    path.is_resent = false;
    set_carried(path);
    ++path.stall_generation;
    if (info.time_out) {
        calendar_.schedule(stalls_at(*info.time_out), Due::stalled, path.entity, index,
                           path.stall_generation);
    }
    const std::uint64_t key = path.key ^ info.key;
    const auto fails = [&](const Chance& chance, double constant, random::Purpose purpose) {
        return !path.is_direct &&
               happens(probability(chance, constant, state.left, path, path.interface), key,
                       purpose, path.attempt);
    };
    if (fails(info.loss, state.loss, kLoss)) {
        tell(Kind::handover_lost, path, info.from, info.to);
        ++interface_states_[path.interface].failures;
        path.state = PathState::informed;
        path.phase = Phase::lost;
        ++path.generation;
        return;
    }
    if (fails(info.misrouting, state.misrouting, kMisrouting)) {
        tell(Kind::handover_misrouted, path, info.from, info.to);
        ++interface_states_[path.interface].failures;
        await_information(index, Phase::misrouted,
                          delay(info.misrouting_delay, path, path.attempt));
        return;
    }
    transmit(index);
}

void FlowModel::await_information(std::uint32_t index, Phase phase, double delay) {
    Path& path = paths_[index];
    path.state = PathState::informed;
    path.phase = phase;
    calendar_.schedule(now_ + std::max(0.0, delay), Due::information, path.entity, index,
                       ++path.generation);
}

/// Puts the handover on its channel; without one it is there at once.
void FlowModel::transmit(std::uint32_t index) {
    Path& path = paths_[index];
    const InterfaceInfo& info = program_.interfaces[path.interface];
    if (info.channel == kNone || kernel_ == nullptr) {
        arrive_at_receiver(index);
        return;
    }
    path.state = PathState::informed;
    path.phase = Phase::in_transit;
    calendar_.schedule(now_, Due::send, path.entity, index, ++path.generation);
}

HostId FlowModel::host_of(std::uint32_t service, std::uint32_t entity) const {
    const ServiceInfo& info = program_.services[service];
    std::uint32_t site = 0;
    if (info.site_attribute != kNone) {
        site = level(entity, info.site_attribute);
    }
    return HostId(info.first_host + site);
}

FlowModel::Message FlowModel::message_of(const EventCalendar::Entry& entry) const {
    if (entry.due() == Due::news) {
        const News& news = news_[entry.target];
        return {news.from, ChannelId(program_.interfaces[news.interface].channel),
                kNewsTicket | entry.target};
    }
    const Path& path = paths_[entry.target];
    const InterfaceInfo& info = program_.interfaces[path.interface];
    return {host_of(info.from, path.entity), ChannelId(info.channel),
            static_cast<std::uint64_t>(entry.target) << 32 | path.generation};
}

void FlowModel::send(const EventCalendar::Entry& entry) {
    if (is_recalled(entry)) return;
    const Message message = message_of(entry);
    kernel_->send(message.from, message.over, 1.0, message.ticket);
}

std::optional<Instant> FlowModel::send_ahead(const EventCalendar::Entry& entry) {
    if (is_recalled(entry)) return Instant::never();
    const Message message = message_of(entry);
    return kernel_->send_ahead(message.from, message.over, 1.0, message.ticket,
                               Instant::at_seconds(entry.time));
}

void FlowModel::on_record(std::uint64_t ticket, bool is_delivered) {
    if ((ticket & kNewsTicket) != 0) {
        pass_to(kernel_->now().in_seconds());
        last_date_ = now_;
        on_news_travelled(static_cast<std::uint32_t>(ticket), is_delivered);
        return;
    }
    const auto index = static_cast<std::uint32_t>(ticket >> 32);
    if (paths_[index].generation != static_cast<std::uint32_t>(ticket)) return;
    pass_to(kernel_->now().in_seconds());
    last_date_ = now_;
    order_ = EventCalendar::order(Due::information, 0);
    Path& path = paths_[index];
    if (path.phase == Phase::record_travels) {
        if (is_delivered) {
            tell(Kind::record_obtained, path, program_.activities[path.activity].service,
                 program_.activities[path.activity].record_type, now_ - path.asked_at);
        }
        path.has_seen_record = is_delivered;
        path.phase = Phase::none;
        path.state = PathState::moving;
        if (!is_delivered) {
            // The answer never came: the work is done afresh.
            await(index);
        } else if (begin_activity(index, path.activity, path.then)) {
            proceed(index, route(index, paths_[index].step));
        }
        return;
    }
    if (is_delivered) {
        arrive_at_receiver(index);
    } else {
        await_information(index, Phase::out_of_order, kTryAgain);
    }
}

void FlowModel::on_information(std::uint32_t index) {
    current_path_ = index;
    Path& path = paths_[index];
    const Phase phase = path.phase;
    path.phase = Phase::none;
    path.state = PathState::moving;
    switch (phase) {
        case Phase::misrouted:
        case Phase::out_of_order: transmit(index); break;
        case Phase::disputed:
            set_carried(path);
            reply(index);
            break;
        case Phase::replying: answer(index); break;
        case Phase::relocating: begin_again(index); break;
        case Phase::record_asked: {
            // Answered by its holder; it still has to travel.
            const InterfaceInfo& info = program_.interfaces[path.interface];
            path.state = PathState::informed;
            path.phase = Phase::record_travels;
            ++path.generation;
            if (info.channel == kNone || kernel_ == nullptr) {
                path.phase = Phase::none;
                path.state = PathState::moving;
                path.has_seen_record = true;
                tell(Kind::record_obtained, path, program_.activities[path.activity].service,
                     program_.activities[path.activity].record_type, now_ - path.asked_at);
                if (begin_activity(index, path.activity, path.then)) {
                    proceed(index, route(index, paths_[index].step));
                }
            } else {
                calendar_.schedule(now_, Due::send, path.entity, index, path.generation);
            }
            break;
        }
        case Phase::lost:
        case Phase::in_transit:
        case Phase::record_travels:
        case Phase::none: throw base::InternalError("information for a path that waits for none");
    }
}

void FlowModel::arrive_at_receiver(std::uint32_t index) {
    Path& path = paths_[index];
    const InterfaceInfo& info = program_.interfaces[path.interface];
    path.phase = Phase::none;
    path.state = PathState::moving;
    ++path.generation;
    tell(Kind::handover_received, path, info.from, info.to);
    if (path.episode != kNone && program_.has_clocks) {
        trigger(program_.on_received[info.to], path.episode, info.from);
    }
    if (leads(path)) trigger_for_members(index, program_.on_received[info.to]);
    if (info.triage != kNone) {
        begin_activity(index, info.triage, Then::decide);
    } else {
        decide(index);
    }
}

void FlowModel::decide(std::uint32_t index) {
    Path& path = paths_[index];
    const InterfaceInfo& info = program_.interfaces[path.interface];
    const InterfaceState& state = interface_states_[path.interface];
    if (!path.is_direct &&
        happens(probability(info.dispute, state.dispute, state.left, path, path.interface),
                path.key ^ info.key, kDispute, path.attempt)) {
        tell(Kind::handover_disputed, path, info.from, info.to);
        ++interface_states_[path.interface].failures;
        set_time_kind(path, TimeKind::gap, GapClass::responsibility);
        if (path.episode != kNone && episodes_[path.episode].paths <= 1) {
            set_owner(episodes_[path.episode], kNone);
        }
        await_information(index, Phase::disputed, delay(info.dispute_time, path, path.attempt));
        return;
    }
    set_carried(path);
    reply(index);
}

void FlowModel::reply(std::uint32_t index) {
    Path& path = paths_[index];
    const InterfaceInfo& info = program_.interfaces[path.interface];
    const double time = path.is_direct ? 0.0 : delay(info.reply_time, path, path.attempt);
    if (time > 0.0) {
        await_information(index, Phase::replying, time);
    } else {
        answer(index);
    }
}

void FlowModel::answer(std::uint32_t index) {
    Path& path = paths_[index];
    const InterfaceInfo& info = program_.interfaces[path.interface];
    const ServiceInfo& to = program_.services[info.to];
    const bool fits = holds(to.eligible, path.entity, path.episode) &&
                      holds_at(info.accepts_when, path.interface, path.entity, path.episode);
    ++path.stall_generation;
    // Who is brought by hand cannot be declined.
    const bool is_taken =
        fits && (path.is_direct || happens(probability(info.acceptance, info.acceptance.constant,
                                                       1.0, path, path.interface),
                                           path.key ^ info.key, kAcceptance, path.attempt));
    if (!is_taken) {
        const auto reason =
            fits ? event_log::RejectReason::declined : event_log::RejectReason::threshold;
        tell(Kind::handover_rejected, path, info.from, info.to, static_cast<double>(reason));
        ++interface_states_[path.interface].failures;
        if (info.trust) judge_answer(path, false);
        if (path.episode != kNone && program_.has_clocks) stop_clocks_of(info.to, path.episode);
        if (path.episode != kNone && is_eligible_nowhere(path.entity, path.episode)) {
            close_episode(path.episode, program_.outcome_transition, false);
            dispatch_released();
            return;
        }
        give_back(index);
        return;
    }
    tell(Kind::handover_accepted, path, info.from, info.to);
    if (info.trust) judge_answer(path, true);
    release_places(path);
    path.service = info.to;
    path.sender = info.from;
    path.depth = 0;
    set_time_kind(path, TimeKind::waiting);
    if (path.episode != kNone) {
        set_owner(episodes_[path.episode], info.to);
        if (program_.has_clocks) trigger(program_.on_accepted[info.to], path.episode);
    }
    if (leads(path)) follow_to_service(index);
    enter_service(index);
    dispatch_released();
}

/// The client is back with the sender.
void FlowModel::give_back(std::uint32_t index) {
    Path& path = paths_[index];
    const InterfaceInfo& info = program_.interfaces[path.interface];
    tell(Kind::handover_returned, path, info.from, info.to);
    path.phase = Phase::none;
    path.state = PathState::moving;
    path.step = path.handover_step;
    if (path.episode != kNone) set_owner(episodes_[path.episode], info.from);
    set_time_kind(path, TimeKind::waiting);
    const Step& step = program_.steps[path.handover_step];
    proceed(index, step.on_reject != kNone ? step.on_reject : route(index, path.handover_step));
}

void FlowModel::on_stalled(std::uint32_t index) {
    current_path_ = index;
    Path& path = paths_[index];
    const InterfaceInfo& info = program_.interfaces[path.interface];
    tell(Kind::handover_timed_out, path, info.from, info.to);
    ++interface_states_[path.interface].failures;
    switch (info.when_stalled) {
        case process::StallPolicy::nothing: return;
        case process::StallPolicy::escalate_to_forum:
            // It goes on as it is until a forum meets: an answer may still come.
            escalated_.push_back({index, path.stall_generation});
            return;
        case process::StallPolicy::return_to_sender:
        case process::StallPolicy::case_lead:
        case process::StallPolicy::resend: break;
    }
    if (path.state == PathState::busy) return;  // somebody is at it this very moment
    keeping_places(path, [&] { interrupt(index); });
    dispatch_released();
    if (info.when_stalled == process::StallPolicy::return_to_sender) {
        give_back(index);
    } else {
        send_again(index, info.when_stalled == process::StallPolicy::case_lead);
    }
}

void FlowModel::send_again(std::uint32_t index, bool is_direct) {
    Path& path = paths_[index];
    const InterfaceInfo& info = program_.interfaces[path.interface];
    path.is_direct = is_direct;
    ++path.attempt;
    path.is_resent = true;
    tell(Kind::handover_resent, path, info.from, info.to);
    if (info.failure_note != kNone) {
        begin_activity(index, info.failure_note, Then::send);
    } else {
        send_out(index);
    }
}

/// A forum meets: what is still without an answer is walked through by hand, in the order in which
/// it stalled.
void FlowModel::settle_escalated() {
    order_ = EventCalendar::order(Due::information, 0);
    // Who stalls again from here on waits for the next meeting.
    const std::size_t before = escalated_.size();
    std::size_t kept = 0;
    for (std::size_t i = 0; i < before; ++i) {
        const Escalated waiting = escalated_[i];
        if (paths_[waiting.path].stall_generation != waiting.stall_generation) continue;
        if (paths_[waiting.path].state == PathState::busy) {  // somebody is at it just now
            escalated_[kept++] = waiting;
            continue;
        }
        current_path_ = waiting.path;
        keeping_places(paths_[waiting.path], [&] { interrupt(waiting.path); });
        dispatch_released();
        send_again(waiting.path, true);
    }
    escalated_.erase(escalated_.begin() + static_cast<std::ptrdiff_t>(kept),
                     escalated_.begin() + static_cast<std::ptrdiff_t>(before));
    resume_deferred();
}

}  // namespace yhdyspinta::simulation
