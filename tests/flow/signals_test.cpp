// SPDX-License-Identifier: Apache-2.0
// Variables, waiting for a signal or a condition, activities that a signal breaks off.
#include "tests/flow/setups.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

/// So many clients of a process, the first at `first` minutes, then every `gap` minutes.
std::string clients(const std::string& process, int first, int gap = 1, int count = 1) {
    return source(fmt::format("{}_{}", process, first), process, first, gap, count);
}

const Kinds kWaits{Kind::variable_set,     Kind::queue_joined,   Kind::queue_left, Kind::reneged,
                   Kind::activity_started, Kind::activity_ended, Kind::entity_left};

}  // namespace

BOOST_AUTO_TEST_SUITE(signals)

// ---- variables

BOOST_AUTO_TEST_CASE(a_variable_is_set_and_read_by_every_client) {
    const auto text = scenario(
        "1 h", "variables: {visits: 2, unused: 7}\nsources:\n" + clients("visit", 0, 10, 3) + R"(
processes:
  visit:
    steps:
      count: {set: {visits: visits * 2}, next: [{when: visits > 10, to: leave}, {to: rest}]}
      rest: {duration: 5 min}
)");
    BOOST_TEST(told(text, kWaits) == R"(0 visits = 4 #0
0 starts visit.rest #0
5 ends visit.rest #0
5 leaves #0
10 visits = 8 #0
10 starts visit.rest #0
15 ends visit.rest #0
15 leaves #0
20 visits = 16 #0
20 leaves #0
)");
}

BOOST_AUTO_TEST_CASE(what_stays_as_it_is_is_not_told) {
    const auto text =
        scenario("1 h", "variables: {level: 3}\nsources:\n" + clients("visit", 0) +
                            "processes: {visit: {steps: {set: {set: {level: 3}}}}}\n");
    BOOST_TEST(told(text, {Kind::variable_set}) == "");
}

BOOST_AUTO_TEST_CASE(a_step_sets_attributes_and_variables_one_after_the_other) {
    const auto text = scenario("1 h", R"(
classes: {client: {attributes: {visits: {initial: 4}}}}
variables: {stock: 10}
sources: {clients: {class: client, first_at: 0 s, interarrival: 1 h, count: 1, process: visit}}
processes:
  visit:
    steps:
      take: {set: {stock: stock - 1, visits: visits + stock}}
      tell: {set: {stock: visits}}
)");
    // `visits` reads the stock that was just set
    BOOST_TEST(told(text, {Kind::variable_set}) == "0 stock = 9 #0\n0 stock = 13 #0\n");
}

BOOST_AUTO_TEST_CASE(the_mean_of_a_variable_is_over_the_measured_time) {
    const auto text = scenario(
        "100 min", "variables: {level: 6, still: 2}\nsources:\n" + clients("visit", 10, 50, 2) + R"(
processes: {visit: {steps: {change: {set: {level: level / 2}}}}}
)",
        ", warm_up: 20 min");
    const auto table = run_text(text);
    // 3 from 10 to 60 min, 1.5 from 60 to 100 min; the first 20 min are not measured
    BOOST_TEST(mean(table, "variable", "variable=level") == (40 * 3 + 40 * 1.5) / 80,
               boost::test_tools::tolerance(1e-12));
    BOOST_TEST(mean(table, "variable", "variable=still") == 2.0);
}

// ---- waiting for a signal

