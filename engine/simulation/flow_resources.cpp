// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation in steady state, no text, no log but the event log.
//
// What happens to servers beside being seized and released, and to queues beside being served:
// preemption, going off duty, absences, changes of capacity, processor sharing; balking, full
// queues with and without blocking, jockeying, routing by the state of queues.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

using base::Instant;
using base::TimeKind;
using process::WhenPreempted;

namespace {

constexpr random::Purpose kAbsence = random::purpose("absence");

}  // namespace

// ---- servers that are taken away
// --------------------------------------------------------------------

/// Takes the servers from a running activity, which waits for others: first of those with its
/// priority, whatever the discipline.
void FlowModel::suspend(std::uint32_t index, WhenPreempted rule) {
    Path& path = paths_[index];
    const Activity& activity = program_.activities[path.activity];
    const double done = std::min(path.worked, worked_so_far(path));
    std::uint32_t servers = 0;
    release(path);
    for (const Hold& hold : path.holds) {
        servers += hold.servers;
        released_.push_back(hold.site);
    }
    tell(Kind::activity_suspended, path, path.activity, place_of(path), done * servers);
    path.holds.clear();
    if (activity.is_with_client) touch_company(path, released_);
    ++path.generation;
    path.is_suspended = true;
    switch (rule) {
        case WhenPreempted::resume: path.remaining = path.worked - done; break;
        case WhenPreempted::restart: path.remaining = path.worked; break;
        case WhenPreempted::resample: path.remaining = -1.0; break;
    }
    path.since = now_;
    path.rank = -std::numeric_limits<double>::infinity();
    const std::uint32_t home = home_of(path);
    link_into_queue(index, home);
    if (activity.demands.size() > 1) depend_on_others(path, home);
    if (activity.priority_again > 0.0) {
        calendar_.schedule(now_ + activity.priority_again, Due::priority_again, path.entity, index,
                           path.queue_generation);
    }
    set_time_kind(path, TimeKind::waiting);
    schedule_wake(home);
}

bool FlowModel::find_victims(std::uint32_t index) {
    const Path& path = paths_[index];
    const Activity& activity = program_.activities[path.activity];
    victims_.clear();
    if (activity.is_with_client &&
        (entities_[path.entity].in_person != kNone || (leads(path) && !are_members_free(index)))) {
        return false;
    }
    const Instant now = Instant::at_seconds(now_);
    for (const Demand& demand : activity.demands) {
        const std::uint32_t where = site_of(path, demand.resource);
        const Site& site = sites_[where];
        const std::uint32_t own = own_group(path, demand.resource, where);
        auto is_wanted = [&](std::uint32_t group) {
            return (own == kNone || own == group) && site.groups[group].calendar->is_open(now);
        };
        auto held_here = [&](const Path& other) {
            std::int32_t servers = 0;
            for (const Hold& hold : other.holds) {
                if (hold.site == where && is_wanted(hold.group)) {
                    servers += static_cast<std::int32_t>(hold.servers);
                }
            }
            return servers;
        };
        auto lacking = static_cast<std::int32_t>(demand.servers);
        for (std::uint32_t g = 0; g < site.groups.size(); ++g) {
            if (is_wanted(g)) lacking -= site.groups[g].idle;
        }
        for (const std::uint32_t victim : victims_) lacking -= held_here(paths_[victim]);
        while (lacking > 0) {
            // The least urgent goes first, of those the one that started last.
            std::uint32_t best = kNone;
            for (const std::uint32_t other : site.running) {
                const Path& candidate = paths_[other];
                if (candidate.state != PathState::busy ||  // blocked: its work is done
                    candidate.priority >= path.priority || held_here(candidate) == 0 ||
                    program_.activities[candidate.activity].is_absence ||
                    std::find(victims_.begin(), victims_.end(), other) != victims_.end()) {
                    continue;
                }
                if (best == kNone || candidate.priority < paths_[best].priority ||
                    (candidate.priority == paths_[best].priority &&
                     candidate.since >= paths_[best].since)) {
                    best = other;
                }
            }
            if (best == kNone) return false;
            victims_.push_back(best);
            lacking -= held_here(paths_[best]);
        }
    }
    return true;
}

