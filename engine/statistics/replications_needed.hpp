// SPDX-License-Identifier: Apache-2.0
// When there are enough replications.
#pragma once

#include <cstddef>
#include <span>

#include "engine/statistics/intervals.hpp"

namespace yhdyspinta::statistics {

/// How precise a mean is to be.
struct PrecisionTarget {
    double half_width = 0.05;  ///< > 0: in the response's unit, or as a share of the mean
    bool is_relative = true;   ///< to the absolute value of the mean
    double confidence = 0.95;  ///< (0, 1)
    std::size_t minimum = 3;   ///< >= 2 replications before it is looked at
    /// The precision must hold over so many further replications (per hundred beyond a hundred):
    /// a lucky streak does not end the run. 0: stop at the first time.
    std::size_t look_ahead = 5;
};

struct ReplicationsNeeded {
    bool is_reached = false;
    /// Reached: the replications after which it is, look-ahead not counted. Otherwise a forecast
    /// from the variance so far, more than there are; 0 where none can be made (fewer than the
    /// minimum, or the mean is 0 and the target relative).
    std::size_t replications = 0;
    Interval interval;  ///< of all the values
};

/// `values` in the order of the replications; one that is NaN counts as run but does not take part.
/// Sequential stopping makes intervals cover a little less often than asked for, the less the
/// smaller the target: Chow and Robbins (1965), Annals of Mathematical Statistics 36(2).
/// Source: Law (2015), 9.4.1; look-ahead: Hoad, Robinson and Davies (2010), J. Operational Research
/// Society 61(11).
[[nodiscard]] ReplicationsNeeded replications_needed(std::span<const double> values,
                                                     const PrecisionTarget& target = {});

}  // namespace yhdyspinta::statistics
