// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "engine/experiment/replication_outcome.hpp"

namespace yhdyspinta::experiment {

/// Is told how far the replications have come.
class ProgressListener {
public:
    virtual ~ProgressListener() = default;
    /// Called at the start, at the end and at least four times a second in between.
    virtual void advanced(std::size_t done, std::size_t total) = 0;
};

/// Which replications of which scenarios to run, and how one is run.
struct Plan {
    /// Replication numbers (1-based) of each scenario, in the order in which outcomes are wanted.
    std::vector<std::vector<std::uint64_t>> replications;
    std::size_t jobs = 1;  ///< child processes at a time, >= 1; no result depends on it
    /// Runs one replication of the scenario with that index, in a child process of its own. What it
    /// throws is a crash; failures with a cause are outcomes.
    std::function<ReplicationOutcome(std::size_t scenario, std::uint64_t replication)> replicate;
};

/// Outcomes as [scenario][position in `Plan::replications`]. A replication that fails does not stop
/// the others. Scenarios take turns, so that those being compared advance together. Throws
/// Interrupted when asked to stop.
[[nodiscard]] std::vector<std::vector<ReplicationOutcome>> run_replications(
    const Plan& plan, ProgressListener& listener);

}  // namespace yhdyspinta::experiment
