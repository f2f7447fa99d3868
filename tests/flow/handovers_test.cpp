// SPDX-License-Identifier: Apache-2.0
// From proposal to answer, and what becomes of those that are lost, misrouted, disputed or stalled.
#include "tests/flow/events.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

/// One client whom the school hands to the curator at minute 0; after a return it is `kept`.
std::string one_handover(const std::string& interface, const std::string& more = "",
                         const std::string& length = "100 days",
                         const std::string& hand_over = "") {
    return scenario(length, fmt::format(R"(
classes: {{child: {{attributes: {{age: {{initial: 10}}}}}}}}
sources: {{clients: {{class: child, first_at: 0 s, interarrival: 1 h, count: 1, process: school_work}}}}
channels: {{letter: {{latency: 60 min, records_per_day: 1440}}}}
resources: {{teacher: {{servers: 1}}, curators: {{servers: 1}}}}
services:
  school: {{staff: teacher}}
  curator: {{staff: curators, process: curator_work, eligible: age < 16}}
interfaces: {{school -> curator: {{{}}}}}
processes:
  school_work:
    service: school
    steps:
      refer: {{hand_over: {{to: curator, on_reject: kept{}}}, next: leave}}
      kept: {{duration: 5 min, next: leave}}
  curator_work: {{service: curator, steps: {{talk: {{seize: curators, duration: 45 min}}}}}}
{})",
                                        interface, hand_over, more));
}

Kinds all() {
    Kinds kinds = kHandover;
    kinds.insert(kinds.end(), kActivities.begin(), kActivities.end());
    return kinds;
}

/// One child with a need that the family brings to school after a day.
std::string episode(const TableFile& table, const std::string& interface) {
    return scenario("40 days",
                    members(table) + "needs: {mood: {class: child, " + kOnce +
                        ", recognised: {family: {after: 1 day, process: school_work}}}}" +
                        fmt::format(R"(
resources: {{curators: {{servers: 1}}}}
services: {{school: {{}}, curator: {{process: curator_work}}}}
interfaces: {{school -> curator: {{{}}}}}
processes:
  school_work:
    service: school
    steps:
      refer: {{hand_over: {{to: curator, on_reject: kept}}, next: leave}}
      kept: {{duration: 1 day, counts_as: waiting}}
      given_up: {{close: {{outcome: given_up, met: false}}}}
  curator_work:
    service: curator
    steps:
      talk: {{seize: curators, duration: 1 day}}
      done: {{close: {{outcome: done}}}}
)",
                                    interface));
}

const Kinds kCarrying{Kind::time_kind_changed, Kind::owner_changed,     Kind::handover_proposed,
                      Kind::handover_accepted, Kind::handover_disputed, Kind::handover_rejected,
                      Kind::episode_closed};

}  // namespace

BOOST_AUTO_TEST_SUITE(handovers)

BOOST_AUTO_TEST_CASE(an_accepted_handover_takes_note_channel_triage_and_reply) {
    // Latency 60 min and one of 1440 records a day: a minute.
    const auto text = one_handover(
        "channel: letter, sender_work: 10 min, receiver_work: 20 min, reply_time: 30 min");
    BOOST_TEST(told(text, all()) == R"(0 starts school -> curator note #0
10 ends school -> curator note #0
10 proposed school -> curator #0
71 received school -> curator #0
71 starts school -> curator triage #0
91 ends school -> curator triage #0
121 accepted school -> curator #0
121 starts curator_work.talk #0
166 ends curator_work.talk #0
)");
}

BOOST_AUTO_TEST_CASE(a_handover_without_work_and_channel_takes_no_time) {
    BOOST_TEST(told(one_handover("acceptance: 1"), all()) == R"(0 proposed school -> curator #0
0 received school -> curator #0
0 accepted school -> curator #0
0 starts curator_work.talk #0
45 ends curator_work.talk #0
)");
}

BOOST_AUTO_TEST_CASE(a_declined_handover_goes_on_at_on_reject) {
    BOOST_TEST(told(one_handover("acceptance: 0, reply_time: 30 min"), all()) ==
               R"(0 proposed school -> curator #0
0 received school -> curator #0
30 declined school -> curator #0
30 returned school -> curator #0
30 starts school_work.kept #0
35 ends school_work.kept #0
)");
}

BOOST_AUTO_TEST_CASE(without_on_reject_the_sender_goes_on_at_next) {
    auto text = one_handover("acceptance: 0");
    text.replace(text.find(", on_reject: kept"), 17, "");
    text.replace(text.find("next: leave"), 11, "next: kept ");
    BOOST_TEST(told(text, kActivities) ==
               "0 starts school_work.kept #0\n"
               "5 ends school_work.kept #0\n");
}

