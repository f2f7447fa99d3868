// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/attribute_difference.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/statistics/samples.hpp"
#include "engine/statistics/summary.hpp"

namespace yhdyspinta::experiment {

using statistics::Interval;
using statistics::Samples;
using statistics::Subset;

namespace {

constexpr std::size_t kSystemsAtOnce = 32;  // so many scenarios are in memory

Subset all_of(std::size_t groups) { return (Subset{1} << groups) - 1; }

/// Numbers that are the same with every compiler.
statistics::Uniform uniform_numbers(std::uint64_t seed) {
    return [engine = std::mt19937_64(seed)]() mutable {
        return (static_cast<double>(engine() >> 11u) + 0.5) * 0x1p-53;
    };
}

/// The responses that are asked for, [measures][replications], of each subset; nothing where the
/// system does not have that response.
struct Measured {
    std::map<Subset, std::vector<std::optional<std::vector<double>>>> values;
    std::vector<std::string> units;

    [[nodiscard]] bool has_all(std::size_t measure) const {
        return std::all_of(values.begin(), values.end(),
                           [&](const auto& of) { return of.second[measure].has_value(); });
    }
    [[nodiscard]] const std::vector<double>& of(Subset subset, std::size_t measure) const {
        return *values.at(subset)[measure];
    }
};

Measured simulate(const AttributionTask& task, const std::vector<Subset>& subsets,
                  CalibrationListener& listener) {
    Measured measured;
    measured.units.resize(task.measures.size());
    for (std::size_t begin = 0; begin < subsets.size(); begin += kSystemsAtOnce) {
        const std::size_t end = std::min(subsets.size(), begin + kSystemsAtOnce);
        listener.begins(fmt::format("combinations {} to {} of {}", begin + 1, end, subsets.size()));
        std::vector<process::System> systems;
        SimulationFrame frame = task.frame;
        for (std::size_t i = begin; i < end; ++i) {
            base::Diagnostics diagnostics;
            for (const auto& file : *task.files) diagnostics.add_file(file);
            auto read = scenario::read_merged(
                with_groups(*task.differences, task.grouping, subsets[i]), diagnostics);
            if (!read) throw base::InternalError("attribute_difference: not a legal scenario");
            systems.push_back(std::move(read->system));
            frame.names.push_back(name_of(task.grouping, subsets[i]));
        }
        const auto tables = simulate_together(systems, frame, listener);
        for (std::size_t i = begin; i < end; ++i) {
            auto& of = measured.values[subsets[i]];
            for (std::size_t m = 0; m < task.measures.size(); ++m) {
                const auto* row =
                    tables[i - begin].find(task.measures[m].name, task.measures[m].where);
                if (row != nullptr) measured.units[m] = row->unit;
                of.push_back(row ? std::optional(row->values) : std::nullopt);
            }
        }
    }
    return measured;
}

Interval difference(const std::vector<double>& from, const std::vector<double>& to) {
    std::vector<double> differences;
    differences.reserve(from.size());
    for (std::size_t r = 0; r < from.size(); ++r) differences.push_back(to[r] - from[r]);
    return statistics::t_interval(differences);
}

/// Shapley values over every combination.
void share_exactly(const Measured& measured, std::size_t m, std::size_t groups,
                   AttributedMeasure& made) {
    Samples values;
    values.reserve(measured.values.size());
    for (const auto& [subset, of] : measured.values) values.push_back(*of[m]);  // in their order
    const auto found = statistics::shapley_values(values, groups);
    made.difference = found.total;
    made.replications = found.replications;
    for (std::size_t g = 0; g < groups; ++g) made.effects[g].share = found.shares[g];
}

/// The same over the combinations that random orders pass through, for each replication the same.
void share_by_orders(const Measured& measured, std::size_t m, std::size_t groups,
                     const AttributionDesign& design, AttributedMeasure& made) {
    Samples values;
    std::map<Subset, std::size_t> index;
    for (const auto& [subset, of] : measured.values) {
        index[subset] = values.size();
        values.push_back(*of[m]);
    }
    values = statistics::complete_replications(values);
    made.replications = values.front().size();
    const auto shares_of = [&](const std::function<double(Subset)>& value) {
        return statistics::sampled_shapley(value, groups, *design.pairs,
                                           uniform_numbers(design.seed));
    };
    Samples shares(groups);
    std::vector<double> totals;
    for (std::size_t r = 0; r < made.replications; ++r) {
        const auto found = shares_of([&](Subset subset) { return values[index.at(subset)][r]; });
        for (std::size_t g = 0; g < groups; ++g) shares[g].push_back(found.shares[g]);
        totals.push_back(values[index.at(all_of(groups))][r] - values[index.at(0)][r]);
    }
    const auto of_means = shares_of(
        [&](Subset subset) { return statistics::summarise(values[index.at(subset)]).mean; });
    made.difference = statistics::t_interval(totals);
    for (std::size_t g = 0; g < groups; ++g) {
        made.effects[g].share = statistics::t_interval(shares[g]);
        made.effects[g].order_error = of_means.standard_errors[g];
    }
}

}  // namespace

std::vector<Subset> AttributionDesign::subsets(std::size_t groups) const {
    std::set<Subset> found;
    if (!pairs) {
        for (Subset subset = 0; subset <= all_of(groups); ++subset) found.insert(subset);
        return {found.begin(), found.end()};
    }
    const auto note = [&](Subset subset) {
        found.insert(subset);
        return 0.0;
    };
    if (groups > 0) {
        (void)statistics::sampled_shapley(note, groups, *pairs, uniform_numbers(seed));
    }
    found.insert(0);
    found.insert(all_of(groups));
    for (std::size_t g = 0; g < groups; ++g) {
        found.insert(Subset{1} << g);
        found.insert(all_of(groups) & ~(Subset{1} << g));
    }
    return {found.begin(), found.end()};
}

Attribution attribute_difference(const AttributionTask& task, CalibrationListener& listener) {
    const std::size_t groups = task.grouping.groups.size();
    const auto subsets = task.design.subsets(groups);
    const Measured measured = simulate(task, subsets, listener);
    Attribution attribution;
    attribution.combinations = subsets.size();
    for (std::size_t m = 0; m < task.measures.size(); ++m) {
        if (!measured.has_all(m)) {
            attribution.unmeasured.push_back(task.measures[m]);
            continue;
        }
        AttributedMeasure made;
        made.measure = task.measures[m];
        made.unit = measured.units[m];
        const auto& a = measured.of(0, m);
        const auto& b = measured.of(all_of(groups), m);
        made.a = statistics::t_interval(a);
        made.b = statistics::t_interval(b);
        made.effects.resize(groups);
        if (task.design.pairs) {
            share_by_orders(measured, m, groups, task.design, made);
        } else {
            share_exactly(measured, m, groups, made);
        }
        for (std::size_t g = 0; g < groups; ++g) {
            const Subset one = Subset{1} << g;
            made.effects[g].alone = difference(a, measured.of(one, m));
            made.effects[g].last = difference(measured.of(all_of(groups) & ~one, m), b);
        }
        attribution.measures.push_back(std::move(made));
    }
    return attribution;
}

}  // namespace yhdyspinta::experiment
