// SPDX-License-Identifier: Apache-2.0
// Servers that are taken away, go off duty, are away, change in number or are shared out.
#include "tests/flow/setups.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

const Kinds kStaff{Kind::staff_available, Kind::staff_busy};
const Kinds kServers{Kind::server_available, Kind::server_busy};

double sum_of(const Log& log, const Kinds& kinds) {
    double sum = 0.0;
    for (const auto& event : log.events) {
        if (std::find(kinds.begin(), kinds.end(), event.kind) != kinds.end()) sum += event.value;
    }
    return sum;
}

const std::string kShifts = R"(
calendars:
  day: {open: {mon-sun: 06:00-18:00}}
  night: {open: {mon-sun: [00:00-06:00, 18:00-24:00]}}
)";

}  // namespace

// ---- preemption
// --------------------------------------------------------------------------------------

BOOST_AUTO_TEST_SUITE(preemption)

BOOST_AUTO_TEST_CASE(the_rest_is_done_afterwards) {
    const Log log = run_log(scenario(
        "2 h",
        "resources: {a: {servers: 1}}\n" +
            clients({{"low", 0, "seize: a, duration: 30 min"},
                     {"high", 10, "seize: a, duration: 5 min, priority: 1, preempts: true"}})));
    BOOST_TEST(lines(log, kPreemption) == R"(0 starts low.w #0
10 suspends low.w #0
10 starts high.w #1
15 ends high.w #1
15 resumes low.w #0
35 ends low.w #0
)");
    // Staff time is told once for what was done before and once for the rest.
    BOOST_TEST(sum_of(log, {Kind::activity_suspended, Kind::activity_ended}) == 35.0 * kMinute);
    BOOST_TEST(sum_of(log, {Kind::staff_busy}) == 35.0 * kMinute);
}

BOOST_AUTO_TEST_CASE(the_whole_is_done_again) {
    const Log log = run_log(scenario(
        "2 h",
        "resources: {a: {servers: 1}}\n" +
            clients({{"low", 0, "seize: a, duration: 30 min, when_preempted: restart"},
                     {"high", 10, "seize: a, duration: 5 min, priority: 1, preempts: true"},
                     {"again", 20, "seize: a, duration: 5 min, priority: 1, preempts: true"}})));
    BOOST_TEST(with(lines(log, kPreemption), "low") == R"(0 starts low.w #0
10 suspends low.w #0
15 resumes low.w #0
20 suspends low.w #0
25 resumes low.w #0
55 ends low.w #0
)");
    BOOST_TEST(sum_of(log, {Kind::activity_suspended, Kind::activity_ended}) == 55.0 * kMinute);
    BOOST_TEST(sum_of(log, {Kind::staff_busy}) == 55.0 * kMinute);
}

/// Duration of the last part of `low.w`, which is the whole with any rule but resume.
double last_part(const std::string& text) {
    const Log log = run_log(text);
    double resumed = -1.0;
    for (const auto& event : log.events) {
        if (event.kind == Kind::activity_resumed) resumed = event.time;
        if (event.kind == Kind::activity_ended && resumed >= 0.0 && event.value > 60.1) {
            return event.time - resumed;
        }
    }
    return -1.0;
}

BOOST_AUTO_TEST_CASE(a_duration_is_drawn_anew_whatever_took_the_servers) {
    const auto low = [](const char* rule) {
        return fmt::format("seize: a, duration: 'uniform(11 min, 20 min)', when_preempted: {}",
                           rule);
    };
    const auto preempted = [&](const char* rule) {
        const std::string keys = low(rule);
        return last_part(
            scenario("2 h", "resources: {a: {servers: 1}}\n" +
                                clients({{"low", 0, keys.c_str()},
                                         {"high", 10,
                                          "seize: a, duration: 1 min, priority: 1, preempts: "
                                          "true"}})));
    };
    BOOST_TEST(preempted("restart") >= 11.0 * kMinute);
    BOOST_TEST(preempted("resample") >= 11.0 * kMinute);
    BOOST_TEST(preempted("restart") != preempted("resample"));
    // No step takes servers away.
    const auto absent = [&](const char* rule) {
        const std::string keys = low(rule);
        return last_part(
            scenario("2 h",
                     "resources: {a: {servers: 1, absence: {every: 25 min, lasts: 1 min, at_once: "
                     "true}}}\n" +
                         clients({{"low", 20, keys.c_str()}})));
    };
    BOOST_TEST(absent("restart") != absent("resample"));
}

BOOST_AUTO_TEST_CASE(the_least_urgent_goes_first_and_of_those_the_last_to_start) {
    BOOST_TEST(
        told(scenario(
                 "2 h",
                 "resources: {a: {servers: 3}}\n" +
                     clients({{"one", 0, "seize: a, duration: 60 min, priority: 1"},
                              {"two", 1, "seize: a, duration: 60 min"},
                              {"three", 2, "seize: a, duration: 60 min"},
                              {"x", 10, "seize: a, duration: 60 min, priority: 2, preempts: true"},
                              {"y", 11, "seize: a, duration: 60 min, priority: 2, preempts: true"},
                              {"z", 12, "seize: a, duration: 60 min, priority: 2, preempts: true"},
                              {"late", 13,
                               "seize: a, duration: 60 min, priority: 2, preempts: true"}})),
             {Kind::activity_suspended, Kind::queue_joined}) ==
        "10 suspends three.w #2\n11 suspends two.w #1\n12 suspends one.w #0\n"
        "13 queues late.w #6\n");
}

