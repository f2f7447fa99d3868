// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/diagnostic.hpp"
#include "engine/base/error.hpp"
#include "engine/base/shell.hpp"
#include "engine/experiment/child_pool.hpp"
#include "engine/experiment/output_folder.hpp"
#include "engine/experiment/run_experiment.hpp"
#include "engine/simulation/simulate.hpp"
#include "tools/cli/batch_on_slurm.hpp"
#include "tools/cli/experiment_commands.hpp"
#include "tools/cli/experiment_table.hpp"
#include "tools/cli/progress_bar.hpp"
#include "tools/cli/versions.hpp"

namespace yhdyspinta::cli {

namespace {

/// Shows how an experiment goes, and tells of failures as they happen.
class Progress : public experiment::BatchListener {
public:
    void advanced(std::size_t done, std::size_t total) override { bar_.advanced(done, total); }
    void wrote(const experiment::PlannedDesign& design,
               const experiment::StoredReplication& made) override {
        if (!made.failure && made.warnings.empty()) return;
        bar_.make_room();
        for (const auto& warning : made.warnings) {
            fmt::print(stderr, "{}: warning: replication {}: {}\n", design.name, made.replication,
                       warning);
        }
        if (!made.failure) return;
        fmt::print(stderr, "{}: replication {} failed: {}\n  to repeat it: {}\n", design.name,
                   made.replication, made.failure->text, made.command);
    }

private:
    ProgressBar bar_;
};

std::string machine_name() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0) return "unknown";
    return name.data();
}

std::string command_of(const BatchOptions& options) {
    std::string text = fmt::format("yhdyspinta batch {} --out {}", base::shell_quoted(options.file),
                                   base::shell_quoted(options.folder()));
    if (options.replications) text += fmt::format(" --replications {}", *options.replications);
    if (options.shard.count > 1) {
        text += fmt::format(" --shard {}/{}", options.shard.number, options.shard.count);
    }
    return text;
}

experiment::StoreNotes notes_of(const BatchOptions& options, const scenario::ExperimentFile& file,
                                const experiment::BatchFrame& frame) {
    experiment::StoreNotes notes;
    notes.experiment = file.text;
    notes.design = file.design.name();
    notes.command = command_of(options);
    notes.seed = file.seed;
    notes.replications = frame.precision   ? static_cast<std::uint64_t>(frame.precision->at_least)
                         : frame.selection ? static_cast<std::uint64_t>(frame.selection->at_least)
                                           : frame.replications;
    notes.versions = versions();
    for (const auto& path : file.all_files) {
        notes.files.emplace_back(path.generic_string(), experiment::fingerprint(path));
    }
    notes.machine = machine_name();
    return notes;
}

experiment::BatchFrame frame_of(const BatchOptions& options, const scenario::ExperimentFile& file) {
    experiment::BatchFrame frame;
    frame.replications =
        options.replications.value_or(static_cast<std::uint64_t>(file.replications));
    if (!options.replications) {
        frame.precision = file.precision;
        frame.selection = file.selection;
    }
    frame.shard = options.shard;
    frame.jobs = options.jobs;
    frame.has_episode_rows = file.episodes;
    frame.has_stories = file.stories > 0;
    for (const int number : file.event_logs) {
        frame.event_logs.insert(static_cast<std::uint64_t>(number));
    }
    if ((frame.precision || frame.selection) && (frame.shard.count > 1 || options.slurm)) {
        throw base::UsageError(
            fmt::format("{} asks for a {}, which only all results together can tell; expected "
                        "--replications N with {}",
                        options.file, frame.precision ? "precision" : "selection",
                        options.slurm ? "--slurm" : "--shard"));
    }
    return frame;
}

std::string heading_of(const experiment::ExperimentPlan& plan, const scenario::ExperimentFile& file,
                       const experiment::Store& store) {
    const auto& run = plan.designs[plan.reference].system.run;
    std::size_t least = SIZE_MAX, most = 0;
    for (std::size_t d = 0; d < plan.designs.size(); ++d) {
        const std::size_t count = store.finished(d).size();
        least = std::min(least, count);
        most = std::max(most, count);
    }
    std::string text = file.title.is_empty() ? file.name : file.title.in("en");
    text +=
        fmt::format("\n{} design{}, {} replication{} of {:.6g} d each", plan.designs.size(),
                    plan.designs.size() == 1 ? "" : "s",
                    least == most ? fmt::format("{}", most) : fmt::format("{} to {}", least, most),
                    most == 1 ? "" : "s", run.length.in_days());
    if (run.warm_up > base::Duration()) {
        text += fmt::format(", of which {:.6g} d warm-up", run.warm_up.in_days());
    }
    text += file.common_random_numbers
                ? fmt::format("; seed {}, the same random numbers in each", file.seed)
                : fmt::format("; seed {}, random numbers of its own in each", file.seed);
    return text + "; ± is half a 95 % confidence interval\n\n";
}

