// SPDX-License-Identifier: Apache-2.0
// Hot path: sample_other() may not allocate, look up strings or log.
#include "engine/random/law.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <optional>
#include <string_view>

#include <Eigen/LU>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/pareto.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <boost/random/beta_distribution.hpp>
#include <boost/random/gamma_distribution.hpp>
#include <boost/random/lognormal_distribution.hpp>
#include <boost/random/triangle_distribution.hpp>
#include <boost/random/weibull_distribution.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/base/error.hpp"

namespace yhdyspinta::random {

/// What does not fit into four numbers. Each kind uses the members named in its factory.
struct Law::Table {
    std::vector<double> values;
    std::vector<double> weights;     // sum to 1
    std::vector<double> cumulative;  // of the weights, or probabilities of quantiles
    std::vector<Law> laws;
    // Phase-type: rate of leaving each phase; then, from each phase, the cumulative probability of
    // moving to each phase and (last) of absorption. [phases], [phases x phases + 1]
    std::vector<double> rates;
    std::vector<std::vector<double>> moves;
    double mean = 0.0, variance = 0.0;
};

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

namespace math = boost::math;

// Arguments are checked by the factories; long double would make results depend on the machine.
using Policy =
    math::policies::policy<math::policies::promote_double<false>,
                           math::policies::overflow_error<math::policies::ignore_error>,
                           math::policies::underflow_error<math::policies::ignore_error>>;
using Normal = math::normal_distribution<double, Policy>;
using Exponential = math::exponential_distribution<double, Policy>;
using Gamma = math::gamma_distribution<double, Policy>;
using Weibull = math::weibull_distribution<double, Policy>;
using Lognormal = math::lognormal_distribution<double, Policy>;
using Triangular = math::triangular_distribution<double, Policy>;
using Beta = math::beta_distribution<double, Policy>;
using Pareto = math::pareto_distribution<double, Policy>;
using Poisson = math::poisson_distribution<double, Policy>;

template <class... Values>
void require(bool holds, fmt::format_string<Values...> text, Values&&... values) {
    if (!holds) throw base::UserError(fmt::format(text, std::forward<Values>(values)...));
}

void require_finite(std::string_view law, std::string_view name, double value) {
    require(std::isfinite(value), "{}: {} {} must be a finite number", law, name, value);
}

void require_positive(std::string_view law, std::string_view name, double value) {
    require(std::isfinite(value) && value > 0.0, "{}: {} {} must be a finite number > 0", law, name,
            value);
}

void require_order(std::string_view law, double low, double high) {
    require_finite(law, "low", low);
    require_finite(law, "high", high);
    require(low < high, "{}: low {} must be below high {}", law, low, high);
}

void require_mode(std::string_view law, double low, double mode, double high) {
    require_order(law, low, high);
    require(low <= mode && mode <= high, "{}: mode {} must lie between low {} and high {}", law,
            mode, low, high);
}

void require_sum_of_one(std::string_view law, std::string_view what, double sum) {
    require(std::abs(sum - 1.0) <= 1e-9, "{}: {} sum to {}; they must sum to 1", law, what, sum);
}

void normalise(std::vector<double>& weights) {
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (double& weight : weights) weight /= sum;
}

/// Cumulative sums that are exactly 1 from the last positive weight on.
std::vector<double> cumulate(const std::vector<double>& weights) {
    std::vector<double> sums(weights.size());
    std::partial_sum(weights.begin(), weights.end(), sums.begin());
    for (std::size_t i = weights.size(); i-- > 0;) {
        sums[i] = 1.0;
        if (weights[i] > 0.0) break;
    }
    return sums;
}

/// Inversion rather than an alias table: when two designs differ a little in their weights, equal
/// draws mostly give equal choices.
std::size_t choose(const std::vector<double>& cumulative, Stream& stream) {
    return static_cast<std::size_t>(
        std::upper_bound(cumulative.begin(), cumulative.end(), stream.uniform()) -
        cumulative.begin());
}

double draw_exponential(double mean, Stream& stream) {
    return mean * boost::random::exponential_distribution<double>()(stream);
}

/// On (0, 1).
double draw_beta(double alpha, double beta, Stream& stream) {
    const double value = boost::random::beta_distribution<double>(alpha, beta)(stream);
    if (!std::isnan(value)) return value;
    // Both gamma variables underflowed: for such small parameters the law sits at its two ends.
    return stream.uniform() < alpha / (alpha + beta) ? 1.0 : 0.0;
}

double square(double x) { return x * x; }

struct PertShape {
    double alpha;
    double beta;
};

PertShape pert_shape(double low, double mode, double high) {
    return {1.0 + 4.0 * (mode - low) / (high - low), 1.0 + 4.0 * (high - mode) / (high - low)};
}

/// Mean and second moment about it of a mixture.
struct Moments {
    double mean;
    double variance;
};

Moments mix(const std::vector<double>& weights, const std::vector<Moments>& parts) {
    Moments all{0.0, 0.0};
    for (std::size_t i = 0; i < parts.size(); ++i) all.mean += weights[i] * parts[i].mean;
    if (!std::isfinite(all.mean)) return {all.mean, kInfinity};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        all.variance += weights[i] * (parts[i].variance + square(parts[i].mean - all.mean));
    }
    return all;
}

