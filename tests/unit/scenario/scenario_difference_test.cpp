// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/scenario_difference.hpp"

#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/unit/scenario/two_scenarios.hpp"

using namespace yhdyspinta;
using Lines = std::vector<std::string>;

namespace {

const std::string kBase =
    "schema: 1\n"
    "title: Before\n"
    "run: {length: 10 days, seed: 1}\n"
    "variables: {speed: 1, size: {value: 2, mark: A}}\n"
    "resources: {desk: {servers: 1}, door: {servers: 2}}\n"
    "sources: {clients: {rate: 6 per h, process: visit}}\n"
    "processes: {visit: {steps: {talk: {seize: desk, duration: 5 min}}}}\n";

/// The scenario in which the statements with these numbers (difference, statement) are as in B.
std::string mixed(const test::TwoScenarios& two,
                  const std::set<std::pair<std::size_t, std::size_t>>& as_in_b) {
    const auto made = two.differences().mixed([&](std::size_t d, std::size_t s) {
        return as_in_b.count({d, s}) > 0;
    });
    return to_line(made.root);
}

std::string all_as_in_b(const test::TwoScenarios& two) {
    return to_line(two.differences().mixed([](std::size_t, std::size_t) { return true; }).root);
}

std::string merged(const std::string& text) {
    base::Diagnostics diagnostics;
    return to_line(scenario::merge_scenario_text(text, "a.yaml", {}, diagnostics)->root);
}

std::string with(std::string text, const std::string& part, const std::string& other) {
    const std::size_t at = text.find(part);
    BOOST_REQUIRE(at != std::string::npos);
    return text.replace(at, part.size(), other);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scenario_difference)

BOOST_AUTO_TEST_CASE(is_told_at_the_deepest_place_with_the_values_of_both) {
    const test::TwoScenarios two(
        {{"a.yaml", kBase},
         {"b.yaml",
          "schema: 1\n"
          "extends: a.yaml\n"
          "variables: {size: {value: 3, mark: V, source: counted}, speed: ~}\n"
          "resources: {desk: {servers: 2, fte: 0.5}, bell: {servers: 1}}\n"
          "processes: {visit: {steps: {talk: {seize: [desk, bell]}}}}\n"}});
    BOOST_TEST(
        two.lines() == (Lines{"variables.speed: 1 -> ", "variables.size: 2 -> 3",
                              "resources.desk.servers: 1 -> 2", "resources.desk.fte:  -> 0.5",
                              "resources.bell:  -> {servers: 1}",
                              "processes.visit.steps.talk.seize: desk -> [desk, bell]"}),
        boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(in_words_and_in_seed_and_replications_is_told_apart) {
    const test::TwoScenarios two({{"a.yaml", kBase},
                                  {"b.yaml",
                                   "schema: 1\n"
                                   "extends: a.yaml\n"
                                   "title: After\n"
                                   "run: {seed: 2, replications: 3}\n"
                                   "variables: {size: {value: 2, mark: V, source: counted}}\n"}});
    BOOST_TEST(
        two.lines() == (Lines{"title: Before -> After (wording)", "run.seed: 1 -> 2 (frame)",
                              "run.replications:  -> 3 (frame)",
                              "variables.size: {value: 2, mark: A} -> {value: 2, mark: V, source: "
                              "counted} (wording)"}),
        boost::test_tools::per_element());
    BOOST_TEST(all_as_in_b(two) == merged(kBase));
}

BOOST_AUTO_TEST_CASE(in_order_counts_among_names_and_not_among_keys) {
    std::string other =
        with(kBase, "{seize: desk, duration: 5 min}", "{duration: 5 min, seize: desk}");
    const test::TwoScenarios keys({{"a.yaml", kBase}, {"b.yaml", other}});
    BOOST_TEST(keys.lines().empty());
    other = with(kBase, "{desk: {servers: 1}, door: {servers: 2}}",
                 "{door: {servers: 2}, bell: {servers: 1}, desk: {servers: 1}}");
    const test::TwoScenarios names({{"a.yaml", kBase}, {"b.yaml", other}});
    BOOST_TEST(names.lines() == (Lines{"resources.bell:  -> {servers: 1}",
                                       "resources: desk, door -> door, desk (order)"}),
               boost::test_tools::per_element());
    BOOST_TEST(mixed(names, {}) == merged(kBase));
    BOOST_TEST(all_as_in_b(names) == merged(other));
    BOOST_TEST(mixed(names, {{1, 0}}) ==
               merged(with(kBase, "{desk: {servers: 1}, door: {servers: 2}}",
                           "{door: {servers: 2}, desk: {servers: 1}}")));
}

BOOST_AUTO_TEST_CASE(can_be_put_into_effect_one_by_one) {
    const std::string other =
        with(with(kBase, "speed: 1, ", ""), "door: {servers: 2}", "bell: {servers: 1}");
    const test::TwoScenarios two({{"a.yaml", kBase}, {"b.yaml", other}});
    BOOST_TEST(two.lines() == (Lines{"variables.speed: 1 -> ", "resources.door: {servers: 2} -> ",
                                     "resources.bell:  -> {servers: 1}"}),
               boost::test_tools::per_element());
    BOOST_TEST(mixed(two, {}) == merged(kBase));
    BOOST_TEST(all_as_in_b(two) == merged(other));
    BOOST_TEST(mixed(two, {{0, 0}}) == merged(with(kBase, "speed: 1, ", "")));
    BOOST_TEST(mixed(two, {{2, 0}}) ==
               merged(with(kBase, "door: {servers: 2}", "bell: {servers: 1}, door: {servers: 2}")));
}

BOOST_AUTO_TEST_CASE(of_parts_lets_an_earlier_part_speak_where_a_later_one_is_not_in_force) {
    const test::TwoScenarios two(
        {{"a.yaml", kBase},
         {"b.yaml", "schema: 1\nextends: [a.yaml, one.yaml, two.yaml]\nresources: {door: ~}\n"},
         {"one.yaml",
          "schema: 1\nvariables: {speed: 5, hurry: 1}\nresources: {bell: {servers: 1}}\n"},
         {"two.yaml",
          "schema: 1\nvariables: {speed: 7}\nresources: {bell: {fte: 0.5}, desk: {servers: "
          "4}}\n"}});
    BOOST_TEST(
        two.lines() == (Lines{"variables.speed: 1 -> 7", "variables.hurry:  -> 1",
                              "resources.desk.servers: 1 -> 4", "resources.door: {servers: 2} -> ",
                              "resources.bell.servers:  -> 1", "resources.bell.fte:  -> 0.5"}),
        boost::test_tools::per_element());
    const auto& all = two.differences().all();
    const auto parts_of = [&](std::size_t d) {
        Lines parts;
        for (const auto& statement : all[d].statements) {
            parts.push_back(statement.part.substr(statement.part.rfind('/') + 1) + "=" +
                            statement.text);
        }
        return parts;
    };
    BOOST_TEST(parts_of(0) == (Lines{"one.yaml=5", "two.yaml=7"}),
               boost::test_tools::per_element());
    BOOST_TEST(parts_of(3) == Lines{"="}, boost::test_tools::per_element());
    BOOST_TEST(parts_of(5) == Lines{"two.yaml=0.5"}, boost::test_tools::per_element());
    BOOST_TEST(two.differences().parts().size() == 2u);

    const std::string one_alone = mixed(two, {{0, 0}, {1, 0}, {3, 0}, {4, 0}});
    BOOST_TEST(one_alone == merged(with(with(kBase, "speed: 1, size: {value: 2, mark: A}",
                                             "speed: 5, size: {value: 2, mark: A}, hurry: 1"),
                                        "door: {servers: 2}", "bell: {servers: 1}")));
    const std::string two_alone = mixed(two, {{0, 1}, {2, 0}, {5, 0}});
    BOOST_TEST(two_alone ==
               merged(with(with(with(kBase, "speed: 1", "speed: 7"), "desk: {servers: 1}",
                                "desk: {servers: 4}"),
                           "door: {servers: 2}", "bell: {fte: 0.5}, door: {servers: 2}")));
}

BOOST_AUTO_TEST_CASE(of_parts_that_only_the_first_has_goes_by_them_as_well) {
    const test::TwoScenarios two({{"a.yaml", "schema: 1\nextends: [base.yaml, one.yaml]\n"},
                                  {"b.yaml", "schema: 1\nextends: base.yaml\n"},
                                  {"base.yaml", kBase},
                                  {"one.yaml", "schema: 1\nvariables: {speed: 5, hurry: 1}\n"}});
    BOOST_TEST(two.lines() == (Lines{"variables.speed: 5 -> 1", "variables.hurry: 1 -> "}),
               boost::test_tools::per_element());
    BOOST_TEST(two.differences().parts().size() == 1u);
    BOOST_TEST(all_as_in_b(two) == merged(kBase));
    BOOST_TEST(mixed(two, {{0, 0}}) == merged(with(kBase, "size: {value: 2, mark: A}",
                                                   "size: {value: 2, mark: A}, hurry: 1")));
}

BOOST_AUTO_TEST_CASE(of_tables_called_alike_is_in_what_they_hold) {
    const std::string text =
        "schema: 1\npopulations: {people: {table: people.csv, attributes_from: {age: age}}}\n";
    const auto lines = [&](const std::string& there) {
        return test::TwoScenarios({{"here/a.yaml", text},
                                   {"there/b.yaml", text},
                                   {"here/people.csv", "age\n7\n"},
                                   {"there/people.csv", there}})
            .lines();
    };
    BOOST_TEST(lines("age\n7\n").empty());
    BOOST_TEST(lines("age\n8\n") == Lines{"populations.people.table: people.csv -> people.csv"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
