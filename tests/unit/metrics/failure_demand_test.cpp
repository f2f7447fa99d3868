// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/failure_demand.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(failure_demand)

BOOST_AUTO_TEST_CASE(repeats_returns_and_resubmissions_are_demand_that_failure_causes) {
    Log log(needs_legend());
    log.at(0).measure().arise(0, 0, 9).recognise(0).of(0, EventKind::repeat_contact, 0);
    log.of(0, EventKind::handover_proposed, 0, 1).of(0, EventKind::handover_rejected, 0, 1);
    log.of(0, EventKind::handover_returned, 0, 1);
    log.of(0, EventKind::handover_proposed, 0, 1);  // again
    log.of(0, EventKind::handover_resent, 0, 1).of(0, EventKind::handover_accepted, 0, 1);
    log.of(0, EventKind::handover_proposed, 0, 1);  // the last one was accepted: a new matter
    log.of(0, EventKind::handover_rejected, 0, 1);
    log.of(0, EventKind::handover_proposed, 1, 0);  // to somebody else
    log.at(10).close(0).at(50).arise(1, 0, 9).recognise(1).end_of_year();
    const auto tolerance = tt::tolerance(1e-9);
    BOOST_TEST(log.value("failure_demand", "class=repeat_contact") == 1.0, tolerance);
    BOOST_TEST(log.value("failure_demand", "class=return") == 1.0, tolerance);
    BOOST_TEST(log.value("failure_demand", "class=resubmission") == 2.0, tolerance);
    BOOST_TEST(log.value("failure_demand") == 4.0, tolerance);
    // recognised 2, repeated 1, proposed 4, sent again 1
    BOOST_TEST(log.value("failure_demand.share") == 4.0 / 8.0, tolerance);
}

BOOST_AUTO_TEST_CASE(nothing_before_the_measured_time_counts) {
    Log log(needs_legend());
    log.at(0).arise(0).recognise(0).of(0, EventKind::repeat_contact, 0);
    log.at(10).measure().at(375.25).end();
    BOOST_TEST(log.value("failure_demand") == 0.0);
    BOOST_TEST(std::isnan(log.value("failure_demand.share")));
}

BOOST_AUTO_TEST_SUITE_END()
