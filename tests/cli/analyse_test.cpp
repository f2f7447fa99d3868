// SPDX-License-Identifier: Apache-2.0
// What `analyse` tells of small experiments.
#include <fstream>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

using namespace yhdyspinta::cli_test;
using Json = nlohmann::json;

namespace {

const std::string kWait = "waiting_time[activity=visit.service]";

/// Simulates an experiment of tests/cli into `results`.
void simulate(const Desk& desk, const std::string& name) {
    const Ended ended =
        desk.yhdyspinta({"batch", "scenarios/" + name + ".yaml", "--out", "results"});
    BOOST_TEST_INFO(ended.error);
    BOOST_REQUIRE(ended.code == 0);
}

Ended analyse(const Desk& desk, const std::vector<std::string>& more) {
    std::vector<std::string> words{"analyse", "results"};
    words.insert(words.end(), more.begin(), more.end());
    return desk.yhdyspinta(words);
}

/// What is said as JSON.
Json told(const Desk& desk, std::vector<std::string> more) {
    more.insert(more.end(), {"--format", "json"});
    const Ended ended = analyse(desk, more);
    BOOST_TEST_INFO(ended.error);
    BOOST_REQUIRE(ended.code == 0);
    return Json::parse(ended.out);
}

void check_refused(const Ended& ended, const std::string& part) {
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(ended.out == "");
    BOOST_TEST_INFO(ended.error);
    BOOST_TEST(contains(ended.error, part));
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(analyse_an_experiment, Desk)

BOOST_AUTO_TEST_CASE(compare_and_best_find_the_second_counter) {
    simulate(*this, "experiment");
    const Ended text = analyse(*this, {});
    BOOST_TEST(text.code == 0);
    BOOST_TEST(text.error == "");
    BOOST_TEST(contains(text.out, "Differences to one, rate=0.9"));
    BOOST_TEST(contains(text.out, "variance reduction"));
    const auto rows = told(*this, {"compare", "--response", kWait})["differences"]["rows"];
    BOOST_REQUIRE(rows.size() == 4u);
    BOOST_TEST(rows[0]["verdict"] == "reference");
    BOOST_TEST(rows[2]["design"] == "two, rate=0.9");
    BOOST_TEST(rows[2]["verdict"] == "better");
    BOOST_TEST(rows[2]["difference"]["high"].get<double>() < 0.0);
    const auto best = told(*this, {"best", "--response", kWait})["best"]["rows"];
    BOOST_TEST(best[2]["may_be_best"] != "no");
    BOOST_TEST(best[1]["may_be_best"] == "no");
    const Ended csv = analyse(*this, {"--format", "csv"});
    BOOST_TEST(lines(csv.out).front().rfind(
                   "measure,where,unit,design,mean,mean_low,mean_high,difference,", 0) == 0u);
}

BOOST_AUTO_TEST_CASE(quantiles_are_those_of_the_waiting_times) {
    simulate(*this, "gains_experiment");
    const auto rows = told(*this, {"compare", "--quantiles", "--response",
                                   "waiting_time.effective_contact"})["quantiles"]["rows"];
    BOOST_REQUIRE(rows.size() == 2u);
    BOOST_TEST(rows[0]["90_%"]["estimate"].get<double>() >=
               rows[0]["50_%"]["estimate"].get<double>());
    BOOST_TEST(rows[0]["concerned"].get<double>() > 0.0);
}

BOOST_AUTO_TEST_CASE(gains_follow_the_same_client_into_another_design) {
    simulate(*this, "gains_experiment");
    const auto rows = told(*this, {"gains", "few, advisers=3"})["gains"]["rows"];
    BOOST_TEST(rows[0]["measure"] == "waiting_time.effective_contact");
    BOOST_TEST(rows[0]["where"] == "all");
    const auto share = [&rows](const char* name) {
        return rows[0][name]["estimate"].get<double>();
    };
    BOOST_TEST(share("better_%") > share("worse_%"));
    BOOST_TEST(share("better_%") + share("same_%") + share("worse_%") == 100.0,
               boost::test_tools::tolerance(1e-9));
    check_refused(analyse(*this, {"gains", "few, advisers=4"}),
                  "has no design 'few, advisers=4'; it has: few, advisers=1, few, advisers=3; did "
                  "you mean 'few, advisers=");
    check_refused(analyse(*this, {"gains", "few, advisers=1"}), "is compared with itself");
    check_refused(analyse(*this, {"gains"}), "gains of which design?");
    check_refused(analyse(*this, {"best", "few, advisers=1"}), "belongs to gains");
}

BOOST_AUTO_TEST_CASE(effects_of_a_factor_are_told_for_each_scenario) {
    simulate(*this, "experiment");
    const auto rows = told(*this, {"effects", "--response", kWait})["effects"]["rows"];
    BOOST_REQUIRE(rows.size() == 4u);  // of each scenario the mean and the rate
    BOOST_TEST(rows[1]["scenario"] == "one");
    BOOST_TEST(rows[1]["effect"] == "rate");
    BOOST_TEST(rows[1]["size"]["estimate"].get<double>() > 0.0);
}

BOOST_AUTO_TEST_CASE(assumptions_are_varied_and_told_apart_from_chance) {
    simulate(*this, "assumed_experiment");
    const auto told_of = told(*this, {"uncertainty", "--response", kWait});
    const auto& parts = told_of["uncertainty"]["rows"];
    BOOST_REQUIRE(parts.size() == 2u);
    BOOST_TEST(parts[0]["ignorance"]["estimate"].get<double>() > 0.0);
    BOOST_TEST(told_of["best_probability"]["rows"][1]["in_the_mean_%"]["estimate"].get<double>() >
               50.0);
    BOOST_TEST(told_of["value_of_knowing"]["rows"][1]["known"] == "sources.clients.rate");
    check_refused(analyse(*this, {"sensitivity"}), "expected 'design: {morris: 10}'");
}

BOOST_AUTO_TEST_CASE(sensitivity_is_told_of_trajectories) {
    std::ofstream(path("scenarios/assumed_experiment.yaml"))
        << "schema: 1\nscenarios: {one: priced_counter.yaml}\nassumptions: [sources.clients.rate]\n"
           "factors: {desks: {set: resources.desk.servers, levels: [2, 3]}}\n"
           "design: {morris: 3}\nreplications: 1\nresponses: [\"waiting_time*\"]\n";
    simulate(*this, "assumed_experiment");
    const auto rows =
        told(*this, {"sensitivity", "--response", kWait})["elementary_effects"]["rows"];
    BOOST_REQUIRE(rows.size() == 2u);
    BOOST_TEST(rows[0]["factor"] == "desks");
    BOOST_TEST(rows[0]["mean"]["estimate"].get<double>() < 0.0);
    BOOST_TEST(rows[1]["mean"]["estimate"].get<double>() > 0.0);
}

BOOST_AUTO_TEST_CASE(selection_ends_with_the_best_design_and_spares_the_others) {
    const Ended ended =
        yhdyspinta({"batch", "scenarios/selecting_experiment.yaml", "--out", "results"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(contains(ended.out, "selected after "));
    BOOST_TEST(contains(ended.out, "by waiting_time (activity=visit.service), indifference 2"));
    check_refused(yhdyspinta({"batch", "scenarios/selecting_experiment.yaml", "--out", "part",
                              "--shard", "1/2"}),
                  "asks for a selection, which only all results together can tell");
}

BOOST_AUTO_TEST_CASE(warm_up_is_looked_for_in_an_event_log) {
    simulate(*this, "experiment");
    const std::string log = "results/event_logs/design_1_replication_2.csv";
    const Ended ended = yhdyspinta({"analyse", "--event-log", log, "--activity", "visit.service"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(contains(ended.out, "the waiting times [s] of visit.service to leave out (MSER-5)"));
    check_refused(yhdyspinta({"analyse", "--event-log", log, "--activity", "visit.servce"}),
                  "no activity 'visit.servce' started in '" + log +
                      "'; these did: visit.service; did you mean 'visit.service'?");
    check_refused(yhdyspinta({"analyse", "--event-log", "scenarios/data/areas.csv", "--activity",
                              "visit.service"}),
                  "is no event log");
    check_refused(analyse(*this, {"warm-up"}),
                  "expected 'yhdyspinta analyse --event-log FILE --activity NAME'");
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_says_what_is_missing) {
    simulate(*this, "experiment");
    check_refused(analyse(*this, {"gains", "two, rate=1"}), "expected 'episodes: true'");
    check_refused(analyse(*this, {"uncertainty"}), "'design: {latin_hypercube: 50}'");
    check_refused(analyse(*this, {"compare", "--response", "waiting_tme"}),
                  "keeps no response 'waiting_tme'");
    check_refused(analyse(*this, {"compare", "--response", "utilisation[resource=dsk]"}),
                  "'utilisation' is not given for 'resource=dsk'; it is for: resource=desk");
    check_refused(analyse(*this, {"compar"}), "did you mean 'compare'?");
    check_refused(yhdyspinta({"analyse", "nowhere"}), "there is no 'nowhere'");
    check_refused(yhdyspinta({"analyse"}), "expected STORE, or --event-log FILE");
}

BOOST_AUTO_TEST_SUITE_END()