BOOST_AUTO_TEST_CASE(several_servers_are_taken_from_several_activities_or_none_at_all) {
    const auto text = [](int keeps) {
        const std::string kept = fmt::format("seize: a, duration: 20 min, priority: {}", keeps);
        return scenario(
            "2 h", "resources: {a: {servers: 3}}\n" +
                       clients({{"one", 0, kept.c_str()},
                                {"two", 1, "seize: a, duration: 20 min"},
                                {"three", 2, "seize: a, duration: 20 min"},
                                {"all", 10,
                                 "seize: {a: 3}, duration: 5 min, priority: 2, preempts: true"}}));
    };
    // The suspended go on in the order in which they were suspended.
    BOOST_TEST(told(text(1), kPreemption) == R"(0 starts one.w #0
1 starts two.w #1
2 starts three.w #2
10 suspends three.w #2
10 suspends two.w #1
10 suspends one.w #0
10 starts all.w #3
15 ends all.w #3
15 resumes one.w #0
15 resumes three.w #2
15 resumes two.w #1
25 ends one.w #0
26 ends two.w #1
27 ends three.w #2
)");
    // One of the three cannot be taken: nothing changes until it is released.
    BOOST_TEST(told(text(2), {Kind::activity_suspended, Kind::activity_resumed}) ==
               "20 suspends three.w #2\n20 suspends two.w #1\n"
               "25 resumes three.w #2\n25 resumes two.w #1\n");
    BOOST_TEST(with(told(text(2), kPreemption), "all") == "20 starts all.w #3\n25 ends all.w #3\n");
}

BOOST_AUTO_TEST_CASE(idle_servers_are_used_before_any_is_taken) {
    BOOST_TEST(told(scenario("2 h", "resources: {a: {servers: 3}}\n" +
                                        clients({{"one", 0, "seize: a, duration: 20 min"},
                                                 {"two", 1, "seize: a, duration: 20 min"},
                                                 {"both", 10,
                                                  "seize: {a: 2}, duration: 5 min, priority: 2, "
                                                  "preempts: true"}})),
                    {Kind::activity_suspended}) == "10 suspends two.w #1\n");
}

BOOST_AUTO_TEST_CASE(the_suspended_is_first_of_its_priority_whatever_the_discipline) {
    for (const char* discipline : {"fifo", "lifo", "random", "shortest_first", "earliest_due"}) {
        const std::string starts = told(
            scenario("3 h",
                     fmt::format("resources: {{a: {{servers: 1, discipline: {}}}}}\n", discipline) +
                         clients({{"low", 0, "seize: a, duration: 30 min, due: 9"},
                                  {"b", 1, "seize: a, duration: 10 min, due: 1"},
                                  {"c", 2, "seize: a, duration: 10 min, due: 1"},
                                  {"d", 3, "seize: a, duration: 10 min, due: 1"},
                                  {"e", 4, "seize: a, duration: 10 min, due: 1"},
                                  {"better", 5, "seize: a, duration: 1 min, priority: 1"},
                                  {"high", 10,
                                   "seize: a, duration: 5 min, priority: 2, preempts: true"}})),
            {Kind::activity_started, Kind::activity_resumed});
        BOOST_TEST(starts.substr(0, starts.find("36 ")) ==
                       "0 starts low.w #0\n10 starts high.w #6\n15 starts better.w #5\n"
                       "16 resumes low.w #0\n",
                   discipline);
    }
}

BOOST_AUTO_TEST_CASE(waiting_again_is_waiting) {
    const auto table = run_text(scenario(
        "2 h", "resources: {a: {servers: 1}}\n" +
                   clients({{"low", 0, "seize: a, duration: 30 min"},
                            {"high", 10, "seize: a, duration: 5 min, priority: 1, preempts: true"},
                            {"next", 12, "seize: a, duration: 5 min, priority: 1"}})));
    BOOST_TEST(mean(table, "waiting_time", "activity=low.w") == 10.0);
    BOOST_TEST(mean(table, "waiting_time", "activity=next.w") == 3.0);
    BOOST_TEST(mean(table, "suspensions", "activity=low.w") == 1.0);
    BOOST_TEST(mean(table, "queue_length", "activity=low.w") == 10.0 / 120.0,
               boost::test_tools::tolerance(1e-12));
    BOOST_TEST(mean(table, "utilisation", "resource=a") == 40.0 / 120.0,
               boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(one_with_the_same_priority_is_not_disturbed) {
    BOOST_TEST(told(scenario("2 h", "resources: {a: {servers: 1}}\n" +
                                        clients({{"one", 0,
                                                  "seize: a, duration: 30 min, priority: 1, "
                                                  "preempts: true"},
                                                 {"two", 10,
                                                  "seize: a, duration: 5 min, priority: 1, "
                                                  "preempts: true"}})),
                    kPreemption) == R"(0 starts one.w #0
30 ends one.w #0
30 starts two.w #1
35 ends two.w #1
)");
}

BOOST_AUTO_TEST_CASE(every_resource_of_a_joint_activity_is_given_back) {
    BOOST_TEST(
        told(scenario("2 h", "resources: {a: {servers: 1}, b: {servers: 1}}\n" +
                                 clients({{"joint", 0, "seize: [a, b], duration: 30 min"},
                                          {"other", 5, "seize: b, duration: 10 min"},
                                          {"high", 10,
                                           "seize: a, duration: 5 min, priority: 1, preempts: "
                                           "true"}})),
             kPreemption) == R"(0 starts joint.w #0
10 suspends joint.w #0
10 starts high.w #2
10 starts other.w #1
15 ends high.w #2
20 ends other.w #1
20 resumes joint.w #0
40 ends joint.w #0
)");
}

BOOST_AUTO_TEST_CASE(what_was_done_together_is_what_both_were_there_for) {
    // From 8 to 12 both work; at 14 two hours are left for tomorrow morning.
    const Log log = run_log(scenario("2 days", R"(
calendars: {office: {open: {mon-fri: 08:00-16:00}}, morning: {open: {mon-fri: 08:00-12:00}}}
resources: {a: {servers: 1, calendar: office}, b: {servers: 1, calendar: morning}}
)" + clients({{"joint", 480, "seize: [a, b], duration: 6 h"},
              {"high", 840, "seize: a, duration: 1 h, priority: 1, preempts: true"}})));
    BOOST_TEST(lines(log, kPreemption, kHour) == R"(8 starts joint.w #0
14 suspends joint.w #0
14 starts high.w #1
15 ends high.w #1
32 resumes joint.w #0
34 ends joint.w #0
)");
    BOOST_TEST(sum_of(log, {Kind::activity_suspended}) == 8.0 * kHour);
}

