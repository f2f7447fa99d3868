// SPDX-License-Identifier: Apache-2.0
// Needs: how they arise, come to light, get worse, end and come back. Times count from the onset.
#include "tests/flow/events.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

const Kinds kEpisode{Kind::need_arose,    Kind::need_recognised,  Kind::path_started,
                     Kind::path_ended,    Kind::severity_changed, Kind::repeat_contact,
                     Kind::episode_closed};

/// One child with one need; `need` adds to what the need says, `more` to the scenario.
std::string one_child(const TableFile& table, const std::string& need, const std::string& more,
                      const std::string& length = "60 days") {
    return scenario(length, members(table) + "needs: {mood: {class: child, " + kOnce + ", " + need +
                                "}}\n" + more);
}

/// Talks for two days with a nurse and is done.
const std::string kTalk = R"(
resources: {nurse: {servers: 1}}
services: {clinic: {}}
processes:
  talk:
    service: clinic
    steps:
      talk: {seize: nurse, duration: 2 days}
      done: {close: {outcome: done}}
)";

}  // namespace

BOOST_AUTO_TEST_SUITE(needs)

BOOST_AUTO_TEST_CASE(a_rate_of_zero_gives_no_onset) {
    const TableFile table("n\n100\n");
    const auto text = scenario("3 years", members(table) + R"(
needs:
  never: {class: child, onset: [{rate: 0 per year}], severity: 1}
  excluded: {class: child, onset: [{when: now_days >= 0, rate: 0 per year}, {rate: 5 per year}], severity: 1}
  now_and_then: {class: child, onset: [{rate: 1 per year}], severity: 1, resolves: 1 day}
)");
    const Log log = run_log(text);
    std::vector<int> count(3, 0);
    for (const auto& event : log.events) {
        if (event.kind == Kind::need_arose) ++count.at(event.place);
    }
    BOOST_TEST(count[0] == 0);
    BOOST_TEST(count[1] == 0);
    // 300 member years, each without its day with the need.
    BOOST_TEST(std::abs(count[2] - 300 * 365.25 / 366.25) <= 4.0 * std::sqrt(300.0));
}

BOOST_AUTO_TEST_CASE(a_need_is_recognised_after_its_delay) {
    const TableFile table("n\n1\n");
    BOOST_TEST(told_since_onset(
                   one_child(table, "recognised: {family: {after: 10 days, process: talk}}", kTalk),
                   kEpisode) == R"(0 mood arises, severity 1 #0
10 recognised by mood.family #0
10 path 0 starts talk #0
12 path 0 ends #0
12 closed done, met #0
)");
}

BOOST_AUTO_TEST_CASE(who_cannot_notice_at_the_onset_never_does) {
    const TableFile table("n\n1\n");
    BOOST_TEST(
        told_since_onset(
            one_child(table,
                      "recognised: {clinic: {service: clinic, when: severity >= 2, after: 1 day, "
                      "process: talk}, family: {after: 5 days, process: talk}}",
                      kTalk),
            {Kind::need_recognised}) == "5 recognised by mood.family #0\n");
}

BOOST_AUTO_TEST_CASE(a_need_that_is_not_served_resolves_by_itself) {
    const TableFile table("n\n1\n");
    BOOST_TEST(told_since_onset(one_child(table, "resolves: 20 days", kTalk), kEpisode) ==
               "0 mood arises, severity 1 #0\n20 closed resolved_itself, not met #0\n");
    // From the queue, too.
    BOOST_TEST(told_since_onset(
                   one_child(table,
                             "resolves: 20 days, recognised: {family: {after: 5 days, process: "
                             "wait}}",
                             kTalk + "  wait: {steps: {wait: {duration: 50 days, counts_as: "
                                     "waiting}}}\n"),
                   kEpisode) == R"(0 mood arises, severity 1 #0
5 recognised by mood.family #0
5 path 0 starts wait #0
20 path 0 ends #0
20 closed resolved_itself, not met #0
)");
}

