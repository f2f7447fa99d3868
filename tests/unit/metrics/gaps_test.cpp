// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/gaps.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(gaps)

BOOST_AUTO_TEST_CASE(every_class_has_its_days) {
    Log log(needs_legend());
    log.at(0).measure();
    double expected = 0.0;
    const GapClass classes[] = {GapClass::coverage,       GapClass::threshold, GapClass::handover,
                                GapClass::responsibility, GapClass::late,      GapClass::transition,
                                GapClass::drop_out};
    double day = 0.0;
    std::uint32_t e = 0;
    for (const GapClass gap : classes) {
        log.at(day).arise(e).recognise(e, TimeKind::gap, gap);
        day += e + 1.0;
        log.at(day).close(e, false);
        expected += e + 1.0;
        ++e;
    }
    log.at(365.25).end();
    BOOST_TEST(log.audit() == "");
    const auto tolerance = tt::tolerance(1e-9);
    for (int g = 1; g <= 7; ++g) {
        BOOST_TEST(log.value("service_gap.days", "class=G" + std::to_string(g)) == g, tolerance);
    }
    BOOST_TEST(log.value("service_gap.days", "class=G8") == 0.0);
    BOOST_TEST(log.value("service_gap.days") == expected, tolerance);
    BOOST_TEST(log.value("service_gap.p90_length") == 7.0, tolerance);
}

BOOST_AUTO_TEST_CASE(shares_are_of_episodes_and_maximal_intervals) {
    Log log(needs_legend());
    log.at(0).measure();
    for (std::uint32_t e = 0; e < 4; ++e) log.arise(e).recognise(e);
    // Episode 0: 5 d and 5 d apart. 1: 5 d + 5 d of another class at once. 2: the same, interrupted
    // for no time. 3: 31 d, going on at the end.
    log.at(1);
    for (std::uint32_t e = 0; e < 3; ++e) log.spend(e, TimeKind::gap, GapClass::handover);
    log.at(6).spend(0, TimeKind::service).spend(1, TimeKind::gap, GapClass::responsibility);
    log.spend(2, TimeKind::waiting).spend(2, TimeKind::gap, GapClass::handover);
    log.at(7).spend(0, TimeKind::gap, GapClass::handover);
    log.at(11).spend(1, TimeKind::service).spend(2, TimeKind::service);
    log.at(12).spend(0, TimeKind::service);
    log.at(20).spend(3, TimeKind::gap, GapClass::drop_out).at(51).end();
    BOOST_TEST(log.audit() == "");
    const auto tolerance = tt::tolerance(1e-9);
    BOOST_TEST(log.value("service_gap.share_over_7d") == 0.75, tolerance);
    BOOST_TEST(log.value("service_gap.share_over_7d", "need=mood") == 0.75, tolerance);
    BOOST_TEST(log.value("service_gap.share_over_30d") == 0.25, tolerance);
    BOOST_TEST(log.value("service_gap.share_over_90d") == 0.0);
    // Lengths 5, 5, 10, 10 and 31 so far: 90 % are never reached.
    BOOST_TEST(std::isnan(log.value("service_gap.p90_length")));
    const double per_day = 365.25 / 51.0;
    BOOST_TEST(log.value("service_gap.days") == 61.0 * per_day, tolerance);
}

BOOST_AUTO_TEST_CASE(waiting_past_a_limit_is_late_until_service) {
    Log log(needs_legend());
    log.at(0).measure().arise(0).recognise(0);
    log.of(0, EventKind::clock_started, 0, kNone, 7 * kDay);
    log.at(7).of(0, EventKind::clock_limit_passed, 0);
    log.at(10).spend(0, TimeKind::decision).at(12).spend(0, TimeKind::waiting);
    log.at(15).spend(0, TimeKind::service).at(16).spend(0, TimeKind::waiting);
    log.at(20).close(0).at(365.25).end();
    BOOST_TEST(log.audit() == "");
    const auto tolerance = tt::tolerance(1e-9);
    BOOST_TEST(log.value("service_gap.days", "class=G5") == 3.0 + 3.0, tolerance);
    // For the one who waits it is still one queue: 7 + 3 + 3 + 4.
    BOOST_TEST(log.value("waiting_time.chain.queue") == 17.0, tolerance);
    BOOST_TEST(log.value("waiting_time.chain.decision") == 2.0, tolerance);
}

BOOST_AUTO_TEST_CASE(waiting_is_no_longer_late_when_the_clock_stops) {
    Log log(needs_legend());
    log.at(0).measure().arise(0).recognise(0);
    log.of(0, EventKind::clock_started, 0, kNone, 7 * kDay);
    log.at(7).of(0, EventKind::clock_limit_passed, 0);
    log.at(9).of(0, EventKind::clock_stopped, 0, kNone, 9.0).at(20).close(0).at(365.25).end();
    BOOST_TEST(log.value("service_gap.days", "class=G5") == 2.0, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(a_need_met_and_back_soon_was_closed_too_early) {
    Log log(needs_legend());
    log.at(0).measure();
    log.arise(0, 0, 9).recognise(0).at(10).close(0);
    log.at(50).arise(1, 1, 9).recognise(1).close(1);                          // another need
    log.at(100).arise(2, 0, 9).at(150).recognise(2).at(160).close(2, false);  // after 140 d
    log.at(170).arise(3, 0, 9).recognise(3).close(3);  // the last closure did not meet it
    log.at(360).arise(4, 0, 9).recognise(4).close(4);  // after 190 d
    log.at(365.25).end();
    BOOST_TEST(log.audit() == "");
    BOOST_TEST(log.value("service_gap.days", "class=G8") == 140.0, tt::tolerance(1e-9));
    BOOST_TEST(log.value("service_gap.days") == 140.0, tt::tolerance(1e-9));
    BOOST_TEST(log.value("service_gap.share_over_90d") == 0.2, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(somebody_new_under_an_old_number_has_no_past) {
    Log log(needs_legend());
    log.at(0).measure().arrive(9).arise(0, 0, 9).recognise(0).at(10).close(0).leave(9);
    log.at(20).arrive(9).arise(1, 0, 9).recognise(1).at(30).end();
    BOOST_TEST(log.value("service_gap.days", "class=G8") == 0.0);
}

BOOST_AUTO_TEST_CASE(days_count_from_the_end_of_the_warm_up_over_all_that_is_open) {
    Log log(needs_legend());
    log.at(0).arise(0).recognise(0, TimeKind::gap, GapClass::coverage);
    log.at(100).measure().at(465.25).end();
    BOOST_TEST(log.value("service_gap.days") == 365.25, tt::tolerance(1e-9));
    BOOST_TEST(std::isnan(log.value("service_gap.share_over_7d")));  // recognised before
}

BOOST_AUTO_TEST_CASE(a_handover_gap_belongs_to_its_pair_of_services) {
    Log log(needs_legend());
    log.at(0).measure().arise(0).recognise(0).of(0, EventKind::handover_proposed, 0, 1);
    log.spend(0, TimeKind::gap, GapClass::handover).at(11).spend(0, TimeKind::waiting);
    log.at(365.25).end();
    BOOST_TEST(log.value("service_gap.days", "class=G3,from=a,to=b") == 11.0, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_SUITE_END()
