// SPDX-License-Identifier: Apache-2.0
// What an experiment tells. Each analysis throws base::UsageError, with what is missing and how to
// get it, when the experiment is not made for it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/experiment/analysis/experiment_data.hpp"
#include "engine/results/analysis_table.hpp"
#include "engine/results/client_changes.hpp"

namespace yhdyspinta::experiment {

using AnalysisTables = std::vector<results::AnalysisTable>;

/// Every design against the reference: paired differences, and what common random numbers brought.
[[nodiscard]] AnalysisTables compare_designs(const ExperimentData& data);

/// Quantiles of a response over those concerned, mean of the replications.
struct DistributionOfDesign {
    std::string design;
    std::vector<results::Distribution> replications;
};
struct AnalysedDistribution {
    AnalysedMeasure measure;
    std::vector<DistributionOfDesign> designs;
};
[[nodiscard]] results::AnalysisTable compare_distributions(
    const std::vector<AnalysedDistribution>& distributions);

/// Every design against the best of the others, which ones a selection with indifference zone would
/// have dropped, and how a budget of independent runs would be divided.
/// `indifference`: differences that do not matter, in the unit of the measure; without it a
/// hundredth of the best mean.
[[nodiscard]] AnalysisTables best_designs(const ExperimentData& data,
                                          std::optional<double> indifference);

/// Main effects and interactions of two factors each in a two-level factorial or a fraction of it,
/// and a polynomial fitted to any other points.
[[nodiscard]] AnalysisTables factor_effects(const ExperimentData& data);

/// Elementary effects of a Morris design, or shares of the variance of a Sobol design.
[[nodiscard]] AnalysisTables factor_sensitivity(const ExperimentData& data);

/// Scenarios at the same points of what is not known: chance and ignorance apart, how likely each
/// scenario is the best, what it would be worth to know more.
[[nodiscard]] AnalysisTables uncertainty_of_best(const ExperimentData& data);

/// Who gains and who loses.
[[nodiscard]] results::AnalysisTable client_gains(const results::ClientChanges& changes,
                                                  const std::string& from, const std::string& to);
/// The same client in two designs of a store. `against` empty: the reference.
[[nodiscard]] AnalysisTables client_gains_in(const Store& store, const std::string& design,
                                             const std::string& against);

/// How much of the beginning of a run to leave out, by a series in the order of time. `step`: what
/// one value of it is.
[[nodiscard]] AnalysisTables warm_up_of(std::span<const double> series, const std::string& what);

}  // namespace yhdyspinta::experiment