BOOST_AUTO_TEST_CASE(patience_does_not_end_for_one_that_was_served) {
    BOOST_TEST(
        told(scenario("2 h", "resources: {a: {servers: 1}}\n" +
                                 clients({{"low", 0, "seize: a, duration: 30 min, patience: 5 min"},
                                          {"high", 10,
                                           "seize: a, duration: 40 min, priority: 1, "
                                           "preempts: true"}})),
             {Kind::reneged, Kind::activity_resumed, Kind::activity_ended}) ==
        "50 ends high.w #1\n50 resumes low.w #0\n70 ends low.w #0\n");
}

BOOST_AUTO_TEST_CASE(the_priority_of_the_suspended_is_worked_out_anew_too) {
    BOOST_TEST(
        told(
            scenario("3 h", "resources: {a: {servers: 1}}\n" +
                                clients({{"low", 0,
                                          "seize: a, duration: 30 min, priority: "
                                          "waited_days * 24 * 6, priority_again: 1 min"},
                                         {"high", 10,
                                          "seize: a, duration: 40 min, priority: 1, "
                                          "preempts: true"},
                                         {"next", 12, "seize: a, duration: 40 min, priority: 2"}})),
            {Kind::activity_started, Kind::activity_resumed}) ==
        "0 starts low.w #0\n10 starts high.w #1\n50 resumes low.w #0\n70 starts next.w #2\n");
}

BOOST_AUTO_TEST_CASE(one_that_is_suspended_at_the_end_is_still_there) {
    const Log log = run_log(scenario(
        "20 min",
        "resources: {a: {servers: 1}}\n" +
            clients({{"low", 0, "seize: a, duration: 30 min"},
                     {"high", 10, "seize: a, duration: 40 min, priority: 1, preempts: true"}})));
    BOOST_TEST(sum_of(log, {Kind::staff_busy}) == 20.0 * kMinute);
}

BOOST_AUTO_TEST_CASE(a_signal_breaks_off_what_is_suspended) {
    BOOST_TEST(told(scenario("2 h", R"(
resources: {a: {servers: 1}}
sources:
  low: {first_at: 0 s, interarrival: 1 h, count: 1, process: low}
  high: {first_at: 10 min, interarrival: 1 h, count: 1, process: high}
  alarm: {first_at: 20 min, interarrival: 1 h, count: 1, process: alarm}
processes:
  low:
    steps:
      w: {seize: a, duration: 30 min, interrupted_by: fire, on_interrupt: out, next: leave}
      out: {duration: 3 min}
  high: {steps: {w: {seize: a, duration: 40 min, priority: 1, preempts: true}}}
  alarm: {steps: {s: {signal: fire}}}
)"),
                    {Kind::activity_started, Kind::activity_suspended, Kind::activity_resumed,
                     Kind::activity_ended, Kind::queue_left}) == R"(0 starts low.w #0
10 suspends low.w #0
10 starts high.w #1
20 leaves queue low.w #0
20 starts low.out #0
23 ends low.out #0
50 ends high.w #1
)");
}

/// One client on two paths, x with worker a for 30 minutes and y with b; a is taken at 10.
std::string two_at_once(int y_takes, int high_takes) {
    return scenario("2 h", "resources: {a: {servers: 1}, b: {servers: 1}}\nsources:\n" +
                               source("one", "one", 0) + source("high", "high", 10) +
                               fmt::format(R"(
processes:
  one:
    steps:
      both: {{fork: {{to: [x, y]}}, next: leave}}
      x: {{seize: a, duration: 30 min, next: return}}
      y: {{seize: b, duration: {} min, next: return}}
  high: {{steps: {{w: {{seize: a, duration: {} min, priority: 1, preempts: true}}}}}}
)",
                                           y_takes, high_takes));
}

BOOST_AUTO_TEST_CASE(a_client_whose_activity_is_suspended_is_free_for_another_worker) {
    BOOST_TEST(told(two_at_once(10, 15), kPreemption) == R"(0 starts one.x #0
10 suspends one.x #0
10 starts high.w #1
10 starts one.y #0
20 ends one.y #0
25 ends high.w #1
25 resumes one.x #0
45 ends one.x #0
)");
}

BOOST_AUTO_TEST_CASE(one_that_was_taken_from_waits_until_its_client_is_free_again) {
    BOOST_TEST(told(two_at_once(20, 5), kPreemption) == R"(0 starts one.x #0
10 suspends one.x #0
10 starts high.w #1
10 starts one.y #0
15 ends high.w #1
30 ends one.y #0
30 resumes one.x #0
50 ends one.x #0
)");
}

