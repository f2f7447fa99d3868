// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/platform.hpp"

#include <cmath>
#include <cstddef>
#include <string_view>

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
}

}  // namespace yhdyspinta::simulation
