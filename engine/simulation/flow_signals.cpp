// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation in steady state, no text, no log but the event log.
//
// Variables, waiting for a signal or a condition, and activities that a signal breaks off.
//
// What a signal or a change sets going is done by `on_work` at the same instant, before anything
// else happens, and never within the step that caused it, so that chains of any length need no
// recursion. Those who were waiting go on first, then the one that told or changed something:
// whoever waits is served before somebody comes back for more.
#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

using base::TimeKind;

// ---- work of this instant
// ----------------------------------------------------------------------------

/// What is added while one thing is done is done next, in the order in which it was added.
void FlowModel::add_work(Work::What what, std::uint32_t subject, std::uint32_t target) {
    const bool is_of_path = what == Work::What::go_on || what == Work::What::tell;
    work_.push_back({what, subject, is_of_path ? paths_[subject].generation : 0, target});
    if (is_work_due_) return;
    is_work_due_ = true;
    calendar_.schedule(now_, Due::work, 0, 0, 0);
}

void FlowModel::on_work() {
    std::ptrdiff_t added_from = 0;
    for (;;) {
        std::reverse(work_.begin() + added_from, work_.end());
        if (work_.empty()) break;
        const Work work = work_.back();
        work_.pop_back();
        added_from = static_cast<std::ptrdiff_t>(work_.size());
        do_work(work);
    }
    is_work_due_ = false;
}

void FlowModel::do_work(const Work& work) {
    const std::uint32_t index = work.subject;
    switch (work.what) {
        case Work::What::go_on:
            if (paths_[index].generation != work.generation) return;
            current_path_ = index;
            proceed(index, work.target == kNone ? route(index, paths_[index].step) : work.target);
            break;
        case Work::What::tell:
            if (paths_[index].generation != work.generation) return;
            current_path_ = index;
            tell_signal(program_.tells[program_.steps[paths_[index].step].index]);
            add_work(Work::What::go_on, index);
            break;
        case Work::What::look: look_again(); break;
        case Work::What::look_of_entity: look_again_at(index); break;
    }
}

// ---- who waits, in order of coming
// -------------------------------------------------------------------

void FlowModel::join_list(std::uint32_t index, std::uint32_t which) {
    if (waits_.size() <= index) waits_.resize(paths_.size());
    WaitList& list = wait_lists_[which];
    waits_[index] = {++waits_so_far_, which, list.tail, kNone};
    (list.tail == kNone ? list.head : waits_[list.tail].following) = index;
    list.tail = index;
    if (list.is_due && list.cursor == kNone) list.cursor = index;
}

void FlowModel::leave_list(std::uint32_t index) {
    if (index >= waits_.size() || waits_[index].list == kNone) return;
    Wait& wait = waits_[index];
    WaitList& list = wait_lists_[wait.list];
    if (list.cursor == index) list.cursor = wait.following;
    (wait.previous == kNone ? list.head : waits_[wait.previous].following) = wait.following;
    (wait.following == kNone ? list.tail : waits_[wait.following].previous) = wait.previous;
    wait.list = kNone;
}

void FlowModel::become_interruptible(std::uint32_t index, std::uint32_t signal) {
    join_list(index, list_of_interruptible(signal));
}

// ---- waiting
// -----------------------------------------------------------------------------------------

bool FlowModel::begin_wait(std::uint32_t index, const WaitInfo& wait) {
    Path& path = paths_[index];
    const auto which = static_cast<std::uint32_t>(&wait - program_.waits.data());
    // While others are still to be looked at, nobody passes them.
    if (wait.until != kNone && !wait_lists_[list_of_condition(which)].is_due &&
        holds(wait.until, path.entity, path.episode)) {
        path.activity = wait.activity;
        path.since = now_;
        let_go(index);
        return true;
    }
    start_waiting(index, wait.activity);
    join_list(index, wait.until == kNone ? wait.signal : list_of_condition(which));
    return false;
}

void FlowModel::start_waiting(std::uint32_t index, std::uint32_t which) {
    Path& path = paths_[index];
    const Activity& activity = program_.activities[which];
    path.activity = which;
    path.then = Then::route;
    path.since = now_;
    path.state = PathState::waiting;
    tell(Kind::queue_joined, path, which);
    set_time_kind(path, TimeKind::waiting);
    if (activity.patience) {
        const double patience = sample(*activity.patience, path.key, visits_so_far(index, which));
        calendar_.schedule(now_ + std::max(0.0, patience), Due::patience_ends, path.entity, index,
                           ++path.queue_generation);
    }
}

