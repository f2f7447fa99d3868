// SPDX-License-Identifier: Apache-2.0
// What each of k differences between two designs brings: Shapley values over all ways of putting
// some of them into effect.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "engine/statistics/intervals.hpp"
#include "engine/statistics/samples.hpp"
#include "engine/statistics/uniform.hpp"

namespace yhdyspinta::statistics {

/// Some of the differences: bit i is set when difference i is in effect.
using Subset = std::uint64_t;

struct ShapleyValues {
    std::vector<Interval> shares;  ///< [differences]; estimates sum to that of `total`
    Interval total;                ///< v(all) - v(none)
    std::size_t replications = 0;  ///< in which every subset has a number
};

/// Exact values: share of i = sum over subsets S without i of |S|! (k - |S| - 1)! / k! times
/// v(S and i) - v(S). `values` is [2^differences subsets, indexed by Subset][replications]; the
/// replications of different subsets belong together (common random numbers), so each replication
/// gives shares of its own and these give t intervals, NaN with fewer than two of them.
/// 1 <= differences <= 20.
/// Source: Shapley (1953), A value for n-person games, Annals of Mathematics Studies 28.
[[nodiscard]] ShapleyValues shapley_values(const Samples& values, std::size_t differences,
                                           double confidence = 0.95);

struct SampledShapley {
    std::vector<double> shares;           ///< [differences]; sum to v(all) - v(none)
    std::vector<double> standard_errors;  ///< [differences], of sampling orders only
    std::size_t subsets = 0;              ///< of which the value was asked for
};

/// For more differences than 2^k runs allow: means of what each adds in random orders, taken in
/// pairs of an order and its reverse. `value` is asked once per subset. `pairs` >= 2,
/// 1 <= differences <= 63. Source: Castro, Gomez and Tejada (2009), Computers & Operations
/// Research 36(5); reversed orders: Mitchell, Cooper, Frank and Holmes (2022), JMLR 23(43).
[[nodiscard]] SampledShapley sampled_shapley(const std::function<double(Subset)>& value,
                                             std::size_t differences, std::size_t pairs,
                                             const Uniform& uniform);

}  // namespace yhdyspinta::statistics
