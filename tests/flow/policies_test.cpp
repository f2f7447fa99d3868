// SPDX-License-Identifier: Apache-2.0
// Variables by level, and policies: courses, negotiations, turnover, posts that come and go.
#include "tests/flow/events.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

const Kinds kVariables{Kind::variable_set};
const Kinds kPosts{Kind::server_left, Kind::post_filled, Kind::capacity_changed};
const Kinds kPostsAndStarts{Kind::server_left, Kind::post_filled, Kind::capacity_changed,
                            Kind::activity_started};
constexpr double kMonth = 365.25 / 12.0 * kDay;

/// A client of town a at 1 h, one of b at 2 h, and at 3 h one who is of no town.
std::string with_towns(const std::string& more, const std::string& ask, const std::string& other,
                       const std::string& length = "10 h") {
    return scenario(length, fmt::format(R"(
classes: {{child: {{attributes: {{town: {{levels: [a, b]}}}}}}}}
variables: {{agreed: {{initial: 0.25, per: town}}}}
sources:
  of_a: {{class: child, at: [1 h], set: {{town: 0}}, process: ask}}
  of_b: {{class: child, at: [2 h], set: {{town: 1}}, process: ask}}
  others: {{at: [3 h], process: other}}
processes:
  ask: {{steps: {{{}}}}}
  other: {{steps: {{{}}}}}
{})",
                                        ask, other, more));
}

/// Nothing but a client at 2 h who sets price to 7, and policies.
std::string with_price(const std::string& policies, const std::string& length = "10 h") {
    return scenario(length, fmt::format(R"(
variables: {{price: 1}}
sources: {{clients: {{at: [2 h], process: buy}}}}
processes: {{buy: {{steps: {{pay: {{set: {{price: 7}}}}}}}}}}
policies: {{{}}}
)",
                                        policies));
}

/// Clients of `talk` at these times with a nurse for an hour.
std::string with_nurses(const std::string& nurses, const std::string& at,
                        const std::string& policies, const std::string& length = "20 h",
                        const std::string& run = "") {
    return scenario(length,
                    fmt::format(R"(
resources: {{nurse: {{{}}}}}
sources: {{clients: {{at: [{}], process: visit}}}}
processes: {{visit: {{steps: {{talk: {{seize: nurse, duration: 1 h}}}}}}}}
policies: {{{}}}
)",
                                nurses, at, policies),
                    run);
}

/// A desk in each of three towns; clients of the second and the third every `often`.
std::string with_desks(const std::string& desk, const std::string& policies,
                       const std::string& often, const std::string& length) {
    return scenario(length, fmt::format(R"(
classes: {{child: {{attributes: {{town: {{levels: [a, b, c]}}}}}}}}
resources: {{desk: {{per: town, {}}}}}
sources:
  of_a: {{class: child, at: [10 min], set: {{town: 0}}, process: visit}}
  of_b: {{class: child, first_at: 10 min, interarrival: {}, set: {{town: 1}}, process: visit}}
processes: {{visit: {{steps: {{talk: {{seize: desk, duration: 5 min}}}}}}}}
policies: {{{}}}
)",
                                        desk, often, policies));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(policies)

// ---- variables by level
// --------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_variable_by_level_is_read_and_set_at_the_level_of_the_entity) {
    // Who is of no town reads the mean, (1.25 + 2.25) / 2, and sets both.
    BOOST_TEST(told(with_towns("", "mark: {set: {agreed: agreed + town + 1}}",
                               "mark: {set: {agreed: agreed * 2}}"),
                    kVariables, kHour) == R"(1 a agreed = 1.25 #0
2 b agreed = 2.25 #0
3 a agreed = 3.5 #0
3 b agreed = 3.5 #0
)");
}