double infinite_unless_finite(double value) { return std::isfinite(value) ? value : kInfinity; }

/// Moments of a phase-type law: m1 = a x, m2 = 2 a y with -T x = 1, -T y = x
/// (M. F. Neuts, Matrix-Geometric Solutions in Stochastic Models, 1981, section 2.2).
Moments phase_type_moments(const std::vector<double>& initial,
                           const std::vector<std::vector<double>>& generator) {
    const auto phases = static_cast<Eigen::Index>(initial.size());
    Eigen::MatrixXd matrix(phases, phases);
    for (Eigen::Index i = 0; i < phases; ++i) {
        const auto& row = generator[static_cast<std::size_t>(i)];
        matrix.row(i) = -Eigen::Map<const Eigen::RowVectorXd>(row.data(), phases);
    }
    const Eigen::Map<const Eigen::VectorXd> start(initial.data(), phases);
    const Eigen::PartialPivLU<Eigen::MatrixXd> lu(matrix);
    const Eigen::VectorXd x = lu.solve(Eigen::VectorXd::Ones(phases));
    const Eigen::VectorXd y = lu.solve(x);
    const double mean = start.dot(x);
    return {mean, std::max(0.0, 2.0 * start.dot(y) - mean * mean)};
}

/// P(T <= x) by uniformisation: the chain moves at the epochs of a Poisson process with the largest
/// rate (A. Jensen 1953). `rates` and `moves` as in Law::Table.
double phase_type_cdf(const std::vector<double>& initial, const std::vector<double>& rates,
                      const std::vector<std::vector<double>>& moves, double x) {
    const std::size_t phases = initial.size();
    const double rate = *std::max_element(rates.begin(), rates.end());
    if (!(x > 0.0)) return 0.0;
    const Poisson epochs(rate * x);
    std::vector<double> now = initial;
    double alive = 0.0, seen = 0.0;
    for (int n = 0;; ++n) {
        const double weight = pdf(epochs, n);
        const double inside = std::accumulate(now.begin(), now.end(), 0.0);
        alive += weight * inside;
        seen += weight;
        const bool is_past_mode = n > rate * x;
        if (is_past_mode && (weight < 1e-17 || 1.0 - seen < 1e-15 || inside < 1e-17)) break;
        std::vector<double> next(phases, 0.0);
        for (std::size_t i = 0; i < phases; ++i) {
            const double leaves = now[i] * rates[i] / rate;
            next[i] += now[i] - leaves;
            for (std::size_t j = 0; j < phases; ++j) {
                next[j] += leaves * (moves[i][j] - (j > 0 ? moves[i][j - 1] : 0.0));
            }
        }
        now = std::move(next);
    }
    return std::clamp(1.0 - alive, 0.0, 1.0);
}

/// First phase from which absorption cannot be reached.
std::optional<std::size_t> endless_phase(const std::vector<std::vector<double>>& weights) {
    const std::size_t phases = weights.size();
    std::vector<bool> ends(phases, false);
    for (bool is_changed = true; is_changed;) {
        is_changed = false;
        for (std::size_t i = 0; i < phases; ++i) {
            if (ends[i]) continue;
            ends[i] = weights[i][phases] > 0.0;
            for (std::size_t j = 0; j < phases; ++j) {
                ends[i] = ends[i] || (weights[i][j] > 0.0 && ends[j]);
            }
            is_changed = is_changed || ends[i];
        }
    }
    const auto endless = std::find(ends.begin(), ends.end(), false);
    if (endless == ends.end()) return std::nullopt;
    return static_cast<std::size_t>(endless - ends.begin());
}

}  // namespace

