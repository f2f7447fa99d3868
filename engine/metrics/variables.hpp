// SPDX-License-Identifier: Apache-2.0
// Hot path: `set` costs some additions in one dense array.
#pragma once

#include <vector>

#include "engine/event_log/event.hpp"
#include "engine/event_log/legend.hpp"
#include "engine/metrics/frame.hpp"
#include "engine/statistics/time_average.hpp"

namespace yhdyspinta::metrics {

/// The mean over the measured time of each variable of the model; of one by level at each level and
/// over the levels.
class Variables {
public:
    Variables(const event_log::Legend& legend, const Window& window);

    void set(const event_log::Event& event) {
        statistics::TimeAverage& average =
            averages_[first_[event.place] + (event.other == event_log::kNone ? 0 : event.other)];
        average.add(event.time, event.value - average.value());
    }
    /// The warm-up is over.
    void start_measuring();

    void add_responses(ResponseList& list) const;

private:
    const event_log::Legend& legend_;
    const Window& window_;
    std::vector<statistics::TimeAverage> averages_;
    std::vector<std::size_t> first_;  ///< [variables] place in `averages_` of its only or first one
};

}  // namespace yhdyspinta::metrics
