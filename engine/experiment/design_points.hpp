// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/scenario/experiment_file.hpp"

namespace yhdyspinta::experiment {

/// One value per factor, in the order of the file, as the factor writes it.
using DesignPoint = std::vector<std::string>;

/// The points of the factors that an experiment simulates: those of its design that break no
/// constraint; one empty point when there are no factors. A sample of a Latin hypercube is drawn
/// from the seed: one value in each of as many equal parts of a factor's interval as there are
/// points; factors with levels take them in turn.
/// Source: McKay, Beckman and Conover, Technometrics 21 (1979), 239-245.
[[nodiscard]] std::vector<DesignPoint> design_points(const scenario::ExperimentFile& file);

}  // namespace yhdyspinta::experiment
