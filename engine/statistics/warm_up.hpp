// SPDX-License-Identifier: Apache-2.0
// How much of the beginning of a run to leave out.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/statistics/samples.hpp"

namespace yhdyspinta::statistics {

struct WarmUp {
    std::size_t observations = 0;  ///< to leave out, a multiple of the batch
    /// The best place to cut lies beyond the half, so there is too little left to tell; also with
    /// fewer than ten batches.
    bool is_run_too_short = false;
    double mean = 0.0;  ///< of what is left; NaN where there is nothing to cut
    /// The criterion of leaving out 0, 1, 2, … batches: the squared standard error of the mean of
    /// what is left. Without the last five, where it is small by chance.
    std::vector<double> criterion;
};

/// MSER-5: cuts where the mean of what is left has the least standard error. `values` are
/// observations in order of time (or means over replications of them), all numbers; those that
/// fill no batch at the end are left out. A run of which the best cut lies beyond the half is too
/// short. batch >= 1.
/// Source: White (1997), Simulation 69(6); White, Cobb and Spratt (2000), WSC; the last five
/// batches: Hoad, Robinson and Davies (2010), J. Operational Research Society 61(9).
[[nodiscard]] WarmUp mser(std::span<const double> values, std::size_t batch = 5);

/// Welch's curve to look at: mean over replications at each time, then the mean over `window`
/// neighbours at both sides, fewer at the beginning, where there are none. `replications`
/// [replications][times], NaN left out; gives [times - window], NaN where no replication has a
/// number. 0 <= window <= times / 4.
/// Source: Welch (1983), in Lavenberg, Computer Performance Modeling Handbook; Law (2015), 9.5.1.
[[nodiscard]] std::vector<double> welch_curve(const Samples& replications, std::size_t window);

}  // namespace yhdyspinta::statistics
