// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include <nlohmann/json.hpp>

#include "tools/report/analysis_input.hpp"

namespace yhdyspinta::report {

/// `[{kind, name, where, unit, scenario, bars: [[name, size, low, high]]}]`; no number is null.
[[nodiscard]] nlohmann::ordered_json sensitivities_json(const std::vector<Sensitivity>& list);

/// `{a, b, replications, measures: [{name, where, unit, a, b, whole, parts}]}`, a part
/// `[name, mean, half-width, verdict]`; null when there is none.
[[nodiscard]] nlohmann::ordered_json attribution_json(
    const std::optional<Attribution>& attribution);

}  // namespace yhdyspinta::report
