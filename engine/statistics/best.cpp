// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/best.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/tools/roots.hpp>

#include "engine/statistics/require.hpp"
#include "engine/statistics/summary.hpp"

namespace yhdyspinta::statistics {

namespace {

double variance_of_difference(const std::vector<double>& a, const std::vector<double>& b) {
    std::vector<double> differences(a.size());
    for (std::size_t r = 0; r < a.size(); ++r) differences[r] = a[r] - b[r];
    const double sd = summarise(differences).standard_deviation;
    return sd * sd;
}

/// Half-widths of the one-sided bounds of each difference of means, [designs][designs].
std::vector<std::vector<double>> bounds_of(const Samples& samples, McbMethod method,
                                           double confidence) {
    const std::size_t designs = samples.size(), n = samples.front().size();
    const auto k = static_cast<double>(designs), replications = static_cast<double>(n);
    std::vector<std::vector<double>> bounds(designs, std::vector<double>(designs, 0.0));
    if (method == McbMethod::bonferroni) {
        const boost::math::students_t law(replications - 1.0);
        const double t = quantile(complement(law, (1.0 - confidence) / (k - 1.0)));
        for (std::size_t i = 0; i < designs; ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                const double variance = variance_of_difference(samples[i], samples[j]);
                bounds[i][j] = bounds[j][i] = t * std::sqrt(variance / replications);
            }
        }
        return bounds;
    }
    // Squares left after the means of designs and, with common random numbers, of replications.
    const bool in_common = method == McbMethod::equal_variance_of_differences;
    std::vector<double> design_means(designs), replication_means(n, 0.0);
    for (std::size_t i = 0; i < designs; ++i) {
        design_means[i] = summarise(samples[i]).mean;
        for (std::size_t r = 0; r < n; ++r) replication_means[r] += samples[i][r] / k;
    }
    const double mean = summarise(design_means).mean;
    double squares = 0.0;
    for (std::size_t i = 0; i < designs; ++i) {
        for (std::size_t r = 0; r < n; ++r) {
            const double left =
                samples[i][r] - design_means[i] - (in_common ? replication_means[r] - mean : 0.0);
            squares += left * left;
        }
    }
    const std::size_t degrees = (in_common ? designs - 1 : designs) * (n - 1);
    const double bound = dunnett_one_sided(designs - 1, degrees, confidence) *
                         std::sqrt(2.0 * squares / static_cast<double>(degrees) / replications);
    for (auto& row : bounds) std::fill(row.begin(), row.end(), bound);
    return bounds;
}

}  // namespace

double dunnett_one_sided(std::size_t comparisons, std::size_t degrees_of_freedom,
                         double confidence) {
    require(comparisons >= 1 && degrees_of_freedom >= 1 && confidence > 0.0 && confidence < 1.0,
            "dunnett_one_sided: needs a comparison, degrees of freedom, 0 < confidence < 1");
    const auto nu = static_cast<double>(degrees_of_freedom);
    if (comparisons == 1) return quantile(boost::math::students_t(nu), confidence);
    const boost::math::normal normal;
    const boost::math::chi_squared chi(nu);
    using Rule = boost::math::quadrature::gauss<double, 30>;
    const double s_low = std::sqrt(quantile(chi, 1e-10) / nu);
    const double s_high = std::sqrt(quantile(complement(chi, 1e-10)) / nu);
    // Of the largest (Z_i - Z_0) / (sqrt 2 S), given S and Z_0 all are independent.
    const auto probability = [&](double d) {
        return Rule::integrate(
            [&](double s) {
                const auto given = [&](double z) {
                    return pdf(normal, z) * std::pow(cdf(normal, z + std::sqrt(2.0) * d * s),
                                                     static_cast<double>(comparisons));
                };
                const double inner =
                    Rule::integrate(given, -7.0, 0.0) + Rule::integrate(given, 0.0, 7.0);
                return inner * 2.0 * nu * s * pdf(chi, nu * s * s);
            },
            s_low, s_high);
    };
    // Between that of one comparison and Bonferroni's.
    const boost::math::students_t law(nu);
    const double high =
        quantile(complement(law, (1.0 - confidence) / static_cast<double>(comparisons)));
    std::uintmax_t steps = 60;
    const auto [below, above] = boost::math::tools::toms748_solve(
        [&](double d) { return probability(d) - confidence; },
        std::min(quantile(law, confidence), 0.0) - 1.0, high + 1.0,
        boost::math::tools::eps_tolerance<double>(30), steps);
    return (below + above) / 2.0;
}

