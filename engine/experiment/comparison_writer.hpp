// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/results/comparison.hpp"

namespace yhdyspinta::experiment {

/// The word for a verdict in CSV and JSON: `no_clear_difference`.
[[nodiscard]] const char* name_of(results::ComparedFigure::Verdict verdict);

/// `name,where,unit,design,mean,half_width,difference,difference_half_width,pairs,verdict`, one
/// line per measure and design; the difference is to the first design. NaN is an empty field; lines
/// end in CRLF.
void write_comparison_csv(std::ostream& out, const std::vector<results::Design>& designs,
                          const std::vector<results::ComparedRow>& rows);

/// `[{"name", "where", "unit", "scenario", "mean", "half_width", "pairs", "is_clear", "verdict"}]`:
/// the differences of every design but the first to the first; NaN as null.
[[nodiscard]] nlohmann::ordered_json differences_json(
    const std::vector<results::Design>& designs, const std::vector<results::ComparedRow>& rows);

}  // namespace yhdyspinta::experiment
