// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/read_scenario.hpp"

#include <utility>

#include "engine/process/findings.hpp"
#include "engine/scenario/checks.hpp"
#include "engine/scenario/interfaces.hpp"
#include "engine/scenario/merged_scenario.hpp"
#include "engine/scenario/population.hpp"
#include "engine/scenario/reader.hpp"
#include "engine/scenario/tables.hpp"

namespace yhdyspinta::scenario {

using document::Node;

namespace {

namespace fs = std::filesystem;

/// `errors_before`: more of them means that the merged scenario is wrong already, so that looking
/// for faults in it would only add noise.
std::optional<ScenarioFile> read(const MergedScenario& merged, std::size_t errors_before,
                                 base::Diagnostics& diagnostics) {
    Reader reader(diagnostics);
    reader.main_file = merged.main_file;
    reader.directories = merged.directories;
    ScenarioFile made;
    made.files = merged.files;
    made.merged_yaml = document::to_yaml(merged.root);

    process::System& system = made.system;
    read_fields(reader, merged.root, "", system_table(), system);
    if (const Node* interfaces = merged.root.find("interfaces")) {
        read_interfaces(reader, *interfaces, system);
    }
    fill_levels_from_tables(reader, system);
    check_system(reader, system);
    if (diagnostics.errors() == errors_before) {
        for (const auto& found : process::find_faults(system, reader.main_file)) {
            found.severity == base::Severity::error
                ? diagnostics.error(found.position, found.path, found.message, found.hint)
                : diagnostics.warning(found.position, found.path, found.message, found.hint);
        }
    }
    system.sourced_values = std::move(reader.sourced_values());
    made.laws = std::move(reader.law_uses());
    made.figures = std::move(reader.figures());
    made.expression_names = std::move(reader.expression_names);
    made.files.insert(made.files.end(), reader.tables.begin(), reader.tables.end());
    if (diagnostics.errors() > errors_before) return std::nullopt;
    return made;
}

}  // namespace

std::optional<ScenarioFile> read_merged(const MergedScenario& merged,
                                        base::Diagnostics& diagnostics) {
    return read(merged, 0, diagnostics);
}

std::optional<ScenarioFile> read_scenario(const fs::path& path,
                                          const std::vector<std::string>& sets,
                                          base::Diagnostics& diagnostics) {
    return read_scenario_with(path, sets, {}, diagnostics);
}

std::optional<ScenarioFile> read_scenario_with(const fs::path& path,
                                               const std::vector<std::string>& sets,
                                               const std::string& overlay,
                                               base::Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.errors();
    const auto merged = merge_scenario(path, sets, overlay, diagnostics);
    return merged ? read(*merged, errors_before, diagnostics) : std::nullopt;
}

std::optional<ScenarioFile> read_scenario_text(const std::string& text, const std::string& name,
                                               const std::vector<std::string>& sets,
                                               base::Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.errors();
    const auto merged = merge_scenario_text(text, name, sets, diagnostics);
    return merged ? read(*merged, errors_before, diagnostics) : std::nullopt;
}

}  // namespace yhdyspinta::scenario
