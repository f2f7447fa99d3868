// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/designs.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>

#include <boost/random/sobol.hpp>

#include "engine/statistics/require.hpp"

namespace yhdyspinta::statistics {

std::vector<std::vector<std::size_t>> full_factorial(const std::vector<std::size_t>& levels) {
    std::size_t count = 1;
    for (const std::size_t level : levels) {
        require(level >= 1 && count <= 1'000'000 / level,
                "full_factorial: needs levels >= 1 and at most a million points");
        count *= level;
    }
    std::vector<std::vector<std::size_t>> points(count, std::vector<std::size_t>(levels.size()));
    for (std::size_t p = 0; p < count; ++p) {
        std::size_t rest = p;
        for (std::size_t f = levels.size(); f-- > 0;) {
            points[p][f] = rest % levels[f];
            rest /= levels[f];
        }
    }
    return points;
}

std::string effect_name(Effect effect) {
    static constexpr char kLetters[] = "ABCDEFGHJKLMNOPQRSTUVWXYZ";
    constexpr std::size_t letters = sizeof(kLetters) - 1;
    if (effect == 0) return "I";
    std::string name;
    for (std::size_t i = 0; i < 32; ++i) {
        if ((effect >> i & 1U) == 0) continue;
        name += kLetters[i % letters];
        if (i >= letters) name += std::to_string(i / letters);
    }
    return name;
}

std::vector<Effect> TwoLevelDesign::aliases(Effect effect) const {
    std::vector<Effect> found;
    for (const Effect word : defining) found.push_back(effect ^ word);
    std::sort(found.begin(), found.end());
    return found;
}

TwoLevelDesign two_level_design(std::size_t basic, const std::vector<Generator>& generators) {
    const std::size_t factors = basic + generators.size();
    require(basic >= 1 && basic <= 16 && generators.size() <= 15,
            "two_level_design: needs 1 to 16 basic factors, at most 15 generators");
    TwoLevelDesign design;
    design.generators = generators;
    for (std::size_t p = 0; p < std::size_t{1} << basic; ++p) {
        auto& point = design.points.emplace_back(factors);
        for (std::size_t f = 0; f < basic; ++f) point[f] = (p >> f & 1U) != 0 ? 1.0 : -1.0;
        for (std::size_t g = 0; g < generators.size(); ++g) {
            double level = generators[g].is_negative ? -1.0 : 1.0;
            for (std::size_t f = 0; f < basic; ++f) {
                if ((generators[g].of >> f & 1U) != 0) level *= point[f];
            }
            point[basic + g] = level;
        }
    }
    std::vector<Effect> words;
    for (std::size_t g = 0; g < generators.size(); ++g) {
        const Effect of = generators[g].of;
        require(of != 0 && of >> basic == 0, "two_level_design: generators are of basic factors");
        words.push_back(of | Effect{1} << (basic + g));
    }
    // All products of the words of the generators.
    for (std::size_t subset = 1; subset < std::size_t{1} << words.size(); ++subset) {
        Effect product = 0;
        for (std::size_t g = 0; g < words.size(); ++g) {
            if ((subset >> g & 1U) != 0) product ^= words[g];
        }
        design.defining.push_back(product);
    }
    std::sort(design.defining.begin(), design.defining.end());
    for (const Effect word : design.defining) {
        const auto length = static_cast<std::size_t>(std::popcount(word));
        if (design.resolution == 0 || length < design.resolution) design.resolution = length;
    }
    return design;
}

namespace {

/// Looks for columns of which no `resolution` - 1 or fewer have the product 1: each new one is no
/// product of `resolution` - 2 earlier ones. Gives up after some steps.
class GeneratorSearch {
public:
    GeneratorSearch(std::size_t basic, std::size_t factors, std::size_t resolution)
        : factors_(factors), resolution_(resolution), blocked_(std::size_t{1} << basic, 0) {
        // Products of more factors first: they leave the shortest words long.
        for (Effect column = 1; column < Effect{1} << basic; ++column) order_.push_back(column);
        std::stable_sort(order_.begin(), order_.end(),
                         [](Effect a, Effect b) { return std::popcount(a) > std::popcount(b); });
        for (std::size_t f = 0; f < basic; ++f) push(Effect{1} << f);
    }

