// SPDX-License-Identifier: Apache-2.0
// Who needs several resources waits for all of them: every limit of their queues counts.
#include "tests/flow/setups.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

const Kinds kQueues{Kind::queue_joined, Kind::reneged,   Kind::balked,
                    Kind::blocked,      Kind::unblocked, Kind::activity_started};

}  // namespace

BOOST_AUTO_TEST_SUITE(joint_queues)

BOOST_AUTO_TEST_CASE(any_full_queue_turns_away) {
    const auto text =
        scenario("2 h", "resources: {a: {servers: 2}, b: {servers: 1, queue_limit: 1}}\n" +
                            clients({{"x", 0, "seize: b, duration: 30 min"},
                                     {"y", 1, "seize: [a, b], duration: 5 min"},
                                     {"z", 2, "seize: [a, b], duration: 5 min"},
                                     {"alone", 3, "seize: b, duration: 5 min"},
                                     {"other", 4, "seize: a, duration: 5 min"},
                                     {"late", 31, "seize: [a, b], duration: 5 min"}}));
    // y waits at a, and for b no less: neither z nor one who needs b alone has room beside it.
    BOOST_TEST(told(text, kQueues) == R"(0 starts x.w #0
1 queues y.w #1
2 is turned away from z.w #2
3 is turned away from alone.w #2
4 starts other.w #2
30 starts y.w #1
31 queues late.w #0
35 starts late.w #0
)");
}

BOOST_AUTO_TEST_CASE(who_can_start_at_once_needs_no_room) {
    // y waits for a alone; b's queue is empty, and full only for those who would have to wait.
    const auto text =
        scenario("2 h", "resources: {a: {servers: 1}, b: {servers: 1, queue_limit: 0}}\n" +
                            clients({{"x", 0, "seize: a, duration: 30 min"},
                                     {"y", 1, "seize: a, duration: 5 min"},
                                     {"z", 2, "seize: b, duration: 5 min"},
                                     {"both", 40, "seize: [a, b], duration: 5 min"}}));
    BOOST_TEST(told(text, kQueues) == R"(0 starts x.w #0
1 queues y.w #1
2 starts z.w #2
30 starts y.w #1
40 starts both.w #1
)");
}

BOOST_AUTO_TEST_CASE(any_full_queue_keeps_those_before_it) {
    const auto text = scenario("2 h", R"(
resources: {a: {servers: 1}, b: {servers: 1, queue_limit: 0}, c: {servers: 1}}
sources:
)" + source("x", "x", 0) + source("p", "p", 0, 1, 2) +
                                          R"(
processes:
  x: {steps: {w: {seize: b, duration: 30 min}}}
  p:
    steps:
      one: {seize: c, duration: 5 min}
      two: {seize: [a, b], duration: 10 min, when_full: block}
)");
    BOOST_TEST(told(text, kQueues) == R"(0 starts x.w #0
0 starts p.one #1
1 queues p.one #2
5 blocked before p.two #1
30 let in to p.two #1
30 starts p.two #1
30 starts p.one #2
35 blocked before p.two #2
40 let in to p.two #2
40 starts p.two #2
)");
}

BOOST_AUTO_TEST_CASE(one_who_gives_up_makes_room_in_all_of_them) {
    const auto text = scenario("2 h", R"(
resources: {a: {servers: 1}, b: {servers: 1, queue_limit: 1}, c: {servers: 1}}
sources:
)" + source("x", "x", 0) + source("y", "y", 1) +
                                          source("p", "p", 2) + R"(
processes:
  x: {steps: {w: {seize: b, duration: 30 min}}}
  y: {steps: {w: {seize: [a, b], duration: 10 min, patience: 10 min}}}
  p:
    steps:
      one: {seize: c, duration: 5 min}
      two: {seize: b, duration: 10 min, when_full: block}
)");
    BOOST_TEST(told(text, kQueues) == R"(0 starts x.w #0
1 queues y.w #1
2 starts p.one #2
7 blocked before p.two #2
11 reneges y.w, 10 min #1
11 let in to p.two #2
11 queues p.two #2
30 starts p.two #2
)");
}

