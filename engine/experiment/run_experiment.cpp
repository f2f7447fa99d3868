// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/run_experiment.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <memory>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/base/shell.hpp"
#include "engine/experiment/child_outcome.hpp"
#include "engine/experiment/replicate.hpp"
#include "engine/experiment/sequential.hpp"
#include "engine/experiment/stored_sources.hpp"
#include "engine/results/episode_table.hpp"
#include "engine/simulation/simulate.hpp"

namespace yhdyspinta::experiment {

namespace fs = std::filesystem;

namespace {

/// So many compiled systems are kept; with more designs each child compiles its own, and memory
/// does not grow with them.
constexpr std::size_t kMostCompiled = 64;

/// The designs made ready to run.
class CompiledDesigns {
public:
    explicit CompiledDesigns(const ExperimentPlan& plan)
        : plan_(plan), compiled_(plan.designs.size()) {}

    /// Before a child is made that needs it.
    void prepare(std::size_t design) {
        if (plan_.designs.size() > kMostCompiled || compiled_[design]) return;
        compiled_[design] =
            std::make_unique<simulation::CompiledSystem>(plan_.designs[design].system);
    }
    /// In the child.
    [[nodiscard]] const simulation::CompiledSystem& system(std::size_t design) {
        if (!compiled_[design]) {
            compiled_[design] =
                std::make_unique<simulation::CompiledSystem>(plan_.designs[design].system);
        }
        return *compiled_[design];
    }

private:
    const ExperimentPlan& plan_;
    std::vector<std::unique_ptr<simulation::CompiledSystem>> compiled_;
};

/// Where a replication's event log is written, and where it ends up when it is whole.
struct EventLogFile {
    fs::path unfinished, whole;
};

std::optional<EventLogFile> event_log(const BatchFrame& frame, const Store& store,
                                      const BatchTask& task) {
    if (frame.event_logs.count(task.replication) == 0) return std::nullopt;
    const fs::path folder = store.file().parent_path() / kEventLogs;
    const std::string name =
        fmt::format("design_{}_replication_{}.csv", task.design + 1, task.replication);
    return EventLogFile{folder / (name + ".part"), folder / name};
}

StoredReplication stored(const PlannedDesign& design, std::uint64_t number,
                         ReplicationOutcome outcome) {
    StoredReplication made;
    made.replication = number;
    made.command = repeating_command(design, number);
    if (auto* failure = std::get_if<ReplicationFailure>(&outcome)) {
        made.failure = std::move(*failure);
        return made;
    }
    auto& result = std::get<results::ReplicationResult>(outcome);
    const auto is_same = [](const results::Response& a, const results::Response& b) {
        return a.name == b.name && a.unit == b.unit && a.where == b.where;
    };
    if (result.responses.size() != design.is_kept.size()) {
        throw base::InternalError("a replication has other responses than its design");
    }
    for (std::size_t r = 0, kept = 0; r < result.responses.size(); ++r) {
        if (!design.is_kept[r]) continue;
        if (!is_same(result.responses[r], design.responses[kept++])) {
            throw base::InternalError("a replication has other responses than its design");
        }
        made.values.push_back(result.responses[r].value);
    }
    made.warnings = std::move(result.warnings);
    made.distributions = std::move(result.distributions);
    made.series = std::move(result.series);
    if (!result.stories.is_empty()) made.stories = results::encode(result.stories);
    if (!result.episodes.is_empty()) made.episodes = results::encode(result.episodes);
    return made;
}

/// Runs tasks and writes what comes of them.
class Batch {
public:
    Batch(const ExperimentPlan& plan, const BatchFrame& frame, Store& store,
          BatchListener& listener)
        : plan_(plan), frame_(frame), store_(store), listener_(listener), compiled_(plan) {
        if (frame.event_logs.empty()) return;
        std::error_code error;
        const fs::path folder = store.file().parent_path() / kEventLogs;
        fs::create_directories(folder, error);
        if (error) {
            throw base::UserError(
                fmt::format("cannot make the folder '{}': {}", folder.string(), error.message()));
        }
    }

    /// Up to replication `last` of every design, or of those that are named.
    void run_up_to(std::uint64_t last, const std::vector<std::size_t>* designs = nullptr) {
        auto all = tasks_of(plan_.designs.size(), last, frame_.shard);
        if (designs != nullptr) {
            std::erase_if(all, [designs](const BatchTask& task) {
                return std::find(designs->begin(), designs->end(), task.design) == designs->end();
            });
        }
        const auto missing = without_done(all);
        const std::size_t before = all.size() - missing.size();
        std::size_t done = before;
        listener_.advanced(done, all.size());
        for (const auto& task : missing) compiled_.prepare(task.design);
        ChildPoolCallbacks callbacks;
        callbacks.task = [&](std::size_t index) {
            const BatchTask& task = missing[index];
            const auto file = event_log(frame_, store_, task);
            metrics::MeasureOptions measured;
            measured.has_episode_rows = frame_.has_episode_rows;
            measured.has_series = true;
            measured.has_stories = frame_.has_stories && task.replication == kOfStories;
            return encode(replicate(
                compiled_.system(task.design), plan_.designs[task.design].seed, task.replication,
                file ? std::optional(file->unfinished) : std::nullopt, measured));
        };
        callbacks.on_end = [&](std::size_t index, const ChildEnd& end) {
            write(missing[index], outcome_of(end));
            ++done;
        };
        callbacks.on_wait = [&] { listener_.advanced(done, all.size()); };
        run_in_children(missing.size(), frame_.jobs, callbacks);
        listener_.advanced(done, all.size());
    }

private:
    [[nodiscard]] std::vector<BatchTask> without_done(const std::vector<BatchTask>& all) const {
        std::vector<std::set<std::uint64_t>> done;
        for (std::size_t d = 0; d < plan_.designs.size(); ++d) {
            const auto numbers = store_.finished(d);
            done.emplace_back(numbers.begin(), numbers.end());
        }
        std::vector<BatchTask> missing;
        for (const auto& task : all) {
            if (done[task.design].count(task.replication) == 0) missing.push_back(task);
        }
        return missing;
    }

