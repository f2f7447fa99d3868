// SPDX-License-Identifier: Apache-2.0
// Every number in the data files of the model and of the region's scenarios carries its mark, and
// its source unless it is an assumption. The YAML itself is walked, not what the reader kept of it.
//
// Bare numbers are allowed only under the keys listed in `is_structural`: they say how something is
// counted or ordered, not how the world is.
#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "tests/model/region.hpp"

using namespace yhdyspinta::test::model;

namespace {

/// Whether a text has a number in it that is not part of a word such as pop_0_2_2020.
bool has_number(const std::string& text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!std::isdigit(static_cast<unsigned char>(text[i]))) continue;
        std::size_t begin = i;
        while (begin > 0 && (std::isalnum(static_cast<unsigned char>(text[begin - 1])) ||
                             text[begin - 1] == '_' || text[begin - 1] == '.')) {
            --begin;
        }
        if (std::isdigit(static_cast<unsigned char>(text[begin]))) return true;
    }
    return false;
}

using Path = std::vector<std::string>;

bool is_structural(const Path& path, const std::string& text) {
    // the version of the language; names and texts for people
    static constexpr std::array kKeys{
        "schema", "extends", "title", "description", "column", "table",
        // who is counted, is let in or goes which way: conditions on age, need and severity as
        // they define services and age groups, and ranks in a queue
        "when", "eligible", "counted", "priority",
        // the code of a county in the table
        "county_code",
        // whom an indicator is of; ages at which a check-up is due
        "among", "holds", "reaches"};
    // the design of the study; rules of the public calendar; what is shown and how near the
    // calibration comes, of what it may move
    static constexpr std::array kSections{"run", "day_sets", "measures", "parameters"};
    for (const char* section : kSections) {
        if (path.front() == section) return true;
    }
    for (const auto& key : path) {
        if (std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end()) return true;
    }
    const std::string& last = path.back();
    // Values that mean "none yet", "not any more" or "so it is" and the passing of time itself.
    const std::string& holder = path[path.size() > 1 ? path.size() - 2 : 0];
    if (last == "initial" || holder == "set" || holder == "sets") {
        if (text == "0" || text == "-1" || text == "1") return true;
    }
    if (last == "grows" && text == "1 per year") return true;
    // The share below which a child attends daycare is compared with this draw.
    if (last == "initial" && text == "uniform(0, 1)") return true;
    // Ages within the age group that a column of the table, or a source, stands for.
    if (last == "age" && text.rfind("uniform(", 0) == 0) return true;
    // Which days a limit of the law counts; the hours do not matter.
    if (path.size() > 2 && path[0] == "calendars" && path[1] == "working_days") return true;
    // How often needs arise beside the rate: how bursts are bounded, and the strain of a family,
    // which is a variable with a mark of its own.
    if (last == "at_most" && path.front() == "needs") return true;
    if (last == "times" && path.front() == "needs") return true;
    // When in the study a design begins, or a point of its course lies.
    if (last == "after" && path.front() == "policies") return true;
    if (last == "tolerance" && path.front() == "targets") return true;
    // Those who wait are looked at again so often; what is routine has no severity and, once done,
    // does not come back; who asks another has written nothing.
    if (last == "priority_again" || text == "0 s") return true;
    if ((last == "severity" || last == "relapse") && text == "0") return true;
    // Whoever only asks meets nothing.
    if (last == "meets" && text == "0") return true;
    return false;
}

std::string to_text(const Path& path) {
    std::string text;
    for (const auto& key : path) text += (text.empty() ? "" : ".") + key;
    return text;
}

