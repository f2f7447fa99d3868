// SPDX-License-Identifier: Apache-2.0
// Hot path: `append` may not allocate, format or look up text.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/event_log/event.hpp"

namespace yhdyspinta::event_log {

/// Reads events in the order in which they happened.
class EventReader {
public:
    virtual ~EventReader() = default;
    virtual void read(std::span<const Event> events) = 0;
};

/// The ordered record of one replication, passed on block by block to its readers and not kept.
class EventLog {
public:
    /// `reader` must outlive the log.
    void add_reader(EventReader& reader) { readers_.push_back(&reader); }

    void append(const Event& event) {
        // Field by field: a copy as a whole would read at once what has just been written in parts,
        // and wait for it.
        Event& place = block_[used_++];
        place.time = event.time;
        place.value = event.value;
        place.entity = event.entity;
        place.episode = event.episode;
        place.other = event.other;
        place.place = event.place;
        place.kind = event.kind;
        place.path = event.path;
        if (used_ == block_.size()) pass_on();
    }

    /// Gives what is still in the block to the readers; call at the end of the run.
    void pass_on() {
        for (EventReader* reader : readers_) reader->read({block_.data(), used_});
        used_ = 0;
    }

private:
    std::vector<EventReader*> readers_;
    std::array<Event, 1024> block_;
    std::size_t used_ = 0;
};

}  // namespace yhdyspinta::event_log
