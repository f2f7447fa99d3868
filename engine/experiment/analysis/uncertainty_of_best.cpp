// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/experiment/analysis/analyses.hpp"
#include "engine/statistics/nested.hpp"
#include "engine/statistics/summary.hpp"

namespace yhdyspinta::experiment {

namespace {

using results::AnalysisTable;
using Kind = AnalysisTable::Kind;
using statistics::Interval;

constexpr std::size_t kLeastForBest = 3;    // of expected_values
constexpr std::size_t kLeastForValue = 20;  // of value_of_knowing

/// [scenarios][points][replications]
statistics::NestedSamples nested(const ExperimentData& data, const AnalysedMeasure& measure,
                                 const std::vector<ScenarioPoints>& scenarios) {
    statistics::NestedSamples samples;
    for (const auto& scenario : scenarios) {
        samples.push_back(samples_of(data, measure, scenario.designs));
    }
    return samples;
}

/// Without points and replications in which any scenario has no number.
statistics::NestedSamples numbers_alone(const statistics::NestedSamples& samples,
                                        std::vector<std::size_t>& points) {
    std::size_t inner = SIZE_MAX;
    for (const auto& scenario : samples) inner = std::min(inner, scenario.front().size());
    points.clear();
    for (std::size_t p = 0; p < samples.front().size(); ++p) {
        const bool is_whole =
            std::all_of(samples.begin(), samples.end(), [&](const auto& scenario) {
                return std::none_of(scenario[p].begin(),
                                    scenario[p].begin() + static_cast<std::ptrdiff_t>(inner),
                                    [](double value) { return std::isnan(value); });
            });
        if (is_whole) points.push_back(p);
    }
    statistics::NestedSamples kept(samples.size());
    for (std::size_t s = 0; s < samples.size(); ++s) {
        for (const std::size_t p : points) {
            kept[s].emplace_back(samples[s][p].begin(),
                                 samples[s][p].begin() + static_cast<std::ptrdiff_t>(inner));
        }
    }
    return kept;
}

Interval per_cent(const Interval& share) {
    return {100.0 * share.estimate, 100.0 * share.low, 100.0 * share.high};
}

void check_fits(const ExperimentData& data, const std::vector<ScenarioPoints>& scenarios) {
    const std::size_t points = scenarios.front().designs.size();
    const bool is_sampled = data.rule == "latin_hypercube";
    if (!is_sampled || points < kLeastForBest) {
        throw base::UsageError(
            fmt::format("the experiment has {} points of the design '{}'; expected 'assumptions' "
                        "or 'factors' that are not known, and 'design: {{latin_hypercube: 50}}'",
                        points, data.rule));
    }
    for (const auto& design : data.designs) {
        if (design.table.replications().size() >= 2) continue;
        throw base::UsageError(fmt::format(
            "design '{}' has one replication; expected two at least, to tell chance from ignorance",
            design.name));
    }
    for (const auto& scenario : scenarios) {
        if (scenario.designs.size() == points) continue;
        throw base::InternalError("scenarios of an experiment with other points");
    }
}

}  // namespace

AnalysisTables uncertainty_of_best(const ExperimentData& data) {
    const auto scenarios = by_scenario(data);
    check_fits(data, scenarios);
    AnalysisTable parts{
        "uncertainty",
        "Mean, and standard deviation of one run by what is not known and by "
        "chance; in brackets a 95 % confidence interval",
        measure_columns(),
        3,
        {},
        {"Ignorance: between points with other values of what is not known. Chance: "
         "between replications of the same point; more replications help against "
         "it in the mean, never against ignorance."}};
    parts.columns.insert(parts.columns.end(), {{"scenario", Kind::text},
                                               {"mean", Kind::interval},
                                               {"ignorance", Kind::interval},
                                               {"chance", Kind::interval},
                                               {"share_of_ignorance_%", Kind::interval}});
    AnalysisTable best{"best_probability",
                       "How likely each scenario is the best, given what is not known",
                       measure_columns(),
                       3,
                       {},
                       {"In the mean: of its expected value. In one run: with chance added."}};
    best.columns.insert(best.columns.end(), {{"scenario", Kind::text},
                                             {"in_the_mean_%", Kind::interval},
                                             {"in_one_run_%", Kind::number}});
    AnalysisTable value{"value_of_knowing",
                        "What it would bring to the choice of a scenario to know more first, in "
                        "the unit of the measure",
                        measure_columns(),
                        3,
                        {},
                        {"0: the same scenario would be chosen anyway."}};
    value.columns.insert(value.columns.end(), {{"known", Kind::text}, {"value", Kind::interval}});

    const auto root = [](const Interval& variance) {
        const auto of = [](double x) { return std::sqrt(std::max(0.0, x)); };
        return Interval{of(variance.estimate), of(variance.low), of(variance.high)};
    };
    for (const auto& measure : data.measures) {
        const auto all = nested(data, measure, scenarios);
        for (std::size_t s = 0; s < scenarios.size(); ++s) {
            const auto components = statistics::variance_components(all[s]);
            auto cells = measure_cells(measure);
            cells.emplace_back(scenarios[s].scenario);
            cells.emplace_back(components.mean);
            cells.emplace_back(root(components.ignorance));
            cells.emplace_back(root(components.chance));
            cells.emplace_back(per_cent(components.ignorance_share));
            parts.add(std::move(cells));
        }
        if (scenarios.size() < 2) continue;
        if (measure.measure.direction == results::Direction::neither && data.measures.size() > 1) {
            continue;
        }
        std::vector<std::size_t> points;
        const auto samples = numbers_alone(all, points);
        if (points.size() < kLeastForBest) continue;
        const auto better = better_of(measure);
        const auto likely = statistics::best_probabilities(samples, better);
        for (std::size_t s = 0; s < scenarios.size(); ++s) {
            auto cells = measure_cells(measure);
            cells.emplace_back(scenarios[s].scenario);
            cells.emplace_back(per_cent(likely[s].expected));
            cells.emplace_back(100.0 * likely[s].single_run);
            best.add(std::move(cells));
        }
        if (points.size() < kLeastForValue) continue;
        const auto add_value = [&](const std::string& known, const Interval& worth) {
            auto cells = measure_cells(measure);
            cells.emplace_back(known);
            cells.emplace_back(worth);
            value.add(std::move(cells));
        };
        add_value("everything",
                  statistics::value_of_knowing_all(statistics::expected_values(samples), better));
        statistics::Samples means;
        for (const auto& scenario : samples) {
            auto& row = means.emplace_back();
            for (const auto& runs : scenario) row.push_back(statistics::summarise(runs).mean);
        }
        for (std::size_t f = 0; f < data.factors.size(); ++f) {
            std::vector<double> parameter;
            parameter.reserve(points.size());
            for (const std::size_t p : points) {
                parameter.push_back(data.designs[scenarios.front().designs[p]].places[f]);
            }
            add_value(data.factors[f], statistics::value_of_knowing(means, parameter, better));
        }
    }
    if (scenarios.size() < 2) {
        parts.notes.emplace_back(
            "With two scenarios or more in the experiment it is told which is likely the best.");
    } else if (value.rows.empty()) {
        best.notes.push_back(
            fmt::format("With {} points or more it is told what it would be worth to know more.",
                        kLeastForValue));
    }
    AnalysisTables tables;
    for (auto* table : {&parts, &best, &value}) {
        if (!table->rows.empty()) tables.push_back(std::move(*table));
    }
    return tables;
}

}  // namespace yhdyspinta::experiment
