// SPDX-License-Identifier: Apache-2.0
// Which of several designs is the best: intervals, selection with a promised probability, and how
// to divide a budget of runs.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/statistics/intervals.hpp"
#include "engine/statistics/samples.hpp"

namespace yhdyspinta::statistics {

enum class Better { smaller, larger };

/// What is known of how the designs' runs hang together.
enum class McbMethod {
    /// Independent runs of equal variance: Hsu (1984), Annals of Statistics 12(3).
    independent,
    /// Common random numbers; all differences have the same variance (sphericity):
    /// Nelson and Matejcik (1995), Management Science 41(12).
    equal_variance_of_differences,
    /// Common random numbers, nothing assumed but normality: one-sided t bounds of each pair
    /// (Bonferroni) in Hsu's construction. Wider, never wrong.
    bonferroni
};

/// A design against the best of the others.
struct McbInterval {
    /// Mean of the design less that of the best other one; the best design has it on the good side
    /// of zero (<= 0 when smaller is better). Constrained: one end is 0 unless both are possible.
    Interval difference;
    bool may_be_best = false;   ///< cannot be told from the best
    bool is_only_best = false;  ///< no other may be
};

/// Multiple comparisons with the best: the intervals cover all differences at once with the given
/// confidence. `samples` [designs >= 2][replications >= 2]; a replication in which any design has
/// no number does not take part, and fewer than two that are left throw base::InternalError.
[[nodiscard]] std::vector<McbInterval> compare_with_best(const Samples& samples, Better better,
                                                         McbMethod method,
                                                         double confidence = 0.95);

/// One-sided critical value of the largest of `comparisons` t statistics with the correlation 1/2
/// of differences from one common mean. Source: Dunnett (1955), JASA 50(272).
[[nodiscard]] double dunnett_one_sided(std::size_t comparisons, std::size_t degrees_of_freedom,
                                       double confidence);

struct KimNelsonSettings {
    double indifference = 0.0;     ///< > 0: differences below this do not matter
    double confidence = 0.95;      ///< (1 / designs, 1)
    std::size_t first_stage = 10;  ///< >= 2 replications before any design is left out
    Better better = Better::smaller;
};

/// Fully sequential selection: takes one replication of each contender at a time, leaves designs
/// out as soon as they are clearly worse, and ends with one. If the best design is at least
/// `indifference` better than all others, it is the one selected with at least the given
/// probability; with common random numbers or without, whatever the variances; normal responses.
/// Source: Kim and Nelson (2001), ACM TOMACS 11(3), with c = 1.
class KimNelson {
public:
    /// Two designs at least.
    KimNelson(std::size_t designs, const KimNelsonSettings& settings);

    /// Designs still in, in increasing order; one when it is decided.
    [[nodiscard]] const std::vector<std::size_t>& contenders() const { return contenders_; }
    [[nodiscard]] bool is_decided() const { return contenders_.size() == 1; }
    /// Replications of each contender so far.
    [[nodiscard]] std::size_t replications() const { return replications_; }
    /// The most replications any pair of contenders can still need in all; 0 in the first stage.
    [[nodiscard]] std::size_t most_replications() const;
    /// The next replication of each contender, [contenders], numbers all; not when decided.
    void add(std::span<const double> values);

private:
    void end_first_stage();
    void screen();

    KimNelsonSettings settings_;
    double sign_ = 1.0;  ///< -1 when smaller is better
    double h_squared_ = 0.0;
    std::vector<std::size_t> contenders_;
    std::size_t replications_ = 0;
    std::vector<double> sums_;                    ///< [designs]
    Samples first_stage_;                         ///< [designs][replications]
    std::vector<std::vector<double>> variances_;  ///< of differences, [designs][designs]
};

/// Shares of a budget of independent runs that make it most likely to select the best design, sum
/// 1. `means` and `standard_deviations` [designs >= 2]; deviations > 0, the best mean is the only
/// one. Source: Chen, Lin, Yücesan and Chick (2000), Discrete Event Dynamic Systems 10(3).
[[nodiscard]] std::vector<double> ocba_shares(std::span<const double> means,
                                              std::span<const double> standard_deviations,
                                              Better better);

/// Replications that each design is to get next, [designs], `increment` in all, so that the sums
/// come nearest to the shares of ocba_shares; designs that have more than their share get none.
[[nodiscard]] std::vector<std::size_t> ocba_next(std::span<const double> means,
                                                 std::span<const double> standard_deviations,
                                                 std::span<const std::size_t> replications,
                                                 std::size_t increment, Better better);

}  // namespace yhdyspinta::statistics
