// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/figures.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/scenario/document.hpp"
#include "engine/scenario/merge.hpp"
#include "engine/scenario/read_scenario.hpp"
#include "engine/scenario/reader.hpp"

namespace yhdyspinta::scenario {

using document::Node;

namespace {

bool fits(const std::string& pattern, const std::string& part) {
    return pattern == "*" || pattern == part;
}

/// Whether the first `count` parts of a path are what the pattern says.
bool begins_as(const std::vector<std::string>& pattern, const std::vector<std::string>& path,
               std::size_t count) {
    if (path.size() < count) return false;
    for (std::size_t i = 0; i < count; ++i) {
        if (!fits(pattern[i], path[i])) return false;
    }
    return true;
}

std::string joined(const std::vector<std::string>& parts, std::size_t count) {
    return fmt::format(
        "{}", fmt::join(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(count), "."));
}

using Changes = std::map<std::string, const ChangedFigure*>;

/// What of a tree has to be stated to change it; nothing when nothing in it changes.
std::optional<Node> changed_part(const Node& node, const std::string& path,
                                 const Changes& changes) {
    if (const auto found = changes.find(path); found != changes.end()) {
        const ChangedFigure& change = *found->second;
        if (change.mark.empty()) return Node::scalar(change.text);
        Node made = Node::mapping();
        made.add("value", Node::scalar(change.text));
        made.add("mark", Node::scalar(change.mark));
        if (!change.note.empty()) made.add("note", Node::scalar(change.note));
        return made;
    }
    bool is_any = false;
    if (node.is_list()) {
        Node made = node;
        base::Diagnostics ignored;  // what is laid on has keys that are there
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            auto part = changed_part(node.items[i],
                                     document::join_path(path, std::to_string(i + 1)), changes);
            if (!part) continue;
            is_any = true;
            if (made.items[i].is_mapping() && part->is_mapping() && !is_sourced(made.items[i])) {
                merge(made.items[i], *part, ignored);
            } else {
                made.items[i] = std::move(*part);
            }
        }
        if (is_any) return made;
        return std::nullopt;
    }
    if (!node.is_mapping() || is_sourced(node)) return std::nullopt;
    Node made = Node::mapping();
    for (const auto& entry : node.entries) {
        auto part = changed_part(entry.value, document::join_path(path, entry.key), changes);
        if (!part) continue;
        is_any = true;
        made.add(entry.key, std::move(*part));
    }
    if (is_any) return made;
    return std::nullopt;
}

}  // namespace

Parsed<std::string> scaled_text(const Figure& figure, double factor) {
    switch (figure.kind) {
        case FigureKind::whole:
            return Problem{fmt::format("'{}' is a whole number, which no factor can be fitted to",
                                       trimmed(figure.text)),
                           ""};
        case FigureKind::law_of_durations:
            return scaled_law_text(figure.text, LawUnit::duration, factor);
        case FigureKind::law_of_numbers:
            return scaled_law_text(figure.text, LawUnit::number, factor);
        case FigureKind::duration:
        case FigureKind::rate: {
            // The number, and what stands behind it.
            const std::string_view whole = trimmed(figure.text);
            const std::size_t end =
                std::min(whole.find_first_not_of("0123456789.+-eE"), whole.size());
            const auto value = parse_number(whole.substr(0, end), "a number");
            if (std::holds_alternative<Problem>(value)) {
                return Problem{fmt::format("'{}' cannot be scaled", whole), ""};
            }
            return fmt::format("{:.6g} {}", std::get<double>(value) * factor,
                               trimmed(whole.substr(end)));
        }
        case FigureKind::number:
        case FigureKind::probability:
        case FigureKind::expression: break;
    }
    const auto value = parse_number(figure.text, "a number");
    if (std::holds_alternative<Problem>(value)) {
        return fmt::format("({}) * {:.6g}", trimmed(figure.text), factor);
    }
    double scaled = std::get<double>(value) * factor;
    const Range& legal = figure.bounds;
    if (!legal.is_low_open) scaled = std::max(scaled, legal.low);
    if (!legal.is_high_open) scaled = std::min(scaled, legal.high);
    return fmt::format("{:.6g}", scaled);
}

bool matches_path(const std::string& pattern, const std::string& path) {
    const auto wanted = document::split_path(pattern);
    const auto parts = document::split_path(path);
    return wanted.size() == parts.size() && begins_as(wanted, parts, wanted.size());
}

Problem no_such_figure(const std::vector<Figure>& figures, const std::string& pattern) {
    const auto wanted = document::split_path(pattern);
    std::vector<std::vector<std::string>> all;
    all.reserve(figures.size());
    for (const auto& figure : figures) all.push_back(document::split_path(figure.path));
    const auto next_after = [&](std::size_t count) {
        std::vector<std::string> names;
        std::set<std::string> known;
        for (const auto& path : all) {
            if (path.size() > count && begins_as(wanted, path, count) &&
                known.insert(path[count]).second) {
                names.push_back(path[count]);
            }
        }
        return names;
    };
    for (std::size_t count = 0; count < wanted.size(); ++count) {
        const auto names = next_after(count);
        const bool goes_on = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
            return fits(wanted[count], name);
        });
        if (goes_on) continue;
        if (names.empty()) {
            return {fmt::format("'{}' finds no figure: '{}' is one, and holds no others", pattern,
                                joined(wanted, count)),
                    ""};
        }
        return {fmt::format("'{}' finds no figure: there is no '{}'{}; the scenario states: {}",
                            pattern, wanted[count],
                            count == 0 ? "" : fmt::format(" in '{}'", joined(wanted, count)),
                            base::list_names(names, 40)),
                suggestion(wanted[count], names)};
    }
    return {fmt::format("'{}' is no single figure; in it the scenario states: {}", pattern,
                        base::list_names(next_after(wanted.size()), 40)),
            "'*' stands for any one name or element of a list"};
}

std::string overlay_yaml(const ScenarioFile& file, const std::vector<ChangedFigure>& changes) {
    base::Diagnostics diagnostics;
    const auto tree =
        document::parse(file.merged_yaml, diagnostics.add_file("scenario"), diagnostics);
    if (!tree) throw base::InternalError("overlay_yaml: the merged scenario cannot be read again");
    Changes by_path;
    for (const auto& change : changes) by_path[change.path] = &change;
    const auto made = changed_part(*tree, "", by_path);
    return made ? document::to_yaml(*made) : "";
}

}  // namespace yhdyspinta::scenario
