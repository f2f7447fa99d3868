// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/time_accounts.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(time_accounts)

// Waiting 5, decision 3, service 2, handover gap 10, waiting 1.
BOOST_AUTO_TEST_CASE(splits_the_chain_of_waits) {
    Log log(needs_legend());
    log.at(0).measure().arise(0).recognise(0);
    log.at(5).spend(0, TimeKind::decision).at(8).spend(0, TimeKind::service);
    log.at(10).spend(0, TimeKind::gap, GapClass::handover).at(20).spend(0, TimeKind::waiting);
    log.at(21).close(0).at(30).end();
    BOOST_TEST(log.audit() == "");
    const auto tolerance = tt::tolerance(1e-9);
    BOOST_TEST(log.value("waiting_time.chain") == 19.0, tolerance);
    BOOST_TEST(log.value("waiting_time.chain.queue") == 6.0, tolerance);
    BOOST_TEST(log.value("waiting_time.chain.decision") == 3.0, tolerance);
    BOOST_TEST(log.value("waiting_time.chain.handover_gap") == 10.0, tolerance);
    BOOST_TEST(std::isnan(log.value("waiting_time.chain", "need=speech")));
}

BOOST_AUTO_TEST_CASE(of_several_paths_the_smallest_time_kind_counts) {
    Log log(needs_legend());
    log.at(0).measure().arise(0).recognise(0);                     // waiting 0-2
    log.at(2).open_path(0, 1, TimeKind::gap, GapClass::coverage);  // waiting 2-4
    log.at(4).spend(0, TimeKind::decision);                        // decision 4-5
    log.at(5).spend(0, TimeKind::gap, GapClass::threshold);        // gap: G2 (lower ordinal) 5-7
    log.at(7).end_path(0, 0);                                      // G1 7-10
    log.at(10).end_path(0, 1);                                     // nobody: G4 10-14
    log.at(14).close(0).end();
    BOOST_TEST(log.audit() == "");
    const double per_day = 1000.0 / 1000.0 / (14.0 / 365.25);
    const auto tolerance = tt::tolerance(1e-9);
    BOOST_TEST(log.value("waiting_time.chain.queue") == 4.0, tolerance);
    BOOST_TEST(log.value("waiting_time.chain.decision") == 1.0, tolerance);
    BOOST_TEST(log.value("service_gap.days", "class=G2") == 2.0 * per_day, tolerance);
    BOOST_TEST(log.value("service_gap.days", "class=G1") == 3.0 * per_day, tolerance);
    BOOST_TEST(log.value("service_gap.days", "class=G4") == 4.0 * per_day, tolerance);
    BOOST_TEST(log.value("service_gap.days") == 9.0 * per_day, tolerance);
}

BOOST_AUTO_TEST_CASE(an_open_episode_counts_as_far_as_it_has_come) {
    Log log(needs_legend());
    log.at(0).measure().arise(0).recognise(0).at(8).end();
    BOOST_TEST(log.audit() == "");
    BOOST_TEST(log.value("waiting_time.chain") == 8.0, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(impossible_paths_fail_the_audit) {
    Log log(needs_legend());
    log.at(0).measure().arise(0).recognise(0);
    log.spend(0, TimeKind::gap, GapClass::coverage, 7).end_path(0, 3).at(1).end();
    BOOST_TEST(log.audit() ==
               "at 0 d, entity 0: has a time kind on a path not open\n"
               "at 0 d, entity 0: ends a path that is not open\n");
}

BOOST_AUTO_TEST_CASE(work_may_outlive_its_episode) {
    Log log(needs_legend());
    log.at(0).measure().arise(0).recognise(0);
    log.at(1).of(0, EventKind::activity_started, a_talk).at(2).close(0);
    log.at(3).of(0, EventKind::activity_ended, a_talk, 0, 3600.0).at(4).work(0, a_bounced, 1800.0);
    log.at(365.25).end();
    BOOST_TEST(log.audit() == "");
    BOOST_TEST(log.value("staff_time") == 1.5, tt::tolerance(1e-9));
    BOOST_TEST(log.value("staff_time", "work=failure") == 0.5, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(an_episode_unheard_of_fails_the_audit) {
    Log log(needs_legend());
    log.at(0).measure().arise(0);
    log.add(EventKind::contact, 5, 9, 0, 1).at(1).end();
    BOOST_TEST(log.audit() == "at 0 d, entity 5: something happens in an episode unheard of\n");
}

BOOST_AUTO_TEST_SUITE_END()
