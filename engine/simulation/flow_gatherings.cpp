// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation in steady state, no text, no log but the event log.
//
// Paths that depend on each other: batches, whose first member leads the others, and forks, whose
// branches another path waits for. What such a step sets going in paths other than the one that
// came to it happens at the end of the event, in order, so that no path is moved in the middle of
// the move of another.
#include <algorithm>
#include <bitset>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/simulation/flow_model.hpp"
#include "engine/simulation/keys.hpp"

namespace yhdyspinta::simulation {

using base::GapClass;
using base::Instant;
using base::TimeKind;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::uint32_t kMostPaths = 255;  ///< of an entity beside its first, for ordinals

/// The first opening of a calendar at or after an instant, or after it. Hours begin and end at
/// whole seconds and open periods do not touch, so half a second before an opening it is closed.
double opening(const calendar::WorkCalendar& calendar, double now, bool may_be_now) {
    if (calendar.is_always_open()) return kInfinity;
    Instant from = Instant::at_seconds(now - 0.5);
    for (;;) {
        if (calendar.is_open(from)) from = calendar.closes_at(from);
        if (from == Instant::never()) return kInfinity;
        const Instant opens = calendar.next_open(from);
        const double at = opens.in_seconds();
        if (opens == Instant::never() || at > now || (may_be_now && at == now)) return at;
        from = opens;
    }
}

}  // namespace

// ---- what is still to be done
// ----------------------------------------------------------------------

void FlowModel::defer(std::uint32_t index, Pending what) {
    paths_[index].state = PathState::moving;
    bonds_[index].pending = what;
    deferred_.push_back({index, paths_[index].generation});
}

void FlowModel::resume_deferred() {
    while (next_deferred_ < deferred_.size()) {
        dispatch_released();
        const Deferred next = deferred_[next_deferred_++];
        // One that was interrupted in the meantime goes nowhere.
        if (paths_[next.path].generation != next.generation) continue;
        current_path_ = next.path;
        const std::uint32_t step = paths_[next.path].step;
        switch (std::exchange(bonds_[next.path].pending, Pending::none)) {
            case Pending::none: break;
            case Pending::begin_step: proceed(next.path, step); break;
            case Pending::route: proceed(next.path, route(next.path, step)); break;
            case Pending::enter: enter_service(next.path); break;
            case Pending::leave: proceed(next.path, kLeave); break;
        }
    }
    deferred_.clear();
    next_deferred_ = 0;
}

// ---- those who wait for each other
// -----------------------------------------------------------------

std::uint32_t FlowModel::pool_of(std::uint32_t batch, double value) {
    auto& pools = batches_[batch].pools;
    const auto at = std::lower_bound(
        pools.begin(), pools.end(), value,
        [this](std::uint32_t pool, double wanted) { return pools_[pool].value < wanted; });
    if (at != pools.end() && pools_[*at].value == value) return *at;
    std::uint32_t index;
    if (free_pools_.empty()) {
        index = static_cast<std::uint32_t>(pools_.size());
        pools_.emplace_back();
    } else {
        index = free_pools_.back();
        free_pools_.pop_back();
    }
    pools_[index].value = value;
    pools.insert(at, index);
    return index;
}

void FlowModel::drop_pool(std::uint32_t batch, std::uint32_t index) {
    auto& pools = batches_[batch].pools;
    pools.erase(std::find(pools.begin(), pools.end(), index));
    ++pools_[index].generation;
    free_pools_.push_back(index);
}

