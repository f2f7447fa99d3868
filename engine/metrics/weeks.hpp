// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <vector>

#include "engine/event_log/event.hpp"
#include "engine/event_log/legend.hpp"
#include "engine/metrics/frame.hpp"
#include "engine/metrics/queueing.hpp"
#include "engine/results/series.hpp"

namespace yhdyspinta::metrics {

/// What staff and queues were like over the calendar, by week from Monday to Sunday; of the first
/// and the last week only what is measured:
/// - `utilisation` (`places_in_use` of caseloads) where resource=…: server time held, by server
///   time on duty; NaN when nobody was;
/// - `on_duty` [h], of caseloads `places` [h], where resource=…: server time on duty;
/// - `waiting` [1] where service=…, or activity=… when it belongs to none: how many wait for its
///   activities, in the mean over the week.
/// Kept only on request: the log must tell of weeks.
class Weeks {
public:
    Weeks(const event_log::Legend& legend, const Window& window, const Queueing& queueing,
          bool is_kept);

    [[nodiscard]] bool is_kept() const { return is_kept_; }
    /// [s] The queues are looked at when time passes this; never unless kept.
    [[nodiscard]] double next_look() const { return next_look_; }

    void start_measuring();
    /// Time has come to, or passed, the end of the week.
    void look(double now);
    void available(const event_log::Event& event) { told(event).available = event.value; }
    void busy(const event_log::Event& event) { told(event).busy = event.value; }
    void run_ended(double time);

    void add_series(std::vector<results::Series>& list) const;

private:
    struct StaffTime {
        double available = 0.0, busy = 0.0;  ///< [s]
    };
    struct Queues {
        std::string where;
        std::vector<std::size_t> activities;
        double before = 0.0;        ///< [s] waited by all before the week
        std::vector<float> length;  ///< by week, in the mean
    };
    void end_week(double time);
    [[nodiscard]] double waited(const Queues& queues, double until) const;
    [[nodiscard]] StaffTime& told(const event_log::Event& event);

    const event_log::Legend& legend_;
    const Window& window_;
    const Queueing& queueing_;
    const bool is_kept_;
    double next_look_ = std::numeric_limits<double>::infinity();
    double week_start_ = 0.0;                    ///< [s], of what is measured of it
    std::vector<std::vector<StaffTime>> staff_;  ///< by resource and week
    std::vector<Queues> queues_;
};

}  // namespace yhdyspinta::metrics
