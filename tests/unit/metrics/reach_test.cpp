// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/reach.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(reach)

BOOST_AUTO_TEST_CASE(the_census_counts_all_needs_and_those_that_somebody_knows) {
    Legend legend = needs_legend();
    legend.census_interval = 10.0 * kDay;
    Log log(legend);
    log.at(0).measure().at(5).arise(0).recognise(0);  // by the family: no organisation knows
    log.at(12).arise(1);                              // nobody ever hears of it
    log.at(15).contact(0, 0, true);
    log.at(25).of(0, EventKind::handover_received, 0, 1).of(0, EventKind::handover_received, 0, 1);
    log.at(35).close(0).at(40).end();
    // day 10: 1 open, none known; 20: 2 and the town 1; 30: 2, the town 1, the county 1; 40: 1,
    // none
    const auto tolerance = tt::tolerance(1e-9);
    BOOST_TEST(log.value("census.open_needs") == 1.5, tolerance);
    BOOST_TEST(log.value("census.known") == 0.5, tolerance);
    BOOST_TEST(log.value("census.known", "organisation=town") == 0.5, tolerance);
    BOOST_TEST(log.value("census.known", "organisation=county") == 0.25, tolerance);
    BOOST_TEST(log.value("census.coverage") == 2.0 / 6.0, tolerance);
    BOOST_TEST(log.value("census.coverage", "organisation=county") == 1.0 / 6.0, tolerance);
    BOOST_TEST(log.value("census.delay") == 10.0, tolerance);
    BOOST_TEST(log.value("census.delay", "organisation=town") == 10.0, tolerance);
    BOOST_TEST(log.value("census.delay", "organisation=county") == 20.0, tolerance);
}

BOOST_AUTO_TEST_CASE(a_service_knows_what_it_noticed_worked_on_or_owned) {
    Legend legend = needs_legend();
    legend.census_interval = 10.0 * kDay;
    legend.services.push_back({"c", 2});
    legend.organisations.push_back("state");
    Log log(legend);
    log.at(0).measure();
    log.arise(0).of(0, EventKind::need_recognised, 0, 0).open_path(0, 0);
    log.arise(1).recognise(1).work(1, b_talk, 60.0);
    log.arise(2).recognise(2).of(2, EventKind::owner_changed, 2);
    log.at(10).end();
    for (const char* where : {"organisation=town", "organisation=county", "organisation=state"}) {
        BOOST_TEST(log.value("census.known", where) == 1.0);
    }
    BOOST_TEST(log.value("census.known") == 3.0);
}

BOOST_AUTO_TEST_CASE(what_was_known_before_the_measured_time_is_known_but_was_not_told_then) {
    Legend legend = needs_legend();
    legend.census_interval = 10.0 * kDay;
    Log log(legend);
    log.at(0).arise(0).recognise(0).contact(0, 0, true).at(100).measure().at(110).end();
    BOOST_TEST(log.value("census.coverage", "organisation=town") == 1.0);
    BOOST_TEST(std::isnan(log.value("census.delay", "organisation=town")));
}

BOOST_AUTO_TEST_CASE(a_service_with_too_little_demand_is_threatened) {
    Legend legend = needs_legend();
    legend.services[0].viable_per_year = 3.0;
    legend.services[1].viable_per_year = 1.0;
    Log log(legend);
    log.at(0).arise(0).recognise(0).contact(0, 0, true).at(10).measure();
    log.contact(0, 0, true);  // known before
    log.arise(1).recognise(1).contact(1, 0, true).contact(1, 0, true);
    log.arise(2).recognise(2).contact(2, 0, true).of(2, EventKind::handover_received, 0, 1);
    log.at(375.25).end();
    BOOST_TEST(log.value("service.demand", "service=a") == 2.0, tt::tolerance(1e-9));
    BOOST_TEST(log.value("service.threatened", "service=a") == 1.0);
    BOOST_TEST(log.value("service.demand", "service=b") == 1.0, tt::tolerance(1e-9));
    BOOST_TEST(log.value("service.threatened", "service=b") == 0.0);
}

BOOST_AUTO_TEST_CASE(needs_of_routine_are_not_in_the_census) {
    Legend legend = needs_legend();
    legend.census_interval = 10.0 * kDay;
    legend.routine_needs = {false, true};
    legend.services[0].viable_per_year = 1.0;
    Log log(std::move(legend));
    log.at(0).measure().arise(0, 0).arise(1, 1).recognise(1);
    log.of(1, EventKind::owner_changed, 0).contact(1, 0, true).work(1, a_talk, 60.0);
    log.at(15).close(1).at(25).end();
    BOOST_TEST(log.audit() == "");
    BOOST_TEST(log.value("census.open_needs") == 1.0);
    BOOST_TEST(log.value("census.known") == 0.0);
    BOOST_TEST(log.value("census.known", "organisation=town") == 0.0);
    BOOST_TEST(log.value("service.demand", "service=a") == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
