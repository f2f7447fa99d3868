// SPDX-License-Identifier: Apache-2.0
#include "engine/results/number_text.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace yhdyspinta::results {

namespace {

/// Decimals that leave four significant digits of a number of this size.
[[nodiscard]] int decimals_for(double size) {
    if (size >= 1000.0) return 0;
    if (size >= 100.0) return 1;
    if (size >= 10.0) return 2;
    if (size >= 1.0 || size == 0.0) return 3;
    if (size >= 0.01) return 4;
    return 6;
}

[[nodiscard]] std::string rounded(double value, int decimals) {
    if (std::isinf(value) || std::abs(value) >= 1e15) return fmt::format("{:.4g}", value);
    std::string text = fmt::format("{:.{}f}", value, decimals);
    // No negative zero.
    if (text.find_first_not_of("-0.") == std::string::npos && text[0] == '-') text.erase(0, 1);
    return text;
}

}  // namespace

std::string exact_text(double value) {
    if (std::isnan(value)) return {};
    std::array<char, 32> buffer;
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), result.ptr};
}

std::string readable_text(double value) {
    if (std::isnan(value)) return "–";
    return rounded(value, decimals_for(std::abs(value)));
}

std::string interval_text(double mean, double half_width) {
    if (std::isnan(mean)) return "–";
    if (std::isnan(half_width)) return readable_text(mean);
    const int decimals = decimals_for(std::max(std::abs(mean), half_width));
    return rounded(mean, decimals) + " ± " + rounded(half_width, decimals);
}

}  // namespace yhdyspinta::results
