// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/routine.hpp"

#include <algorithm>
#include <cmath>

namespace yhdyspinta::metrics {

Routine::Routine(const event_log::Legend& legend, const Window& window,
                 const MeasureOptions& options)
    : legend_(legend), window_(window) {
    const auto& routine = legend.routine_needs;
    if (std::find(routine.begin(), routine.end(), true) == routine.end()) return;
    needs_.assign(legend.needs.size(),
                  Need(options.waiting_grid.in_days(), options.waiting_horizon.in_days()));
}

void Routine::arose(const Episode& episode) {
    if (window_.is_open()) needs_[episode.need].arisen += 1.0;
}

void Routine::finish(const Episode& episode, double time, bool is_closed, bool is_met) {
    if (!window_.is_open() || episode.recognised < window_.start()) return;
    Need& need = needs_[episode.need];
    const bool is_served = !std::isnan(episode.effective_contact);
    const double days =
        ((is_served ? episode.effective_contact : time) - episode.recognised) / kSecondsPerDay;
    if (is_served) {
        need.waits.add_event(days);
    } else if (is_closed) {
        need.waits.add_competing(days);
    } else {
        need.waits.add_censored(days);
    }
    need.closed += is_closed;
    need.met += is_closed && is_met;
}

void Routine::add_responses(const Scale& scale, ResponseList& list) const {
    for (std::size_t n = 0; n < needs_.size(); ++n) {
        if (!legend_.is_routine(static_cast<std::uint32_t>(n))) continue;
        const Need& need = needs_[n];
        const std::string where = "need=" + legend_.needs[n];
        list.add("routine.arisen", "1/1000/year", where, scale.per_1000_years(need.arisen));
        list.add("routine.met_share", "share", where, ratio(need.met, need.closed));
        list.add("routine.waiting_time", "d", where, need.waits.restricted_mean());
    }
}

}  // namespace yhdyspinta::metrics
