// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/design_points.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/process/expression.hpp"
#include "engine/random/stream.hpp"
#include "engine/scenario/values.hpp"

namespace yhdyspinta::experiment {

namespace {

using Factors = process::NamedList<scenario::Factor>;

/// The last factor changes fastest.
std::vector<DesignPoint> all_combinations(const Factors& factors) {
    std::vector<DesignPoint> points{{}};
    for (const auto& factor : factors) {
        std::vector<DesignPoint> longer;
        for (const auto& point : points) {
            for (const auto& level : factor.value.levels) {
                longer.push_back(point);
                longer.back().push_back(level.text);
            }
        }
        points = std::move(longer);
    }
    return points;
}

/// Low and high levels as signs; a generated factor is the product of its generator's. The last of
/// the other factors changes fastest.
std::vector<DesignPoint> fraction(const Factors& factors, const scenario::Fractional& rule) {
    std::vector<std::vector<std::size_t>> generator(factors.size());
    for (const auto& each : rule.generators) {
        for (const char letter : each.name.substr(2)) {
            generator[static_cast<std::size_t>(each.name.front() - 'A')].push_back(
                static_cast<std::size_t>(letter - 'A'));
        }
    }
    std::vector<std::size_t> free;
    for (std::size_t f = 0; f < factors.size(); ++f) {
        if (generator[f].empty()) free.push_back(f);
    }
    std::vector<DesignPoint> points;
    for (std::uint64_t run = 0; run < std::uint64_t{1} << free.size(); ++run) {
        std::vector<int> sign(factors.size(), 1);
        for (std::size_t i = 0; i < free.size(); ++i) {
            sign[free[i]] = (run >> (free.size() - 1 - i) & 1) != 0 ? 1 : -1;
        }
        for (std::size_t f = 0; f < factors.size(); ++f) {
            for (const std::size_t other : generator[f]) sign[f] *= sign[other];
        }
        auto& point = points.emplace_back();
        for (std::size_t f = 0; f < factors.size(); ++f) {
            point.push_back(factors[f].value.levels[sign[f] > 0 ? 1 : 0].text);
        }
    }
    return points;
}

std::string value_at(const scenario::Factor& factor, double share) {
    if (factor.is_continuous()) {
        return fmt::format("{:.6g}", *factor.from + share * (*factor.to - *factor.from));
    }
    const auto place = static_cast<std::size_t>(share * static_cast<double>(factor.levels.size()));
    return factor.levels[std::min(place, factor.levels.size() - 1)].text;
}

std::vector<DesignPoint> latin_hypercube(const Factors& factors, std::size_t count,
                                         std::uint64_t seed) {
    std::vector<DesignPoint> points(count);
    for (std::size_t f = 0; f < factors.size(); ++f) {
        random::Stream stream(seed, 0, f, random::purpose("experiment/latin_hypercube"), 0);
        std::vector<std::size_t> part(count);
        std::iota(part.begin(), part.end(), std::size_t{0});
        for (std::size_t i = count; i > 1; --i) {  // Fisher and Yates
            const auto other = static_cast<std::size_t>(stream.uniform() * static_cast<double>(i));
            std::swap(part[i - 1], part[other]);
        }
        for (std::size_t i = 0; i < count; ++i) {
            const double share =
                (static_cast<double>(part[i]) + stream.uniform()) / static_cast<double>(count);
            points[i].push_back(value_at(factors[f].value, share));
        }
    }
    return points;
}

std::vector<DesignPoint> listed(const Factors& factors, const scenario::DesignRule& rule) {
    std::vector<DesignPoint> points;
    for (const auto& given : rule.list) {
        auto& point = points.emplace_back();
        for (const auto& factor : factors) {
            const auto* value = process::find(given, factor.name);
            if (value == nullptr) throw base::InternalError("design_points: an unchecked list");
            point.push_back(value->value.text);
        }
    }
    return points;
}

std::vector<DesignPoint> of_the_design(const scenario::ExperimentFile& file) {
    const auto& rule = file.design;
    if (!rule.list.empty()) return listed(file.factors, rule);
    if (file.factors.empty()) return {{}};
    if (rule.fractional) return fraction(file.factors, *rule.fractional);
    if (rule.latin_hypercube) {
        return latin_hypercube(file.factors, static_cast<std::size_t>(*rule.latin_hypercube),
                               file.seed);
    }
    return all_combinations(file.factors);
}

}  // namespace

std::vector<DesignPoint> design_points(const scenario::ExperimentFile& file) {
    auto points = of_the_design(file);
    process::ExpressionNames names;
    for (const auto& factor : file.factors) names.variables.push_back(factor.name);
    std::vector<double> values(names.variables.size());
    for (const auto& constraint : file.constraints) {
        const process::CompiledExpression holds(constraint.name, names, values.data());
        std::erase_if(points, [&](const DesignPoint& point) {
            for (const auto used : holds.used()) {
                values[used] = std::get<double>(scenario::parse_number(point[used], "a number"));
            }
            return !holds.holds();
        });
    }
    return points;
}

}  // namespace yhdyspinta::experiment
