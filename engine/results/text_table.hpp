// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/results/response_table.hpp"

namespace yhdyspinta::results {

/// Columns that a UTF-8 text takes on a terminal: combining marks none, wide East Asian letters
/// two.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// A table for a terminal: a heading, a rule, columns two spaces apart, no trailing spaces.
class TextTable {
public:
    enum class Align { left, right };
    struct Column {
        std::string heading;
        Align align = Align::left;
    };

    explicit TextTable(std::vector<Column> columns);
    /// Missing cells are empty; more cells than columns is a base::InternalError.
    void add_row(std::vector<std::string> cells);
    [[nodiscard]] std::string to_text() const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

/// `response  where  mean ± half-width  unit  n`.
[[nodiscard]] std::string summary_text(const std::vector<ResponseSummary>& summaries);

}  // namespace yhdyspinta::results
