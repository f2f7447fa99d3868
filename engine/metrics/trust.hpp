// SPDX-License-Identifier: Apache-2.0
// Hot path: `changed` costs an exponential and some additions in one dense array.
#pragma once

#include <vector>

#include "engine/event_log/event.hpp"
#include "engine/event_log/legend.hpp"
#include "engine/metrics/audit.hpp"
#include "engine/metrics/frame.hpp"

namespace yhdyspinta::metrics {

/// Trust between services, of the interfaces that keep it and where some step can come to ask
/// about it: the mean over the measured time of each, the mean of those means, and their spread
/// (standard deviation over the interfaces). Between two changes trust approaches its initial value
/// with the half-life that the legend states.
class Trust {
public:
    Trust(const event_log::Legend& legend, const Window& window, AuditReport& audit);

    void changed(const event_log::Event& event);
    /// The warm-up is over.
    void start_measuring(double time);

    void add_responses(ResponseList& list) const;

private:
    struct Kept {
        double value = 1.0;   ///< at `since`
        double since = 0.0;   ///< [s]
        double summed = 0.0;  ///< [s] time integral over the measured time up to `since`
    };
    /// Trust so long [s] after `since`.
    [[nodiscard]] double after(std::size_t which, double time) const;
    /// The integral [s] from `since` until then.
    [[nodiscard]] double integral(std::size_t which, double time) const;

    const event_log::Legend& legend_;
    const Window& window_;
    AuditReport& audit_;
    std::vector<Kept> kept_;          ///< as in the legend
    std::vector<std::size_t> place_;  ///< [services x services] in `kept_`, its size for none
};

}  // namespace yhdyspinta::metrics
