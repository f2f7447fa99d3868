// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "engine/metrics/episode.hpp"
#include "engine/metrics/frame.hpp"
#include "engine/metrics/groups.hpp"
#include "engine/statistics/survival_grid.hpp"

namespace yhdyspinta::metrics {

/// How episodes run.
///
/// - `escalations` [1/1000/year]: needs, recognised or not, that grew more severe within the
///   measured period (source 004, wellbeing indicators);
/// - `resolved_within_90d` [0, 1]: of measured episodes, the share closed as met within 90 d of
///   recognition; closed otherwise is never resolved, still open is censored (Aalen–Johansen);
/// - `smoothness` (sources 000 and 002: services that run smoothly) is a profile and never one
///   number: part=effective_wait [d], as `waiting_time.effective_contact`; part=hops [1], handovers
///   accepted per episode; part=tellings [1], times that the client has to tell everything, per
///   episode with a contact; part=gap_days [d] per episode. Of measured episodes, open ones as far
///   as they have come.
class Courses {
public:
    Courses(const event_log::Legend& legend, const Window& window, const Groups& groups);

    void severity_changed(Episode& episode, double severity);
    /// The last word on a measured episode.
    void finish(const Episode& episode, double time, bool is_closed);

    void add_responses(const Scale& scale, ResponseList& list) const;

private:
    const event_log::Legend& legend_;
    const Window& window_;
    const Groups& groups_;
    std::vector<double> escalations_;                       ///< by need
    std::vector<statistics::SurvivalGrid> resolution_;      ///< [d] by group
    statistics::SurvivalGrid effective_wait_{0.25, 365.0};  ///< [d]
    double episodes_ = 0.0;
    double hops_ = 0.0;
    double tellings_ = 0.0;
    double with_contact_ = 0.0;  ///< episodes
    double gap_ = 0.0;           ///< [s]
};

}  // namespace yhdyspinta::metrics
