// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/math/distributions/binomial.hpp>

#include "engine/statistics/require.hpp"

namespace yhdyspinta::statistics {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<double> sorted_numbers(std::span<const double> values) {
    std::vector<double> numbers;
    numbers.reserve(values.size());
    for (const double value : values) {
        if (!std::isnan(value)) numbers.push_back(value);
    }
    if (!std::is_sorted(numbers.begin(), numbers.end())) std::sort(numbers.begin(), numbers.end());
    return numbers;
}

double quantile_of_sorted(const std::vector<double>& numbers, double p) {
    if (numbers.empty()) return kNaN;
    const double place = p * static_cast<double>(numbers.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    if (below + 1 >= numbers.size()) return numbers.back();
    const double share = place - static_cast<double>(below);
    // Two infinite neighbours have no difference.
    if (share == 0.0 || numbers[below] == numbers[below + 1]) return numbers[below];
    return numbers[below] + share * (numbers[below + 1] - numbers[below]);
}

}  // namespace

double sample_quantile(std::span<const double> values, double p) {
    require(p >= 0.0 && p <= 1.0, "sample_quantile: needs 0 <= p <= 1");
    return quantile_of_sorted(sorted_numbers(values), p);
}

QuantileInterval quantile_interval(std::span<const double> values, double p, double confidence) {
    require(p > 0.0 && p < 1.0 && confidence > 0.0 && confidence < 1.0,
            "quantile_interval: needs 0 < p < 1, 0 < confidence < 1");
    const std::vector<double> numbers = sorted_numbers(values);
    const std::size_t n = numbers.size();
    QuantileInterval found{{quantile_of_sorted(numbers, p), -kInfinity, kInfinity}, 1.0};
    if (n == 0) return found;
    // The number of values below the quantile is binomial; order statistics are 1-based here.
    const boost::math::binomial below(static_cast<double>(n), p);
    const double tail = (1.0 - confidence) / 2.0;
    std::size_t low = 0;  // the largest with P(number < low) <= tail
    while (low < n && cdf(below, static_cast<double>(low)) <= tail) ++low;
    std::size_t high = n + 1;  // the smallest with P(number >= high) <= tail
    while (high > 1 && cdf(complement(below, static_cast<double>(high - 2))) <= tail) --high;
    if (low > 0) {
        found.interval.low = numbers[low - 1];
        found.coverage -= cdf(below, static_cast<double>(low - 1));
    }
    if (high <= n) {
        found.interval.high = numbers[high - 1];
        found.coverage -= cdf(complement(below, static_cast<double>(high - 1)));
    }
    return found;
}

double table_quantile(const QuantileTable& table, double p) {
    const auto& probabilities = table.probabilities;
    require(probabilities.size() == table.values.size(), "table_quantile: sizes differ");
    const auto after = std::lower_bound(probabilities.begin(), probabilities.end(), p);
    if (after == probabilities.end()) return kNaN;
    const auto k = static_cast<std::size_t>(after - probabilities.begin());
    if (*after == p) return table.values[k];
    if (k == 0) return kNaN;
    const double share = (p - probabilities[k - 1]) / (probabilities[k] - probabilities[k - 1]);
    return table.values[k - 1] + share * (table.values[k] - table.values[k - 1]);
}

Interval replication_quantile(const std::vector<QuantileTable>& replications, double p,
                              double confidence) {
    std::vector<double> quantiles;
    quantiles.reserve(replications.size());
    for (const QuantileTable& table : replications) quantiles.push_back(table_quantile(table, p));
    return t_interval(quantiles, confidence);
}

}  // namespace yhdyspinta::statistics
