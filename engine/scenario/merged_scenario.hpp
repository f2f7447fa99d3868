// SPDX-License-Identifier: Apache-2.0
// A scenario between its files and its meaning: everything it extends laid on each other, each
// value knowing the file that states it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/scenario/document.hpp"
#include "engine/scenario/read_scenario.hpp"

namespace yhdyspinta::scenario {

/// What one file states itself, without what it extends.
struct ScenarioLayer {
    std::filesystem::path file;
    document::Node own;
};

/// A scenario after `extends` and overrides. The positions of its values name files of the
/// diagnostics that it was made with.
struct MergedScenario {
    document::Node root;
    std::vector<ScenarioLayer> layers;  ///< in the order in which they were laid; last: the file
    std::uint32_t main_file = 0;        ///< the file that was asked for, of the diagnostics
    /// Folders that relative names in the files (by index) are relative to.
    std::map<std::uint32_t, std::filesystem::path> directories;
    std::vector<std::filesystem::path> files;  ///< that were opened, tables not yet
};

/// Nothing when a file could not be loaded; other errors may have been added all the same.
/// `overlay`: see read_scenario_with(); may be empty.
[[nodiscard]] std::optional<MergedScenario> merge_scenario(const std::filesystem::path& path,
                                                           const std::vector<std::string>& sets,
                                                           const std::string& overlay,
                                                           base::Diagnostics& diagnostics);

/// The same for a text; files it names are relative to the folder of `name`.
[[nodiscard]] std::optional<MergedScenario> merge_scenario_text(
    const std::string& text, const std::string& name, const std::vector<std::string>& sets,
    base::Diagnostics& diagnostics);

/// Reads what was merged. Nothing if and only if there are errors then, those of merging included.
[[nodiscard]] std::optional<ScenarioFile> read_merged(const MergedScenario& merged,
                                                      base::Diagnostics& diagnostics);

}  // namespace yhdyspinta::scenario
