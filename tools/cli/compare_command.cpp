// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/base/error.hpp"
#include "engine/experiment/comparison_writer.hpp"
#include "engine/experiment/results_folder.hpp"
#include "engine/metrics/headline.hpp"
#include "engine/results/comparison.hpp"
#include "engine/results/json_writer.hpp"
#include "engine/results/text_table.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/simulate_runs.hpp"
#include "tools/cli/versions.hpp"

namespace yhdyspinta::cli {

namespace {

std::vector<results::ComparedMeasure> measures_of(const SimulatedRuns& simulated, bool shows_all) {
    auto headline = metrics::headline_measures(simulated.legends.front());
    if (!shows_all) return headline;
    std::vector<results::ComparedMeasure> measures;
    for (const auto& row : simulated.finished.front().table.rows()) {
        const auto known =
            std::find_if(headline.begin(), headline.end(), [&row](const auto& measure) {
                return measure.name == row.name && measure.where == row.where;
            });
        measures.push_back(
            known != headline.end()
                ? *known
                : results::ComparedMeasure{row.name, row.where, results::Direction::neither});
    }
    return measures;
}

std::string table_text(const std::vector<experiment::PlannedRun>& runs,
                       const std::vector<results::Design>& designs,
                       const std::vector<results::ComparedRow>& rows) {
    std::size_t width = 0;
    for (const auto& run : runs) width = std::max(width, results::display_width(run.name));
    std::string text;
    for (const auto& run : runs) {
        const std::string padding(width - results::display_width(run.name), ' ');
        text += fmt::format("{}{}  {}\n", run.name, padding, title_of(run));
    }
    return text +
           fmt::format(
               "{}, the same random numbers in each; ± is half a 95 % confidence interval\n\n{}",
               frame_text(runs.front()), results::comparison_text(designs, rows));
}

std::string json_text(const RunOptions& options, const std::vector<experiment::PlannedRun>& runs,
                      const std::vector<results::Design>& designs,
                      const std::vector<results::ComparedRow>& rows) {
    nlohmann::ordered_json scenarios = nlohmann::ordered_json::array();
    for (std::size_t i = 0; i < runs.size(); ++i) {
        std::ostringstream out;
        results::write_json(
            out, {options.files[i], runs[i].system.run.seed, runs[i].replications().size()},
            designs[i].table->summarise());
        scenarios.push_back(nlohmann::ordered_json::parse(out.str()));
    }
    std::vector<results::Design> by_file = designs;
    for (std::size_t i = 0; i < by_file.size(); ++i) by_file[i].name = options.files[i];
    const nlohmann::ordered_json document = {
        {"scenarios", std::move(scenarios)},
        {"differences", experiment::differences_json(by_file, rows)}};
    return document.dump(2) + "\n";
}

}  // namespace

ExitCode compare(const RunOptions& options) {
    if (options.files.size() < 2) {
        throw base::UsageError("compare needs at least two scenario files");
    }
    const auto runs = plan_runs(options, true);
    std::optional<experiment::ResultsFolder> folder;
    if (options.out)
        folder.emplace(*options.out, runs,
                       experiment::CommandRecord{true, options.has_event_log, versions()});
    const SimulatedRuns simulated = simulate_runs(runs, options, folder ? &*folder : nullptr);
    const bool is_done = simulated.code == ExitCode::done;

    std::vector<results::Design> designs;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        designs.push_back({runs[i].name, &simulated.finished[i].table});
    }
    const auto rows = is_done ? results::compare(designs, measures_of(simulated, options.shows_all))
                              : std::vector<results::ComparedRow>();
    if (folder) folder->write(simulated.finished, designs, rows);
    if (!is_done) return simulated.code;

    switch (options.format) {
        case Format::csv: {
            std::ostringstream out;
            experiment::write_comparison_csv(out, designs, rows);
            fmt::print("{}", out.str());
            break;
        }
        case Format::json: fmt::print("{}", json_text(options, runs, designs, rows)); break;
        case Format::table: fmt::print("{}", table_text(runs, designs, rows)); break;
    }
    return ExitCode::done;
}

}  // namespace yhdyspinta::cli
