// SPDX-License-Identifier: Apache-2.0
// Who comes first: what happens at one instant, and who is taken from a queue.
#include "tests/flow/setups.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

BOOST_AUTO_TEST_SUITE(order)

BOOST_AUTO_TEST_CASE(a_release_comes_before_an_arrival_of_the_same_instant) {
    const auto text = scenario("2 h", R"(
sources: {clients: {first_at: 0 s, interarrival: 10 min, count: 2, process: visit}}
resources: {desk: {servers: 1}}
processes: {visit: {steps: {talk: {seize: desk, duration: 10 min}}}}
)");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 starts visit.talk #0
10 ends visit.talk #0
10 leaves #0
10 arrives #0
10 starts visit.talk #0
20 ends visit.talk #0
20 leaves #0
)");
}

BOOST_AUTO_TEST_CASE(a_server_released_takes_somebody_whose_patience_ends_at_that_instant) {
    const auto text = scenario("2 h", R"(
sources: {clients: {first_at: 0 s, interarrival: 5 min, count: 2, process: visit}}
resources: {desk: {servers: 1}}
processes: {visit: {steps: {talk: {seize: desk, duration: 10 min, patience: 5 min}}}}
)");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 starts visit.talk #0
5 arrives #1
5 queues visit.talk #1
10 ends visit.talk #0
10 starts visit.talk #1
10 leaves #0
20 ends visit.talk #1
20 leaves #1
)");
}

BOOST_AUTO_TEST_CASE(patience_ends_before_an_arrival_of_the_same_instant) {
    const auto text = scenario("2 h", R"(
sources: {clients: {first_at: 0 s, interarrival: 10 min, count: 3, process: visit}}
resources: {desk: {servers: 1}}
processes: {visit: {steps: {talk: {seize: desk, duration: 30 min, patience: 10 min}}}}
)");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 starts visit.talk #0
10 arrives #1
10 queues visit.talk #1
20 reneges visit.talk, 10 min #1
20 leaves #1
20 arrives #1
20 queues visit.talk #1
30 ends visit.talk #0
30 starts visit.talk #1
30 leaves #0
60 ends visit.talk #1
60 leaves #1
)");
}

BOOST_AUTO_TEST_CASE(simultaneous_arrivals_come_in_the_order_of_their_sources) {
    const auto text = scenario(
        "2 h", "sources:\n" + source("late_name", "one", 5) + source("early_name", "two", 5) + R"(
resources: {desk: {servers: 1}}
processes:
  two: {steps: {talk: {seize: desk, duration: 10 min}}}
  one: {steps: {talk: {seize: desk, duration: 10 min}}}
)");
    BOOST_TEST(told(text, kStarts) == "5 starts one.talk #0\n15 starts two.talk #1\n");
}

BOOST_AUTO_TEST_CASE(simultaneous_releases_come_in_the_order_of_the_entities) {
    // #1's end was put down at 0, #0's at 5.
    const auto text =
        scenario("2 h", "sources:\n" + source("a", "twice", 0) + source("b", "once", 0) + R"(
resources: {desk: {servers: 2}}
processes:
  twice: {steps: {first: {seize: desk, duration: 5 min}, second: {seize: desk, duration: 5 min}}}
  once: {steps: {talk: {seize: desk, duration: 10 min}}}
)");
    BOOST_TEST(told(text, {Kind::activity_ended}) ==
               "5 ends twice.first #0\n10 ends twice.second #0\n10 ends once.talk #1\n");
}

BOOST_AUTO_TEST_CASE(equal_priorities_are_served_in_the_order_of_arrival) {
    const auto text = scenario("2 h", R"(
sources: {clients: {first_at: 0 s, interarrival: 1 min, count: 4, process: visit}}
resources: {desk: {servers: 1}}
processes: {visit: {steps: {talk: {seize: desk, duration: 10 min, priority: 7}}}}
)");
    BOOST_TEST(told(text, kStarts) ==
               "0 starts visit.talk #0\n10 starts visit.talk #1\n"
               "20 starts visit.talk #2\n30 starts visit.talk #3\n");
}

BOOST_AUTO_TEST_CASE(a_higher_priority_is_served_first_and_interrupts_nobody) {
    const auto source = [](const char* name, int at, int urgency) {
        return fmt::format(
            "  {}: {{class: person, first_at: {} min, interarrival: 1 h, count: 1, "
            "set: {{urgency: {}}}, process: visit}}\n",
            name, at, urgency);
    };
    const auto text = scenario("2 h", "sources:\n" + source("none", 0, 0) + source("low", 1, 1) +
                                          source("high", 2, 5) + source("middle", 3, 3) +
                                          source("high_too", 4, 5) + R"(
classes: {person: {attributes: {urgency: {}}}}
resources: {desk: {servers: 1}}
processes: {visit: {steps: {talk: {seize: desk, duration: 10 min, priority: urgency * 2}}}}
)");
    BOOST_TEST(told(text, kStarts) ==
               "0 starts visit.talk #0\n10 starts visit.talk #2\n"
               "20 starts visit.talk #4\n30 starts visit.talk #3\n"
               "40 starts visit.talk #1\n");
}

