// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "tools/cli/exit_code.hpp"

namespace yhdyspinta::cli {

/// What `report` is asked to do.
struct ReportOptions {
    std::string store;                       ///< of an experiment, or its folder
    std::string language = "fi";             ///< in which the page opens
    std::optional<std::string> out;          ///< folder; absent: `report` beside the store
    std::optional<std::string> attribution;  ///< file that `explain` has printed
    bool has_svg = false;                    ///< every chart as a file too
    bool has_png = false;
};

void add_options(CLI::App& command, ReportOptions& options);

/// Makes a page of what a store holds. Simulates nothing.
[[nodiscard]] ExitCode report(const ReportOptions& options);

}  // namespace yhdyspinta::cli
