// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "engine/results/response_table.hpp"

namespace yhdyspinta::results {

/// What was run to get the results.
struct RunHeading {
    std::string scenario;
    std::uint64_t seed = 0;
    std::uint64_t replications = 0;
};

/// `{"scenario", "seed", "replications", "responses": [{"name", "unit", "where", "mean",
/// "half_width", "replications"}]}`, indented by two, NaN as null, ended by a newline.
void write_json(std::ostream& out, const RunHeading& heading,
                const std::vector<ResponseSummary>& summaries);

}  // namespace yhdyspinta::results
