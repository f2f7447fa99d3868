// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <initializer_list>
#include <ostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

#include "engine/base/time.hpp"
#include "engine/calendar/civil.hpp"
#include "engine/calendar/day_set.hpp"
#include "engine/calendar/work_calendar.hpp"

namespace yhdyspinta::base {

// How Boost.Test shows them.
inline std::ostream& boost_test_print_type(std::ostream& out, Duration d) {
    return out << d.in_hours() << " h";
}
inline std::ostream& boost_test_print_type(std::ostream& out, Instant t) {
    return out << "day " << t.in_days();
}

}  // namespace yhdyspinta::base

/// Days the calendar tests share: the public holidays of Finland as rules.
namespace example {

using yhdyspinta::calendar::CalendarDescription;
using yhdyspinta::calendar::DayRule;
using yhdyspinta::calendar::DaySet;
using yhdyspinta::calendar::OpeningHours;

constexpr std::chrono::year_month_day date(int year, unsigned month, unsigned day) {
    return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
}

inline DaySet day_set(std::initializer_list<std::string_view> texts) {
    DaySet set;
    for (const auto text : texts) {
        const auto parsed = yhdyspinta::calendar::parse_day_rule(text);
        if (const auto* error = std::get_if<std::string>(&parsed)) throw std::runtime_error(*error);
        set.rules.push_back(std::get<DayRule>(parsed));
    }
    return set;
}

inline DaySet official_holidays() {
    return day_set({"01-01", "01-06", "05-01", "12-06", "12-25", "12-26", "easter -2", "easter",
                    "easter +1", "easter +39", "easter +49", "saturday after 06-19",
                    "saturday after 10-30"});
}

/// Not official, but free in most offices.
inline DaySet eves() { return day_set({"friday before 06-26", "12-24"}); }

/// Monday to Friday 8 to 16, closed on holidays and eves.
inline CalendarDescription office() {
    return {OpeningHours::monday_to_friday({8 * 60, 16 * 60}), {official_holidays(), eves()}, {}};
}

/// The days that count as working days by law: Monday to Friday less official holidays.
inline CalendarDescription working_days() {
    return {OpeningHours::monday_to_friday({0, 24 * 60}), {official_holidays()}, {}};
}

/// Days of two terms less breaks and holidays.
inline CalendarDescription school_days() {
    return {OpeningHours::monday_to_friday({8 * 60, 15 * 60}),
            {official_holidays(), day_set({"week 42", "week 8"})},
            {day_set({"2026-08-12 to 2026-12-18"}), day_set({"2027-01-07 to 2027-06-05"})}};
}

}  // namespace example
