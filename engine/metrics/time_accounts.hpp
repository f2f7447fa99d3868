// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/metrics/audit.hpp"
#include "engine/metrics/episode.hpp"
#include "engine/metrics/gaps.hpp"
#include "engine/metrics/groups.hpp"

namespace yhdyspinta::metrics {

/// Where the time of every episode goes, from recognition to closure: service, waiting, decision or
/// gap, each moment exactly once.
///
/// Of several open paths the smallest time kind counts; among equals the path with the lowest
/// ordinal. Waiting after a clock's limit has passed is a gap (late) until that clock stops or a
/// service comes. An episode none of whose paths is open any more, and that is not closed, is a gap
/// (responsibility).
class TimeAccounts {
public:
    TimeAccounts(Gaps& gaps, const Groups& groups, AuditReport& audit);

    /// Recognised at `time`: the account starts.
    void start(Episode& episode, double time);
    /// Something that may matter has changed: paths, kinds, clocks.
    void update(Episode& episode, double time);
    /// Closed, or the run is over.
    void finish(Episode& episode, double time, bool is_closed);

    /// `waiting_time.chain` [d]: mean time of an episode in queues (past a limit or not), waiting
    /// for decisions and in handover gaps, over all measured episodes, open ones as far as they
    /// have come. `decision_latency` [d]: mean length of one spell of waiting for a decision
    /// (source 002, unclear responsibility).
    void add_responses(ResponseList& list) const;

private:
    struct Group {
        double episodes = 0.0;
        double queue = 0.0;         ///< [s]
        double decision = 0.0;      ///< [s]
        double decisions = 0.0;     ///< spells of it
        double handover_gap = 0.0;  ///< [s]
    };
    void advance(Episode& episode, double time);
    static void find_state(Episode& episode);

    Gaps& gaps_;
    const Groups& groups_;
    AuditReport& audit_;
    std::vector<Group> by_group_;
};

}  // namespace yhdyspinta::metrics
