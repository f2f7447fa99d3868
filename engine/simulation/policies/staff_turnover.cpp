// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <tuple>

#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

/// Each server leaves after a time, and the post is empty until it is filled.
void FlowModel::act(ActorContext& actor, const PolicyInfo& policy, const TurnoverInfo& turnover) {
    struct Post {
        std::uint32_t site, group;
        std::int32_t number;  ///< of the group's
        std::uint64_t times;  ///< that somebody left
        double since;         ///< [s] empty since; < 0: somebody is there
        double date;          ///< [s] of leaving, or of being filled
    };
    std::vector<Post> watched;
    std::vector<std::vector<std::int32_t>> count(
        posts_.size());  // of those watched [sites][groups]
    for (std::size_t site = 0; site < posts_.size(); ++site)
        count[site].resize(posts_[site].size());
    const auto key_of = [&](const Post& post) {
        return policy.key + (std::uint64_t{post.site} << 40 | std::uint64_t{post.group} << 20 |
                             static_cast<std::uint64_t>(post.number));
    };
    const auto take_up = [&](Post& post) {
        post.since = -1.0;
        post.date = now_ + std::max(0.0, sample(turnover.leaves, key_of(post), post.times));
    };
    // Posts that were established since the last look are watched from now on.
    const auto watch_new_posts = [&] {
        for (const std::uint32_t resource : turnover.resources) {
            const ResourceInfo& info = program_.resources[resource];
            for (std::uint32_t site = info.first_site; site < info.first_site + info.sites;
                 ++site) {
                for (std::uint32_t g = 0; g < posts_[site].size(); ++g) {
                    for (std::int32_t& number = count[site][g];
                         number < posts_[site][g].established; ++number) {
                        take_up(watched.emplace_back(Post{site, g, number, 0, -1.0, 0.0}));
                    }
                }
            }
        }
    };
    wake(actor);
    watch_new_posts();
    double awake = -1.0;  // [s] what is due together is done together
    while (!watched.empty()) {
        // Of those due at the same time the first in order of resources, sites and servers.
        Post& post =
            *std::min_element(watched.begin(), watched.end(), [](const Post& a, const Post& b) {
                return std::tie(a.date, a.site, a.group, a.number) <
                       std::tie(b.date, b.site, b.group, b.number);
            });
        if (post.date > awake) sleep_until(actor, awake = post.date);
        Posts& posts = posts_[post.site][post.group];
        const std::uint32_t resource = sites_[post.site].resource;
        const std::uint32_t place = post.site - program_.resources[resource].first_site;
        if (post.since >= 0.0) {
            tell(Kind::post_filled, resource, place, now_ - post.since);
            --posts.vacant;
            take_up(post);
        } else if (post.number >= posts.established) {
            ++post.times;
            take_up(post);  // the post is not there at present
        } else {
            tell(Kind::server_left, resource, place);
            lose_share(turnover.loses, post.site);
            ++posts.vacant;
            post.since = now_;
            post.date = now_ + std::max(0.0, sample(turnover.filled, key_of(post), post.times));
            ++post.times;
        }
        restaff(post.site);
        watch_new_posts();
    }
}

/// What the one who leaves a site knew is lost: variables fall back towards their first values by
/// one part in as many as there were servers, those by the level of the sites at that level only.
void FlowModel::lose_share(const std::vector<std::uint32_t>& variables, std::uint32_t site) {
    const ResourceInfo& resource = program_.resources[sites_[site].resource];
    for (const std::uint32_t variable : variables) {
        const VariableInfo& info = program_.variable_infos[variable];
        const bool is_of_site = info.per != kNone && info.per == resource.site_attribute;
        double servers = 0.0;
        for (std::uint32_t i = 0; i < resource.sites; ++i) {
            const std::uint32_t other = resource.first_site + i;
            if (!is_of_site || other == site) servers += servers_at(other);
        }
        const double share = servers > 1.0 ? 1.0 / servers : 1.0;
        const double first = program_.variables[variable];
        const auto lose_at = [&](std::uint32_t level) {
            const double value = variables_[level == kNone ? variable : info.first + level];
            set_variable(variable, level, value + share * (first - value));
        };
        if (info.per == kNone) {
            lose_at(kNone);
        } else if (is_of_site) {
            lose_at(site - resource.first_site);
        } else {
            for (std::uint32_t level = 0; level < info.levels; ++level) lose_at(level);
        }
    }
}

}  // namespace yhdyspinta::simulation
