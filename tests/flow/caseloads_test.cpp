// SPDX-License-Identifier: Apache-2.0
// Servers with clients of their own.
#include "tests/flow/setups.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

const Kinds kServed{Kind::served_by};

/// So many clients, one each minute, of workers with a caseload.
std::string cases(int count, const std::string& resource, const std::string& steps,
                  const std::string& length = "2 h") {
    return scenario(length,
                    fmt::format("resources: {{w: {{{}}}}}\n", resource) +
                        through("p", count, 1, "      come: {take_on: {resource: w}}\n" + steps));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(caseloads)

BOOST_AUTO_TEST_CASE(the_least_loaded_takes_the_next_and_sees_her_own) {
    const auto text =
        cases(4, "named: [ann, bob, cid], caseload: 2",
              "      talk: {seize: w, duration: 10 min}\n      think: {duration: 5 min}\n"
              "      again: {seize: w, duration: 10 min}\n");
    BOOST_TEST(told(text, kServed) == R"(0 p.come by ann #0
0 p.talk by ann #0
1 p.come by bob #1
1 p.talk by bob #1
2 p.come by cid #2
2 p.talk by cid #2
3 p.come by ann #3
10 p.talk by ann #3
16 p.again by bob #1
17 p.again by cid #2
20 p.again by ann #0
30 p.again by ann #3
)");
}

BOOST_AUTO_TEST_CASE(anybody_sees_the_clients_of_all_when_pooled) {
    const auto text = cases(4, "named: [ann, bob], caseload: 3, pooled: true",
                            "      talk: {seize: w, duration: 10 min}\n");
    BOOST_TEST(told(text, kServed) == R"(0 p.come by ann #0
0 p.talk by ann #0
1 p.come by bob #1
1 p.talk by bob #1
2 p.come by ann #2
3 p.come by bob #3
10 p.talk by ann #2
11 p.talk by bob #3
)");
}

BOOST_AUTO_TEST_CASE(one_waits_for_room_and_gets_it_when_another_is_let_go) {
    const auto text = cases(4, "named: [ann, bob], caseload: 1",
                            "      talk: {seize: w, duration: 10 min}\n      go: {let_go: w}\n"
                            "      after: {duration: 30 min}\n");
    BOOST_TEST(told(text, {Kind::queue_joined, Kind::activity_started}) == R"(0 starts p.come #0
0 starts p.talk #0
1 starts p.come #1
1 starts p.talk #1
2 queues p.come #2
3 queues p.come #3
10 starts p.come #2
10 starts p.talk #2
10 starts p.after #0
11 starts p.come #3
11 starts p.talk #3
11 starts p.after #1
20 starts p.after #2
21 starts p.after #3
)");
    const auto table = run_text(text);
    BOOST_TEST(mean(table, "places_in_use", "resource=w.caseload") == 40.0 / 240.0,
               boost::test_tools::tolerance(1e-12));
    BOOST_TEST(mean(table, "utilisation", "resource=w") == 40.0 / 240.0,
               boost::test_tools::tolerance(1e-12));
    BOOST_TEST(mean(table, "waiting_time", "activity=p.come") == 4.0);
}

BOOST_AUTO_TEST_CASE(who_leaves_makes_room) {
    const auto text = cases(2, "servers: 1, caseload: 1",
                            "      talk: {seize: w, duration: 10 min}\n"
                            "      after: {duration: 30 min}\n");
    BOOST_TEST(told(text, kStarts) ==
               "0 starts p.come #0\n0 starts p.talk #0\n10 starts p.after #0\n"
               "40 starts p.come #1\n40 starts p.talk #1\n50 starts p.after #1\n");
}

BOOST_AUTO_TEST_CASE(the_more_urgent_gets_room_first) {
    BOOST_TEST(told(scenario("2 h", R"(
classes: {child: {attributes: {urgency: {}}}}
resources: {w: {servers: 1, caseload: 1}}
sources:
  a: {class: child, first_at: 0 s, interarrival: 1 min, count: 2, process: p}
  b: {class: child, first_at: 2 min, interarrival: 1 min, count: 1, set: {urgency: 5}, process: p}
processes:
  p:
    steps:
      come: {take_on: {resource: w, priority: urgency}}
      talk: {seize: w, duration: 10 min}
)"),
                    kStarts) ==
               "0 starts p.come #0\n0 starts p.talk #0\n10 starts p.come #2\n10 starts p.talk #2\n"
               "20 starts p.come #1\n20 starts p.talk #1\n");
}

BOOST_AUTO_TEST_CASE(a_branch_of_the_client_sees_the_clients_own_worker) {
    const auto text = cases(2, "named: [ann, bob], caseload: 2",
                            "      both: {fork: {to: [talk, write]}, next: leave}\n"
                            "      talk: {seize: w, duration: 10 min, next: return}\n"
                            "      write: {seize: w, duration: 10 min, with_client: false, next: "
                            "return}\n");
    BOOST_TEST(told(text, kServed) == R"(0 p.come by ann #0
0 p.talk by ann #0
1 p.come by bob #1
1 p.talk by bob #1
10 p.write by ann #0
11 p.write by bob #1
)");
}

BOOST_AUTO_TEST_CASE(ones_own_worker_may_be_away_or_off_duty) {
    const auto text = scenario("1 day", R"(
calendars: {am: {open: {mon-fri: 08:00-12:00}}, pm: {open: {mon-fri: 12:00-16:00}}}
resources: {w: {shifts: {early: {calendar: am}, late: {calendar: pm}}, caseload: 1}}
sources: {s: {first_at: 9 h, interarrival: 1 min, count: 2, process: p}}
processes:
  p:
    steps:
      come: {take_on: {resource: w}}
      talk: {seize: w, duration: 10 min}
)");
    BOOST_TEST(told(text, kStarts, kHour) ==
               "9 starts p.come #0\n9 starts p.talk #0\n9.01667 starts p.come #1\n"
               "12 starts p.talk #1\n");
}

BOOST_AUTO_TEST_CASE(one_whose_episode_closes_makes_room) {
    const TableFile table("name,n\nNorth,2\n");
    const Log log = run_log(scenario("2 days", over_after("10 h", table) + R"(
resources: {w: {servers: 1, caseload: 1}}
processes:
  care:
    service: clinic
    steps:
      come: {take_on: {resource: w}}
      talk: {duration: 30 days}
)"));
    // The second is resolved within minutes of the first and waits for room until then.
    BOOST_TEST(count_of(log, Kind::episode_closed) == 2);
    double busy = 0.0;
    for (const auto& event : log.events) {
        if (event.kind == Kind::staff_busy) busy += event.value;
    }
    BOOST_TEST(busy < 11.0 * kHour);
    BOOST_TEST(busy > 9.0 * kHour);
}

BOOST_AUTO_TEST_SUITE_END()
