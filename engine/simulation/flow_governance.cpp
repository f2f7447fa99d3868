// SPDX-License-Identifier: Apache-2.0
// What policies can do with the model. They are actors of the kernel, which lets them act after
// everything else of an instant, in the order in which they were spawned: that of the file.
#include <algorithm>
#include <cmath>
#include <variant>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/simulation/apportion.hpp"
#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

using base::Instant;

void FlowModel::connect(Kernel& kernel) {
    kernel_ = &kernel;
    kernel.set_record_listener([this](std::uint64_t ticket, bool is_delivered) {
        on_record(ticket, is_delivered);
        resume_deferred();
    });
    start_governance();
}

void FlowModel::start_governance() {
    if (program_.counts_demand) demand_.assign(program_.sites.size(), 0);
    if (program_.has_post_policies) {
        for (const SiteInfo& site : program_.sites) {
            auto& posts = posts_.emplace_back();
            for (const ServerGroup& group : site.groups) {
                posts.push_back({static_cast<std::int32_t>(group.servers)});
            }
        }
    }
    const HostId anywhere(0);
    for (const PolicyInfo& policy : program_.policies) {
        std::visit(
            [&](const auto& what) {
                kernel_->spawn(policy.name, anywhere, [this, &policy, &what](ActorContext& actor) {
                    act(actor, policy, what);
                });
            },
            policy.what);
    }
}

void FlowModel::wake(const ActorContext& actor) {
    pass_to(actor.now().in_seconds());
    current_path_ = kNone;
}

void FlowModel::sleep_until(ActorContext& actor, double date) {
    actor.sleep_until(Instant::at_seconds(date));
    wake(actor);
}

void FlowModel::fail_policy(const PolicyInfo& policy, const std::string& what) const {
    throw base::ModelError(fmt::format("{}: policy {}: {}; replication {}, seed {}", whereabouts(),
                                       policy.name, what, streams_.replication, streams_.seed));
}

// ---- variables
// ---------------------------------------------------------------------------------------

double FlowModel::reckon(std::uint32_t expression, std::uint32_t per, std::uint32_t level) const {
    const process::CompiledExpression& compiled = program_.expressions[expression];
    for (const std::uint32_t place : compiled.used()) {
        double& value = program_.values[place];
        if (place == program_.now_value) {
            value = now_ / 86400.0;
        } else if (place < program_.first_variable) {
            value = level;  // of the attribute `per`, the only one that is legal here
        } else {
            const std::uint32_t variable = place - program_.first_variable;
            const VariableInfo& info = program_.variable_infos[variable];
            const bool is_at_level = level != kNone && info.per == per;
            value = variables_[is_at_level ? info.first + level : variable];
        }
    }
    return compiled.value();
}

bool FlowModel::succeeds(const PolicyInfo& policy, std::uint32_t probability,
                         random::Purpose purpose, std::uint64_t occasion, std::uint32_t per,
                         std::uint32_t level) const {
    const double value = reckon(probability, per, level);
    if (!(value >= 0.0 && value <= 1.0)) {
        fail_policy(policy, fmt::format("a probability of {}; expected 0 to 1", value));
    }
    return happens(value, policy.key, purpose, occasion);
}

void FlowModel::set_variable(std::uint32_t variable, std::uint32_t level, double value) {
    if (!store_variable(variable, level, value)) return;
    tell(Kind::variable_set, variable, level, value);
    if (!program_.has_conditions) return;
    bool is_due = make_restless_due();
    for (const std::uint32_t wait : program_.waits_reading[variable]) {
        is_due = make_due(wait) || is_due;
    }
    if (is_due) add_work(Work::What::look);
}

void FlowModel::set_variables(const PolicyInfo& policy, const std::vector<Setting>& settings,
                              std::uint32_t per, std::uint32_t level) {
    for (const Setting& setting : settings) {
        const VariableInfo& info = program_.variable_infos[setting.variable];
        const auto set_at = [&](std::uint32_t at, std::uint32_t of, std::uint32_t stored_at) {
            const double value = reckon(setting.expression, of, at);
            if (!std::isfinite(value)) {
                fail_policy(policy,
                            fmt::format("sets {} to {}",
                                        program_.legend.variables[setting.variable].name, value));
            }
            set_variable(setting.variable, stored_at, value);
        };
        if (info.per == kNone) {
            set_at(level, per, kNone);
        } else if (level != kNone) {
            set_at(level, per, level);
        } else {
            for (std::uint32_t each = 0; each < info.levels; ++each) {
                set_at(each, info.per, each);
            }
        }
    }
}

// ---- meetings
// ----------------------------------------------------------------------------------------

