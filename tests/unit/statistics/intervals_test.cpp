// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/intervals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"
#include "engine/statistics/samples.hpp"
#include "engine/statistics/summary.hpp"
#include "tests/unit/statistics/uniform_numbers.hpp"

using namespace yhdyspinta::statistics;
using yhdyspinta::test::uniform_numbers;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Test A of 26 children, Efron and Tibshirani (1993), table 14.1.
const std::vector<double> kSpatial{48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6,
                                   0,  33, 28, 34, 4,  32, 24, 47, 41, 24, 26, 30, 41};

double mean(std::span<const double> values) { return summarise(values).mean; }

double plug_in_variance(std::span<const double> values) {
    const Summary summary = summarise(values);
    const auto n = static_cast<double>(summary.count);
    if (summary.count < 2) return 0.0;
    return summary.standard_deviation * summary.standard_deviation * (n - 1.0) / n;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(intervals)

// Law, Simulation Modeling and Analysis, example 4.27: 90 % interval 1.34 ± 0.24.
BOOST_AUTO_TEST_CASE(t_interval_lies_about_the_mean_of_the_numbers) {
    const std::vector<double> values{1.20, 1.50, 1.68, kNaN, 1.89, 0.95,
                                     1.49, 1.58, 1.55, 0.50, 1.09};
    const Interval interval = t_interval(values, 0.90);
    BOOST_TEST(std::abs(interval.low - (1.343 - 0.23725)) < 5e-5);
    BOOST_TEST(std::abs(interval.high - (1.343 + 0.23725)) < 5e-5);
    BOOST_TEST(interval.contains(1.11));
    BOOST_TEST(!interval.contains(1.10));
    BOOST_TEST(interval.is_clear());
    BOOST_TEST(!(Interval{-1.0, -2.0, 0.0}).is_clear());
    BOOST_TEST(std::isnan(t_interval(std::vector<double>{2.0}).low));
}

// Efron and Tibshirani, table 14.2 and section 14.3: estimate 171.5, acceleration 0.061; 90 %
// intervals (100.8, 233.9) by percentiles and (115.8, 259.6) by BCa, of 2000 resamples each, so
// within some units of ours.
BOOST_AUTO_TEST_CASE(bootstrap_agrees_with_the_published_variance_of_the_spatial_test) {
    const BootstrapSettings settings{0.90, 20000};
    const Interval percentile =
        bootstrap_percentile(kSpatial, plug_in_variance, uniform_numbers(), settings);
    const Interval bca = bootstrap_bca(kSpatial, plug_in_variance, uniform_numbers(), settings);
    BOOST_TEST(std::abs(percentile.estimate - 171.5) < 0.05);
    BOOST_TEST(std::abs(jackknife_acceleration(kSpatial, plug_in_variance) - 0.061) < 5e-4);
    BOOST_TEST(std::abs(percentile.low - 100.8) < 3.0);
    BOOST_TEST(std::abs(percentile.high - 233.9) < 3.0);
    BOOST_TEST(std::abs(bca.low - 115.8) < 3.0);
    BOOST_TEST(std::abs(bca.high - 259.6) < 5.0);
}

BOOST_AUTO_TEST_CASE(bootstrap_is_a_function_of_the_random_numbers) {
    const auto low = [](std::uint64_t seed) {
        return bootstrap_bca(kSpatial, mean, uniform_numbers(seed), {0.95, 200}).low;
    };
    BOOST_TEST(low(1) == low(1));
    BOOST_TEST(low(1) != low(2));
}

BOOST_AUTO_TEST_CASE(bootstrap_of_what_does_not_vary_is_a_point) {
    const std::vector<double> values{3.0, 3.0, kNaN, 3.0};
    for (const Interval& interval : {bootstrap_percentile(values, mean, uniform_numbers()),
                                     bootstrap_bca(values, mean, uniform_numbers())}) {
        BOOST_TEST(interval.low == 3.0);
        BOOST_TEST(interval.high == 3.0);
    }
    BOOST_TEST(std::isnan(
        bootstrap_percentile(std::vector<double>{kNaN}, mean, uniform_numbers()).estimate));
    BOOST_TEST(std::isnan(bootstrap_bca(std::vector<double>{1.0}, mean, uniform_numbers()).low));
}

BOOST_AUTO_TEST_CASE(variance_reduction_counts_the_replications_saved) {
    // a: variance 100; b = a + {1, 1.5, 0.5}: 100.25 + 2 cov; differences: variance 0.25.
    const std::vector<double> a{10.0, 20.0, 30.0, kNaN};
    const std::vector<double> b{11.0, 21.5, 30.5, 99.0};
    const VarianceReduction found = variance_reduction(a, b);
    const double variance_b = (10.0 * 10.0 + 0.5 * 0.5 + 9.5 * 9.5) / 2.0 - 0.0;
    BOOST_TEST(found.pairs == 3u);
    // b - 21 is -10, 0.5, 9.5
    BOOST_TEST(found.factor == (100.0 + variance_b) / 0.25, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(found.correlation == (100.0 + variance_b - 0.25) / (20.0 * std::sqrt(variance_b)),
               boost::test_tools::tolerance(1e-12));
    // Opposite numbers do harm: var(b - a) = 4 var a.
    const std::vector<double> up{1.0, 2.0, 3.0}, down{3.0, 2.0, 1.0};
    BOOST_TEST(variance_reduction(up, down).factor == 0.5, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(std::isinf(variance_reduction(up, up).factor));
    BOOST_TEST(std::isnan(variance_reduction(a, std::vector<double>(4, kNaN)).factor));
}

BOOST_AUTO_TEST_CASE(only_complete_replications_are_kept) {
    const Samples complete = complete_replications({{1.0, kNaN, 3.0}, {4.0, 5.0, 6.0}});
    BOOST_TEST(complete[0] == (std::vector<double>{1.0, 3.0}));
    BOOST_TEST(complete[1] == (std::vector<double>{4.0, 6.0}));
    BOOST_CHECK_THROW((void)complete_replications({{1.0}, {1.0, 2.0}}),
                      yhdyspinta::base::InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
