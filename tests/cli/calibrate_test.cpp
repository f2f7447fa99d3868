// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/cli/program.hpp"

using namespace yhdyspinta::cli_test;

namespace {

const std::vector<std::string> kCounter{"calibrate", "scenarios/priced_counter.yaml", "--targets",
                                        "scenarios/targets.yaml"};

std::vector<std::string> with(std::vector<std::string> words,
                              const std::vector<std::string>& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

/// The line of a table that begins with `name`, as words.
std::vector<std::string> row(const std::string& text, const std::string& name) {
    for (const auto& line : lines(text)) {
        if (line.substr(0, name.size() + 1) != name + " ") continue;
        std::istringstream in(line);
        std::vector<std::string> words;
        for (std::string word; in >> word;) words.push_back(word);
        return words;
    }
    return {};
}

void write(const fs::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary) << text;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(calibrate, Desk)

BOOST_AUTO_TEST_CASE(check_ends_with_1_when_a_target_is_outside_and_0_when_all_are_within) {
    const Ended outside = yhdyspinta(with(kCounter, {"--check"}));
    BOOST_TEST(outside.code == 1);
    BOOST_TEST(outside.error == "");
    BOOST_TEST(contains(outside.out, "4 replications of 20 d; seed 5"));
    BOOST_TEST(contains(outside.out, "0 of 1 targets are within their tolerance"));
    BOOST_TEST(contains(outside.out, "V 2024 Door"));
    BOOST_TEST(row(outside.out, "busy").at(8) == "no");
    const Ended within =
        yhdyspinta(with(kCounter, {"--check", "--set", "sources.clients.rate=4.5 per h"}));
    BOOST_TEST(within.code == 0);
    BOOST_TEST(contains(within.out, "1 of 1 targets are within their tolerance"));
}

BOOST_AUTO_TEST_CASE(finds_the_demand_that_makes_the_counter_as_busy_as_it_should_be) {
    const Ended ended = yhdyspinta(with(kCounter, {"--out", "fitted.yaml", "--jobs", "1"}));
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(ended.error == "");
    // Load 6 per h x 8 min = 0.8; 0.6 is three quarters of it.
    const auto demand = row(ended.out, "demand");
    BOOST_REQUIRE(demand.size() >= 4);
    const std::string& interval = demand[3];
    const std::size_t dash = interval.find("–");
    BOOST_REQUIRE(dash != std::string::npos);
    BOOST_TEST(std::stod(interval.substr(0, dash)) < 0.75);
    BOOST_TEST(std::stod(interval.substr(dash + std::string("–").size())) > 0.75);
    BOOST_TEST(std::stod(demand[2]) > 0.7);
    BOOST_TEST(std::stod(demand[2]) < 0.8);
    const auto price = row(ended.out, "price");
    BOOST_TEST(price.at(2) == "1.000");
    BOOST_TEST(contains(ended.out, "the targets cannot tell it: sweep it from 0.5000 to 2.000"));
    BOOST_TEST(contains(ended.out, "checked with a fresh seed: 4 replications of 20 d; seed 6"));

    const std::string fitted = content("fitted.yaml");
    BOOST_TEST(contains(fitted,
                        "# yhdyspinta calibrate scenarios/priced_counter.yaml --targets "
                        "scenarios/targets.yaml --replications 4 --seed 5 --rounds 8"));
    BOOST_TEST(contains(fitted, "extends: \"scenarios/priced_counter.yaml\""));
    BOOST_TEST(contains(fitted, "calibrated: factor 0.7"));
    BOOST_TEST(contains(fitted, "scenarios/targets.yaml; was 6 per h\""));
    BOOST_TEST(!contains(fitted, "cost_per_hour"));  // stayed, and keeps its source
    BOOST_TEST(yhdyspinta({"calibrate", "fitted.yaml", "--targets", "scenarios/targets.yaml",
                           "--check", "--seed", "77"})
                   .code == 0);

    // The same bytes with more processes; a file of its own may be written again.
    const Ended again = yhdyspinta(with(kCounter, {"--out", "fitted.yaml", "--jobs", "3"}));
    BOOST_TEST(again.out == ended.out);
    BOOST_TEST(content("fitted.yaml") == fitted);
}

BOOST_AUTO_TEST_CASE(calls_a_target_by_its_title) {
    write(path("targets.yaml"),
          "schema: 1\n"
          "targets:\n"
          "  busy: {title: {fi: kiire, en: Busy desk}, response: utilisation, "
          "where: resource=desk, value: 0.8, tolerance: 0.1}\n");
    const Ended ended = yhdyspinta(
        {"calibrate", "scenarios/priced_counter.yaml", "--targets", "targets.yaml", "--check"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(contains(ended.out, "\nBusy desk  share "));
}

BOOST_AUTO_TEST_CASE(does_not_overwrite_what_somebody_wrote) {
    write(path("mine.yaml"), "schema: 1\n");
    const Ended ended = yhdyspinta(with(kCounter, {"--out", "mine.yaml"}));
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(contains(ended.error, "'mine.yaml' was not made by 'yhdyspinta calibrate'"));
    BOOST_TEST(content("mine.yaml") == "schema: 1\n");
}

BOOST_AUTO_TEST_CASE(says_where_a_response_is_not_known) {
    write(path("targets.yaml"),
          "schema: 1\n"
          "targets:\n"
          "  busy: {response: utilization, where: resource=desk, value: 0.6, tolerance: 0.1}\n"
          "  other: {response: utilisation, where: resource=dest, value: 0.6, tolerance: 0.1}\n");
    const Ended ended = yhdyspinta(
        {"calibrate", "scenarios/priced_counter.yaml", "--targets", "targets.yaml", "--check"});
    BOOST_TEST(ended.code == 3);
    BOOST_TEST(contains(ended.error,
                        "targets.yaml:3:20: error: targets.busy: the scenario has no response "
                        "'utilization'; it has: "));
    BOOST_TEST(contains(ended.error, "did you mean 'utilisation'?"));
    BOOST_TEST(contains(ended.error,
                        "targets.yaml:4:21: error: targets.other: 'utilisation' is not given for "
                        "'resource=dest'; it is for: resource=desk"));
    BOOST_TEST(contains(ended.error, "did you mean 'resource=desk'?"));
}

BOOST_AUTO_TEST_CASE(has_nothing_to_fit_without_parameters) {
    write(path("targets.yaml"),
          "schema: 1\n"
          "targets:\n"
          "  busy: {response: utilisation, where: resource=desk, value: 0.6, tolerance: 0.1}\n");
    const Ended ended =
        yhdyspinta({"calibrate", "scenarios/priced_counter.yaml", "--targets", "targets.yaml"});
    BOOST_TEST(ended.code == 3);
    BOOST_TEST(contains(ended.error, "targets.yaml: error: parameters: there are none"));
}

BOOST_AUTO_TEST_CASE(says_when_an_end_of_a_range_gives_no_scenario) {
    write(path("targets.yaml"),
          "schema: 1\n"
          "targets:\n"
          "  busy: {response: utilisation, where: resource=desk, value: 0.6, tolerance: 0.1}\n"
          "parameters:\n"
          "  vacancy: {scales: [resources.desk.vacancy], from: 0.5, to: 3}\n");
    const Ended ended = yhdyspinta({"calibrate", "scenarios/priced_counter.yaml", "--targets",
                                    "targets.yaml", "--set", "resources.desk.vacancy=0.4"});
    BOOST_TEST(ended.code == 3);
    BOOST_TEST(contains(ended.error,
                        "targets.yaml: parameters.vacancy: at the factor 3 there is no legal "
                        "scenario:"));
    BOOST_TEST(contains(ended.error, "resources.desk.vacancy"));
}

BOOST_AUTO_TEST_CASE(says_which_target_cannot_be_measured) {
    write(path("targets.yaml"),
          "schema: 1\n"
          "targets:\n"
          "  served: {response: waiting_time.served, where: activity=visit.service, value: 1, "
          "tolerance: 0.1}\n"
          "parameters:\n"
          "  demand: {scales: [sources.clients.rate], from: 0.5, to: 1.2}\n");
    const Ended ended = yhdyspinta({"calibrate", "scenarios/priced_counter.yaml", "--targets",
                                    "targets.yaml", "--set", "sources.clients.rate=0 per h"});
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(contains(ended.error, "the target 'served' cannot be measured"));
}

BOOST_AUTO_TEST_CASE(help_says_what_a_file_of_targets_looks_like) {
    const Ended ended = yhdyspinta({"calibrate", "--help"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(contains(ended.out, "exit code 0 when all are within"));
    BOOST_TEST(contains(ended.out, "scales: [sources.clients.rate"));
}

BOOST_AUTO_TEST_CASE(shows_the_rounds_on_a_terminal) {
    const std::string shown = on_a_terminal(with(kCounter, {"--rounds", "2"}));
    BOOST_TEST(contains(shown, "round 1 of at most 2, slopes: "));
    BOOST_TEST(contains(shown, "check with a fresh seed: "));
}

BOOST_AUTO_TEST_SUITE_END()
