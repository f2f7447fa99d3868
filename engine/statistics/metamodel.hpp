// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "engine/statistics/designs.hpp"
#include "engine/statistics/intervals.hpp"
#include "engine/statistics/samples.hpp"

namespace yhdyspinta::statistics {

enum class MetamodelForm {
    linear,        ///< 1, x_i
    interactions,  ///< and x_i x_j, i < j
    quadratic      ///< and x_i²
};

/// A product of factors with their powers, [factors]; all 0: the constant.
using Term = std::vector<int>;

/// A polynomial in place of the simulation.
struct Metamodel {
    std::vector<Term> terms;
    std::vector<Interval> coefficients;   ///< [terms], t
    std::vector<double> standard_errors;  ///< [terms]; NaN where no degrees of freedom are left
    std::size_t observations = 0;         ///< points times replications that have a number
    double r_squared = 0.0;               ///< of all observations
    double adjusted_r_squared = 0.0;
    double residual_sd = 0.0;
    /// The polynomial fits worse than replications explain: F test of the points' means about it
    /// against replications about these means. NaN without replications or points to spare.
    double lack_of_fit_f = 0.0;
    double lack_of_fit_p = 0.0;  ///< small: another form is needed
    [[nodiscard]] double at(const std::vector<double>& point) const;
};

/// Ordinary least squares (QR). `points` [points][factors], best scaled to [-1, 1]; `responses`
/// [points][replications], NaN left out; runs at different points are taken as independent, so with
/// common random numbers the errors of all but the constant come out too large. Throws
/// base::InternalError when the points cannot tell the terms apart.
/// Source: Kleijnen, Design and Analysis of Simulation Experiments, 2nd ed. (2015), 2.2, 3.4;
/// lack of fit: Myers, Montgomery and Anderson-Cook, Response Surface Methodology, 4th ed. (2016),
/// 2.7.
[[nodiscard]] Metamodel fit_metamodel(const Points& points, const Samples& responses,
                                      MetamodelForm form, double confidence = 0.95);

}  // namespace yhdyspinta::statistics
