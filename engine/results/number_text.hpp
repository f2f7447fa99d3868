// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace yhdyspinta::results {

/// The shortest decimal text that reads back as the same number, with '.'; empty for NaN.
[[nodiscard]] std::string exact_text(double value);

/// For people: about four significant digits, never an exponent below 1e15; `–` for NaN.
[[nodiscard]] std::string readable_text(double value);

/// `12.3 ± 0.4`, both rounded alike; without the second part when it is NaN; `–` for NaN.
[[nodiscard]] std::string interval_text(double mean, double half_width);

}  // namespace yhdyspinta::results