BOOST_AUTO_TEST_CASE(a_condition_on_a_variable_by_level_is_that_of_the_own_level) {
    // Both wait for their own town; only a is set at 5 h, and b by the client of no town at 9 h.
    const std::string text = with_towns(
        "policies:\n  grows: {course: {variable: agreed, points: [{after: 9 h, value: 1}], "
        "between: steps}}\n",
        "look: {wait: {until: agreed > 0.5}}", "rest: {duration: 1 h}");
    BOOST_TEST(told(text, {Kind::variable_set, Kind::entity_left}, kHour) == R"(4 leaves #2
9 a agreed = 1
9 b agreed = 1
9 leaves #0
9 leaves #1
)");
    const std::string by_a = with_towns(
        "",
        "choose: {next: [{when: town == b, to: mark}, {to: look}]}, mark: {duration: 3 h}, "
        "raise: {set: {agreed: 1}, next: leave}, look: {wait: {until: agreed > 0.5, patience: "
        "8 h}}",
        "rest: {duration: 1 h}");
    // b's own level is raised at 5 h, which is nothing to the client of a.
    BOOST_TEST(told(by_a, {Kind::variable_set, Kind::entity_left, Kind::reneged}, kHour) ==
               R"(4 leaves #2
5 b agreed = 1 #1
5 leaves #1
9 reneges ask.look, 480 min #0
9 leaves #0
)");
}

BOOST_AUTO_TEST_CASE(a_variable_by_level_is_measured_at_each_level_and_over_them) {
    const auto table =
        run_text(with_towns("", "mark: {set: {agreed: 1.25}}", "go: {duration: 1 h}"));
    // 0.25 for one hour of ten, and for two of ten.
    const auto is = [&](const char* where, double value) {
        return std::abs(mean(table, "variable", where) - value) < 1e-12;
    };
    BOOST_TEST(is("variable=agreed,level=a", 1.15));
    BOOST_TEST(is("variable=agreed,level=b", 1.05));
    BOOST_TEST(is("variable=agreed", 1.1));
}

// ---- order
// ---------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(policies_act_after_clients_in_the_order_of_the_file) {
    const std::string one =
        "one: {course: {variable: price, points: [{after: 2 h, value: 1}], between: steps}}";
    const std::string two =
        "two: {course: {variable: price, points: [{after: 2 h, value: 2}], between: steps}}";
    BOOST_TEST(told(with_price(one + ", " + two), kVariables, kHour) ==
               "2 price = 7 #0\n2 price = 1\n2 price = 2\n");
    BOOST_TEST(told(with_price(two + ", " + one), kVariables, kHour) ==
               "2 price = 7 #0\n2 price = 2\n2 price = 1\n");
}

// ---- courses
// -------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_course_in_steps_sets_the_variable_at_each_point_after_its_delay) {
    BOOST_TEST(told(with_price("c: {course: {variable: price, between: steps, delay: 1 h, points: "
                               "[{after: 2 h, value: 5}, {after: 5 h, value: 3}]}}"),
                    kVariables, kHour) == "2 price = 7 #0\n3 price = 5\n6 price = 3\n");
}

BOOST_AUTO_TEST_CASE(a_linear_course_is_updated_monthly_and_exact_at_each_point) {
    // From 7, the value when it begins half a month on, by 4 and then -6 a month.
    BOOST_TEST(told(with_price("c: {course: {variable: price, delay: 0.5 months, points: [{after: "
                               "1.5 months, value: 13}, {after: 2.5 months, value: 7}]}}",
                               "200 days"),
                    kVariables, kMonth) == fmt::format(R"({:g} price = 7 #0
1.5 price = 11
2 price = 13
2.5 price = 10
3 price = 7
)",
                                                       2.0 * kHour / kMonth));
}

BOOST_AUTO_TEST_CASE(a_course_of_a_variable_by_level_begins_at_each_level_in_its_time) {
    const std::string all = told(
        with_towns("policies:\n  c: {course: {variable: agreed, points: [{after: 0 s, value: "
                   "1}, {after: 1 h, value: 2}], between: steps, delay: 'uniform(1 h, 8 h)'}}\n",
                   "rest: {duration: 1 h}", "rest: {duration: 1 h}"),
        kVariables, kHour);
    const std::string a = with(all, "a agreed"), b = with(all, "b agreed");
    const double at_a = std::stod(a), at_b = std::stod(b);
    BOOST_TEST(a == fmt::format("{:g} a agreed = 1\n{:g} a agreed = 2\n", at_a, at_a + 1.0));
    BOOST_TEST(b == fmt::format("{:g} b agreed = 1\n{:g} b agreed = 2\n", at_b, at_b + 1.0));
    BOOST_TEST(std::abs(at_a - at_b) > 0.01);
}

