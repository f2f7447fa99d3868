// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/shapley.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

#include "engine/statistics/accumulator.hpp"
#include "engine/statistics/require.hpp"

namespace yhdyspinta::statistics {

ShapleyValues shapley_values(const Samples& values, std::size_t differences, double confidence) {
    require(differences >= 1 && differences <= 20 && values.size() == std::size_t{1} << differences,
            "shapley_values: needs 1 to 20 differences and a value of each subset");
    const Samples complete = complete_replications(values);
    const std::size_t replications = complete.front().size();
    // weight[s] = s! (k - s - 1)! / k!
    std::vector<double> weight(differences);
    weight[0] = 1.0 / static_cast<double>(differences);
    for (std::size_t s = 1; s < differences; ++s) {
        weight[s] = weight[s - 1] * static_cast<double>(s) / static_cast<double>(differences - s);
    }
    ShapleyValues found;
    found.replications = replications;
    std::vector<double> share(replications);
    for (std::size_t i = 0; i < differences; ++i) {
        std::fill(share.begin(), share.end(), 0.0);
        for (Subset subset = 0; subset < complete.size(); ++subset) {
            const Subset with = subset | Subset{1} << i;
            if (with == subset) continue;
            const double w = weight[static_cast<std::size_t>(std::popcount(subset))];
            for (std::size_t r = 0; r < replications; ++r) {
                share[r] += w * (complete[with][r] - complete[subset][r]);
            }
        }
        found.shares.push_back(t_interval(share, confidence));
    }
    for (std::size_t r = 0; r < replications; ++r) {
        share[r] = complete.back()[r] - complete.front()[r];
    }
    found.total = t_interval(share, confidence);
    return found;
}

SampledShapley sampled_shapley(const std::function<double(Subset)>& value, std::size_t differences,
                               std::size_t pairs, const Uniform& uniform) {
    require(differences >= 1 && differences <= 63 && pairs >= 2,
            "sampled_shapley: needs 1 to 63 differences and two pairs of orders");
    std::map<Subset, double> known;
    const auto value_of = [&](Subset subset) {
        const auto [place, is_new] = known.try_emplace(subset, 0.0);
        if (is_new) place->second = value(subset);
        return place->second;
    };
    std::vector<Accumulator> shares(differences);
    std::vector<double> added(differences);
    for (std::size_t pair = 0; pair < pairs; ++pair) {
        std::vector<std::size_t> order = permutation(differences, uniform);
        std::fill(added.begin(), added.end(), 0.0);
        for (int direction = 0; direction < 2; ++direction) {
            Subset subset = 0;
            double before = value_of(subset);
            for (const std::size_t i : order) {
                subset |= Subset{1} << i;
                const double after = value_of(subset);
                added[i] += (after - before) / 2.0;
                before = after;
            }
            std::reverse(order.begin(), order.end());
        }
        for (std::size_t i = 0; i < differences; ++i) shares[i].add(added[i]);
    }
    SampledShapley found;
    for (const Accumulator& share : shares) {
        found.shares.push_back(share.mean());
        found.standard_errors.push_back(share.standard_deviation() /
                                        std::sqrt(static_cast<double>(pairs)));
    }
    found.subsets = known.size();
    return found;
}

}  // namespace yhdyspinta::statistics