BOOST_AUTO_TEST_CASE(a_need_once_served_effectively_resolves_no_longer_by_itself) {
    const TableFile table("n\n1\n");
    auto text = one_child(table,
                          "resolves: 11 days, recognised: {family: {after: 10 days, process: "
                          "talk}}",
                          kTalk);
    const Kinds kinds{Kind::contact, Kind::episode_closed};
    BOOST_TEST(told_since_onset(text, kinds) ==
               "10 effective contact by clinic #0\n12 closed done, met #0\n");
    // But a service that is not able to meet it is no help.
    text.replace(text.find("clinic: {}"), 10, "clinic: {meets: severity > 1}");
    BOOST_TEST(told_since_onset(text, kinds) ==
               "10 other contact by clinic #0\n11 closed resolved_itself, not met #0\n");
}

BOOST_AUTO_TEST_CASE(severity_rises_step_by_step_up_to_its_highest) {
    const TableFile table("n\n1\n");
    BOOST_TEST(
        told_since_onset(one_child(table, "escalates: 7 days, max_severity: 3", kTalk), kEpisode) ==
        "0 mood arises, severity 1 #0\n7 severity 2 #0\n14 severity 3 #0\n");
}

BOOST_AUTO_TEST_CASE(at_its_highest_a_recognised_need_starts_one_urgent_path) {
    const TableFile table("n\n1\n");
    BOOST_TEST(
        told_since_onset(one_child(table,
                                   "escalates: 7 days, max_severity: 3, escalation_process: talk, "
                                   "recognised: {family: {after: 1 day, process: wait}}",
                                   kTalk + "  wait: {steps: {wait: {duration: 50 days, counts_as: "
                                           "waiting}}}\n"),
                         kEpisode) == R"(0 mood arises, severity 1 #0
1 recognised by mood.family #0
1 path 0 starts wait #0
7 severity 2 #0
14 severity 3 #0
14 path 1 starts talk #0
16 path 1 ends #0
16 path 0 ends #0
16 closed done, met #0
)");
}

BOOST_AUTO_TEST_CASE(a_need_that_gets_worse_passes_those_who_wait_longer) {
    // The nurse is taken until day 30. The steady need waits from day 1, the other from day 2, and
    // gets worse on day 12.
    const TableFile table("n\n1\n");
    const auto text = [&] {
        return scenario("60 days",
                        fmt::format(R"(
classes: {{calm: {{attributes: {{}}}}, growing: {{attributes: {{}}}}}}
populations:
  one: {{class: calm, table: {0}, groups: [{{column: n}}]}}
  two: {{class: growing, table: {0}, groups: [{{column: n}}]}}
needs:
  steady: {{class: calm, {1}, recognised: {{family: {{after: 1 day, process: talk}}}}}}
  worse: {{class: growing, {1}, escalates: 12 days, recognised: {{family: {{after: 2 days, process: talk}}}}}}
sources: {{keeper: {{first_at: 0 s, interarrival: 1 h, count: 1, process: keep}}}}
)",
                                    table.path(), kOnce) +
                            kTalk + "  keep: {steps: {sit: {seize: nurse, duration: 30 days}}}\n");
    };
    auto with_priority = text();
    with_priority.replace(with_priority.find("duration: 2 days"), 16,
                          "duration: 2 days, priority: severity");
    BOOST_TEST(untimed(with(told(with_priority, kStarts), "talk")) ==
               "starts talk.talk #1\nstarts talk.talk #0\n");
    BOOST_TEST(untimed(with(told(text(), kStarts), "talk")) ==
               "starts talk.talk #0\nstarts talk.talk #1\n");
}

