// SPDX-License-Identifier: Apache-2.0
// Where an entity goes next: conditions, probabilities, loops, sub-processes, and which numbers it
// draws on its way.
#include <cmath>
#include <map>
#include <string>

#include "tests/flow/setups.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

/// One client whose attribute x is so much; steps a, b and c take 1, 2 and 3 minutes.
std::string one_with(int x, const std::string& next) {
    return scenario("1 day", fmt::format(R"(
classes: {{person: {{attributes: {{x: {{}}, y: {{}}}}}}}}
sources: {{clients: {{class: person, first_at: 0 s, interarrival: 1 h, count: 1, set: {{x: {}}}, process: visit}}}}
processes:
  visit:
    steps:
      begin: {{duration: 0 s, next: {}}}
      a: {{duration: 1 min, next: leave}}
      b: {{duration: 2 min, next: leave}}
      c: {{duration: 3 min, next: leave}}
)",
                                         x, next));
}

const std::string kByCondition =
    "[{to: c}, {when: x >= 2 and x < 4, to: a}, {when: x >= 3 or x == 0, to: b}]";

/// Which of a, b and c it came to.
std::string after_begin(const std::string& text) {
    const std::string all = untimed(told(text, {Kind::activity_ended}));
    return all.substr(all.find('\n') + 1);
}

/// Clients with random times between arrivals, random durations, a chance of impatience and of a
/// second talk; `more` and `more_sources` must not change them.
std::string with_neighbours(const std::string& more_sources, const std::string& more_resources,
                            const std::string& more_processes) {
    return scenario("2 days", R"(
sources:
  clients: {rate: 6 per h, count: 200, process: visit}
)" + more_sources + R"(
resources:
  desk: {servers: 2}
)" + more_resources + R"(
processes:
  visit:
    steps:
      talk: {seize: desk, duration: exponential(15 min), patience: exponential(1 h), next: [{probability: 0.4, to: write}, {to: leave}]}
      write: {duration: 'uniform(1 min, 9 min)', next: leave}
)" + more_processes);
}

