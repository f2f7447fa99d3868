// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation in steady state, no text, no log but the event log.
#include "engine/simulation/flow_model.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/base/error.hpp"

namespace yhdyspinta::simulation {

using base::GapClass;
using base::Instant;
using base::TimeKind;

namespace {

constexpr random::Purpose kSelection = random::purpose("selection");
constexpr random::Purpose kChance = random::purpose("chance");
constexpr double kUrgentBoost = 1e6;
constexpr std::uint32_t kMovesAtOnce = 10000;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

FlowModel::FlowModel(const Program& program, std::uint64_t seed, std::uint64_t replication,
                     event_log::EventLog& log)
    : program_(program), log_(log), streams_{seed, replication} {
    for (const SiteInfo& info : program.sites) {
        Site& site = sites_.emplace_back();
        site.resource = info.resource;
        const ResourceInfo& resource = program.resources[info.resource];
        for (const ServerGroup& group : info.groups) {
            const auto servers = static_cast<std::int32_t>(group.servers);
            site.groups.push_back(
                {&program.calendars[group.calendar], group.calendar, servers, servers});
        }
        site.is_plain = site.groups.size() == 1 && site.groups.front().calendar->is_always_open();
        site.is_simple = site.is_plain && !resource.is_shared && resource.jockeys_from.empty();
        site.is_cases = resource.is_named && resource.is_caseload;
        site.is_interruptible = resource.is_interruptible;
        site.has_preemptive = resource.has_preemptive;
        site.discipline = resource.discipline;
        if (resource.is_shared_out) {
            site.is_shared_out = true;
            site.sharing = static_cast<std::uint32_t>(sharings_.size());
            sharings_.emplace_back();
        }
    }
    turns_.assign(program.cycles, 0);
    for (std::uint32_t i = 0; i < program.capacity_changes.size(); ++i) {
        calendar_.schedule(program.capacity_changes[i].after, Due::capacity_changes, i, i, 0);
    }
    start_absences();
    for (const InterfaceInfo& info : program.interfaces) {
        InterfaceState& state = interface_states_.emplace_back();
        state.loss = info.loss.constant;
        state.misrouting = info.misrouting.constant;
        state.dispute = info.dispute.constant;
        if (info.trust) state.trust = info.trust->initial;
    }
    variables_ = program.variables;
    for (std::uint32_t i = 0; i < program.variable_infos.size(); ++i) {
        variables_.resize(variables_.size() + program.variable_infos[i].levels,
                          program.variables[i]);
    }
    wait_lists_.resize(2 * std::size_t{program.signals} + program.waits.size());
    for (const DiaryInfo& info : program.diaries) {
        diaries_.emplace_back(info, program.calendars[info.calendar]);
    }
    batches_.resize(program.batches.size());
    start_sources();
    create_populations();
    calendar_.schedule(program.warm_up, Due::measuring_starts, 0, 0, 0);
    if (program.has_eligibility) schedule_monthly_check();
    if (!program.indicators.empty()) schedule_indicator_look();
}

// ---- the kernel's view
// -----------------------------------------------------------------------------

Instant FlowModel::run_until(Instant limit) {
    const double until = limit.in_seconds();
    while (!calendar_.is_empty()) {
        const EventCalendar::Entry entry = calendar_.first();
        if (entry.time > until) break;
        if (entry.due() == Due::send || entry.due() == Due::news)
            return Instant::at_seconds(entry.time);
        calendar_.remove_first();
        now_ = last_date_ = entry.time;
        execute(entry);
    }
    return Instant::never();
}

void FlowModel::run_at(Instant now) {
    while (!calendar_.is_empty() && calendar_.first().time <= now.in_seconds()) {
        const EventCalendar::Entry entry = calendar_.first();
        calendar_.remove_first();
        now_ = last_date_ = entry.time;
        execute(entry);
    }
}

void FlowModel::execute(const EventCalendar::Entry& entry) {
    const std::uint32_t target = entry.target;
    order_ = entry.order;
    switch (entry.due()) {
        case Due::activity_ends:
            if (paths_[target].generation == entry.generation) on_activity_end(target);
            break;
        case Due::capacity_changes: on_capacity_change(target); break;
        case Due::off_duty:
            if (paths_[target].generation == entry.generation) on_off_duty(target);
            break;
        case Due::priority_again:
            if (paths_[target].queue_generation == entry.generation) on_priority_again(target);
            break;
        case Due::absence: on_absence(target); break;
        case Due::arrival: on_arrival(target); break;
        case Due::queues_fill: on_queues_fill(); break;
        case Due::information:
            if (paths_[target].generation == entry.generation) on_information(target);
            break;
        case Due::send:
            if (paths_[target].generation == entry.generation) on_send(target);
            break;
        case Due::news: on_news(target); break;
        case Due::opening:
            if (sites_[target].wake_generation == entry.generation) on_opening(target);
            break;
        case Due::patience_ends:
            if (paths_[target].queue_generation == entry.generation) on_patience_end(target);
            break;
        case Due::stalled:
            if (paths_[target].stall_generation == entry.generation) on_stalled(target);
            break;
        case Due::resolves:
            if (episodes_[target].generation == entry.generation) on_resolves(target);
            break;
        case Due::escalates:
            if (episodes_[target].generation == entry.generation) on_escalates(target);
            break;
        case Due::contact_again:
            if (episodes_[target].generation == entry.generation) on_contact_again(target);
            break;
        case Due::recognised:
            // The low six bits say which recogniser or running clock.
            if (episodes_[target].generation == entry.generation >> 6) {
                on_recognised(target, entry.generation & 63);
            }
            break;
        case Due::limit_passes:
            if (episodes_[target].generation == entry.generation >> 6) {
                on_limit(target, entry.generation & 63);
            }
            break;
        case Due::work: on_work(); break;
        case Due::slot_begins:
            if (paths_[target].generation == entry.generation) on_slot(target);
            break;
        case Due::gathers: on_gather(entry.entity(), target, entry.generation); break;
        case Due::onset: on_onset(target, entry.generation); break;
        case Due::monthly_check: on_monthly_check(); break;
        case Due::indicator_look: on_indicator_look(); break;
        case Due::move: on_move(target); break;
        case Due::measuring_starts: {
            std::uint32_t members = 0;
            for (std::uint32_t i = 0; i < entities_.size(); ++i) {
                if (!entities_[i].is_member) continue;
                bool is_there = true;  // one whose age is still negative is not
                for (std::uint32_t a = 0; a < program_.attributes.size(); ++a) {
                    if (program_.attributes[a].grows_per_second > 0.0 && attribute(i, a) < 0.0) {
                        is_there = false;
                    }
                }
                members += is_there ? 1 : 0;
            }
            log_.append({now_, static_cast<double>(members), kNone, kNone, kNone,
                         event_log::kNoPlace, Kind::measuring_started, 0});
            break;
        }
    }
    if (!deferred_.empty()) resume_deferred();
}

std::string FlowModel::whereabouts() const {
    const Instant now = Instant::at_seconds(now_);
    std::string text = fmt::format("at {} ({} s)", program_.clock.to_text(now), now_);
    if (current_path_ == kNone || current_path_ >= paths_.size()) return text;
    const Path& path = paths_[current_path_];
    text += fmt::format(", entity {}", path.entity);
    if (path.activity != kNone) {
        text += fmt::format(", activity {}", program_.legend.activities[path.activity].name);
    } else if (path.step != kNone) {
        text += fmt::format(", process {}",
                            program_.legend.processes[program_.steps[path.step].process]);
    }
    return text;
}

void FlowModel::fail(const Path&, const std::string& what) const {
    throw base::ModelError(fmt::format("{}: {}; replication {}, seed {}", whereabouts(), what,
                                       streams_.replication, streams_.seed));
}

// ---- entities
// --------------------------------------------------------------------------------------

std::uint32_t FlowModel::new_entity(std::uint32_t entity_class, std::uint64_t key) {
    std::uint32_t index;
    const std::size_t attributes = program_.attributes.size();
    if (free_entities_.empty()) {
        index = static_cast<std::uint32_t>(entities_.size());
        entities_.emplace_back();
        attributes_.resize(attributes_.size() + attributes, 0.0);
        if (!program_.record_types.empty()) records_.emplace_back();
    } else {
        index = free_entities_.back();
        free_entities_.pop_back();
        std::fill_n(attributes_.begin() + static_cast<std::ptrdiff_t>(index * attributes),
                    attributes, 0.0);
    }
    Entity& entity = entities_[index];
    entity.key = key;
    entity.arrived = now_;
    entity.entity_class = entity_class;
    entity.first_path = kNone;
    entity.in_person = kNone;
    entity.household = kNone;
    entity.hidden = 0;
    entity.is_member = false;
    entity.records = 0;
    const auto& initial = program_.classes[entity_class];
    if (!initial.empty()) draw_attributes(index, initial);
    return index;
}

void FlowModel::draw_attributes(std::uint32_t entity, const std::vector<ClassAttribute>& set) {
    const std::size_t first = entity * program_.attributes.size();
    for (const ClassAttribute& item : set) {
        double value = sample(item.initial, entities_[entity].key, 0);
        // Stored as the value at time 0; grows from there.
        value -= program_.attributes[item.attribute].grows_per_second * now_;
        attributes_[first + item.attribute] = value;
    }
}

double FlowModel::attribute(std::uint32_t entity, std::uint32_t attribute) const {
    return attributes_[entity * program_.attributes.size() + attribute] +
           program_.attributes[attribute].grows_per_second * now_;
}

/// What an expression can ask beside attributes; `place` is that of the variable in
/// `Program::values`.
double FlowModel::state_value(std::uint32_t place, std::uint32_t entity,
                              std::uint32_t episode) const {
    if (place == program_.now_value) return now_ / 86400.0;
    if (place == program_.chance_value) return chance_;
    if (place == program_.others_here_value) return others_here(episode);
    if (place == program_.queue_length_value || place == program_.in_service_value ||
        place == program_.waited_value) {
        if (asking_ == nullptr || asking_->activity == kNone ||
            program_.activities[asking_->activity].demands.empty()) {
            return 0.0;
        }
        if (place == program_.waited_value) {
            return asking_->state == PathState::queued ? (now_ - asking_->since) / 86400.0 : 0.0;
        }
        const std::uint32_t home = home_of(*asking_);
        const double waiting = clients_waiting(sites_[home]);
        return place == program_.queue_length_value ? waiting
                                                    : static_cast<double>(load_of(home)) - waiting;
    }
    if (place >= program_.trust_value) return interface_value(place);
    if (place >= program_.first_variable) {
        return variable_of(place - program_.first_variable, entity);
    }
    const bool has_episode = episode != kNone;
    if (place == program_.severity_value) return has_episode ? episodes_[episode].severity : 0.0;
    if (place == program_.need_value) return has_episode ? episodes_[episode].need : -1.0;
    if (place == program_.hops_value) return has_episode ? episodes_[episode].hops : 0.0;
    if (place == program_.paths_value) return has_episode ? episodes_[episode].paths : 0.0;
    if (place == program_.unserved_value) {
        if (!has_episode) return 0.0;
        const Episode& of = episodes_[episode];
        return ((of.is_effective ? of.effective_at : now_) - of.arose) / 86400.0;
    }
    throw base::InternalError("an expression reads a variable that does not exist");
}

double FlowModel::evaluate(std::uint32_t expression, std::uint32_t entity,
                           std::uint32_t episode) const {
    const process::CompiledExpression& compiled = program_.expressions[expression];
    for (const std::uint32_t place : compiled.used()) {
        program_.values[place] = place < program_.attributes.size()
                                     ? attribute(entity, place)
                                     : state_value(place, entity, episode);
    }
    return compiled.value();
}

double FlowModel::others_here(std::uint32_t episode) const {
    if (here_.service == kNone || episode == kNone) return 0.0;
    double others = 0.0;
    for (std::uint32_t i = entities_[episodes_[episode].entity].first_path; i != kNone;
         i = paths_[i].entity_next) {
        if (paths_[i].episode == episode && paths_[i].service == here_.service && i != here_.path) {
            others += 1.0;
        }
    }
    return others;
}

// ---- paths
// -----------------------------------------------------------------------------------------

std::uint32_t FlowModel::new_path(std::uint32_t entity, std::uint64_t key) {
    std::uint32_t index;
    if (free_paths_.empty()) {
        index = static_cast<std::uint32_t>(paths_.size());
        paths_.emplace_back();
        if (program_.has_revisits) visits_.resize(visits_.size() + visits_per_path(), 0);
    } else {
        index = free_paths_.back();
        free_paths_.pop_back();
        if (program_.has_revisits) {
            std::fill_n(visits_.begin() + static_cast<std::ptrdiff_t>(index * visits_per_path()),
                        visits_per_path(), std::uint16_t{0});
        }
    }
    Path& path = paths_[index];
    path.key = key;
    path.entity = entity;
    path.episode = kNone;
    path.step = path.activity = path.service = kNone;
    path.places.clear();
    path.absence = path.only_group = kNone;
    path.is_suspended = false;
    path.state = PathState::moving;
    path.phase = Phase::none;
    path.attempt = path.requests = 0;
    path.sender = kNone;
    path.ordinal = 0;
    path.depth = 0;
    path.is_urgent = path.is_shortened = path.has_seen_record = path.is_direct = path.is_resent =
        false;
    path.time_kind = kNone;
    path.last_moved = -1.0;
    path.moves_at_once = 0;
    if (program_.has_gatherings) {
        bonds_.resize(paths_.size());
        bonds_[index] = {};
    }
    path.entity_next = entities_[entity].first_path;
    entities_[entity].first_path = index;
    return index;
}

void FlowModel::free_path(std::uint32_t index) {
    Path& path = paths_[index];
    ++path.generation;
    ++path.queue_generation;
    ++path.stall_generation;
    path.state = PathState::free;
    std::uint32_t* link = &entities_[path.entity].first_path;
    while (*link != index) link = &paths_[*link].entity_next;
    *link = path.entity_next;
    free_paths_.push_back(index);
}

void FlowModel::end_path(std::uint32_t index) {
    Path& path = paths_[index];
    if (!path.places.empty()) release_places(path);
    const std::uint32_t forked_by = program_.has_gatherings ? loosen(index) : kNone;
    const std::uint32_t entity = path.entity;
    if (path.episode != kNone) {
        tell(Kind::path_ended, path, event_log::kNoPlace, path.ordinal);
        Episode& episode = episodes_[path.episode];
        --episode.paths;
        if (episode.is_open && episode.paths == 0) set_owner(episode, kNone);
        free_path(index);
        if (forked_by != kNone) on_branch_end(forked_by);
        dispatch_released();
        return;
    }
    free_path(index);
    if (forked_by != kNone) on_branch_end(forked_by);
    if (!entities_[entity].is_member && entities_[entity].first_path == kNone) {
        log_.append({now_, now_ - entities_[entity].arrived, entity, kNone, kNone,
                     static_cast<std::uint16_t>(entities_[entity].entity_class), Kind::entity_left,
                     0});
        if (!records_.empty()) records_[entity].clear();
        free_entities_.push_back(entity);
    }
    dispatch_released();
}

void FlowModel::proceed(std::uint32_t index, std::uint32_t target) {
    {
        Path& path = paths_[index];
        if (path.last_moved == now_) {
            if (++path.moves_at_once > kMovesAtOnce) {
                current_path_ = index;
                fail(path, fmt::format("goes round without time passing (more than {} moves)",
                                       kMovesAtOnce));
            }
        } else {
            path.last_moved = now_;
            path.moves_at_once = 0;
        }
    }
    std::uint32_t moves = 0;
    for (;;) {
        if (++moves > kMovesAtOnce) {
            current_path_ = index;
            fail(paths_[index],
                 fmt::format("goes round without time passing (more than {} moves)", kMovesAtOnce));
        }
        if (target == kReturn) {
            Path& path = paths_[index];
            if (path.depth == 0) {
                target = kLeave;
            } else {
                target = route(index, path.stack[--path.depth]);
                continue;
            }
        }
        if (target == kLeave) {
            end_path(index);
            return;
        }
        const Step& step = program_.steps[target];
        paths_[index].step = target;
        switch (step.kind) {
            case StepKind::activity:
                if (program_.activities[step.index].has_plain_queue &&
                    paths_[index].episode == kNone && !is_filling_queues_) {
                    await_plain(index, step.index);
                    return;
                }
                if (!begin_activity(index, step.index, Then::route)) return;
                break;
            case StepKind::set:
                if (!set_values(index, program_.assignments[step.index])) return;
                break;
            case StepKind::tell: begin_signal(index); return;
            case StepKind::wait:
                if (!begin_wait(index, program_.waits[step.index])) return;
                break;
            case StepKind::book:
                target = book_place(index, step.index);
                if (target == kNone) return;
                continue;
            case StepKind::hand_over: begin_handover(index); return;
            case StepKind::call: {
                Path& path = paths_[index];
                if (path.depth == path.stack.size()) {
                    current_path_ = index;
                    fail(path, fmt::format("sub-processes nest deeper than {}", path.stack.size()));
                }
                path.stack[path.depth++] = target;
                target = step.index;
                continue;
            }
            case StepKind::close: close_by_step(index, program_.closings[step.index]); return;
            case StepKind::take_on:
                check_taken_on_once(index, step.index);
                begin_activity(index, step.index, Then::keep);
                return;
            case StepKind::let_go:
                release_places(paths_[index], step.index);
                dispatch_released();
                break;
            case StepKind::batch: join_batch(index, step.index); return;
            case StepKind::separate:
                if (program_.has_gatherings) dissolve(index, Pending::route);
                break;
            case StepKind::fork: begin_fork(index); return;
            case StepKind::choice: break;
            case StepKind::inform:
                if (!begin_telling(index)) return;
                break;
        }
        target = route(index, target);
    }
}

std::uint32_t FlowModel::choose_route(std::uint32_t index, std::uint32_t from) {
    const Step& step = program_.steps[from];
    if (step.rule != process::RoutingRule::branches) return by_rule(paths_[index], step);
    if (!step.asks_chance) return branch(index, from);
    chance_ =
        streams_.stream(paths_[index].key, step.purpose ^ kChance, decision(index, from)).uniform();
    const std::uint32_t to = branch(index, from);
    chance_ = 0.0;
    return to;
}

/// The first branch whose condition holds, else one by its probability.
std::uint32_t FlowModel::branch(std::uint32_t index, std::uint32_t from) {
    const Step& step = program_.steps[from];
    double u = -1.0;
    here_ = {paths_[index].service, index};
    for (std::uint32_t i = 0; i < step.routes; ++i) {
        const Route& way = program_.routes[step.first_route + i];
        const Path& path = paths_[index];
        if (way.when != kNone) {
            if (holds(way.when, path.entity, path.episode)) {
                here_ = {};
                return way.to;
            }
            continue;
        }
        here_ = {};
        if (u < 0.0) {
            u = streams_.stream(path.key, step.purpose, decision(index, from)).uniform();
        }
        if (u < way.up_to) return way.to;
    }
    here_ = {};
    return step.next;
}

/// How many decisions the path has drawn at the step before this one.
std::uint64_t FlowModel::decision(std::uint32_t path, std::uint32_t step) {
    if (!program_.has_revisits) return 0;
    return visits_[path * visits_per_path() + program_.activities.size() + step]++;
}

// ---- activities
// ------------------------------------------------------------------------------------

bool FlowModel::begin_activity(std::uint32_t index, std::uint32_t which, Then then) {
    const Activity& activity = program_.activities[which];
    {
        Path& path = paths_[index];
        path.activity = which;
        path.then = then;
        path.is_shortened = false;
    }
    if (activity.reuse != process::Reuse::never && activity.record_type != kNone) {
        Path& path = paths_[index];
        std::uint32_t holder = kNone;
        Sight sight = look_for_record(path, activity, holder);
        if (sight == Sight::on_request && path.has_seen_record) sight = Sight::seen;
        path.has_seen_record = false;
        if (sight == Sight::on_request && holder != kNone) {
            tell(Kind::record_requested, path, activity.service, activity.record_type);
            path.interface = program_.interface(holder, activity.service);
            const InterfaceInfo& info = program_.interfaces[path.interface];
            path.asked_at = now_;
            set_time_kind(path, TimeKind::waiting);
            await_information(index, Phase::record_asked,
                              delay(info.request_reply, path, path.requests++));
            return false;
        }
        if (sight == Sight::seen) {
            if (activity.reuse == process::Reuse::skip) {
                std::uint32_t servers = 0;
                for (const Demand& demand : activity.demands) servers += demand.servers;
                tell(Kind::activity_skipped, path, which, activity.record_type,
                     activity.duration.law.mean() * times(path) * servers);
                (void)visit(index, which);
                return true;
            }
            path.is_shortened = true;
            tell(Kind::activity_shortened, path, which, activity.record_type);
        }
    }
    await(index);
    return false;
}

/// Evaluates an expression that may ask about the queue the path is at.
double FlowModel::ask(std::uint32_t expression, const Path& path) {
    asking_ = &path;
    asked_interface_ = path.interface;
    const double value = evaluate(expression, path.entity, path.episode);
    asking_ = nullptr;
    return value;
}

/// What the duration of the path's activity is multiplied by.
double FlowModel::times(const Path& path) {
    const std::uint32_t expression = program_.activities[path.activity].times;
    return expression == kNone ? 1.0 : ask(expression, path);
}

double FlowModel::priority_of(const Path& path) {
    const Activity& activity = program_.activities[path.activity];
    const double priority =
        activity.priority == kNone ? activity.fixed_priority : ask(activity.priority, path);
    return path.is_urgent ? priority + kUrgentBoost : priority;
}

/// Starts the path's activity if it can, else lets it queue.
void FlowModel::await(std::uint32_t index) {
    const Activity& activity = program_.activities[paths_[index].activity];
    Path& path = paths_[index];
    path.since = now_;
    if (activity.demands.empty()) {
        if (activity.interrupted_by != kNone) become_interruptible(index, activity.interrupted_by);
        start(index, 0.0);
        return;
    }
    path.priority = priority_of(path);
    if (program_.counts_demand && path.then != Then::vanish) {
        ++demand_[site_of(path, activity.demands.front().resource)];
    }
    if (!is_filling_queues_ && activity.balks != kNone && has_balked(index)) return;
    if (activity.interrupted_by != kNone) become_interruptible(index, activity.interrupted_by);
    if (is_filling_queues_) {
        path.since = now_ - waited_before_;
        enqueue(index, site_of(path, activity.demands.front().resource));
        return;
    }
    join(index, site_of(path, activity.demands.front().resource));
}

void FlowModel::await_plain(std::uint32_t index, std::uint32_t which) {
    const Activity& activity = program_.activities[which];
    Path& path = paths_[index];
    path.activity = which;
    path.then = Then::route;
    path.is_shortened = false;
    path.since = now_;
    path.priority = activity.fixed_priority + (path.is_urgent ? kUrgentBoost : 0.0);
    const Site& site = sites_[activity.plain_site];
    const bool is_first = site.waiting == 0 || site.levels.front().priority < path.priority;
    if (site.groups.front().idle >= activity.plain_servers &&
        (is_first || first_startable(activity.plain_site) == kNone)) {
        start_plain(index, activity, 0.0);
        return;
    }
    if (activity.is_preemptive && (is_first || !is_claimed_before(path, site)) &&
        preempt_for(index)) {
        return;
    }
    path.rank = site.discipline == process::Discipline::fifo
                    ? now_
                    : rank_of(path, activity.plain_site, index);
    link_into_queue(index, activity.plain_site);
    tell(Kind::queue_joined, path, path.activity, 0);
}

/// Starts, or joins the queue of the site if it has room.
void FlowModel::join(std::uint32_t index, std::uint32_t site) {
    Path& path = paths_[index];
    const Activity& activity = program_.activities[path.activity];
    // Nobody passes those who wait with the same or a higher priority.
    const Site& home = sites_[site];
    const bool is_first = home.waiting == 0 || home.levels.front().priority < path.priority;
    if (can_start(path) && (is_first || first_startable(site) == kNone)) {
        start(index, 0.0);
        return;
    }
    if (activity.is_preemptive && (is_first || !is_claimed_before(path, home)) &&
        preempt_for(index)) {
        return;
    }
    if (activity.is_constrained) {
        if (const std::uint32_t full = full_queue(path, activity); full != kNone) {
            if (activity.is_blocking) {
                block_before(index, kNone, full);
            } else {
                turn_away(index);
            }
            return;
        }
    }
    enqueue(index, site);
    schedule_wake(site);
    if (!activity.jockeys_to.empty() && !is_jockeying_) look_for_shorter_queue(index);
}

std::uint32_t FlowModel::site_by_attribute(const Path& path, const ResourceInfo& info) const {
    return info.first_site + level(path.entity, info.site_attribute);
}

std::uint32_t FlowModel::own_group(const Path& path, std::uint32_t resource,
                                   std::uint32_t where) const {
    if (path.only_group != kNone) return path.only_group;
    const ResourceInfo& info = program_.resources[resource];
    if (!info.is_own_worker) return kNone;
    const std::uint32_t cases = program_.resources[info.cases].first_site + where - info.first_site;
    // A branch of a fork is of the client whom the path before the fork was taken on for.
    for (const Path* of = &path;;) {
        for (const Place& place : of->places) {
            if (place.site == cases) return place.group;
        }
        const std::uint32_t before =
            program_.has_gatherings ? bonds_[index_of(*of)].forked_by : kNone;
        if (before == kNone) return kNone;
        of = &paths_[before];
    }
}

std::uint32_t FlowModel::available_group_on_duty(const Path& path, std::uint32_t resource,
                                                 std::uint32_t where, std::int32_t servers) const {
    const Site& site = sites_[where];
    const Instant now = Instant::at_seconds(now_);
    const std::uint32_t own = own_group(path, resource, where);
    if (own != kNone) {
        const Group& group = site.groups[own];
        return group.idle >= servers && group.calendar->is_open(now) ? own : kNone;
    }
    std::uint32_t best = kNone;
    for (std::uint32_t g = 0; g < site.groups.size(); ++g) {
        const Group& group = site.groups[g];
        if (group.idle < servers || !group.calendar->is_open(now)) continue;
        if (!site.is_cases) return g;
        if (best == kNone || group.idle > site.groups[best].idle) best = g;
    }
    return best;
}

/// Whether a look at the queue can be worth while.
bool FlowModel::has_anybody_idle(const Site& site) const {
    const Instant now = Instant::at_seconds(now_);
    return std::any_of(site.groups.begin(), site.groups.end(), [&](const Group& group) {
        return group.idle > 0 && group.calendar->is_open(now);
    });
}

bool FlowModel::can_start_anywhere(const Path& path, const Activity& activity) const {
    if (activity.is_with_client && entities_[path.entity].in_person != kNone) {
        return false;
    }
    if (activity.is_with_client && leads(path) && !are_members_free(index_of(path))) return false;
    for (const Demand& demand : activity.demands) {
        const std::uint32_t where = site_of(path, demand.resource);
        const Site& site = sites_[where];
        const auto servers = static_cast<std::int32_t>(demand.servers);
        if (site.is_shared_out) {
            if (site.groups.empty()) return false;
            continue;
        }
        if (available_group(path, demand.resource, where, servers) != kNone) continue;
        if (servers == 1 || own_group(path, demand.resource, where) != kNone) return false;
        std::int32_t idle = 0;
        for (const Group& group : site.groups) {
            if (group.calendar->is_open(Instant::at_seconds(now_))) {
                idle += std::max(0, group.idle);
            }
        }
        if (idle < servers) return false;
    }
    return true;
}

const calendar::WorkCalendar& FlowModel::common_calendar(const Path& path) {
    auto calendar_at = [this](std::uint32_t i) -> const calendar::WorkCalendar& {
        return i < program_.calendars.size() ? program_.calendars[i]
                                             : common_calendars_[i - program_.calendars.size()];
    };
    std::uint32_t common = 0;
    for (const Hold& hold : path.holds) {
        const std::uint32_t other = sites_[hold.site].groups[hold.group].calendar_index;
        if (common == 0 || common == other) {
            common = other;
            continue;
        }
        if (other == 0) continue;
        const auto key = std::minmax(common, other);
        const auto known = common_.find({key.first, key.second});
        if (known != common_.end()) {
            common = known->second;
            continue;
        }
        common_calendars_.push_back(
            calendar::WorkCalendar::intersection(calendar_at(key.first), calendar_at(key.second)));
        common =
            static_cast<std::uint32_t>(program_.calendars.size() + common_calendars_.size() - 1);
        common_[{key.first, key.second}] = common;
    }
    return calendar_at(common);
}

double FlowModel::draw_duration(std::uint32_t index, const Activity& activity) {
    Path& path = paths_[index];
    double duration = sample(activity.duration, path.key, visit(index, path.activity));
    if (activity.times != kNone) duration *= ask(activity.times, path);
    if (!(duration >= 0.0 && duration < kInfinity)) {
        current_path_ = index;
        fail(path, fmt::format("a duration of {} s", duration));
    }
    return duration;
}

void FlowModel::start_plain(std::uint32_t index, const Activity& activity, double waited) {
    Path& path = paths_[index];
    Site& site = sites_[activity.plain_site];
    site.groups.front().idle -= activity.plain_servers;
    if (site.is_interruptible) site.running.push_back(index);
    path.holds.clear();
    path.holds.push_back(
        {activity.plain_site, 0, static_cast<std::uint32_t>(activity.plain_servers)});
    path.since = now_;
    const bool is_resumed = path.is_suspended;
    path.is_suspended = false;
    tell(is_resumed ? Kind::activity_resumed : Kind::activity_started, path, path.activity, 0,
         waited);
    const double duration =
        is_resumed && path.remaining >= 0.0 ? path.remaining : draw_duration(index, activity);
    path.worked = duration;
    path.state = PathState::busy;
    calendar_.schedule(now_ + duration, Due::activity_ends, path.entity, index, ++path.generation);
}

void FlowModel::end_plain(std::uint32_t index, const Activity& activity) {
    Path& path = paths_[index];
    Site& site = sites_[activity.plain_site];
    Group& group = site.groups.front();
    const auto servers = static_cast<std::uint32_t>(activity.plain_servers);
    const double from = std::max(path.since, program_.warm_up);
    if (now_ > from) {
        const double worked = (now_ - from) * servers;
        site.busy += worked;
        group.busy += worked;
    }
    if (group.idle < 0) spend_beyond_posts(site, group, servers);
    group.idle += activity.plain_servers;
    if (site.is_interruptible) std::erase(site.running, index);
    path.state = PathState::moving;
    tell(Kind::activity_ended, path, path.activity, 0, path.worked * servers);
    const Then then = path.then;
    dispatch(activity.plain_site);
    if (then == Then::route) {
        proceed(index, route(index, paths_[index].step));
    } else {
        continue_after(index, then);
    }
}

void FlowModel::start_anything(std::uint32_t index, double waited) {
    const std::uint32_t which = paths_[index].activity;
    const Activity& activity = program_.activities[which];
    Path& path = paths_[index];
    path.holds.clear();
    std::uint32_t shared_out = kNone;
    bool hands_over = false;
    for (const Demand& demand : activity.demands) {
        const std::uint32_t where = site_of(path, demand.resource);
        Site& site = sites_[where];
        auto left = static_cast<std::int32_t>(demand.servers);
        if (site.is_plain) {
            if (site.is_interruptible) site.running.push_back(index);
            if (site.is_shared_out) {
                shared_out = where;
            } else {
                site.groups.front().idle -= left;
            }
            path.holds.push_back({where, 0, demand.servers});
            continue;
        }
        if (site.is_interruptible) site.running.push_back(index);
        const process::AtClosing at_closing = program_.resources[demand.resource].at_closing;
        hands_over = hands_over || at_closing == process::AtClosing::hand_over;
        const std::uint32_t whole = available_group(path, demand.resource, where, left);
        for (std::uint32_t g = whole == kNone ? 0 : whole; left > 0; ++g) {
            Group& group = site.groups[g];
            if (!group.calendar->is_open(Instant::at_seconds(now_))) continue;
            const std::int32_t taken = std::min(left, group.idle);
            if (taken <= 0) continue;
            group.idle -= taken;
            left -= taken;
            path.holds.push_back({where, g, static_cast<std::uint32_t>(taken)});
        }
    }
    path.since = now_;
    const bool is_resumed = path.is_suspended;
    path.is_suspended = false;
    tell(is_resumed ? Kind::activity_resumed : Kind::activity_started, path, which, place_of(path),
         waited);
    std::uint32_t names = 0, named = kNone;  // those of a resource come after those before it
    for (const Hold& hold : path.holds) {
        if (!program_.resources[sites_[hold.site].resource].has_names) continue;
        if (named != kNone && named != hold.site) {
            names += static_cast<std::uint32_t>(sites_[named].groups.size());
        }
        named = hold.site;
        tell(Kind::served_by, path, which, names + hold.group);
    }

    if (path.then == Then::enter || path.then == Then::keep) {
        // A place in a caseload is held until the client leaves the service.
        path.places.push_back({path.holds.front().site, path.holds.front().group, now_});
        path.holds.clear();
        path.state = PathState::moving;
        tell(Kind::activity_ended, path, which, kNone, 0.0);
        continue_after(index, path.then);
        return;
    }

    double duration = path.remaining;
    if (!is_resumed || duration < 0.0) {
        duration = draw_duration(index, activity);
        if (path.is_shortened) duration *= activity.shortened_to;
    }
    path.worked = duration;
    path.state = PathState::busy;
    if (activity.is_absence) ++sites_[path.holds.front().site].away;
    double end = now_ + duration;
    double off_duty = kInfinity;
    if (!path.holds.empty() && !activity.is_absence) {
        const calendar::WorkCalendar* calendar =
            sites_[path.holds.front().site].groups[path.holds.front().group].calendar;
        if (hands_over) {
            for (const Hold& hold : path.holds) {
                off_duty = std::min(off_duty, sites_[hold.site]
                                                  .groups[hold.group]
                                                  .calendar->closes_at(Instant::at_seconds(now_))
                                                  .in_seconds());
            }
        } else if (!activity.stays_late) {
            if (path.holds.size() > 1) calendar = &common_calendar(path);
            if (!calendar->is_always_open()) {
                end = calendar
                          ->add_working_time(Instant::at_seconds(now_),
                                             base::Duration::seconds(duration))
                          .in_seconds();
            }
        }
    }
    if (shared_out != kNone) {
        start_sharing(index, shared_out, duration);
    } else if (off_duty < end) {
        calendar_.schedule(off_duty, Due::off_duty, path.entity, index, ++path.generation);
    } else {
        calendar_.schedule(end, Due::activity_ends, path.entity, index, ++path.generation);
    }

    if (path.episode != kNone) {
        set_time_kind(path, activity.counts_as, activity.gap);
        if (program_.has_clocks && !is_resumed) trigger(program_.on_start[which], path.episode);
    }
    if (activity.is_with_client) {
        entities_[path.entity].in_person = index;
        if (path.episode != kNone && !is_resumed) note_contact(paths_[index], which);
    }
    if (leads(paths_[index])) start_members(index, activity, which, is_resumed);
}

/// Accounts for the time a server was held.
void FlowModel::spend(Site& site, Group& group, const Hold& hold, double since,
                      const Activity& activity) {
    const double from = std::max(since, program_.warm_up);
    if (now_ <= from) return;
    double worked =
        group.calendar->working_time(Instant::at_seconds(from), Instant::at_seconds(now_))
            .in_seconds() *
        hold.servers;
    if (activity.is_absence) {
        site.absent += worked;
        group.absent += worked;
        return;
    }
    if (activity.stays_late) {
        const double overtime = (now_ - from) * hold.servers - worked;
        site.extra += overtime;
        group.extra += overtime;
        worked += overtime;
    }
    site.busy += worked;
    group.busy += worked;
}

void FlowModel::release_servers(Path& path) {
    const Activity& activity = program_.activities[path.activity];
    for (const Hold& hold : path.holds) {
        Site& site = sites_[hold.site];
        if (site.is_shared_out) continue;
        Group& group = site.groups[hold.group];
        spend(site, group, hold, path.since, activity);
        if (group.idle < 0) spend_beyond_posts(site, group, hold.servers);
        if (activity.is_absence) --site.away;
        group.idle += static_cast<std::int32_t>(hold.servers);
        if (site.is_interruptible) {
            const auto index = static_cast<std::uint32_t>(&path - paths_.data());
            std::erase(site.running, index);
        }
    }
}

/// The client, and those whom it leads, are with nobody any more.
void FlowModel::part(const Path& path) {
    entities_[path.entity].in_person = kNone;
    if (leads(path)) release_members(index_of(path));
}

void FlowModel::release(Path& path) {
    release_servers(path);
    if (program_.activities[path.activity].is_with_client) part(path);
}

/// The queues in which somebody waits for the client, or for those whom it leads.
void FlowModel::touch_company(const Path& path, std::vector<std::uint32_t>& sites) const {
    for (std::uint32_t other = entities_[path.entity].first_path; other != kNone;
         other = paths_[other].entity_next) {
        if (const std::uint32_t site = queue_of(other); site != kNone) sites.push_back(site);
    }
    if (leads(path)) touch_members(index_of(path), sites);
}

void FlowModel::end_anything(std::uint32_t index, const Activity& activity) {
    const std::uint32_t which = paths_[index].activity;
    if (activity.is_with_client) part(paths_[index]);
    // Where it goes must be known before its servers are released: they may have to stay.
    std::uint32_t next = kNone;
    std::uint32_t full = kNone;
    if (program_.has_blocking && paths_[index].then == Then::route) {
        next = route(index, paths_[index].step);
        full = queue_before(paths_[index], next);
    }
    const bool is_blocked = full != kNone;
    {
        Path& path = paths_[index];
        if (!path.holds.empty() && sites_[path.holds.front().site].is_shared_out) {
            end_sharing(index, path.holds.front().site);
        }
        if (!is_blocked) release_servers(path);
        if (activity.interrupted_by != kNone) leave_list(index);
        std::uint32_t servers = 0;
        for (const Hold& hold : path.holds) servers += hold.servers;
        path.state = PathState::moving;
        tell(Kind::activity_ended, path, which, place_of(path),
             activity.is_absence ? 0.0 : path.worked * servers);
        if (activity.record_type != kNone) write_record(path, activity);
        if (activity.is_joint) judge_joint_work(which);
        if (path.episode != kNone) {
            if (program_.has_clocks) trigger(program_.on_end[which], path.episode);
            set_time_kind(path, TimeKind::waiting);
        }
        if (leads(path)) end_members(index, activity, which);
        if (program_.contact_recognisers > 0 && activity.is_with_client) {
            notice_at_contact(path, activity);
        }
    }
    const Then then = paths_[index].then;
    // Those who wait are served before this one can come back for more.
    touched_sites_.clear();
    if (is_blocked) {
        block_before(index, next, full);
    } else {
        for (const Hold& hold : paths_[index].holds) touched_sites_.push_back(hold.site);
    }
    if (activity.is_with_client) touch_company(paths_[index], touched_sites_);
    if (touched_sites_.size() == 1) {
        dispatch(touched_sites_.front());
    } else {
        dispatch_all(touched_sites_);
    }
    if (is_blocked) return;
    if (next != kNone) {
        proceed(index, next);
    } else {
        continue_after(index, then);
    }
}

void FlowModel::continue_after(std::uint32_t index, Then then) {
    switch (then) {
        case Then::route: proceed(index, route(index, paths_[index].step)); break;
        case Then::send: send_out(index); break;
        case Then::decide: decide(index); break;
        case Then::enter:
            proceed(index, program_.services[paths_[index].service].first_step);
            break;
        case Then::keep: proceed(index, route(index, paths_[index].step)); break;
        case Then::told:
            send_news(index);
            proceed(index, route(index, paths_[index].step));
            break;
        case Then::vanish: {
            const std::uint32_t absence = paths_[index].absence;
            end_path(index);
            if (absence != kNone) schedule_absence(absence);
            break;
        }
    }
}

// ---- queues
// ----------------------------------------------------------------------------------------

void FlowModel::link_into_queue(std::uint32_t index, std::uint32_t where) {
    Path& path = paths_[index];
    Site& site = sites_[where];
    path.state = PathState::queued;
    path.queue_site = where;
    ++site.waiting;
    if (site.has_preemptive && program_.activities[path.activity].is_preemptive) ++site.preemptive;

    std::size_t at = 0;
    while (at < site.levels.size() && site.levels[at].priority > path.priority) ++at;
    if (at == site.levels.size()) {
        site.levels.push_back({path.priority});
    } else if (site.levels[at].priority != path.priority) {
        site.levels.insert(site.levels.begin() + static_cast<std::ptrdiff_t>(at),
                           Level{path.priority, kNone, kNone});
    }
    Level& level = site.levels[at];
    ++level.count;
    // One that comes back keeps its rank and finds its place from the end.
    std::uint32_t after = level.tail;
    if (level.head != kNone && path.rank < paths_[level.head].rank) after = kNone;
    while (after != kNone && paths_[after].rank > path.rank) after = paths_[after].previous;
    path.previous = after;
    path.following = after == kNone ? level.head : paths_[after].following;
    (path.previous == kNone ? level.head : paths_[path.previous].following) = index;
    (path.following == kNone ? level.tail : paths_[path.following].previous) = index;
}

void FlowModel::unlink_from_queue(std::uint32_t index) {
    Path& path = paths_[index];
    Site& site = sites_[path.queue_site];
    std::size_t at = 0;
    while (site.levels[at].priority != path.priority) ++at;
    Level& level = site.levels[at];
    --level.count;
    (path.previous == kNone ? level.head : paths_[path.previous].following) = path.following;
    (path.following == kNone ? level.tail : paths_[path.following].previous) = path.previous;
    if (level.head == kNone) {
        if (at + 1 == site.levels.size()) {
            site.levels.pop_back();
        } else {
            site.levels.erase(site.levels.begin() + static_cast<std::ptrdiff_t>(at));
        }
    }
    --site.waiting;
    if (site.has_preemptive && program_.activities[path.activity].is_preemptive) --site.preemptive;
    path.previous = path.following = kNone;
}

/// Place in the order of those with the same priority: who has less is served first.
double FlowModel::rank_of(const Path& path, std::uint32_t site, std::uint32_t index) {
    switch (sites_[site].discipline) {
        case process::Discipline::fifo:
        case process::Discipline::random: break;
        case process::Discipline::lifo:
            // Of those who came at the same instant, too, the last is first.
            return -static_cast<double>(++sites_[site].selections);
        case process::Discipline::shortest_first:
            // The draw that it will have when it starts.
            return sample(program_.activities[path.activity].duration, path.key,
                          program_.has_revisits ? visits_[index * visits_per_path() + path.activity]
                                                : 0) *
                   times(path) *
                   (path.is_shortened ? program_.activities[path.activity].shortened_to : 1.0);
        case process::Discipline::earliest_due: {
            const std::uint32_t due = program_.activities[path.activity].due;
            return due == kNone ? 0.0 : ask(due, path);
        }
    }
    return path.since;
}

void FlowModel::enqueue(std::uint32_t index, std::uint32_t where) {
    paths_[index].rank = rank_of(paths_[index], where, index);
    link_into_queue(index, where);
    Path& path = paths_[index];
    const Activity& activity = program_.activities[path.activity];
    if (activity.demands.size() > 1) depend_on_others(path, where);
    tell(Kind::queue_joined, path, path.activity,
         where - program_.resources[sites_[where].resource].first_site, waited_before_);
    if (path.episode != kNone) {
        set_time_kind(path, activity.counts_as == TimeKind::decision ? TimeKind::decision
                                                                     : TimeKind::waiting);
    }
    if (activity.patience) {
        const double patience =
            sample(*activity.patience, path.key,
                   program_.has_revisits ? visits_[index * visits_per_path() + path.activity] : 0);
        calendar_.schedule(now_ + std::max(0.0, patience), Due::patience_ends, path.entity, index,
                           ++path.queue_generation);
    }
    if (activity.priority_again > 0.0) {
        calendar_.schedule(now_ + activity.priority_again, Due::priority_again, path.entity, index,
                           path.queue_generation);
    }
}

/// The queue is looked at when servers elsewhere that this path also needs are released.
void FlowModel::depend_on_others(const Path& path, std::uint32_t where) {
    for (const Demand& demand : program_.activities[path.activity].demands) {
        const std::uint32_t other = site_of(path, demand.resource);
        if (other == where) continue;
        auto& dependents = sites_[other].dependents;
        if (std::find(dependents.begin(), dependents.end(), where) == dependents.end()) {
            dependents.push_back(where);
        }
    }
}

void FlowModel::dequeue(std::uint32_t index) {
    unlink_from_queue(index);
    Path& path = paths_[index];
    if (program_.has_guests) make_room_as_guest(path);
    ++path.queue_generation;
    path.queue_site = kNone;
    path.state = PathState::moving;
}

/// Gives somebody who waits another priority; the date of joining stays.
void FlowModel::change_priority(std::uint32_t index) {
    Path& path = paths_[index];
    const double priority = priority_of(path);
    if (priority == path.priority) return;
    unlink_from_queue(index);
    path.priority = priority;
    link_into_queue(index, path.queue_site);
    // It may now take servers from others.
    if (sites_[path.queue_site].preemptive > 0) released_.push_back(path.queue_site);
}

/// The first in the order of the queue whom nothing keeps from starting, kNone when there is none.
std::uint32_t FlowModel::first_startable(std::uint32_t where) const {
    const Site& site = sites_[where];
    for (const Level& level : site.levels) {
        if (site.discipline == process::Discipline::random) {
            // Whose servers were taken away, then from anybody on, round the level.
            for (std::uint32_t i = level.head; i != kNone && paths_[i].is_suspended;
                 i = paths_[i].following) {
                if (can_start(paths_[i])) return i;
            }
            auto stream = streams_.stream(program_.resources[site.resource].key + where, kSelection,
                                          site.selections);
            std::uint32_t first = level.head;
            auto steps = static_cast<std::uint32_t>(stream.uniform() * level.count);
            for (; steps > 0; --steps) first = paths_[first].following;
            std::uint32_t index = first;
            do {
                if (can_start(paths_[index])) return index;
                index = paths_[index].following == kNone ? level.head : paths_[index].following;
            } while (index != first);
            continue;
        }
        for (std::uint32_t index = level.head; index != kNone; index = paths_[index].following) {
            if (can_start(paths_[index])) return index;
        }
    }
    return kNone;
}

/// As dispatch_all, where there is only one queue to look at.
void FlowModel::dispatch_simple(std::uint32_t where) {
    while (sites_[where].waiting > 0 && sites_[where].groups.front().idle > 0) {
        const Site& site = sites_[where];
        const std::uint32_t head = site.levels.front().head;
        const std::uint32_t best =
            site.discipline != process::Discipline::random && can_start(paths_[head])
                ? head
                : first_startable(where);
        if (best == kNone) break;
        const double waited = now_ - paths_[best].since;
        ++sites_[where].selections;
        dequeue(best);
        start(best, waited);
    }
    if (sites_[where].preemptive > 0) preempt_for_those_who_wait(where);
    if (!sites_[where].blocked.empty()) admit_blocked(where);
}

void FlowModel::dispatch_others(std::uint32_t where) {
    const Site& site = sites_[where];
    if (site.waiting > 0 || !site.dependents.empty() || !site.blocked.empty() ||
        !program_.resources[site.resource].jockeys_from.empty()) {
        dispatch_all({&where, 1});
    }
}

/// Starts whoever can start now, best first over all these sites and the queues that also need
/// them.
void FlowModel::dispatch_all(std::span<const std::uint32_t> sites) {
    for (;;) {
        std::uint32_t best = kNone;
        auto consider = [&](std::uint32_t queue) {
            const std::uint32_t other = first_startable(queue);
            if (other == kNone) return;
            const Path& a = paths_[other];
            if (best == kNone || a.priority > paths_[best].priority ||
                (a.priority == paths_[best].priority && a.since < paths_[best].since)) {
                best = other;
            }
        };
        for (const std::uint32_t where : sites) {
            const Site& site = sites_[where];
            if (site.waiting == 0 && site.dependents.empty()) continue;
            if (site.is_plain ? site.groups.front().idle < 1 : !has_anybody_idle(site)) continue;
            if (site.waiting > 0) consider(where);
            for (const std::uint32_t dependent : site.dependents) consider(dependent);
        }
        if (best == kNone) break;
        const double waited = now_ - paths_[best].since;
        ++sites_[paths_[best].queue_site].selections;
        dequeue(best);
        start(best, waited);
    }
    for (const std::uint32_t where : sites) {
        if (sites_[where].preemptive > 0) preempt_for_those_who_wait(where);
        for (std::size_t i = 0; i < sites_[where].dependents.size(); ++i) {
            const std::uint32_t dependent = sites_[where].dependents[i];
            if (sites_[dependent].preemptive > 0) preempt_for_those_who_wait(dependent);
            if (!sites_[dependent].blocked.empty()) admit_blocked(dependent);
        }
        if (!sites_[where].blocked.empty()) admit_blocked(where);
        if (!program_.resources[sites_[where].resource].jockeys_from.empty()) take_jockeys(where);
        if (sites_[where].waiting > 0) schedule_wake(where);
        for (const std::uint32_t dependent : sites_[where].dependents) {
            if (sites_[dependent].waiting > 0) schedule_wake(dependent);
        }
    }
    if (program_.has_guests) dispatch_released();  // where guests have left the queue
}

void FlowModel::dispatch_all_released() {
    while (!released_.empty()) {
        const std::uint32_t site = released_.back();
        released_.pop_back();
        dispatch(site);
    }
}

/// Sees to it that the queue is looked at again when somebody it waits for comes on duty.
void FlowModel::schedule_wake(std::uint32_t where) {
    if (sites_[where].is_plain && !program_.resources[sites_[where].resource].is_shared) return;
    const Instant now = Instant::at_seconds(now_);
    double wake = kInfinity;
    const bool takes_servers = sites_[where].preemptive > 0;
    auto consider = [&](const Site& site) {
        for (const Group& group : site.groups) {
            if (group.calendar->is_always_open()) continue;
            if (group.idle <= 0 && !takes_servers) continue;
            // One who is on duty but could not be used now may be useful when others open.
            const Instant opens = group.calendar->next_open(now);
            if (opens > now) wake = std::min(wake, opens.in_seconds());
        }
    };
    consider(sites_[where]);
    if (program_.resources[sites_[where].resource].is_shared) {
        for (const Level& level : sites_[where].levels) {
            for (std::uint32_t i = level.head; i != kNone; i = paths_[i].following) {
                const Activity& activity = program_.activities[paths_[i].activity];
                for (std::size_t d = 1; d < activity.demands.size(); ++d) {
                    consider(sites_[site_of(paths_[i], activity.demands[d].resource)]);
                }
            }
        }
    }
    Site& site = sites_[where];
    if (wake < site.wake_at && wake < kInfinity) {
        site.wake_at = wake;
        calendar_.schedule(wake, Due::opening, where, where, ++site.wake_generation);
    }
}

void FlowModel::on_opening(std::uint32_t where) {
    sites_[where].wake_at = kInfinity;
    if (sites_[where].waiting == 0) return;
    dispatch(where);
    // A queue whose own servers are all taken may still serve those who need others as well.
    if (sites_[where].waiting > 0) schedule_wake(where);
}

void FlowModel::on_patience_end(std::uint32_t index) {
    current_path_ = index;
    Path& path = paths_[index];
    if (path.state == PathState::waiting) {
        give_up_waiting(index);
        return;
    }
    const Activity& activity = program_.activities[path.activity];
    const std::uint32_t on_renege = activity.on_renege;
    if (activity.interrupted_by != kNone) leave_list(index);
    dequeue(index);
    tell(Kind::reneged, path, path.activity, kNone, now_ - path.since);
    (void)visit(index, path.activity);
    const std::uint32_t home = home_of(path);
    proceed(index, on_renege);
    if (!sites_[home].blocked.empty()) dispatch(home);
    if (program_.has_guests) dispatch_released();
}

void FlowModel::release_places(Path& path, std::uint32_t resource) {
    for (std::size_t i = path.places.size(); i-- > 0;) {
        const Place place = path.places[i];
        Site& site = sites_[place.site];
        if (resource != kNone && site.resource != resource) continue;
        Group& group = site.groups[place.group];
        if (group.idle < 0) spend_beyond_posts(site, group, 1);
        group.idle += 1;
        const double held = std::max(0.0, now_ - std::max(place.since, program_.warm_up));
        site.busy += held;
        site.groups[place.group].busy += held;
        released_.push_back(place.site);
        path.places.erase(path.places.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

void FlowModel::check_taken_on_once(std::uint32_t index, std::uint32_t which) {
    const std::uint32_t resource = program_.activities[which].demands.front().resource;
    for (const Place& place : paths_[index].places) {
        if (sites_[place.site].resource != resource) continue;
        current_path_ = index;
        paths_[index].activity = which;
        fail(paths_[index], fmt::format("is taken on again without 'let_go' and has a place in {}",
                                        program_.legend.resources[resource].name));
    }
}

double FlowModel::worked_so_far(const Path& path) {
    const Activity& activity = program_.activities[path.activity];
    if (path.holds.empty() || activity.stays_late || activity.is_absence) {
        return now_ - path.since;
    }
    return common_calendar(path)
        .working_time(Instant::at_seconds(path.since), Instant::at_seconds(now_))
        .in_seconds();
}

void FlowModel::break_off(std::uint32_t index) {
    Path& path = paths_[index];
    if (path.state == PathState::queued || path.state == PathState::busy ||
        path.state == PathState::blocked) {
        if (program_.activities[path.activity].interrupted_by != kNone) leave_list(index);
    }
    path.is_suspended = false;
    if (path.state == PathState::queued) {
        const std::uint32_t activity = path.activity;
        // Somebody may be let in.
        if (!sites_[path.queue_site].blocked.empty()) released_.push_back(path.queue_site);
        dequeue(index);
        tell(Kind::queue_left, paths_[index], activity);
    } else if (path.state == PathState::blocked) {
        leave_blocked(index);
    } else if (path.state == PathState::busy) {
        const Activity& activity = program_.activities[path.activity];
        double worked = worked_so_far(path);
        if (!path.holds.empty() && sites_[path.holds.front().site].is_shared_out) {
            end_sharing(index, path.holds.front().site);
            worked = std::max(0.0, path.worked - path.remaining);  // rounding
        }
        std::uint32_t servers = 0;
        release(path);
        if (activity.is_with_client) touch_company(path, released_);
        for (const Hold& hold : path.holds) {
            servers += hold.servers;
            released_.push_back(hold.site);
        }
        tell(Kind::activity_ended, path, path.activity, place_of(path),
             std::min(worked, path.worked) * servers);
        path.holds.clear();
    }
    ++path.generation;
    ++path.queue_generation;
    path.state = PathState::moving;
}

void FlowModel::interrupt(std::uint32_t index) {
    Path& path = paths_[index];
    if (path.state == PathState::waiting) stop_waiting(index);
    break_off(index);
    ++path.stall_generation;
    path.phase = Phase::none;
    release_places(path);
}

void FlowModel::set_time_kind(Path& path, TimeKind kind, GapClass gap) {
    if (leads(path)) set_time_kind_of_members(index_of(path), kind, gap);
    if (path.episode == kNone) return;
    const std::uint32_t packed = event_log::pack_time_kind(kind, gap);
    if (path.time_kind == packed) return;
    path.time_kind = packed;
    tell(Kind::time_kind_changed, path, path.ordinal, packed);
}

// ---- the end
// ---------------------------------------------------------------------------------------

void FlowModel::finish() {
    now_ = program_.length;
    const Instant from = Instant::at_seconds(program_.warm_up);
    const Instant end = Instant::at_seconds(program_.length);
    std::vector<std::vector<std::int32_t>> held(sites_.size());
    for (std::size_t i = 0; i < sites_.size(); ++i) {
        held[i].resize(sites_[i].groups.size(), 0);
        if (sites_[i].is_shared_out) advance(sharings_[sites_[i].sharing], sites_[i]);
    }
    for (const Path& path : paths_) {
        if (path.state == PathState::free) continue;
        for (const Place& place : path.places) {
            held[place.site][place.group] += 1;
            Site& site = sites_[place.site];
            const double since_then = std::max(0.0, now_ - std::max(place.since, program_.warm_up));
            site.busy += since_then;
            site.groups[place.group].busy += since_then;
        }
        const bool has_servers = path.state == PathState::busy ||
                                 (path.state == PathState::blocked && path.blocked_before != kNone);
        if (!has_servers) continue;
        for (const Hold& hold : path.holds) {
            Site& site = sites_[hold.site];
            if (site.is_shared_out) continue;
            held[hold.site][hold.group] += static_cast<std::int32_t>(hold.servers);
            spend(site, site.groups[hold.group], hold, path.since,
                  program_.activities[path.activity]);
        }
    }
    for (std::uint32_t i = 0; i < sites_.size(); ++i) {
        Site& site = sites_[i];
        for (Group& group : site.groups) {
            if (group.idle < 0) {
                spend_beyond_posts(site, group, static_cast<std::uint32_t>(-group.idle));
            }
        }
        const ResourceInfo& resource = program_.resources[site.resource];
        const std::uint32_t place = i - resource.first_site;
        double available = site.available + site.extra - site.absent;
        for (std::size_t g = 0; g < site.groups.size(); ++g) {
            const Group& group = site.groups[g];
            const Instant since = std::max(from, Instant::at_seconds(group.changed));
            const double on_duty =
                since < end ? group.calendar->working_time(since, end).in_seconds() : 0.0;
            available += on_duty * group.servers;
            if (group.idle + held[i][g] != group.servers) {
                throw base::ModelError(fmt::format(
                    "{}: resource {}: {} servers idle and {} held of {}; replication {}, seed {}",
                    whereabouts(), program_.legend.resources[site.resource].name, group.idle,
                    held[i][g], group.servers, streams_.replication, streams_.seed));
            }
            if (resource.has_names) {
                const auto server = place * static_cast<std::uint32_t>(site.groups.size()) +
                                    static_cast<std::uint32_t>(g);
                tell(Kind::server_available, site.resource, server,
                     group.available + on_duty * group.servers + group.extra - group.absent);
                tell(Kind::server_busy, site.resource, server, group.busy);
            }
        }
        tell(Kind::staff_available, site.resource, place, available);
        tell(Kind::staff_busy, site.resource, place, site.busy);
    }
    tell_places_offered();
    log_.append({now_, 0.0, kNone, kNone, kNone, event_log::kNoPlace, Kind::run_ended, 0});
    log_.pass_on();
}

}  // namespace yhdyspinta::simulation