bool FlowModel::is_claimed_before(const Path& path, const Site& site) {
    for (const Level& level : site.levels) {
        if (level.priority < path.priority) break;
        for (std::uint32_t i = level.head; i != kNone; i = paths_[i].following) {
            if (find_victims(i)) return true;
        }
    }
    return false;
}

bool FlowModel::preempt_for(std::uint32_t index) {
    if (!find_victims(index) || victims_.empty()) return false;
    take_from_victims(index);
    return true;
}

void FlowModel::take_from_victims(std::uint32_t index) {
    double waited = 0.0;
    if (paths_[index].state == PathState::queued) {
        waited = now_ - paths_[index].since;
        ++sites_[paths_[index].queue_site].selections;
        dequeue(index);
    }
    for (const std::uint32_t victim : victims_) {
        suspend(victim, program_.activities[paths_[victim].activity].when_preempted);
    }
    start(index, waited);
    dispatch_released();
}

/// In the order of the queue. Those who would do with idle servers are not kept from them, and
/// those who take none from others keep their claim: nobody passes them.
void FlowModel::preempt_for_those_who_wait(std::uint32_t where) {
    const auto next = [&] {
        for (const Level& level : sites_[where].levels) {
            for (std::uint32_t i = level.head; i != kNone; i = paths_[i].following) {
                if (!find_victims(i)) continue;
                const bool is_preemptive = program_.activities[paths_[i].activity].is_preemptive;
                return is_preemptive && !victims_.empty() ? i : kNone;
            }
        }
        return kNone;
    };
    while (sites_[where].preemptive > 0) {
        const std::uint32_t index = next();
        if (index == kNone) return;
        take_from_victims(index);
    }
}

void FlowModel::on_off_duty(std::uint32_t index) {
    current_path_ = index;
    suspend(index, WhenPreempted::resume);
    dispatch_released();
}

void FlowModel::on_priority_again(std::uint32_t index) {
    Path& path = paths_[index];
    const double every = program_.activities[path.activity].priority_again;
    calendar_.schedule(now_ + every, Due::priority_again, path.entity, index,
                       path.queue_generation);
    change_priority(index);
    dispatch_released();
}

// ---- absences and changes of capacity
// ---------------------------------------------------------------

void FlowModel::start_absences() {
    for (std::uint32_t i = 0; i < sites_.size(); ++i) {
        for (std::uint32_t g = 0; g < sites_[i].groups.size(); ++g) add_absences(i, g);
    }
}

void FlowModel::add_absences(std::uint32_t where, std::uint32_t group) {
    if (!program_.resources[sites_[where].resource].absence) return;
    auto server = static_cast<std::int32_t>(std::count_if(
        absences_.begin(), absences_.end(),
        [&](const AbsenceSlot& slot) { return slot.site == where && slot.group == group; }));
    for (; server < sites_[where].groups[group].servers; ++server) {
        absences_.push_back({where, group, server, 0});
        schedule_absence(static_cast<std::uint32_t>(absences_.size() - 1));
    }
}

void FlowModel::schedule_absence(std::uint32_t which) {
    AbsenceSlot& slot = absences_[which];
    const AbsenceInfo& info = *program_.resources[sites_[slot.site].resource].absence;
    const double after = sample(info.every, info.key + (std::uint64_t{which} << 32), slot.times++);
    if (now_ + after <= program_.length) {
        calendar_.schedule(now_ + after, Due::absence, which, which, 0);
    }
}

