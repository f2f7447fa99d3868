// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/designs.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"
#include "tests/unit/statistics/uniform_numbers.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::statistics;

namespace {

Effect effect(const std::string& name) {
    Effect found = 0;
    for (const char letter : name) {
        for (std::size_t i = 0; i < 25; ++i) {
            if (effect_name(Effect{1} << i)[0] == letter) found |= Effect{1} << i;
        }
    }
    return found;
}

std::string names(const std::vector<Effect>& effects) {
    std::string text;
    for (const Effect one : effects) text += (text.empty() ? "" : " ") + effect_name(one);
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(designs)

BOOST_AUTO_TEST_CASE(full_factorial_has_all_combinations_the_last_factor_fastest) {
    using Levels = std::vector<std::size_t>;
    const auto points = full_factorial({2, 3});
    BOOST_TEST(points.size() == 6u);
    BOOST_TEST(points[0] == (Levels{0, 0}));
    BOOST_TEST(points[1] == (Levels{0, 1}));
    BOOST_TEST(points[5] == (Levels{1, 2}));
    BOOST_CHECK_THROW((void)full_factorial({1000, 1001}), base::InternalError);
}

// Box, Hunter and Hunter: 2^(5-2) with D = AB, E = AC: I = ABD = ACE = BCDE; A mixed up with BD,
// CE and ABCDE.
BOOST_AUTO_TEST_CASE(fraction_has_the_alias_structure_of_the_textbook) {
    const TwoLevelDesign design = two_level_design(3, {{effect("AB")}, {effect("AC")}});
    BOOST_TEST(design.points.size() == 8u);
    BOOST_TEST(names(design.defining) == "ABD ACE BCDE");
    BOOST_TEST(design.resolution == 3u);
    BOOST_TEST(names(design.aliases(effect("A"))) == "BD CE ABCDE");
    BOOST_TEST(names(design.aliases(effect("BC"))) == "ACD ABE DE");
    for (const auto& point : design.points) {
        BOOST_TEST(point[3] == point[0] * point[1]);
        BOOST_TEST(point[4] == point[0] * point[2]);
    }
    BOOST_TEST(design.points[1] == (std::vector<double>{1, -1, -1, -1, -1}));
    const TwoLevelDesign other = two_level_design(2, {{effect("AB"), true}});
    BOOST_TEST(other.points[0] == (std::vector<double>{-1, -1, -1}));
    BOOST_TEST(two_level_design(2).resolution == 0u);
    BOOST_TEST(two_level_design(2).aliases(effect("A")).empty());
}

// Box, Hunter and Hunter (2005), table 6.22: points needed for 3 to 11 factors.
BOOST_AUTO_TEST_CASE(designs_of_a_resolution_are_as_small_as_published_ones) {
    const std::size_t points[3][9] = {{4, 8, 8, 8, 8, 16, 16, 16, 16},
                                      {8, 8, 16, 16, 16, 16, 32, 32, 32},
                                      {8, 16, 16, 32, 64, 64, 128, 128, 128}};
    for (std::size_t resolution = 3; resolution <= 5; ++resolution) {
        for (std::size_t factors = 3; factors <= 11; ++factors) {
            const TwoLevelDesign design = two_level_design_of_resolution(factors, resolution);
            BOOST_TEST(design.points.size() == points[resolution - 3][factors - 3],
                       resolution << " with " << factors << " factors: " << design.points.size());
            BOOST_TEST((design.resolution == 0 || design.resolution >= resolution));
            BOOST_TEST(design.points.front().size() == factors);
        }
    }
}

// What the defining relation says must hold of the points: columns of main effects are orthogonal
// to all interactions of two factors in resolution 4, and these to each other in resolution 5.
BOOST_AUTO_TEST_CASE(points_are_as_orthogonal_as_the_resolution_promises) {
    const TwoLevelDesign design = two_level_design_of_resolution(14, 5);
    const std::size_t factors = 14;
    std::vector<std::vector<double>> columns;
    for (std::size_t a = 0; a < factors; ++a) {
        for (std::size_t b = a; b < factors; ++b) {
            auto& column = columns.emplace_back();
            for (const auto& point : design.points) {
                column.push_back(a == b ? point[a] : point[a] * point[b]);
            }
        }
    }
    for (std::size_t i = 0; i < columns.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            double sum = 0.0;
            for (std::size_t p = 0; p < columns[i].size(); ++p)
                sum += columns[i][p] * columns[j][p];
            BOOST_REQUIRE(sum == 0.0);
        }
    }
    BOOST_TEST(design.points.size() <= 512u);
}

BOOST_AUTO_TEST_CASE(effects_have_the_names_of_tables) {
    BOOST_TEST(effect_name(0) == "I");
    BOOST_TEST(effect_name(0b11) == "AB");
    BOOST_TEST(effect_name(Effect{1} << 8) == "J");
    BOOST_TEST(effect_name(Effect{1} << 25 | 1U) == "AA1");
}

BOOST_AUTO_TEST_CASE(latin_hypercube_has_one_point_in_each_slice) {
    for (const auto criterion :
         {LatinCriterion::none, LatinCriterion::maximin, LatinCriterion::correlation}) {
        const Points points = latin_hypercube(17, 4, test::uniform_numbers(), criterion, 5);
        for (std::size_t f = 0; f < 4; ++f) {
            std::set<int> slices;
            for (const auto& point : points) slices.insert(static_cast<int>(point[f] * 17.0));
            BOOST_TEST(slices.size() == 17u);
            BOOST_TEST(*slices.rbegin() == 16);
        }
    }
}

BOOST_AUTO_TEST_CASE(latin_hypercube_gets_better_by_its_criterion) {
    const auto nearest = [](const Points& points) {
        double least = 10.0;
        for (std::size_t p = 0; p < points.size(); ++p) {
            for (std::size_t q = 0; q < p; ++q) {
                least = std::min(
                    least, std::hypot(points[p][0] - points[q][0], points[p][1] - points[q][1]));
            }
        }
        return least;
    };
    const auto correlation = [](const Points& points) {
        double sums[5] = {};
        for (const auto& x : points) {
            const double terms[] = {x[0], x[1], x[0] * x[0], x[1] * x[1], x[0] * x[1]};
            for (int i = 0; i < 5; ++i) sums[i] += terms[i] / static_cast<double>(points.size());
        }
        return std::abs(sums[4] - sums[0] * sums[1]) /
               std::sqrt((sums[2] - sums[0] * sums[0]) * (sums[3] - sums[1] * sums[1]));
    };
    const auto drawn = [](LatinCriterion criterion, std::size_t tries) {
        return latin_hypercube(10, 2, test::uniform_numbers(), criterion, tries);
    };
    BOOST_TEST(nearest(drawn(LatinCriterion::maximin, 200)) >
               1.5 * nearest(drawn(LatinCriterion::maximin, 1)));
    BOOST_TEST(correlation(drawn(LatinCriterion::correlation, 200)) < 0.02);
    BOOST_TEST(drawn(LatinCriterion::none, 1) == drawn(LatinCriterion::maximin, 1));
}

// The first points of two dimensions: any table of the sequence.
BOOST_AUTO_TEST_CASE(sobol_points_agree_with_published_ones) {
    const Points points = sobol_points(7, 2);
    const double first[] = {0.5, 0.75, 0.25, 0.375, 0.875, 0.625, 0.125};
    const double second[] = {0.5, 0.25, 0.75, 0.375, 0.875, 0.125, 0.625};
    for (std::size_t p = 0; p < 7; ++p) {
        BOOST_TEST(points[p][0] == first[p]);
        BOOST_TEST(points[p][1] == second[p]);
    }
    BOOST_TEST(sobol_points(2, 2, 5) == Points(points.begin() + 5, points.end()));
}

BOOST_AUTO_TEST_CASE(trajectories_change_one_factor_at_a_time_on_the_grid) {
    const Points points = morris_trajectories(50, 3, 4, test::uniform_numbers());
    BOOST_TEST(points.size() == 200u);
    std::set<double> levels;
    for (std::size_t t = 0; t < 50; ++t) {
        std::set<std::size_t> changed;
        for (std::size_t p = 4 * t; p < 4 * t + 3; ++p) {
            for (std::size_t f = 0; f < 3; ++f) {
                levels.insert(points[p][f]);
                const double step = std::abs(points[p + 1][f] - points[p][f]);
                if (step == 0.0) continue;
                changed.insert(f);
                BOOST_TEST(step == 2.0 / 3.0, boost::test_tools::tolerance(1e-12));
            }
        }
        BOOST_TEST(changed.size() == 3u);
    }
    BOOST_TEST(levels.size() == 4u);
    BOOST_CHECK_THROW((void)morris_trajectories(1, 1, 3, test::uniform_numbers()),
                      base::InternalError);
}

BOOST_AUTO_TEST_CASE(saltelli_design_exchanges_one_column_at_a_time) {
    const SaltelliDesign design = saltelli_design(8, 3);
    for (std::size_t f = 0; f < 3; ++f) {
        for (std::size_t r = 0; r < 8; ++r) {
            for (std::size_t g = 0; g < 3; ++g) {
                const Points& from = f == g ? design.b : design.a;
                BOOST_TEST(design.ab[f][r][g] == from[r][g]);
            }
        }
    }
    BOOST_TEST(design.a[1] != design.b[1]);
}

BOOST_AUTO_TEST_SUITE_END()
