// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "engine/scenario/values.hpp"

namespace yhdyspinta::scenario {

/// The bytes of a file, or why it cannot be read.
[[nodiscard]] Parsed<std::string> read_file(const std::filesystem::path& path);

/// The file that `name` means in `folder`: the one below that folder, or, when there is none and
/// `name` is relative, the one among the models and scenarios that are installed with the program.
[[nodiscard]] std::filesystem::path find_file(const std::filesystem::path& folder,
                                              const std::filesystem::path& name);

}  // namespace yhdyspinta::scenario