BOOST_AUTO_TEST_CASE(the_queue_is_served_before_the_one_who_ends_comes_back) {
    const auto text = scenario("2 h", R"(
classes: {person: {attributes: {visits: {}}}}
sources: {clients: {class: person, first_at: 0 s, interarrival: 5 min, count: 2, process: visit}}
resources: {desk: {servers: 1}}
processes:
  visit:
    steps:
      talk: {seize: desk, duration: 10 min}
      count: {set: {visits: visits + 1}, next: [{when: visits < 2, to: talk}, {to: leave}]}
)");
    BOOST_TEST(told(text, kActivities) == R"(0 starts visit.talk #0
5 queues visit.talk #1
10 ends visit.talk #0
10 starts visit.talk #1
10 queues visit.talk #0
20 ends visit.talk #1
20 starts visit.talk #0
20 queues visit.talk #1
30 ends visit.talk #0
30 starts visit.talk #1
40 ends visit.talk #1
)");
}

BOOST_AUTO_TEST_CASE(one_who_loses_patience_goes_on_at_on_renege) {
    const auto text = scenario("2 h", R"(
sources: {clients: {first_at: 0 s, interarrival: 5 min, count: 2, process: visit}}
resources: {desk: {servers: 1}}
processes:
  visit:
    steps:
      talk: {seize: desk, duration: 30 min, patience: 4 min, on_renege: call_back, next: leave}
      call_back: {duration: 2 min}
)");
    BOOST_TEST(told(text, kActivities) == R"(0 starts visit.talk #0
5 queues visit.talk #1
9 reneges visit.talk, 4 min #1
9 starts visit.call_back #1
11 ends visit.call_back #1
30 ends visit.talk #0
)");
}

BOOST_AUTO_TEST_CASE(patience_does_not_go_on_once_served) {
    const auto text = scenario("2 h", R"(
sources: {clients: {first_at: 0 s, interarrival: 5 min, count: 2, process: visit}}
resources: {desk: {servers: 1}}
processes: {visit: {steps: {talk: {seize: desk, duration: 20 min, patience: 16 min}}}}
)");
    BOOST_TEST(told(text, {Kind::reneged, Kind::activity_ended}) ==
               "20 ends visit.talk #0\n40 ends visit.talk #1\n");
}

BOOST_AUTO_TEST_CASE(every_time_in_the_queue_draws_a_patience_and_a_way_on_of_its_own) {
    // The desk is never free: each client gives up and tries again with probability 1/2, so clients
    // give up 2 times in the mean (standard deviation sqrt(2)).
    const auto text = scenario("20 days", R"(
sources:
  keeper: {first_at: 0 s, interarrival: 1 h, count: 1, process: keep}
  clients: {first_at: 1 s, interarrival: 1 s, count: 400, process: visit}
resources: {desk: {servers: 1}}
processes:
  keep: {steps: {sit: {seize: desk, duration: 30 days}}}
  visit:
    steps:
      talk: {seize: desk, duration: 1 min, patience: 'uniform(1 h, 2 h)', on_renege: again, next: leave}
      again: {duration: 1 min, next: [{probability: 0.5, to: talk}, {to: leave}]}
)");
    const Log log = run_log(text);
    BOOST_TEST(count_of(log, Kind::entity_left) == 400);
    const double mean = count_of(log, Kind::reneged) / 400.0;
    BOOST_TEST(std::abs(mean - 2.0) <= 4.0 * std::sqrt(2.0 / 400.0));
    std::vector<double> waited;
    for (const auto& event : log.events) {
        if (event.kind == Kind::reneged) waited.push_back(event.value);
    }
    std::sort(waited.begin(), waited.end());
    BOOST_TEST((std::adjacent_find(waited.begin(), waited.end(), [](double a, double b) {
                    return std::abs(a - b) < 1e-6;
                }) == waited.end()));
}

BOOST_AUTO_TEST_CASE(after_every_loss_of_patience_the_way_on_is_drawn_anew) {
    // As above, but without an activity on the way back to the queue.
    const auto text = scenario("60 days", R"(
classes: {person: {attributes: {tries: {}}}}
sources:
  keeper: {class: person, first_at: 0 s, interarrival: 1 h, count: 1, process: keep}
  clients: {class: person, first_at: 1 s, interarrival: 1 s, count: 400, process: visit}
resources: {desk: {servers: 1}}
processes:
  keep: {steps: {sit: {seize: desk, duration: 90 days}}}
  visit:
    steps:
      talk: {seize: desk, duration: 1 min, patience: 1 day, on_renege: again, next: leave}
      again: {set: {tries: tries + 1}, next: [{probability: 0.5, to: talk}, {to: leave}]}
)");
    const Log log = run_log(text);
    BOOST_TEST(count_of(log, Kind::entity_left) == 400);
    BOOST_TEST(std::abs(count_of(log, Kind::reneged) / 400.0 - 2.0) <=
               4.0 * std::sqrt(2.0 / 400.0));
}

BOOST_AUTO_TEST_SUITE_END()
