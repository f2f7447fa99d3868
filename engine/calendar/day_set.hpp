// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace yhdyspinta::calendar {

/// `01-06`: this day every year; 29 February in leap years only.
struct FixedDay {
    std::chrono::month_day day;
    friend bool operator==(const FixedDay&, const FixedDay&) = default;
};

/// `06-05 to 08-10`: both ends included, every year; may wrap over new year.
struct FixedRange {
    std::chrono::month_day from;
    std::chrono::month_day to;
    friend bool operator==(const FixedRange&, const FixedRange&) = default;
};

/// `easter -2`: so many days from Easter Sunday, every year.
struct EasterOffset {
    int days = 0;
    friend bool operator==(const EasterOffset&, const EasterOffset&) = default;
};

/// `saturday after 06-19`: the first such weekday strictly after that day of every year.
struct WeekdayAfter {
    std::chrono::weekday weekday;
    std::chrono::month_day day;
    friend bool operator==(const WeekdayAfter&, const WeekdayAfter&) = default;
};

/// `friday before 06-25`: the last such weekday strictly before that day of every year.
struct WeekdayBefore {
    std::chrono::weekday weekday;
    std::chrono::month_day day;
    friend bool operator==(const WeekdayBefore&, const WeekdayBefore&) = default;
};

/// `week 42`: Monday to Sunday of this ISO 8601 week, every year that has it.
struct IsoWeek {
    int number = 1;
    friend bool operator==(const IsoWeek&, const IsoWeek&) = default;
};

/// `2026-08-12`: one day.
struct OnDate {
    std::chrono::year_month_day date;
    friend bool operator==(const OnDate&, const OnDate&) = default;
};

/// `2026-06-06 to 2026-08-11`: both ends included.
struct DateRange {
    std::chrono::year_month_day from;
    std::chrono::year_month_day to;
    friend bool operator==(const DateRange&, const DateRange&) = default;
};

/// `sunday`: every such weekday.
struct WeekdayRule {
    std::chrono::weekday weekday;
    friend bool operator==(const WeekdayRule&, const WeekdayRule&) = default;
};

using DayRule = std::variant<FixedDay, FixedRange, EasterOffset, WeekdayAfter, WeekdayBefore,
                             IsoWeek, OnDate, DateRange, WeekdayRule>;

[[nodiscard]] bool matches(const DayRule& rule, std::chrono::year_month_day day);

/// A set of civil days: those that at least one rule names.
struct DaySet {
    std::vector<DayRule> rules;

    [[nodiscard]] bool contains(std::chrono::year_month_day day) const;
    friend bool operator==(const DaySet&, const DaySet&) = default;
};

/// The rule a text states, or an explanation for the user of what is wrong and what is legal. Legal
/// are exactly the texts quoted at the rules above, and `easter`.
[[nodiscard]] std::variant<DayRule, std::string> parse_day_rule(std::string_view text);

/// The text that parse_day_rule() reads back as the same rule.
[[nodiscard]] std::string to_text(const DayRule& rule);

}  // namespace yhdyspinta::calendar
