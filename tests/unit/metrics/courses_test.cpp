// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/courses.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(courses)

BOOST_AUTO_TEST_CASE(a_severity_that_rises_is_an_escalation_and_one_that_falls_is_none) {
    Log log(needs_legend());
    log.at(0).arise(0, 1).of(0, EventKind::severity_changed, 1, kNone, 1.0).at(5).measure();
    log.of(0, EventKind::severity_changed, 1, kNone, 2.0);
    log.of(0, EventKind::severity_changed, 1, kNone, 1.0);
    log.of(0, EventKind::severity_changed, 1, kNone, 3.0).at(370.25).end();
    BOOST_TEST(log.value("escalations") == 2.0, tt::tolerance(1e-9));
    BOOST_TEST(log.value("escalations", "need=speech") == 2.0, tt::tolerance(1e-9));
    BOOST_TEST(log.value("escalations", "need=mood") == 0.0);
}

BOOST_AUTO_TEST_CASE(resolved_is_closed_as_met_in_time_and_nothing_else) {
    Log log(needs_legend());
    log.at(0).measure();
    for (std::uint32_t e = 0; e < 4; ++e) log.arise(e).recognise(e);
    log.at(30).close(0).at(40).close(1, false).at(90).close(2).at(120).close(3).end_of_year();
    BOOST_TEST(log.value("resolved_within_90d") == 0.5, tt::tolerance(1e-9));
    BOOST_TEST(log.value("resolved_within_90d", "need=mood") == 0.5, tt::tolerance(1e-9));
    BOOST_TEST(std::isnan(log.value("resolved_within_90d", "need=speech")));
}

BOOST_AUTO_TEST_CASE(smoothness_is_a_profile) {
    Log log(needs_legend());
    log.at(0).measure();
    log.arise(0).recognise(0).arise(1).recognise(1);
    log.work(0, a_history, 600.0).contact(0, 0, false);
    log.of(0, EventKind::handover_proposed, 0, 1).spend(0, TimeKind::gap, GapClass::handover);
    log.at(6).of(0, EventKind::handover_accepted, 0, 1).spend(0, TimeKind::service);
    log.work(0, b_history, 600.0).at(10).contact(0, 1, true).close(0);
    log.at(20).close(1, false).end_of_year();
    const auto tolerance = tt::tolerance(1e-9);
    BOOST_TEST(log.value("smoothness", "part=effective_wait") == 15.0, tolerance);
    BOOST_TEST(log.value("smoothness", "part=hops") == 0.5, tolerance);
    BOOST_TEST(log.value("smoothness", "part=tellings") == 2.0, tolerance);  // of the one contacted
    BOOST_TEST(log.value("smoothness", "part=gap_days") == 3.0, tolerance);
    BOOST_TEST(log.value("smoothness", "part=effective_wait") ==
                   log.value("waiting_time.effective_contact"),
               tolerance);
}

BOOST_AUTO_TEST_CASE(staff_time_is_early_while_severity_is_low_and_communal_when_for_all) {
    Legend legend = needs_legend();
    auto& visit = legend.activities.emplace_back();
    visit.name = "a.class_visit";
    visit.service = 0;
    visit.work = yhdyspinta::base::WorkKind::communal;
    const auto communal = static_cast<std::uint16_t>(legend.activities.size() - 1);
    Log log(legend);
    log.at(0).measure().arise(0).recognise(0).work(0, a_talk, 100.0);
    log.of(0, EventKind::severity_changed, 0, kNone, 2.0).work(0, a_talk, 300.0);
    log.arrive(5).start(5, 0.0, communal).finish(5, 400.0, communal).end_of_year();
    const auto tolerance = tt::tolerance(1e-9);
    BOOST_TEST(log.value("prevention.early_share") == 0.25, tolerance);
    BOOST_TEST(log.value("prevention.communal_share") == 0.5, tolerance);
    BOOST_TEST(log.value("staff_time.share", "work=direct") == 0.5, tolerance);
    BOOST_TEST(log.value("staff_time.share", "work=communal") == 0.5, tolerance);
    BOOST_TEST(log.value("staff_time.share", "work=failure") == 0.0);
}

BOOST_AUTO_TEST_CASE(a_backlog_is_all_who_wait_for_a_service) {
    Log log(needs_legend());
    log.at(0).measure().arise(0).recognise(0).arise(1).recognise(1);
    log.at(10).of(0, EventKind::queue_joined, a_talk);
    log.at(20).of(0, EventKind::activity_started, a_talk, 0, 10.0 * kDay);
    log.of(0, EventKind::activity_ended, a_talk, 0, 60.0);
    log.at(30).of(1, EventKind::queue_joined, a_history).at(40).end();
    BOOST_TEST(log.value("backlog", "service=a") == 0.5, tt::tolerance(1e-9));
    BOOST_TEST(log.value("backlog.at_end", "service=a") == 1.0);
    BOOST_TEST(log.value("backlog", "service=b") == 0.0);
}

BOOST_AUTO_TEST_CASE(decision_latency_is_the_length_of_one_spell) {
    Log log(needs_legend());
    log.at(0).measure().arise(0).recognise(0, TimeKind::decision);
    log.at(4).spend(0, TimeKind::service).at(10).spend(0, TimeKind::decision);
    log.at(12).spend(0, TimeKind::service).at(20).close(0).end_of_year();
    BOOST_TEST(log.value("decision_latency") == 3.0, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_SUITE_END()