/// What is wrong in a tree, one line each.
void walk(const YAML::Node& node, Path& path, std::vector<std::string>& problems) {
    const auto report = [&](const std::string& what) {
        problems.push_back(
            fmt::format("line {}: {}: {}", node.Mark().line + 1, to_text(path), what));
    };
    // of a target or of a point in time that has a value with its mark
    if (node.IsMap() && node["value"] && !node["value"].IsMap()) {
        static const std::string kMarks = "SVDUA";
        const std::string mark = node["mark"] ? node["mark"].Scalar() : "";
        if (mark.size() != 1 || kMarks.find(mark) == std::string::npos) {
            report("no mark");
        } else if (mark != "A" && !(node["source"] && !node["source"].Scalar().empty())) {
            report("mark " + mark + " without a source");
        }
        return;
    }
    if (node.IsMap()) {
        for (const auto& entry : node) {
            path.push_back(entry.first.Scalar());
            walk(entry.second, path, problems);
            path.pop_back();
        }
    } else if (node.IsSequence()) {
        for (const auto& item : node) walk(item, path, problems);
    } else if (node.IsScalar() && has_number(node.Scalar()) &&
               !is_structural(path, node.Scalar())) {
        report(fmt::format("'{}' has no mark", node.Scalar()));
    }
}

std::vector<std::string> problems_of(const YAML::Node& root) {
    std::vector<std::string> problems;
    Path path;
    walk(root, path, problems);
    return problems;
}

std::size_t problems_of_text(const char* text) { return problems_of(YAML::Load(text)).size(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(sources)

BOOST_AUTO_TEST_CASE(every_number_in_the_data_files_carries_its_mark_and_source) {
    std::size_t files = 0;
    for (const char* folder : {"/models/family_services", "/models/family_services/designs",
                               "/scenarios/pohjois_karjala"}) {
        for (const auto& entry : std::filesystem::directory_iterator(kSource + folder)) {
            if (entry.path().extension() != ".yaml") continue;
            ++files;
            for (const auto& problem : problems_of(YAML::LoadFile(entry.path().string()))) {
                BOOST_ERROR(entry.path().filename().string() << ": " << problem);
            }
        }
    }
    BOOST_TEST(files >= 40);
}

BOOST_AUTO_TEST_CASE(a_number_without_a_mark_is_found) {
    BOOST_TEST(problems_of_text("resources: {desk: {fte: 3.5}}") == 1);
    BOOST_TEST(problems_of_text("resources: {desk: {fte: {value: 3.5}}}") == 1);
    BOOST_TEST(problems_of_text("resources: {desk: {fte: {value: 3.5, mark: X}}}") == 1);
    BOOST_TEST(problems_of_text("resources: {desk: {fte: {value: 3.5, mark: V}}}") == 1);
    BOOST_TEST(problems_of_text("resources: {desk: {fte: {value: 3.5, mark: V, source: THL}}}") ==
               0);
    BOOST_TEST(problems_of_text("resources: {desk: {fte: {value: 3.5, mark: A}}}") == 0);
    BOOST_TEST(problems_of_text("needs: {mood: {resolves: exponential(400 days)}}") == 1);
    BOOST_TEST(problems_of_text("interfaces: {any -> any: {accepts_when: severity <= 3}}") == 1);
    BOOST_TEST(problems_of_text(
                   "processes: {p: {steps: {s: {next: [{probability: 0.3, to: a}, {to: b}]}}}}") ==
               1);
    BOOST_TEST(problems_of_text("processes: {p: {steps: {s: {set: {until: now_days + 60}}}}}") ==
               1);
    BOOST_TEST(problems_of_text("processes: {p: {steps: {s: {set: {until: 0}}}}}") == 0);
    BOOST_TEST(problems_of_text("processes: {p: {steps: {s: {times: 1 + 0.5 * far}}}}") == 1);
    BOOST_TEST(problems_of_text("needs: {mood: {recognised: {school: {after: 9 days}}}}") == 1);
    BOOST_TEST(problems_of_text("targets: {notified: {value: {value: 0.1, mark: V}}}") == 1);
    BOOST_TEST(problems_of_text("processes: {p: {steps: {s: {priority: severity - 2}}}}") == 0);
    BOOST_TEST(problems_of_text("populations: {c: {groups: [{column: pop_0_2_2020}]}}") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
