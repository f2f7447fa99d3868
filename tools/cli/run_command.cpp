// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/experiment/results_folder.hpp"
#include "engine/metrics/headline.hpp"
#include "engine/results/csv_writer.hpp"
#include "engine/results/json_writer.hpp"
#include "engine/results/text_table.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/explain_text.hpp"
#include "tools/cli/simulate_runs.hpp"
#include "tools/cli/versions.hpp"

namespace yhdyspinta::cli {

namespace {

using Summaries = std::vector<results::ResponseSummary>;

Summaries headline_of(const Summaries& all, const event_log::Legend& legend) {
    Summaries chosen;
    for (const auto& measure : metrics::headline_measures(legend)) {
        for (const auto& summary : all) {
            if (summary.name == measure.name && summary.where == measure.where) {
                chosen.push_back(summary);
            }
        }
    }
    return chosen;
}

std::string table_text(const experiment::PlannedRun& run, const Summaries& summaries,
                       const event_log::Legend& legend, bool shows_all) {
    const Summaries shown = shows_all ? summaries : headline_of(summaries, legend);
    std::string text = fmt::format("{}\n{}; ± is half a 95 % confidence interval\n\n{}",
                                   title_of(run), frame_text(run), results::summary_text(shown));
    text += theory_text(run.system, shown);
    if (shown.size() < summaries.size()) {
        text += fmt::format("\n{} more responses with --all\n", summaries.size() - shown.size());
    }
    return text;
}

/// The lines of a CSV table with the scenario as first column; the heading only of the first table.
std::string with_scenario(const std::string& csv, const std::string& scenario, bool is_first) {
    std::istringstream in(csv);
    std::string text;
    bool is_heading = true;
    for (std::string line; std::getline(in, line); is_heading = false) {
        if (is_heading && !is_first) continue;
        text += (is_heading ? "scenario" : results::csv_field(scenario)) + "," + line + "\n";
    }
    return text;
}

std::string csv_text(const std::vector<std::string>& files,
                     const std::vector<Summaries>& summaries) {
    std::string text;
    for (std::size_t i = 0; i < files.size(); ++i) {
        std::ostringstream out;
        results::write_summary_csv(out, summaries[i]);
        text += files.size() == 1 ? out.str() : with_scenario(out.str(), files[i], i == 0);
    }
    return text;
}

std::string json_text(const std::vector<std::string>& files,
                      const std::vector<experiment::PlannedRun>& runs,
                      const std::vector<Summaries>& summaries) {
    auto all = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < files.size(); ++i) {
        std::ostringstream out;
        results::write_json(out, {files[i], runs[i].system.run.seed, runs[i].replications().size()},
                            summaries[i]);
        if (files.size() == 1) return out.str();
        all.push_back(nlohmann::ordered_json::parse(out.str()));
    }
    return all.dump(2) + "\n";
}

}  // namespace

ExitCode run(const RunOptions& options) {
    const auto runs = plan_runs(options, false);
    std::optional<experiment::ResultsFolder> folder;
    if (options.out)
        folder.emplace(*options.out, runs,
                       experiment::CommandRecord{false, options.has_event_log, versions()});
    const SimulatedRuns simulated = simulate_runs(runs, options, folder ? &*folder : nullptr);
    if (folder) folder->write(simulated.finished, {}, {});
    if (simulated.code != ExitCode::done) return simulated.code;

    std::vector<Summaries> summaries;
    for (const auto& finished : simulated.finished) summaries.push_back(finished.table.summarise());
    switch (options.format) {
        case Format::csv: fmt::print("{}", csv_text(options.files, summaries)); break;
        case Format::json: fmt::print("{}", json_text(options.files, runs, summaries)); break;
        case Format::table:
            for (std::size_t i = 0; i < runs.size(); ++i) {
                fmt::print(
                    "{}{}", i > 0 ? "\n" : "",
                    table_text(runs[i], summaries[i], simulated.legends[i], options.shows_all));
            }
            break;
    }
    return ExitCode::done;
}

}  // namespace yhdyspinta::cli
