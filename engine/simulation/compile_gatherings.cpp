// SPDX-License-Identifier: Apache-2.0
// Compiles steps that wait for others or for a time: signals, appointments, batches, forks.
#include "engine/simulation/compiler.hpp"

namespace yhdyspinta::simulation {

std::uint32_t Compiler::variable_index(const std::string& name) const {
    return index_of(s_.variables, name, "variable");
}

std::uint32_t Compiler::signal(const process::Reference& reference) {
    return signals_.try_emplace(reference.name, p_.signals).second ? p_.signals++
                                                                   : signals_[reference.name];
}

std::uint32_t Compiler::add_wait(const Step& step, const std::string& name, Activity activity,
                                 std::uint32_t diary) {
    activity.service = step.service;
    activity.counts_as = base::TimeKind::waiting;
    event_log::Legend::Activity legend;
    legend.name = name;
    legend.service = step.service;
    legend.is_wait = true;
    legend.diary = diary;
    return activity_of_[name] = add_activity(std::move(activity), std::move(legend));
}

void Compiler::compile_step(const process::SignalStep& text, Step& step, const std::string&,
                            std::size_t) {
    step.kind = StepKind::tell;
    step.index = static_cast<std::uint32_t>(p_.tells.size());
    p_.tells.push_back(
        {signal(text.name), text.lets_go ? static_cast<std::uint32_t>(*text.lets_go) : kNone});
}

void Compiler::compile_step(const process::WaitStep& text, Step& step, const std::string& name,
                            std::size_t process) {
    step.kind = StepKind::wait;
    step.index = static_cast<std::uint32_t>(p_.waits.size());
    Activity activity;
    activity.patience = draw(text.patience, "patience/" + name);
    if (!text.on_renege.empty()) activity.on_renege = target(process, text.on_renege);
    WaitInfo info;
    info.activity = add_wait(step, name, std::move(activity), kNone);
    if (!text.signal.is_empty()) info.signal = signal(text.signal);
    info.until = expression(text.until);
    p_.has_conditions = p_.has_conditions || info.until != kNone;
    p_.waits.push_back(info);
}

void Compiler::compile_step(const process::BookStep& text, Step& step, const std::string& name,
                            std::size_t process) {
    step.kind = StepKind::book;
    step.index = static_cast<std::uint32_t>(p_.bookings.size());
    BookInfo info;
    info.diary = index_of(s_.diaries, text.diary.name, "diary");
    info.activity = add_wait(step, name, {}, info.diary);
    info.earliest = text.earliest.in_seconds();
    info.group =
        index_or_none(s_.diaries[info.diary].value.set_aside, text.group, "set-aside group");
    info.group_when = expression(text.group_when);
    info.no_show = expression(text.no_show);
    if (!text.on_no_show.empty()) info.on_no_show = target(process, text.on_no_show);
    if (!text.on_full.empty()) info.on_full = target(process, text.on_full);
    info.purpose = random::purpose("no_show/" + name);
    p_.bookings.push_back(info);
}

void Compiler::compile_diaries() {
    for (const auto& item : s_.diaries) {
        const process::Diary& text = item.value;
        DiaryInfo info;
        info.calendar = calendar_index(text.calendar);
        info.every = text.every.in_seconds();
        info.places = static_cast<std::uint32_t>(text.places);
        info.horizon = text.horizon.in_seconds();
        info.sites = sites_per(text.per);
        if (!text.per.is_empty()) info.site_attribute = attribute(text.per.name);
        for (const auto& group : text.set_aside) {
            info.groups.push_back(
                {static_cast<std::uint32_t>(group.value.places),
                 static_cast<std::uint32_t>(group.value.of_every),
                 group.value.released_before ? group.value.released_before->in_seconds() : -1.0});
        }
        event_log::Legend::Diary legend{item.name, levels(text.per)};
        if (legend.sites.empty()) legend.sites.emplace_back("all");
        p_.diaries.push_back(std::move(info));
        p_.legend.diaries.push_back(std::move(legend));
    }
}

void Compiler::find_restless_waits() {
    p_.waits_reading.resize(p_.variables.size());
    for (std::uint32_t i = 0; i < p_.waits.size(); ++i) {
        WaitInfo& wait = p_.waits[i];
        if (wait.until == kNone) continue;
        wait.is_same_for_all = true;
        for (const std::uint32_t place : p_.expressions[wait.until].used()) {
            if (place >= p_.first_variable) {
                const std::uint32_t variable = place - p_.first_variable;
                p_.waits_reading[variable].push_back(i);
                wait.is_same_for_all =
                    wait.is_same_for_all && s_.variables[variable].value.per.is_empty();
                continue;
            }
            const bool is_attribute = place < p_.attributes.size();
            wait.is_same_for_all = wait.is_same_for_all && place == p_.now_value;
            wait.is_restless =
                wait.is_restless || (is_attribute ? p_.attributes[place].grows_per_second != 0.0
                                                  : place != p_.need_value);
        }
    }
}

void Compiler::compile_step(const process::BatchStep& text, Step& step, const std::string& name,
                            std::size_t) {
    step.kind = StepKind::batch;
    step.index = static_cast<std::uint32_t>(p_.batches.size());
    BatchInfo info;
    if (text.size) info.size = static_cast<std::uint32_t>(*text.size);
    info.least = static_cast<std::uint32_t>(text.least);
    if (text.at_most) info.at_most = text.at_most->in_seconds();
    if (!text.opens.is_empty()) info.calendar = calendar_index(text.opens);
    info.per = expression(text.per);
    Activity waiting;
    waiting.service = step.service;
    event_log::Legend::Activity legend;
    legend.name = name;
    legend.service = step.service;
    legend.is_batch = true;
    info.activity = add_activity(std::move(waiting), std::move(legend));
    activity_of_[name] = info.activity;
    p_.batches.push_back(info);
    p_.has_gatherings = true;
}

void Compiler::compile_step(const process::SeparateStep&, Step& step, const std::string&,
                            std::size_t) {
    step.kind = StepKind::separate;
}

void Compiler::compile_step(const process::ForkStep& text, Step& step, const std::string& name,
                            std::size_t process) {
    step.kind = StepKind::fork;
    step.index = static_cast<std::uint32_t>(p_.forks.size());
    ForkInfo info;
    for (const auto& to : text.to) info.branches.push_back(target(process, to));
    info.wait_for = text.wait_for == process::ForkStep::kAll
                        ? static_cast<std::uint32_t>(text.to.size())
                        : static_cast<std::uint32_t>(text.wait_for);
    info.cancels_others = text.cancels_others;
    info.key = random::purpose("fork/" + name);
    p_.forks.push_back(std::move(info));
    p_.has_gatherings = true;
}

}  // namespace yhdyspinta::simulation
