// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/staff.hpp"

#include <algorithm>
#include <numeric>
#include <string>

#include <fmt/format.h>

namespace yhdyspinta::metrics {

Staff::Staff(const event_log::Legend& legend, AuditReport& audit) : legend_(legend), audit_(audit) {
    for (const auto& resource : legend.resources) {
        sites_.emplace_back(std::max<std::size_t>(1, resource.sites.size()));
        servers_.emplace_back(sites_.back().size() * resource.servers.size());
    }
}

Staff::Site& Staff::site(const event_log::Event& event) {
    auto& sites = sites_[event.place];
    return sites[event.other < sites.size() ? event.other : 0];
}

void Staff::available(const event_log::Event& event) { site(event).available += event.value; }

void Staff::busy(const event_log::Event& event) { site(event).busy += event.value; }

Staff::Site& Staff::server(const event_log::Event& event) {
    return servers_.at(event.place).at(event.other);
}

void Staff::server_available(const event_log::Event& event) {
    server(event).available += event.value;
}

void Staff::server_busy(const event_log::Event& event) { server(event).busy += event.value; }

void Staff::check(double end) {
    for (std::size_t r = 0; r < sites_.size(); ++r) {
        for (std::size_t s = 0; s < sites_[r].size(); ++s) {
            const Site& site = sites_[r][s];
            if (site.busy <= site.available * (1.0 + 1e-9) + 1e-3) continue;
            const auto& names = legend_.resources[r].sites;
            audit_.fail(base::Instant::at_seconds(end), event_log::kNone,
                        fmt::format("{} of {} were busy for {:.9g} s but on duty for {:.9g} s",
                                    legend_.resources[r].name, s < names.size() ? names[s] : "all",
                                    site.busy, site.available));
        }
    }
}

void Staff::add_responses(const Scale& scale, ResponseList& list) const {
    std::vector<double> cost(legend_.organisations.size(), 0.0);
    for (std::size_t r = 0; r < sites_.size(); ++r) {
        const auto& resource = legend_.resources[r];
        const std::string where = "resource=" + resource.name;
        const char* name = resource.is_caseload ? "places_in_use" : "utilisation";
        double available = 0.0, busy = 0.0;
        for (const Site& site : sites_[r]) {
            available += site.available;
            busy += site.busy;
        }
        list.add(name, "share", where, ratio(busy, available));
        if (sites_[r].size() > 1) {
            for (std::size_t s = 0; s < sites_[r].size(); ++s) {
                list.add(name, "share", where + ",site=" + resource.sites[s],
                         ratio(sites_[r][s].busy, sites_[r][s].available));
            }
        }
        const std::size_t named = resource.servers.size();
        for (std::size_t s = 0; s < servers_[r].size(); ++s) {
            std::string who = where + ",server=" + resource.servers[s % named];
            if (sites_[r].size() > 1) who += ",site=" + resource.sites[s / named];
            list.add(name, "share", who, ratio(servers_[r][s].busy, servers_[r][s].available));
        }
        if (!resource.is_caseload && resource.organisation < cost.size()) {
            cost[resource.organisation] += available / kSecondsPerHour * resource.cost_per_hour;
        }
    }
    if (cost.empty()) return;
    list.add("staff_cost", "EUR/year", "all",
             scale.per_year(std::accumulate(cost.begin(), cost.end(), 0.0)));
    for (std::size_t o = 0; o < cost.size(); ++o) {
        list.add("staff_cost", "EUR/year", "organisation=" + legend_.organisations[o],
                 scale.per_year(cost[o]));
    }
}

}  // namespace yhdyspinta::metrics