BOOST_AUTO_TEST_CASE(a_failed_threshold_or_eligibility_is_rejected_below_threshold) {
    const std::string expected =
        "0 proposed school -> curator #0\n0 received school -> curator "
        "#0\n0 below threshold school -> curator #0\n0 returned school -> "
        "curator #0\n";
    BOOST_TEST(told(one_handover("accepts_when: age < 10"), kHandover) == expected);
    auto text = one_handover("acceptance: 1");
    text.replace(text.find("initial: 10"), 11, "initial: 16");
    BOOST_TEST(told(text, kHandover) == expected);
}

BOOST_AUTO_TEST_CASE(the_answer_considers_the_state_at_that_time) {
    // 15 years and 364 days at the proposal, 16 years at the answer.
    auto text = one_handover("reply_time: 2 days");
    text.replace(text.find("{initial: 10}"), 13, "{grows: 1 per year}");
    text.replace(text.find("count: 1,"), 9, "count: 1, set: {age: 15.997},");
    BOOST_TEST(with(told(text, kHandover), "below") ==
               "2880 below threshold school -> curator #0\n");
}

BOOST_AUTO_TEST_CASE(a_lost_handover_without_a_time_out_is_never_heard_of) {
    BOOST_TEST(told(one_handover("channel: letter, loss: 1"), all()) ==
               "0 proposed school -> curator #0\n0 lost school -> curator #0\n");
}

BOOST_AUTO_TEST_CASE(when_nothing_is_done_a_stalled_handover_only_becomes_known) {
    BOOST_TEST(told(one_handover("loss: 1, time_out: 3 days"), all(), kDay) ==
               "0 proposed school -> curator #0\n0 lost school -> curator #0\n"
               "3 timed out school -> curator #0\n");
}

BOOST_AUTO_TEST_CASE(an_answer_after_the_time_out_still_counts) {
    BOOST_TEST(told(one_handover("reply_time: 5 days, time_out: 3 days"), kHandover, kDay) ==
               "0 proposed school -> curator #0\n0 received school -> curator #0\n"
               "3 timed out school -> curator #0\n5 accepted school -> curator #0\n");
}

BOOST_AUTO_TEST_CASE(an_answered_handover_does_not_time_out) {
    BOOST_TEST(with(told(one_handover("reply_time: 3 days, time_out: 4 days"), kHandover, kDay),
                    "timed") == "");
}

BOOST_AUTO_TEST_CASE(a_stalled_handover_is_sent_again) {
    BOOST_TEST(told(one_handover("loss: 1, time_out: 1 day, when_stalled: resend, sender_work: 1 h",
                                 "", "3 days"),
                    all(), kHour) == R"(0 starts school -> curator note #0
1 ends school -> curator note #0
1 proposed school -> curator #0
1 lost school -> curator #0
25 timed out school -> curator #0
25 resent school -> curator #0
25 starts school -> curator note again #0
26 ends school -> curator note again #0
26 lost school -> curator #0
50 timed out school -> curator #0
50 resent school -> curator #0
50 starts school -> curator note again #0
51 ends school -> curator note again #0
51 lost school -> curator #0
)");
}

BOOST_AUTO_TEST_CASE(a_handover_sent_again_may_arrive) {
    // Every one is lost with probability 1/2, independently: 2 in the mean.
    auto text = one_handover("loss: 0.5, time_out: 1 day, when_stalled: resend");
    text.replace(text.find("interarrival: 1 h, count: 1"), 27, "interarrival: 1 h, count: 400");
    text.replace(text.find("{servers: 1}, curators: {servers: 1}"), 36,
                 "{servers: 1}, curators: {servers: 400}");
    const Log log = run_log(text);
    const int lost = count_of(log, Kind::handover_lost);
    BOOST_TEST(count_of(log, Kind::handover_accepted) == 400);
    BOOST_TEST(count_of(log, Kind::handover_proposed) == 400);
    BOOST_TEST(std::abs(lost / 400.0 - 1.0) <= 4.0 * std::sqrt(2.0 / 400.0));
}

BOOST_AUTO_TEST_CASE(a_stalled_handover_is_returned_to_its_sender) {
    BOOST_TEST(with(told(one_handover("loss: 1, time_out: 1 day, when_stalled: return_to_sender"),
                         all(), kHour),
                    "24") == R"(24 timed out school -> curator #0
24 returned school -> curator #0
24 starts school_work.kept #0
24.0833 ends school_work.kept #0
)");
}

