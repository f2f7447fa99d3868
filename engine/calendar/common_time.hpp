// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/base/time.hpp"
#include "engine/calendar/work_calendar.hpp"

namespace yhdyspinta::calendar {

/// The time in which all of several calendars are open: that of work which needs several workers at
/// once. Found period by period when asked, so nothing is kept of the many sets of workers that
/// meet; meant for work of hours or days. The calendars must outlive it.
class CommonTime {
public:
    void clear() { calendars_.clear(); }
    /// One that is always open, or is there already, changes nothing.
    void add(const WorkCalendar& calendar);

    [[nodiscard]] bool is_always_open() const { return calendars_.empty(); }
    /// As WorkCalendar::add_working_time; never when there is no common time left.
    [[nodiscard]] base::Instant add_working_time(base::Instant start, base::Duration work) const;
    /// As WorkCalendar::working_time; `from` must not be after `to`.
    [[nodiscard]] base::Duration working_time(base::Instant from, base::Instant to) const;

private:
    [[nodiscard]] base::Instant next_open(base::Instant t) const;
    [[nodiscard]] base::Instant closes_at(base::Instant t) const;

    std::vector<const WorkCalendar*> calendars_;
};

}  // namespace yhdyspinta::calendar
