// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/reader.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/scenario/schema.hpp"

namespace yhdyspinta::scenario {

using document::Kind;
using document::Node;

const std::vector<std::string>& source_keys() {
    static const std::vector<std::string> kKeys{"value", "mark", "source", "year", "range", "note"};
    return kKeys;
}

const std::vector<std::string>& source_marks() {
    static const std::vector<std::string> kMarks{"S", "V", "D", "U", "A"};
    return kMarks;
}

namespace {

bool is_source_key(const std::string& key) {
    return std::find(source_keys().begin(), source_keys().end(), key) != source_keys().end();
}

std::string_view kind_text(const Node& node) {
    switch (node.kind) {
        case Kind::null: return "no value";
        case Kind::scalar: return "a single value";
        case Kind::list: return "a list";
        case Kind::mapping: break;
    }
    return "a mapping";
}

}  // namespace

std::string_view to_text(NameKind kind) {
    switch (kind) {
        case NameKind::entity_class: return "class";
        case NameKind::attribute: return "attribute";
        case NameKind::category: return "attribute with levels";
        case NameKind::process: return "process";
        case NameKind::step:
        case NameKind::clock_step: return "step";
        case NameKind::service: return "service";
        case NameKind::organisation: return "organisation";
        case NameKind::resource: return "resource";
        case NameKind::calendar: return "calendar";
        case NameKind::day_set: return "day set";
        case NameKind::profile: return "profile";
        case NameKind::population: return "population";
        case NameKind::channel: return "channel";
        case NameKind::settable: return "attribute or variable";
        case NameKind::signal: return "signal";
        case NameKind::diary: return "diary";
        case NameKind::indicator: return "indicator";
        case NameKind::variable: return "variable";
        case NameKind::need: return "need";
        case NameKind::record: break;
    }
    return "record";
}

bool is_sourced(const Node& node) {
    return node.is_mapping() && node.find("value") != nullptr &&
           std::all_of(node.entries.begin(), node.entries.end(),
                       [](const auto& entry) { return is_source_key(entry.key); });
}

std::string suggestion(std::string_view word, const std::vector<std::string>& names) {
    const std::string near = base::closest_name(word, names);
    return near.empty() ? "" : fmt::format("did you mean '{}'?", near);
}

bool Reader::is_new(base::Position position, const std::string& message) {
    return said_.emplace(position, message).second;
}

void Reader::error(base::Position position, const std::string& path, const std::string& message,
                   const std::string& hint) {
    if (is_new(position, message)) diagnostics_.error(position, path, message, hint);
}

void Reader::warning(base::Position position, const std::string& path, const std::string& message,
                     const std::string& hint) {
    if (is_new(position, message)) diagnostics_.warning(position, path, message, hint);
}

void Reader::report_kind(const Node& node, const std::string& path, const std::string& expected,
                         const std::string& hint) {
    if (node.is_reported) return;
    if (node.is_null()) {
        error(node.position, path, fmt::format("has no value; expected {}", expected), hint);
    } else if (node.is_scalar()) {
        error(node.position, path, fmt::format("expected {}, found '{}'", expected, node.text),
              hint);
    } else {
        error(node.position, path, fmt::format("expected {}, found {}", expected, kind_text(node)),
              hint);
    }
}

void Reader::report_unknown_key(const document::Entry& entry, const std::string& path,
                                const std::vector<std::string>& legal) {
    std::string hint = suggestion(entry.key, legal);
    if (entry.value.is_null() && !entry.key.empty() && entry.key.back() == ')') {
        hint = "inside { } a text that holds a comma needs quotes";
    }
    error(entry.key_position, path,
          fmt::format("unknown key '{}'; expected one of: {}", entry.key,
                      base::list_names(legal, 40)),
          hint);
}

const Node* Reader::scalar(const Node& node, const std::string& path, const std::string& expected) {
    if (node.is_scalar()) return &node;
    const bool states_source =
        node.is_mapping() &&
        std::any_of(node.entries.begin(), node.entries.end(),
                    [](const auto& entry) { return is_source_key(entry.key); });
    if (!states_source) {
        report_kind(node, path, expected);
        return nullptr;
    }
    for (const auto& entry : node.entries) {
        if (!is_source_key(entry.key)) report_unknown_key(entry, path, source_keys());
    }
    const Node* value = node.find("value");
    if (value == nullptr) {
        error(node.position, path, fmt::format("missing key 'value'; expected {}", expected));
        return nullptr;
    }
    if (!value->is_scalar()) {
        report_kind(*value, document::join_path(path, "value"), expected);
        return nullptr;
    }
    if (collects_sources) collect_source(node, *value, path);
    return value;
}

void Reader::collect_source(const Node& node, const Node& value, const std::string& path) {
    process::SourcedValue sourced;
    sourced.path = path;
    sourced.value = value.text;
    sourced.position = value.position;
    const auto text = [&](const std::string& key, std::string& into) {
        const Node* part = node.find(key);
        if (part == nullptr) return;
        if (part->is_scalar()) {
            into = part->text;
        } else {
            report_kind(*part, document::join_path(path, key), "a text");
        }
    };
    text("mark", sourced.mark);
    text("source", sourced.source);
    text("year", sourced.year);
    text("range", sourced.range);
    text("note", sourced.note);
    const auto& marks = source_marks();
    const Node* mark = node.find("mark");
    if (mark != nullptr && mark->is_scalar()) {
        if (std::find(marks.begin(), marks.end(), sourced.mark) == marks.end()) {
            error(mark->position, document::join_path(path, "mark"),
                  fmt::format("'{}' is not a mark; expected S (stated by a source document), V "
                              "(verified), D (derived), "
                              "U (unverified) or A (assumption)",
                              sourced.mark));
        } else if (sourced.mark != "A" && node.find("source") == nullptr) {
            error(mark->position, path,
                  fmt::format("mark '{}' needs a source; expected the key 'source', or mark A for "
                              "an assumption",
                              sourced.mark));
        }
    }
    sourced_values_.push_back(std::move(sourced));
}

void Reader::use(NameKind kind, const process::Reference& reference, const std::string& path,
                 const std::string& scope) {
    if (reference.is_empty()) return;
    if (known_uses_.emplace(reference.position, kind, reference.name, scope).second) {
        name_uses_.push_back({kind, reference, path, scope});
    }
}

void Reader::use(const process::Expression& expression, const std::string& path,
                 bool is_of_interface) {
    if (expression.is_empty()) return;
    if (known_expressions_.emplace(expression.position, expression.text).second) {
        expression_uses_.push_back({expression, path, is_of_interface});
    }
}

void Reader::use(const process::LawText& law, LawUnit unit, const std::string& path) {
    // What is read a second time for a pair of services was stated for a pattern.
    if (collects_sources) law_uses_.push_back({path, law.text, unit, law.law});
}

void Reader::note_figure(const TypeDescription& about, const Node& scalar,
                         const std::string& path) {
    static const std::map<std::string, FigureKind> kKinds{
        {"number", FigureKind::number},
        {"probability", FigureKind::probability},
        {"whole number", FigureKind::whole},
        {"duration", FigureKind::duration},
        {"rate", FigureKind::rate},
        {"law of durations", FigureKind::law_of_durations},
        {"law of numbers", FigureKind::law_of_numbers},
        {"expression", FigureKind::expression},
    };
    const auto kind = kKinds.find(about.type);
    if (kind == kKinds.end() || !collects_sources || !figure_paths_.insert(path).second) return;
    figures_.push_back(
        {path, scalar.text, kind->second, about.unit, about.bounds, scalar.position});
}

}  // namespace yhdyspinta::scenario
