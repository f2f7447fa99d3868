// SPDX-License-Identifier: Apache-2.0
// Figures of a scenario's own: what is counted, and among how many.
#include <algorithm>
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
    // Several indicators count among the same members: whether one is among them is asked once.
    struct Members {
        std::uint32_t among = kNone;
        std::uint32_t count = 0;
        bool has_this_one = false;
    };
    std::vector<Members> groups;
    std::vector<std::size_t> group_of(program_.indicators.size());
    std::vector<std::uint32_t> holding(program_.indicators.size(), kNone);
    std::vector<std::uint32_t> asked;  // indicators that ask for more than being among them
    for (std::uint32_t i = 0; i < program_.indicators.size(); ++i) {
        if (program_.legend.indicators[i].relative_to != kNone) continue;
        const IndicatorInfo& info = program_.indicators[i];
        const auto known = std::find_if(groups.begin(), groups.end(), [&](const Members& group) {
            return group.among == info.among;
        });
        group_of[i] = static_cast<std::size_t>(known - groups.begin());
        if (known == groups.end()) groups.push_back({info.among});
        if (info.holds == kNone) continue;
        holding[i] = 0;
        asked.push_back(i);
    }
    for (std::uint32_t entity = 0; entity < entities_.size(); ++entity) {
        if (!entities_[entity].is_member) continue;
        for (Members& group : groups) {
            group.has_this_one = holds(group.among, entity, kNone);
            group.count += group.has_this_one ? 1 : 0;
        }
        for (const std::uint32_t i : asked) {
            if (groups[group_of[i]].has_this_one &&
                holds(program_.indicators[i].holds, entity, kNone)) {
                ++holding[i];
            }
        }
    }
    for (std::uint32_t i = 0; i < program_.indicators.size(); ++i) {
        if (program_.legend.indicators[i].relative_to != kNone) continue;
        log_.append({now_, static_cast<double>(groups[group_of[i]].count), kNone, kNone, holding[i],
                     static_cast<std::uint16_t>(i), Kind::indicator_base, 0});
    }
}

}  // namespace yhdyspinta::simulation
