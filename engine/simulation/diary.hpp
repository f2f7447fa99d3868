// SPDX-License-Identifier: Apache-2.0
// Hot path: finding, taking and giving back a place may not allocate once the window has its size.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "engine/calendar/work_calendar.hpp"
#include "engine/simulation/program.hpp"

namespace yhdyspinta::simulation {

/// When slots begin, one after the other from the beginning of the run: in each open period as many
/// as fit whole, counted from its beginning.
class SlotDates {
public:
    struct Slot {
        double start = 0.0;         ///< [s]; infinity: there are no more
        std::uint32_t ordinal = 0;  ///< 1 for the first of its day
    };

    SlotDates(const calendar::WorkCalendar& calendar, double every);
    [[nodiscard]] Slot next();

private:
    const calendar::WorkCalendar& calendar_;
    double every_;  ///< [s]
    double next_;   ///< [s] where the next slot could begin
    double closes_ = -std::numeric_limits<double>::infinity();  ///< [s]
    double day_ = -1.0;
    std::uint32_t ordinal_ = 0;
};

/// Which positions of a ring are free: one bit each, and one for each word of them, so that the
/// next free one is found however many are not.
class FreePositions {
public:
    /// `size` is a power of two, 64 at least; none is free.
    explicit FreePositions(std::uint32_t size)
        : words_(size / 64), summary_((size + 4095) / 4096) {}

    void set(std::uint32_t position, bool is_free) {
        const std::uint32_t word = position / 64;
        const std::uint64_t bit = std::uint64_t{1} << (position % 64);
        words_[word] = is_free ? words_[word] | bit : words_[word] & ~bit;
        const std::uint64_t mark = std::uint64_t{1} << (word % 64);
        summary_[word / 64] =
            words_[word] != 0 ? summary_[word / 64] | mark : summary_[word / 64] & ~mark;
    }
    /// The first free position at or after `from`, kNone when there is none.
    [[nodiscard]] std::uint32_t first_from(std::uint32_t from) const;

private:
    std::vector<std::uint64_t> words_, summary_;
};

/// The slots of a diary at all its sites, from now as far ahead as anybody has looked. Slots are
/// numbered from the beginning of the run; those that have begun are forgotten.
class Diary {
public:
    struct Place {
        std::uint64_t slot = 0;
        double start = 0.0;       ///< [s]
        std::uint32_t share = 0;  ///< 0: the open places; else 1 + the group they are set aside for
    };

    /// `info` and `calendar` must outlive the diary.
    Diary(const DiaryInfo& info, const calendar::WorkCalendar& calendar);

    /// The earliest free place at a site from `earliest` [s] on, within the horizon from `now` [s],
    /// for somebody of `group` (kNone: of none). Of places in the same slot: that of the group,
    /// then an open one, then one that was set aside for others and is released. `now` never
    /// decreases.
    [[nodiscard]] std::optional<Place> find(std::uint32_t site, double now, double earliest,
                                            std::uint32_t group);
    void take(std::uint32_t site, const Place& place);
    /// Only before the slot begins.
    void give_back(std::uint32_t site, const Place& place);

    /// Places of one site in slots that begin in [from, to] [s].
    [[nodiscard]] double places_between(double from, double to) const;

private:
    [[nodiscard]] std::uint32_t shares() const {
        return static_cast<std::uint32_t>(info_.groups.size()) + 1;
    }
    [[nodiscard]] std::uint32_t position(std::uint64_t slot) const {
        return static_cast<std::uint32_t>(slot) & (size_ - 1);
    }
    /// How many places a share has in the `ordinal`th slot of a day.
    [[nodiscard]] std::uint32_t places(std::uint32_t ordinal, std::uint32_t share) const;
    [[nodiscard]] std::uint16_t& free(std::uint32_t site, std::uint32_t share, std::uint64_t slot) {
        return free_[(std::size_t{site} * shares() + share) * size_ + position(slot)];
    }
    void change(std::uint32_t site, const Place& place, int by);
    /// The first slot with a free place of the share at or after `from`, `end_` when none is known.
    [[nodiscard]] std::uint64_t first_free(std::uint32_t site, std::uint32_t share,
                                           std::uint64_t from) const;
    void forget_before(double now);
    bool extend();
    void grow();

    const DiaryInfo& info_;
    const calendar::WorkCalendar& calendar_;
    SlotDates dates_;
    std::uint32_t size_ = 64;               ///< of the rings, a power of two
    std::uint64_t begin_ = 0, end_ = 0;     ///< slots known
    bool is_complete_ = false;              ///< no slot comes after those known
    std::vector<double> starts_;            ///< [ring] [s]
    std::vector<std::uint16_t> free_;       ///< [sites x shares x ring] free places
    std::vector<FreePositions> positions_;  ///< [sites x shares] slots with a free place
};

}  // namespace yhdyspinta::simulation
