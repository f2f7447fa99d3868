// SPDX-License-Identifier: Apache-2.0
// What can be said of a scenario before it is simulated, for people.
#pragma once

#include <string>
#include <vector>

#include "engine/process/closed_form.hpp"
#include "engine/process/system.hpp"
#include "engine/results/response_table.hpp"

namespace yhdyspinta::cli {

/// Each process with its steps, ways on, mean durations and visits; the loads of the resources; the
/// values expected in closed form, or why there are none.
[[nodiscard]] std::string explain_text(const process::System& system);

/// What theory says beside what was simulated: response, where, theory, simulated, distance in
/// standard errors. Empty where theory says nothing of the responses.
[[nodiscard]] std::string theory_text(const process::System& system,
                                      const std::vector<results::ResponseSummary>& summaries);

}  // namespace yhdyspinta::cli
