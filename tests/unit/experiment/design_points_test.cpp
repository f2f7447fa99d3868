// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/design_points.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

using namespace yhdyspinta;
using experiment::design_points;
using experiment::DesignPoint;

namespace {

void add_factor(scenario::ExperimentFile& file, const std::string& name,
                const std::vector<std::string>& levels) {
    scenario::Factor factor;
    for (const auto& level : levels) factor.levels.push_back({level, {}});
    file.factors.push_back({name, {}, factor});
}

void add_continuous(scenario::ExperimentFile& file, const std::string& name, double from,
                    double to) {
    scenario::Factor factor;
    factor.from = from;
    factor.to = to;
    file.factors.push_back({name, {}, factor});
}

std::string text_of(const std::vector<DesignPoint>& points) {
    std::string text;
    for (const auto& point : points) text += fmt::format("{};", fmt::join(point, " "));
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(design_points_of)

BOOST_AUTO_TEST_CASE(no_factors_are_one_point_without_values) {
    BOOST_TEST(text_of(design_points({})) == ";");
}

BOOST_AUTO_TEST_CASE(a_full_design_has_all_combinations_the_last_factor_fastest) {
    scenario::ExperimentFile file;
    add_factor(file, "a", {"1", "2"});
    add_factor(file, "b", {"x", "y", "z"});
    BOOST_TEST(text_of(design_points(file)) == "1 x;1 y;1 z;2 x;2 y;2 z;");
}

BOOST_AUTO_TEST_CASE(points_that_break_a_constraint_are_left_out) {
    scenario::ExperimentFile file;
    add_factor(file, "a", {"5", "6", "7"});
    add_factor(file, "b", {"3", "4"});
    file.constraints.push_back({"a + 2 * b <= 14", {}});
    BOOST_TEST(text_of(design_points(file)) == "5 3;5 4;6 3;6 4;7 3;");
    file.constraints.push_back({"a < 7 and b > 3", {}});
    BOOST_TEST(text_of(design_points(file)) == "5 4;6 4;");
}

BOOST_AUTO_TEST_CASE(a_list_is_taken_as_it_is_in_the_order_of_the_factors) {
    scenario::ExperimentFile file;
    add_factor(file, "a", {"1", "2"});
    add_factor(file, "b", {"x", "y"});
    file.design.list = {{{"b", {}, {"y", {}}}, {"a", {}, {"1", {}}}},
                        {{"a", {}, {"2", {}}}, {"b", {}, {"x", {}}}}};
    BOOST_TEST(text_of(design_points(file)) == "1 y;2 x;");
}

// Box, Hunter and Hunter, Statistics for Experimenters, 2nd ed. (2005), table 6.5: the 2^(4-1)
// design with D = ABC.
BOOST_AUTO_TEST_CASE(a_fraction_makes_a_factor_the_product_of_others) {
    scenario::ExperimentFile file;
    for (const char* name : {"a", "b", "c", "d"}) add_factor(file, name, {"-", "+"});
    file.design.fractional = scenario::Fractional{{{"D=ABC", {}}}};
    BOOST_TEST(text_of(design_points(file)) ==
               "- - - -;- - + +;- + - +;- + + -;+ - - +;+ - + -;+ + - -;+ + + +;");
}

BOOST_AUTO_TEST_CASE(a_latin_hypercube_has_one_value_in_each_part_of_an_interval) {
    scenario::ExperimentFile file;
    file.seed = 5;
    add_continuous(file, "a", 10.0, 20.0);
    add_continuous(file, "b", -1.0, 1.0);
    add_factor(file, "c", {"x", "y"});
    file.design.latin_hypercube = 10;
    const auto points = design_points(file);
    BOOST_REQUIRE(points.size() == 10u);
    std::set<int> parts_of_a, parts_of_b;
    for (const auto& point : points) {
        parts_of_a.insert(static_cast<int>(std::floor(std::stod(point[0]) - 10.0)));
        parts_of_b.insert(static_cast<int>(std::floor((std::stod(point[1]) + 1.0) * 5.0)));
    }
    BOOST_TEST(parts_of_a.size() == 10u);
    BOOST_TEST(*parts_of_a.begin() == 0);
    BOOST_TEST(*parts_of_a.rbegin() == 9);
    BOOST_TEST(parts_of_b.size() == 10u);
    BOOST_TEST(std::count_if(points.begin(), points.end(),
                             [](const auto& point) { return point[2] == "x"; }) == 5);
    BOOST_TEST(text_of(points) == text_of(design_points(file)));
    file.seed = 6;
    BOOST_TEST(text_of(points) != text_of(design_points(file)));
}

BOOST_AUTO_TEST_SUITE_END()
