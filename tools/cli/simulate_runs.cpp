// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/simulate_runs.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/experiment/replicate.hpp"
#include "engine/experiment/run_replications.hpp"
#include "engine/simulation/simulate.hpp"
#include "tools/cli/failure_code.hpp"
#include "tools/cli/progress_bar.hpp"
#include "tools/cli/read_scenarios.hpp"

namespace yhdyspinta::cli {

namespace {

using experiment::ReplicationFailure;

/// `a/base.yaml`, `b/base.yaml` -> `base`, `base_2`.
std::vector<std::string> short_names(const std::vector<std::string>& files) {
    std::vector<std::string> names;
    std::set<std::string> taken;
    for (const std::string& file : files) {
        const std::string stem = std::filesystem::path(file).stem().string();
        std::string name = stem;
        for (int i = 2; !taken.insert(name).second; ++i) name = fmt::format("{}_{}", stem, i);
        names.push_back(std::move(name));
    }
    return names;
}

std::string repeating_command(const std::string& file, const experiment::PlannedRun& run,
                              std::uint64_t replication, const RunOptions& options) {
    std::string command = fmt::format("yhdyspinta run {} --seed {} --only-replication {}",
                                      shell_quoted(file), run.system.run.seed, replication);
    for (const std::string& set : options.sets) command += " --set " + shell_quoted(set);
    return command;
}

void warn_of_other_numbers(const std::string& file, const process::Run& own,
                           const std::string& first_file, const process::Run& first) {
    if (own.seed == first.seed && own.replications == first.replications) return;
    fmt::print(stderr,
               "{}: warning: seed {} and {} replications are not used; all take seed {} and {} "
               "replications as {}\n",
               file, own.seed, own.replications, first.seed, first.replications, first_file);
}

}  // namespace

std::vector<experiment::PlannedRun> plan_runs(const RunOptions& options, bool is_comparison) {
    const std::vector<std::string> names = short_names(options.files);
    auto scenarios = read_scenarios(options.files, options.sets, options.is_strict);
    std::vector<experiment::PlannedRun> runs;
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
        process::System& system = scenarios[i].system;
        if (options.seed) system.run.seed = *options.seed;
        if (options.replications) system.run.replications = static_cast<int>(*options.replications);
        if (is_comparison && i > 0) {
            const process::Run& first = runs.front().system.run;
            warn_of_other_numbers(options.files[i], system.run, options.files.front(), first);
            system.run.seed = first.seed;
            system.run.replications = first.replications;
        }
        runs.push_back({names[i], std::filesystem::path(options.files[i]).filename().string(),
                        std::move(system), options.only_replication});
    }
    return runs;
}

SimulatedRuns simulate_runs(const std::vector<experiment::PlannedRun>& runs,
                            const RunOptions& options, const experiment::ResultsFolder* folder) {
    SimulatedRuns simulated;
    std::vector<simulation::CompiledSystem> systems;
    experiment::Plan plan;
    for (const auto& run : runs) {
        systems.emplace_back(run.system);
        simulated.legends.push_back(systems.back().legend());
        plan.replications.push_back(run.replications());
    }
    plan.jobs = options.jobs;
    plan.replicate = [&](std::size_t run, std::uint64_t replication) {
        const auto event_log = folder ? folder->event_log(run, replication) : std::nullopt;
        return experiment::replicate(systems[run], runs[run].system.run.seed, replication,
                                     event_log);
    };
    const auto outcomes = [&plan] {
        ProgressBar progress;
        return experiment::run_replications(plan, progress);
    }();

    std::size_t failed = 0, all = 0;
    for (std::size_t run = 0; run < runs.size(); ++run) {
        auto& finished = simulated.finished.emplace_back();
        for (std::size_t i = 0; i < outcomes[run].size(); ++i) {
            ++all;
            const std::uint64_t replication = plan.replications[run][i];
            const auto* failure = std::get_if<ReplicationFailure>(&outcomes[run][i]);
            if (failure == nullptr) {
                const auto& result = std::get<results::ReplicationResult>(outcomes[run][i]);
                for (const std::string& warning : result.warnings) {
                    fmt::print(stderr, "{}: warning: replication {}: {}\n", options.files[run],
                               replication, warning);
                }
                finished.table.add(result);
                continue;
            }
            ++failed;
            finished.failed.push_back(replication);
            simulated.code = std::max(simulated.code, code_of(failure->kind));
            fmt::print(stderr, "{}: replication {} failed: {}\n  to repeat it: {}\n",
                       options.files[run], replication, failure->text,
                       repeating_command(options.files[run], runs[run], replication, options));
        }
    }
    if (failed > 0) {
        fmt::print(stderr,
                   "{} of {} replications failed; no figures are shown, for the others alone would "
                   "not be a fair sample\n",
                   failed, all);
    }
    return simulated;
}

std::string frame_text(const experiment::PlannedRun& run) {
    const process::Run& frame = run.system.run;
    const std::size_t count = run.replications().size();
    std::string text = run.only_replication
                           ? fmt::format("replication {} alone", *run.only_replication)
                           : fmt::format("{} replication{}", count, count == 1 ? "" : "s");
    text += fmt::format(" of {:.6g} d", frame.length.in_days());
    if (frame.warm_up > base::Duration()) {
        text += fmt::format(", of which {:.6g} d warm-up", frame.warm_up.in_days());
    }
    return text + fmt::format("; seed {}", frame.seed);
}

std::string title_of(const experiment::PlannedRun& run) {
    const std::string& title = run.system.title.in("en");
    return title.empty() ? run.name : title;
}

}  // namespace yhdyspinta::cli
