// SPDX-License-Identifier: Apache-2.0
#include "tools/report/calendar_data.hpp"

#include <cmath>
#include <limits>

#include <boost/test/unit_test.hpp>

using namespace yhdyspinta;
using namespace yhdyspinta::report;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
const std::chrono::sys_days kMonday(std::chrono::year(2027) / 6 / 28);

std::vector<results::Series> replication(float used, float hours, float waiting) {
    return {{"utilisation", "share", "resource=w", kMonday, 7, {used, kNan}},
            {"on_duty", "h", "resource=w", kMonday, 7, {hours, 0.0F}},
            {"waiting", "1", "service=s", kMonday, 7, {waiting, 2.0F}}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(calendar_data)

BOOST_AUTO_TEST_CASE(is_the_mean_over_replications_with_shares_weighed_by_hours_on_duty) {
    const Weeks weeks =
        mean_weeks({replication(0.5F, 30.0F, 4.0F), replication(1.0F, 10.0F, 6.0F)});
    BOOST_TEST((weeks.start == kMonday));
    BOOST_REQUIRE_EQUAL(weeks.series.size(), 3u);
    BOOST_TEST(weeks.series[0].values[0] == 0.625);
    BOOST_TEST(std::isnan(weeks.series[0].values[1]));
    BOOST_TEST(weeks.series[1].values[0] == 20.0);
    BOOST_TEST(weeks.series[1].values[1] == 0.0);
    BOOST_TEST(weeks.series[2].values[0] == 5.0);
    BOOST_TEST(mean_weeks({}).series.empty());
    BOOST_TEST(weeks_json({}, {}).is_null());
}

BOOST_AUTO_TEST_CASE(names_the_calendars_that_are_closed_for_a_whole_week) {
    process::System system;
    process::DaySetDescription july, holidays;
    july.rules.emplace_back(calendar::FixedRange{std::chrono::July / 1, std::chrono::July / 31});
    holidays.includes.emplace_back();
    holidays.includes.back().name = "july";
    system.day_sets.push_back({"july", {}, july});
    system.day_sets.push_back({"holidays", {}, holidays});
    process::CalendarText school, always;
    school.open = calendar::OpeningHours::monday_to_friday({480, 900});
    always.open = school.open;
    school.closed.emplace_back();
    school.closed.back().name = "holidays";
    system.calendars.push_back({"school", {}, school});
    system.calendars.push_back({"office", {}, always});
    // 28 June to 4 July is open until Wednesday; 26 July to 1 August is closed.
    const auto closed = closed_weeks(system, kMonday, 6);
    BOOST_REQUIRE_EQUAL(closed.size(), 1u);
    BOOST_TEST(closed[0].calendar == "school");
    BOOST_TEST(closed[0].weeks == (std::vector<std::size_t>{1, 2, 3, 4}),
               boost::test_tools::per_element());
    const auto json = weeks_json(mean_weeks({replication(0.123456F, 30.0F, 4.0F)}), system);
    BOOST_TEST(json["start"] == "2027-06-28");
    BOOST_TEST(json["series"][0]["values"][0] == 0.1235);
    BOOST_TEST(json["series"][0]["values"][1].is_null());
    BOOST_TEST(json["closed"][0]["weeks"].size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
