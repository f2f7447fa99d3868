// SPDX-License-Identifier: Apache-2.0
// CSV files that a scenario names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/scenario/csv.hpp"
#include "engine/scenario/reader.hpp"

namespace yhdyspinta::scenario {

struct TableFile {
    std::string name;         ///< as written
    std::uint32_t index = 0;  ///< of the file, for positions
    CsvTable table;
};

/// Reads the file `name`, relative to the file that says so at `position`. Nothing when it cannot
/// be read or is no table; then that was reported.
[[nodiscard]] std::optional<TableFile> read_table(Reader& reader, const std::string& name,
                                                  base::Position position, const std::string& path);

/// The column of that name, reported with a suggestion when the table has none.
[[nodiscard]] std::optional<std::size_t> find_column(Reader& reader, const TableFile& file,
                                                     const std::string& name,
                                                     base::Position position,
                                                     const std::string& path);

/// Keeps the rows that have the values of the key `where` of `node`.
void keep_rows(Reader& reader, const document::Node& node, const std::string& path,
               const std::vector<std::pair<std::string, std::string>>& where, TableFile& file);

/// Reports columns of the key `attributes_from` of `node` that the table does not have.
void check_attribute_columns(
    Reader& reader, const document::Node& node, const std::string& path,
    const std::vector<std::pair<std::string, std::string>>& attributes_from, const TableFile& file);

/// The columns of laws that read theirs from a file, `empirical(waits.csv, days)` or
/// `empirical(waits.csv, days, days)` with a unit, as lists of values: such a text stands by
/// itself. Nothing when a file, a column or a cell is wrong; then that was reported.
[[nodiscard]] std::optional<std::string> with_columns_as_lists(Reader& reader,
                                                               const std::string& law, LawUnit unit,
                                                               base::Position position,
                                                               const std::string& path);

}  // namespace yhdyspinta::scenario
