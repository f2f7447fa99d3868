// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/scenario_difference.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/scenario/files.hpp"
#include "engine/scenario/reader.hpp"

namespace yhdyspinta::scenario {

using document::Node;

namespace {

namespace fs = std::filesystem;

/// A mapping of keys, as opposed to a value with its source.
bool is_plain_mapping(const Node* node) {
    return node != nullptr && node->is_mapping() && !is_sourced(*node);
}

/// The same without the sources of its values.
Node bare(const Node& node) {
    if (is_sourced(node)) return bare(*node.find("value"));
    Node made = node;
    for (auto& item : made.items) item = bare(item);
    for (auto& entry : made.entries) entry.value = bare(entry.value);
    return made;
}

std::string bare_line(const Node* node) { return node ? document::to_line(bare(*node)) : ""; }

fs::path real_path(const fs::path& file) {
    std::error_code ignored;
    const fs::path found = fs::weakly_canonical(file, ignored);
    return found.empty() ? file : found;
}

/// What a file says of a path: nothing, a value, or that it is not there.
struct Word {
    bool is_said = false;
    const Node* value = nullptr;
};

Word word_on(const Node& own, const std::vector<std::string>& path) {
    const Node* node = &own;
    for (const auto& part : path) {
        if (!is_plain_mapping(node)) return {true, nullptr};  // says something else further up
        node = node->find(part);
        if (node == nullptr) return {};
        if (node->is_null() && node->is_removal) return {true, nullptr};
    }
    return {true, node};
}

/// The keys of both in an order that agrees with that of `first`, and with that of `second` where
/// they do not contradict each other.
std::vector<std::string> joined_keys(const Node* first, const Node* second) {
    std::vector<std::string> keys = first ? first->keys() : std::vector<std::string>();
    if (second == nullptr) return keys;
    auto place = keys.begin();
    for (const auto& entry : second->entries) {
        const auto found = std::find(keys.begin(), keys.end(), entry.key);
        place = found != keys.end() ? found : keys.insert(place, entry.key);
        ++place;
    }
    return keys;
}

std::vector<std::string> common_keys(const Node& of, const Node& other) {
    std::vector<std::string> keys;
    for (const auto& entry : of.entries) {
        if (other.find(entry.key) != nullptr) keys.push_back(entry.key);
    }
    return keys;
}

Bearing bearing_of(const SchemaPlace& place, const std::vector<std::string>& path,
                   const std::string& key) {
    if (place.field(key) != nullptr && (key == "title" || key == "description")) {
        return Bearing::wording;
    }
    if (path.size() == 1 && path[0] == "run" && (key == "seed" || key == "replications")) {
        return Bearing::frame;
    }
    return Bearing::simulated;
}

}  // namespace

std::string Difference::path_text() const {
    std::string text;
    for (const auto& part : path) text = document::join_path(text, part);
    return text;
}

ScenarioDifferences::ScenarioDifferences(MergedScenario a, MergedScenario b)
    : a_(std::move(a)), b_(std::move(b)) {
    find_parts(b_, a_, Side::b);
    find_parts(a_, b_, Side::a);
    Path path;
    walk_entries(&a_.root, &b_.root, SchemaPlace::top(), path);
    std::set<std::string> told;
    for (const auto& difference : all_) {
        if (difference.bearing != Bearing::simulated) continue;
        for (const auto& statement : difference.statements) told.insert(statement.part);
    }
    told.erase("");  // the scenario's own file
    for (const auto& layer : layers_) {
        // A file that was laid twice is one part.
        if (told.erase(layer.file) > 0) parts_.push_back(layer.file);
    }
}

void ScenarioDifferences::find_parts(const MergedScenario& of, const MergedScenario& other,
                                     Side side) {
    std::set<fs::path> others;
    for (const auto& layer : other.layers) others.insert(real_path(layer.file));
    for (std::size_t i = 0; i < of.layers.size(); ++i) {
        const auto& layer = of.layers[i];
        if (others.count(real_path(layer.file)) > 0) continue;
        // The scenario's own file is not a part of it.
        const bool is_own = i + 1 == of.layers.size();
        layers_.push_back({side, is_own ? "" : layer.file.generic_string(), &layer.own});
    }
}

void ScenarioDifferences::walk_entries(const Node* a, const Node* b, const SchemaPlace& place,
                                       Path& path) {
    for (const auto& key : joined_keys(b, a)) {
        const Node* in_a = a ? a->find(key) : nullptr;
        const Node* in_b = b ? b->find(key) : nullptr;
        // Words of what only one of the two has are part of it.
        const Bearing bearing = a && b ? bearing_of(place, path, key) : Bearing::simulated;
        path.push_back(key);
        if (bearing == Bearing::simulated) {
            walk(in_a, in_b, place.below(key), path);
        } else if (bare_line(in_a) != bare_line(in_b)) {
            add(in_a, in_b, bearing, path);
        }
        path.pop_back();
    }
    if (a == nullptr || b == nullptr || (place.section != nullptr && !place.is_names)) return;
    const auto in_a = common_keys(*a, *b), in_b = common_keys(*b, *a);
    if (in_a == in_b) return;
    Difference difference;
    difference.path = path;
    difference.kind = DifferenceKind::reordered;
    difference.a = fmt::format("{}", fmt::join(in_a, ", "));
    difference.b = fmt::format("{}", fmt::join(in_b, ", "));
    difference.statements.push_back({Side::b, "", nullptr, difference.b});
    orders_[path] = all_.size();
    all_.push_back(std::move(difference));
}

void ScenarioDifferences::walk(const Node* a, const Node* b, const SchemaPlace& place, Path& path) {
    const bool is_in_both = a != nullptr && b != nullptr;
    const Node* one = a ? a : b;
    const Side side = a ? Side::a : Side::b;
    // What one alone has is walked through when several parts had a hand in it.
    const bool goes_on =
        is_in_both ? is_plain_mapping(a) && is_plain_mapping(b)
                   : is_plain_mapping(one) && !is_of_one_origin(*one, origin(*one, side), side);
    if (goes_on) {
        walk_entries(a, b, place, path);
    } else if (!is_in_both || bare_line(a) != bare_line(b) ||
               (path.back() == "table" && !is_same_table(*a, *b))) {
        add(a, b, Bearing::simulated, path);
    } else if (document::to_line(*a) != document::to_line(*b)) {
        add(a, b, Bearing::wording, path);
    }
}

void ScenarioDifferences::add(const Node* a, const Node* b, Bearing bearing, const Path& path) {
    Difference difference;
    difference.path = path;
    difference.kind = a == nullptr   ? DifferenceKind::added
                      : b == nullptr ? DifferenceKind::removed
                                     : DifferenceKind::changed;
    difference.bearing = bearing;
    difference.a = bare_line(a);
    difference.b = bare_line(b);
    if (bearing == Bearing::wording && difference.a == difference.b) {  // sources differ
        difference.a = document::to_line(*a);
        difference.b = document::to_line(*b);
    }
    add_statements(difference, Side::a, a, path);
    add_statements(difference, Side::b, b, path);
    if (difference.statements.empty()) {
        difference.statements.push_back(
            {Side::b, "", b, difference.b});  // shared files in another order
    }
    const bool is_of_a = difference.statements.front().side == Side::a;
    const bool is_of_b = difference.statements.back().side == Side::b;
    if (is_of_a && is_of_b) {
        std::set<fs::path> of_b;
        for (const auto& layer : b_.layers) of_b.insert(real_path(layer.file));
        for (const auto& layer : a_.layers) {
            if (of_b.count(real_path(layer.file)) == 0) continue;
            if (const Word word = word_on(layer.own, path); word.is_said) {
                difference.below = word.value;
            }
        }
    } else {
        difference.below = is_of_a ? b : a;
    }
    values_[path] = all_.size();
    all_.push_back(std::move(difference));
}

void ScenarioDifferences::add_statements(Difference& difference, Side side, const Node* value,
                                         const Path& path) const {
    std::vector<Statement> found;
    for (const auto& layer : layers_) {
        if (layer.side != side) continue;
        if (const Word word = word_on(*layer.own, path); word.is_said) {
            found.push_back({side, layer.file, word.value, bare_line(word.value)});
        }
    }
    // What files of both scenarios say after them leaves nothing of what they say.
    while (!found.empty() && found.back().text != bare_line(value)) found.pop_back();
    if (found.empty()) return;
    found.back().value = value;
    difference.statements.insert(difference.statements.end(), found.begin(), found.end());
}

std::string ScenarioDifferences::origin(const Node& node, Side side) const {
    const MergedScenario& of = side == Side::a ? a_ : b_;
    const Node* own = nullptr;
    for (const auto& layer : of.layers) {
        if (layer.own.position.file == node.position.file) own = &layer.own;
    }
    for (const auto& layer : layers_) {
        if (layer.side == side && layer.own == own) return layer.file;
    }
    return "";
}

bool ScenarioDifferences::is_of_one_origin(const Node& node, const std::string& name,
                                           Side side) const {
    return std::all_of(node.entries.begin(), node.entries.end(), [&](const auto& entry) {
        return origin(entry.value, side) == name &&
               (!is_plain_mapping(&entry.value) || is_of_one_origin(entry.value, name, side));
    });
}

bool ScenarioDifferences::is_same_table(const Node& a, const Node& b) const {
    const auto bytes = [](const MergedScenario& of, const Node& node) {
        const auto folder = of.directories.find(node.position.file);
        const fs::path file =
            find_file(folder == of.directories.end() ? fs::path() : folder->second, node.text);
        auto read = read_file(file);
        auto* text = std::get_if<std::string>(&read);
        return text ? std::move(*text) : std::string();
    };
    return bytes(a_, a) == bytes(b_, b);
}

namespace {

/// The value at which a difference settled, null for none; nothing where there is no difference.
using ValueAt = std::function<std::optional<const Node*>(const std::vector<std::string>& path)>;
using IsOrderedAsB = std::function<bool(const std::vector<std::string>& path)>;

/// Puts the tree between two together.
class Mixer {
public:
    Mixer(ValueAt value_at, IsOrderedAsB is_ordered_as_b)
        : value_at_(std::move(value_at)), is_ordered_as_b_(std::move(is_ordered_as_b)) {}

