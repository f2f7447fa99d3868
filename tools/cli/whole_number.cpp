// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/whole_number.hpp"

#include <charconv>
#include <string>

#include <fmt/format.h>

namespace yhdyspinta::cli {

CLI::Validator whole_number(std::uint64_t least, std::uint64_t most) {
    const auto check = [least, most](const std::string& text) -> std::string {
        std::uint64_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error == std::errc() && end == text.data() + text.size() && value >= least &&
            value <= most) {
            return {};
        }
        return fmt::format("'{}' is not a whole number from {} to {}", text, least, most);
    };
    return CLI::Validator(check, "", "whole number");
}

}  // namespace yhdyspinta::cli
