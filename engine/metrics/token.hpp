// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "engine/event_log/event.hpp"

namespace yhdyspinta::metrics {

/// Where an entity without an episode, or a path of an episode, is: at one activity at most.
struct Token {
    enum class State : std::uint8_t { idle, queued, served };

    double since = 0.0;  ///< [s] when the state began; may be before the run for who is queued
    std::uint32_t activity = event_log::kNone;
    State state = State::idle;
    bool is_measured = false;   ///< the state began within the measured period
    bool is_suspended = false;  ///< waits for servers again, having started
};

}  // namespace yhdyspinta::metrics
