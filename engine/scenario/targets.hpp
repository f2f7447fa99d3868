// SPDX-License-Identifier: Apache-2.0
// Targets of a calibration: what statistics say a scenario should give, and which of its figures
// may move until it does.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/process/system.hpp"
#include "engine/scenario/read_scenario.hpp"

namespace yhdyspinta::scenario {

/// A response that should have a certain value; exactly one of `indicator` and `response` is given.
struct Target {
    process::Text title;
    process::Reference indicator;  ///< of the scenario
    process::Reference response;
    std::string where = "all";  ///< of the response
    double value = 0.0;
    double tolerance = 0.0;  ///< > 0, in the unit of the response

    [[nodiscard]] std::string response_name() const;
    [[nodiscard]] std::string response_where() const;
    [[nodiscard]] base::Position position() const;
};

/// Figures that move together, by one factor.
struct ScaleParameter {
    std::vector<process::Reference> scales;  ///< paths, `*` for any one part
    double from = 0.0;                       ///< (0, 1]
    double to = 0.0;                         ///< >= 1, > from
};

struct TargetsFile {
    std::string name;  ///< of the file, as the user knows it
    process::NamedList<Target> targets;
    process::NamedList<ScaleParameter> parameters;
    std::vector<process::SourcedValue> sourced_values;

    /// Where the value of a target comes from: "V 2024 THL"; empty when it does not say.
    [[nodiscard]] std::string source_of(const std::string& target) const;
};

/// The figures of a scenario that a parameter scales.
[[nodiscard]] std::vector<const Figure*> scaled_figures(const ScenarioFile& scenario,
                                                        const ScaleParameter& parameter);

/// Reads a file of targets and checks it against the scenario: that indicators and figures exist,
/// that no figure is scaled twice. Nothing if and only if errors were added.
[[nodiscard]] std::optional<TargetsFile> read_targets(const std::filesystem::path& path,
                                                      const ScenarioFile& scenario,
                                                      base::Diagnostics& diagnostics);

}  // namespace yhdyspinta::scenario