BOOST_AUTO_TEST_CASE(the_members_of_a_batch_are_free_while_their_activity_is_suspended) {
    const std::string body = R"(
resources: {a: {servers: 1}, b: {servers: 1}}
sources:
  one: {first_at: 0 s, interarrival: 1 min, count: 2, process: one}
  high: {first_at: 10 min, interarrival: 1 h, count: 1, process: high}
processes:
  one:
    steps:
      both: {fork: {to: [together, pause]}, next: leave}
      together: {batch: {size: 2}}
      group: {seize: a, duration: 30 min}
      apart: {separate: all, next: return}
      pause: {duration: 8 min}
      alone: {seize: b, duration: 4 min, next: return}
  high: {steps: {w: {seize: a, duration: 15 min, priority: 1, preempts: true}}}
)";
    // Both are with the group from 1 on, and alone only when it is suspended.
    const std::string told_all = told(scenario("2 h", body), kPreemption);
    BOOST_TEST(with(told_all, "one.group") + with(told_all, "one.alone") ==
               R"(1 starts one.group #0
10 suspends one.group #0
25 resumes one.group #0
46 ends one.group #0
10 starts one.alone #0
14 ends one.alone #0
14 starts one.alone #1
18 ends one.alone #1
)");
}

BOOST_AUTO_TEST_CASE(a_batch_takes_no_servers_while_a_member_is_elsewhere) {
    const std::string body = R"(
resources: {a: {servers: 1}, b: {servers: 1}}
sources:
  low: {first_at: 0 s, interarrival: 1 h, count: 1, process: low}
  one: {first_at: 0 s, interarrival: 1 min, count: 2, process: one}
processes:
  low: {steps: {w: {seize: a, duration: 30 min}}}
  one:
    steps:
      both: {fork: {to: [alone, together]}, next: leave}
      together: {batch: {size: 2}}
      group: {seize: a, duration: 10 min, priority: 1, preempts: true}
      apart: {separate: all, next: return}
      alone: {seize: b, duration: 4 min, next: return}
)";
    // From 1 on the group waits, and the second member is elsewhere until 8.
    const std::string told_all = told(scenario("2 h", body), kPreemption);
    BOOST_TEST(with(told_all, "low.w") + with(told_all, "one.group") ==
               "0 starts low.w #0\n8 suspends low.w #0\n18 resumes low.w #0\n40 ends low.w #0\n"
               "8 starts one.group #1\n18 ends one.group #1\n");
}

BOOST_AUTO_TEST_CASE(a_server_that_is_blocked_is_at_no_activity_that_could_be_taken_from) {
    BOOST_TEST(told(scenario("1 h", R"(
resources: {a: {servers: 1}, b: {servers: 1, queue_limit: 0}}
sources:
  one: {first_at: 0 s, interarrival: 1 min, count: 2, process: one}
  high: {first_at: 15 min, interarrival: 1 h, count: 1, process: high}
processes:
  one:
    steps:
      w: {seize: a, duration: 5 min}
      x: {seize: b, duration: 20 min, when_full: block}
  high: {steps: {w: {seize: a, duration: 3 min, priority: 1, preempts: true}}}
)"),
                    {Kind::activity_started, Kind::activity_suspended, Kind::activity_ended,
                     Kind::blocked, Kind::unblocked}) == R"(0 starts one.w #0
5 ends one.w #0
5 starts one.w #1
5 starts one.x #0
10 ends one.w #1
10 blocked before one.x #1
25 ends one.x #0
25 let in to one.x #1
25 starts one.x #1
25 starts high.w #2
28 ends high.w #2
45 ends one.x #1
)");
}

BOOST_AUTO_TEST_SUITE_END()

// ---- absence
// -----------------------------------------------------------------------------------------

BOOST_AUTO_TEST_SUITE(absence)

BOOST_AUTO_TEST_CASE(waits_until_the_server_is_free) {
    const Log log = run_log(
        scenario("2 h", "resources: {a: {servers: 1, absence: {every: 50 min, lasts: 20 min}}}\n" +
                            clients({{"one", 40, "seize: a, duration: 30 min"},
                                     {"two", 45, "seize: a, duration: 10 min"}})));
    // The next comes 50 min after the return.
    BOOST_TEST(lines(log, kPreemption) == R"(40 starts one.w #0
70 ends one.w #0
70 starts a.absence #2
90 ends a.absence #2
90 starts two.w #1
100 ends two.w #1
)");
    BOOST_TEST(lines(log, kStaff, kMinute) ==
               "120 a@all available 1.66667 h\n120 a busy 0.666667 h\n");
}

