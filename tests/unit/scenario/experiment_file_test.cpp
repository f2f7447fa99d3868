// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/experiment_file.hpp"

#include <boost/test/unit_test.hpp>

using namespace yhdyspinta;
using scenario::matches_name;

BOOST_AUTO_TEST_SUITE(experiment_file)

BOOST_AUTO_TEST_CASE(a_star_in_the_name_of_a_response_stands_for_any_letters) {
    BOOST_TEST(matches_name("waiting_time.*", "waiting_time.effective"));
    BOOST_TEST(matches_name("*", "anything"));
    BOOST_TEST(matches_name("*.time", "a.time.time"));
    BOOST_TEST(matches_name("a*b*c", "a-b-b-c"));
    BOOST_TEST(matches_name("cost", "cost"));
    BOOST_TEST(!matches_name("cost", "costs"));
    BOOST_TEST(!matches_name("waiting_time.*", "waiting_time"));
    BOOST_TEST(!matches_name("*.time", "a.times"));
    BOOST_TEST(!matches_name("", "a"));
}

BOOST_AUTO_TEST_CASE(a_factor_sets_one_value_or_each_figure_that_it_scales) {
    const std::string text =
        "schema: 1\n"
        "run: {length: 10 days}\n"
        "sources:\n"
        "  one: {rate: 6 per h, process: visit}\n"
        "  two: {rate: 1.5 per min, process: visit}\n"
        "resources: {desk: {servers: 1}}\n"
        "processes: {visit: {steps: {talk: {seize: desk, duration: 8 min}}}}\n";
    base::Diagnostics diagnostics;
    const auto read = scenario::read_scenario_text(text, "scenario.yaml", {}, diagnostics);
    BOOST_REQUIRE_MESSAGE(read.has_value(), diagnostics.to_text());
    scenario::Factor set, scaled;
    set.set.name = "resources.desk.servers";
    BOOST_TEST(
        scenario::sets_of(set, "2", *read) == std::vector<std::string>{"resources.desk.servers=2"},
        boost::test_tools::per_element());
    scaled.scales.push_back({"sources.*.rate", {}});
    const std::vector<std::string> expected{"sources.one.rate=3 per h",
                                            "sources.two.rate=0.75 per min"};
    BOOST_TEST(scenario::sets_of(scaled, "0.5", *read) == expected,
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
