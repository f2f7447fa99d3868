// SPDX-License-Identifier: Apache-2.0
// Whether the result of an earlier activity is seen, and what follows.
#include "tests/flow/events.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

const Kinds kRecords{Kind::record_written,   Kind::record_requested, Kind::record_obtained,
                     Kind::record_not_seen,  Kind::activity_skipped, Kind::activity_shortened,
                     Kind::activity_started, Kind::activity_ended,   Kind::channel_down,
                     Kind::channel_up};

/// The clinic asks the history (30 min), after `pause` the school asks it as well (40 min).
std::string asked_twice(const std::string& interface, const std::string& reuse,
                        const std::string& pause = "0 s", const std::string& more = "") {
    return scenario("100 days", fmt::format(R"(
classes: {{child: {{attributes: {{consent: {{levels: {{no: 0, yes: 1}}}}}}}}}}
sources: {{clients: {{class: child, first_at: 0 s, interarrival: 1 h, count: 1, process: clinic_work}}}}
channels: {{system: {{latency: 60 min, records_per_day: 1440}}}}
services: {{clinic: {{}}, school: {{process: school_work}}}}
interfaces: {{clinic -> school: {{{}}}}}
records: {{history: {{valid: 10 days}}}}
processes:
  clinic_work:
    service: clinic
    steps:
      ask: {{duration: 30 min, produces: history}}
      pause: {{duration: {}}}
      refer: {{hand_over: {{to: school, urgent: true}}, next: leave}}
  school_work:
    service: school
    steps:
      ask: {{duration: 40 min, produces: history, {}}}
{})",
                                            interface, pause, reuse, more));
}

std::string at_school(const std::string& text) {
    const std::string all = with(told(text, kRecords), "school");
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(records)

BOOST_AUTO_TEST_CASE(a_service_builds_on_its_own_record) {
    const auto text = [](const std::string& reuse) {
        return scenario("1 day", fmt::format(R"(
sources: {{clients: {{first_at: 0 s, interarrival: 1 h, count: 1, process: work}}}}
services: {{clinic: {{}}}}
resources: {{nurse: {{servers: 1}}}}
records: {{history: {{valid: 10 days}}}}
processes:
  work:
    service: clinic
    steps:
      ask: {{seize: nurse, duration: 30 min, produces: history}}
      again: {{seize: nurse, duration: 30 min, produces: history, {}}}
)",
                                             reuse));
    };
    BOOST_TEST(told(text("reuse: skip"), kRecords) == R"(0 starts work.ask #0
30 ends work.ask #0
30 clinic writes history #0
30 skips work.again, 30 min #0
)");
    BOOST_TEST(told(text("reuse: shorten, shortened_to: 0.5"), kRecords) ==
               R"(0 starts work.ask #0
30 ends work.ask #0
30 clinic writes history #0
30 shortens work.again #0
30 starts work.again #0
45 ends work.again #0
45 clinic writes history #0
)");
    BOOST_TEST(with(told(text("reuse: never"), kRecords), "again") ==
               "30 starts work.again #0\n60 ends work.again #0\n");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_seen_is_done_again) {
    BOOST_TEST(at_school(asked_twice("visibility: none", "reuse: skip")) ==
               R"(30 school does not see history #0
30 starts school_work.ask #0
70 ends school_work.ask #0
70 school writes history #0
)");
}

BOOST_AUTO_TEST_CASE(a_shared_record_is_seen_at_once) {
    BOOST_TEST(at_school(asked_twice("visibility: shared", "reuse: skip")) ==
               "30 skips school_work.ask, 0 min #0\n");
    BOOST_TEST(at_school(asked_twice("visibility: shared", "reuse: shorten, shortened_to: 0.25")) ==
               R"(30 shortens school_work.ask #0
30 starts school_work.ask #0
40 ends school_work.ask #0
40 school writes history #0
)");
}

BOOST_AUTO_TEST_CASE(an_asked_record_takes_the_reply_and_the_channel) {
    // The urgent handover takes the channel as well: 61 min. Reply 5 h, channel 61 min.
    BOOST_TEST(at_school(asked_twice("channel: system, visibility: on_request, request_reply: 5 h",
                                     "reuse: skip")) ==
               R"(91 school requests history #0
452 school obtains history, 361 min #0
452 skips school_work.ask, 0 min #0
)");
    BOOST_TEST(at_school(asked_twice("visibility: on_request, request_reply: 5 h",
                                     "reuse: shorten, shortened_to: 0.5")) ==
               R"(30 school requests history #0
330 school obtains history, 300 min #0
330 shortens school_work.ask #0
330 starts school_work.ask #0
350 ends school_work.ask #0
350 school writes history #0
)");
}