BOOST_AUTO_TEST_CASE(at_once_breaks_off_what_the_server_is_at) {
    const auto text = scenario(
        "2 h",
        "resources: {a: {servers: 1, absence: {every: 50 min, lasts: 20 min, at_once: true}}}\n" +
            clients({{"one", 40, "seize: a, duration: 30 min"}}));
    const Log log = run_log(text);
    BOOST_TEST(lines(log, kPreemption) == R"(40 starts one.w #0
50 suspends one.w #0
50 starts a.absence #1
70 ends a.absence #1
70 resumes one.w #0
90 ends one.w #0
120 starts a.absence #0
)");
    BOOST_TEST(mean(run_text(text), "utilisation", "resource=a") == 0.3,
               boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(another_server_goes_on_with_what_was_broken_off) {
    const auto text = scenario(
        "70 min",
        "resources: {a: {named: [ann, bob], absence: {every: 50 min, lasts: 20 min, at_once: "
        "true}}}\n" +
            clients({{"one", 40, "seize: a, duration: 15 min"},
                     {"two", 45, "seize: a, duration: 3 min"}}));
    // Ann goes first and Bob at the same instant.
    BOOST_TEST(told(text, {Kind::served_by, Kind::activity_suspended}) == R"(40 one.w by ann #0
45 two.w by bob #1
50 suspends one.w #0
50 a.absence by ann #1
50 one.w by bob #0
50 suspends one.w #0
50 a.absence by bob #2
70 one.w by ann #0
)");
    BOOST_TEST(told(text, kServers, kMinute) ==
               "70 ann available 0.833333 h\n"
               "70 ann busy 0.166667 h\n"
               "70 bob available 0.833333 h\n"
               "70 bob busy 0.05 h\n");
}

BOOST_AUTO_TEST_CASE(of_one_server_does_not_wait_for_that_of_another) {
    // The night server's first absence waits for 18:00; the day server goes at once all the same.
    const auto text = scenario("1 day", kShifts + R"(
resources:
  a:
    shifts: {at_night: {calendar: night}, by_day: {calendar: day}}
    absence: {every: 10 h, lasts: 1 h, at_once: true}
)" + clients({{"one", 540, "seize: a, duration: 2 h"}}));
    BOOST_TEST(with(told(text, kPreemption, kHour), "one.w") == R"(9 starts one.w #0
10 suspends one.w #0
11 resumes one.w #0
12 ends one.w #0
)");
}

BOOST_AUTO_TEST_CASE(is_not_turned_away_by_a_full_queue_and_does_not_fill_it) {
    const auto text = scenario(
        "2 h",
        "resources: {a: {servers: 1, queue_limit: 1, absence: {every: 50 min, lasts: 20 min}}}\n" +
            clients({{"one", 40, "seize: a, duration: 30 min"},
                     {"two", 55, "seize: a, duration: 10 min"},
                     {"three", 60, "seize: a, duration: 10 min"}}));
    BOOST_TEST(told(text, {Kind::activity_started, Kind::balked}) == R"(40 starts one.w #0
60 is turned away from three.w #3
70 starts a.absence #1
90 starts two.w #2
)");
    const auto full = scenario(
        "2 h",
        "resources: {a: {servers: 1, queue_limit: 1, absence: {every: 50 min, lasts: 20 min}}}\n" +
            clients({{"one", 40, "seize: a, duration: 30 min"},
                     {"two", 45, "seize: a, duration: 10 min"}}));
    BOOST_TEST(told(full, {Kind::activity_started, Kind::balked}) == R"(40 starts one.w #0
70 starts a.absence #2
90 starts two.w #1
)");
}

BOOST_AUTO_TEST_CASE(is_no_client_in_service_or_in_the_queue) {
    const auto text =
        scenario("119 min",
                 "resources: {a: {servers: 2, absence: {every: 50 min, lasts: 20 min}}}\n" +
                     clients({{"long", 10, "seize: a, duration: 60 min"},
                              {"one", 55, "seize: a, duration: 5 min, balks: in_service != 1"},
                              {"two", 56, "seize: a, duration: 5 min, balks: queue_length != 1"}}));
    // One server is away from 50 on; the other's absence waits for it.
    BOOST_TEST(told(text, {Kind::activity_started, Kind::balked}) == R"(10 starts long.w #0
50 starts a.absence #1
70 starts a.absence #2
70 starts one.w #3
75 starts two.w #4
)");
}

BOOST_AUTO_TEST_CASE(outside_working_hours_is_not_time_off_duty) {
    // From Monday 15:00 to Tuesday 09:00: an hour of Monday and an hour of Tuesday.
    const auto text = scenario(
        "2 days", kOffice +
                      "resources: {a: {servers: 1, calendar: office, absence: {every: 15 h, lasts: "
                      "18 h}}}\n" +
                      clients({{"one", 540, "seize: a, duration: 1 h"}}));
    BOOST_TEST(told(text, kStaff, kHour) == "48 a@all available 14 h\n48 a busy 1 h\n");
}

BOOST_AUTO_TEST_SUITE_END()

// ---- off duty
// ----------------------------------------------------------------------------------------

BOOST_AUTO_TEST_SUITE(at_closing)

BOOST_AUTO_TEST_CASE(paused_goes_on_with_the_same_server) {
    BOOST_TEST(told(scenario("2 days", kShifts + R"(
resources: {a: {shifts: {by_day: {calendar: day}, at_night: {calendar: night}}}}
)" +
                                           clients({{"one", 17 * 60, "seize: a, duration: 2 h"},
                                                    {"two", 19 * 60, "seize: a, duration: 1 h"}})),
                    kPreemption, kHour) == R"(17 starts one.w #0
19 starts two.w #1
20 ends two.w #1
31 ends one.w #0
)");
}

BOOST_AUTO_TEST_CASE(finishing_is_overtime) {
    const auto text =
        scenario("1 day", kOffice +
                              "resources: {a: {named: [ann, bob], calendar: office, at_closing: "
                              "finish}}\n" +
                              clients({{"one", 480, "seize: a, duration: 10 h"},
                                       {"two", 840, "seize: a, duration: 3 h"},
                                       {"three", 1010, "seize: a, duration: 1 h"}}));
    const Log log = run_log(text);
    // Nobody takes on anything new after closing.
    BOOST_TEST(lines(log, kPreemption, kHour) == R"(8 starts one.w #0
14 starts two.w #1
17 ends two.w #1
18 ends one.w #0
)");
    BOOST_TEST(
        lines(log,
              {Kind::staff_available, Kind::staff_busy, Kind::server_available, Kind::server_busy},
              kHour) ==
        "24 ann available 10 h\n24 ann busy 10 h\n24 bob available 9 h\n24 bob busy 3 h\n"
        "24 a@all available 19 h\n24 a busy 13 h\n");
    BOOST_TEST(mean(run_text(text), "utilisation", "resource=a,server=ann") == 1.0);
}

BOOST_AUTO_TEST_CASE(who_works_with_one_who_stays_stays_as_well) {
    const Log log = run_log(
        scenario("1 day", kOffice +
                              "resources: {a: {servers: 1, calendar: office}, b: {servers: 1, "
                              "calendar: office, at_closing: finish}}\n" +
                              clients({{"one", 840, "seize: [a, b], duration: 3 h"}})));
    BOOST_TEST(lines(log, kPreemption, kHour) == "14 starts one.w #0\n17 ends one.w #0\n");
    BOOST_TEST(lines(log, kStaff, kHour) ==
               "24 a@all available 9 h\n24 a busy 3 h\n24 b@all available 9 h\n24 b busy 3 h\n");
}

BOOST_AUTO_TEST_CASE(the_next_shift_goes_on_with_what_is_handed_over) {
    const auto text =
        scenario("2 days", kShifts + R"(
resources: {a: {shifts: {by_day: {calendar: day}, at_night: {calendar: night}}, at_closing: hand_over}}
)" +
                               clients({{"one", 17 * 60, "seize: a, duration: 15 h"},
                                        {"two", 17 * 60 + 30, "seize: a, duration: 1 h"},
                                        {"ends", 33 * 60, "seize: a, duration: 1 h"}}));
    const Log log = run_log(text);
    // One night is 12 h, past midnight; what ends as the shift does is not handed over.
    BOOST_TEST(lines(log, kPreemption, kHour) == R"(17 starts one.w #0
18 suspends one.w #0
18 resumes one.w #0
30 suspends one.w #0
30 resumes one.w #0
32 ends one.w #0
32 starts two.w #1
33 ends two.w #1
33 starts ends.w #1
34 ends ends.w #1
)");
    BOOST_TEST(lines(log, kStaff, kHour) == "48 a@all available 48 h\n48 a busy 17 h\n");
}

