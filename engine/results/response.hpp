// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/results/distribution.hpp"
#include "engine/results/episode_table.hpp"
#include "engine/results/series.hpp"
#include "engine/results/story_table.hpp"

namespace yhdyspinta::results {

/// One measured figure of one replication.
struct Response {
    std::string name;    ///< e.g. `waiting_time.effective`
    std::string unit;    ///< e.g. `d`, `min`, `share`, `h/1000/year`
    std::string where;   ///< `all`, or `key=value` pairs joined by `,`: `service=desk`,
                         ///< `activity=visit.service`
    double value = 0.0;  ///< NaN when nothing was there to be measured
    friend bool operator==(const Response&, const Response&) = default;
};

/// Everything measured in one replication, in a fixed order that depends on the model alone.
struct ReplicationResult {
    std::uint64_t replication = 0;  ///< 1-based
    std::vector<Response> responses;
    std::vector<std::string> warnings{};  ///< what is legal but doubtful in this run, for the user
    std::vector<Distribution>
        distributions{};           ///< in a fixed order that depends on the model alone
    EpisodeTable episodes{};       ///< empty unless asked for
    std::vector<Series> series{};  ///< likewise, in an order that depends on the model alone
    StoryTable stories{};          ///< likewise
};

}  // namespace yhdyspinta::results