// ---- negotiations
// --------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_negotiation_is_held_level_by_level) {
    BOOST_TEST(told(with_towns("policies:\n  talks: {negotiation: {first: 2 h, interval: 3 h, "
                               "reaches: town, sets: {agreed: 1}, otherwise: {agreed: agreed - "
                               "1}}}\n",
                               "rest: {duration: 1 h}", "rest: {duration: 1 h}", "6 h"),
                    {Kind::negotiated, Kind::variable_set}, kHour) ==
               R"(2 a talks does not agree
2 a agreed = -0.75
2 b talks agrees
2 b agreed = 1
5 a talks does not agree
5 a agreed = -1.75
5 b talks agrees
)");
}

BOOST_AUTO_TEST_CASE(a_negotiation_starts_at_once_and_its_chance_may_depend_on_variables) {
    // From 2 h on the price is 7, which makes agreement certain.
    BOOST_TEST(told(with_price("talks: {negotiation: {interval: 4 h, reaches: price > 2, sets: "
                               "{price: price + now_days}}}"),
                    {Kind::negotiated, Kind::variable_set}, kHour) == R"(0 talks does not agree
2 price = 7 #0
4 talks agrees
4 price = 7.16667
8 talks agrees
8 price = 7.5
)");
}

BOOST_AUTO_TEST_CASE(a_negotiation_takes_those_who_attend_away) {
    BOOST_TEST(told(with_nurses("servers: 1", "3.5 h",
                                "talks: {negotiation: {first: 3 h, interval: 30 h, reaches: 1, "
                                "otherwise: {x: 0}, attended_by: [nurse], duration: 2 h}}") +
                        "variables: {x: 0}\n",
                    kStarts, kHour) == "3 starts talks.nurse #0\n5 starts visit.talk #1\n");
}

BOOST_AUTO_TEST_CASE(a_chance_outside_its_range_stops_the_run) {
    const std::string text = with_price(
        "talks: {negotiation: {first: 3 h, interval: 4 h, reaches: price, sets: {price: 0}}}");
    BOOST_TEST(log_of(text).failure.find("policy talks: a probability of 7; expected 0 to 1") !=
               std::string::npos);
}

// ---- forums
// --------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_forum_that_is_held_sets_what_was_learnt) {
    BOOST_TEST(told(with_price("forum: {cooperation_forum: {interval: 3 h, held: now_days < 0.3, "
                               "sets: {price: price + 1}}}"),
                    {Kind::forum_met, Kind::variable_set}, kHour) == R"(2 price = 7 #0
3 forum mends nothing
3 price = 8
6 forum mends nothing
6 price = 9
)");
}

BOOST_AUTO_TEST_CASE(a_forum_sets_a_variable_by_level_at_every_level_from_its_own_value) {
    BOOST_TEST(told(with_towns("policies:\n  forum: {cooperation_forum: {interval: 8 h, sets: "
                               "{agreed: agreed + town}}}\n",
                               "rest: {set: {agreed: 2}}", "rest: {duration: 1 h}"),
                    kVariables, kHour) == R"(1 a agreed = 2 #0
2 b agreed = 2 #0
8 b agreed = 3
)");
}

// ---- turnover
// ------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_server_leaves_after_the_work_at_hand_and_the_post_is_filled) {
    // Served from 4.5 to 5.5 h; the post is empty from 5 to 7, 12 to 14 and from 19 h on.
    const std::string text =
        with_nurses("servers: 1", "4.5 h, 5.2 h, 18.9 h",
                    "turnover: {staff_turnover: {resources: [nurse], leaves: 5 h, filled: 2 h}}");
    BOOST_TEST(told(text, kPostsAndStarts, kHour) == R"(4.5 starts visit.talk #0
5 nurse@all loses a server
7 nurse@all filled after 2
7 starts visit.talk #1
12 nurse@all loses a server
14 nurse@all filled after 2
18.9 starts visit.talk #1
19 nurse@all loses a server
)");
    // On duty for 5, 5 and 5 h, and without a post for half an hour and for nine tenths of one.
    BOOST_TEST(told(text, {Kind::staff_available, Kind::staff_busy}, kHour) ==
               "20 nurse@all available 16.4 h\n20 nurse busy 3 h\n");
    const auto table = run_text(text);
    BOOST_TEST(std::abs(mean(table, "vacancy_days", "resource=nurse") - 5.0 / 20.0 * 365.25) <
               1e-9);
}