BOOST_AUTO_TEST_CASE(a_signal_lets_go_all_who_wait_in_order_of_coming) {
    const auto text = scenario("1 h", "sources:\n" + clients("car", 0, 1, 2) + clients("light", 5) +
                                          clients("car", 6) + R"(
processes:
  car: {steps: {hold: {wait: {for: green}}}}
  light: {steps: {tell: {signal: green}}}
)");
    BOOST_TEST(told(text, kWaits) == R"(0 queues car.hold #0
1 queues car.hold #1
5 starts car.hold #0
5 ends car.hold #0
5 starts car.hold #1
5 ends car.hold #1
5 leaves #0
5 leaves #1
5 leaves #2
6 queues car.hold #2
)");
    const auto table = run_text(text);
    // 5 min, 4 min, and 54 min so far
    BOOST_TEST(mean(table, "waiting_time", "activity=car.hold") == 21.0);
    BOOST_TEST(mean(table, "waiting_time.served", "activity=car.hold") == 4.5);
    BOOST_TEST(mean(table, "service_time", "activity=car.hold") == 0.0);
}

BOOST_AUTO_TEST_CASE(a_signal_may_let_go_only_the_first) {
    const auto text =
        scenario("1 h", "sources:\n" + clients("car", 0, 1, 3) + clients("light", 5, 5, 2) + R"(
processes:
  car: {steps: {hold: {wait: {for: green}}}}
  light: {steps: {tell: {signal: {name: green, lets_go: 1}}}}
)");
    BOOST_TEST(with(told(text, kWaits), "starts") ==
               "5 starts car.hold #0\n10 starts car.hold #1\n");
}

BOOST_AUTO_TEST_CASE(those_who_come_to_wait_because_of_a_signal_wait_for_the_next) {
    const auto text =
        scenario("1 h", "sources:\n" + clients("car", 0) + clients("light", 5, 5, 2) + R"(
processes:
  car: {steps: {one: {wait: {for: green}}, two: {wait: {for: green}}}}
  light: {steps: {tell: {signal: green}}}
)");
    BOOST_TEST(with(told(text, kWaits), "car") == R"(0 queues car.one #0
5 starts car.one #0
5 ends car.one #0
5 queues car.two #0
10 starts car.two #0
10 ends car.two #0
)");
}

BOOST_AUTO_TEST_CASE(one_who_tells_twice_lets_go_two) {
    const auto text =
        scenario("1 h", "sources:\n" + clients("car", 0, 1, 3) + clients("light", 5) + R"(
processes:
  car: {steps: {hold: {wait: {for: green}}}}
  light:
    steps:
      one: {signal: {name: green, lets_go: 1}}
      two: {signal: {name: green, lets_go: 1}}
)");
    BOOST_TEST(with(told(text, kWaits), "5 ") == R"(5 starts car.hold #0
5 ends car.hold #0
5 leaves #0
5 starts car.hold #1
5 ends car.hold #1
5 leaves #1
5 leaves #3
)");
}

BOOST_AUTO_TEST_CASE(patience_ends_the_wait_for_a_signal) {
    const auto text =
        scenario("1 h", "sources:\n" + clients("car", 0, 5, 2) + clients("light", 10) + R"(
processes:
  car:
    steps:
      hold: {wait: {for: green, patience: 10 min, on_renege: detour}, next: leave}
      detour: {duration: 3 min}
  light: {steps: {tell: {signal: green}}}
)");
    // the first loses patience at the very instant of the signal, which comes too late: it is told
    // by somebody who arrives, and patience ends before arrivals
    BOOST_TEST(told(text, kWaits) == R"(0 queues car.hold #0
5 queues car.hold #1
10 reneges car.hold, 10 min #0
10 starts car.detour #0
10 starts car.hold #1
10 ends car.hold #1
10 leaves #1
10 leaves #2
13 ends car.detour #0
13 leaves #0
)");
}

// ---- waiting for a condition

BOOST_AUTO_TEST_CASE(a_condition_that_holds_already_is_not_waited_for) {
    const auto text =
        scenario("1 h", "variables: {stock: 1}\nsources:\n" + clients("buyer", 0) + R"(
processes: {buyer: {steps: {hold: {wait: {until: stock >= 1}}, pay: {duration: 2 min}}}}
)");
    BOOST_TEST(told(text, kWaits) == R"(0 starts buyer.hold #0
0 ends buyer.hold #0
0 starts buyer.pay #0
2 ends buyer.pay #0
2 leaves #0
)");
}

