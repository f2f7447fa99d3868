// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/metrics/frame.hpp"

namespace yhdyspinta::metrics {

/// What it costs, per year of measured time.
///
/// `cost` of a resource is its time on duty at its price, used or not; of an activity the time its
/// servers spent on it at their price, and what each start costs beside; of an organisation its
/// resources and the starts of its services' activities. `all` is every resource and every start:
/// the idle time of servers is in it, so it is more than the sum over activities.
class Costs {
public:
    Costs(const event_log::Legend& legend, const Window& window);

    void started(const event_log::Event& event) {
        if (window_.is_open()) activities_[event.place].starts += 1.0;
    }
    /// Staff time of an activity that ended or was suspended.
    void spent(const event_log::Event& event) {
        if (window_.is_open()) activities_[event.place].staff_time += event.value;
    }
    void available(const event_log::Event& event) { resources_[event.place] += event.value; }

    void add_responses(const Scale& scale, ResponseList& list) const;

    bool is_any = false;  ///< something has a price

private:
    struct Activity {
        double starts = 0.0;
        double staff_time = 0.0;  ///< [s]
    };
    const event_log::Legend& legend_;
    const Window& window_;
    std::vector<Activity> activities_;
    std::vector<double> resources_;  ///< [s] server time on duty
};

}  // namespace yhdyspinta::metrics