BOOST_AUTO_TEST_CASE(an_urgent_path_passes_every_other_priority) {
    // At day 7 of the episode the urgent path queues behind one with priority 100.
    const TableFile table("n\n1\n");
    const auto text = one_child(table,
                                "escalates: 7 days, max_severity: 2, escalation_process: talk, "
                                "recognised: {family: {after: 1 day, process: wait}}",
                                kTalk + R"(  wait: {steps: {wait: {duration: 50 days}}}
  keep: {steps: {sit: {seize: nurse, duration: 10 days, priority: 100}}}
sources: {keepers: {first_at: 0 s, interarrival: 1 h, count: 3, process: keep}}
)");
    BOOST_TEST(untimed(with(told(text, kStarts), "k.")) == "starts talk.talk #0\n");
    BOOST_TEST(untimed(with(told(text, kStarts), ".")) ==
               "starts keep.sit #1\nstarts wait.wait #0\nstarts talk.talk #0\nstarts keep.sit "
               "#2\nstarts keep.sit #3\n");
}

BOOST_AUTO_TEST_CASE(a_closed_need_may_come_back) {
    const TableFile table("n\n1\n");
    auto text =
        one_child(table, "recognised: {family: {after: 10 days, process: talk}}", kTalk, "50 days");
    text.replace(text.find("outcome: done"), 13,
                 "outcome: done, relapse: 1, relapse_after: 5 days");
    BOOST_TEST(told_since_onset(text, {Kind::need_arose, Kind::need_recognised,
                                       Kind::episode_closed}) == R"(0 mood arises, severity 1 #0
10 recognised by mood.family #0
12 closed done, met #0
17 mood arises, severity 1 #0
27 recognised by mood.family #0
29 closed done, met #0
34 mood arises, severity 1 #0
44 recognised by mood.family #0
46 closed done, met #0
)");
}

BOOST_AUTO_TEST_CASE(the_unserved_contact_again_on_a_path_of_their_own) {
    const TableFile table("n\n1\n");
    const auto text = one_child(
        table,
        "repeat_contact: 7 days, repeat_process: answer, recognised: {family: {after: 1 day, "
        "process: wait}}",
        kTalk + R"(  wait: {steps: {wait: {duration: 16 days}, on: {call: talk}}}
  answer: {steps: {answer: {duration: 1 day, work: failure}}}
)");
    // Contacts on days 8 and 15; effective talk from day 17 on.
    BOOST_TEST(told_since_onset(text, kEpisode) == R"(0 mood arises, severity 1 #0
1 recognised by mood.family #0
1 path 0 starts wait #0
8 repeats mood #0
8 path 1 starts answer #0
9 path 1 ends #0
15 repeats mood #0
15 path 2 starts answer #0
16 path 2 ends #0
19 path 0 ends #0
19 closed done, met #0
)");
}

