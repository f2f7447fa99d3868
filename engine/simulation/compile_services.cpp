// SPDX-License-Identifier: Apache-2.0
// Compiles organisations, services and record types.
#include <algorithm>

#include "engine/simulation/compiler.hpp"

namespace yhdyspinta::simulation {

std::string Compiler::at_level(const std::string& name, const std::vector<std::string>& levels,
                               std::size_t site) {
    return levels.empty() ? name : fmt::format("{}@{}", name, levels.at(site));
}

const std::vector<std::string>& Compiler::levels(const process::Reference& per) const {
    static const std::vector<std::string> kNoLevels;
    return per.is_empty() ? kNoLevels : p_.attributes[attribute(per.name)].levels;
}

void Compiler::compile_organisations_and_services() {
    std::vector<std::uint32_t> first_zone;
    for (const auto& organisation : s_.organisations) {
        p_.legend.organisations.push_back(organisation.name);
        p_.legend.organisation_kinds.push_back(
            organisation.value.kind ? process::to_text(*organisation.value.kind) : "");
        first_zone.push_back(static_cast<std::uint32_t>(p_.platform.zones.size()));
        for (std::uint32_t i = 0; i < sites_per(organisation.value.per); ++i) {
            p_.platform.zones.push_back(
                {at_level(organisation.name, levels(organisation.value.per), i)});
        }
    }
    const auto independent = static_cast<std::uint32_t>(p_.platform.zones.size());
    p_.platform.zones.push_back({"independent"});

    for (const auto& service : s_.services) {
        ServiceInfo info;
        info.sites = sites_per(service.value.per);
        info.first_host = static_cast<std::uint32_t>(p_.platform.hosts.size());
        if (!service.value.per.is_empty()) {
            info.site_attribute = attribute(service.value.per.name);
        }
        const std::uint32_t organisation =
            index_or_none(s_.organisations, service.value.organisation, "organisation");
        for (std::uint32_t i = 0; i < info.sites; ++i) {
            std::uint32_t zone = independent;
            if (organisation != kNone) {
                const auto& per = s_.organisations[organisation].value.per;
                const bool same = !per.is_empty() && per.name == service.value.per.name;
                zone = first_zone[organisation] + (same ? i : 0);
            }
            p_.platform.hosts.push_back(
                {at_level(service.name, levels(service.value.per), i), ZoneId(zone)});
        }
        info.meets = expression(service.value.meets);
        info.eligible = expression(service.value.eligible);
        p_.has_eligibility = p_.has_eligibility || info.eligible != kNone;
        p_.services.push_back(info);
        p_.legend.services.push_back(
            {service.name, organisation,
             index_or_none(s_.organisations, service.value.paid_by, "organisation"),
             service.value.viable_per_year.value_or(0.0)});
    }
    if (p_.platform.hosts.empty() && !s_.policies.empty()) {
        p_.platform.hosts.push_back({"governance", ZoneId(independent)});  // of its actors
    }
    for (const auto& channel : s_.channels) {
        p_.platform.channels.push_back(
            {channel.name, channel.value.latency, channel.value.records_per_day});
        p_.legend.channels.push_back(channel.name);
    }
    p_.on_received.resize(p_.services.size());
    p_.on_accepted.resize(p_.services.size());
    p_.on_contact.resize(p_.services.size());
    p_.interface_matrix_.assign(p_.services.size() * p_.services.size(), kNone);
}

bool Compiler::contains(const std::vector<process::Reference>& names, const std::string& name) {
    return std::any_of(names.begin(), names.end(),
                       [&](const auto& reference) { return reference.name == name; });
}

void Compiler::compile_record_types() {
    for (const auto& type : s_.records) {
        p_.record_types.push_back({type.value.valid.in_seconds(),
                                   type.value.is_invalidated_by_escalation,
                                   type.value.is_shared_in_household});
        p_.legend.record_types.push_back(
            {type.name, type.value.duplicate_class, type.value.is_shared_in_household});
    }
}

void Compiler::finish_services() {
    for (std::size_t i = 0; i < s_.services.size(); ++i) {
        const auto& text = s_.services[i].value;
        ServiceInfo& info = p_.services[i];
        info.first_step = process_start(text.process);
        info.successor_step = process_start(text.successor);
        info.takes_clients = info.takes_clients || info.first_step != kNone;
        if (info.successor_step != kNone) {
            const std::uint32_t successor = p_.steps[info.successor_step].service;
            if (successor != kNone) p_.services[successor].takes_clients = true;
        }
        if (text.caseload.is_empty()) continue;
        Activity place;
        place.demands.push_back({index_of(s_.resources, text.caseload.name, "resource"), 1});
        place.service = static_cast<std::uint32_t>(i);
        event_log::Legend::Activity legend;
        legend.name = s_.services[i].name + ".place";
        legend.service = place.service;
        info.place = add_activity(std::move(place), std::move(legend));
    }
    p_.can_be_eligible_nowhere =
        p_.has_eligibility &&
        std::all_of(p_.services.begin(), p_.services.end(), [](const ServiceInfo& service) {
            return !service.takes_clients || service.eligible != kNone;
        });
}

}  // namespace yhdyspinta::simulation
