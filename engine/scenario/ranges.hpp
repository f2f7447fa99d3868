// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "engine/scenario/figures.hpp"

namespace yhdyspinta::scenario {

/// The two ends of what a figure may be.
struct FigureRange {
    std::string low, high;  ///< as the figure would be written
    double width = 0.0;     ///< of the range by its middle, in [0, 2]: what is widest is told first
};

/// Reads the `range` of a figure: `100-400 days`, `1 min-1 day`, `0.2-0.6`, `x 0.5-2` (a factor). A
/// law is scaled so that its mean is the end. Nothing when it says something else, or when a figure
/// cannot be put there.
[[nodiscard]] std::optional<FigureRange> read_range(const Figure& figure, const std::string& range);

}  // namespace yhdyspinta::scenario
