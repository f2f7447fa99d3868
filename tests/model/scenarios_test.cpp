// SPDX-License-Identifier: Apache-2.0
// Every scenario that is shipped can be run, and nothing in it is doubtful. The files named
// region.yaml are parts that a scenario extends; each is read as part of the whole model. Files in
// the folder `experiments` are read with all their scenarios.
#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "engine/experiment/experiment_plan.hpp"
#include "engine/scenario/experiment_file.hpp"
#include "engine/scenario/read_scenario.hpp"
#include "tests/model/region.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test::model;

namespace {

std::vector<std::filesystem::path> files() {
    std::vector<std::filesystem::path> found;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(kSource + "/scenarios")) {
        if (entry.path().extension() == ".yaml") found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

/// What is said of a scenario, warnings included.
std::string said_of(const std::filesystem::path& file) {
    base::Diagnostics diagnostics;
    if (file.filename() == "region.yaml") {
        const std::string text = extending({kModel + "model.yaml", file.string()},
                                           "run: {start: 2026-08-01, length: 4 years, warm_up: 1 "
                                           "year, replications: 30, seed: 1}\n");
        (void)scenario::read_scenario_text(text, "test.yaml", {}, diagnostics);
    } else if (file.parent_path().filename() == "experiments") {
        const auto read = scenario::read_experiment(file.string(), diagnostics);
        if (read) (void)experiment::plan_experiment(*read, diagnostics);
    } else {
        (void)scenario::read_scenario(file.string(), {}, diagnostics);
    }
    return diagnostics.to_text();
}

/// The scenario as a store keeps it, and what is said when that is read again; both must agree.
std::string difference_when_written(const std::filesystem::path& file) {
    base::Diagnostics diagnostics;
    const auto made = scenario::read_scenario(file.string(), {}, diagnostics);
    if (!made) return diagnostics.to_text();
    const auto written = scenario::write_scenario(made->system);
    for (const auto& each : written) (void)scratch().write(each.name, each.content);
    const auto again = scenario::read_scenario(scratch().write(written[0].name, written[0].content),
                                               {}, diagnostics);
    if (!again) return diagnostics.to_text();
    const auto rewritten = scenario::write_scenario(again->system);
    if (rewritten.size() != written.size()) return "another number of files";
    for (std::size_t i = 0; i < written.size(); ++i) {
        if (rewritten[i].content != written[i].content) return written[i].name + " differs";
    }
    return "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scenarios)

// No warning is accepted of any of them; one that must be goes here with its reason.
BOOST_AUTO_TEST_CASE(every_scenario_passes_the_strict_check) {
    std::size_t parts = 0, whole = 0;
    for (const auto& file : files()) {
        (file.filename() == "region.yaml" ? parts : whole) += 1;
        BOOST_TEST(said_of(file) == "", file.string());
    }
    BOOST_TEST(whole > 50);
    BOOST_TEST(parts > 20);
}

BOOST_AUTO_TEST_CASE(every_scenario_is_read_as_it_was_written) {
    for (const auto& file : files()) {
        if (file.filename() == "region.yaml") continue;
        if (file.parent_path().filename() == "experiments") continue;
        BOOST_TEST(difference_when_written(file) == "", file.string());
    }
}

BOOST_AUTO_TEST_CASE(a_doubtful_scenario_is_noticed) {
    const std::string reference = kSource + "/scenarios/reference/mm1.yaml";
    const auto file = scratch().write(
        "doubtful.yaml", "schema: 1\nextends: " + reference + "\nrun: {warm_up: 20000 min}\n");
    base::Diagnostics diagnostics;
    const auto read = scenario::read_scenario(file, {"run.length=21000 min"}, diagnostics);
    BOOST_TEST(read.has_value());
    BOOST_TEST(diagnostics.to_text() != "");
}

BOOST_AUTO_TEST_SUITE_END()
