// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/payers.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;
namespace tt = boost::test_tools;

namespace {

constexpr double kHour = 3600.0;

Legend priced_legend() {
    Legend legend = needs_legend();
    legend.organisation_kinds = {"municipality", "county"};
    legend.activities[a_talk].cost = 10.0;
    legend.activities[a_talk].cost_per_hour = 60.0;
    legend.activities[b_talk].cost_per_hour = 100.0;
    legend.activities[a_meeting].cost_per_hour = 40.0;
    legend.activities[a_meeting].paid_by = {{0, 0.25}, {1, 0.5}};
    return legend;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(payers)

BOOST_AUTO_TEST_CASE(who_buys_a_service_pays_for_its_servers_and_starts) {
    Legend legend = priced_legend();
    legend.services[1].paid_by = 0;
    legend.activities[b_talk].cost = 5.0;
    legend.resources.resize(1);
    legend.resources[0].name = "staff";
    legend.resources[0].service = 1;
    legend.resources[0].organisation = 1;
    legend.resources[0].cost_per_hour = 50.0;
    Log log(legend);
    log.at(0).measure().arise(0).recognise(0).work(0, b_talk, 0.0).close(0);
    log.at(365.25).add(EventKind::staff_available, kNone, kNone, 0, 0, 10.0 * kHour).end();
    const auto tolerance = tt::tolerance(1e-9);
    BOOST_TEST(log.value("cost", "payer=town") == 505.0, tolerance);
    BOOST_TEST(log.value("cost", "payer=county") == 0.0);
    BOOST_TEST(log.value("cost", "payer_kind=municipality") == 505.0, tolerance);
    BOOST_TEST(log.value("cost", "payer_kind=county") == 0.0);
    BOOST_TEST(log.value("cost", "organisation=county") == 505.0, tolerance);
    BOOST_TEST(log.value("cost.per_met_episode") == 505.0, tolerance);
}

BOOST_AUTO_TEST_CASE(the_payer_of_the_first_owner_has_the_episode_and_others_may_bear_its_cost) {
    Log log(priced_legend());
    log.at(0).measure();
    // Before anybody owns it 60 + 10 of the town; then the county has it: 200 of the county, and of
    // a meeting at 40 a quarter and what is missing to the town, a half to the county.
    log.arise(0).recognise(0).work(0, a_talk, kHour);
    log.of(0, EventKind::owner_changed, 1).work(0, b_talk, 2.0 * kHour);
    log.of(0, EventKind::owner_changed, 0).work(0, a_meeting, kHour).close(0);
    log.arise(1).recognise(1).of(1, EventKind::owner_changed, 0);
    log.work(1, a_talk, 0.5 * kHour).close(1, false);
    log.arise(2).recognise(2).work(2, a_talk, 0.0);
    log.end_of_year();
    const auto tolerance = tt::tolerance(1e-9);
    BOOST_TEST(log.value("cost.borne", "owned_by=county,payer=town") == 90.0, tolerance);
    BOOST_TEST(log.value("cost.borne", "owned_by=county,payer=county") == 220.0, tolerance);
    BOOST_TEST(log.value("cost.borne", "owned_by=town,payer=town") == 40.0, tolerance);
    BOOST_TEST(log.value("cost.borne", "owned_by=town,payer=county") == 0.0);
    BOOST_TEST(log.value("cost.borne", "owned_by=nobody,payer=town") == 10.0, tolerance);
    BOOST_TEST(log.value("cost.shifted_share") == 90.0 / 350.0, tolerance);
    // Nobody is on duty here: three starts for one episode closed as met.
    BOOST_TEST(log.value("cost.per_met_episode") == 30.0, tolerance);
}

BOOST_AUTO_TEST_CASE(work_before_the_measured_time_costs_nothing) {
    Log log(priced_legend());
    log.at(0).arise(0).recognise(0).of(0, EventKind::owner_changed, 0).work(0, a_talk, kHour);
    log.at(10).measure().work(0, b_talk, kHour).at(375.25).end();
    BOOST_TEST(log.value("cost.borne", "owned_by=town,payer=town") == 0.0);
    BOOST_TEST(log.value("cost.borne", "owned_by=town,payer=county") == 100.0, tt::tolerance(1e-9));
    BOOST_TEST(log.value("cost.shifted_share") == 1.0, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(work_that_outlives_its_episode_is_still_paid) {
    Log log(priced_legend());
    log.at(0).measure().arise(0).recognise(0).of(0, EventKind::owner_changed, 1);
    log.of(0, EventKind::activity_started, a_talk, 0).close(0);
    log.of(0, EventKind::activity_ended, a_talk, 0, kHour).end_of_year();
    BOOST_TEST(log.value("cost.borne", "owned_by=county,payer=town") == 70.0, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_SUITE_END()