    [[nodiscard]] bool find() { return find_from(0); }
    [[nodiscard]] const std::vector<Effect>& columns() const { return columns_; }

private:
    bool find_from(std::size_t start) {
        if (columns_.size() == factors_) return true;
        for (std::size_t i = start; i < order_.size(); ++i) {
            if (blocked_[order_[i]] > 0) continue;
            if (++steps_ > 20'000) return false;
            push(order_[i]);
            if (find_from(i + 1)) return true;
            pop();
        }
        return false;
    }

    /// Blocks (or frees) all products of the last column with at most `resolution` - 3 earlier
    /// ones.
    void mark(int change) {
        const std::size_t last = columns_.size() - 1;
        const std::function<void(Effect, std::size_t, std::size_t)> extend =
            [&](Effect product, std::size_t from, std::size_t more) {
                blocked_[product] += change;
                if (more == 0) return;
                for (std::size_t c = from; c < last; ++c) {
                    extend(product ^ columns_[c], c + 1, more - 1);
                }
            };
        extend(columns_[last], 0, resolution_ - 3);
    }
    void push(Effect column) {
        columns_.push_back(column);
        mark(+1);
    }
    void pop() {
        mark(-1);
        columns_.pop_back();
    }

    std::size_t factors_;
    std::size_t resolution_;
    std::vector<Effect> order_;
    std::vector<Effect> columns_;
    std::vector<int> blocked_;  ///< [products], how many ways there are to it
    std::size_t steps_ = 0;
};

}  // namespace

TwoLevelDesign two_level_design_of_resolution(std::size_t factors, std::size_t resolution) {
    require(factors >= 2 && factors <= 20 && resolution >= 3 && resolution <= 5,
            "two_level_design_of_resolution: needs 2 to 20 factors, resolution 3, 4 or 5");
    for (std::size_t basic = 1; basic < factors; ++basic) {
        GeneratorSearch search(basic, factors, resolution);
        if (!search.find()) continue;
        std::vector<Generator> generators;
        for (std::size_t f = basic; f < factors; ++f) generators.push_back({search.columns()[f]});
        return two_level_design(basic, generators);
    }
    return two_level_design(factors);
}

namespace {

double nearest_two(const Points& points) {
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t p = 0; p < points.size(); ++p) {
        for (std::size_t q = 0; q < p; ++q) {
            double squares = 0.0;
            for (std::size_t f = 0; f < points[p].size(); ++f) {
                squares += (points[p][f] - points[q][f]) * (points[p][f] - points[q][f]);
            }
            nearest = std::min(nearest, squares);
        }
    }
    return nearest;
}

/// Of two factors, in absolute terms.
double largest_correlation(const Points& points) {
    const std::size_t factors = points.front().size();
    double largest = 0.0;
    const auto products = [&](std::size_t a, std::size_t b, double mean_a, double mean_b) {
        double sum = 0.0;
        for (const auto& point : points) sum += (point[a] - mean_a) * (point[b] - mean_b);
        return sum;
    };
    std::vector<double> means(factors, 0.0), squares(factors);
    for (std::size_t f = 0; f < factors; ++f) {
        for (const auto& point : points) means[f] += point[f] / static_cast<double>(points.size());
        squares[f] = products(f, f, means[f], means[f]);
    }
    for (std::size_t a = 0; a < factors; ++a) {
        for (std::size_t b = 0; b < a; ++b) {
            largest = std::max(largest, std::abs(products(a, b, means[a], means[b])) /
                                            std::sqrt(squares[a] * squares[b]));
        }
    }
    return largest;
}

}  // namespace

Points latin_hypercube(std::size_t points, std::size_t factors, const Uniform& uniform,
                       LatinCriterion criterion, std::size_t tries) {
    require(points >= 1 && factors >= 1 && tries >= 1,
            "latin_hypercube: needs points, factors and tries");
    const auto n = static_cast<double>(points);
    Points best;
    double best_score = -std::numeric_limits<double>::infinity();
    for (std::size_t attempt = 0; attempt < tries; ++attempt) {
        Points drawn(points, std::vector<double>(factors));
        for (std::size_t f = 0; f < factors; ++f) {
            const auto slices = permutation(points, uniform);
            for (std::size_t p = 0; p < points; ++p) {
                drawn[p][f] = (static_cast<double>(slices[p]) + uniform()) / n;
            }
        }
        if (criterion == LatinCriterion::none || points == 1) return drawn;
        const double score =
            criterion == LatinCriterion::maximin ? nearest_two(drawn) : -largest_correlation(drawn);
        if (score > best_score) {
            best_score = score;
            best = std::move(drawn);
        }
    }
    return best;
}

Points sobol_points(std::size_t points, std::size_t factors, std::size_t skip) {
    require(factors >= 1 && factors <= 3667, "sobol_points: needs 1 to 3667 factors");
    boost::random::sobol sequence(factors);
    sequence.discard(skip * factors);
    Points drawn(points, std::vector<double>(factors));
    for (auto& point : drawn) {
        // The 53 highest bits: below 1 whatever the rest.
        for (double& value : point) value = static_cast<double>(sequence() >> 11) * 0x1p-53;
    }
    return drawn;
}

Points morris_trajectories(std::size_t trajectories, std::size_t factors, std::size_t levels,
                           const Uniform& uniform) {
    require(trajectories >= 1 && factors >= 1 && levels >= 2 && levels % 2 == 0,
            "morris_trajectories: needs trajectories, factors and an even number of levels");
    const std::size_t step = levels / 2;
    const auto top = static_cast<double>(levels - 1);
    Points points;
    for (std::size_t t = 0; t < trajectories; ++t) {
        std::vector<std::size_t> level(factors);
        for (auto& l : level) l = index_below(levels, uniform);
        const auto keep = [&] {
            auto& point = points.emplace_back();
            for (const std::size_t l : level) point.push_back(static_cast<double>(l) / top);
        };
        keep();
        for (const std::size_t f : permutation(factors, uniform)) {
            // Half the levels can only be left upwards, the others only downwards.
            level[f] = level[f] < step ? level[f] + step : level[f] - step;
            keep();
        }
    }
    return points;
}

SaltelliDesign saltelli_design(std::size_t rows, std::size_t factors) {
    require(rows >= 1 && factors >= 1, "saltelli_design: needs rows and factors");
    SaltelliDesign design;
    for (const auto& both : sobol_points(rows, 2 * factors)) {
        const auto middle = both.begin() + static_cast<std::ptrdiff_t>(factors);
        design.a.emplace_back(both.begin(), middle);
        design.b.emplace_back(middle, both.end());
    }
    for (std::size_t f = 0; f < factors; ++f) {
        Points& points = design.ab.emplace_back(design.a);
        for (std::size_t r = 0; r < rows; ++r) points[r][f] = design.b[r][f];
    }
    return design;
}

}  // namespace yhdyspinta::statistics
