// SPDX-License-Identifier: Apache-2.0
// Compiles resources: their servers at each site, caseloads and absence.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "engine/simulation/compiler.hpp"

namespace yhdyspinta::simulation {

const std::vector<double>& Compiler::counted_members(const process::Resource& resource) {
    const CountedFor key{resource.of.name, resource.counted.text, resource.per.name};
    if (counts_.count(key) == 0) count_members(resource.of.name);
    return counts_.at(key);
}

/// For all resources that ask about the population in one go, since there may be millions; only
/// what they ask about is drawn, each from a stream of its own.
void Compiler::count_members(const std::string& population_name) {
    struct Count {
        std::optional<process::CompiledExpression> condition;
        std::uint32_t site_attribute;
        std::vector<double>* members;
    };
    std::vector<Count> asked;
    std::vector<bool> is_needed(p_.attributes.size(), false);
    for (const auto& item : s_.resources) {
        const process::Resource& resource = item.value;
        if (resource.servers || resource.of.name != population_name) continue;
        const auto [place, is_new] =
            counts_.try_emplace({population_name, resource.counted.text, resource.per.name},
                                std::vector<double>(sites_per(resource.per), 0.0));
        if (!is_new) continue;
        Count& count = asked.emplace_back();
        count.members = &place->second;
        count.site_attribute = resource.per.is_empty() ? kNone : attribute(resource.per.name);
        if (count.site_attribute != kNone) is_needed[count.site_attribute] = true;
        if (resource.counted.is_empty()) continue;
        count.condition.emplace(resource.counted.text, p_.names, p_.values.data());
        for (const std::uint32_t used : count.condition->used()) {
            if (used < is_needed.size()) is_needed[used] = true;
        }
    }
    const PopulationInfo& population =
        p_.populations[index_of(s_.populations, population_name, "population")];
    const random::StreamFamily streams{0, 0};
    std::fill(p_.values.begin(), p_.values.end(), 0.0);
    std::copy(p_.variables.begin(), p_.variables.end(), p_.values.begin() + p_.first_variable);
    std::uint64_t member = 0;
    for (const MemberGroup& group : population.groups) {
        for (std::uint64_t i = 0; i < group.count; ++i, ++member) {
            std::fill_n(p_.values.begin(), p_.attributes.size(), 0.0);
            const auto set = [&](const std::vector<ClassAttribute>& attributes) {
                for (const auto& item : attributes) {
                    if (!is_needed[item.attribute]) continue;
                    auto stream = streams.stream(population.key + member, item.initial.purpose, 0);
                    p_.values[item.attribute] = item.initial.law.sample(stream);
                }
            };
            set(p_.classes[population.entity_class]);
            for (const auto& [which, value] : group.fixed) p_.values[which] = value;
            set(group.drawn);
            for (const Count& count : asked) {
                if (count.condition && !count.condition->holds()) continue;
                const std::size_t site =
                    count.site_attribute == kNone
                        ? 0
                        : static_cast<std::size_t>(p_.values[count.site_attribute]);
                count.members->at(site) += 1.0;
            }
        }
    }
}

std::vector<double> Compiler::posts_of(const process::Resource& resource, std::uint32_t sites) {
    if (resource.servers) {
        return std::vector<double>(sites, static_cast<double>(*resource.servers));
    }
    std::vector<double> counted(sites, 1.0);
    if (!resource.of.is_empty()) counted = counted_members(resource);
    double all = 0.0;
    for (const double c : counted) all += c;
    std::vector<double> posts(sites, 0.0);
    for (std::size_t i = 0; i < posts.size(); ++i) {
        posts[i] = resource.one_per ? counted[i] / *resource.one_per
                   : all > 0.0      ? *resource.fte * counted[i] / all
                                    : 0.0;
    }
    return posts;
}

void Compiler::add_posts(SiteInfo& site, double posts, const process::Resource& resource,
                         std::uint32_t calendar, std::uint32_t place) {
    double whole = std::floor(posts + 1e-9);
    double part = posts - whole;
    if (calendar == 0 || resource.is_caseload) {
        // No working week to take a share of: the nearest whole number.
        whole = std::round(posts);
        part = 0.0;
    }
    if (whole > 0.0) site.groups.push_back({calendar, static_cast<std::uint32_t>(whole)});
    if (part > 1e-6) {
        // Part-timers of different sites are not all there on Monday.
        const std::chrono::weekday first_day{1 + place % 5};
        p_.calendars.push_back(p_.calendars[calendar].part_time(part, first_day));
        site.groups.push_back({static_cast<std::uint32_t>(p_.calendars.size() - 1), 1, part});
    }
}

void Compiler::compile_resources() {
    for (const auto& item : s_.resources) {
        const process::Resource& resource = item.value;
        ResourceInfo info;
        info.sites = sites_per(resource.per);
        info.first_site = static_cast<std::uint32_t>(p_.sites.size());
        info.is_caseload = resource.is_caseload;
        info.discipline = resource.discipline;
        info.at_closing = resource.at_closing;
        info.is_shared_out = resource.is_shared_out;
        info.is_interruptible = resource.at_closing == process::AtClosing::hand_over ||
                                (resource.absence && resource.absence->is_at_once);
        info.is_named = !resource.named.empty() || resource.caseload.has_value();
        info.has_names = !resource.named.empty();
        info.key = random::purpose("resource/" + item.name);
        if (resource.queue_limit) {
            info.queue_limit = static_cast<std::uint32_t>(*resource.queue_limit);
        }
        if (!resource.per.is_empty()) info.site_attribute = attribute(resource.per.name);

        event_log::Legend::Resource legend;
        legend.name = item.name;
        legend.service = index_or_none(s_.services, resource.service, "service");
        if (legend.service != kNone) {
            legend.organisation = p_.legend.services[legend.service].organisation;
        }
        legend.is_caseload = resource.is_caseload;
        legend.cost_per_hour = resource.cost_per_hour;
        legend.servers = resource.named;

        const bool has_posts = resource.named.empty() && resource.shifts.empty();
        const std::vector<double> posts =
            has_posts ? posts_of(resource, info.sites) : std::vector<double>(info.sites, 0.0);
        const std::uint32_t calendar = calendar_index(resource.calendar);
        for (std::uint32_t i = 0; i < info.sites; ++i) {
            SiteInfo site;
            site.resource = static_cast<std::uint32_t>(p_.resources.size());
            site.site = i;
            if (has_posts) {
                add_posts(site, posts[i] * (1.0 - resource.vacancy), resource, calendar, i);
            }
            for (std::size_t n = 0; n < resource.named.size(); ++n) {
                site.groups.push_back({calendar, 1});
            }
            for (const auto& shift : resource.shifts) {
                site.groups.push_back({calendar_index(shift.value.calendar),
                                       static_cast<std::uint32_t>(shift.value.servers)});
            }
            if (info.is_named && resource.named.empty()) split_into_servers(site);
            if (may_gain_posts(item) &&
                std::none_of(site.groups.begin(), site.groups.end(),
                             [](const ServerGroup& group) { return group.part >= 1.0; })) {
                site.groups.push_back({calendar, 0});
            }
            for (const auto& change : resource.changes) {
                if (site.groups.empty()) site.groups.push_back({calendar, 0});
                p_.capacity_changes.push_back({static_cast<std::uint32_t>(p_.sites.size()),
                                               change.after.in_seconds(),
                                               static_cast<std::uint32_t>(change.servers)});
            }
            legend.sites.push_back(resource.per.is_empty() ? "all" : levels(resource.per).at(i));
            p_.sites.push_back(std::move(site));
        }
        p_.resources.push_back(info);
        p_.legend.resources.push_back(std::move(legend));
    }
    for (std::size_t i = 0; i < s_.resources.size(); ++i) {
        if (s_.resources[i].value.caseload) add_cases(static_cast<std::uint32_t>(i));
    }
    for (std::size_t i = 0; i < s_.resources.size(); ++i) {
        if (s_.resources[i].value.absence) add_absence(static_cast<std::uint32_t>(i));
    }
}

bool Compiler::may_gain_posts(const process::Named<process::Resource>& resource) const {
    if (!process::can_gain_posts(resource.value)) return false;
    return std::any_of(s_.policies.begin(), s_.policies.end(), [&](const auto& policy) {
        const auto* moves = std::get_if<process::Reallocation>(&policy.value);
        if (moves != nullptr) return moves->resource.name == resource.name;
        const auto* change = std::get_if<process::PostsChange>(&policy.value);
        if (change == nullptr || change->share <= 0.0) return false;
        return change->is_of_all || contains(change->resources, resource.name);
    });
}

void Compiler::split_into_servers(SiteInfo& site) {
    std::vector<ServerGroup> servers;
    for (const ServerGroup& group : site.groups) {
        for (std::uint32_t n = 0; n < group.servers; ++n)
            servers.push_back({group.calendar, 1, group.part});
    }
    site.groups = std::move(servers);
}

void Compiler::add_cases(std::uint32_t resource) {
    const process::Resource& text = s_.resources[resource].value;
    ResourceInfo info;
    info.sites = p_.resources[resource].sites;
    info.first_site = static_cast<std::uint32_t>(p_.sites.size());
    info.site_attribute = p_.resources[resource].site_attribute;
    info.queue_limit = p_.resources[resource].queue_limit;
    info.has_names = p_.resources[resource].has_names;
    info.is_caseload = true;
    info.is_named = true;
    const auto index = static_cast<std::uint32_t>(p_.resources.size());
    for (std::uint32_t i = 0; i < info.sites; ++i) {
        SiteInfo site;
        site.resource = index;
        site.site = i;
        const auto& servers = p_.sites[p_.resources[resource].first_site + i].groups;
        site.groups.assign(servers.size(), {0, static_cast<std::uint32_t>(*text.caseload)});
        p_.sites.push_back(std::move(site));
    }
    p_.resources[resource].cases = index;
    p_.resources[resource].is_own_worker = !text.is_pooled;
    p_.resources.push_back(info);
    event_log::Legend::Resource legend = p_.legend.resources[resource];
    legend.name += ".caseload";
    legend.is_caseload = true;
    legend.cost_per_hour = 0.0;
    p_.legend.resources.push_back(std::move(legend));
}

void Compiler::add_absence(std::uint32_t resource) {
    const auto& item = s_.resources[resource];
    if (p_.absence_class == kNone) {
        p_.absence_class = static_cast<std::uint32_t>(p_.classes.size());
        p_.classes.emplace_back();
        p_.legend.classes.emplace_back("absence");
        p_.legend.first_own_class = std::min(p_.legend.first_own_class, p_.absence_class);
    }
    Activity absence;
    const std::string name = item.name + ".absence";
    absence.demands.push_back({resource, 1});
    absence.duration = draw(item.value.absence->lasts, "duration/" + name);
    absence.service = p_.legend.resources[resource].service;
    absence.fixed_priority = kAbsencePriority;
    absence.is_absence = true;
    absence.is_preemptive = item.value.absence->is_at_once;
    event_log::Legend::Activity legend;
    legend.name = name;
    legend.service = absence.service;
    legend.is_absence = true;
    const std::uint32_t activity = add_activity(std::move(absence), std::move(legend));
    p_.resources[resource].absence =
        AbsenceInfo{activity, draw(item.value.absence->every, "absence/" + item.name + "/every"),
                    random::purpose("absence/" + item.name)};
}

}  // namespace yhdyspinta::simulation
