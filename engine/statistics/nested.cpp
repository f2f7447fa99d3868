// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/nested.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include <Eigen/Dense>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/normal.hpp>

#include "engine/statistics/quantiles.hpp"
#include "engine/statistics/require.hpp"
#include "engine/statistics/summary.hpp"

namespace yhdyspinta::statistics {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kGroups = 10;  ///< of the jackknife

double square(double value) { return value * value; }

double mean_of(std::span<const double> values) { return summarise(values).mean; }

}  // namespace

VarianceComponents variance_components(const Samples& values, double confidence) {
    require(!values.empty() && values.front().size() >= 2 && confidence > 0.0 && confidence < 1.0,
            "variance_components: needs two replications of each draw, 0 < confidence < 1");
    const std::size_t inner = values.front().size();
    std::vector<double> means;
    double within = 0.0;  // sum of squares
    for (const auto& replications : values) {
        require(replications.size() == inner, "variance_components: draws differ in replications");
        const Summary summary = summarise(replications);
        if (summary.missing > 0) continue;
        means.push_back(summary.mean);
        within += square(summary.standard_deviation) * static_cast<double>(inner - 1);
    }
    VarianceComponents found;
    found.outer = means.size();
    found.inner = inner;
    found.mean = t_interval(means, confidence);
    if (found.outer < 2) {
        found.ignorance = found.chance = found.ignorance_share = {kNaN, kNaN, kNaN};
        return found;
    }
    const auto n = static_cast<double>(inner);
    const double between_df = static_cast<double>(found.outer) - 1.0;
    const double within_df = static_cast<double>(found.outer) * (n - 1.0);
    const double between = n * square(summarise(means).standard_deviation);  // mean squares
    const double chance = within / within_df;
    const double tail = (1.0 - confidence) / 2.0;

    const boost::math::chi_squared within_law(within_df), between_law(between_df);
    const boost::math::fisher_f ratio_law(between_df, within_df);
    found.chance = {chance, within / quantile(complement(within_law, tail)),
                    within / quantile(within_law, tail)};
    const double ignorance = std::max(0.0, (between - chance) / n);
    const double f_low = quantile(ratio_law, tail), f_high = quantile(complement(ratio_law, tail));
    const auto of_ignorance = [&](double f, double chi_squared) {
        return std::max(0.0, between_df * (between - f * chance) / (n * chi_squared));
    };
    found.ignorance = {ignorance, of_ignorance(f_high, quantile(complement(between_law, tail))),
                       of_ignorance(f_low, quantile(between_law, tail))};
    if (!(between + chance > 0.0)) {
        found.ignorance_share = {kNaN, kNaN, kNaN};
        return found;
    }
    // r / (1 + r) of the ratio r of the components, (F / f - 1) / n; no division by chance, which
    // may be 0.
    const auto of_share = [&](double f) {
        const double above = std::max(0.0, between / f - chance);
        return above > 0.0 ? above / (above + n * chance) : 0.0;
    };
    found.ignorance_share = {ignorance > 0.0 ? ignorance / (ignorance + chance) : 0.0,
                             of_share(f_high), of_share(f_low)};
    return found;
}

