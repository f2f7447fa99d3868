// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/fit.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>

#include <Eigen/Dense>

#include "engine/base/error.hpp"
#include "engine/statistics/summary.hpp"

namespace yhdyspinta::statistics {

namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using Index = Eigen::Index;

constexpr double kLeastGain = 1e-3;     // of the cost, for another round to be worth it
constexpr double kLeastDamping = 1e-6;  // of the diagonal

struct Seen {
    VectorXd mean;      // [residuals]
    VectorXd variance;  // of the mean; 0 with one replication
};

Seen seen_in(const Residuals& residuals) {
    if (residuals.empty()) throw base::InternalError("fit: no replications");
    const std::size_t count = residuals.front().size();
    Seen seen{VectorXd(static_cast<Index>(count)), VectorXd::Zero(static_cast<Index>(count))};
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<double> values;
        for (const auto& replication : residuals) values.push_back(replication[i]);
        const Summary summary = summarise(values);
        const auto at = static_cast<Index>(i);
        seen.mean[at] = summary.mean;
        if (summary.count > 1) {
            seen.variance[at] = summary.standard_deviation * summary.standard_deviation /
                                static_cast<double>(summary.count);
        }
    }
    return seen;
}

class Fitter {
public:
    explicit Fitter(const FitProblem& problem)
        : problem_(problem),
          count_(static_cast<Index>(problem.parameters.size())),
          x_(VectorXd::Zero(count_)),
          precision_(count_) {
        for (Index j = 0; j < count_; ++j) {
            const FitParameter& parameter = of(j);
            if (!(parameter.low <= 0.0 && parameter.high >= 0.0 && parameter.low < parameter.high &&
                  parameter.prior_sd > 0.0)) {
                throw base::InternalError("fit: a parameter starts outside its range");
            }
            precision_[j] = 1.0 / (parameter.prior_sd * parameter.prior_sd);
        }
    }

    Fit run() {
        stage(0, false);
        here_ = evaluate({x_}).front();
        if (!here_.mean.allFinite()) {
            throw base::UserError("a target cannot be measured at the start");
        }
        Fit made;
        for (int round = 1;; ++round) {
            stage(round, true);
            take_slopes();
            if (here_.mean.cwiseAbs().maxCoeff() <= problem_.good_enough) {
                made.end = Fit::End::good;
                break;
            }
            if (round > problem_.rounds) {
                made.end = Fit::End::rounds_used;
                break;
            }
            stage(round, false);
            if (!step()) {
                made.end = Fit::End::settled;
                break;
            }
            made.rounds = round;
        }
        describe(made);
        return made;
    }

private:
    const FitParameter& of(Index j) const {
        return problem_.parameters[static_cast<std::size_t>(j)];
    }

    void stage(int round, bool takes_slopes) const {
        if (problem_.on_stage) problem_.on_stage(round, takes_slopes);
    }

    std::vector<Seen> evaluate(const std::vector<VectorXd>& points) const {
        std::vector<std::vector<double>> plain;
        plain.reserve(points.size());
        for (const VectorXd& point : points) {
            plain.emplace_back(point.data(), point.data() + point.size());
        }
        std::vector<Seen> seen;
        for (const Residuals& residuals : problem_.evaluate(plain)) {
            seen.push_back(seen_in(residuals));
        }
        return seen;
    }

    void take_slopes() {
        std::vector<VectorXd> points;
        for (Index j = 0; j < count_; ++j) {
            for (const double side : {-1.0, 1.0}) {
                VectorXd point = x_;
                point[j] = std::clamp(x_[j] + side * problem_.slope_step, of(j).low, of(j).high);
                points.push_back(std::move(point));
            }
        }
        const std::vector<Seen> seen = evaluate(points);
        slopes_ = MatrixXd::Zero(here_.mean.size(), count_);
        for (Index j = 0; j < count_; ++j) {
            const auto below = static_cast<std::size_t>(2 * j), above = below + 1;
            const double width = points[above][j] - points[below][j];
            for (Index i = 0; i < here_.mean.size(); ++i) {
                const double slope = (seen[above].mean[i] - seen[below].mean[i]) / width;
                if (std::isfinite(slope)) slopes_(i, j) = slope;
            }
        }
        weights_ = (1.0 + here_.variance.array()).inverse().matrix();
        hessian_ = slopes_.transpose() * weights_.asDiagonal() * slopes_;
        hessian_.diagonal() += precision_;
        gradient_ = slopes_.transpose() * (weights_.asDiagonal() * here_.mean) +
                    precision_.cwiseProduct(x_);
    }

