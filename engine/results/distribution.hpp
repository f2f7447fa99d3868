// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace yhdyspinta::results {

/// The shares at which quantiles are kept: 0.01, 0.02 … 0.99.
inline constexpr std::size_t kQuantiles = 99;
[[nodiscard]] constexpr double quantile_share(std::size_t index) {
    return static_cast<double>(index + 1) / 100.0;
}

/// How something is distributed over those concerned, in one replication: more than a mean, less
/// than a row for each.
struct Distribution {
    std::string name;         ///< as Response
    std::string unit;         ///< of the quantiles
    std::string where;        ///< as Response
    std::uint64_t count = 0;  ///< how many were concerned, those counted whose value is not known
    /// [kQuantiles], ascending; NaN from the share on that is not reached, because so many never
    /// come to it or are still under way.
    std::vector<double> quantiles;
    friend bool operator==(const Distribution&, const Distribution&) = default;
};

}  // namespace yhdyspinta::results
