// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include "engine/scenario/csv.hpp"
#include "engine/scenario/merge.hpp"
#include "engine/scenario/read_scenario.hpp"
#include "engine/scenario/schema.hpp"

using namespace yhdyspinta;
namespace fs = std::filesystem;

namespace {

const fs::path kValid = fs::path(YHDYSPINTA_SOURCE_DIR) / "tests" / "diagnostics" / "valid";

const std::string kQueue =
    "schema: 1\n"
    "run: {length: 100 h}\n"
    "sources: {clients: {rate: 2.4 per min, process: visit}}\n"
    "resources: {desk: {servers: 3}}\n"
    "processes: {visit: {steps: {talk: {seize: desk, duration: exponential(1 min)}}}}\n";

scenario::ScenarioFile read(const std::string& text, const std::vector<std::string>& sets = {}) {
    base::Diagnostics diagnostics;
    auto made = scenario::read_scenario_text(text, "mine.yaml", sets, diagnostics);
    BOOST_REQUIRE_MESSAGE(made && !diagnostics.has_errors(), diagnostics.to_text());
    return *std::move(made);
}

scenario::document::Node tree(const std::string& text) {
    base::Diagnostics diagnostics;
    return *scenario::document::parse(text, diagnostics.add_file("a.yaml"), diagnostics);
}

std::string merged(const std::string& base, const std::string& over) {
    base::Diagnostics diagnostics;
    auto node = tree(base);
    scenario::merge(node, tree(over), diagnostics);
    BOOST_TEST(diagnostics.to_text() == "");
    return to_line(node);
}

/// A folder that is gone afterwards.
class Folder {
public:
    Folder()
        : path_(fs::temp_directory_path() / ("yhdyspinta_scenario_" + std::to_string(getpid()))) {
        fs::create_directories(path_);
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(merge)

BOOST_AUTO_TEST_CASE(merges_mappings_and_replaces_the_rest) {
    BOOST_TEST(merged("{a: {b: 1, c: [1, 2]}, d: 3}", "{a: {c: [4], e: 5}}") ==
               "{a: {b: 1, c: [4], e: 5}, d: 3}");
    BOOST_TEST(merged("{a: {b: 1}}", "{a: 2}") == "{a: 2}");
    BOOST_TEST(merged("{a: 2}", "{a: {b: 1}}") == "{a: {b: 1}}");
}

BOOST_AUTO_TEST_CASE(removes_with_a_tilde) {
    BOOST_TEST(merged("{a: {b: 1, c: 2}}", "{a: {b: ~}}") == "{a: {c: 2}}");
}

BOOST_AUTO_TEST_CASE(never_keeps_the_source_of_a_value_that_was_replaced) {
    BOOST_TEST(merged("{a: {value: 1, mark: V, source: x}}", "{a: {value: 2, mark: A}}") ==
               "{a: {value: 2, mark: A}}");
}

BOOST_AUTO_TEST_CASE(keeps_the_position_of_the_file_a_value_came_from) {
    base::Diagnostics diagnostics;
    const auto base_file = diagnostics.add_file("base.yaml");
    const auto over_file = diagnostics.add_file("over.yaml");
    auto base = *scenario::document::parse("a: 1\nb: 2\n", base_file, diagnostics);
    const auto over = *scenario::document::parse("\n\nb: 3\n", over_file, diagnostics);
    scenario::merge(base, over, diagnostics);
    BOOST_TEST((base.find("a")->position == base::Position{base_file, 1, 4}));
    BOOST_TEST((base.find("b")->position == base::Position{over_file, 3, 4}));
}

BOOST_AUTO_TEST_CASE(overrides_single_values) {
    const auto made = read(kQueue, {"run.seed=7", "resources.desk.servers = 5",
                                    "processes.visit.steps.talk.duration=uniform(1 min, 2 min)"});
    BOOST_TEST(made.system.run.seed == 7u);
    BOOST_TEST(*made.system.resources[0].value.servers == 5);
    const auto& talk =
        std::get<process::ActivityStep>(made.system.processes[0].value.steps[0].value.what);
    BOOST_TEST(talk.duration.law.mean() == 90.0);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(reading)

BOOST_AUTO_TEST_CASE(reads_a_queue) {
    const auto system = read(kQueue).system;
    BOOST_TEST(system.run.length.in_hours() == 100.0);
    BOOST_TEST(system.run.replications == 10);
    BOOST_TEST(*system.sources[0].value.rate == 2.4 / 60.0);
    BOOST_TEST(system.sources[0].value.process.name == "visit");
    const auto& step = system.processes[0].value.steps[0];
    BOOST_TEST(step.name == "talk");
    const auto& talk = std::get<process::ActivityStep>(step.value.what);
    BOOST_TEST(talk.seize[0].first.name == "desk");
    BOOST_TEST(talk.seize[0].second == 1);
    BOOST_TEST(talk.duration.law.mean() == 60.0);
    BOOST_TEST(talk.duration.text == "exponential(1 min)");
    BOOST_TEST(talk.is_with_client);
    BOOST_TEST((talk.duration.position == base::Position{0, 5, 59}));
}

BOOST_AUTO_TEST_CASE(reads_every_key_of_the_language) {
    base::Diagnostics diagnostics;
    const auto made = scenario::read_scenario(kValid / "everything.yaml", {}, diagnostics);
    BOOST_REQUIRE_MESSAGE(made, diagnostics.to_text());
    BOOST_TEST(diagnostics.to_text() == "");
    const auto& system = made->system;
    BOOST_TEST(system.title.en == "Everything, changed");  // a text replaces the three of the base
    BOOST_TEST(system.title.fi == "");
    BOOST_TEST(system.run.seed == 7u);
    BOOST_TEST(system.run.length.in_days() == 1461.0);
    BOOST_TEST(process::find(system.sources, "letters") == nullptr);
    BOOST_TEST(made->files.size() == 3u);

    const auto& child = system.classes[0].value.attributes;
    BOOST_TEST(process::find(child, "age")->value.grows_per_year == 1.0);
    const auto& places = process::find(child, "municipality")->value;
    BOOST_TEST(places.levels == (std::vector<std::string>{"Helsinki", "Hyvinkää, keskusta"}));
    BOOST_TEST(places.weights.empty());
    BOOST_TEST(process::find(child, "consent")->value.weights == (std::vector<double>{0.8, 0.2}));
    BOOST_TEST(process::find(child, "language")->value.weights == (std::vector<double>{1, 1, 1}));

    const auto& children = system.populations[0].value;
    BOOST_TEST(children.rows.size() == 2u);
    BOOST_TEST(children.rows[1][3] == "50.5");
    BOOST_TEST(children.groups[1].share == 1.2);

    const auto& curators = process::find(system.resources, "curators")->value;
    BOOST_TEST(*curators.one_per == 670.0);
    BOOST_TEST(curators.vacancy == 0.2);
    BOOST_TEST(!curators.servers.has_value());

    BOOST_TEST(process::to_text(*system.organisations[0].value.kind) == "municipality");
    BOOST_TEST(!system.organisations[1].value.kind.has_value());
    const auto& bought = process::find(system.services, "psychologist")->value;
    BOOST_TEST(bought.paid_by.name == "municipality");
    BOOST_TEST(*bought.viable_per_year == 50.0);
    BOOST_REQUIRE(system.measures.by.size() == 2u);
    BOOST_TEST(system.measures.by[0].attribute.name == "municipality");
    BOOST_TEST(system.measures.by[0].bands.empty());
    BOOST_TEST(system.measures.by[1].bands == (std::vector<double>{3, 7, 13, 16, 18}));
    BOOST_TEST(system.measures.suppress_below == 10);
    BOOST_TEST(system.measures.census_interval->in_days() == 30.0);

    BOOST_TEST(process::find(system.variables, "is_open")->value.initial == 1.5);
    BOOST_TEST(process::find(system.variables, "is_open")->value.per.is_empty());
    BOOST_TEST(process::find(system.variables, "price")->value.initial == 3.0);
    BOOST_TEST(process::find(system.variables, "agreed")->value.per.name == "municipality");
    const auto& talks =
        std::get<process::Negotiation>(process::find(system.policies, "talks")->value);
    BOOST_TEST(talks.first.in_days() == 30.0);
    BOOST_TEST(talks.otherwise.values[0].second.text == "agreed / 2");
    BOOST_TEST(
        std::get<process::PostsChange>(process::find(system.policies, "growth")->value).is_of_all);
    const auto& times = process::find(system.diaries, "nurse_times")->value;
    BOOST_TEST(times.every.in_seconds() == 1800.0);
    BOOST_TEST(times.horizon.in_days() == 60.0);
    BOOST_TEST(times.set_aside[0].value.of_every == 4);
    BOOST_TEST(times.set_aside[0].value.released_before->in_days() == 2.0);
    BOOST_TEST(!times.set_aside[1].value.released_before.has_value());
    const auto& steps = process::find(system.processes, "urgent")->value.steps;
    BOOST_TEST(!std::get<process::SignalStep>(process::find(steps, "ring")->value.what).lets_go);
    BOOST_TEST(*std::get<process::SignalStep>(process::find(steps, "once")->value.what).lets_go ==
               1);
}

BOOST_AUTO_TEST_CASE(collects_values_with_their_sources) {
    base::Diagnostics diagnostics;
    const auto made = scenario::read_scenario(kValid / "everything.yaml", {}, diagnostics);
    const auto& values = made->system.sourced_values;
    BOOST_REQUIRE(values.size() == 4u);  // a value of a pattern counts once
    BOOST_TEST(values[0].path == "resources.curators.one_per");
    BOOST_TEST(values[0].value == "670");
    BOOST_TEST(values[0].mark == "S");
    BOOST_TEST(values[0].source == "Act 1287/2013, section 9a");
    BOOST_TEST(values[0].year == "2023");
    BOOST_TEST(values[0].range == "600 to 700");
    BOOST_TEST(values[0].note == "posts");
    BOOST_TEST(values[1].path == "resources.curators.vacancy");
    BOOST_TEST(values[1].value == "0.2");
    BOOST_TEST(values[2].path == "interfaces.any -> any.acceptance");
    BOOST_TEST(values[3].path == "interfaces.school -> any.trust.initial");
}

BOOST_AUTO_TEST_CASE(applies_interface_patterns_from_wide_to_narrow) {
    base::Diagnostics diagnostics;
    const auto made = scenario::read_scenario(kValid / "everything.yaml", {}, diagnostics);
    const auto& interfaces = made->system.interfaces;
    BOOST_TEST(interfaces.size() == 6u);
    const auto between = [&](const std::string& from, const std::string& to) {
        for (const auto& interface : interfaces) {
            if (interface.from.name == from && interface.to.name == to) return interface;
        }
        BOOST_FAIL("no interface");
        return process::Interface{};
    };
    const auto narrow = between("school", "curator");
    BOOST_TEST(narrow.channel.name == "system");
    BOOST_TEST(narrow.acceptance.is_always(1.0));
    BOOST_TEST(narrow.loss.is_always(0.0));                   // removed with ~
    BOOST_TEST(narrow.sender_work.law.mean() == 600.0);       // any -> curator
    BOOST_TEST(narrow.misrouting.is_always(0.1));             // school -> any
    BOOST_TEST(narrow.time_out->duration.in_days() == 60.0);  // any -> any
    const auto wide = between("psychologist", "school");
    BOOST_TEST(wide.acceptance.is_always(0.9));
    BOOST_TEST(wide.loss.is_always(0.03));
    BOOST_TEST(wide.misrouting.is_always(0.0));
    BOOST_TEST(wide.is_entered_again == false);
    BOOST_TEST(wide.delay_times.text == "1 + crosses");
    BOOST_TEST(narrow.delay_times.is_empty());  // within one organisation
    BOOST_TEST(narrow.trust->initial == 0.6);
    BOOST_TEST(narrow.trust->forgets->in_days() == 2 * 365.25);
    const auto back = between("psychologist", "curator");
    BOOST_TEST(back.loss.expression.text == "crosses ? 0.1 : 0.02");
    BOOST_TEST(back.time_out->days == 10);
    BOOST_TEST(back.time_out->days_of.name == "office");
    BOOST_TEST(!back.trust.has_value());
}

BOOST_AUTO_TEST_CASE(covers_only_the_pairs_that_a_pattern_names) {
    const auto made = read(kQueue +
                           "services: {a: {process: visit}, b: {}, c: {}}\n"
                           "interfaces: {b -> any: {}}\n");
    BOOST_REQUIRE(made.system.interfaces.size() == 2u);
    BOOST_TEST(made.system.interfaces[0].to.name == "a");
    BOOST_TEST(made.system.interfaces[1].to.name == "c");
}

BOOST_AUTO_TEST_CASE(says_that_a_file_does_not_exist) {
    base::Diagnostics diagnostics;
    BOOST_TEST(!scenario::read_scenario("nowhere.yaml", {}, diagnostics));
    BOOST_TEST(diagnostics.to_text() ==
               "nowhere.yaml: error: cannot read 'nowhere.yaml': there is no such file\n"
               "nowhere.yaml: 1 error; nothing was simulated\n");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(writing)

BOOST_AUTO_TEST_CASE(writes_a_scenario_that_is_read_as_the_same_system_elsewhere) {
    base::Diagnostics diagnostics;
    const auto made = scenario::read_scenario(kValid / "everything.yaml", {}, diagnostics);
    BOOST_REQUIRE(made);
    const auto written = scenario::write_scenario(made->system);
    BOOST_REQUIRE(written.size() == 2u);
    BOOST_TEST(written[0].name == "scenario.yaml");
    const Folder folder;
    for (const auto& file : written) {
        std::ofstream(folder.path() / file.name, std::ios::binary) << file.content;
    }
    base::Diagnostics again_diagnostics;
    const auto again =
        scenario::read_scenario(folder.path() / "scenario.yaml", {}, again_diagnostics);
    BOOST_REQUIRE_MESSAGE(again, again_diagnostics.to_text());
    BOOST_TEST(again_diagnostics.to_text() == "");
    const auto rewritten = scenario::write_scenario(again->system);
    BOOST_REQUIRE(rewritten.size() == written.size());
    for (std::size_t i = 0; i < written.size(); ++i) {
        BOOST_TEST(rewritten[i].content == written[i].content);
    }
    BOOST_TEST(again->system.sourced_values.size() == made->system.sourced_values.size());
    BOOST_TEST(again->system.populations[0].value.rows == made->system.populations[0].value.rows);
}

BOOST_AUTO_TEST_CASE(fills_in_every_default) {
    const auto written = scenario::write_scenario(read(kQueue).system);
    for (const char* part : {"start: 2026-01-01", "warm_up: 0 s", "replications: 10", "seed: 1",
                             "with_client: true", "work: direct", "reuse: never", "vacancy: 0"}) {
        BOOST_TEST_CONTEXT(part) { BOOST_TEST(written[0].content.find(part) != std::string::npos); }
    }
}

BOOST_AUTO_TEST_CASE(merged_text_is_read_again) {
    const auto made = read(kQueue, {"run.seed=7"});
    BOOST_TEST(read(made.merged_yaml).system.run.seed == 7u);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(schema)

BOOST_AUTO_TEST_CASE(describes_every_key) {
    BOOST_TEST(scenario::schema().front().name == "scenario");
    for (const auto& section : scenario::schema()) {
        BOOST_TEST_CONTEXT(section.name) {
            BOOST_TEST(!section.meaning.empty());
            for (const auto& field : section.fields) {
                BOOST_TEST_CONTEXT(field.key) {
                    BOOST_TEST(!field.meaning.empty());
                    BOOST_TEST(!field.type.type.empty());
                    BOOST_TEST(!field.type.expected.empty());
                    if (!field.type.section.empty()) {
                        BOOST_TEST((scenario::find_section(field.type.section) != nullptr ||
                                    field.type.section == "activity"));
                    }
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(knows_defaults_ranges_and_words) {
    const auto* run = scenario::find_section("run");
    BOOST_REQUIRE(run != nullptr);
    BOOST_TEST(run->fields[1].key == "length");
    BOOST_TEST(run->fields[1].is_required);
    BOOST_TEST(run->fields[3].default_value == "10");
    BOOST_TEST(run->fields[3].type.range == ">= 1");
    BOOST_TEST(scenario::find_section("nothing") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(csv)

BOOST_AUTO_TEST_CASE(reads_quotes_line_breaks_and_byte_order_mark) {
    base::Diagnostics diagnostics;
    const auto table = scenario::parse_csv(
        "\xEF\xBB\xBF"
        "a,b\r\n\"x, \"\"y\"\"\",1\n\n\"two\nlines\",\n",
        0, diagnostics);
    BOOST_REQUIRE(table);
    BOOST_TEST(table->columns == (std::vector<std::string>{"a", "b"}));
    BOOST_REQUIRE(table->rows.size() == 2u);
    BOOST_TEST(table->rows[0].cells == (std::vector<std::string>{"x, \"y\"", "1"}));
    BOOST_TEST(table->rows[1].cells == (std::vector<std::string>{"two\nlines", ""}));
    BOOST_TEST(table->rows[1].line == 4u);
}

BOOST_AUTO_TEST_CASE(writes_what_it_reads_back) {
    const std::vector<std::vector<std::string>> rows{{"a,b", "\"q\""}, {"", "x\ny"}, {" s ", "ä"}};
    base::Diagnostics diagnostics;
    const auto table = scenario::parse_csv(scenario::to_csv({"one", "two"}, rows), 0, diagnostics);
    BOOST_REQUIRE(table);
    for (std::size_t i = 0; i < rows.size(); ++i) BOOST_TEST(table->rows[i].cells == rows[i]);
    const auto single =
        scenario::parse_csv(scenario::to_csv({"one"}, {{""}, {"x"}}), 0, diagnostics);
    BOOST_TEST(single->rows.size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
