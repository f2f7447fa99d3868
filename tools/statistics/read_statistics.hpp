// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "engine/base/diagnostic.hpp"
#include "tools/statistics/region_tables.hpp"
#include "tools/statistics/table.hpp"

namespace yhdyspinta::tools::statistics {

/// Reads a file that was downloaded from Sotkanet or PxWeb; which format it is, is told by its
/// content. Sotkanet's list of regions goes into `areas` and gives an empty table. Nothing when
/// something is wrong with it; then errors were added.
[[nodiscard]] std::optional<StatisticsTable> read_statistics(const std::filesystem::path& path,
                                                             Areas& areas,
                                                             base::Diagnostics& diagnostics);

/// The same for the bytes of a file.
[[nodiscard]] std::optional<StatisticsTable> read_statistics_text(const std::string& bytes,
                                                                  const std::string& name,
                                                                  Areas& areas,
                                                                  base::Diagnostics& diagnostics);

}  // namespace yhdyspinta::tools::statistics