BOOST_AUTO_TEST_CASE(each_who_is_let_go_changes_what_the_next_sees) {
    const auto text = scenario("1 h", "variables: {stock: 0}\nsources:\n" +
                                          clients("buyer", 0, 1, 3) + clients("seller", 5, 5, 2) +
                                          R"(
processes:
  buyer: {steps: {hold: {wait: {until: stock >= 1}}, take: {set: {stock: stock - 1}}}}
  seller: {steps: {bring: {set: {stock: stock + 2}}, rest: {duration: 1 min}}}
)");
    BOOST_TEST(told(text, kWaits) == R"(0 queues buyer.hold #0
1 queues buyer.hold #1
2 queues buyer.hold #2
5 stock = 2 #3
5 starts buyer.hold #0
5 ends buyer.hold #0
5 stock = 1 #0
5 starts buyer.hold #1
5 ends buyer.hold #1
5 stock = 0 #1
5 leaves #1
5 leaves #0
5 starts seller.rest #3
6 ends seller.rest #3
6 leaves #3
10 stock = 2 #3
10 starts buyer.hold #2
10 ends buyer.hold #2
10 stock = 1 #2
10 leaves #2
10 starts seller.rest #3
11 ends seller.rest #3
11 leaves #3
)");
}

BOOST_AUTO_TEST_CASE(those_who_wait_at_several_steps_are_looked_at_in_order_of_coming) {
    const auto text = scenario("1 h", R"(
classes: {client: {attributes: {wants: {}}}}
variables: {stock: 0, other: 0}
sources:
  big: {class: client, first_at: 0 s, interarrival: 2 min, count: 2, set: {wants: 3}, process: a}
  small: {class: client, first_at: 1 min, interarrival: 2 min, count: 2, set: {wants: 1}, process: b}
  seller: {first_at: 10 min, interarrival: 1 min, count: 2, process: seller}
processes:
  a: {steps: {hold: {wait: {until: stock >= wants}}, take: {set: {stock: stock - wants}}}}
  b: {steps: {hold: {wait: {until: stock >= wants}}, take: {set: {stock: stock - wants}}}}
  seller: {steps: {bring: {set: {stock: stock + 3}}}}
)");
    BOOST_TEST(with(told(text, kWaits), "starts") == R"(10 starts a.hold #0
11 starts b.hold #1
11 starts b.hold #3
)");
}

BOOST_AUTO_TEST_CASE(one_who_sets_goes_on_after_those_who_wait) {
    const auto text = scenario(
        "1 h", "variables: {stock: 0}\nsources:\n" + clients("buyer", 0) + clients("both", 5) + R"(
processes:
  buyer: {steps: {hold: {wait: {until: stock >= 1}}, take: {set: {stock: stock - 1}}}}
  both: {steps: {bring: {set: {stock: 1}}, again: {call: buyer}}}
)");
    // the one that brought it finds it taken
    BOOST_TEST(with(told(text, kWaits), "buyer.hold") == R"(0 queues buyer.hold #0
5 starts buyer.hold #0
5 ends buyer.hold #0
5 queues buyer.hold #1
)");
}

BOOST_AUTO_TEST_CASE(a_pulse_is_seen) {
    const auto text = scenario("1 h", "variables: {is_open: 0}\nsources:\n" + clients("guest", 0) +
                                          clients("door", 5) + R"(
processes:
  guest: {steps: {hold: {wait: {until: is_open}}}}
  door: {steps: {open: {set: {is_open: 1}}, shut: {set: {is_open: 0}}}}
)");
    BOOST_TEST(told(text, kWaits) == R"(0 queues guest.hold #0
5 is_open = 1 #1
5 starts guest.hold #0
5 ends guest.hold #0
5 leaves #0
5 is_open = 0 #1
5 leaves #1
)");
}

