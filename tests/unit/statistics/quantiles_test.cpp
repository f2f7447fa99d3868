// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/quantiles.hpp"

#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"
#include "engine/statistics/summary.hpp"

using namespace yhdyspinta::statistics;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<double> first_numbers(std::size_t count) {
    std::vector<double> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 1.0);
    return numbers;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(quantiles)

// Definition 7: quantile p of 1 … n is 1 + p (n - 1).
BOOST_AUTO_TEST_CASE(sample_quantile_is_linear_between_order_statistics) {
    const std::vector<double> values{4.0, 1.0, kNaN, 3.0, 2.0};
    BOOST_TEST(sample_quantile(values, 0.0) == 1.0);
    BOOST_TEST(sample_quantile(values, 0.25) == 1.75);
    BOOST_TEST(sample_quantile(values, 0.9) == 3.7, boost::test_tools::tolerance(1e-14));
    BOOST_TEST(sample_quantile(values, 1.0) == 4.0);
    BOOST_TEST(std::isnan(sample_quantile(std::vector<double>{}, 0.5)));
    BOOST_CHECK_THROW((void)sample_quantile(values, 1.5), yhdyspinta::base::InternalError);
}

// Tables of the sign test: n = 10: 2nd to 9th, 97.85 %; n = 20: 6th to 15th, 95.86 %;
// n = 30: 10th to 21st, 95.72 %.
BOOST_AUTO_TEST_CASE(interval_of_the_median_agrees_with_published_tables) {
    const auto found = [](std::size_t n) { return quantile_interval(first_numbers(n), 0.5); };
    BOOST_TEST(found(10).interval.low == 2.0);
    BOOST_TEST(found(10).interval.high == 9.0);
    BOOST_TEST(found(10).coverage == 0.978515625, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(found(20).interval.low == 6.0);
    BOOST_TEST(found(20).interval.high == 15.0);
    BOOST_TEST(std::abs(found(20).coverage - 0.9586) < 5e-5);
    BOOST_TEST(found(30).interval.low == 10.0);
    BOOST_TEST(found(30).interval.high == 21.0);
    BOOST_TEST(found(10).interval.estimate == 5.5);
}

// 0.9^20 = 0.1216: the largest of twenty is too low to bound the 90 % quantile from above.
BOOST_AUTO_TEST_CASE(interval_is_open_where_the_sample_is_too_small) {
    const QuantileInterval found = quantile_interval(first_numbers(20), 0.9);
    BOOST_TEST(std::isinf(found.interval.high));
    BOOST_TEST(found.interval.low == 15.0);  // P(fewer than 15 below) = 0.0113, than 16: 0.0432
    BOOST_TEST(std::abs(found.coverage - (1.0 - 0.01125)) < 1e-4);
    const QuantileInterval nothing = quantile_interval(std::vector<double>{kNaN}, 0.5);
    BOOST_TEST(std::isinf(nothing.interval.low));
    BOOST_TEST(std::isnan(nothing.interval.estimate));
}

BOOST_AUTO_TEST_CASE(quantile_of_a_table_is_linear_between_its_lines) {
    const QuantileTable table{{0.25, 0.5, 0.9}, {10.0, 20.0, 60.0}};
    BOOST_TEST(table_quantile(table, 0.25) == 10.0);
    BOOST_TEST(table_quantile(table, 0.7) == 40.0, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(table_quantile(table, 0.9) == 60.0);
    BOOST_TEST(std::isnan(table_quantile(table, 0.2)));
    BOOST_TEST(std::isnan(table_quantile(table, 0.95)));
}

BOOST_AUTO_TEST_CASE(quantile_over_replications_is_the_mean_of_theirs) {
    const std::vector<QuantileTable> replications{{{0.0, 1.0}, {0.0, 10.0}},
                                                  {{0.0, 1.0}, {2.0, 16.0}},
                                                  {{0.9, 1.0}, {2.0, 16.0}}};  // does not reach
    const Interval found = replication_quantile(replications, 0.5);
    BOOST_TEST(found.estimate == 7.0);
    // 5 and 9: sd sqrt 8, t(1) = 12.7062
    BOOST_TEST(found.half_width() == 12.7062047 * 2.0, boost::test_tools::tolerance(1e-8));
}

BOOST_AUTO_TEST_SUITE_END()
