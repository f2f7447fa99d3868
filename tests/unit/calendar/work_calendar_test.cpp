// SPDX-License-Identifier: Apache-2.0
#include "engine/calendar/work_calendar.hpp"

#include <cmath>
#include <random>
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

namespace chrono = std::chrono;

const CivilClock kClock(date(2026, 1, 1));

Instant at(int year, unsigned month, unsigned day, double hour = 0.0) {
    return kClock.at(date(year, month, day), Duration::hours(hour));
}

std::string text(Instant t) { return kClock.to_text(t); }

WorkCalendar compile(const CalendarDescription& description) {
    return {description, kClock, Instant::at(Duration::days(365))};
}

bool is_near(Duration a, Duration b) { return std::abs((a - b).in_seconds()) < 1e-5; }

std::string error_of(OpenPeriod first, OpenPeriod second) {
    OpeningHours hours;
    hours.on(chrono::Tuesday) = {first, second};
    try {
        compile({hours, {}, {}});
    } catch (const base::UserError& error) {
        return error.what();
    }
    return "no error";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(work_calendar)

BOOST_AUTO_TEST_CASE(work_begun_on_friday_afternoon_goes_on_on_monday) {
    const WorkCalendar office = compile(example::office());
    BOOST_TEST(text(office.add_working_time(at(2026, 8, 14, 15), Duration::hours(3))) ==
               "2026-08-17 10:00");
    // From before opening, from the weekend, and to the minute of closing.
    BOOST_TEST(text(office.add_working_time(at(2026, 8, 14, 5), Duration::hours(3))) ==
               "2026-08-14 11:00");
    BOOST_TEST(text(office.add_working_time(at(2026, 8, 15, 12), Duration::hours(3))) ==
               "2026-08-17 11:00");
    BOOST_TEST(text(office.add_working_time(at(2026, 8, 14, 15), Duration::hours(1))) ==
               "2026-08-14 16:00");
    BOOST_TEST(text(office.add_working_time(at(2026, 8, 15, 12), Duration())) ==
               "2026-08-15 12:00");
}

BOOST_AUTO_TEST_CASE(work_skips_holidays) {
    const WorkCalendar office = compile(example::office());
    // Christmas Eve 2026 is a Thursday, 26 December a Saturday.
    BOOST_TEST(text(office.add_working_time(at(2026, 12, 23, 15), Duration::hours(3))) ==
               "2026-12-28 10:00");
    BOOST_TEST(office.working_time(at(2026, 12, 23), at(2026, 12, 29)) == Duration::hours(16));
    BOOST_TEST(text(office.next_open(at(2026, 4, 2, 16))) == "2026-04-07 08:00");
    BOOST_TEST(!office.is_open(at(2026, 6, 19, 12)));
    BOOST_TEST(office.is_open(at(2026, 6, 18, 12)));
}

BOOST_AUTO_TEST_CASE(hours_include_their_start_and_not_their_end) {
    const WorkCalendar office = compile(example::office());
    BOOST_TEST(!office.is_open(at(2026, 8, 14, 8) - Duration::seconds(1)));
    BOOST_TEST(office.is_open(at(2026, 8, 14, 8)));
    BOOST_TEST(office.is_open(at(2026, 8, 14, 16) - Duration::seconds(1)));
    BOOST_TEST(!office.is_open(at(2026, 8, 14, 16)));
    BOOST_TEST(text(office.next_open(at(2026, 8, 14, 8))) == "2026-08-14 08:00");
    BOOST_TEST(text(office.next_open(at(2026, 8, 14, 16))) == "2026-08-17 08:00");
    BOOST_TEST(text(office.closes_at(at(2026, 8, 14, 8))) == "2026-08-14 16:00");
    BOOST_TEST(text(office.closes_at(at(2026, 8, 14, 16))) == "2026-08-14 16:00");
}

BOOST_AUTO_TEST_CASE(hours_that_meet_at_midnight_are_one_opening) {
    OpeningHours hours;
    hours.on(chrono::Sunday) = {{22 * 60, 24 * 60}};
    hours.on(chrono::Monday) = {{12 * 60, 13 * 60}, {0, 6 * 60}};
    const WorkCalendar night = compile({hours, {}, {}});
    BOOST_TEST(text(night.closes_at(at(2026, 8, 16, 23))) == "2026-08-17 06:00");
    BOOST_TEST(night.is_open(at(2026, 8, 17)));
    BOOST_TEST(text(night.add_working_time(at(2026, 8, 16, 20), Duration::hours(8.5))) ==
               "2026-08-17 12:30");
}

BOOST_AUTO_TEST_CASE(terms_limit_the_open_days) {
    const WorkCalendar school = compile(example::school_days());
    BOOST_TEST(!school.is_open_day(date(2026, 8, 11)));
    BOOST_TEST(school.is_open_day(date(2026, 8, 12)));
    BOOST_TEST(!school.is_open_day(date(2026, 10, 14)));
    BOOST_TEST(text(school.next_open(at(2026, 12, 18, 15))) == "2027-01-07 08:00");
    BOOST_TEST(school.next_open(at(2027, 6, 5)) == Instant::never());
    BOOST_TEST(school.add_working_time(at(2027, 6, 4), Duration::hours(8)) == Instant::never());
    BOOST_TEST(text(school.add_working_time(at(2027, 6, 4), Duration::hours(7))) ==
               "2027-06-04 15:00");
    BOOST_TEST(school.end_of_nth_open_day_after(at(2027, 6, 4), 1) == Instant::never());
}

BOOST_AUTO_TEST_CASE(open_days_count_from_the_day_after_to_the_day_itself) {
    const WorkCalendar days = compile(example::working_days());
    BOOST_TEST(days.open_days_between(at(2026, 3, 27, 9), at(2026, 3, 27, 17)) == 0);
    BOOST_TEST(days.open_days_between(at(2026, 3, 27, 17), at(2026, 3, 30, 8)) == 1);
    BOOST_TEST(days.open_days_between(at(2026, 3, 28, 9), at(2026, 3, 30, 8)) == 1);
    // Good Friday 3 April and Easter Monday 6 April do not count.
    BOOST_TEST(days.open_days_between(at(2026, 3, 27, 9), at(2026, 4, 7, 9)) == 5);
    // Midnight ends the day before as `to` and begins its day as `from`.
    BOOST_TEST(days.open_days_between(at(2026, 3, 30), at(2026, 4, 1)) == 1);
    BOOST_TEST(days.open_days_between(at(2026, 4, 9), at(2026, 3, 30)) == 0);
}

BOOST_AUTO_TEST_CASE(seven_working_days_over_easter_2026) {
    const WorkCalendar days = compile(example::working_days());
    // Notice on Friday 27 March: 30, 31 March, 1, 2, 7, 8, 9 April.
    BOOST_TEST(text(days.end_of_nth_open_day_after(at(2026, 3, 27, 14), 7)) == "2026-04-10 00:00");
    BOOST_TEST(text(days.end_of_nth_open_day_after(at(2026, 3, 27, 14), 4)) == "2026-04-03 00:00");
    BOOST_TEST(text(days.end_of_nth_open_day_after(at(2026, 3, 28, 14), 1)) == "2026-03-31 00:00");
    BOOST_TEST(text(days.end_of_nth_open_day_after(at(2026, 3, 28, 14), 0)) == "2026-03-29 00:00");
}

BOOST_AUTO_TEST_CASE(a_limit_of_n_open_days_is_n_open_days_away) {
    const WorkCalendar days = compile(example::working_days());
    for (double start = -20.0; start < 400.0; start += 0.7) {
        const Instant from = Instant::at(Duration::days(start));
        for (const int n : {1, 2, 7, 30, 300}) {
            const Instant end = days.end_of_nth_open_day_after(from, n);
            BOOST_REQUIRE(days.open_days_between(from, end) == n);
            BOOST_REQUIRE(days.open_days_between(from, end - Duration::days(1)) == n - 1);
        }
    }
}

BOOST_AUTO_TEST_CASE(agrees_with_counting_minute_by_minute) {
    OpeningHours hours = OpeningHours::monday_to_friday({8 * 60, 16 * 60 + 15});
    hours.on(chrono::Tuesday) = {{0, 30}, {8 * 60, 11 * 60 + 30}, {12 * 60, 20 * 60}};
    hours.on(chrono::Monday) = {{20 * 60, 24 * 60}};
    const CalendarDescription description{hours, {example::official_holidays()}, {}};
    const WorkCalendar calendar = compile(description);

    constexpr int minutes = 60 * 24 * 60;
    const int first = -10 * 24 * 60;
    std::vector<bool> open(minutes);
    for (int i = 0; i < minutes; ++i) {
        const Instant t = Instant::at(Duration::minutes(first + i));
        const double minute = kClock.time_of_day(t).in_minutes();
        if (example::official_holidays().contains(kClock.date(t))) continue;
        for (const OpenPeriod& period : hours.on(kClock.weekday(t))) {
            if (minute >= period.from && minute < period.to)
                open[static_cast<std::size_t>(i)] = true;
        }
    }
    const auto index_of = [&](Instant t) {
        return static_cast<int>(std::lround(t.since_start().in_minutes())) - first;
    };
    std::mt19937 random(1);
    for (int trial = 0; trial < 2000; ++trial) {
        const int from = static_cast<int>(random() % 40000u);
        const int to = from + static_cast<int>(random() % 30000u);
        int working = 0, next = from, close = from;
        for (int i = from; i < to; ++i) working += open[static_cast<std::size_t>(i)] ? 1 : 0;
        while (!open[static_cast<std::size_t>(next)]) ++next;
        while (open[static_cast<std::size_t>(close)]) ++close;
        int end = from;
        for (int done = 0; done < working; ++end)
            done += open[static_cast<std::size_t>(end)] ? 1 : 0;

        const Instant a = Instant::at(Duration::minutes(first + from));
        const Instant b = Instant::at(Duration::minutes(first + to));
        BOOST_REQUIRE(calendar.is_open(a) == open[static_cast<std::size_t>(from)]);
        BOOST_REQUIRE(index_of(calendar.next_open(a)) == next);
        BOOST_REQUIRE(index_of(calendar.closes_at(a)) == close);
        BOOST_REQUIRE(calendar.working_time(a, b) == Duration::minutes(working));
        BOOST_REQUIRE(calendar.working_time(b, a) == Duration::minutes(-working));
        BOOST_REQUIRE(index_of(calendar.add_working_time(a, Duration::minutes(working))) == end);
    }
}

BOOST_AUTO_TEST_CASE(adding_working_time_and_measuring_it_are_inverse) {
    const WorkCalendar office = compile(example::office());
    const std::vector<WorkCalendar> calendars = {office, office.part_time(0.37, chrono::Thursday),
                                                 compile(example::working_days()),
                                                 WorkCalendar::always_open()};
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> start(-200.0, 1500.0), work(0.0, 4000.0);
    for (const WorkCalendar& calendar : calendars) {
        for (int trial = 0; trial < 3000; ++trial) {
            const Instant t = Instant::at(Duration::days(start(random)));
            const Duration d = Duration::hours(work(random) * (trial % 2 == 0 ? 1.0 : 0.002));
            const Instant end = calendar.add_working_time(t, d);
            BOOST_REQUIRE(end >= t);
            BOOST_REQUIRE(is_near(calendar.working_time(t, end), d));
        }
    }
}

BOOST_AUTO_TEST_CASE(answers_do_not_depend_on_what_was_asked_before) {
    const CalendarDescription nearly_always{
        OpeningHours::every_day({0, 24 * 60}), {example::day_set({"01-01"})}, {}};
    for (const CalendarDescription& description : {example::office(), nearly_always}) {
        const WorkCalendar near(description, kClock, Instant());
        const WorkCalendar far(description, kClock, Instant::at(Duration::days(9000)));
        std::mt19937_64 random(2);
        std::uniform_real_distribution<double> day(-9000.0, 9000.0);
        for (int trial = 0; trial < 300; ++trial) {
            const Instant a = Instant::at(Duration::days(day(random)));
            const Instant b = Instant::at(Duration::days(day(random)));
            const Duration work = Duration::days(0.01 * std::abs(day(random)));
            const WorkCalendar fresh(description, kClock, Instant());
            for (const WorkCalendar* calendar : {&near, &far}) {
                BOOST_REQUIRE(calendar->add_working_time(a, work) ==
                              fresh.add_working_time(a, work));
                BOOST_REQUIRE(calendar->working_time(a, b) == fresh.working_time(a, b));
                BOOST_REQUIRE(calendar->next_open(b) == fresh.next_open(b));
                BOOST_REQUIRE(calendar->closes_at(a) == fresh.closes_at(a));
                BOOST_REQUIRE(calendar->open_days_between(a, b) == fresh.open_days_between(a, b));
            }
        }
    }
}

/// What is remembered of the last question counts from the beginning of the table.
BOOST_AUTO_TEST_CASE(answers_stay_right_when_the_table_grows_backwards) {
    for (const double hour : {5.0, 9.0}) {  // before opening and after it
        const WorkCalendar office = compile(example::office());
        const Instant asked = at(2026, 8, 14, hour);
        BOOST_TEST(office.is_open(asked) == (hour > 8.0));
        (void)office.working_time(at(2001, 1, 8), at(2001, 1, 9));
        BOOST_TEST(text(office.add_working_time(asked, Duration::hours(2))) ==
                   (hour > 8.0 ? "2026-08-14 11:00" : "2026-08-14 10:00"));
        BOOST_TEST(office.working_time(asked, at(2026, 8, 14, 12)) ==
                   Duration::hours(hour > 8.0 ? 3 : 4));
    }
}

BOOST_AUTO_TEST_CASE(a_part_time_worker_works_the_first_share_of_each_week) {
    const WorkCalendar office = compile(example::office());
    const WorkCalendar worker = office.part_time(0.6);
    // Week of Monday 17 August 2026: 24 of 40 hours, Monday to Wednesday.
    BOOST_TEST(worker.working_time(at(2026, 8, 17), at(2026, 8, 20)) == Duration::hours(24));
    BOOST_TEST(text(worker.next_open(at(2026, 8, 19, 16))) == "2026-08-24 08:00");
    // Week of Easter Monday 6 April 2026: 19.2 of 32 hours, Tuesday to Thursday 11:12.
    BOOST_TEST(text(worker.closes_at(at(2026, 4, 9, 9))) == "2026-04-09 11:12");
    BOOST_TEST(!worker.is_open_day(date(2026, 4, 10)));
}

BOOST_AUTO_TEST_CASE(a_part_time_week_may_begin_on_any_day) {
    const WorkCalendar office = compile(example::office());
    const WorkCalendar worker = office.part_time(0.7, chrono::Thursday);
    // Thursday, Friday, then Monday 8 hours and Tuesday 4 hours of the same week.
    const std::vector<double> hours = {8, 4, 0, 8, 8, 0, 0};
    for (unsigned d = 0; d < 7; ++d) {
        BOOST_TEST(worker.working_time(at(2026, 8, 17 + d), at(2026, 8, 18 + d)) ==
                   Duration::hours(hours[d]));
    }
}

BOOST_AUTO_TEST_CASE(part_time_adds_up_to_its_fraction) {
    const WorkCalendar office = compile(example::office());
    const Instant from = at(2026, 1, 5), to = at(2036, 1, 7);  // Mondays
    const double weeks = (to - from).in_days() / 7.0;
    BOOST_REQUIRE(weeks == std::floor(weeks));
    const Duration whole = office.working_time(from, to);
    for (const double fraction : {0.0, 0.1, 0.25, 0.5, 0.6, 0.8, 1.0}) {
        for (const auto day : {chrono::Monday, chrono::Wednesday, chrono::Sunday}) {
            BOOST_TEST(
                is_near(office.part_time(fraction, day).working_time(from, to), fraction * whole));
        }
    }
    // A share that is not whole seconds is rounded each week.
    const Duration odd = office.part_time(1.0 / 7.0).working_time(from, to);
    BOOST_TEST(std::abs((odd - whole / 7.0).in_seconds()) <= 0.5 * weeks);
    BOOST_CHECK_THROW(office.part_time(1.1), base::UserError);
    BOOST_CHECK_THROW(office.part_time(-0.1), base::UserError);
}

BOOST_AUTO_TEST_CASE(shares_of_a_week_that_complement_each_other_fill_it) {
    const WorkCalendar office = compile(example::office());
    const WorkCalendar first = office.part_time(0.4, chrono::Monday);
    const WorkCalendar second = office.part_time(0.6, chrono::Wednesday);
    for (double hour = 24.0 * 212; hour < 24.0 * 240; hour += 0.25) {
        const Instant t = Instant::at(Duration::hours(hour));  // ordinary weeks of August 2026
        BOOST_REQUIRE((first.is_open(t) != second.is_open(t)) == office.is_open(t));
    }
}

BOOST_AUTO_TEST_CASE(always_open_needs_no_tables) {
    const WorkCalendar open = WorkCalendar::always_open();
    const Instant t = Instant::at_seconds(1e15);
    BOOST_TEST(open.is_always_open());
    BOOST_TEST(open.is_open(t));
    BOOST_TEST((open.next_open(t) == t));
    BOOST_TEST((open.closes_at(t) == Instant::never()));
    BOOST_TEST((open.add_working_time(t, Duration::hours(3)) == t + Duration::hours(3)));
    BOOST_TEST((open.working_time(Instant(), t) == t.since_start()));
    BOOST_TEST(open.is_open_day(date(2026, 1, 1)));
    BOOST_TEST(open.open_days_between(at(2026, 8, 14, 9), at(2026, 8, 17, 9)) == 3);
    BOOST_TEST(text(open.end_of_nth_open_day_after(at(2026, 8, 14, 9), 14)) == "2026-08-29 00:00");
    BOOST_TEST(open.part_time(1.0).is_always_open());
    BOOST_CHECK_THROW(open.part_time(0.5), base::UserError);
}

BOOST_AUTO_TEST_CASE(a_calendar_that_never_closes_again_says_so) {
    const WorkCalendar open =
        compile({OpeningHours::every_day({0, 24 * 60}), {example::day_set({"2026-08-12"})}, {}});
    BOOST_TEST(text(open.closes_at(at(2026, 1, 1))) == "2026-08-12 00:00");
    BOOST_TEST((open.closes_at(at(2026, 8, 13)) == Instant::never()));
    BOOST_TEST((open.closes_at(at(2026, 8, 13)) == Instant::never()));
}

BOOST_AUTO_TEST_CASE(never_stays_never) {
    const WorkCalendar office = compile(example::office());
    BOOST_TEST(!office.is_open(Instant::never()));
    BOOST_TEST((office.next_open(Instant::never()) == Instant::never()));
    BOOST_TEST((office.add_working_time(at(2026, 1, 2), Duration::infinite()) == Instant::never()));
    BOOST_TEST((office.working_time(Instant(), Instant::never()) == Duration::infinite()));
    // Later than the table's 200 years.
    BOOST_TEST((office.add_working_time(at(2026, 1, 2), Duration::hours(1e6)) == Instant::never()));
    BOOST_CHECK_THROW((void)office.is_open(Instant::at(Duration::days(80'000))), base::ModelError);
    BOOST_CHECK_THROW((void)office.is_open(Instant::at(Duration::days(-80'000))), base::ModelError);
    BOOST_CHECK_THROW((void)office.add_working_time(Instant(), Duration::hours(-1)),
                      base::InternalError);
}

BOOST_AUTO_TEST_CASE(refuses_hours_outside_the_day_empty_or_overlapping) {
    BOOST_TEST(error_of({480, 600}, {600, 660}) == "no error");
    BOOST_TEST(error_of({480, 600}, {590, 660}) ==
               "opening hours: 09:50 to 11:00 overlaps the period before it, which ends at 10:00");
    BOOST_TEST(error_of({480, 480}, {600, 660}) ==
               "opening hours: 08:00 to 08:00 must lie within 00:00 to 24:00 and not be empty");
    BOOST_TEST(error_of({480, 600}, {1380, 1500}) ==
               "opening hours: 23:00 to 25:00 must lie within 00:00 to 24:00 and not be empty");
}

BOOST_AUTO_TEST_SUITE_END()
