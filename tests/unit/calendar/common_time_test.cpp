// SPDX-License-Identifier: Apache-2.0
#include "engine/calendar/common_time.hpp"

#include <cmath>
#include <random>
#include <vector>

#include <boost/test/unit_test.hpp>

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

WorkCalendar early() { return compile({OpeningHours::every_day({6 * 60, 12 * 60}), {}, {}}); }

WorkCalendar late() {
    OpeningHours hours = OpeningHours::monday_to_friday({10 * 60, 18 * 60});
    hours.on(std::chrono::Wednesday) = {{7 * 60, 8 * 60}, {9 * 60, 10 * 60}, {13 * 60, 14 * 60}};
    return compile({hours, {example::official_holidays()}, {}});
}

CommonTime common(const std::vector<const WorkCalendar*>& calendars) {
    CommonTime made;
    for (const auto* calendar : calendars) made.add(*calendar);
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(common_time)

BOOST_AUTO_TEST_CASE(is_when_all_are_open) {
    const WorkCalendar one = early(), other = late();
    const CommonTime both = common({&one, &other, &one});
    // Monday, Tuesday, Thursday, Friday 10 to 12; Wednesday 7 to 8 and 9 to 10.
    const Instant monday = at(2026, 8, 17);
    BOOST_TEST(both.working_time(monday, at(2026, 8, 24)) == Duration::hours(4 * 2 + 2));
    BOOST_TEST(both.working_time(at(2026, 8, 19, 7.5), at(2026, 8, 20, 11)) ==
               Duration::hours(0.5 + 1.0 + 1.0));
    BOOST_TEST(both.add_working_time(monday, Duration::hours(1)) == at(2026, 8, 17, 11));
    // To the minute of closing, and one minute more.
    BOOST_TEST(both.add_working_time(monday, Duration::hours(2)) == at(2026, 8, 17, 12));
    BOOST_TEST(both.add_working_time(monday, Duration::minutes(121)) ==
               at(2026, 8, 18, 10.0 + 1.0 / 60.0));
    BOOST_TEST(both.add_working_time(at(2026, 8, 18, 11), Duration::hours(2.5)) ==
               at(2026, 8, 19, 9.5));
    BOOST_TEST(both.add_working_time(monday, Duration()) == monday);
    BOOST_TEST(both.working_time(monday, monday) == Duration());
}

BOOST_AUTO_TEST_CASE(of_those_who_never_meet_does_not_come) {
    const WorkCalendar morning = early();
    const WorkCalendar evening = compile({OpeningHours::every_day({12 * 60, 18 * 60}), {}, {}});
    const CommonTime both = common({&morning, &evening});
    BOOST_TEST(both.add_working_time(at(2026, 8, 17), Duration::minutes(1)) == Instant::never());
    BOOST_TEST(both.working_time(at(2026, 8, 17), at(2026, 9, 17)) == Duration());
}

BOOST_AUTO_TEST_CASE(of_one_or_none_is_that_of_the_calendar) {
    const WorkCalendar one = late(), always = WorkCalendar::always_open();
    BOOST_TEST(common({&always}).is_always_open());
    BOOST_TEST(common({&always}).add_working_time(at(2026, 8, 22), Duration::hours(3)) ==
               at(2026, 8, 22, 3));
    const CommonTime alone = common({&always, &one});
    const Instant end = alone.add_working_time(at(2026, 8, 17), Duration::hours(30));
    BOOST_TEST(end == one.add_working_time(at(2026, 8, 17), Duration::hours(30)));
    BOOST_TEST(alone.working_time(at(2026, 8, 17), end) == Duration::hours(30));
}

BOOST_AUTO_TEST_CASE(adding_it_and_measuring_it_are_inverse) {
    const WorkCalendar one = early(), other = late(), third = compile(example::working_days());
    const CommonTime all = common({&one, &other, &third});
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> start(-200.0, 1500.0), work(0.0, 40.0);
    for (int trial = 0; trial < 2000; ++trial) {
        const Instant t = Instant::at(Duration::days(start(random)));
        const Duration d = Duration::hours(work(random) * (trial % 2 == 0 ? 1.0 : 0.02));
        const Instant end = all.add_working_time(t, d);
        BOOST_REQUIRE(end >= t);
        BOOST_REQUIRE(std::abs((all.working_time(t, end) - d).in_seconds()) < 1e-5);
    }
}

BOOST_AUTO_TEST_SUITE_END()
