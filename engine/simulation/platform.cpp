// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/platform.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"

namespace yhdyspinta::simulation {
namespace {

template <class Element, class Tag>
void check_reference(const std::vector<Element>& elements, base::Id<Tag> id, std::string_view kind,
                     std::string_view owner) {
    if (id.is_some() && id.index() < elements.size()) return;
    throw base::InternalError(fmt::format("{}: there is no {} {}; {} are defined", owner, kind,
                                          id.value(), elements.size()));
}

}  // namespace

void check(const PlatformDescription& description) {
    for (const auto& host : description.hosts) {
        check_reference(description.zones, host.zone, "zone", fmt::format("host '{}'", host.name));
    }
    for (const auto& channel : description.channels) {
        const double latency = channel.latency.in_seconds();
        if (!(latency >= 0.0) || !channel.latency.is_finite()) {
            throw base::InternalError(fmt::format(
                "channel '{}': latency {} s is not finite and >= 0", channel.name, latency));
        }
        if (!(channel.records_per_day > 0.0)) {
            throw base::InternalError(fmt::format("channel '{}': {} records per day is not > 0",
                                                  channel.name, channel.records_per_day));
        }
    }
    std::vector<std::pair<HostId, HostId>> pairs;
    pairs.reserve(description.routes.size());
    for (std::size_t i = 0; i < description.routes.size(); ++i) {
        const auto& route = description.routes[i];
        check_reference(description.hosts, route.from, "host", fmt::format("route {}", i));
        check_reference(description.hosts, route.to, "host", fmt::format("route {}", i));
        check_reference(description.channels, route.channel, "channel", fmt::format("route {}", i));
        if (route.from == route.to) {
            throw base::InternalError(fmt::format("route {}: from host '{}' to itself", i,
                                                  description.hosts[route.from.index()].name));
        }
        pairs.emplace_back(route.from, route.to);
    }
    std::sort(pairs.begin(), pairs.end());
    const auto twice = std::adjacent_find(pairs.begin(), pairs.end());
    if (twice != pairs.end()) {
        throw base::InternalError(fmt::format("there are two routes from host '{}' to host '{}'",
                                              description.hosts[twice->first.index()].name,
                                              description.hosts[twice->second.index()].name));
    }
}

}  // namespace yhdyspinta::simulation
