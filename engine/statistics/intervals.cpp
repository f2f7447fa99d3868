// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/intervals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <boost/math/distributions/normal.hpp>

#include "engine/statistics/quantiles.hpp"
#include "engine/statistics/require.hpp"
#include "engine/statistics/samples.hpp"
#include "engine/statistics/summary.hpp"

namespace yhdyspinta::statistics {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<double> numbers_of(std::span<const double> values) {
    std::vector<double> numbers;
    numbers.reserve(values.size());
    for (const double value : values) {
        if (!std::isnan(value)) numbers.push_back(value);
    }
    return numbers;
}

/// The statistic of each resample, sorted.
std::vector<double> resampled(const std::vector<double>& numbers, const Statistic& statistic,
                              const Uniform& uniform, const BootstrapSettings& settings) {
    require(settings.confidence > 0.0 && settings.confidence < 1.0 && settings.resamples >= 1,
            "bootstrap: needs 0 < confidence < 1, resamples >= 1");
    std::vector<double> figures(settings.resamples), resample(numbers.size());
    for (double& figure : figures) {
        for (double& value : resample) value = numbers[index_below(numbers.size(), uniform)];
        figure = statistic(resample);
    }
    std::sort(figures.begin(), figures.end());
    return figures;
}

}  // namespace

Interval t_interval(std::span<const double> values, double confidence) {
    const Summary summary = summarise(values);
    const double half = half_width(summary, confidence);
    return {summary.mean, summary.mean - half, summary.mean + half};
}

Interval bootstrap_percentile(std::span<const double> values, const Statistic& statistic,
                              const Uniform& uniform, const BootstrapSettings& settings) {
    const std::vector<double> numbers = numbers_of(values);
    if (numbers.empty()) return {kNaN, kNaN, kNaN};
    const std::vector<double> figures = resampled(numbers, statistic, uniform, settings);
    const double tail = (1.0 - settings.confidence) / 2.0;
    return {statistic(numbers), sample_quantile(figures, tail),
            sample_quantile(figures, 1.0 - tail)};
}

double jackknife_acceleration(std::span<const double> values, const Statistic& statistic) {
    require(values.size() >= 2, "jackknife_acceleration: needs two values");
    std::vector<double> without(values.begin() + 1, values.end()), figures;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) without[i - 1] = values[i - 1];
        figures.push_back(statistic(without));
    }
    const double mean = summarise(figures).mean;
    double squares = 0.0, cubes = 0.0;
    for (const double figure : figures) {
        squares += (mean - figure) * (mean - figure);
        cubes += (mean - figure) * (mean - figure) * (mean - figure);
    }
    return squares > 0.0 ? cubes / (6.0 * std::pow(squares, 1.5)) : 0.0;
}

Interval bootstrap_bca(std::span<const double> values, const Statistic& statistic,
                       const Uniform& uniform, const BootstrapSettings& settings) {
    const std::vector<double> numbers = numbers_of(values);
    if (numbers.size() < 2) {
        return {numbers.empty() ? kNaN : statistic(numbers), kNaN, kNaN};
    }
    const std::vector<double> figures = resampled(numbers, statistic, uniform, settings);
    const double estimate = statistic(numbers);
    const auto [first, last] = std::equal_range(figures.begin(), figures.end(), estimate);
    const auto count = static_cast<double>(figures.size());
    // Ties count by half; never 0 or 1, of which the normal quantile is infinite.
    const double below = (static_cast<double>(first - figures.begin()) +
                          static_cast<double>(last - figures.begin())) /
                         (2.0 * count);
    const boost::math::normal normal;
    const double bias = quantile(normal, std::clamp(below, 0.5 / count, 1.0 - 0.5 / count));
    const double acceleration = jackknife_acceleration(numbers, statistic);
    const auto end = [&](double probability) {
        const double z = bias + quantile(normal, probability);
        return sample_quantile(figures, cdf(normal, bias + z / (1.0 - acceleration * z)));
    };
    const double tail = (1.0 - settings.confidence) / 2.0;
    return {estimate, end(tail), end(1.0 - tail)};
}

VarianceReduction variance_reduction(std::span<const double> a, std::span<const double> b) {
    const Samples pairs = complete_replications({{a.begin(), a.end()}, {b.begin(), b.end()}});
    const std::size_t count = pairs[0].size();
    if (count < 2) return {kNaN, kNaN, count};
    std::vector<double> differences(count);
    for (std::size_t i = 0; i < count; ++i) differences[i] = pairs[1][i] - pairs[0][i];
    const double sd_a = summarise(pairs[0]).standard_deviation;
    const double sd_b = summarise(pairs[1]).standard_deviation;
    const double sd = summarise(differences).standard_deviation;
    const double apart = sd_a * sd_a + sd_b * sd_b;
    return {apart / (sd * sd), (apart - sd * sd) / (2.0 * sd_a * sd_b), count};
}

}  // namespace yhdyspinta::statistics