BOOST_AUTO_TEST_CASE(what_is_handed_over_to_nobody_waits_over_the_weekend) {
    // Friday 15:00 to Monday 09:00.
    const auto text = scenario(
        "2 weeks", kOffice +
                       "resources: {a: {servers: 2, calendar: office, at_closing: hand_over}}\n" +
                       clients({{"one", (4 * 24 + 15) * 60, "seize: a, duration: 2 h"},
                                {"two", (4 * 24 + 15.5) * 60, "seize: a, duration: 30 min"}}));
    BOOST_TEST(told(text, kPreemption, kHour) == R"(111 starts one.w #0
111.5 starts two.w #1
112 ends two.w #1
112 suspends one.w #0
176 resumes one.w #0
177 ends one.w #0
)");
    BOOST_TEST(mean(run_text(text), "waiting_time", "activity=one.w") == 64.0 * 60.0);
}

BOOST_AUTO_TEST_SUITE_END()

// ---- capacity
// ----------------------------------------------------------------------------------------

BOOST_AUTO_TEST_SUITE(capacity)

const char* const kHalfHour = "seize: a, duration: 30 min";

BOOST_AUTO_TEST_CASE(falls_without_breaking_anything_off_and_rises_at_once) {
    const Log log = run_log(scenario(
        "1 h",
        "resources: {a: {servers: 2, changes: [{after: 10 min, servers: 0}, {after: 40 min, "
        "servers: 1}]}}\n" +
            clients({{"one", 0, kHalfHour},
                     {"two", 5, kHalfHour},
                     {"three", 6, "seize: a, duration: 5 min"}})));
    BOOST_TEST(lines(log, kPreemption) == R"(0 starts one.w #0
5 starts two.w #1
30 ends one.w #0
35 ends two.w #1
40 starts three.w #2
45 ends three.w #2
)");
    // 2 x 10 min, then two finish what they are at for 20 and 25 min, then 1 x 20 min.
    BOOST_TEST(sum_of(log, {Kind::staff_available}) == 85.0 * kMinute);
    BOOST_TEST(sum_of(log, {Kind::staff_busy}) == 65.0 * kMinute);
}

BOOST_AUTO_TEST_CASE(that_falls_and_falls_or_rises_again_counts_who_is_still_at_work) {
    const std::vector<Client> three{
        {"one", 0, kHalfHour}, {"two", 0, kHalfHour}, {"three", 0, kHalfHour}};
    const Log falls = run_log(scenario(
        "30 min",
        "resources: {a: {servers: 3, changes: [{after: 10 min, servers: 2}, {after: 20 min, "
        "servers: 1}]}}\n" +
            clients(three)));
    BOOST_TEST(sum_of(falls, {Kind::staff_available}) == 90.0 * kMinute);
    BOOST_TEST(sum_of(falls, {Kind::staff_busy}) == 90.0 * kMinute);
    const Log rises = run_log(scenario(
        "1 h",
        "resources: {a: {servers: 3, changes: [{after: 10 min, servers: 1}, {after: 20 min, "
        "servers: 4}]}}\n" +
            clients(three)));
    BOOST_TEST(sum_of(rises, {Kind::staff_available}) == (30.0 + 30.0 + 160.0) * kMinute);
}

BOOST_AUTO_TEST_CASE(that_fell_leaves_those_at_work_at_the_end_and_after_the_warm_up) {
    const Log log = run_log(scenario("1 h",
                                     "resources: {a: {servers: 3, changes: [{after: 10 min, "
                                     "servers: 1}]}}\n" +
                                         clients({{"one", 0, "seize: a, duration: 90 min"},
                                                  {"two", 0, "seize: a, duration: 90 min"},
                                                  {"three", 0, "seize: a, duration: 90 min"}}),
                                     ", warm_up: 20 min"));
    BOOST_TEST(sum_of(log, {Kind::staff_available}) == 120.0 * kMinute);
    BOOST_TEST(sum_of(log, {Kind::staff_busy}) == 120.0 * kMinute);
}

BOOST_AUTO_TEST_CASE(changes_within_working_hours_only_count_in_them) {
    const Log log = run_log(scenario(
        "2 days", kOffice +
                      "resources: {a: {servers: 1, calendar: office, changes: [{after: 12 h, "
                      "servers: 2}, {after: 20 h, servers: 3}]}}\n" +
                      clients({{"one", 480, "seize: {a: 2}, duration: 1 h"},
                               {"two", 490, "seize: {a: 3}, duration: 1 h"}})));
    BOOST_TEST(lines(log, kPreemption, kHour) ==
               "12 starts one.w #0\n13 ends one.w #0\n32 starts two.w #1\n33 ends two.w #1\n");
    BOOST_TEST(sum_of(log, {Kind::staff_available}) == (4.0 + 8.0 + 24.0) * kHour);
}

