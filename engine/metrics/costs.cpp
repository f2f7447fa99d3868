// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/costs.hpp"

#include <algorithm>

namespace yhdyspinta::metrics {

Costs::Costs(const event_log::Legend& legend, const Window& window)
    : legend_(legend),
      window_(window),
      activities_(legend.activities.size()),
      resources_(legend.resources.size(), 0.0) {
    is_any = std::any_of(legend.activities.begin(), legend.activities.end(),
                         [](const auto& activity) { return activity.cost > 0.0; }) ||
             std::any_of(legend.resources.begin(), legend.resources.end(),
                         [](const auto& resource) { return resource.cost_per_hour > 0.0; });
}

void Costs::add_responses(const Scale& scale, ResponseList& list) const {
    if (!is_any) return;
    const char* unit = "EUR/year";
    double all = 0.0;
    std::vector<double> organisations(legend_.organisations.size(), 0.0);
    for (std::size_t r = 0; r < resources_.size(); ++r) {
        const auto& resource = legend_.resources[r];
        if (!(resource.cost_per_hour > 0.0)) continue;
        const double cost = resources_[r] / kSecondsPerHour * resource.cost_per_hour;
        list.add("cost", unit, "resource=" + resource.name, scale.per_year(cost));
        all += cost;
        if (resource.organisation < organisations.size()) {
            organisations[resource.organisation] += cost;
        }
    }
    for (std::size_t a = 0; a < activities_.size(); ++a) {
        const auto& activity = legend_.activities[a];
        if (activity.is_absence || !(activity.cost + activity.cost_per_hour > 0.0)) continue;
        const double starts = activities_[a].starts * activity.cost;
        const double staff = activities_[a].staff_time / kSecondsPerHour * activity.cost_per_hour;
        list.add("cost", unit, "activity=" + activity.name, scale.per_year(starts + staff));
        all += starts;
        if (activity.service >= legend_.services.size()) continue;
        const auto organisation = legend_.services[activity.service].organisation;
        if (organisation < organisations.size()) organisations[organisation] += starts;
    }
    for (std::size_t o = 0; o < organisations.size(); ++o) {
        list.add("cost", unit, "organisation=" + legend_.organisations[o],
                 scale.per_year(organisations[o]));
    }
    list.add("cost", unit, "all", scale.per_year(all));
}

}  // namespace yhdyspinta::metrics
