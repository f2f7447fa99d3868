// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/headline.hpp"

namespace yhdyspinta::metrics {

namespace {

using results::Direction;

std::vector<results::ComparedMeasure> of_needs() {
    std::vector<results::ComparedMeasure> measures;
    for (const char* name : {"waiting_time.effective_contact", "waiting_time.first_contact",
                             "duplicate_work.share", "duplicate_work", "tellings_per_episode"}) {
        measures.push_back({name, "all", Direction::lower_is_better});
    }
    // More coordination may be the price or the cure: it has no good direction of its own.
    measures.push_back({"coordination_work", "all", Direction::neither});
    for (const char* name : {"service_gap.days", "service_gap.share_over_30d", "never_served"}) {
        measures.push_back({name, "all", Direction::lower_is_better});
    }
    return measures;
}

/// `key=value`: of one thing, not of a pair.
bool is_of(const std::string& where, const char* key) {
    return where.rfind(std::string(key) + "=", 0) == 0 && where.find(',') == std::string::npos;
}

}  // namespace

std::vector<results::ComparedMeasure> headline_measures(const event_log::Legend& legend) {
    std::vector<results::ComparedMeasure> measures;
    if (!legend.needs.empty()) {
        measures = of_needs();
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

std::vector<results::ComparedMeasure> headline_measures(
    const std::vector<results::Response>& kept) {
    struct Rule {
        const char* name;
        const char* key;
        Direction direction;
    };
    static constexpr Rule kOfProcesses[] = {
        {"waiting_time", "activity", Direction::lower_is_better},
        {"utilisation", "resource", Direction::neither},
        {"variable", "variable", Direction::neither},
        {"time_in_system", "class", Direction::lower_is_better},
    };
    std::vector<results::ComparedMeasure> measures;
    for (const auto& measure : of_needs()) {
        for (const auto& response : kept) {
            if (response.name == measure.name && response.where == measure.where) {
                measures.push_back(measure);
            }
        }
    }
    const auto add = [&](const Rule& rule) {
        for (const auto& response : kept) {
            if (response.name == rule.name && is_of(response.where, rule.key)) {
                measures.push_back({response.name, response.where, rule.direction});
            }
        }
    };
    if (measures.empty()) {
        for (const Rule& rule : kOfProcesses) add(rule);
    }
    add({"clock.breach_share", "clock", Direction::lower_is_better});
    return measures;
}

}  // namespace yhdyspinta::metrics
