// SPDX-License-Identifier: Apache-2.0
// Compiles where entities and episodes come from: sources and needs.
#include <algorithm>

#include "engine/simulation/compiler.hpp"

namespace yhdyspinta::simulation {

void Compiler::compile_sources() {
    compile_profiles();
    for (const auto& item : s_.sources) {
        const auto& text = item.value;
        SourceInfo info;
        info.name = item.name;
        info.entity_class = class_index(text.entity_class);
        compile_arrivals(text, info);
        if (text.first_at) info.first_at = text.first_at->in_seconds();
        if (text.count) info.count = static_cast<std::uint64_t>(*text.count);
        if (text.batch) info.batch = text.batch->law;
        info.set = drawn(text.set, item.name);
        info.first_step = process_start(text.process);
        info.key = random::purpose("source/" + item.name);
        if (text.already_waiting) {
            const std::string prefix = fmt::format("source/{}/already_waiting", item.name);
            info.already_waiting = static_cast<std::uint64_t>(text.already_waiting->count);
            info.waited = draw(text.already_waiting->waited, prefix + "/waited");
            info.waiting_key = random::purpose(prefix);
        }
        p_.sources.push_back(std::move(info));
    }
}

void Compiler::compile_arrivals(const process::Source& text, SourceInfo& info) const {
    if (text.interarrival) {
        info.interarrival = text.interarrival->law;
    } else if (text.rate && *text.rate > 0.0) {
        double rate = *text.rate;
        if (!text.profile.is_empty()) {
            info.kind = SourceKind::thinned;
            info.profile = index_of(s_.profiles, text.profile.name, "profile");
            rate *= p_.profiles[info.profile].highest();
        }
        info.interarrival = random::Law::exponential(1.0 / rate);
    } else {
        info.kind = SourceKind::listed;
        for (const base::Duration time : text.at) info.times.push_back(time.in_seconds());
        if (text.on) list_days(*text.on, text.time.value_or(base::Duration()), info.times);
        if (text.recorded) compile_recorded(*text.recorded, info);
        if (!text.recorded) std::sort(info.times.begin(), info.times.end());
    }
}

void Compiler::compile_recorded(const process::Recorded& text, SourceInfo& info) const {
    std::vector<std::pair<double, std::size_t>> order;  // time, row; equal times: as written
    for (std::size_t row = 0; row < text.rows.size(); ++row) {
        const double time = text.since_start(row, p_.clock.start()).in_seconds();
        if (time <= p_.length) order.emplace_back(time, row);
    }
    std::sort(order.begin(), order.end());
    for (const auto& [name, column] : text.attributes_from) {
        info.recorded.push_back(attribute(name));
    }
    for (const auto& [time, row] : order) {
        info.times.push_back(time);
        for (std::size_t i = 0; i < info.recorded.size(); ++i) {
            const auto column =
                static_cast<std::size_t>(std::find(text.columns.begin(), text.columns.end(),
                                                   text.attributes_from[i].second) -
                                         text.columns.begin());
            info.recorded_values.push_back(
                value_of_cell(info.recorded[i], text.rows[row].at(column)));
        }
    }
}

void Compiler::compile_needs() {
    for (const auto& item : s_.needs) {
        const auto& text = item.value;
        const std::string prefix = "need/" + item.name;
        NeedInfo info;
        info.entity_class = class_index(text.entity_class);
        for (const auto& onset : text.onset) {
            const double at_most = onset.at_most.value_or(1.0);
            info.onset.push_back(
                {expression(onset.when), onset.rate, expression(onset.times), at_most});
            info.highest_rate = std::max(info.highest_rate, onset.rate * at_most);
        }
        compile_values(text, info);
        info.probability = chance(text.probability, 1.0);
        info.severity = draw(text.severity, prefix + "/severity");
        info.resolves = draw(text.resolves, prefix + "/resolves");
        info.escalates = draw(text.escalates, prefix + "/escalates");
        info.repeat_contact = draw(text.repeat_contact, prefix + "/repeat_contact");
        info.max_severity = text.max_severity;
        info.escalation_step = process_start(text.escalation_process);
        info.repeat_step = process_start(text.repeat_process);
        info.key = random::purpose(prefix);
        for (const auto& recogniser : text.recognised) {
            RecogniserInfo by;
            by.service = index_or_none(s_.services, recogniser.value.service, "service");
            by.when = expression(recogniser.value.when);
            if (recogniser.value.after) {
                by.after = draw(*recogniser.value.after, prefix + "/recognised/" + recogniser.name);
            } else {
                by.at_contact = chance(recogniser.value.at_contact, 0.0);
                by.contact_place = info.contact_recognisers++;
                p_.services[by.service].notices.emplace_back(
                    static_cast<std::uint32_t>(p_.needs.size()),
                    static_cast<std::uint32_t>(info.recognisers.size()));
            }
            by.times = expression(recogniser.value.times);
            by.days = days_of(recogniser.value.calendar);
            by.first_step = process_start(recogniser.value.process);
            by.legend = static_cast<std::uint32_t>(p_.legend.recognisers.size());
            by.key = random::purpose(prefix + "/path/" + recogniser.name);
            p_.legend.recognisers.push_back(fmt::format("{}.{}", item.name, recogniser.name));
            info.recognisers.push_back(std::move(by));
        }
        if (info.repeat_step != kNone) mark_repeat_handling(info.repeat_step);
        p_.contact_recognisers = std::max(p_.contact_recognisers, info.contact_recognisers);
        p_.needs.push_back(std::move(info));
        p_.legend.needs.push_back(item.name);
        p_.legend.routine_needs.push_back(text.is_routine);
    }
    for (std::uint32_t by = 0; by < p_.needs.size(); ++by) {
        compile_raises(s_.needs[by].value.raises, by, false, p_.needs[by].raises);
        compile_raises(s_.needs[by].value.raises_in_household, by, true,
                       p_.needs[by].raises_in_household);
    }
}

std::vector<bool> Compiler::values_that_change() const {
    std::vector<bool> changes(p_.values.size(), true);
    std::fill_n(changes.begin(), p_.attributes.size(), false);
    changes[p_.now_value] = false;  // it grows
    for (std::size_t i = 0; i < s_.variables.size(); ++i) {
        changes[p_.first_variable + i] = !s_.variables[i].value.per.is_empty();
    }
    for (const auto& assignments : p_.assignments) {
        for (const Assignment& item : assignments) {
            changes[item.attribute == kNone ? p_.first_variable + item.variable : item.attribute] =
                true;
        }
    }
    for (const PopulationInfo& population : p_.populations) {
        if (!population.moves) continue;
        changes[population.moves->attribute] = true;
        for (const auto& follower : population.moves->followers) changes[follower.attribute] = true;
    }
    const auto is_set = [&](std::uint32_t variable) {
        if (variable != kNone) changes[p_.first_variable + variable] = true;
    };
    for (const PolicyInfo& policy : p_.policies) {
        std::visit(
            [&](const auto& what) {
                if constexpr (requires { what.sets; }) {
                    for (const Setting& setting : what.sets) is_set(setting.variable);
                }
                if constexpr (requires { what.otherwise; }) {
                    for (const Setting& setting : what.otherwise) is_set(setting.variable);
                }
                if constexpr (requires { what.variable; }) is_set(what.variable);
                if constexpr (requires { what.loses; }) {
                    for (const std::uint32_t variable : what.loses) is_set(variable);
                }
            },
            policy.what);
    }
    return changes;
}

void Compiler::find_foreseeable_onsets() {
    const std::vector<bool> changes = values_that_change();
    const auto is_foreseeable = [&](std::uint32_t expression) {
        if (expression == kNone) return true;
        const auto& used = p_.expressions[expression].used();
        return std::none_of(used.begin(), used.end(),
                            [&](std::uint32_t place) { return changes[place]; });
    };
    for (NeedInfo& need : p_.needs) {
        need.is_foreseeable =
            std::all_of(need.onset.begin(), need.onset.end(),
                        [&](const OnsetInfo& onset) { return is_foreseeable(onset.when); });
        for (OnsetInfo& onset : need.onset) {
            onset.is_foreseeable = onset.times != kNone && is_foreseeable(onset.times);
        }
    }
}

void Compiler::compile_values(const process::Need& text, NeedInfo& info) const {
    if (!text.at) return;
    info.at_attribute = attribute(text.at->attribute.name);
    info.reaches = text.at->reaches;
    std::sort(info.reaches.begin(), info.reaches.end());
    if (p_.attributes[info.at_attribute].grows_per_second < 0.0) {
        std::reverse(info.reaches.begin(), info.reaches.end());
    }
}

void Compiler::compile_raises(const std::vector<process::Raise>& raises, std::uint32_t by,
                              bool is_of_others, std::vector<std::uint32_t>& into) {
    for (const auto& raise : raises) {
        const std::uint32_t other = index_of(s_.needs, raise.need.name, "need");
        into.push_back(other);
        p_.needs[other].raised_by.push_back({by, raise.factor, is_of_others});
        p_.has_raises = true;
    }
}

void Compiler::mark_repeat_handling(std::uint32_t first_step) {
    const std::uint32_t process = p_.steps[first_step].process;
    for (const Step& step : p_.steps) {
        if (step.process == process && step.kind == StepKind::activity) {
            p_.legend.activities[step.index].is_repeat_handling = true;
        }
    }
}

}  // namespace yhdyspinta::simulation
