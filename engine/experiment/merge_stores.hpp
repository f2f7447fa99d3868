// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/experiment/run_experiment.hpp"
#include "engine/experiment/store.hpp"

namespace yhdyspinta::experiment {

/// Joins the stores of shards (files, or folders that hold them) and their event logs into the
/// store of folder `out`, which is made, or must be of the same experiment. Throws base::UsageError
/// when they do not belong together: another experiment, another version of the program, other
/// results for the same replication.
[[nodiscard]] Store merge_stores(const std::filesystem::path& out,
                                 const std::vector<std::filesystem::path>& shards,
                                 const std::string& command);

/// Replications that were planned and are neither done nor failed.
[[nodiscard]] std::vector<BatchTask> missing_in(const Store& store);

/// `today: 3, 7-9` for each design with something missing, one a line.
[[nodiscard]] std::string missing_text(const Store& store, const std::vector<BatchTask>& missing);

}  // namespace yhdyspinta::experiment
