// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/survival_grid.hpp"

#include <cmath>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"

using yhdyspinta::statistics::SurvivalGrid;

BOOST_AUTO_TEST_SUITE(survival_grid)

// Freireich et al. (1963), 6-mercaptopurine arm, weeks in remission; the Kaplan–Meier estimates are
// those printed in Kalbfleisch & Prentice and in Collett.
BOOST_AUTO_TEST_CASE(reproduces_the_textbook_kaplan_meier_example,
                     *boost::unit_test::tolerance(1e-3)) {
    SurvivalGrid grid(1.0, 35.0);
    for (const double t : {6, 6, 6, 7, 10, 13, 16, 22, 23}) grid.add_event(t);
    for (const double t : {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35}) grid.add_censored(t);
    BOOST_TEST(grid.subjects() == 21u);
    BOOST_TEST(grid.survival(5.0) == 1.0);
    BOOST_TEST(grid.survival(6.0) == 0.857);
    BOOST_TEST(grid.survival(7.0) == 0.807);
    BOOST_TEST(grid.survival(10.0) == 0.753);
    BOOST_TEST(grid.survival(13.0) == 0.690);
    BOOST_TEST(grid.survival(16.0) == 0.627);
    BOOST_TEST(grid.survival(22.0) == 0.538);
    BOOST_TEST(grid.survival(23.0) == 0.448);
    BOOST_TEST(grid.quantile(0.5) == 23.0);
    BOOST_TEST(std::isnan(grid.quantile(0.9)));
    BOOST_TEST(grid.restricted_mean() == 23.287);  // area by hand
    BOOST_TEST(grid.incidence(23.0) == 1.0 - 0.448);
}

BOOST_AUTO_TEST_CASE(is_the_sample_mean_when_nobody_is_censored) {
    SurvivalGrid grid(1.0, 100.0);
    for (const double t : {0.0, 0.3, 7.45, 50.0, 170.0}) grid.add_event(t);
    BOOST_TEST(grid.restricted_mean() == (0.3 + 7.45 + 50.0 + 100.0) / 5.0,
               boost::test_tools::tolerance(1e-12));
    BOOST_TEST(grid.survival(100.0) == 0.2, boost::test_tools::tolerance(1e-12));
}

// Five subjects: event 1, competing 2, event 3, censored 3, event 4.
// F(1) = 1/5; F(3) = 1/5 + 3/5·1/3 = 2/5; F(4) = 2/5 + 2/5·1/1 = 4/5.
BOOST_AUTO_TEST_CASE(counts_a_competing_event_against_the_share_served) {
    SurvivalGrid grid(0.5, 10.0);
    grid.add_event(1.0);
    grid.add_competing(2.0);
    grid.add_event(3.0);
    grid.add_censored(3.0);
    grid.add_event(4.0);
    const auto tolerance = boost::test_tools::tolerance(1e-12);
    BOOST_TEST(grid.incidence(1.0) == 0.2, tolerance);
    BOOST_TEST(grid.incidence(2.0) == 0.2, tolerance);
    BOOST_TEST(grid.survival(2.0) == 0.6, tolerance);
    BOOST_TEST(grid.incidence(3.0) == 0.4, tolerance);
    BOOST_TEST(grid.incidence(4.0) == 0.8, tolerance);
    BOOST_TEST(grid.survival(4.0) == 0.0, tolerance);
    // 1 + 0.8 + 0.6 + 0.4
    BOOST_TEST(grid.restricted_mean() == 2.8, tolerance);
    BOOST_TEST(grid.quantile(0.5) == 4.0, tolerance);
    BOOST_TEST(std::isnan(grid.quantile(0.85)));
}

BOOST_AUTO_TEST_CASE(a_time_on_a_grid_point_belongs_below_it_despite_rounding) {
    SurvivalGrid grid(0.25, 365.0);
    grid.add_event((1e9 + 90.0 * 86400.0 - 1e9) / 86400.0);
    grid.add_event(90.0 + 1e-9);
    BOOST_TEST(grid.incidence(90.0) == 1.0);
    BOOST_TEST(grid.incidence(89.75) == 0.0);
}

BOOST_AUTO_TEST_CASE(says_nothing_without_subjects) {
    const SurvivalGrid grid(1.0, 10.0);
    BOOST_TEST(std::isnan(grid.restricted_mean()));
    BOOST_TEST(std::isnan(grid.survival(1.0)));
    BOOST_TEST(std::isnan(grid.quantile(0.5)));
    BOOST_CHECK_THROW(SurvivalGrid(0.0, 1.0), yhdyspinta::base::InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
