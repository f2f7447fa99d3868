// SPDX-License-Identifier: Apache-2.0
// What the log tells for measures by whom, and what comes out of a whole run. Times count from the
// onset.
#include "tests/flow/events.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

const Kinds kAttributes{Kind::attribute_set, Kind::need_recognised, Kind::attribute_told};

/// One child of five; an episode of two days with a nurse at 60 EUR/h of the county, whose clinic
/// the town buys.
std::string one_child(const TableFile& table, const std::string& measures) {
    return scenario("60 days",
                    "classes: {child: {attributes: {age: {initial: 5, grows: 1 per year}, "
                    "weight: {initial: 20}, area: {levels: [north, south]}}}}\n"
                    "populations:\n"
                    "  children: {class: child, table: " +
                        table.path() +
                        ", groups: [{column: n}]}\n"
                        "needs: {mood: {class: child, " +
                        kOnce + ", recognised: {family: {after: 10 days, process: talk}}}}\n" +
                        measures +
                        R"(
organisations: {town: {kind: municipality}, county: {kind: county}}
services: {clinic: {organisation: county, paid_by: town, viable_per_year: 5}}
resources: {nurse: {servers: 1, service: clinic, cost_per_hour: 60}}
processes:
  talk:
    service: clinic
    steps:
      talk: {seize: nurse, duration: 2 days, work: communal}
      done: {close: {outcome: done}}
)");
}

double value(const std::string& text, const std::string& name, const std::string& where) {
    return mean(run_text(text, {{}, 1, 0}), name, where);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(measures)

BOOST_AUTO_TEST_CASE(attributes_are_told_when_an_episode_is_recognised) {
    const TableFile table("n\n1\n");
    const auto text = one_child(
        table, "measures: {by: [area, {attribute: age, bands: [3, 7]}], suppress_below: 0}");
    const Log log = run_log(text);
    // Ages at the start; a number that neither grows nor is asked for is not told.
    BOOST_TEST(untimed(lines(log, kAttributes)) == R"(age 5 #0
area south #0
recognised by mood.family #0
has area south #0
has age 5.02738 #0
)");
    BOOST_TEST(value(text, "by_whom.episodes", "age=3_to_7") == 1.0);
    BOOST_TEST(value(text, "by_whom.episodes", "area=north") == 0.0);
    BOOST_TEST(value(text, "by_whom.cost", "need=mood") == 48.0 * 60.0,
               boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(without_measures_only_categories_are_told_and_only_once) {
    const TableFile table("n\n1\n");
    BOOST_TEST(untimed(told(one_child(table, ""), kAttributes)) ==
               "area south #0\nrecognised by mood.family #0\n");
}

BOOST_AUTO_TEST_CASE(a_bought_service_is_paid_by_who_buys_it) {
    const TableFile table("n\n1\n");
    const auto text = one_child(table, "measures: {census_interval: 1 day}");
    const double per_year = 365.25 / 60.0;
    const auto tolerance = boost::test_tools::tolerance(1e-9);
    // on duty all the time, at work for 48 h
    BOOST_TEST(value(text, "cost", "payer_kind=municipality") == 60 * 24 * 60.0 * per_year,
               tolerance);
    BOOST_TEST(value(text, "cost", "payer=county") == 0.0);
    BOOST_TEST(value(text, "cost.borne", "owned_by=town,payer=town") == 48 * 60.0 * per_year,
               tolerance);
    BOOST_TEST(value(text, "cost.per_met_episode", "all") == 60 * 24 * 60.0, tolerance);
    BOOST_TEST(value(text, "prevention.communal_share", "all") == 1.0);
    BOOST_TEST(value(text, "service.threatened", "service=clinic") == 0.0);  // 6 a year
    // It is open for 12 d, 10 of them hidden; a census a day finds it 12 times and known twice.
    BOOST_TEST(value(text, "census.open_needs", "all") == 12.0 / 60.0, tolerance);
    BOOST_TEST(value(text, "census.coverage", "organisation=county") == 2.0 / 12.0, tolerance);
    BOOST_TEST(value(text, "census.delay", "organisation=county") == 10.0, tolerance);
}

BOOST_AUTO_TEST_SUITE_END()
