// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/process/expression.hpp"
#include "engine/process/system.hpp"
#include "engine/scenario/figures.hpp"
#include "engine/scenario/values.hpp"

namespace yhdyspinta::scenario {

/// A scenario that has been read and found consistent.
struct ScenarioFile {
    process::System system;
    std::string merged_yaml;                    ///< after `extends` and overrides, without defaults
    std::vector<std::filesystem::path> files;   ///< everything that was read, tables included
    std::vector<LawUse> laws;                   ///< every law it states, in the order of the tables
    process::ExpressionNames expression_names;  ///< what its expressions may name
    std::vector<Figure> figures;                ///< every figure it states, each path once
};

/// Reads a scenario, everything it extends and the tables it names, with overrides such as
/// `run.seed=7`. Nothing if and only if errors were added to `diagnostics`. Throws nothing for any
/// input.
[[nodiscard]] std::optional<ScenarioFile> read_scenario(const std::filesystem::path& path,
                                                        const std::vector<std::string>& sets,
                                                        base::Diagnostics& diagnostics);

/// The same with `overlay`, YAML as overlay_yaml() makes it, laid on the scenario at the end.
[[nodiscard]] std::optional<ScenarioFile> read_scenario_with(const std::filesystem::path& path,
                                                             const std::vector<std::string>& sets,
                                                             const std::string& overlay,
                                                             base::Diagnostics& diagnostics);

/// The same for a text; files it names are relative to the folder of `name`.
[[nodiscard]] std::optional<ScenarioFile> read_scenario_text(const std::string& text,
                                                             const std::string& name,
                                                             const std::vector<std::string>& sets,
                                                             base::Diagnostics& diagnostics);

/// One file of a scenario that stands by itself.
struct WrittenFile {
    std::string name;
    std::string content;
};

/// The complete scenario with every default, first `scenario.yaml`, then the tables of its
/// populations and recorded arrivals. Put into any one folder they are read as the same system.
[[nodiscard]] std::vector<WrittenFile> write_scenario(const process::System& system);

}  // namespace yhdyspinta::scenario
