// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/experiment/experiment_plan.hpp"
#include "engine/experiment/run_replications.hpp"
#include "engine/experiment/shard.hpp"
#include "engine/experiment/store.hpp"
#include "engine/scenario/experiment_file.hpp"
#include "engine/statistics/best.hpp"

namespace yhdyspinta::experiment {

/// The replication in which the paths of a few clients are kept.
inline constexpr std::uint64_t kOfStories = 1;

/// How much of a plan is run, and with how many processes.
struct BatchFrame {
    std::uint64_t replications = 1;                ///< of each design
    std::optional<scenario::Precision> precision;  ///< instead of it
    std::optional<scenario::Selection> selection;  ///< or this
    Shard shard;                                   ///< whole when there is either
    std::size_t jobs = 1;                          ///< child processes at a time
    std::set<std::uint64_t> event_logs;            ///< replications whose event log is kept
    bool has_episode_rows = false;                 ///< a row for each episode is kept
    bool has_stories = false;  ///< in replication kOfStories the paths of a few clients are kept
};

/// Is told how an experiment goes.
class BatchListener : public ProgressListener {
public:
    /// A replication was written; it may have failed, or have warnings.
    virtual void wrote(const PlannedDesign& design, const StoredReplication& replication) = 0;
};

/// What a store holds of a plan.
[[nodiscard]] StoreContent content_of(const ExperimentPlan& plan, const std::string& version);

/// The command that runs one replication of a design again.
[[nodiscard]] std::string repeating_command(const PlannedDesign& design, std::uint64_t replication);

/// A task that is still to be done.
struct BatchTask {
    std::size_t design = 0;
    std::uint64_t replication = 1;
    friend bool operator==(const BatchTask&, const BatchTask&) = default;
};

/// The replications up to `last` that belong to a shard, designs in turn; which they are does not
/// depend on what is done already.
[[nodiscard]] std::vector<BatchTask> tasks_of(std::size_t designs, std::uint64_t last,
                                              const Shard& shard);

/// How far the selection has come by the replications of the store up to `last` (0: all).
[[nodiscard]] statistics::KimNelson selection_in(const Store& store,
                                                 const scenario::Selection& selection,
                                                 std::uint64_t last = 0);

/// Runs what the store does not have yet, failures again, and writes each replication as soon as it
/// has ended; nothing is kept in memory. A failed replication does not stop the others. Throws
/// Interrupted when asked to stop, and what the store throws.
void run_experiment(const ExperimentPlan& plan, const BatchFrame& frame, Store& store,
                    BatchListener& listener);

}  // namespace yhdyspinta::experiment