Law::Law(Kind kind, Table table)
    : kind_(kind), table_(std::make_shared<const Table>(std::move(table))) {}

Law Law::deterministic(double value) {
    require_finite("deterministic", "value", value);
    return {Kind::deterministic, value};
}

Law Law::exponential(double mean) {
    require_positive("exponential", "mean", mean);
    return {Kind::exponential, mean};
}

Law Law::erlang(int stages, double mean) {
    require(stages >= 1, "erlang: stages {} must be a whole number >= 1", stages);
    require_positive("erlang", "mean", mean);
    return {Kind::erlang, static_cast<double>(stages), mean / stages};  // shape, scale
}

Law Law::gamma(double mean, double sd) {
    require_positive("gamma", "mean", mean);
    require_positive("gamma", "sd", sd);
    return {Kind::gamma, square(mean / sd), sd * (sd / mean), mean, sd};  // shape, scale, as given
}

Law Law::weibull(double shape, double scale) {
    require_positive("weibull", "shape", shape);
    require_positive("weibull", "scale", scale);
    return {Kind::weibull, shape, scale};
}

Law Law::lognormal(double mean, double sd) {
    require_positive("lognormal", "mean", mean);
    require_positive("lognormal", "sd", sd);
    const double log_variance = std::log1p(square(sd / mean));
    // Mean and deviation of the logarithm, then as given.
    return {Kind::lognormal, std::log(mean) - 0.5 * log_variance, std::sqrt(log_variance), mean,
            sd};
}

Law Law::normal_truncated(double mean, double sd, double low, double high) {
    const std::string_view name = "normal_truncated";
    require_finite(name, "mean", mean);
    require_positive(name, "sd", sd);
    require(low < high, "{}: low {} must be below high {}", name, low, high);
    const Normal standard;
    const double a = (low - mean) / sd;
    const double b = (high - mean) / sd;
    // Probabilities of the nearer tail, so that no digits are lost far from the mean.
    const bool is_upper = a > 0.0;
    const double at_low = is_upper ? math::cdf(complement(standard, a)) : math::cdf(standard, a);
    const double at_high = is_upper ? math::cdf(complement(standard, b)) : math::cdf(standard, b);
    const double inside = std::abs(at_high - at_low);
    require(inside >= 1e-9,
            "{}: low {} and high {} hold almost no probability of mean {}, sd {}; move them nearer "
            "to the mean",
            name, low, high, mean, sd);
    const double density_a = std::isfinite(a) ? pdf(standard, a) : 0.0;
    const double density_b = std::isfinite(b) ? pdf(standard, b) : 0.0;
    const double shift = (density_a - density_b) / inside;
    const double bend =
        ((std::isfinite(a) ? a * density_a : 0.0) - (std::isfinite(b) ? b * density_b : 0.0)) /
        inside;
    Table table;
    table.values = {at_low, at_high, is_upper ? 1.0 : 0.0};
    table.mean = mean + sd * shift;
    table.variance = sd * sd * std::max(0.0, 1.0 + bend - shift * shift);
    Law law(Kind::normal_truncated, std::move(table));
    law.a_ = mean, law.b_ = sd, law.c_ = low, law.d_ = high;
    return law;
}

Law Law::triangular(double low, double mode, double high) {
    require_mode("triangular", low, mode, high);
    return {Kind::triangular, low, mode, high};
}

Law Law::uniform(double low, double high) {
    require_order("uniform", low, high);
    return {Kind::uniform, low, high - low};  // low, width
}

Law Law::pert(double low, double mode, double high) {
    require_mode("pert", low, mode, high);
    return {Kind::pert, low, mode, high};
}

Law Law::beta(double low, double high, double alpha, double beta) {
    require_order("beta", low, high);
    require_positive("beta", "alpha", alpha);
    require_positive("beta", "beta", beta);
    return {Kind::beta, low, high, alpha, beta};
}

Law Law::pareto(double shape, double minimum) {
    require_positive("pareto", "shape", shape);
    require_positive("pareto", "minimum", minimum);
    return {Kind::pareto, shape, minimum};
}

