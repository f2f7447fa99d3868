// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/event_calendar.hpp"

#include <cmath>
#include <utility>

namespace yhdyspinta::simulation {

double EventCalendar::start_of(std::size_t period) const {
    return first_period_ + static_cast<double>(period) * period_;
}

void EventCalendar::fill_soon() {
    while (soon_count_ < kAhead) {
        if (has_hole_) close_hole();
        if (heap_.empty()) {
            if (later_count_ == 0) return;
            take_next_period();
            if (near_until_ == kForever) return;
        }
        soon(soon_count_++) = heap_.front();
        has_hole_ = true;
        has_come_soon_ = true;
    }
}

void EventCalendar::put_soon(const Entry& entry) {
    if (soon_count_ == soon_.size()) put_near(soon(--soon_count_));
    std::uint32_t place = soon_count_++;
    for (; place > 0 && entry.is_before(soon(place - 1)); --place) soon(place) = soon(place - 1);
    soon(place) = entry;
    has_come_soon_ = false;
}

std::size_t EventCalendar::period_of(double time) const {
    const double periods = (time - first_period_) / period_;
    auto period =
        periods < static_cast<double>(kPeriods) ? static_cast<std::size_t>(periods) : kPeriods;
    // What rounding has put on the wrong side of a border.
    while (period > next_period_ && time < start_of(period)) --period;
    while (period < kPeriods && time >= start_of(period + 1)) ++period;
    return period;
}

void EventCalendar::put_later(const Entry& entry) {
    ++later_count_;
    const std::size_t period = period_of(entry.time);
    if (period == kPeriods) {
        rest_.push_back(entry);
        return;
    }
    base::fetch(&periods_[period]);
    // Room of the one before some others: what it needs of its period has come.
    const Arrival& earlier = arrivals_[(arrived_ - kArrivals / 2) % kArrivals];
    if (arrived_ - put_away_ > kArrivals / 2) base::fetch(place_in(periods_[earlier.period]));
    if (arrived_ - put_away_ == kArrivals) put_away_first();
    // Number by number: what has just been written so cannot yet be read as a whole.
    Arrival& arrival = arrivals_[arrived_++ % kArrivals];
    arrival.entry.time = entry.time;
    arrival.entry.order = entry.order;
    arrival.entry.target = entry.target;
    arrival.entry.generation = entry.generation;
    arrival.period = static_cast<std::uint32_t>(period);
}

const void* EventCalendar::place_in(const Period& period) const {
    if (period.first != kNoPiece && period.in_first < kInPiece) {
        return &pieces_[period.first].entries[period.in_first];
    }
    return free_piece_ == kNoPiece ? nullptr : &pieces_[free_piece_];
}

void EventCalendar::put_away_first() {
    const Arrival& arrival = arrivals_[put_away_++ % kArrivals];
    Period& due = periods_[arrival.period];
    if (due.first == kNoPiece || due.in_first == kInPiece) {
        due = {new_piece(due.first), 0};
    }
    pieces_[due.first].entries[due.in_first++] = arrival.entry;
}

std::uint32_t EventCalendar::new_piece(std::uint32_t next) {
    const std::uint32_t place = free_piece_;
    if (place == kNoPiece) {
        pieces_.push_back({{}, next});
        return static_cast<std::uint32_t>(pieces_.size() - 1);
    }
    free_piece_ = std::exchange(pieces_[place].next, next);
    return place;
}

void EventCalendar::empty(Period& period) {
    std::size_t count = period.in_first;
    for (std::uint32_t place = period.first; place != kNoPiece;) {
        Piece& piece = pieces_[place];
        heap_.insert(heap_.end(), piece.entries.begin(),
                     piece.entries.begin() + static_cast<std::ptrdiff_t>(count));
        count = kInPiece;
        const std::uint32_t next = std::exchange(piece.next, free_piece_);
        free_piece_ = std::exchange(place, next);
    }
    period = {};
}

void EventCalendar::split() {
    if (has_hole_) close_hole();
    const auto earlier = [](const Entry& a, const Entry& b) { return a.time < b.time; };
    const double first = std::min_element(heap_.begin(), heap_.end(), earlier)->time;
    const auto middle = heap_.begin() + static_cast<std::ptrdiff_t>(heap_.size() / 2);
    std::nth_element(heap_.begin(), middle, heap_.end(), earlier);
    const double length = 2.0 * (middle->time - first) / static_cast<double>(kPeriods);
    // Nothing is gained when much is due at one instant.
    if (!(first + length > first) || !std::isfinite(length)) {
        most_near_ *= 2;
        arrange();
        return;
    }
    periods_.assign(kPeriods, {});
    first_period_ = first;
    period_ = length;
    next_period_ = 1;
    near_until_ = start_of(1);
    const auto later = std::partition(heap_.begin(), heap_.end(), [this](const Entry& entry) {
        return entry.time < near_until_;
    });
    for (auto entry = later; entry != heap_.end(); ++entry) put_later(*entry);
    heap_.erase(later, heap_.end());
    arrange();
}

void EventCalendar::take_next_period() {
    while (put_away_ != arrived_) put_away_first();
    while (heap_.empty()) {
        if (next_period_ == kPeriods) {
            // The heap takes all the rest, and is split again when that is much.
            later_count_ -= rest_.size();
            heap_.swap(rest_);
            near_until_ = kForever;
            if (heap_.size() > most_near_) {
                split();
            } else {
                arrange();
            }
            return;
        }
        empty(periods_[next_period_]);
        later_count_ -= heap_.size();
        ++next_period_;
        if (next_period_ < kPeriods && periods_[next_period_].first != kNoPiece) {
            base::fetch_all(pieces_[periods_[next_period_].first]);
        }
        near_until_ = start_of(next_period_);
    }
    arrange();
}

void EventCalendar::arrange() {
    if (heap_.size() < 2) return;
    for (std::size_t parent = (heap_.size() - 2) / 4 + 1; parent-- > 0;) {
        sink(Entry(heap_[parent]), parent);
    }
}

}  // namespace yhdyspinta::simulation
