// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/effects.hpp"

#include <algorithm>
#include <bit>
#include <set>

#include "engine/statistics/require.hpp"

namespace yhdyspinta::statistics {

namespace {

/// All products of at most `order` of the factors: fewer factors first, then in increasing order.
std::vector<Effect> effects_up_to(std::size_t factors, std::size_t order) {
    std::vector<Effect> all{0}, last{0};
    for (std::size_t size = 1; size <= std::min(order, factors); ++size) {
        std::vector<Effect> longer;
        for (const Effect effect : last) {
            for (auto f = static_cast<std::size_t>(std::bit_width(effect)); f < factors; ++f) {
                longer.push_back(effect | Effect{1} << f);
            }
        }
        std::sort(longer.begin(), longer.end());
        all.insert(all.end(), longer.begin(), longer.end());
        last = std::move(longer);
    }
    return all;
}

}  // namespace

std::vector<EstimatedEffect> two_level_effects(const TwoLevelDesign& design,
                                               const Samples& responses, std::size_t order,
                                               double confidence) {
    require(order >= 1 && !responses.empty() && responses.size() == design.points.size(),
            "two_level_effects: needs responses of each point, order >= 1");
    const Samples complete = complete_replications(responses);
    const std::size_t replications = complete.front().size();
    const auto points = static_cast<double>(complete.size());
    std::vector<EstimatedEffect> found;
    std::set<Effect> listed;
    for (const Effect effect : effects_up_to(design.points.front().size(), order)) {
        if (listed.count(effect) > 0) continue;
        std::vector<Effect> aliases = design.aliases(effect);
        std::erase_if(aliases, [order](Effect alias) {
            return static_cast<std::size_t>(std::popcount(alias)) > order;
        });
        listed.insert(aliases.begin(), aliases.end());
        std::vector<double> contrasts(replications, 0.0);
        for (std::size_t p = 0; p < complete.size(); ++p) {
            double sign = effect == 0 ? 1.0 / points : 2.0 / points;
            for (std::size_t f = 0; f < design.points[p].size(); ++f) {
                if ((effect >> f & 1U) != 0) sign *= design.points[p][f];
            }
            for (std::size_t r = 0; r < replications; ++r) contrasts[r] += sign * complete[p][r];
        }
        found.push_back({effect, t_interval(contrasts, confidence), std::move(aliases)});
    }
    return found;
}

}  // namespace yhdyspinta::statistics
