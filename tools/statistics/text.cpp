// SPDX-License-Identifier: Apache-2.0
#include "tools/statistics/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "engine/scenario/document.hpp"

namespace yhdyspinta::tools::statistics {

namespace {

/// Spaces that stand between digits or around a number: no-break, narrow no-break, thin.
constexpr std::array<std::string_view, 3> kSpaces{"\u00A0", "\u202F", "\u2009"};

std::string with_plain_spaces(std::string_view text) {
    std::string plain(text);
    for (const auto space : kSpaces) {
        for (auto at = plain.find(space); at != std::string::npos; at = plain.find(space, at)) {
            plain.replace(at, space.size(), " ");
        }
    }
    const auto begin = plain.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos) return {};
    return plain.substr(begin, plain.find_last_not_of(" \t\r\n") - begin + 1);
}

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

/// Without the spaces of thousands; nothing when groups are not of three digits.
std::optional<std::string> without_groups(const std::string& text) {
    std::string joined;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t space = std::min(text.find(' ', begin), text.size());
        const std::string part = text.substr(begin, space - begin);
        const std::size_t sign = begin == 0 && part.rfind('-', 0) == 0 ? 1 : 0;
        const std::size_t digits =
            std::min(part.find_first_not_of("0123456789", sign), part.size()) - sign;
        const bool is_first = begin == 0, is_last = space == text.size();
        if (!is_first && digits != 3) return std::nullopt;
        if (is_first && !is_last && (digits == 0 || digits > 3)) return std::nullopt;
        if (!is_last && sign + digits != part.size()) return std::nullopt;
        joined += part;
        begin = space + 1;
    }
    return joined;
}

}  // namespace

std::optional<std::string> as_utf8(const std::string& bytes) {
    if (bytes.rfind("\xFF\xFE", 0) == 0 || bytes.rfind("\xFE\xFF", 0) == 0) return std::nullopt;
    if (bytes.rfind("\xEF\xBB\xBF", 0) == 0) return bytes.substr(3);
    if (scenario::document::first_byte_not_utf8(bytes) == std::string::npos) return bytes;
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            text += c;
        } else {
            text += static_cast<char>(0xC0 | (byte >> 6));
            text += static_cast<char>(0x80 | (byte & 0x3F));
        }
    }
    return text;
}

std::optional<Figure> parse_figure(std::string_view text) {
    const std::string plain = with_plain_spaces(text);
    for (const char* mark : {"", "-", ".", "..", "...", "....", "…"}) {
        if (plain == mark) return Figure{std::nullopt, plain};
    }
    if (plain == "1-4") return Figure{2.5, plain};
    auto number = without_groups(plain);
    if (!number) return std::nullopt;
    if (const auto comma = number->find(','); comma != std::string::npos) (*number)[comma] = '.';
    double value = 0.0;
    const char* const end = number->data() + number->size();
    const auto [stop, error] = std::from_chars(number->data(), end, value);
    const char last = number->back();
    if (error != std::errc() || stop != end || !std::isfinite(value) || !is_digit(last)) {
        return std::nullopt;
    }
    return Figure{value, ""};
}

std::string folded(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kLetters{
        {{"Å", "å"}, {"Ä", "ä"}, {"Ö", "ö"}}};
    std::string small = with_plain_spaces(text);
    for (char& c : small) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    for (const auto& [capital, letter] : kLetters) {
        for (auto at = small.find(capital); at != std::string::npos; at = small.find(capital)) {
            small.replace(at, capital.size(), letter);
        }
    }
    return small;
}

std::string folder_name(std::string_view name) {
    std::string made = folded(name);
    for (const auto& [letter, plain] : {std::pair<std::string_view, std::string_view>{"å", "a"},
                                        {"ä", "a"},
                                        {"ö", "o"},
                                        {"-", "_"},
                                        {" ", "_"}}) {
        for (auto at = made.find(letter); at != std::string::npos; at = made.find(letter)) {
            made.replace(at, letter.size(), plain);
        }
    }
    return made;
}

std::string said(const base::Diagnostics& diagnostics) {
    constexpr std::string_view kSimulated = "; nothing was simulated\n";
    std::string text = diagnostics.to_text();
    if (text.ends_with(kSimulated)) {
        text.replace(text.size() - kSimulated.size(), kSimulated.size(), "; nothing was written\n");
    }
    return text;
}

std::string grouped(double whole) {
    std::string text = fmt::format("{:.0f}", whole);
    for (std::size_t at = text.size(); at > 3;) {
        at -= 3;
        text.insert(at, " ");
    }
    return text;
}

std::string decimal(double value, int decimals) {
    std::string text = fmt::format("{:.{}f}", value, decimals);
    if (text.find('.') == std::string::npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

}  // namespace yhdyspinta::tools::statistics
