// SPDX-License-Identifier: Apache-2.0
// Hot path: finding, taking and giving back a place may not allocate once the window has its size.
#include "engine/simulation/diary.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace yhdyspinta::simulation {

using base::Instant;

namespace {

constexpr double kDay = 86400.0;
/// An open period may have begun before the run, and its slots count from there [s].
constexpr double kBefore = 7.0 * kDay;

}  // namespace

SlotDates::SlotDates(const calendar::WorkCalendar& calendar, double every)
    : calendar_(calendar), every_(every), next_(calendar.is_always_open() ? 0.0 : -kBefore) {}

SlotDates::Slot SlotDates::next() {
    for (;;) {
        if (next_ + every_ > closes_) {
            const Instant opens =
                calendar_.next_open(Instant::at_seconds(std::max(next_, closes_)));
            if (opens == Instant::never()) return {opens.in_seconds(), 0};
            next_ = opens.in_seconds();
            closes_ = calendar_.closes_at(opens).in_seconds();
            if (next_ + every_ > closes_) {
                next_ = closes_;
                continue;
            }
        }
        const double start = next_;
        next_ += every_;
        const double day = std::floor(start / kDay);
        ordinal_ = day == day_ ? ordinal_ + 1 : 1;
        day_ = day;
        if (start >= 0.0) return {start, ordinal_};
    }
}

std::uint32_t FreePositions::first_from(std::uint32_t from) const {
    std::uint32_t word = from / 64;
    if (word >= words_.size()) return kNone;
    if (const std::uint64_t bits = words_[word] & (~std::uint64_t{0} << (from % 64)); bits != 0) {
        return word * 64 + static_cast<std::uint32_t>(std::countr_zero(bits));
    }
    ++word;
    std::uint64_t mask = ~std::uint64_t{0} << (word % 64);
    for (std::uint32_t s = word / 64; s < summary_.size(); ++s, mask = ~std::uint64_t{0}) {
        if (const std::uint64_t marks = summary_[s] & mask; marks != 0) {
            word = s * 64 + static_cast<std::uint32_t>(std::countr_zero(marks));
            return word * 64 + static_cast<std::uint32_t>(std::countr_zero(words_[word]));
        }
    }
    return kNone;
}

Diary::Diary(const DiaryInfo& info, const calendar::WorkCalendar& calendar)
    : info_(info),
      calendar_(calendar),
      dates_(calendar, info.every),
      starts_(size_),
      free_(std::size_t{info.sites} * shares() * size_),
      positions_(std::size_t{info.sites} * shares(), FreePositions(size_)) {}

std::uint32_t Diary::places(std::uint32_t ordinal, std::uint32_t share) const {
    if (share > 0) {
        const SetAsideInfo& group = info_.groups[share - 1];
        return ordinal % group.of_every == 0 ? group.places : 0;
    }
    std::uint32_t open = info_.places;
    for (std::uint32_t other = 1; other < shares(); ++other) open -= places(ordinal, other);
    return open;
}

std::uint64_t Diary::first_free(std::uint32_t site, std::uint32_t share, std::uint64_t from) const {
    if (from >= end_) return end_;
    const FreePositions& positions = positions_[std::size_t{site} * shares() + share];
    const std::uint32_t at = position(from);
    std::uint32_t found = positions.first_from(at);
    if (found == kNone) found = positions.first_from(0);  // round the ring
    if (found == kNone) return end_;
    return std::min(end_, from + ((found - at) & (size_ - 1)));
}

std::optional<Diary::Place> Diary::find(std::uint32_t site, double now, double earliest,
                                        std::uint32_t group) {
    forget_before(now);
    while (!is_complete_ && (begin_ == end_ || starts_[position(end_ - 1)] < earliest)) {
        is_complete_ = !extend();
    }
    // The first slot that is not too early.
    std::uint64_t from = begin_, to = end_;
    while (from < to) {
        const std::uint64_t middle = from + (to - from) / 2;
        if (starts_[position(middle)] < earliest) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    const double last = now + info_.horizon;
    for (;;) {
        std::uint64_t best = end_;
        std::uint32_t best_share = 0;
        const auto consider = [&](std::uint32_t share, double released_before) {
            const std::uint64_t slot = first_free(site, share, from);
            if (slot >= best || starts_[position(slot)] - now > released_before) return;
            best = slot;
            best_share = share;
        };
        const double infinity = std::numeric_limits<double>::infinity();
        if (group != kNone) consider(group + 1, infinity);
        consider(0, infinity);
        for (std::uint32_t g = 0; g < info_.groups.size(); ++g) {
            if (g != group) consider(g + 1, info_.groups[g].released_before);
        }
        if (best < end_) {
            const double start = starts_[position(best)];
            if (start > last) return std::nullopt;
            return Place{best, start, best_share};
        }
        if (is_complete_ || (from < end_ && starts_[position(end_ - 1)] > last)) {
            return std::nullopt;
        }
        from = end_;
        is_complete_ = !extend();
        if (is_complete_ || starts_[position(from)] > last) return std::nullopt;
    }
}

void Diary::change(std::uint32_t site, const Place& place, int by) {
    std::uint16_t& places = free(site, place.share, place.slot);
    places = static_cast<std::uint16_t>(places + by);
    positions_[std::size_t{site} * shares() + place.share].set(position(place.slot), places > 0);
}

void Diary::take(std::uint32_t site, const Place& place) { change(site, place, -1); }

void Diary::give_back(std::uint32_t site, const Place& place) { change(site, place, 1); }

void Diary::forget_before(double now) {
    for (; begin_ < end_ && starts_[position(begin_)] < now; ++begin_) {
        for (FreePositions& positions : positions_) positions.set(position(begin_), false);
    }
}

/// Adds one slot; false when there are no more.
bool Diary::extend() {
    const SlotDates::Slot slot = dates_.next();
    if (slot.start == std::numeric_limits<double>::infinity()) return false;
    if (end_ - begin_ == size_) grow();
    const std::uint64_t index = end_++;
    starts_[position(index)] = slot.start;
    for (std::uint32_t share = 0; share < shares(); ++share) {
        const std::uint32_t count = places(slot.ordinal, share);
        for (std::uint32_t site = 0; site < info_.sites; ++site) {
            free(site, share, index) = static_cast<std::uint16_t>(count);
            positions_[std::size_t{site} * shares() + share].set(position(index), count > 0);
        }
    }
    return true;
}

void Diary::grow() {
    const std::uint32_t old_size = size_;
    const std::vector<double> starts = std::move(starts_);
    const std::vector<std::uint16_t> free_places = std::move(free_);
    size_ *= 2;
    starts_.assign(size_, 0.0);
    free_.assign(positions_.size() * size_, 0);
    positions_.assign(positions_.size(), FreePositions(size_));
    for (std::uint64_t slot = begin_; slot < end_; ++slot) {
        const auto old = static_cast<std::uint32_t>(slot) & (old_size - 1);
        starts_[position(slot)] = starts[old];
        for (std::size_t s = 0; s < positions_.size(); ++s) {
            const std::uint16_t count = free_places[s * old_size + old];
            free_[s * size_ + position(slot)] = count;
            positions_[s].set(position(slot), count > 0);
        }
    }
}

double Diary::places_between(double from, double to) const {
    SlotDates dates(calendar_, info_.every);
    double slots = 0.0;
    for (double start = dates.next().start; start <= to; start = dates.next().start) {
        if (start >= from) slots += 1.0;
    }
    return slots * info_.places;
}

}  // namespace yhdyspinta::simulation