    /// With the weights of the present round; infinite where something cannot be measured.
    double cost(const VectorXd& x, const Seen& seen) const {
        if (!seen.mean.allFinite()) return std::numeric_limits<double>::infinity();
        return seen.mean.dot(weights_.asDiagonal() * seen.mean) +
               x.dot(precision_.asDiagonal() * x);
    }

    /// At an end of its range and pushed against it.
    bool is_stopped(Index j) const {
        return (x_[j] <= of(j).low && gradient_[j] > 0.0) ||
               (x_[j] >= of(j).high && gradient_[j] < 0.0);
    }

    VectorXd candidate(double damping) const {
        std::vector<Index> free;
        for (Index j = 0; j < count_; ++j) {
            if (!is_stopped(j)) free.push_back(j);
        }
        VectorXd x = x_;
        if (free.empty()) return x;
        const auto size = static_cast<Index>(free.size());
        MatrixXd a(size, size);
        VectorXd g(size);
        for (Index r = 0; r < size; ++r) {
            g[r] = gradient_[free[static_cast<std::size_t>(r)]];
            for (Index c = 0; c < size; ++c) {
                a(r, c) =
                    hessian_(free[static_cast<std::size_t>(r)], free[static_cast<std::size_t>(c)]);
            }
        }
        a.diagonal() *= 1.0 + damping;
        const VectorXd move = a.ldlt().solve(-g);
        for (Index r = 0; r < size; ++r) {
            const Index j = free[static_cast<std::size_t>(r)];
            x[j] = std::clamp(x_[j] + move[r], of(j).low, of(j).high);
        }
        return x;
    }

    /// Goes to the best of some steps; false when none makes it better by much. More damped steps
    /// are tried when none is.
    bool step() {
        const double before = cost(x_, here_);
        for (const double widen : {1.0, 1e3}) {
            std::vector<double> dampings;
            std::vector<VectorXd> points;
            for (const double times : {0.1, 1.0, 10.0}) {
                dampings.push_back(std::max(kLeastDamping, damping_ * widen * times));
                points.push_back(candidate(dampings.back()));
            }
            const std::vector<Seen> seen = evaluate(points);
            std::size_t best = 0;
            for (std::size_t i = 1; i < points.size(); ++i) {
                if (cost(points[i], seen[i]) < cost(points[best], seen[best])) best = i;
            }
            const double after = cost(points[best], seen[best]);
            if (after < before) {
                x_ = points[best];
                here_ = seen[best];
                damping_ = dampings[best];
                return after < before * (1.0 - kLeastGain);
            }
        }
        return false;
    }

    void describe(Fit& made) const {
        const MatrixXd covariance = hessian_.ldlt().solve(MatrixXd::Identity(count_, count_));
        for (Index j = 0; j < count_; ++j) {
            FittedParameter parameter;
            parameter.value = x_[j];
            parameter.sd = std::sqrt(std::max(0.0, covariance(j, j)));
            parameter.identified = std::clamp(1.0 - covariance(j, j) * precision_[j], 0.0, 1.0);
            parameter.is_at_end = is_stopped(j);
            made.parameters.push_back(parameter);
        }
        made.residuals.assign(here_.mean.data(), here_.mean.data() + here_.mean.size());
    }

    const FitProblem& problem_;
    Index count_;
    VectorXd x_;          // where it is
    VectorXd precision_;  // of the priors
    Seen here_;
    MatrixXd slopes_;  // [residuals x parameters]
    VectorXd weights_;
    MatrixXd hessian_;
    VectorXd gradient_;
    double damping_ = 1e-2;
};

}  // namespace

Fit fit(const FitProblem& problem) { return Fitter(problem).run(); }

}  // namespace yhdyspinta::statistics
