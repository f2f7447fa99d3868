// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/accumulator.hpp"

#include <cmath>

#include <boost/test/unit_test.hpp>

#include "engine/statistics/time_average.hpp"

using namespace yhdyspinta::statistics;

BOOST_AUTO_TEST_SUITE(accumulator)

BOOST_AUTO_TEST_CASE(gives_mean_and_variance_of_a_hand_computed_sample) {
    Accumulator accumulator;
    for (const double value : {2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0}) accumulator.add(value);
    BOOST_TEST(accumulator.count() == 8u);
    BOOST_TEST(accumulator.mean() == 5.0);
    BOOST_TEST(accumulator.variance() == 32.0 / 7.0, boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(keeps_its_precision_far_from_zero) {
    Accumulator accumulator;
    for (const double value : {1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0})
        accumulator.add(value);
    BOOST_TEST(accumulator.variance() == 30.0, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(merges_two_samples_into_the_same_figures_as_one) {
    Accumulator one, a, b;
    for (int i = 0; i < 10; ++i) {
        const double value = i * i;
        one.add(value);
        (i < 3 ? a : b).add(value);
    }
    a.merge(b);
    a.merge(Accumulator());
    BOOST_TEST(a.count() == one.count());
    BOOST_TEST(a.mean() == one.mean(), boost::test_tools::tolerance(1e-14));
    BOOST_TEST(a.variance() == one.variance(), boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(says_nothing_of_too_few_values) {
    Accumulator accumulator;
    BOOST_TEST(std::isnan(accumulator.mean()));
    accumulator.add(1.0);
    BOOST_TEST(std::isnan(accumulator.variance()));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(time_average)

BOOST_AUTO_TEST_CASE(weighs_by_time_and_counts_empty_periods) {
    TimeAverage average;
    average.add(2.0, 1.0);   // 0 until 2
    average.add(4.0, 2.0);   // 1 until 4
    average.add(5.0, -3.0);  // 3 until 5, then 0
    BOOST_TEST(average.integral(10.0) == 5.0);
    BOOST_TEST(average.mean(10.0) == 0.5);
}

BOOST_AUTO_TEST_CASE(restarts_the_mean_but_not_the_integral) {
    TimeAverage average;
    average.add(0.0, 2.0);
    average.restart_mean(3.0);
    average.add(4.0, -1.0);
    BOOST_TEST(average.mean(5.0) == 1.5);      // 2 for one, 1 for one
    BOOST_TEST(average.integral(5.0) == 9.0);  // 2 for four, 1 for one
    BOOST_TEST(std::isnan(average.mean(3.0)));
}

BOOST_AUTO_TEST_SUITE_END()