/// What a path waited for is there; the caller moves it on.
void FlowModel::let_go(std::uint32_t index) {
    leave_list(index);
    Path& path = paths_[index];
    ++path.queue_generation;
    path.state = PathState::moving;
    (void)visit(index, path.activity);
    tell(Kind::activity_started, path, path.activity, kNone, now_ - path.since);
    tell(Kind::activity_ended, path, path.activity);
    if (path.episode != kNone && program_.has_clocks) {
        trigger(program_.on_start[path.activity], path.episode);
        trigger(program_.on_end[path.activity], path.episode);
    }
}

void FlowModel::give_up_waiting(std::uint32_t index) {
    leave_list(index);
    Path& path = paths_[index];
    path.state = PathState::moving;
    tell(Kind::reneged, path, path.activity, kNone, now_ - path.since);
    (void)visit(index, path.activity);
    proceed(index, program_.activities[path.activity].on_renege);
}

/// The path is taken away from where it waits.
void FlowModel::stop_waiting(std::uint32_t index) {
    leave_list(index);
    tell(Kind::queue_left, paths_[index], paths_[index].activity);
    give_back_place(index);
}

// ---- signals
// -----------------------------------------------------------------------------------------

void FlowModel::begin_signal(std::uint32_t index) { add_work(Work::What::tell, index); }

void FlowModel::tell_signal(const TellInfo& told) {
    // Those who come to wait because of this signal wait for the next one.
    std::uint32_t left = told.lets_go;
    for (std::uint32_t index = wait_lists_[told.signal].head; index != kNone && left > 0; --left) {
        const std::uint32_t following = waits_[index].following;
        let_go(index);
        add_work(Work::What::go_on, index);
        index = following;
    }
    const WaitList& interruptible = wait_lists_[list_of_interruptible(told.signal)];
    const bool interrupts = interruptible.head != kNone;
    while (interruptible.head != kNone) {
        const std::uint32_t index = interruptible.head;
        const Activity& activity = program_.activities[paths_[index].activity];
        if (paths_[index].state == PathState::queued) (void)visit(index, paths_[index].activity);
        break_off(index);
        set_time_kind(paths_[index], TimeKind::waiting);
        add_work(Work::What::go_on, index, activity.on_interrupt);
    }
    if (interrupts) dispatch_released();
    if (program_.has_conditions && make_restless_due()) add_work(Work::What::look);
}

// ---- variables and conditions
// ------------------------------------------------------------------------

std::uint32_t FlowModel::level_of(const VariableInfo& info, std::uint32_t entity) const {
    if (entity == kNone || !info.has_level[entities_[entity].entity_class]) return kNone;
    const double level = attributes_[entity * program_.attributes.size() + info.per];
    if (level >= 0.0 && level < info.levels) return static_cast<std::uint32_t>(level);
    throw base::ModelError(
        fmt::format("{}: {} is {}, which is none of its {} levels; replication {}, seed {}",
                    whereabouts(), program_.attributes[info.per].name, level, info.levels,
                    streams_.replication, streams_.seed));
}

double FlowModel::variable_by_level(std::uint32_t variable, std::uint32_t entity) const {
    const VariableInfo& info = program_.variable_infos[variable];
    const std::uint32_t level = level_of(info, entity);
    return variables_[level == kNone ? variable : info.first + level];
}

bool FlowModel::store_variable(std::uint32_t variable, std::uint32_t level, double value) {
    const VariableInfo& info = program_.variable_infos[variable];
    double& stored = variables_[info.per == kNone ? variable : info.first + level];
    if (stored == value) return false;
    stored = value;
    if (info.per != kNone) {
        const auto first = variables_.begin() + info.first;
        variables_[variable] = std::accumulate(first, first + info.levels, 0.0) / info.levels;
    }
    return true;
}

bool FlowModel::set_variable_of(const Path& path, std::uint32_t variable, double value) {
    const VariableInfo& info = program_.variable_infos[variable];
    const std::uint32_t own = info.per == kNone ? kNone : level_of(info, path.entity);
    if (info.per == kNone || own != kNone) {
        if (!store_variable(variable, own, value)) return false;
        tell(Kind::variable_set, path, variable, own, value);
        return true;
    }
    bool changes = false;
    for (std::uint32_t level = 0; level < info.levels; ++level) {
        if (!store_variable(variable, level, value)) continue;
        tell(Kind::variable_set, path, variable, level, value);
        changes = true;
    }
    return changes;
}

bool FlowModel::store_attribute(std::uint32_t entity, std::uint32_t which, double stored) {
    double& value = attributes_[entity * program_.attributes.size() + which];
    if (value == stored) return false;
    // It may decide where those who wait for several servers need them.
    const auto is_elsewhere = [&](const Demand& demand) {
        return program_.resources[demand.resource].site_attribute == which;
    };
    const auto for_each_concerned = [&](auto&& act) {
        for (std::uint32_t i = entities_[entity].first_path; i != kNone;
             i = paths_[i].entity_next) {
            const Path& path = paths_[i];
            if (path.state != PathState::queued) continue;
            const auto& demands = program_.activities[path.activity].demands;
            if (demands.size() < 2) continue;
            if (std::any_of(demands.begin() + 1, demands.end(), is_elsewhere)) act(path);
        }
    };
    for_each_concerned([&](const Path& path) { count_needed_too(path, -1); });
    value = stored;
    for_each_concerned([&](const Path& path) {
        count_needed_too(path, 1);
        depend_on_others(path, path.queue_site);
        released_.push_back(path.queue_site);
    });
    return true;
}

