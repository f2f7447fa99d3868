// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/demand.hpp"

#include <string>

namespace yhdyspinta::metrics {

Demand::Demand(const event_log::Legend& legend)
    : legend_(legend),
      needs_(legend.needs.size()),
      outcomes_(legend.outcomes.size()),
      contacts_(legend.services.size()) {}

void Demand::closed(std::uint32_t need, std::uint16_t outcome) {
    ++needs_[need].closed;
    if (outcome < outcomes_.size()) ++outcomes_[outcome];
}

void Demand::add_responses(const Scale& scale, ResponseList& list) const {
    const char* unit = "1/1000/year";
    const auto rate = [&](std::uint64_t count) {
        return scale.per_1000_years(static_cast<double>(count));
    };
    Need all;
    for (const Need& need : needs_) {
        all.arisen += need.arisen;
        all.recognised += need.recognised;
        all.closed += need.closed;
        all.repeated += need.repeated;
    }
    const auto add = [&](const Need& need, const std::string& where) {
        list.add("episodes.arisen", unit, where, rate(need.arisen));
        list.add("episodes.recognised", unit, where, rate(need.recognised));
        list.add("episodes.closed", unit, where, rate(need.closed));
        list.add("repeat_contacts", unit, where, rate(need.repeated));
    };
    add(all, "all");
    for (std::size_t n = 0; n < needs_.size(); ++n) {
        if (legend_.is_routine(static_cast<std::uint32_t>(n))) continue;
        add(needs_[n], "need=" + legend_.needs[n]);
    }
    for (std::size_t o = 0; o < outcomes_.size(); ++o) {
        list.add("episodes.outcome_share", "share", "outcome=" + legend_.outcomes[o],
                 ratio(static_cast<double>(outcomes_[o]), static_cast<double>(all.closed)));
    }
    for (std::size_t s = 0; s < contacts_.size(); ++s) {
        list.add("contacts", unit, "service=" + legend_.services[s].name, rate(contacts_[s]));
    }
}

}  // namespace yhdyspinta::metrics
