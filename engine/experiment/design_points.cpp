// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/design_points.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/process/expression.hpp"
#include "engine/random/stream.hpp"
#include "engine/scenario/values.hpp"
#include "engine/statistics/designs.hpp"

namespace yhdyspinta::experiment {

namespace {

using Factors = process::NamedList<scenario::Factor>;
using statistics::Points;

double place_of(std::size_t level, std::size_t levels) {
    return levels < 2 ? 0.0 : static_cast<double>(level) / static_cast<double>(levels - 1);
}

double number_in(const std::string& text) {
    return std::get<double>(scenario::parse_number(text, "a number"));
}

std::vector<PlacedPoint> all_combinations(const Factors& factors) {
    std::vector<std::size_t> levels;
    levels.reserve(factors.size());
    for (const auto& factor : factors) levels.push_back(factor.value.levels.size());
    std::vector<PlacedPoint> points;
    for (const auto& combination : statistics::full_factorial(levels)) {
        auto& point = points.emplace_back();
        for (std::size_t f = 0; f < factors.size(); ++f) {
            point.values.push_back(factors[f].value.levels[combination[f]].text);
            point.places.push_back(place_of(combination[f], levels[f]));
        }
    }
    return points;
}

/// Signs of the factors in the order of the file, [points][factors].
Points signs_of(const Factors& factors, const scenario::Fractional& rule) {
    if (rule.resolution) {
        const auto resolution = static_cast<std::size_t>(*rule.resolution);
        return statistics::two_level_design_of_resolution(factors.size(), resolution).points;
    }
    std::vector<std::size_t> order;  // of the design's factors: basic ones, then generated ones
    for (std::size_t f = factors.size(); f-- > 0;) {
        const bool is_generated =
            std::any_of(rule.generators.begin(), rule.generators.end(), [f](const auto& generator) {
                return static_cast<std::size_t>(generator.name.front() - 'A') == f;
            });
        if (!is_generated) order.push_back(f);  // the first changes fastest: that is our last
    }
    const std::size_t basic = order.size();
    std::vector<statistics::Generator> generators;
    for (const auto& given : rule.generators) {
        auto& generator = generators.emplace_back();
        for (const char letter : given.name.substr(2)) {
            const auto place =
                std::find(order.begin(), order.end(), static_cast<std::size_t>(letter - 'A'));
            generator.of |= statistics::Effect{1} << (place - order.begin());
        }
        order.push_back(static_cast<std::size_t>(given.name.front() - 'A'));
    }
    Points signs;
    for (const auto& point : statistics::two_level_design(basic, generators).points) {
        auto& sign = signs.emplace_back(factors.size());
        for (std::size_t f = 0; f < order.size(); ++f) sign[order[f]] = point[f];
    }
    return signs;
}

/// Puts points of the unit cube, edges included, into the ranges of the factors.
std::vector<PlacedPoint> within_ranges(const Factors& factors, const Points& points) {
    std::vector<PlacedPoint> made;
    for (const auto& given : points) {
        auto& point = made.emplace_back();
        for (std::size_t f = 0; f < factors.size(); ++f) {
            const auto& factor = factors[f].value;
            if (factor.is_continuous()) {
                const double value = *factor.from + given[f] * (*factor.to - *factor.from);
                point.values.push_back(fmt::format("{:.6g}", value));
                point.places.push_back(given[f]);
                continue;
            }
            const std::size_t levels = factor.levels.size();
            const auto level = std::min(
                static_cast<std::size_t>(given[f] * static_cast<double>(levels)), levels - 1);
            point.values.push_back(factor.levels[level].text);
            point.places.push_back(place_of(level, levels));
        }
    }
    return made;
}

Points fraction(const Factors& factors, const scenario::Fractional& rule) {
    Points points = signs_of(factors, rule);
    for (auto& point : points) {
        for (double& sign : point) sign = sign > 0.0 ? 1.0 : 0.0;
    }
    return points;
}

Points saltelli(std::size_t rows, std::size_t factors) {
    const auto design = statistics::saltelli_design(rows, factors);
    Points points;
    for (std::size_t row = 0; row < rows; ++row) {
        points.push_back(design.a[row]);
        points.push_back(design.b[row]);
        for (const auto& mixed : design.ab) points.push_back(mixed[row]);
    }
    return points;
}

std::vector<PlacedPoint> listed(const Factors& factors, const scenario::DesignRule& rule) {
    std::vector<PlacedPoint> points;
    for (const auto& given : rule.list) {
        auto& point = points.emplace_back();
        for (const auto& factor : factors) {
            const auto* found = process::find(given, factor.name);
            if (found == nullptr) throw base::InternalError("design_points: an unchecked list");
            const std::string& value = found->value.text;
            point.values.push_back(value);
            if (factor.value.is_continuous()) {
                const double from = *factor.value.from;
                point.places.push_back((number_in(value) - from) / (*factor.value.to - from));
                continue;
            }
            const auto& levels = factor.value.levels;
            const auto level =
                std::find_if(levels.begin(), levels.end(),
                             [&value](const auto& each) { return each.text == value; });
            point.places.push_back(
                place_of(static_cast<std::size_t>(level - levels.begin()), levels.size()));
        }
    }
    return points;
}

std::vector<PlacedPoint> of_the_design(const scenario::ExperimentFile& file) {
    const auto& rule = file.design;
    const Factors& factors = file.factors;
    if (!rule.list.empty()) return listed(factors, rule);
    if (factors.empty()) return {{}};
    if (rule.fractional) return within_ranges(factors, fraction(factors, *rule.fractional));
    if (rule.sobol) {
        return within_ranges(factors,
                             saltelli(static_cast<std::size_t>(*rule.sobol), factors.size()));
    }
    random::Stream stream(file.seed, 0, 0, random::purpose("experiment/" + rule.name()), 0);
    const auto uniform = [&stream] { return stream.uniform(); };
    if (rule.morris) {
        return within_ranges(
            factors, statistics::morris_trajectories(static_cast<std::size_t>(*rule.morris),
                                                     factors.size(), kMorrisLevels, uniform));
    }
    if (rule.latin_hypercube) {
        return within_ranges(
            factors, statistics::latin_hypercube(static_cast<std::size_t>(*rule.latin_hypercube),
                                                 factors.size(), uniform));
    }
    return all_combinations(factors);
}

}  // namespace

std::vector<PlacedPoint> design_points(const scenario::ExperimentFile& file) {
    auto points = of_the_design(file);
    process::ExpressionNames names;
    for (const auto& factor : file.factors) {
        if (!factor.value.is_assumption) names.variables.push_back(factor.name);
    }
    std::vector<double> values(names.variables.size());
    for (const auto& constraint : file.constraints) {
        const process::CompiledExpression holds(constraint.name, names, values.data());
        std::erase_if(points, [&](const PlacedPoint& point) {
            for (const auto used : holds.used()) values[used] = number_in(point.values[used]);
            return !holds.holds();
        });
    }
    return points;
}

}  // namespace yhdyspinta::experiment
