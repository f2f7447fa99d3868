// SPDX-License-Identifier: Apache-2.0
// What `explain` shows.
#pragma once

#include <cstdint>
#include <string>

#include "engine/experiment/attribute_difference.hpp"
#include "engine/experiment/difference_groups.hpp"
#include "engine/scenario/scenario_difference.hpp"

namespace yhdyspinta::cli {

/// One of the two scenarios.
struct ExplainedScenario {
    std::string file;
    std::string name;   ///< short
    std::string title;  ///< or the short name
};

struct Explanation {
    ExplainedScenario a, b;
    const scenario::ScenarioDifferences* differences = nullptr;
    const experiment::Grouping* grouping = nullptr;
    /// Absent: nothing was simulated.
    const experiment::Attribution* attribution = nullptr;
    bool is_estimated = false;  ///< by orders of the groups that were drawn
    std::string frame;          ///< `2 replications of 20 d; seed 5`
    std::uint64_t seed = 1;
    std::uint64_t replications = 1;
};

[[nodiscard]] std::string attribution_text(const Explanation& explanation);

/// With an attribution `name,where,unit,group,share,…`, one line for each measure and group and one
/// for the whole difference, whose group is empty; without, one line per difference. Lines end in
/// CRLF; NaN is an empty field.
[[nodiscard]] std::string attribution_csv(const Explanation& explanation);

/// Differences, groups and, when there is an attribution, measures; NaN as null.
[[nodiscard]] std::string attribution_json(const Explanation& explanation);

}  // namespace yhdyspinta::cli