BOOST_AUTO_TEST_CASE(of_one_who_is_away_is_taken_from_nobody_else) {
    // One of two is away from 10 on and the post is gone at 15; the other works from 12 to 42.
    const Log log = run_log(scenario(
        "1 h",
        "resources: {a: {servers: 2, changes: [{after: 15 min, servers: 1}], absence: {every: "
        "'uniform(9 min, 11 min)', lasts: 20 min}}}\n" +
            clients({{"one", 5, kHalfHour}})));
    BOOST_TEST(sum_of(log, {Kind::staff_available}) >= sum_of(log, {Kind::staff_busy}));
    BOOST_TEST(sum_of(log, {Kind::staff_busy}) == 30.0 * kMinute);
}

BOOST_AUTO_TEST_CASE(that_falls_takes_the_absences_of_the_posts_with_it) {
    const auto absences = [](const char* changes) {
        const Log log = run_log(scenario(
            "10 h", fmt::format("resources: {{a: {{servers: 4, changes: [{}], absence: {{every: 1 "
                                "h, lasts: 1 s}}}}}}\n",
                                changes) +
                        clients({{"one", 0, "seize: a, duration: 1 min"}})));
        return count_of(log, Kind::activity_started) - 1;
    };
    BOOST_TEST(absences("") == 4 * 9);
    BOOST_TEST(absences("{after: 30 min, servers: 1}") == 9);
    BOOST_TEST(absences("{after: 30 min, servers: 6}") == 6 * 9);
    BOOST_TEST(absences("{after: 30 min, servers: 1}, {after: 5 h, servers: 4}") == 9 + 3 * 5);
}

BOOST_AUTO_TEST_SUITE_END()

// ---- named servers
// -----------------------------------------------------------------------------------

BOOST_AUTO_TEST_SUITE(named_servers)

