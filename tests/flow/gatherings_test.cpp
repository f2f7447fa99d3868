// SPDX-License-Identifier: Apache-2.0
// Paths that depend on each other: batches, forks, and choices that take no time.
#include "tests/flow/setups.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

/// So many clients, one every 10 minutes from the start, through these steps.
std::string clients(int count, const std::string& steps, const std::string& rest = "") {
    return scenario("4 days", rest + "\n" + through("group", count, 10, steps));
}

/// One client of team 0 every 10 minutes, one of team 1 every 15 minutes; three of each.
std::string teams(const std::string& steps) {
    return scenario("1 day", R"(
classes: {client: {attributes: {team: {initial: 0}}}}
sources:
  red: {class: client, first_at: 0 s, interarrival: 10 min, count: 3, process: group}
  blue: {class: client, first_at: 1 min, interarrival: 15 min, count: 3, process: group, set: {team: 1}}
processes:
  group:
    steps:
)" + steps);
}

/// One member with two needs: the quick one resolves by itself after 2 days, the slow one never.
std::string two_needs(const TableFile& table, const std::string& quick_after,
                      const std::string& slow_after, const std::string& steps,
                      const std::string& quick_steps = "", int servers = 1) {
    return scenario(
        "20 days",
        members(table) + fmt::format(R"(
services: {{s: {{process: p}}}}
resources: {{desk: {{servers: {}, service: s, changes: [{{after: 300 days, servers: 1}}]}}}}
needs:
  quick: {{class: child, {}, resolves: 2 days, recognised: {{r: {{service: s, after: {}, process: {}}}}}}}
  slow: {{class: child, {}, recognised: {{r: {{service: s, after: {}, process: p}}}}}}
processes:
  p:
    service: s
    steps:
{}
{}
)",
                                     servers, kOnce, quick_after, quick_steps.empty() ? "p" : "q",
                                     kOnce, slow_after, steps,
                                     quick_steps.empty()
                                         ? ""
                                         : "  q:\n    service: s\n    steps:\n" + quick_steps));
}

const Kinds kEpisodes{Kind::queue_joined,   Kind::queue_left,     Kind::activity_started,
                      Kind::activity_ended, Kind::path_started,   Kind::path_ended,
                      Kind::owner_changed,  Kind::episode_closed, Kind::contact};

}  // namespace

BOOST_AUTO_TEST_SUITE(batch)

BOOST_AUTO_TEST_CASE(goes_on_when_enough_are_together_and_moves_as_one_until_it_separates) {
    const auto text = clients(3, R"(
      gather: {batch: {size: 3}}
      talk: {seize: desk, duration: 30 min}
      apart: {separate: all}
      after: {duration: 5 min}
)",
                              "resources: {desk: {servers: 1}}");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 queues group.gather #0
10 arrives #1
10 queues group.gather #1
20 arrives #2
20 starts group.gather #0
20 ends group.gather #0
20 starts group.gather #1
20 ends group.gather #1
20 starts group.gather #2
20 ends group.gather #2
20 starts group.talk #0
50 ends group.talk #0
50 starts group.after #0
50 starts group.after #1
50 starts group.after #2
55 ends group.after #0
55 leaves #0
55 ends group.after #1
55 leaves #1
55 ends group.after #2
55 leaves #2
)");
}

BOOST_AUTO_TEST_CASE(waits_are_measured) {
    const auto text = clients(4, R"(
      gather: {batch: {size: 2}}
      talk: {duration: 30 min}
)");
    const auto table = run_text(text);
    BOOST_TEST(mean(table, "waiting_time", "activity=group.gather") == 5.0);
    BOOST_TEST(mean(table, "waiting_probability", "activity=group.gather") == 0.5);
}

BOOST_AUTO_TEST_CASE(goes_on_with_fewer_when_the_first_has_waited_long_enough) {
    const auto text = clients(4, "      gather: {batch: {size: 10, at_most: 25 min}}\n");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 queues group.gather #0
10 arrives #1
10 queues group.gather #1
20 arrives #2
20 queues group.gather #2
25 starts group.gather #0
25 ends group.gather #0
25 starts group.gather #1
25 ends group.gather #1
25 starts group.gather #2
25 ends group.gather #2
25 leaves #0
25 leaves #1
25 leaves #2
30 arrives #2
30 queues group.gather #2
55 starts group.gather #2
55 ends group.gather #2
55 leaves #2
)");
}

