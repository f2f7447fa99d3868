// SPDX-License-Identifier: Apache-2.0
#include "engine/results/analysis_table.hpp"

#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/results/csv_writer.hpp"
#include "engine/results/number_text.hpp"
#include "engine/results/text_table.hpp"

namespace yhdyspinta::results {

namespace {

using statistics::Interval;

std::string cell_text(const AnalysisTable::Cell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell)) return *text;
    if (const auto* number = std::get_if<double>(&cell)) {
        const bool is_count = std::floor(*number) == *number && std::abs(*number) < 1e15;
        return is_count ? fmt::format("{:.0f}", *number) : readable_text(*number);
    }
    return interval_text(std::get<Interval>(cell));
}

std::string group_text(const AnalysisTable& table, const std::vector<AnalysisTable::Cell>& row) {
    std::string text;
    for (std::size_t g = 0; g < table.groups; ++g) {
        const auto& part = std::get<std::string>(row[g]);
        if (part.empty() || (table.columns[g].name == "where" && part == "all")) continue;
        if (table.columns[g].name == "unit") {
            text += fmt::format(" [{}]", part);
        } else if (table.columns[g].name == "where") {
            text += fmt::format(" ({})", part);
        } else {
            text += text.empty() ? part : ", " + part;
        }
    }
    return text;
}

std::string readable_name(std::string name) {
    for (char& c : name) {
        if (c == '_') c = ' ';
    }
    return name;
}

nlohmann::ordered_json number_json(double value) {
    if (!std::isfinite(value)) return nullptr;
    return value;
}

}  // namespace

void AnalysisTable::add(std::vector<Cell> cells) {
    bool fits = cells.size() == columns.size();
    for (std::size_t c = 0; fits && c < cells.size(); ++c) {
        fits = cells[c].index() == static_cast<std::size_t>(columns[c].kind);
    }
    if (!fits) throw base::InternalError("AnalysisTable: cells that are no such columns");
    rows.push_back(std::move(cells));
}

std::string interval_text(const Interval& interval) {
    const double above = interval.high - interval.estimate;
    const double below = interval.estimate - interval.low;
    if (std::isnan(above) || std::isnan(below)) {
        return interval_text(interval.estimate, std::nan(""));
    }
    if (std::abs(above - below) <= 1e-9 * (std::abs(above) + std::abs(below))) {
        return interval_text(interval.estimate, above);
    }
    return fmt::format("{} ({} to {})", readable_text(interval.estimate),
                       readable_text(interval.low), readable_text(interval.high));
}

std::string analysis_text(const std::vector<AnalysisTable>& tables) {
    std::string text;
    for (const auto& table : tables) {
        if (!text.empty()) text += "\n";
        text += table.heading + "\n";
        std::vector<TextTable::Column> columns;
        for (std::size_t c = table.groups; c < table.columns.size(); ++c) {
            columns.push_back({readable_name(table.columns[c].name),
                               table.columns[c].kind == AnalysisTable::Kind::text
                                   ? TextTable::Align::left
                                   : TextTable::Align::right});
        }
        for (std::size_t r = 0; r < table.rows.size();) {
            const std::string group = group_text(table, table.rows[r]);
            TextTable part(columns);
            for (; r < table.rows.size() && group_text(table, table.rows[r]) == group; ++r) {
                std::vector<std::string> cells;
                for (std::size_t c = table.groups; c < table.columns.size(); ++c) {
                    cells.push_back(cell_text(table.rows[r][c]));
                }
                part.add_row(std::move(cells));
            }
            text += "\n" + (group.empty() ? "" : group + "\n") + part.to_text();
        }
        if (!table.notes.empty()) text += "\n";
        for (const auto& note : table.notes) text += note + "\n";
    }
    return text;
}

void write_analysis_csv(std::ostream& out, const std::vector<AnalysisTable>& tables) {
    for (const auto& table : tables) {
        if (&table != &tables.front()) out << "\r\n";
        const char* comma = "";
        for (const auto& column : table.columns) {
            out << comma << csv_field(column.name);
            if (column.kind == AnalysisTable::Kind::interval) {
                out << "," << csv_field(column.name + "_low") << ","
                    << csv_field(column.name + "_high");
            }
            comma = ",";
        }
        out << "\r\n";
        for (const auto& row : table.rows) {
            comma = "";
            for (const auto& cell : row) {
                out << comma;
                if (const auto* text = std::get_if<std::string>(&cell)) {
                    out << csv_field(*text);
                } else if (const auto* number = std::get_if<double>(&cell)) {
                    out << exact_text(*number);
                } else {
                    const auto& interval = std::get<Interval>(cell);
                    out << exact_text(interval.estimate) << "," << exact_text(interval.low) << ","
                        << exact_text(interval.high);
                }
                comma = ",";
            }
            out << "\r\n";
        }
    }
}

nlohmann::ordered_json analysis_json(const std::vector<AnalysisTable>& tables) {
    auto json = nlohmann::ordered_json::object();
    for (const auto& table : tables) {
        auto rows = nlohmann::ordered_json::array();
        for (const auto& row : table.rows) {
            auto& made = rows.emplace_back(nlohmann::ordered_json::object());
            for (std::size_t c = 0; c < row.size(); ++c) {
                auto& value = made[table.columns[c].name];
                if (const auto* text = std::get_if<std::string>(&row[c])) {
                    value = *text;
                } else if (const auto* number = std::get_if<double>(&row[c])) {
                    value = number_json(*number);
                } else {
                    const auto& interval = std::get<Interval>(row[c]);
                    value = {{"estimate", number_json(interval.estimate)},
                             {"low", number_json(interval.low)},
                             {"high", number_json(interval.high)}};
                }
            }
        }
        json[table.name] = {
            {"heading", table.heading}, {"rows", std::move(rows)}, {"notes", table.notes}};
    }
    return json;
}

}  // namespace yhdyspinta::results
