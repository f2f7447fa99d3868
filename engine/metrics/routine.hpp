// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/metrics/episode.hpp"
#include "engine/metrics/measures.hpp"
#include "engine/statistics/survival_grid.hpp"

namespace yhdyspinta::metrics {

/// Needs that everybody is expected to have, such as checks at given ages. They would drown the
/// others in the measures of waiting and gaps, so they have measures of their own, of what begins
/// within the measured period:
/// - `routine.arisen`: how many come up;
/// - `routine.met_share`: of those requested and closed by the end, the share met by a service;
/// - `routine.waiting_time`: from request to effective contact, as `waiting_time`.
class Routine {
public:
    Routine(const event_log::Legend& legend, const Window& window, const MeasureOptions& options);

    void arose(const Episode& episode);
    /// Closed, or the run is over.
    void finish(const Episode& episode, double time, bool is_closed, bool is_met);

    void add_responses(const Scale& scale, ResponseList& list) const;

private:
    struct Need {
        Need(double width, double horizon) : waits(width, horizon) {}
        statistics::SurvivalGrid waits;  ///< [d]
        double arisen = 0.0;
        double closed = 0.0;
        double met = 0.0;
    };

    const event_log::Legend& legend_;
    const Window& window_;
    std::vector<Need> needs_;  ///< [needs], when some are of routine
};

}  // namespace yhdyspinta::metrics