BOOST_AUTO_TEST_CASE(of_fewer_than_least_waits_on_until_there_are_enough) {
    const auto text = clients(4, "      gather: {batch: {size: 10, least: 3, at_most: 15 min}}\n");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 queues group.gather #0
10 arrives #1
10 queues group.gather #1
20 arrives #2
20 starts group.gather #0
20 ends group.gather #0
20 starts group.gather #1
20 ends group.gather #1
20 starts group.gather #2
20 ends group.gather #2
20 leaves #0
20 leaves #1
20 leaves #2
30 arrives #2
30 queues group.gather #2
)");
}

BOOST_AUTO_TEST_CASE(does_not_take_somebody_who_arrives_as_its_time_is_up) {
    const auto text = clients(2, "      gather: {batch: {size: 10, at_most: 10 min}}\n");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 queues group.gather #0
10 starts group.gather #0
10 ends group.gather #0
10 leaves #0
10 arrives #0
10 queues group.gather #0
20 starts group.gather #0
20 ends group.gather #0
20 leaves #0
)");
}

BOOST_AUTO_TEST_CASE(does_not_start_its_time_anew_for_a_second_batch) {
    // The time of the first batch, which was full, is not that of the second.
    const auto text = clients(3, "      gather: {batch: {size: 2, at_most: 25 min}}\n");
    BOOST_TEST(told(text, kStarts) == R"(10 starts group.gather #0
10 starts group.gather #1
45 starts group.gather #1
)");
}

BOOST_AUTO_TEST_CASE(that_opens_goes_on_at_each_opening_with_the_first_who_wait) {
    const auto text = scenario("5 days", R"(
calendars: {meeting: {open: {mon-fri: "09:00-10:00"}}}
sources: {clients: {first_at: 6 h, interarrival: 1 h, count: 5, process: group}}
processes: {group: {steps: {gather: {batch: {opens: meeting, size: 2}}}}}
)");
    // Who arrives at 9 is too late for the meeting at 9.
    BOOST_TEST(told(text, kPassage, kHour) == R"(6 arrives #0
6 queues group.gather #0
7 arrives #1
7 queues group.gather #1
8 arrives #2
8 queues group.gather #2
9 starts group.gather #0
9 ends group.gather #0
9 starts group.gather #1
9 ends group.gather #1
9 leaves #0
9 leaves #1
9 arrives #1
9 queues group.gather #1
10 arrives #0
10 queues group.gather #0
33 starts group.gather #2
33 ends group.gather #2
33 starts group.gather #1
33 ends group.gather #1
33 leaves #2
33 leaves #1
57 starts group.gather #0
57 ends group.gather #0
57 leaves #0
)");
}

BOOST_AUTO_TEST_CASE(that_opens_waits_for_the_next_opening_while_there_are_too_few) {
    const auto text = scenario("5 days", R"(
calendars: {meeting: {open: {mon-fri: "09:00-10:00"}}}
sources: {clients: {first_at: 8 h, interarrival: 7 h, count: 3, process: group}}
processes: {group: {steps: {gather: {batch: {opens: meeting, least: 3}}}}}
)");
    BOOST_TEST(told(text, kPassage, kHour) == R"(8 arrives #0
8 queues group.gather #0
15 arrives #1
15 queues group.gather #1
22 arrives #2
22 queues group.gather #2
33 starts group.gather #0
33 ends group.gather #0
33 starts group.gather #1
33 ends group.gather #1
33 starts group.gather #2
33 ends group.gather #2
33 leaves #0
33 leaves #1
33 leaves #2
)");
}

BOOST_AUTO_TEST_CASE(that_opens_takes_those_whose_activity_ends_at_that_instant) {
    const auto text = scenario("5 days", R"(
calendars: {meeting: {open: {mon-fri: "09:00-10:00"}}}
sources: {clients: {first_at: 8 h, interarrival: 1 h, count: 2, process: group}}
processes:
  group:
    steps:
      come: {duration: 1 h}
      gather: {batch: {opens: meeting}}
)");
    BOOST_TEST(told(text, kPassage, kHour) == R"(8 arrives #0
8 starts group.come #0
9 ends group.come #0
9 queues group.gather #0
9 starts group.gather #0
9 ends group.gather #0
9 leaves #0
9 arrives #0
9 starts group.come #0
10 ends group.come #0
10 queues group.gather #0
33 starts group.gather #0
33 ends group.gather #0
33 leaves #0
)");
}

