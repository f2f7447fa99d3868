// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "engine/experiment/analysis/analyses.hpp"
#include "engine/statistics/quantiles.hpp"

namespace yhdyspinta::experiment {

namespace {

using results::AnalysisTable;
using Kind = AnalysisTable::Kind;
using statistics::Interval;
using Verdict = results::ComparedFigure::Verdict;

constexpr std::array<double, 5> kShares{0.1, 0.25, 0.5, 0.75, 0.9};

std::string verdict_text(Verdict verdict) {
    switch (verdict) {
        case Verdict::reference: return "reference";
        case Verdict::no_clear_difference: return "no clear difference";
        case Verdict::better: return "better";
        case Verdict::worse: return "worse";
        case Verdict::differs: break;
    }
    return "differs";
}

Interval about(double mean, double half_width) {
    return {mean, mean - half_width, mean + half_width};
}

/// Quantiles of one replication up to the share that is reached.
statistics::QuantileTable reached(const results::Distribution& distribution) {
    statistics::QuantileTable table;
    for (std::size_t q = 0; q < distribution.quantiles.size(); ++q) {
        if (std::isnan(distribution.quantiles[q])) break;
        table.probabilities.push_back(results::quantile_share(q));
        table.values.push_back(distribution.quantiles[q]);
    }
    return table;
}

}  // namespace

AnalysisTables compare_designs(const ExperimentData& data) {
    std::vector<std::size_t> order{data.reference};
    order.reserve(data.designs.size());
    for (std::size_t d = 0; d < data.designs.size(); ++d) {
        if (d != data.reference) order.push_back(d);
    }
    std::vector<results::Design> designs;
    designs.reserve(order.size());
    for (const std::size_t d : order) {
        designs.push_back({data.designs[d].name, &data.designs[d].table});
    }
    AnalysisTable table{"differences",
                        "Differences to " + designs.front().name +
                            ", replication by replication; ± is half a 95 % confidence interval",
                        measure_columns(),
                        3,
                        {},
                        {}};
    for (const AnalysisTable::Column& column :
         std::vector<AnalysisTable::Column>{{"design", Kind::text},
                                            {"mean", Kind::interval},
                                            {"difference", Kind::interval},
                                            {"verdict", Kind::text},
                                            {"variance_reduction", Kind::number},
                                            {"correlation", Kind::number},
                                            {"pairs", Kind::number}}) {
        table.columns.push_back(column);
    }
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    for (const auto& measure : data.measures) {
        const auto rows = results::compare(designs, {measure.measure});
        if (rows.empty()) continue;
        const auto samples = samples_of(data, measure, order);
        for (std::size_t d = 0; d < order.size(); ++d) {
            const auto& figure = rows.front().figures[d];
            auto cells = measure_cells(measure);
            cells.emplace_back(designs[d].name);
            cells.emplace_back(about(figure.mean, figure.half_width));
            const bool is_first = d == 0;
            cells.emplace_back(is_first
                                   ? Interval{nan, nan, nan}
                                   : about(figure.difference.mean, figure.difference.half_width));
            cells.emplace_back(verdict_text(figure.verdict));
            const auto reduction = statistics::variance_reduction(samples.front(), samples[d]);
            cells.emplace_back(is_first ? nan : reduction.factor);
            cells.emplace_back(is_first ? nan : reduction.correlation);
            cells.emplace_back(is_first ? nan : static_cast<double>(figure.difference.pairs));
            table.add(std::move(cells));
        }
    }
    table.notes.emplace_back(
        data.has_common_random_numbers
            ? "Variance reduction: as many times more replications would runs with random numbers "
              "of their own have needed for the same half-width."
            : "Each design has random numbers of its own: 'common_random_numbers: true' would make "
              "the differences more precise.");
    if (designs.front().table->replications().size() < 2) {
        table.notes.emplace_back("One replication has no half-width; expected two at least.");
    }
    return {std::move(table)};
}

AnalysisTable compare_distributions(const std::vector<AnalysedDistribution>& distributions) {
    AnalysisTable table{"quantiles",
                        "Quantiles over those concerned, mean of the replications; ± is half a "
                        "95 % confidence interval",
                        measure_columns(),
                        3,
                        {},
                        {"A share that is not reached, because so many never come to it or are "
                         "still under way, has no figure."}};
    table.columns.push_back({"design", Kind::text});
    table.columns.push_back({"concerned", Kind::number});
    for (const double share : kShares) {
        table.columns.push_back({fmt::format("{:g}_%", 100.0 * share), Kind::interval});
    }
    for (const auto& each : distributions) {
        for (const auto& design : each.designs) {
            std::vector<statistics::QuantileTable> tables;
            double concerned = 0.0;
            for (const auto& replication : design.replications) {
                tables.push_back(reached(replication));
                concerned += static_cast<double>(replication.count);
            }
            auto cells = measure_cells(each.measure);
            cells.emplace_back(design.design);
            cells.emplace_back(concerned / static_cast<double>(design.replications.size()));
            for (const double share : kShares) {
                cells.emplace_back(statistics::replication_quantile(tables, share));
            }
            table.add(std::move(cells));
        }
    }
    return table;
}

}  // namespace yhdyspinta::experiment