BOOST_AUTO_TEST_CASE(a_service_that_cannot_see_who_has_the_matter_starts_a_second_path) {
    const TableFile table("n\n1\n");
    const auto text = [&](const std::string& visibility) {
        return one_child(table,
                         "recognised: {family: {after: 1 day, process: slow}, school: {service: "
                         "school, after: 5 days, process: note}}",
                         R"(
services: {clinic: {}, school: {}}
interfaces: {clinic -> school: {visibility: )" +
                             visibility + R"(}}
processes:
  slow: {service: clinic, steps: {wait: {duration: 20 days}, done: {close: {outcome: done}}}}
  note: {service: school, steps: {write: {duration: 1 day}}}
)");
    };
    BOOST_TEST(
        told_since_onset(text("none"), {Kind::path_started, Kind::need_recognised}) ==
        "1 recognised by mood.family #0\n1 path 0 starts slow #0\n5 path 1 starts note #0\n");
    BOOST_TEST(told_since_onset(text("shared"), {Kind::path_started, Kind::need_recognised}) ==
               "1 recognised by mood.family #0\n1 path 0 starts slow #0\n");
}

BOOST_AUTO_TEST_CASE(the_time_of_an_episode_has_one_kind_at_a_time) {
    const TableFile table("n\n1\n");
    const auto text = one_child(table, "recognised: {family: {after: 2 days, process: work}}", R"(
resources: {nurse: {servers: 1}}
services: {clinic: {}}
sources: {keeper: {first_at: 0 s, interarrival: 1 h, count: 1, process: keep}}
processes:
  keep: {steps: {sit: {seize: nurse, duration: 10 days}}}
  work:
    service: clinic
    steps:
      thinks: {duration: 1 day, counts_as: decision}
      talk: {seize: nurse, duration: 1 day}
      away: {duration: 3 days, counts_as: gap, gap: drop_out}
      list: {duration: 4 days, counts_as: waiting}
      done: {close: {outcome: done}}
)");
    BOOST_TEST(untimed(told_since_onset(text, {Kind::time_kind_changed, Kind::owner_changed,
                                               Kind::episode_closed})) == R"(owner: clinic #0
time: decision #0
time: waiting #0
time: service #0
time: gap drop_out #0
time: waiting #0
closed done, met #0
)");
}

BOOST_AUTO_TEST_CASE(a_path_without_a_service_is_nobodys_responsibility) {
    const TableFile table("n\n1\n");
    const auto text = one_child(table, "recognised: {family: {after: 2 days, process: search}}",
                                kTalk + R"(  search:
    steps:
      ask: {duration: 3 days, counts_as: gap, gap: responsibility, next: leave}
)");
    BOOST_TEST(told_since_onset(text, {Kind::time_kind_changed, Kind::owner_changed}) ==
               "2 time: gap responsibility #0\n");
}

// ---- one client, several paths

namespace {

/// A child with three needs that come to light on days 1, 2 and 3 and are met by a, b and c in a
/// day, `first` says how long by a.
std::string three_needs(const TableFile& table, const std::string& first, const std::string& more,
                        const std::string& need = "") {
    return scenario("60 days", members(table) + fmt::format(R"(
needs:
  one: {{class: child, {0}, recognised: {{family: {{after: 1 day, process: by_a}}}}{2}}}
  two: {{class: child, {0}, recognised: {{family: {{after: 2 days, process: by_b}}}}}}
  three: {{class: child, {0}, recognised: {{family: {{after: 3 days, process: by_c}}}}}}
resources: {{a: {{servers: 1}}, b: {{servers: 1}}, c: {{servers: 1}}}}
services: {{x: {{meets: severity > 1}}, y: {{}}}}
processes:
  by_a: {{service: x, steps: {{w: {{seize: a, duration: {1}}}, done: {{close: {{outcome: done}}}}}}}}
  by_b: {{service: y, steps: {{w: {{seize: b, duration: 1 day}}, done: {{close: {{outcome: done}}}}}}}}
  by_c: {{service: y, steps: {{w: {{seize: c, duration: 1 day}}, done: {{close: {{outcome: done}}}}}}}}
{3})",
                                                            kOnce, first, need, more));
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_client_is_with_one_worker_at_a_time) {
    const TableFile table("n\n1\n");
    const std::string text = untimed(with(
        told(three_needs(table, "10 days", ""), {Kind::activity_started, Kind::activity_ended}),
        "by_"));
    BOOST_TEST(text.substr(0, 33) == "starts by_a.w #0\nends by_a.w #0\ns");
    BOOST_TEST(text.find("starts by_b.w #0\nends by_b.w #0\n") != std::string::npos);
    BOOST_TEST(text.find("starts by_c.w #0\nends by_c.w #0\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_client_who_is_free_again_is_taken_by_any_worker_who_waits) {
    // a ends on day 11; b is taken by somebody else, c waits.
    const TableFile table("n\n1\n");
    for (const char* taken : {"b", "c"}) {
        const auto text =
            three_needs(table, "10 days",
                        fmt::format(R"(  keep: {{steps: {{sit: {{seize: {}, duration: 40 days}}}}}}
sources: {{keeper: {{first_at: 0 s, interarrival: 1 h, count: 1, process: keep}}}}
)",
                                    taken));
        const std::string other = *taken == 'b' ? "c" : "b";
        BOOST_TEST(
            untimed(with(told(text, kStarts), "by_")) ==
            fmt::format("starts by_a.w #0\nstarts by_{}.w #0\nstarts by_{}.w #0\n", other, taken));
        double started = 0.0;
        const Log log = log_of(text);
        for (const auto& event : log.events) {
            if (event.kind == Kind::activity_started &&
                log.legend.activities.at(event.place).name == "by_" + other + ".w") {
                started = event.time;
            }
        }
        BOOST_TEST(std::abs(started - 11 * kDay) < kDay / 10.0);
    }
}

BOOST_AUTO_TEST_CASE(a_client_whose_activity_is_broken_off_is_taken_by_another_worker) {
    // The first need resolves on day 6, in the middle of its activity of 40 days.
    const TableFile table("n\n1\n");
    const Log log = run_log(three_needs(table, "40 days", "", ", resolves: 6 days"));
    std::vector<double> starts;
    for (const auto& event : log.events) {
        if (event.kind == Kind::activity_started) starts.push_back(event.time / kDay);
    }
    BOOST_REQUIRE(starts.size() == 3);
    BOOST_TEST(std::abs(starts[1] - 6.0) < 0.1);
    BOOST_TEST(std::abs(starts[2] - 7.0) < 0.1);
}

BOOST_AUTO_TEST_CASE(a_closed_episode_takes_its_other_paths_from_their_queues) {
    const TableFile table("n\n1\n");
    const auto text = one_child(
        table,
        "recognised: {clinic: {service: clinic, after: 1 day, process: queue}, school: {service: "
        "school, after: 2 days, process: quick}}",
        R"(
resources: {nurse: {servers: 1}}
services: {clinic: {}, school: {}}
sources: {keeper: {first_at: 0 s, interarrival: 1 h, count: 1, process: keep}}
processes:
  keep: {steps: {sit: {seize: nurse, duration: 40 days}}}
  queue: {service: clinic, steps: {talk: {seize: nurse, duration: 1 day}, done: {close: {outcome: late}}}}
  quick: {service: school, steps: {talk: {duration: 1 day}, done: {close: {outcome: early}}}}
)");
    BOOST_TEST(
        told_since_onset(text, {Kind::queue_joined, Kind::queue_left, Kind::episode_closed}) ==
        "1 queues queue.talk #0\n3 leaves queue queue.talk #0\n3 closed early, met #0\n");
}

BOOST_AUTO_TEST_CASE(another_need_changes_no_onset_and_no_severity) {
    const TableFile table("n\n30\n");
    const auto moods = [&](const std::string& before, const std::string& more) {
        const Log log =
            run_log(scenario("3 years", members(table, "{x: {initial: 'uniform(0, 1)'}}") +
                                            fmt::format(R"(
needs:
{}  mood:
    class: child
    onset: [{{when: x < 0.5, rate: 1 per year}}, {{rate: 0.5 per year}}]
    severity: 'uniform(1, 2)'
    resolves: exponential(100 days)
    recognised: {{family: {{after: exponential(80 days), process: talk}}}}
resources: {{nurse: {{servers: 40}}}}
services: {{clinic: {{}}}}
processes:
  talk: {{service: clinic, steps: {{talk: {{seize: nurse, duration: exponential(1 h)}}, done: {{close: {{outcome: done}}}}}}}}
{})",
                                                        before, more)));
        std::string text;
        std::uint32_t mood = log.legend.needs.at(0) == "mood" ? 0 : 1;
        for (auto event : log.events) {
            if (event.kind == Kind::need_arose && event.place == mood) {
                text += line(log, event, 1e-3, 0.0);
            }
        }
        return text;
    };
    const auto alone = moods("", "");
    BOOST_TEST(alone.size() > 1000);
    BOOST_TEST((moods("  other: {class: child, onset: [{rate: 3 per year}], severity: 1, resolves: "
                      "1 day, recognised: {family: {after: 5 h, process: note}}}\n",
                      "  note: {service: clinic, steps: {note: {duration: 1 day}}}\n") == alone));
}

// ---- growing out of a service

BOOST_AUTO_TEST_CASE(who_outgrows_a_service_while_waiting_for_a_place_in_it_goes_to_the_successor) {
    // 16 years old on day 20; the only place is taken.
    const TableFile table("n\n1\n");
    const auto text = scenario(
        "50 days", members(table, fmt::format("{{age: {{initial: {}, grows: 1 per year}}}}",
                                              16.0 - 20.0 / 365.25)) +
                       "needs: {mood: {class: child, " + kOnce +
                       ", recognised: {family: {after: 1 day, process: talk}}}}" + R"(
resources: {places: {servers: 1, is_caseload: true}}
services:
  school: {process: talk, caseload: places, eligible: age < 16, successor: next}
  adult: {}
sources: {keeper: {first_at: 0 s, interarrival: 1 h, count: 1, process: keep}}
processes:
  keep: {steps: {sit: {seize: places, duration: 100 days}}}
  talk: {service: school, steps: {talk: {duration: 1 day}}}
  next: {service: adult, steps: {talk: {duration: 2 days}, done: {close: {outcome: done}}}}
)");
    BOOST_TEST(
        with(told(text, {Kind::queue_left, Kind::activity_started, Kind::episode_closed}, kDay),
             "#0") ==
        "31 leaves queue school.place #0\n31 starts next.talk #0\n33 closed done, met #0\n");
}

BOOST_AUTO_TEST_CASE(who_is_no_longer_eligible_goes_to_the_successor_at_the_monthly_check) {
    // 16 years old on day 20; checked on 3 September, day 31.
    const TableFile table("n\n1\n");
    const auto text = [&](const std::string& successor) {
        return scenario("50 days", members(table, fmt::format("{{age: {{initial: {}, grows: 1 per "
                                                              "year}}}}",
                                                              16.0 - 20.0 / 365.25)) +
                                       "needs: {mood: {class: child, " + kOnce +
                                       ", recognised: {family: {after: 1 day, process: talk}}}}" +
                                       fmt::format(R"(
resources: {{nurse: {{servers: 1}}}}
services: {{school: {{process: talk, eligible: age < 16{}}}, adult: {{}}}}
sources: {{keeper: {{first_at: 0 s, interarrival: 1 h, count: 1, process: keep}}}}
processes:
  keep: {{steps: {{sit: {{seize: nurse, duration: 100 days}}}}}}
  talk: {{service: school, steps: {{talk: {{seize: nurse, duration: 1 day}}}}}}
  next: {{service: adult, steps: {{talk: {{duration: 2 days}}, done: {{close: {{outcome: done}}}}}}}}
)",
                                                   successor));
    };
    const Kinds kinds{Kind::queue_left, Kind::time_kind_changed, Kind::owner_changed,
                      Kind::path_ended, Kind::episode_closed,    Kind::activity_started};
    // The day of the onset is a few minutes old.
    const auto since_31 = [&](const std::string& all) {
        return all.substr(all.find("leaves queue"));
    };
    BOOST_TEST(since_31(untimed(told(text(", successor: next"), kinds, kDay))) ==
               R"(leaves queue talk.talk #0
owner: nobody #0
owner: adult #0
starts next.talk #0
time: service #0
path 0 ends #0
closed done, met #0
)");
    BOOST_TEST(with(told(text(", successor: next"), kinds, kDay), "next") ==
               "31 starts next.talk #0\n");
    BOOST_TEST(since_31(untimed(told(text(""), kinds, kDay))) ==
               "leaves queue talk.talk #0\npath 0 ends #0\nclosed transition, not met #0\n");
}