BOOST_AUTO_TEST_CASE(that_opens_takes_nobody_who_comes_while_it_is_open) {
    const auto text = scenario("5 days", R"(
calendars: {meeting: {open: {mon: ["09:00-10:00", "14:00-15:00"]}}}
sources: {clients: {first_at: 9.5 h, interarrival: 1 h, count: 1, process: group}}
processes: {group: {steps: {gather: {batch: {opens: meeting}}}}}
)");
    BOOST_TEST(told(text, kStarts, kHour) == R"(14 starts group.gather #0
)");
}

BOOST_AUTO_TEST_CASE(takes_only_those_with_an_equal_value_together) {
    const auto text = teams("      gather: {batch: {size: 2, per: team}}\n");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 queues group.gather #0
1 arrives #1
1 queues group.gather #1
10 arrives #2
10 starts group.gather #0
10 ends group.gather #0
10 starts group.gather #2
10 ends group.gather #2
10 leaves #0
10 leaves #2
16 arrives #2
16 starts group.gather #1
16 ends group.gather #1
16 starts group.gather #2
16 ends group.gather #2
16 leaves #1
16 leaves #2
20 arrives #2
20 queues group.gather #2
31 arrives #1
31 queues group.gather #1
)");
}

BOOST_AUTO_TEST_CASE(opens_for_the_group_whose_first_came_first) {
    const auto text = scenario("2 days", R"(
classes: {client: {attributes: {team: {initial: 0}}}}
calendars: {meeting: {open: {mon-fri: "09:00-10:00"}}}
sources:
  red: {class: client, first_at: 2 h, interarrival: 1 h, count: 2, process: group}
  blue: {class: client, first_at: 1 h, interarrival: 3 h, count: 2, process: group, set: {team: 1}}
resources: {desk: {servers: 1}}
processes:
  group:
    steps:
      gather: {batch: {opens: meeting, per: team}}
      talk: {seize: desk, duration: 1 h}
)");
    BOOST_TEST(with(told(text, kStarts, kHour), "talk") == R"(9 starts group.talk #0
10 starts group.talk #1
)");
}

BOOST_AUTO_TEST_CASE(leaves_with_its_leader) {
    const auto text = clients(2, R"(
      gather: {batch: {size: 2}}
      talk: {duration: 30 min, next: leave}
)");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 queues group.gather #0
10 arrives #1
10 starts group.gather #0
10 ends group.gather #0
10 starts group.gather #1
10 ends group.gather #1
10 starts group.talk #0
40 ends group.talk #0
40 leaves #0
40 leaves #1
)");
}

BOOST_AUTO_TEST_CASE(leaves_the_queue_with_its_leader) {
    const auto text =
        clients(2, R"(
      gather: {batch: {size: 2}}
      talk: {seize: desk, duration: 30 min, patience: 1 h, on_renege: apart}
      apart: {separate: all}
      home: {duration: 5 min}
)",
                "resources: {desk: {servers: 0, changes: [{after: 300 days, servers: 1}]}}");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 queues group.gather #0
10 arrives #1
10 starts group.gather #0
10 ends group.gather #0
10 starts group.gather #1
10 ends group.gather #1
10 queues group.talk #0
70 reneges group.talk, 60 min #0
70 starts group.home #0
70 starts group.home #1
75 ends group.home #0
75 leaves #0
75 ends group.home #1
75 leaves #1
)");
}

BOOST_AUTO_TEST_CASE(of_batches_counts_them_and_separates_all) {
    const auto text = clients(4, R"(
      pair: {batch: {size: 2}}
      four: {batch: {size: 2}}
      apart: {separate: all}
      home: {duration: 5 min}
)");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 queues group.pair #0
10 arrives #1
10 starts group.pair #0
10 ends group.pair #0
10 starts group.pair #1
10 ends group.pair #1
10 queues group.four #0
20 arrives #2
20 queues group.pair #2
30 arrives #3
30 starts group.pair #2
30 ends group.pair #2
30 starts group.pair #3
30 ends group.pair #3
30 starts group.four #0
30 ends group.four #0
30 starts group.four #2
30 ends group.four #2
30 starts group.home #0
30 starts group.home #1
30 starts group.home #2
30 starts group.home #3
35 ends group.home #0
35 leaves #0
35 ends group.home #1
35 leaves #1
35 ends group.home #2
35 leaves #2
35 ends group.home #3
35 leaves #3
)");
}

