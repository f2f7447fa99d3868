// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/apportion.hpp"

#include <vector>

#include <boost/test/unit_test.hpp>

using yhdyspinta::simulation::apportion;

namespace {

constexpr int kAny = 1000;

using Parts = std::vector<std::int32_t>;

}  // namespace

BOOST_AUTO_TEST_SUITE(apportion_suite)

BOOST_AUTO_TEST_CASE(gives_the_largest_remainders_one_more) {
    // Quotas 2.1, 1.4 and 3.5.
    BOOST_TEST(apportion(7, {3.0, 2.0, 5.0}, {kAny, kAny, kAny}) == (Parts{2, 1, 4}));
    BOOST_TEST(apportion(2, {1.0, 1.0, 1.0}, {kAny, kAny, kAny}) == (Parts{1, 1, 0}));
}

BOOST_AUTO_TEST_CASE(gives_nobody_more_than_there_may_be) {
    BOOST_TEST(apportion(6, {1.0, 1.0, 1.0}, {1, 4, 4}) == (Parts{1, 3, 2}));
    BOOST_TEST(apportion(6, {1.0, 1.0}, {1, 2}) == (Parts{1, 2}));
}

BOOST_AUTO_TEST_CASE(gives_nothing_to_nothing) {
    BOOST_TEST(apportion(3, {0.0, 1.0}, {kAny, kAny}) == (Parts{0, 3}));
    BOOST_TEST(apportion(3, {0.0, 0.0}, {kAny, kAny}) == (Parts{0, 0}));
    BOOST_TEST(apportion(0, {1.0, 2.0}, {kAny, kAny}) == (Parts{0, 0}));
}

BOOST_AUTO_TEST_CASE(takes_quotas_for_whole_that_are_so_but_for_rounding) {
    BOOST_TEST(apportion(3, {0.1, 0.1, 0.1}, {kAny, kAny, kAny}) == (Parts{1, 1, 1}));
}

BOOST_AUTO_TEST_SUITE_END()
