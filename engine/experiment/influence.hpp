// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/experiment/calibrate.hpp"
#include "engine/experiment/response_name.hpp"
#include "engine/experiment/simulate_together.hpp"
#include "engine/results/response_table.hpp"
#include "engine/scenario/read_scenario.hpp"
#include "engine/statistics/summary.hpp"

namespace yhdyspinta::experiment {

struct InfluenceTask {
    std::string scenario;           ///< file
    std::vector<std::string> sets;  ///< `path=value`
    const scenario::ScenarioFile* read = nullptr;
    std::vector<ResponseName> responses;
    SimulationFrame frame;
    std::optional<std::size_t> most;  ///< only so many figures, those with the widest range
};

/// A figure put to both ends of its range, everything else as it was.
struct Influence {
    std::string path;
    std::string value;
    std::string low, high;  ///< as written
    double width = 0.0;     ///< of the range by its middle
    /// Of each response: at the high end less at the low end, with the same random numbers.
    std::vector<statistics::PairedDifference> differences;
};

struct InfluenceReport {
    std::vector<results::ResponseSummary> responses;  ///< of the scenario as it is
    std::vector<Influence> figures;                   ///< in the order of the files
    std::size_t passed_over = 0;                      ///< figures with a narrower range than `most`
    std::vector<std::string> unread;  ///< paths whose range is no pair of legal values
};

/// Simulates the scenario with each figure that states a range at both of its ends. Throws
/// base::UsageError when a response is not known, and as simulate_together().
[[nodiscard]] InfluenceReport influence(const InfluenceTask& task, CalibrationListener& listener);

}  // namespace yhdyspinta::experiment
