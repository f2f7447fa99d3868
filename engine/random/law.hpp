// SPDX-License-Identifier: Apache-2.0
// Hot path: sample() may not allocate, look up strings or log.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/random/exponential_distribution.hpp>

#include "engine/random/stream.hpp"

namespace yhdyspinta::random {

/// A probability law as plain data. Values have the caller's unit (mostly seconds).
///
/// Factories throw base::UserError naming what is legal. A law drawn twice from equal streams gives
/// equal values, and shifted() and scaled() consume the stream exactly as the law they wrap, so
/// runs that differ in a factor only stay synchronised.
class Law {
public:
    enum class Kind : std::uint8_t {
        deterministic,
        exponential,
        uniform,
        erlang,
        gamma,
        weibull,
        lognormal,
        normal_truncated,
        triangular,
        pert,
        beta,
        pareto,
        hyperexponential,
        phase_type,
        discrete,
        empirical,
        empirical_quantiles,
        mixture,
        shifted,
        scaled,
    };

    /// A value or a mean with its probability or weight; see the factories for the order.
    using Pair = std::pair<double, double>;

    /// Always 0.
    Law() = default;

    static Law deterministic(double value);
    static Law exponential(double mean);
    /// Sum of `stages` independent exponentials with total mean `mean`.
    static Law erlang(int stages, double mean);
    static Law gamma(double mean, double sd);
    static Law weibull(double shape, double scale);
    /// `mean` and `sd` of the variable itself, not of its logarithm.
    static Law lognormal(double mean, double sd);
    /// Normal with `mean` and `sd`, given that it lies in [low, high]; either bound may be
    /// infinite. mean() and variance() are those of the truncated variable. [low, high] must hold
    /// at least 1e-9 of the untruncated probability.
    static Law normal_truncated(double mean, double sd, double low, double high);
    static Law triangular(double low, double mode, double high);
    static Law uniform(double low, double high);
    /// Beta on [low, high] with mean (low + 4 mode + high) / 6 (Malcolm et al. 1959).
    static Law pert(double low, double mode, double high);
    static Law beta(double low, double high, double alpha, double beta);
    /// P(X > x) = (minimum / x)^shape.
    static Law pareto(double shape, double minimum);
    /// Pairs (probability, mean); probabilities sum to 1.
    static Law hyperexponential(const std::vector<Pair>& phases);
    /// Time to absorption of a Markov chain: `initial` [phases] sums to 1, `generator`
    /// [phases x phases] has negative diagonal, the rates of moving elsewhere, and row sums <= 0.
    static Law phase_type(const std::vector<double>& initial,
                          const std::vector<std::vector<double>>& generator);
    /// Pairs (value, weight).
    static Law discrete(const std::vector<Pair>& weighted_values);
    /// Each given value equally likely.
    static Law empirical(const std::vector<double>& values);
    /// Pairs (probability, value) from probability 0 to 1, linear in between: how published
    /// quantiles become a law.
    static Law empirical_quantiles(const std::vector<Pair>& quantiles);
    /// Pairs (weight, law).
    static Law mixture(const std::vector<std::pair<double, Law>>& components);
    static Law shifted(double offset, const Law& law);
    /// `factor` >= 0.
    static Law scaled(double factor, const Law& law);

    [[nodiscard]] Kind kind() const { return kind_; }

    [[nodiscard]] double sample(Stream& stream) const {
        switch (kind_) {
            case Kind::deterministic: return a_;
            case Kind::exponential:
                return a_ * boost::random::exponential_distribution<double>()(stream);
            case Kind::uniform: return a_ + b_ * stream.uniform();
            default: return sample_other(stream);
        }
    }

    /// Infinite where it does not exist.
    [[nodiscard]] double mean() const;
    [[nodiscard]] double variance() const;
    /// P(X <= x).
    [[nodiscard]] double cdf(double x) const;
    /// Bounds of the support; may be infinite.
    [[nodiscard]] double lowest() const;
    [[nodiscard]] double highest() const;
    [[nodiscard]] bool is_nonnegative() const { return lowest() >= 0.0; }
    /// As the factory call, e.g. "lognormal(mean 30, sd 12)".
    [[nodiscard]] std::string describe() const;

private:
    struct Table;

    Law(Kind kind, double a, double b = 0.0, double c = 0.0, double d = 0.0)
        : kind_(kind), a_(a), b_(b), c_(c), d_(d) {}
    Law(Kind kind, Table table);

    [[nodiscard]] double sample_other(Stream& stream) const;

    Kind kind_ = Kind::deterministic;
    double a_ = 0.0, b_ = 0.0, c_ = 0.0, d_ = 0.0;  // per kind; see law.cpp
    std::shared_ptr<const Table> table_;            // shared: immutable, and laws are copied freely
};

}  // namespace yhdyspinta::random