void FlowModel::join_batch(std::uint32_t index, std::uint32_t batch) {
    const BatchInfo& info = program_.batches[batch];
    Path& path = paths_[index];
    path.activity = info.activity;
    path.then = Then::route;
    path.since = now_;
    double value = 0.0;
    if (info.per != kNone) {
        value = evaluate(info.per, path.entity, path.episode);
        if (std::isnan(value)) {
            current_path_ = index;
            fail(path, "'per' is not a number, so nobody has an equal one");
        }
    }
    const std::uint32_t pool_index = pool_of(batch, value);
    Pool& pool = pools_[pool_index];
    bonds_[index].pool = pool_index;
    path.state = PathState::gathering;
    path.previous = pool.tail;
    path.following = kNone;
    (pool.tail == kNone ? pool.head : paths_[pool.tail].following) = index;
    pool.tail = index;
    ++pool.waiting;

    if (info.calendar == kNone) {
        const bool is_overdue = info.at_most && paths_[pool.head].since + *info.at_most <= now_;
        if (pool.waiting >= (is_overdue ? info.least : info.size)) {
            form_batch(batch, pool_index, pool.waiting);
            return;
        }
    }
    tell(Kind::queue_joined, path, path.activity);
    set_time_kind(path, TimeKind::waiting);
    if (info.calendar != kNone) {
        // Somebody whom an earlier one of the events of this instant brings is in time.
        schedule_opening(batch, order_ < EventCalendar::order(Due::gathers, batch));
    } else if (info.at_most && pool.head == index) {
        schedule_time_out(batch, pool_index);
    }
}

void FlowModel::schedule_time_out(std::uint32_t batch, std::uint32_t pool) {
    const double due = paths_[pools_[pool].head].since + *program_.batches[batch].at_most;
    ++pools_[pool].generation;
    if (due >= now_) {
        calendar_.schedule(due, Due::gathers, batch, pool, pools_[pool].generation);
    }
}

void FlowModel::schedule_opening(std::uint32_t batch, bool is_in_time) {
    BatchState& state = batches_[batch];
    if (state.opens_at < kInfinity) return;
    const std::uint32_t calendar = program_.batches[batch].calendar;
    state.opens_at = opening(program_.calendars[calendar], now_, is_in_time);
    if (state.opens_at < kInfinity) {
        calendar_.schedule(state.opens_at, Due::gathers, batch, kNone, 0);
    }
}

void FlowModel::on_gather(std::uint32_t batch, std::uint32_t pool, std::uint32_t generation) {
    if (program_.batches[batch].calendar != kNone) {
        open_batch(batch);
    } else if (pools_[pool].generation == generation &&
               pools_[pool].waiting >= program_.batches[batch].least) {
        form_batch(batch, pool, pools_[pool].waiting);
    }
}

/// One batch of each pool goes on, the one whose first came first before the others.
void FlowModel::open_batch(std::uint32_t batch) {
    const BatchInfo& info = program_.batches[batch];
    BatchState& state = batches_[batch];
    state.opens_at = kInfinity;
    opened_.clear();
    for (const std::uint32_t pool : state.pools) {
        if (pools_[pool].waiting >= info.least) opened_.push_back(pool);
    }
    std::sort(opened_.begin(), opened_.end(), [this](std::uint32_t a, std::uint32_t b) {
        const double first = paths_[pools_[a].head].since;
        const double second = paths_[pools_[b].head].since;
        return first != second ? first < second : pools_[a].value < pools_[b].value;
    });
    for (const std::uint32_t pool : opened_) {
        form_batch(batch, pool, std::min(info.size, pools_[pool].waiting));
    }
    if (!state.pools.empty()) schedule_opening(batch, false);
}

/// So many of those who wait go on as one, led by the first.
void FlowModel::form_batch(std::uint32_t batch, std::uint32_t pool_index, std::uint32_t count) {
    const std::uint32_t which = program_.batches[batch].activity;
    const std::uint32_t leader = pools_[pool_index].head;
    for (std::uint32_t i = 0; i < count; ++i) {
        Pool& pool = pools_[pool_index];
        const std::uint32_t index = pool.head;
        Path& path = paths_[index];
        pool.head = path.following;
        (pool.head == kNone ? pool.tail : paths_[pool.head].previous) = kNone;
        --pool.waiting;
        path.following = kNone;
        bonds_[index].pool = kNone;
        tell(Kind::activity_started, path, which, kNone, now_ - path.since);
        tell(Kind::activity_ended, path, which);
        if (program_.has_clocks && path.episode != kNone) {
            trigger(program_.on_start[which], path.episode);
            trigger(program_.on_end[which], path.episode);
        }
        if (index == leader) continue;
        // The members of a batch that joins become members of this one.
        Bond& bond = bonds_[index];
        for (std::uint32_t m = bond.first_member; m != kNone; m = bonds_[m].next_member) {
            bonds_[m].leader = leader;
        }
        bond.next_member = bond.first_member;
        const std::uint32_t last = bond.first_member == kNone ? index : bond.last_member;
        bond.first_member = bond.last_member = kNone;
        bond.leader = leader;
        path.state = PathState::inside;
        Bond& head = bonds_[leader];
        (head.first_member == kNone ? head.first_member : bonds_[head.last_member].next_member) =
            index;
        head.last_member = last;
    }
    if (pools_[pool_index].waiting == 0) drop_pool(batch, pool_index);
    defer(leader, Pending::route);
}