Law Law::hyperexponential(const std::vector<Pair>& phases) {
    const std::string_view name = "hyperexponential";
    require(!phases.empty(), "{}: needs at least one pair of probability and mean", name);
    Table table;
    std::vector<Moments> parts;
    double sum = 0.0;
    for (const auto& [probability, mean] : phases) {
        require(probability >= 0.0 && probability <= 1.0,
                "{}: probability {} must lie between 0 and 1", name, probability);
        require_positive(name, "mean", mean);
        table.weights.push_back(probability);
        table.values.push_back(mean);
        parts.push_back({mean, mean * mean});
        sum += probability;
    }
    require_sum_of_one(name, "probabilities", sum);
    normalise(table.weights);
    table.cumulative = cumulate(table.weights);
    const Moments moments = mix(table.weights, parts);
    table.mean = moments.mean, table.variance = moments.variance;
    return {Kind::hyperexponential, std::move(table)};
}

Law Law::phase_type(const std::vector<double>& initial,
                    const std::vector<std::vector<double>>& generator) {
    const std::string_view name = "phase_type";
    const std::size_t phases = initial.size();
    require(phases > 0, "{}: needs at least one phase", name);
    require(generator.size() == phases, "{}: the generator has {} rows for {} phases", name,
            generator.size(), phases);
    Table table;
    std::vector<std::vector<double>> weights;
    for (const double probability : initial) {
        require(probability >= 0.0 && probability <= 1.0,
                "{}: initial probability {} must lie between 0 and 1", name, probability);
    }
    require_sum_of_one(name, "initial probabilities",
                       std::accumulate(initial.begin(), initial.end(), 0.0));
    for (std::size_t i = 0; i < phases; ++i) {
        const auto& row = generator[i];
        require(row.size() == phases, "{}: row {} of the generator has {} rates for {} phases",
                name, i + 1, row.size(), phases);
        require(std::isfinite(row[i]) && row[i] < 0.0,
                "{}: diagonal rate {} of phase {} must be a finite number < 0", name, row[i],
                i + 1);
        const double rate = -row[i];
        double exit = rate;
        for (std::size_t j = 0; j < phases; ++j) {
            if (j == i) continue;
            require(std::isfinite(row[j]) && row[j] >= 0.0,
                    "{}: rate {} from phase {} to phase {} must be a finite number >= 0", name,
                    row[j], i + 1, j + 1);
            exit -= row[j];
        }
        require(exit >= -1e-9 * rate, "{}: row {} of the generator sums to {}; it must be <= 0",
                name, i + 1, -exit);
        auto& moves = weights.emplace_back(row);
        moves[i] = 0.0;
        moves.push_back(exit > 1e-12 * rate ? exit : 0.0);
        normalise(moves);
        table.rates.push_back(rate);
        table.moves.push_back(cumulate(moves));
    }
    if (const auto endless = endless_phase(weights)) {
        require(false, "{}: phase {} never ends; each phase must lead to absorption", name,
                *endless + 1);
    }
    const Moments moments = phase_type_moments(initial, generator);
    table.weights = initial;
    table.cumulative = cumulate(initial);
    table.mean = moments.mean, table.variance = moments.variance;
    return {Kind::phase_type, std::move(table)};
}

Law Law::discrete(const std::vector<Pair>& weighted_values) {
    const std::string_view name = "discrete";
    std::vector<Pair> sorted;
    for (const auto& [value, weight] : weighted_values) {
        require_finite(name, "value", value);
        require(std::isfinite(weight) && weight >= 0.0,
                "{}: weight {} of value {} must be a finite number >= 0", name, weight, value);
        if (weight > 0.0) sorted.emplace_back(value, weight);
    }
    require(!sorted.empty(), "{}: needs at least one value with a weight > 0", name);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const Pair& a, const Pair& b) { return a.first < b.first; });
    Table table;
    std::vector<Moments> parts;
    for (const auto& [value, weight] : sorted) {
        table.values.push_back(value);
        table.weights.push_back(weight);
        parts.push_back({value, 0.0});
    }
    normalise(table.weights);
    table.cumulative = cumulate(table.weights);
    const Moments moments = mix(table.weights, parts);
    table.mean = moments.mean, table.variance = moments.variance;
    return {Kind::discrete, std::move(table)};
}

