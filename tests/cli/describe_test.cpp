// SPDX-License-Identifier: Apache-2.0
// scenarios/schema.json and scenarios/README.md are what the program makes of its tables; with
// YHDYSPINTA_ACCEPT=1 in the environment the test writes them instead.
#include <cstdlib>
#include <fstream>
#include <iterator>

#include <boost/test/unit_test.hpp>

#include "tests/cli/program.hpp"

using namespace yhdyspinta::cli_test;

namespace {

/// The first line in which they differ, so that a test does not show two whole files.
std::string first_difference(const std::string& is, const std::string& should_be) {
    const auto left = lines(is);
    const auto right = lines(should_be);
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
        const std::string one = i < left.size() ? left[i] : "(end)";
        const std::string other = i < right.size() ? right[i] : "(end)";
        if (one != other) {
            return "line " + std::to_string(i + 1) + ": '" + one + "', not '" + other + "'";
        }
    }
    return is == should_be ? "" : "the end of the last line";
}

void check_kept(const Desk& desk, const std::string& format, const std::string& name,
                const std::vector<std::string>& what = {}) {
    std::vector<std::string> words{"describe", "--format", format};
    words.insert(words.end(), what.begin(), what.end());
    const Ended ended = desk.yhdyspinta(words);
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(ended.error == "");
    const fs::path kept = fs::path(YHDYSPINTA_SOURCE_DIR) / name;
    if (std::getenv("YHDYSPINTA_ACCEPT") != nullptr) {
        std::ofstream(kept, std::ios::binary) << ended.out;
        return;
    }
    std::ifstream in(kept, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(in), {}};
    BOOST_TEST_INFO(name << " is out of date; YHDYSPINTA_ACCEPT=1 build/release/bin/cli_program "
                            "--run_test=describe writes it");
    BOOST_TEST(first_difference(content, ended.out) == "");
}

