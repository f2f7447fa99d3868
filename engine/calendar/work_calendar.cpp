// SPDX-License-Identifier: Apache-2.0
// Hot path: queries inside the built range may not allocate, look up strings or log.
#include "engine/calendar/work_calendar.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/base/error.hpp"

namespace yhdyspinta::calendar {

namespace chrono = std::chrono;
using base::Duration;
using base::Instant;

namespace {

constexpr double kDay = 86400.0;  // [s]
constexpr std::int64_t kDaySeconds = 86400;
constexpr std::int64_t kYear = 52 * 7;      // [days], about
constexpr std::int64_t kReach = 10436 * 7;  // [days], 200 years in weeks
constexpr std::ptrdiff_t kNearSpans = 8;    // looked at one by one

std::int64_t day_of(double t) { return static_cast<std::int64_t>(std::floor(t / kDay)); }

/// The last day that has begun before `t`: midnight is the end of the day before.
std::int64_t day_ending_by(double t) { return static_cast<std::int64_t>(std::ceil(t / kDay)) - 1; }

Instant start_of_day(std::int64_t day) {
    return Instant::at(Duration::days(static_cast<double>(day)));
}

/// Open time of one week [s since Monday 00:00]; a period never crosses midnight.
struct Period {
    std::int64_t from;
    std::int64_t to;
};
using Week = std::vector<Period>;

}  // namespace

/// What is open in a week: a pure function of the week. Calendars share rules, which remember
/// weeks, so no two threads at once may query calendars that come from the same one.
struct WorkCalendar::Rule {
    struct Hours {
        CalendarDescription description;
        // Part-time calendars ask for the same weeks again and again; to go through the
        // day rules is what takes time. Keyed by Monday.
        mutable std::unordered_map<int, Week> known = {};
    };
    struct Share {
        std::shared_ptr<const Rule> whole;
        double fraction;
        int first_day;  // 0 is Monday
    };

    std::variant<Hours, Share> rule;

    [[nodiscard]] Week week(chrono::sys_days monday) const {
        return std::visit([monday](const auto& r) -> Week { return open_in(r, monday); }, rule);
    }

private:
    static const Week& open_in(const Hours& hours, chrono::sys_days monday) {
        const auto [place, is_new] = hours.known.try_emplace(monday.time_since_epoch().count());
        Week& week = place->second;
        if (!is_new) return week;
        for (int d = 0; d < 7; ++d) {
            const auto& periods = hours.description.hours.days[static_cast<std::size_t>(d)];
            if (periods.empty() || is_closed(hours.description, monday + chrono::days(d))) continue;
            for (const OpenPeriod& period : periods) {
                week.push_back(
                    {d * kDaySeconds + period.from * 60, d * kDaySeconds + period.to * 60});
            }
        }
        return week;
    }

    static bool is_closed(const CalendarDescription& description, chrono::year_month_day day) {
        const auto holds = [day](const DaySet& set) { return set.contains(day); };
        const auto& only = description.open_only;
        return std::any_of(description.closed.begin(), description.closed.end(), holds) ||
               (!only.empty() && std::none_of(only.begin(), only.end(), holds));
    }

