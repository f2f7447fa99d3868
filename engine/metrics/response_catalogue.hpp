// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace yhdyspinta::metrics {

/// What one response says.
struct ResponseDescription {
    std::string name;
    std::string_view unit;     ///< empty when it depends on `where`; the meaning then tells
    std::string_view where;    ///< what it is given for, as the keys of `Response::where`
    std::string_view meaning;  ///< one line
};

/// Every response that Measures can give, in the order in which it does. Numbers such as 002 in a
/// meaning are the source documents that name what is measured.
[[nodiscard]] std::span<const ResponseDescription> response_catalogue();

}  // namespace yhdyspinta::metrics
