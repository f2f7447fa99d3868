// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/event_log/event.hpp"
#include "engine/event_log/legend.hpp"
#include "engine/metrics/frame.hpp"
#include "engine/statistics/time_average.hpp"

namespace yhdyspinta::metrics {

/// For how long posts of resources whose servers leave were empty.
class Vacancies {
public:
    Vacancies(const event_log::Legend& legend, const Window& window)
        : legend_(legend), window_(window), empty_(legend.resources.size()) {}

    void left(const event_log::Event& event) { empty_[event.place].add(event.time, 1.0); }
    void filled(const event_log::Event& event) { empty_[event.place].add(event.time, -1.0); }
    /// The warm-up is over.
    void start_measuring();

    void add_responses(const Scale& scale, ResponseList& list) const;

private:
    const event_log::Legend& legend_;
    const Window& window_;
    std::vector<statistics::TimeAverage> empty_;  ///< [resources] posts
};

}  // namespace yhdyspinta::metrics
