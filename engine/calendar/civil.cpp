// SPDX-License-Identifier: Apache-2.0
#include "engine/calendar/civil.hpp"

#include <cmath>

#include <fmt/format.h>

#include "engine/base/error.hpp"

namespace yhdyspinta::calendar {

namespace chrono = std::chrono;
using base::Duration;
using base::Instant;

namespace {

constexpr double kDay = 86400.0;           // [s]
constexpr double kFarthest = 3'000'000.0;  // [days]; std::chrono::year ends at 32767

void require_date(chrono::year_month_day date) {
    if (date.ok()) return;
    throw base::UserError(fmt::format("{:04}-{:02}-{:02} is no date", static_cast<int>(date.year()),
                                      static_cast<unsigned>(date.month()),
                                      static_cast<unsigned>(date.day())));
}

/// Days since the start of the run.
chrono::days whole_days(Instant t) {
    const double days = std::floor(t.in_seconds() / kDay);
    if (!(std::abs(days) <= kFarthest)) {
        throw base::InternalError(
            fmt::format("calendar: no civil date {} s from the start", t.in_seconds()));
    }
    return chrono::days(static_cast<int>(days));
}

}  // namespace

CivilClock::CivilClock(chrono::year_month_day start) : start_(start) { require_date(start); }

chrono::year_month_day CivilClock::date(Instant t) const {
    return chrono::sys_days(start_) + whole_days(t);
}

chrono::weekday CivilClock::weekday(Instant t) const {
    return chrono::weekday(chrono::sys_days(start_) + whole_days(t));
}

Duration CivilClock::time_of_day(Instant t) const {
    return t - Instant::at(Duration::days(whole_days(t).count()));
}

Instant CivilClock::at(chrono::year_month_day date, Duration time_of_day) const {
    require_date(date);
    const chrono::days days = chrono::sys_days(date) - chrono::sys_days(start_);
    return Instant::at(Duration::days(static_cast<double>(days.count())) + time_of_day);
}

Instant CivilClock::add_months(Instant t, int months) const {
    chrono::year_month_day day = date(t) + chrono::months(months);
    if (!day.ok()) day = day.year() / day.month() / chrono::last;
    return at(day, time_of_day(t));
}

std::string CivilClock::to_text(Instant t) const {
    if (t == Instant::never()) return "never";
    const chrono::year_month_day day = date(t);
    const int minutes = static_cast<int>(std::floor(time_of_day(t).in_seconds() / 60.0));
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                       minutes / 60, minutes % 60);
}

chrono::year_month_day easter(chrono::year year) {
    // The letters are those of the source.
    const int y = static_cast<int>(year);
    const int a = y % 19;
    const int b = y / 100, c = y % 100;
    const int d = b / 4, e = b % 4;
    const int f = (b + 8) / 25;
    const int g = (b - f + 1) / 3;
    const int h = (19 * a + b - d - g + 15) % 30;
    const int i = c / 4, k = c % 4;
    const int l = (32 + 2 * e + 2 * i - h - k) % 7;
    const int m = (a + 11 * h + 22 * l) / 451;
    const int month = (h + l - 7 * m + 114) / 31;
    const int day = (h + l - 7 * m + 114) % 31 + 1;
    return year / chrono::month(static_cast<unsigned>(month)) /
           chrono::day(static_cast<unsigned>(day));
}

chrono::sys_days monday_of(chrono::sys_days day) {
    return day - (chrono::weekday(day) - chrono::Monday);
}

int iso_week(chrono::sys_days day) {
    const chrono::sys_days thursday = monday_of(day) + chrono::days(3);
    const chrono::year year = chrono::year_month_day(thursday).year();
    const chrono::days since_new_year = thursday - chrono::sys_days(year / chrono::January / 1);
    return static_cast<int>(since_new_year / chrono::weeks(1)) + 1;
}

}  // namespace yhdyspinta::calendar
