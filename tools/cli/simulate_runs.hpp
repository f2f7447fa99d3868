// SPDX-License-Identifier: Apache-2.0
// What `run` and `compare` have in common.
#pragma once

#include <string>
#include <vector>

#include "engine/event_log/legend.hpp"
#include "engine/experiment/results_folder.hpp"
#include "tools/cli/exit_code.hpp"
#include "tools/cli/options.hpp"

namespace yhdyspinta::cli {

/// Reads the scenarios and settles seed, replications and short names. `is_comparison`: all get the
/// seed and the number of replications of the first; says so on standard error where a file states
/// others.
[[nodiscard]] std::vector<experiment::PlannedRun> plan_runs(const RunOptions& options,
                                                            bool is_comparison);

/// What came out of a command's runs, in the order of its files.
struct SimulatedRuns {
    std::vector<experiment::FinishedRun> finished;
    std::vector<event_log::Legend> legends;
    ExitCode code = ExitCode::done;  ///< other than done: failures were told on standard error
};

/// Simulates with a progress bar, and tells of every replication that failed with the command to
/// repeat it. `folder` may be null; only event logs are written to it.
[[nodiscard]] SimulatedRuns simulate_runs(const std::vector<experiment::PlannedRun>& runs,
                                          const RunOptions& options,
                                          const experiment::ResultsFolder* folder);

/// `8 replications of 20 d, of which 1 d warm-up; seed 5`
[[nodiscard]] std::string frame_text(const experiment::PlannedRun& run);

/// The title of a scenario, or its short name.
[[nodiscard]] std::string title_of(const experiment::PlannedRun& run);

}  // namespace yhdyspinta::cli