Law Law::empirical(const std::vector<double>& values) {
    require(!values.empty(), "empirical: needs at least one value");
    Table table;
    for (const double value : values) require_finite("empirical", "value", value);
    table.values = values;
    std::sort(table.values.begin(), table.values.end());
    const auto count = static_cast<double>(values.size());
    table.mean = std::accumulate(table.values.begin(), table.values.end(), 0.0) / count;
    for (const double value : table.values) table.variance += square(value - table.mean) / count;
    return {Kind::empirical, std::move(table)};
}

Law Law::empirical_quantiles(const std::vector<Pair>& quantiles) {
    const std::string_view name = "empirical_quantiles";
    require(quantiles.size() >= 2, "{}: needs at least the quantiles of probability 0 and 1", name);
    require(quantiles.front().first == 0.0 && quantiles.back().first == 1.0,
            "{}: probabilities run from {} to {}; they must run from 0 to 1", name,
            quantiles.front().first, quantiles.back().first);
    Table table;
    for (std::size_t i = 0; i < quantiles.size(); ++i) {
        const auto& [probability, value] = quantiles[i];
        require_finite(name, "value", value);
        if (i > 0) {
            const auto& [probability_before, value_before] = quantiles[i - 1];
            require(probability > probability_before,
                    "{}: probability {} must be above the {} before it", name, probability,
                    probability_before);
            require(value >= value_before, "{}: value {} must not be below the {} before it", name,
                    value, value_before);
            table.mean += (probability - probability_before) * 0.5 * (value + value_before);
        }
        table.cumulative.push_back(probability);
        table.values.push_back(value);
    }
    for (std::size_t i = 1; i < table.values.size(); ++i) {
        const double a = table.values[i - 1] - table.mean;
        const double b = table.values[i] - table.mean;
        table.variance +=
            (table.cumulative[i] - table.cumulative[i - 1]) * (a * a + a * b + b * b) / 3.0;
    }
    return {Kind::empirical_quantiles, std::move(table)};
}

Law Law::mixture(const std::vector<std::pair<double, Law>>& components) {
    Table table;
    std::vector<Moments> parts;
    for (const auto& [weight, law] : components) {
        require(std::isfinite(weight) && weight >= 0.0,
                "mixture: weight {} must be a finite number >= 0", weight);
        if (weight == 0.0) continue;
        table.weights.push_back(weight);
        table.laws.push_back(law);
        parts.push_back({law.mean(), law.variance()});
    }
    require(!table.laws.empty(), "mixture: needs at least one law with a weight > 0");
    normalise(table.weights);
    table.cumulative = cumulate(table.weights);
    const Moments moments = mix(table.weights, parts);
    table.mean = moments.mean, table.variance = moments.variance;
    return {Kind::mixture, std::move(table)};
}

Law Law::shifted(double offset, const Law& law) {
    require_finite("shifted", "offset", offset);
    if (offset == 0.0) return law;
    Table table;
    table.laws = {law};
    Law result(Kind::shifted, std::move(table));
    result.a_ = offset;
    return result;
}

Law Law::scaled(double factor, const Law& law) {
    require(std::isfinite(factor) && factor >= 0.0,
            "scaled: factor {} must be a finite number >= 0", factor);
    if (factor == 1.0) return law;
    if (factor == 0.0) return deterministic(0.0);
    Table table;
    table.laws = {law};
    Law result(Kind::scaled, std::move(table));
    result.a_ = factor;
    return result;
}

