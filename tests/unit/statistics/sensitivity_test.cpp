// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/sensitivity.hpp"

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"
#include "engine/statistics/designs.hpp"
#include "tests/unit/statistics/uniform_numbers.hpp"

using namespace yhdyspinta::statistics;
using yhdyspinta::test::uniform_numbers;

namespace {

using Points = std::vector<std::vector<double>>;

/// Ishigami and Homma (1990), a = 7, b = 0.1, on the unit cube.
double ishigami(const std::vector<double>& u) {
    const auto x = [&](int i) { return std::numbers::pi * (2.0 * u[i] - 1.0); };
    return std::sin(x(0)) + 7.0 * std::pow(std::sin(x(1)), 2.0) +
           0.1 * std::pow(x(2), 4.0) * std::sin(x(0));
}

template <class Function>
std::vector<double> values_at(const Points& points, Function function) {
    std::vector<double> values;
    for (const auto& point : points) values.push_back(function(point));
    return values;
}

template <class Function>
SobolIndices indices_of(const SaltelliDesign& design, Function function) {
    std::vector<std::vector<double>> ab;
    for (const auto& points : design.ab) ab.push_back(values_at(points, function));
    return sobol_indices(values_at(design.a, function), values_at(design.b, function), ab,
                         uniform_numbers(), {0.95, 200});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sensitivity)

// S = 0.3139, 0.4424, 0; T = 0.5576, 0.4424, 0.2437: Ishigami's function has closed forms.
BOOST_AUTO_TEST_CASE(sobol_indices_of_ishigami_agree_to_two_decimals) {
    const SobolIndices found = indices_of(saltelli_design(8192, 3), ishigami);
    const double first[] = {0.3139, 0.4424, 0.0}, total[] = {0.5576, 0.4424, 0.2437};
    for (std::size_t i = 0; i < 3; ++i) {
        BOOST_TEST(std::abs(found.first[i].estimate - first[i]) < 0.005);
        BOOST_TEST(std::abs(found.total[i].estimate - total[i]) < 0.005);
        BOOST_TEST(found.first[i].contains(first[i]));
        BOOST_TEST(found.total[i].contains(total[i]));
        BOOST_TEST(found.first[i].half_width() < 0.06);
    }
    // Mean a / 2; variance a²/8 + b π⁴/5 + b² π⁸/18 + 1/2.
    BOOST_TEST(std::abs(found.mean - 3.5) < 0.01);
    BOOST_TEST(std::abs(found.variance - 13.8446) < 0.05);
    BOOST_TEST(found.rows == 8192u);
}

// y = 3 x1 + x2 of independent uniforms: shares 0.9 and 0.1, no interaction.
BOOST_AUTO_TEST_CASE(sobol_indices_of_a_sum_are_shares_of_its_variance) {
    const SobolIndices found = indices_of(saltelli_design(4096, 2),
                                          [](const auto& x) { return 100.0 + 3.0 * x[0] + x[1]; });
    BOOST_TEST(std::abs(found.first[0].estimate - 0.9) < 0.005);
    BOOST_TEST(std::abs(found.first[1].estimate - 0.1) < 0.005);
    BOOST_TEST(std::abs(found.total[0].estimate - 0.9) < 0.005);
    BOOST_TEST(std::abs(found.total[1].estimate - 0.1) < 0.005);
}

BOOST_AUTO_TEST_CASE(rows_that_are_not_complete_do_not_take_part) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::vector<double> a{1.0, 2.0, nan, 4.0}, b{4.0, 3.0, 2.0, 1.0};
    const SobolIndices with = sobol_indices(a, b, {{1.0, 5.0, 2.0, nan}}, uniform_numbers());
    const SobolIndices without =
        sobol_indices(std::vector<double>{1.0, 2.0}, std::vector<double>{4.0, 3.0}, {{1.0, 5.0}},
                      uniform_numbers());
    BOOST_TEST(with.rows == 2u);
    BOOST_TEST(with.first[0].estimate == without.first[0].estimate);
    // By hand: mean 2.5, variance 5/4; (3 - 2.5) (5 - 2) / 2 and 3² / 4.
    BOOST_TEST(with.first[0].estimate == 0.75 / 1.25, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(with.total[0].estimate == 2.25 / 1.25, boost::test_tools::tolerance(1e-12));
    const std::vector<double> same(4, 1.0);
    BOOST_TEST(std::isnan(sobol_indices(same, same, {same}, uniform_numbers()).first[0].estimate));
}

// Elementary effects of 2 x1 - 3 x2 + 0 x3 are 2, -3 and 0 wherever they are taken.
BOOST_AUTO_TEST_CASE(elementary_effects_of_a_plane_are_its_slopes) {
    const Points points = morris_trajectories(6, 3, 4, uniform_numbers());
    const auto found = morris_effects(
        points, values_at(points, [](const auto& x) { return 2.0 * x[0] - 3.0 * x[1]; }));
    const double slopes[] = {2.0, -3.0, 0.0};
    for (std::size_t i = 0; i < 3; ++i) {
        BOOST_TEST(std::abs(found[i].mean.estimate - slopes[i]) < 1e-12);
        BOOST_TEST(std::abs(found[i].mean_absolute.estimate - std::abs(slopes[i])) < 1e-12);
        BOOST_TEST(found[i].sigma < 1e-12);
        BOOST_TEST(found[i].effects == 6u);
    }
}

// x1 x2 on the grid of two levels: the effect of x1 is x2, 0 or 1, whatever the trajectory.
BOOST_AUTO_TEST_CASE(interaction_shows_in_sigma) {
    const Points points{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {1, 1}, {1, 0}};
    const auto found =
        morris_effects(points, values_at(points, [](const auto& x) { return x[0] * x[1]; }));
    // Effects 0 and 1 of x1; 1 and 1 of x2 (the second goes down by one step down).
    BOOST_TEST(found[0].mean.estimate == 0.5);
    BOOST_TEST(found[0].sigma == std::sqrt(0.5), boost::test_tools::tolerance(1e-12));
    BOOST_TEST(found[1].mean.estimate == 1.0);
    BOOST_TEST(found[1].sigma == 0.0);
}

BOOST_AUTO_TEST_CASE(sign_does_not_cancel_in_the_absolute_mean) {
    const Points points{{0}, {1}, {0.5}, {1}};
    const auto found = morris_effects(points, std::vector<double>{0.0, 1.0, 3.0, 2.5});
    BOOST_TEST(found[0].mean.estimate == 0.0);
    BOOST_TEST(found[0].mean_absolute.estimate == 1.0);
}

BOOST_AUTO_TEST_CASE(refuses_points_that_are_no_trajectories) {
    const std::vector<double> values{1.0, 2.0, 3.0};
    BOOST_CHECK_THROW((void)morris_effects({{0, 0}, {1, 1}, {1, 0}}, values),
                      yhdyspinta::base::InternalError);
    BOOST_CHECK_THROW((void)morris_effects({{0, 0}, {0, 0}, {1, 0}}, values),
                      yhdyspinta::base::InternalError);
    BOOST_CHECK_THROW((void)morris_effects({{0, 0}, {1, 0}}, values),
                      yhdyspinta::base::InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
