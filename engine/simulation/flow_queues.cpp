// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation in steady state, no text, no log but the event log.
// Queues: who waits where, in what order, and who is let in next.
#include <algorithm>

#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

using base::Instant;
using base::TimeKind;

namespace {

constexpr random::Purpose kSelection = random::purpose("selection");
constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

void FlowModel::link_into_queue(std::uint32_t index, std::uint32_t where) {
    Path& path = paths_[index];
    Site& site = sites_[where];
    path.state = PathState::queued;
    path.queue_site = where;
    ++site.waiting;
    const Activity& activity = program_.activities[path.activity];
    if (site.has_preemptive && activity.is_preemptive) ++site.preemptive;
    if (activity.demands.size() > 1) count_needed_too(path, 1);

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
    const Activity& activity = program_.activities[path.activity];
    if (site.has_preemptive && activity.is_preemptive) --site.preemptive;
    if (activity.demands.size() > 1) count_needed_too(path, -1);
    path.previous = path.following = kNone;
}

/// Somebody comes to a queue, or leaves it, who needs servers of other sites as well.
void FlowModel::count_needed_too(const Path& path, std::int32_t change) {
    auto& needed = sites_[path.queue_site].needed_too;
    const auto& demands = program_.activities[path.activity].demands;
    for (std::size_t d = 1; d < demands.size(); ++d) {
        const std::uint32_t where = site_of(path, demands[d].resource);
        const auto known = std::find_if(needed.begin(), needed.end(), [&](const NeededToo& other) {
            return other.site == where;
        });
        if (known == needed.end()) {
            if (change > 0) needed.push_back({where, change});
        } else if ((known->waiting += change) <= 0) {
            *known = needed.back();
            needed.pop_back();
        }
    }
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
                          visits_so_far(index, path.activity)) *
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
            sample(*activity.patience, path.key, visits_so_far(index, path.activity));
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
            if (!has_anybody_idle(site)) continue;
            if (site.waiting > 0) consider(where);
            for (const std::uint32_t dependent : site.dependents) {
                const Site& other = sites_[dependent];
                if (other.is_shared_out || has_anybody_idle(other)) consider(dependent);
            }
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
    for (const NeededToo& other : sites_[where].needed_too) consider(sites_[other.site]);
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

}  // namespace yhdyspinta::simulation
