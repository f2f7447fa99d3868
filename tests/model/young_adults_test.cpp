// SPDX-License-Identifier: Apache-2.0
// Crime and substance use of those who have turned 18: child protection may not take them, so the
// police, the family and youth work bring them to Ohjaamo and the services of adults.
#include <map>
#include <set>
#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "tests/model/region.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test::model;

namespace {

struct Course {
    bool is_adult = false, is_closed = false, is_served = false;
    std::set<std::string> met_by;
};

/// Of the crime that came to light, by episode.
std::map<std::uint32_t, Course> crime_of(const test::Log& log) {
    using Kind = event_log::EventKind;
    const auto index_of = [](const auto& list, const std::string& name, auto name_of) {
        for (std::uint32_t i = 0; i < list.size(); ++i) {
            if (name_of(list[i]) == name) return i;
        }
        throw std::runtime_error("no " + name);
    };
    const auto crime = index_of(log.legend.needs, "crime", [](const auto& n) { return n; });
    const auto age = index_of(log.legend.attributes, "age", [](const auto& a) { return a.name; });
    std::set<std::uint32_t> episodes;
    std::map<std::uint32_t, Course> courses;
    for (const auto& event : log.events) {
        if (event.kind == Kind::need_arose && event.place == crime) episodes.insert(event.episode);
        if (episodes.count(event.episode) == 0) continue;
        if (event.kind == Kind::attribute_told && event.place == age) {
            courses[event.episode].is_adult = event.value >= 18.0;
        }
        const auto found = courses.find(event.episode);
        if (found == courses.end()) continue;
        if (event.kind == Kind::contact) {
            found->second.met_by.insert(log.legend.services[event.place].name);
            found->second.is_served |= event.other == 1;
        }
        found->second.is_closed |= event.kind == Kind::episode_closed;
    }
    return courses;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(young_adults)

BOOST_AUTO_TEST_CASE(crime_of_those_over_18_reaches_services_that_may_take_them) {
    const Names places = is_full() ? Names{"Joensuu"} : Names{"Kontiolahti", "Liperi", "Outokumpu"};
    const test::Log log = test::log_of(in(places, {kToday}), lasting("2 years", "3 months"));
    BOOST_TEST_REQUIRE(log.failure == "");
    std::map<std::string, int> met_by;
    int closed = 0, served = 0, minors = 0;
    for (const auto& [id, course] : crime_of(log)) {
        minors += !course.is_adult;
        if (!course.is_adult) continue;
        for (const auto& service : course.met_by) ++met_by[service];
        closed += course.is_closed;
        served += course.is_closed && course.is_served;
    }
    BOOST_TEST_MESSAGE(fmt::format("{} of {} served; met by Ohjaamo {}, services of adults {}",
                                   served, closed, met_by["ohjaamo"], met_by["adult_services"]));
    BOOST_TEST(closed > 20);
    BOOST_TEST(minors > closed);
    BOOST_TEST(2 * served > closed);
    BOOST_TEST(met_by["ohjaamo"] > 0);
    BOOST_TEST(met_by["adult_services"] > 0);
    BOOST_TEST(met_by["child_protection"] == 0);
    BOOST_TEST(met_by["open_care"] == 0);
}

BOOST_AUTO_TEST_SUITE_END()
