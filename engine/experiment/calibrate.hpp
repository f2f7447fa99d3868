// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/experiment/simulate_together.hpp"
#include "engine/results/response_table.hpp"
#include "engine/scenario/read_scenario.hpp"
#include "engine/scenario/targets.hpp"
#include "engine/statistics/fit.hpp"

namespace yhdyspinta::experiment {

/// A target beside what was simulated.
struct CheckedTarget {
    std::string name;  ///< title, when it has one
    std::string unit;
    double value = 0.0;
    double tolerance = 0.0;
    double simulated = 0.0;   ///< mean; NaN when nothing was there to be measured
    double half_width = 0.0;  ///< 95 %; NaN with one replication
    bool is_within = false;   ///< the mean lies within the tolerance
    std::string source;
};

/// Reports targets of which the scenario has no such response.
void check_responses(const scenario::TargetsFile& targets, const process::System& system,
                     base::Diagnostics& diagnostics);

/// Every target beside the responses of a scenario.
[[nodiscard]] std::vector<CheckedTarget> check_targets(const scenario::TargetsFile& targets,
                                                       const results::ResponseTable& responses);

/// What is calibrated.
struct CalibrationTask {
    std::string scenario;           ///< file
    std::vector<std::string> sets;  ///< `path=value`
    const scenario::ScenarioFile* read = nullptr;
    const scenario::TargetsFile* targets = nullptr;
    SimulationFrame frame;
    int rounds = 8;
};

/// Is told what is being simulated, and how far it has come.
class CalibrationListener : public ProgressListener {
public:
    virtual void begins(const std::string& stage) = 0;
};

struct FittedFactor {
    std::string name;
    double factor = 1.0;
    double low = 1.0, high = 1.0;  ///< 90 % interval, within the range
    double from = 1.0, to = 1.0;   ///< range
    double identified = 0.0;       ///< [0, 1]
    bool is_at_end = false;        ///< of the range, where it would have gone further
    std::size_t figures = 0;       ///< how many it scales

    /// The targets cannot tell it.
    [[nodiscard]] bool is_untold() const { return identified < 0.5; }
};

struct Calibration {
    std::vector<FittedFactor> factors;
    statistics::Fit::End end = statistics::Fit::End::good;
    int rounds = 0;
    std::vector<CheckedTarget> check;  ///< with `check_seed`, none of which was used to fit
    std::uint64_t check_seed = 0;
    std::string overlay;  ///< YAML of the figures that moved, each with its note
};

/// Fits one factor to each parameter of the targets: weighted least squares of (simulated - value)
/// / tolerance with common random numbers, and a prior of log factor ~ N(0, (log(to / from) /
/// 4)^2). Throws base::InputError when an end of a range gives no legal scenario, and as
/// simulate_together().
[[nodiscard]] Calibration calibrate(const CalibrationTask& task, CalibrationListener& listener);

}  // namespace yhdyspinta::experiment
