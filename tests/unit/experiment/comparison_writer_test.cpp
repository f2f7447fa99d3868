// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/comparison_writer.hpp"

#include <limits>
#include <sstream>

#include <boost/test/unit_test.hpp>

using namespace yhdyspinta;
using namespace yhdyspinta::experiment;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
using Verdict = results::ComparedFigure::Verdict;

const std::vector<results::Design> kDesigns{{"separate", nullptr}, {"joined, all", nullptr}};
const std::vector<results::ComparedRow> kRows{
    {{"waiting_time", "service=curator", results::Direction::lower_is_better},
     "d",
     {{12.5, 0.25, {0.0, 0.0, 4}, Verdict::reference},
      {10.0, 0.5, {-2.5, 0.75, 4}, Verdict::better}}},
    {{"never_served", "all", results::Direction::lower_is_better},
     "share",
     {{kNan, kNan, {kNan, kNan, 0}, Verdict::reference},
      {0.5, kNan, {kNan, kNan, 0}, Verdict::no_clear_difference}}}};

}  // namespace

BOOST_AUTO_TEST_SUITE(comparison_writer)

BOOST_AUTO_TEST_CASE(writes_a_line_for_each_measure_and_design) {
    std::ostringstream out;
    write_comparison_csv(out, kDesigns, kRows);
    BOOST_TEST(
        out.str() ==
        "name,where,unit,design,mean,half_width,difference,difference_half_width,pairs,verdict\r\n"
        "waiting_time,service=curator,d,separate,12.5,0.25,0,0,4,reference\r\n"
        "waiting_time,service=curator,d,\"joined, all\",10,0.5,-2.5,0.75,4,better\r\n"
        "never_served,all,share,separate,,,,,0,reference\r\n"
        "never_served,all,share,\"joined, all\",0.5,,,,0,no_clear_difference\r\n");
}

BOOST_AUTO_TEST_CASE(tells_in_json_which_differences_are_clear) {
    const auto differences = differences_json(kDesigns, kRows);
    BOOST_REQUIRE_EQUAL(differences.size(), 2u);
    BOOST_TEST(
        differences[0].dump() ==
        R"({"name":"waiting_time","where":"service=curator","unit":"d","scenario":"joined, all",)"
        R"("mean":-2.5,"half_width":0.75,"pairs":4,"is_clear":true,"verdict":"better"})");
    BOOST_TEST(differences[1]["mean"].dump() == "null");
    BOOST_TEST(differences[1]["is_clear"] == false);
}

BOOST_AUTO_TEST_SUITE_END()