BOOST_AUTO_TEST_CASE(whom_no_service_takes_any_more_is_out_of_reach_whatever_he_waits_for) {
    // 16 years old on day 20; between two talks until day 41, handed on the day after.
    const TableFile table("n\n1\n");
    const auto text = [&](const std::string& pause, const std::string& adult) {
        return scenario("80 days",
                        members(table, fmt::format("{{age: {{initial: {}, grows: 1 per year}}}}",
                                                   16.0 - 20.0 / 365.25)) +
                            "needs: {mood: {class: child, " + kOnce +
                            ", recognised: {family: {after: 1 day, process: talk}}}}" +
                            fmt::format(R"(
services: {{school: {{process: talk, eligible: age < 16}}, adult: {{process: next, eligible: {}}}}}
interfaces: {{any -> any: {{acceptance: 1}}}}
processes:
  talk:
    service: school
    steps: {{pause: {{duration: {}}}, refer: {{hand_over: {{to: adult}}}}, kept: {{duration: 9 days}}}}
  next: {{service: adult, steps: {{talk: {{duration: 2 days}}, done: {{close: {{outcome: done}}}}}}}}
)",
                                        adult, pause));
    };
    const Kinds kinds{Kind::activity_started, Kind::handover_rejected, Kind::episode_closed};
    const auto events = [&](const std::string& pause, const std::string& adult) {
        return untimed(told(text(pause, adult), kinds, kDay));
    };
    // Looked through on 3 September, day 31; before that at the handover.
    BOOST_TEST(events("40 days", "age < 12") ==
               "starts talk.pause #0\nclosed transition, not met #0\n");
    BOOST_TEST(events("25 days", "age < 12") ==
               "starts talk.pause #0\nbelow threshold school -> adult #0\nclosed transition, not "
               "met #0\n");
    // While another service takes him, nothing ends.
    BOOST_TEST(events("40 days", "age >= 16") ==
               "starts talk.pause #0\nstarts next.talk #0\nclosed done, met #0\n");
}

