// SPDX-License-Identifier: Apache-2.0
// Intervals over replications: by Student's t, by resampling; what common random numbers bring.
#pragma once

#include <cstddef>
#include <functional>
#include <span>

#include "engine/statistics/uniform.hpp"

namespace yhdyspinta::statistics {

/// An estimate and the two-sided interval about it; NaN where there is none.
struct Interval {
    double estimate = 0.0;
    double low = 0.0;
    double high = 0.0;
    [[nodiscard]] bool contains(double value) const { return low <= value && value <= high; }
    /// Half of its length.
    [[nodiscard]] double half_width() const { return (high - low) / 2.0; }
    /// Zero lies outside.
    [[nodiscard]] bool is_clear() const { return low > 0.0 || high < 0.0; }
};

/// Student's t interval of the mean; values that are NaN do not take part. Ends are NaN with fewer
/// than two values.
[[nodiscard]] Interval t_interval(std::span<const double> values, double confidence = 0.95);

/// A figure of a sample, of at least one value.
using Statistic = std::function<double(std::span<const double>)>;

struct BootstrapSettings {
    double confidence = 0.95;      ///< (0, 1)
    std::size_t resamples = 2000;  ///< >= 1; 1000 at least for the ends to be of use
};

/// Percentile interval: quantiles of the statistic over resamples with replacement. Values that
/// are NaN do not take part; all NaN with no value.
/// Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), 13.3.
[[nodiscard]] Interval bootstrap_percentile(std::span<const double> values,
                                            const Statistic& statistic, const Uniform& uniform,
                                            const BootstrapSettings& settings = {});

/// Bias-corrected and accelerated interval: second-order correct where the percentile interval is
/// first-order. As above; needs at least two values.
/// Source: Efron (1987), JASA 82(397); Efron and Tibshirani (1993), 14.3.
[[nodiscard]] Interval bootstrap_bca(std::span<const double> values, const Statistic& statistic,
                                     const Uniform& uniform,
                                     const BootstrapSettings& settings = {});

/// The acceleration of the BCa interval, a sixth of the skewness of the jackknife values; 0 where
/// they are all equal. Needs two numbers at least; none of `values` is NaN.
[[nodiscard]] double jackknife_acceleration(std::span<const double> values,
                                            const Statistic& statistic);

/// What it brought to run two designs with the same random numbers.
struct VarianceReduction {
    /// (var a + var b) / var(b - a): as many times more replications would independent runs have
    /// needed for the same half-width. Below 1: the common numbers did harm. Infinite when the
    /// difference does not vary and a or b does.
    double factor = 0.0;
    double correlation = 0.0;  ///< of a and b; NaN when either does not vary
    std::size_t pairs = 0;     ///< of which both values are numbers
};

/// `a` and `b` have the same size; figures are NaN with fewer than two pairs. The interval of the
/// difference itself: paired_difference of summary.hpp.
/// Source: Law, Simulation Modeling and Analysis, 5th ed. (2015), 11.2.
[[nodiscard]] VarianceReduction variance_reduction(std::span<const double> a,
                                                   std::span<const double> b);

}  // namespace yhdyspinta::statistics
