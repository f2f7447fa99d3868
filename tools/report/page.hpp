// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

namespace yhdyspinta::report {

/// The languages of the page, as `--lang` names them.
[[nodiscard]] bool is_language(const std::string& language);

/// A page that needs nothing beside itself: its style, its scripts, ECharts and the data are
/// inside. `assets` is tools/report, or what was installed of it. Throws base::UserError when a
/// part is missing there.
[[nodiscard]] std::string page(const nlohmann::ordered_json& data, const std::string& language,
                               const std::filesystem::path& assets);

}  // namespace yhdyspinta::report
