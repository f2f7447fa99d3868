// SPDX-License-Identifier: Apache-2.0
// cases/NAME.yaml is read with the overrides in cases/NAME.sets (one a line, if there is such a
// file); the diagnostics must be exactly cases/NAME.txt.
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
#include "engine/scenario/read_scenario.hpp"

namespace fs = std::filesystem;
using namespace yhdyspinta;

namespace {

const fs::path kCases = fs::path(YHDYSPINTA_SOURCE_DIR) / "tests" / "diagnostics" / "cases";

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

void check_case(const std::string& name) {
    fs::current_path(kCases);  // so that files have the names a user in that folder would see
    base::Diagnostics diagnostics;
    const auto read =
        scenario::read_scenario(name + ".yaml", lines_of(name + ".sets"), diagnostics);
    const std::string said = diagnostics.to_text();
    BOOST_TEST(read.has_value() == !diagnostics.has_errors());
    BOOST_TEST(!said.empty());
    if (std::getenv("YHDYSPINTA_ACCEPT") != nullptr) {
        std::ofstream(name + ".txt", std::ios::binary) << said;
    } else {
        BOOST_TEST(said == content(name + ".txt"));
    }
}

std::set<std::string> cases_with(const std::string& extension) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(kCases)) {
        if (entry.path().extension() == extension) names.insert(entry.path().stem().string());
    }
    return names;
}

void check_no_expectation_is_left_over() {
    for (const auto& name : cases_with(".txt")) {
        BOOST_TEST_INFO(name);
        BOOST_TEST(fs::exists(kCases / (name + ".yaml")));
    }
}

bool register_cases() {
    auto& suite = boost::unit_test::framework::master_test_suite();
    suite.p_name.value = "diagnostics";
    for (const auto& name : cases_with(".yaml")) {
        suite.add(boost::unit_test::make_test_case([name] { check_case(name); }, name, __FILE__,
                                                   __LINE__));
    }
    suite.add(boost::unit_test::make_test_case(check_no_expectation_is_left_over,
                                               "no_expectation_is_left_over", __FILE__, __LINE__));
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    return boost::unit_test::unit_test_main(register_cases, argc, argv);
}