/// Who is away is an entity that keeps a server of its group.
void FlowModel::on_absence(std::uint32_t which) {
    const AbsenceSlot& slot = absences_[which];
    if (slot.server >= sites_[slot.site].groups[slot.group].servers) {
        schedule_absence(which);  // the post is not there at present
        return;
    }
    const ResourceInfo& resource = program_.resources[sites_[slot.site].resource];
    const std::uint64_t key =
        resource.absence->key ^ kAbsence ^ (std::uint64_t{which} << 32 | slot.times);
    const std::uint32_t entity = new_entity(program_.absence_class, key);
    if (resource.site_attribute != kNone) {
        attributes_[entity * program_.attributes.size() + resource.site_attribute] =
            slot.site - resource.first_site;
    }
    const std::uint32_t path = new_path(entity, key);
    paths_[path].absence = which;
    paths_[path].only_group = slot.group;
    log_.append({now_, 0.0, entity, kNone, kNone,
                 static_cast<std::uint16_t>(program_.absence_class), Kind::entity_arrived, 0});
    begin_activity(path, resource.absence->activity, Then::vanish);
}

void FlowModel::on_capacity_change(std::uint32_t which) {
    const CapacityChangeInfo& change = program_.capacity_changes[which];
    auto servers = static_cast<std::int32_t>(change.servers);
    if (!posts_.empty()) {
        Posts& posts = posts_[change.site].front();
        posts.established = servers;
        servers = posts.servers();
    }
    set_servers(change.site, 0, servers);
}

void FlowModel::set_servers(std::uint32_t where, std::uint32_t which, std::int32_t servers) {
    Site& site = sites_[where];
    Group& group = site.groups[which];
    const double since = std::max(group.changed, program_.warm_up);
    if (now_ > since) {
        const double on_duty =
            group.calendar->working_time(Instant::at_seconds(since), Instant::at_seconds(now_))
                .in_seconds() *
            group.servers;
        site.available += on_duty;
        group.available += on_duty;
    }
    if (group.idle < 0) {
        spend_beyond_posts(site, group, static_cast<std::uint32_t>(-group.idle));
    }
    group.idle += servers - group.servers;
    group.servers = servers;
    group.changed = now_;
    add_absences(where, which);
    dispatch(where);
}

void FlowModel::spend_beyond_posts(Site& site, Group& group, std::uint32_t servers) const {
    const double from = std::max(group.changed, program_.warm_up);
    if (now_ <= from) return;
    const double spent =
        std::min<double>(servers, -group.idle) *
        group.calendar->working_time(Instant::at_seconds(from), Instant::at_seconds(now_))
            .in_seconds();
    site.extra += spent;
    group.extra += spent;
}

// ---- processor sharing
// ---------------------------------------------------------------------------------

/// Everybody's work goes on at the rate min(1, servers / number there).
void FlowModel::advance(Sharing& sharing, Site& site) const {
    const double there = static_cast<double>(sharing.heap.size());
    const double servers = site.groups.empty() ? 0.0 : site.groups.front().servers;
    if (there > 0.0) {
        sharing.progress += (now_ - sharing.updated) * std::min(1.0, servers / there);
        const double from = std::max(sharing.updated, program_.warm_up);
        if (now_ > from) site.busy += (now_ - from) * std::min(there, servers);
    } else {
        sharing.progress = 0.0;  // counts from where somebody is there, and so keeps its precision
    }
    sharing.updated = now_;
}

void FlowModel::schedule_sharing_end(Sharing& sharing, const Site& site) {
    if (sharing.first != kNone) ++paths_[sharing.first].generation;  // due no longer
    sharing.first = kNone;
    if (sharing.heap.empty()) return;
    const auto [progress, index] = sharing.heap.front();
    const double rate =
        std::min(1.0, site.groups.front().servers / static_cast<double>(sharing.heap.size()));
    const double end = now_ + std::max(0.0, progress - sharing.progress) / rate;
    sharing.first = index;
    calendar_.schedule(end, Due::activity_ends, paths_[index].entity, index,
                       ++paths_[index].generation);
}