/// What happens in the process `visit`, without the number of the entity.
std::string visits(const std::string& text) {
    std::string result;
    const Log log = run_log(text);
    for (auto event : log.events) {
        if (event.kind != Kind::activity_started && event.kind != Kind::activity_ended) continue;
        event.entity = event_log::kNone;
        const std::string one = line(log, event, 1e-3, 0.0);
        if (one.find(" visit.") != std::string::npos) result += one;
    }
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(routing)

BOOST_AUTO_TEST_CASE(the_first_condition_that_holds_decides) {
    BOOST_TEST(after_begin(one_with(3, kByCondition)) == "ends visit.a #0\n");
    BOOST_TEST(after_begin(one_with(4, kByCondition)) == "ends visit.b #0\n");
    BOOST_TEST(after_begin(one_with(0, kByCondition)) == "ends visit.b #0\n");
}

BOOST_AUTO_TEST_CASE(the_branch_without_a_condition_is_the_rest) {
    BOOST_TEST(after_begin(one_with(1, kByCondition)) == "ends visit.c #0\n");
}

BOOST_AUTO_TEST_CASE(without_next_the_step_that_follows_in_the_file_is_next) {
    const auto text = scenario("1 day", R"(
sources: {clients: {first_at: 0 s, interarrival: 1 h, count: 1, process: visit}}
processes:
  visit:
    first: b
    steps: {a: {duration: 1 min}, b: {duration: 2 min}, c: {duration: 3 min}}
)");
    BOOST_TEST(told(text, {Kind::activity_ended, Kind::entity_left}) ==
               "2 ends visit.b #0\n5 ends visit.c #0\n5 leaves #0\n");
}

BOOST_AUTO_TEST_CASE(a_share_follows_its_probability_and_the_seed) {
    const auto text = scenario("1 day", R"(
sources: {clients: {first_at: 0 s, interarrival: 1 s, count: 20000, process: visit}}
processes:
  visit:
    steps:
      begin: {duration: 0 s, next: [{probability: 0.3, to: a}, {probability: 0.2, to: b}, {to: leave}]}
      a: {duration: 1 s, next: leave}
      b: {duration: 1 s, next: leave}
)");
    const auto ways = [&](const std::vector<std::string>& sets) {
        std::string all;
        const Log log = log_of(text, sets);
        for (const auto& event : log.events) {
            if (event.kind == Kind::activity_started) {
                const std::string& name = log.legend.activities.at(event.place).name;
                if (name != "visit.begin") all += name.back();
            }
        }
        return all;
    };
    const std::string all = ways({});
    for (const auto& [way, p] : {std::pair{'a', 0.3}, std::pair{'b', 0.2}}) {
        const auto share = static_cast<double>(std::count(all.begin(), all.end(), way)) / 20000.0;
        BOOST_TEST(std::abs(share - p) <= 4.0 * std::sqrt(p * (1.0 - p) / 20000.0));
    }
    BOOST_TEST((ways({}) == all));
    BOOST_TEST((ways({"run.seed=2"}) != all));
}

BOOST_AUTO_TEST_CASE(every_visit_draws_its_own_duration) {
    const auto text = scenario("1 day", R"(
classes: {person: {attributes: {visits: {}}}}
sources: {clients: {class: person, first_at: 0 s, interarrival: 1 h, count: 1, process: visit}}
processes:
  visit:
    steps:
      talk: {duration: 'uniform(1 min, 2 min)'}
      count: {set: {visits: visits + 1}, next: [{when: visits < 3, to: talk}, {to: leave}]}
)");
    const Log log = run_log(text);
    const std::vector<double> taken = durations(log);
    BOOST_REQUIRE(taken.size() == 3);
    BOOST_TEST(std::abs(taken[0] - taken[1]) > 1e-6);
    BOOST_TEST(std::abs(taken[0] - taken[2]) > 1e-6);
    BOOST_TEST(std::abs(taken[1] - taken[2]) > 1e-6);
}

BOOST_AUTO_TEST_CASE(every_visit_draws_its_own_way_on) {
    // Again with probability 1/2: 2 visits in the mean, standard deviation sqrt(2).
    const Log log = run_log(scenario("1 day", R"(
sources: {clients: {first_at: 0 s, interarrival: 1 s, count: 2000, process: visit}}
processes: {visit: {steps: {talk: {duration: 1 min, next: [{probability: 0.5, to: talk}, {to: leave}]}}}}
)"));
    BOOST_TEST(count_of(log, Kind::entity_left) == 2000);
    const double mean = count_of(log, Kind::activity_started) / 2000.0;
    BOOST_TEST(std::abs(mean - 2.0) <= 4.0 * std::sqrt(2.0 / 2000.0));
}

BOOST_AUTO_TEST_CASE(a_choice_made_again_at_the_same_instant_is_another_choice) {
    // As above, but no activity lies on the way round.
    const Log log = log_of(scenario("1 day", R"(
classes: {person: {attributes: {n: {}}}}
sources: {clients: {class: person, first_at: 0 s, interarrival: 1 s, count: 200, process: visit}}
processes:
  visit:
    steps:
      toss: {set: {n: n + 1}, next: [{probability: 0.5, to: toss}, {to: leave}]}
)"));
    BOOST_TEST(log.failure == "");
    BOOST_TEST(count_of(log, Kind::entity_left) == 200);
}

BOOST_AUTO_TEST_CASE(set_calculates_with_attributes_levels_and_the_time) {
    const auto text = [](const std::string& when) {
        return scenario("1 day", fmt::format(R"(
classes:
  person: {{attributes: {{x: {{initial: 3}}, y: {{}}, consent: {{levels: {{no: 0, maybe: 0, yes: 1}}}}}}}}
sources: {{clients: {{class: person, first_at: 12 h, interarrival: 1 h, count: 1, process: visit}}}}
processes:
  visit:
    steps:
      one: {{set: {{y: (x + 1) * 2 - consent}}}}
      two: {{set: {{x: "x * 10 + now_days"}}, next: [{{when: "{}", to: right}}, {{to: wrong}}]}}
      right: {{duration: 1 min, next: leave}}
      wrong: {{duration: 1 min, next: leave}}
)",
                                             when));
    };
    for (const char* when :
         {"y == 6 and x == 30.5", "not(y < 6 or x < 30.5)", "consent == yes and not(consent == no)",
          "severity == 0 and hops == 0 and now_days == 0.5"}) {
        BOOST_TEST(told(text(when), kStarts) == "720 starts visit.right #0\n");
    }
    BOOST_TEST(told(text("y == 8"), kStarts) == "720 starts visit.wrong #0\n");
}

BOOST_AUTO_TEST_CASE(an_attribute_that_was_set_goes_on_growing) {
    const auto text = scenario("800 days", R"(
classes: {child: {attributes: {age: {grows: 1 per year}}}}
sources: {clients: {class: child, first_at: 100 days, interarrival: 1 h, count: 1, set: {age: 3}, process: grow}}
processes:
  grow:
    steps:
      wait: {duration: 1 year, next: [{when: age > 3.999 and age < 4.001, to: back}, {to: leave}]}
      back: {set: {age: 1}}
      wait_again: {duration: 0.5 years, next: [{when: age > 1.499 and age < 1.501, to: right}, {to: leave}]}
      right: {duration: 1 day}
)");
    BOOST_TEST(untimed(with(told(text, kStarts), "right")) == "starts grow.right #0\n");
}

BOOST_AUTO_TEST_CASE(a_sub_process_comes_back_to_the_step_after_its_call) {
    const auto text = scenario("1 day", R"(
sources: {clients: {first_at: 0 s, interarrival: 1 h, count: 1, process: outer}}
processes:
  outer:
    steps:
      first: {call: middle, next: third}
      second: {duration: 100 min}
      third: {call: inner}
      fourth: {duration: 10 min}
  middle:
    steps:
      before: {duration: 1 min}
      deeper: {call: inner}
      after: {duration: 2 min, next: return}
      never: {duration: 100 min}
  inner: {steps: {work: {duration: 5 min}}}
)");
    BOOST_TEST(told(text, {Kind::activity_ended, Kind::entity_left}) == R"(1 ends middle.before #0
6 ends inner.work #0
8 ends middle.after #0
13 ends inner.work #0
23 ends outer.fourth #0
23 leaves #0
)");
}

BOOST_AUTO_TEST_CASE(leave_in_a_sub_process_leaves_altogether) {
    const auto text = scenario("1 day", R"(
sources: {clients: {first_at: 0 s, interarrival: 1 h, count: 1, process: outer}}
processes:
  outer: {steps: {first: {call: inner}, second: {duration: 10 min}}}
  inner: {steps: {work: {duration: 5 min, next: leave}}}
)");
    BOOST_TEST(told(text, {Kind::activity_ended, Kind::entity_left}) ==
               "5 ends inner.work #0\n5 leaves #0\n");
}

BOOST_AUTO_TEST_CASE(an_endless_loop_of_activities_without_duration_is_named) {
    const Log log = log_of(scenario("1 day", R"(
sources: {clients: {first_at: 90 min, interarrival: 1 h, count: 1, process: visit}}
processes:
  visit: {steps: {talk: {duration: 0 s, next: [{when: severity < 0, to: leave}, {to: talk}]}}}
)"),
                           {"run.seed=77"});
    for (const char* part : {"2026-08-03 01:30", "entity 0", "visit.talk",
                             "goes round without time passing", "replication 1", "seed 77"}) {
        BOOST_TEST(log.failure.find(part) != std::string::npos, log.failure << " lacks " << part);
    }
}

BOOST_AUTO_TEST_CASE(an_endless_loop_without_activities_is_named) {
    const Log log = log_of(scenario("1 day", R"(
classes: {person: {attributes: {n: {}}}}
sources: {clients: {class: person, first_at: 0 s, interarrival: 1 h, count: 1, process: visit}}
processes: {visit: {steps: {count: {set: {n: n + 1}, next: [{when: n < 0, to: leave}, {to: count}]}}}}
)"));
    for (const char* part :
         {"entity 0", "visit", "goes round without time passing", "replication 1"}) {
        BOOST_TEST(log.failure.find(part) != std::string::npos, log.failure << " lacks " << part);
    }
}

BOOST_AUTO_TEST_CASE(another_source_changes_nobody_elses_draws) {
    const auto alone = visits(with_neighbours("", "", ""));
    BOOST_TEST(alone.size() > 1000);
    BOOST_TEST((visits(with_neighbours("  others: {rate: 20 per h, process: other}\n",
                                       "  window: {servers: 3}\n", R"(  other:
    steps:
      ask: {seize: window, duration: exponential(3 min), patience: exponential(4 min)}
)")) == alone));
    // Even when it is listed first.
    const auto text = with_neighbours("", "", R"(  other:
    steps:
      ask: {seize: window, duration: exponential(3 min)}
)");
    auto first = text;
    first.replace(first.find("  clients:"), 0, "  a: {rate: 20 per h, process: other}\n");
    first.replace(first.find("  desk:"), 0, "  window: {servers: 3}\n");
    BOOST_TEST((visits(first) == alone));
}

BOOST_AUTO_TEST_CASE(a_loop_elsewhere_changes_nobody_elses_draws) {
    BOOST_TEST(
        (visits(with_neighbours("  others: {rate: 20 per h, process: other}\n", "", R"(  other:
    steps:
      ask: {duration: exponential(3 min), next: [{probability: 0.5, to: ask}, {to: leave}]}
)")) == visits(with_neighbours("", "", ""))));
}

BOOST_AUTO_TEST_CASE(a_step_more_on_the_way_changes_no_later_draw) {
    auto text = with_neighbours("", "", "");
    text.replace(text.find("      talk:"), 0, "      greet: {duration: 0 s}\n");
    BOOST_TEST((with(visits(text), "visit.talk") ==
                with(visits(with_neighbours("", "", "")), "visit.talk")));
}

BOOST_AUTO_TEST_CASE(a_handover_elsewhere_changes_nobody_elses_answer) {
    // Whether the n-th client of `clients` is accepted does not depend on the others.
    const auto answers = [](const std::string& others) {
        const Log log = run_log(scenario("2 days", R"(
sources:
  clients: {class: known, first_at: 0 s, interarrival: 10 min, count: 100, process: ask}
)" + others + R"(
classes: {known: {attributes: {}}, other: {attributes: {}}}
services: {school: {}, curator: {process: work}, doctor: {process: work}}
interfaces: {school -> any: {acceptance: 0.5, reply_time: 5 min}}
processes:
  ask: {service: school, steps: {refer: {hand_over: {to: curator}, next: leave}}}
  ask_doctor: {service: school, steps: {refer: {hand_over: {to: doctor}, next: leave}}}
  work: {steps: {talk: {duration: 1 min, next: leave}}}
)"));
        std::string text;
        for (const auto& event : log.events) {
            const bool is_answer =
                event.kind == Kind::handover_accepted || event.kind == Kind::handover_rejected;
            if (is_answer && log.legend.services.at(event.other).name == "curator") {
                text += event.kind == Kind::handover_accepted ? 'a' : 'r';
            }
        }
        return text;
    };
    const auto alone = answers("");
    BOOST_TEST(alone.size() == 100);
    BOOST_TEST(alone.find("ar") != std::string::npos);
    BOOST_TEST(answers("  others: {class: other, first_at: 1 min, interarrival: 1 h, count: 20, "
                       "process: ask_doctor}\n") == alone);
}

/// How often activities were started, by the name of the step.
std::map<std::string, int> started(const Log& log) {
    std::map<std::string, int> counts;
    for (const auto& event : log.events) {
        if (event.kind != Kind::activity_started) continue;
        const std::string& name = log.legend.activities.at(event.place).name;
        ++counts[name.substr(name.rfind('.') + 1)];
    }
    return counts;
}

BOOST_AUTO_TEST_CASE(a_chance_in_conditions_is_one_draw_for_all_branches_of_a_decision) {
    // 0.25, 0.25 and 0.5; were it drawn for each branch, the second would get 0.75 x 0.5
    auto counts = started(run_log(scenario("5 days", R"(
classes: {person: {attributes: {x: {}}}}
sources: {clients: {class: person, first_at: 0 s, interarrival: 1 min, count: 4000, set: {x: 0.25}, process: visit}}
processes:
  visit:
    steps:
      begin: {duration: 0 s, next: [{when: chance < x, to: a}, {when: chance < 2 * x, to: b}, {to: c}]}
      a: {duration: 1 min, next: leave}
      b: {duration: 2 min, next: leave}
      c: {duration: 3 min, next: leave}
)")));
    BOOST_TEST(counts["a"] + counts["b"] + counts["c"] == 4000);
    BOOST_TEST(std::abs(counts["a"] - 1000) < 110);  // four standard deviations: 27.4
    BOOST_TEST(std::abs(counts["b"] - 1000) < 110);
}

BOOST_AUTO_TEST_CASE(a_chance_is_drawn_anew_each_time_and_apart_from_probabilities) {
    // rounds are geometric with mean 4; who does not go round goes to a and b by halves
    auto counts = started(run_log(scenario("5 days", R"(
classes: {person: {attributes: {x: {}}}}
sources: {clients: {class: person, first_at: 0 s, interarrival: 1 min, count: 4000, set: {x: 0.75}, process: visit}}
processes:
  visit:
    steps:
      round: {duration: 1 s, next: [{when: chance < x, to: round}, {probability: 0.5, to: a}, {to: b}]}
      a: {duration: 1 s, next: leave}
      b: {duration: 1 s, next: leave}
)")));
    BOOST_TEST(counts["a"] + counts["b"] == 4000);
    BOOST_TEST(std::abs(counts["round"] - 16000) < 880);  // four standard deviations: 219
    BOOST_TEST(std::abs(counts["a"] - 2000) < 127);       // four standard deviations: 31.6
}

BOOST_AUTO_TEST_SUITE_END()
