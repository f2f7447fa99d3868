// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/clocks.hpp"

#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;
namespace tt = boost::test_tools;

namespace {

constexpr const char* kClock = "clock=first_talk";

Log& start_clock(Log& log, std::uint32_t e, double limit_at) {
    return log.of(e, EventKind::clock_started, 0, kNone, limit_at * kDay);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(clocks)

BOOST_AUTO_TEST_CASE(counts_breaches_among_the_decided) {
    Log log(needs_legend());
    log.at(0).measure();
    for (std::uint32_t e = 0; e < 6; ++e) start_clock(log.arise(e).recognise(e), e, 7.0);
    log.at(3).of(0, EventKind::clock_stopped, 0, kNone, 3.0);  // kept
    log.of(1, EventKind::clock_stopped, 0, kNone, 3.0);        // kept
    log.at(4).close(2, false);                                 // undecided
    log.at(7);
    for (std::uint32_t e = 3; e < 6; ++e) log.of(e, EventKind::clock_limit_passed, 0);
    log.at(9).of(3, EventKind::clock_stopped, 0, kNone, 9.0);    // 2 too late
    log.at(12).of(4, EventKind::clock_stopped, 0, kNone, 12.0);  // 5 too late; 5 never
    log.at(29).arise(6).recognise(6);
    start_clock(log, 6, 36.0);  // runs within its limit at the end
    log.at(30).end();
    BOOST_TEST(log.audit() == "");
    const auto tolerance = tt::tolerance(1e-9);
    BOOST_TEST(log.value("clock.breach_share", kClock) == 0.6, tolerance);
    BOOST_TEST(log.value("clock.mean_excess", kClock) == 3.5, tolerance);
    BOOST_TEST(log.value("clock.never_stopped_share", kClock) == 1.0 / 3.0, tolerance);
    BOOST_TEST(log.value("clock.started", kClock) == 7.0 * 365.25 / 30.0, tolerance);
}

// Of ten that are decided one stops at once, seven at the limit, one too late and one never.
BOOST_AUTO_TEST_CASE(tells_how_long_they_run) {
    Log log(needs_legend());
    log.at(0).measure();
    for (std::uint32_t e = 0; e < 11; ++e) start_clock(log.arise(e).recognise(e), e, 7.0);
    log.at(1).of(0, EventKind::clock_stopped, 0, kNone, 1.0).close(10, false);  // undecided
    log.at(7);
    for (std::uint32_t e = 1; e < 8; ++e) {
        // Within the tolerance of the limit.
        log.of(e, EventKind::clock_stopped, 0, kNone, 7.0 + 1e-9);
    }
    log.of(8, EventKind::clock_limit_passed, 0).of(9, EventKind::clock_limit_passed, 0);
    log.at(9).of(8, EventKind::clock_stopped, 0, kNone, 9.0).at(30).end();
    BOOST_TEST(log.audit() == "");
    const auto distributions = log.measures().distributions();
    const auto found = std::find_if(distributions.begin(), distributions.end(),
                                    [](const auto& d) { return d.name == "clock.elapsed"; });
    BOOST_REQUIRE(found != distributions.end());
    BOOST_TEST(found->where == kClock);
    BOOST_TEST(found->unit == "d");
    BOOST_TEST(found->count == 10u);
    const auto tolerance = tt::tolerance(1e-9);
    BOOST_TEST(found->quantiles[9] == 1.0, tolerance);  // 10 %
    BOOST_TEST(found->quantiles[10] == 7.0, tolerance);
    BOOST_TEST(found->quantiles[79] == 7.0, tolerance);  // 80 %: what is kept
    BOOST_TEST(found->quantiles[80] == 9.0, tolerance);
    BOOST_TEST(found->quantiles[89] == 9.0, tolerance);
    BOOST_TEST(std::isnan(found->quantiles[90]));
    BOOST_TEST(log.value("clock.breach_share", kClock) == 0.2, tolerance);
}

BOOST_AUTO_TEST_CASE(leaves_out_clocks_started_in_the_warm_up) {
    Log log(needs_legend());
    start_clock(log.at(0).arise(0).recognise(0), 0, 7.0).at(5).measure();
    log.at(7).of(0, EventKind::clock_limit_passed, 0).at(8).end();
    BOOST_TEST(log.audit() == "");
    BOOST_TEST(std::isnan(log.value("clock.breach_share", kClock)));
}

BOOST_AUTO_TEST_CASE(a_clock_that_stops_at_closure_may_be_told_after_it) {
    Log log(needs_legend());
    start_clock(log.at(0).measure().arise(0).recognise(0), 0, 7.0);
    log.at(3).close(0).of(0, EventKind::clock_stopped, 0, kNone, 3.0).at(30).end();
    BOOST_TEST(log.audit() == "");
    BOOST_TEST(log.value("clock.breach_share", kClock) == 0.0);
}

BOOST_AUTO_TEST_CASE(clocks_of_routine_needs_count) {
    Legend legend = needs_legend();
    legend.routine_needs = {true, false};
    Log log(std::move(legend));
    log.at(0).measure().arise(0).recognise(0).arise(1).recognise(1);
    start_clock(start_clock(log, 0, 7.0), 1, 7.0);
    log.at(3).of(0, EventKind::clock_stopped, 0, kNone, 3.0);
    log.at(7).of(1, EventKind::clock_limit_passed, 0).at(30).end();
    BOOST_TEST(log.audit() == "");
    BOOST_TEST(log.value("clock.breach_share", kClock) == 0.5, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(impossible_clocks_fail_the_audit) {
    Log log(needs_legend());
    log.at(0).measure().arise(0).recognise(0).arise(1).recognise(1).arise(2).recognise(2);
    start_clock(start_clock(log, 0, 7.0), 0, 9.0);
    log.of(1, EventKind::clock_stopped, 0, kNone, 1.0).of(1, EventKind::clock_limit_passed, 0);
    start_clock(log, 1, 7.0);
    start_clock(log, 2, 7.0);
    log.at(8).of(0, EventKind::clock_stopped, 0, kNone, 8.0).at(9).end();
    BOOST_TEST(log.audit() ==
               "at 0 d, entity 0: clock first_talk starts again while it runs\n"
               "at 0 d, entity 1: clock first_talk stops without running\n"
               "at 0 d, entity 1: clock first_talk passes its limit without running in it\n"
               "at 8 d, entity 0: clock first_talk stops after its limit, which has not passed\n"
               "at 9 d: 2 clocks first_talk run past their limit, which has not passed\n");
}

BOOST_AUTO_TEST_SUITE_END()
