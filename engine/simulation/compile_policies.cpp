// SPDX-License-Identifier: Apache-2.0
// Compiles governance.
#include "engine/simulation/compiler.hpp"

namespace yhdyspinta::simulation {

using base::WorkKind;

namespace {

constexpr double kMeetingPriority = 1e9;

}  // namespace

void Compiler::compile_policies() {
    for (const auto& item : s_.policies) {
        PolicyInfo info;
        info.index = static_cast<std::uint32_t>(p_.policies.size());
        info.name = item.name;
        info.key = random::purpose("policy/" + item.name);
        p_.legend.policies.push_back({item.name});
        std::visit([&](const auto& text) { info.what = compile_policy(text, item.name); },
                   item.value);
        p_.policies.push_back(std::move(info));
    }
}

Draw Compiler::policy_draw(const process::LawText& text, const std::string& name,
                           const char* what) {
    return draw(text, fmt::format("policy/{}/{}", name, what));
}

std::vector<Setting> Compiler::settings(const process::Settings& text) {
    std::vector<Setting> list;
    for (const auto& [name, value] : text.values) {
        list.push_back({variable_index(name.name), expression(value)});
    }
    return list;
}

std::vector<std::uint32_t> Compiler::meetings(const std::vector<process::Reference>& attended_by,
                                              const process::LawText& duration,
                                              const std::string& policy) {
    if (p_.meeting_class == kNone) {
        p_.meeting_class = static_cast<std::uint32_t>(p_.classes.size());
        p_.classes.emplace_back();
        p_.legend.classes.emplace_back("meeting");
    }
    std::vector<std::uint32_t> list;
    for (const auto& reference : attended_by) {
        Activity meeting;
        const std::uint32_t resource = index_of(s_.resources, reference.name, "resource");
        const std::string name = fmt::format("{}.{}", policy, reference.name);
        meeting.demands.push_back({resource, 1});
        meeting.duration = draw(duration, "duration/" + name);
        meeting.service = p_.legend.resources[resource].service;
        meeting.fixed_priority = kMeetingPriority;
        event_log::Legend::Activity legend;
        legend.name = name;
        legend.service = meeting.service;
        legend.work = WorkKind::coordination;
        list.push_back(add_activity(std::move(meeting), std::move(legend)));
    }
    return list;
}

std::vector<std::uint32_t> Compiler::resources_of(const std::vector<process::Reference>& named,
                                                  bool is_of_all, bool is_gain) const {
    std::vector<std::uint32_t> list;
    for (std::uint32_t i = 0; i < s_.resources.size(); ++i) {
        const auto& resource = s_.resources[i];
        const bool is_meant = is_of_all ? (is_gain ? process::can_gain_posts(resource.value)
                                                   : process::has_posts(resource.value))
                                        : contains(named, resource.name);
        if (is_meant) list.push_back(i);
    }
    return list;
}

ForumInfo Compiler::compile_policy(const process::CooperationForum& text, const std::string& name) {
    return {text.interval.in_seconds(),
            expression(text.held),
            expression(text.success),
            text.improvement,
            meetings(text.attended_by, text.duration, name),
            settings(text.sets)};
}

OutageInfo Compiler::compile_policy(const process::ChannelOutage& text,
                                    const std::string& name) const {
    return {index_of(s_.channels, text.channel.name, "channel"),
            policy_draw(text.every, name, "every"), policy_draw(text.lasts, name, "lasts")};
}

CourseInfo Compiler::compile_policy(const process::Course& text, const std::string& name) const {
    CourseInfo info{variable_index(text.variable.name),
                    {},
                    text.between == process::Between::linear,
                    policy_draw(text.delay, name, "delay")};
    for (const auto& point : text.points) {
        info.points.emplace_back(point.after.in_seconds(), point.value);
    }
    return info;
}

NegotiationInfo Compiler::compile_policy(const process::Negotiation& text,
                                         const std::string& name) {
    NegotiationInfo info{text.interval.in_seconds(),
                         text.first.in_seconds(),
                         expression(text.reaches),
                         settings(text.sets),
                         settings(text.otherwise),
                         kNone,
                         {}};
    if (!text.attended_by.empty()) {
        info.meetings = meetings(text.attended_by, text.duration, name);
    }
    for (const auto* list : {&text.sets, &text.otherwise}) {
        for (const auto& [variable, value] : list->values) {
            const auto& per = process::find(s_.variables, variable.name)->value.per;
            if (!per.is_empty()) info.per = attribute(per.name);
        }
    }
    if (info.per != kNone) p_.legend.policies.back().levels = p_.attributes[info.per].levels;
    return info;
}

TurnoverInfo Compiler::compile_policy(const process::StaffTurnover& text, const std::string& name) {
    TurnoverInfo info{resources_of(text.resources, false),
                      policy_draw(text.leaves, name, "leaves"),
                      policy_draw(text.filled, name, "filled"),
                      {}};
    for (const auto& variable : text.loses) {
        info.loses.push_back(variable_index(variable.name));
    }
    for (const std::uint32_t resource : info.resources) {
        p_.legend.resources[resource].may_be_vacant = true;
    }
    p_.has_post_policies = true;
    return info;
}

PostsChangeInfo Compiler::compile_policy(const process::PostsChange& text, const std::string&) {
    p_.has_post_policies = true;
    return {resources_of(text.resources, text.is_of_all, text.share > 0.0), text.share,
            text.after.in_seconds()};
}

ShockInfo Compiler::compile_policy(const process::Shock& text, const std::string& name) {
    p_.has_post_policies = true;
    return {resources_of(text.resources, text.is_of_all), text.share, text.after.in_seconds(),
            policy_draw(text.lasts, name, "lasts")};
}

ReallocationInfo Compiler::compile_policy(const process::Reallocation& text, const std::string&) {
    p_.has_post_policies = true;
    const bool is_by_queue = text.by == process::DemandMeasure::queue;
    p_.counts_demand = p_.counts_demand || !is_by_queue;
    return {text.interval.in_seconds(), index_of(s_.resources, text.resource.name, "resource"),
            text.share, is_by_queue, expression(text.alignment)};
}

}  // namespace yhdyspinta::simulation