BOOST_AUTO_TEST_CASE(vacancies_are_measured_after_the_warm_up_only) {
    const auto table = run_text(
        with_nurses("servers: 1", "4.5 h",
                    "turnover: {staff_turnover: {resources: [nurse], leaves: 5 h, filled: 2 h}}",
                    "20 h", ", warm_up: 6 h"));
    BOOST_TEST(std::abs(mean(table, "vacancy_days", "resource=nurse") - 4.0 / 14.0 * 365.25) <
               1e-9);
}

BOOST_AUTO_TEST_CASE(servers_leave_each_at_a_time_of_their_own) {
    const std::string all = told(
        with_nurses("servers: 3", "1 h",
                    "turnover: {staff_turnover: {resources: [nurse], leaves: 'exponential(4 h)', "
                    "filled: 1000 h}}",
                    "100 h"),
        kPosts, kHour);
    BOOST_TEST(std::count(all.begin(), all.end(), '\n') == 3);
    const std::string second = all.substr(all.find('\n') + 1);
    BOOST_TEST(std::stod(all) < std::stod(second));
    BOOST_TEST(std::stod(second) < std::stod(second.substr(second.find('\n') + 1)));
}

BOOST_AUTO_TEST_CASE(what_was_learnt_goes_with_the_share_of_the_one_who_leaves) {
    // The first of two takes half of the way back to 1 along, the last the rest.
    const std::string text =
        with_nurses("servers: 2", "1 h",
                    "course: {course: {variable: skill, points: [{after: 2 h, value: 5}], between: "
                    "steps}}, turnover: {staff_turnover: {resources: [nurse], leaves: 5 h, filled: "
                    "50 h, loses: [skill]}}") +
        "variables: {skill: 1}\n";
    BOOST_TEST(told(text, {Kind::server_left, Kind::variable_set}, kHour) == R"(2 skill = 5
5 nurse@all loses a server
5 skill = 3
5 nurse@all loses a server
5 skill = 1
)");
}

BOOST_AUTO_TEST_CASE(an_empty_post_takes_nobody_on_and_its_clients_wait) {
    const std::string text = scenario("20 h", R"(
resources: {worker: {servers: 1, caseload: 2}}
sources: {clients: {at: [1 h, 6 h], process: visit}}
processes:
  visit:
    steps:
      come: {take_on: {resource: worker}}
      first: {seize: worker, duration: 1 h}
      pause: {duration: 4 h}
      again: {seize: worker, duration: 1 h}
      go: {let_go: worker}
policies: {turnover: {staff_turnover: {resources: [worker], leaves: 5 h, filled: 2 h}}}
)");
    BOOST_TEST(told(text, kPostsAndStarts, kHour) == R"(1 starts visit.come #0
1 starts visit.first #0
2 starts visit.pause #0
5 worker@all loses a server
7 worker@all filled after 2
7 starts visit.come #1
7 starts visit.again #0
8 starts visit.first #1
9 starts visit.pause #1
12 worker@all loses a server
14 worker@all filled after 2
14 starts visit.again #1
19 worker@all loses a server
)");
}

// ---- posts that come and go
// ----------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_share_of_the_posts_goes_or_comes_by_largest_remainder) {
    // Of nine posts 2.7, to the nearest 3; of nine 4.5, to the nearest 5: 2, 2 and 1.
    const auto change = [](const std::string& share) {
        return told(with_desks("servers: 3",
                               fmt::format("cut: {{capacity_change: {{resources: [desk], share: "
                                           "{}, after: 2 h}}}}",
                                           share),
                               "1 h", "3 h"),
                    kPosts, kHour);
    };
    BOOST_TEST(change("-0.3") == "2 desk@a has 2\n2 desk@b has 2\n2 desk@c has 2\n");
    BOOST_TEST(change("-0.5") == "2 desk@a has 1\n2 desk@b has 1\n2 desk@c has 2\n");
    BOOST_TEST(change("0.5") == "2 desk@a has 5\n2 desk@b has 5\n2 desk@c has 4\n");
    BOOST_TEST(change("-1") == "2 desk@a has 0\n2 desk@b has 0\n2 desk@c has 0\n");
    BOOST_TEST(change("-0.05") == "");
}

