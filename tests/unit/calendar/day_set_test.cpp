// SPDX-License-Identifier: Apache-2.0
#include "engine/calendar/day_set.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/unit/calendar/example_days.hpp"

using namespace yhdyspinta::calendar;
using example::date;
using example::day_set;

namespace {

namespace chrono = std::chrono;

/// Days of a year in the set, in order.
std::vector<chrono::year_month_day> days_in(const DaySet& set, int year) {
    std::vector<chrono::year_month_day> days;
    for (chrono::sys_days day(date(year, 1, 1)); day <= chrono::sys_days(date(year, 12, 31));
         day += chrono::days(1)) {
        if (set.contains(day)) days.push_back(day);
    }
    return days;
}

bool is_weekday(chrono::sys_days day) { return chrono::weekday(day).iso_encoding() <= 5; }

std::string explanation(std::string_view text) {
    const auto parsed = parse_day_rule(text);
    const auto* error = std::get_if<std::string>(&parsed);
    return error != nullptr ? *error : "no error";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(day_set_rules)

// Good Friday, Easter Monday, Ascension, Midsummer Day, All Saints, and official holidays that fall
// on Monday to Friday, as published.
BOOST_AUTO_TEST_CASE(holiday_rules_give_the_published_days_of_five_years) {
    struct Year {
        int year;
        chrono::month_day good_friday, easter_monday, ascension, midsummer, all_saints;
        int on_weekdays;
    };
    const auto md = [](unsigned m, unsigned d) { return chrono::month(m) / chrono::day(d); };
    const std::vector<Year> years = {
        {2024, md(3, 29), md(4, 1), md(5, 9), md(6, 22), md(11, 2), 8},
        {2025, md(4, 18), md(4, 21), md(5, 29), md(6, 21), md(11, 1), 8},
        {2026, md(4, 3), md(4, 6), md(5, 14), md(6, 20), md(10, 31), 7},
        {2027, md(3, 26), md(3, 29), md(5, 6), md(6, 26), md(11, 6), 6},
        {2028, md(4, 14), md(4, 17), md(5, 25), md(6, 24), md(11, 4), 8},
    };
    for (const Year& y : years) {
        const chrono::sys_days easter_monday(chrono::year(y.year) / y.easter_monday);
        std::vector<chrono::year_month_day> expected = {
            easter_monday - chrono::days(1),   // Easter Sunday
            easter_monday + chrono::days(48),  // Whit Sunday
        };
        for (const auto& day :
             {md(1, 1), md(1, 6), md(5, 1), md(12, 6), md(12, 25), md(12, 26), y.good_friday,
              y.easter_monday, y.ascension, y.midsummer, y.all_saints}) {
            expected.push_back(chrono::year(y.year) / day);
        }
        std::sort(expected.begin(), expected.end());
        const auto days = days_in(example::official_holidays(), y.year);
        BOOST_TEST((days == expected), "year " << y.year);
        BOOST_TEST(std::count_if(days.begin(), days.end(), is_weekday) == y.on_weekdays);

        const chrono::sys_days midsummer(chrono::year(y.year) / y.midsummer);
        BOOST_TEST((days_in(example::eves(), y.year) ==
                    std::vector<chrono::year_month_day>{midsummer - chrono::days(1),
                                                        date(y.year, 12, 24)}));
    }
}

BOOST_AUTO_TEST_CASE(after_and_before_are_strict) {
    // 20 June 2026 is a Saturday.
    BOOST_TEST(
        (days_in(day_set({"saturday after 06-19"}), 2026) == std::vector{date(2026, 6, 20)}));
    BOOST_TEST(
        (days_in(day_set({"saturday after 06-20"}), 2026) == std::vector{date(2026, 6, 27)}));
    BOOST_TEST(
        (days_in(day_set({"saturday before 06-20"}), 2026) == std::vector{date(2026, 6, 13)}));
    BOOST_TEST(
        (days_in(day_set({"saturday before 06-21"}), 2026) == std::vector{date(2026, 6, 20)}));
}

BOOST_AUTO_TEST_CASE(weekday_rules_reach_over_new_year) {
    // After 28 December 2026 comes Friday 1 January 2027; before 2 January 2027 comes Thursday 31.
    BOOST_TEST(day_set({"friday after 12-28"}).contains(date(2027, 1, 1)));
    BOOST_TEST(day_set({"thursday before 01-02"}).contains(date(2026, 12, 31)));
}

BOOST_AUTO_TEST_CASE(rules_about_29_february_hold_in_common_years_from_the_end_of_the_month) {
    BOOST_TEST(days_in(day_set({"02-29"}), 2026).empty());
    BOOST_TEST((days_in(day_set({"02-29"}), 2028) == std::vector{date(2028, 2, 29)}));
    // 1 March 2026 is a Sunday, 28 February a Saturday.
    BOOST_TEST((days_in(day_set({"sunday after 02-29"}), 2026) == std::vector{date(2026, 3, 1)}));
    BOOST_TEST(
        (days_in(day_set({"saturday before 02-29"}), 2026) == std::vector{date(2026, 2, 28)}));
}

BOOST_AUTO_TEST_CASE(yearly_ranges_include_both_ends_and_may_wrap) {
    const DaySet summer = day_set({"06-05 to 08-10"});
    BOOST_TEST(!summer.contains(date(2026, 6, 4)));
    BOOST_TEST(summer.contains(date(2026, 6, 5)));
    BOOST_TEST(summer.contains(date(2031, 8, 10)));
    BOOST_TEST(!summer.contains(date(2026, 8, 11)));
    const DaySet christmas = day_set({"12-20 to 01-06"});
    BOOST_TEST(days_in(christmas, 2026).size() == 18);
    BOOST_TEST(christmas.contains(date(2026, 1, 6)));
    BOOST_TEST(!christmas.contains(date(2026, 1, 7)));
    BOOST_TEST(!christmas.contains(date(2026, 12, 19)));
}

BOOST_AUTO_TEST_CASE(dated_ranges_hold_once) {
    const DaySet summer = day_set({"2026-06-06 to 2026-08-11"});
    BOOST_TEST(days_in(summer, 2026).size() == 25 + 31 + 11);
    BOOST_TEST(days_in(summer, 2027).empty());
    BOOST_TEST((days_in(day_set({"2026-08-12"}), 2026) == std::vector{date(2026, 8, 12)}));
}

BOOST_AUTO_TEST_CASE(iso_weeks_run_from_monday_to_sunday) {
    const auto days = days_in(day_set({"week 42"}), 2026);
    BOOST_TEST(days.size() == 7);
    BOOST_TEST((days.front() == date(2026, 10, 12)));
    BOOST_TEST((days.back() == date(2026, 10, 18)));
    BOOST_TEST(days_in(day_set({"week 53"}), 2025).empty());
    BOOST_TEST(day_set({"week 53"}).contains(date(2027, 1, 3)));
}

BOOST_AUTO_TEST_CASE(weekdays_hold_every_week) {
    BOOST_TEST(days_in(day_set({"sunday"}), 2026).size() == 52);
    BOOST_TEST(days_in(day_set({"thursday"}), 2026).size() == 53);
}

BOOST_AUTO_TEST_CASE(an_empty_set_holds_nothing) { BOOST_TEST(days_in(DaySet{}, 2026).empty()); }

BOOST_AUTO_TEST_CASE(texts_are_read_as_the_rules_they_state) {
    using chrono::May;
    const std::map<std::string, DayRule> rules = {
        {"01-06", FixedDay{chrono::January / 6}},
        {"06-05 to 08-10", FixedRange{chrono::June / 5, chrono::August / 10}},
        {"12-20 to 01-06", FixedRange{chrono::December / 20, chrono::January / 6}},
        {"easter -2", EasterOffset{-2}},
        {"easter +1", EasterOffset{1}},
        {"easter", EasterOffset{0}},
        {"saturday after 06-19", WeekdayAfter{chrono::Saturday, chrono::June / 19}},
        {"friday before 06-25", WeekdayBefore{chrono::Friday, chrono::June / 25}},
        {"week 42", IsoWeek{42}},
        {"week 8", IsoWeek{8}},
        {"2026-08-12", OnDate{date(2026, 8, 12)}},
        {"2026-06-06 to 2026-08-11", DateRange{date(2026, 6, 6), date(2026, 8, 11)}},
        {"sunday", WeekdayRule{chrono::Sunday}},
        {"monday", WeekdayRule{chrono::Monday}},
    };
    for (const auto& [text, rule] : rules) {
        const auto parsed = parse_day_rule(text);
        BOOST_REQUIRE_MESSAGE(std::holds_alternative<DayRule>(parsed), explanation(text));
        BOOST_TEST((std::get<DayRule>(parsed) == rule), text);
        BOOST_TEST(to_text(rule) == text);
    }
}

BOOST_AUTO_TEST_CASE(other_texts_are_explained) {
    BOOST_TEST(explanation("02-30") == "'02-30' is no date");
    BOOST_TEST(explanation("13-01") == "'13-01' is no date");
    BOOST_TEST(explanation("2026-02-29") == "'2026-02-29' is no date");
    BOOST_TEST(explanation("06-31 to 08-10") == "'06-31' is no date");
    BOOST_TEST(explanation("2026-08-11 to 2026-06-06") ==
               "'2026-08-11 to 2026-06-06' ends before it begins");
    BOOST_TEST(explanation("week 54") == "'week 54': expected a week number from 1 to 53");
    BOOST_TEST(explanation("week 07") == "'week 07': expected a week number from 1 to 53");
    BOOST_TEST(explanation("easter 2") ==
               "'easter 2': expected 'easter', or days from it as 'easter -2', 'easter +1'");
    BOOST_TEST(explanation("easter +300") ==
               "'easter +300': +300 is out of range; expected -80 to +249");
    BOOST_TEST(explanation("caturday after 06-19") ==
               "'caturday after 06-19': 'caturday' is no weekday");
    BOOST_TEST(explanation("saturday after june") ==
               "'saturday after june': expected a day as '06-19' after 'after'");
    BOOST_TEST(explanation("midsummer") ==
               "'midsummer' is no day rule; expected one of: a day '01-06', '2026-08-12' or "
               "'sunday'; a range '06-05 to 08-10' or '2026-06-06 to 2026-08-11'; 'easter', "
               "'easter -2' or 'easter +1'; 'saturday after 06-19' or 'friday before 06-25'; "
               "'week 42'");
    for (const std::string text : {"", " ", "1-6", "01-6", "2026-8-12", "01-06 ", " 01-06",
                                   "06-05  to 08-10", "06-05 to 2026-08-10", "easter +0", "Sunday",
                                   "week", "week +4", "2026-08-12T00:00", "easter -2 days"}) {
        BOOST_TEST(explanation(text) != "no error", text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
