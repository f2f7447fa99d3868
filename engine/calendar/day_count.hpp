// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <variant>

#include "engine/base/time.hpp"
#include "engine/calendar/civil.hpp"
#include "engine/calendar/work_calendar.hpp"

namespace yhdyspinta::calendar {

/// In what a statutory limit is counted: every day; open days of a given calendar (working days,
/// days of a term); months.
struct CalendarDays {
    friend bool operator==(const CalendarDays&, const CalendarDays&) = default;
};
struct OpenDays {
    friend bool operator==(const OpenDays&, const OpenDays&) = default;
};
struct Months {
    friend bool operator==(const Months&, const Months&) = default;
};
using DayCount = std::variant<CalendarDays, OpenDays, Months>;

/// A statutory clock stands still from `from` to `to` (never() while the pause lasts).
struct Pause {
    base::Instant from;
    base::Instant to = base::Instant::never();
    friend bool operator==(const Pause&, const Pause&) = default;
};

/// When a limit of `limit` >= 0 counted days (months) from `start` is passed: at the end (24:00) of
/// the last counted day; being done at that very instant is still in time. The day of `start` does
/// not count. Months end on the same day of the month, or on the month's last day.
///
/// A day does not count when the clock is paused at its end; so the day of a pause is left out, the
/// day of resuming counts, and a pause within one day changes nothing. Months become their number
/// of calendar days for this. `pauses` in any order; never() when the limit falls into an endless
/// pause.
///
/// `calendar` is used, and required, for OpenDays only.
[[nodiscard]] base::Instant limit_passes_at(const DayCount& count, const CivilClock& clock,
                                            const WorkCalendar* calendar, base::Instant start,
                                            int limit, std::span<const Pause> pauses = {});

/// Counted days (months, with the part of the current month) from `start` to `now`, today included
/// unless the clock is paused now. Never more than `limit` up to limit_passes_at(limit), and more
/// from the next counted day on.
[[nodiscard]] double days_elapsed(const DayCount& count, const CivilClock& clock,
                                  const WorkCalendar* calendar, base::Instant start,
                                  base::Instant now, std::span<const Pause> pauses = {});

}  // namespace yhdyspinta::calendar
