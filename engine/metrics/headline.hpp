// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/event_log/legend.hpp"
#include "engine/results/comparison.hpp"

namespace yhdyspinta::metrics {

/// The few responses by which designs are compared, in the order in which they are shown.
/// With needs: waiting, duplicate work, service gaps and clocks; without: waiting, utilisation and
/// time in system.
[[nodiscard]] std::vector<results::ComparedMeasure> headline_measures(
    const event_log::Legend& legend);

}  // namespace yhdyspinta::metrics
