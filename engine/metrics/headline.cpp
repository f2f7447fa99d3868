// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/headline.hpp"

namespace yhdyspinta::metrics {

std::vector<results::ComparedMeasure> headline_measures(const event_log::Legend& legend) {
    using results::Direction;
    std::vector<results::ComparedMeasure> measures;
    if (!legend.needs.empty()) {
        for (const char* name :
             {"waiting_time.effective_contact", "waiting_time.first_contact",
              "duplicate_work.share", "duplicate_work", "tellings_per_episode"}) {
            measures.push_back({name, "all", Direction::lower_is_better});
        }
        // More coordination may be the price or the cure: it has no good direction of its own.
        measures.push_back({"coordination_work", "all", Direction::neither});
        for (const char* name :
             {"service_gap.days", "service_gap.share_over_30d", "never_served"}) {
            measures.push_back({name, "all", Direction::lower_is_better});
        }
    } else {
        for (const auto& activity : legend.activities) {
            if (!activity.has_resources && !activity.is_wait && !activity.is_batch) continue;
            measures.push_back(
                {"waiting_time", "activity=" + activity.name, Direction::lower_is_better});
        }
        for (const auto& resource : legend.resources) {
            if (resource.is_caseload) continue;
            measures.push_back({"utilisation", "resource=" + resource.name, Direction::neither});
        }
        for (const auto& variable : legend.variables) {
            measures.push_back({"variable", "variable=" + variable.name, Direction::neither});
        }
        for (std::size_t c = 0; c < legend.classes.size() && c < legend.first_own_class; ++c) {
            measures.push_back(
                {"time_in_system", "class=" + legend.classes[c], Direction::lower_is_better});
        }
    }
    for (const auto& clock : legend.clocks) {
        measures.push_back(
            {"clock.breach_share", "clock=" + clock.name, Direction::lower_is_better});
    }
    return measures;
}

}  // namespace yhdyspinta::metrics
