// SPDX-License-Identifier: Apache-2.0
// Figures of a scenario's own: what is counted, and among how many.
#include <algorithm>
#include <map>
#include <vector>

#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

namespace {

constexpr double kHalfYear = 0.5 * 365.25 * 86400.0;

}  // namespace

/// Tells the indicators that count what has happened. `from`: the service that handed it over,
/// kNone when none did.
void FlowModel::count(const ClockTriggers& triggers, std::uint32_t slot, std::uint32_t from) {
    const Episode& episode = episodes_[slot];
    for (const std::uint32_t which : triggers.counts) {
        const IndicatorInfo& info = program_.indicators[which];
        if (!info.from.empty() &&
            std::find(info.from.begin(), info.from.end(), from) == info.from.end()) {
            continue;
        }
        if (holds(info.when, episode.entity, slot)) {
            tell(Kind::indicator_counted, episode, which, 0);
        }
    }
    for (const std::uint32_t which : triggers.takes_out) {
        tell(Kind::indicator_counted, episode, which, 1);
    }
}

void FlowModel::schedule_indicator_look() {
    // A quarter and three quarters into each year of the measured period.
    const double next = program_.warm_up + (0.5 + indicator_looks_++) * kHalfYear;
    if (next <= program_.length) calendar_.schedule(next, Due::indicator_look, 0, 0, 0);
}

void FlowModel::on_indicator_look() {
    schedule_indicator_look();
    // Several indicators count among the same members.
    std::map<std::uint32_t, std::vector<std::uint32_t>> members_by_condition;
    for (std::uint32_t i = 0; i < program_.indicators.size(); ++i) {
        const IndicatorInfo& info = program_.indicators[i];
        if (program_.legend.indicators[i].relative_to != kNone) continue;
        const auto [known, is_new] = members_by_condition.try_emplace(info.among);
        std::vector<std::uint32_t>& members = known->second;
        for (std::uint32_t entity = 0; is_new && entity < entities_.size(); ++entity) {
            if (entities_[entity].is_member && holds(info.among, entity, kNone)) {
                members.push_back(entity);
            }
        }
        std::uint32_t holding = kNone;
        if (info.holds != kNone) {
            holding = static_cast<std::uint32_t>(std::count_if(
                members.begin(), members.end(),
                [&](std::uint32_t entity) { return holds(info.holds, entity, kNone); }));
        }
        log_.append({now_, static_cast<double>(members.size()), kNone, kNone, holding,
                     static_cast<std::uint16_t>(i), Kind::indicator_base, 0});
    }
}

}  // namespace yhdyspinta::simulation
