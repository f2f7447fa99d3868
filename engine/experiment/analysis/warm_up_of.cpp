// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/experiment/analysis/analyses.hpp"
#include "engine/statistics/warm_up.hpp"

namespace yhdyspinta::experiment {

namespace {

using results::AnalysisTable;
using Kind = AnalysisTable::Kind;

constexpr std::size_t kBatch = 5;         // MSER-5
constexpr std::size_t kCurvePoints = 20;  // of Welch's curve that are shown

}  // namespace

AnalysisTables warm_up_of(std::span<const double> series, const std::string& what) {
    if (series.size() < 10 * kBatch) {
        throw base::UsageError(fmt::format("there are {} observations of {}; expected {} at least",
                                           series.size(), what, 10 * kBatch));
    }
    const auto found = statistics::mser(series, kBatch);
    AnalysisTable cut{"warm_up",
                      fmt::format("How much of the beginning of {} to leave out (MSER-5)", what),
                      {{"observations", Kind::number},
                       {"leave_out", Kind::number},
                       {"mean_of_all", Kind::number},
                       {"mean_of_the_rest", Kind::number}},
                      0,
                      {},
                      {}};
    double sum = 0.0;
    for (const double value : series) sum += value;
    cut.add({static_cast<double>(series.size()), static_cast<double>(found.observations),
             sum / static_cast<double>(series.size()), found.mean});
    if (found.is_run_too_short) {
        cut.notes.emplace_back(
            "The run is too short to tell: the best cut lies beyond its half. Expected a longer "
            "run.");
    }
    const std::size_t window = std::max<std::size_t>(1, series.size() / 20);
    const auto curve =
        statistics::welch_curve({std::vector<double>(series.begin(), series.end())}, window);
    AnalysisTable welch{
        "welch",
        fmt::format("Welch's curve: the mean over {} neighbours at both sides", window),
        {{"observation", Kind::number}, {"mean", Kind::number}},
        0,
        {},
        {}};
    const std::size_t step = std::max<std::size_t>(1, curve.size() / kCurvePoints);
    for (std::size_t i = 0; i < curve.size(); i += step) {
        welch.add({static_cast<double>(i + 1), curve[i]});
    }
    return {std::move(cut), std::move(welch)};
}

}  // namespace yhdyspinta::experiment
