// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>

namespace yhdyspinta::statistics {

/// What a sample says; values that are NaN do not take part and are counted apart.
struct Summary {
    std::size_t count = 0;            ///< values that are numbers
    std::size_t missing = 0;          ///< values that are NaN
    double mean = 0.0;                ///< NaN when count is 0
    double standard_deviation = 0.0;  ///< with n - 1; NaN when count < 2
};

[[nodiscard]] Summary summarise(std::span<const double> values);

/// The quantile of Student's t distribution by which a two-sided interval of the given confidence
/// reaches. `degrees_of_freedom` >= 1, 0 < confidence < 1.
[[nodiscard]] double student_t(std::size_t degrees_of_freedom, double confidence = 0.95);

/// Half the width of the t-interval of the mean; NaN when there are fewer than two values.
[[nodiscard]] double half_width(const Summary& summary, double confidence = 0.95);
[[nodiscard]] double half_width(std::span<const double> values, double confidence = 0.95);

/// Difference b - a of two designs run with the same random numbers, pair by pair.
struct PairedDifference {
    double mean = 0.0;        ///< NaN when there are no pairs
    double half_width = 0.0;  ///< NaN when there are fewer than two pairs
    std::size_t pairs = 0;    ///< pairs of which both values are numbers
    /// The interval excludes zero.
    [[nodiscard]] bool is_clear() const;
};

/// `a` and `b` have the same size; a pair of which either is NaN does not take part.
/// Source: Law, Simulation Modeling and Analysis, 5th ed. (2015), 10.2.1.
[[nodiscard]] PairedDifference paired_difference(std::span<const double> a,
                                                 std::span<const double> b,
                                                 double confidence = 0.95);

}  // namespace yhdyspinta::statistics
