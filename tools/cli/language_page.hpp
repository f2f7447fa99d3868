// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace yhdyspinta::cli {

/// scenarios/README.md: which file to copy, how scenarios are written, and every key of the
/// language. Its `yaml` blocks, one after the other, are one scenario.
[[nodiscard]] std::string language_page();

}  // namespace yhdyspinta::cli
