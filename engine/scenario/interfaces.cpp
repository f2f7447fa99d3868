// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/interfaces.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "engine/scenario/tables.hpp"

namespace yhdyspinta::scenario {

using document::Entry;
using document::Node;

namespace {

constexpr std::string_view kAny = "any";
const std::vector<std::string> kOwnerPatterns{"within organisation", "between organisations"};
const std::string kPath = "interfaces";

/// Which pairs a pattern is about: those of two services or any, or by who owns them.
enum class Owners { of_no_matter, same, different };

struct Pattern {
    std::string from{kAny}, to{kAny};
    Owners owners = Owners::of_no_matter;
    const Entry* entry = nullptr;

    friend bool operator==(const Pattern& a, const Pattern& b) {
        return a.from == b.from && a.to == b.to && a.owners == b.owners;
    }
};

/// Neither pattern is about a service without an owner.
Owners owners_of(const process::Service& from, const process::Service& to) {
    if (from.organisation.is_empty() || to.organisation.is_empty()) return Owners::of_no_matter;
    return from.organisation.name == to.organisation.name ? Owners::same : Owners::different;
}

std::optional<Pattern> parse_pattern(Reader& reader, const Entry& entry,
                                     const std::vector<std::string>& services) {
    const std::size_t arrow = entry.key.find("->");
    Pattern pattern;
    pattern.entry = &entry;
    const std::string_view key = trimmed(entry.key);
    for (std::size_t i = 0; i < kOwnerPatterns.size(); ++i) {
        if (key != kOwnerPatterns[i]) continue;
        pattern.owners = i == 0 ? Owners::same : Owners::different;
        return pattern;
    }
    pattern.from.clear();
    pattern.to.clear();
    if (arrow != std::string::npos) {
        pattern.from = std::string(trimmed(std::string_view(entry.key).substr(0, arrow)));
        pattern.to = std::string(trimmed(std::string_view(entry.key).substr(arrow + 2)));
    }
    if (pattern.from.empty() || pattern.to.empty()) {
        reader.error(entry.key_position, kPath,
                     fmt::format("'{}' is not a pair of services; expected 'FROM -> TO', each a "
                                 "service or any, 'within organisation' or 'between organisations'",
                                 entry.key),
                     suggestion(key, kOwnerPatterns));
        return std::nullopt;
    }
    bool is_known = true;
    for (const auto& name : {pattern.from, pattern.to}) {
        if (name == kAny || std::find(services.begin(), services.end(), name) != services.end()) {
            continue;
        }
        is_known = false;
        reader.error(entry.key_position, kPath,
                     services.empty()
                         ? fmt::format("unknown service '{}'; there are no services", name)
                         : fmt::format("unknown service '{}'; these names exist: any, {}", name,
                                       base::list_names(services, 40)),
                     suggestion(name, services));
    }
    if (is_known && pattern.from == pattern.to && pattern.from != kAny) {
        reader.error(entry.key_position, kPath,
                     fmt::format("'{}' has no interface to itself", pattern.from));
        return std::nullopt;
    }
    return pattern;
}

bool is_removal(const Node& node) { return node.is_null() && node.is_removal; }

/// Only a forum among the policies can settle what is escalated to it.
void check_forum(Reader& reader, const Entry& pattern, const process::Interface& read,
                 const process::System& system) {
    if (read.when_stalled != process::StallPolicy::escalate_to_forum) return;
    for (const auto& policy : system.policies) {
        if (std::holds_alternative<process::CooperationForum>(policy.value)) return;
    }
    reader.error(pattern.value.find("when_stalled")->position,
                 fmt::format("{}.{}.when_stalled", kPath, pattern.key),
                 "'escalate_to_forum' has no forum to go to; expected a 'cooperation_forum' among "
                 "the policies");
}

/// Lays a pattern on wider ones; says which removals found something.
void lay_on(Node& base, const Node& over, std::vector<const Node*>& effective) {
    for (const auto& entry : over.entries) {
        const auto found =
            std::find_if(base.entries.begin(), base.entries.end(),
                         [&](const Entry& candidate) { return candidate.key == entry.key; });
        if (is_removal(entry.value)) {
            if (found == base.entries.end()) continue;
            base.entries.erase(found);
            effective.push_back(&entry.value);
        } else if (found == base.entries.end()) {
            base.entries.push_back(entry);
        } else {
            *found = entry;
        }
    }
}

}  // namespace

void read_interfaces(Reader& reader, const Node& node, process::System& system) {
    if (!node.is_mapping()) {
        reader.report_kind(node, kPath,
                           "a mapping of pairs such as 'desk -> back_office' or 'any -> any'");
        return;
    }
    std::vector<std::string> services;
    for (const auto& service : system.services) services.push_back(service.name);

    std::vector<Pattern> patterns;
    for (const auto& entry : node.entries) {
        const std::string path = document::join_path(kPath, entry.key);
        // Each pattern is read by itself first: what is wrong in it is said once and at its own
        // place.
        if (entry.value.is_mapping()) {
            Node alone = entry.value;
            std::erase_if(alone.entries, [](const Entry& part) { return is_removal(part.value); });
            process::Interface ignored;
            read_fields(reader, alone, path, interface_table(), ignored);
            check_forum(reader, entry, ignored, system);
        } else {
            reader.report_kind(entry.value, path,
                               fmt::format("a mapping with the keys {}",
                                           base::list_names(interface_table().keys(), 40)),
                               entry.value.is_null() ? "write {} when nothing is to be said" : "");
            continue;
        }
        const auto pattern = parse_pattern(reader, entry, services);
        if (!pattern) continue;
        for (const auto& other : patterns) {
            if (other == *pattern) {
                reader.error(entry.key_position, kPath,
                             fmt::format("'{}' is the same pair as '{}' on line {}", entry.key,
                                         other.entry->key, other.entry->key_position.line));
            }
        }
        patterns.push_back(*pattern);
    }

    std::vector<const Node*> effective;
    reader.collects_sources = false;
    for (const auto& from : system.services) {
        for (const auto& to : system.services) {
            if (from.name == to.name) continue;
            std::array<const Entry*, 5> layers{};  // widest first
            for (const auto& pattern : patterns) {
                if (pattern.owners != Owners::of_no_matter) {
                    if (pattern.owners == owners_of(from.value, to.value)) {
                        layers[1] = pattern.entry;
                    }
                    continue;
                }
                const bool is_from = pattern.from == from.name;
                const bool is_to = pattern.to == to.name;
                if ((!is_from && pattern.from != kAny) || (!is_to && pattern.to != kAny)) continue;
                const std::size_t narrower = (is_from ? 2u : 0u) + (is_to ? 1u : 0u);
                layers[narrower == 0 ? 0 : narrower + 1] = pattern.entry;
            }
            Node merged = Node::mapping();
            const Entry* last = nullptr;
            for (const Entry* layer : layers) {
                if (layer == nullptr) continue;
                lay_on(merged, layer->value, effective);
                last = layer;
            }
            if (last == nullptr) continue;
            process::Interface made;
            read_fields(reader, merged, fmt::format("{}.{} -> {}", kPath, from.name, to.name),
                        interface_table(), made);
            made.from = {from.name, last->key_position};
            made.to = {to.name, last->key_position};
            made.position = last->key_position;
            system.interfaces.push_back(std::move(made));
        }
    }
    reader.collects_sources = true;

    for (const auto& pattern : patterns) {
        for (const auto& part : pattern.entry->value.entries) {
            if (!is_removal(part.value)) continue;
            if (std::find(effective.begin(), effective.end(), &part.value) == effective.end()) {
                reader.error(part.key_position, document::join_path(kPath, pattern.entry->key),
                             fmt::format("there is no '{}' to remove", part.key));
            }
        }
    }
}

}  // namespace yhdyspinta::scenario