BOOST_AUTO_TEST_CASE(a_case_lead_carries_a_stalled_handover_by_hand) {
    BOOST_TEST(with(told(one_handover("loss: 1, misrouting: 1, dispute: 1, reply_time: 9 days, "
                                      "time_out: 1 day, when_stalled: case_lead"),
                         kHandover, kHour),
                    "24 ") == R"(24 timed out school -> curator #0
24 resent school -> curator #0
24 received school -> curator #0
24 accepted school -> curator #0
)");
}

BOOST_AUTO_TEST_CASE(an_urgent_handover_is_neither_lost_nor_disputed) {
    BOOST_TEST(told(one_handover("loss: 1, misrouting: 1, dispute: 1, reply_time: 9 days", "",
                                 "100 days", ", urgent: true"),
                    kHandover) == R"(0 proposed school -> curator #0
0 received school -> curator #0
0 accepted school -> curator #0
)");
}

BOOST_AUTO_TEST_CASE(a_misrouted_handover_comes_later) {
    BOOST_TEST(told(one_handover("channel: letter, misrouting: 1, misrouting_delay: 7 days"),
                    kHandover) == R"(0 proposed school -> curator #0
0 misrouted school -> curator #0
10141 received school -> curator #0
10141 accepted school -> curator #0
)");
}

BOOST_AUTO_TEST_CASE(a_disputed_handover_is_answered_after_the_dispute) {
    BOOST_TEST(told(one_handover("receiver_work: 1 h, dispute: 1, dispute_time: 2 h, reply_time: 3 "
                                 "h"),
                    all(), kHour) == R"(0 proposed school -> curator #0
0 received school -> curator #0
0 starts school -> curator triage #0
1 ends school -> curator triage #0
1 disputed school -> curator #0
6 accepted school -> curator #0
6 starts curator_work.talk #0
6.75 ends curator_work.talk #0
)");
}

BOOST_AUTO_TEST_CASE(records_share_the_capacity_of_a_channel) {
    // Both leave the latency at minute 60; a channel of 1440 records a day passes the two in two
    // minutes.
    auto text = one_handover("channel: letter");
    text.replace(text.find("sources: {"), 10,
                 "sources: {others: {class: child, first_at: 0 s, interarrival: 1 h, count: 1, "
                 "process: school_work}, ");
    BOOST_TEST(with(told(text, kHandover), "received") ==
               "62 received school -> curator #0\n"
               "62 received school -> curator #1\n");
}

