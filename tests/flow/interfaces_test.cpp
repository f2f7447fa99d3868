// SPDX-License-Identifier: Apache-2.0
// What moves an interface: expressions, who owns the services, trust, feedback, forums.
#include "tests/flow/events.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

Kinds handover_and(std::initializer_list<Kind> more) {
    Kinds kinds = kHandover;
    kinds.insert(kinds.end(), more);
    return kinds;
}

struct Parts {
    std::string interface = "{}";     ///< school -> curator
    std::string others{};             ///< more lines of interfaces
    std::string clients = "[8, 12]";  ///< ages, one an hour from hour 0 on
    std::string school = "organisation: town, staff: teacher";
    std::string curator = "organisation: county, staff: curators";
    std::string hand_over{};                                     ///< keys of the step
    std::string work = "talk: {duration: 30 min, next: leave}";  ///< steps of the curator
    std::string more{};
    std::string length = "100 days";
};

/// Children whom the school hands to the curator; after a return they leave.
std::string handed(const Parts& parts) {
    std::string sources;
    int number = 0;
    for (std::size_t at = 1; at < parts.clients.size(); ++number) {
        const std::size_t end = parts.clients.find_first_of(",]", at);
        sources += fmt::format(
            "  c{}: {{class: child, first_at: {} h, interarrival: 1 h, count: 1, set: {{age: {}}}, "
            "process: school_work}}\n",
            number, number, parts.clients.substr(at, end - at));
        at = end + 1;
    }
    return scenario(parts.length,
                    fmt::format(R"(
calendars: {{office: {{open: {{mon-fri: 08:00-16:00}}}}}}
classes: {{child: {{attributes: {{age: {{}}}}}}}}
sources:
{}channels: {{letter: {{latency: 60 min, records_per_day: 1000000000}}}}
organisations: {{town: {{}}, county: {{}}}}
resources:
  teacher: {{servers: 1, service: school}}
  curators: {{servers: 9, service: curator}}
services:
  school: {{{}}}
  curator: {{{}, process: curator_work}}
interfaces:
  school -> curator: {}
{}
processes:
  school_work:
    service: school
    steps:
      refer: {{hand_over: {{to: curator, on_reject: leave{}}}, next: leave}}
  curator_work:
    service: curator
    steps:
      {}
{})",
                                sources, parts.school, parts.curator, parts.interface, parts.others,
                                parts.hand_over, parts.work, parts.more));
}

std::string failure_of(const Parts& parts) { return log_of(handed(parts)).failure; }

}  // namespace

BOOST_AUTO_TEST_SUITE(interfaces)

// ---- expressions

BOOST_AUTO_TEST_CASE(chances_are_expressions_beyond_0_and_1_count_as_0_and_1) {
    const auto what = [](const std::string& interface, const char* word) {
        return with(told(handed({.interface = "{" + interface + "}"}), kHandover, kHour), word);
    };
    BOOST_TEST(what("loss: age < 10", "lost") == "0 lost school -> curator #0\n");
    BOOST_TEST(what("misrouting: (age - 10) * 7, misrouting_delay: 1 h", "misrouted") ==
               "1 misrouted school -> curator #0\n");
    BOOST_TEST(what("dispute: 10 - age", "disputed") == "0 disputed school -> curator #0\n");
    BOOST_TEST(what("acceptance: age - 10", "declined") == "0 declined school -> curator #0\n");
    BOOST_TEST(what("acceptance: age - 10", "accepted") == "1 accepted school -> curator #0\n");
}

BOOST_AUTO_TEST_CASE(an_expression_draws_what_the_same_constant_draws) {
    std::string ages = "[8";
    for (int i = 0; i < 40; ++i) ages += ", 9";
    const auto lost = [&](const std::string& loss) {
        return with(told(handed({.interface = "{loss: " + loss + "}", .clients = ages + "]"}),
                         kHandover, kHour),
                    "lost");
    };
    BOOST_TEST(lost("0.5") != "");
    BOOST_TEST(lost("0.5") == lost("'age > 0 ? 0.5 : 1'"));
}

