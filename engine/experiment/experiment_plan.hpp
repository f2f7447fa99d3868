// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/process/system.hpp"
#include "engine/results/response.hpp"
#include "engine/scenario/experiment_file.hpp"

namespace yhdyspinta::experiment {

/// A scenario at one point of the factors.
struct PlannedDesign {
    std::string name;      ///< `joined`, `joined, psychologists=6`
    std::string scenario;  ///< name in the experiment
    process::Text title;   ///< of the scenario
    std::vector<std::pair<std::string, std::string>> levels;  ///< factor, value
    std::vector<std::string> sets;                            ///< `path=value`
    std::uint64_t seed = 1;
    bool is_baseline = false;  ///< of the baseline scenario
    process::System system;    ///< with that seed
    std::vector<results::Response>
        responses;              ///< that are kept, in order; their values mean nothing
    std::vector<bool> is_kept;  ///< one per response of the system
    std::string made_from;      ///< scenario file
};

/// All that an experiment simulates, in the order of its file: scenarios, and points in each.
struct ExperimentPlan {
    std::vector<PlannedDesign> designs;
    std::size_t reference = 0;  ///< the design that others are compared with
};

/// Reads each scenario at each point. Nothing of what is added to `diagnostics` is an error if and
/// only if the plan is whole: no point is left, a combination of levels is not legal, a response is
/// not known.
[[nodiscard]] ExperimentPlan plan_experiment(const scenario::ExperimentFile& file,
                                             base::Diagnostics& diagnostics);

}  // namespace yhdyspinta::experiment