BOOST_AUTO_TEST_CASE(separates_into_members_that_choose_for_themselves) {
    const auto text = teams(R"(
      gather: {batch: {size: 6}}
      talk: {duration: 10 min}
      apart: {separate: all, next: [{when: team == 1, to: club}, {to: home}]}
      home: {duration: 5 min, next: leave}
      club: {duration: 30 min}
)");
    BOOST_TEST(with(told(text, kStarts), "club") == R"(41 starts group.club #1
41 starts group.club #3
41 starts group.club #5
)");
    BOOST_TEST(with(told(text, kStarts), "home") == R"(41 starts group.home #0
41 starts group.home #2
41 starts group.home #4
)");
}

BOOST_AUTO_TEST_CASE(comes_back_from_a_sub_process_with_all_its_members) {
    const auto text = clients(2, R"(
      visit: {call: inner}
      home: {duration: 5 min}
  inner:
    steps:
      gather: {batch: {size: 2}}
      talk: {duration: 10 min}
      apart: {separate: all}
)");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 queues inner.gather #0
10 arrives #1
10 starts inner.gather #0
10 ends inner.gather #0
10 starts inner.gather #1
10 ends inner.gather #1
10 starts inner.talk #0
20 ends inner.talk #0
20 starts group.home #0
20 starts group.home #1
25 ends group.home #0
25 leaves #0
25 ends group.home #1
25 leaves #1
)");
}

BOOST_AUTO_TEST_CASE(separate_passes_somebody_who_leads_no_batch) {
    const auto text = clients(1, "      apart: {separate: all}\n      home: {duration: 5 min}\n");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 starts group.home #0
5 ends group.home #0
5 leaves #0
)");
}

BOOST_AUTO_TEST_CASE(is_a_contact_of_every_member) {
    const TableFile table("n\n1\n");
    const auto text = two_needs(table, "1 h", "2 h", R"(
      gather: {batch: {size: 2}}
      talk: {seize: desk, duration: 1 day}
      done: {close: {outcome: done}}
)");
    BOOST_TEST(untimed(told(text, kEpisodes)) == R"(path 0 starts p #0
owner: s #0
queues p.gather #0
path 0 starts p #0
owner: s #0
starts p.gather #0
ends p.gather #0
starts p.gather #0
ends p.gather #0
starts p.talk #0
effective contact by s #0
effective contact by s #0
ends p.talk #0
path 0 ends #0
closed done, met #0
path 0 ends #0
owner: nobody #0
)");
}

BOOST_AUTO_TEST_CASE(goes_on_when_the_episode_of_its_leader_closes_during_an_activity) {
    const TableFile table("n\n1\n");
    const auto text = two_needs(table, "1 h", "1 day", R"(
      gather: {batch: {size: 2}}
      talk: {seize: desk, duration: 5 days, with_client: false}
      after: {duration: 1 day}
)");
    BOOST_TEST(untimed(told(text, kEpisodes)) == R"(path 0 starts p #0
owner: s #0
queues p.gather #0
path 0 starts p #0
owner: s #0
starts p.gather #0
ends p.gather #0
starts p.gather #0
ends p.gather #0
starts p.talk #0
ends p.talk #0
path 0 ends #0
closed resolved_itself, not met #0
starts p.after #0
ends p.after #0
path 0 ends #0
owner: nobody #0
)");
}

BOOST_AUTO_TEST_CASE(queues_anew_when_the_episode_of_its_leader_closes_in_a_queue) {
    const TableFile table("n\n1\n");
    const auto text = two_needs(table, "1 h", "1 day", R"(
      gather: {batch: {size: 2}}
      talk: {seize: desk, duration: 5 days}
      after: {duration: 1 day}
)",
                                "", 0);
    BOOST_TEST(untimed(told(text, kEpisodes)) == R"(path 0 starts p #0
owner: s #0
queues p.gather #0
path 0 starts p #0
owner: s #0
starts p.gather #0
ends p.gather #0
starts p.gather #0
ends p.gather #0
queues p.talk #0
leaves queue p.talk #0
path 0 ends #0
closed resolved_itself, not met #0
queues p.talk #0
)");
}

