// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/replications_needed.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"

using namespace yhdyspinta::statistics;

namespace {

/// 9, 11, 9, 11, …
std::vector<double> alternating(std::size_t count) {
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i) values.push_back(i % 2 == 0 ? 9.0 : 11.0);
    return values;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(enough_replications)

// After 18: 2.1098 * 1.0290 / sqrt 18 = 0.5117 > 0.5; after 19: 2.1009 * 1.0260 / sqrt 19 = 0.4945
// <= 0.05 * 9.947.
BOOST_AUTO_TEST_CASE(are_those_after_which_the_half_width_is_small_enough_and_stays_so) {
    const PrecisionTarget target{.half_width = 0.05, .look_ahead = 5};
    BOOST_TEST(!replications_needed(alternating(23), target).is_reached);
    const ReplicationsNeeded found = replications_needed(alternating(24), target);
    BOOST_TEST(found.is_reached);
    BOOST_TEST(found.replications == 19u);
    BOOST_TEST(found.interval.estimate == 10.0);
    // What comes after the stop does not change it.
    BOOST_TEST(replications_needed(alternating(60), target).replications == 19u);
    PrecisionTarget absolute = target;
    absolute.is_relative = false;
    absolute.half_width = 0.496;
    BOOST_TEST(replications_needed(alternating(60), absolute).replications == 19u);
    absolute.half_width = 0.494;
    BOOST_TEST(replications_needed(alternating(60), absolute).replications == 20u);
}

// Deviation 1.0541 after ten: 2.1009 * 1.0541 / sqrt 19 = 0.508, 2.0930 * 1.0541 / sqrt 20 = 0.493.
BOOST_AUTO_TEST_CASE(are_forecast_from_the_variance_so_far) {
    const ReplicationsNeeded found = replications_needed(alternating(10));
    BOOST_TEST(!found.is_reached);
    BOOST_TEST(found.replications == 20u);
    // Precise already, but not long enough to believe it.
    BOOST_TEST(replications_needed(alternating(21)).replications == 22u);
    BOOST_TEST(replications_needed(alternating(2)).replications == 0u);
    const std::vector<double> no_mean{-1.0, 1.0, -1.0, 1.0};
    BOOST_TEST(replications_needed(no_mean).replications == 0u);
}

BOOST_AUTO_TEST_CASE(are_not_those_of_a_lucky_streak) {
    std::vector<double> values{10.0, 10.0, 10.01, 4.0};
    for (const double value : alternating(100)) values.push_back(value);
    const ReplicationsNeeded lucky = replications_needed(values, {.look_ahead = 0});
    BOOST_TEST(lucky.replications == 3u);
    const ReplicationsNeeded found = replications_needed(values, {.look_ahead = 5});
    BOOST_TEST(found.is_reached);
    BOOST_TEST(found.replications > 20u);
    BOOST_TEST(replications_needed(values, {.minimum = 4, .look_ahead = 0}).replications > 20u);
}

// Beyond a hundred replications the look-ahead is in per cent: 220 at 5 % needs 11 more.
BOOST_AUTO_TEST_CASE(look_further_ahead_the_more_there_are) {
    const auto reached = [](std::size_t count) {
        return replications_needed(alternating(count), {.half_width = 0.0133});
    };
    const std::size_t needed = reached(1000).replications;
    BOOST_TEST(needed > 200u);
    BOOST_TEST(needed < 240u);
    const std::size_t ahead = 5 * needed / 100;
    BOOST_TEST(ahead > 5u);
    BOOST_TEST(reached(needed + ahead).is_reached);
    BOOST_TEST(!reached(needed + ahead - 1).is_reached);
}

BOOST_AUTO_TEST_CASE(count_replications_without_a_number) {
    std::vector<double> values = alternating(24);
    values.insert(values.begin() + 4, std::numeric_limits<double>::quiet_NaN());
    BOOST_TEST(replications_needed(values).replications == 20u);
    BOOST_CHECK_THROW((void)replications_needed(values, {.half_width = 0.0}),
                      yhdyspinta::base::InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
