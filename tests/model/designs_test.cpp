// SPDX-License-Identifier: Apache-2.0
// Nothing in the designs is there for show: without any single variable, key of an interface,
// resource, policy or need of a design the same seed gives another course of events. What only
// tells of the design itself (values of variables, meetings held, trust) does not count.
//
// "Without" is what the model says where the design says nothing, or else nothing at all (0). A key
// that must stand goes together with its whole policy. Needs arise twice as often as in the
// county, so that what adds places or posts is wanted; what moves whole posts shows only where
// there are enough of them, and what works slowly after two years: what shows nothing in the small
// region is tried for longer and in a larger one.
#include <cstring>
#include <map>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "engine/scenario/read_scenario.hpp"
#include "tests/model/region.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test::model;

namespace {

using Path = std::vector<std::string>;

struct Setting {
    Names places;
    const char* length;
};
const Setting kSmall{{"Outokumpu", "Polvijärvi"}, "13 months"};
const Setting kLonger{{"Outokumpu", "Polvijärvi"}, "26 months"};
const Setting kLarger{{"Joensuu", "Kontiolahti"}, "16 months"};
constexpr double kDemand = 2.0;

std::string to_text(const Path& path) {
    std::string text;
    for (const auto& key : path) text += (text.empty() ? "" : ".") + key;
    return text;
}

/// Whether an event says what became of clients and of the hours of staff.
bool counts(event_log::EventKind kind) {
    using Kind = event_log::EventKind;
    switch (kind) {
        case Kind::activity_started:
        case Kind::activity_ended:
        case Kind::activity_skipped:
        case Kind::need_recognised:
        case Kind::contact:
        case Kind::episode_closed:
        case Kind::owner_changed:
        case Kind::record_obtained:
        case Kind::handover_lost:
        case Kind::handover_misrouted:
        case Kind::handover_received:
        case Kind::handover_disputed:
        case Kind::handover_accepted:
        case Kind::handover_rejected:
        case Kind::handover_returned: return true;
        default: return false;
    }
}

/// FNV-1a over when what happened, for how long, and whether it was typed a second time.
std::uint64_t fingerprint(const Setting& setting, const Names& files,
                          const std::string& more = "") {
    const test::Log log =
        test::log_of(in(setting.places, files, more, kDemand), lasting(setting.length, "1 month"));
    BOOST_TEST_REQUIRE(log.failure == "");
    std::uint64_t hash = 14695981039346656037ull;
    const auto add = [&](std::uint64_t word) { hash = (hash ^ word) * 1099511628211ull; };
    for (const auto& event : log.events) {
        if (!counts(event.kind)) continue;
        std::uint64_t time = 0, value = 0;
        std::memcpy(&time, &event.time, sizeof time);
        std::memcpy(&value, &event.value, sizeof value);
        add(time);
        add(value);
        add(static_cast<std::uint64_t>(event.kind));
        if (event.kind == event_log::EventKind::activity_ended) {
            add(log.legend.activities[event.place].is_double_entry);
        }
    }
    return hash;
}

/// Every value of a design, and every policy as a whole.
void collect(const YAML::Node& node, Path& path, std::vector<Path>& entries) {
    for (const auto& child : node) {
        path.push_back(child.first.Scalar());
        const bool is_value = !child.second.IsMap() || child.second["value"];
        const bool is_policy = path.front() == "policies" && path.size() == 2;
        if (is_value || is_policy) entries.push_back(path);
        if (!is_value) collect(child.second, path, entries);
        path.pop_back();
    }
}

std::vector<Path> entries_of(const YAML::Node& root) {
    std::vector<Path> entries;
    for (const auto& section : root) {
        if (!section.second.IsMap()) continue;
        Path path{section.first.Scalar()};
        collect(section.second, path, entries);
    }
    return entries;
}

/// Without the value at the path, or with 0 in its place.
YAML::Node without(const YAML::Node& root, const Path& path, bool is_zero) {
    YAML::Node result = YAML::Clone(root);
    YAML::Node at = result;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) at.reset(at[path[i]]);
    if (is_zero) {
        at[path.back()] = 0;
    } else {
        at.remove(path.back());
    }
    return result;
}