namespace {

void check(const NestedSamples& samples) {
    require(!samples.empty() && !samples.front().empty(), "nested samples: there are none");
    const std::size_t outer = samples.front().size(), inner = samples.front().front().size();
    require(outer >= 3 && inner >= 2, "nested samples: need three draws, two replications of each");
    for (const Samples& design : samples) {
        require(design.size() == outer, "nested samples: designs differ in draws");
        for (const auto& values : design) {
            require(values.size() == inner, "nested samples: draws differ in replications");
            for (const double value : values) {
                require(std::isfinite(value), "nested samples: values are numbers");
            }
        }
    }
}

/// Of a symmetric matrix whose eigenvalues below `floor` count as 0.
Eigen::MatrixXd power_of(const Eigen::MatrixXd& matrix, double exponent, double floor) {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(matrix);
    Eigen::VectorXd values = solver.eigenvalues();
    for (double& value : values) value = value > floor ? std::pow(value, exponent) : 0.0;
    return solver.eigenvectors() * values.asDiagonal() * solver.eigenvectors().transpose();
}

/// The designs that have the best of these values.
std::vector<std::size_t> best_of(const std::vector<double>& values, Better better) {
    const double best = better == Better::smaller ? *std::min_element(values.begin(), values.end())
                                                  : *std::max_element(values.begin(), values.end());
    std::vector<std::size_t> designs;
    for (std::size_t d = 0; d < values.size(); ++d) {
        if (values[d] == best) designs.push_back(d);
    }
    return designs;
}

Interval wilson(double share, double count, double confidence) {
    const double z = quantile(boost::math::normal(), 0.5 + confidence / 2.0);
    const double centre = (share + z * z / (2.0 * count)) / (1.0 + z * z / count);
    const double half = z / (1.0 + z * z / count) *
                        std::sqrt(share * (1.0 - share) / count + square(z / (2.0 * count)));
    return {share, std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

}  // namespace

Samples expected_values(const NestedSamples& samples) {
    check(samples);
    const auto designs = static_cast<Eigen::Index>(samples.size());
    const auto outer = static_cast<Eigen::Index>(samples.front().size());
    const auto inner = static_cast<Eigen::Index>(samples.front().front().size());
    Eigen::MatrixXd means(designs, outer);
    Eigen::MatrixXd within = Eigen::MatrixXd::Zero(designs, designs);
    for (Eigen::Index o = 0; o < outer; ++o) {
        Eigen::MatrixXd values(designs, inner);
        for (Eigen::Index d = 0; d < designs; ++d) {
            const auto& replications =
                samples[static_cast<std::size_t>(d)][static_cast<std::size_t>(o)];
            values.row(d) = Eigen::Map<const Eigen::RowVectorXd>(replications.data(), inner);
        }
        means.col(o) = values.rowwise().mean();
        values.colwise() -= means.col(o);
        within += values * values.transpose();
    }
    within /= static_cast<double>(outer * (inner - 1));
    const Eigen::VectorXd grand = means.rowwise().mean();
    const Eigen::MatrixXd centred = means.colwise() - grand;
    const Eigen::MatrixXd seen = centred * centred.transpose() / static_cast<double>(outer - 1);
    // Rounding may leave what should be 0 a little above.
    const double floor = 1e-12 * seen.trace();
    const Eigen::MatrixXd expected =
        power_of(seen - within / static_cast<double>(inner), 1.0, floor);
    const Eigen::MatrixXd root = power_of(seen, 0.5, floor);
    const Eigen::MatrixXd inverse_root = power_of(seen, -0.5, floor);
    const Eigen::MatrixXd map =
        inverse_root * power_of(root * expected * root, 0.5, 1e-14 * seen.trace() * seen.trace()) *
        inverse_root;
    const Eigen::MatrixXd drawn = (map * centred).colwise() + grand;
    Samples found(samples.size(), std::vector<double>(samples.front().size()));
    for (Eigen::Index d = 0; d < designs; ++d) {
        for (Eigen::Index o = 0; o < outer; ++o) {
            found[static_cast<std::size_t>(d)][static_cast<std::size_t>(o)] = drawn(d, o);
        }
    }
    return found;
}

std::vector<BestProbability> best_probabilities(const NestedSamples& samples, Better better,
                                                double confidence) {
    require(confidence > 0.0 && confidence < 1.0, "best_probabilities: needs 0 < confidence < 1");
    const Samples expected = expected_values(samples);
    const std::size_t designs = samples.size(), outer = expected.front().size(),
                      inner = samples.front().front().size();
    std::vector<double> shares(designs, 0.0), single(designs, 0.0), values(designs);
    const auto count_best = [&](std::vector<double>& counts) {
        const auto best = best_of(values, better);
        for (const std::size_t d : best) counts[d] += 1.0 / static_cast<double>(best.size());
    };
    for (std::size_t o = 0; o < outer; ++o) {
        for (std::size_t d = 0; d < designs; ++d) values[d] = expected[d][o];
        count_best(shares);
        for (std::size_t i = 0; i < inner; ++i) {
            for (std::size_t d = 0; d < designs; ++d) values[d] = samples[d][o][i];
            count_best(single);
        }
    }
    std::vector<BestProbability> found;
    const auto draws = static_cast<double>(outer);
    for (std::size_t d = 0; d < designs; ++d) {
        found.push_back({wilson(shares[d] / draws, draws, confidence),
                         single[d] / (draws * static_cast<double>(inner))});
    }
    return found;
}

namespace {

/// Mean of the best less the best mean; `values` [designs][outer].
double value_of_choice(const Samples& values, Better better) {
    const double sign = better == Better::smaller ? -1.0 : 1.0;
    std::vector<double> best(values.front().size(), -std::numeric_limits<double>::infinity());
    double best_mean = -std::numeric_limits<double>::infinity();
    for (const auto& design : values) {
        for (std::size_t o = 0; o < best.size(); ++o) best[o] = std::max(best[o], sign * design[o]);
        best_mean = std::max(best_mean, sign * mean_of(design));
    }
    return std::max(0.0, mean_of(best) - best_mean);
}

/// Delete-a-group jackknife of a figure of the outer draws listed.
Interval jackknife(const std::function<double(const std::vector<std::size_t>&)>& figure,
                   std::size_t outer, double confidence) {
    std::vector<std::size_t> list(outer);
    std::iota(list.begin(), list.end(), std::size_t{0});
    const double estimate = figure(list);
    std::vector<double> figures;
    for (std::size_t group = 0; group < kGroups; ++group) {
        list.clear();
        for (std::size_t o = 0; o < outer; ++o) {
            if (o % kGroups != group) list.push_back(o);
        }
        figures.push_back(figure(list));
    }
    const auto groups = static_cast<double>(kGroups);
    const double error = summarise(figures).standard_deviation * (groups - 1.0) / std::sqrt(groups);
    const double half = student_t(kGroups - 1, confidence) * error;
    return {estimate, std::max(0.0, estimate - half), estimate + half};
}

Samples listed(const Samples& values, const std::vector<std::size_t>& list) {
    Samples found(values.size());
    for (std::size_t d = 0; d < values.size(); ++d) {
        for (const std::size_t o : list) found[d].push_back(values[d][o]);
    }
    return found;
}

void check_outer(const Samples& values) {
    require(!values.empty() && values.front().size() >= 2 * kGroups,
            "value of knowing: needs twenty outer draws");
    for (const auto& design : values) {
        require(design.size() == values.front().size(), "value of knowing: draws differ");
        for (const double value : design) {
            require(std::isfinite(value), "value of knowing: values are numbers");
        }
    }
}

/// Columns 1, x, x², x³ and the truncated cubes at the knots, x scaled to [-1, 1].
Eigen::MatrixXd spline_basis(const std::vector<double>& x, std::size_t knots) {
    const auto rows = static_cast<Eigen::Index>(x.size());
    Eigen::MatrixXd basis(rows, static_cast<Eigen::Index>(4 + knots));
    for (std::size_t o = 0; o < x.size(); ++o) {
        const auto row = static_cast<Eigen::Index>(o);
        for (Eigen::Index power = 0; power < 4; ++power) {
            basis(row, power) = std::pow(x[o], static_cast<double>(power));
        }
    }
    for (std::size_t knot = 0; knot < knots; ++knot) {
        const double at =
            sample_quantile(x, static_cast<double>(knot + 1) / static_cast<double>(knots + 1));
        for (std::size_t o = 0; o < x.size(); ++o) {
            basis(static_cast<Eigen::Index>(o), static_cast<Eigen::Index>(4 + knot)) =
                std::pow(std::max(0.0, x[o] - at), 3.0);
        }
    }
    return basis;
}

/// Regressions of one column on the parameter, from which the best is taken.
class Regressions {
public:
    explicit Regressions(std::vector<double> x) {
        const auto [low, high] = std::minmax_element(x.begin(), x.end());
        const double middle = (*low + *high) / 2.0, half = (*high - *low) / 2.0;
        for (double& value : x) value = half > 0.0 ? (value - middle) / half : 0.0;
        const Eigen::MatrixXd polynomial = spline_basis(x, 0);
        for (Eigen::Index terms = 1; terms <= 4; ++terms) add(polynomial.leftCols(terms));
        for (std::size_t knots = 1; knots <= 5; ++knots) add(spline_basis(x, knots));
    }

    [[nodiscard]] std::vector<double> smooth(const std::vector<double>& y) const {
        const auto n = static_cast<double>(y.size());
        const Eigen::Map<const Eigen::VectorXd> seen(y.data(), static_cast<Eigen::Index>(y.size()));
        Eigen::VectorXd best;
        double least = std::numeric_limits<double>::infinity();
        for (const Eigen::MatrixXd& columns : columns_) {
            const Eigen::VectorXd fitted = columns * (columns.transpose() * seen);
            const double left = n - static_cast<double>(columns.cols());
            const double score = (seen - fitted).squaredNorm() / (left * left);
            if (score < least) {
                least = score;
                best = fitted;
            }
        }
        return {best.data(), best.data() + best.size()};
    }

private:
    /// Keeps an orthonormal basis of the columns' span; a parameter of few values spans less.
    void add(const Eigen::MatrixXd& basis) {
        const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(basis);
        const Eigen::Index rank = qr.rank();
        columns_.emplace_back(qr.householderQ() * Eigen::MatrixXd::Identity(basis.rows(), rank));
    }

    std::vector<Eigen::MatrixXd> columns_;
};

}  // namespace

Interval value_of_knowing_all(const Samples& expected, Better better, double confidence) {
    check_outer(expected);
    return jackknife(
        [&](const std::vector<std::size_t>& list) {
            return value_of_choice(listed(expected, list), better);
        },
        expected.front().size(), confidence);
}

Interval value_of_knowing(const Samples& means, std::span<const double> parameter, Better better,
                          double confidence) {
    check_outer(means);
    require(parameter.size() == means.front().size(), "value_of_knowing: a value of each draw");
    const auto figure = [&](const std::vector<std::size_t>& list) {
        Samples values = listed(means, list);
        std::vector<double> x;
        for (const std::size_t o : list) x.push_back(parameter[o]);
        const Regressions regressions(std::move(x));
        // Differences from the first design: what all share is of no use to a choice.
        const std::vector<double> first = values.front();
        for (auto& design : values) {
            for (std::size_t o = 0; o < first.size(); ++o) design[o] -= first[o];
            design = regressions.smooth(design);
        }
        return value_of_choice(values, better);
    };
    return jackknife(figure, parameter.size(), confidence);
}

}  // namespace yhdyspinta::statistics
