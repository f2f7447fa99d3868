// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/metrics/episode.hpp"
#include "engine/metrics/frame.hpp"

namespace yhdyspinta::metrics {

/// How long recognised, open episodes have nobody who owns them, over the measured period. An
/// episode has no owner from recognition until the first one is told.
class Ownership {
public:
    explicit Ownership(const Window& window) : window_(window) {}

    void start(Episode& episode, double time) const { episode.owner_since = time; }
    void changed(Episode& episode, std::uint16_t owner, double time);
    void finish(Episode& episode, double time) { changed(episode, episode.owner, time); }

    void add_responses(const Scale& scale, ResponseList& list) const;

private:
    const Window& window_;
    double without_owner_ = 0.0;  ///< [s]
    double with_owner_ = 0.0;     ///< [s]
};

}  // namespace yhdyspinta::metrics
