// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/samples.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "engine/statistics/require.hpp"

namespace yhdyspinta::statistics {

Samples complete_replications(const Samples& samples) {
    Samples complete(samples.size());
    if (samples.empty()) return complete;
    const std::size_t replications = samples.front().size();
    for (const auto& values : samples) {
        require(values.size() == replications, "samples: designs differ in replications");
    }
    for (std::size_t r = 0; r < replications; ++r) {
        const bool has_all = std::none_of(samples.begin(), samples.end(), [r](const auto& values) {
            return std::isnan(values[r]);
        });
        if (!has_all) continue;
        for (std::size_t d = 0; d < samples.size(); ++d) complete[d].push_back(samples[d][r]);
    }
    return complete;
}

}  // namespace yhdyspinta::statistics
