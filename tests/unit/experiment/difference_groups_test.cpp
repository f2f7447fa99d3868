// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/difference_groups.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"
#include "engine/experiment/attribute_difference.hpp"
#include "tests/unit/scenario/two_scenarios.hpp"

using namespace yhdyspinta;
using experiment::Grouping;
using experiment::GroupingRules;
using Lines = std::vector<std::string>;

namespace {

const std::string kBase =
    "schema: 1\n"
    "run: {length: 10 days}\n"
    "variables: {speed: 1, size: 1, worry: 1}\n"
    "resources: {desk: {servers: 1}, door: {servers: 2}}\n"
    "sources: {clients: {rate: 6 per h, process: visit}}\n"
    "processes: {visit: {steps: {talk: {seize: desk, duration: 5 min}, leave_by: {seize: door, "
    "duration: 1 min}}}}\n";

/// `name: path, path` of each group.
Lines lines_of(const test::TwoScenarios& two, const Grouping& grouping) {
    Lines lines;
    for (const auto& group : grouping.groups) {
        std::string line = group.name + ":";
        for (const std::size_t d : group.differences) {
            line += " " + two.differences().all()[d].path_text();
        }
        lines.push_back(line);
    }
    return lines;
}

class Silent : public experiment::CalibrationListener {
public:
    void begins(const std::string&) override {}
    void advanced(std::size_t, std::size_t) override {}
};

Grouping united(const test::TwoScenarios& two, const GroupingRules& rules = {}) {
    Grouping grouping = experiment::group_differences(two.differences(), rules);
    Silent silent;
    const experiment::AttributionDesign design;
    experiment::unite_inseparable(
        two.differences(), two.files(), [&](std::size_t k) { return design.subsets(k); }, grouping,
        silent);
    return grouping;
}

/// Whether the text is what is said of this way of grouping.
void check_refused(const test::TwoScenarios& two, const std::vector<experiment::NamedGroup>& named,
                   const std::string& text) {
    BOOST_CHECK_EXCEPTION((void)experiment::group_differences(two.differences(), {named, 8}),
                          base::UsageError, [&](const base::UsageError& error) {
                              BOOST_TEST(error.what() == text);
                              return true;
                          });
}

const std::vector<std::pair<std::string, std::string>> kParts = {
    {"a.yaml", kBase},
    {"b.yaml",
     "schema: 1\nextends: [a.yaml, faster.yaml, staff.yaml]\ntitle: Reformed\n"
     "variables: {worry: 2}\nsources: {clients: {rate: 7 per h}}\n"},
    {"faster.yaml", "schema: 1\nvariables: {speed: 2, size: 2}\n"},
    {"staff.yaml", "schema: 1\nvariables: {size: 3}\nresources: {desk: {servers: 2}}\n"}};

}  // namespace

BOOST_AUTO_TEST_SUITE(difference_groups)

BOOST_AUTO_TEST_CASE(are_the_parts_and_then_the_first_two_keys) {
    const test::TwoScenarios two(kParts);
    const Grouping grouping = united(two);
    BOOST_TEST(lines_of(two, grouping) == (Lines{"faster: variables.speed variables.size",
                                                 "staff: variables.size resources.desk.servers",
                                                 "variables.worry: variables.worry",
                                                 "sources.clients: sources.clients.rate"}),
               boost::test_tools::per_element());
    BOOST_TEST(grouping.unions.empty());
    // Of the size that both parts state, the second one's counts where both are in force.
    const auto value = [&](statistics::Subset subset, const char* name) {
        const auto made = with_groups(two.differences(), grouping, subset);
        return made.root.find("variables")->find(name)->text;
    };
    BOOST_TEST(value(0, "size") == "1");
    BOOST_TEST(value(1, "size") == "2");
    BOOST_TEST(value(1, "speed") == "2");
    BOOST_TEST(value(2, "size") == "3");
    BOOST_TEST(value(2, "speed") == "1");
    BOOST_TEST(value(3, "size") == "3");
    BOOST_TEST(experiment::name_of(grouping, 3) == "the first scenario with faster and staff");
}

BOOST_AUTO_TEST_CASE(beyond_the_limit_are_the_smallest_put_together) {
    const test::TwoScenarios two(kParts);
    const Grouping grouping = experiment::group_differences(two.differences(), {{}, 3});
    BOOST_TEST(lines_of(two, grouping) == (Lines{"faster: variables.speed variables.size",
                                                 "staff: variables.size resources.desk.servers",
                                                 "others: variables.worry sources.clients.rate"}),
               boost::test_tools::per_element());
    BOOST_TEST(grouping.put_together == (Lines{"variables.worry", "sources.clients"}),
               boost::test_tools::per_element());
    const Grouping one = experiment::group_differences(two.differences(), {{}, 1});
    BOOST_TEST(one.groups.size() == 1u);
}