void FlowModel::start_sharing(std::uint32_t index, std::uint32_t where, double work) {
    Site& site = sites_[where];
    Sharing& sharing = sharings_[site.sharing];
    advance(sharing, site);
    sharing.heap.emplace_back(sharing.progress + work, index);
    std::push_heap(sharing.heap.begin(), sharing.heap.end(), std::greater<>());
    schedule_sharing_end(sharing, site);
}

/// Takes a path out; what it had left of its work is in `remaining`.
void FlowModel::end_sharing(std::uint32_t index, std::uint32_t where) {
    Site& site = sites_[where];
    Sharing& sharing = sharings_[site.sharing];
    advance(sharing, site);
    if (sharing.heap.front().second == index) {
        paths_[index].remaining = std::max(0.0, sharing.heap.front().first - sharing.progress);
        std::pop_heap(sharing.heap.begin(), sharing.heap.end(), std::greater<>());
        sharing.heap.pop_back();
    } else {
        const auto found = std::find_if(sharing.heap.begin(), sharing.heap.end(),
                                        [&](const auto& item) { return item.second == index; });
        paths_[index].remaining = std::max(0.0, found->first - sharing.progress);
        sharing.heap.erase(found);
        std::make_heap(sharing.heap.begin(), sharing.heap.end(), std::greater<>());
    }
    schedule_sharing_end(sharing, site);
}

// ---- joining or not
// ------------------------------------------------------------------------------------

bool FlowModel::has_balked(std::uint32_t index) {
    Path& path = paths_[index];
    const Activity& activity = program_.activities[path.activity];
    const double probability = ask(activity.balks, path);
    if (!(probability >= 0.0 && probability <= 1.0)) {
        current_path_ = index;
        fail(path, fmt::format("balks with probability {}; expected 0 to 1", probability));
    }
    const std::uint64_t times = visits_so_far(index, path.activity);
    if (!happens(probability, path.key, activity.purpose, times)) return false;
    tell(Kind::balked, path, path.activity, 0);
    (void)visit(index, path.activity);
    proceed(index, activity.on_balk);
    return true;
}

void FlowModel::turn_away(std::uint32_t index) {
    Path& path = paths_[index];
    if (program_.activities[path.activity].interrupted_by != kNone) leave_list(index);
    tell(Kind::balked, path, path.activity, 1);
    (void)visit(index, path.activity);
    proceed(index, program_.activities[path.activity].on_full);
}

std::uint32_t FlowModel::guests_of(const Site& site) const {
    const auto where = static_cast<std::uint32_t>(&site - sites_.data());
    std::uint32_t guests = 0;
    for (const std::uint32_t other : site.dependents) {
        for (const Level& level : sites_[other].levels) {
            for (std::uint32_t i = level.head; i != kNone; i = paths_[i].following) {
                const auto& demands = program_.activities[paths_[i].activity].demands;
                guests += std::any_of(demands.begin(), demands.end(), [&](const Demand& demand) {
                    return site_of(paths_[i], demand.resource) == where;
                });
            }
        }
    }
    return guests;
}

void FlowModel::make_room_as_guest(const Path& path) {
    const auto& demands = program_.activities[path.activity].demands;
    for (std::size_t d = 1; d < demands.size(); ++d) {
        const std::uint32_t where = site_of(path, demands[d].resource);
        if (!sites_[where].blocked.empty()) released_.push_back(where);
    }
}

std::uint32_t FlowModel::full_queue(const Path& path, const Activity& activity) const {
    for (const Demand& demand : activity.demands) {
        const std::uint32_t where = site_of(path, demand.resource);
        if (is_full(sites_[where])) return where;
    }
    return kNone;
}

std::uint32_t FlowModel::keeping_out(const Path& path, const Activity& activity) const {
    for (const Demand& demand : activity.demands) {
        const std::uint32_t where = site_of(path, demand.resource);
        const Site& site = sites_[where];
        if (is_full(site) && (in_queue(site) > 0 || !can_start(path, activity))) return where;
    }
    return kNone;
}

