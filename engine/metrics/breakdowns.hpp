// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/event_log/legend.hpp"

namespace yhdyspinta::metrics {

/// The levels, or the bands, of an attribute by which figures are given: `by` is an index in
/// Legend::by.
[[nodiscard]] std::size_t level_count(const event_log::Legend& legend, std::size_t by);

/// `north`, `under_7`, `7_to_13`, `from_13`.
[[nodiscard]] std::string level_name(const event_log::Legend& legend, std::size_t by,
                                     std::size_t level);

/// All of them, in their order.
[[nodiscard]] std::vector<std::string> level_names(const event_log::Legend& legend, std::size_t by);

}  // namespace yhdyspinta::metrics
