// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/experiment/store.hpp"
#include "tools/report/analysis_input.hpp"

namespace yhdyspinta::cli {

/// What the results of an experiment with many points of what is not known hang on; nothing of
/// other experiments, and of one that is not complete.
[[nodiscard]] std::vector<report::Sensitivity> sensitivities_in(const experiment::Store& store);

/// What `explain A B --format json` has printed into a file. Throws base::UsageError, with what is
/// expected, when it is something else.
[[nodiscard]] report::Attribution read_attribution(const std::string& file);

}  // namespace yhdyspinta::cli
