// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/statistics/intervals.hpp"

namespace yhdyspinta::results {

/// A table that an analysis of an experiment ends in, to be read or to be taken further.
struct AnalysisTable {
    enum class Kind { text, number, interval };
    struct Column {
        std::string name;  ///< as in CSV and JSON
        Kind kind = Kind::text;
    };
    using Cell = std::variant<std::string, double, statistics::Interval>;

    std::string name;     ///< `differences`
    std::string heading;  ///< a sentence for readers
    std::vector<Column> columns;
    /// So many first columns, texts, head a table of their own for readers.
    std::size_t groups = 0;
    std::vector<std::vector<Cell>> rows;  ///< cells as their columns say
    std::vector<std::string> notes;       ///< sentences for readers

    /// Throws base::InternalError when the cells are not as the columns say.
    void add(std::vector<Cell> cells);
};

/// `12.3 ± 0.4`, or `12.3 (11.9 to 13.2)` where the estimate is not in the middle.
[[nodiscard]] std::string interval_text(const statistics::Interval& interval);

/// For a terminal; rows with the same groups must follow each other.
[[nodiscard]] std::string analysis_text(const std::vector<AnalysisTable>& tables);

/// Each table with a heading line, an empty line between two; an interval NAME has the columns
/// NAME, NAME_low and NAME_high. NaN is an empty field; lines end in CRLF.
void write_analysis_csv(std::ostream& out, const std::vector<AnalysisTable>& tables);

/// `{table: {"heading", "rows": [{column: value}], "notes"}}`, an interval as {"estimate", "low",
/// "high"}, NaN as null.
[[nodiscard]] nlohmann::ordered_json analysis_json(const std::vector<AnalysisTable>& tables);

}  // namespace yhdyspinta::results
