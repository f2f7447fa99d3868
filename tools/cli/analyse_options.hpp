// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "engine/statistics/best.hpp"
#include "tools/cli/exit_code.hpp"

namespace yhdyspinta::cli {

/// What `analyse` is asked to do.
struct AnalyseOptions {
    enum class Analysis { compare, best, effects, sensitivity, uncertainty, gains, warm_up };
    enum class Format { text, csv, json };

    std::string store;  ///< folder or file; empty with an event log
    Analysis analysis = Analysis::compare;
    std::string design;                        ///< of gains
    std::string against;                       ///< of gains; empty: the baseline
    std::vector<std::string> responses;        ///< `NAME[WHERE]`; none: the headline
    std::optional<statistics::Better> better;  ///< absent: as is known of the response, or smaller
    std::optional<double> indifference;        ///< of best, > 0
    bool has_quantiles = false;                ///< of compare
    std::string event_log;                     ///< of warm-up: CSV file
    std::string activity;                      ///< whose waiting times it looks at
    Format format = Format::text;
};

void add_options(CLI::App& command, AnalyseOptions& options);

/// Tells what an experiment says. Nothing is simulated.
[[nodiscard]] ExitCode analyse(const AnalyseOptions& options);

}  // namespace yhdyspinta::cli
