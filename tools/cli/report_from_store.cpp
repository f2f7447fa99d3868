// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/report_from_store.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <map>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/experiment/run_experiment.hpp"
#include "engine/experiment/stored_sources.hpp"
#include "engine/metrics/headline.hpp"
#include "engine/results/client_changes.hpp"
#include "engine/results/episode_table.hpp"
#include "engine/scenario/experiment_file.hpp"
#include "engine/simulation/simulate.hpp"
#include "tools/cli/report_analyses.hpp"

namespace yhdyspinta::cli {

namespace {

namespace fs = std::filesystem;
using experiment::Store;
using report::ReportDesign;

/// A folder of its own that goes when it is no longer needed.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string name = (fs::temp_directory_path() / "yhdyspinta-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw base::UserError(
                fmt::format("cannot make a folder in '{}'", fs::temp_directory_path().string()));
        }
        path_ = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

/// The system that was simulated, with the sources of its figures.
process::System system_of(const experiment::StoredDesign& design) {
    const TemporaryFolder folder;
    std::vector<process::SourcedValue> sources;
    for (const auto& file : design.files) {
        if (file.name == experiment::kSourcesFile) {
            sources = experiment::read_sources(file.content);
            continue;
        }
        std::ofstream(folder.path() / file.name, std::ios::binary) << file.content;
    }
    base::Diagnostics diagnostics;
    auto read = scenario::read_scenario(folder.path() / design.files.front().name, {}, diagnostics);
    if (!read) {
        throw base::UserError(fmt::format(
            "this program does not understand the scenario that the store keeps of '{}'; it was "
            "made by another version",
            design.name));
    }
    if (!sources.empty()) read->system.sourced_values = std::move(sources);
    return std::move(read->system);
}

/// Quantiles of several replications become their means; where one of them is not reached there is
/// none. A distribution that some replications lack is that of the others.
std::vector<report::Spread> spreads_of(
    const std::vector<std::vector<results::Distribution>>& by_replication) {
    std::vector<report::Spread> spreads;
    std::map<std::pair<std::string, std::string>, std::pair<std::size_t, double>> known;
    for (const auto& list : by_replication) {
        for (const auto& each : list) {
            const auto [at, is_new] = known.try_emplace({each.name, each.where}, spreads.size(), 0);
            if (is_new) {
                spreads.push_back({each.name, each.unit, each.where, 0.0,
                                   std::vector<double>(each.quantiles.size(), 0.0)});
            }
            report::Spread& spread = spreads[at->second.first];
            at->second.second += 1.0;
            spread.count += static_cast<double>(each.count);
            for (std::size_t q = 0; q < spread.quantiles.size(); ++q) {
                spread.quantiles[q] += each.quantiles.at(q);
            }
        }
    }
    for (const auto& [place, found] : known) {
        report::Spread& spread = spreads[found.first];
        spread.count /= found.second;
        for (double& quantile : spread.quantiles) quantile /= found.second;
    }
    return spreads;
}

/// Only what the page draws.
bool is_drawn(const results::Distribution& distribution) {
    return distribution.name == "waiting_time.effective_contact" ||
           distribution.name == "clock.elapsed" || distribution.name == "service_gap.length" ||
           distribution.name == "owner.days_to_first_owner";
}

report::Share share_of(const results::MeanOfReplications& mean) {
    return {mean.mean, mean.half_width};
}

std::vector<report::ClientMeasure> changes_of(const results::ClientChanges& changes) {
    std::vector<report::ClientMeasure> measures;
    if (changes.replications() == 0) return measures;
    for (const auto& measure : changes.measures()) {
        report::ClientMeasure made{measure.name, measure.unit, measure.indifference, {}};
        for (const auto& group : measure.groups) {
            made.groups.push_back({group.where, group.is_suppressed ? 0.0 : group.clients,
                                   share_of(group.better), share_of(group.worse),
                                   share_of(group.change)});
        }
        measures.push_back(std::move(made));
    }
    return measures;
}

/// The designs of a store in the order of the report.
std::vector<std::size_t> order_of(const Store& store) {
    const auto& designs = store.content().designs;
    std::vector<std::size_t> order;
    order.reserve(designs.size());
    for (std::size_t d = 0; d < designs.size(); ++d) order.push_back(d);
    const auto baseline = std::find_if(order.begin(), order.end(),
                                       [&](std::size_t d) { return designs[d].is_baseline; });
    if (baseline != order.end()) std::rotate(order.begin(), baseline, baseline + 1);
    return order;
}

class Reading {
public:
    explicit Reading(const Store& store) : store_(store), order_(order_of(store)) {
        for (const auto& failure : store.failures()) failures_[failure.design].push_back(failure);
    }