void FlowModel::leave_pool(std::uint32_t index) {
    Path& path = paths_[index];
    const std::uint32_t batch = program_.steps[path.step].index;
    const std::uint32_t pool_index = std::exchange(bonds_[index].pool, kNone);
    Pool& pool = pools_[pool_index];
    const bool was_first = pool.head == index;
    (path.previous == kNone ? pool.head : paths_[path.previous].following) = path.following;
    (path.following == kNone ? pool.tail : paths_[path.following].previous) = path.previous;
    path.previous = path.following = kNone;
    --pool.waiting;
    tell(Kind::queue_left, path, path.activity);
    if (pool.waiting == 0) {
        drop_pool(batch, pool_index);
    } else if (was_first && program_.batches[batch].at_most) {
        schedule_time_out(batch, pool_index);
    }
}

// ---- the members of a batch
// ------------------------------------------------------------------------

bool FlowModel::are_members_free(std::uint32_t leader) const {
    for (std::uint32_t m = bonds_[leader].first_member; m != kNone; m = bonds_[m].next_member) {
        if (entities_[paths_[m].entity].in_person != kNone) return false;
    }
    return true;
}

/// An activity of the leader is one of every member: for its time, its clocks and as a contact.
void FlowModel::start_members(std::uint32_t leader, const Activity& activity, std::uint32_t which,
                              bool is_resumed) {
    for (std::uint32_t m = bonds_[leader].first_member; m != kNone; m = bonds_[m].next_member) {
        Path& member = paths_[m];
        if (activity.is_with_client) entities_[member.entity].in_person = leader;
        if (member.episode == kNone) continue;
        set_time_kind(member, activity.counts_as, activity.gap);
        if (is_resumed) continue;
        if (program_.has_clocks) trigger(program_.on_start[which], member.episode);
        if (activity.is_with_client) note_contact(member, which);
    }
}

void FlowModel::release_members(std::uint32_t leader) {
    for (std::uint32_t m = bonds_[leader].first_member; m != kNone; m = bonds_[m].next_member) {
        entities_[paths_[m].entity].in_person = kNone;
    }
}

void FlowModel::end_members(std::uint32_t leader, const Activity& activity, std::uint32_t which) {
    for (std::uint32_t m = bonds_[leader].first_member; m != kNone; m = bonds_[m].next_member) {
        Path& member = paths_[m];
        if (activity.record_type != kNone) write_record(member, activity);
        if (member.episode == kNone) continue;
        if (program_.has_clocks) trigger(program_.on_end[which], member.episode);
        set_time_kind(member, TimeKind::waiting);
    }
}

/// The queues in which somebody waits for a member to be free.
void FlowModel::touch_members(std::uint32_t leader, std::vector<std::uint32_t>& sites) const {
    for (std::uint32_t m = bonds_[leader].first_member; m != kNone; m = bonds_[m].next_member) {
        for (std::uint32_t other = entities_[paths_[m].entity].first_path; other != kNone;
             other = paths_[other].entity_next) {
            if (const std::uint32_t site = queue_of(other); site != kNone) sites.push_back(site);
        }
    }
}

void FlowModel::set_time_kind_of_members(std::uint32_t leader, TimeKind kind, GapClass gap) {
    for (std::uint32_t m = bonds_[leader].first_member; m != kNone; m = bonds_[m].next_member) {
        set_time_kind(paths_[m], kind, gap);
    }
}

