// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <numeric>
#include <utility>
#include <vector>

namespace yhdyspinta::statistics {

/// The next random number, uniform in the open interval (0, 1). Who passes it decides of the seed:
/// the same numbers give the same results, to the byte.
using Uniform = std::function<double()>;

/// Uniform in 0 … count - 1; count >= 1.
[[nodiscard]] inline std::size_t index_below(std::size_t count, const Uniform& uniform) {
    const auto index = static_cast<std::size_t>(uniform() * static_cast<double>(count));
    return index < count ? index : count - 1;  // the product may round up
}

/// A permutation of 0 … count - 1. Source: Fisher and Yates; Durstenfeld (1964), CACM 7(7).
[[nodiscard]] inline std::vector<std::size_t> permutation(std::size_t count,
                                                          const Uniform& uniform) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t left = count; left > 1; --left) {
        std::swap(order[left - 1], order[index_below(left, uniform)]);
    }
    return order;
}

}  // namespace yhdyspinta::statistics