bool FlowModel::set_values(std::uint32_t index, const std::vector<Assignment>& values) {
    bool changes_variable = false, changes_attribute = false, is_due = false;
    bool changes_household = false;
    for (const Assignment& item : values) {
        const Path& path = paths_[index];
        const double value = evaluate(item.expression, path.entity, path.episode);
        if (item.variable != kNone) {
            if (!set_variable_of(path, item.variable, value)) continue;
            for (const std::uint32_t wait : program_.waits_reading[item.variable]) {
                is_due = make_due(wait) || is_due;
            }
            changes_variable = true;
            continue;
        }
        const double stored = value - program_.attributes[item.attribute].grows_per_second * now_;
        const std::uint32_t entity = path.entity;
        if (store_attribute(entity, item.attribute, stored)) changes_attribute = true;
        if (program_.has_shared_attributes) {
            changes_household = share_value(entity, item.attribute, stored) || changes_household;
        }
    }
    dispatch_released();  // where somebody who waits may need other servers now
    if (!program_.has_conditions) return true;
    if (changes_variable) is_due = make_restless_due() || is_due;
    const std::uint32_t entity = paths_[index].entity;
    bool is_entity_due = false;
    if (changes_attribute) {
        for (std::uint32_t i = entities_[entity].first_path; i != kNone;
             i = paths_[i].entity_next) {
            is_entity_due = is_entity_due || paths_[i].state == PathState::waiting;
        }
    }
    const std::size_t work_before = work_.size();
    if (is_due) add_work(Work::What::look);
    if (is_entity_due) add_work(Work::What::look_of_entity, entity);
    if (changes_household) {
        for (const std::uint32_t member : household_of(entity)) {
            if (member != entity && waits(member)) add_work(Work::What::look_of_entity, member);
        }
    }
    if (work_.size() == work_before) return true;
    add_work(Work::What::go_on, index);
    return false;
}

/// True when somebody waits at the step.
bool FlowModel::make_due(std::uint32_t wait) {
    WaitList& list = wait_lists_[list_of_condition(wait)];
    if (list.head == kNone) return false;
    list.is_due = true;
    list.cursor = list.head;
    return true;
}

bool FlowModel::make_restless_due() {
    bool is_due = false;
    for (std::uint32_t wait = 0; wait < program_.waits.size(); ++wait) {
        if (program_.waits[wait].is_restless) is_due = make_due(wait) || is_due;
    }
    return is_due;
}

/// Lets go the first in order of coming whose condition holds, and then looks at the others, who
/// see what that one has changed.
void FlowModel::look_again() {
    std::uint32_t first = kNone;
    for (std::uint32_t w = 0; w < program_.waits.size(); ++w) {
        WaitList& list = wait_lists_[list_of_condition(w)];
        if (!list.is_due) continue;
        const WaitInfo& wait = program_.waits[w];
        while (list.cursor != kNone &&
               !holds(wait.until, paths_[list.cursor].entity, paths_[list.cursor].episode)) {
            list.cursor = wait.is_same_for_all ? kNone : waits_[list.cursor].following;
        }
        if (list.cursor == kNone) {
            list.is_due = false;
        } else if (first == kNone || waits_[list.cursor].came < waits_[first].came) {
            first = list.cursor;
        }
    }
    if (first == kNone) return;
    let_go(first);
    add_work(Work::What::go_on, first);
    add_work(Work::What::look);
}

/// The same for the paths of one entity, one of whose attributes was set.
void FlowModel::look_again_at(std::uint32_t entity) {
    std::uint32_t first = kNone;
    for (std::uint32_t i = entities_[entity].first_path; i != kNone; i = paths_[i].entity_next) {
        if (paths_[i].state != PathState::waiting) continue;
        const Step& step = program_.steps[paths_[i].step];
        if (step.kind != StepKind::wait) continue;
        const WaitInfo& wait = program_.waits[step.index];
        if (wait.until == kNone || !holds(wait.until, entity, paths_[i].episode)) continue;
        if (first == kNone || waits_[i].came < waits_[first].came) first = i;
    }
    if (first == kNone) return;
    let_go(first);
    add_work(Work::What::go_on, first);
    add_work(Work::What::look_of_entity, entity);
}

}  // namespace yhdyspinta::simulation
