// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>

#include "engine/process/system.hpp"
#include "engine/scenario/reader.hpp"

namespace yhdyspinta::scenario {

/// What can only be seen when everything has been read: that names exist and expressions are right,
/// that handovers have interfaces, that nothing is idle.
void check_system(Reader& reader, const process::System& system);

/// The words of an expression that are names.
[[nodiscard]] std::set<std::string> words_of(const std::string& text);

}  // namespace yhdyspinta::scenario
