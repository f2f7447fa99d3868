// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/ownership.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(ownership)

BOOST_AUTO_TEST_CASE(there_is_one_owner_unless_two_services_are_at_it_or_it_is_disputed) {
    Log log(needs_legend());
    log.at(0).measure().arise(0).recognise(0);
    log.at(10).of(0, EventKind::owner_changed, 0);
    log.at(18).of(0, EventKind::handover_proposed, 0, 1);
    log.at(20).of(0, EventKind::handover_disputed, 0, 1).of(0, EventKind::handover_disputed, 0, 1);
    log.at(25).of(0, EventKind::handover_rejected, 0, 1);
    log.at(30).contact(0, 0, true).open_path(0, 1).at(40).contact(0, 1, true, 1);
    log.at(50).end_path(0, 1).at(100).close(0).end_of_year();
    // 10 d without an owner; of 90 d with one 5 d are disputed and 10 d shared.
    const auto tolerance = tt::tolerance(1e-9);
    BOOST_TEST(log.value("owner.ownerless_days") == 10.0, tolerance);
    BOOST_TEST(log.value("owner.ownerless_share") == 0.1, tolerance);
    BOOST_TEST(log.value("owner.one_owner_share") == 0.75, tolerance);
    BOOST_TEST(log.value("owner.days_to_first_owner") == 10.0, tolerance);
}

BOOST_AUTO_TEST_CASE(figures_per_100_are_of_episodes_recognised_within_the_measured_time) {
    Log log(needs_legend());
    log.at(0).arise(0).recognise(0).at(10).measure();
    for (std::uint32_t e = 1; e <= 4; ++e) {
        log.arise(e).recognise(e).of(e, EventKind::owner_changed, 0);
    }
    for (const std::uint32_t e : {0u, 1u}) {
        log.of(e, EventKind::handover_proposed, 0, 1).of(e, EventKind::handover_disputed, 0, 1);
    }
    log.of(1, EventKind::owner_changed, kNoPlace).at(30).of(1, EventKind::owner_changed, 1);
    log.at(40).end();
    BOOST_TEST(log.value("owner.contested_per_100") == 25.0, tt::tolerance(1e-9));
    BOOST_TEST(log.value("owner.ownerless_days_per_100") == 500.0, tt::tolerance(1e-9));
    BOOST_TEST(log.value("owner.days_to_first_owner") == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