BOOST_AUTO_TEST_CASE(goes_on_without_a_member_whose_episode_closes) {
    const TableFile table("n\n1\n");
    const auto text = two_needs(table, "1 day", "1 h", R"(
      gather: {batch: {size: 2}}
      talk: {duration: 5 days}
      apart: {separate: all}
      after: {duration: 1 day}
)");
    BOOST_TEST(untimed(told(text, kEpisodes)) == R"(path 0 starts p #0
owner: s #0
queues p.gather #0
path 0 starts p #0
owner: s #0
starts p.gather #0
ends p.gather #0
starts p.gather #0
ends p.gather #0
starts p.talk #0
path 0 ends #0
closed resolved_itself, not met #0
ends p.talk #0
starts p.after #0
ends p.after #0
path 0 ends #0
owner: nobody #0
)");
}

BOOST_AUTO_TEST_CASE(is_not_joined_by_somebody_whose_episode_closes_before) {
    const TableFile table("n\n1\n");
    const auto text = two_needs(table, "1 h", "3 days", R"(
      gather: {batch: {size: 2, at_most: 4 days}}
      after: {duration: 1 day}
)");
    // The four days count from the one who is there.
    BOOST_TEST(untimed(told(text, kEpisodes)) == R"(path 0 starts p #0
owner: s #0
queues p.gather #0
leaves queue p.gather #0
path 0 ends #0
closed resolved_itself, not met #0
path 0 starts p #0
owner: s #0
queues p.gather #0
starts p.gather #0
ends p.gather #0
starts p.after #0
ends p.after #0
path 0 ends #0
owner: nobody #0
)");
}

BOOST_AUTO_TEST_CASE(leaves_when_its_leader_closes_its_own_episode) {
    const TableFile table("n\n1\n");
    const auto text = two_needs(table, "1 h", "1 day", R"(
      gather: {batch: {size: 2}}
      done: {close: {outcome: done}}
)");
    BOOST_TEST(untimed(told(text, kEpisodes)) == R"(path 0 starts p #0
owner: s #0
queues p.gather #0
path 0 starts p #0
owner: s #0
starts p.gather #0
ends p.gather #0
starts p.gather #0
ends p.gather #0
path 0 ends #0
closed done, met #0
path 0 ends #0
owner: nobody #0
)");
}

BOOST_AUTO_TEST_CASE(is_handed_over_with_its_members) {
    const TableFile table("n\n1\n");
    const auto text = scenario("20 days", members(table) + fmt::format(R"(
services: {{s: {{process: p}}, t: {{process: q}}}}
resources: {{desk: {{servers: 1, service: t}}}}
interfaces: {{s -> t: {{reply_time: 1 day, carrier: sender}}}}
needs:
  first: {{class: child, {}, recognised: {{r: {{service: s, after: 1 h, process: p}}}}}}
  second: {{class: child, {}, recognised: {{r: {{service: s, after: 1 day, process: p}}}}}}
processes:
  p:
    service: s
    steps:
      gather: {{batch: {{size: 2}}}}
      refer: {{hand_over: {{to: t}}}}
  q:
    service: t
    steps:
      meet: {{seize: desk, duration: 2 h}}
      apart: {{separate: all}}
      alone: {{seize: desk, duration: 1 h}}
)",
                                                                       kOnce, kOnce));
    Kinds kinds = kEpisodes;
    kinds.insert(kinds.end(), kHandover.begin(), kHandover.end());
    BOOST_TEST(untimed(told(text, kinds)) == R"(path 0 starts p #0
owner: s #0
queues p.gather #0
path 0 starts p #0
owner: s #0
starts p.gather #0
ends p.gather #0
starts p.gather #0
ends p.gather #0
proposed s -> t #0
received s -> t #0
accepted s -> t #0
owner: t #0
owner: t #0
starts q.meet #0
effective contact by t #0
effective contact by t #0
ends q.meet #0
starts q.alone #0
effective contact by t #0
queues q.alone #0
ends q.alone #0
starts q.alone #0
effective contact by t #0
path 0 ends #0
owner: nobody #0
ends q.alone #0
path 0 ends #0
owner: nobody #0
)");
}

