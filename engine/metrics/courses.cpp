// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/courses.hpp"

#include <cmath>
#include <numeric>
#include <string>

#include "engine/metrics/waiting.hpp"

namespace yhdyspinta::metrics {

Courses::Courses(const event_log::Legend& legend, const Window& window, const Groups& groups)
    : legend_(legend),
      window_(window),
      groups_(groups),
      escalations_(legend.needs.size(), 0.0),
      resolution_(groups.size(), statistics::SurvivalGrid(1.0, 90.0)) {}

void Courses::severity_changed(Episode& episode, double severity) {
    if (window_.is_open() && severity > episode.severity) escalations_[episode.need] += 1.0;
    episode.severity = severity;
}

void Courses::finish(const Episode& episode, double time, bool is_closed) {
    const double days = (time - episode.recognised) / kSecondsPerDay;
    groups_.for_each(episode, [&](std::size_t group) {
        if (episode.is_met) {
            resolution_[group].add_event(days);
        } else if (is_closed) {
            resolution_[group].add_competing(days);
        } else {
            resolution_[group].add_censored(days);
        }
    });
    add_wait(effective_wait_, episode, episode.effective_contact, time, is_closed);
    episodes_ += 1.0;
    hops_ += episode.hops;
    gap_ += episode.in_gap;
    if (std::isnan(episode.first_contact)) return;
    with_contact_ += 1.0;
    tellings_ += episode.tellings;
}

void Courses::add_responses(const Scale& scale, ResponseList& list) const {
    const double all = std::accumulate(escalations_.begin(), escalations_.end(), 0.0);
    list.add("escalations", "1/1000/year", "all", scale.per_1000_years(all));
    for (std::size_t n = 0; n < escalations_.size(); ++n) {
        list.add("escalations", "1/1000/year", "need=" + legend_.needs[n],
                 scale.per_1000_years(escalations_[n]));
    }
    for (std::size_t group = 0; group < resolution_.size(); ++group) {
        list.add("resolved_within_90d", "share", groups_.name(group),
                 resolution_[group].incidence(90.0));
    }
    list.add("smoothness", "d", "part=effective_wait", effective_wait_.restricted_mean());
    list.add("smoothness", "1", "part=hops", ratio(hops_, episodes_));
    list.add("smoothness", "1", "part=tellings", ratio(tellings_, with_contact_));
    list.add("smoothness", "d", "part=gap_days", ratio(gap_, episodes_) / kSecondsPerDay);
}

}  // namespace yhdyspinta::metrics
