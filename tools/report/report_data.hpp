// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "tools/report/report_input.hpp"

namespace yhdyspinta::report {

/// All that the page shows, as JSON: `page/data.mjs` reads it and tells its parts. Every figure
/// comes with its half-width, its difference from the first design and what that difference says;
/// figures of small groups are left out. Numbers read back as they were.
[[nodiscard]] nlohmann::ordered_json report_data(const ReportInput& input);

}  // namespace yhdyspinta::report