double Law::sample_other(Stream& stream) const {
    switch (kind_) {
        case Kind::deterministic:
        case Kind::exponential:
        case Kind::uniform: break;  // in the header
        case Kind::erlang: {
            // Up to here the sum itself is faster than a gamma variable.
            constexpr double kManyStages = 12.0;
            if (a_ > kManyStages) return boost::random::gamma_distribution<double>(a_, b_)(stream);
            double sum = 0.0;
            for (double stage = 0.0; stage < a_; ++stage) sum += draw_exponential(b_, stream);
            return sum;
        }
        case Kind::gamma: return boost::random::gamma_distribution<double>(a_, b_)(stream);
        case Kind::weibull: return boost::random::weibull_distribution<double>(a_, b_)(stream);
        case Kind::lognormal: return boost::random::lognormal_distribution<double>(a_, b_)(stream);
        case Kind::normal_truncated: {
            const double at_low = table_->values[0];
            const double at_high = table_->values[1];
            const double p = at_low + stream.uniform() * (at_high - at_low);
            const Normal standard;
            const bool is_upper = table_->values[2] > 0.0;
            const double z = is_upper ? quantile(complement(standard, p)) : quantile(standard, p);
            return std::clamp(a_ + b_ * z, c_, d_);
        }
        case Kind::triangular:
            return boost::random::triangle_distribution<double>(a_, b_, c_)(stream);
        case Kind::pert: {
            const auto [alpha, beta] = pert_shape(a_, b_, c_);
            return a_ + (c_ - a_) * draw_beta(alpha, beta, stream);
        }
        case Kind::beta: return a_ + (b_ - a_) * draw_beta(c_, d_, stream);
        case Kind::pareto: return b_ * std::pow(stream.uniform(), -1.0 / a_);
        case Kind::hyperexponential:
            return draw_exponential(table_->values[choose(table_->cumulative, stream)], stream);
        case Kind::phase_type: {
            const std::size_t absorbed = table_->rates.size();
            double time = 0.0;
            for (std::size_t phase = choose(table_->cumulative, stream); phase != absorbed;
                 phase = choose(table_->moves[phase], stream)) {
                time += draw_exponential(1.0 / table_->rates[phase], stream);
            }
            return time;
        }
        case Kind::discrete: return table_->values[choose(table_->cumulative, stream)];
        case Kind::empirical: {
            const std::size_t count = table_->values.size();
            const auto index =
                static_cast<std::size_t>(stream.uniform() * static_cast<double>(count));
            return table_->values[std::min(index, count - 1)];
        }
        case Kind::empirical_quantiles: {
            const double u = stream.uniform();
            const auto& p = table_->cumulative;
            const auto i =
                static_cast<std::size_t>(std::upper_bound(p.begin(), p.end(), u) - p.begin());
            const double part = (u - p[i - 1]) / (p[i] - p[i - 1]);
            return table_->values[i - 1] + part * (table_->values[i] - table_->values[i - 1]);
        }
        case Kind::mixture: return table_->laws[choose(table_->cumulative, stream)].sample(stream);
        case Kind::shifted: return a_ + table_->laws[0].sample(stream);
        case Kind::scaled: return a_ * table_->laws[0].sample(stream);
    }
    throw base::InternalError("random: a law of no known kind");
}

double Law::mean() const {
    switch (kind_) {
        case Kind::deterministic:
        case Kind::exponential: return a_;
        case Kind::uniform: return a_ + 0.5 * b_;
        case Kind::erlang: return a_ * b_;
        case Kind::gamma:
        case Kind::lognormal: return c_;
        case Kind::weibull: return infinite_unless_finite(math::mean(Weibull(a_, b_)));
        case Kind::triangular: return math::mean(Triangular(a_, b_, c_));
        case Kind::pert: return (a_ + 4.0 * b_ + c_) / 6.0;
        case Kind::beta: return a_ + (b_ - a_) * math::mean(Beta(c_, d_));
        case Kind::pareto: return a_ > 1.0 ? math::mean(Pareto(b_, a_)) : kInfinity;
        case Kind::normal_truncated:
        case Kind::hyperexponential:
        case Kind::phase_type:
        case Kind::discrete:
        case Kind::empirical:
        case Kind::empirical_quantiles:
        case Kind::mixture: return table_->mean;
        case Kind::shifted: return a_ + table_->laws[0].mean();
        case Kind::scaled: return a_ * table_->laws[0].mean();
    }
    throw base::InternalError("random: a law of no known kind");
}

double Law::variance() const {
    switch (kind_) {
        case Kind::deterministic: return 0.0;
        case Kind::exponential: return a_ * a_;
        case Kind::uniform: return b_ * b_ / 12.0;
        case Kind::erlang: return a_ * b_ * b_;
        case Kind::gamma:
        case Kind::lognormal: return d_ * d_;
        case Kind::weibull: return infinite_unless_finite(math::variance(Weibull(a_, b_)));
        case Kind::triangular: return math::variance(Triangular(a_, b_, c_));
        case Kind::pert: {
            const auto [alpha, beta] = pert_shape(a_, b_, c_);
            return square(c_ - a_) * math::variance(Beta(alpha, beta));
        }
        case Kind::beta: return square(b_ - a_) * math::variance(Beta(c_, d_));
        case Kind::pareto: return a_ > 2.0 ? math::variance(Pareto(b_, a_)) : kInfinity;
        case Kind::normal_truncated:
        case Kind::hyperexponential:
        case Kind::phase_type:
        case Kind::discrete:
        case Kind::empirical:
        case Kind::empirical_quantiles:
        case Kind::mixture: return table_->variance;
        case Kind::shifted: return table_->laws[0].variance();
        case Kind::scaled: return a_ * a_ * table_->laws[0].variance();
    }
    throw base::InternalError("random: a law of no known kind");
}

