// SPDX-License-Identifier: Apache-2.0
// Compiles calendars, days and profiles.
#include "engine/simulation/compiler.hpp"

namespace yhdyspinta::simulation {

void Compiler::collect_rules(const std::string& set, calendar::DaySet& into, int depth) const {
    const auto& description = s_.day_sets[index_of(s_.day_sets, set, "day set")].value;
    into.rules.insert(into.rules.end(), description.rules.begin(), description.rules.end());
    if (depth > 50) throw base::InternalError("day sets include each other");
    for (const auto& include : description.includes) {
        collect_rules(include.name, into, depth + 1);
    }
}

calendar::CalendarDescription Compiler::describe(const process::CalendarText& text) const {
    calendar::CalendarDescription description;
    description.hours = text.open;
    for (const auto& set : text.closed) {
        collect_rules(set.name, description.closed.emplace_back(), 0);
    }
    for (const auto& set : text.open_only) {
        collect_rules(set.name, description.open_only.emplace_back(), 0);
    }
    return description;
}

void Compiler::compile_calendars() {
    p_.calendars.push_back(calendar::WorkCalendar::always_open());
    for (const auto& text : s_.calendars) {
        p_.calendars.emplace_back(describe(text.value), p_.clock,
                                  base::Instant::at_seconds(p_.length));
    }
}

std::uint32_t Compiler::days_of(const process::Reference& reference) {
    if (reference.is_empty()) return 0;
    const auto [known, is_new] = days_of_.try_emplace(reference.name, 0);
    if (!is_new) return known->second;
    auto description = describe(process::find(s_.calendars, reference.name)->value);
    for (auto& periods : description.hours.days) {
        if (!periods.empty()) periods = {{0, 1440}};
    }
    p_.calendars.emplace_back(description, p_.clock, base::Instant::at_seconds(p_.length));
    known->second = static_cast<std::uint32_t>(p_.calendars.size() - 1);
    return known->second;
}

std::uint32_t Compiler::calendar_index(const process::Reference& reference) const {
    return reference.is_empty() ? 0 : 1 + index_of(s_.calendars, reference.name, "calendar");
}

void Compiler::list_days(const process::DaySetDescription& on, base::Duration time,
                         std::vector<double>& times) const {
    calendar::DaySet days{on.rules};
    for (const auto& include : on.includes) collect_rules(include.name, days, 0);
    for (auto day = std::chrono::sys_days(p_.clock.start());; day += std::chrono::days(1)) {
        const double midnight = p_.clock.at(day).in_seconds();
        if (midnight > p_.length) break;
        if (days.contains(day)) times.push_back(midnight + time.in_seconds());
    }
}

void Compiler::compile_profiles() {
    for (const auto& item : s_.profiles) {
        calendar::DaySet closed;
        for (const auto& set : item.value.closed) collect_rules(set.name, closed, 0);
        p_.profiles.emplace_back(item.name, item.value, closed, p_.clock);
    }
}

}  // namespace yhdyspinta::simulation
