// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/fit.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"

using namespace yhdyspinta;
using statistics::Fit;
using statistics::FitProblem;
using statistics::Residuals;

namespace {

constexpr double kWide = 1e3;  // a prior that says nothing

/// Residuals without noise, one replication.
template <class Function>
FitProblem exact(std::vector<statistics::FitParameter> parameters, Function residuals) {
    FitProblem problem;
    problem.parameters = std::move(parameters);
    problem.evaluate = [residuals](const std::vector<std::vector<double>>& points) {
        std::vector<Residuals> all;
        for (const auto& point : points) all.push_back({residuals(point)});
        return all;
    };
    problem.good_enough = 1e-9;
    return problem;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fit)

BOOST_AUTO_TEST_CASE(finds_the_minimum_of_a_quadratic_in_one_step) {
    // r = (2 x + y - 3, x - y): zero at x = y = 1.
    auto problem = exact({{-5, 5, kWide}, {-5, 5, kWide}}, [](const std::vector<double>& x) {
        return std::vector<double>{2 * x[0] + x[1] - 3, x[0] - x[1]};
    });
    problem.good_enough = 0.01;
    const Fit found = statistics::fit(problem);
    BOOST_TEST((found.end == Fit::End::good));
    BOOST_TEST(found.rounds == 1);
    BOOST_TEST(std::abs(found.parameters[0].value - 1.0) < 0.005);
    BOOST_TEST(std::abs(found.parameters[1].value - 1.0) < 0.005);
    // (J'J)^-1 of J = [2 1; 1 -1] is [2 -1; -1 5] / 9.
    BOOST_TEST(std::abs(found.parameters[0].sd - std::sqrt(2.0 / 9.0)) < 1e-4);
    BOOST_TEST(std::abs(found.parameters[1].sd - std::sqrt(5.0 / 9.0)) < 1e-4);
    BOOST_TEST(found.parameters[0].identified > 0.999);
}

BOOST_AUTO_TEST_CASE(finds_the_root_of_a_curve) {
    auto problem = exact({{-3, 3, kWide}}, [](const std::vector<double>& x) {
        return std::vector<double>{10.0 * (std::exp(x[0]) - 2.0)};
    });
    problem.good_enough = 1e-4;
    const Fit found = statistics::fit(problem);
    BOOST_TEST((found.end == Fit::End::good));
    BOOST_TEST(std::abs(found.parameters[0].value - std::log(2.0)) < 1e-5);
}

BOOST_AUTO_TEST_CASE(leaves_what_cannot_be_told_where_it_was) {
    // The second parameter does nothing: its posterior is its prior.
    const auto problem = exact({{-2, 2, 0.5}, {-2, 2, 0.5}}, [](const std::vector<double>& x) {
        return std::vector<double>{20.0 * (x[0] - 0.3)};
    });
    const Fit found = statistics::fit(problem);
    // The prior draws the first to 0 a little: 400 (x - 0.3) + 4 x = 0.
    BOOST_TEST(std::abs(found.parameters[0].value - 0.3 * 400.0 / 404.0) < 1e-6);
    BOOST_TEST(std::abs(found.parameters[0].identified - (1.0 - 4.0 / 404.0)) < 1e-6);
    BOOST_TEST(found.parameters[1].value == 0.0);
    BOOST_TEST(std::abs(found.parameters[1].sd - 0.5) < 1e-9);
    BOOST_TEST(found.parameters[1].identified < 1e-9);
    BOOST_TEST((found.end == Fit::End::settled));
}

BOOST_AUTO_TEST_CASE(splits_what_only_the_sum_of_two_tells) {
    const auto problem = exact({{-2, 2, 0.5}, {-2, 2, 0.5}}, [](const std::vector<double>& x) {
        return std::vector<double>{50.0 * (x[0] + x[1] - 0.4)};
    });
    const Fit found = statistics::fit(problem);
    BOOST_TEST(std::abs(found.parameters[0].value - found.parameters[1].value) < 1e-9);
    BOOST_TEST(std::abs(found.parameters[0].value - 0.2) < 1e-3);
    // Half of the variance of each is gone: that of the sum, not that of the difference.
    BOOST_TEST(std::abs(found.parameters[0].identified - 0.5) < 1e-3);
}

BOOST_AUTO_TEST_CASE(stays_within_its_range_and_says_when_it_would_go_on) {
    const auto problem =
        exact({{-0.5, 0.5, kWide}, {-2, 2, kWide}}, [](const std::vector<double>& x) {
            return std::vector<double>{x[0] - 2.0, x[1] - x[0]};
        });
    const Fit found = statistics::fit(problem);
    BOOST_TEST(found.parameters[0].value == 0.5);
    BOOST_TEST(found.parameters[0].is_at_end);
    BOOST_TEST(std::abs(found.parameters[1].value - 0.5) < 1e-3);
    BOOST_TEST(!found.parameters[1].is_at_end);
}

BOOST_AUTO_TEST_CASE(knows_less_the_fewer_the_replications) {
    const auto sd_with = [](std::size_t replications) {
        FitProblem problem;
        problem.parameters = {{-2, 2, 1.0}};
        problem.good_enough = 0.01;
        problem.evaluate = [replications](const std::vector<std::vector<double>>& points) {
            std::vector<Residuals> all;
            for (const auto& point : points) {
                Residuals residuals;
                for (std::size_t i = 0; i < replications; ++i) {
                    residuals.push_back({10.0 * (point[0] - 0.5) + (i % 2 == 0 ? 3.0 : -3.0)});
                }
                all.push_back(std::move(residuals));
            }
            return all;
        };
        return statistics::fit(problem).parameters[0].sd;
    };
    // Two replications: variance of the mean 18 / 2 = 9; weight 1 / 10; precision 100 / 10 + 1.
    BOOST_TEST(std::abs(sd_with(2) - std::sqrt(1.0 / 11.0)) < 1e-9);
    BOOST_TEST(sd_with(20) < sd_with(2));
}

BOOST_AUTO_TEST_CASE(passes_over_points_where_nothing_can_be_measured) {
    // Beyond 0.6 nothing is measured; the full step would go to 1.
    const auto problem = exact({{-3, 3, kWide}}, [](const std::vector<double>& x) {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        return std::vector<double>{x[0] > 0.6 ? nan : x[0] - 1.0};
    });
    const Fit found = statistics::fit(problem);
    BOOST_TEST(found.parameters[0].value > 0.0);
    BOOST_TEST(found.parameters[0].value <= 0.6);
    const auto nowhere = exact({{-3, 3, kWide}}, [](const std::vector<double>&) {
        return std::vector<double>{std::numeric_limits<double>::quiet_NaN()};
    });
    BOOST_CHECK_THROW((void)statistics::fit(nowhere), base::UserError);
}

BOOST_AUTO_TEST_CASE(takes_no_step_with_no_rounds) {
    auto problem = exact({{-3, 3, kWide}}, [](const std::vector<double>& x) {
        return std::vector<double>{x[0] - 1};
    });
    problem.rounds = 0;
    const Fit found = statistics::fit(problem);
    BOOST_TEST(found.parameters[0].value == 0.0);
    BOOST_TEST((found.end == Fit::End::rounds_used));
    BOOST_TEST(found.residuals[0] == -1.0);
}

BOOST_AUTO_TEST_SUITE_END()