BOOST_AUTO_TEST_CASE(patience_ends_the_wait_for_a_condition) {
    const auto text = scenario("1 h", "variables: {stock: 0}\nsources:\n" +
                                          clients("buyer", 0, 5, 2) + clients("seller", 20) + R"(
processes:
  buyer: {steps: {hold: {wait: {until: stock >= 1, patience: 16 min}}}}
  seller: {steps: {bring: {set: {stock: 1}}}}
)");
    BOOST_TEST(with(told(text, kWaits), "hold") == R"(0 queues buyer.hold #0
5 queues buyer.hold #1
16 reneges buyer.hold, 16 min #0
20 starts buyer.hold #1
20 ends buyer.hold #1
)");
    const auto table = run_text(text);
    BOOST_TEST(mean(table, "reneged", "activity=buyer.hold") == 0.5);
}

BOOST_AUTO_TEST_CASE(a_condition_on_the_time_is_looked_at_when_something_else_happens) {
    const auto text = scenario("1 h", "variables: {any: 0}\nsources:\n" + clients("guest", 0) +
                                          clients("ringer", 20, 20, 2) + clients("setter", 45) + R"(
processes:
  guest: {steps: {hold: {wait: {until: now_days * 1440 >= 30}}}}
  ringer: {steps: {ring: {signal: bell}}}
  setter: {steps: {set: {set: {any: 1}}}}
  listener: {steps: {hold: {wait: {for: bell}}}}
)");
    BOOST_TEST(with(told(text, kWaits), "guest") == R"(0 queues guest.hold #0
40 starts guest.hold #0
40 ends guest.hold #0
)");
}

BOOST_AUTO_TEST_CASE(another_path_of_the_same_member_sees_its_attribute_set) {
    const TableFile table("n\n1\n");
    const auto text = scenario("30 days", members(table, "{told: {}}") + R"(
needs:
  one:
    class: child
    onset: [{when: now_days < 0.01, rate: 1 per min}]
    severity: 1
    recognised:
      at_once: {after: 1 day, process: waits}
      later: {service: desk, after: 3 days, process: tells}
services: {desk: {}}
processes:
  waits: {service: desk, steps: {hold: {wait: {until: told > 0}}, end: {duration: 1 day}}}
  tells: {steps: {mark: {set: {told: 1}}, rest: {duration: 2 days}}}
)");
    BOOST_TEST(with(told_since_onset(text, kActivities), "waits") == "1 queues waits.hold #0\n");
    const auto seen = scenario("30 days", members(table, "{told: {}}") + R"(
needs:
  one:
    class: child
    onset: [{when: now_days < 0.01, rate: 1 per min}]
    severity: 1
    recognised:
      at_once: {after: 1 day, process: waits}
      later: {service: ward, after: 3 days, process: tells}
services: {desk: {}, ward: {}}
processes:
  waits: {service: desk, steps: {hold: {wait: {until: told > 0}}, end: {duration: 1 day}}}
  tells: {service: ward, steps: {mark: {set: {told: 1}}, rest: {duration: 2 days}}}
)");
    BOOST_TEST(told_since_onset(seen, kActivities) == R"(1 queues waits.hold #0
3 starts waits.hold #0
3 ends waits.hold #0
3 starts waits.end #0
3 starts tells.rest #0
4 ends waits.end #0
5 ends tells.rest #0
)");
}

BOOST_AUTO_TEST_CASE(a_closed_episode_stops_waiting) {
    const TableFile table("n\n1\n");
    const auto text = scenario("30 days", members(table) + R"(
needs:
  one:
    class: child
    onset: [{when: now_days < 0.01, rate: 1 per min}]
    severity: 1
    resolves: 5 days
    recognised: {family: {after: 1 day, process: waits}}
services: {desk: {}}
processes:
  waits: {service: desk, steps: {hold: {wait: {for: never}}}}
  teller: {steps: {tell: {signal: never}}}
)");
    BOOST_TEST(told_since_onset(text, {Kind::queue_joined, Kind::queue_left, Kind::path_ended,
                                       Kind::episode_closed, Kind::time_kind_changed}) ==
               R"(1 queues waits.hold #0
1 time: waiting #0
5 leaves queue waits.hold #0
5 path 0 ends #0
5 closed resolved_itself, not met #0
)");
}