BOOST_AUTO_TEST_CASE(waits_until_every_member_is_free_in_person) {
    const auto text = scenario("1 day", R"(
classes: {client: {attributes: {team: {initial: 0}}}}
sources:
  one: {class: client, first_at: 0 s, interarrival: 1 h, count: 1, process: group}
  two: {class: client, first_at: 10 min, interarrival: 1 h, count: 1, process: group, set: {team: 1}}
resources: {desk: {servers: 2}}
processes:
  group:
    steps:
      where: {next: [{when: team == 1, to: both}, {to: gather}]}
      both: {fork: {to: [alone, gather]}, next: leave}
      alone: {seize: desk, duration: 60 min, next: return}
      gather: {batch: {size: 2}}
      talk: {seize: desk, duration: 30 min}
)");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 queues group.gather #0
10 arrives #1
10 starts group.alone #1
10 starts group.gather #0
10 ends group.gather #0
10 starts group.gather #1
10 ends group.gather #1
10 queues group.talk #0
70 ends group.alone #1
70 starts group.talk #0
100 ends group.talk #0
100 leaves #0
100 leaves #1
)");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(fork_and_join)

BOOST_AUTO_TEST_CASE(goes_on_when_all_branches_have_ended) {
    const auto text = clients(1, R"(
      both: {fork: {to: [lab, xray]}, next: report}
      lab: {duration: 20 min, next: return}
      xray: {duration: 30 min, next: leave}
      report: {duration: 5 min}
)");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 starts group.lab #0
0 starts group.xray #0
20 ends group.lab #0
30 ends group.xray #0
30 starts group.report #0
35 ends group.report #0
35 leaves #0
)");
}

BOOST_AUTO_TEST_CASE(goes_on_after_the_first_while_the_others_continue) {
    const auto text = clients(1, R"(
      both: {fork: {to: [lab, xray], wait_for: any}, next: report}
      lab: {duration: 20 min, next: return}
      report: {duration: 5 min, next: leave}
      xray: {duration: 30 min}
)");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 starts group.lab #0
0 starts group.xray #0
20 ends group.lab #0
20 starts group.report #0
25 ends group.report #0
30 ends group.xray #0
30 leaves #0
)");
}

BOOST_AUTO_TEST_CASE(goes_on_after_the_first_and_cancels_the_others) {
    const auto text = clients(2, R"(
      both: {fork: {to: [lab, xray], wait_for: any, others: cancel}, next: report}
      lab: {duration: 20 min, next: return}
      xray: {seize: machine, duration: 30 min, with_client: false, next: return}
      report: {duration: 5 min}
)",
                              "resources: {machine: {servers: 1}}");
    // The machine is free for the second client as soon as the first has gone on.
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 starts group.lab #0
0 starts group.xray #0
10 arrives #1
10 starts group.lab #1
10 queues group.xray #1
20 ends group.lab #0
20 ends group.xray #0
20 starts group.xray #1
20 starts group.report #0
25 ends group.report #0
25 leaves #0
30 ends group.lab #1
30 ends group.xray #1
30 starts group.report #1
35 ends group.report #1
35 leaves #1
)");
}

BOOST_AUTO_TEST_CASE(waits_for_a_number_of_branches) {
    const auto text = clients(1, R"(
      three: {fork: {to: [a, b, c], wait_for: 2, others: cancel}, next: report}
      a: {duration: 20 min, next: return}
      b: {duration: 40 min, next: return}
      c: {duration: 30 min, next: return}
      report: {duration: 5 min}
)");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 starts group.a #0
0 starts group.b #0
0 starts group.c #0
20 ends group.a #0
30 ends group.c #0
30 ends group.b #0
30 starts group.report #0
35 ends group.report #0
35 leaves #0
)");
}

