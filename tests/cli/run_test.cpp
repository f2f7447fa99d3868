// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <stdexcept>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

using namespace yhdyspinta::cli_test;
using Json = nlohmann::json;

namespace {

const std::string kCounter = "scenarios/counter.yaml";

std::vector<std::string> keys(const Json& object) {
    std::vector<std::string> names;
    for (const auto& [name, value] : object.items()) names.push_back(name);
    return names;
}

/// The mean of the first response of this name.
double mean_of(const Json& scenario, const std::string& name) {
    for (const Json& response : scenario.at("responses")) {
        if (response.at("name") == name) return response.at("mean");
    }
    throw std::runtime_error("no response " + name);
}

using Words = std::vector<std::string>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(run, Desk)

BOOST_AUTO_TEST_CASE(shows_a_table_and_says_nothing_else_in_a_pipe) {
    const Ended ended = yhdyspinta({"run", kCounter, "--replications", "3"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(ended.error == "");
    BOOST_TEST(contains(ended.out, "One counter"));
    BOOST_TEST(contains(ended.out, "20260801"));
    BOOST_TEST(contains(ended.out, "3 replications"));
    const Ended all = yhdyspinta({"run", kCounter, "--replications", "3", "--all"});
    BOOST_TEST(lines(all.out).size() > lines(ended.out).size());
}

BOOST_AUTO_TEST_CASE(shows_progress_on_a_terminal) {
    BOOST_TEST(
        contains(on_a_terminal({"run", kCounter, "--replications", "3"}), "of 3 replications"));
}

BOOST_AUTO_TEST_CASE(json_has_the_promised_shape) {
    const Ended ended =
        yhdyspinta({"run", kCounter, "--replications", "3", "--format", "json", "--seed", "5"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(ended.error == "");
    const Json scenario = Json::parse(ended.out);
    BOOST_TEST(keys(scenario) == (Words{"replications", "responses", "scenario", "seed"}),
               boost::test_tools::per_element());
    BOOST_TEST(scenario["scenario"].is_string());
    BOOST_TEST(scenario["seed"] == 5);
    BOOST_TEST(scenario["replications"] == 3);
    BOOST_REQUIRE(!scenario["responses"].empty());
    for (const Json& response : scenario["responses"]) {
        BOOST_TEST(keys(response) ==
                       (Words{"half_width", "mean", "name", "replications", "unit", "where"}),
                   boost::test_tools::per_element());
        BOOST_TEST((response["mean"].is_number() || response["mean"].is_null()));
        BOOST_TEST((response["half_width"].is_number() || response["half_width"].is_null()));
        BOOST_TEST(response["replications"].get<int>() <= 3);
    }
}

BOOST_AUTO_TEST_CASE(json_of_several_files_is_an_array) {
    const Ended ended = yhdyspinta({"run", kCounter, "scenarios/two_counters.yaml",
                                    "--replications", "2", "--format", "json"});
    const Json scenarios = Json::parse(ended.out);
    BOOST_REQUIRE(scenarios.is_array());
    BOOST_REQUIRE_EQUAL(scenarios.size(), 2u);
    BOOST_TEST(scenarios[0]["scenario"] != scenarios[1]["scenario"]);
    BOOST_TEST(mean_of(scenarios[1], "waiting_time") < mean_of(scenarios[0], "waiting_time"));
}

BOOST_AUTO_TEST_CASE(csv_has_one_header_and_as_many_cells_in_every_line) {
    for (const Words& files : {Words{kCounter}, Words{kCounter, "scenarios/same_counter.yaml"}}) {
        Words words{"run", "--replications", "2", "--format", "csv"};
        words.insert(words.end(), files.begin(), files.end());
        const auto rows = lines(yhdyspinta(words).out);
        BOOST_REQUIRE(rows.size() > files.size());
        BOOST_TEST(contains(rows.front(), "name,unit,where,mean,half_width,replications"));
        BOOST_TEST(std::count(rows.begin(), rows.end(), rows.front()) == 1);
    }
}

BOOST_AUTO_TEST_CASE(uses_the_replications_and_the_seed_of_the_file_unless_told_otherwise) {
    const Json of_file = Json::parse(yhdyspinta({"run", kCounter, "--format", "json"}).out);
    BOOST_TEST(of_file["replications"] == 8);
    BOOST_TEST(of_file["seed"] == 20260801);
    const Json told =
        Json::parse(yhdyspinta({"run", kCounter, "--format", "json", "--seed", "6"}).out);
    BOOST_TEST(mean_of(told, "waiting_time") != mean_of(of_file, "waiting_time"));
}

BOOST_AUTO_TEST_CASE(set_changes_what_is_simulated) {
    const auto waiting = [this](const Words& more) {
        Words words{"run", kCounter, "--format", "json"};
        words.insert(words.end(), more.begin(), more.end());
        return mean_of(Json::parse(yhdyspinta(words).out), "waiting_time");
    };
    const double two = waiting({"--set", "resources.desk.servers=2"});
    BOOST_TEST(two < waiting({}));
    BOOST_TEST(
        two ==
        mean_of(
            Json::parse(yhdyspinta({"run", "scenarios/two_counters.yaml", "--format", "json"}).out),
            "waiting_time"));
    BOOST_TEST(waiting({"--set", "resources.desk.servers=2", "--set",
                        "sources.clients.rate=3 per h"}) < two);
}

BOOST_AUTO_TEST_CASE(the_same_command_gives_the_same_bytes) {
    const Words words{"run", kCounter, "--format", "json"};
    BOOST_TEST(yhdyspinta(words).out == yhdyspinta(words).out);
}

BOOST_AUTO_TEST_CASE(sets_theory_beside_what_was_simulated) {
    const Ended table = yhdyspinta({"run", "scenarios/counter.yaml"});
    BOOST_TEST(contains(table.out, "theory beside simulation  where"));
    BOOST_TEST(contains(table.out, "waiting_time              activity=visit.service   32.00 "));
    for (const char* format : {"csv", "json"}) {
        const Ended other = yhdyspinta({"run", "scenarios/counter.yaml", "--format", format});
        BOOST_TEST(other.code == 0);
        BOOST_TEST(!contains(other.out, "theory"));
    }
    // One replication has no spread to measure the distance with.
    const Ended one = yhdyspinta({"run", "scenarios/counter.yaml", "--only-replication", "1"});
    BOOST_TEST(contains(one.out, "  –  M/M/1"));
}

BOOST_AUTO_TEST_CASE(warns_of_clients_who_wait_for_each_other_for_ever) {
    const Ended ended = yhdyspinta({"run", "scenarios/standstill.yaml"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(contains(ended.error,
                        "scenarios/standstill.yaml: warning: replication 1: from 2026-08-03 00:20 "
                        "(1200 s) on 2 clients hold servers"));
}

BOOST_AUTO_TEST_SUITE_END()