// ---- long chains

BOOST_AUTO_TEST_CASE(a_chain_of_many_wakes_needs_no_depth) {
    // Everybody who is let go lets go the next: 20,000 links at one instant.
    const auto text = scenario("10 days", R"(
variables: {turn: 0, came: 0}
classes: {client: {attributes: {number: {}}}}
sources:
  row: {class: client, first_at: 0 s, interarrival: 1 s, count: 20000, process: wait}
  start: {first_at: 9 days, interarrival: 1 h, count: 1, process: start}
processes:
  wait:
    steps:
      number: {set: {came: came + 1, number: came}}
      hold: {wait: {until: turn == number}}
      next: {set: {turn: turn + 1}}
  start: {steps: {start: {set: {turn: 1}}}}
)");
    const Log log = run_log(text);
    BOOST_TEST(count_of(log, Kind::entity_left) == 20001);
}

BOOST_AUTO_TEST_CASE(two_who_wake_each_other_for_ever_are_an_error) {
    const auto text =
        scenario("1 h", "variables: {ball: 0}\nsources:\n" + clients("a", 0) + clients("b", 0) + R"(
processes:
  a: {steps: {hold: {wait: {until: ball == 0}}, hit: {set: {ball: 1}, next: hold}}}
  b: {steps: {hold: {wait: {until: ball == 1}}, hit: {set: {ball: 0}, next: hold}}}
)");
    BOOST_TEST(log_of(text).failure.find("goes round without time passing") != std::string::npos);
}

// ---- activities broken off

BOOST_AUTO_TEST_CASE(a_signal_breaks_off_who_is_served_and_who_queues) {
    const auto text = scenario("2 h", "sources:\n" + clients("visit", 0, 5, 2) +
                                          clients("alarm", 20) + clients("visit", 30) + R"(
resources: {desk: {servers: 1}}
processes:
  visit:
    steps:
      talk: {seize: desk, duration: 40 min, interrupted_by: fire, on_interrupt: out}
      note: {duration: 1 min, next: leave}
      out: {duration: 5 min}
  alarm: {steps: {ring: {signal: fire}, call: {duration: 2 min}}}
)");
    BOOST_TEST(told(text, kWaits) == R"(0 starts visit.talk #0
5 queues visit.talk #1
20 ends visit.talk #0
20 leaves queue visit.talk #1
20 starts visit.out #0
20 starts visit.out #1
20 starts alarm.call #2
22 ends alarm.call #2
22 leaves #2
25 ends visit.out #0
25 leaves #0
25 ends visit.out #1
25 leaves #1
30 starts visit.talk #1
70 ends visit.talk #1
70 starts visit.note #1
71 ends visit.note #1
71 leaves #1
)");
}

BOOST_AUTO_TEST_CASE(the_time_worked_until_the_signal_counts) {
    const auto text =
        scenario("2 h", "sources:\n" + clients("visit", 0) + clients("alarm", 20) + R"(
resources: {desk: {servers: 2}}
processes:
  visit: {steps: {talk: {seize: {desk: 2}, duration: 40 min, interrupted_by: fire}}}
  alarm: {steps: {ring: {signal: fire}}}
)");
    const Log log = run_log(text);
    for (const auto& event : log.events) {
        if (event.kind != Kind::activity_ended) continue;
        BOOST_TEST(event.time == 20 * kMinute);
        BOOST_TEST(event.value == 2 * 20 * kMinute);
    }
    BOOST_TEST(with(lines(log, {Kind::staff_busy}), "desk") == "120 desk busy 0.666667 h\n");
}

