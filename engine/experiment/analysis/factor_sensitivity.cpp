// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/experiment/analysis/analyses.hpp"
#include "engine/random/stream.hpp"
#include "engine/statistics/sensitivity.hpp"
#include "engine/statistics/summary.hpp"

namespace yhdyspinta::experiment {

namespace {

using results::AnalysisTable;
using Kind = AnalysisTable::Kind;

/// Mean over replications at each point of a scenario.
std::vector<double> means_at(const ExperimentData& data, const AnalysedMeasure& measure,
                             const ScenarioPoints& scenario) {
    std::vector<double> means;
    for (const auto& row : samples_of(data, measure, scenario.designs)) {
        means.push_back(statistics::summarise(row).mean);
    }
    return means;
}

AnalysisTable morris(const ExperimentData& data) {
    AnalysisTable table{
        "elementary_effects",
        "What it does to move one factor through its whole range (Morris); ± is half a 95 % "
        "confidence interval",
        measure_columns(),
        4,
        {},
        {"Mean size: how much a factor matters. Mean: in which direction. Spread: how far it "
         "depends on where the others are, or on where it is itself."}};
    table.columns.insert(table.columns.end(), {{"scenario", Kind::text},
                                               {"factor", Kind::text},
                                               {"mean_size", Kind::interval},
                                               {"mean", Kind::interval},
                                               {"spread", Kind::number}});
    for (const auto& measure : data.measures) {
        for (const auto& scenario : by_scenario(data)) {
            std::vector<std::vector<double>> points;
            for (const std::size_t d : scenario.designs) points.push_back(data.designs[d].places);
            const auto effects =
                statistics::morris_effects(points, means_at(data, measure, scenario));
            for (std::size_t f = 0; f < effects.size(); ++f) {
                auto cells = measure_cells(measure);
                cells.emplace_back(scenario.scenario);
                cells.emplace_back(data.factors[f]);
                cells.emplace_back(effects[f].mean_absolute);
                cells.emplace_back(effects[f].mean);
                cells.emplace_back(effects[f].sigma);
                table.add(std::move(cells));
            }
        }
    }
    return table;
}

AnalysisTable sobol(const ExperimentData& data) {
    AnalysisTable table{
        "variance_shares",
        "Shares of the variance of the mean (Sobol); in brackets a 95 % confidence interval",
        measure_columns(),
        4,
        {},
        {"Alone: what would go if the factor were known. With others: what would stay if all "
         "others "
         "were known. Estimates may lie a little outside 0 and 1."}};
    table.columns.insert(table.columns.end(), {{"scenario", Kind::text},
                                               {"factor", Kind::text},
                                               {"alone", Kind::interval},
                                               {"with_others", Kind::interval}});
    const std::size_t factors = data.factors.size();
    for (const auto& measure : data.measures) {
        for (const auto& scenario : by_scenario(data)) {
            const auto means = means_at(data, measure, scenario);
            std::vector<double> a, b;
            std::vector<std::vector<double>> ab(factors);
            for (std::size_t at = 0; at + factors + 2 <= means.size(); at += factors + 2) {
                a.push_back(means[at]);
                b.push_back(means[at + 1]);
                for (std::size_t f = 0; f < factors; ++f) ab[f].push_back(means[at + 2 + f]);
            }
            random::Stream stream(1, 0, 0, random::purpose("analysis/resampling"), 0);
            const auto indices =
                statistics::sobol_indices(a, b, ab, [&stream] { return stream.uniform(); });
            for (std::size_t f = 0; f < factors; ++f) {
                auto cells = measure_cells(measure);
                cells.emplace_back(scenario.scenario);
                cells.emplace_back(data.factors[f]);
                cells.emplace_back(indices.first[f]);
                cells.emplace_back(indices.total[f]);
                table.add(std::move(cells));
            }
        }
    }
    return table;
}

}  // namespace

AnalysisTables factor_sensitivity(const ExperimentData& data) {
    if (data.rule == "morris") return {morris(data)};
    if (data.rule == "sobol") return {sobol(data)};
    throw base::UsageError(fmt::format(
        "the experiment has the design '{}'; expected 'design: {{morris: 10}}', which tells which "
        "of many factors matter, or 'design: {{sobol: 64}}', which tells the share of each",
        data.rule));
}

}  // namespace yhdyspinta::experiment
