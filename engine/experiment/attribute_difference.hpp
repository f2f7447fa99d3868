// SPDX-License-Identifier: Apache-2.0
// Which of the differences between two scenarios does the work.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/experiment/difference_groups.hpp"
#include "engine/experiment/simulate_together.hpp"
#include "engine/results/comparison.hpp"
#include "engine/scenario/scenario_difference.hpp"
#include "engine/statistics/intervals.hpp"

namespace yhdyspinta::experiment {

/// Which combinations of groups are simulated.
struct AttributionDesign {
    /// Pairs of random orders of the groups, >= 2; absent: every combination.
    std::optional<std::size_t> pairs;
    std::uint64_t seed = 1;  ///< of the orders

    /// Of so many groups; always none, all, each alone and all but each.
    [[nodiscard]] std::vector<statistics::Subset> subsets(std::size_t groups) const;
};

struct AttributionTask {
    const scenario::ScenarioDifferences* differences = nullptr;
    const std::vector<std::string>* files = nullptr;  ///< of the diagnostics of both
    Grouping grouping;                                ///< of groups that can be told apart
    std::vector<results::ComparedMeasure> measures;
    AttributionDesign design;
    SimulationFrame frame;
};

/// What a group does to a measure.
struct GroupEffect {
    statistics::Interval share;  ///< of the difference; those of all groups sum to it
    statistics::Interval alone;  ///< put into effect in A, without the others
    statistics::Interval last;   ///< put into effect after all others; without it B would lose it
    double order_error = 0.0;    ///< standard error by drawing orders; 0 with every combination
};

struct AttributedMeasure {
    results::ComparedMeasure measure;
    std::string unit;
    statistics::Interval a, b;        ///< means
    statistics::Interval difference;  ///< B less A
    std::vector<GroupEffect> effects;
    std::size_t replications = 0;  ///< with a value in every combination
};

struct Attribution {
    std::vector<AttributedMeasure> measures;
    std::vector<results::ComparedMeasure> unmeasured;  ///< that some combination does not have
    std::size_t combinations = 0;                      ///< that were simulated
};

/// Simulates combinations of the groups with common random numbers and shares the difference of
/// each measure out by Shapley values. Throws as simulate_together().
[[nodiscard]] Attribution attribute_difference(const AttributionTask& task,
                                               CalibrationListener& listener);

}  // namespace yhdyspinta::experiment
