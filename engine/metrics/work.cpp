// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/work.hpp"

#include "engine/base/kinds.hpp"

namespace yhdyspinta::metrics {

Work::Work(const event_log::Legend& legend)
    : legend_(legend), by_service_(legend.services.size(), 0.0) {}

void Work::add(const event_log::Event& event) {
    const auto& activity = legend_.activities[event.place];
    total_ += event.value;
    by_kind_[static_cast<std::size_t>(activity.work)] += event.value;
    if (activity.service < by_service_.size()) by_service_[activity.service] += event.value;
}

void Work::add_responses(const Scale& scale, ResponseList& list) const {
    static constexpr std::array<const char*, kKinds> kNames{
        "direct", "documentation", "coordination", "triage", "failure", "substitute", "communal"};
    const char* unit = "h/1000/year";
    const auto rate = [&](double seconds) {
        return scale.per_1000_years(seconds / kSecondsPerHour);
    };
    list.add("staff_time", unit, "all", rate(total_));
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
        list.add("staff_time", unit, std::string("work=") + kNames[kind], rate(by_kind_[kind]));
    }
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
        list.add("staff_time.share", "share", std::string("work=") + kNames[kind],
                 ratio(by_kind_[kind], total_));
    }
    for (std::size_t service = 0; service < by_service_.size(); ++service) {
        list.add("staff_time", unit, "service=" + legend_.services[service].name,
                 rate(by_service_[service]));
    }
    list.add("coordination_work", unit, "all",
             rate(by_kind_[static_cast<std::size_t>(base::WorkKind::coordination)]));
    list.add("reused_work", unit, "all", rate(reused_));
    list.add("prevention.early_share", "share", "all", ratio(early_, of_episodes_));
    list.add("prevention.communal_share", "share", "all",
             ratio(by_kind_[static_cast<std::size_t>(base::WorkKind::communal)], total_));
}

}  // namespace yhdyspinta::metrics
