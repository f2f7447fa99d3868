// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/event_log/legend.hpp"
#include "engine/results/comparison.hpp"
#include "engine/results/response.hpp"

namespace yhdyspinta::metrics {

/// The few responses by which designs are compared, in the order in which they are shown.
/// With needs: waiting, duplicate work, service gaps and clocks; without: waiting, utilisation and
/// time in system.
[[nodiscard]] std::vector<results::ComparedMeasure> headline_measures(
    const event_log::Legend& legend);

/// The same for responses that were kept, those of them that are there.
[[nodiscard]] std::vector<results::ComparedMeasure> headline_measures(
    const std::vector<results::Response>& kept);

}  // namespace yhdyspinta::metrics
