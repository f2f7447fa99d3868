// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace yhdyspinta::process {

/// Something that an expression may say, for documentation.
struct ExpressionWord {
    std::string text;     ///< "severity", "min(a, b, …)"
    std::string example;  ///< an expression over severity and hops
    std::string meaning;
};

/// The variables beside the attributes, one for each of episode_variables().
[[nodiscard]] const std::vector<ExpressionWord>& expression_variables();

/// Those that only interfaces know, one for each of interface_variables().
[[nodiscard]] const std::vector<ExpressionWord>& interface_expression_variables();

/// Operators and functions.
[[nodiscard]] const std::vector<ExpressionWord>& expression_operators();

}  // namespace yhdyspinta::process