BOOST_AUTO_TEST_CASE(an_expired_record_is_as_good_as_none) {
    BOOST_TEST(at_school(asked_twice("visibility: shared", "reuse: skip", "9.9 days")) ==
               "14286 skips school_work.ask, 0 min #0\n");
    BOOST_TEST(at_school(asked_twice("visibility: shared", "reuse: skip", "10.1 days")) ==
               R"(14574 starts school_work.ask #0
14614 ends school_work.ask #0
14614 school writes history #0
)");
}

BOOST_AUTO_TEST_CASE(without_consent_a_shared_record_is_not_seen) {
    auto text = asked_twice("visibility: shared, consent: consent == yes", "reuse: skip");
    BOOST_TEST(at_school(text) == "30 skips school_work.ask, 0 min #0\n");
    text.replace(text.find("{no: 0, yes: 1}"), 15, "{no: 1, yes: 0}");
    BOOST_TEST(with(at_school(text), "see") == "30 school does not see history #0\n");
}

BOOST_AUTO_TEST_CASE(a_record_of_a_joint_activity_is_held_by_all_who_took_part) {
    auto text = asked_twice("visibility: none", "reuse: skip");
    text.replace(text.find("ask: {duration"), 14, "ask: {seize: [nurse, teacher], duration");
    text +=
        "resources: {nurse: {service: clinic, servers: 1}, teacher: {service: school, servers: "
        "1}}\n";
    BOOST_TEST(at_school(text) == "30 skips school_work.ask, 0 min #0\n");
}

BOOST_AUTO_TEST_CASE(a_record_is_of_one_client) {
    auto text = asked_twice("visibility: shared", "reuse: skip");
    text.replace(text.find("sources: {"), 10,
                 "sources: {others: {class: child, first_at: 1 h, interarrival: 1 h, count: 1, "
                 "process: school_work}, ");
    BOOST_TEST(with(at_school(text), "starts") == "60 starts school_work.ask #0\n");
}

BOOST_AUTO_TEST_CASE(a_rise_of_severity_makes_a_record_invalid_that_says_so) {
    const TableFile table("n\n1\n");
    const auto text = [&](const std::string& record) {
        return scenario("20 days", members(table) + "needs: {mood: {class: child, " + kOnce +
                                       ", recognised: {family: {after: 1 day, process: work}}, "
                                       "escalates: 5 days, max_severity: 2}}" +
                                       fmt::format(R"(
services: {{clinic: {{}}}}
records: {{history: {{{}}}}}
processes:
  work:
    service: clinic
    steps:
      ask: {{duration: 1 day, produces: history}}
      pause: {{duration: 4 days}}
      again: {{duration: 1 day, produces: history, reuse: skip}}
      done: {{close: {{outcome: done}}}}
)",
                                                   record));
    };
    BOOST_TEST(with(told_since_onset(text("valid: 100 days"), kRecords), "again") ==
               "6 skips work.again, 0 min #0\n");
    BOOST_TEST(
        with(told_since_onset(text("valid: 100 days, invalidated_by_escalation: true"), kRecords),
             "again") == "6 starts work.again #0\n7 ends work.again #0\n");
}

BOOST_AUTO_TEST_CASE(a_shared_record_cannot_be_seen_while_the_channel_is_down) {
    // Down from hour 10 to 14; the school asks at hour 11 and, another day, at hour 15.
    const auto text = [](const std::string& pause) {
        return scenario("16 h", fmt::format(R"(
sources: {{clients: {{first_at: 0 s, interarrival: 1 h, count: 1, process: clinic_work}}}}
channels: {{system: {{records_per_day: 1000000000}}, paper: {{records_per_day: 1000000000}}}}
services: {{clinic: {{}}, school: {{process: school_work}}}}
interfaces: {{clinic -> school: {{channel: system, visibility: shared}}}}
records: {{history: {{valid: 10 days}}}}
policies: {{outage: {{channel_outage: {{channel: system, every: 10 h, lasts: 4 h}}}}}}
processes:
  clinic_work:
    service: clinic
    steps:
      ask: {{duration: 1 h, produces: history}}
      refer: {{hand_over: {{to: school, urgent: true}}, next: leave}}
  school_work:
    service: school
    steps:
      pause: {{duration: {}}}
      ask: {{duration: 30 min, produces: history, reuse: skip}}
)",
                                            pause));
    };
    BOOST_TEST(with(told(text("10 h"), kRecords, kHour), "school ") ==
               "11 school does not see history #0\n11.5 school writes history #0\n");
    BOOST_TEST(with(told(text("14 h"), kRecords, kHour), "skips") ==
               "15 skips school_work.ask, 0 min #0\n");
    BOOST_TEST(told(text("14 h"), {Kind::channel_down, Kind::channel_up}, kHour) ==
               "10 system down\n14 system up\n");
}

BOOST_AUTO_TEST_SUITE_END()