BOOST_AUTO_TEST_CASE(are_told_for_every_resource_of_an_activity) {
    const auto text = scenario("1 h", R"(
resources: {desk: {servers: 2}, nurse: {named: [ann, bob]}, doctor: {named: [carl, dora]}}
)" + clients({{"one", 0, "seize: [doctor, nurse, desk], duration: 20 min"},
              {"two", 5, "seize: [nurse, doctor], duration: 20 min"},
              {"three", 30, "seize: doctor, duration: 6 min"},
              {"four", 40, "seize: {nurse: 2}, duration: 6 min"}}));
    BOOST_TEST(told(text, {Kind::served_by}) == R"(0 one.w by ann #0
0 one.w by carl #0
5 two.w by bob #1
5 two.w by dora #1
30 three.w by carl #1
40 four.w by ann #1
40 four.w by bob #1
)");
    BOOST_TEST(told(text, kServers, kMinute) == R"(60 ann available 1 h
60 ann busy 0.433333 h
60 bob available 1 h
60 bob busy 0.433333 h
60 carl available 1 h
60 carl busy 0.433333 h
60 dora available 1 h
60 dora busy 0.333333 h
)");
    const auto table = run_text(text);
    BOOST_TEST(mean(table, "utilisation", "resource=nurse,server=ann") == 26.0 / 60.0,
               boost::test_tools::tolerance(1e-12));
    BOOST_TEST(mean(table, "utilisation", "resource=doctor") == 46.0 / 120.0,
               boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(are_there_at_every_site) {
    const auto text = scenario("1 h", R"(
classes: {child: {attributes: {town: {levels: [north, south]}}}}
sources:
  a: {class: child, first_at: 0 s, interarrival: 1 h, count: 1, set: {town: 1}, process: visit}
  b: {class: child, first_at: 1 min, interarrival: 1 h, count: 1, set: {town: 1}, process: visit}
resources: {desk: {named: [ann, bob], per: town}}
processes: {visit: {steps: {talk: {seize: desk, duration: 30 min}}}}
)");
    const auto table = run_text(text);
    BOOST_TEST(mean(table, "utilisation", "resource=desk,server=ann,site=north") == 0.0);
    BOOST_TEST(mean(table, "utilisation", "resource=desk,server=ann,site=south") == 0.5);
    BOOST_TEST(mean(table, "utilisation", "resource=desk,server=bob,site=south") ==
               29.0 / 60.0 + 1.0 / 60.0);
}

BOOST_AUTO_TEST_SUITE_END()

// ---- processor sharing
// -------------------------------------------------------------------------------

BOOST_AUTO_TEST_SUITE(processor_sharing)

BOOST_AUTO_TEST_CASE(gives_everybody_an_equal_part) {
    // Alone until 10, two until 20 (5 each), three from 20 on. At 20: 15, 25 and 6 are left.
    // The third is done after 18 at 38; then 9 and 19 are left for two: 56; then 10: 66.
    const Log log =
        run_log(scenario("2 h", "resources: {a: {servers: 1, sharing: processor}}\n" +
                                    clients({{"one", 0, "seize: a, duration: 30 min"},
                                             {"two", 10, "seize: a, duration: 30 min"},
                                             {"three", 20, "seize: a, duration: 6 min"}})));
    BOOST_TEST(lines(log, kPreemption) == R"(0 starts one.w #0
10 starts two.w #1
20 starts three.w #2
38 ends three.w #2
56 ends one.w #0
66 ends two.w #1
)");
    BOOST_TEST(sum_of(log, {Kind::staff_busy}) == 66.0 * kMinute,
               boost::test_tools::tolerance(1e-12));
    BOOST_TEST(sum_of(log, {Kind::activity_ended}) == 66.0 * kMinute,
               boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(slows_nobody_down_while_there_are_servers) {
    // Three at two servers go at 2/3: from 10 to 25 each does 10.
    const Log log =
        run_log(scenario("2 h", "resources: {a: {servers: 2, sharing: processor}}\n" +
                                    clients({{"one", 0, "seize: a, duration: 20 min"},
                                             {"two", 0, "seize: a, duration: 40 min"},
                                             {"three", 10, "seize: a, duration: 40 min"}})));
    BOOST_TEST(lines(log, kPreemption) == R"(0 starts one.w #0
0 starts two.w #1
10 starts three.w #2
25 ends one.w #0
45 ends two.w #1
55 ends three.w #2
)");
    BOOST_TEST(sum_of(log, {Kind::staff_busy}) == 100.0 * kMinute,
               boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(goes_on_faster_when_one_is_broken_off) {
    const auto text = scenario("2 h", R"(
resources: {a: {servers: 1, sharing: processor}}
sources:
  one: {first_at: 0 s, interarrival: 1 h, count: 1, process: one}
  two: {first_at: 0 s, interarrival: 1 h, count: 1, process: two}
  alarm: {first_at: 10 min, interarrival: 1 h, count: 1, process: alarm}
processes:
  one: {steps: {w: {seize: a, duration: 30 min, interrupted_by: fire}}}
  two: {steps: {w: {seize: a, duration: 30 min}}}
  alarm: {steps: {s: {signal: fire}}}
)");
    const Log log = run_log(text);
    BOOST_TEST(lines(log, kPreemption) ==
               "0 starts one.w #0\n0 starts two.w #1\n10 ends one.w #0\n35 ends two.w #1\n");
    BOOST_TEST(sum_of(log, {Kind::activity_ended}) == 35.0 * kMinute,
               boost::test_tools::tolerance(1e-12));
    BOOST_TEST(sum_of(log, {Kind::staff_busy}) == 35.0 * kMinute,
               boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(at_a_site_without_a_server_serves_nobody) {
    const TableFile table("name,n\nNorth,9\nSouth,1\n");
    const auto text = scenario("1 h", members(table, "{town: {levels: []}}") + R"(
resources: {a: {one_per: 5, of: children, per: town, sharing: processor}}
sources:
  n: {class: child, first_at: 0 s, interarrival: 1 h, count: 1, set: {town: 0}, process: p}
  s: {class: child, first_at: 0 s, interarrival: 1 h, count: 1, set: {town: 1}, process: p}
processes: {p: {steps: {w: {seize: a, duration: 3 min}}}}
)");
    std::string with_towns = text;
    const std::string groups = "groups: [{column: n}]";
    with_towns.replace(with_towns.find(groups), groups.size(),
                       "attributes_from: {town: name}, " + groups);
    const Log log = run_log(with_towns);
    BOOST_TEST(count_of(log, Kind::activity_started) == 1);
    BOOST_TEST(count_of(log, Kind::queue_joined) == 1);
}

BOOST_AUTO_TEST_CASE(counts_what_is_under_way_at_the_end_and_after_the_warm_up) {
    const Log log = run_log(scenario("1 h",
                                     "resources: {a: {servers: 3, sharing: processor}}\n" +
                                         clients({{"one", 0, "seize: a, duration: 90 min"},
                                                  {"two", 0, "seize: a, duration: 40 min"}}),
                                     ", warm_up: 30 min"));
    BOOST_TEST(sum_of(log, {Kind::staff_busy}) == 40.0 * kMinute,
               boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_SUITE_END()

// ---- costs
// -------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_SUITE(costs)

BOOST_AUTO_TEST_CASE(are_those_of_starts_and_of_servers_on_duty) {
    const auto table = run_text(scenario("10 h", R"(
organisations: {town: {}, county: {}}
services: {clinic: {organisation: town}, home: {organisation: county}}
resources:
  nurse: {service: clinic, servers: 2, cost_per_hour: 30}
  doctor: {service: home, servers: 1, cost_per_hour: 100}
sources:
  one: {first_at: 0 s, interarrival: 1 h, count: 2, process: visit}
processes:
  visit:
    service: clinic
    steps:
      talk: {seize: nurse, duration: 30 min, cost: 5}
      both: {seize: [nurse, doctor], duration: 12 min}
)"));
    const double per_year = 365.25 * 24.0 / 10.0;
    const auto cost = [&](const char* where) { return mean(table, "cost", where) / per_year; };
    const auto close = boost::test_tools::tolerance(1e-9);
    BOOST_TEST(cost("resource=nurse") == 600.0, close);
    BOOST_TEST(cost("resource=doctor") == 1000.0, close);
    BOOST_TEST(cost("activity=visit.talk") == 2 * 5.0 + 2 * 15.0, close);
    BOOST_TEST(cost("activity=visit.both") == 2 * 0.2 * 130.0, close);
    BOOST_TEST(cost("organisation=town") == 610.0, close);
    BOOST_TEST(cost("organisation=county") == 1000.0, close);
    BOOST_TEST(cost("all") == 1610.0, close);
}

BOOST_AUTO_TEST_CASE(of_what_is_done_again_are_those_of_all_its_parts) {
    const auto table = run_text(scenario(
        "2 h",
        "resources: {a: {servers: 1, cost_per_hour: 60}}\n" +
            clients({{"low", 0, "seize: a, duration: 30 min, when_preempted: restart, cost: 7"},
                     {"high", 10, "seize: a, duration: 5 min, priority: 1, preempts: true"}})));
    const double per_year = 365.25 * 24.0 / 2.0;
    // 10 + 30 min at 1 EUR/min; it starts once.
    BOOST_TEST(mean(table, "cost", "activity=low.w") == 47.0 * per_year,
               boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_SUITE_END()
