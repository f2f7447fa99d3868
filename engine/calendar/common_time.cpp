// SPDX-License-Identifier: Apache-2.0
#include "engine/calendar/common_time.hpp"

#include <algorithm>

namespace yhdyspinta::calendar {

using base::Duration;
using base::Instant;

void CommonTime::add(const WorkCalendar& calendar) {
    if (calendar.is_always_open()) return;
    if (std::find(calendars_.begin(), calendars_.end(), &calendar) != calendars_.end()) return;
    calendars_.push_back(&calendar);
}

Instant CommonTime::next_open(Instant t) const {
    for (std::size_t agreeing = 0, i = 0; agreeing < calendars_.size(); ++agreeing) {
        const Instant open = calendars_[i]->next_open(t);
        if (open != t) {
            t = open;
            agreeing = 0;
        }
        i = (i + 1) % calendars_.size();
    }
    return t;
}

Instant CommonTime::closes_at(Instant t) const {
    Instant end = Instant::never();
    for (const auto* calendar : calendars_) end = std::min(end, calendar->closes_at(t));
    return end;
}

Instant CommonTime::add_working_time(Instant start, Duration work) const {
    if (calendars_.empty()) return start + work;
    if (calendars_.size() == 1) return calendars_.front()->add_working_time(start, work);
    if (work == Duration()) return start;
    for (Instant t = start;;) {
        const Instant open = next_open(t);
        if (open == Instant::never()) return open;
        const Instant end = closes_at(open);
        if (work <= end - open) return open + work;
        work = work - (end - open);
        t = end;
    }
}

Duration CommonTime::working_time(Instant from, Instant to) const {
    if (calendars_.empty()) return to - from;
    if (calendars_.size() == 1) return calendars_.front()->working_time(from, to);
    Duration worked;
    for (Instant t = from; t < to;) {
        const Instant open = next_open(t);
        if (!(open < to)) break;
        t = std::min(to, closes_at(open));
        worked = worked + (t - open);
    }
    return worked;
}

}  // namespace yhdyspinta::calendar
