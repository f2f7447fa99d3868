// SPDX-License-Identifier: Apache-2.0
// Hot path: queries inside the built range may not allocate, look up strings or log.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/base/time.hpp"
#include "engine/calendar/civil.hpp"
#include "engine/calendar/day_set.hpp"

namespace yhdyspinta::calendar {

/// Open from `from` up to, not including, `to` [minutes of the day, 0 to 1440].
struct OpenPeriod {
    int from = 0;
    int to = 0;
    friend bool operator==(const OpenPeriod&, const OpenPeriod&) = default;
};

/// When a place is open in an ordinary week.
struct OpeningHours {
    /// One list per weekday, Monday first; periods of a day do not overlap.
    std::array<std::vector<OpenPeriod>, 7> days;

    [[nodiscard]] const std::vector<OpenPeriod>& on(std::chrono::weekday day) const {
        return days[day.iso_encoding() - 1];
    }
    [[nodiscard]] std::vector<OpenPeriod>& on(std::chrono::weekday day) {
        return days[day.iso_encoding() - 1];
    }

    /// The same period on every day, or Monday to Friday.
    static OpeningHours every_day(OpenPeriod period);
    static OpeningHours monday_to_friday(OpenPeriod period);

    friend bool operator==(const OpeningHours&, const OpeningHours&) = default;
};

/// A work calendar as data.
struct CalendarDescription {
    OpeningHours hours;
    /// Closed on every day that any of these holds.
    std::vector<DaySet> closed;
    /// When not empty: open only on days that some of these holds (terms, seasons).
    std::vector<DaySet> open_only;
    friend bool operator==(const CalendarDescription&, const CalendarDescription&) = default;
};

/// When work can be done, and which days count. Each answer is a pure function of the description
/// and the arguments; tables are built around the horizon and grow when asked beyond it, so one
/// object, or two of which one comes from the other, must not be queried by two threads at once.
///
/// The table ends 200 years before and after the start of the run: what would come later is
/// "never", and to ask about a finite instant beyond it is a base::ModelError. A day is open when
/// some of its time is.
class WorkCalendar {
public:
    /// Throws base::UserError when hours lie outside the day, are empty or overlap.
    WorkCalendar(const CalendarDescription& description, const CivilClock& clock,
                 base::Instant horizon);

    /// No instant of a run that is so long lies beyond the tables, whatever day it starts on.
    static base::Duration longest_run();

    /// Every second of every day; no tables, all queries O(1).
    static WorkCalendar always_open();

    /// A worker of `fraction` [0, 1] of full time: in every week (Monday to Sunday) the first
    /// `fraction` of that week's open time, to the second, counting days from `first_day` on and
    /// round to the day before it. An always_open() calendar has no weeks: fraction 1 only.
    [[nodiscard]] WorkCalendar part_time(
        double fraction, std::chrono::weekday first_day = std::chrono::Monday) const;

    [[nodiscard]] bool is_always_open() const { return is_always_open_; }

    [[nodiscard]] bool is_open(base::Instant t) const {
        if (is_always_open_) return true;
        if (is_known(t)) return known_.is_open;
        return is_open_by_table(t);
    }
    /// The first open instant at or after `t`; `t` itself when open.
    [[nodiscard]] base::Instant next_open(base::Instant t) const {
        if (is_always_open_) return t;
        if (is_known(t)) return known_.is_open ? t : base::Instant::at_seconds(known_.to);
        return next_open_by_table(t);
    }
    /// The end of the open time that `t` lies in; `t` itself when closed.
    [[nodiscard]] base::Instant closes_at(base::Instant t) const {
        return is_always_open_ ? base::Instant::never() : closes_at_by_table(t);
    }
    /// The first instant by which `work` >= 0 of open time has passed since `start`: a 3-hour
    /// activity begun on Friday at 15 with hours 8 to 16 ends on Monday at 10. No work ends at
    /// `start`.
    [[nodiscard]] base::Instant add_working_time(base::Instant start, base::Duration work) const {
        return is_always_open_ ? start + work : add_working_time_by_table(start, work);
    }
    /// Open time between two instants; negative when `to` is before `from`.
    [[nodiscard]] base::Duration working_time(base::Instant from, base::Instant to) const {
        return is_always_open_ ? to - from : working_time_by_table(from, to);
    }

