// SPDX-License-Identifier: Apache-2.0
// Who is served first, who joins a queue at all, who waits for room in it and who changes queues.
#include <map>

#include "tests/flow/setups.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

const Kinds kPlaces{Kind::activity_started, Kind::activity_ended, Kind::queue_joined,
                    Kind::queue_left,       Kind::balked,         Kind::blocked,
                    Kind::unblocked};

}  // namespace

// ---- disciplines
// -------------------------------------------------------------------------------------

BOOST_AUTO_TEST_SUITE(discipline)

/// Who is served in which order by one server that is busy until 10.
std::string order(const char* discipline, const std::string& run = "") {
    const Log log = run_log(
        scenario("3 h",
                 fmt::format("resources: {{a: {{servers: 1, discipline: {}}}}}\n", discipline) +
                     clients({{"one", 0, "seize: a, duration: 10 min"},
                              {"a", 1, "seize: a, duration: 8 min, due: 40"},
                              {"b", 2, "seize: a, duration: 2 min, due: 20"},
                              {"c", 3, "seize: a, duration: 6 min"},
                              {"d", 4, "seize: a, duration: 4 min, due: 30"},
                              {"u", 5, "seize: a, duration: 9 min, priority: 1, due: 99"}}),
                 run));
    std::string who;
    for (const auto& event : log.events) {
        if (event.kind == Kind::activity_started) who += log.legend.activities[event.place].name[0];
    }
    return who;
}

BOOST_AUTO_TEST_CASE(decides_among_those_with_the_same_priority) {
    BOOST_TEST(order("fifo") == "ouabcd");
    BOOST_TEST(order("lifo") == "oudcba");
    BOOST_TEST(order("shortest_first") == "oubdca");
    BOOST_TEST(order("earliest_due") == "oucbda");
    BOOST_TEST(order("random").substr(0, 2) == "ou");
}

BOOST_AUTO_TEST_CASE(lifo_takes_the_last_of_those_who_came_together) {
    BOOST_TEST(told(scenario("1 h", R"(
resources: {a: {servers: 1, discipline: lifo}}
sources: {s: {first_at: 0 s, interarrival: 1 h, batch: 4, count: 4, process: p}}
processes: {p: {steps: {w: {seize: a, duration: 10 min}}}}
)"),
                    kStarts) ==
               "0 starts p.w #0\n10 starts p.w #3\n20 starts p.w #2\n30 starts p.w #1\n");
}

BOOST_AUTO_TEST_CASE(random_takes_anybody_and_with_the_same_seed_the_same) {
    const std::string text = R"(
resources: {a: {servers: 1, discipline: random}}
sources: {s: {first_at: 0 s, interarrival: 1 h, batch: 5, process: p}}
processes: {p: {steps: {w: {seize: a, duration: 10 min}}}}
)";
    const Log log = run_log(scenario("2000 h", text));
    BOOST_TEST(lines(log, kStarts) == told(scenario("2000 h", text), kStarts));
    // Who came as second to fifth is served as second in a quarter of 1999 rounds each:
    // 500 +- 4 standard deviations of 19.4; likewise who is served last.
    std::map<int, int> second, last;
    std::map<std::uint32_t, int> place;
    int came = 0, served = 0;
    for (const auto& event : log.events) {
        if (event.kind == Kind::entity_arrived) place[event.entity] = came++ % 5;
        if (event.kind != Kind::activity_started) continue;
        const int turn = served++ % 5;
        if (turn == 1) ++second[place[event.entity]];
        if (turn == 4) ++last[place[event.entity]];
    }
    for (int who = 1; who < 5; ++who) {
        BOOST_TEST(std::abs(second[who] - 500) < 78, who << " second: " << second[who]);
        BOOST_TEST(std::abs(last[who] - 500) < 78, who << " last: " << last[who]);
    }
}

