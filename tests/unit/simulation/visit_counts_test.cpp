// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/visit_counts.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

#include <boost/test/unit_test.hpp>

using yhdyspinta::simulation::VisitCounts;

BOOST_AUTO_TEST_SUITE(visit_counts)

BOOST_AUTO_TEST_CASE(counts_each_place_of_each_path_by_itself) {
    VisitCounts counts;
    counts.add_path();
    counts.add_path();
    for (std::uint64_t times = 0; times < 3; ++times) {
        for (std::size_t place = 0; place < 40; ++place) {
            BOOST_TEST(counts.of(0, 1000 * place) == times);
            BOOST_TEST(counts.next(0, 1000 * place) == times);
        }
    }
    BOOST_TEST(counts.of(1, 0) == 0);
    BOOST_TEST(counts.next(1, 39000) == 0);
    BOOST_TEST(counts.of(0, 39000) == 3);
}

BOOST_AUTO_TEST_CASE(starts_anew_when_a_path_is_forgotten) {
    VisitCounts counts;
    counts.add_path();
    for (std::size_t place = 0; place < 40; ++place) (void)counts.next(0, place);
    counts.forget(0);
    for (std::size_t place = 0; place < 40; ++place) BOOST_TEST(counts.of(0, place) == 0);
    BOOST_TEST(counts.next(0, 30) == 0);
    BOOST_TEST(counts.next(0, 30) == 1);
}

BOOST_AUTO_TEST_CASE(counts_as_far_as_one_goes) {
    VisitCounts counts;
    counts.add_path();
    constexpr std::uint64_t kTimes = 70'000;  // more than what lies near can count
    for (std::uint64_t times = 0; times < kTimes; ++times) {
        for (std::size_t place = 0; place < 20; ++place) {
            BOOST_REQUIRE(counts.next(0, place) == times);
        }
    }
    for (std::size_t place = 0; place < 20; ++place) BOOST_TEST(counts.of(0, place) == kTimes);
    BOOST_TEST(counts.next(0, 20) == 0);
    counts.forget(0);
    for (std::size_t place = 0; place < 20; ++place) BOOST_TEST(counts.of(0, place) == 0);
}

BOOST_AUTO_TEST_CASE(one_place_far_more_often_than_others) {
    VisitCounts counts;
    counts.add_path();
    constexpr std::size_t kOften = 3;
    std::vector<std::uint64_t> expected(40, 0);
    for (std::size_t i = 0; i < 100'000; ++i) {
        BOOST_REQUIRE(counts.next(0, kOften) == expected[kOften]++);
        if (i % 100 != 0) continue;
        for (std::size_t place = 0; place < expected.size(); ++place) {
            BOOST_REQUIRE(counts.next(0, place) == expected[place]++);
        }
    }
    for (std::size_t place = 0; place < expected.size(); ++place) {
        BOOST_TEST(counts.of(0, place) == expected[place]);
    }
}

BOOST_AUTO_TEST_SUITE_END()
