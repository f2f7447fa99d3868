// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation in steady state, no text, no log but the event log.
// Activities from their beginning to their end, or until they are broken off.
#include <algorithm>

#include <fmt/format.h>

#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

using base::GapClass;
using base::Instant;
using base::TimeKind;

namespace {

constexpr double kUrgentBoost = 1e6;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

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
            const Instant now = Instant::at_seconds(now_);
            const auto work = base::Duration::seconds(duration);
            if (path.holds.size() > 1) {
                const calendar::CommonTime& common = common_time(path);
                if (!common.is_always_open()) {
                    end = common.add_working_time(now, work).in_seconds();
                }
            } else if (!calendar->is_always_open()) {
                end = calendar->add_working_time(now, work).in_seconds();
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
        if (activity.has_start_triggers && !is_resumed) {
            trigger(program_.on_start[which], path.episode);
        }
    }
    if (activity.is_with_client) {
        entities_[path.entity].in_person = index;
        if (path.episode != kNone && !is_resumed) note_contact(paths_[index], which);
    }
    if (leads(paths_[index])) start_members(index, activity, which, is_resumed);
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
            if (activity.has_end_triggers) trigger(program_.on_end[which], path.episode);
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

double FlowModel::worked_so_far(const Path& path) {
    const Activity& activity = program_.activities[path.activity];
    if (path.holds.empty() || activity.stays_late || activity.is_absence) {
        return now_ - path.since;
    }
    return common_time(path)
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
    // Spells of waiting for a decision are counted, those of no length too, and each by itself.
    if (kind == TimeKind::decision && path.told_time_kind == packed) tell_time_kind(path);
    path.time_kind = packed;
    if (kind == TimeKind::decision) {
        tell_time_kind(path);
    } else if (!path.is_time_kind_due) {
        path.is_time_kind_due = true;
        time_kinds_due_.push_back(index_of(path));
    }
}

void FlowModel::tell_time_kind(Path& path) {
    path.is_time_kind_due = false;
    if (path.told_time_kind == path.time_kind) return;
    path.told_time_kind = path.time_kind;
    tell(Kind::time_kind_changed, path, path.ordinal, path.time_kind);
}

void FlowModel::tell_time_kinds() {
    for (const std::uint32_t index : time_kinds_due_) {
        // One that has ended, or has been told of since, is passed over.
        if (paths_[index].is_time_kind_due) tell_time_kind(paths_[index]);
    }
    time_kinds_due_.clear();
}

}  // namespace yhdyspinta::simulation