    static Week open_in(const Share& share, chrono::sys_days monday) {
        Week whole = share.whole->week(monday);
        std::int64_t left = 0;
        for (const Period& period : whole) left += period.to - period.from;
        left = std::llround(share.fraction * static_cast<double>(left));
        const auto first = std::find_if(whole.begin(), whole.end(), [&share](const Period& period) {
            return period.from >= share.first_day * kDaySeconds;
        });
        std::rotate(whole.begin(), first, whole.end());
        Week week;
        for (const Period& period : whole) {
            const std::int64_t worked = std::min(left, period.to - period.from);
            if (worked > 0) week.push_back({period.from, period.from + worked});
            left -= worked;
        }
        std::sort(week.begin(), week.end(),
                  [](const Period& a, const Period& b) { return a.from < b.from; });
        return week;
    }
};

OpeningHours OpeningHours::every_day(OpenPeriod period) {
    OpeningHours hours;
    for (auto& day : hours.days) day = {period};
    return hours;
}

OpeningHours OpeningHours::monday_to_friday(OpenPeriod period) {
    OpeningHours hours = every_day(period);
    hours.on(chrono::Saturday).clear();
    hours.on(chrono::Sunday).clear();
    return hours;
}

WorkCalendar::WorkCalendar(const CalendarDescription& description, const CivilClock& clock,
                           Instant horizon)
    : is_always_open_(false), clock_(clock), horizon_(horizon.in_seconds()) {
    CalendarDescription sorted = description;
    for (auto& periods : sorted.hours.days) {
        std::sort(periods.begin(), periods.end(),
                  [](const OpenPeriod& a, const OpenPeriod& b) { return a.from < b.from; });
        int end_before = 0;
        for (const auto& [from, to] : periods) {
            const auto clock_text = [](int minute) {
                return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
            };
            if (from < 0 || to > 24 * 60 || from >= to) {
                throw base::UserError(fmt::format(
                    "opening hours: {} to {} must lie within 00:00 to 24:00 and not be empty",
                    clock_text(from), clock_text(to)));
            }
            if (from < end_before) {
                throw base::UserError(
                    fmt::format("opening hours: {} to {} overlaps the period before it, which ends "
                                "at {}",
                                clock_text(from), clock_text(to), clock_text(end_before)));
            }
            end_before = to;
        }
    }
    rule_ = std::make_shared<const Rule>(Rule{Rule::Hours{std::move(sorted)}});
    build_to_horizon();
}

WorkCalendar::WorkCalendar(std::shared_ptr<const Rule> rule, const CivilClock& clock,
                           double horizon)
    : is_always_open_(false), clock_(clock), rule_(std::move(rule)), horizon_(horizon) {
    build_to_horizon();
}

WorkCalendar WorkCalendar::always_open() { return {}; }

WorkCalendar WorkCalendar::part_time(double fraction, chrono::weekday first_day) const {
    if (!(fraction >= 0.0 && fraction <= 1.0)) {
        throw base::UserError(
            fmt::format("part_time: fraction {} must lie between 0 and 1", fraction));
    }
    if (fraction == 1.0) return *this;
    if (is_always_open_) {
        throw base::UserError(
            fmt::format("part_time: fraction {} of a calendar without hours; give the calendar "
                        "opening hours",
                        fraction));
    }
    const int first = static_cast<int>(first_day.iso_encoding()) - 1;
    return {std::make_shared<const Rule>(Rule{Rule::Share{rule_, fraction, first}}), *clock_,
            horizon_};
}

std::int64_t WorkCalendar::start_monday() const {
    const chrono::sys_days start(clock_->start());
    return (monday_of(start) - start).count();
}

void WorkCalendar::build_to_horizon() const {
    const double days = std::clamp(horizon_ / kDay, 0.0, static_cast<double>(kReach));
    const std::int64_t margin = kYear;
    rebuild(start_monday() - margin,
            std::isfinite(horizon_) ? static_cast<std::int64_t>(days) + margin : margin);
}

std::int64_t WorkCalendar::end_day() const {
    return first_day_ + static_cast<std::int64_t>(first_span_.size());
}

void WorkCalendar::rebuild(std::int64_t first_day, std::int64_t last_day) const {
    first_day_ = std::max(first_day, start_monday() - kReach);
    known_ = {};
    spans_.clear();
    first_span_.clear();
    open_days_before_.assign(1, 0);
    open_total_ = 0.0;
    append_weeks((last_day - first_day_) / 7 + 1);
}

bool WorkCalendar::extend() const {
    if (end_day() >= start_monday() + kReach) return false;
    append_weeks(5 * kYear / 7);
    return true;
}

void WorkCalendar::append_weeks(std::int64_t weeks) const {
    weeks = std::min(weeks, (start_monday() + kReach - end_day()) / 7);
    for (; weeks > 0; --weeks) {
        const std::int64_t monday = end_day();
        const Week week =
            rule_->week(chrono::sys_days(clock_->start()) + chrono::days(static_cast<int>(monday)));
        auto period = week.begin();
        for (std::int64_t d = 0; d < 7; ++d) {
            const auto midnight = static_cast<double>((monday + d) * kDaySeconds);
            const bool is_open = period != week.end() && period->from < (d + 1) * kDaySeconds;
            const bool goes_on = is_open && period->from == d * kDaySeconds && !spans_.empty() &&
                                 spans_.back().to == midnight;
            first_span_.push_back(static_cast<std::uint32_t>(spans_.size() - (goes_on ? 1 : 0)));
            open_days_before_.push_back(open_days_before_.back() + (is_open ? 1 : 0));
            for (; period != week.end() && period->from < (d + 1) * kDaySeconds; ++period) {
                const auto from = static_cast<double>(monday * kDaySeconds + period->from);
                const auto to = static_cast<double>(monday * kDaySeconds + period->to);
                if (!spans_.empty() && spans_.back().to == from) {
                    spans_.back().to = to;
                } else {
                    spans_.push_back({from, to, open_total_});
                }
                open_total_ += to - from;
            }
        }
    }
}

base::Duration WorkCalendar::longest_run() {
    // The tables count from the Monday before the start.
    return base::Duration::seconds(kDay * static_cast<double>(kReach - 7));
}

std::size_t WorkCalendar::cover(double t) const {
    const double quotient = t / kDay;
    if (quotient >= static_cast<double>(first_day_) && quotient < static_cast<double>(end_day())) {
        const auto whole = static_cast<std::int64_t>(quotient);
        const std::int64_t below = whole - (quotient < static_cast<double>(whole) ? 1 : 0);
        return static_cast<std::size_t>(below - first_day_);
    }
    const double days = std::floor(quotient);
    const std::int64_t monday = start_monday();
    if (!(days >= static_cast<double>(monday - kReach) &&
          days < static_cast<double>(monday + kReach))) {
        throw base::ModelError(fmt::format(
            "calendar: {} days from the start of the run is more than 200 years away", days));
    }
    const auto day = static_cast<std::int64_t>(days);
    if (day < first_day_) {
        const std::int64_t weeks_back = (first_day_ - day + 6) / 7;
        rebuild(first_day_ - 7 * weeks_back - kYear, end_day() - 1);
    }
    if (day >= end_day()) append_weeks((day - end_day()) / 7 + 1 + kYear / 7);
    return static_cast<std::size_t>(day - first_day_);
}

std::size_t WorkCalendar::span_after(double t) const {
    if (is_known(Instant::at_seconds(t))) return known_.span;
    std::size_t span = first_span_[cover(t)];
    while (span < spans_.size() && spans_[span].to <= t) ++span;
    return span;
}

double WorkCalendar::open_before_span(std::size_t span) const {
    return span == spans_.size() ? open_total_ : spans_[span].before;
}

double WorkCalendar::open_within_span(double t, std::size_t span) const {
    return span == spans_.size() ? 0.0 : std::max(0.0, t - spans_[span].from);
}

bool WorkCalendar::is_cut_off(std::size_t span) const {
    return spans_[span].to == static_cast<double>(end_day() * kDaySeconds);
}

bool WorkCalendar::is_open_by_table(Instant t) const {
    if (t == Instant::never()) return false;
    const double seconds = t.in_seconds();
    const std::size_t span = span_after(seconds);
    if (span == spans_.size()) return false;
    const bool is_open = spans_[span].from <= seconds;
    known_ = {seconds, is_open ? spans_[span].to : spans_[span].from,
              static_cast<std::uint32_t>(span), is_open};
    return is_open;
}

Instant WorkCalendar::next_open_by_table(Instant t) const {
    if (t == Instant::never()) return t;
    const double seconds = t.in_seconds();
    const std::size_t span = span_after(seconds);
    while (span == spans_.size()) {
        if (!extend()) return Instant::never();
    }
    return Instant::at_seconds(std::max(seconds, spans_[span].from));
}

Instant WorkCalendar::closes_at_by_table(Instant t) const {
    if (!is_open_by_table(t)) return t;
    const std::size_t span = span_after(t.in_seconds());
    while (is_cut_off(span)) {
        if (!extend()) return Instant::never();
    }
    return Instant::at_seconds(spans_[span].to);
}

Instant WorkCalendar::add_working_time_by_table(Instant start, Duration work) const {
    if (!(work >= Duration())) {
        throw base::InternalError(
            fmt::format("calendar: working time {} s is negative", work.in_seconds()));
    }
    if (work == Duration() || start == Instant::never()) return start;
    if (work == Duration::infinite()) return Instant::never();
    const double seconds = start.in_seconds();
    const std::size_t span = span_after(seconds);
    while (span == spans_.size()) {
        if (!extend()) return Instant::never();
    }
    const double begin = std::max(seconds, spans_[span].from);
    const double end = begin + work.in_seconds();
    while (end > spans_[span].to && is_cut_off(span)) {
        if (!extend()) return Instant::never();
    }
    if (end <= spans_[span].to) return Instant::at_seconds(end);
    // Sums of whole spans are exact and only their differences are used, so rounding cannot depend
    // on where the table begins.
    const double left = work.in_seconds() - (spans_[span].to - begin);
    const double done = spans_[span].before + (spans_[span].to - spans_[span].from);
    while (open_total_ - done < left) {
        if (!extend()) return Instant::never();
    }
    const auto is_too_early = [&](const Span& s) {
        return s.before + (s.to - s.from) - done < left;
    };
    // It mostly ends within some days: only what goes on for longer is searched for in the whole.
    auto last = spans_.begin() + static_cast<std::ptrdiff_t>(span) + 1;
    const auto near = spans_.end() - last > kNearSpans ? last + kNearSpans : spans_.end();
    while (last != near && is_too_early(*last)) ++last;
    if (last == near) last = std::partition_point(near, spans_.end(), is_too_early);
    return Instant::at_seconds(last->from + (left - (last->before - done)));
}

Duration WorkCalendar::working_time_by_table(Instant from, Instant to) const {
    if (to < from) return Duration() - working_time_by_table(to, from);
    if (to == Instant::never()) return Duration::infinite();
    // The table may move when it grows backwards, so both days are there before either is looked
    // up.
    cover(from.in_seconds());
    cover(to.in_seconds());
    const std::size_t first = span_after(from.in_seconds());
    const std::size_t last = span_after(to.in_seconds());
    return Duration::seconds(
        open_before_span(last) - open_before_span(first) +
        (open_within_span(to.in_seconds(), last) - open_within_span(from.in_seconds(), first)));
}

bool WorkCalendar::is_open_day(chrono::year_month_day day) const {
    if (is_always_open_) return true;
    const std::size_t index = cover(clock_->at(day).in_seconds());
    return open_days_before_[index + 1] > open_days_before_[index];
}

int WorkCalendar::open_days_between(Instant from, Instant to) const {
    const std::int64_t first = day_of(from.in_seconds());
    const std::int64_t last = day_ending_by(to.in_seconds());
    if (last <= first) return 0;
    if (is_always_open_) return static_cast<int>(last - first);
    cover(start_of_day(first).in_seconds());
    const std::size_t end = cover(start_of_day(last).in_seconds());
    const auto begin = end - static_cast<std::size_t>(last - first);
    return static_cast<int>(open_days_before_[end + 1] - open_days_before_[begin + 1]);
}

Instant WorkCalendar::end_of_nth_open_day_after(Instant from, int n) const {
    if (n < 0) throw base::InternalError(fmt::format("calendar: the {}-th open day", n));
    if (from == Instant::never()) return from;
    const std::int64_t first = day_of(from.in_seconds());
    if (is_always_open_ || n == 0) return start_of_day(first + n + 1);
    const std::size_t begin = cover(from.in_seconds()) + 1;
    const std::uint32_t target = open_days_before_[begin] + static_cast<std::uint32_t>(n);
    while (open_days_before_.back() < target) {
        if (!extend()) return Instant::never();
    }
    const auto found =
        std::lower_bound(open_days_before_.begin() + static_cast<std::ptrdiff_t>(begin),
                         open_days_before_.end(), target);
    return start_of_day(first_day_ + (found - open_days_before_.begin()));
}

}  // namespace yhdyspinta::calendar
