// SPDX-License-Identifier: Apache-2.0
// cases/NAME.yaml is read with the overrides in cases/NAME.sets (one a line, if there is such a
// file); the diagnostics must be exactly cases/NAME.txt. targets/NAME.yaml is read as targets of
// targets/of/scenario.yaml; the diagnostics must be exactly targets/NAME.txt. experiments/NAME.yaml
// is read as an experiment over experiments/of; the diagnostics must be exactly
// experiments/NAME.txt.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/base/diagnostic.hpp"
#include "engine/scenario/experiment_file.hpp"
#include "engine/scenario/read_scenario.hpp"
#include "engine/scenario/targets.hpp"

namespace fs = std::filesystem;
using namespace yhdyspinta;

namespace {

const fs::path kCases = fs::path(YHDYSPINTA_SOURCE_DIR) / "tests" / "diagnostics" / "cases";
const fs::path kTargets = fs::path(YHDYSPINTA_SOURCE_DIR) / "tests" / "diagnostics" / "targets";
const fs::path kExperiments =
    fs::path(YHDYSPINTA_SOURCE_DIR) / "tests" / "diagnostics" / "experiments";

std::string content(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::vector<std::string> lines_of(const fs::path& file) {
    std::ifstream stream(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

/// In the folder of the case.
void check_said(const std::string& name, const std::string& said) {
    BOOST_TEST(!said.empty());
    if (std::getenv("YHDYSPINTA_ACCEPT") != nullptr) {
        std::ofstream(name + ".txt", std::ios::binary) << said;
    } else {
        BOOST_TEST(said == content(name + ".txt"));
    }
}

void check_case(const std::string& name) {
    fs::current_path(kCases);  // so that files have the names a user in that folder would see
    base::Diagnostics diagnostics;
    const auto read =
        scenario::read_scenario(name + ".yaml", lines_of(name + ".sets"), diagnostics);
    const std::string said = diagnostics.to_text();
    BOOST_TEST(read.has_value() == !diagnostics.has_errors());
    check_said(name, said);
}

void check_targets_case(const std::string& name) {
    fs::current_path(kTargets);
    base::Diagnostics of_scenario, diagnostics;
    const auto scenario = scenario::read_scenario("of/scenario.yaml", {}, of_scenario);
    BOOST_REQUIRE_MESSAGE(scenario.has_value(), of_scenario.to_text());
    const auto read = scenario::read_targets(name + ".yaml", *scenario, diagnostics);
    BOOST_TEST(!read.has_value());
    check_said(name, diagnostics.to_text());
}

void check_experiment_case(const std::string& name) {
    fs::current_path(kExperiments);
    base::Diagnostics diagnostics;
    const auto read = scenario::read_experiment(name + ".yaml", diagnostics);
    BOOST_TEST(!read.has_value());
    check_said(name, diagnostics.to_text());
}

std::set<std::string> cases_with(const fs::path& folder, const std::string& extension) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == extension) names.insert(entry.path().stem().string());
    }
    return names;
}

void check_no_expectation_is_left_over() {
    for (const auto& folder : {kCases, kTargets, kExperiments}) {
        for (const auto& name : cases_with(folder, ".txt")) {
            BOOST_TEST_INFO(name);
            BOOST_TEST(fs::exists(folder / (name + ".yaml")));
        }
    }
}

bool register_cases() {
    auto& suite = boost::unit_test::framework::master_test_suite();
    suite.p_name.value = "diagnostics";
    for (const auto& name : cases_with(kCases, ".yaml")) {
        suite.add(boost::unit_test::make_test_case([name] { check_case(name); }, name, __FILE__,
                                                   __LINE__));
    }
    for (const auto& name : cases_with(kTargets, ".yaml")) {
        suite.add(boost::unit_test::make_test_case([name] { check_targets_case(name); },
                                                   "targets_" + name, __FILE__, __LINE__));
    }
    for (const auto& name : cases_with(kExperiments, ".yaml")) {
        suite.add(boost::unit_test::make_test_case([name] { check_experiment_case(name); },
                                                   "experiment_" + name, __FILE__, __LINE__));
    }
    suite.add(boost::unit_test::make_test_case(check_no_expectation_is_left_over,
                                               "no_expectation_is_left_over", __FILE__, __LINE__));
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    return boost::unit_test::unit_test_main(register_cases, argc, argv);
}
