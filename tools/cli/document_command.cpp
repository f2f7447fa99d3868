// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/experiment/influence.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/document_text.hpp"
#include "tools/cli/read_scenarios.hpp"
#include "tools/cli/response_words.hpp"
#include "tools/cli/staged_progress.hpp"

namespace yhdyspinta::cli {

namespace {

experiment::InfluenceReport influence_of(const DocumentOptions& options,
                                         const scenario::ScenarioFile& scenario) {
    experiment::InfluenceTask task;
    task.scenario = options.file;
    task.sets = options.sets;
    task.read = &scenario;
    for (const auto& text : options.influence) task.responses.push_back(response_of(text));
    task.frame.seed = options.seed.value_or(scenario.system.run.seed);
    task.frame.replications =
        options.replications.value_or(static_cast<std::uint64_t>(scenario.system.run.replications));
    task.frame.jobs = options.jobs;
    task.most = options.most;
    StagedProgress progress;
    return experiment::influence(task, progress);
}

}  // namespace

ExitCode document(const DocumentOptions& options) {
    const auto scenario = read_scenarios({options.file}, options.sets, options.is_strict).front();
    std::optional<experiment::InfluenceReport> influence;
    if (!options.influence.empty()) influence = influence_of(options, scenario);
    const std::string text =
        document_text(scenario, options.file, influence ? &*influence : nullptr);
    if (!options.out) {
        fmt::print("{}", text);
        return ExitCode::done;
    }
    std::ofstream file(*options.out, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file) throw base::UserError(fmt::format("cannot write '{}'", *options.out));
    return ExitCode::done;
}

}  // namespace yhdyspinta::cli