std::vector<McbInterval> compare_with_best(const Samples& samples, Better better, McbMethod method,
                                           double confidence) {
    const Samples complete = complete_replications(samples);
    require(complete.size() >= 2 && complete.front().size() >= 2,
            "compare_with_best: needs two designs and two complete replications");
    require(confidence > 0.5 && confidence < 1.0, "compare_with_best: needs 0.5 < confidence < 1");
    const std::size_t designs = complete.size();
    // As if smaller were better.
    const double sign = better == Better::smaller ? 1.0 : -1.0;
    std::vector<double> means;
    for (const auto& values : complete) means.push_back(sign * summarise(values).mean);
    const auto bounds = bounds_of(complete, method, confidence);

    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    // How far a design is surely behind some other; it may be the best when that is below 0.
    std::vector<double> behind(designs, -kInfinity);
    for (std::size_t i = 0; i < designs; ++i) {
        for (std::size_t j = 0; j < designs; ++j) {
            if (j != i) behind[i] = std::max(behind[i], means[i] - means[j] - bounds[i][j]);
        }
    }
    const auto candidates = std::count_if(behind.begin(), behind.end(),
                                          [](double distance) { return distance <= 0.0; });
    std::vector<McbInterval> found(designs);
    for (std::size_t i = 0; i < designs; ++i) {
        double best_other = kInfinity;
        double high = 0.0;
        for (std::size_t j = 0; j < designs; ++j) {
            if (j == i) continue;
            best_other = std::min(best_other, means[j]);
            // Only from one that may be the best can the distance be that to the best.
            if (behind[j] <= 0.0) high = std::max(high, means[i] - means[j] + bounds[i][j]);
        }
        const double low = std::min(behind[i], 0.0);
        found[i].may_be_best = behind[i] <= 0.0;
        found[i].is_only_best = found[i].may_be_best && candidates == 1;
        found[i].difference = sign > 0.0 ? Interval{means[i] - best_other, low, high}
                                         : Interval{best_other - means[i], -high, -low};
    }
    return found;
}

KimNelson::KimNelson(std::size_t designs, const KimNelsonSettings& settings)
    : settings_(settings),
      sign_(settings.better == Better::smaller ? -1.0 : 1.0),
      contenders_(designs),
      sums_(designs, 0.0),
      first_stage_(designs),
      variances_(designs, std::vector<double>(designs, 0.0)) {
    require(designs >= 2 && settings.indifference > 0.0 && settings.first_stage >= 2 &&
                settings.confidence > 1.0 / static_cast<double>(designs) &&
                settings.confidence < 1.0,
            "KimNelson: needs two designs, indifference > 0, first_stage >= 2, "
            "1 / designs < confidence < 1");
    std::iota(contenders_.begin(), contenders_.end(), std::size_t{0});
    const double degrees = static_cast<double>(settings.first_stage) - 1.0;
    const double alpha = 1.0 - settings.confidence;
    const double eta =
        0.5 * (std::pow(2.0 * alpha / (static_cast<double>(designs) - 1.0), -2.0 / degrees) - 1.0);
    h_squared_ = 2.0 * eta * degrees;
}

std::size_t KimNelson::most_replications() const {
    if (replications_ < settings_.first_stage) return 0;
    double largest = 0.0;
    for (const std::size_t i : contenders_) {
        for (const std::size_t j : contenders_) largest = std::max(largest, variances_[i][j]);
    }
    const double most = h_squared_ * largest / (settings_.indifference * settings_.indifference);
    return std::max(replications_, static_cast<std::size_t>(most) + 1);
}