    [[nodiscard]] bool is_open_day(std::chrono::year_month_day day) const;

    /// Open days after the day of `from`, up to and including the day of `to` (how statutory limits
    /// count). `to` at midnight is the end (24:00) of the day before it; `from` at midnight is the
    /// beginning of its day. 0 when `to` is not after the day of `from`.
    [[nodiscard]] int open_days_between(base::Instant from, base::Instant to) const;

    /// The end (24:00) of the n-th open day after the day of `from`: a limit of n days is passed
    /// only after it. n = 0 gives the end of the day of `from`. open_days_between(from,
    /// end_of_nth_open_day_after(from, n)) == n.
    [[nodiscard]] base::Instant end_of_nth_open_day_after(base::Instant from, int n) const;

private:
    struct Rule;  // what is open in a given week; a tree for derived calendars
    struct Span {
        double from;    // [s since start], whole seconds, so sums are exact
        double to;      // [s since start]
        double before;  // open time of the table before `from` [s]
    };

    WorkCalendar() = default;
    WorkCalendar(std::shared_ptr<const Rule> rule, const CivilClock& clock, double horizon);

    /// Open or closed all the time from `from` up to, not including, `to` [s since start].
    struct Known {
        double from = 0.0, to = 0.0;
        std::uint32_t span = 0;  ///< the first that ends after `from`
        bool is_open = false;
    };
    /// Time passes little by little, so the same answer mostly serves the next question too.
    [[nodiscard]] bool is_known(base::Instant t) const {
        return t.in_seconds() >= known_.from && t.in_seconds() < known_.to;
    }

    [[nodiscard]] bool is_open_by_table(base::Instant t) const;
    [[nodiscard]] base::Instant next_open_by_table(base::Instant t) const;
    [[nodiscard]] base::Instant closes_at_by_table(base::Instant t) const;
    [[nodiscard]] base::Instant add_working_time_by_table(base::Instant start,
                                                          base::Duration work) const;
    [[nodiscard]] base::Duration working_time_by_table(base::Instant from, base::Instant to) const;

    /// Makes the table hold the day `t` [s] falls on and returns its index in the table.
    std::size_t cover(double t) const;
    /// Adds up to five years; false when the table has reached its end.
    bool extend() const;
    void append_weeks(std::int64_t weeks) const;
    void rebuild(std::int64_t first_day, std::int64_t last_day) const;
    void build_to_horizon() const;
    [[nodiscard]] std::int64_t end_day() const;
    [[nodiscard]] std::int64_t start_monday() const;
    /// Index of the first span that ends after `t` [s]; the number of spans when there is none.
    [[nodiscard]] std::size_t span_after(double t) const;
    /// Whether a span reaches the end of the table and may go on beyond.
    [[nodiscard]] bool is_cut_off(std::size_t span) const;
    /// Open time of the table before a span, and of the span before `t` [s].
    [[nodiscard]] double open_before_span(std::size_t span) const;
    [[nodiscard]] double open_within_span(double t, std::size_t span) const;

    bool is_always_open_ = true;
    mutable Known known_;               // about where the last question was
    std::optional<CivilClock> clock_;   // none for always_open()
    std::shared_ptr<const Rule> rule_;  // shared: immutable, derived calendars refer to their base
    double horizon_ = 0.0;              // [s since start]

    // A cache: what the rule says from the Monday `first_day_` [days since start] on.
    mutable std::int64_t first_day_ = 0;
    mutable std::vector<Span> spans_;                // sorted, disjoint, not touching
    mutable std::vector<std::uint32_t> first_span_;  // [days] first span that ends after 00:00
    mutable std::vector<std::uint32_t>
        open_days_before_;             // [days + 1] open days of the table before
    mutable double open_total_ = 0.0;  // [s]
};

}  // namespace yhdyspinta::calendar