BOOST_AUTO_TEST_CASE(one_who_finds_another_of_them_full_waits_for_room_there) {
    // At 10 a is free, but b still taken: blocked on, until 30.
    const auto text = scenario("2 h", R"(
resources: {a: {servers: 1, queue_limit: 0}, b: {servers: 1, queue_limit: 0}, c: {servers: 1}}
sources:
)" + source("x", "x", 0) + source("y", "y", 0) +
                                          source("p", "p", 0) + R"(
processes:
  x: {steps: {w: {seize: a, duration: 10 min}}}
  y: {steps: {w: {seize: b, duration: 30 min}}}
  p:
    steps:
      one: {seize: c, duration: 5 min}
      two: {seize: [a, b], duration: 10 min, when_full: block}
)");
    BOOST_TEST(told(text, {Kind::blocked, Kind::unblocked, Kind::activity_started}) ==
               R"(0 starts x.w #0
0 starts y.w #1
0 starts p.one #2
5 blocked before p.two #2
30 let in to p.two #2
30 starts p.two #2
)");
}

namespace {

/// #0 has the desk in the west for a long time, #1 that in the east until `east`; #2 waits from
/// minute 1 on for a nurse and a desk in the west, and goes east at minute 30.
std::string goes_east(double east, const std::string& calendar = "", double at = 0.0) {
    return scenario("4 days", fmt::format(R"(
classes: {{child: {{attributes: {{town: {{levels: [west, east]}}}}}}}}
calendars: {{day: {{open: {{mon-sun: 08:00-16:00}}}}}}
resources: {{nurse: {{servers: 1}}, desk: {{servers: 1, per: town{}}}}}
sources:
  in_west: {{class: child, first_at: {} min, interarrival: 1 h, count: 1, set: {{town: 0}}, process: stay}}
  in_east: {{class: child, first_at: {} min, interarrival: 1 h, count: 1, set: {{town: 1}}, process: visit}}
  goer: {{class: child, first_at: {} min, interarrival: 1 h, count: 1, set: {{town: 0}}, process: goer}}
processes:
  stay: {{steps: {{w: {{seize: desk, duration: 60 h}}}}}}
  visit: {{steps: {{w: {{seize: desk, duration: {} min}}}}}}
  goer:
    steps:
      at_once: {{fork: {{to: [together, later]}}, next: leave}}
      together: {{seize: [nurse, desk], duration: 5 min, next: return}}
      later: {{duration: 29 min}}
      goes: {{set: {{town: 1}}, next: return}}
)",
                                          calendar, at, at, at + 1.0, east));
}

}  // namespace

BOOST_AUTO_TEST_CASE(who_goes_elsewhere_while_waiting_needs_the_servers_there) {
    const Kinds kinds{Kind::queue_joined, Kind::activity_started};
    const std::string before =
        "0 starts stay.w #0\n0 starts visit.w #1\n1 queues goer.together #2\n"
        "1 starts goer.later #2\n";
    // The desk in the east is free by then, or is not yet.
    BOOST_TEST(told(goes_east(20), kinds) == before + "30 starts goer.together #2\n");
    BOOST_TEST(told(goes_east(45), kinds) == before + "45 starts goer.together #2\n");
}

BOOST_AUTO_TEST_CASE(who_goes_elsewhere_while_waiting_waits_for_the_opening_there) {
    // At 15:50 on the first day the desks are taken, at 16:20 both are closed; that in the west
    // will be taken for days, that in the east is free from eight o'clock on.
    BOOST_TEST(with(told(goes_east(5, ", calendar: day", 15 * 60 + 50), {Kind::activity_started}),
                    "goer.together") == fmt::format("{} starts goer.together #2\n", 32 * 60));
}

BOOST_AUTO_TEST_SUITE_END()
