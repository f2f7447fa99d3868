// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation but growth, no text, no virtual call.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "engine/base/fetch.hpp"

namespace yhdyspinta::simulation {

/// What is due, in the order in which simultaneous events happen: the number is the rank. Servers
/// are released before anybody seizes them, patience ends only for those whom nobody took at that
/// instant, and a limit is passed only when everything else of that instant is done. A batch
/// gathers those whom a release, an answer or the end of their patience brings to it at that
/// instant, not those who arrive or are recognised just then.
enum class Due : std::uint8_t {
    work,  ///< what a signal or a change of a variable set going
    measuring_starts,
    queues_fill,  ///< at time 0, with those who wait already
    capacity_changes,
    activity_ends,   ///< release
    off_duty,        ///< servers leave what they are at
    information,     ///< something travelled or was answered
    send,            ///< touches the kernel: executes when both clocks agree
    news,            ///< of what became of a matter; touches the kernel too
    opening,         ///< of a site somebody waits for
    slot_begins,     ///< of a diary
    priority_again,  ///< of one who waits
    patience_ends,
    stalled,  ///< a handover's time-out
    resolves,
    escalates,
    gathers,  ///< a batch goes on because its calendar opens or its first has waited long enough
    recognised,
    absence,  ///< a server is to be away
    arrival,
    onset,
    contact_again,
    monthly_check,
    indicator_look,
    move,  ///< of a household to another place
    limit_passes
};

/// What is due, ordered by date, rank, entity and order of scheduling. Cancelling is lazy: the
/// owner counts generations and ignores what comes from an old one.
///
/// What is near lies in a 4-ary heap. When that outgrows the caches, what comes later is kept
/// unsorted, period by period, and each period becomes the heap when its turn comes: needs that
/// arise in years are touched twice instead of at each step down a heap of all. What comes first
/// is then taken out of the heap some events ahead, so that the owner can ask for the memory that
/// it will need. The order is that of the keys, whatever lies where.
class EventCalendar {
public:
    struct Entry {
        double time;
        std::uint64_t order;
        std::uint32_t target;
        std::uint32_t generation;

        [[nodiscard]] Due due() const { return static_cast<Due>(order >> 56); }
        [[nodiscard]] std::uint32_t entity() const {
            return static_cast<std::uint32_t>(order >> 24);
        }
        [[nodiscard]] bool is_before(const Entry& other) const { return key() < other.key(); }

        // An alias of this type would be a warning of -Wpedantic.
        __extension__ typedef unsigned __int128 Key;  // NOLINT(modernize-use-using)
        /// Date and order in one number, for the bits of dates that are not negative have their
        /// order: compared without a jump, since which of two is first cannot be foretold.
        [[nodiscard]] Key key() const {
            return static_cast<Key>(std::bit_cast<std::uint64_t>(time)) << 64 | order;
        }
    };

    /// The first place among simultaneous events for this rank and entity.
    [[nodiscard]] static constexpr std::uint64_t order(Due due, std::uint32_t entity) {
        return static_cast<std::uint64_t>(due) << 56 | static_cast<std::uint64_t>(entity) << 24;
    }

    void schedule(double time, Due due, std::uint32_t entity, std::uint32_t target,
                  std::uint32_t generation) {
        // Nothing is due before the start; and 0.0 for -0.0, whose bits are not in order.
        const Entry entry{std::max(0.0, time), order(due, entity) | (++scheduled_ & 0xffffff),
                          target, generation};
        if (entry.time >= near_until_ && near_until_ != kForever) {
            put_later(entry);
            return;
        }
        if (soon_count_ > 0 && entry.is_before(soon(soon_count_ - 1))) {
            put_soon(entry);
            return;
        }
        put_near(entry);
        if (heap_.size() > most_near_ && near_until_ == kForever) split();
    }

    [[nodiscard]] bool is_empty() const { return size() == 0; }
    [[nodiscard]] std::size_t size() const {
        return soon_count_ + heap_.size() - (has_hole_ ? 1 : 0) + later_count_;
    }
    /// How many there is room for without asking for memory.
    [[nodiscard]] std::size_t room() const {
        return heap_.capacity() + rest_.capacity() + kInPiece * pieces_.capacity();
    }
    /// Of those that are left; there must be one.
    [[nodiscard]] const Entry& first() {
        if (soon_count_ > 0) return soon(0);
        if (has_hole_) close_hole();
        if (heap_.empty()) take_next_period();
        return heap_.front();
    }

    /// What is scheduled next mostly takes the place of what has just been removed, which saves a
    /// way down and a way up.
    void remove_first() {
        if (soon_count_ > 0) {
            ++soon_begin_;
            --soon_count_;
        } else {
            if (has_hole_) close_hole();
            has_hole_ = true;
        }
        has_come_soon_ = false;
        if (near_until_ != kForever && soon_count_ < kAhead) fill_soon();
    }

    /// How many events ahead are known, in their order, while there are many.
    static constexpr std::uint32_t kAhead = 16;
    /// What is due after so many others, < kAhead, unless something is scheduled before it; nullptr
    /// when that is not known.
    [[nodiscard]] const Entry* ahead(std::uint32_t others) const {
        return others < soon_count_ ? &soon(others) : nullptr;
    }
    /// What has come to be known by the last `remove_first`; nullptr when nothing has.
    [[nodiscard]] const Entry* come_soon() const {
        return has_come_soon_ ? &soon(soon_count_ - 1) : nullptr;
    }

