// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/warm_up.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"

using namespace yhdyspinta::statistics;

BOOST_AUTO_TEST_SUITE(warm_up)

// 10, 5, then 1, -1 ten times. Leaving out two: 20 / 20². One: 5 stays, squares 20 + 25 - 25 / 21
// over 21². Three: 19 - 1 / 19 over 19².
BOOST_AUTO_TEST_CASE(cuts_where_the_mean_of_the_rest_is_most_certain) {
    std::vector<double> values{10.0, 5.0};
    for (int i = 0; i < 10; ++i) values.insert(values.end(), {1.0, -1.0});
    const WarmUp found = mser(values, 1);
    const auto tolerance = boost::test_tools::tolerance(1e-12);
    BOOST_TEST(found.observations == 2u);
    BOOST_TEST(!found.is_run_too_short);
    BOOST_TEST(std::abs(found.mean) < 1e-12);
    BOOST_TEST(found.criterion.size() == 17u);
    BOOST_TEST(found.criterion[1] == (45.0 - 25.0 / 21.0) / 441.0, tolerance);
    BOOST_TEST(found.criterion[2] == 0.05, tolerance);
    BOOST_TEST(found.criterion[3] == (19.0 - 1.0 / 19.0) / 361.0, tolerance);
}

// The same in batches of five with means as above; two observations fill no batch.
BOOST_AUTO_TEST_CASE(batches_are_of_five) {
    std::vector<double> values;
    const auto add = [&](double mean) {
        for (const double offset : {-2.0, -1.0, 0.0, 1.0, 2.0}) values.push_back(mean + offset);
    };
    add(10.0);
    add(5.0);
    for (int i = 0; i < 10; ++i) {
        add(1.0);
        add(-1.0);
    }
    values.insert(values.end(), {1e6, 1e6});
    const WarmUp found = mser(values);
    BOOST_TEST(found.observations == 10u);
    BOOST_TEST(found.criterion[2] == 0.05, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(says_when_the_run_is_too_short) {
    std::vector<double> rising;
    for (int i = 0; i < 30; ++i) rising.push_back(i);
    const WarmUp found = mser(rising, 1);
    BOOST_TEST(found.is_run_too_short);
    BOOST_TEST(found.observations == 24u);
    BOOST_TEST(mser(std::vector<double>(9, 1.0), 1).is_run_too_short);
    BOOST_TEST(std::isnan(mser(std::vector<double>(9, 1.0), 1).mean));
    // What is the same always needs no warm-up.
    const WarmUp still = mser(std::vector<double>(20, 1.0), 1);
    BOOST_TEST(still.observations == 0u);
    BOOST_TEST(!still.is_run_too_short);
}

// Welch, window 1: means 1, 4, 7, 4, …; the first alone, then three at a time.
BOOST_AUTO_TEST_CASE(welch_curve_is_a_moving_average_of_means_over_replications) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Samples replications{{0, 4, 6, 4, 5, 6, 7, 8}, {2, nan, 8, 4, 5, 6, 7, 8}};
    const std::vector<double> expected{1, 4, 5, 16.0 / 3.0, 5, 6, 7};
    const std::vector<double> curve = welch_curve(replications, 1);
    BOOST_TEST(curve.size() == 7u);
    for (std::size_t t = 0; t < 7; ++t) {
        BOOST_TEST(curve[t] == expected[t], boost::test_tools::tolerance(1e-12));
    }
    // Window 2: the second of two neighbours only, the third of five.
    const std::vector<double> wide = welch_curve(replications, 2);
    BOOST_TEST(wide.size() == 6u);
    BOOST_TEST(wide[1] == 4.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(wide[2] == (1.0 + 4 + 7 + 4 + 5) / 5.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(welch_curve(replications, 0)[2] == 7.0);
    BOOST_CHECK_THROW((void)welch_curve(replications, 3), yhdyspinta::base::InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
