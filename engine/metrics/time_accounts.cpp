// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/time_accounts.hpp"

#include <cmath>
#include <string>

#include <fmt/format.h>

namespace yhdyspinta::metrics {

TimeAccounts::TimeAccounts(Gaps& gaps, const Groups& groups, AuditReport& audit)
    : gaps_(gaps), groups_(groups), audit_(audit), by_group_(groups.size()) {}

void TimeAccounts::find_state(Episode& episode) {
    const Path* first = nullptr;
    bool has_open_path = false;
    for (const Path& path : episode.paths) {
        has_open_path |= path.is_open;
        if (!path.is_open || !path.has_told_kind) continue;
        if (!first || path.kind < first->kind ||
            (path.kind == first->kind && path.ordinal < first->ordinal)) {
            first = &path;
        }
    }
    episode.gap = GapClass::none;
    episode.gap_from = episode.gap_to = kNoPlace;
    if (first) {
        episode.kind = first->kind;
        if (first->kind == TimeKind::gap) {
            episode.gap = first->gap;
            episode.gap_from = first->handover.from;
            episode.gap_to = first->handover.to;
        }
    } else if (episode.has_had_path && !has_open_path) {
        episode.kind = TimeKind::gap;
        episode.gap = GapClass::responsibility;
    } else {
        episode.kind = TimeKind::waiting;
    }
    if (episode.kind == TimeKind::service) episode.is_late = false;
    if (episode.kind == TimeKind::waiting && episode.is_late && episode.passed_clocks > 0) {
        episode.kind = TimeKind::gap;
        episode.gap = GapClass::late;
    }
}

void TimeAccounts::advance(Episode& episode, double time) {
    const double length = time - episode.since;
    if (length < 0.0) {
        audit_.fail(base::Instant::at_seconds(time), episode.entity,
                    fmt::format("time runs backwards in episode {}", episode.id));
    }
    switch (episode.kind) {
        case TimeKind::service: episode.in_service += length; break;
        case TimeKind::waiting: episode.in_queue += length; break;
        case TimeKind::decision: episode.in_decision += length; break;
        case TimeKind::gap:
            episode.in_gap += length;
            if (episode.gap == GapClass::late) episode.in_late_queue += length;
            if (episode.gap == GapClass::handover) episode.in_handover_gap += length;
            if (!episode.is_routine) gaps_.spent(episode, episode.since, time);
            break;
    }
    episode.since = time;
}

void TimeAccounts::start(Episode& episode, double time) {
    episode.recognised = episode.since = time;
    find_state(episode);
    if (episode.kind == TimeKind::gap) episode.gap_since = time;
    episode.decisions = episode.kind == TimeKind::decision;
}

void TimeAccounts::update(Episode& episode, double time) {
    if (!episode.is_recognised || episode.is_closed) return;
    advance(episode, time);
    const bool was_gap = episode.kind == TimeKind::gap;
    const bool was_decision = episode.kind == TimeKind::decision;
    find_state(episode);
    episode.decisions += !was_decision && episode.kind == TimeKind::decision;
    const bool is_gap = episode.kind == TimeKind::gap;
    if (was_gap && !is_gap) episode.gap_until = time;
    if (!was_gap && is_gap) {
        // A gap interrupted for no time at all is one gap.
        if (episode.gap_until != time) {
            if (!std::isnan(episode.gap_until)) {
                gaps_.ended(episode, episode.gap_since, episode.gap_until, false);
            }
            episode.gap_since = time;
        }
        episode.gap_until = kNaN;
    }
}

void TimeAccounts::finish(Episode& episode, double time, bool is_closed) {
    advance(episode, time);
    if (!std::isnan(episode.gap_since)) {
        const bool goes_on = std::isnan(episode.gap_until);
        gaps_.ended(episode, episode.gap_since, goes_on ? time : episode.gap_until,
                    goes_on && !is_closed);
    }
    const double elapsed = time - episode.recognised;
    const double sum = episode.in_service + episode.in_queue + episode.in_decision + episode.in_gap;
    // Differences of simulated times are exact to about 1e-16 of the time itself.
    if (!(std::abs(elapsed - sum) <= 1e-6 + 1e-12 * time)) {
        audit_.fail(base::Instant::at_seconds(time), episode.entity,
                    fmt::format("episode {} lasted {:.9g} s but accounts for {:.9g} s", episode.id,
                                elapsed, sum));
    }
    if (!episode.is_measured) return;
    groups_.for_each(episode, [&](std::size_t group) {
        Group& sums = by_group_[group];
        sums.episodes += 1.0;
        sums.queue += episode.in_queue + episode.in_late_queue;
        sums.decision += episode.in_decision;
        sums.decisions += episode.decisions;
        sums.handover_gap += episode.in_handover_gap;
    });
}

void TimeAccounts::add_responses(ResponseList& list) const {
    for (std::size_t group = 0; group < by_group_.size(); ++group) {
        const Group& sums = by_group_[group];
        const double episode_days = sums.episodes * kSecondsPerDay;
        const std::string& where = groups_.name(group);
        list.add("waiting_time.chain", "d", where,
                 ratio(sums.queue + sums.decision + sums.handover_gap, episode_days));
        list.add("waiting_time.chain.queue", "d", where, ratio(sums.queue, episode_days));
        list.add("waiting_time.chain.decision", "d", where, ratio(sums.decision, episode_days));
        list.add("waiting_time.chain.handover_gap", "d", where,
                 ratio(sums.handover_gap, episode_days));
        list.add("decision_latency", "d", where,
                 ratio(sums.decision, sums.decisions * kSecondsPerDay));
    }
}

}  // namespace yhdyspinta::metrics