double Law::cdf(double x) const {
    if (std::isnan(x)) return x;
    if (x < lowest()) return 0.0;
    if (x >= highest()) return 1.0;
    switch (kind_) {
        case Kind::deterministic: return 1.0;
        case Kind::exponential: return math::cdf(Exponential(1.0 / a_), x);
        case Kind::uniform: return (x - a_) / b_;
        case Kind::erlang:
        case Kind::gamma: return math::cdf(Gamma(a_, b_), x);
        case Kind::weibull: return math::cdf(Weibull(a_, b_), x);
        case Kind::lognormal: return math::cdf(Lognormal(a_, b_), x);
        case Kind::normal_truncated: {
            const Normal standard;
            const double z = (x - a_) / b_;
            const bool is_upper = table_->values[2] > 0.0;
            const double at_x =
                is_upper ? math::cdf(complement(standard, z)) : math::cdf(standard, z);
            return std::clamp((at_x - table_->values[0]) / (table_->values[1] - table_->values[0]),
                              0.0, 1.0);
        }
        case Kind::triangular: return math::cdf(Triangular(a_, b_, c_), x);
        case Kind::pert: {
            const auto [alpha, beta] = pert_shape(a_, b_, c_);
            return math::cdf(Beta(alpha, beta), (x - a_) / (c_ - a_));
        }
        case Kind::beta: return math::cdf(Beta(c_, d_), (x - a_) / (b_ - a_));
        case Kind::pareto: return math::cdf(Pareto(b_, a_), x);
        case Kind::hyperexponential: {
            double p = 0.0;
            for (std::size_t i = 0; i < table_->values.size(); ++i) {
                p += table_->weights[i] * math::cdf(Exponential(1.0 / table_->values[i]), x);
            }
            return std::min(p, 1.0);
        }
        case Kind::phase_type:
            return phase_type_cdf(table_->weights, table_->rates, table_->moves, x);
        case Kind::discrete: {
            const auto above = std::upper_bound(table_->values.begin(), table_->values.end(), x);
            const auto count = static_cast<std::size_t>(above - table_->values.begin());
            return table_->cumulative[count - 1];
        }
        case Kind::empirical: {
            const auto above = std::upper_bound(table_->values.begin(), table_->values.end(), x);
            return static_cast<double>(above - table_->values.begin()) /
                   static_cast<double>(table_->values.size());
        }
        case Kind::empirical_quantiles: {
            const auto above = std::upper_bound(table_->values.begin(), table_->values.end(), x);
            const auto i = static_cast<std::size_t>(above - table_->values.begin());
            const auto& p = table_->cumulative;
            const auto& v = table_->values;
            return p[i - 1] + (p[i] - p[i - 1]) * (x - v[i - 1]) / (v[i] - v[i - 1]);
        }
        case Kind::mixture: {
            double p = 0.0;
            for (std::size_t i = 0; i < table_->laws.size(); ++i) {
                p += table_->weights[i] * table_->laws[i].cdf(x);
            }
            return std::min(p, 1.0);
        }
        case Kind::shifted: return table_->laws[0].cdf(x - a_);
        case Kind::scaled: return table_->laws[0].cdf(x / a_);
    }
    throw base::InternalError("random: a law of no known kind");
}

double Law::lowest() const {
    switch (kind_) {
        case Kind::deterministic:
        case Kind::uniform:
        case Kind::triangular:
        case Kind::pert:
        case Kind::beta: return a_;
        case Kind::exponential:
        case Kind::erlang:
        case Kind::gamma:
        case Kind::weibull:
        case Kind::lognormal:
        case Kind::hyperexponential:
        case Kind::phase_type: return 0.0;
        case Kind::normal_truncated: return c_;
        case Kind::pareto: return b_;
        case Kind::discrete:
        case Kind::empirical:
        case Kind::empirical_quantiles: return table_->values.front();
        case Kind::mixture: {
            double lowest = kInfinity;
            for (const Law& law : table_->laws) lowest = std::min(lowest, law.lowest());
            return lowest;
        }
        case Kind::shifted: return a_ + table_->laws[0].lowest();
        case Kind::scaled: return a_ * table_->laws[0].lowest();
    }
    throw base::InternalError("random: a law of no known kind");
}