BOOST_AUTO_TEST_CASE(are_what_the_user_asks_for) {
    const test::TwoScenarios two(kParts);
    const Grouping grouping = experiment::group_differences(
        two.differences(), {{{"words", {"variables.s*"}}, {"rest", {"staff", "sources"}}}, 8});
    BOOST_TEST(
        lines_of(two, grouping) == (Lines{"words: variables.speed variables.size",
                                          "rest: resources.desk.servers sources.clients.rate",
                                          "variables.worry: variables.worry"}),
        boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(say_what_is_wrong_with_what_the_user_asks_for) {
    const test::TwoScenarios two(kParts);
    check_refused(two, {{"mine", {"variables.sped"}}},
                  "--group mine: the scenarios do not differ at 'variables.sped'; did you mean "
                  "'variables.speed'?");
    check_refused(two, {{"mine", {"resources.door"}}},
                  "--group mine: the scenarios do not differ at 'resources.door'; they do at: "
                  "resources.desk");
    check_refused(two, {{"mine", {"clocks"}}},
                  "--group mine: the scenarios do not differ at 'clocks'; they do at: variables, "
                  "resources, sources");
    check_refused(two, {{"mine", {"resources.desk.servers.2"}}},
                  "--group mine: 'resources.desk.servers.2' is part of one difference, "
                  "'resources.desk.servers'");
    check_refused(two, {{"mine", {"variables.size"}}, {"yours", {"variables.s*"}}},
                  "'variables.size' is asked for in two groups, 'mine' and 'yours'");
}

BOOST_AUTO_TEST_CASE(that_cannot_be_told_apart_are_united_with_the_reason) {
    const test::TwoScenarios two(
        {{"a.yaml", kBase},
         {"b.yaml",
          "schema: 1\nextends: a.yaml\nvariables: {size: 2}\nresources: {bell: {servers: 1}}\n"
          "processes: {visit: {steps: {talk: {seize: bell}}}}\n"}});
    const Grouping grouping = united(two);
    BOOST_TEST(lines_of(two, grouping) == (Lines{"variables.size: variables.size",
                                                 "resources.bell + processes.visit: resources.bell "
                                                 "processes.visit.steps.talk.seize"}),
               boost::test_tools::per_element());
    BOOST_REQUIRE(grouping.unions.size() == 1u);
    const auto& found = grouping.unions.front();
    BOOST_TEST(found.names == (Lines{"resources.bell", "processes.visit"}),
               boost::test_tools::per_element());
    BOOST_TEST(found.without == Lines{"processes.visit"}, boost::test_tools::per_element());
    BOOST_TEST(found.reason.find("b.yaml:5:43: error: processes.visit.steps.talk.seize: ") !=
                   std::string::npos,
               found.reason);
    BOOST_TEST(found.reason.find("'bell'") != std::string::npos, found.reason);
}

BOOST_AUTO_TEST_CASE(that_take_away_what_others_name_are_united_as_well) {
    const test::TwoScenarios two(
        {{"a.yaml", kBase},
         {"b.yaml",
          "schema: 1\nextends: a.yaml\nvariables: {worry: ~, size: 2}\n"
          "resources: {door: ~}\nprocesses: {visit: {steps: {leave_by: ~}}}\n"}});
    const Grouping grouping = united(two);
    BOOST_TEST(lines_of(two, grouping) ==
                   (Lines{"variables.size: variables.size", "variables.worry: variables.worry",
                          "resources.door + processes.visit: resources.door "
                          "processes.visit.steps.leave_by"}),
               boost::test_tools::per_element());
    BOOST_REQUIRE(grouping.unions.size() == 1u);
    BOOST_TEST(grouping.unions.front().without == Lines{"resources.door"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(attribution_design)

BOOST_AUTO_TEST_CASE(has_every_combination_or_those_that_orders_pass_through) {
    const experiment::AttributionDesign exact;
    BOOST_TEST(exact.subsets(2) == (std::vector<statistics::Subset>{0, 1, 2, 3}),
               boost::test_tools::per_element());
    BOOST_TEST(exact.subsets(5).size() == 32u);
    const experiment::AttributionDesign drawn{3, 1};
    const auto subsets = drawn.subsets(20);
    const auto has = [&](statistics::Subset subset) {
        return std::find(subsets.begin(), subsets.end(), subset) != subsets.end();
    };
    // None, all, each alone, all but each; and at most 19 more along each of six orders.
    BOOST_TEST(subsets.size() >= 42u);
    BOOST_TEST(subsets.size() <= 42u + 6u * 19u);
    BOOST_TEST(has(0));
    BOOST_TEST(has((1u << 20) - 1));
    BOOST_TEST(has(1u << 7));
    BOOST_TEST(has(((1u << 20) - 1) & ~(1u << 7)));
    BOOST_TEST(subsets == drawn.subsets(20), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
