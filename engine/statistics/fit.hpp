// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

namespace yhdyspinta::statistics {

/// What was seen at one point, [replications][residuals]; NaN where nothing was there to be
/// measured. A residual is (seen - wanted) / tolerance.
using Residuals = std::vector<std::vector<double>>;

/// A parameter that starts at 0 and is held there by a normal prior.
struct FitParameter {
    double low = 0.0;       ///< <= 0
    double high = 0.0;      ///< >= 0, > low
    double prior_sd = 1.0;  ///< > 0
};

struct FitProblem {
    std::vector<FitParameter> parameters;
    /// Residuals at several points [points][parameters], with the same random numbers at each.
    std::function<std::vector<Residuals>(const std::vector<std::vector<double>>& points)> evaluate;
    int rounds = 8;            ///< >= 0: steps at most
    double good_enough = 1.0;  ///< ends when no residual is larger
    double slope_step = 0.1;   ///< > 0: how far to each side slopes are taken
    /// Told before each call of `evaluate`; may be empty. `round` is 1-based; 0 is the start.
    std::function<void(int round, bool takes_slopes)> on_stage;
};

struct FittedParameter {
    double value = 0.0;
    double sd = 0.0;          ///< posterior
    double identified = 0.0;  ///< 1 - posterior variance / prior variance, [0, 1]
    bool is_at_end = false;   ///< of its range, where it would have gone further
};

struct Fit {
    enum class End {
        good,        ///< no residual is larger than asked for
        settled,     ///< no step makes it better
        rounds_used  ///< there might be better ones
    };
    std::vector<FittedParameter> parameters;
    std::vector<double> residuals;  ///< means at the end
    int rounds = 0;                 ///< steps taken
    End end = End::good;
};

/// Levenberg-Marquardt on w r^2 of the mean residuals and the priors, within the bounds, with
/// central differences for the slopes J. The weight w of a residual is 1 / (1 + s^2 / n), its own
/// variance being that of its tolerance and that of its mean over n replications. The posterior
/// covariance is (J' W J + P)^-1, P being the precision of the priors.
/// Source: Nocedal and Wright, Numerical Optimization, 2nd ed. (2006), 10.3, 16.7.
[[nodiscard]] Fit fit(const FitProblem& problem);

}  // namespace yhdyspinta::statistics
