// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "engine/experiment/shard.hpp"
#include "tools/cli/exit_code.hpp"

namespace yhdyspinta::cli {

/// How an experiment is handed to Slurm.
struct SlurmOptions {
    std::size_t shards = 0;                ///< tasks of the array; 0: one per design, 100 at most
    std::optional<std::string> partition;  ///< absent: the cluster's default
    std::optional<std::string> time;       ///< limit of a task, as Slurm writes it
    std::optional<std::string> account;    ///< who pays
};

/// What `batch` is asked to do.
struct BatchOptions {
    std::string file;
    std::optional<std::string> out;             ///< absent: called like the file
    std::size_t jobs = 1;                       ///< child processes at a time
    bool resumes = false;                       ///< goes on with what is there
    experiment::Shard shard;                    ///< only this part
    std::optional<std::uint64_t> replications;  ///< absent: what the file says
    bool is_strict = false;                     ///< warnings are errors
    bool shows_all = false;                     ///< every response, not the headline alone
    std::optional<SlurmOptions> slurm;

    /// Folder of the results.
    [[nodiscard]] std::string folder() const;
};

/// What `merge` is asked to do.
struct MergeOptions {
    std::string out;
    std::vector<std::string> shards;
};

/// What `export` is asked to do.
struct ExportOptions {
    std::string store;
    std::string out;
};

/// The commands about experiments, and what was asked of them.
class ExperimentCommands {
public:
    explicit ExperimentCommands(CLI::App& app);
    /// Nothing when another command was given.
    [[nodiscard]] std::optional<std::function<ExitCode()>> asked() const;

private:
    BatchOptions batch_options_;
    SlurmOptions slurm_options_;
    MergeOptions merge_options_;
    ExportOptions export_options_;
    CLI::App* batch_;
    CLI::App* merge_;
    CLI::App* export_;
    bool is_for_slurm_ = false;
};

/// Adds the commands; what is returned must live until the words have been read.
[[nodiscard]] std::unique_ptr<ExperimentCommands> add_experiment_commands(CLI::App& app);

}  // namespace yhdyspinta::cli