void check_refused(const Desk& desk, const std::vector<std::string>& what,
                   const std::string& error) {
    std::vector<std::string> words{"describe"};
    words.insert(words.end(), what.begin(), what.end());
    const Ended ended = desk.yhdyspinta(words);
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(ended.out == "");
    BOOST_TEST(ended.error == error);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(describe, Desk)

BOOST_AUTO_TEST_CASE(the_schema_in_the_tree_is_up_to_date) {
    check_kept(*this, "json-schema", "scenarios/schema.json");
}

BOOST_AUTO_TEST_CASE(the_schemas_of_other_files_in_the_tree_are_up_to_date) {
    check_kept(*this, "json-schema", "scenarios/experiment.schema.json", {"experiment"});
    check_kept(*this, "json-schema", "scenarios/targets.schema.json", {"targets"});
}

BOOST_AUTO_TEST_CASE(tells_the_keys_of_an_experiment) {
    const Ended ended = yhdyspinta({"describe", "experiment.precision.at_most"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(contains(ended.out, "replications of each design at which it ends in any case"));
    BOOST_TEST(contains(ended.out, "default   200"));
    BOOST_TEST(contains(yhdyspinta({"describe", "targets"}).out, "  tolerance: ") == false);
    BOOST_TEST(contains(yhdyspinta({"describe", "targets.targets.tolerance"}).out,
                        "how far off it may be"));
}

BOOST_AUTO_TEST_CASE(the_page_in_the_tree_is_up_to_date) {
    check_kept(*this, "markdown", "scenarios/README.md");
}

BOOST_AUTO_TEST_CASE(the_examples_of_the_page_are_one_scenario_without_doubts) {
    const std::string page = yhdyspinta({"describe", "--format", "markdown"}).out;
    std::string scenario;
    bool is_inside = false;
    for (const auto& line : lines(page)) {
        if (line.rfind("```", 0) == 0) {
            is_inside = line == "```yaml";
        } else if (is_inside) {
            scenario += line + "\n";
        }
    }
    BOOST_TEST(scenario.rfind("schema: 1\n", 0) == 0U);
    std::ofstream(path("scenarios/page.yaml")) << scenario;
    const Ended ended = yhdyspinta({"check", "--strict", "scenarios/page.yaml"});
    BOOST_TEST(ended.error == "");
    BOOST_TEST(ended.code == 0);
}

BOOST_AUTO_TEST_CASE(lists_the_sections_with_their_meaning) {
    const Ended ended = yhdyspinta({"describe"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(lines(ended.out).front() ==
               "  scenario           One full system, and how it is run.");
    for (const char* section : {"resource", "activity", "step", "laws", "expressions"}) {
        BOOST_TEST(contains(ended.out, std::string("\n  ") + section + "  "));
    }
}

BOOST_AUTO_TEST_CASE(tells_the_keys_of_a_section) {
    const Ended ended = yhdyspinta({"describe", "resource"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(contains(ended.out,
                        "resource: People, rooms or places that activities hold.\n"
                        "Exactly one of servers, named, shifts, fte, one_per"));
    BOOST_TEST(contains(ended.out,
                        "\n  cost_per_hour: cost of a server\n"
                        "      a number >= 0 [EUR/h]; default 0\n"));
    BOOST_TEST(yhdyspinta({"describe", "resources"}).out == ended.out);
    const Ended activity = yhdyspinta({"describe", "activity"});
    BOOST_TEST(contains(activity.out, "or a law such as 'exponential(5 min)'; required\n"));
    BOOST_TEST(contains(yhdyspinta({"describe", "step"}).out, "the keys of 'activity' hold"));
    BOOST_TEST(contains(yhdyspinta({"describe", "scenario"}).out, "\n  extends: "));
}

BOOST_AUTO_TEST_CASE(tells_all_of_one_key) {
    BOOST_TEST(yhdyspinta({"describe", "resource.vacancy"}).out ==
               "resource.vacancy: share of posts without a holder\n"
               "  type      number\n"
               "  expected  a number >= 0 and < 1\n"
               "  range     >= 0 and < 1\n"
               "  required  no\n"
               "  default   0\n");
    BOOST_TEST(contains(yhdyspinta({"describe", "interface.carrier"}).out,
                        "\n  words     sender, receiver, nobody\n"));
    BOOST_TEST(
        contains(yhdyspinta({"describe", "resource.cost_per_hour"}).out, "\n  unit      EUR/h\n"));
    BOOST_TEST(contains(yhdyspinta({"describe", "clocks.limit"}).out,
                        "\n  required  yes\n  example   7 days\n"));
    BOOST_TEST(contains(yhdyspinta({"describe", "extends"}).out,
                        "\n  expected  the name of a scenario file, or a list of them\n"));
}

BOOST_AUTO_TEST_CASE(refuses_what_is_not_there_with_the_nearest_name) {
    check_refused(*this, {"resorce"},
                  "yhdyspinta: error: there is no section 'resorce'; 'describe' lists them\n"
                  "  hint: did you mean 'resource'?\n");
    const Ended key = yhdyspinta({"describe", "resource.sevrers"});
    BOOST_TEST(key.code == 2);
    BOOST_TEST(contains(key.error, "error: 'resource' has no key 'sevrers'; expected one of: "));
    BOOST_TEST(contains(key.error, "\n  hint: did you mean 'servers'?\n"));
    check_refused(*this, {"run.seed.first"},
                  "yhdyspinta: error: 'run.seed' has no keys, so no 'first'\n");
    check_refused(*this, {""},
                  "yhdyspinta: error: there is no section ''; 'describe' lists them\n");
    check_refused(*this, {"resource", "scenarios/counter.yaml"},
                  "yhdyspinta: error: 'resource' is not described for a file; expected laws FILE "
                  "or expressions FILE\n");
    check_refused(*this, {"run", "--format", "markdown"},
                  "yhdyspinta: error: --format json-schema and markdown describe the whole "
                  "language; expected no 'run'\n");
    const Ended format = yhdyspinta({"describe", "--format", "xml"});
    BOOST_TEST(format.code == 2);
    BOOST_TEST(contains(format.error, "'xml' is not one of text, json-schema, markdown"));
}

BOOST_AUTO_TEST_CASE(tells_every_law_with_its_mean_and_deviation) {
    const Ended ended = yhdyspinta({"describe", "laws"});
    BOOST_TEST(ended.code == 0);
    std::string uniform;
    std::string pareto;
    for (const auto& line : lines(ended.out)) {
        if (line.rfind("uniform(", 0) == 0) uniform = line;
        if (line.rfind("pareto(", 0) == 0) pareto = line;
    }
    // sd of uniform(5, 10): 5 / sqrt(12); mean of pareto(2.5, 5): 2.5 * 5 / 1.5
    BOOST_TEST(contains(uniform, "uniform(low, high) "));
    BOOST_TEST(contains(uniform, " 7.5 min "));
    BOOST_TEST(contains(uniform, " 1.443 min"));
    BOOST_TEST(contains(pareto, " 8.333 min "));
}

BOOST_AUTO_TEST_CASE(tells_the_laws_of_a_scenario_with_their_units) {
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"describe", "scenarios/population.yaml"},
          std::vector<std::string>{"describe", "laws", "scenarios/population.yaml"}}) {
        const Ended ended = yhdyspinta(words);
        BOOST_TEST(ended.code == 0);
        std::map<std::string, std::string> laws;
        for (const auto& line : lines(ended.out)) laws[line.substr(0, line.find(' '))] = line;
        BOOST_TEST(contains(laws["needs.worry.severity"], " discrete(1: 0.5, 2: 0.5) "));
        BOOST_TEST(contains(laws["needs.worry.severity"], " 1.5  "));
        BOOST_TEST(contains(laws["needs.worry.recognised.family.after"], " 20 days "));
        BOOST_TEST(contains(laws["processes.visit.steps.talk.duration"], " 8 h "));
        BOOST_TEST(contains(laws["populations.children.groups.1.set.age"], " 1.732"));
    }
    const Ended wrong = yhdyspinta({"describe", "scenarios/misspelt.yaml"});
    BOOST_TEST(wrong.code == 3);
    BOOST_TEST(contains(wrong.error, "unknown key 'sevrers'"));
    BOOST_TEST(yhdyspinta({"describe", "scenarios/none.yaml"}).code == 3);
}

BOOST_AUTO_TEST_CASE(explains_every_response) {
    const Ended ended = yhdyspinta({"describe", "responses"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(contains(ended.out,
                        "\n  service_gap.p90_length [d]\n"
                        "      length that nine tenths of all gaps do not pass\n"
                        "      for: all\n"));
    // Every name that a run gives is explained.
    (void)yhdyspinta({"run", "scenarios/population.yaml", "--replications", "1", "--out", "told"});
    std::ifstream table(path("told/summary.csv"));
    std::string line;
    std::getline(table, line);
    int rows = 0;
    for (; std::getline(table, line); ++rows) {
        const std::string name = line.substr(0, line.find(','));
        const std::string text = "\n" + ended.out;
        BOOST_TEST((contains(text, "\n  " + name + " [") || contains(text, "\n  " + name + "\n")),
                   name);
    }
    BOOST_TEST(rows > 0);
}

BOOST_AUTO_TEST_CASE(tells_what_expressions_may_name) {
    const Ended general = yhdyspinta({"describe", "expressions"});
    BOOST_TEST(general.code == 0);
    BOOST_TEST(contains(general.out, "\n  severity       severity of the episode's need now"));
    BOOST_TEST(contains(general.out, "\n  sqrt(a), "));
    const Ended own = yhdyspinta({"describe", "expressions", "scenarios/population.yaml"});
    BOOST_TEST(own.code == 0);
    BOOST_TEST(contains(own.out, "  attribute of child: Aapala, Beetala\n"));
    BOOST_TEST(contains(own.out, "\n  worry    0, a need\n"));
    BOOST_TEST(contains(own.out, "\n  Beetala  1, a level of area\n"));
}

BOOST_AUTO_TEST_SUITE_END()
