// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation in steady state, no text, no log but the event log.
// Servers: who is there and idle for a path, how they are given back, places in caseloads.
#include <algorithm>

#include <fmt/format.h>

#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

using base::Instant;

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
    if (site.is_plain) return site.groups.front().idle > 0;
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

const calendar::CommonTime& FlowModel::common_time(const Path& path) {
    common_time_.clear();
    for (const Hold& hold : path.holds) {
        common_time_.add(*sites_[hold.site].groups[hold.group].calendar);
    }
    return common_time_;
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

}  // namespace yhdyspinta::simulation