std::string written(const YAML::Node& root) {
    YAML::Emitter emitter;
    emitter << root;
    return scratch().write("without.yaml", std::string(emitter.c_str()) + "\n");
}

/// Unless everything is asked for, one of nine is tried.
bool is_left_out(std::size_t number) { return !is_full() && number % 9 != 4; }

bool is_legal(const Names& files) {
    base::Diagnostics diagnostics;
    return scenario::read_scenario_text(in(kSmall.places, files), "test.yaml", {}, diagnostics)
        .has_value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(designs)

BOOST_AUTO_TEST_CASE(every_entry_of_every_design_changes_what_happens) {
    std::size_t entries = 0;
    for (const auto& file : design_files()) {
        const YAML::Node root = YAML::LoadFile(file.string());
        std::map<const Setting*, std::uint64_t> with;
        const auto changes = [&](const Setting& setting, const YAML::Node& rest) {
            if (with.count(&setting) == 0) {
                with[&setting] = fingerprint(setting, {kSeparate, file.string()});
            }
            return fingerprint(setting, {kSeparate, written(rest)}) != with.at(&setting);
        };
        for (const auto& path : entries_of(root)) {
            if (is_left_out(entries++)) continue;
            bool is_alive = false, can_go = false;
            for (const bool is_zero : {false, true}) {
                const YAML::Node rest = without(root, path, is_zero);
                if (is_alive || !is_legal({kSeparate, written(rest)})) continue;
                can_go = true;
                for (const Setting* setting : {&kSmall, &kLonger, &kLarger}) {
                    is_alive = is_alive || changes(*setting, rest);
                }
            }
            const bool goes_with_policy = path.front() == "policies" && !can_go;
            BOOST_TEST((is_alive || goes_with_policy), file.filename().string()
                                                           << ": " << to_text(path) << " is dead");
        }
    }
    BOOST_TEST(entries > 60);
}

// In the joined services, where every mechanism is at work, or in the separate ones, where no
// policy sets the variable.
BOOST_AUTO_TEST_CASE(every_variable_of_the_designs_changes_what_happens) {
    const YAML::Node root = YAML::LoadFile(kModel + "design.yaml");
    std::map<std::pair<std::string, const Setting*>, std::uint64_t> with;
    std::size_t variables = 0;
    for (const auto& entry : root["variables"]) {
        if (is_left_out(variables++)) continue;
        const std::string name = entry.first.Scalar();
        std::string other = "0.25";  // none of them has this value
        if (name == "promise_days") other = "60";
        if (entry.second["initial"]) other = "{initial: 1, per: municipality}";
        const std::string more = fmt::format("variables: {{{}: {}}}\n", name, other);
        const auto changed = [&](const std::string& file, const Setting& setting) {
            const std::pair<std::string, const Setting*> where(file, &setting);
            if (with.count(where) == 0) with[where] = fingerprint(setting, {file});
            return fingerprint(setting, {file}, more) != with.at(where);
        };
        BOOST_TEST((changed(kJoined, kSmall) || changed(kSeparate, kSmall) ||
                    changed(kJoined, kLonger) || changed(kJoined, kLarger)),
                   name << " is dead");
    }
    BOOST_TEST(variables > 20);
}

BOOST_AUTO_TEST_CASE(the_same_design_is_not_another) {
    const std::uint64_t separate = fingerprint(kSmall, {kSeparate});
    BOOST_TEST(fingerprint(kSmall, {kSeparate}) == separate);
    const YAML::Node root = YAML::Load("schema: 1\nvariables: {strain: {value: 3, mark: A}}");
    BOOST_TEST(fingerprint(kSmall, {kSeparate, written(root)}) == separate);
    BOOST_TEST(entries_of(YAML::Load("interfaces: {any -> any: {trust: {initial: 1}, loss: "
                                     "{value: 1, mark: A}}}"))
                   .size() == 2);
}

BOOST_AUTO_TEST_SUITE_END()
