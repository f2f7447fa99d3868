// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <string_view>

#include "engine/scenario/csv.hpp"
#include "engine/scenario/read_scenario.hpp"
#include "engine/scenario/tables.hpp"

namespace yhdyspinta::scenario {

using document::Node;

namespace {

/// The node at a dotted path; keys may hold dots themselves.
Node* find_node(Node& node, std::string_view path) {
    if (path.empty()) return &node;
    if (node.is_list()) {
        std::size_t index = 0;
        const auto read = std::from_chars(path.data(), path.data() + path.size(), index);
        if (read.ec != std::errc() || index == 0 || index > node.items.size()) return nullptr;
        path.remove_prefix(static_cast<std::size_t>(read.ptr - path.data()));
        if (!path.empty()) path.remove_prefix(1);
        return find_node(node.items[index - 1], path);
    }
    for (auto& entry : node.entries) {
        if (path.substr(0, entry.key.size()) != entry.key) continue;
        const std::string_view rest = path.substr(entry.key.size());
        if (!rest.empty() && rest.front() != '.') continue;
        if (Node* found = find_node(entry.value, rest.empty() ? rest : rest.substr(1))) {
            return found;
        }
    }
    return nullptr;
}

/// The place in `interfaces` for a value that was stated for a pattern of services.
Node* find_in_pattern(Node& root, std::string_view path, const std::string& value) {
    constexpr std::string_view kSection = "interfaces.";
    Node* interfaces = root.find("interfaces");
    if (interfaces == nullptr || path.substr(0, kSection.size()) != kSection) return nullptr;
    path.remove_prefix(kSection.size());
    const std::size_t dot = path.find('.');
    if (dot == std::string_view::npos) return nullptr;
    const std::string pattern(path.substr(0, dot));
    Node* keys = interfaces->find(pattern);
    if (keys == nullptr) keys = &interfaces->add(pattern, Node::mapping());
    path.remove_prefix(dot + 1);
    const std::size_t inner = path.find('.');
    if (inner == std::string_view::npos) {
        return &keys->add(std::string(path), Node::scalar(value));
    }
    // A key of a key (`trust.initial`): the others of that mapping, which the pattern needs to be
    // complete, are those of some pair, and every pair states its own.
    const std::string outer(path.substr(0, inner));
    Node* mapping = keys->find(outer);
    if (mapping == nullptr) {
        Node others = Node::mapping();
        for (auto& pair : interfaces->entries) {
            const Node* stated = pair.value.find(outer);
            if (stated != nullptr && stated->is_mapping()) others = *stated;
        }
        mapping = &interfaces->find(pattern)->add(outer, std::move(others));
    }
    return find_node(*mapping, path.substr(inner + 1));
}

void add_source(Node& root, const process::SourcedValue& sourced) {
    Node* node = find_node(root, sourced.path);
    if (node == nullptr) node = find_in_pattern(root, sourced.path, sourced.value);
    if (node == nullptr || !node->is_scalar()) return;
    Node made = Node::mapping();
    made.add("value", *node);
    const auto add = [&made](const char* key, const std::string& text) {
        if (!text.empty()) made.add(key, Node::scalar(text));
    };
    add("mark", sourced.mark);
    add("source", sourced.source);
    add("year", sourced.year);
    add("range", sourced.range);
    add("note", sourced.note);
    *node = std::move(made);
}

}  // namespace

std::vector<WrittenFile> write_scenario(const process::System& system) {
    process::System own = system;
    std::vector<WrittenFile> files(1);
    for (auto& population : own.populations) {
        population.value.table = population.name + ".csv";
        files.push_back(
            {population.value.table, to_csv(population.value.columns, population.value.rows)});
    }
    for (auto& source : own.sources) {
        auto& recorded = source.value.recorded;
        if (!recorded) continue;
        std::string name = "source_" + source.name;
        while (process::find(own.populations, name) != nullptr) name += "_";
        recorded->table = name + ".csv";
        files.push_back({recorded->table, to_csv(recorded->columns, recorded->rows)});
    }
    Node root = write_fields(system_table(), own);
    for (const auto& sourced : system.sourced_values) add_source(root, sourced);
    files.front() = {"scenario.yaml", document::to_yaml(root)};
    return files;
}

}  // namespace yhdyspinta::scenario
