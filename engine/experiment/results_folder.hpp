// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/experiment/output_folder.hpp"
#include "engine/process/system.hpp"
#include "engine/results/comparison.hpp"
#include "engine/results/response_table.hpp"
#include "engine/scenario/read_scenario.hpp"

namespace yhdyspinta::experiment {

/// One scenario that is to be run.
struct PlannedRun {
    std::string name;        ///< short, unique among those run together; names its folder
    std::string made_from;   ///< name of the file that it was read from, without folders
    process::System system;  ///< seed and number of replications are those of this run
    std::optional<std::uint64_t> only_replication;  ///< run this one alone

    /// Numbers of the replications to run, ascending.
    [[nodiscard]] std::vector<std::uint64_t> replications() const;
};

/// What came of it.
struct FinishedRun {
    results::ResponseTable table;       ///< of the replications that succeeded
    std::vector<std::uint64_t> failed;  ///< numbers of those that did not
};

/// What all runs of one command have in common.
struct CommandRecord {
    bool is_comparison = false;
    bool has_event_log = false;
    std::vector<std::pair<std::string, std::string>>
        versions;  ///< of this program and its libraries
};

/// The folder that `--out` names. With one scenario it holds `scenario.yaml` (complete, with its
/// tables beside it), `responses.csv`, `summary.csv`, event logs on request and `run.json`; with
/// several, one such folder for each, a `run.json` and, for a comparison, `comparison.csv`. From it
/// alone the run can be repeated; its bytes depend on the scenarios, the seeds and the program, on
/// nothing else.
class ResultsFolder {
public:
    /// Claims the folder; throws as OutputFolder does.
    ResultsFolder(const std::filesystem::path& path, std::vector<PlannedRun> runs,
                  CommandRecord record);

    /// Where a replication writes its event log; nothing when none was asked for.
    [[nodiscard]] std::optional<std::filesystem::path> event_log(std::size_t run,
                                                                 std::uint64_t replication) const;

    /// Writes everything. Where a replication failed there are no summaries: what is left is no
    /// fair sample.
    void write(const std::vector<FinishedRun>& finished,
               const std::vector<results::Design>& designs,
               const std::vector<results::ComparedRow>& comparison) const;

private:
    [[nodiscard]] std::string folder_of(std::size_t run) const;
    [[nodiscard]] std::vector<std::string> files_of(std::size_t run) const;
    void write_run(std::size_t run, const FinishedRun& finished) const;
    void write_manifest_of_all(const std::vector<FinishedRun>& finished) const;

    std::vector<PlannedRun> runs_;
    CommandRecord record_;
    std::vector<std::vector<scenario::WrittenFile>> scenarios_;  // of each run
    OutputFolder folder_;
};

}  // namespace yhdyspinta::experiment
