// SPDX-License-Identifier: Apache-2.0
// Statutory clocks. The run starts on Monday 3 August 2026 and the needs arise in its first
// minutes.
#include "tests/flow/events.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

const Kinds kClocks{Kind::clock_started, Kind::clock_stopped, Kind::clock_limit_passed};

/// A child whom the school takes on the first morning, and whom it hands to the curator after
/// `waiting`; the curator talks at once and hands back, and the school closes after a day.
std::string handed_on(const TableFile& table, const std::string& clocks,
                      const std::string& waiting) {
    return scenario("200 days", members(table) + "needs: {mood: {class: child, " + kOnce +
                                    ", recognised: {family: {after: 1 h, process: first}}}}" +
                                    fmt::format(R"(
day_sets: {{holidays: [08-20]}}
calendars: {{school_days: {{open: {{mon-fri: 08:00-16:00}}, closed: [holidays]}}}}
resources: {{curators: {{servers: 1}}}}
services: {{school: {{process: back}}, curator: {{process: talks}}}}
interfaces: {{any -> any: {{acceptance: 1}}}}
clocks: {{{}}}
processes:
  first:
    service: school
    steps:
      wait: {{duration: {}}}
      refer: {{hand_over: {{to: curator}}, next: leave}}
  talks:
    service: curator
    steps:
      talk: {{seize: curators, duration: 1 h}}
      refer: {{hand_over: {{to: school}}, next: leave}}
  back:
    service: school
    steps:
      wait: {{duration: 1 day}}
      done: {{close: {{outcome: done}}}}
)",
                                                clocks, waiting));
}

std::string whole_days(const std::string& text) {
    // The date without the minutes after midnight.
    std::string result;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = text.find('\n', from) + 1;
        const double day = std::atof(text.c_str() + from);
        const std::size_t space = text.find(' ', from);
        result += fmt::format("{:.0f}", std::floor(day)) + text.substr(space, end - space);
        from = end;
    }
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(clocks)

BOOST_AUTO_TEST_CASE(seven_working_days_reach_over_the_weekend) {
    // Tuesday 4 is the first, Wednesday 12 the seventh: the end of day 9 is day 10.
    const TableFile table("n\n1\n");
    const std::string clock =
        "first_talk: {starts: recognised, stops: contact by curator, limit: 7 days of school_days}";
    BOOST_TEST(whole_days(told(handed_on(table, clock, "3 days"), kClocks, kDay)) ==
               "0 first_talk runs until 10 d #0\n3 first_talk stops at 3 #0\n");
    // Wednesday 12 is in time, although it is day 9.
    BOOST_TEST(whole_days(told(handed_on(table, clock, "9.5 days"), kClocks, kDay)) ==
               "0 first_talk runs until 10 d #0\n9 first_talk stops at 7 #0\n");
    BOOST_TEST(whole_days(told(handed_on(table, clock, "10.5 days"), kClocks, kDay)) ==
               "0 first_talk runs until 10 d #0\n10 first_talk passes its limit #0\n10 first_talk "
               "stops at 8 #0\n");
}

BOOST_AUTO_TEST_CASE(a_closed_day_does_not_count) {
    // Ten open days after 3 August are 4-7, 10-14 and 17; 13 reach over Thursday 20 to Friday 21.
    const TableFile table("n\n1\n");
    BOOST_TEST(with(told(handed_on(table,
                                   "c: {starts: recognised, stops: closed, limit: 13 days of "
                                   "school_days}",
                                   "30 days"),
                         kClocks, kDay),
                    "passes") == "19 c passes its limit #0\n");
}

BOOST_AUTO_TEST_CASE(calendar_days_and_months_count_to_the_end_of_their_last_day) {
    const TableFile table("n\n1\n");
    BOOST_TEST(with(told(handed_on(table,
                                   "days: {starts: recognised, stops: closed, limit: 7 days}, "
                                   "months: {starts: recognised, stops: closed, limit: 3 months}",
                                   "150 days"),
                         kClocks, kDay),
                    "passes") == "8 days passes its limit #0\n93 months passes its limit #0\n");
}

BOOST_AUTO_TEST_CASE(no_handover_resets_a_clock) {
    // The school receives the matter on day 0, and again on day 5 from the curator.
    const TableFile table("n\n1\n");
    BOOST_TEST(whole_days(told(handed_on(table,
                                         "whole: {starts: received by school, stops: closed, "
                                         "limit: 90 days}",
                                         "5 days"),
                               kClocks, kDay)) ==
               "0 whole runs until 91 d #0\n6 whole stops at 6 #0\n");
}

BOOST_AUTO_TEST_CASE(a_clock_that_has_stopped_starts_again_for_the_next_time) {
    const TableFile table("n\n1\n");
    BOOST_TEST(whole_days(told(handed_on(table,
                                         "here: {starts: accepted by school, stops: received by "
                                         "curator, limit: 10 days}",
                                         "5 days"),
                               kClocks, kDay)) ==
               "0 here runs until 11 d #0\n5 here stops at 5 #0\n5 here runs until 16 d #0\n");
}

