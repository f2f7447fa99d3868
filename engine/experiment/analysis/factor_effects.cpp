// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/experiment/analysis/analyses.hpp"
#include "engine/statistics/effects.hpp"
#include "engine/statistics/metamodel.hpp"

namespace yhdyspinta::experiment {

namespace {

using results::AnalysisTable;
using Kind = AnalysisTable::Kind;
using statistics::Effect;
using statistics::MetamodelForm;

/// A regular two-level design, its factors and points in the order of an experiment.
struct FoundDesign {
    statistics::TwoLevelDesign design;
    std::vector<std::size_t> factors;  ///< of the experiment, by factor of the design
    std::vector<std::size_t> points;   ///< of the experiment, by point of the design
};

double sign_of(const std::vector<double>& point, std::size_t factor) {
    return point[factor] > 0.5 ? 1.0 : -1.0;
}

/// The product of basic factors that a factor is at all points.
std::optional<statistics::Generator> generator_of(const statistics::Points& points,
                                                  const std::vector<std::size_t>& basic,
                                                  std::size_t factor) {
    for (Effect of = 1; of < Effect{1} << basic.size(); ++of) {
        std::optional<double> ratio;  // of the product to the factor, where it is the same so far
        bool is_same = true;
        for (const auto& point : points) {
            double product = sign_of(point, factor);
            for (std::size_t b = 0; b < basic.size(); ++b) {
                if ((of >> b & 1U) != 0) product *= sign_of(point, basic[b]);
            }
            is_same = is_same && (!ratio || *ratio == product);
            ratio = product;
        }
        if (is_same) return statistics::Generator{of, *ratio < 0.0};
    }
    return std::nullopt;
}

/// Nothing when the points are no such design.
std::optional<FoundDesign> two_level_design_in(const statistics::Points& points) {
    constexpr std::size_t kMostFactors = 20, kMostBasic = 12;
    const std::size_t factors = points.front().size();
    if (factors == 0 || factors > kMostFactors) return std::nullopt;
    for (const auto& point : points) {
        for (const double place : point) {
            if (place != 0.0 && place != 1.0) return std::nullopt;
        }
    }
    std::vector<std::size_t> basic, generated;
    std::vector<statistics::Generator> generators;
    for (std::size_t f = 0; f < factors; ++f) {
        if (basic.size() > kMostBasic) return std::nullopt;
        if (const auto generator = generator_of(points, basic, f)) {
            generators.push_back(*generator);
            generated.push_back(f);
        } else {
            basic.push_back(f);
        }
    }
    if (basic.empty() || basic.size() > kMostBasic ||
        points.size() != std::size_t{1} << basic.size() || generators.size() > 15) {
        return std::nullopt;
    }
    FoundDesign found{statistics::two_level_design(basic.size(), generators), basic, {}};
    found.factors.insert(found.factors.end(), generated.begin(), generated.end());
    std::map<std::vector<double>, std::size_t> place_of;
    for (std::size_t p = 0; p < points.size(); ++p) {
        std::vector<double> signs;
        for (const std::size_t f : found.factors) signs.push_back(sign_of(points[p], f));
        place_of[signs] = p;
    }
    for (const auto& point : found.design.points) {
        const auto place = place_of.find(point);
        if (place == place_of.end()) return std::nullopt;
        found.points.push_back(place->second);
    }
    return found;
}

std::string effect_text(const ExperimentData& data, const FoundDesign& found, Effect effect) {
    std::vector<std::size_t> factors;
    for (std::size_t f = 0; f < found.factors.size(); ++f) {
        if ((effect >> f & 1U) != 0) factors.push_back(found.factors[f]);
    }
    if (factors.empty()) return "mean";
    std::sort(factors.begin(), factors.end());
    std::vector<std::string> names;
    names.reserve(factors.size());
    for (const std::size_t f : factors) names.push_back(data.factors[f]);
    return fmt::format("{}", fmt::join(names, " × "));
}

void add_effects(const ExperimentData& data, const ScenarioPoints& scenario,
                 const FoundDesign& found, AnalysisTable& table) {
    std::vector<std::size_t> designs;
    designs.reserve(found.points.size());
    for (const std::size_t p : found.points) designs.push_back(scenario.designs[p]);
    for (const auto& measure : data.measures) {
        const auto samples = samples_of(data, measure, designs);
        if (statistics::complete_replications(samples).front().size() < 2) continue;
        for (const auto& effect : statistics::two_level_effects(found.design, samples)) {
            std::vector<std::string> aliases;
            aliases.reserve(effect.aliases.size());
            for (const Effect alias : effect.aliases) {
                aliases.push_back(effect_text(data, found, alias));
            }
            auto cells = measure_cells(measure);
            cells.emplace_back(scenario.scenario);
            cells.emplace_back(effect_text(data, found, effect.effect));
            cells.emplace_back(effect.size);
            cells.emplace_back(effect.effect == 0       ? ""
                               : effect.size.is_clear() ? "clear"
                                                        : "no clear effect");
            cells.emplace_back(fmt::format("{}", fmt::join(aliases, ", ")));
            table.add(std::move(cells));
        }
    }
}

std::size_t terms_of(MetamodelForm form, std::size_t factors) {
    const std::size_t pairs = factors * (factors - 1) / 2;
    switch (form) {
        case MetamodelForm::linear: return 1 + factors;
        case MetamodelForm::interactions: return 1 + factors + pairs;
        case MetamodelForm::quadratic: break;
    }
    return 1 + 2 * factors + pairs;
}

/// Forms for which there are points enough and each factor has as many levels as it asks for, the
/// fullest first.
std::vector<MetamodelForm> forms_for(const statistics::Points& points, bool is_fraction) {
    const std::set<std::vector<double>> different(points.begin(), points.end());
    const std::size_t factors = points.front().size();
    std::size_t least_levels = SIZE_MAX;
    for (std::size_t f = 0; f < factors; ++f) {
        std::set<double> levels;
        for (const auto& point : points) levels.insert(point[f]);
        least_levels = std::min(least_levels, levels.size());
    }
    std::vector<MetamodelForm> forms;
    if (factors == 0 || least_levels < 2) return forms;
    for (const MetamodelForm form :
         {MetamodelForm::quadratic, MetamodelForm::interactions, MetamodelForm::linear}) {
        if (form == MetamodelForm::quadratic && least_levels < 3) continue;
        if (form == MetamodelForm::interactions && is_fraction) continue;
        if (different.size() >= terms_of(form, factors)) forms.push_back(form);
    }
    return forms;
}

std::string term_text(const ExperimentData& data, const statistics::Term& term) {
    std::vector<std::string> parts;
    for (std::size_t f = 0; f < term.size(); ++f) {
        if (term[f] == 1) parts.push_back(data.factors[f]);
        if (term[f] == 2) parts.push_back(data.factors[f] + "²");
    }
    return parts.empty() ? "constant" : fmt::format("{}", fmt::join(parts, " × "));
}

/// The first form of which the points tell all terms apart: those of a list may lie on a line.
std::optional<std::pair<MetamodelForm, statistics::Metamodel>> fit(
    const statistics::Points& points, const statistics::Samples& samples,
    const std::vector<MetamodelForm>& forms) {
    for (const MetamodelForm form : forms) {
        try {
            return std::pair(form, statistics::fit_metamodel(points, samples, form));
        } catch (const base::InternalError&) {
            continue;
        }
    }
    return std::nullopt;
}

void add_metamodels(const ExperimentData& data, const ScenarioPoints& scenario,
                    const statistics::Points& places, const std::vector<MetamodelForm>& forms,
                    AnalysisTable& terms, AnalysisTable& fits) {
    statistics::Points coded = places;
    for (auto& point : coded) {
        for (double& place : point) place = 2.0 * place - 1.0;
    }
    static constexpr const char* kForms[] = {"linear", "interactions", "quadratic"};
    for (const auto& measure : data.measures) {
        const auto samples = samples_of(data, measure, scenario.designs);
        if (statistics::complete_replications(samples).front().empty()) continue;
        const auto fitted = fit(coded, samples, forms);
        if (!fitted) continue;
        const auto& [form, model] = *fitted;
        for (std::size_t t = 0; t < model.terms.size(); ++t) {
            auto cells = measure_cells(measure);
            cells.emplace_back(scenario.scenario);
            cells.emplace_back(term_text(data, model.terms[t]));
            cells.emplace_back(model.coefficients[t]);
            terms.add(std::move(cells));
        }
        auto cells = measure_cells(measure);
        cells.emplace_back(scenario.scenario);
        cells.emplace_back(kForms[static_cast<std::size_t>(form)]);
        for (const double figure : {model.r_squared, model.adjusted_r_squared, model.residual_sd,
                                    model.lack_of_fit_f, model.lack_of_fit_p}) {
            cells.emplace_back(figure);
        }
        fits.add(std::move(cells));
    }
}

}  // namespace

AnalysisTables factor_effects(const ExperimentData& data) {
    if (data.factors.empty()) {
        throw base::UsageError(
            "the experiment has no factors; expected 'factors', of two levels each for effects, "
            "in it");
    }
    AnalysisTable effects{"effects",
                          "What it does to move a factor from its low to its high level, the mean "
                          "over all other levels; ± is half a 95 % confidence interval",
                          measure_columns(),
                          4,
                          {},
                          {"Effects that cannot be told apart are listed once; the others are in "
                           "the last column."}};
    AnalysisTable terms{"metamodel",
                        "A polynomial in place of the simulation; factors from -1, their low end, "
                        "to +1, their high end",
                        measure_columns(),
                        4,
                        {},
                        {}};
    AnalysisTable fits{"metamodel_fit",
                       "How well the polynomials fit",
                       measure_columns(),
                       0,
                       {},
                       {"Lack of fit: below 0.05 the form of the polynomial is not enough."}};
    effects.columns.insert(effects.columns.end(), {{"scenario", Kind::text},
                                                   {"effect", Kind::text},
                                                   {"size", Kind::interval},
                                                   {"verdict", Kind::text},
                                                   {"mixed_up_with", Kind::text}});
    terms.columns.insert(
        terms.columns.end(),
        {{"scenario", Kind::text}, {"term", Kind::text}, {"coefficient", Kind::interval}});
    fits.columns.insert(fits.columns.end(), {{"scenario", Kind::text},
                                             {"form", Kind::text},
                                             {"r_squared", Kind::number},
                                             {"adjusted_r_squared", Kind::number},
                                             {"residual_sd", Kind::number},
                                             {"lack_of_fit_f", Kind::number},
                                             {"lack_of_fit_p", Kind::number}});
    for (const auto& scenario : by_scenario(data)) {
        statistics::Points places;
        for (const std::size_t d : scenario.designs) places.push_back(data.designs[d].places);
        const auto found = two_level_design_in(places);
        if (found) add_effects(data, scenario, *found, effects);
        const bool is_fraction = found && !found->design.defining.empty();
        add_metamodels(data, scenario, places, forms_for(places, is_fraction), terms, fits);
    }
    AnalysisTables tables;
    for (auto* table : {&effects, &terms, &fits}) {
        if (!table->rows.empty()) tables.push_back(std::move(*table));
    }
    if (!tables.empty()) return tables;
    throw base::UsageError(fmt::format(
        "{} points tell nothing of {} factors; expected two levels of each factor and a full or "
        "fractional design of two replications at least, or {} different points",
        by_scenario(data).front().designs.size(), data.factors.size(), 1 + data.factors.size()));
}

}  // namespace yhdyspinta::experiment
