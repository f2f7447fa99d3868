// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/by_whom.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;
namespace tt = boost::test_tools;

namespace {

/// By area (attribute 1) and by age (attribute 0) under 3, 3 to 7 and from 7.
Legend legend_by(std::uint32_t suppress_below) {
    Legend legend = needs_legend();
    legend.by = {{1, {}}, {0, {3.0, 7.0}}};
    legend.attributes[0].grows_per_second = 1.0 / kYear;
    legend.suppress_below = suppress_below;
    legend.activities[a_talk].cost = 1.0;
    legend.activities[a_talk].cost_per_hour = 60.0;
    return legend;
}

Log& join(Log& log, std::uint32_t entity, double area, double age) {
    log.add(EventKind::attribute_set, entity, kNone, 1, kNone, area);
    return log.add(EventKind::attribute_set, entity, kNone, 0, kNone, age);
}

Log& recognise(Log& log, std::uint32_t e, double area, double age) {
    log.recognise(e).of(e, EventKind::attribute_told, 1, kNone, area);
    return log.of(e, EventKind::attribute_told, 0, kNone, age);
}

/// A child in the north who turns 3 in half a year; in the south one of 10, and one born after a
/// quarter of a year.
void write(Log& log) {
    log.at(0);
    join(log, 0, 0.0, 2.5);
    join(log, 1, 1.0, 10.0);
    join(log, 2, 1.0, -0.25);
    log.measure();
    log.arise(0, 0, 0).arise(1, 0, 1);
    recognise(log, 1, 1.0, 10.0);
    log.work(1, a_repeat, 100.0).work(1, a_talk, 300.0);
    log.at(5).spend(1, TimeKind::gap, GapClass::drop_out);
    log.at(10);
    recognise(log, 0, 0.0, 2.53);
    log.at(15).close(1, false);
    log.at(20).spend(0, TimeKind::gap, GapClass::handover).at(24).spend(0, TimeKind::service);
    log.at(30).contact(0, 0, true).at(40).close(0);
    log.at(100).arise(2, 1, 1);
    recognise(log, 2, 1.0, 10.3);
    log.of(2, EventKind::handover_proposed, 0, 1).at(150).contact(2, 1, true);
    log.at(160).close(2).end_of_year();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(by_whom)

BOOST_AUTO_TEST_CASE(figures_are_those_of_the_episodes_of_a_level) {
    Log log(legend_by(0));
    write(log);
    const auto tolerance = tt::tolerance(1e-9);
    BOOST_TEST(log.value("by_whom.episodes", "area=north") == 1.0);
    BOOST_TEST(log.value("by_whom.effective_wait", "area=north") == 20.0, tolerance);
    BOOST_TEST(log.value("by_whom.never_served", "area=north") == 0.0);
    BOOST_TEST(log.value("by_whom.episodes", "area=south") == 2.0);
    BOOST_TEST(log.value("by_whom.effective_wait", "area=south") == (15.0 + 50.0) / 2, tolerance);
    BOOST_TEST(log.value("by_whom.first_contact", "area=south") == (15.0 + 50.0) / 2, tolerance);
    BOOST_TEST(log.value("by_whom.never_served", "area=south") == 0.5, tolerance);
    BOOST_TEST(log.value("by_whom.duplicate_share", "area=south") == 0.25, tolerance);
    BOOST_TEST(log.value("by_whom.cost", "area=south") == (1.0 + 5.0) / 2, tolerance);
    BOOST_TEST(log.value("by_whom.episodes", "age=under_3") == 1.0);
    BOOST_TEST(log.value("by_whom.episodes", "age=3_to_7") == 0.0);
    BOOST_TEST(log.value("by_whom.episodes", "age=from_7") == 2.0);
}

BOOST_AUTO_TEST_CASE(gap_days_are_per_time_that_members_spend_at_the_level) {
    Log log(legend_by(0));
    write(log);
    const auto tolerance = tt::tolerance(1e-9);
    // north: 4 d in 1 year; south: 10 d in 1 year of the one and 0.75 years of the other
    BOOST_TEST(log.value("by_whom.gap_days", "area=north") == 4000.0, tolerance);
    BOOST_TEST(log.value("by_whom.gap_days", "area=south") == 10.0 / 1.75 * 1000.0, tolerance);
    // under 3: half a year of the first and all of the third, from birth on
    BOOST_TEST(log.value("by_whom.gap_days", "age=under_3") == 4.0 / 1.25 * 1000.0, tolerance);
    BOOST_TEST(log.value("by_whom.gap_days", "age=3_to_7") == 0.0);
    BOOST_TEST(log.value("by_whom.gap_days", "age=from_7") == 10000.0, tolerance);
    // of the population of 1000
    BOOST_TEST(log.value("by_whom.gap_days", "need=mood") == 14.0, tolerance);
}

BOOST_AUTO_TEST_CASE(an_episode_counts_for_every_service_that_took_part) {
    Log log(legend_by(0));
    write(log);
    BOOST_TEST(log.value("by_whom.episodes", "need=mood") == 2.0);
    BOOST_TEST(log.value("by_whom.episodes", "need=speech") == 1.0);
    BOOST_TEST(log.value("by_whom.episodes", "service=a") == 1.0);
    BOOST_TEST(log.value("by_whom.episodes", "service=b") == 1.0);
    BOOST_TEST(log.value("by_whom.episodes", "organisation=county") == 1.0);
    BOOST_TEST(log.value("by_whom.effective_wait", "from=a,to=b") == 50.0, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(small_groups_are_not_shown_and_empty_ones_are_no_secret) {
    Log log(legend_by(2));
    write(log);
    for (const char* name : {"by_whom.episodes", "by_whom.effective_wait", "by_whom.gap_days"}) {
        BOOST_TEST(std::isnan(log.value(name, "area=north")));
        BOOST_TEST(!std::isnan(log.value(name, "area=south")));
    }
    BOOST_TEST(log.value("by_whom.episodes", "age=3_to_7") == 0.0);
}

BOOST_AUTO_TEST_CASE(equity_is_the_spread_over_levels_weighted_by_episodes) {
    Log log(legend_by(0));
    write(log);
    // 20 d (one episode) and 32.5 d (two): around 85 / 3
    const double mean = 85.0 / 3.0;
    const double variance = ((20.0 - mean) * (20.0 - mean) + 2 * (32.5 - mean) * (32.5 - mean)) / 3;
    BOOST_TEST(log.value("equity.effective_wait.spread", "attribute=area") == std::sqrt(variance),
               tt::tolerance(1e-9));
    BOOST_TEST(std::isnan(log.value("equity.effective_wait.largest_difference", "attribute=area")));
    BOOST_TEST(log.value("equity.never_served.spread", "attribute=area") == std::sqrt(2.0) / 6.0,
               tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(differences_are_told_between_levels_with_30_episodes) {
    Log log(legend_by(5));
    log.at(0).measure();
    for (std::uint32_t e = 0; e < 60; ++e) {
        log.arise(e);
        recognise(log, e, e < 30 ? 0.0 : 1.0, e < 31 ? 2.0 : 8.0);
    }
    log.at(10);
    for (std::uint32_t e = 0; e < 30; ++e) log.contact(e, 0, true);
    log.at(16);
    for (std::uint32_t e = 30; e < 60; ++e) log.contact(e, 0, true);
    log.end_of_year();
    BOOST_TEST(log.value("equity.effective_wait.largest_difference", "attribute=area") == 6.0,
               tt::tolerance(1e-9));
    // 31 and 29
    BOOST_TEST(std::isnan(log.value("equity.effective_wait.largest_difference", "attribute=age")));
}

BOOST_AUTO_TEST_CASE(who_leaves_has_been_a_member_until_then) {
    Log log(legend_by(0));
    log.at(0).arrive(0);
    join(log, 0, 0.0, 1.0).measure().arise(0);
    recognise(log, 0, 0.0, 1.0).spend(0, TimeKind::gap, GapClass::coverage);
    log.at(36.525).close(0, false).leave(0).end_of_year();
    BOOST_TEST(log.value("by_whom.gap_days", "area=north") == 36.525 / 0.1 * 1000.0,
               tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(needs_of_routine_have_no_figures) {
    Legend legend = needs_legend();
    legend.by = {{1, {}}};
    legend.routine_needs = {false, true};
    Log log(std::move(legend));
    log.at(0).measure().arise(0, 0).recognise(0).end_of_year();
    BOOST_TEST(log.value("by_whom.episodes", "need=mood") == 1.0);
    BOOST_CHECK_THROW((void)log.value("by_whom.episodes", "need=speech"),
                      yhdyspinta::base::InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