BOOST_AUTO_TEST_CASE(conditions_see_how_many_paths_an_episode_has) {
    const TableFile table("n\n1\n");
    const auto text =
        scenario("20 days", members(table) + "needs: {mood: {class: child, " + kOnce +
                                R"(, recognised: {family: {after: 1 day, process: talk},
                       school: {service: school, after: 3 days, process: look}}}}
services: {clinic: {}, school: {}}
processes:
  talk: {service: clinic, steps: {talk: {duration: 5 days}}}
  look:
    service: school
    steps:
      first: {duration: 1 day, next: [{when: paths > 1, to: again}, {to: alone}]}
      again: {duration: 3 days, next: [{when: paths > 1, to: leave}, {to: alone}]}
      alone: {duration: 1 day}
)");
    BOOST_TEST(untimed(told(text, {Kind::activity_started}, kDay)) ==
               "starts talk.talk #0\nstarts look.first #0\nstarts look.again #0\nstarts "
               "look.alone #0\n");
}

BOOST_AUTO_TEST_CASE(a_service_sees_whether_it_has_the_matter_already) {
    // The second who notices comes to a service that is at it; the third when that path has ended.
    const TableFile table("n\n1\n");
    const std::string recognised =
        "recognised: {a: {service: school, after: 1 day, process: ask}, "
        "b: {service: clinic, after: 2 days, process: ask}, "
        "c: {service: family, after: 9 days, process: ask}}";
    BOOST_TEST(told_since_onset(one_child(table, recognised, R"(
services: {school: {}, clinic: {}, family: {}, curator: {process: work}}
interfaces: {any -> any: {acceptance: 1}}
processes:
  ask: {service: school, steps: {refer: {hand_over: {to: curator}, next: leave}}}
  work:
    service: curator
    steps:
      look: {next: [{when: others_here > 0, to: known}, {to: talk}]}
      talk: {duration: 5 days, next: leave}
      known: {duration: 1 h, next: leave}
)"),
                                {Kind::activity_started}) ==
               "1 starts work.talk #0\n2 starts work.known #0\n9 starts work.talk #0\n");
}

BOOST_AUTO_TEST_SUITE_END()
