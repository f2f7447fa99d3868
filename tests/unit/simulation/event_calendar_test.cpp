// SPDX-License-Identifier: Apache-2.0
// The calendar beside a sorted list of what is due.
#include "engine/simulation/event_calendar.hpp"

#include <algorithm>
#include <random>
#include <set>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace yhdyspinta;
using simulation::Due;
using simulation::EventCalendar;

BOOST_AUTO_TEST_SUITE(event_calendar)

BOOST_AUTO_TEST_CASE(simultaneous_events_come_by_rank_then_entity_then_order_of_scheduling) {
    EventCalendar calendar;
    calendar.schedule(5.0, Due::arrival, 1, 0, 0);
    calendar.schedule(5.0, Due::activity_ends, 9, 1, 0);
    calendar.schedule(5.0, Due::activity_ends, 2, 2, 0);
    calendar.schedule(5.0, Due::activity_ends, 2, 3, 0);
    calendar.schedule(4.0, Due::limit_passes, 9, 4, 0);
    calendar.schedule(-0.0, Due::arrival, 1, 5, 0);
    calendar.schedule(0.0, Due::activity_ends, 1, 6, 0);
    std::vector<std::uint32_t> targets;
    for (; !calendar.is_empty(); calendar.remove_first()) {
        targets.push_back(calendar.first().target);
    }
    const std::vector<std::uint32_t> expected{6, 5, 4, 2, 3, 1, 0};
    BOOST_TEST(targets == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(is_in_order_whatever_is_scheduled_between_two_removals) {
    std::mt19937 generator(1);
    auto one_of = [&](unsigned count) { return generator() % count; };
    EventCalendar calendar;
    std::vector<std::tuple<double, Due, std::uint32_t, std::uint32_t>> due;  // target: as scheduled
    std::uint32_t scheduled = 0;
    double now = 0.0;
    for (int i = 0; i < 4000; ++i) {
        // Few dates, ranks and entities, so that ties are frequent.
        for (unsigned more = one_of(i < 2000 ? 4 : 2); more > 0; --more) {
            const double time = now + one_of(20);
            const Due rank = one_of(2) == 0 ? Due::activity_ends : Due::arrival;
            const std::uint32_t entity = one_of(3);
            calendar.schedule(time, rank, entity, scheduled, 0);
            due.emplace_back(time, rank, entity, scheduled++);
        }
        BOOST_REQUIRE_EQUAL(calendar.size(), due.size());
        BOOST_REQUIRE_EQUAL(calendar.is_empty(), due.empty());
        if (due.empty()) continue;
        const auto first = std::min_element(due.begin(), due.end());
        BOOST_REQUIRE_EQUAL(calendar.first().target, std::get<3>(*first));
        BOOST_REQUIRE_EQUAL(calendar.first().time, std::get<0>(*first));
        now = calendar.first().time;
        calendar.remove_first();
        due.erase(first);
    }
}

/// What comes out beside a sorted list, when `delays` says how long after now things are due.
template <class Delay>
void check_order_of_many(std::size_t at_first, std::size_t later, Delay delay) {
    std::mt19937_64 generator(2);
    EventCalendar calendar;
    std::set<std::tuple<double, Due, std::uint32_t, std::uint32_t>> due;
    std::uint32_t scheduled = 0;
    const auto schedule = [&](double now) {
        const double time = now + delay(generator);
        const Due rank = generator() % 2 == 0 ? Due::activity_ends : Due::arrival;
        const auto entity = static_cast<std::uint32_t>(generator() % 3);
        calendar.schedule(time, rank, entity, scheduled, 0);
        due.emplace(time, rank, entity, scheduled++);
    };
    for (std::size_t i = 0; i < at_first; ++i) schedule(0.0);
    for (std::size_t i = 0; i < later; ++i) {
        const auto first = due.begin();
        BOOST_REQUIRE_EQUAL(calendar.first().target, std::get<3>(*first));
        const double now = std::get<0>(*first);
        due.erase(first);
        calendar.remove_first();
        schedule(now);
        if (i % 3 == 0) schedule(now);
        if (i % 3 == 1) {
            BOOST_REQUIRE_EQUAL(calendar.first().target, std::get<3>(*due.begin()));
            due.erase(due.begin());
            calendar.remove_first();
        }
    }
    for (; !calendar.is_empty(); calendar.remove_first()) {
        BOOST_REQUIRE_EQUAL(calendar.size(), due.size());
        BOOST_REQUIRE_EQUAL(calendar.first().target, std::get<3>(*due.begin()));
        due.erase(due.begin());
    }
    BOOST_TEST(due.empty());
}

BOOST_AUTO_TEST_CASE(many_things_come_in_order) {
    std::exponential_distribution<double> rare(1.0 / 3e8), soon(1.0 / 3e3);
    check_order_of_many(60000, 200000, [&](auto& generator) {
        return generator() % 4 == 0 ? rare(generator) : soon(generator);
    });
    // Whole days, so that many lie on the borders of periods, and much at one instant.
    std::uniform_int_distribution<int> days(0, 3000);
    check_order_of_many(40000, 100000, [&](auto& generator) { return 86400.0 * days(generator); });
    check_order_of_many(40000, 10000, [&](auto&) { return 1.0; });
    // Almost all now, a few very late.
    check_order_of_many(40000, 50000, [&](auto& generator) {
        return generator() % 1000 == 0 ? 1e9 : soon(generator);
    });
}

BOOST_AUTO_TEST_CASE(what_is_ahead_is_known_while_there_are_many) {
    std::mt19937_64 generator(4);
    std::exponential_distribution<double> rare(1.0 / 3e6), soon(1.0 / 30.0);
    EventCalendar calendar;
    std::set<std::pair<double, std::uint32_t>> due;
    std::set<std::uint32_t> told;  // what `come_soon` has told
    std::uint32_t scheduled = 0;
    const auto schedule = [&](double time) {
        calendar.schedule(time, Due::arrival, 0, scheduled, 0);
        due.emplace(time, scheduled++);
    };
    schedule(1.0);
    schedule(2.0);
    calendar.remove_first();
    due.erase(due.begin());
    BOOST_TEST(calendar.ahead(0) == nullptr);  // few
    BOOST_TEST(calendar.come_soon() == nullptr);
    for (int i = 0; i < 40000; ++i) schedule(rare(generator));
    std::size_t untold = 0;
    for (int i = 0; i < 20000; ++i) {
        const double now = calendar.first().time;
        untold += i > 0 && told.count(calendar.first().target) == 0 ? 1 : 0;
        calendar.remove_first();
        due.erase(due.begin());
        if (const auto* come = calendar.come_soon()) told.insert(come->target);
        auto next = due.begin();
        for (std::uint32_t others = 0; others < EventCalendar::kAhead; ++others, ++next) {
            const auto* ahead = calendar.ahead(others);
            BOOST_REQUIRE(ahead != nullptr);
            BOOST_REQUIRE_EQUAL(ahead->target, next->second);
        }
        BOOST_REQUIRE_EQUAL(calendar.first().target, due.begin()->second);
        schedule(now + rare(generator));
        // More at once than are known ahead.
        for (int more = i % 100 == 0 ? 60 : 0; more > 0; --more) schedule(now + soon(generator));
        BOOST_REQUIRE_EQUAL(calendar.size(), due.size());
    }
    // Some of what was due at once, and what was known at the start.
    BOOST_TEST(untold <= 201U * 2U * EventCalendar::kAhead);
}

BOOST_AUTO_TEST_CASE(memory_does_not_grow_with_simulated_time) {
    std::mt19937_64 generator(3);
    std::exponential_distribution<double> rare(1.0 / 3e7);
    EventCalendar calendar;
    constexpr std::size_t kDue = 50000;
    for (std::uint32_t i = 0; i < kDue; ++i) {
        calendar.schedule(rare(generator), Due::arrival, 0, i, 0);
    }
    const auto go_on = [&](std::size_t events) {
        for (std::size_t i = 0; i < events; ++i) {
            const double now = calendar.first().time;
            calendar.remove_first();
            calendar.schedule(now + rare(generator), Due::arrival, 0, 0, 0);
        }
    };
    go_on(4 * kDue);
    const std::size_t room = calendar.room();
    go_on(40 * kDue);
    BOOST_TEST(calendar.room() <= 2 * room);
    BOOST_TEST(calendar.room() <= 12 * kDue);
}

BOOST_AUTO_TEST_SUITE_END()