/// The queue of the next step that has no room, so that the path must keep its servers; kNone when
/// it can go on.
std::uint32_t FlowModel::queue_before(const Path& path, std::uint32_t step) const {
    if (step >= kReturn || program_.steps[step].kind != StepKind::activity || path.holds.empty()) {
        return kNone;
    }
    const Activity& activity = program_.activities[program_.steps[step].index];
    if (!activity.is_blocking) return kNone;
    for (const Demand& demand : activity.demands) {
        const std::uint32_t where = site_of(path, demand.resource);
        // The servers that it would keep are those that make room.
        if (std::any_of(path.holds.begin(), path.holds.end(),
                        [&](const Hold& hold) { return hold.site == where; })) {
            return kNone;
        }
    }
    for (const Demand& demand : activity.demands) {
        const std::uint32_t where = site_of(path, demand.resource);
        if (!sites_[where].blocked.empty()) return where;
    }
    return keeping_out(path, activity);
}

/// Waits until the queue `where` of an activity has room: of the next step `before`, keeping the
/// servers of the step it comes from, or (kNone) of the activity it is at, with no servers to keep.
void FlowModel::block_before(std::uint32_t index, std::uint32_t before, std::uint32_t where) {
    Path& path = paths_[index];
    const std::uint32_t which = before == kNone ? path.activity : program_.steps[before].index;
    path.state = PathState::blocked;
    path.blocked_before = before;
    path.blocked_since = now_;
    if (before == kNone) path.holds.clear();
    wait_for_room(index, where);
    tell(Kind::blocked, path, which);
}

/// Joins those who wait for room in a queue, in the order in which they were blocked. They are
/// looked at, too, when servers elsewhere that they also need are released.
void FlowModel::wait_for_room(std::uint32_t index, std::uint32_t where) {
    Path& path = paths_[index];
    path.blocked_at = where;
    const std::uint32_t which =
        path.blocked_before == kNone ? path.activity : program_.steps[path.blocked_before].index;
    for (const Demand& demand : program_.activities[which].demands) {
        const std::uint32_t other = site_of(path, demand.resource);
        if (other == where) continue;
        auto& dependents = sites_[other].dependents;
        if (std::find(dependents.begin(), dependents.end(), where) == dependents.end()) {
            dependents.push_back(where);
        }
    }
    auto& blocked = sites_[where].blocked;
    const double since = path.blocked_since;
    const auto later = std::find_if(blocked.begin(), blocked.end(), [&](std::uint32_t other) {
        return paths_[other].blocked_since > since;
    });
    blocked.insert(later, index);
}

/// Lets in those who wait for room, first come first.
void FlowModel::admit_blocked(std::uint32_t where) {
    while (!sites_[where].blocked.empty()) {
        const std::uint32_t index = sites_[where].blocked.front();
        const std::uint32_t before = paths_[index].blocked_before;
        const Activity& activity =
            program_.activities[before == kNone ? paths_[index].activity
                                                : program_.steps[before].index];
        const std::uint32_t full = keeping_out(paths_[index], activity);
        if (full == where) return;
        if (full != kNone) {  // there is room here, but not in another of its queues
            std::erase(sites_[where].blocked, index);
            wait_for_room(index, full);
            continue;
        }
        leave_blocked(index);
        paths_[index].state = PathState::moving;
        if (before == kNone) {
            paths_[index].since = now_;
            join(index, home_of(paths_[index]));
        } else {
            proceed(index, before);
        }
        dispatch_released();
    }
}

void FlowModel::leave_blocked(std::uint32_t index) {
    Path& path = paths_[index];
    std::erase(sites_[path.blocked_at].blocked, index);
    const std::uint32_t before = path.blocked_before;
    tell(Kind::unblocked, path, before == kNone ? path.activity : program_.steps[before].index,
         kNone, now_ - path.blocked_since);
    if (before != kNone) {
        release_servers(path);  // the client went when the work was done
        for (const Hold& hold : path.holds) released_.push_back(hold.site);
        path.holds.clear();
    }
    path.blocked_at = path.blocked_before = kNone;
}

