// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

using namespace yhdyspinta::cli_test;
using Json = nlohmann::json;

BOOST_FIXTURE_TEST_SUITE(compare, Desk)

BOOST_AUTO_TEST_CASE(says_no_clear_difference_where_there_is_none) {
    const Ended ended =
        yhdyspinta({"compare", "scenarios/counter.yaml", "scenarios/same_counter.yaml"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(ended.error == "");
    BOOST_TEST(contains(ended.out, "no clear difference"));
    BOOST_TEST(contains(ended.out, "One counter"));
    BOOST_TEST(contains(ended.out, "The same counter under another name"));
}

BOOST_AUTO_TEST_CASE(finds_the_difference_that_a_second_server_makes) {
    const Ended ended =
        yhdyspinta({"compare", "scenarios/counter.yaml", "scenarios/two_counters.yaml"});
    BOOST_TEST(ended.code == 0);
    std::size_t clear = 0;
    for (const std::string& line : lines(ended.out)) {
        if (contains(line, "waiting") && !contains(line, "no clear difference")) ++clear;
    }
    BOOST_TEST(clear > 0u);
}

BOOST_AUTO_TEST_CASE(leaves_the_comparison_and_a_folder_for_each_design) {
    const auto run = [this](const std::string& folder, const std::string& jobs) {
        BOOST_TEST(yhdyspinta({"compare", "scenarios/counter.yaml", "scenarios/two_counters.yaml",
                               "--out", folder, "--jobs", jobs})
                       .code == 0);
        return files(folder);
    };
    const auto one = run("one", "1");
    for (const char* name :
         {"comparison.csv", "run.json", "counter/summary.csv", "counter/run.json",
          "two_counters/responses.csv", "two_counters/scenario.yaml"}) {
        BOOST_TEST(one.count(name) == 1u, name << " is missing");
    }
    BOOST_TEST(lines(one.at("comparison.csv")).size() > 1u);
    BOOST_CHECK(one == run("two", "2"));
    // Each design is what `run` gives for it alone.
    BOOST_TEST(yhdyspinta({"run", "scenarios/two_counters.yaml", "--out", "alone"}).code == 0);
    BOOST_CHECK(one.at("two_counters/responses.csv") == files("alone").at("responses.csv"));
}

BOOST_AUTO_TEST_CASE(uses_the_seed_and_the_replications_of_the_first_for_all) {
    const Ended ended =
        yhdyspinta({"compare", "scenarios/counter.yaml", "scenarios/same_counter.yaml", "--set",
                    "run.length=5 days", "--format", "json", "--seed", "9"});
    BOOST_TEST(ended.code == 0);
    const Json comparison = Json::parse(ended.out);
    BOOST_REQUIRE(comparison["scenarios"].is_array());
    BOOST_TEST(comparison["scenarios"][0]["responses"] == comparison["scenarios"][1]["responses"]);
    BOOST_TEST(comparison["scenarios"][1]["seed"] == 9);
    BOOST_REQUIRE(!comparison["differences"].empty());
    for (const Json& difference : comparison["differences"]) {
        if (difference["mean"].is_null()) continue;
        BOOST_TEST(difference["mean"] == 0.0);
        BOOST_TEST(difference["is_clear"] == false);
    }
    const Ended other =
        yhdyspinta({"compare", "scenarios/counter.yaml", "scenarios/population.yaml"});
    BOOST_TEST(contains(other.error, "scenarios/population.yaml: warning: "));
    BOOST_TEST(contains(other.error, "seed 11"));
}

BOOST_AUTO_TEST_SUITE_END()
