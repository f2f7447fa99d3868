// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/merge.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/scenario/reader.hpp"
#include "engine/scenario/schema_place.hpp"
#include "engine/scenario/values.hpp"

namespace yhdyspinta::scenario {

using document::Entry;
using document::Node;

namespace {

bool is_in_interface(const std::string& path) { return path.rfind("interfaces.", 0) == 0; }

void report_nothing_to_remove(const Entry& entry, const Node& base, const std::string& path,
                              base::Diagnostics& diagnostics) {
    diagnostics.error(entry.key_position, path,
                      fmt::format("there is no '{}' to remove", entry.key),
                      suggestion(entry.key, base.keys()));
}

/// A value that lies on nothing: its removals remove nothing.
Node without_removals(const Node& node, const std::string& path, base::Diagnostics& diagnostics) {
    if (!node.is_mapping()) return node;
    Node made = node;
    made.entries.clear();
    for (const auto& entry : node.entries) {
        if (entry.value.is_null() && entry.value.is_removal && !is_in_interface(path)) {
            report_nothing_to_remove(entry, made, path, diagnostics);
        } else {
            made.entries.push_back(
                {entry.key, entry.key_position,
                 without_removals(entry.value, document::join_path(path, entry.key), diagnostics)});
        }
    }
    return made;
}

}  // namespace

void merge(Node& base, const Node& over, base::Diagnostics& diagnostics, const std::string& path) {
    for (const auto& entry : over.entries) {
        const auto found =
            std::find_if(base.entries.begin(), base.entries.end(),
                         [&](const Entry& candidate) { return candidate.key == entry.key; });
        const std::string inner = document::join_path(path, entry.key);
        if (entry.value.is_null() && entry.value.is_removal) {
            if (found != base.entries.end()) {
                base.entries.erase(found);
            } else if (is_in_interface(path)) {
                base.entries.push_back(entry);
            } else {
                report_nothing_to_remove(entry, base, path, diagnostics);
            }
        } else if (found == base.entries.end()) {
            base.entries.push_back(
                {entry.key, entry.key_position, without_removals(entry.value, inner, diagnostics)});
        } else if (found->value.is_mapping() && entry.value.is_mapping() &&
                   !is_sourced(found->value) && !is_sourced(entry.value)) {
            merge(found->value, entry.value, diagnostics, inner);
        } else {
            found->key_position = entry.key_position;
            found->value = without_removals(entry.value, inner, diagnostics);
        }
    }
}

namespace {

void set_position(Node& node, base::Position position) {
    node.position = position;
    for (auto& item : node.items) set_position(item, position);
    for (auto& entry : node.entries) {
        entry.key_position = position;
        set_position(entry.value, position);
    }
}

}  // namespace

void apply_set(Node& root, const std::string& set, base::Diagnostics& diagnostics) {
    const base::Position position{diagnostics.add_file("--set " + set), 0, 0};
    const auto fail = [&](const std::string& path, const std::string& message,
                          const std::string& hint = {}) {
        diagnostics.error(position, path, message, hint);
    };
    const std::size_t equals = set.find('=');
    if (equals == std::string::npos || trimmed(set.substr(0, equals)).empty()) {
        return fail(
            "",
            fmt::format("'{}' is not an assignment; expected PATH=VALUE such as run.seed=7", set));
    }
    const std::string text(trimmed(set.substr(equals + 1)));
    if (text.empty()) {
        return fail("",
                    fmt::format("'{}' has no value; expected PATH=VALUE such as run.seed=7", set),
                    "'PATH=~' removes a key");
    }
    auto value = document::parse(text, position.file, diagnostics);
    if (!value) return;
    set_position(*value, position);

    std::vector<std::string> parts = document::split_path(std::string_view(set).substr(0, equals));
    for (auto& part : parts) part = trimmed(part);
    Node* node = &root;
    SchemaPlace place = SchemaPlace::top();
    std::string path;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::string& part = parts[i];
        const bool is_last = i + 1 == parts.size();
        const bool is_removal = is_last && value->is_null() && value->is_removal;
        if (node->is_list()) {
            std::size_t index = 0;
            const auto read = std::from_chars(part.data(), part.data() + part.size(), index);
            if (read.ec != std::errc() || read.ptr != part.data() + part.size() || index == 0 ||
                index > node->items.size()) {
                return fail(path,
                            fmt::format("there is no element '{}' in this list; expected 1 to {}",
                                        part, node->items.size()));
            }
            path = document::join_path(path, part);
            node = &node->items[index - 1];
            if (is_last) *node = *value;
            continue;
        }
        if (!node->is_mapping() || is_sourced(*node)) {
            return fail(path, fmt::format("is a single value, so there is no '{}' in it", part));
        }
        const auto found = std::find_if(node->entries.begin(), node->entries.end(),
                                        [&](const Entry& entry) { return entry.key == part; });
        const bool is_there = found != node->entries.end();
        const FieldDescription* known = place.field(part);
        const std::vector<std::string> legal = place.keys();
        if (!is_there && !legal.empty() && known == nullptr) {
            return fail(path,
                        fmt::format("unknown key '{}'; expected one of: {}", part,
                                    base::list_names(legal, 40)),
                        suggestion(part, legal));
        }
        if (!is_there && (is_removal || (!is_last && known == nullptr))) {
            const auto names = node->keys();
            return fail(path,
                        names.empty() ? fmt::format("there is no '{}' here", part)
                                      : fmt::format("there is no '{}' here; these names exist: {}",
                                                    part, base::list_names(names, 40)),
                        suggestion(part, names));
        }
        path = document::join_path(path, part);
        place = place.below(part);
        if (is_removal) {
            node->entries.erase(found);
            return;
        }
        if (is_last) {
            if (is_there) {
                found->value = *value;
            } else {
                node->entries.push_back({part, position, *value});
            }
            return;
        }
        if (is_there) {
            node = &found->value;
        } else {
            Node made = Node::mapping();
            made.position = position;
            node->entries.push_back({part, position, std::move(made)});
            node = &node->entries.back().value;
        }
    }
}

}  // namespace yhdyspinta::scenario
