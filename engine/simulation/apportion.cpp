// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/apportion.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace yhdyspinta::simulation {

std::vector<std::int32_t> apportion(std::int32_t total, const std::vector<double>& weights,
                                    const std::vector<std::int32_t>& at_most) {
    constexpr double kAlmost = 1e-9;  // quotas that are whole but for rounding
    std::vector<std::int32_t> parts(weights.size(), 0);
    const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
    if (!(all > 0.0)) return parts;
    std::vector<double> remainders(weights.size(), 0.0);
    std::int32_t left = total;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double quota = total * weights[i] / all;
        const double whole = std::floor(quota + kAlmost);
        remainders[i] = quota - whole;
        parts[i] = std::min(at_most[i], static_cast<std::int32_t>(whole));
        left -= parts[i];
    }
    std::vector<std::size_t> order(weights.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return remainders[a] > remainders[b] + kAlmost;
    });
    for (bool is_any = true; left > 0 && is_any;) {
        is_any = false;
        for (const std::size_t i : order) {
            if (left == 0) break;
            if (weights[i] <= 0.0 || parts[i] >= at_most[i]) continue;
            ++parts[i];
            --left;
            is_any = true;
        }
    }
    return parts;
}

}  // namespace yhdyspinta::simulation
