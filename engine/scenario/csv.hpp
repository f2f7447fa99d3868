// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.hpp"

namespace yhdyspinta::scenario {

/// A table of texts: commas (or another separator), double quotes where needed (doubled inside), a
/// header, UTF-8 with or without byte order mark. Blank lines are skipped.
struct CsvTable {
    struct Row {
        std::uint32_t line = 0;          ///< where it begins, 1-based
        std::vector<std::string> cells;  ///< as many as there are columns
    };
    std::vector<std::string> columns;
    std::vector<Row> rows;

    [[nodiscard]] std::optional<std::size_t> column(const std::string& name) const;
};

/// Nothing when the text is no such table; then errors were added.
[[nodiscard]] std::optional<CsvTable> parse_csv(const std::string& text, std::uint32_t file,
                                                base::Diagnostics& diagnostics,
                                                char separator = ',');

[[nodiscard]] std::string to_csv(const std::vector<std::string>& columns,
                                 const std::vector<std::vector<std::string>>& rows);

}  // namespace yhdyspinta::scenario
