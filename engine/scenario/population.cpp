// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/population.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "engine/scenario/csv.hpp"
#include "engine/scenario/files.hpp"

namespace yhdyspinta::scenario {

using document::Node;
using process::Population;

namespace {

/// The column that `name` states, reported with a suggestion when the table has none.
std::optional<std::size_t> find_column(Reader& reader, const CsvTable& table,
                                       const Population& population, const std::string& name,
                                       base::Position position, const std::string& path) {
    const auto column = table.column(name);
    if (!column) {
        reader.error(position, path,
                     fmt::format("'{}' has no column '{}'; these columns exist: {}",
                                 population.table, name, base::list_names(table.columns, 40)),
                     suggestion(name, table.columns));
    }
    return column;
}

void keep_rows(Reader& reader, const Node& node, const std::string& path,
               const Population& population, CsvTable& table) {
    const Node* where = node.find("where");
    if (where == nullptr || !where->is_mapping()) return;
    const std::string inner = document::join_path(path, "where");
    for (const auto& [name, wanted] : population.where) {
        const document::Entry* entry = where->find_entry(name);
        const auto column =
            find_column(reader, table, population, name, entry->key_position, inner);
        if (!column) continue;
        std::vector<std::string> values;
        std::vector<CsvTable::Row> kept;
        for (auto& row : table.rows) {
            const std::string& cell = row.cells[*column];
            if (cell == wanted) kept.push_back(row);
            if (std::find(values.begin(), values.end(), cell) == values.end()) {
                values.push_back(cell);
            }
        }
        if (kept.empty() && !table.rows.empty()) {
            reader.error(
                entry->value.position, document::join_path(inner, name),
                fmt::format("no row of '{}' has '{}' in column '{}'; these values occur: {}",
                            population.table, wanted, name, base::list_names(values)),
                suggestion(wanted, values));
        }
        table.rows = std::move(kept);
    }
}

void check_counts(Reader& reader, std::uint32_t file, const CsvTable& table, std::size_t column) {
    for (const auto& row : table.rows) {
        const std::string& cell = row.cells[column];
        const std::string expected = "a number >= 0";
        const base::Position position{file, row.line, 1};
        const auto value = parse_number(cell, expected);
        if (cell.empty()) {
            reader.error(position, table.columns[column], "is empty; expected " + expected);
        } else if (const auto* problem = std::get_if<Problem>(&value)) {
            reader.error(position, table.columns[column], problem->message, problem->hint);
        } else if (std::get<double>(value) < 0.0 || std::get<double>(value) > 1e9) {
            reader.error(position, table.columns[column],
                         fmt::format("{} is out of range; expected a number from 0 to 1e9", cell));
        } else {
            continue;
        }
        break;  // one bad cell of a column tells enough
    }
}

}  // namespace

void load_population_table(Reader& reader, const Node& node, const std::string& path,
                           Population& population) {
    const Node* name = node.find("table");
    if (name == nullptr || !name->is_scalar() || name->text.empty()) return;
    const std::string table_path = document::join_path(path, "table");
    const std::filesystem::path file =
        (reader.directories[name->position.file] / name->text).lexically_normal();
    const auto text = read_file(file);
    if (const auto* problem = std::get_if<Problem>(&text)) {
        reader.error(name->position, table_path, problem->message);
        return;
    }
    const std::uint32_t index = reader.diagnostics().add_file(file.generic_string());
    auto table = parse_csv(std::get<std::string>(text), index, reader.diagnostics());
    if (!table) return;
    reader.tables.push_back(file);
    if (table->rows.empty()) {
        reader.error(name->position, table_path,
                     fmt::format("'{}' has a header but no rows", population.table));
    }
    keep_rows(reader, node, path, population, *table);

    if (const Node* from = node.find("attributes_from"); from != nullptr && from->is_mapping()) {
        const std::string inner = document::join_path(path, "attributes_from");
        for (const auto& [attribute, column] : population.attributes_from) {
            const auto* entry = from->find_entry(attribute);
            (void)find_column(reader, *table, population, column, entry->value.position,
                              document::join_path(inner, attribute));
        }
    }
    std::set<std::size_t> checked;
    if (const Node* groups = node.find("groups"); groups != nullptr && groups->is_list()) {
        for (std::size_t i = 0; i < groups->items.size(); ++i) {
            const Node* column_name = groups->items[i].find("column");
            if (column_name == nullptr || !column_name->is_scalar()) continue;
            const std::string inner = document::join_path(document::join_path(path, "groups"),
                                                          std::to_string(i + 1) + ".column");
            const auto column = find_column(reader, *table, population, column_name->text,
                                            column_name->position, inner);
            if (column && checked.insert(*column).second) {
                check_counts(reader, index, *table, *column);
            }
        }
    }
    population.columns = table->columns;
    for (auto& row : table->rows) population.rows.push_back(std::move(row.cells));
}

void fill_levels_from_tables(Reader& reader, process::System& system) {
    for (auto& entity_class : system.classes) {
        for (auto& attribute : entity_class.value.attributes) {
            const std::string path =
                fmt::format("classes.{}.attributes.{}", entity_class.name, attribute.name);
            const auto open = reader.open_levels.find(path);
            const bool is_open = open != reader.open_levels.end();
            const bool is_number = !is_open && attribute.value.levels.empty();
            bool is_filled = false;
            auto& levels = attribute.value.levels;
            for (const auto& population : system.populations) {
                if (population.value.entity_class.name != entity_class.name) continue;
                for (const auto& [name, column_name] : population.value.attributes_from) {
                    if (name != attribute.name) continue;
                    is_filled = true;
                    const auto& columns = population.value.columns;
                    const auto column = static_cast<std::size_t>(
                        std::find(columns.begin(), columns.end(), column_name) - columns.begin());
                    if (column == columns.size()) continue;
                    const std::string from_path = fmt::format("populations.{}.attributes_from.{}",
                                                              population.name, attribute.name);
                    for (const auto& row : population.value.rows) {
                        const std::string& cell = row[column];
                        const bool is_level =
                            std::find(levels.begin(), levels.end(), cell) != levels.end();
                        if (is_number) {
                            const auto value = parse_number(cell, "a number");
                            if (const auto* problem = std::get_if<Problem>(&value)) {
                                reader.error(
                                    population.position, from_path,
                                    fmt::format("column '{}': {}", column_name, problem->message),
                                    "an attribute with names has the key 'levels'");
                                break;
                            }
                        } else if (is_open && !is_level) {
                            levels.push_back(cell);
                        } else if (!is_level) {
                            reader.error(population.position, from_path,
                                         fmt::format("column '{}': '{}' is not a level of '{}'; "
                                                     "these levels exist: {}",
                                                     column_name, cell, attribute.name,
                                                     base::list_names(levels)),
                                         suggestion(cell, levels));
                            break;
                        }
                    }
                }
            }
            if (is_open && !is_filled) {
                reader.error(open->second, path + ".levels",
                             "has no levels; expected names, or a population whose "
                             "'attributes_from' gives them");
            }
        }
    }
}

}  // namespace yhdyspinta::scenario
