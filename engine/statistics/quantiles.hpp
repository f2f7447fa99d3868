// SPDX-License-Identifier: Apache-2.0
// Quantiles of samples and of replications.
#pragma once

#include <span>
#include <vector>

#include "engine/statistics/intervals.hpp"

namespace yhdyspinta::statistics {

/// The p-quantile of a sample, 0 <= p <= 1, linear between order statistics: definition 7 of
/// Hyndman and Fan (1996), The American Statistician 50(4). Values that are NaN do not take part;
/// NaN with no value.
[[nodiscard]] double sample_quantile(std::span<const double> values, double p);

struct QuantileInterval {
    /// Between two order statistics; an end is infinite when the sample is too small for it.
    Interval interval;
    double coverage = 0.0;  ///< exact for any continuous law, >= the confidence asked for
};

/// Interval of the p-quantile of the law that the values, independent of each other, come from,
/// 0 < p < 1: distribution-free, each tail at most (1 - confidence) / 2. Values that are NaN do not
/// take part; the estimate is NaN with no value.
/// Source: Conover, Practical Nonparametric Statistics, 3rd ed. (1999), 3.2.
[[nodiscard]] QuantileInterval quantile_interval(std::span<const double> values, double p,
                                                 double confidence = 0.95);

/// Quantiles of one replication.
struct QuantileTable {
    std::vector<double> probabilities;  ///< increasing, in [0, 1]
    std::vector<double> values;         ///< [probabilities], not decreasing
};

/// The p-quantile by the table, linear between its lines; NaN outside the table.
[[nodiscard]] double table_quantile(const QuantileTable& table, double p);

/// Mean of the replications' p-quantiles with its t interval; clients within a replication depend
/// on each other, replications do not. A replication whose table does not reach p does not take
/// part. Source: Law (2015), 9.4.2.
[[nodiscard]] Interval replication_quantile(const std::vector<QuantileTable>& replications,
                                            double p, double confidence = 0.95);

}  // namespace yhdyspinta::statistics