    /// What the target of an entry is.
    enum class About : std::uint8_t { others, path, episode, need };
    [[nodiscard]] static About about(Due due) {
        switch (due) {
            case Due::activity_ends:
            case Due::off_duty:
            case Due::information:
            case Due::send:
            case Due::slot_begins:
            case Due::priority_again:
            case Due::patience_ends:
            case Due::stalled: return About::path;
            case Due::resolves:
            case Due::escalates:
            case Due::contact_again:
            case Due::recognised:
            case Due::limit_passes: return About::episode;
            case Due::onset: return About::need;
            default: return About::others;
        }
    }

private:
    static constexpr double kForever = std::numeric_limits<double>::infinity();
    static constexpr std::size_t kPeriods = 8192;
    static constexpr std::size_t kInPiece = 10;
    static constexpr std::uint32_t kNoPiece = std::numeric_limits<std::uint32_t>::max();

    /// Some of what is due in a period, in four cache lines. All periods share the pieces, so that
    /// the few that are in use stay in the caches.
    struct alignas(base::kCacheLine) Piece {
        std::array<Entry, kInPiece> entries;
        std::uint32_t next;
    };
    static_assert(sizeof(Piece) == 4 * base::kCacheLine);
    /// A chain of pieces, all of them full but the first.
    struct Period {
        std::uint32_t first = kNoPiece;
        std::uint32_t in_first = 0;
    };

    [[nodiscard]] Entry& soon(std::uint32_t which) {
        return soon_[(soon_begin_ + which) % soon_.size()];
    }
    [[nodiscard]] const Entry& soon(std::uint32_t which) const {
        return soon_[(soon_begin_ + which) % soon_.size()];
    }
    /// Takes out of the heap, and of the periods after it, until kAhead are known.
    void fill_soon();
    /// What is due before the last of those that are soon.
    void put_soon(const Entry& entry);
    void put_near(const Entry& entry) {
        if (has_hole_) {
            has_hole_ = false;
            sink(entry);
            return;
        }
        std::size_t hole = heap_.size();
        heap_.emplace_back();
        while (hole > 0) {
            const std::size_t parent = (hole - 1) / 4;
            if (!entry.is_before(heap_[parent])) break;
            heap_[hole] = heap_[parent];
            hole = parent;
        }
        heap_[hole] = entry;
    }
    /// What has come for a period and lies there after some others have come, when the memory that
    /// this takes has been fetched.
    struct Arrival {
        Entry entry{};
        std::uint32_t period = 0;
    };
    static constexpr std::uint32_t kArrivals = 8;

    [[nodiscard]] double start_of(std::size_t period) const;  ///< [s]
    [[nodiscard]] std::size_t period_of(double time) const;   ///< kPeriods: later than all
    /// What is later than the heap holds.
    void put_later(const Entry& entry);
    /// Where the next entry of a period will lie.
    [[nodiscard]] const void* place_in(const Period& period) const;
    /// Of those that have come, the first lies in its period from now on.
    void put_away_first();
    [[nodiscard]] std::uint32_t new_piece(std::uint32_t next);
    /// Moves what is due in it into the heap.
    void empty(Period& period);
    /// Leaves the next period in the heap, and cuts what is later than it into others.
    void split();
    void take_next_period();
    /// The heap holds what it should, in any order.
    void arrange();

    void close_hole() {
        has_hole_ = false;
        const Entry last = heap_.back();
        heap_.pop_back();
        if (!heap_.empty()) sink(last);
    }

    /// Puts an entry into a place, at first the top, from where it goes down as far as it must.
    void sink(const Entry& entry, std::size_t hole = 0) {
        const std::size_t size = heap_.size();
        for (;;) {
            const std::size_t first_child = 4 * hole + 1;
            if (first_child >= size) break;
            std::size_t best = first_child;
            Entry::Key key = heap_[first_child].key();
            const std::size_t end = first_child + 4 < size ? first_child + 4 : size;
            for (std::size_t child = first_child + 1; child < end; ++child) {
                const Entry::Key other = heap_[child].key();
                best = other < key ? child : best;
                key = other < key ? other : key;
            }
            if (entry.key() < key) break;
            heap_[hole] = heap_[best];
            hole = best;
        }
        heap_[hole] = entry;
    }

    /// The first that are due, in their order from `soon_begin_` on, round about; none unless
    /// there are periods.
    std::array<Entry, 2 * std::size_t{kAhead}> soon_{};
    std::uint32_t soon_begin_ = 0, soon_count_ = 0;
    bool has_come_soon_ = false;  ///< the last of them has come from the heap just now
    std::vector<Entry> heap_;     ///< what else is due before `near_until_`
    std::uint64_t scheduled_ = 0;
    bool has_hole_ = false;  ///< the top is removed, and nothing has taken its place yet

    std::size_t most_near_ = 1 << 14;  ///< that the caches hold: 400 KB
    double near_until_ = kForever;     ///< [s]
    std::vector<Period> periods_;      ///< each as long, from `first_period_` on
    std::vector<Piece> pieces_;
    std::array<Arrival, kArrivals> arrivals_{};
    std::uint32_t arrived_ = 0, put_away_ = 0;  ///< so many, over and over
    std::uint32_t free_piece_ = kNoPiece;       ///< and those that follow it
    std::vector<Entry> rest_;                   ///< later than all periods
    double first_period_ = 0.0, period_ = 0.0;  ///< [s]
    std::size_t next_period_ = 0;
    std::size_t later_count_ = 0;  ///< in periods and rest
};

}  // namespace yhdyspinta::simulation
