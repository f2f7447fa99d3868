// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/cli/exit_code.hpp"
#include "tools/cli/experiment_options.hpp"

namespace yhdyspinta::cli {

/// Simulates an experiment into a store, and shows how its designs differ.
[[nodiscard]] ExitCode batch(const BatchOptions& options);

/// Joins the stores of shards into one.
[[nodiscard]] ExitCode merge(const MergeOptions& options);

/// Writes a store as CSV files.
[[nodiscard]] ExitCode export_results(const ExportOptions& options);

}  // namespace yhdyspinta::cli
