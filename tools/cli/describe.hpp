// SPDX-License-Identifier: Apache-2.0
// Texts about the language, made from its tables.
#pragma once

#include <string>
#include <vector>

#include "engine/scenario/read_scenario.hpp"
#include "engine/scenario/schema.hpp"

namespace yhdyspinta::cli {

/// All sections, one a line.
[[nodiscard]] std::string sections_text();

/// A section with its keys, or one key: "resource", "resource.servers", "resources.servers",
/// "needs.recognised.after". Throws base::UsageError with the nearest name when there is none.
[[nodiscard]] std::string description_of(const std::string& path);

/// Every law that can be written, with an example and what it amounts to.
[[nodiscard]] std::string laws_text();

/// Every law that a scenario states.
[[nodiscard]] std::string laws_text(const scenario::ScenarioFile& file);

/// What expressions may say; the second also what those of one scenario may name.
[[nodiscard]] std::string expressions_text();
[[nodiscard]] std::string expressions_text(const scenario::ScenarioFile& file);

/// Every figure that a run can give.
[[nodiscard]] std::string responses_text();

/// `value` in the unit that suits `scale`: "5 min", "36.5 days"; plain numbers have no unit.
[[nodiscard]] std::string amount_text(double value, double scale, scenario::LawUnit unit);

/// The names that description_of() knows beside keys.
[[nodiscard]] std::vector<std::string> describable_names();

}  // namespace yhdyspinta::cli
