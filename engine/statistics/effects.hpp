// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "engine/statistics/designs.hpp"
#include "engine/statistics/intervals.hpp"
#include "engine/statistics/samples.hpp"

namespace yhdyspinta::statistics {

/// What it does to a response to move a factor, or a product of factors, from -1 to +1.
struct EstimatedEffect {
    Effect effect = 0;  ///< 0: the mean over all points
    Interval size;      ///< in the response's unit; t over replications
    std::vector<Effect>
        aliases;  ///< of up to `order` factors: their sizes are in this one, up to signs
};

/// Effects of up to `order` factors and the mean, by contrasts within each replication: right with
/// common random numbers at all points and without. Of effects that cannot be told apart the one of
/// fewest factors is listed. `responses` [points][replications]; a replication in which any point
/// has no number does not take part. 1 <= order.
/// Source: Box, Hunter and Hunter (2005), 5.4; Law (2015), 12.2.
[[nodiscard]] std::vector<EstimatedEffect> two_level_effects(const TwoLevelDesign& design,
                                                             const Samples& responses,
                                                             std::size_t order = 2,
                                                             double confidence = 0.95);

}  // namespace yhdyspinta::statistics
