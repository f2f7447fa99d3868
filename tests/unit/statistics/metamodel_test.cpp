// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/metamodel.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::statistics;

BOOST_AUTO_TEST_SUITE(metamodel)

// Anscombe (1973), The American Statistician 27(1), first set: y = 3.00 + 0.500 x, standard errors
// 1.125 and 0.118, R² 0.667; residual deviation 1.237.
BOOST_AUTO_TEST_CASE(agrees_with_anscombe) {
    const Points x{{10}, {8}, {13}, {9}, {11}, {14}, {6}, {4}, {12}, {7}, {5}};
    const Samples y{{8.04}, {6.95}, {7.58},  {8.81}, {8.33}, {9.96},
                    {7.24}, {4.26}, {10.84}, {4.82}, {5.68}};
    const Metamodel model = fit_metamodel(x, y, MetamodelForm::linear);
    BOOST_TEST(std::abs(model.coefficients[0].estimate - 3.0001) < 5e-5);
    BOOST_TEST(std::abs(model.coefficients[1].estimate - 0.5001) < 5e-5);
    BOOST_TEST(std::abs(model.standard_errors[0] - 1.1247) < 5e-5);
    BOOST_TEST(std::abs(model.standard_errors[1] - 0.1179) < 5e-5);
    BOOST_TEST(std::abs(model.r_squared - 0.6665) < 5e-5);
    BOOST_TEST(std::abs(model.adjusted_r_squared - 0.6295) < 5e-5);
    BOOST_TEST(std::abs(model.residual_sd - 1.2366) < 5e-5);
    // t(9) = 2.2622
    BOOST_TEST(std::abs(model.coefficients[1].half_width() - 2.2622 * 0.1179) < 1e-4);
    BOOST_TEST(std::abs(model.at({10.0}) - 8.001) < 5e-4);
    BOOST_TEST(model.observations == 11u);
    BOOST_TEST(std::isnan(model.lack_of_fit_p));  // no replications
}

// Means 2, 5, 4 at -1, 0, 1, two replications one from each: line 11/3 + x; lack of fit 16/3 on
// one, error 6 on three degrees of freedom: F = 8/3, P = 0.20098 (closed form of t with three).
BOOST_AUTO_TEST_CASE(tells_lack_of_fit_from_error) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Points x{{-1}, {0}, {1}};
    const Samples y{{1, 3}, {4, nan, 6}, {3, 5}};
    const Metamodel model = fit_metamodel(x, y, MetamodelForm::linear);
    BOOST_TEST(model.coefficients[0].estimate == 11.0 / 3.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(model.coefficients[1].estimate == 1.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(model.lack_of_fit_f == 8.0 / 3.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(std::abs(model.lack_of_fit_p - 0.20098) < 1e-5);
    BOOST_TEST(model.observations == 6u);
    // The parabola goes through all means: no points to spare.
    const Metamodel parabola = fit_metamodel(x, y, MetamodelForm::quadratic);
    BOOST_TEST(std::isnan(parabola.lack_of_fit_f));
    BOOST_TEST(parabola.at({0.0}) == 5.0, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(finds_a_surface_again) {
    Points points;
    Samples responses;
    for (const double a : {-1.0, 0.0, 1.0}) {
        for (const double b : {-1.0, 0.0, 1.0}) {
            points.push_back({a, b});
            responses.push_back({1 + 2 * a - 3 * b + 4 * a * b + 5 * a * a - 6 * b * b});
        }
    }
    const Metamodel model = fit_metamodel(points, responses, MetamodelForm::quadratic);
    const double expected[] = {1, 2, -3, 4, 5, -6};
    const std::vector<Term> terms{{0, 0}, {1, 0}, {0, 1}, {1, 1}, {2, 0}, {0, 2}};
    BOOST_TEST((model.terms == terms));
    for (std::size_t t = 0; t < 6; ++t) {
        BOOST_TEST(model.coefficients[t].estimate == expected[t],
                   boost::test_tools::tolerance(1e-9));
    }
    BOOST_TEST(model.r_squared == 1.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(model.at({0.5, -2.0}) == 1 + 1 + 6 - 4 + 1.25 - 24,
               boost::test_tools::tolerance(1e-9));
    const Metamodel plane = fit_metamodel(points, responses, MetamodelForm::interactions);
    BOOST_TEST(plane.terms.size() == 4u);
    BOOST_TEST(plane.r_squared < 0.9);
}

BOOST_AUTO_TEST_CASE(refuses_points_that_cannot_tell_the_terms_apart) {
    // Squares of two levels are the constant.
    const Points points{{-1, -1}, {1, -1}, {-1, 1}, {1, 1}, {1, 1}, {-1, -1}};
    const Samples responses(6, {1.0});
    BOOST_CHECK_THROW((void)fit_metamodel(points, responses, MetamodelForm::quadratic),
                      base::InternalError);
    BOOST_CHECK_THROW((void)fit_metamodel({{0, 0}, {1, 1}}, {{1.0}, {2.0}}, MetamodelForm::linear),
                      base::InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
