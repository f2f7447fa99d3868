// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/metrics/episode.hpp"
#include "engine/metrics/groups.hpp"
#include "engine/metrics/measures.hpp"
#include "engine/results/distribution.hpp"
#include "engine/statistics/accumulator.hpp"
#include "engine/statistics/survival_grid.hpp"

namespace yhdyspinta::metrics {

/// Adds how long an episode waited for the contact at `contact` [s], NaN: not met so far, to a grid
/// in days.
void add_wait(statistics::SurvivalGrid& grid, const Episode& episode, double contact, double time,
              bool is_closed);

/// How long people wait from the first request to the first contact of any kind and to the first
/// effective one, those still waiting at the end censored, those closed unserved never dropped:
/// - the mean is of the time actually waited, until contact or closure unserved, restricted to the
///   horizon: area under the Kaplan–Meier curve of still waiting;
/// - `.share_over_90d` is that curve at 90 d;
/// - quantiles and `.served_within_…` are of the Aalen–Johansen share served, where a closure
/// unserved
///   competes with contact: NaN when so many are never served;
/// - `never_served`: share of closed episodes without effective contact.
class Waiting {
public:
    Waiting(const Groups& groups, const MeasureOptions& options);

    void recognised(const Episode& episode);
    /// Closed, or the run is over.
    void finish(const Episode& episode, double time, bool is_closed);

    void add_responses(ResponseList& list) const;
    void add_distributions(std::vector<results::Distribution>& list) const;

private:
    struct Group {
        Group(double width, double horizon) : first(width, horizon), effective(width, horizon) {}
        statistics::SurvivalGrid first;      ///< [d]
        statistics::SurvivalGrid effective;  ///< [d]
        statistics::Accumulator hidden;      ///< [d]
        double episodes = 0.0;
        double closed = 0.0;
        double closed_unserved = 0.0;
        double closed_without_contact = 0.0;
        double still_waiting = 0.0;
    };

    const Groups& groups_;
    std::vector<Group> by_group_;
};

}  // namespace yhdyspinta::metrics