    void write(const BatchTask& task, ReplicationOutcome outcome) {
        const PlannedDesign& design = plan_.designs[task.design];
        const auto replication = stored(design, task.replication, std::move(outcome));
        if (const auto file = event_log(frame_, store_, task)) {
            std::error_code error;
            if (replication.failure) {
                fs::remove(file->unfinished, error);
            } else {
                fs::rename(file->unfinished, file->whole, error);
                if (error) {
                    throw base::UserError(fmt::format("cannot write '{}': {}", file->whole.string(),
                                                      error.message()));
                }
            }
        }
        store_.write(task.design, replication);
        listener_.wrote(design, replication);
    }

    const ExperimentPlan& plan_;
    const BatchFrame& frame_;
    Store& store_;
    BatchListener& listener_;
    CompiledDesigns compiled_;
};

/// What the rounds up to `done` ask for. Looks at those replications alone, whatever else is there,
/// so that an experiment that was stopped goes through the same rounds again.
std::uint64_t next_round(const ExperimentPlan& plan, const scenario::Precision& precision,
                         const Store& store, std::uint64_t done) {
    std::uint64_t next = done;
    for (std::size_t d = 0; d < plan.designs.size(); ++d) {
        const auto is_asked = [&precision](const results::Response& response) {
            return std::any_of(precision.responses.begin(), precision.responses.end(),
                               [&response](const auto& target) {
                                   return target.response.name == response.name &&
                                          target.where == response.where;
                               });
        };
        next = std::max(next, replications_wanted(precision, store.table(d, done, is_asked), done));
    }
    return next;
}

/// Replications of the next round; enough that a round keeps many workers busy.
constexpr std::uint64_t kSelectionRound = 5;

void select_best(const scenario::Selection& selection, Batch& batch, const Store& store) {
    const auto most = static_cast<std::uint64_t>(selection.at_most);
    auto last = static_cast<std::uint64_t>(selection.at_least);
    batch.run_up_to(last);
    for (;;) {
        // As above: looks at the rounds so far alone.
        const auto state = selection_in(store, selection, last);
        if (state.is_decided() || last >= most) return;
        last = std::min(most, last + std::max(kSelectionRound, last / 10));
        batch.run_up_to(last, &state.contenders());
    }
}

}  // namespace

statistics::KimNelson selection_in(const Store& store, const scenario::Selection& selection,
                                   std::uint64_t last) {
    statistics::Samples values;
    for (std::size_t d = 0; d < store.content().designs.size(); ++d) {
        const auto table = store.table(d, last, [&selection](const results::Response& response) {
            return response.name == selection.response.name && response.where == selection.where;
        });
        auto& row = values.emplace_back();
        for (std::size_t i = 0; i < table.replications().size(); ++i) {
            row.resize(table.replications()[i], std::numeric_limits<double>::quiet_NaN());
            row.back() = table.rows().front().values[i];
        }
    }
    return selection_over(values, settings_of(selection));
}

StoreContent content_of(const ExperimentPlan& plan, const std::string& version) {
    StoreContent content;
    content.version = version;
    for (const auto& design : plan.designs) {
        auto files = scenario::write_scenario(design.system);
        files.push_back(sources_file(design.system));
        content.designs.push_back({design.name, design.title, design.scenario, design.levels,
                                   design.places, design.seed, design.is_baseline, std::move(files),
                                   design.responses});
    }
    return content;
}

std::string repeating_command(const PlannedDesign& design, std::uint64_t replication) {
    std::string command =
        fmt::format("yhdyspinta run {} --seed {} --only-replication {}",
                    base::shell_quoted(design.made_from), design.seed, replication);
    for (const auto& set : design.sets) command += " --set " + base::shell_quoted(set);
    return command;
}

std::vector<BatchTask> tasks_of(std::size_t designs, std::uint64_t last, const Shard& shard) {
    std::vector<BatchTask> tasks;
    std::size_t turn = 0;
    for (std::uint64_t replication = 1; replication <= last; ++replication) {
        for (std::size_t design = 0; design < designs; ++design) {
            if (turn++ % shard.count + 1 == shard.number) tasks.push_back({design, replication});
        }
    }
    return tasks;
}

void run_experiment(const ExperimentPlan& plan, const BatchFrame& frame, Store& store,
                    BatchListener& listener) {
    Batch batch(plan, frame, store, listener);
    if (frame.selection) {
        select_best(*frame.selection, batch, store);
        return;
    }
    if (!frame.precision) {
        batch.run_up_to(frame.replications);
        return;
    }
    for (auto last = static_cast<std::uint64_t>(frame.precision->at_least);;) {
        batch.run_up_to(last);
        const std::uint64_t next = next_round(plan, *frame.precision, store, last);
        if (next <= last) return;
        last = next;
    }
}

}  // namespace yhdyspinta::experiment
