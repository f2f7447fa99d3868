// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/experiment_plan.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "engine/experiment/design_points.hpp"
#include "engine/experiment/simulate_together.hpp"
#include "engine/random/stream.hpp"

namespace yhdyspinta::experiment {

namespace {

std::string name_of(const PlannedDesign& design) {
    std::string name = design.scenario;
    for (const auto& [factor, level] : design.levels) name += fmt::format(", {}={}", factor, level);
    return name;
}

/// Independent of the seeds of all other designs, for all purposes.
std::uint64_t own_seed(std::uint64_t seed, std::size_t design) {
    return random::Stream(seed, 0, design, random::purpose("experiment/seed"), 0)();
}

void choose_responses(const scenario::ExperimentFile& file, PlannedDesign& design,
                      std::set<std::string>& names) {
    for (auto& response : responses_of(design.system)) {
        names.insert(response.name);
        const bool is_kept =
            file.responses.empty() ||
            std::any_of(file.responses.begin(), file.responses.end(), [&](const auto& pattern) {
                return scenario::matches_name(pattern.name, response.name);
            });
        design.is_kept.push_back(is_kept);
        if (is_kept) design.responses.push_back(std::move(response));
    }
}

std::vector<std::string> names_in(const std::vector<results::Response>& responses) {
    std::vector<std::string> names;
    for (const auto& response : responses) names.push_back(response.name);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

/// Patterns that find nothing in any design.
void check_patterns(const scenario::ExperimentFile& file, const std::set<std::string>& names,
                    base::Diagnostics& diagnostics) {
    for (std::size_t i = 0; i < file.responses.size(); ++i) {
        const process::Reference& pattern = file.responses[i];
        const bool is_any = std::any_of(names.begin(), names.end(), [&](const auto& name) {
            return scenario::matches_name(pattern.name, name);
        });
        if (is_any) continue;
        const std::vector<std::string> known(names.begin(), names.end());
        const std::string near = base::closest_name(pattern.name, known);
        diagnostics.error(pattern.position, fmt::format("responses.{}", i + 1),
                          fmt::format("no scenario has a response '{}'; they have: {}",
                                      pattern.name, base::list_names(known, 12)),
                          near.empty() ? "'yhdyspinta describe responses' tells of all"
                                       : fmt::format("did you mean '{}'?", near));
    }
}

/// Every design must keep what is to be known precisely.
void check_precision(const scenario::ExperimentFile& file, const ExperimentPlan& plan,
                     base::Diagnostics& diagnostics) {
    if (!file.precision) return;
    for (std::size_t i = 0; i < file.precision->responses.size(); ++i) {
        const auto& target = file.precision->responses[i];
        const std::string path = fmt::format("precision.responses.{}", i + 1);
        for (const auto& design : plan.designs) {
            const auto names = names_in(design.responses);
            std::vector<std::string> places;
            for (const auto& response : design.responses) {
                if (response.name == target.response.name) places.push_back(response.where);
            }
            if (places.empty()) {
                const std::string near = base::closest_name(target.response.name, names);
                diagnostics.error(
                    target.response.position, path,
                    fmt::format("design '{}' keeps no response '{}'; it keeps: {}", design.name,
                                target.response.name, base::list_names(names, 12)),
                    near.empty() ? "" : fmt::format("did you mean '{}'?", near));
                break;
            }
            if (std::find(places.begin(), places.end(), target.where) == places.end()) {
                const std::string near = base::closest_name(target.where, places);
                diagnostics.error(
                    target.response.position, path,
                    fmt::format("'{}' is not given for '{}' in design '{}'; it is for: {}",
                                target.response.name, target.where, design.name,
                                base::list_names(places, 12)),
                    near.empty() ? "" : fmt::format("did you mean '{}'?", near));
                break;
            }
        }
    }
}

}  // namespace

ExperimentPlan plan_experiment(const scenario::ExperimentFile& file,
                               base::Diagnostics& diagnostics) {
    ExperimentPlan plan;
    const auto points = design_points(file);
    if (points.empty()) {
        diagnostics.error(
            file.constraints.empty() ? file.design.position : file.constraints.front().position,
            file.constraints.empty() ? "design" : "constraints",
            "no point of the design is left; expected at least one that keeps all "
            "constraints");
        return plan;
    }
    std::set<std::string> names;  // of all responses that there are
    for (std::size_t s = 0; s < file.scenarios.size(); ++s) {
        for (const auto& point : points) {
            PlannedDesign design;
            design.scenario = file.scenarios[s].name;
            design.made_from = file.paths[s].generic_string();
            design.title = file.read[s].system.title;
            design.is_baseline = s == file.baseline_index();
            for (std::size_t f = 0; f < point.size(); ++f) {
                const auto& factor = file.factors[f];
                design.levels.emplace_back(factor.name, point[f]);
                for (auto& set : scenario::sets_of(factor.value, point[f], file.read[s])) {
                    design.sets.push_back(std::move(set));
                }
            }
            design.name = name_of(design);
            if (design.sets.empty()) {
                design.system = file.read[s].system;
            } else {
                base::Diagnostics said;
                auto read = scenario::read_scenario(file.paths[s], design.sets, said);
                if (!read) {
                    diagnostics.error({}, "",
                                      fmt::format("design '{}' is no legal scenario:\n{}",
                                                  design.name, said.to_text()));
                    continue;
                }
                design.system = std::move(read->system);
            }
            design.seed =
                file.common_random_numbers ? file.seed : own_seed(file.seed, plan.designs.size());
            design.system.run.seed = design.seed;
            choose_responses(file, design, names);
            if (design.is_baseline && !plan.designs.empty() &&
                !plan.designs[plan.reference].is_baseline) {
                plan.reference = plan.designs.size();
            }
            plan.designs.push_back(std::move(design));
        }
    }
    check_patterns(file, names, diagnostics);
    if (!diagnostics.has_errors()) check_precision(file, plan, diagnostics);
    return plan;
}

}  // namespace yhdyspinta::experiment
