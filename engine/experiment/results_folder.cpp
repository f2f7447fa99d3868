// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/results_folder.hpp"

#include <algorithm>
#include <numeric>
#include <sstream>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/experiment/comparison_writer.hpp"
#include "engine/results/csv_writer.hpp"

namespace yhdyspinta::experiment {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kResponses = "responses.csv";
constexpr const char* kSummary = "summary.csv";
constexpr const char* kComparison = "comparison.csv";

std::string event_log_name(std::uint64_t replication) {
    return fmt::format("event_log_{}.csv", replication);
}

std::vector<scenario::WrittenFile> written(const PlannedRun& run) {
    std::vector<scenario::WrittenFile> files = scenario::write_scenario(run.system);
    for (const auto& file : files) {
        for (const char* own : {kResponses, kSummary, kComparison}) {
            if (file.name != own) continue;
            throw base::UserError(
                fmt::format("{}: the table of a population would be written as '{}', which holds "
                            "results; give the population another name",
                            run.made_from, own));
        }
    }
    return files;
}

std::vector<std::vector<scenario::WrittenFile>> all_written(const std::vector<PlannedRun>& runs) {
    std::vector<std::vector<scenario::WrittenFile>> all;
    all.reserve(runs.size());
    for (const auto& run : runs) all.push_back(written(run));
    return all;
}

/// ` --seed 1 --replications 30`
std::string numbers_text(const PlannedRun& run) {
    return fmt::format(" --seed {}", run.system.run.seed) +
           (run.only_replication ? fmt::format(" --only-replication {}", *run.only_replication)
                                 : fmt::format(" --replications {}", run.system.run.replications));
}

Json versions_json(const CommandRecord& record) {
    Json versions = Json::object();
    for (const auto& [name, version] : record.versions) versions[name] = version;
    return versions;
}

std::string manifest_text(const Json& manifest) { return manifest.dump(2) + "\n"; }

}  // namespace

std::vector<std::uint64_t> PlannedRun::replications() const {
    if (only_replication) return {*only_replication};
    std::vector<std::uint64_t> numbers(static_cast<std::size_t>(system.run.replications));
    std::iota(numbers.begin(), numbers.end(), std::uint64_t{1});
    return numbers;
}

ResultsFolder::ResultsFolder(const std::filesystem::path& path, std::vector<PlannedRun> runs,
                             CommandRecord record)
    : runs_(std::move(runs)),
      record_(std::move(record)),
      scenarios_(all_written(runs_)),
      folder_(path, [this] {
          std::vector<std::string> planned;
          for (std::size_t run = 0; run < runs_.size(); ++run) {
              for (const auto& name : files_of(run)) planned.push_back(folder_of(run) + name);
              if (runs_.size() > 1) planned.push_back(folder_of(run) + kManifestName);
          }
          if (record_.is_comparison) planned.emplace_back(kComparison);
          return planned;
      }()) {}

std::string ResultsFolder::folder_of(std::size_t run) const {
    return runs_.size() > 1 ? runs_[run].name + "/" : std::string();
}

std::vector<std::string> ResultsFolder::files_of(std::size_t run) const {
    std::vector<std::string> names;
    for (const auto& file : scenarios_[run]) names.push_back(file.name);
    names.emplace_back(kResponses);
    names.emplace_back(kSummary);
    if (record_.has_event_log) {
        for (const std::uint64_t number : runs_[run].replications()) {
            names.push_back(event_log_name(number));
        }
    }
    return names;
}

std::optional<std::filesystem::path> ResultsFolder::event_log(std::size_t run,
                                                              std::uint64_t replication) const {
    if (!record_.has_event_log) return std::nullopt;
    return folder_.path_of(folder_of(run) + event_log_name(replication));
}

void ResultsFolder::write(const std::vector<FinishedRun>& finished,
                          const std::vector<results::Design>& designs,
                          const std::vector<results::ComparedRow>& comparison) const {
    for (std::size_t run = 0; run < runs_.size(); ++run) write_run(run, finished[run]);
    if (!comparison.empty()) {
        std::ostringstream out;
        write_comparison_csv(out, designs, comparison);
        folder_.write(kComparison, out.str());
    }
    if (runs_.size() > 1) write_manifest_of_all(finished);
}

void ResultsFolder::write_run(std::size_t index, const FinishedRun& finished) const {
    const PlannedRun& run = runs_[index];
    const std::string folder = folder_of(index);
    for (const auto& file : scenarios_[index]) folder_.write(folder + file.name, file.content);
    std::ostringstream responses;
    results::write_replications_csv(responses, finished.table);
    folder_.write(folder + kResponses, responses.str());
    if (finished.failed.empty()) {
        std::ostringstream summary;
        results::write_summary_csv(summary, finished.table.summarise());
        folder_.write(folder + kSummary, summary.str());
    }

    Json head = {{"status", finished.failed.empty() ? "complete" : "failed"},
                 {"command", "yhdyspinta run " + scenarios_[index].front().name +
                                 numbers_text(run) + (record_.has_event_log ? " --event-log" : "")},
                 {"made_from", run.made_from},
                 {"seed", run.system.run.seed},
                 {"replications", run.replications().size()}};
    if (run.only_replication) head["only_replication"] = *run.only_replication;
    if (!finished.failed.empty()) head["failed_replications"] = finished.failed;
    head["versions"] = versions_json(record_);
    folder_.write(folder + kManifestName,
                  manifest_text(folder_.manifest(head, files_of(index), folder)));
}

void ResultsFolder::write_manifest_of_all(const std::vector<FinishedRun>& finished) const {
    const bool has_failed = std::any_of(finished.begin(), finished.end(),
                                        [](const FinishedRun& run) { return !run.failed.empty(); });
    std::string command = record_.is_comparison ? "yhdyspinta compare" : "yhdyspinta run";
    std::vector<std::string> names, files;
    for (std::size_t run = 0; run < runs_.size(); ++run) {
        names.push_back(runs_[run].name);
        command += " " + folder_of(run) + scenarios_[run].front().name;
        for (const auto& file : files_of(run)) files.push_back(folder_of(run) + file);
        files.push_back(folder_of(run) + kManifestName);
    }
    if (record_.is_comparison) files.emplace_back(kComparison);
    const Json head = {{"status", has_failed ? "failed" : "complete"},
                       {"command", command},
                       {"scenarios", names},
                       {"versions", versions_json(record_)}};
    folder_.write(kManifestName, manifest_text(folder_.manifest(head, files)));
}

}  // namespace yhdyspinta::experiment