void FlowModel::meet(const PolicyInfo& policy, const std::vector<std::uint32_t>& meetings,
                     std::uint64_t meeting) {
    for (const std::uint32_t activity : meetings) {
        const std::uint32_t resource = program_.activities[activity].demands.front().resource;
        for (std::uint32_t site = 0; site < program_.resources[resource].sites; ++site) {
            if (program_.sites[program_.resources[resource].first_site + site].groups.empty()) {
                continue;  // nobody works there
            }
            // Who is away at a meeting is an entity that keeps one server of the site.
            const std::uint64_t key = policy.key + (meeting << 16 | site);
            const std::uint32_t entity = new_entity(program_.meeting_class, key);
            const std::uint32_t site_attribute = program_.resources[resource].site_attribute;
            if (site_attribute != kNone) {
                attributes_[entity * program_.attributes.size() + site_attribute] = site;
            }
            const std::uint32_t path = new_path(entity, key);
            log_.append({now_, 0.0, entity, kNone, kNone,
                         static_cast<std::uint16_t>(program_.meeting_class), Kind::entity_arrived,
                         0});
            begin_activity(path, activity, Then::vanish);
        }
    }
}

// ---- posts
// -------------------------------------------------------------------------------------------

double FlowModel::posts_at(std::uint32_t site) const {
    double posts = 0.0;
    for (std::size_t g = 0; g < posts_[site].size(); ++g) {
        posts += posts_[site][g].established * program_.sites[site].groups[g].part;
    }
    return posts;
}

double FlowModel::servers_at(std::uint32_t site) const {
    std::int32_t servers = 0;
    for (const Posts& posts : posts_[site]) servers += posts.servers();
    return servers;
}

std::vector<FlowModel::PostCount> FlowModel::split(std::uint32_t resource, double share) const {
    const ResourceInfo& info = program_.resources[resource];
    const bool is_gain = share > 0.0;
    std::vector<double> posts;
    std::vector<std::int32_t> at_most;
    double all = 0.0;
    for (std::uint32_t i = 0; i < info.sites; ++i) {
        const std::uint32_t site = info.first_site + i;
        posts.push_back(posts_at(site));
        all += posts.back();
        std::int32_t there = 0;
        for (const Posts& of_group : posts_[site]) there += of_group.established - of_group.gone;
        at_most.push_back(is_gain ? std::numeric_limits<std::int32_t>::max() : there);
    }
    const auto total = static_cast<std::int32_t>(std::lround(std::abs(share) * all));
    const std::vector<std::int32_t> counts = apportion(total, posts, at_most);
    std::vector<PostCount> parts;
    for (std::uint32_t i = 0; i < info.sites; ++i) {
        const std::uint32_t site = info.first_site + i;
        std::int32_t left = counts[i];
        // Full-time servers before part-timers, and of those the last first.
        for (const bool is_full_time : {true, false}) {
            for (auto g = static_cast<std::uint32_t>(posts_[site].size()); g-- > 0;) {
                if (left == 0 || (program_.sites[site].groups[g].part >= 1.0) != is_full_time) {
                    continue;
                }
                const Posts& of_group = posts_[site][g];
                const std::int32_t count =
                    is_gain ? left : std::min(left, of_group.established - of_group.gone);
                if (count == 0) continue;
                parts.push_back({site, g, count});
                left -= count;
            }
        }
    }
    return parts;
}

void FlowModel::restaff(std::uint32_t site) {
    const ResourceInfo& resource = program_.resources[sites_[site].resource];
    for (std::uint32_t g = 0; g < posts_[site].size(); ++g) {
        const std::int32_t servers = posts_[site][g].servers();
        if (servers == sites_[site].groups[g].servers) continue;
        if (resource.cases != kNone) {
            // Nobody new is taken on by an empty post; its clients wait for the one to come.
            const std::uint32_t cases =
                program_.resources[resource.cases].first_site + site - resource.first_site;
            const auto places = static_cast<std::int32_t>(program_.sites[cases].groups[g].servers);
            set_servers(cases, g, servers == 0 ? 0 : places);
        }
        set_servers(site, g, servers);
    }
    if (!deferred_.empty()) resume_deferred();
}

void FlowModel::tell_and_restaff(const std::vector<PostCount>& changed) {
    std::vector<std::uint32_t> sites;
    sites.reserve(changed.size());
    for (const PostCount& part : changed) sites.push_back(part.site);
    std::sort(sites.begin(), sites.end());
    sites.erase(std::unique(sites.begin(), sites.end()), sites.end());
    for (const std::uint32_t site : sites) {
        const std::uint32_t resource = sites_[site].resource;
        tell(Kind::capacity_changed, resource, site - program_.resources[resource].first_site,
             servers_at(site));
    }
    for (const std::uint32_t site : sites) restaff(site);
}

}  // namespace yhdyspinta::simulation