void KimNelson::add(std::span<const double> values) {
    require(values.size() == contenders_.size() && !is_decided(),
            "KimNelson: needs a value of each contender, and not when it is decided");
    const bool is_first_stage = replications_ < settings_.first_stage;
    for (std::size_t c = 0; c < values.size(); ++c) {
        require(std::isfinite(values[c]), "KimNelson: values are numbers");
        sums_[contenders_[c]] += sign_ * values[c];
        if (is_first_stage) first_stage_[contenders_[c]].push_back(values[c]);
    }
    ++replications_;
    if (replications_ < settings_.first_stage) return;
    if (is_first_stage) end_first_stage();
    screen();
}

void KimNelson::end_first_stage() {
    for (std::size_t i = 0; i < first_stage_.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            variances_[i][j] = variances_[j][i] =
                variance_of_difference(first_stage_[i], first_stage_[j]);
        }
    }
    first_stage_.clear();
}

void KimNelson::screen() {
    const auto r = static_cast<double>(replications_);
    const double delta = settings_.indifference;
    std::vector<std::size_t> left;
    std::size_t leader = contenders_.front();
    for (const std::size_t i : contenders_) {
        if (sums_[i] > sums_[leader]) leader = i;
        const bool stays = std::all_of(contenders_.begin(), contenders_.end(), [&](std::size_t j) {
            const double width = std::max(
                0.0, delta / (2.0 * r) * (h_squared_ * variances_[i][j] / (delta * delta) - r));
            return j == i || sums_[i] / r >= sums_[j] / r - width;
        });
        if (stays) left.push_back(i);
    }
    // Equal means with no continuation region left: they differ by less than matters.
    if (left.size() > 1 && replications_ >= most_replications()) left = {leader};
    contenders_ = std::move(left);
}

std::vector<double> ocba_shares(std::span<const double> means,
                                std::span<const double> standard_deviations, Better better) {
    const std::size_t designs = means.size();
    require(designs >= 2 && standard_deviations.size() == designs,
            "ocba_shares: needs two designs, a mean and a deviation of each");
    const auto best = static_cast<std::size_t>(
        (better == Better::smaller ? std::min_element(means.begin(), means.end())
                                   : std::max_element(means.begin(), means.end())) -
        means.begin());
    std::vector<double> shares(designs, 0.0);
    double squares = 0.0;
    for (std::size_t i = 0; i < designs; ++i) {
        require(standard_deviations[i] > 0.0, "ocba_shares: needs deviations > 0");
        if (i == best) continue;
        require(means[i] != means[best], "ocba_shares: needs one best mean");
        const double ratio = standard_deviations[i] / (means[i] - means[best]);
        shares[i] = ratio * ratio;
        squares += shares[i] * shares[i] / (standard_deviations[i] * standard_deviations[i]);
    }
    shares[best] = standard_deviations[best] * std::sqrt(squares);
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& share : shares) share /= sum;
    return shares;
}

std::vector<std::size_t> ocba_next(std::span<const double> means,
                                   std::span<const double> standard_deviations,
                                   std::span<const std::size_t> replications, std::size_t increment,
                                   Better better) {
    const std::vector<double> shares = ocba_shares(means, standard_deviations, better);
    require(replications.size() == shares.size(), "ocba_next: needs replications of each design");
    std::vector<std::size_t> next(shares.size(), 0);
    // One at a time to the design that has the least of its share.
    for (std::size_t given = 0; given < increment; ++given) {
        std::size_t neediest = 0;
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < shares.size(); ++i) {
            const double filled = static_cast<double>(replications[i] + next[i]) / shares[i];
            if (filled < least) {
                least = filled;
                neediest = i;
            }
        }
        ++next[neediest];
    }
    return next;
}

}  // namespace yhdyspinta::statistics