BOOST_AUTO_TEST_CASE(crosses_says_whether_two_organisations_are_involved) {
    const auto lost = [](const std::string& school, const std::string& curator) {
        return told(handed({.interface = "{loss: crosses}",
                            .clients = "[8]",
                            .school = school,
                            .curator = curator}),
                    {Kind::handover_lost});
    };
    const std::string lost_one = "0 lost school -> curator #0\n";
    BOOST_TEST(lost("organisation: town", "organisation: county") == lost_one);
    BOOST_TEST(lost("organisation: town", "organisation: town") == "");
    BOOST_TEST(lost("organisation: town", "eligible: age > 0") == "");
}

BOOST_AUTO_TEST_CASE(a_forum_mends_chances_that_are_expressions_too) {
    const auto text =
        handed({.interface = "{loss: crosses}",
                .clients = "[8, 9, 10]",
                .more = "policies: {forum: {cooperation_forum: {interval: 90 min, success: 1, "
                        "improvement: 1}}}\n",
                .length = "4 h"});
    BOOST_TEST(told(text, handover_and({Kind::forum_met}), kHour) ==
               R"(0 proposed school -> curator #0
0 lost school -> curator #0
1 proposed school -> curator #1
1 lost school -> curator #1
1.5 forum mends school -> curator
2 proposed school -> curator #2
2 received school -> curator #2
2 accepted school -> curator #2
3 forum mends nothing
)");
}

BOOST_AUTO_TEST_CASE(delays_are_multiplied_by_delay_times) {
    const auto text = handed({.interface = "{misrouting: 1, misrouting_delay: 1 h, dispute: 1, "
                                           "dispute_time: 2 h, reply_time: 3 h, delay_times: "
                                           "1 + crosses}",
                              .clients = "[8]"});
    BOOST_TEST(told(text, kHandover, kHour) == R"(0 proposed school -> curator #0
0 misrouted school -> curator #0
2 received school -> curator #0
2 disputed school -> curator #0
12 accepted school -> curator #0
)");
}

BOOST_AUTO_TEST_CASE(work_of_both_is_multiplied_by_work_times) {
    const auto text =
        handed({.interface = "{sender_work: 1 h, receiver_work: 2 h, work_times: age / 4}",
                .clients = "[8]"});
    BOOST_TEST(told(text, handover_and({Kind::activity_started}), kHour) ==
               R"(0 starts school -> curator note #0
2 proposed school -> curator #0
2 received school -> curator #0
2 starts school -> curator triage #0
6 accepted school -> curator #0
6 starts curator_work.talk #0
)");
}

BOOST_AUTO_TEST_CASE(negative_times_and_chances_that_are_no_number_end_the_run) {
    const auto fails_with = [](const std::string& interface, const std::string& what) {
        const std::string failure = failure_of({.interface = "{" + interface + "}"});
        BOOST_TEST(failure.find(what) != std::string::npos, failure);
        BOOST_TEST(failure.find("entity 0") != std::string::npos, failure);
    };
    fails_with("reply_time: 1 h, delay_times: 1 - age",
               "delay_times of school -> curator gives -7; expected a number >= 0");
    fails_with("receiver_work: 1 h, work_times: 1 - age", "a duration of -25200 s");
    fails_with("loss: (age - 8) / (age - 8)", "a probability of school -> curator is not a number");
}

BOOST_AUTO_TEST_CASE(thresholds_and_consent_know_the_words_of_the_interface) {
    const auto text = handed({.interface = "{accepts_when: age > 10 and crosses and trust > 0.4, "
                                           "trust: {initial: 0.5}}"});
    BOOST_TEST(with(told(text, kHandover, kHour), "c") == R"(0 proposed school -> curator #0
0 received school -> curator #0
0 below threshold school -> curator #0
0 returned school -> curator #0
1 proposed school -> curator #0
1 received school -> curator #0
1 accepted school -> curator #0
)");
}

// ---- patterns by owner

