// SPDX-License-Identifier: Apache-2.0
// Compiles interfaces, what they cost the staff, and trust.
#include <algorithm>
#include <set>

#include "engine/process/service_ties.hpp"
#include "engine/simulation/compiler.hpp"

namespace yhdyspinta::simulation {

using base::WorkKind;

std::uint32_t Compiler::interface_work(const InterfaceInfo& info, const process::LawText& work,
                                       std::uint32_t times, std::uint32_t priority,
                                       bool by_receiver, WorkKind kind, const std::string& name,
                                       bool is_double_entry) {
    const std::uint32_t service = by_receiver ? info.to : info.from;
    const auto& staff = s_.services[service].value.staff;
    if (staff.is_empty() || work.law.highest() <= 0.0) return kNone;
    Activity activity;
    activity.demands.push_back({index_of(s_.resources, staff.name, "resource"), 1});
    activity.duration = draw(work, "duration/" + name);
    activity.times = times;
    activity.priority = priority;
    activity.service = service;
    activity.counts_as = base::TimeKind::decision;
    event_log::Legend::Activity legend;
    legend.name = name;
    legend.service = service;
    legend.work = kind;
    legend.is_double_entry = is_double_entry;
    legend.interface_from = info.from;
    legend.interface_to = info.to;
    return add_activity(std::move(activity), std::move(legend));
}

/// Most of the pairs that patterns such as `any -> any` join never use it: nothing is made for
/// them.
void Compiler::compile_interfaces() {
    const process::ServiceTies ties = process::find_service_ties(s_);
    for (const auto& text : s_.interfaces) {
        InterfaceInfo info;
        info.from = index_of(s_.services, text.from.name, "service");
        info.to = index_of(s_.services, text.to.name, "service");
        info.channel = index_or_none(s_.channels, text.channel, "channel");
        const std::string name = fmt::format("{} -> {}", text.from.name, text.to.name);
        const std::uint32_t priority = interface_expression(text.priority);
        const std::uint32_t times = interface_expression(text.work_times);
        info.can_hand_over = ties.hands_over.count({info.from, info.to}) > 0;
        info.can_tell = ties.tells.count({info.from, info.to}) > 0;
        if (info.can_hand_over) {
            info.note = interface_work(info, text.sender_work, times, priority, false,
                                       WorkKind::documentation, name + " note", false);
            info.failure_note = interface_work(info, text.sender_work, times, priority, false,
                                               WorkKind::failure, name + " note again", false);
            info.triage = interface_work(info, text.receiver_work, times, priority, true,
                                         WorkKind::triage, name + " triage", text.is_entered_again);
        }
        if (info.can_tell) {
            info.feedback_note = interface_work(info, text.sender_work, times, priority, false,
                                                WorkKind::documentation, name + " feedback", false);
            if (info.feedback_note != kNone) {
                // Not a decision that the client waits for.
                p_.activities[info.feedback_note].counts_as = base::TimeKind::service;
            }
        }
        const std::string prefix = "interface/" + name;
        info.reply_time = draw(text.reply_time, prefix + "/reply_time");
        info.misrouting_delay = draw(text.misrouting_delay, prefix + "/misrouting_delay");
        info.dispute_time = draw(text.dispute_time, prefix + "/dispute_time");
        info.request_reply = draw(text.request_reply, prefix + "/request_reply");
        info.delay_times = interface_expression(text.delay_times);
        info.loss = chance(text.loss);
        info.misrouting = chance(text.misrouting);
        info.acceptance = chance(text.acceptance);
        info.dispute = chance(text.dispute);
        info.trusts_records = chance(text.trusts_records);
        info.accepts_when = interface_expression(text.accepts_when);
        info.consent = interface_expression(text.consent);
        const std::uint32_t owner = p_.legend.services[info.from].organisation;
        const std::uint32_t other = p_.legend.services[info.to].organisation;
        info.is_across = owner != kNone && other != kNone && owner != other;
        info.carrier = text.carrier;
        if (text.time_out) {
            info.time_out = TimeOutInfo{text.time_out->duration.in_seconds(), text.time_out->days,
                                        calendar_index(text.time_out->days_of)};
        }
        info.when_stalled = text.when_stalled;
        info.visibility = text.visibility;
        if (text.trust) {
            compile_trust(*text.trust, info, ties.reads.count({info.from, info.to}) > 0);
        }
        info.key = random::purpose(prefix);
        p_.interface_matrix_[info.from * p_.services.size() + info.to] =
            static_cast<std::uint32_t>(p_.interfaces.size());
        p_.legend.interfaces.push_back(name);
        p_.legend.can_hand_over.push_back(info.can_hand_over);
        p_.interfaces.push_back(std::move(info));
    }
}

bool Compiler::asks_for_trust(std::uint32_t expression) const {
    if (expression == kNone) return false;
    const auto& used = p_.expressions[expression].used();
    return std::find(used.begin(), used.end(), p_.trust_value) != used.end();
}

void Compiler::compile_trust(const process::Trust& text, InterfaceInfo& info, bool shows_records) {
    TrustInfo trust;
    trust.initial = text.initial;
    trust.accepted = text.accepted;
    trust.rejected = text.rejected;
    trust.late = text.late;
    trust.joint_work = text.joint_work;
    trust.feedback = text.feedback;
    if (text.late_after) trust.late_after = text.late_after->in_seconds();
    if (text.forgets) trust.half_life = text.forgets->in_seconds();
    info.trust = trust;
    const bool is_asked_of_records =
        shows_records && info.visibility != process::Visibility::none &&
        (asks_for_trust(info.consent) || asks_for_trust(info.trusts_records.expression));
    p_.legend.trusts.push_back({info.from, info.to, trust.initial, trust.half_life,
                                info.can_hand_over || info.can_tell || is_asked_of_records});
}

void Compiler::find_joint_work() {
    if (p_.legend.trusts.empty()) return;
    p_.joint_work.resize(p_.activities.size());
    for (std::size_t a = 0; a < p_.activities.size(); ++a) {
        std::set<std::uint32_t> services;
        for (const Demand& demand : p_.activities[a].demands) {
            const std::uint32_t service = p_.legend.resources[demand.resource].service;
            if (service != kNone) services.insert(service);
        }
        for (const std::uint32_t from : services) {
            for (const std::uint32_t to : services) {
                const std::uint32_t interface = p_.interface(from, to);
                if (interface == kNone) continue;
                const auto& trust = p_.interfaces[interface].trust;
                if (!trust || trust->joint_work <= 0.0) continue;
                p_.joint_work[a].push_back(interface);
                p_.activities[a].is_joint = true;
            }
        }
    }
}

}  // namespace yhdyspinta::simulation
