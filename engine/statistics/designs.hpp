// SPDX-License-Identifier: Apache-2.0
// Where to run: points of designed experiments. A design is [points][factors].
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/statistics/uniform.hpp"

namespace yhdyspinta::statistics {

using Points = std::vector<std::vector<double>>;

/// All combinations: `levels` [factors], each >= 1, gives [product][factors] of level numbers from
/// 0, the last factor changing fastest. At most a million points.
[[nodiscard]] std::vector<std::vector<std::size_t>> full_factorial(
    const std::vector<std::size_t>& levels);

/// A product of factors: bit i is set when factor i takes part; 0 is the mean.
using Effect = std::uint32_t;

/// "A", "B", … "Z" without "I", which is the mean, then "A1", …: as tables of designs name them.
[[nodiscard]] std::string effect_name(Effect effect);

/// A factor whose level is the product of those of basic factors.
struct Generator {
    Effect of = 0;  ///< among the basic factors, not 0
    bool is_negative = false;
};

/// Some of the points of a two-level factorial, chosen so that only some effects are mixed up.
struct TwoLevelDesign {
    Points points;  ///< [2^basic][factors] of -1 and +1; the first changes fastest
    std::vector<Generator> generators;  ///< of the factors after the basic ones
    /// Defining relation: products that are the same at all points, without the mean; increasing.
    std::vector<Effect> defining;
    /// Factors in the shortest of them: main effects are mixed up with interactions of
    /// resolution - 1 factors. 0 in a full factorial, where nothing is mixed up.
    std::size_t resolution = 0;
    /// Effects that cannot be told from this one, increasing, itself not among them.
    [[nodiscard]] std::vector<Effect> aliases(Effect effect) const;
};

/// `basic` factors in full, a further factor per generator. 1 <= basic <= 16, at most 15
/// generators.
/// Source: Box and Hunter (1961), Technometrics 3(3) and 3(4).
[[nodiscard]] TwoLevelDesign two_level_design(std::size_t basic,
                                              const std::vector<Generator>& generators = {});

/// A design of that resolution (3, 4 or 5) or better with as few points as a bounded search finds;
/// up to 11 factors these are the fewest there are (Box, Hunter and Hunter, Statistics for
/// Experimenters, 2nd ed. (2005), table 6.22). 2 to 20 factors.
[[nodiscard]] TwoLevelDesign two_level_design_of_resolution(std::size_t factors,
                                                            std::size_t resolution);

enum class LatinCriterion {
    none,         ///< the first one drawn
    maximin,      ///< of those drawn the one whose nearest two points are farthest apart
    correlation,  ///< of those drawn the one with the least largest correlation of two factors
};

/// Latin hypercube on the open unit cube: each factor has one point in each of `points` equal
/// slices, at a random place in it. `points` >= 1, `factors` >= 1, `tries` >= 1 are drawn.
/// Source: McKay, Beckman and Conover (1979), Technometrics 21(2); maximin: Johnson, Moore and
/// Ylvisaker (1990), J. Statistical Planning and Inference 26(2).
[[nodiscard]] Points latin_hypercube(std::size_t points, std::size_t factors,
                                     const Uniform& uniform,
                                     LatinCriterion criterion = LatinCriterion::none,
                                     std::size_t tries = 1);

/// Consecutive points of the Sobol sequence in [0, 1), without its first point, 0: best in numbers
/// of a power of two less one. 1 <= factors <= 3667.
/// Source: Sobol' (1967); direction numbers of Joe and Kuo (2008), SIAM J. Scientific Computing
/// 30(5), as in Boost.Random.
[[nodiscard]] Points sobol_points(std::size_t points, std::size_t factors, std::size_t skip = 0);

/// Morris' random one-at-a-time trajectories on the grid of `levels` (even, >= 2) levels in
/// [0, 1], steps of levels / (2 (levels - 1)): [trajectories * (factors + 1)][factors].
/// Source: Morris (1991), Technometrics 33(2).
[[nodiscard]] Points morris_trajectories(std::size_t trajectories, std::size_t factors,
                                         std::size_t levels, const Uniform& uniform);

/// Points for sobol_indices of sensitivity.hpp: two samples of a Sobol sequence of twice the
/// dimension, and the first with one column after the other taken from the second.
struct SaltelliDesign {
    Points a, b;             ///< [rows][factors] in [0, 1)
    std::vector<Points> ab;  ///< [factors][rows][factors]
};

/// rows * (factors + 2) runs. Source: Saltelli et al. (2010), Computer Physics Communications
/// 181(2).
[[nodiscard]] SaltelliDesign saltelli_design(std::size_t rows, std::size_t factors);

}  // namespace yhdyspinta::statistics
