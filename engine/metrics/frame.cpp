// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/frame.hpp"

namespace yhdyspinta::metrics {

results::Distribution distribution(std::string name, std::string unit, std::string where,
                                   const statistics::SurvivalGrid& grid) {
    static const std::vector<double> kShares = [] {
        std::vector<double> shares(results::kQuantiles);
        for (std::size_t i = 0; i < shares.size(); ++i) shares[i] = results::quantile_share(i);
        return shares;
    }();
    return {std::move(name), std::move(unit), std::move(where), grid.subjects(),
            grid.quantiles(kShares)};
}

}  // namespace yhdyspinta::metrics
