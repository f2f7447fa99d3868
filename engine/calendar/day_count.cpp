// SPDX-License-Identifier: Apache-2.0
#include "engine/calendar/day_count.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <vector>

#include <fmt/format.h>

#include "engine/base/error.hpp"

namespace yhdyspinta::calendar {

using base::Duration;
using base::Instant;

namespace {

std::int64_t day_of(Instant t) { return static_cast<std::int64_t>(std::floor(t.in_days())); }

Instant start_of_day(std::int64_t day) {
    return Instant::at(Duration::days(static_cast<double>(day)));
}

Instant end_of_day(std::int64_t day) { return start_of_day(day + 1); }

/// Sorted, and those that meet joined.
std::vector<Pause> joined(std::span<const Pause> pauses) {
    std::vector<Pause> sorted(pauses.begin(), pauses.end());
    std::sort(sorted.begin(), sorted.end(),
              [](const Pause& a, const Pause& b) { return a.from < b.from; });
    std::vector<Pause> result;
    for (const Pause& pause : sorted) {
        if (pause.to <= pause.from) continue;
        if (!result.empty() && pause.from <= result.back().to) {
            result.back().to = std::max(result.back().to, pause.to);
        } else {
            result.push_back(pause);
        }
    }
    return result;
}

/// Days of one kind, counted one by one: calendar days or open days.
class DayCounter {
public:
    DayCounter(const WorkCalendar& calendar, Instant start, const std::vector<Pause>& pauses)
        : calendar_(calendar), start_(start), pauses_(pauses) {}

    /// Counted days after the day of the start up to the day of `now`.
    [[nodiscard]] int elapsed(Instant now) const {
        int days = calendar_.open_days_between(start_, now) - paused(now);
        // A day still running counts unless the clock is paused now.
        const std::int64_t today = day_of(now);
        const bool is_running = start_of_day(today) < now && today > day_of(start_);
        if (is_running && pause_at(now) != nullptr) days -= countable(today, today);
        return days;
    }

    /// The end of the n-th counted day.
    [[nodiscard]] Instant end_of(int n) const {
        if (n == 0) return end_of_first_day();
        int passed_over = 0;
        for (;;) {
            const Instant end = calendar_.end_of_nth_open_day_after(start_, n + passed_over);
            if (end == Instant::never()) return end;
            if (const Pause* pause = pause_at(end); pause && pause->to == Instant::never()) {
                return Instant::never();
            }
            const int now_passed_over = paused(end);
            if (now_passed_over == passed_over) return end;
            passed_over = now_passed_over;
        }
    }

private:
    /// Open days from `first` to `last`, both included.
    [[nodiscard]] int countable(std::int64_t first, std::int64_t last) const {
        return calendar_.open_days_between(start_of_day(first - 1), end_of_day(last));
    }

    [[nodiscard]] const Pause* pause_at(Instant t) const {
        for (const Pause& pause : pauses_) {
            if (pause.from < t && t <= pause.to) return &pause;
        }
        return nullptr;
    }

    /// Countable days after the day of the start, over by `until`, at whose end the clock is
    /// paused.
    [[nodiscard]] int paused(Instant until) const {
        int days = 0;
        for (const Pause& pause : pauses_) {
            // A day D ends in (from, to]: from the day of `from` to the last day over by `to`.
            const std::int64_t first = std::max(day_of(pause.from), day_of(start_) + 1);
            const std::int64_t last = day_of(std::min(pause.to, until)) - 1;
            if (first <= last) days += countable(first, last);
        }
        return days;
    }

    [[nodiscard]] Instant end_of_first_day() const {
        Instant end = end_of_day(day_of(start_));
        while (const Pause* pause = pause_at(end)) {
            if (pause->to == Instant::never()) return pause->to;
            end = end_of_day(day_of(pause->to));
        }
        return end;
    }

    const WorkCalendar& calendar_;
    Instant start_;
    const std::vector<Pause>& pauses_;
};

const WorkCalendar& calendar_of(const DayCount& count, const WorkCalendar* calendar,
                                const WorkCalendar& every_day) {
    if (!std::holds_alternative<OpenDays>(count)) return every_day;
    if (calendar == nullptr) throw base::InternalError("calendar: open days need a calendar");
    return *calendar;
}

/// Calendar days from the day of `start` to the same day `months` later.
int days_of_months(const CivilClock& clock, Instant start, int months) {
    return static_cast<int>(day_of(clock.add_months(start, months)) - day_of(start));
}

}  // namespace

Instant limit_passes_at(const DayCount& count, const CivilClock& clock,
                        const WorkCalendar* calendar, Instant start, int limit,
                        std::span<const Pause> pauses) {
    if (limit < 0) throw base::InternalError(fmt::format("calendar: a limit of {} days", limit));
    const WorkCalendar every_day = WorkCalendar::always_open();
    const std::vector<Pause> sorted = joined(pauses);
    const DayCounter counter(calendar_of(count, calendar, every_day), start, sorted);
    const bool is_months = std::holds_alternative<Months>(count);
    return counter.end_of(is_months ? days_of_months(clock, start, limit) : limit);
}

double days_elapsed(const DayCount& count, const CivilClock& clock, const WorkCalendar* calendar,
                    Instant start, Instant now, std::span<const Pause> pauses) {
    const WorkCalendar every_day = WorkCalendar::always_open();
    const std::vector<Pause> sorted = joined(pauses);
    const DayCounter counter(calendar_of(count, calendar, every_day), start, sorted);
    const int days = counter.elapsed(now);
    if (!std::holds_alternative<Months>(count)) return days;
    int months = days / 31;
    while (days_of_months(clock, start, months + 1) <= days) ++months;
    const int before = days_of_months(clock, start, months);
    const int after = days_of_months(clock, start, months + 1);
    return months + static_cast<double>(days - before) / (after - before);
}

}  // namespace yhdyspinta::calendar
