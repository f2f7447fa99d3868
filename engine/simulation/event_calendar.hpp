// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation but growth, no text, no virtual call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

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
    limit_passes
};

/// A 4-ary heap of what is due, ordered by date, rank, entity and order of scheduling. Cancelling
/// is lazy: the owner counts generations and ignores what comes from an old one.
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
        [[nodiscard]] bool is_before(const Entry& other) const {
            return time < other.time || (time == other.time && order < other.order);
        }
    };

    /// The first place among simultaneous events for this rank and entity.
    [[nodiscard]] static constexpr std::uint64_t order(Due due, std::uint32_t entity) {
        return static_cast<std::uint64_t>(due) << 56 | static_cast<std::uint64_t>(entity) << 24;
    }

    void schedule(double time, Due due, std::uint32_t entity, std::uint32_t target,
                  std::uint32_t generation) {
        const Entry entry{time, order(due, entity) | (++scheduled_ & 0xffffff), target, generation};
        std::size_t hole = heap_.size();
        heap_.push_back(entry);
        while (hole > 0) {
            const std::size_t parent = (hole - 1) / 4;
            if (!entry.is_before(heap_[parent])) break;
            heap_[hole] = heap_[parent];
            hole = parent;
        }
        heap_[hole] = entry;
    }

    [[nodiscard]] bool is_empty() const { return heap_.empty(); }
    [[nodiscard]] const Entry& first() const { return heap_.front(); }
    [[nodiscard]] std::size_t size() const { return heap_.size(); }

    void remove_first() {
        const Entry last = heap_.back();
        heap_.pop_back();
        const std::size_t size = heap_.size();
        if (size == 0) return;
        std::size_t hole = 0;
        for (;;) {
            const std::size_t first_child = 4 * hole + 1;
            if (first_child >= size) break;
            std::size_t best = first_child;
            const std::size_t end = first_child + 4 < size ? first_child + 4 : size;
            for (std::size_t child = first_child + 1; child < end; ++child) {
                if (heap_[child].is_before(heap_[best])) best = child;
            }
            if (!heap_[best].is_before(last)) break;
            heap_[hole] = heap_[best];
            hole = best;
        }
        heap_[hole] = last;
    }

private:
    std::vector<Entry> heap_;
    std::uint64_t scheduled_ = 0;
};

}  // namespace yhdyspinta::simulation
