// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/process/system.hpp"
#include "engine/scenario/read_scenario.hpp"

namespace yhdyspinta::experiment {

/// Name of the file of a design in a store that says where its figures come from: a complete
/// scenario has their values alone.
inline constexpr const char* kSourcesFile = "sources.csv";

/// path, value, mark, source, year, range, note
[[nodiscard]] scenario::WrittenFile sources_file(const process::System& system);

/// What `sources_file` wrote; nothing when the text is something else.
[[nodiscard]] std::vector<process::SourcedValue> read_sources(const std::string& text);

}  // namespace yhdyspinta::experiment