    report::ReportInput input() {
        report::ReportInput made;
        add_notes(made);
        auto systems = systems_of_all();
        for (const std::size_t d : order_) made.designs.push_back(design(d, std::move(systems[d])));
        const simulation::CompiledSystem compiled(made.designs.front().system);
        made.headline = metrics::headline_measures(compiled.legend());
        add_stories(made);
        made.sensitivities = sensitivities_in(store_);
        return made;
    }

private:
    void add_notes(report::ReportInput& made) const {
        const auto& notes = store_.notes();
        base::Diagnostics ignored;
        if (const auto file = scenario::read_experiment_alone(notes.experiment, ignored)) {
            made.title = file->title;
            made.description = file->description;
        }
        made.seed = notes.seed;
        made.replications = notes.replications;
        made.command = notes.command;
        made.versions = notes.versions;
        std::set<std::uint64_t> seeds;
        for (const auto& each : store_.content().designs) seeds.insert(each.seed);
        made.has_common_random_numbers = seeds.size() < 2;
        // With a precision there may be more than were planned at first.
        for (const std::size_t d : order_) {
            made.replications =
                std::max<std::uint64_t>(made.replications, store_.finished(d).size());
        }
    }

    /// To read the scenarios takes most of the time, and none needs another.
    [[nodiscard]] std::vector<process::System> systems_of_all() const {
        const auto& designs = store_.content().designs;
        std::vector<process::System> systems(designs.size());
        const std::size_t workers =
            std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, designs.size());
        std::vector<std::future<void>> parts;
        parts.reserve(workers);
        for (std::size_t w = 0; w < workers; ++w) {
            parts.push_back(std::async(std::launch::async, [&designs, &systems, workers, w] {
                for (std::size_t d = w; d < designs.size(); d += workers) {
                    systems[d] = system_of(designs[d]);
                }
            }));
        }
        for (auto& part : parts) part.wait();
        for (auto& part : parts) part.get();
        return systems;
    }

    ReportDesign design(std::size_t d, process::System system) {
        const auto& stored = store_.content().designs[d];
        ReportDesign made;
        made.name = stored.name;
        made.title = stored.title;
        made.system = std::move(system);
        made.table = store_.table(d, 0, [](const results::Response& response) {
            return report::is_shown(response.name, response.where);
        });
        for (const auto& failure : failures_[d]) {
            made.failures.push_back({failure.replication, failure.failure.text, failure.command});
        }
        add_single_replications(d, made);
        return made;
    }

    /// What is kept by replication: distributions, and rows of episodes beside those of the
    /// baseline.
    void add_single_replications(std::size_t d, ReportDesign& made) {
        std::vector<std::vector<results::Distribution>> distributions;
        std::vector<std::vector<results::Series>> series;
        results::ClientChanges changes;
        for (const std::uint64_t number : store_.finished(d)) {
            auto replication = store_.replication(d, number);
            if (!replication) continue;
            std::vector<results::Distribution> drawn;
            std::copy_if(replication->distributions.begin(), replication->distributions.end(),
                         std::back_inserter(drawn), is_drawn);
            distributions.push_back(std::move(drawn));
            if (!replication->series.empty()) series.push_back(std::move(replication->series));
            if (d == order_.front() || replication->episodes.empty()) continue;
            const auto first = store_.replication(order_.front(), number);
            if (!first || first->episodes.empty()) continue;
            changes.add(results::decode_episodes(first->episodes),
                        results::decode_episodes(replication->episodes));
        }
        made.spreads = spreads_of(distributions);
        made.weeks = report::mean_weeks(series);
        made.changes = changes_of(changes);
    }

    /// The same clients in the same replication of every design, which has the random numbers of
    /// the baseline or nothing to tell.
    void add_stories(report::ReportInput& made) const {
        if (!made.has_common_random_numbers) return;
        std::vector<results::StoryTable> kept(order_.size());
        std::vector<const results::StoryTable*> tables(order_.size(), nullptr);
        for (std::size_t d = 0; d < order_.size(); ++d) {
            const std::string bytes = store_.stories(order_[d], experiment::kOfStories);
            if (bytes.empty()) continue;
            kept[d] = results::decode_stories(bytes);
            tables[d] = &kept[d];
        }
        base::Diagnostics ignored;
        const auto file = scenario::read_experiment_alone(store_.notes().experiment, ignored);
        const int count = file ? file->stories : scenario::ExperimentFile().stories;
        made.stories = report::choose_stories(tables, static_cast<std::size_t>(count),
                                              made.designs.front().system.run.length.in_days());
    }

    const Store& store_;
    const std::vector<std::size_t> order_;
    std::map<std::size_t, std::vector<experiment::StoredFailure>> failures_;
};

}  // namespace

report::ReportInput report_from_store(const Store& store) { return Reading(store).input(); }

}  // namespace yhdyspinta::cli
