// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace yhdyspinta::base {

/// `word` as a shell reads it back: quoted when it has to be.
[[nodiscard]] std::string shell_quoted(const std::string& word);

}  // namespace yhdyspinta::base