BOOST_AUTO_TEST_CASE(patterns_by_owner_follow_the_owners_and_give_way_to_named_services) {
    const auto lost = [](const std::string& curator, const std::string& interface,
                         const std::string& others) {
        return told(handed({.interface = interface,
                            .others = others,
                            .clients = "[8]",
                            .school = "organisation: town",
                            .curator = curator}),
                    {Kind::handover_lost}) != "";
    };
    const std::string between = "  any -> any: {loss: 0}\n  between organisations: {loss: 1}\n";
    const std::string within = "  any -> any: {loss: 0}\n  within organisation: {loss: 1}\n";
    BOOST_TEST(lost("organisation: county", "{}", between));
    BOOST_TEST(!lost("organisation: town", "{}", between));
    BOOST_TEST(!lost("organisation: county", "{}", within));
    BOOST_TEST(lost("organisation: town", "{}", within));
    // A service without an organisation is within none, and between none.
    BOOST_TEST(!lost("eligible: age > 0", "{}", between));
    BOOST_TEST(!lost("eligible: age > 0", "{}", within));
    BOOST_TEST(!lost("organisation: county", "{}", between + "  any -> curator: {loss: 0}\n"));
    BOOST_TEST(!lost("organisation: county", "{loss: 0}", between));
}

// ---- trust

BOOST_AUTO_TEST_CASE(answers_move_trust) {
    // 0.5 -> 0.5 - 0.2 * 0.5 -> 0.4 + 0.5 * 0.6
    const auto text = handed({.interface = "{acceptance: age - 10, trust: {initial: 0.5, "
                                           "accepted: 0.5, rejected: 0.2}}"});
    BOOST_TEST(told(text, {Kind::trust_changed}, kHour) ==
               "0 trust school -> curator 0.4\n1 trust school -> curator 0.7\n");
}

BOOST_AUTO_TEST_CASE(a_late_answer_costs_trust_an_answer_in_time_does_not) {
    const auto changes = [](const std::string& late_after) {
        return told(handed({.interface = "{reply_time: 10 h, trust: {initial: 0.5, accepted: 0.5, "
                                         "late: 0.2, late_after: " +
                                         late_after + "}}",
                            .clients = "[8]"}),
                    {Kind::trust_changed}, kHour);
    };
    BOOST_TEST(changes("10 h") == "10 trust school -> curator 0.75\n");
    BOOST_TEST(changes("599 min") ==
               "10 trust school -> curator 0.75\n10 trust school -> curator 0.6\n");
}

BOOST_AUTO_TEST_CASE(trust_is_late_from_the_first_proposal_on) {
    const auto text = handed({.interface = "{loss: 1, time_out: 5 h, when_stalled: case_lead, "
                                           "trust: {initial: 0.5, late: 0.2, late_after: 4 h}}",
                              .clients = "[8]"});
    BOOST_TEST(told(text, {Kind::trust_changed}, kHour) == "5 trust school -> curator 0.4\n");
}