BOOST_AUTO_TEST_CASE(note_and_triage_follow_the_priority_of_the_interface) {
    // The teacher and the curator are taken until minute 10; the handover of the older child was
    // asked for last.
    const auto text = [](const std::string& priority) {
        return scenario("1 day", R"(
classes: {child: {attributes: {age: {}}}}
sources:
  keeper: {class: child, first_at: 0 s, interarrival: 1 h, count: 1, process: keep}
  young: {class: child, first_at: 1 min, interarrival: 1 h, count: 1, set: {age: 7}, process: school_work}
  old: {class: child, first_at: 2 min, interarrival: 1 h, count: 1, set: {age: 8}, process: school_work}
resources: {teacher: {servers: 1}}
services: {school: {staff: teacher}, curator: {process: curator_work}}
interfaces: {school -> curator: {sender_work: 5 min)" +
                                     priority + R"(}}
processes:
  keep: {steps: {sit: {seize: teacher, duration: 10 min}}}
  school_work: {service: school, steps: {refer: {hand_over: {to: curator}, next: leave}}}
  curator_work: {steps: {talk: {duration: 1 min, next: leave}}}
)");
    };
    BOOST_TEST(with(told(text(""), kStarts), "note") ==
               "10 starts school -> curator note #1\n15 starts school -> curator note #2\n");
    BOOST_TEST(with(told(text(", priority: age"), kStarts), "note") ==
               "10 starts school -> curator note #2\n15 starts school -> curator note #1\n");
}

BOOST_AUTO_TEST_CASE(hops_count_the_handovers_of_an_episode) {
    const TableFile table("n\n1\n");
    auto text = episode(table, "acceptance: 1");
    text.replace(
        text.find("talk: {seize: curators, duration: 1 day}"), 40,
        "talk: {seize: curators, duration: 1 day, next: [{when: hops == 1, to: done}, {to: "
        "wrong}]}\n      wrong: {close: {outcome: wrong}}");
    BOOST_TEST(told_since_onset(text, {Kind::episode_closed}) == "2 closed done, met #0\n");
}

// ---- whose the client is meanwhile

BOOST_AUTO_TEST_CASE(carried_by_nobody_the_time_is_a_handover_gap_without_an_owner) {
    const TableFile table("n\n1\n");
    BOOST_TEST(told_since_onset(episode(table, "carrier: nobody, reply_time: 5 days"), kCarrying) ==
               R"(1 owner: school #0
1 proposed school -> curator #0
1 owner: nobody #0
1 time: gap handover #0
6 accepted school -> curator #0
6 owner: curator #0
6 time: service #0
7 closed done, met #0
)");
}

BOOST_AUTO_TEST_CASE(carried_by_the_sender_the_time_is_decision_and_the_sender_owns) {
    const TableFile table("n\n1\n");
    BOOST_TEST(untimed(told_since_onset(episode(table, "carrier: sender, reply_time: 5 days"),
                                        {Kind::time_kind_changed, Kind::owner_changed})) ==
               "owner: school #0\ntime: decision #0\n"
               "owner: curator #0\ntime: service #0\n");
}

BOOST_AUTO_TEST_CASE(carried_by_the_receiver_the_receiver_owns_from_the_proposal_on) {
    const TableFile table("n\n1\n");
    BOOST_TEST(
        told_since_onset(episode(table, "carrier: receiver, reply_time: 5 days"),
                         {Kind::time_kind_changed, Kind::owner_changed}) ==
        "1 owner: school #0\n1 time: decision #0\n1 owner: curator #0\n6 time: service #0\n");
}

BOOST_AUTO_TEST_CASE(nobody_owns_a_disputed_matter) {
    const TableFile table("n\n1\n");
    BOOST_TEST(told_since_onset(episode(table,
                                        "carrier: sender, dispute: 1, dispute_time: 5 days, "
                                        "reply_time: 2 days"),
                                {Kind::time_kind_changed, Kind::owner_changed}) ==
               R"(1 owner: school #0
1 time: decision #0
1 owner: nobody #0
1 time: gap responsibility #0
6 time: decision #0
6 owner: school #0
8 owner: curator #0
8 time: service #0
)");
}

BOOST_AUTO_TEST_CASE(a_rejected_client_belongs_to_the_sender_again) {
    const TableFile table("n\n1\n");
    BOOST_TEST(
        told_since_onset(episode(table, "carrier: nobody, acceptance: 0, reply_time: 5 days"),
                         {Kind::time_kind_changed, Kind::owner_changed, Kind::handover_rejected,
                          Kind::episode_closed}) ==
        R"(1 owner: school #0
1 owner: nobody #0
1 time: gap handover #0
6 declined school -> curator #0
6 owner: school #0
6 time: waiting #0
7 closed given_up, not met #0
)");
}

// ---- places in a caseload

BOOST_AUTO_TEST_CASE(a_second_client_waits_for_a_place_until_the_first_leaves_the_service) {
    const auto text = scenario("10 days", R"(
sources: {clients: {first_at: 0 s, interarrival: 1 h, count: 2, process: school_work}}
resources: {curators: {servers: 5}, places: {servers: 1, is_caseload: true}}
services: {school: {}, curator: {process: curator_work, caseload: places}, doctor: {process: doctor_work}}
interfaces: {any -> any: {reply_time: 30 min}}
processes:
  school_work: {service: school, steps: {refer: {hand_over: {to: curator}, next: leave}}}
  curator_work:
    service: curator
    steps:
      first: {seize: curators, duration: 1 h}
      pause: {duration: 10 h}
      second: {seize: curators, duration: 1 h}
      refer: {hand_over: {to: doctor}, next: leave}
  doctor_work: {service: doctor, steps: {talk: {duration: 20 h, next: leave}}}
)");
    // The first is accepted at 0.5 and by the doctor at 0.5 + 12 + 0.5.
    BOOST_TEST(with(told(text, {Kind::queue_joined, Kind::activity_started}, kHour), "cur") ==
               R"(0.5 starts curator.place #0
0.5 starts curator_work.first #0
1.5 starts curator_work.pause #0
1.5 queues curator.place #1
11.5 starts curator_work.second #0
13 starts curator.place #1
13 starts curator_work.first #1
14 starts curator_work.pause #1
24 starts curator_work.second #1
)");
}

BOOST_AUTO_TEST_SUITE_END()
