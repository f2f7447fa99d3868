// SPDX-License-Identifier: Apache-2.0
// Channels that fail and forums that meet.
#include "tests/flow/events.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

/// The school hands to the curator at `first_at` over a channel that is down from hour 10 to hour
/// 14.5 of the run, latency 1 h.
std::string over_an_outage(const std::string& first_at) {
    return scenario("20 h", fmt::format(R"(
sources: {{clients: {{first_at: {}, interarrival: 1 h, count: 1, process: ask}}}}
channels: {{system: {{latency: 1 h, records_per_day: 1000000000}}}}
services: {{school: {{}}, curator: {{process: work}}}}
interfaces: {{school -> curator: {{channel: system}}}}
policies: {{outage: {{channel_outage: {{channel: system, every: 10 h, lasts: 4.5 h}}}}}}
processes:
  ask: {{service: school, steps: {{refer: {{hand_over: {{to: curator}}, next: leave}}}}}}
  work: {{service: curator, steps: {{talk: {{duration: 1 h, next: leave}}}}}}
)",
                                        first_at));
}

const Kinds kOutage{Kind::channel_down, Kind::channel_up, Kind::handover_proposed,
                    Kind::handover_received};

/// Clients handed to a and to b every hour from minute 30 on, and to c.
std::string with_forum(const std::string& forum, const std::string& interfaces) {
    return scenario("10 h", fmt::format(R"(
sources:
  to_a: {{first_at: 30 min, interarrival: 1 h, process: ask_a}}
  to_b: {{first_at: 90 min, interarrival: 2 h, process: ask_b}}
resources: {{nurse: {{servers: 1, service: a}}}}
services: {{school: {{}}, a: {{process: work}}, b: {{process: work}}}}
interfaces: {{{}}}
policies: {{forum: {{cooperation_forum: {{interval: 4 h, {}}}}}}}
processes:
  ask_a: {{service: school, steps: {{refer: {{hand_over: {{to: a}}, next: leave}}}}}}
  ask_b: {{service: school, steps: {{refer: {{hand_over: {{to: b}}, next: leave}}}}}}
  work: {{steps: {{talk: {{duration: 1 min, next: leave}}}}}}
)",
                                        interfaces, forum));
}

const Kinds kMending{Kind::forum_met, Kind::handover_lost, Kind::handover_accepted};

}  // namespace

BOOST_AUTO_TEST_SUITE(governance)

BOOST_AUTO_TEST_CASE(a_handover_waits_for_a_channel_that_is_down) {
    // Tried every hour: at 12.25, 13.25, 14.25 and 15.25.
    BOOST_TEST(told(over_an_outage("12.25 h"), kOutage, kHour) ==
               R"(10 system down
12.25 proposed school -> curator #0
14.5 system up
16.25 received school -> curator #0
)");
}

BOOST_AUTO_TEST_CASE(a_handover_on_its_way_when_the_channel_fails_goes_out_afterwards) {
    // Known at 10; tried at 11, 12, 13, 14 and 15.
    BOOST_TEST(told(over_an_outage("9.5 h"), kOutage, kHour) == R"(9.5 proposed school -> curator #0
10 system down
14.5 system up
16 received school -> curator #0
)");
}

BOOST_AUTO_TEST_CASE(a_forum_meets_at_its_interval_and_mends_the_worst_interface) {
    // Until the first meeting four handovers to a and two to b are lost; then a is mended, and b,
    // with two more, at the second meeting.
    BOOST_TEST(told(with_forum("success: 1, improvement: 1", "school -> any: {loss: 1}"), kMending,
                    kHour) == R"(0.5 lost school -> a #0
1.5 lost school -> a #1
1.5 lost school -> b #2
2.5 lost school -> a #3
3.5 lost school -> a #4
3.5 lost school -> b #5
4 forum mends school -> a
4.5 accepted school -> a #6
5.5 accepted school -> a #6
5.5 lost school -> b #7
6.5 accepted school -> a #6
7.5 accepted school -> a #6
7.5 lost school -> b #8
8 forum mends school -> b
8.5 accepted school -> a #6
9.5 accepted school -> a #6
9.5 accepted school -> b #9
)");
}

BOOST_AUTO_TEST_CASE(a_forum_without_success_or_without_failures_mends_nothing) {
    BOOST_TEST(told(with_forum("success: 0, improvement: 1", "school -> any: {loss: 1}"),
                    {Kind::forum_met}, kHour) == "4 forum mends nothing\n8 forum mends nothing\n");
    BOOST_TEST(told(with_forum("success: 1, improvement: 1", "school -> any: {loss: 0}"),
                    {Kind::forum_met}, kHour) == "4 forum mends nothing\n8 forum mends nothing\n");
}

BOOST_AUTO_TEST_CASE(rejections_and_disputes_are_failures_too) {
    BOOST_TEST(told(with_forum("success: 1, improvement: 0.5",
                               "school -> a: {acceptance: 1}, school -> b: {acceptance: 0}"),
                    {Kind::forum_met},
                    kHour) == "4 forum mends school -> b\n8 forum mends school -> b\n");
}

BOOST_AUTO_TEST_CASE(a_meeting_takes_a_server_before_those_who_wait) {
    // The nurse talks from 3 to 4.5 h with #0 and meets from 4.5 to 5.5; #1 waits since 3.5 h.
    auto text = with_forum("attended_by: [nurse], duration: 1 h", "school -> any: {loss: 0}");
    text.replace(text.find("sources:\n"), 9,
                 "sources:\n  clients: {first_at: 3 h, interarrival: 30 min, count: 2, process: "
                 "talk}\n");
    text += "  talk: {steps: {talk: {seize: nurse, duration: 1.5 h, priority: 1000}}}\n";
    std::string starts;
    const std::string all = told(text, kStarts, kHour);
    for (const char* name : {"talk.talk", "forum.nurse"}) starts += with(all, name);
    BOOST_TEST(starts.find("3 starts talk.talk") == 0);
    BOOST_TEST(starts.find("5.5 starts talk.talk") != std::string::npos);
    BOOST_TEST(starts.find("4.5 starts forum.nurse") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
