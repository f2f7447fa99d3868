// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/statistics/accumulator.hpp"
#include "engine/statistics/quantiles.hpp"
#include "engine/statistics/require.hpp"
#include "engine/statistics/samples.hpp"
#include "engine/statistics/summary.hpp"

namespace yhdyspinta::statistics {

std::vector<MorrisEffect> morris_effects(const std::vector<std::vector<double>>& points,
                                         std::span<const double> values, double confidence) {
    require(!points.empty() && !points.front().empty() && points.size() == values.size() &&
                points.size() % (points.front().size() + 1) == 0,
            "morris_effects: needs a value of each point of whole trajectories");
    const std::size_t inputs = points.front().size();
    std::vector<std::vector<double>> effects(inputs), sizes(inputs);
    for (std::size_t start = 0; start < points.size(); start += inputs + 1) {
        for (std::size_t p = start; p < start + inputs; ++p) {
            std::size_t changed = inputs;
            for (std::size_t i = 0; i < inputs; ++i) {
                if (points[p + 1][i] == points[p][i]) continue;
                require(changed == inputs, "morris_effects: two inputs change in one step");
                changed = i;
            }
            require(changed < inputs, "morris_effects: no input changes in a step");
            const double effect =
                (values[p + 1] - values[p]) / (points[p + 1][changed] - points[p][changed]);
            effects[changed].push_back(effect);
            sizes[changed].push_back(std::abs(effect));
        }
    }
    std::vector<MorrisEffect> found;
    for (std::size_t i = 0; i < inputs; ++i) {
        const Summary summary = summarise(effects[i]);
        found.push_back({t_interval(effects[i], confidence), t_interval(sizes[i], confidence),
                         summary.standard_deviation, summary.count});
    }
    return found;
}

namespace {

/// Values at the rows that are complete, less their mean.
struct Rows {
    std::vector<double> a, b;
    std::vector<std::vector<double>> ab;  ///< [inputs][rows]
};

struct Shares {
    double first = 0.0;
    double total = 0.0;
};

/// Of the rows listed, which may name a row more than once.
double variance_of(const Rows& rows, const std::vector<std::size_t>& list) {
    Accumulator both;
    for (const std::size_t j : list) {
        both.add(rows.a[j]);
        both.add(rows.b[j]);
    }
    const auto n = static_cast<double>(both.count());
    return both.variance() * (n - 1.0) / n;
}

Shares shares_of(const Rows& rows, std::size_t input, const std::vector<std::size_t>& list,
                 double variance) {
    double first = 0.0, total = 0.0;
    for (const std::size_t j : list) {
        const double change = rows.ab[input][j] - rows.a[j];
        first += rows.b[j] * change;
        total += change * change;
    }
    const auto n = static_cast<double>(list.size());
    return {first / n / variance, total / (2.0 * n) / variance};
}

}  // namespace

SobolIndices sobol_indices(std::span<const double> a, std::span<const double> b,
                           const std::vector<std::vector<double>>& ab, const Uniform& uniform,
                           const BootstrapSettings& settings) {
    require(!ab.empty() && settings.resamples >= 1, "sobol_indices: needs inputs and resamples");
    Samples all{{a.begin(), a.end()}, {b.begin(), b.end()}};
    all.insert(all.end(), ab.begin(), ab.end());
    all = complete_replications(all);
    SobolIndices found;
    found.rows = all.front().size();
    Accumulator both;
    for (std::size_t j = 0; j < found.rows; ++j) {
        both.add(all[0][j]);
        both.add(all[1][j]);
    }
    found.mean = both.mean();
    found.variance = both.variance();
    for (auto& column : all) {
        for (double& value : column) value -= found.mean;
    }
    const Rows rows{all[0], all[1], {all.begin() + 2, all.end()}};

    const std::size_t inputs = ab.size();
    const double nan = std::nan("");
    if (found.rows < 2 || !(found.variance > 0.0)) {
        found.first.assign(inputs, {nan, nan, nan});
        found.total = found.first;
        return found;
    }
    std::vector<std::size_t> list(found.rows);
    std::iota(list.begin(), list.end(), std::size_t{0});
    const double variance = variance_of(rows, list);
    std::vector<Shares> estimates;
    for (std::size_t i = 0; i < inputs; ++i) {
        estimates.push_back(shares_of(rows, i, list, variance));
    }
    std::vector<std::vector<double>> firsts(inputs), totals(inputs);
    for (std::size_t resample = 0; resample < settings.resamples; ++resample) {
        for (std::size_t& row : list) row = index_below(found.rows, uniform);
        const double of_resample = variance_of(rows, list);
        if (!(of_resample > 0.0)) continue;  // one row drawn again and again
        for (std::size_t i = 0; i < inputs; ++i) {
            const Shares shares = shares_of(rows, i, list, of_resample);
            firsts[i].push_back(shares.first);
            totals[i].push_back(shares.total);
        }
    }
    const double tail = (1.0 - settings.confidence) / 2.0;
    for (std::size_t i = 0; i < inputs; ++i) {
        found.first.push_back({estimates[i].first, sample_quantile(firsts[i], tail),
                               sample_quantile(firsts[i], 1.0 - tail)});
        found.total.push_back({estimates[i].total, sample_quantile(totals[i], tail),
                               sample_quantile(totals[i], 1.0 - tail)});
    }
    return found;
}

}  // namespace yhdyspinta::statistics
