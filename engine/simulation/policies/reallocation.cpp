// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

namespace {

constexpr random::Purpose kAlignment = random::purpose("alignment");

}  // namespace

/// At each interval a planner counts the demand of the sites, or goes by the count before, and
/// moves servers.
void FlowModel::act(ActorContext& actor, const PolicyInfo& policy,
                    const ReallocationInfo& reallocation) {
    const ResourceInfo& resource = program_.resources[reallocation.resource];
    std::vector<double> before(resource.sites, 0.0);
    std::vector<std::uint64_t> counted(resource.sites, 0);
    for (std::uint64_t time = 0;; ++time) {
        actor.sleep_for(base::Duration::seconds(reallocation.interval));
        wake(actor);
        std::vector<double> demand(resource.sites, 0.0);
        for (std::uint32_t i = 0; i < resource.sites; ++i) {
            const std::uint32_t site = resource.first_site + i;
            if (reallocation.is_by_queue) {
                demand[i] = clients_waiting(sites_[site]);
            } else {
                demand[i] = static_cast<double>(demand_[site] - counted[i]);
                counted[i] = demand_[site];
            }
        }
        const bool is_present = succeeds(policy, reallocation.alignment, kAlignment, time);
        move_servers(reallocation, is_present ? demand : before);
        before = std::move(demand);
    }
}

/// One full-time server after the other goes from the site with the least demand per server to that
/// with the most, as long as the one who gives is not worse off after it; nobody gives the last.
void FlowModel::move_servers(const ReallocationInfo& reallocation,
                             const std::vector<double>& demand) {
    const ResourceInfo& resource = program_.resources[reallocation.resource];
    std::vector<double> servers;
    std::vector<std::uint32_t> full_time;  // group of the site
    double all = 0.0;
    for (std::uint32_t i = 0; i < resource.sites; ++i) {
        const auto& groups = program_.sites[resource.first_site + i].groups;
        const auto group = std::find_if(groups.begin(), groups.end(),
                                        [](const ServerGroup& g) { return g.part >= 1.0; });
        full_time.push_back(static_cast<std::uint32_t>(group - groups.begin()));
        servers.push_back(posts_at(resource.first_site + i));
        all += servers.back();
    }
    const auto load = [&](std::uint32_t i, double change) {
        const double there = servers[i] + change;
        if (there > 0.0) return demand[i] / there;
        return demand[i] > 0.0 ? std::numeric_limits<double>::infinity() : 0.0;
    };
    std::vector<std::int32_t> moved(resource.sites, 0);
    const auto at_most = static_cast<int>(std::floor(reallocation.share * all + 1e-9));
    for (int i = 0; i < at_most; ++i) {
        std::uint32_t giver = kNone, taker = kNone;
        for (std::uint32_t s = 0; s < resource.sites; ++s) {
            const Posts& posts = posts_[resource.first_site + s][full_time[s]];
            const bool can_give = servers[s] >= 2.0 && posts.established + moved[s] >= 1;
            if (can_give && (giver == kNone || load(s, 0.0) < load(giver, 0.0))) giver = s;
            if (taker == kNone || load(s, 0.0) > load(taker, 0.0)) taker = s;
        }
        if (giver == kNone || giver == taker || load(giver, -1.0) > load(taker, 1.0)) break;
        if (load(giver, 0.0) >= load(taker, 0.0)) break;
        --moved[giver];
        ++moved[taker];
        servers[giver] -= 1.0;
        servers[taker] += 1.0;
    }
    std::vector<PostCount> changed;
    for (std::uint32_t s = 0; s < resource.sites; ++s) {
        if (moved[s] == 0) continue;
        const std::uint32_t site = resource.first_site + s;
        posts_[site][full_time[s]].established += moved[s];
        changed.push_back({site, full_time[s], moved[s]});
    }
    tell_and_restaff(changed);
}

}  // namespace yhdyspinta::simulation
