// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/cli/exit_code.hpp"
#include "tools/cli/options.hpp"

namespace yhdyspinta::cli {

/// Reads scenario files, says what is wrong or doubtful in them, simulates nothing.
[[nodiscard]] ExitCode check(const CheckOptions& options);

/// Simulates each scenario and shows its responses.
[[nodiscard]] ExitCode run(const RunOptions& options);

/// Simulates scenarios with common random numbers and shows how they differ from the first.
[[nodiscard]] ExitCode compare(const RunOptions& options);

/// Shows in what two scenarios differ, and which of the differences does the work.
[[nodiscard]] ExitCode explain(const ExplainOptions& options);

/// Tells what the language can say, or what a scenario says with it.
[[nodiscard]] ExitCode describe(const DescribeOptions& options);

/// Writes a region's part of a scenario from the model's tables and newer statistics.
[[nodiscard]] ExitCode region(const RegionOptions& options);

/// Compares a scenario with targets, or fits what may move to them.
[[nodiscard]] ExitCode calibrate(const CalibrateOptions& options);

/// Writes the figures of a scenario, where they come from and what hangs on them.
[[nodiscard]] ExitCode document(const DocumentOptions& options);

}  // namespace yhdyspinta::cli
