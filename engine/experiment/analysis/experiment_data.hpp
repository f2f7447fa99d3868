// SPDX-License-Identifier: Apache-2.0
// What analyses work on: the designs of an experiment and a few of their responses.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/experiment/influence.hpp"
#include "engine/experiment/store.hpp"
#include "engine/results/analysis_table.hpp"
#include "engine/results/comparison.hpp"
#include "engine/results/response_table.hpp"
#include "engine/statistics/best.hpp"
#include "engine/statistics/samples.hpp"

namespace yhdyspinta::experiment {

/// One design with the responses that are looked at.
struct AnalysedDesign {
    std::string name;
    std::string scenario;
    std::vector<double> places;  ///< by factor, [0, 1]
    results::ResponseTable table;
};

/// A response that is looked at.
struct AnalysedMeasure {
    results::ComparedMeasure measure;
    std::string unit;
};

struct ExperimentData {
    std::vector<AnalysedDesign> designs;  ///< in the order of the experiment
    std::size_t reference = 0;            ///< that others are compared with
    std::vector<std::string> factors;
    std::string rule;  ///< how the points were chosen, as StoreNotes::design
    bool has_common_random_numbers = true;
    std::vector<AnalysedMeasure> measures;
};

/// The responses that are asked for, of which `all` may stand for the only place there is; with
/// none asked for the headline, or all where nothing of it was kept. Throws base::UsageError when
/// one is not there, and when replications failed or are missing.
[[nodiscard]] ExperimentData load_experiment(const Store& store,
                                             const std::vector<ResponseName>& asked);

/// Values of a measure, [designs][replications]; NaN where a design lacks a replication that
/// another one has. `designs` are indices.
[[nodiscard]] statistics::Samples samples_of(const ExperimentData& data,
                                             const AnalysedMeasure& measure,
                                             const std::vector<std::size_t>& designs);

/// Designs by scenario, in the order of the experiment: its points.
struct ScenarioPoints {
    std::string scenario;
    std::vector<std::size_t> designs;
};
[[nodiscard]] std::vector<ScenarioPoints> by_scenario(const ExperimentData& data);

[[nodiscard]] statistics::Better better_of(const AnalysedMeasure& measure);
/// `name (where)`, `name`
[[nodiscard]] std::string name_of(const AnalysedMeasure& measure);

/// The first columns of most tables: measure, where, unit.
[[nodiscard]] std::vector<results::AnalysisTable::Column> measure_columns();
[[nodiscard]] std::vector<results::AnalysisTable::Cell> measure_cells(
    const AnalysedMeasure& measure);

}  // namespace yhdyspinta::experiment
