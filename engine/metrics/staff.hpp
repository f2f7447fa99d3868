// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/metrics/audit.hpp"
#include "engine/metrics/frame.hpp"

namespace yhdyspinta::metrics {

/// How much of the time on duty was used, and what it cost, from the totals told at the end of the
/// run.
class Staff {
public:
    Staff(const event_log::Legend& legend, AuditReport& audit);

    void available(const event_log::Event& event);
    void busy(const event_log::Event& event);
    void server_available(const event_log::Event& event);
    void server_busy(const event_log::Event& event);

    /// Nobody was busy for longer than on duty.
    void check(double end);
    void add_responses(const Scale& scale, ResponseList& list) const;

private:
    struct Site {
        double available = 0.0;  ///< server time [s]
        double busy = 0.0;       ///< server time [s]
    };
    [[nodiscard]] Site& site(const event_log::Event& event);
    [[nodiscard]] Site& server(const event_log::Event& event);

    const event_log::Legend& legend_;
    AuditReport& audit_;
    std::vector<std::vector<Site>> sites_;    ///< by resource and site
    std::vector<std::vector<Site>> servers_;  ///< named ones, by resource, site and server
};

}  // namespace yhdyspinta::metrics
