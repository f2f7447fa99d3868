// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/sequential.hpp"

#include <algorithm>
#include <cmath>

#include "engine/statistics/summary.hpp"

namespace yhdyspinta::experiment {

std::uint64_t replications_wanted(const scenario::Precision& precision,
                                  const results::ResponseTable& table, std::uint64_t done) {
    const auto most = static_cast<std::uint64_t>(precision.at_most);
    std::uint64_t wanted = done;
    for (const auto& target : precision.responses) {
        const auto* row = table.find(target.response.name, target.where);
        if (row == nullptr) return most;
        const auto summary = statistics::summarise(row->values);
        const double width = statistics::half_width(summary);
        const double limit =
            target.half_width ? *target.half_width : *target.relative * std::abs(summary.mean);
        if (width <= limit) continue;
        // The half-width shrinks with the root of the number; a spread that is not known yet
        // doubles it.
        const double ratio = limit > 0.0 ? width / limit : 2.0;
        const double factor = std::isnan(ratio) ? 2.0 : std::clamp(ratio * ratio, 1.0, 2.0);
        const auto more = static_cast<std::uint64_t>(std::ceil(static_cast<double>(done) * factor));
        wanted = std::max({wanted, more, done + 1});
    }
    return std::min(wanted, std::max(most, done));
}

}  // namespace yhdyspinta::experiment
