// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/population.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "engine/scenario/table_file.hpp"

namespace yhdyspinta::scenario {

using document::Node;
using process::Population;

namespace {

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

/// The columns of `levels_from`: shares >= 0, of which each row has one above 0.
void check_shares(Reader& reader, const Node& node, const std::string& path,
                  const Population& population, const TableFile& file) {
    const Node* from = node.find("levels_from");
    if (from == nullptr || !from->is_mapping()) return;
    for (const auto& [attribute, position, shares] : population.levels_from) {
        const std::string inner =
            document::join_path(document::join_path(path, "levels_from"), attribute);
        for (const auto& [name, column] : population.attributes_from) {
            if (name != attribute) continue;
            reader.error(position, inner,
                         fmt::format("'{}' is read from a column by 'attributes_from' too; "
                                     "expected one of the two",
                                     attribute));
        }
        const Node* levels = from->find(attribute);
        if (levels == nullptr || !levels->is_mapping()) continue;
        if (shares.empty()) {
            reader.error(position, inner, "has no levels; expected levels and their columns");
            continue;
        }
        const std::size_t problems = reader.diagnostics().errors();
        std::vector<std::size_t> columns;
        for (const auto& [level, column_name] : shares) {
            const auto column =
                find_column(reader, file, column_name, levels->find_entry(level)->value.position,
                            document::join_path(inner, level));
            if (!column) continue;
            columns.push_back(*column);
            check_counts(reader, file.index, file.table, *column);
        }
        if (reader.diagnostics().errors() > problems) continue;
        for (const auto& row : file.table.rows) {
            double sum = 0.0;
            for (const std::size_t column : columns) sum += std::stod(row.cells[column]);
            if (sum > 0.0) continue;
            reader.error({file.index, row.line, 1}, inner,
                         "all shares of this row are 0; expected one that is > 0");
            break;  // one such row tells enough
        }
    }
}

}  // namespace

void load_population_table(Reader& reader, const Node& node, const std::string& path,
                           Population& population) {
    const Node* name = node.find("table");
    if (name == nullptr || !name->is_scalar() || name->text.empty()) return;
    auto file = read_table(reader, name->text, name->position, document::join_path(path, "table"));
    if (!file) return;
    keep_rows(reader, node, path, population.where, *file);
    check_attribute_columns(reader, node, path, population.attributes_from, *file);
    check_shares(reader, node, path, population, *file);
    std::set<std::size_t> checked;
    if (const Node* groups = node.find("groups"); groups != nullptr && groups->is_list()) {
        for (std::size_t i = 0; i < groups->items.size(); ++i) {
            const Node* column_name = groups->items[i].find("column");
            if (column_name == nullptr || !column_name->is_scalar()) continue;
            const std::string inner = document::join_path(document::join_path(path, "groups"),
                                                          std::to_string(i + 1) + ".column");
            const auto column =
                find_column(reader, *file, column_name->text, column_name->position, inner);
            if (column && checked.insert(*column).second) {
                check_counts(reader, file->index, file->table, *column);
            }
        }
    }
    if (population.moves && !population.moves->to.column.empty()) {
        const std::string inner = document::join_path(path, "moves.to");
        const Node* to = node.find("moves")->find("to");
        const auto column =
            find_column(reader, *file, population.moves->to.column, to->position, inner);
        if (column && checked.insert(*column).second) {
            check_counts(reader, file->index, file->table, *column);
        }
        const std::string& attribute = population.moves->attribute.name;
        const bool is_of_row =
            std::any_of(population.attributes_from.begin(), population.attributes_from.end(),
                        [&](const auto& pair) { return pair.first == attribute; });
        if (!attribute.empty() && !is_of_row) {
            reader.error(to->position, inner,
                         fmt::format("'{}' gives weights of rows, but '{}' is not read from a "
                                     "column; expected it in 'attributes_from', or a law",
                                     population.moves->to.text, attribute));
        }
    }
    population.columns = file->table.columns;
    for (auto& row : file->table.rows) population.rows.push_back(std::move(row.cells));
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
            const auto take = [&](const auto& table, base::Position position,
                                  const std::string& whose) {
                for (const auto& [name, column_name] : table.attributes_from) {
                    if (name != attribute.name) continue;
                    is_filled = true;
                    const auto& columns = table.columns;
                    const auto column = static_cast<std::size_t>(
                        std::find(columns.begin(), columns.end(), column_name) - columns.begin());
                    if (column == columns.size()) continue;
                    const std::string from_path =
                        fmt::format("{}.attributes_from.{}", whose, attribute.name);
                    for (const auto& row : table.rows) {
                        const std::string& cell = row[column];
                        const bool is_level =
                            std::find(levels.begin(), levels.end(), cell) != levels.end();
                        if (is_number) {
                            const auto value = parse_number(cell, "a number");
                            if (const auto* problem = std::get_if<Problem>(&value)) {
                                reader.error(
                                    position, from_path,
                                    fmt::format("column '{}': {}", column_name, problem->message),
                                    "an attribute with names has the key 'levels'");
                                break;
                            }
                        } else if (is_open && !is_level) {
                            levels.push_back(cell);
                        } else if (!is_level) {
                            reader.error(position, from_path,
                                         fmt::format("column '{}': '{}' is not a level of '{}'; "
                                                     "these levels exist: {}",
                                                     column_name, cell, attribute.name,
                                                     base::list_names(levels)),
                                         suggestion(cell, levels));
                            break;
                        }
                    }
                }
            };
            for (const auto& population : system.populations) {
                if (population.value.entity_class.name != entity_class.name) continue;
                take(population.value, population.position, "populations." + population.name);
                for (const auto& [name, position, shares] : population.value.levels_from) {
                    if (name != attribute.name) continue;
                    is_filled = true;
                    const std::string from_path =
                        fmt::format("populations.{}.levels_from.{}", population.name, name);
                    if (is_number) {
                        reader.error(position, from_path,
                                     fmt::format("'{}' is a number; expected a category", name),
                                     "an attribute with names has the key 'levels'");
                    }
                    for (const auto& [level, column] : shares) {
                        if (is_number ||
                            std::find(levels.begin(), levels.end(), level) != levels.end()) {
                            continue;
                        }
                        if (is_open) {
                            levels.push_back(level);
                            continue;
                        }
                        reader.error(position, document::join_path(from_path, level),
                                     fmt::format("'{}' is not a level of '{}'; these levels "
                                                 "exist: {}",
                                                 level, name, base::list_names(levels)),
                                     suggestion(level, levels));
                    }
                }
            }
            for (const auto& source : system.sources) {
                if (!source.value.recorded || source.value.entity_class.name != entity_class.name) {
                    continue;
                }
                take(*source.value.recorded, source.position,
                     fmt::format("sources.{}.recorded", source.name));
            }
            if (is_open && !is_filled) {
                reader.error(open->second, path + ".levels",
                             "has no levels; expected names, or a population or recorded arrivals "
                             "whose 'attributes_from' gives them");
            }
        }
    }
}

}  // namespace yhdyspinta::scenario
