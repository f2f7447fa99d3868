// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "engine/experiment/influence.hpp"

namespace yhdyspinta::cli {

/// `NAME`, which is NAME[all], or `NAME[WHERE]`. Throws base::UsageError.
[[nodiscard]] experiment::ResponseName parse_response(const std::string& text);

}  // namespace yhdyspinta::cli
