// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "engine/experiment/influence.hpp"
#include "engine/scenario/read_scenario.hpp"

namespace yhdyspinta::cli {

/// The figures of a scenario as a page of Markdown. `file` is its name; `influence` may be null.
[[nodiscard]] std::string document_text(const scenario::ScenarioFile& scenario,
                                        const std::string& file,
                                        const experiment::InfluenceReport* influence);

}  // namespace yhdyspinta::cli
