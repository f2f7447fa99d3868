// SPDX-License-Identifier: Apache-2.0
// Compiles clocks, indicators and what is measured beside the usual.
#include <algorithm>

#include "engine/simulation/compiler.hpp"

namespace yhdyspinta::simulation {

ClockTriggers& Compiler::triggers(const process::Trigger& trigger) {
    switch (trigger.kind) {
        case process::TriggerKind::recognised: return p_.on_recognised;
        case process::TriggerKind::closed: return p_.on_closed;
        case process::TriggerKind::received_by:
            return p_.on_received[index_of(s_.services, trigger.target.name, "service")];
        case process::TriggerKind::accepted_by:
            return p_.on_accepted[index_of(s_.services, trigger.target.name, "service")];
        case process::TriggerKind::contact_by:
            return p_.on_contact[index_of(s_.services, trigger.target.name, "service")];
        case process::TriggerKind::start_of:
            return p_.on_start[activity_of_.at(trigger.target.name)];
        case process::TriggerKind::end_of: return p_.on_end[activity_of_.at(trigger.target.name)];
    }
    throw base::InternalError("unknown trigger");
}

void Compiler::compile_clocks() {
    p_.on_start.resize(p_.activities.size());
    p_.on_end.resize(p_.activities.size());
    for (std::size_t i = 0; i < s_.clocks.size(); ++i) {
        const auto& text = s_.clocks[i].value;
        ClockInfo info;
        info.when = expression(text.when);
        info.limit = text.limit;
        std::string unit = "d";
        switch (text.unit) {
            case process::StatutoryClock::Unit::calendar_days:
                info.count = calendar::CalendarDays{};
                break;
            case process::StatutoryClock::Unit::days_of:
                info.count = calendar::OpenDays{};
                info.calendar = calendar_index(text.days_of);
                unit = text.days_of.name;
                break;
            case process::StatutoryClock::Unit::months:
                info.count = calendar::Months{};
                unit = "months";
                break;
        }
        if (text.starts.kind == process::TriggerKind::received_by) {
            info.received_by = index_of(s_.services, text.starts.target.name, "service");
        }
        p_.clocks.push_back(info);
        p_.legend.clocks.push_back({s_.clocks[i].name, static_cast<double>(text.limit), unit});
        triggers(text.starts).starts.push_back(static_cast<std::uint32_t>(i));
        triggers(text.stops).stops.push_back(static_cast<std::uint32_t>(i));
        p_.has_clocks = true;
    }
}

void Compiler::compile_indicators() {
    for (std::size_t i = 0; i < s_.indicators.size(); ++i) {
        const auto& text = s_.indicators[i].value;
        const auto index = static_cast<std::uint32_t>(i);
        IndicatorInfo info;
        info.when = expression(text.when);
        info.holds = expression(text.holds);
        info.among = expression(text.among);
        for (const auto& service : text.from) {
            info.from.push_back(index_of(s_.services, service.name, "service"));
        }
        p_.indicators.push_back(std::move(info));
        event_log::Legend::Indicator legend;
        legend.name = s_.indicators[i].name;
        legend.counts_members = text.counts_members;
        legend.is_state = !text.holds.is_empty();
        if (!text.relative_to.is_empty()) {
            legend.relative_to = index_of(s_.indicators, text.relative_to.name, "indicator");
        }
        p_.legend.indicators.push_back(std::move(legend));
        for (const auto& trigger : text.of) triggers(trigger).counts.push_back(index);
        for (const auto& trigger : text.unless) triggers(trigger).takes_out.push_back(index);
        p_.has_clocks = true;
    }
}

void Compiler::compile_measures() {
    const auto& measures = s_.measures;
    p_.legend.suppress_below = static_cast<std::uint32_t>(measures.suppress_below);
    if (measures.census_interval) {
        p_.legend.census_interval = measures.census_interval->in_seconds();
    }
    for (const auto& breakdown : measures.by) {
        const std::uint32_t index = attribute(breakdown.attribute.name);
        p_.legend.by.push_back({index, breakdown.bands});
        p_.told_when_recognised.push_back(index);
        p_.attributes[index].is_told_when_joining = true;
    }
    for (std::size_t a = 0; a < p_.attributes.size(); ++a) {
        p_.legend.attributes[a].grows_per_second = p_.attributes[a].grows_per_second;
        // Who is not born yet is told by a negative age.
        if (!measures.by.empty() && p_.attributes[a].grows_per_second > 0.0) {
            p_.attributes[a].is_told_when_joining = true;
        }
    }
}

void Compiler::note_those_who_wait(const Activity& activity) {
    if (activity.demands.empty()) return;
    p_.has_guests =
        p_.has_guests || std::any_of(activity.demands.begin() + 1, activity.demands.end(),
                                     [this](const Demand& demand) {
                                         return p_.resources[demand.resource].queue_limit != kNone;
                                     });
    if (activity.is_preemptive) {
        p_.resources[activity.demands.front().resource].has_preemptive = true;
    }
}

}  // namespace yhdyspinta::simulation
