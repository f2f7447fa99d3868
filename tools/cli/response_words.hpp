// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "engine/experiment/response_name.hpp"

namespace yhdyspinta::cli {

/// What `NAME` or `NAME[WHERE]` on the command line means. Throws base::UsageError.
[[nodiscard]] experiment::ResponseName response_of(const std::string& text);

}  // namespace yhdyspinta::cli
