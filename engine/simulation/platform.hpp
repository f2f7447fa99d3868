// SPDX-License-Identifier: Apache-2.0
// Where services stand and over which channels records travel between them, as plain data.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/id.hpp"
#include "engine/base/time.hpp"

namespace yhdyspinta::simulation {

using ZoneId = base::Id<struct ZoneTag>;        ///< an organisation at one level of its `per`
using HostId = base::Id<struct HostTag>;        ///< a service at one site
using ChannelId = base::Id<struct ChannelTag>;  ///< an information channel

/// Ids are positions in the vectors. Names are for messages only; they need not be unique or free
/// of any character.
struct PlatformDescription {
    struct Zone {
        std::string name;
    };
    struct Host {
        std::string name;
        ZoneId zone;
    };
    /// Its capacity is shared by all who send over it, in both directions.
    struct Channel {
        std::string name;
        base::Duration latency;        ///< lead time of one record [s], >= 0, finite
        double records_per_day = 1e6;  ///< capacity [records/day], > 0; infinity: never saturates
    };
    std::vector<Zone> zones;
    std::vector<Host> hosts;
    std::vector<Channel> channels;
};

/// Throws `base::InternalError` naming the first element that breaks a rule stated above.
void check(const PlatformDescription& description);

}  // namespace yhdyspinta::simulation
