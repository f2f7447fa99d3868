// SPDX-License-Identifier: Apache-2.0
// Who keeps a server away or at a meeting is no client, and is not measured as one.
#include "tests/flow/setups.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

BOOST_AUTO_TEST_SUITE(own_classes)

BOOST_AUTO_TEST_CASE(have_no_responses) {
    const auto table = run_text(scenario("3 days", R"(
resources: {a: {servers: 1, service: school, absence: {every: 5 h, lasts: 1 h}}}
services: {school: {}}
policies:
  forum: {cooperation_forum: {interval: 4 h, duration: 30 min, attended_by: [a], success: 0, improvement: 0}}
)" + through("visit", 3, 30, "      talk: {seize: a, duration: 10 min}\n")));
    BOOST_TEST(values(table, "arrivals", "class=client").size() == 1u);
    BOOST_TEST(mean(table, "starts", "activity=a.absence") > 0.0);
    BOOST_TEST(mean(table, "starts", "activity=forum.a") > 0.0);
    for (const char* name : {"arrivals", "departures", "time_in_system", "number_in_system"}) {
        for (const char* where : {"class=absence", "class=meeting"}) {
            BOOST_TEST((table.find(name, where) == nullptr), name << " " << where);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
