// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/warm_up.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/statistics/accumulator.hpp"
#include "engine/statistics/require.hpp"

namespace yhdyspinta::statistics {

namespace {

constexpr std::size_t kLastBatches = 5;  ///< never all that is left

}  // namespace

WarmUp mser(std::span<const double> values, std::size_t batch) {
    require(batch >= 1, "mser: needs batches of at least one");
    const std::size_t batches = values.size() / batch;
    WarmUp found;
    if (batches < 2 * kLastBatches) {
        found.is_run_too_short = true;
        found.mean = std::numeric_limits<double>::quiet_NaN();
        return found;
    }
    // From the end, so that each cut adds one batch to what is left.
    Accumulator left;
    std::vector<double> means(batches);
    found.criterion.resize(batches - kLastBatches);
    for (std::size_t b = batches; b-- > 0;) {
        double sum = 0.0;
        for (std::size_t i = b * batch; i < (b + 1) * batch; ++i) {
            require(!std::isnan(values[i]), "mser: values are numbers");
            sum += values[i];
        }
        left.add(sum / static_cast<double>(batch));
        means[b] = left.mean();
        if (b >= found.criterion.size()) continue;
        const auto n = static_cast<double>(left.count());
        found.criterion[b] = left.variance() * (n - 1.0) / (n * n);
    }
    const auto cut = static_cast<std::size_t>(
        std::min_element(found.criterion.begin(), found.criterion.end()) - found.criterion.begin());
    found.observations = cut * batch;
    found.is_run_too_short = 2 * cut > batches;
    found.mean = means[cut];
    return found;
}

std::vector<double> welch_curve(const Samples& replications, std::size_t window) {
    require(!replications.empty(), "welch_curve: needs a replication");
    const std::size_t times = replications.front().size();
    require(window <= times / 4, "welch_curve: needs a window of at most a quarter of the run");
    std::vector<double> means;
    for (std::size_t t = 0; t < times; ++t) {
        Accumulator at;
        for (const auto& values : replications) {
            require(values.size() == times, "welch_curve: replications differ in length");
            if (!std::isnan(values[t])) at.add(values[t]);
        }
        means.push_back(at.mean());
    }
    std::vector<double> curve;
    for (std::size_t t = 0; t + window < times; ++t) {
        const std::size_t reach = std::min(t, window);
        Accumulator about;
        for (std::size_t i = t - reach; i <= t + reach; ++i) {
            if (!std::isnan(means[i])) about.add(means[i]);
        }
        curve.push_back(about.mean());
    }
    return curve;
}

}  // namespace yhdyspinta::statistics