BOOST_AUTO_TEST_CASE(trust_goes_back_to_where_it_began_by_halves) {
    const auto text = handed({.interface = "{acceptance: 0, trust: {initial: 0.5, rejected: 1, "
                                           "forgets: 1 h}}",
                              .clients = "[8, 8]"});
    BOOST_TEST(told(text, {Kind::trust_changed}, kHour) ==
               "0 trust school -> curator 0\n1 trust school -> curator 0\n");
    // Asked at hour 1, it is 0.25, half of what was lost.
    const auto asked = [](const std::string& threshold) {
        return with(
            told(handed({.interface = "{acceptance: 0, accepts_when: trust >= " + threshold +
                                      ", trust: {initial: 0.5, rejected: 1, forgets: 1 h}}",
                         .clients = "[8, 8]"}),
                 kHandover, kHour),
            "1 ");
    };
    BOOST_TEST(asked("0.2499").find("declined") != std::string::npos);
    BOOST_TEST(asked("0.2501").find("below threshold") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(joint_work_raises_trust_both_ways) {
    const auto text =
        handed({.interface = "{trust: {initial: 0.5, joint_work: 0.5}}",
                .others = "  curator -> school: {trust: {initial: 0.2, joint_work: 0.25}}\n",
                .clients = "[8]",
                .work = "talk: {seize: [teacher, curators], duration: 1 h}\n      alone: {seize: "
                        "curators, duration: 1 h, next: leave}"});
    BOOST_TEST(told(text, {Kind::trust_changed}, kHour) ==
               "1 trust school -> curator 0.75\n1 trust curator -> school 0.4\n");
}

BOOST_AUTO_TEST_CASE(chances_follow_trust) {
    // Three rejections take trust from 1 to 0.125; with less than 0.2 nothing arrives.
    const auto text = handed({.interface = "{acceptance: 0, loss: trust < 0.2, trust: {initial: "
                                           "1, rejected: 0.5}}",
                              .clients = "[8, 8, 8, 8, 8]"});
    BOOST_TEST(told(text, {Kind::handover_rejected, Kind::handover_lost}, kHour) ==
               R"(0 declined school -> curator #0
1 declined school -> curator #0
2 declined school -> curator #0
3 lost school -> curator #0
4 lost school -> curator #1
)");
}

// ---- feedback

BOOST_AUTO_TEST_CASE(the_sender_is_told_what_became_of_the_matter) {
    const auto text =
        handed({.interface = "{trust: {initial: 0.5, feedback: 0.2}}",
                .others = "  curator -> school: {channel: letter, sender_work: 15 min}\n",
                .clients = "[8]",
                .work = "talk: {duration: 30 min}\n      back: {tell: {to: sender}}\n      more: "
                        "{duration: 2 h, next: leave}"});
    BOOST_TEST(told(text, {Kind::activity_started, Kind::activity_ended, Kind::feedback_told,
                           Kind::trust_changed, Kind::entity_left}) ==
               R"(0 starts curator_work.talk #0
30 ends curator_work.talk #0
30 starts curator -> school feedback #0
45 ends curator -> school feedback #0
45 told curator -> school #0
45 starts curator_work.more #0
105 trust school -> curator 0.6
165 ends curator_work.more #0
165 leaves #0
)");
}

BOOST_AUTO_TEST_CASE(who_came_by_himself_has_no_sender_to_tell) {
    auto text = handed({.others = "  curator -> school: {sender_work: 15 min}\n",
                        .clients = "[8]",
                        .work = "back: {tell: {to: sender}}\n      more: {duration: 2 h, next: "
                                "leave}"});
    text.replace(text.find("process: school_work"), 20, "process: curator_work");
    BOOST_TEST(told(text, {Kind::activity_started, Kind::feedback_told}) ==
               "0 starts curator_work.more #0\n");
}

BOOST_AUTO_TEST_CASE(news_waits_for_a_channel_that_is_down) {
    const auto text = handed(
        {.interface = "{trust: {initial: 0.5, feedback: 0.2}}",
         .others = "  curator -> school: {channel: letter}\n",
         .clients = "[8]",
         .work = "talk: {duration: 10.5 h}\n      back: {tell: {to: school}, next: leave}",
         .more = "policies: {outage: {channel_outage: {channel: letter, every: 10 h, lasts: 1 "
                 "h}}}\n",
         .length = "20 h"});
    // Told at 10.5, tried again at 11.5, an hour on the way.
    BOOST_TEST(told(text, {Kind::feedback_told, Kind::trust_changed}, kHour) ==
               "10.5 told curator -> school #0\n12.5 trust school -> curator 0.6\n");
}

BOOST_AUTO_TEST_CASE(who_was_told_leaves_the_matter_in_the_hands_it_is_in) {
    const TableFile table("n\n1\n");
    const auto text = [&](const std::string& first) {
        return scenario("40 days",
                        members(table) + "needs: {mood: {class: child, " + kOnce +
                            ", recognised: {family: {after: 1 day, process: clinic_work}, school: "
                            "{service: school, after: 5 days, process: school_work}}}}" +
                            fmt::format(R"(
services: {{clinic: {{}}, school: {{process: school_work}}}}
interfaces: {{any -> any: {{}}}}
processes:
  clinic_work:
    service: clinic
    steps:
      first: {}
      talk: {{duration: 10 days}}
      done: {{close: {{outcome: done}}}}
  school_work: {{service: school, steps: {{talk: {{duration: 1 day, next: leave}}}}}}
)",
                                        first));
    };
    const Kinds kinds{Kind::path_started, Kind::feedback_told, Kind::episode_closed};
    BOOST_TEST(told_since_onset(text("{duration: 0 s}"), kinds) ==
               "1 path 0 starts clinic_work #0\n5 path 1 starts school_work #0\n"
               "11 closed done, met #0\n");
    BOOST_TEST(told_since_onset(text("{tell: {to: school}}"), kinds) ==
               "1 path 0 starts clinic_work #0\n1 told clinic -> school #0\n"
               "11 closed done, met #0\n");
}

// ---- stalls

BOOST_AUTO_TEST_CASE(a_forum_settles_what_was_escalated_to_it) {
    const auto text = handed(
        {.interface = "{loss: 1, time_out: 1 h, when_stalled: escalate_to_forum, sender_work: 30 "
                      "min}",
         .more = "policies: {forum: {cooperation_forum: {interval: 5 h, success: 0}}}\n",
         .length = "9 h"});
    BOOST_TEST(told(text, handover_and({Kind::forum_met, Kind::activity_started}), kHour) ==
               R"(0 starts school -> curator note #0
0.5 proposed school -> curator #0
0.5 lost school -> curator #0
1 starts school -> curator note #1
1.5 proposed school -> curator #1
1.5 lost school -> curator #1
1.5 timed out school -> curator #0
2.5 timed out school -> curator #1
5 forum mends nothing
5 resent school -> curator #0
5 starts school -> curator note again #0
5 resent school -> curator #1
5.5 starts school -> curator note again #1
5.5 received school -> curator #0
5.5 accepted school -> curator #0
5.5 starts curator_work.talk #0
6 received school -> curator #1
6 accepted school -> curator #1
6 starts curator_work.talk #1
)");
}

BOOST_AUTO_TEST_CASE(an_answer_before_the_forum_meets_still_counts) {
    const auto text =
        handed({.interface = "{reply_time: 3 h, time_out: 1 h, when_stalled: escalate_to_forum}",
                .clients = "[8]",
                .more = "policies: {forum: {cooperation_forum: {interval: 5 h, success: 0}}}\n",
                .length = "9 h"});
    BOOST_TEST(told(text, handover_and({Kind::forum_met}), kHour) ==
               R"(0 proposed school -> curator #0
0 received school -> curator #0
1 timed out school -> curator #0
3 accepted school -> curator #0
5 forum mends nothing
)");
}

BOOST_AUTO_TEST_CASE(time_meanwhile_counts_as_before) {
    const TableFile table("n\n1\n");
    const auto text = scenario(
        "40 days", members(table) + "needs: {mood: {class: child, " + kOnce +
                       ", recognised: {family: {after: 1 day, process: school_work}}}}" + R"(
services: {school: {}, curator: {process: curator_work}}
interfaces: {school -> curator: {loss: 1, time_out: 3 days, when_stalled: escalate_to_forum}}
policies: {forum: {cooperation_forum: {interval: 10 days}}}
processes:
  school_work: {service: school, steps: {refer: {hand_over: {to: curator}, next: leave}}}
  curator_work:
    service: curator
    steps: {talk: {duration: 1 day}, done: {close: {outcome: done}}}
)");
    BOOST_TEST(untimed(told_since_onset(text, {Kind::time_kind_changed, Kind::handover_resent,
                                               Kind::handover_timed_out})) ==
               R"(time: gap handover #0
timed out school -> curator #0
resent school -> curator #0
time: decision #0
time: service #0
)");
}

BOOST_AUTO_TEST_CASE(a_time_out_counts_the_open_days_of_a_calendar) {
    // From Monday 3 August, 00:00: Tuesday, Wednesday, Thursday; from Friday on to Wednesday.
    const auto stalled = [](const std::string& pause) {
        auto text =
            handed({.interface = "{loss: 1, time_out: 3 days of office}", .clients = "[8]"});
        text.replace(text.find("first_at: 0 h"), 13, "first_at: " + pause);
        return told(text, {Kind::handover_timed_out}, kDay);
    };
    BOOST_TEST(stalled("0 h") == "4 timed out school -> curator #0\n");
    BOOST_TEST(stalled("4.5 days") == "10 timed out school -> curator #0\n");
}

// ---- brought by hand

BOOST_AUTO_TEST_CASE(an_urgent_handover_cannot_be_declined_but_can_be_below_threshold) {
    const auto answers = [](const std::string& interface, const std::string& curator) {
        return told(handed({.interface = "{" + interface + "}",
                            .curator = "organisation: county" + curator,
                            .hand_over = ", urgent: true"}),
                    {Kind::handover_accepted, Kind::handover_rejected}, kHour);
    };
    BOOST_TEST(answers("acceptance: 0", "") ==
               "0 accepted school -> curator #0\n1 accepted school -> curator #0\n");
    BOOST_TEST(answers("acceptance: 0, accepts_when: age > 10", "") ==
               "0 below threshold school -> curator #0\n1 accepted school -> curator #0\n");
    BOOST_TEST(answers("acceptance: 0", ", eligible: age > 10") ==
               "0 below threshold school -> curator #0\n1 accepted school -> curator #0\n");
}

// ---- trust in records

namespace {

/// The school writes a history and hands over; the curator looks for one twice.
std::string two_looks(const std::string& interface, const std::string& clients) {
    auto text = handed({.interface = "{visibility: shared, " + interface + "}",
                        .clients = clients,
                        .hand_over = ", urgent: true",
                        .work = "ask: {duration: 40 min, produces: history, reuse: skip}\n      "
                                "again: {duration: 40 min, produces: history, reuse: skip, next: "
                                "leave}",
                        .more = "records: {history: {valid: 10 days}}\n"});
    text.replace(text.find("      refer:"), 12,
                 "      ask: {duration: 30 min, produces: history}\n      refer:");
    return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_record_that_is_seen_but_not_trusted_is_made_again) {
    BOOST_TEST(told(two_looks("trusts_records: age > 10", "[8, 12]"),
                    {Kind::record_not_seen, Kind::activity_skipped, Kind::activity_started}) ==
               R"(0 starts school_work.ask #0
30 curator does not trust history #0
30 starts curator_work.ask #0
60 starts school_work.ask #1
70 skips curator_work.again, 0 min #0
90 skips curator_work.ask, 0 min #1
90 skips curator_work.again, 0 min #1
)");
}

BOOST_AUTO_TEST_CASE(trust_in_a_record_is_asked_once) {
    std::string ages = "[8";
    for (int i = 1; i < 200; ++i) ages += ", 8";
    auto text = two_looks("trusts_records: 0.5", ages + "]");
    const Log log = run_log(text);
    const int not_trusted = count_of(log, Kind::record_not_seen);
    BOOST_TEST(std::abs(not_trusted / 200.0 - 0.5) <= 4.0 * std::sqrt(0.25 / 200.0));
    // Who trusts it at first trusts it again, who does not has a record of his own.
    BOOST_TEST(count_of(log, Kind::activity_skipped) == 400 - not_trusted);
}

BOOST_AUTO_TEST_CASE(what_is_not_visible_is_not_a_matter_of_trust) {
    auto text = two_looks("trusts_records: 0", "[8]");
    text.replace(text.find("visibility: shared"), 18, "visibility: none");
    BOOST_TEST(told(text, {Kind::record_not_seen}) == "30 curator does not see history #0\n");
}

BOOST_AUTO_TEST_SUITE_END()