BOOST_AUTO_TEST_CASE(clocks_follow_the_start_and_the_end_of_an_activity) {
    const TableFile table("n\n1\n");
    BOOST_TEST(
        whole_days(told(handed_on(table,
                                  "a: {starts: end of first.wait, stops: start of back.wait, "
                                  "limit: 10 days}, b: {starts: start of talks.talk, stops: "
                                  "end of back.wait, limit: 10 days}",
                                  "5 days"),
                        kClocks, kDay)) ==
        "5 a runs until 16 d #0\n5 b runs until 16 d #0\n5 a stops at 0 #0\n6 b stops at 1 "
        "#0\n");
}

BOOST_AUTO_TEST_CASE(a_clock_starts_only_when_its_condition_holds) {
    const TableFile table("n\n1\n");
    BOOST_TEST(
        whole_days(told(handed_on(table,
                                  "a: {starts: recognised, stops: closed, when: severity >= "
                                  "2, limit: 9 days}, b: {starts: recognised, stops: closed, "
                                  "when: severity < 2, limit: 9 days}",
                                  "5 days"),
                        kClocks, kDay)) == "0 b runs until 10 d #0\n6 b stops at 6 #0\n");
}

BOOST_AUTO_TEST_CASE(a_clock_can_start_only_when_the_service_does_not_have_the_matter) {
    // Two notify a day apart. The first is talked to at once and stays a week; the clock of the
    // second starts only without the condition. The end of day 1 + 30 is day 32.
    const TableFile table("n\n1\n");
    const auto clocks_of = [&](const std::string& condition) {
        return told_since_onset(
            scenario("60 days",
                     members(table) + "needs: {mood: {class: child, " + kOnce +
                         R"(, recognised: {a: {service: school, after: 1 day, process: ask},
                                       b: {service: clinic, after: 2 days, process: ask}}}}
services: {school: {}, clinic: {}, curator: {process: work}}
interfaces: {any -> any: {acceptance: 1}}
clocks: {c: {starts: received by curator, stops: end of work.talk, limit: 30 days)" +
                         condition + R"(}}
processes:
  ask: {service: school, steps: {refer: {hand_over: {to: curator}, next: leave}}}
  work:
    service: curator
    steps:
      talk: {duration: 1 h}
      stay: {duration: 7 days, next: leave}
)"),
            {Kind::clock_started});
    };
    BOOST_TEST(clocks_of(", when: others_here == 0") == "1 c runs until 32 d #0\n");
    BOOST_TEST(clocks_of("") == "1 c runs until 32 d #0\n2 c runs until 33 d #0\n");
}

BOOST_AUTO_TEST_CASE(a_clock_of_a_receipt_ends_when_the_matter_is_turned_down) {
    const TableFile table("n\n1\n");
    const auto clocks_of = [&](const std::string& starts) {
        return told_since_onset(
            scenario("60 days",
                     members(table) + "needs: {mood: {class: child, " + kOnce +
                         R"(, recognised: {a: {service: school, after: 1 day, process: ask}}}}
services: {school: {}, curator: {process: work}}
interfaces: {any -> any: {acceptance: 0, reply_time: 4 days}}
clocks: {c: {starts: )" + starts +
                         R"(, stops: contact by curator, limit: 30 days}}
processes:
  ask: {service: school, steps: {refer: {hand_over: {to: curator}, next: leave}}}
  work: {service: curator, steps: {talk: {duration: 1 h}}}
)"),
            {Kind::clock_started, Kind::clock_stopped, Kind::clock_limit_passed});
    };
    BOOST_TEST(clocks_of("received by curator") == "1 c runs until 32 d #0\n5 c stops at 4 #0\n");
    BOOST_TEST(clocks_of("recognised").find("c passes its limit") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(clocks_of_routine_needs_are_measured_like_others) {
    // The need comes on days 5 and 35; the place is there after a wait.
    const TableFile table("n\n1\n");
    const auto breaches =
        [&](const std::string& wait) {
            const auto table_of = run_text(scenario("60 days", R"(
classes: {child: {attributes: {days: {grows: 365.25 per year}}}}
populations: {children: {class: child, table: )" + table.path() + R"(, groups: [{column: n}]}}
needs: {place: {class: child, is_routine: true, at: {attribute: days, reaches: [5, 35]}, severity: 0, recognised: {family: {after: 0 s, process: apply}}}}
services: {office: {}}
clocks: {in_time: {starts: recognised, when: need == place, stops: start of apply.first_day, limit: 7 days}}
processes:
  apply:
    service: office
    steps:
      wait: {duration: )" + wait + R"(, with_client: false}
      first_day: {duration: 1 h}
      done: {close: {outcome: place}}
)"),
                                           {{}, 1, 0});
            BOOST_TEST(mean(table_of, "clock.started", "clock=in_time") == 2.0 * 365.25 / 60.0,
                       boost::test_tools::tolerance(1e-9));
            return mean(table_of, "clock.breach_share", "clock=in_time");
        };
    BOOST_TEST(breaches("6 days") == 0.0);
    BOOST_TEST(breaches("9 days") == 1.0);
}

BOOST_AUTO_TEST_SUITE_END()