BOOST_AUTO_TEST_CASE(work_outside_opening_hours_does_not_count_when_broken_off) {
    const auto text = scenario("3 days", R"(
calendars: {office: {open: {mon-fri: "08:00-16:00"}}}
resources: {desk: {servers: 1, calendar: office}}
sources:
  visits: {first_at: 15 h, interarrival: 1 h, count: 1, process: visit}
  alarm: {first_at: 33 h, interarrival: 1 h, count: 1, process: alarm}
processes:
  visit: {steps: {talk: {seize: desk, duration: 6 h, interrupted_by: fire}}}
  alarm: {steps: {ring: {signal: fire}}}
)");
    // an hour on Monday and one on Tuesday
    const Log log = run_log(text);
    for (const auto& event : log.events) {
        if (event.kind == Kind::activity_ended) BOOST_TEST(event.value == 2 * kHour);
    }
    BOOST_TEST(lines(log, {Kind::activity_ended, Kind::staff_busy}, kHour) ==
               "33 ends visit.talk #0\n72 desk busy 2 h\n");
}

BOOST_AUTO_TEST_CASE(a_closed_episode_is_not_broken_off_any_more) {
    const TableFile table("n\n1\n");
    const auto text = scenario("30 days", members(table) + R"(
needs:
  one:
    class: child
    onset: [{when: now_days < 0.01, rate: 1 per min}]
    severity: 1
    resolves: 3 days
    recognised: {family: {after: 1 day, process: visit}}
services: {desk: {}, ward: {}}
resources: {nurses: {servers: 1}}
sources: {alarm: {first_at: 5 days, interarrival: 1 h, count: 1, process: alarm}}
processes:
  visit:
    service: desk
    steps:
      rest: {duration: 10 days, interrupted_by: fire}
  alarm: {steps: {ring: {signal: fire}, rest: {duration: 1 h}}}
)");
    BOOST_TEST(untimed(told(text, kActivities)) == R"(starts visit.rest #0
ends visit.rest #0
starts alarm.rest #1
ends alarm.rest #1
)");
}

BOOST_AUTO_TEST_CASE(a_server_set_free_by_a_signal_serves_who_waits) {
    const auto text = scenario(
        "2 h", "sources:\n" + clients("visit", 0) + clients("other", 5) + clients("alarm", 20) + R"(
resources: {desk: {servers: 1}}
processes:
  visit: {steps: {talk: {seize: desk, duration: 40 min, interrupted_by: fire}, go: {duration: 1 min}}}
  other: {steps: {talk: {seize: desk, duration: 10 min}}}
  alarm: {steps: {ring: {signal: fire}}}
)");
    // without `on_interrupt` it goes on as after the activity
    BOOST_TEST(told(text, kWaits) == R"(0 starts visit.talk #0
5 queues other.talk #1
20 ends visit.talk #0
20 starts other.talk #1
20 starts visit.go #0
20 leaves #2
21 ends visit.go #0
21 leaves #0
30 ends other.talk #1
30 leaves #1
)");
}

BOOST_AUTO_TEST_CASE(those_who_wait_for_a_signal_go_on_before_those_whom_it_breaks_off) {
    const auto text = scenario(
        "2 h", "sources:\n" + clients("visit", 0) + clients("guard", 1) + clients("alarm", 20) + R"(
processes:
  visit: {steps: {talk: {duration: 40 min, interrupted_by: fire}}}
  guard: {steps: {hold: {wait: {for: fire}}}}
  alarm: {steps: {ring: {signal: {name: fire, lets_go: 1}}}}
)");
    BOOST_TEST(with(told(text, kWaits), "leaves") == "20 leaves #1\n20 leaves #0\n20 leaves #2\n");
}

BOOST_AUTO_TEST_SUITE_END()