BOOST_AUTO_TEST_CASE(posts_that_go_leave_after_the_work_at_hand) {
    const std::string text =
        with_nurses("servers: 2", "1.5 h, 1.6 h, 1.7 h",
                    "cut: {capacity_change: {all: true, share: -0.5, after: 2 h}}", "10 h");
    BOOST_TEST(told(text, kPostsAndStarts, kHour) == R"(1.5 starts visit.talk #0
1.6 starts visit.talk #1
2 nurse@all has 1
2.6 starts visit.talk #2
)");
    BOOST_TEST(told(text, {Kind::staff_available}, kHour) == "10 nurse@all available 12.5 h\n");
}

BOOST_AUTO_TEST_CASE(named_servers_can_be_cut_and_are_accounted_for_one_by_one) {
    const std::string text = with_nurses(
        "named: [ann, bea]", "1.5 h, 1.6 h",
        "cut: {capacity_change: {resources: [nurse], share: -0.5, after: 2 h}}", "10 h");
    BOOST_TEST(told(text, {Kind::server_available, Kind::server_busy}, kHour) ==
               R"(10 ann available 10 h
10 ann busy 1 h
10 bea available 2.6 h
10 bea busy 1 h
)");
}

BOOST_AUTO_TEST_CASE(changes_of_the_resource_and_of_policies_add_up) {
    const std::string text = with_nurses(
        "servers: 4, changes: [{after: 3 h, servers: 6}]", "1 h",
        "gone: {shock: {resources: [nurse], share: 0.5, after: 2 h, lasts: 3 h}}", "10 h");
    BOOST_TEST(told(text, kPosts, kHour) == "2 nurse@all has 2\n5 nurse@all has 6\n");
    // 4 for 2 h, 2 for one, 4 for two and 6 for five.
    BOOST_TEST(told(text, {Kind::staff_available}, kHour) == "10 nurse@all available 48 h\n");
}

BOOST_AUTO_TEST_CASE(a_shock_takes_servers_for_a_time) {
    BOOST_TEST(told(with_nurses("servers: 2", "1.5 h, 1.6 h",
                                "gone: {shock: {all: true, share: 1, after: 1 h, lasts: 2 h}}"),
                    kPostsAndStarts, kHour) == R"(1 nurse@all has 0
3 nurse@all has 2
3 starts visit.talk #0
3 starts visit.talk #1
)");
}

// ---- reallocation
// --------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(servers_move_to_where_demand_is_as_long_as_it_levels_out) {
    // By 4 h 1, 4 and 0 have come to 3 servers each; of nine at most four move. c gives two, a one,
    // and then nobody has one to give but b.
    BOOST_TEST(told(with_desks("servers: 3",
                               "plan: {reallocation: {interval: 4 h, resource: desk, share: 0.5}}",
                               "1 h", "7 h"),
                    kPosts, kHour) == "4 desk@a has 2\n4 desk@b has 6\n4 desk@c has 1\n");
}

BOOST_AUTO_TEST_CASE(no_more_than_the_share_is_moved_at_a_time) {
    BOOST_TEST(told(with_desks("servers: 3",
                               "plan: {reallocation: {interval: 4 h, resource: desk, share: 0.12}}",
                               "1 h", "9 h"),
                    kPosts, kHour) == R"(4 desk@b has 4
4 desk@c has 2
8 desk@a has 2
8 desk@b has 5
)");
}

BOOST_AUTO_TEST_CASE(a_planner_without_alignment_goes_by_the_count_before) {
    BOOST_TEST(told(with_desks("servers: 3",
                               "plan: {reallocation: {interval: 4 h, resource: desk, share: 0.12, "
                               "alignment: 0}}",
                               "1 h", "9 h"),
                    kPosts, kHour) == "8 desk@b has 4\n8 desk@c has 2\n");
}

BOOST_AUTO_TEST_CASE(a_planner_may_go_by_those_who_wait) {
    // Two of b are served at a time, for 5 min; one comes every 2 min.
    BOOST_TEST(told(with_desks("servers: 2",
                               "plan: {reallocation: {interval: 1 h, resource: desk, share: 0.17, "
                               "by: queue}}",
                               "2 min", "90 min"),
                    kPosts, kHour) == "1 desk@a has 1\n1 desk@b has 3\n");
}

BOOST_AUTO_TEST_SUITE_END()
