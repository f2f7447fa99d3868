// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/event_log/event.hpp"
#include "engine/event_log/legend.hpp"
#include "engine/metrics/frame.hpp"

namespace yhdyspinta::metrics {

/// What became of the places of diaries whose slots began within the measured period:
/// `slots_used` is the share of all places in which a client was there, `no_shows` the share of the
/// booked places (not given back) in which nobody came.
class Diaries {
public:
    Diaries(const event_log::Legend& legend, const Window& window);

    void kept(const event_log::Event& event) { ++booked_site(event).kept; }
    void missed(const event_log::Event& event) { ++booked_site(event).missed; }
    void offered(const event_log::Event& event) {
        sites_[event.place][event.other].offered += event.value;
    }

    void add_responses(ResponseList& list) const;

private:
    struct Site {
        double offered = 0.0, kept = 0.0, missed = 0.0;  ///< places
    };
    /// Where the event counts; a place of no interest during the warm-up.
    [[nodiscard]] Site& booked_site(const event_log::Event& event) {
        if (!window_.is_open()) return unmeasured_;
        return sites_[legend_.activities[event.place].diary][event.other];
    }

    const event_log::Legend& legend_;
    const Window& window_;
    std::vector<std::vector<Site>> sites_;  ///< by diary and site
    Site unmeasured_;
};

}  // namespace yhdyspinta::metrics
