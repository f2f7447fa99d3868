// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/effects.hpp"

#include <limits>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"

using namespace yhdyspinta::statistics;

namespace {

std::map<std::string, Interval> by_name(const std::vector<EstimatedEffect>& effects) {
    std::map<std::string, Interval> found;
    for (const auto& effect : effects) found[effect_name(effect.effect)] = effect.size;
    return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(effects, *boost::unit_test::tolerance(1e-9))

// Pilot plant, Box, Hunter and Hunter (2005), 5.2: temperature, concentration, catalyst; two runs
// at each point.
BOOST_AUTO_TEST_CASE(agree_with_the_pilot_plant) {
    const Samples yields{{59, 61}, {74, 70}, {50, 58}, {69, 67},
                         {50, 54}, {81, 85}, {46, 44}, {79, 81}};
    auto found = by_name(two_level_effects(two_level_design(3), yields, 3));
    BOOST_TEST(found.size() == 8u);
    BOOST_TEST(found["I"].estimate == 64.25);
    BOOST_TEST(found["A"].estimate == 23.0);
    BOOST_TEST(found["B"].estimate == -5.0);
    BOOST_TEST(found["C"].estimate == 1.5);
    BOOST_TEST(found["AB"].estimate == 1.5);
    BOOST_TEST(found["AC"].estimate == 10.0);
    BOOST_TEST(found["BC"].estimate == 0.0);
    BOOST_TEST(found["ABC"].estimate == 0.5);
    BOOST_TEST(two_level_effects(two_level_design(3), yields, 2).size() == 7u);
}

// What all points of a replication share (common random numbers) is in the mean only.
BOOST_AUTO_TEST_CASE(intervals_come_from_contrasts_within_replications) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Samples responses{{0, 100, nan}, {2, 104, 7}, {0, 100, 7}, {2, 104, 7}};
    auto found = by_name(two_level_effects(two_level_design(2), responses));
    BOOST_TEST(found["A"].estimate == 3.0);  // 2 and 4
    BOOST_TEST(found["A"].half_width() == 12.706204736);
    BOOST_TEST(found["B"].half_width() == 0.0);
    BOOST_TEST(found["I"].half_width() > 600.0);
}

// y = 1 + 2 A + 3 B C in a half fraction with C = AB: A and BC cannot be told apart.
BOOST_AUTO_TEST_CASE(in_a_fraction_are_sums_with_their_aliases) {
    const TwoLevelDesign design = two_level_design(2, {{0b11}});
    Samples responses;
    for (const auto& x : design.points) responses.push_back({1 + 2 * x[0] + 3 * x[1] * x[2]});
    const auto found = two_level_effects(design, responses);
    BOOST_TEST(found.size() == 4u);
    BOOST_TEST(found[1].effect == 0b001u);
    BOOST_TEST(found[1].size.estimate == 2.0 * (2 + 3));
    BOOST_TEST(found[1].aliases == std::vector<Effect>{0b110});
    BOOST_TEST(found[0].aliases.empty());  // but ABC
    BOOST_TEST(two_level_effects(design, responses, 3)[0].aliases == std::vector<Effect>{0b111});
    BOOST_CHECK_THROW((void)two_level_effects(design, {{1.0}}), yhdyspinta::base::InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
