// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/replications_needed.hpp"

#include <algorithm>
#include <cmath>

#include "engine/statistics/accumulator.hpp"
#include "engine/statistics/require.hpp"
#include "engine/statistics/summary.hpp"

namespace yhdyspinta::statistics {

namespace {

/// What the half-width may be at most with this mean.
double allowed(const PrecisionTarget& target, double mean) {
    return target.is_relative ? target.half_width * std::abs(mean) : target.half_width;
}

bool is_precise(const PrecisionTarget& target, const Accumulator& seen) {
    if (seen.count() < 2) return false;
    const Summary summary{static_cast<std::size_t>(seen.count()), 0, seen.mean(),
                          seen.standard_deviation()};
    return half_width(summary, target.confidence) <= allowed(target, seen.mean());
}

/// The fewest replications of which the half-width is as allowed, if the deviation stays.
std::size_t forecast(const PrecisionTarget& target, const Accumulator& seen) {
    const double goal = allowed(target, seen.mean());
    if (seen.count() < 2 || !(goal > 0.0)) return 0;
    const auto enough = [&](std::size_t n) {
        return student_t(n - 1, target.confidence) * seen.standard_deviation() <=
               goal * std::sqrt(static_cast<double>(n));
    };
    std::size_t low = 1, high = 2;  // low is not enough
    while (!enough(high)) {
        if (high > (std::size_t{1} << 50)) return 0;
        low = high;
        high *= 2;
    }
    while (high - low > 1) {
        const std::size_t middle = low + (high - low) / 2;
        (enough(middle) ? high : low) = middle;
    }
    return high;
}

}  // namespace

ReplicationsNeeded replications_needed(std::span<const double> values,
                                       const PrecisionTarget& target) {
    require(target.half_width > 0.0 && target.minimum >= 2 && target.confidence > 0.0 &&
                target.confidence < 1.0,
            "replications_needed: needs half_width > 0, minimum >= 2, 0 < confidence < 1");
    ReplicationsNeeded found;
    found.interval = t_interval(values, target.confidence);
    Accumulator seen;
    std::size_t since = 0;  // replications from which on it has been precise; 0: it is not
    for (std::size_t n = 1; n <= values.size(); ++n) {
        if (!std::isnan(values[n - 1])) seen.add(values[n - 1]);
        if (n < target.minimum) continue;
        if (!is_precise(target, seen)) {
            since = 0;
            continue;
        }
        if (since == 0) since = n;
        if (n >= since + target.look_ahead * std::max(since, std::size_t{100}) / 100) {
            found.is_reached = true;
            found.replications = since;
            return found;
        }
    }
    if (values.size() < target.minimum) return found;
    const std::size_t wanted = forecast(target, seen);
    if (wanted > 0) found.replications = std::max(wanted, values.size() + 1);
    return found;
}

}  // namespace yhdyspinta::statistics
