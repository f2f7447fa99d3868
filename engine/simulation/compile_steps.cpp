// SPDX-License-Identifier: Apache-2.0
// Compiles processes, and the steps that need nobody else.
#include <algorithm>

#include "engine/simulation/compiler.hpp"

namespace yhdyspinta::simulation {

void Compiler::lay_out_steps() {
    std::uint32_t next = 0;
    for (const auto& item : s_.processes) {
        base_.push_back(next);
        const auto& process = item.value;
        const std::string& first = process.first;
        first_step_.push_back(next + (first.empty() ? 0 : index_of(process.steps, first, "step")));
        next += static_cast<std::uint32_t>(process.steps.size());
        p_.legend.processes.push_back(item.name);
    }
    p_.first_steps = first_step_;
}

std::uint32_t Compiler::target(std::size_t process, const std::string& name) const {
    if (name == "leave") return kLeave;
    if (name == "return") return kReturn;
    return base_[process] + index_of(s_.processes[process].value.steps, name, "step");
}

std::uint32_t Compiler::outcome(const std::string& name) {
    auto& outcomes = p_.legend.outcomes;
    const auto known = std::find(outcomes.begin(), outcomes.end(), name);
    if (known != outcomes.end()) return static_cast<std::uint32_t>(known - outcomes.begin());
    outcomes.push_back(name);
    return static_cast<std::uint32_t>(outcomes.size() - 1);
}

void Compiler::compile_steps() {
    p_.outcome_resolved_itself = outcome("resolved_itself");
    p_.outcome_transition = outcome("transition");
    for (std::size_t i = 0; i < s_.processes.size(); ++i) {
        const auto& process = s_.processes[i].value;
        const std::uint32_t service = index_or_none(s_.services, process.service, "service");
        for (std::size_t j = 0; j < process.steps.size(); ++j) {
            const auto& text = process.steps[j];
            const std::string name = fmt::format("{}.{}", s_.processes[i].name, text.name);
            Step step;
            step.process = static_cast<std::uint32_t>(i);
            step.service = service;
            step.purpose = random::purpose("route/" + name);
            step.next = j + 1 < process.steps.size() ? base_[i] + static_cast<std::uint32_t>(j) + 1
                                                     : kReturn;
            std::visit([&](const auto& what) { compile_step(what, step, name, i); },
                       text.value.what);
            compile_routing(text.value.next, step, i);
            p_.steps.push_back(step);
        }
    }
}

void Compiler::compile_routing(const process::Routing& routing, Step& step, std::size_t process) {
    if (routing.empty()) return;
    if (routing.by != process::RoutingRule::branches) {
        step.has_choice = true;
        step.rule = routing.by;
        step.first_route = static_cast<std::uint32_t>(p_.routes.size());
        for (const auto& branch : routing) p_.routes.push_back({target(process, branch.to)});
        step.routes = static_cast<std::uint32_t>(routing.size());
        if (routing.by == process::RoutingRule::cycle) step.counter = p_.cycles++;
        return;
    }
    if (routing.size() == 1 && !routing[0].probability && routing[0].when.is_empty()) {
        step.next = target(process, routing[0].to);
        return;
    }
    step.has_choice = true;
    step.first_route = static_cast<std::uint32_t>(p_.routes.size());
    for (const auto& branch : routing) {
        if (branch.when.is_empty()) continue;
        p_.routes.push_back({target(process, branch.to), expression(branch.when), -1.0});
        const auto& used = p_.expressions[p_.routes.back().when].used();
        step.asks_chance =
            step.asks_chance || std::find(used.begin(), used.end(), p_.chance_value) != used.end();
    }
    double cumulated = 0.0;
    for (const auto& branch : routing) {
        if (!branch.when.is_empty() || !branch.probability) continue;
        cumulated += *branch.probability;
        p_.routes.push_back({target(process, branch.to), kNone, cumulated});
    }
    bool has_rest = false;
    for (const auto& branch : routing) {
        if (!branch.when.is_empty() || branch.probability) continue;
        p_.routes.push_back({target(process, branch.to), kNone, 2.0});
        has_rest = true;
    }
    // Probabilities sum to 1; rounding must not leave a gap at the top.
    if (!has_rest && cumulated > 0.0) p_.routes.back().up_to = 2.0;
    step.routes = static_cast<std::uint32_t>(p_.routes.size()) - step.first_route;
}

void Compiler::compile_step(const process::ActivityStep& text, Step& step, const std::string& name,
                            std::size_t process) {
    step.kind = StepKind::activity;
    Activity activity;
    activity.service = step.service;
    activity.duration = draw(text.duration, "duration/" + name);
    activity.times = expression(text.times);
    activity.priority = expression(text.priority);
    activity.patience = draw(text.patience, "patience/" + name);
    activity.purpose = random::purpose("balks/" + name);
    if (text.priority_again) activity.priority_again = text.priority_again->in_seconds();
    activity.is_preemptive = text.is_preemptive;
    activity.when_preempted = text.when_preempted;
    activity.balks = expression(text.balks);
    activity.due = expression(text.due);
    activity.is_blocking = text.is_blocking;
    p_.has_blocking = p_.has_blocking || text.is_blocking;
    if (!text.on_balk.empty()) activity.on_balk = target(process, text.on_balk);
    if (!text.on_full.empty()) activity.on_full = target(process, text.on_full);
    activity.jockeys_at = static_cast<std::uint32_t>(text.jockeys_at);
    for (const auto& to : text.jockeys_to) {
        activity.jockeys_to.push_back(target(process, to.name));
    }
    if (!text.on_renege.empty()) activity.on_renege = target(process, text.on_renege);
    activity.reuse = text.reuse;
    activity.shortened_to = text.shortened_to;
    activity.is_with_client = text.is_with_client && !text.seize.empty();
    activity.counts_as = text.counts_as;
    activity.gap = text.gap;
    if (!text.interrupted_by.is_empty()) activity.interrupted_by = signal(text.interrupted_by);
    if (!text.on_interrupt.empty()) activity.on_interrupt = target(process, text.on_interrupt);
    event_log::Legend::Activity legend;
    legend.name = name;
    legend.service = step.service;
    legend.work = text.work;
    legend.is_required_by_law = text.is_required_by_law;
    if (step.service != kNone) activity.holders.push_back(step.service);
    for (const auto& [resource, servers] : text.seize) {
        const std::uint32_t index = index_of(s_.resources, resource.name, "resource");
        activity.demands.push_back({index, static_cast<std::uint32_t>(servers)});
        activity.is_constrained =
            activity.is_constrained || p_.resources[index].queue_limit != kNone;
        const std::uint32_t holder = p_.legend.resources[index].service;
        if (holder != kNone && std::find(activity.holders.begin(), activity.holders.end(),
                                         holder) == activity.holders.end()) {
            activity.holders.push_back(holder);
        }
    }
    if (!text.produces.is_empty()) {
        activity.record_type = index_of(s_.records, text.produces.name, "record type");
        legend.record_type = activity.record_type;
    }
    legend.cost = text.cost;
    step.index = add_activity(std::move(activity), std::move(legend));
    activity_of_[name] = step.index;
    for (const std::uint32_t to : p_.activities[step.index].jockeys_to) {
        jockeys_.emplace_back(to, step.index);
    }
}

void Compiler::compile_step(const process::TakeOnStep& text, Step& step, const std::string& name,
                            std::size_t process) {
    step.kind = StepKind::take_on;
    Activity place;
    const std::uint32_t resource = index_of(s_.resources, text.resource.name, "resource");
    place.demands.push_back({p_.resources[resource].cases, 1});
    place.priority = expression(text.priority);
    place.patience = draw(text.patience, "patience/" + name);
    if (!text.on_renege.empty()) place.on_renege = target(process, text.on_renege);
    place.balks = expression(text.balks);
    place.purpose = random::purpose("balks/" + name);
    if (!text.on_balk.empty()) place.on_balk = target(process, text.on_balk);
    place.is_constrained = s_.resources[resource].value.queue_limit.has_value();
    if (!text.on_full.empty()) place.on_full = target(process, text.on_full);
    place.service = step.service;
    event_log::Legend::Activity legend;
    legend.name = name;
    legend.service = step.service;
    step.index = add_activity(std::move(place), std::move(legend));
}

void Compiler::compile_step(const process::LetGoStep& text, Step& step, const std::string&,
                            std::size_t) {
    step.kind = StepKind::let_go;
    step.index = p_.resources[index_of(s_.resources, text.resource.name, "resource")].cases;
}

void Compiler::finish_jockeying() {
    for (const auto& [to, activity] : jockeys_) {
        const Activity& target = p_.activities[p_.steps[to].index];
        p_.resources[target.demands.front().resource].jockeys_from.push_back(activity);
    }
}

void Compiler::compile_step(const process::SetStep& text, Step& step, const std::string&,
                            std::size_t) {
    step.kind = StepKind::set;
    step.index = static_cast<std::uint32_t>(p_.assignments.size());
    auto& list = p_.assignments.emplace_back();
    for (const auto& [name, value] : text.values) {
        const auto* variable = process::find(s_.variables, name);
        const std::uint32_t index = variable == nullptr ? kNone : variable_index(name);
        list.push_back({index == kNone ? attribute(name) : kNone, index, expression(value)});
    }
}

void Compiler::compile_step(const process::HandOverStep& text, Step& step, const std::string&,
                            std::size_t process) {
    step.kind = StepKind::hand_over;
    step.index = index_of(s_.services, text.to.name, "service");
    step.is_urgent = text.is_urgent;
    if (!text.on_reject.empty()) step.on_reject = target(process, text.on_reject);
}

void Compiler::compile_step(const process::TellStep& text, Step& step, const std::string&,
                            std::size_t) {
    step.kind = StepKind::inform;
    step.index = index_or_none(s_.services, text.to, "service");
}

void Compiler::compile_step(const process::CallStep& text, Step& step, const std::string&,
                            std::size_t) {
    step.kind = StepKind::call;
    step.index = process_start(text.process);
}

void Compiler::compile_step(const process::CloseStep& text, Step& step, const std::string& name,
                            std::size_t) {
    step.kind = StepKind::close;
    step.index = static_cast<std::uint32_t>(p_.closings.size());
    p_.closings.push_back({outcome(text.outcome), text.is_met, chance(text.relapse, 0.0),
                           draw(text.relapse_after, "relapse/" + name)});
}

void Compiler::compile_step(const process::ChoiceStep&, Step& step, const std::string&,
                            std::size_t) {
    step.kind = StepKind::choice;
}

}  // namespace yhdyspinta::simulation
