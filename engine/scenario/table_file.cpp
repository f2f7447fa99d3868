// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/table_file.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/scenario/files.hpp"

namespace yhdyspinta::scenario {

using document::Node;

std::optional<TableFile> read_table(Reader& reader, const std::string& name,
                                    base::Position position, const std::string& path) {
    const std::filesystem::path file = find_file(reader.directories[position.file], name);
    const auto text = read_file(file);
    if (const auto* problem = std::get_if<Problem>(&text)) {
        reader.error(position, path, problem->message);
        return std::nullopt;
    }
    const std::uint32_t index = reader.diagnostics().add_file(file.generic_string());
    auto table = parse_csv(std::get<std::string>(text), index, reader.diagnostics());
    if (!table) return std::nullopt;
    auto& tables = reader.tables;
    if (std::find(tables.begin(), tables.end(), file) == tables.end()) tables.push_back(file);
    if (table->rows.empty()) {
        reader.error(position, path, fmt::format("'{}' has a header but no rows", name));
    }
    return TableFile{name, index, *std::move(table)};
}

std::optional<std::size_t> find_column(Reader& reader, const TableFile& file,
                                       const std::string& name, base::Position position,
                                       const std::string& path) {
    const auto column = file.table.column(name);
    if (!column) {
        reader.error(position, path,
                     fmt::format("'{}' has no column '{}'; these columns exist: {}", file.name,
                                 name, base::list_names(file.table.columns, 40)),
                     suggestion(name, file.table.columns));
    }
    return column;
}

void keep_rows(Reader& reader, const Node& node, const std::string& path,
               const std::vector<std::pair<std::string, std::string>>& where, TableFile& file) {
    const Node* given = node.find("where");
    if (given == nullptr || !given->is_mapping()) return;
    const std::string inner = document::join_path(path, "where");
    for (const auto& [name, wanted] : where) {
        const document::Entry* entry = given->find_entry(name);
        const auto column = find_column(reader, file, name, entry->key_position, inner);
        if (!column) continue;
        std::vector<std::string> values;
        std::vector<CsvTable::Row> kept;
        for (auto& row : file.table.rows) {
            const std::string& cell = row.cells[*column];
            if (cell == wanted) kept.push_back(row);
            if (std::find(values.begin(), values.end(), cell) == values.end()) {
                values.push_back(cell);
            }
        }
        if (kept.empty() && !file.table.rows.empty()) {
            reader.error(
                entry->value.position, document::join_path(inner, name),
                fmt::format("no row of '{}' has '{}' in column '{}'; these values occur: {}",
                            file.name, wanted, name, base::list_names(values)),
                suggestion(wanted, values));
        }
        file.table.rows = std::move(kept);
    }
}

void check_attribute_columns(
    Reader& reader, const Node& node, const std::string& path,
    const std::vector<std::pair<std::string, std::string>>& attributes_from,
    const TableFile& file) {
    const Node* from = node.find("attributes_from");
    if (from == nullptr || !from->is_mapping()) return;
    const std::string inner = document::join_path(path, "attributes_from");
    for (const auto& [attribute, column] : attributes_from) {
        const auto* entry = from->find_entry(attribute);
        (void)find_column(reader, file, column, entry->value.position,
                          document::join_path(inner, attribute));
    }
}

// ---- laws
// --------------------------------------------------------------------------------------------

namespace {

constexpr std::string_view kCall = "empirical(";

/// The values of a column as the arguments of a law.
std::optional<std::string> list_of_column(Reader& reader, const std::vector<std::string>& arguments,
                                          LawUnit unit, base::Position position,
                                          const std::string& path) {
    const auto file = read_table(reader, arguments[0], position, path);
    if (!file) return std::nullopt;
    const auto column = find_column(reader, *file, arguments[1], position, path);
    if (!column || file->table.rows.empty()) return std::nullopt;
    const bool has_unit = arguments.size() == 3;
    std::string list;
    for (const auto& row : file->table.rows) {
        const std::string& cell = row.cells[*column];
        const base::Position at{file->index, row.line, 1};
        Problem problem;
        double value = 0.0;
        if (unit == LawUnit::duration) {
            const auto read = parse_duration(has_unit ? cell + " " + arguments[2] : cell);
            if (const auto* bad = std::get_if<Problem>(&read)) {
                problem = *bad;
                if (!has_unit && parse_number(cell, "").index() == 0) {
                    problem.hint = fmt::format(
                        "write 'empirical({}, {}, min)' when the column "
                        "holds minutes",
                        arguments[0], arguments[1]);
                }
            } else {
                value = std::get<base::Duration>(read).in_seconds();
                if (value < 0.0) {
                    problem.message =
                        fmt::format("'{}' is negative; expected a duration >= 0", cell);
                }
            }
        } else {
            const auto read = parse_number(cell, "a number");
            if (const auto* bad = std::get_if<Problem>(&read)) {
                problem = *bad;
            } else {
                value = std::get<double>(read);
            }
        }
        if (!problem.message.empty()) {
            reader.error(at, arguments[1], problem.message, problem.hint);
            return std::nullopt;  // one bad cell of a column tells enough
        }
        if (!list.empty()) list += ", ";
        list += unit == LawUnit::duration ? duration_text(base::Duration::seconds(value))
                                          : number_text(value);
    }
    return list;
}

}  // namespace

std::optional<std::string> with_columns_as_lists(Reader& reader, const std::string& law,
                                                 LawUnit unit, base::Position position,
                                                 const std::string& path) {
    std::string made;
    std::size_t from = 0;
    for (;;) {
        const std::size_t call = law.find(kCall, from);
        const std::size_t begin = call + kCall.size();
        const std::size_t end = call == std::string::npos ? call : law.find(')', begin);
        if (end == std::string::npos) return made + law.substr(from);
        std::vector<std::string> arguments;
        for (std::size_t at = begin; at <= end;) {
            const std::size_t comma = std::min(law.find(',', at), end);
            arguments.emplace_back(trimmed(std::string_view(law).substr(at, comma - at)));
            at = comma + 1;
        }
        made += law.substr(from, begin - from);
        from = end;
        const std::string& first = arguments.front();
        if (first.size() < 4 || first.substr(first.size() - 4) != ".csv") {
            made += law.substr(begin, end - begin);
            continue;
        }
        const std::size_t most = unit == LawUnit::duration ? 3 : 2;
        if (arguments.size() < 2 || arguments.size() > most) {
            reader.error(
                position, path,
                fmt::format("'{}' has {} argument{}; expected {}", law.substr(call, end + 1 - call),
                            arguments.size(), arguments.size() == 1 ? "" : "s",
                            most == 3 ? "empirical(FILE.csv, COLUMN), or with the unit of "
                                        "its numbers empirical(FILE.csv, COLUMN, min)"
                                      : "empirical(FILE.csv, COLUMN)"));
            return std::nullopt;
        }
        const auto list = list_of_column(reader, arguments, unit, position, path);
        if (!list) return std::nullopt;
        made += *list;
    }
}

}  // namespace yhdyspinta::scenario
