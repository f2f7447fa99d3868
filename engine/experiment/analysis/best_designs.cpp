// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/experiment/analysis/analyses.hpp"
#include "engine/experiment/sequential.hpp"
#include "engine/statistics/summary.hpp"

namespace yhdyspinta::experiment {

namespace {

using results::AnalysisTable;
using Kind = AnalysisTable::Kind;
using statistics::Better;

constexpr double kIndifferentShare = 0.01;  // of the best mean, when nothing is said

struct Moments {
    std::vector<double> means, deviations;
};

Moments moments_of(const statistics::Samples& samples) {
    Moments moments;
    for (const auto& row : samples) {
        const auto summary = statistics::summarise(row);
        moments.means.push_back(summary.mean);
        moments.deviations.push_back(summary.standard_deviation);
    }
    return moments;
}

/// Nothing when two share the best mean or one does not vary: there is no rule for it.
std::optional<std::vector<double>> budget(const Moments& moments, Better better) {
    auto sorted = moments.means;
    std::sort(sorted.begin(), sorted.end());
    if (better == Better::larger) std::reverse(sorted.begin(), sorted.end());
    const bool varies = std::all_of(moments.deviations.begin(), moments.deviations.end(),
                                    [](double deviation) { return deviation > 0.0; });
    if (!varies || sorted[0] == sorted[1]) return std::nullopt;
    return statistics::ocba_shares(moments.means, moments.deviations, better);
}

}  // namespace

AnalysisTables best_designs(const ExperimentData& data, std::optional<double> indifference) {
    if (data.designs.size() < 2) {
        throw base::UsageError(
            "there is one design alone; expected an experiment of two at least to tell the best");
    }
    std::vector<std::size_t> all;
    all.reserve(data.designs.size());
    for (std::size_t d = 0; d < data.designs.size(); ++d) all.push_back(d);
    AnalysisTable table{"best",
                        "Each design against the best of the others; the intervals hold all "
                        "together with 95 % confidence",
                        measure_columns(),
                        3,
                        {},
                        {}};
    for (const AnalysisTable::Column& column :
         std::vector<AnalysisTable::Column>{{"design", Kind::text},
                                            {"mean", Kind::number},
                                            {"less_best_other", Kind::interval},
                                            {"may_be_best", Kind::text},
                                            {"selection", Kind::text},
                                            {"share_of_budget_%", Kind::number}}) {
        table.columns.push_back(column);
    }
    for (const auto& measure : data.measures) {
        if (measure.measure.direction == results::Direction::neither && data.measures.size() > 1) {
            continue;  // what has no good direction has no best
        }
        const auto samples = samples_of(data, measure, all);
        const auto complete = statistics::complete_replications(samples);
        if (complete.front().size() < 2) {
            throw base::UsageError(
                fmt::format("'{}' has {} replications with a figure in every design; expected two "
                            "at least",
                            name_of(measure), complete.front().size()));
        }
        const Better better = better_of(measure);
        const auto method = data.has_common_random_numbers ? statistics::McbMethod::bonferroni
                                                           : statistics::McbMethod::independent;
        const auto intervals = statistics::compare_with_best(complete, better, method);
        const auto moments = moments_of(complete);
        const double best = better == Better::smaller
                                ? *std::min_element(moments.means.begin(), moments.means.end())
                                : *std::max_element(moments.means.begin(), moments.means.end());
        const double zone = indifference.value_or(kIndifferentShare * std::abs(best));
        const auto shares = budget(moments, better);
        std::vector<std::size_t> left;
        std::size_t taken = 0;
        if (zone > 0.0) {
            statistics::KimNelsonSettings settings;
            settings.indifference = zone;
            settings.better = better;
            settings.first_stage = std::min(settings.first_stage, complete.front().size());
            const auto selection = selection_over(complete, settings);
            left = selection.contenders();
            taken = selection.replications();
            table.notes.push_back(fmt::format(
                "{}: {}; Kim and Nelson's selection with indifference {:.3g} {} {} after {} "
                "replications.",
                name_of(measure), better == Better::smaller ? "less is better" : "more is better",
                zone, measure.unit,
                selection.is_decided()
                    ? fmt::format("would have selected {}", data.designs[left.front()].name)
                    : fmt::format("would still have {} designs", left.size()),
                taken));
        }
        for (std::size_t d = 0; d < all.size(); ++d) {
            auto cells = measure_cells(measure);
            cells.emplace_back(data.designs[d].name);
            cells.emplace_back(moments.means[d]);
            cells.emplace_back(intervals[d].difference);
            cells.emplace_back(intervals[d].is_only_best  ? "the best"
                               : intervals[d].may_be_best ? "maybe"
                                                          : "no");
            const bool is_left = std::find(left.begin(), left.end(), d) != left.end();
            cells.emplace_back(zone > 0.0 ? (is_left ? "in" : "dropped") : "");
            cells.emplace_back(shares ? 100.0 * (*shares)[d] : std::nan(""));
            table.add(std::move(cells));
        }
    }
    if (table.rows.empty()) {
        throw base::UsageError(
            "none of these responses has a good direction; expected --response with one response, "
            "of which less is taken to be better, or more with --better larger");
    }
    table.notes.emplace_back(
        "Share of budget: how runs with random numbers of their own would be divided to find the "
        "best (Chen et al. 2000).");
    return {std::move(table)};
}

}  // namespace yhdyspinta::experiment
