// SPDX-License-Identifier: Apache-2.0
// Clients who wait for each other for ever are told of at the end of the run, and nobody else is.
#include "tests/flow/setups.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

/// From a to b and from b to a at the same time, the queue of each as short as said.
std::string crossing(const std::string& a, const std::string& second = "") {
    return scenario("3 h", fmt::format("resources: {{a: {{servers: 1, {}}}, b: {{servers: 1, "
                                       "queue_limit: 0}}}}\nsources:\n",
                                       a) +
                               source("right", "ab", 0) + source("left", "ba", 0) +
                               source("late", "ab", 30) +
                               fmt::format(R"(
processes:
  ab:
    steps:
      one: {{seize: a, duration: 10 min}}
      two: {{seize: b, duration: 10 min, when_full: block}}
  ba:
    steps:
      one: {{seize: b, duration: 20 min}}
      two: {{seize: a, duration: 10 min{}}}
)",
                                           second));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(standstill)

BOOST_AUTO_TEST_CASE(of_those_who_keep_servers_from_each_other) {
    // The third is turned away, a's queue having no room.
    BOOST_TEST(run_log(crossing("queue_limit: 0", ", when_full: block")).warning ==
               "from 2026-08-03 00:20 (1200 s) on 2 clients hold servers or places in caseloads "
               "and wait for what will never be free: 1 blocked before ab.two, 1 blocked before "
               "ba.two");
}

BOOST_AUTO_TEST_CASE(counts_those_who_wait_behind_them) {
    // The third waits in a's queue, for the server that the first keeps; one may wait there.
    BOOST_TEST(run_log(crossing("queue_limit: 1", ", when_full: block")).warning == "");
    const auto text = scenario("3 h",
                               "resources: {a: {servers: 1, queue_limit: 1}, b: {servers: "
                               "1, queue_limit: 0}}\nsources:\n" +
                                   source("right", "ab", 0, 1, 2) + source("left", "ba", 0) + R"(
processes:
  ab:
    steps:
      one: {seize: a, duration: 10 min}
      two: {seize: b, duration: 10 min, when_full: block}
  ba:
    steps:
      one: {seize: b, duration: 20 min}
      two: {seize: a, duration: 10 min, when_full: block}
)");
    BOOST_TEST(run_log(text).warning ==
               "from 2026-08-03 00:20 (1200 s) on 2 clients hold servers or places in caseloads "
               "and wait for what will never be free: 1 blocked before ab.two, 1 blocked before "
               "ba.two; 1 more waits with them");
}

BOOST_AUTO_TEST_CASE(is_none_when_somebody_can_give_way) {
    // The one on the left joins a's queue and frees b.
    BOOST_TEST(run_log(crossing("queue_limit: 1")).warning == "");
    // Blocked at the end of the run, but only for a time.
    const auto text = scenario("30 min", R"(
resources: {a: {servers: 1}, b: {servers: 1, queue_limit: 0}}
)" + through("p", 2, 1,
             "      one: {seize: a, duration: 5 min}\n"
             "      two: {seize: b, duration: 1 h, when_full: block}\n"));
    BOOST_TEST(run_log(text).warning == "");
}

BOOST_AUTO_TEST_CASE(of_those_who_have_places_that_others_wait_for) {
    const auto text = [](const std::string& patience) {
        return scenario("3 h",
                        "resources: {x: {servers: 1, caseload: 1}, y: {servers: 1, "
                        "caseload: 1}}\nsources:\n" +
                            source("one", "xy", 0) + source("two", "yx", 5) +
                            source("more", "yx", 20, 1, 2) + R"(
processes:
  xy:
    steps:
      a: {take_on: {resource: x}}
      rest: {duration: 10 min}
      b: {take_on: {resource: y)" +
                            patience +
                            R"(}}
  yx:
    steps:
      a: {take_on: {resource: y}}
      rest: {duration: 10 min}
      b: {take_on: {resource: x}}
)");
    };
    BOOST_TEST(run_log(text("")).warning ==
               "from 2026-08-03 00:15 (900 s) on 2 clients hold servers or places in caseloads and "
               "wait for what will never be free: 1 waiting at xy.b, 1 waiting at yx.b; 2 more "
               "wait with them");
    BOOST_TEST(run_log(text(", patience: 5 h")).warning == "");
}

BOOST_AUTO_TEST_SUITE_END()
