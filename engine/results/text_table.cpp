// SPDX-License-Identifier: Apache-2.0
#include "engine/results/text_table.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "engine/base/error.hpp"
#include "engine/results/number_text.hpp"

namespace yhdyspinta::results {

namespace {

struct Range {
    char32_t first, last;
};
// The blocks that matter of Unicode 15, UAX #11 (wide) and of the combining marks.
constexpr std::array<Range, 5> kCombining{
    {{0x0300, 0x036f}, {0x1ab0, 0x1aff}, {0x200b, 0x200f}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}}};
constexpr std::array<Range, 9> kWide{{{0x1100, 0x115f},
                                      {0x2e80, 0x303e},
                                      {0x3041, 0x33ff},
                                      {0x3400, 0x4dbf},
                                      {0x4e00, 0x9fff},
                                      {0xac00, 0xd7a3},
                                      {0xf900, 0xfaff},
                                      {0xff00, 0xff60},
                                      {0x1f300, 0x1faff}}};

template <std::size_t N>
[[nodiscard]] bool is_in(const std::array<Range, N>& ranges, char32_t c) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [c](Range range) { return c >= range.first && c <= range.last; });
}

}  // namespace

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        char32_t c = length == 1 ? lead : lead & (0x7fu >> length);
        for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
            c = c << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3fu);
        }
        i += length;
        if (is_in(kCombining, c)) continue;
        width += is_in(kWide, c) ? 2 : 1;
    }
    return width;
}

TextTable::TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

void TextTable::add_row(std::vector<std::string> cells) {
    if (cells.size() > columns_.size()) throw base::InternalError("TextTable: too many cells");
    cells.resize(columns_.size());
    rows_.push_back(std::move(cells));
}

std::string TextTable::to_text() const {
    std::vector<std::size_t> widths;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        std::size_t width = display_width(columns_[c].heading);
        for (const auto& row : rows_) width = std::max(width, display_width(row[c]));
        widths.push_back(width);
    }
    std::string text;
    const auto add_line = [&](const auto& cell_of) {
        std::string line;
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            const std::string& cell = cell_of(c);
            const std::string padding(widths[c] - display_width(cell), ' ');
            if (c > 0) line += "  ";
            line += columns_[c].align == Align::right ? padding + cell : cell + padding;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    };
    add_line([&](std::size_t c) -> const std::string& { return columns_[c].heading; });
    std::vector<std::string> rules;
    for (const std::size_t width : widths) {
        std::string& rule = rules.emplace_back();
        for (std::size_t i = 0; i < width; ++i) rule += "─";
    }
    add_line([&](std::size_t c) -> const std::string& { return rules[c]; });
    for (const auto& row : rows_) {
        add_line([&](std::size_t c) -> const std::string& { return row[c]; });
    }
    return text;
}

std::string summary_text(const std::vector<ResponseSummary>& summaries) {
    using Align = TextTable::Align;
    TextTable table({{"response", Align::left},
                     {"where", Align::left},
                     {"mean ± half-width", Align::right},
                     {"unit", Align::left},
                     {"n", Align::right}});
    for (const ResponseSummary& summary : summaries) {
        table.add_row({summary.name, summary.where, interval_text(summary.mean, summary.half_width),
                       summary.unit, std::to_string(summary.replications)});
    }
    return table.to_text();
}

}  // namespace yhdyspinta::results
