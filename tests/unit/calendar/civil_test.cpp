// SPDX-License-Identifier: Apache-2.0
#include "engine/calendar/civil.hpp"

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"
#include "tests/unit/calendar/example_days.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::calendar;
using base::Duration;
using base::Instant;
using example::date;

BOOST_AUTO_TEST_SUITE(civil)

BOOST_AUTO_TEST_CASE(instant_0_is_midnight_of_the_start_date) {
    const CivilClock clock(date(2026, 8, 12));
    BOOST_TEST(clock.to_text(Instant()) == "2026-08-12 00:00");
    BOOST_TEST((clock.weekday(Instant()) == std::chrono::Wednesday));
    BOOST_TEST(clock.at(date(2026, 8, 14), Duration::hours(15)).in_seconds() ==
               (2 * 24 + 15) * 3600);
    BOOST_TEST(clock.to_text(clock.at(date(2026, 8, 12), Duration::hours(9.5))) ==
               "2026-08-12 09:30");
}

BOOST_AUTO_TEST_CASE(midnight_belongs_to_the_day_it_begins) {
    const CivilClock clock(date(2026, 8, 12));
    const Instant midnight = Instant::at(Duration::days(1));
    BOOST_TEST((clock.date(midnight) == date(2026, 8, 13)));
    BOOST_TEST((clock.date(midnight - Duration::seconds(1)) == date(2026, 8, 12)));
    BOOST_TEST(clock.to_text(midnight - Duration::seconds(1)) == "2026-08-12 23:59");
}

BOOST_AUTO_TEST_CASE(instants_before_the_start_have_dates) {
    const CivilClock clock(date(2026, 1, 1));
    BOOST_TEST(clock.to_text(Instant::at(Duration::hours(-1))) == "2025-12-31 23:00");
    BOOST_TEST(clock.at(date(2025, 12, 31)).in_days() == -1.0);
}

BOOST_AUTO_TEST_CASE(every_day_of_four_years_keeps_its_date_and_time) {
    const CivilClock clock(date(2024, 2, 29));
    std::chrono::sys_days day(date(2024, 2, 29));
    for (int i = 0; i < 1461; ++i, day += std::chrono::days(1)) {
        const Instant t = clock.at(day, Duration::minutes(61));
        BOOST_REQUIRE(t == Instant::at(Duration::days(i) + Duration::minutes(61)));
        BOOST_REQUIRE((clock.date(t) == std::chrono::year_month_day(day)));
        BOOST_REQUIRE(clock.time_of_day(t) == Duration::minutes(61));
    }
}

BOOST_AUTO_TEST_CASE(adding_months_keeps_the_day_or_takes_the_last_one) {
    const CivilClock clock(date(2026, 1, 1));
    const auto plus = [&](std::chrono::year_month_day day, int months) {
        return clock.to_text(clock.add_months(clock.at(day, Duration::hours(10)), months));
    };
    BOOST_TEST(plus(date(2026, 1, 15), 1) == "2026-02-15 10:00");
    BOOST_TEST(plus(date(2026, 1, 31), 1) == "2026-02-28 10:00");
    BOOST_TEST(plus(date(2027, 11, 30), 3) == "2028-02-29 10:00");
    BOOST_TEST(plus(date(2026, 10, 31), 4) == "2027-02-28 10:00");
    BOOST_TEST(plus(date(2026, 3, 31), -1) == "2026-02-28 10:00");
    BOOST_TEST(plus(date(2026, 3, 31), 0) == "2026-03-31 10:00");
}

BOOST_AUTO_TEST_CASE(never_has_a_text_but_no_date) {
    const CivilClock clock(date(2026, 1, 1));
    BOOST_TEST(clock.to_text(Instant::never()) == "never");
    BOOST_CHECK_THROW((void)clock.date(Instant::never()), base::InternalError);
}

BOOST_AUTO_TEST_CASE(refuses_days_that_do_not_exist) {
    const auto is_named = [](const base::UserError& e) {
        return e.what() == std::string("2026-02-30 is no date");
    };
    BOOST_CHECK_EXCEPTION(CivilClock(date(2026, 2, 30)), base::UserError, is_named);
    BOOST_CHECK_EXCEPTION((void)CivilClock(date(2026, 1, 1)).at(date(2026, 2, 30)), base::UserError,
                          is_named);
}

// 2024 to 2028 from the almanac; the others are the standard extreme and exceptional cases.
BOOST_AUTO_TEST_CASE(easter_falls_on_the_published_dates) {
    for (const auto day :
         {date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28),
          date(2028, 4, 16), date(1734, 4, 25), date(1761, 3, 22), date(1818, 3, 22),
          date(1943, 4, 25), date(1954, 4, 18), date(1981, 4, 19), date(2000, 4, 23),
          date(2038, 4, 25)}) {
        BOOST_TEST((easter(day.year()) == day));
    }
}

BOOST_AUTO_TEST_CASE(weeks_are_numbered_by_iso_8601) {
    const auto week = [](int y, unsigned m, unsigned d) {
        return iso_week(std::chrono::sys_days(date(y, m, d)));
    };
    BOOST_TEST(week(2026, 1, 1) == 1);
    BOOST_TEST(week(2025, 12, 28) == 52);
    BOOST_TEST(week(2025, 12, 29) == 1);
    BOOST_TEST(week(2026, 12, 31) == 53);
    BOOST_TEST(week(2027, 1, 3) == 53);
    BOOST_TEST(week(2027, 1, 4) == 1);
    BOOST_TEST(week(2026, 10, 12) == 42);
    BOOST_TEST(week(2026, 10, 18) == 42);
    BOOST_TEST(week(2026, 10, 19) == 43);
}

BOOST_AUTO_TEST_SUITE_END()
