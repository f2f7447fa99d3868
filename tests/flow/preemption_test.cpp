// SPDX-License-Identifier: Apache-2.0
// Activities that take servers from others not when they come but later, while they wait.
#include "tests/flow/setups.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

BOOST_AUTO_TEST_SUITE(preemption_while_waiting)

BOOST_AUTO_TEST_CASE(when_the_client_becomes_free) {
    const auto text = scenario("2 h", R"(
resources: {a: {servers: 1}, b: {servers: 1}}
sources:
)" + source("low", "low", 0) + source("one", "one", 5) +
                                          R"(
processes:
  low: {steps: {w: {seize: a, duration: 60 min}}}
  one:
    steps:
      both: {fork: {to: [talk, urgent]}, next: leave}
      talk: {seize: b, duration: 10 min, next: return}
      urgent: {seize: a, duration: 5 min, priority: 1, preempts: true, next: return}
)");
    BOOST_TEST(told(text, kPreemption) == R"(0 starts low.w #0
5 starts one.talk #1
15 ends one.talk #1
15 suspends low.w #0
15 starts one.urgent #1
20 ends one.urgent #1
20 resumes low.w #0
65 ends low.w #0
)");
}

BOOST_AUTO_TEST_CASE(when_a_server_comes_on_duty) {
    const auto text = scenario("1 day",
                               "calendars: {day: {open: {mon-fri: [08:00-12:00, 13:00-17:00]}}}\n"
                               "resources: {a: {servers: 1, calendar: day}}\n" +
                                   clients({{"low", 690, "seize: a, duration: 2 h"},
                                            {"high", 750,
                                             "seize: a, duration: 15 min, priority: 1, preempts: "
                                             "true"}}));
    BOOST_TEST(told(text, kPreemption, kHour) == R"(11.5 starts low.w #0
13 suspends low.w #0
13 starts high.w #1
13.25 ends high.w #1
13.25 resumes low.w #0
14.75 ends low.w #0
)");
}

BOOST_AUTO_TEST_CASE(when_one_of_several_servers_is_released) {
    const auto text = scenario(
        "3 h", "resources: {a: {servers: 3}}\n" +
                   clients({{"low", 0, "seize: a, duration: 60 min"},
                            {"mid", 0, "seize: a, duration: 30 min, priority: 5"},
                            {"other", 0, "seize: a, duration: 90 min, priority: 5"},
                            {"high", 10,
                             "seize: {a: 2}, duration: 10 min, priority: 3, preempts: true"}}));
    BOOST_TEST(told(text, kPreemption) == R"(0 starts low.w #0
0 starts mid.w #1
0 starts other.w #2
30 ends mid.w #1
30 suspends low.w #0
30 starts high.w #3
40 ends high.w #3
40 resumes low.w #0
70 ends low.w #0
90 ends other.w #2
)");
}

BOOST_AUTO_TEST_CASE(when_another_resource_that_it_needs_is_released) {
    const auto text = scenario(
        "3 h", "resources: {a: {servers: 1}, b: {servers: 1}}\n" +
                   clients({{"low", 0, "seize: a, duration: 60 min"},
                            {"urgent", 0, "seize: b, duration: 20 min, priority: 9"},
                            {"high", 10,
                             "seize: [a, b], duration: 10 min, priority: 3, preempts: true"}}));
    BOOST_TEST(told(text, kPreemption) == R"(0 starts low.w #0
0 starts urgent.w #1
20 ends urgent.w #1
20 suspends low.w #0
20 starts high.w #2
30 ends high.w #2
30 resumes low.w #0
70 ends low.w #0
)");
}

BOOST_AUTO_TEST_CASE(when_its_priority_rises) {
    // Worked out after 10 and 20 minutes of waiting: 0.7 is not more than 1, 1.4 is.
    const auto text =
        scenario("3 h", "resources: {a: {servers: 1}}\n" +
                            clients({{"low", 0, "seize: a, duration: 60 min, priority: 1"},
                                     {"high", 5,
                                      "seize: a, duration: 10 min, priority: waited_days * 100, "
                                      "priority_again: 10 min, preempts: true"}}));
    BOOST_TEST(told(text, kPreemption) == R"(0 starts low.w #0
25 suspends low.w #0
25 starts high.w #1
35 ends high.w #1
35 resumes low.w #0
70 ends low.w #0
)");
}

BOOST_AUTO_TEST_CASE(when_one_who_lost_a_server_loses_the_next_at_the_end_of_a_shift) {
    // The early server goes off duty at 12; what she was at takes the late one from low.
    const auto text = scenario("1 day", R"(
calendars: {early: {open: {mon-fri: 08:00-12:00}}, late: {open: {mon-fri: 11:00-16:00}}}
resources: {a: {at_closing: hand_over, shifts: {one: {calendar: early}, two: {calendar: late}}}}
)" + clients({{"high", 660, "seize: a, duration: 2 h, priority: 1, preempts: true"},
              {"low", 660, "seize: a, duration: 3 h"}}));
    BOOST_TEST(told(text, kPreemption, kHour) == R"(11 starts high.w #0
11 starts low.w #1
12 suspends high.w #0
12 suspends low.w #1
12 resumes high.w #0
13 ends high.w #0
13 resumes low.w #1
15 ends low.w #1
)");
}

BOOST_AUTO_TEST_CASE(nobody_passes_one_who_waits_before_and_takes_nothing_from_others) {
    const auto text = scenario(
        "3 h",
        "resources: {a: {servers: 2}}\n" +
            clients({{"low", 0, "seize: a, duration: 30 min"},
                     {"long", 0, "seize: a, duration: 60 min"},
                     {"patient", 5, "seize: a, duration: 10 min, priority: 1"},
                     {"high", 6, "seize: a, duration: 10 min, priority: 1, preempts: true"}}));
    // At 30 the server goes to the patient one; only then has nobody else a claim.
    BOOST_TEST(told(text, kPreemption) == R"(0 starts low.w #0
0 starts long.w #1
30 ends low.w #0
30 starts patient.w #2
30 suspends long.w #1
30 starts high.w #3
40 ends patient.w #2
40 resumes long.w #1
40 ends high.w #3
70 ends long.w #1
)");
}

BOOST_AUTO_TEST_CASE(one_who_could_not_start_anyway_keeps_nobody_from_it) {
    // The double one waits for two servers, of which only one is held by less urgent work.
    const auto text = scenario(
        "3 h",
        "resources: {a: {servers: 2}}\n" +
            clients({{"low", 0, "seize: a, duration: 40 min"},
                     {"top", 0, "seize: a, duration: 30 min, priority: 9"},
                     {"double", 5, "seize: {a: 2}, duration: 10 min, priority: 2"},
                     {"high", 6, "seize: a, duration: 10 min, priority: 1, preempts: true"}}));
    BOOST_TEST(told(text, kPreemption) == R"(0 starts low.w #0
0 starts top.w #1
6 suspends low.w #0
6 starts high.w #3
16 ends high.w #3
16 resumes low.w #0
30 ends top.w #1
50 ends low.w #0
50 starts double.w #2
60 ends double.w #2
)");
}

BOOST_AUTO_TEST_SUITE_END()