// ---- the state of queues
// -------------------------------------------------------------------------------

/// How many wait and are served at a site.
std::int64_t FlowModel::load_of(std::uint32_t where) const {
    const Site& site = sites_[where];
    std::int64_t load = std::int64_t{clients_waiting(site)} - site.away;
    if (site.is_shared_out) {
        return load + static_cast<std::int64_t>(sharings_[site.sharing].heap.size());
    }
    for (const Group& group : site.groups) load += group.servers - group.idle;
    return load;
}

std::uint32_t FlowModel::by_rule(const Path& path, const Step& step) {
    const Route* ways = program_.routes.data() + step.first_route;
    if (step.rule == process::RoutingRule::cycle) {
        const std::uint32_t turn = turns_[step.counter];
        turns_[step.counter] = (turn + 1) % step.routes;
        return ways[turn].to;
    }
    std::uint32_t best = ways[0].to;
    std::int64_t fewest = std::numeric_limits<std::int64_t>::max();
    for (std::uint32_t i = 0; i < step.routes; ++i) {
        const std::uint32_t to = ways[i].to;
        std::int64_t load = 0;
        if (to < kReturn && program_.steps[to].kind == StepKind::activity) {
            const Activity& activity = program_.activities[program_.steps[to].index];
            if (!activity.demands.empty()) {
                load = load_of(site_of(path, activity.demands.front().resource));
            }
        }
        if (load < fewest) {
            best = to;
            fewest = load;
        }
    }
    return best;
}

/// The last in a longer queue come over to this site, one by one, as long as that pays.
void FlowModel::take_jockeys(std::uint32_t where) {
    const ResourceInfo& here = program_.resources[sites_[where].resource];
    for (;;) {
        std::uint32_t best = kNone;
        std::int64_t longest = 0;
        for (const std::uint32_t which : here.jockeys_from) {
            const Activity& activity = program_.activities[which];
            const ResourceInfo& there = program_.resources[activity.demands.front().resource];
            const std::uint32_t site =
                there.first_site + (there.sites == here.sites ? where - here.first_site : 0);
            if (sites_[site].levels.empty()) continue;
            const std::uint32_t last = sites_[site].levels.back().tail;
            const std::int64_t load = load_of(site);
            if (paths_[last].activity != which || paths_[last].is_suspended || load <= longest ||
                load - load_of(where) < activity.jockeys_at) {
                continue;
            }
            best = last;
            longest = load;
        }
        if (best == kNone) return;
        Path& path = paths_[best];
        const std::uint32_t old = path.activity;
        std::uint32_t to = kNone;
        for (const std::uint32_t step : program_.activities[old].jockeys_to) {
            const Activity& target = program_.activities[program_.steps[step].index];
            if (site_of(path, target.demands.front().resource) == where) to = step;
        }
        if (to == kNone) return;
        const bool has_room = !is_full(sites_[where]) ||
                              (clients_waiting(sites_[where]) == 0 &&
                               can_start(path, program_.activities[program_.steps[to].index]));
        if (!has_room) return;
        if (!sites_[path.queue_site].blocked.empty()) released_.push_back(path.queue_site);
        dequeue(best);
        if (program_.activities[old].interrupted_by != kNone) leave_list(best);
        tell(Kind::queue_left, paths_[best], old);
        paths_[best].step = to;
        is_jockeying_ = true;
        begin_activity(best, program_.steps[to].index, Then::route);
        is_jockeying_ = false;
        dispatch_released();
    }
}

/// One that has just joined a queue may change at once.
void FlowModel::look_for_shorter_queue(std::uint32_t index) {
    const std::uint32_t which = paths_[index].activity;
    for (const std::uint32_t step : program_.activities[which].jockeys_to) {
        const Activity& target = program_.activities[program_.steps[step].index];
        take_jockeys(site_of(paths_[index], target.demands.front().resource));
        if (paths_[index].state != PathState::queued || paths_[index].activity != which) return;
    }
}

}  // namespace yhdyspinta::simulation
