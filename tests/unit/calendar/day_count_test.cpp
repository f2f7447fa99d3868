// SPDX-License-Identifier: Apache-2.0
#include "engine/calendar/day_count.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"
#include "tests/unit/calendar/example_days.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::calendar;
using base::Duration;
using base::Instant;
using example::date;

namespace {

const CivilClock kClock(date(2026, 1, 1));

Instant at(int year, unsigned month, unsigned day, double hour = 0.0) {
    return kClock.at(date(year, month, day), Duration::hours(hour));
}

WorkCalendar compile(const CalendarDescription& description) {
    return {description, kClock, Instant::at(Duration::days(365))};
}

/// The moment a limit passes, as text.
std::string limit(const DayCount& count, const WorkCalendar* calendar, Instant start, int n,
                  const std::vector<Pause>& pauses = {}) {
    return kClock.to_text(limit_passes_at(count, kClock, calendar, start, n, pauses));
}

double elapsed(const DayCount& count, const WorkCalendar* calendar, Instant start, Instant now,
               const std::vector<Pause>& pauses = {}) {
    return days_elapsed(count, kClock, calendar, start, now, pauses);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(day_count)

BOOST_AUTO_TEST_CASE(each_day_type_counts_its_own_days) {
    const WorkCalendar working = compile(example::working_days());
    const WorkCalendar school = compile(example::school_days());
    // From Tuesday 15 December 2026: school ends on the 18th and goes on on Thursday 7 January.
    const Instant start = at(2026, 12, 15, 10);
    BOOST_TEST(limit(CalendarDays{}, nullptr, start, 7) == "2026-12-23 00:00");
    // 16, 17, 18, 21, 22, 23, 24; Christmas Eve is no official holiday.
    BOOST_TEST(limit(OpenDays{}, &working, start, 7) == "2026-12-25 00:00");
    // 16, 17, 18 December, 7, 8, 11, 12 January.
    BOOST_TEST(limit(OpenDays{}, &school, start, 7) == "2027-01-13 00:00");
    BOOST_TEST(limit(Months{}, nullptr, start, 3) == "2027-03-16 00:00");
}

BOOST_AUTO_TEST_CASE(months_end_on_the_last_day_when_there_is_no_such_day) {
    BOOST_TEST(limit(Months{}, nullptr, at(2026, 11, 30, 9), 3) == "2027-03-01 00:00");
    BOOST_TEST(limit(Months{}, nullptr, at(2026, 1, 31, 9), 1) == "2026-03-01 00:00");
}

BOOST_AUTO_TEST_CASE(the_hour_of_the_start_does_not_matter) {
    const WorkCalendar working = compile(example::working_days());
    for (const double hour : {0.0, 8.0, 23.9}) {
        BOOST_TEST(limit(OpenDays{}, &working, at(2026, 3, 27, hour), 7) == "2026-04-10 00:00");
    }
}

BOOST_AUTO_TEST_CASE(a_limit_of_zero_is_the_end_of_the_same_day) {
    BOOST_TEST(limit(CalendarDays{}, nullptr, at(2026, 8, 17, 9), 0) == "2026-08-18 00:00");
    const std::vector<Pause> pause = {{at(2026, 8, 17, 10), at(2026, 8, 19, 14)}};
    BOOST_TEST(limit(CalendarDays{}, nullptr, at(2026, 8, 17, 9), 0, pause) == "2026-08-20 00:00");
}

BOOST_AUTO_TEST_CASE(days_elapsed_reach_the_limit_on_its_last_day) {
    const WorkCalendar working = compile(example::working_days());
    const Instant start = at(2026, 3, 27, 14);
    BOOST_TEST(elapsed(OpenDays{}, &working, start, at(2026, 3, 27, 15)) == 0.0);
    BOOST_TEST(elapsed(OpenDays{}, &working, start, at(2026, 4, 5, 12)) == 4.0);
    BOOST_TEST(elapsed(OpenDays{}, &working, start, at(2026, 4, 9, 8)) == 7.0);
    BOOST_TEST(elapsed(OpenDays{}, &working, start, at(2026, 4, 10)) == 7.0);
    BOOST_TEST(elapsed(OpenDays{}, &working, start, at(2026, 4, 10, 0.001)) == 8.0);
    BOOST_TEST(elapsed(CalendarDays{}, nullptr, start, at(2026, 4, 10, 8)) == 14.0);
}

BOOST_AUTO_TEST_CASE(elapsed_months_have_parts) {
    const Instant start = at(2026, 1, 15, 9);
    BOOST_TEST(elapsed(Months{}, nullptr, start, at(2026, 1, 15, 12)) == 0.0);
    BOOST_TEST(elapsed(Months{}, nullptr, start, at(2026, 2, 15, 12)) == 1.0);
    BOOST_TEST(elapsed(Months{}, nullptr, start, at(2026, 3, 1, 12)) == 1.5);  // 14 of 28 days
    BOOST_TEST(elapsed(Months{}, nullptr, start, at(2027, 1, 15, 12)) == 12.0);
    BOOST_TEST(elapsed(Months{}, nullptr, start, at(2027, 1, 16, 12)) > 12.0);
}

BOOST_AUTO_TEST_CASE(a_pause_moves_the_limit_by_the_days_it_lasts) {
    const Instant start = at(2026, 8, 17, 9);  // Monday
    const std::vector<Pause> pauses = {{at(2026, 8, 19, 10), at(2026, 8, 22, 14)}};
    BOOST_TEST(limit(CalendarDays{}, nullptr, start, 7) == "2026-08-25 00:00");
    BOOST_TEST(limit(CalendarDays{}, nullptr, start, 7, pauses) == "2026-08-28 00:00");
    // 19, 20 and 21 August are paused at their ends: of these the 19th to the 21st, Wednesday to
    // Friday, are working days.
    const WorkCalendar working = compile(example::working_days());
    BOOST_TEST(limit(OpenDays{}, &working, start, 7) == "2026-08-27 00:00");
    BOOST_TEST(limit(OpenDays{}, &working, start, 7, pauses) == "2026-09-01 00:00");
    // One month is 31 calendar days here, and 3 are paused.
    BOOST_TEST(limit(Months{}, nullptr, start, 1, pauses) == "2026-09-21 00:00");
}

BOOST_AUTO_TEST_CASE(no_day_is_counted_while_paused) {
    const Instant start = at(2026, 8, 17, 9);
    const std::vector<Pause> pauses = {{at(2026, 8, 19, 10), at(2026, 8, 22, 14)}};
    const auto days = [&](unsigned day, double hour) {
        return elapsed(CalendarDays{}, nullptr, start, at(2026, 8, day, hour), pauses);
    };
    BOOST_TEST(days(18, 12) == 1.0);
    BOOST_TEST(days(19, 9) == 2.0);
    BOOST_TEST(days(19, 12) == 1.0);
    BOOST_TEST(days(21, 12) == 1.0);
    BOOST_TEST(days(22, 20) == 2.0);
    BOOST_TEST(days(23, 12) == 3.0);
}

BOOST_AUTO_TEST_CASE(pauses_within_a_day_or_before_the_start_change_nothing) {
    const Instant start = at(2026, 8, 17, 9);
    BOOST_TEST(limit(CalendarDays{}, nullptr, start, 7,
                     {{at(2026, 8, 19, 10), at(2026, 8, 19, 14)},
                      {at(2026, 8, 1), at(2026, 8, 10)},
                      {at(2026, 8, 20, 10), at(2026, 8, 20, 10)}}) == "2026-08-25 00:00");
}

BOOST_AUTO_TEST_CASE(a_pause_from_midnight_leaves_the_day_before_it_counted) {
    const Instant start = at(2026, 8, 17, 9);
    BOOST_TEST(limit(CalendarDays{}, nullptr, start, 1, {{at(2026, 8, 19)}}) == "2026-08-19 00:00");
    BOOST_TEST(limit(CalendarDays{}, nullptr, start, 2, {{at(2026, 8, 19)}}) == "never");
}

BOOST_AUTO_TEST_CASE(a_pause_up_to_midnight_leaves_out_the_day_it_ends) {
    const Instant start = at(2026, 8, 17, 9);
    const std::vector<Pause> tuesday = {{at(2026, 8, 18, 10), at(2026, 8, 19)}};
    BOOST_TEST(limit(CalendarDays{}, nullptr, start, 1, tuesday) == "2026-08-20 00:00");
    const std::vector<Pause> monday = {{at(2026, 8, 17, 10), at(2026, 8, 18)}};
    BOOST_TEST(limit(CalendarDays{}, nullptr, start, 0, monday) == "2026-08-19 00:00");
}

BOOST_AUTO_TEST_CASE(pauses_may_overlap_and_come_in_any_order) {
    const Instant start = at(2026, 8, 17, 9);
    const std::vector<Pause> pauses = {{at(2026, 8, 21, 8), at(2026, 8, 22, 14)},
                                       {at(2026, 8, 19, 10), at(2026, 8, 20, 12)},
                                       {at(2026, 8, 20, 8), at(2026, 8, 21, 9)}};
    BOOST_TEST(limit(CalendarDays{}, nullptr, start, 7, pauses) == "2026-08-28 00:00");
}

BOOST_AUTO_TEST_CASE(a_limit_within_an_endless_pause_is_never_passed) {
    const Instant start = at(2026, 8, 17, 9);
    const std::vector<Pause> pauses = {{at(2026, 8, 19, 10)}};
    BOOST_TEST(limit(CalendarDays{}, nullptr, start, 1, pauses) == "2026-08-19 00:00");
    BOOST_TEST(limit(CalendarDays{}, nullptr, start, 2, pauses) == "never");
    BOOST_TEST(limit(CalendarDays{}, nullptr, start, 0, {{start}}) == "never");
    BOOST_TEST(elapsed(CalendarDays{}, nullptr, start, at(2026, 12, 1, 12), pauses) == 1.0);
}

BOOST_AUTO_TEST_CASE(limits_and_elapsed_days_agree_with_counting_day_by_day) {
    const WorkCalendar working = compile(example::working_days());
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> hour(0.0, 24.0 * 90.0);
    for (int trial = 0; trial < 2000; ++trial) {
        const bool is_open_days = trial % 2 == 0;
        const DayCount count = is_open_days ? DayCount(OpenDays{}) : DayCount(CalendarDays{});
        const Instant start = Instant::at(Duration::hours(std::floor(hour(random))));
        std::vector<Pause> pauses;
        for (int i = 0; i < trial % 4; ++i) {
            const Instant from = Instant::at(Duration::hours(std::floor(hour(random))));
            pauses.push_back({from, from + Duration::hours(std::floor(hour(random) / 10.0))});
        }
        const int n = 1 + trial % 20;
        const auto is_paused_at = [&](Instant t) {
            return std::any_of(pauses.begin(), pauses.end(),
                               [t](const Pause& p) { return p.from < t && t <= p.to; });
        };
        double day = std::floor(start.in_days());
        for (int counted = 0; counted < n;) {
            day += 1.0;
            const Instant end = Instant::at(Duration::days(day + 1.0));
            const bool is_counted =
                !is_open_days || working.is_open_day(kClock.date(Instant::at(Duration::days(day))));
            if (is_counted && !is_paused_at(end)) ++counted;
        }
        const Instant expected = Instant::at(Duration::days(day + 1.0));
        const Instant passes = limit_passes_at(count, kClock, &working, start, n, pauses);
        BOOST_REQUIRE(passes == expected);
        BOOST_REQUIRE(days_elapsed(count, kClock, &working, start, passes, pauses) == n);
        for (int i = 0; i < 20; ++i) {
            const Instant now = Instant::at(Duration::hours(hour(random)));
            const double days = days_elapsed(count, kClock, &working, start, now, pauses);
            BOOST_REQUIRE(days >= 0.0);
            BOOST_REQUIRE((days <= n || now > passes));
            BOOST_REQUIRE((days >= n || now < passes || is_paused_at(now)));
        }
    }
}

BOOST_AUTO_TEST_CASE(misuse_is_an_internal_error) {
    BOOST_CHECK_THROW(limit(OpenDays{}, nullptr, Instant(), 7), base::InternalError);
    BOOST_CHECK_THROW(limit(CalendarDays{}, nullptr, Instant(), -1), base::InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