BOOST_AUTO_TEST_CASE(nests_and_cancels_what_is_nested) {
    const auto text = clients(1, R"(
      outer: {fork: {to: [short, inner], wait_for: any, others: cancel}, next: report}
      short: {duration: 20 min, next: return}
      inner: {fork: {to: [a, b]}, next: return}
      a: {duration: 10 min, next: return}
      b: {duration: 40 min, next: return}
      report: {duration: 5 min}
)");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 starts group.short #0
0 starts group.a #0
0 starts group.b #0
10 ends group.a #0
20 ends group.short #0
20 ends group.b #0
20 starts group.report #0
25 ends group.report #0
25 leaves #0
)");
}

BOOST_AUTO_TEST_CASE(cancels_a_branch_that_waits_for_others) {
    const auto text = clients(1, R"(
      both: {fork: {to: [short, gather], wait_for: any, others: cancel}, next: report}
      short: {duration: 20 min, next: return}
      gather: {batch: {size: 2}, next: return}
      report: {duration: 5 min}
)");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 starts group.short #0
0 queues group.gather #0
20 ends group.short #0
20 leaves queue group.gather #0
20 starts group.report #0
25 ends group.report #0
25 leaves #0
)");
}

BOOST_AUTO_TEST_CASE(of_no_time_at_all_goes_on_at_once) {
    const auto text = clients(1, R"(
      outer: {fork: {to: [a, inner], wait_for: any, others: cancel}, next: report}
      a: {next: return}
      inner: {fork: {to: [a, a]}, next: return}
      report: {duration: 5 min}
)");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 starts group.report #0
5 ends group.report #0
5 leaves #0
)");
}

BOOST_AUTO_TEST_CASE(has_the_client_at_one_activity_at_a_time) {
    const auto text = clients(1, R"(
      both: {fork: {to: [lab, xray]}, next: report}
      lab: {seize: desk, duration: 20 min, next: return}
      xray: {seize: desk, duration: 30 min, next: return}
      report: {duration: 5 min}
)",
                              "resources: {desk: {servers: 2}}");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 starts group.lab #0
0 queues group.xray #0
20 ends group.lab #0
20 starts group.xray #0
50 ends group.xray #0
50 starts group.report #0
55 ends group.report #0
55 leaves #0
)");
}

BOOST_AUTO_TEST_CASE(draws_the_same_numbers_for_a_branch_whatever_the_others_are) {
    const std::string rest = R"(
      lab: {duration: exponential(20 min), next: return}
      xray: {duration: exponential(30 min), next: return}
      scan: {duration: exponential(30 min), next: return}
      report: {duration: 5 min}
)";
    const auto visits = [&](const std::string& branches) {
        return scenario("4 days", R"(
sources: {clients: {first_at: 0 s, interarrival: 1 day, count: 4, process: group}}
processes:
  group:
    steps:
      both: {fork: {to: )" + branches +
                                      "}, next: report}" + rest);
    };
    const auto two = visits("[lab, xray]"), three = visits("[lab, xray, scan]");
    const Kinds ends{Kind::activity_ended};
    BOOST_TEST(with(told(two, ends), "lab") == with(told(three, ends), "lab"));
    BOOST_TEST(with(told(two, ends), "xray") == with(told(three, ends), "xray"));
}

BOOST_AUTO_TEST_CASE(draws_new_numbers_when_it_comes_again) {
    const auto text = scenario("1 day", R"(
classes: {client: {attributes: {rounds: {initial: 0}}}}
sources: {clients: {class: client, first_at: 0 s, interarrival: 1 h, count: 1, process: p}}
processes:
  p:
    steps:
      count: {set: {rounds: rounds + 1}}
      both: {fork: {to: [lab, lab]}, next: [{when: rounds < 2, to: count}, {to: leave}]}
      lab: {duration: exponential(1 h), next: return}
)");
    const Log log = run_log(text);
    std::vector<double> durations;
    std::vector<double> started(3);
    for (const auto& event : log.events) {
        if (event.kind == Kind::activity_started) started.at(event.path) = event.time;
        if (event.kind == Kind::activity_ended) {
            durations.push_back(event.time - started.at(event.path));
        }
    }
    std::sort(durations.begin(), durations.end());
    BOOST_TEST(durations.size() == 4u);
    for (std::size_t i = 1; i < durations.size(); ++i) {
        BOOST_TEST(durations[i] - durations[i - 1] > 1.0);
    }
}

