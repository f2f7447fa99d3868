// SPDX-License-Identifier: Apache-2.0
// Who works: several resources together, calendars, part-timers, sites and populations.
#include "tests/flow/setups.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

/// Clients that need one resource or several: name, minute of arrival, what is seized, minutes of
/// work.
struct Job {
    const char* name;
    int at;
    const char* seize;
    int minutes;
};
std::string jobs(const std::vector<Job>& list) {
    std::vector<std::string> keys;
    for (const auto& job : list) {
        keys.push_back(fmt::format("seize: {}, duration: {} min", job.seize, job.minutes));
    }
    std::vector<Client> all;
    for (std::size_t i = 0; i < list.size(); ++i) {
        all.push_back({list[i].name, static_cast<double>(list[i].at), keys[i].c_str()});
    }
    return clients(all);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(staff)

// ---- together

BOOST_AUTO_TEST_CASE(a_joint_activity_starts_when_all_are_idle) {
    const auto text = scenario(
        "2 h",
        "resources: {a: {servers: 1}, b: {servers: 1}}\n" +
            jobs({{"a_alone", 0, "a", 10}, {"b_alone", 0, "b", 20}, {"both", 5, "[a, b]", 30}}));
    BOOST_TEST(told(text, kStarts) ==
               "0 starts a_alone.w #0\n0 starts b_alone.w #1\n20 starts both.w #2\n");
}

BOOST_AUTO_TEST_CASE(a_joint_activity_comes_before_those_who_came_later) {
    const auto text = scenario(
        "2 h",
        "resources: {a: {servers: 1}, b: {servers: 1}}\n" +
            jobs({{"b_alone", 0, "b", 10}, {"both", 5, "[a, b]", 30}, {"b_later", 6, "b", 10}}));
    BOOST_TEST(told(text, kStarts) ==
               "0 starts b_alone.w #0\n10 starts both.w #1\n40 starts b_later.w #2\n");
}

BOOST_AUTO_TEST_CASE(those_who_came_earlier_come_before_a_joint_activity) {
    const auto text = scenario(
        "2 h",
        "resources: {a: {servers: 1}, b: {servers: 1}}\n" +
            jobs({{"b_alone", 0, "b", 10}, {"b_earlier", 5, "b", 10}, {"both", 6, "[a, b]", 30}}));
    BOOST_TEST(told(text, kStarts) ==
               "0 starts b_alone.w #0\n10 starts b_earlier.w #1\n20 starts both.w #2\n");
}

BOOST_AUTO_TEST_CASE(a_joint_activity_that_cannot_start_keeps_nobody_waiting) {
    const auto text = scenario(
        "2 h",
        "resources: {a: {servers: 1}, b: {servers: 1}}\n" +
            jobs({{"a_alone", 0, "a", 20}, {"both", 5, "[a, b]", 30}, {"b_alone", 6, "b", 10}}));
    BOOST_TEST(told(text, kStarts) ==
               "0 starts a_alone.w #0\n6 starts b_alone.w #2\n20 starts both.w #1\n");
}

BOOST_AUTO_TEST_CASE(joint_activities_that_name_their_resources_crosswise_do_not_block_each_other) {
    const auto text =
        scenario("2 h", "resources: {a: {servers: 1}, b: {servers: 1}, c: {servers: 1}}\n" +
                            jobs({{"one", 0, "[a, b]", 10},
                                  {"two", 0, "[b, a]", 10},
                                  {"three", 0, "[c, a, b]", 10},
                                  {"four", 0, "[b, c]", 10}}));
    const std::string starts = told(text, kStarts);
    BOOST_TEST(starts.substr(0, 18) == "0 starts one.w #0\n");
    for (const char* name : {"two", "three", "four"}) BOOST_TEST(with(starts, name) != "");
}

BOOST_AUTO_TEST_CASE(of_those_whom_released_servers_can_serve_the_first_to_come_is_taken) {
    // a and b end together at 10; both who wait need c as well.
    const auto text =
        scenario("2 h", "resources: {a: {servers: 1}, b: {servers: 1}, c: {servers: 1}}\n" +
                            jobs({{"one", 0, "[a, b]", 10},
                                  {"earlier", 1, "[b, c]", 10},
                                  {"later", 2, "[a, c]", 10}}));
    BOOST_TEST(told(text, kStarts) ==
               "0 starts one.w #0\n10 starts earlier.w #1\n20 starts later.w #2\n");
}

BOOST_AUTO_TEST_CASE(several_servers_of_a_resource_are_seized_together) {
    const auto text = scenario("2 h", "resources: {a: {servers: 2}}\n" +
                                          jobs({{"one", 0, "a", 10}, {"two", 5, "{a: 2}", 10}}));
    BOOST_TEST(told(text, kStarts) == "0 starts one.w #0\n10 starts two.w #1\n");
}

BOOST_AUTO_TEST_CASE(a_full_timer_and_a_part_timer_work_together_while_both_are_there) {
    // The part-timer has the first 20 hours of the week.
    const auto text =
        scenario("4 weeks", kOffice + "resources: {a: {fte: 1.5, calendar: office}}\n" +
                                jobs({{"two", 0, "{a: 2}", 60}}));
    BOOST_TEST(told(text, kWork, kHour) == "8 starts two.w #0\n9 ends two.w #0\n");
}

BOOST_AUTO_TEST_CASE(a_joint_activity_waits_until_all_are_on_duty) {
    const auto text = scenario("2 weeks", R"(
calendars:
  office: {open: {mon-fri: 08:00-16:00}}
  morning: {open: {mon-fri: 10:00-12:00}}
resources: {a: {servers: 1, calendar: office}, b: {servers: 1, calendar: morning}, c: {servers: 1}}
)" + jobs({{"both", 0, "[a, b]", 60}}));
    BOOST_TEST(told(text, kWork, kHour) == "10 starts both.w #0\n11 ends both.w #0\n");
}

BOOST_AUTO_TEST_CASE(joint_work_goes_on_in_the_hours_that_all_have) {
    // Monday 10-12 and Tuesday 10-11.
    const auto text = scenario("2 weeks", R"(
calendars:
  office: {open: {mon-fri: 08:00-16:00}}
  morning: {open: {mon-fri: 06:00-07:00, mon-thu: 10:00-12:00}}
resources: {a: {servers: 1, calendar: office}, b: {servers: 1, calendar: morning}, c: {servers: 1}}
)" + jobs({{"both", 480, "[a, b, c]", 180}}));
    BOOST_TEST(told(text, kWork, kHour) == "10 starts both.w #0\n35 ends both.w #0\n");
}

BOOST_AUTO_TEST_CASE(a_joint_activity_is_not_forgotten_when_a_partner_ends_at_closing_time) {
    // b works from 15 to 16 for somebody else and is back on Tuesday at 8.
    const auto text = scenario(
        "2 weeks", kOffice + "resources: {a: {servers: 1}, b: {servers: 1, calendar: office}}\n" +
                       jobs({{"b_alone", 900, "b", 60}, {"both", 930, "[a, b]", 60}}));
    BOOST_TEST(told(text, kWork, kHour) ==
               "15 starts b_alone.w #0\n16 ends b_alone.w #0\n32 starts both.w #1\n33 ends both.w "
               "#1\n");
}

// ---- calendars

BOOST_AUTO_TEST_CASE(three_hours_begun_on_friday_at_15_end_on_monday_at_10) {
    const auto text =
        scenario("2 weeks", kOffice + "resources: {a: {servers: 1, calendar: office}}\n" +
                                jobs({{"one", (4 * 24 + 15) * 60, "a", 180}}));
    BOOST_TEST(told(text, kWork, kHour) == "111 starts one.w #0\n178 ends one.w #0\n");
}

BOOST_AUTO_TEST_CASE(arrivals_at_night_wait_until_opening) {
    const auto text =
        scenario("2 weeks", kOffice + "resources: {a: {servers: 1, calendar: office}}\n" +
                                jobs({{"two", 180, "a", 60}, {"one", 120, "a", 60}}));
    BOOST_TEST(told(text, kActivities, kHour) == R"(2 queues one.w #0
3 queues two.w #1
8 starts one.w #0
9 ends one.w #0
9 starts two.w #1
10 ends two.w #1
)");
}

BOOST_AUTO_TEST_CASE(nothing_starts_at_the_minute_of_closing) {
    const auto text =
        scenario("2 weeks", kOffice + "resources: {a: {servers: 1, calendar: office}}\n" +
                                jobs({{"one", 900, "a", 60}, {"two", 905, "a", 60}}));
    BOOST_TEST(told(text, kStarts, kHour) == "15 starts one.w #0\n32 starts two.w #1\n");
}

BOOST_AUTO_TEST_CASE(a_holiday_is_no_working_day) {
    const auto text = scenario("2 weeks", R"(
day_sets: {holidays: [08-04]}
calendars: {office: {open: {mon-fri: 08:00-16:00}, closed: [holidays]}}
resources: {a: {servers: 1, calendar: office}}
)" + jobs({{"one", 900, "a", 120}}));
    BOOST_TEST(told(text, kWork, kHour) == "15 starts one.w #0\n57 ends one.w #0\n");
}

BOOST_AUTO_TEST_CASE(a_half_timer_works_the_first_half_of_the_week) {
    // 20 of 40 hours: Monday, Tuesday, and Wednesday until noon.
    const auto text =
        scenario("3 weeks", kOffice + "resources: {a: {fte: 0.5, calendar: office}}\n" +
                                jobs({{"one", (2 * 24 + 10) * 60, "a", 240}}));
    BOOST_TEST(told(text, kWork, kHour) == "58 starts one.w #0\n178 ends one.w #0\n");
    const auto late =
        scenario("3 weeks", kOffice + "resources: {a: {fte: 0.5, calendar: office}}\n" +
                                jobs({{"one", (2 * 24 + 13) * 60, "a", 60}}));
    BOOST_TEST(told(late, kWork, kHour) == "176 starts one.w #0\n177 ends one.w #0\n");
}

BOOST_AUTO_TEST_CASE(time_on_duty_and_time_busy_are_working_time_of_the_measured_period) {
    // Two servers, one week measured, the first left out; vacancy takes one of three posts. One job
    // of 3 h lies in the week that is left out, one of 12 h is half in it: Friday 14-16 of the
    // first, then 8 h on Monday and 2 h on Tuesday.
    const auto text = scenario(
        "2 weeks",
        kOffice + "resources: {a: {servers: 3, vacancy: 0.3333333333, calendar: office}}\n" +
            jobs({{"one", 600, "a", 180}, {"two", (4 * 24 + 14) * 60, "a", 720}}),
        ", warm_up: 1 week");
    BOOST_TEST(told(text, {Kind::staff_available, Kind::staff_busy}, kDay) ==
               "14 a@all available 80 h\n14 a busy 10 h\n");
}

BOOST_AUTO_TEST_CASE(vacant_posts_serve_nobody) {
    const auto text = scenario(
        "2 h", "resources: {a: {servers: 4, vacancy: 0.5}}\n" +
                   jobs({{"one", 0, "a", 10}, {"two", 0, "a", 10}, {"three", 0, "a", 10}}));
    BOOST_TEST(told(text, kStarts) ==
               "0 starts one.w #0\n0 starts two.w #1\n10 starts three.w #2\n");
}

// ---- sites

BOOST_AUTO_TEST_CASE(every_site_serves_its_own_clients) {
    const auto text = scenario("2 h", R"(
classes: {child: {attributes: {town: {levels: [north, south]}}}}
sources:
  first_north: {class: child, first_at: 0 s, interarrival: 1 h, count: 1, set: {town: 0}, process: visit}
  second_north: {class: child, first_at: 1 min, interarrival: 1 h, count: 1, set: {town: 0}, process: visit}
  south: {class: child, first_at: 2 min, interarrival: 1 h, count: 1, set: {town: 1}, process: visit}
resources: {desk: {servers: 1, per: town}}
processes: {visit: {steps: {talk: {seize: desk, duration: 10 min}}}}
)");
    BOOST_TEST(told(text, kStarts) ==
               "0 starts visit.talk #0\n2 starts visit.talk #2\n10 starts visit.talk #1\n");
}

BOOST_AUTO_TEST_CASE(every_row_of_a_table_gives_its_members_and_its_staff) {
    const TableFile table("name,county,n\nNorth,1,4\nSouth,1,3\nEast,2,9\n");
    const auto text = scenario("10 h", fmt::format(R"(
classes: {{child: {{attributes: {{town: {{levels: []}}, age: {{}}}}}}}}
populations:
  children:
    class: child
    table: {}
    where: {{county: 1}}
    attributes_from: {{town: name}}
    groups:
      - {{column: n, set: {{age: 5}}}}
      - {{column: n, share: 0.5, set: {{age: 10}}}}
resources:
  all: {{one_per: 2, of: children, per: town}}
  big: {{one_per: 2, of: children, counted: age >= 7, per: town}}
  split: {{fte: 11, of: children, per: town}}
)",
                                                   table.path()));
    // 4 + 2 of 4 x 0.5 in North, 3 + 2 of 3 x 0.5 (rounded away from zero) in South. The staff of
    // a resource without a calendar is a whole number: 6 / 2 and 5 / 2, 2 / 2 and 2 / 2.
    const Log log = run_log(text);
    BOOST_TEST(count_of(log, Kind::entity_arrived) == 11);
    BOOST_TEST(lines(log, {Kind::attribute_set}) ==
               "0 town North #0\n0 town North #1\n0 town North #2\n0 town North #3\n"
               "0 town North #4\n0 town North #5\n0 town South #6\n0 town South #7\n"
               "0 town South #8\n0 town South #9\n0 town South #10\n");
    BOOST_TEST(lines(log, {Kind::staff_available}, kHour) == R"(10 all@North available 30 h
10 all@South available 30 h
10 big@North available 10 h
10 big@South available 10 h
10 split@North available 60 h
10 split@South available 50 h
)");
}

BOOST_AUTO_TEST_CASE(members_not_yet_born_are_not_counted_when_measuring_starts) {
    const TableFile table("name,n\nNorth,3\nSouth,4\n");
    const auto population = fmt::format(R"(
classes: {{child: {{attributes: {{age: {{grows: 1 per year}}}}}}}}
populations:
  children:
    class: child
    table: {}
    groups:
      - {{column: n, set: {{age: 2}}}}
      - {{column: n, share: 1, set: {{age: -1}}}}
)",
                                        table.path());
    BOOST_TEST(told(scenario("3 years", population), {Kind::measuring_started}) == "0 7 members\n");
    BOOST_TEST(told(scenario("800 days", population, ", warm_up: 400 days"),
                    {Kind::measuring_started}, kDay) == "400 14 members\n");
}

BOOST_AUTO_TEST_SUITE_END()
