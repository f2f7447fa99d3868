// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/waiting.hpp"

#include <cmath>

namespace yhdyspinta::metrics {

void add_wait(statistics::SurvivalGrid& grid, const Episode& episode, double contact, double time,
              bool is_closed) {
    const double until = std::isnan(contact) ? time : contact;
    const double days = (until - episode.recognised) / kSecondsPerDay;
    if (!std::isnan(contact)) {
        grid.add_event(days);
    } else if (is_closed) {
        grid.add_competing(days);
    } else {
        grid.add_censored(days);
    }
}

namespace {

void add_curve(ResponseList& list, const std::string& name, const std::string& where,
               const statistics::SurvivalGrid& grid) {
    list.add(name, "d", where, grid.restricted_mean());
    list.add(name + ".median", "d", where, grid.quantile(0.5));
    list.add(name + ".p75", "d", where, grid.quantile(0.75));
    list.add(name + ".p90", "d", where, grid.quantile(0.9));
    list.add(name + ".share_over_90d", "share", where, grid.survival(90.0));
    list.add(name + ".served_within_30d", "share", where, grid.incidence(30.0));
    list.add(name + ".served_within_90d", "share", where, grid.incidence(90.0));
}

}  // namespace

Waiting::Waiting(const Groups& groups, const MeasureOptions& options)
    : groups_(groups),
      by_group_(groups.size(),
                Group(options.waiting_grid.in_days(), options.waiting_horizon.in_days())) {}

void Waiting::recognised(const Episode& episode) {
    groups_.for_each(episode, [&](std::size_t group) {
        by_group_[group].hidden.add((episode.recognised - episode.arose) / kSecondsPerDay);
    });
}

void Waiting::finish(const Episode& episode, double time, bool is_closed) {
    const bool is_served = !std::isnan(episode.effective_contact);
    groups_.for_each(episode, [&](std::size_t index) {
        Group& group = by_group_[index];
        add_wait(group.first, episode, episode.first_contact, time, is_closed);
        add_wait(group.effective, episode, episode.effective_contact, time, is_closed);
        group.episodes += 1.0;
        if (is_closed) {
            group.closed += 1.0;
            group.closed_unserved += !is_served;
            group.closed_without_contact += std::isnan(episode.first_contact);
        } else {
            group.still_waiting += !is_served;
        }
    });
}

void Waiting::add_responses(ResponseList& list) const {
    for (std::size_t g = 0; g < by_group_.size(); ++g) {
        const Group& group = by_group_[g];
        const std::string& where = groups_.name(g);
        add_curve(list, "waiting_time.effective_contact", where, group.effective);
        add_curve(list, "waiting_time.first_contact", where, group.first);
        list.add("waiting_time.hidden", "d", where, group.hidden.mean());
        list.add("never_served", "share", where, ratio(group.closed_unserved, group.closed));
        list.add("never_contacted", "share", where,
                 ratio(group.closed_without_contact, group.closed));
        list.add("still_waiting", "share", where, ratio(group.still_waiting, group.episodes));
    }
}

void Waiting::add_distributions(std::vector<results::Distribution>& list) const {
    for (std::size_t g = 0; g < by_group_.size(); ++g) {
        const Group& group = by_group_[g];
        const std::string& where = groups_.name(g);
        list.push_back(distribution("waiting_time.effective_contact", "d", where, group.effective));
        list.push_back(distribution("waiting_time.first_contact", "d", where, group.first));
    }
}

}  // namespace yhdyspinta::metrics
