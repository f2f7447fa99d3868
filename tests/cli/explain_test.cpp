// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

using namespace yhdyspinta::cli_test;
using Json = nlohmann::json;

namespace {

const std::vector<std::string> kReform{"explain", "scenarios/two_steps.yaml",
                                       "scenarios/two_steps_reformed.yaml"};

std::vector<std::string> with(std::vector<std::string> words,
                              const std::vector<std::string>& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

const Json& time_in_system(const Json& document) {
    for (const Json& measure : document["measures"]) {
        if (measure["name"] == "time_in_system") return measure;
    }
    BOOST_FAIL("no time in system");
    return document;
}

/// Share, alone and last of each group, in minutes.
std::map<std::string, std::vector<double>> effects_of(const Json& measure) {
    std::map<std::string, std::vector<double>> effects;
    for (const Json& group : measure["groups"]) {
        effects[group["group"]] = {group["share"]["mean"], group["alone"]["mean"],
                                   group["last"]["mean"]};
    }
    return effects;
}

void check_refused(const Desk& desk, const std::vector<std::string>& more,
                   const std::string& line) {
    const Ended ended = desk.yhdyspinta(with(kReform, more));
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(ended.out == "");
    BOOST_REQUIRE(!lines(ended.error).empty());
    BOOST_TEST(lines(ended.error).front() == line);
}

void check_about(double found, double expected) {
    BOOST_CHECK_SMALL(found - expected, 1e-9 * (1.0 + std::abs(expected)));
}

const std::string kPage = R"(two_steps           Two steps
two_steps_reformed  Two steps, slower and larger

4 differences in 4 groups

group             difference                           two_steps  two_steps_reformed
────────────────  ───────────────────────────────────  ─────────  ──────────────────
variables.speed   variables.speed                      1          2
variables.size    variables.size                       1          3
variables.unused  variables.unused                     3          4
processes.visit   processes.visit.steps.talk.duration  10 min     15 min

1 difference in wording only (titles, descriptions, sources of figures): not simulated

16 combinations of the groups, each 3 replications of 10 d; seed 4, the same random numbers in each; ± is half a 95 % confidence interval

time_in_system (class=client), min: 30.00 ± 0.00 in two_steps, 135.0 ± 0.0 in two_steps_reformed
group             share of the difference  of it  alone                 last
────────────────  ───────────────────────  ─────  ────────────────────  ────────────────────
variables.speed   +40.00 ± 0.00 worse       38 %  +20.00 ± 0.00 worse   +60.00 ± 0.00 worse
variables.size    +60.00 ± 0.00 worse       57 %  +40.00 ± 0.00 worse   +80.00 ± 0.00 worse
variables.unused  no clear difference        0 %  no clear difference   no clear difference
processes.visit   +5.000 ± 0.000 worse       5 %  +5.000 ± 0.000 worse  +5.000 ± 0.000 worse
all               +105.0 ± 0.0 worse       100 %

share: the mean of what a group brings over all orders in which the groups can be added to two_steps (Shapley value); the shares sum to the difference
alone: added to two_steps by itself; last: added after all others, what two_steps_reformed would lose without it
)";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(explain, Desk)

BOOST_AUTO_TEST_CASE(shares_a_difference_out_whose_parts_are_known) {
    // 10 + 20 * speed * size min: from 30 to 15 + 20 * 2 * 3. What speed and size do together, 40
    // min more than each alone, is split evenly; the duration of talking joins with nothing.
    const Ended ended = yhdyspinta(with(kReform, {"--format", "json"}));
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(ended.error == "");
    const Json document = Json::parse(ended.out);
    BOOST_TEST(document["combinations"] == 16);
    const Json& measure = time_in_system(document);
    const std::map<std::string, std::vector<double>> expected{
        {"variables.speed", {40.0, 20.0, 60.0}},
        {"variables.size", {60.0, 40.0, 80.0}},
        {"variables.unused", {0.0, 0.0, 0.0}},
        {"processes.visit", {5.0, 5.0, 5.0}}};
    const auto effects = effects_of(measure);
    BOOST_TEST(effects.size() == expected.size());
    for (const auto& [group, values] : expected) {
        BOOST_REQUIRE_MESSAGE(effects.count(group) == 1, group);
        for (std::size_t i = 0; i < values.size(); ++i) {
            check_about(effects.at(group)[i], values[i]);
        }
    }
    BOOST_TEST(effects.at("variables.unused")[0] == 0.0);
    check_about(measure["difference"]["mean"], 105.0);
    BOOST_TEST(measure["difference"]["verdict"] == "worse");
}

BOOST_AUTO_TEST_CASE(gives_shares_that_sum_to_what_compare_says) {
    const Ended ended = yhdyspinta(with(kReform, {"--format", "json", "--jobs", "2"}));
    const Json document = Json::parse(ended.out);
    const Json compared =
        Json::parse(yhdyspinta({"compare", kReform[1], kReform[2], "--format", "json"}).out);
    std::size_t found = 0;
    for (const Json& measure : document["measures"]) {
        double sum = 0.0;
        for (const Json& group : measure["groups"]) sum += group["share"]["mean"].get<double>();
        check_about(sum, measure["difference"]["mean"]);
        for (const Json& difference : compared["differences"]) {
            if (difference["name"] != measure["name"] || difference["where"] != measure["where"]) {
                continue;
            }
            ++found;
            check_about(measure["difference"]["mean"], difference["mean"]);
            check_about(measure["difference"]["half_width"], difference["half_width"]);
            BOOST_TEST(measure["difference"]["verdict"] == difference["verdict"]);
        }
    }
    BOOST_TEST(found == document["measures"].size());
    BOOST_TEST(ended.out == yhdyspinta(with(kReform, {"--format", "json", "--jobs", "1"})).out);
}

BOOST_AUTO_TEST_CASE(shows_differences_groups_and_shares_as_text) {
    const Ended ended = yhdyspinta(with(kReform, {"--measure", "time_in_system[class=client]"}));
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(ended.error == "");
    BOOST_TEST(lines(ended.out) == lines(kPage), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(takes_groups_of_the_users_own) {
    const Ended ended = yhdyspinta(
        with(kReform, {"--group", "work=variables.s*", "--groups", "2", "--format", "csv",
                       "--measure", "time_in_system[class=client],starts[activity=visit.talk]"}));
    BOOST_TEST(ended.code == 0);
    const auto rows = lines(ended.out);
    BOOST_REQUIRE(rows.size() == 7u);
    BOOST_TEST(contains(rows[0], "name,where,unit,group,share,share_half_width,alone,"));
    BOOST_TEST(contains(rows[1], "time_in_system,class=client,min,work,100,"));
    BOOST_TEST(contains(rows[2], "time_in_system,class=client,min,others,5,"));
    BOOST_TEST(contains(rows[3], "time_in_system,class=client,min,,105,"));
    BOOST_TEST(contains(rows[3], ",3,worse"));
    BOOST_TEST(contains(rows[4], ",work,0,0,0,0,0,0,0,3,no_clear_difference"));
}

BOOST_AUTO_TEST_CASE(unites_what_cannot_be_told_apart_and_says_why) {
    const Ended ended = yhdyspinta({"explain", "scenarios/two_steps.yaml",
                                    "scenarios/two_steps_helped.yaml", "--replications", "1"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(contains(ended.out,
                        "resources.helper and processes.visit cannot be told apart; with "
                        "processes.visit alone:\n  scenarios/two_steps_helped.yaml:9:50: error: "
                        "processes.visit.steps.talk.seize"));
    BOOST_TEST(contains(ended.out, "\nresources.helper + processes.visit  "));
    BOOST_TEST(contains(ended.out, "run.seed: 4 and 9; both are simulated as two_steps says\n"));
    BOOST_TEST(contains(ended.out, "4 combinations of the groups, each 1 replication of 10 d; "));
    BOOST_TEST(contains(ended.out, "one replication tells nothing of chance"));
}

BOOST_AUTO_TEST_CASE(estimates_shares_by_orders_that_are_drawn) {
    const Ended ended =
        yhdyspinta(with(kReform, {"--estimate", "40", "--format", "json", "--replications", "2"}));
    BOOST_TEST(ended.code == 0);
    const Json document = Json::parse(ended.out);
    const Json& measure = time_in_system(document);
    double sum = 0.0;
    for (const Json& group : measure["groups"]) {
        sum += group["share"]["mean"].get<double>();
        BOOST_TEST(group["order_error"].get<double>() < 10.0);
    }
    check_about(sum, 105.0);
    check_about(effects_of(measure).at("processes.visit")[0], 5.0);
    // Orders come in pairs, one the other way round, so two groups that join split evenly.
    check_about(effects_of(measure).at("variables.speed")[0], 40.0);
    BOOST_TEST(contains(yhdyspinta(with(kReform, {"--estimate", "8"})).out, "(s.e. "));
}

BOOST_AUTO_TEST_CASE(lists_without_simulating) {
    const Ended ended = yhdyspinta(with(kReform, {"--list"}));
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(contains(kPage, ended.out));
    BOOST_TEST(!contains(ended.out, "combinations"));
    const Ended same =
        yhdyspinta({"explain", "scenarios/counter.yaml", "scenarios/same_counter.yaml", "--list"});
    BOOST_TEST(same.code == 0);
    BOOST_TEST(contains(same.out, "No difference that is simulated.\n"));
    const auto rows = lines(yhdyspinta(with(kReform, {"--list", "--format", "csv"})).out);
    BOOST_REQUIRE(rows.size() == 6u);
    BOOST_TEST(contains(rows[0], "path,kind,bearing,groups,a,b"));
    BOOST_TEST(contains(rows[1], R"(title,changed,wording,,Two steps,"""Two steps, slower)"));
    BOOST_TEST(contains(rows[2], "variables.speed,changed,simulated,variables.speed,1,2"));
}

BOOST_AUTO_TEST_CASE(refuses_what_it_does_not_understand) {
    check_refused(*this, {"--measure", "time_in_sytem"},
                  "yhdyspinta: error: the scenario has no response 'time_in_sytem'; did you mean "
                  "'time_in_system'?");
    check_refused(*this, {"--measure", "time_in_system"},
                  "yhdyspinta: error: 'time_in_system' is not given for 'all'; it is for: "
                  "class=client");
    check_refused(*this, {"--group", "work=variables.sped"},
                  "yhdyspinta: error: --group work: the scenarios do not differ at "
                  "'variables.sped'; did you mean 'variables.speed'?");
    check_refused(*this, {"--group", "work"},
                  "yhdyspinta: error: --group: 'work' is not of the form name=path,path, e.g. "
                  "staff=resources.nurses,variables.*");
    check_refused(*this, {"--group", "work=variables,,sources"},
                  "yhdyspinta: error: --group work=variables,,sources: a path is empty");
    check_refused(*this, {"--groups", "0"},
                  "yhdyspinta: error: --groups: '0' is not a whole number from 1 to 63");
    check_refused(*this, {"--estimate", "1"},
                  "yhdyspinta: error: --estimate: '1' is not a whole number from 4 to 100000");
    check_refused(*this, {"--format", "table"},
                  "yhdyspinta: error: --format: 'table' is not one of text, csv, json");
    const Ended missing = yhdyspinta({"explain", "scenarios/counter.yaml", "scenarios/nowhere"});
    BOOST_TEST(missing.code == 3);
    BOOST_TEST(contains(missing.error, "cannot read 'scenarios/nowhere': there is no such file"));
    BOOST_TEST(yhdyspinta({"explain", "scenarios/counter.yaml"}).code == 2);
}

BOOST_AUTO_TEST_SUITE_END()