std::string selection_text(const experiment::Store& store, const scenario::Selection& selection) {
    const auto state = experiment::selection_in(store, selection);
    std::vector<std::string> names;
    for (const std::size_t design : state.contenders()) {
        names.push_back(store.content().designs[design].name);
    }
    const std::string by =
        fmt::format("by {} ({}), indifference {:g}, confidence {:g}", selection.response.name,
                    selection.where, selection.indifference, selection.confidence);
    if (state.is_decided()) {
        return fmt::format("\nselected after {} replications {}: {}\n", state.replications(), by,
                           names.front());
    }
    return fmt::format("\nnothing selected after {} replications {}; still in: {}\n",
                       state.replications(), by, fmt::join(names, "; "));
}

/// Ends as the signal would have ended us, so that a calling script stops too.
[[noreturn]] void end_by(int signal) {
    std::fflush(nullptr);
    std::signal(signal, SIG_DFL);
    std::raise(signal);
    std::_Exit(128 + signal);
}

}  // namespace

ExitCode batch(const BatchOptions& options) {
    base::Diagnostics diagnostics;
    const auto file = scenario::read_experiment(options.file, diagnostics);
    experiment::ExperimentPlan plan;
    if (file) plan = experiment::plan_experiment(*file, diagnostics);
    if (options.is_strict) diagnostics.make_strict();
    if (!file || diagnostics.has_errors()) throw base::InputError(diagnostics.to_text());
    fmt::print(stderr, "{}", diagnostics.to_text());

    // A file that may not grow is a failed write that we tell of, not the end of the process.
    std::signal(SIGXFSZ, SIG_IGN);
    const auto frame = frame_of(options, *file);
    const auto finish = [&](const experiment::Store& store) {
        const auto failures = store.failures();
        const auto& reference = plan.designs[plan.reference];
        if (!failures.empty()) {
            fmt::print(stderr,
                       "{} replications failed; no figures are shown, for the others alone would "
                       "not be a fair sample\n",
                       failures.size());
        } else if (frame.shard.count == 1) {
            const simulation::CompiledSystem compiled(reference.system);
            fmt::print(
                "{}{}", heading_of(plan, *file, store),
                experiment_table(store, plan.reference, compiled.legend(), options.shows_all));
            if (frame.selection) fmt::print("{}", selection_text(store, *frame.selection));
        }
        fmt::print("\n{}; digest {}\n", store.file().string(), store.digest());
        return code_of(failures);
    };
    if (options.slurm) {
        batch_on_slurm(options, experiment::content_of(plan, versions().front().second),
                       frame.replications);
        const experiment::Store store(options.folder());
        fmt::print(stderr, "{}", failures_text(store));
        return finish(store);
    }

    std::optional<int> stopped_by;
    std::optional<experiment::Store> store;
    store.emplace(options.folder(), experiment::content_of(plan, versions().front().second),
                  notes_of(options, *file, frame), options.resumes);
    try {
        Progress progress;
        experiment::run_experiment(plan, frame, *store, progress);
    } catch (const experiment::Interrupted& stop) {
        stopped_by = stop.signal();
    } catch (const base::UserError& error) {
        throw base::UserError(fmt::format("{}\n  what was written stays; to go on: {} --resume",
                                          error.what(), command_of(options)));
    }
    if (stopped_by) {
        std::size_t done = 0;
        for (std::size_t d = 0; d < plan.designs.size(); ++d) done += store->finished(d).size();
        fmt::print(stderr,
                   "yhdyspinta: stopped; {} replications are in '{}'\n  to go on: {} --resume\n",
                   done, store->file().string(), command_of(options));
        store.reset();
        end_by(*stopped_by);
    }
    return finish(*store);
}

}  // namespace yhdyspinta::cli
