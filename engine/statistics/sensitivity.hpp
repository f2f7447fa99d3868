// SPDX-License-Identifier: Apache-2.0
// Which inputs move a response: screening by elementary effects, shares of the variance.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/statistics/intervals.hpp"
#include "engine/statistics/uniform.hpp"

namespace yhdyspinta::statistics {

/// Elementary effects of one input, in the response's unit per whole range of the input.
struct MorrisEffect {
    Interval mean;           ///< of the effects, with their signs
    Interval mean_absolute;  ///< mu*: how much the input matters; t interval over trajectories
    double sigma = 0.0;      ///< their standard deviation: curvature and interaction
    std::size_t effects = 0;
};

/// `points` [trajectories * (inputs + 1)][inputs] in the unit cube, as morris_trajectories of
/// designs.hpp makes them: within a trajectory one input changes at a time. `values` [points]; an
/// effect is left out where a value is NaN.
/// Source: Morris (1991), Technometrics 33(2); mu*: Campolongo, Cariboni and Saltelli (2007),
/// Environmental Modelling & Software 22(10).
[[nodiscard]] std::vector<MorrisEffect> morris_effects(
    const std::vector<std::vector<double>>& points, std::span<const double> values,
    double confidence = 0.95);

/// Shares of the variance of a response; estimates may lie a little outside [0, 1].
struct SobolIndices {
    std::vector<Interval> first;  ///< [inputs]: of the input alone
    std::vector<Interval> total;  ///< [inputs]: of the input and all it interacts in
    double mean = 0.0;
    double variance = 0.0;
    std::size_t rows = 0;  ///< of which all values are numbers
};

/// Values at the points of saltelli_design of designs.hpp: `a` and `b` [rows], `ab` [inputs][rows],
/// where row j of ab[i] is row j of a with input i taken from b. Intervals by resampling rows
/// (percentiles; too wide rather than too narrow when the rows are of a Sobol sequence). NaN with
/// fewer than two rows or where nothing varies.
/// Source: first: Saltelli et al. (2010), Computer Physics Communications 181(2), table 2 (b);
/// total: Jansen (1999), Computer Physics Communications 117(1-2); values centred first: Sobol' and
/// Myshetskaya (2008), Monte Carlo Methods and Applications 13(5-6).
[[nodiscard]] SobolIndices sobol_indices(std::span<const double> a, std::span<const double> b,
                                         const std::vector<std::vector<double>>& ab,
                                         const Uniform& uniform,
                                         const BootstrapSettings& settings = {0.95, 1000});

}  // namespace yhdyspinta::statistics
