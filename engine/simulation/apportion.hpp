// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace yhdyspinta::simulation {

/// Splits `total` (>= 0) into whole numbers in proportion to `weights` (>= 0): the whole part of
/// each quota, and one more for the largest remainders, of equal ones the first. Nobody gets more
/// than `at_most` of theirs, nor anything with weight 0; what is over goes to the next remainders,
/// and what nobody can take is left out.
[[nodiscard]] std::vector<std::int32_t> apportion(std::int32_t total,
                                                  const std::vector<double>& weights,
                                                  const std::vector<std::int32_t>& at_most);

}  // namespace yhdyspinta::simulation
