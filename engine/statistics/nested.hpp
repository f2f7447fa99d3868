// SPDX-License-Identifier: Apache-2.0
// Chance and ignorance apart, from runs in two levels: the outer one draws the parameters that
// nobody knows, the inner one has replications with these parameters.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/statistics/best.hpp"
#include "engine/statistics/intervals.hpp"
#include "engine/statistics/samples.hpp"

namespace yhdyspinta::statistics {

/// Where the variance of one run of one design comes from.
struct VarianceComponents {
    Interval mean;             ///< over parameters and chance; t over the outer draws
    Interval ignorance;        ///< variance between expected values, >= 0
    Interval chance;           ///< variance of replications with the same parameters
    Interval ignorance_share;  ///< of the sum of both, [0, 1]
    std::size_t outer = 0;     ///< draws that took part
    std::size_t inner = 0;
};

/// One-way random effects by analysis of variance, `values` [outer >= 2][inner >= 2], as many
/// replications in each; an outer draw with a NaN does not take part, and fewer than two that are
/// left make all NaN. Intervals: t, chi-squared (chance), exact F (share), Williams (ignorance,
/// approximate). Source: Searle, Casella and McCulloch, Variance Components (1992), 3.6; Williams
/// (1962), Biometrika 49(1-2).
[[nodiscard]] VarianceComponents variance_components(const Samples& values,
                                                     double confidence = 0.95);

/// Values of several designs, [designs][outer][inner], the same parameters and random numbers at
/// the same place. Designs, outer and inner are of the same size everywhere, numbers all, or
/// base::InternalError is thrown.
using NestedSamples = std::vector<Samples>;

/// Expected values of each design given the parameters, [designs][outer]: the means over the inner
/// replications, drawn together so that their covariance is the one estimated for expected values,
/// which is that of the means less what chance adds to it. outer >= 3, inner >= 2.
/// Source: Louis (1984), JASA 79(386); Ghosh (1992), JASA 87(418); the linear map is that of
/// Gaussian optimal transport: Olkin and Pukelsheim (1982), Linear Algebra and its Applications 48.
[[nodiscard]] Samples expected_values(const NestedSamples& samples);

/// How likely a design is the best; equal values share.
struct BestProbability {
    /// Of having the best expected value, given what is not known. Wilson's interval over the outer
    /// draws.
    Interval expected;
    /// Of turning out best in a single run, where chance adds to ignorance.
    double single_run = 0.0;
};

/// [designs]. Source of the interval: Wilson (1927), JASA 22(158).
[[nodiscard]] std::vector<BestProbability> best_probabilities(const NestedSamples& samples,
                                                              Better better,
                                                              double confidence = 0.95);

/// What it would be worth, in the unit of the response and per decision, to know all parameters
/// before choosing a design: E max - max E of the expected values, [designs][outer] as from
/// expected_values. Jackknife interval over ten groups of outer draws, not below 0; outer >= 20.
/// Source: Raiffa and Schlaifer, Applied Statistical Decision Theory (1961); groups: Tukey (1958).
[[nodiscard]] Interval value_of_knowing_all(const Samples& expected, Better better,
                                            double confidence = 0.95);

/// What it would be worth to know one parameter: as above with the regression on that parameter in
/// place of the expected values. `means` [designs][outer] may hold noise of the inner replications,
/// the regression averages over it; `parameter` [outer]. Regression: cubic splines with up to five
/// knots at quantiles, or a polynomial, or nothing at all, whichever has the least generalised
/// cross-validation. outer >= 20.
/// Source: Strong, Oakley and Brennan (2014), Medical Decision Making 34(3); Craven and Wahba
/// (1979), Numerische Mathematik 31.
[[nodiscard]] Interval value_of_knowing(const Samples& means, std::span<const double> parameter,
                                        Better better, double confidence = 0.95);

}  // namespace yhdyspinta::statistics