/// A member comes to where its leader is: step, sub-processes to come back to, and service.
void FlowModel::follow(std::uint32_t index, std::uint32_t leader) {
    Path& member = paths_[index];
    const Path& first = paths_[leader];
    member.step = first.step;
    member.depth = first.depth;
    member.stack = first.stack;
    if (member.service == first.service) return;
    release_places(member);
    member.service = first.service;
    member.sender = first.sender;
    if (member.episode != kNone) set_owner(episodes_[member.episode], member.service);
}

void FlowModel::trigger_for_members(std::uint32_t leader, const ClockTriggers& triggers) {
    if (!program_.has_clocks) return;
    for (std::uint32_t m = bonds_[leader].first_member; m != kNone; m = bonds_[m].next_member) {
        if (paths_[m].episode != kNone) trigger(triggers, paths_[m].episode);
    }
}

void FlowModel::follow_to_service(std::uint32_t leader) {
    for (std::uint32_t m = bonds_[leader].first_member; m != kNone; m = bonds_[m].next_member) {
        follow(m, leader);
    }
    trigger_for_members(leader, program_.on_accepted[paths_[leader].service]);
}

void FlowModel::dissolve(std::uint32_t leader, Pending what) {
    std::uint32_t m = std::exchange(bonds_[leader].first_member, kNone);
    bonds_[leader].last_member = kNone;
    while (m != kNone) {
        const std::uint32_t next = std::exchange(bonds_[m].next_member, kNone);
        bonds_[m].leader = kNone;
        if (what == Pending::route) follow(m, leader);
        defer(m, what);
        m = next;
    }
}

void FlowModel::remove_member(std::uint32_t index) {
    const std::uint32_t leader = std::exchange(bonds_[index].leader, kNone);
    Bond& bond = bonds_[leader];
    std::uint32_t before = kNone;
    for (std::uint32_t m = bond.first_member; m != index; m = bonds_[m].next_member) before = m;
    const std::uint32_t after = std::exchange(bonds_[index].next_member, kNone);
    (before == kNone ? bond.first_member : bonds_[before].next_member) = after;
    if (after == kNone) bond.last_member = before;
    // The batch may have waited for this one to be free.
    if (paths_[leader].state == PathState::queued) released_.push_back(paths_[leader].queue_site);

    // It is free for other activities unless its entity is in the batch by another path as well.
    const std::uint32_t entity = paths_[index].entity;
    if (entities_[entity].in_person != leader) return;
    for (std::uint32_t other = entities_[entity].first_path; other != kNone;
         other = paths_[other].entity_next) {
        if (other == leader || bonds_[other].leader == leader) return;
    }
    entities_[entity].in_person = kNone;
    for (std::uint32_t other = entities_[entity].first_path; other != kNone;
         other = paths_[other].entity_next) {
        if (const std::uint32_t site = queue_of(other); site != kNone) released_.push_back(site);
    }
}

/// The second leads the batch from now on. It goes on from an activity that was running; what the
/// first only waited for, the second begins anew, at the end of the queue.
void FlowModel::pass_lead_on(std::uint32_t leader, PathState was) {
    const std::uint32_t heir = bonds_[leader].first_member;
    if (heir == kNone) return;
    follow(heir, leader);
    Bond& bond = bonds_[heir];
    bond.leader = kNone;
    bond.first_member = std::exchange(bond.next_member, kNone);
    bond.last_member = bond.first_member == kNone ? kNone : bonds_[leader].last_member;
    for (std::uint32_t m = bond.first_member; m != kNone; m = bonds_[m].next_member) {
        bonds_[m].leader = heir;
    }
    Pending what = bonds_[leader].pending;
    if (what == Pending::none) {
        const bool was_entering = was == PathState::queued && paths_[leader].then == Then::enter;
        what = was == PathState::busy ? Pending::route
               : was_entering         ? Pending::enter
                                      : Pending::begin_step;
    }
    bonds_[leader].first_member = bonds_[leader].last_member = kNone;
    set_time_kind(paths_[heir], TimeKind::waiting);
    defer(heir, what);
}

void FlowModel::take_out(std::uint32_t index) {
    if (!program_.has_gatherings) {
        interrupt(index);
        return;
    }
    const PathState was = paths_[index].state;
    if (was == PathState::gathering) leave_pool(index);
    interrupt(index);
    if (was == PathState::inside) {
        remove_member(index);
    } else {
        pass_lead_on(index, was);
    }
    bonds_[index].pending = Pending::none;
}

