// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/weeks.hpp"

#include <chrono>
#include <cmath>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;
using namespace std::chrono_literals;

namespace {

metrics::MeasureOptions with_series() {
    metrics::MeasureOptions options;
    options.has_series = true;
    return options;
}

/// Day 0 is Thursday 1 January 2026: weeks end on days 4, 11, 18.
Legend legend() {
    Legend made = needs_legend();
    made.start_day = std::chrono::sys_days(2026y / 1 / 1);
    auto& staff = made.resources.emplace_back();
    staff.name = "workers";
    staff.service = 0;
    auto& places = made.resources.emplace_back();
    places.name = "places";
    places.service = 1;
    places.is_caseload = true;
    return made;
}

results::Series series(const Log& log, const std::string& name, const std::string& where) {
    for (const auto& each : log.measures().series()) {
        if (each.name == name && each.where == where) return each;
    }
    throw base::InternalError("no series " + name);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(weeks)

BOOST_AUTO_TEST_CASE(give_the_mean_number_waiting_of_each_week_and_of_what_is_measured_of_it) {
    Log log(legend(), kDay, with_series());
    // Measured from day 2 (Saturday). Two wait for service a: days 1 to 3, and 5 to 18.5.
    log.at(1).arrive(0).join(0, a_talk).at(2).measure();
    log.at(3).start(0, 2.0, a_talk).at(3).finish(0, 0.0, a_talk);
    log.at(5).arrive(1).join(1, a_history).at(18.5).start(1, 13.5, a_history);
    log.at(20).end();
    const auto waiting = series(log, "waiting", "service=a");
    BOOST_TEST((waiting.start == std::chrono::sys_days(2025y / 12 / 29)));
    BOOST_TEST(waiting.step == 7);
    BOOST_REQUIRE_EQUAL(waiting.values.size(), 4u);
    BOOST_TEST(waiting.values[0] == 0.5F);         // one of the two days that are measured
    BOOST_TEST(waiting.values[1] == 6.0F / 7.0F);  // days 5 to 11
    BOOST_TEST(waiting.values[2] == 1.0F);
    BOOST_TEST(waiting.values[3] == 0.25F);  // half a day of two
    for (const float value : series(log, "waiting", "service=b").values) BOOST_TEST(value == 0.0F);
}

BOOST_AUTO_TEST_CASE(give_staff_time_as_the_log_tells_it_and_nothing_where_nobody_is_on_duty) {
    Log log(legend(), kDay, with_series());
    log.at(2).measure();
    const auto week = [&log](double end, double available, double busy) {
        log.at(end);
        log.add(EventKind::week_available, kNone, kNone, 0, kNone, available);
        log.add(EventKind::week_busy, kNone, kNone, 0, kNone, busy);
        log.add(EventKind::week_available, kNone, kNone, 1, kNone, 2.0 * available);
        log.add(EventKind::week_busy, kNone, kNone, 1, kNone, busy);
    };
    week(4, 7200.0, 1800.0);
    week(11, 0.0, 0.0);
    week(15, 3600.0, 3600.0);
    log.at(15).end();
    const auto used = series(log, "utilisation", "resource=workers");
    BOOST_REQUIRE_EQUAL(used.values.size(), 3u);
    BOOST_TEST(used.values[0] == 0.25F);
    BOOST_TEST(std::isnan(used.values[1]));
    BOOST_TEST(used.values[2] == 1.0F);
    const auto there = series(log, "on_duty", "resource=workers");
    BOOST_TEST(there.values == (std::vector<float>{2.0F, 0.0F, 1.0F}),
               boost::test_tools::per_element());
    BOOST_TEST(series(log, "places_in_use", "resource=places").values[0] == 0.125F);
    BOOST_TEST(series(log, "waiting", "service=a").values.size() == 3u);
}

BOOST_AUTO_TEST_CASE(are_kept_only_on_request) {
    Log log(legend());
    log.at(0).measure().at(30);
    log.add(EventKind::week_busy, kNone, kNone, 0, kNone, 1.0).end();
    BOOST_TEST(log.measures().series().empty());
}

BOOST_AUTO_TEST_SUITE_END()
