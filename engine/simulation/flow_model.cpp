// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation in steady state, no text, no log but the event log.
#include "engine/simulation/flow_model.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/base/error.hpp"

namespace yhdyspinta::simulation {

using base::Instant;

namespace {

constexpr random::Purpose kChance = random::purpose("chance");
constexpr std::uint32_t kMovesAtOnce = 10000;
constexpr double kNever = std::numeric_limits<double>::infinity();

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
            site.groups.push_back({&program.calendars[group.calendar], servers, servers});
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

Instant FlowModel::run_until(Instant limit) {
    double until = limit.in_seconds();
    bool must_stop = false;  // something that was sent leaves before the limit
    while (!calendar_.is_empty()) {
        const EventCalendar::Entry entry = calendar_.first();
        if (entry.time > until) break;
        if (entry.due() == Due::send || entry.due() == Due::news) {
            const auto leaves = send_ahead(entry);
            if (!leaves) return Instant::at_seconds(entry.time);
            take_off(entry);
            if (leaves->in_seconds() <= until) {
                until = leaves->in_seconds();
                must_stop = true;
            }
            continue;
        }
        take_off(entry);
        pass_to(entry.time);
        execute(entry);
    }
    return must_stop ? Instant::at_seconds(until) : Instant::never();
}

void FlowModel::run_at(Instant now) {
    while (!calendar_.is_empty() && calendar_.first().time <= now.in_seconds()) {
        const EventCalendar::Entry entry = calendar_.first();
        take_off(entry);
        pass_to(entry.time);
        execute(entry);
    }
}

void FlowModel::take_off(const EventCalendar::Entry& first) {
    calendar_.remove_first();
    last_date_ = first.time;
    fetch_ahead();
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
        case Due::news: send(entry); break;
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
    if (!time_kinds_due_.empty()) tell_time_kinds();
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

std::uint32_t FlowModel::new_path(std::uint32_t entity, std::uint64_t key) {
    std::uint32_t index;
    if (free_paths_.empty()) {
        index = static_cast<std::uint32_t>(paths_.size());
        paths_.emplace_back();
        if (program_.has_revisits) visits_.add_path();
    } else {
        index = free_paths_.back();
        free_paths_.pop_back();
        if (program_.has_revisits) visits_.forget(index);
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
    path.time_kind = path.told_time_kind = kNone;
    path.is_time_kind_due = false;
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
    path.is_time_kind_due = false;
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
    return visits_.next(path, program_.activities.size() + step);
}

void FlowModel::finish() {
    pass_to(program_.length);
    if (week_start_ < program_.length && next_week_ < kNever) tell_week(program_.length);
    const Instant from = Instant::at_seconds(program_.warm_up);
    const Instant end = Instant::at_seconds(program_.length);
    std::vector<std::vector<std::int32_t>> held(sites_.size());
    account_for_open_work(&held);
    for (std::uint32_t i = 0; i < sites_.size(); ++i) {
        const Site& site = sites_[i];
        const ResourceInfo& resource = program_.resources[site.resource];
        const std::uint32_t place = i - resource.first_site;
        const double available = available_time(site);
        for (std::size_t g = 0; g < site.groups.size(); ++g) {
            const Group& group = site.groups[g];
            const double on_duty = time_on_duty(group, from, end);
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