BOOST_AUTO_TEST_CASE(shortest_first_uses_the_duration_that_is_drawn) {
    const Log log = run_log(scenario("3 h", R"(
resources: {a: {servers: 1, discipline: shortest_first}}
sources: {s: {first_at: 0 s, interarrival: 1 min, count: 8, process: p}}
processes: {p: {steps: {w: {seize: a, duration: 'uniform(10 min, 20 min)'}}}}
)"));
    const std::vector<double> taken = durations(log);
    BOOST_TEST(taken.size() == 8);
    BOOST_TEST(std::is_sorted(taken.begin() + 1, taken.end()));
}

BOOST_AUTO_TEST_CASE(a_priority_grows_with_waiting_when_it_is_worked_out_again) {
    const auto text = [](const char* again) {
        const std::string keys =
            fmt::format("seize: a, duration: 20 min, priority: waited_days * 24{}", again);
        return scenario("3 h", "resources: {a: {servers: 1}}\n" +
                                   clients({{"one", 0, "seize: a, duration: 50 min"},
                                            {"patient", 5, keys.c_str()},
                                            {"urgent", 6,
                                             "seize: a, duration: 20 min, priority: "
                                             "0.5"}}));
    };
    BOOST_TEST(told(text(""), kStarts) ==
               "0 starts one.w #0\n50 starts urgent.w #2\n70 starts patient.w #1\n");
    BOOST_TEST(told(text(", priority_again: 5 min"), kStarts) ==
               "0 starts one.w #0\n50 starts patient.w #1\n70 starts urgent.w #2\n");
    // At 25 it has waited for a third of an hour only.
    BOOST_TEST(told(text(", priority_again: 20 min"), kStarts) ==
               "0 starts one.w #0\n50 starts patient.w #1\n70 starts urgent.w #2\n");
    BOOST_TEST(told(text(", priority_again: 25 min"), kStarts) ==
               "0 starts one.w #0\n50 starts urgent.w #2\n70 starts patient.w #1\n");
}

BOOST_AUTO_TEST_SUITE_END()

// ---- joining
// -----------------------------------------------------------------------------------------

BOOST_AUTO_TEST_SUITE(joining)

BOOST_AUTO_TEST_CASE(one_balks_who_sees_too_many) {
    BOOST_TEST(told(scenario("1 h", R"(
resources: {a: {servers: 1}}
sources: {s: {first_at: 0 s, interarrival: 1 min, count: 4, process: p}}
processes:
  p:
    steps:
      w: {seize: a, duration: 30 min, balks: queue_length >= 1, on_balk: home, next: leave}
      home: {duration: 5 min}
)"),
                    kPlaces) == R"(0 starts p.w #0
1 queues p.w #1
2 balks at p.w #2
2 starts p.home #2
3 balks at p.w #3
3 starts p.home #3
7 ends p.home #2
8 ends p.home #3
30 ends p.w #0
30 starts p.w #1
60 ends p.w #1
)");
    BOOST_TEST(told(scenario("1 h", R"(
resources: {a: {servers: 2}}
sources: {s: {first_at: 0 s, interarrival: 1 min, count: 3, process: p}}
processes: {p: {steps: {w: {seize: a, duration: 30 min, balks: in_service >= 2}}}}
)"),
                    {Kind::balked, Kind::entity_left}) ==
               "2 balks at p.w #2\n2 leaves #2\n30 leaves #0\n31 leaves #1\n");
}

BOOST_AUTO_TEST_CASE(one_balks_with_a_probability) {
    const auto table = run_text(scenario("4000 min", R"(
resources: {a: {servers: 1}}
sources: {s: {first_at: 0 s, interarrival: 1 min, process: p}}
processes: {p: {steps: {w: {seize: a, duration: 30 s, balks: 0.3}}}}
)"));
    // 4000 draws: a standard deviation of 0.0072.
    BOOST_TEST(std::abs(mean(table, "balked", "activity=p.w") - 0.3) < 0.029);
    BOOST_TEST(mean(table, "turned_away", "activity=p.w") == 0.0);
}

BOOST_AUTO_TEST_CASE(balking_with_no_probability_is_an_error_of_the_model) {
    const Log log = log_of(scenario(
        "1 h", "resources: {a: {servers: 1}}\n" + clients({{"one", 0,
                                                            "seize: a, duration: 30 min, balks: "
                                                            "2 + in_service"},
                                                           {"two", 1,
                                                            "seize: a, duration: 30 min, balks: "
                                                            "2 + in_service"}})));
    BOOST_TEST(log.failure.find("balks with probability 2; expected 0 to 1") != std::string::npos,
               log.failure);
}

BOOST_AUTO_TEST_CASE(a_full_queue_turns_away) {
    BOOST_TEST(told(scenario("1 h", R"(
resources: {a: {servers: 1, queue_limit: 1}, b: {servers: 1, queue_limit: 0}}
sources: {s: {first_at: 0 s, interarrival: 1 min, count: 5, process: p}}
processes:
  p:
    steps:
      w: {seize: a, duration: 20 min, on_full: x, next: leave}
      x: {seize: b, duration: 5 min}
)"),
                    kPlaces) == R"(0 starts p.w #0
1 queues p.w #1
2 is turned away from p.w #2
2 starts p.x #2
3 is turned away from p.w #3
3 is turned away from p.x #3
4 is turned away from p.w #3
4 is turned away from p.x #3
7 ends p.x #2
20 ends p.w #0
20 starts p.w #1
40 ends p.w #1
)");
}

BOOST_AUTO_TEST_CASE(one_that_is_turned_away_and_comes_again_at_once_goes_round_for_ever) {
    const Log log = log_of(scenario("1 h", "resources: {a: {servers: 1, queue_limit: 0}}\n" +
                                               clients({{"one", 0, "seize: a, duration: 30 min"},
                                                        {"two", 1,
                                                         "seize: a, duration: 30 min, on_full: "
                                                         "w"}})));
    BOOST_TEST(log.failure.find("goes round without time passing") != std::string::npos,
               log.failure);
}

BOOST_AUTO_TEST_CASE(notes_and_triage_are_not_turned_away) {
    // The staff of the second is busy with a client, and another waits: the queue is full.
    const auto text = scenario("1 day", R"(
services:
  first: {staff: a}
  second: {staff: b, process: care}
resources: {a: {service: first, servers: 1}, b: {service: second, servers: 1, queue_limit: 1}}
interfaces: {first -> second: {receiver_work: 10 min}}
sources:
  one: {first_at: 5 min, interarrival: 1 h, count: 1, process: start}
  two: {first_at: 0 s, interarrival: 1 min, count: 2, process: other}
processes:
  start: {service: first, steps: {send: {hand_over: {to: second}}}}
  other: {service: second, steps: {w: {seize: b, duration: 2 h}}}
  care: {service: second, steps: {talk: {seize: b, duration: 30 min}}}
)");
    const Log log = run_log(text);
    BOOST_TEST(count_of(log, Kind::balked) == 0);
    BOOST_TEST(count_of(log, Kind::handover_accepted) == 1);
}

BOOST_AUTO_TEST_SUITE_END()

// ---- blocking after service
// --------------------------------------------------------------------------

BOOST_AUTO_TEST_SUITE(blocking)

BOOST_AUTO_TEST_CASE(a_chain_of_three_is_freed_from_its_end) {
    const auto text = scenario("2 h", R"(
resources: {a: {servers: 1}, b: {servers: 1, queue_limit: 0}, c: {servers: 1, queue_limit: 0}}
sources: {s: {first_at: 0 s, interarrival: 1 min, count: 4, process: p}}
processes:
  p:
    steps:
      x: {seize: a, duration: 5 min}
      y: {seize: b, duration: 5 min, when_full: block}
      z: {seize: c, duration: 20 min, when_full: block}
)");
    const Log log = run_log(text);
    BOOST_TEST(lines(log, kPlaces) == R"(0 starts p.x #0
1 queues p.x #1
2 queues p.x #2
3 queues p.x #3
5 ends p.x #0
5 starts p.x #1
5 starts p.y #0
10 ends p.y #0
10 starts p.z #0
10 ends p.x #1
10 starts p.x #2
10 starts p.y #1
15 ends p.y #1
15 blocked before p.z #1
15 ends p.x #2
15 blocked before p.y #2
30 ends p.z #0
30 let in to p.z #1
30 starts p.z #1
30 let in to p.y #2
30 starts p.y #2
30 starts p.x #3
35 ends p.y #2
35 blocked before p.z #2
35 ends p.x #3
35 blocked before p.y #3
50 ends p.z #1
50 let in to p.z #2
50 starts p.z #2
50 let in to p.y #3
50 starts p.y #3
55 ends p.y #3
55 blocked before p.z #3
70 ends p.z #2
70 let in to p.z #3
70 starts p.z #3
90 ends p.z #3
)");
    // Blocked servers are busy: a from 0 to 30 and from 30 to 50.
    BOOST_TEST(lines(log, {Kind::staff_busy}, kMinute) ==
               "120 a busy 0.833333 h\n120 b busy 1.08333 h\n120 c busy 1.33333 h\n");
    const auto table = run_text(text);
    BOOST_TEST(mean(table, "blocked_time", "activity=p.z") == (15.0 + 15.0 + 15.0) / 3.0);
}

BOOST_AUTO_TEST_CASE(those_from_outside_wait_without_servers_in_order_of_coming) {
    BOOST_TEST(told(scenario("2 h", R"(
resources: {a: {servers: 1, queue_limit: 1}}
sources:
  s: {first_at: 0 s, interarrival: 1 min, count: 4, process: p}
  t: {first_at: 2.5 min, interarrival: 1 min, count: 1, process: q}
processes:
  p: {steps: {w: {seize: a, duration: 10 min, when_full: block}}}
  q: {steps: {c: {next: w}, w: {seize: a, duration: 10 min, when_full: block}}}
)"),
                    kPlaces) == R"(0 starts p.w #0
1 queues p.w #1
2 blocked before p.w #2
2.5 blocked before q.w #3
3 blocked before p.w #4
10 ends p.w #0
10 starts p.w #1
10 let in to p.w #2
10 queues p.w #2
20 ends p.w #1
20 starts p.w #2
20 let in to q.w #3
20 queues q.w #3
30 ends p.w #2
30 starts q.w #3
30 let in to p.w #4
30 queues p.w #4
40 ends q.w #3
40 starts p.w #4
50 ends p.w #4
)");
}

BOOST_AUTO_TEST_CASE(room_is_made_by_impatience_too) {
    BOOST_TEST(told(scenario("1 h", R"(
resources: {a: {servers: 1, queue_limit: 1}}
sources: {s: {first_at: 0 s, interarrival: 1 min, count: 3, process: p}}
processes: {p: {steps: {w: {seize: a, duration: 30 min, when_full: block, patience: 5 min}}}}
)"),
                    {Kind::activity_started, Kind::reneged, Kind::blocked, Kind::unblocked,
                     Kind::queue_joined}) == R"(0 starts p.w #0
1 queues p.w #1
2 blocked before p.w #2
6 reneges p.w, 5 min #1
6 let in to p.w #2
6 queues p.w #2
11 reneges p.w, 5 min #2
)");
}

BOOST_AUTO_TEST_CASE(nobody_waits_for_the_room_that_its_own_server_makes) {
    BOOST_TEST(told(scenario("1 h", R"(
resources: {a: {servers: 1, queue_limit: 0}}
sources: {s: {first_at: 0 s, interarrival: 1 min, count: 2, process: p}}
processes:
  p:
    steps:
      w: {seize: a, duration: 5 min, when_full: block}
      x: {seize: a, duration: 10 min, when_full: block}
)"),
                    kPlaces) == R"(0 starts p.w #0
1 blocked before p.w #1
5 ends p.w #0
5 let in to p.w #1
5 starts p.w #1
5 blocked before p.x #0
10 ends p.w #1
10 let in to p.x #0
10 starts p.x #0
10 blocked before p.x #1
20 ends p.x #0
20 let in to p.x #1
20 starts p.x #1
30 ends p.x #1
)");
}

BOOST_AUTO_TEST_CASE(a_signal_frees_those_who_wait_for_room) {
    BOOST_TEST(told(scenario("1 h", R"(
resources: {a: {servers: 1, queue_limit: 0}}
sources:
  s: {first_at: 0 s, interarrival: 1 min, count: 3, process: p}
  alarm: {first_at: 10 min, interarrival: 1 h, count: 1, process: alarm}
processes:
  p: {steps: {w: {seize: a, duration: 30 min, when_full: block, interrupted_by: fire}}}
  alarm: {steps: {s: {signal: fire}}}
)"),
                    {Kind::activity_started, Kind::activity_ended, Kind::blocked, Kind::unblocked,
                     Kind::entity_left}) == R"(0 starts p.w #0
1 blocked before p.w #1
2 blocked before p.w #2
10 ends p.w #0
10 let in to p.w #1
10 let in to p.w #2
10 leaves #0
10 leaves #1
10 leaves #2
10 leaves #3
)");
}

BOOST_AUTO_TEST_CASE(one_whose_episode_closes_gives_its_server_back) {
    const TableFile table("name,n\nNorth,3\n");
    const Log log = run_log(scenario("2 days", over_after("2 h", table) + R"(
resources: {a: {servers: 1}, b: {servers: 1, queue_limit: 0}}
processes:
  care:
    service: clinic
    steps:
      x: {seize: a, duration: 5 min, with_client: false}
      y: {seize: b, duration: 20 h, when_full: block, with_client: false}
)"));
    BOOST_TEST(count_of(log, Kind::blocked) == count_of(log, Kind::unblocked));
    BOOST_TEST(count_of(log, Kind::blocked) > 0);
    BOOST_TEST(count_of(log, Kind::episode_closed) == 3);
}

BOOST_AUTO_TEST_SUITE_END()

// ---- changing queues
// ---------------------------------------------------------------------------------

BOOST_AUTO_TEST_SUITE(jockeying)

/// Two queues side by side; who comes at which minute goes to the left (x).
std::string two_queues(const std::string& resources, int jockeys_at, const std::string& sources) {
    return scenario("2 h", fmt::format(R"(
resources: {}
sources:
{}
processes:
  left: {{steps: {{x: {{seize: a, duration: 20 min, jockeys_to: [y], jockeys_at: {}, next: leave}}, y: {{seize: b, duration: 20 min}}}}}}
  right: {{steps: {{z: {{seize: b, duration: 10 min}}}}}}
)",
                                       resources, sources, jockeys_at));
}
const std::string kLeftAndRight =
    "  l: {first_at: 0 s, interarrival: 1 min, count: 3, process: left}\n"
    "  r: {first_at: 0 s, interarrival: 1 min, count: 2, process: right}\n";

BOOST_AUTO_TEST_CASE(the_last_changes_when_the_other_queue_is_shorter_by_so_many) {
    const std::string resources = "{a: {servers: 1}, b: {servers: 1}}";
    // 3 and 2 until the first at b leaves at 10: 3 and 1.
    BOOST_TEST(told(two_queues(resources, 2, kLeftAndRight), kPlaces) == R"(0 starts left.x #0
0 starts right.z #1
1 queues left.x #2
1 queues right.z #3
2 queues left.x #4
10 ends right.z #1
10 starts right.z #3
10 leaves queue left.x #4
10 queues left.y #4
20 ends left.x #0
20 starts left.x #2
20 ends right.z #3
20 starts left.y #4
40 ends left.x #2
40 ends left.y #4
)");
    BOOST_TEST(with(told(two_queues(resources, 4, kLeftAndRight), kPlaces), "left.y") == "");
}

BOOST_AUTO_TEST_CASE(one_that_comes_while_the_other_server_is_idle_changes_at_once) {
    BOOST_TEST(told(two_queues("{a: {servers: 1}, b: {servers: 1}}", 2,
                               "  l: {first_at: 0 s, interarrival: 1 min, count: 3, process: "
                               "left}\n"),
                    kPlaces) == R"(0 starts left.x #0
1 queues left.x #1
1 leaves queue left.x #1
1 starts left.y #1
2 queues left.x #2
20 ends left.x #0
20 starts left.x #2
21 ends left.y #1
40 ends left.x #2
)");
}

BOOST_AUTO_TEST_CASE(nobody_changes_to_a_queue_that_is_full) {
    BOOST_TEST(told(two_queues("{a: {servers: 1}, b: {servers: 1, queue_limit: 0}}", 1,
                               "  l: {first_at: 0 s, interarrival: 1 min, count: 4, process: "
                               "left}\n"),
                    {Kind::balked, Kind::activity_started}) == R"(0 starts left.x #0
1 starts left.y #1
20 starts left.x #2
21 starts left.y #3
)");
}

BOOST_AUTO_TEST_CASE(who_changes_leaves_room_behind) {
    BOOST_TEST(told(scenario("2 h", R"(
resources: {a: {servers: 1, queue_limit: 1}, b: {servers: 1}}
sources:
  r: {first_at: 0 s, interarrival: 1 min, count: 1, process: right}
  l: {first_at: 0 s, interarrival: 1 min, count: 3, process: left}
processes:
  left:
    steps:
      x: {seize: a, duration: 20 min, jockeys_to: [y], jockeys_at: 2, when_full: block, next: leave}
      y: {seize: b, duration: 20 min}
  right: {steps: {z: {seize: b, duration: 10 min}}}
)"),
                    kPlaces) == R"(0 starts right.z #0
0 starts left.x #1
1 queues left.x #2
2 blocked before left.x #3
10 ends right.z #0
10 leaves queue left.x #2
10 starts left.y #2
10 let in to left.x #3
10 queues left.x #3
20 ends left.x #1
20 starts left.x #3
30 ends left.y #2
40 ends left.x #3
)");
}

BOOST_AUTO_TEST_CASE(queues_that_each_change_to_the_other_come_to_rest) {
    const Log log = run_log(scenario("2 h", R"(
resources: {a: {servers: 1}, b: {servers: 1}}
sources:
  l: {first_at: 0 s, interarrival: 1 min, count: 6, process: both}
processes:
  both:
    steps:
      x: {seize: a, duration: 10 min, jockeys_to: [y], jockeys_at: 1, next: leave}
      y: {seize: b, duration: 10 min, jockeys_to: [x], jockeys_at: 1}
)"));
    BOOST_TEST(count_of(log, Kind::activity_ended) == 6);
}

BOOST_AUTO_TEST_SUITE_END()

// ---- routing by the state of queues
// ------------------------------------------------------------------

BOOST_AUTO_TEST_SUITE(routing_by_rule)

std::string three_ways(const char* by) {
    return scenario("1 h", fmt::format(R"(
resources: {{a: {{servers: 1}}, b: {{servers: 2}}}}
sources: {{s: {{first_at: 0 s, interarrival: 1 min, count: 6, process: p}}}}
processes:
  p:
    steps:
      where: {{next: {{by: {}, to: [x, y, leave]}}}}
      x: {{seize: a, duration: 30 min, next: leave}}
      y: {{seize: b, duration: 30 min}}
)",
                                       by));
}

BOOST_AUTO_TEST_CASE(in_turn) {
    BOOST_TEST(told(three_ways("cycle"), {Kind::activity_started, Kind::queue_joined}) ==
               "0 starts p.x #0\n1 starts p.y #1\n3 queues p.x #2\n4 starts p.y #3\n"
               "30 starts p.x #2\n");
}

BOOST_AUTO_TEST_CASE(to_the_shortest_queue_and_of_equal_ones_the_first) {
    const auto text = scenario("1 h", R"(
resources: {a: {servers: 1}, b: {servers: 2}}
sources: {s: {first_at: 0 s, interarrival: 1 min, count: 6, process: p}}
processes:
  p:
    steps:
      where: {next: {by: shortest_queue, to: [x, y]}}
      x: {seize: a, duration: 10 min, next: leave}
      y: {seize: b, duration: 30 min}
)");
    BOOST_TEST(told(text, {Kind::activity_started, Kind::queue_joined}) ==
               "0 starts p.x #0\n1 starts p.y #1\n2 queues p.x #2\n3 starts p.y #3\n"
               "4 queues p.x #4\n5 queues p.y #5\n10 starts p.x #2\n20 starts p.x #4\n"
               "31 starts p.y #5\n");
}

BOOST_AUTO_TEST_SUITE_END()