double Law::highest() const {
    switch (kind_) {
        case Kind::deterministic: return a_;
        case Kind::uniform: return a_ + b_;
        case Kind::triangular:
        case Kind::pert: return c_;
        case Kind::beta: return b_;
        case Kind::exponential:
        case Kind::erlang:
        case Kind::gamma:
        case Kind::weibull:
        case Kind::lognormal:
        case Kind::hyperexponential:
        case Kind::phase_type:
        case Kind::pareto: return kInfinity;
        case Kind::normal_truncated: return d_;
        case Kind::discrete:
        case Kind::empirical:
        case Kind::empirical_quantiles: return table_->values.back();
        case Kind::mixture: {
            double highest = -kInfinity;
            for (const Law& law : table_->laws) highest = std::max(highest, law.highest());
            return highest;
        }
        case Kind::shifted: return a_ + table_->laws[0].highest();
        case Kind::scaled: return a_ * table_->laws[0].highest();
    }
    throw base::InternalError("random: a law of no known kind");
}

std::string Law::describe() const {
    const auto pairs = [](const std::vector<double>& first, const std::vector<double>& second) {
        std::vector<std::string> texts;
        for (std::size_t i = 0; i < first.size(); ++i) {
            texts.push_back(fmt::format("{}: {}", first[i], second[i]));
        }
        return fmt::format("{}", fmt::join(texts, ", "));
    };
    switch (kind_) {
        case Kind::deterministic: return fmt::format("deterministic({})", a_);
        case Kind::exponential: return fmt::format("exponential(mean {})", a_);
        case Kind::uniform: return fmt::format("uniform(low {}, high {})", a_, a_ + b_);
        case Kind::erlang: return fmt::format("erlang(stages {}, mean {})", a_, a_ * b_);
        case Kind::gamma: return fmt::format("gamma(mean {}, sd {})", c_, d_);
        case Kind::weibull: return fmt::format("weibull(shape {}, scale {})", a_, b_);
        case Kind::lognormal: return fmt::format("lognormal(mean {}, sd {})", c_, d_);
        case Kind::normal_truncated:
            return fmt::format("normal_truncated(mean {}, sd {}, low {}, high {})", a_, b_, c_, d_);
        case Kind::triangular:
            return fmt::format("triangular(low {}, mode {}, high {})", a_, b_, c_);
        case Kind::pert: return fmt::format("pert(low {}, mode {}, high {})", a_, b_, c_);
        case Kind::beta:
            return fmt::format("beta(low {}, high {}, alpha {}, beta {})", a_, b_, c_, d_);
        case Kind::pareto: return fmt::format("pareto(shape {}, minimum {})", a_, b_);
        case Kind::hyperexponential:
            return fmt::format("hyperexponential({})", pairs(table_->weights, table_->values));
        case Kind::phase_type:
            return fmt::format("phase_type({} phases, mean {})", table_->rates.size(),
                               table_->mean);
        case Kind::discrete:
            return fmt::format("discrete({})", pairs(table_->values, table_->weights));
        case Kind::empirical:
            return fmt::format("empirical({} values, mean {})", table_->values.size(),
                               table_->mean);
        case Kind::empirical_quantiles:
            return fmt::format("empirical_quantiles({})",
                               pairs(table_->cumulative, table_->values));
        case Kind::mixture: {
            std::vector<std::string> texts;
            for (std::size_t i = 0; i < table_->laws.size(); ++i) {
                texts.push_back(
                    fmt::format("{}: {}", table_->weights[i], table_->laws[i].describe()));
            }
            return fmt::format("mixture({})", fmt::join(texts, ", "));
        }
        case Kind::shifted: return fmt::format("shifted({}, {})", a_, table_->laws[0].describe());
        case Kind::scaled: return fmt::format("scaled({}, {})", a_, table_->laws[0].describe());
    }
    throw base::InternalError("random: a law of no known kind");
}

}  // namespace yhdyspinta::random
