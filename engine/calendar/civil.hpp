// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

#include "engine/base/time.hpp"

namespace yhdyspinta::calendar {

/// Ties simulated time to civil dates. Instant 0 is 00:00 of the start date; time is local civil
/// time without daylight saving, so every day has 24 hours. Instants before the start are legal.
class CivilClock {
public:
    /// Throws base::UserError when `start` is no date (30 February).
    explicit CivilClock(std::chrono::year_month_day start);

    [[nodiscard]] std::chrono::year_month_day start() const { return start_; }

    /// The day an instant falls on; midnight belongs to the day it begins.
    [[nodiscard]] std::chrono::year_month_day date(base::Instant t) const;
    [[nodiscard]] std::chrono::weekday weekday(base::Instant t) const;
    [[nodiscard]] base::Duration time_of_day(base::Instant t) const;

    /// Throws base::UserError when `date` is no date.
    [[nodiscard]] base::Instant at(std::chrono::year_month_day date,
                                   base::Duration time_of_day = {}) const;

    /// Same day and time of day `months` later (earlier when negative); a day the month does not
    /// have becomes its last one: 31 January + 1 month = 28 or 29 February.
    [[nodiscard]] base::Instant add_months(base::Instant t, int months) const;

    /// "2026-08-12 09:30", minutes cut off, not rounded; "never" for Instant::never().
    [[nodiscard]] std::string to_text(base::Instant t) const;

    friend bool operator==(const CivilClock&, const CivilClock&) = default;

private:
    std::chrono::year_month_day start_;
};

/// Easter Sunday of the Gregorian calendar. Source: the anonymous Gregorian computus, J. Meeus,
/// Astronomical Algorithms (1991), chapter 8.
[[nodiscard]] std::chrono::year_month_day easter(std::chrono::year year);

/// Monday of the week (Monday to Sunday) that holds `day`.
[[nodiscard]] std::chrono::sys_days monday_of(std::chrono::sys_days day);

/// Week number of ISO 8601, 1 to 53: week 1 holds the year's first Thursday.
[[nodiscard]] int iso_week(std::chrono::sys_days day);

}  // namespace yhdyspinta::calendar
