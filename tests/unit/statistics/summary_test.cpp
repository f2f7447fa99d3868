// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/summary.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"

using namespace yhdyspinta::statistics;

namespace {
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
}

BOOST_AUTO_TEST_SUITE(summary)

// Values of any table of Student's t distribution.
BOOST_AUTO_TEST_CASE(student_t_agrees_with_published_tables, *boost::unit_test::tolerance(5e-5)) {
    BOOST_TEST(student_t(1, 0.95) == 12.706);
    BOOST_TEST(student_t(9, 0.95) == 2.2622);
    BOOST_TEST(student_t(9, 0.90) == 1.8331);
    BOOST_TEST(student_t(29, 0.95) == 2.0452);
    BOOST_TEST(student_t(29, 0.99) == 2.7564);
}

// Law, Simulation Modeling and Analysis, example 4.27: ten observations, 90 % interval 1.34 ± 0.24.
BOOST_AUTO_TEST_CASE(half_width_agrees_with_a_textbook_example) {
    const std::vector<double> values{1.20, 1.50, 1.68, 1.89, 0.95, 1.49, 1.58, 1.55, 0.50, 1.09};
    BOOST_TEST(summarise(values).mean == 1.343, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(std::abs(half_width(values, 0.90) - 0.24) < 0.005);
}

BOOST_AUTO_TEST_CASE(skips_and_counts_missing_values) {
    const std::vector<double> values{1.0, kNaN, 3.0};
    const Summary summary = summarise(values);
    BOOST_TEST(summary.count == 2u);
    BOOST_TEST(summary.missing == 1u);
    BOOST_TEST(summary.mean == 2.0);
    BOOST_TEST(half_width(summary) == 12.7062047, boost::test_tools::tolerance(1e-8));
}

BOOST_AUTO_TEST_CASE(says_nothing_of_the_precision_of_one_value) {
    const std::vector<double> values{7.0};
    BOOST_TEST(std::isnan(half_width(values)));
    BOOST_TEST(std::isnan(summarise(std::vector<double>{}).mean));
}

BOOST_AUTO_TEST_CASE(pairs_cancel_what_they_share) {
    const std::vector<double> a{10.0, 20.0, 30.0, kNaN};
    const std::vector<double> b{11.0, 21.5, 30.5, 99.0};
    const PairedDifference difference = paired_difference(a, b);
    BOOST_TEST(difference.pairs == 3u);
    BOOST_TEST(difference.mean == 1.0);
    // differences 1, 1.5, 0.5: sd 0.5, t(2) = 4.30265
    BOOST_TEST(difference.half_width == 4.302653 * 0.5 / std::sqrt(3.0),
               boost::test_tools::tolerance(1e-6));
    BOOST_TEST(!difference.is_clear());
}

BOOST_AUTO_TEST_CASE(a_difference_is_clear_when_its_interval_excludes_zero) {
    BOOST_TEST((PairedDifference{-2.0, 1.9, 9}).is_clear());
    BOOST_TEST(!(PairedDifference{2.0, 2.0, 9}).is_clear());
    BOOST_TEST(!(PairedDifference{2.0, kNaN, 1}).is_clear());
}

BOOST_AUTO_TEST_CASE(refuses_what_has_no_answer) {
    const std::vector<double> one{1.0}, two{1.0, 2.0};
    BOOST_CHECK_THROW((void)student_t(0), yhdyspinta::base::InternalError);
    BOOST_CHECK_THROW((void)paired_difference(one, two), yhdyspinta::base::InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
