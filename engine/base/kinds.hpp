// SPDX-License-Identifier: Apache-2.0
// Words that the description, the event log and the measures share.
#pragma once

#include <cstdint>

namespace yhdyspinta::base {

/// What staff time is spent on.
enum class WorkKind : std::uint8_t {
    direct,         ///< with or for the client
    documentation,  ///< writing and entering
    coordination,   ///< joint meetings, consultations: reported beside duplicate work, never in it
    triage,         ///< handling of an incoming handover
    failure,        ///< handling of a bounced, lost or repeated handover
    substitute,     ///< extra staff of another sector doing what a service should
    communal        ///< for a whole group rather than for one client
};

/// Where the time of an episode goes. Of several simultaneous paths the smallest value counts.
enum class TimeKind : std::uint8_t { service, waiting, decision, gap };

/// Classes of service gaps: G1 coverage … G8 premature closure.
enum class GapClass : std::uint8_t {
    none,
    coverage,
    threshold,
    handover,
    responsibility,
    late,
    transition,
    drop_out,
    premature_closure
};

/// Which class of duplicate work a repeated result is: P1 history, P2 assessment, P3 documentation.
enum class DuplicateClass : std::uint8_t { none, history, assessment, documentation };

}  // namespace yhdyspinta::base
