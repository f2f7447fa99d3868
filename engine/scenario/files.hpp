// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "engine/scenario/values.hpp"

namespace yhdyspinta::scenario {

/// The bytes of a file, or why it cannot be read.
[[nodiscard]] Parsed<std::string> read_file(const std::filesystem::path& path);

}  // namespace yhdyspinta::scenario
