// SPDX-License-Identifier: Apache-2.0
#include "engine/process/system.hpp"

#include <algorithm>

#include "engine/process/expression.hpp"

namespace yhdyspinta::process {

const std::string& Text::in(const std::string& language) const {
    const std::string& wanted = language == "fi" ? fi : language == "sv" ? sv : en;
    if (!wanted.empty()) return wanted;
    if (!en.empty()) return en;
    return fi.empty() ? sv : fi;
}

const std::vector<std::pair<std::string, OrganisationKind>>& organisation_kinds() {
    static const std::vector<std::pair<std::string, OrganisationKind>> kKinds{
        {"state", OrganisationKind::state},
        {"county", OrganisationKind::county},
        {"municipality", OrganisationKind::municipality},
        {"joint_authority", OrganisationKind::joint_authority},
        {"company", OrganisationKind::company},
        {"association", OrganisationKind::association}};
    return kKinds;
}

std::string to_text(OrganisationKind kind) {
    for (const auto& [word, candidate] : organisation_kinds()) {
        if (candidate == kind) return word;
    }
    return {};
}

const std::vector<std::string>& profile_variables() {
    static const std::vector<std::string> kNames{"hour", "weekday", "month", "day"};
    return kNames;
}

base::Duration Recorded::since_start(std::size_t row, std::chrono::year_month_day start) const {
    const auto written = base::Duration::seconds(times.at(row));
    if (unit != RecordedUnit::date) return written;
    const auto days = std::chrono::sys_days(start).time_since_epoch().count();
    return written - base::Duration::days(static_cast<double>(days));
}

bool has_posts(const Resource& resource) {
    return !resource.is_caseload && !resource.is_shared_out;
}

namespace {

bool contains(const std::vector<Reference>& names, const std::string& name) {
    return std::any_of(names.begin(), names.end(),
                       [&](const Reference& reference) { return reference.name == name; });
}

}  // namespace

bool attends_meetings(const System& system, const std::string& resource) {
    return std::any_of(system.policies.begin(), system.policies.end(), [&](const auto& policy) {
        const auto* forum = std::get_if<CooperationForum>(&policy.value);
        const auto* negotiation = std::get_if<Negotiation>(&policy.value);
        return (forum != nullptr && contains(forum->attended_by, resource)) ||
               (negotiation != nullptr && contains(negotiation->attended_by, resource));
    });
}

bool has_posts_changed(const System& system, const std::string& resource) {
    return std::any_of(system.policies.begin(), system.policies.end(), [&](const auto& policy) {
        const auto* turnover = std::get_if<StaffTurnover>(&policy.value);
        const auto* change = std::get_if<PostsChange>(&policy.value);
        const auto* shock = std::get_if<Shock>(&policy.value);
        const auto* moves = std::get_if<Reallocation>(&policy.value);
        return (turnover != nullptr && contains(turnover->resources, resource)) ||
               (change != nullptr &&
                (change->is_of_all || contains(change->resources, resource))) ||
               (shock != nullptr && (shock->is_of_all || contains(shock->resources, resource))) ||
               (moves != nullptr && moves->resource.name == resource);
    });
}

bool can_gain_posts(const Resource& resource) {
    return has_posts(resource) && resource.named.empty() && resource.shifts.empty() &&
           !resource.caseload;
}

std::vector<std::string> levels_of(const System& system, const std::string& attribute) {
    std::vector<std::string> levels;
    for (const auto& entity_class : system.classes) {
        if (const auto* found = find(entity_class.value.attributes, attribute)) {
            levels = found->value.levels;
        }
    }
    return levels;
}

ExpressionNames expression_names(const System& system) {
    ExpressionNames names;
    for (const auto& entity_class : system.classes) {
        for (const auto& attribute : entity_class.value.attributes) {
            if (std::find(names.variables.begin(), names.variables.end(), attribute.name) ==
                names.variables.end()) {
                names.variables.push_back(attribute.name);
            }
        }
    }
    const std::size_t attributes = names.variables.size();
    for (const auto& variable : episode_variables()) names.variables.push_back(variable);
    for (const auto& variable : system.variables) names.variables.push_back(variable.name);
    for (std::size_t i = 0; i < system.needs.size(); ++i) {
        names.constants.emplace_back(system.needs[i].name, static_cast<double>(i));
    }
    for (std::size_t a = 0; a < attributes; ++a) {
        const auto levels = levels_of(system, names.variables[a]);
        for (std::size_t i = 0; i < levels.size(); ++i) {
            names.constants.emplace_back(levels[i], static_cast<double>(i));
        }
    }
    return names;
}

ExpressionNames interface_expression_names(const ExpressionNames& names) {
    ExpressionNames made = names;
    made.variables.insert(made.variables.end(), interface_variables().begin(),
                          interface_variables().end());
    return made;
}

}  // namespace yhdyspinta::process