    std::optional<Node> mix(const Node* a, const Node* b) {
        if (const auto value = value_at_(path_)) {
            return *value ? std::optional<Node>(**value) : std::nullopt;
        }
        const Node* one = a ? a : b;
        const bool are_mappings = a != nullptr && b != nullptr
                                      ? is_plain_mapping(a) && is_plain_mapping(b)
                                      : is_plain_mapping(one);
        if (!are_mappings) return *one;
        Node made = *one;
        made.entries.clear();
        const bool is_as_b = is_ordered_as_b_(path_);
        for (const auto& key : is_as_b ? joined_keys(b, a) : joined_keys(a, b)) {
            const auto* in_a = a ? a->find_entry(key) : nullptr;
            const auto* in_b = b ? b->find_entry(key) : nullptr;
            path_.push_back(key);
            auto entry = mix(in_a ? &in_a->value : nullptr, in_b ? &in_b->value : nullptr);
            path_.pop_back();
            if (!entry) continue;
            made.entries.push_back({key, (in_a ? in_a : in_b)->key_position, *std::move(entry)});
        }
        // What is in one scenario alone is there as long as something of it is.
        if (made.entries.empty() && (a == nullptr || b == nullptr)) return std::nullopt;
        return made;
    }

private:
    ValueAt value_at_;
    IsOrderedAsB is_ordered_as_b_;
    std::vector<std::string> path_;
};

}  // namespace

MergedScenario ScenarioDifferences::mixed(
    const std::function<bool(std::size_t, std::size_t)>& is_as_in_b) const {
    const auto value_at = [&](const Path& path) -> std::optional<const Node*> {
        const auto found = values_.find(path);
        if (found == values_.end()) return std::nullopt;
        const Difference& difference = all_[found->second];
        if (difference.bearing != Bearing::simulated) {
            const Node* value = &a_.root;
            for (const auto& key : path) value = value ? value->find(key) : nullptr;
            return value;
        }
        const Node* value = difference.below;
        for (std::size_t s = 0; s < difference.statements.size(); ++s) {
            const Statement& statement = difference.statements[s];
            const bool is_of_b = statement.side == Side::b;
            if (is_as_in_b(found->second, s) == is_of_b) value = statement.value;
        }
        return value;
    };
    const auto is_ordered_as_b = [&](const Path& path) {
        const auto found = orders_.find(path);
        return found != orders_.end() && is_as_in_b(found->second, 0);
    };
    MergedScenario made;
    made.main_file = a_.main_file;
    made.directories = a_.directories;
    made.directories.insert(b_.directories.begin(), b_.directories.end());
    made.files = a_.files;
    if (auto root = Mixer(value_at, is_ordered_as_b).mix(&a_.root, &b_.root)) {
        made.root = *std::move(root);
    }
    return made;
}

}  // namespace yhdyspinta::scenario
