// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/rate_profile.hpp"

#include <boost/test/unit_test.hpp>

using namespace yhdyspinta;
using simulation::RateProfile;
namespace chrono = std::chrono;

namespace {

const calendar::CivilClock kClock(chrono::year{2026} / 8 / 3);  // a Monday
constexpr double kHour = 3600.0, kDay = 86400.0;

double at(const RateProfile& profile, double seconds) {
    return profile.factor(base::Instant::at_seconds(seconds));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rate_profile)

BOOST_AUTO_TEST_CASE(changes_exactly_at_the_ends_of_periods) {
    process::Profile text;
    text.weekly.emplace();
    (*text.weekly)[0] = {{{480, 600}, 2.0}, {{600, 660}, 3.0}, {{720, 1440}, 0.5}};
    text.otherwise = 0.1;
    const RateProfile profile("p", text, {}, kClock);
    BOOST_TEST(profile.highest() == 3.0);
    BOOST_TEST(at(profile, 0.0) == 0.1);
    BOOST_TEST(at(profile, 8 * kHour - 1e-6) == 0.1);
    BOOST_TEST(at(profile, 8 * kHour) == 2.0);
    BOOST_TEST(at(profile, 10 * kHour - 1e-6) == 2.0);
    BOOST_TEST(at(profile, 10 * kHour) == 3.0);
    BOOST_TEST(at(profile, 11 * kHour) == 0.1);
    BOOST_TEST(at(profile, kDay - 1e-6) == 0.5);
    BOOST_TEST(at(profile, kDay) == 0.1);
    BOOST_TEST(at(profile, 7 * kDay + 9 * kHour) == 2.0);
    BOOST_TEST(at(profile, 9 * kHour) == 2.0);  // and back again
}

BOOST_AUTO_TEST_CASE(multiplies_by_the_month_and_is_0_on_closed_days) {
    process::Profile text;
    text.weekly.emplace();
    text.otherwise = 2.0;
    text.months.emplace();
    text.months->fill(1.0);
    (*text.months)[8] = 1.5;  // September
    const calendar::DaySet closed{
        {calendar::FixedDay{chrono::month_day{chrono::month{9}, chrono::day{2}}}}};
    const RateProfile profile("p", text, closed, kClock);
    BOOST_TEST(profile.highest() == 3.0);
    BOOST_TEST(at(profile, 29 * kDay - 1e-3) == 2.0);
    BOOST_TEST(at(profile, 29 * kDay) == 3.0);
    BOOST_TEST(at(profile, 30 * kDay) == 0.0);
    BOOST_TEST(at(profile, 31 * kDay) == 3.0);
}

BOOST_AUTO_TEST_CASE(a_formula_sees_civil_time) {
    process::Profile text;
    text.formula.text = "hour + 100 * weekday + 10000 * month + 1e6 * day";
    text.at_most = 1e9;
    const RateProfile profile("p", text, {}, kClock);
    BOOST_TEST(profile.highest() == 1e9);
    BOOST_TEST(at(profile, 1.5 * kDay) == 12.0 + 100.0 + 80000.0 + 1.5e6);
    BOOST_TEST(at(profile, 6 * kDay) == 600.0 + 80000.0 + 6e6);  // a Sunday
}

BOOST_AUTO_TEST_SUITE_END()
