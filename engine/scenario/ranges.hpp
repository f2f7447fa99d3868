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
    double from = 0.0, to = 0.0;  ///< amounts at the ends, in one unit
    std::string base;             ///< the figure at amount `base_amount` > 0
    double base_amount = 1.0;
};

/// Reads the `range` of a figure: `100-400 days`, `1 min-1 day`, `0.2-0.6`, `x 0.5-2` (a factor). A
/// law is scaled so that its mean is the end. Nothing when it says something else, or when a figure
/// cannot be put there.
[[nodiscard]] std::optional<FigureRange> read_range(const Figure& figure, const std::string& range);

/// The figure as it would be written at a share of the way from the low to the high end, 0 to 1;
/// whole numbers are rounded. Nothing where it cannot be written.
[[nodiscard]] std::optional<std::string> value_within(const Figure& figure,
                                                      const FigureRange& range, double share);

/// The same for the figure at `path` by the range that its source states; nothing where there is
/// none that can be read.
[[nodiscard]] std::optional<std::string> assumed_value(const ScenarioFile& file,
                                                       const std::string& path, double share);

}  // namespace yhdyspinta::scenario
