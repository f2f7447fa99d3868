// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/csv.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/scenario/document.hpp"

namespace yhdyspinta::scenario {

std::optional<std::size_t> CsvTable::column(const std::string& name) const {
    const auto found = std::find(columns.begin(), columns.end(), name);
    if (found == columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - columns.begin());
}

std::optional<CsvTable> parse_csv(const std::string& text, std::uint32_t file,
                                  base::Diagnostics& diagnostics, char separator) {
    const auto fail = [&](std::size_t line, const std::string& message) {
        diagnostics.error({file, static_cast<std::uint32_t>(line), 1}, "", message);
        return std::nullopt;
    };
    if (const std::size_t bad = document::first_byte_not_utf8(text); bad != std::string::npos) {
        const auto line = std::count(text.begin(), text.begin() + static_cast<long>(bad), '\n');
        return fail(static_cast<std::size_t>(line) + 1,
                    fmt::format("byte 0x{:02X} is not UTF-8; save the file as UTF-8",
                                static_cast<unsigned char>(text[bad])));
    }
    CsvTable table;
    std::size_t i = text.rfind("\xEF\xBB\xBF", 0) == 0 ? 3 : 0;
    std::size_t line = 1;
    bool has_header = false;
    while (i < text.size()) {
        CsvTable::Row row;
        row.line = static_cast<std::uint32_t>(line);
        bool is_row_over = false;
        bool has_text = false;
        while (!is_row_over) {
            std::string cell;
            if (i < text.size() && text[i] == '"') {
                has_text = true;
                for (++i;; ++i) {
                    if (i >= text.size()) return fail(row.line, "a quote is not closed");
                    if (text[i] == '"') {
                        if (i + 1 >= text.size() || text[i + 1] != '"') break;
                        ++i;
                    }
                    if (text[i] == '\n') ++line;
                    cell += text[i];
                }
                ++i;
                if (i < text.size() && text[i] != separator && text[i] != '\n' && text[i] != '\r') {
                    return fail(
                        line,
                        fmt::format("'{}' after a closing quote; expected {}", text[i],
                                    separator == ',' ? "a comma" : fmt::format("'{}'", separator)));
                }
            } else {
                while (i < text.size() && text[i] != separator && text[i] != '\n' &&
                       text[i] != '\r') {
                    if (text[i] == '"') {
                        return fail(line,
                                    "a quote inside a cell; expected the whole cell in "
                                    "quotes, with its quotes doubled");
                    }
                    cell += text[i++];
                }
                has_text = has_text || !cell.empty();
            }
            row.cells.push_back(std::move(cell));
            if (i < text.size() && text[i] == separator) {
                ++i;
                continue;
            }
            is_row_over = true;
            if (i < text.size() && text[i] == '\r') ++i;
            if (i < text.size() && text[i] == '\n') {
                ++i;
                ++line;
            }
        }
        if (row.cells.size() == 1 && !has_text) continue;
        if (!has_header) {
            has_header = true;
            table.columns = row.cells;
            for (std::size_t k = 0; k < table.columns.size(); ++k) {
                if (table.column(table.columns[k]) != k) {
                    return fail(row.line,
                                fmt::format("two columns are called '{}'", table.columns[k]));
                }
            }
        } else if (row.cells.size() != table.columns.size()) {
            return fail(row.line, fmt::format("{} cells, but the header has {}", row.cells.size(),
                                              table.columns.size()));
        } else {
            table.rows.push_back(std::move(row));
        }
    }
    if (!has_header) return fail(1, "the table is empty; expected a header with column names");
    return table;
}

std::string to_csv(const std::vector<std::string>& columns,
                   const std::vector<std::vector<std::string>>& rows) {
    std::string text;
    const auto add = [&text](const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0) text += ',';
            const std::string& cell = cells[i];
            // a lone empty cell would be a blank line
            const bool needs_quotes = cell.find_first_of(",\"\r\n") != std::string::npos ||
                                      (cell.empty() && cells.size() == 1);
            if (!needs_quotes) {
                text += cell;
                continue;
            }
            text += '"';
            for (const char c : cell) {
                if (c == '"') text += '"';
                text += c;
            }
            text += '"';
        }
        text += '\n';
    };
    add(columns);
    for (const auto& row : rows) add(row);
    return text;
}

}  // namespace yhdyspinta::scenario