// ---- forks
// -----------------------------------------------------------------------------------------

void FlowModel::begin_fork(std::uint32_t index) {
    const std::uint32_t at = paths_[index].step;
    const ForkInfo& info = program_.forks[program_.steps[at].index];
    paths_[index].state = PathState::forked;
    bonds_[index].awaited = info.wait_for;
    set_time_kind(paths_[index], TimeKind::waiting);
    const std::uint64_t times = decision(index, at);
    const std::uint64_t key = mix(mix(paths_[index].key, info.key), times);
    for (std::uint32_t b = 0; b < info.branches.size(); ++b) {
        const std::uint8_t ordinal = free_ordinal(index);
        const std::uint32_t branch = new_path(paths_[index].entity, mix(key, b));
        Path& path = paths_[branch];
        const Path& parent = paths_[index];
        path.episode = parent.episode;
        path.service = parent.service;
        path.sender = parent.sender;
        path.is_urgent = parent.is_urgent;
        path.ordinal = ordinal;
        path.step = info.branches[b];
        // Forks that lead to forks without time passing are found like other endless rounds.
        path.last_moved = now_;
        path.moves_at_once = parent.moves_at_once + 1;
        bonds_[branch].forked_by = index;
        if (path.episode != kNone) {
            ++episodes_[path.episode].paths;
            tell(Kind::path_started, path, program_.steps[path.step].process, path.ordinal);
            set_time_kind(path, TimeKind::waiting);
        }
        defer(branch, Pending::begin_step);
    }
}

/// The smallest ordinal above 0 that no path of the same entity and episode has now.
std::uint8_t FlowModel::free_ordinal(std::uint32_t index) {
    const Path& path = paths_[index];
    std::bitset<kMostPaths + 1> used;
    for (std::uint32_t i = entities_[path.entity].first_path; i != kNone;
         i = paths_[i].entity_next) {
        if (paths_[i].episode == path.episode) used.set(paths_[i].ordinal);
    }
    std::uint32_t ordinal = 1;
    while (ordinal <= kMostPaths && used.test(ordinal)) ++ordinal;
    if (ordinal > kMostPaths) {
        current_path_ = index;
        fail(path, fmt::format("more than {} parallel paths", kMostPaths));
    }
    if (path.episode != kNone) {
        Episode& episode = episodes_[path.episode];
        episode.next_ordinal = std::max(episode.next_ordinal, ordinal + 1);
    }
    return static_cast<std::uint8_t>(ordinal);
}

std::uint32_t FlowModel::loosen(std::uint32_t index) {
    dissolve(index, Pending::leave);
    return std::exchange(bonds_[index].forked_by, kNone);
}

void FlowModel::on_branch_end(std::uint32_t waiting) {
    if (--bonds_[waiting].awaited > 0) return;
    const ForkInfo& info = program_.forks[program_.steps[paths_[waiting].step].index];
    if (info.cancels_others) {
        cancel_branches(waiting);
    } else {
        for (std::uint32_t i = entities_[paths_[waiting].entity].first_path; i != kNone;
             i = paths_[i].entity_next) {
            if (bonds_[i].forked_by == waiting) bonds_[i].forked_by = kNone;
        }
    }
    defer(waiting, Pending::route);
}

/// Ends the branches that a path waits for, in the order of their ordinals.
void FlowModel::cancel_branches(std::uint32_t waiting) {
    for (;;) {
        std::uint32_t first = kNone;
        for (std::uint32_t i = entities_[paths_[waiting].entity].first_path; i != kNone;
             i = paths_[i].entity_next) {
            if (bonds_[i].forked_by == waiting &&
                (first == kNone || paths_[i].ordinal < paths_[first].ordinal)) {
                first = i;
            }
        }
        if (first == kNone) return;
        cancel_branches(first);
        take_out(first);
        if (paths_[first].episode != kNone) {
            tell(Kind::path_ended, paths_[first], event_log::kNoPlace, paths_[first].ordinal);
            --episodes_[paths_[first].episode].paths;
        }
        bonds_[first].forked_by = kNone;
        free_path(first);
    }
}

}  // namespace yhdyspinta::simulation
