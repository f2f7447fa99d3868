// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/scenario/read_scenario.hpp"

namespace yhdyspinta::cli {

/// Reads every file with `sets` applied and tells the user on standard error what is to be said
/// about them. `is_strict` makes warnings errors. Throws base::InputError, after having read all of
/// them, when any is wrong; its text is what has not been said yet.
[[nodiscard]] std::vector<scenario::ScenarioFile> read_scenarios(
    const std::vector<std::string>& files, const std::vector<std::string>& sets, bool is_strict);

}  // namespace yhdyspinta::cli
