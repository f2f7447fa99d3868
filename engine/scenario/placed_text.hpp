// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "engine/process/system.hpp"
#include "engine/scenario/table.hpp"

namespace yhdyspinta::scenario {

/// A line of text that remembers where it stands: the name of something in another file.
[[nodiscard]] Codec<process::Reference> placed_text(const std::string& expected);

}  // namespace yhdyspinta::scenario
