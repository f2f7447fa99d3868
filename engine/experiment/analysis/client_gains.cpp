// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "engine/base/diagnostic.hpp"
#include "engine/base/error.hpp"
#include "engine/experiment/analysis/analyses.hpp"
#include "engine/results/episode_table.hpp"

namespace yhdyspinta::experiment {

namespace {

using results::AnalysisTable;
using Kind = AnalysisTable::Kind;
using statistics::Interval;

Interval interval_of(const results::MeanOfReplications& mean) {
    return {mean.mean, mean.mean - mean.half_width, mean.mean + mean.half_width};
}

/// In per cent, for readers and programs alike.
Interval per_cent(const results::MeanOfReplications& mean) {
    return interval_of({100.0 * mean.mean, 100.0 * mean.half_width});
}

std::size_t find_design(const Store& store, const std::string& name) {
    const auto& designs = store.content().designs;
    std::vector<std::string> names;
    for (std::size_t d = 0; d < designs.size(); ++d) {
        if (designs[d].name == name) return d;
        names.push_back(designs[d].name);
    }
    const std::string near = base::closest_name(name, names);
    throw base::UsageError(fmt::format(
        "the experiment has no design '{}'; it has: {}{}", name, base::list_names(names, 40),
        near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
}

}  // namespace

AnalysisTable client_gains(const results::ClientChanges& changes, const std::string& from,
                           const std::string& to) {
    AnalysisTable table{"gains",
                        fmt::format("What changes for the same client from {} to {}, {} "
                                    "replications; ± is half a 95 % confidence interval",
                                    from, to, changes.replications()),
                        {{"measure"}, {"unit"}, {"where"}},
                        2,
                        {},
                        {}};
    table.columns.push_back({"clients", Kind::number});
    for (const char* name : {"better_%", "same_%", "worse_%", "mean_change"}) {
        table.columns.push_back({name, Kind::interval});
    }
    for (const double share : results::GroupChange::kShares) {
        table.columns.push_back({fmt::format("{:g}_%", 100.0 * share), Kind::number});
    }
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    bool is_any_suppressed = false;
    for (const auto& measure : changes.measures()) {
        table.notes.push_back(
            measure.indifference > 0.0
                ? fmt::format("{}: less is better; changes up to {:g} {} count as the same.",
                              measure.name, measure.indifference, measure.unit)
                : fmt::format("{}: less is better.", measure.name));
        for (const auto& group : measure.groups) {
            std::vector<AnalysisTable::Cell> cells{measure.name, measure.unit, group.where,
                                                   group.clients};
            if (group.is_suppressed) {
                is_any_suppressed = true;
                for (int i = 0; i < 4; ++i) cells.emplace_back(Interval{nan, nan, nan});
                for (std::size_t q = 0; q < group.quantiles.size(); ++q) cells.emplace_back(nan);
            } else {
                cells.emplace_back(per_cent(group.better));
                cells.emplace_back(per_cent(group.same));
                cells.emplace_back(per_cent(group.worse));
                cells.emplace_back(interval_of(group.change));
                for (const auto& quantile : group.quantiles) cells.emplace_back(quantile.mean);
            }
            table.add(std::move(cells));
        }
    }
    table.notes.emplace_back(
        "Clients: of a replication, with an episode in either design. The last columns are "
        "quantiles of the change over clients.");
    if (is_any_suppressed) {
        table.notes.emplace_back("Groups of fewer than five clients are not told (–).");
    }
    return table;
}

AnalysisTables client_gains_in(const Store& store, const std::string& design,
                               const std::string& against) {
    const auto& designs = store.content().designs;
    std::size_t from = 0;
    for (std::size_t d = designs.size(); d-- > 0;) {
        if (designs[d].is_baseline) from = d;
    }
    if (!against.empty()) from = find_design(store, against);
    const std::size_t to = find_design(store, design);
    if (from == to) {
        throw base::UsageError(fmt::format(
            "'{}' is compared with itself; expected another design, or --against", design));
    }
    if (designs[from].seed != designs[to].seed) {
        throw base::UsageError(
            "the same client is followed by common random numbers, and the designs have random "
            "numbers of their own; expected 'common_random_numbers: true' in the experiment");
    }
    results::ClientChanges changes;
    bool is_any = false;
    for (const std::uint64_t number : store.finished(from)) {
        const auto first = store.replication(from, number);
        const auto second = store.replication(to, number);
        if (!second || second->failure) continue;
        is_any = true;
        if (first->episodes.empty() || second->episodes.empty()) {
            throw base::UsageError(
                fmt::format("'{}' has no rows of episodes; expected 'episodes: true' in the "
                            "experiment, scenarios with needs, and a new run of it",
                            store.file().string()));
        }
        const auto before = results::decode_episodes(first->episodes);
        const auto after = results::decode_episodes(second->episodes);
        if (before.needs != after.needs || before.groups != after.groups) {
            throw base::UsageError(fmt::format(
                "'{}' and '{}' have other needs or groups of clients, so that these are not the "
                "same clients",
                designs[from].name, design));
        }
        changes.add(before, after);
    }
    if (!is_any) {
        throw base::UsageError(
            fmt::format("'{}' and '{}' have no replication in common", designs[from].name, design));
    }
    return {client_gains(changes, designs[from].name, design)};
}

}  // namespace yhdyspinta::experiment
