// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "engine/experiment/store.hpp"
#include "tools/cli/experiment_options.hpp"

namespace yhdyspinta::cli {

/// Hands an experiment to Slurm: an array job with a shard per task, and a job after it that joins
/// them into the folder of the results. Follows both until they have ended, and submits shards
/// again whose results are not whole, twice at most. Scripts and logs stay in `slurm`, stores of
/// shards in `shards` below that folder. Throws base::UserError with what Slurm said, and when
/// shards are missing in the end.
void batch_on_slurm(const BatchOptions& options, const experiment::StoreContent& content,
                    std::uint64_t replications);

}  // namespace yhdyspinta::cli
