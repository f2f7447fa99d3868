// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/scenario/experiment_file.hpp"

namespace yhdyspinta::experiment {

/// One value per factor, in the order of the file, as the factor writes it.
using DesignPoint = std::vector<std::string>;

/// A point, and where its values lie within the range of each factor, [0, 1]: levels in equal
/// steps.
struct PlacedPoint {
    DesignPoint values;
    std::vector<double> places;
};

/// The points of the factors that an experiment simulates: those of its design that break no
/// constraint; one empty point when there are no factors. Random designs are drawn from the seed.
/// Morris: trajectories of factors + 1 points, four levels. Sobol: each row of the first sample, of
/// the second, then of the first with one factor from the second. Factors with levels take the one
/// in whose part of their range the point lies.
[[nodiscard]] std::vector<PlacedPoint> design_points(const scenario::ExperimentFile& file);

/// Levels of a factor in a Morris design.
inline constexpr std::size_t kMorrisLevels = 4;

}  // namespace yhdyspinta::experiment