BOOST_AUTO_TEST_CASE(gives_every_path_of_an_episode_an_ordinal) {
    const TableFile table("n\n1\n");
    const auto text = scenario("20 days", members(table) + fmt::format(R"(
services: {{s: {{process: p}}}}
needs:
  one: {{class: child, {}, recognised: {{r: {{service: s, after: 1 day, process: p}}}}}}
processes:
  p:
    service: s
    steps:
      both: {{fork: {{to: [lab, xray]}}, next: again}}
      lab: {{duration: 1 day, next: return}}
      xray: {{duration: 2 days, next: return}}
      again: {{fork: {{to: [lab, quit]}}}}
      wait: {{duration: 1 day}}
      quit: {{duration: 3 h}}
      done: {{close: {{outcome: done}}}}
)",
                                                                       kOnce));
    BOOST_TEST(told_since_onset(text, {Kind::path_started, Kind::path_ended, Kind::episode_closed,
                                       Kind::time_kind_changed, Kind::activity_ended}) ==
               R"(1 path 0 starts p #0
1 path 1 starts p #0
1 path 2 starts p #0
1 time: waiting #0
1 time: service #0
1 time: service #0
2 ends p.lab #0
2 path 1 ends #0
3 ends p.xray #0
3 path 2 ends #0
3 path 1 starts p #0
3 path 2 starts p #0
3 time: service #0
3 time: service #0
3.125 ends p.quit #0
3.125 path 2 ends #0
3.125 ends p.lab #0
3.125 path 1 ends #0
3.125 path 0 ends #0
3.125 closed done, met #0
)");
}

BOOST_AUTO_TEST_CASE(ends_with_all_its_branches_when_the_episode_closes) {
    const TableFile table("n\n1\n");
    const auto text = scenario("20 days", members(table) + fmt::format(R"(
services: {{s: {{process: p}}}}
resources: {{desk: {{servers: 1, service: s}}}}
needs:
  one: {{class: child, {}, resolves: 3 days, recognised: {{r: {{service: s, after: 1 day, process: p}}}}}}
processes:
  p:
    service: s
    steps:
      outer: {{fork: {{to: [lab, inner]}}, next: report}}
      lab: {{seize: desk, duration: 5 days, with_client: false, next: return}}
      inner: {{fork: {{to: [lab, wait]}}, next: return}}
      wait: {{batch: {{size: 2}}, next: return}}
      report: {{duration: 1 day}}
)",
                                                                       kOnce));
    BOOST_TEST(told_since_onset(text, kEpisodes) == R"(1 path 0 starts p #0
1 owner: s #0
1 path 1 starts p #0
1 path 2 starts p #0
1 starts p.lab #0
1 path 3 starts p #0
1 path 4 starts p #0
1 queues p.lab #0
1 queues p.wait #0
3 leaves queue p.wait #0
3 path 4 ends #0
3 leaves queue p.lab #0
3 path 3 ends #0
3 path 2 ends #0
3 ends p.lab #0
3 path 1 ends #0
3 path 0 ends #0
3 closed resolved_itself, not met #0
)");
}

BOOST_AUTO_TEST_CASE(without_end_is_an_error_of_the_model) {
    const auto log = log_of(clients(1, R"(
      both: {fork: {to: [again, again]}}
      again: {next: both}
)"));
    BOOST_TEST(log.failure.find("more than 255 parallel paths") != std::string::npos);
    // Each path ends, yet time stands still.
    const auto chain = log_of(clients(1, R"(
      both: {fork: {to: [end, again], wait_for: any}, next: leave}
      end: {next: return}
      again: {next: both}
)"));
    BOOST_TEST(chain.failure.find("goes round without time passing") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(choice)

BOOST_AUTO_TEST_CASE(takes_no_time_and_chooses) {
    const auto text = teams(R"(
      where: {next: [{when: team == 1, to: club}, {to: leave}]}
      club: {duration: 30 min}
)");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 leaves #0
1 arrives #0
1 starts group.club #0
10 arrives #1
10 leaves #1
16 arrives #1
16 starts group.club #1
20 arrives #2
20 leaves #2
31 ends group.club #0
31 leaves #0
31 arrives #0
31 starts group.club #0
46 ends group.club #1
46 leaves #1
61 ends group.club #0
61 leaves #0
)");
}

BOOST_AUTO_TEST_SUITE_END()
