// SPDX-License-Identifier: Apache-2.0
// Everything rejected: nobody is served by a second service (DOMAIN.md 8.9).
#include <array>
#include <map>
#include <string>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/scenario/read_scenario.hpp"
#include "tests/model/region.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test::model;

namespace {

/// Where needs come to light, and those the child is with anyway; all others are reached by
/// handover alone. Placement follows an assessment that nobody gets.
constexpr std::array kFirstServices{"daycare", "school", "clinic", "school_health"};
constexpr std::array kSecondServices{"youth_work",    "culture",
                                     "sport",         "wellbeing_staff",
                                     "curator",       "psychologist",
                                     "first_line",    "specialised_care",
                                     "guidance",      "family_counselling",
                                     "family_work",   "child_protection",
                                     "open_care",     "substitute_care",
                                     "after_care",    "adult_services",
                                     "family_centre", "ohjaamo",
                                     "third_sector",  "bought_examinations"};
/// Reached in a year in a small region once handovers are accepted; the others meet too few.
constexpr std::array kOftenReached{"youth_work",       "sport",          "curator",
                                   "psychologist",     "first_line",     "family_counselling",
                                   "child_protection", "adult_services", "ohjaamo"};

struct Findings {
    std::map<std::string, int> contacts;  ///< by service
    int accepted = 0, rejected = 0;
    int second_services = 0;  ///< paths on which two services met the child
};

Findings findings_of(const std::string& file) {
    const test::Log log = test::log_of(in({"Kontiolahti"}, {file}), lasting("1 year", "3 months"));
    BOOST_TEST(log.failure == "");
    Findings found;
    std::map<std::pair<std::uint32_t, std::uint8_t>, std::uint16_t> met_by;
    using Kind = event_log::EventKind;
    for (const auto& event : log.events) {
        found.accepted += event.kind == Kind::handover_accepted;
        found.rejected += event.kind == Kind::handover_rejected;
        if (event.kind != Kind::contact || event.path == 255) continue;
        ++found.contacts[log.legend.services[event.place].name];
        const auto first = met_by.try_emplace({event.episode, event.path}, event.place).first;
        found.second_services += first->second != event.place;
    }
    return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rejection)

BOOST_AUTO_TEST_CASE(the_scenario_accepts_nothing) {
    base::Diagnostics diagnostics;
    const auto file = scenario::read_scenario(kAllRejected, {}, diagnostics);
    BOOST_TEST_REQUIRE(file.has_value(), diagnostics.to_text());
    for (const auto& interface : file->system.interfaces) {
        BOOST_TEST(interface.acceptance.is_always(0.0),
                   interface.from.name << " -> " << interface.to.name);
        BOOST_TEST(interface.accepts_when.text == "1 == 0",
                   interface.from.name << " -> " << interface.to.name);
    }
}

BOOST_AUTO_TEST_CASE(nobody_is_served_by_a_second_service) {
    Findings found = findings_of(kAllRejected);
    BOOST_TEST_MESSAGE(fmt::format("{} handovers rejected", found.rejected));
    BOOST_TEST(found.rejected > 500);
    BOOST_TEST(found.accepted == 0);
    BOOST_TEST(found.second_services == 0);
    for (const char* service : kSecondServices) {
        BOOST_TEST(found.contacts[service] == 0, service);
    }
    for (const char* service : kFirstServices) {
        BOOST_TEST(found.contacts[service] > 0, service);
    }
}

BOOST_AUTO_TEST_CASE(second_services_are_reached_when_handovers_are_accepted) {
    Findings found = findings_of(kSeparate);
    BOOST_TEST(found.accepted > 500);
    BOOST_TEST(found.second_services > 500);
    for (const char* service : kOftenReached) BOOST_TEST(found.contacts[service] > 0, service);
}

BOOST_AUTO_TEST_SUITE_END()
