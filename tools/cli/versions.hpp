// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace yhdyspinta::cli {

/// Name and version of this program (first), of the libraries it was built with and of its
/// compiler.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> versions();

/// The same for people: `yhdyspinta 0.1.0`, then one indented line each.
[[nodiscard]] std::string versions_text();

}  // namespace yhdyspinta::cli
