// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/json_schema.hpp"

#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/base/diagnostic.hpp"
#include "engine/base/error.hpp"
#include "engine/scenario/document.hpp"
#include "engine/scenario/file_kinds.hpp"
#include "engine/scenario/reader.hpp"
#include "engine/scenario/schema.hpp"

namespace yhdyspinta::scenario {

namespace {

using Json = nlohmann::ordered_json;
using document::Node;

/// How strict the schema of a mapping is.
enum class Strictness {
    whole,   ///< every required key is there
    changes  ///< states differences: keys may be missing, and `~` removes
};

/// A text as YAML would read it.
Json json_of(const Node& node) {
    if (node.is_list()) {
        Json made = Json::array();
        for (const auto& item : node.items) made.push_back(json_of(item));
        return made;
    }
    if (node.is_mapping()) {
        Json made = Json::object();
        for (const auto& entry : node.entries) made[entry.key] = json_of(entry.value);
        return made;
    }
    if (node.is_null()) return nullptr;
    if (node.text == "true" || node.text == "false") return node.text == "true";
    const auto number = parse_number(node.text, "");
    if (const auto* value = std::get_if<double>(&number)) {
        if (*value == std::floor(*value) && std::abs(*value) < 1e15) {
            return static_cast<std::int64_t>(*value);
        }
        return *value;
    }
    return node.text;
}

Json json_of_yaml(const std::string& yaml) {
    base::Diagnostics ignored;
    const auto node = document::parse(yaml, ignored.add_file("example"), ignored);
    return node ? json_of(*node) : Json(yaml);
}

/// ">= 1" -> "at_least_1": part of a name in `$defs`.
std::string name_part(const std::string& text) {
    std::string made;
    const auto add = [&made](std::string_view part) {
        if (!made.empty() && made.back() != '_') made += '_';
        made += part;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool is_equal = i + 1 < text.size() && text[i + 1] == '=';
        if (c == '>') {
            add(is_equal ? "at_least_" : "above_");
        } else if (c == '<') {
            add(is_equal ? "at_most_" : "below_");
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            made += c;
        } else if (c != '=' && !made.empty() && made.back() != '_') {
            made += '_';
        }
    }
    return made;
}

std::string sentence(const std::string& text) {
    if (text.empty() || text.back() == '.') return text;
    return text + ".";
}

class SchemaMaker {
public:
    explicit SchemaMaker(const FileKind& kind) : kind_(kind) {}

    Json make() {
        const SectionDescription& top = kind_.sections->front();
        const std::string what = kind_.may_extend ? "" : kind_.name + " ";
        Json root{
            {"$schema", "https://json-schema.org/draft/2020-12/schema"},
            {"$comment",
             fmt::format("Made by 'yhdyspinta describe {}--format json-schema'.", what)},
            {"title", kind_.title},
            {"description", top.meaning},
            {"type", "object"},
            {"required", {"schema"}},
        };
        if (!kind_.may_extend) {
            root["$ref"] = "#/$defs/" + section_name(top, Strictness::whole);
            for (const auto& section : *kind_.sections) {
                definitions_[section_name(section, Strictness::whole)] =
                    mapping(section, Strictness::whole, false);
            }
            root["$defs"] = std::move(definitions_);
            return root;
        }
        const FieldDescription* version = find_field(top, "schema");
        root["properties"]["schema"] = field(top, *version, Strictness::whole);
        root["properties"]["extends"] = field(top, extends_key(), Strictness::whole);
        root["if"] = {{"required", {"run"}}, {"not", {{"required", {"extends"}}}}};
        root["then"] = {{"$ref", "#/$defs/" + section_name(top, Strictness::whole)}};
        root["else"] = {{"$ref", "#/$defs/" + section_name(top, Strictness::changes)}};
        for (const auto& section : *kind_.sections) {
            for (const auto strictness : {Strictness::whole, Strictness::changes}) {
                definitions_[section_name(section, strictness)] =
                    mapping(section, strictness, &section == &top);
            }
        }
        root["$defs"] = std::move(definitions_);
        return root;
    }

private:
    /// Sections name only sections of their own kind of file.
    const SectionDescription& section_called(const std::string& name) const {
        for (const auto& section : *kind_.sections) {
            if (section.name == name) return section;
        }
        throw base::InternalError("json_schema: there is no section " + name);
    }

    static std::string section_name(const SectionDescription& section, Strictness strictness) {
        return section.name + (strictness == Strictness::changes ? "_changes" : "");
    }

    static Json references(const std::string& definition) {
        return {{"$ref", "#/$defs/" + definition}};
    }

    static Json required(const std::vector<std::string>& keys) { return {{"required", keys}}; }

    /// The keys of a section.
    Json mapping(const SectionDescription& section, Strictness strictness, bool is_top) {
        Json made{{"title", section.name},
                  {"description", section.meaning},
                  {"type", "object"},
                  {"properties", Json::object()},
                  {"additionalProperties", false}};
        std::vector<std::string> missing;
        for (const auto& key : section.fields) {
            made["properties"][key.key] = field(section, key, strictness);
            if (key.is_required) missing.push_back(key.key);
        }
        if (is_top) made["properties"]["extends"] = field(section, extends_key(), strictness);
        if (strictness == Strictness::changes) {
            if (section.one_of.size() > 1) add_at_most_one(section, made);
            return made;
        }
        if (!missing.empty()) made["required"] = missing;
        if (section.one_of.empty()) return made;

        Json one = Json::array();
        for (const auto& key : section.one_of) one.push_back(required({key}));
        if (section.otherwise.empty()) {
            made["oneOf"] = one;
            return made;
        }
        // Either one of these, and no key of the other section, or what the other section requires.
        const SectionDescription& other = section_called(section.otherwise);
        Json own = Json::array();
        for (const auto& key : section.fields) {
            if (find_field(other, key.key) == nullptr) own.push_back(key.key);
        }
        std::vector<std::string> others_required;
        for (const auto& key : other.fields) {
            if (key.is_required) others_required.push_back(key.key);
        }
        made["if"] = {{"anyOf", one}};
        made["then"] = {{"oneOf", one}, {"propertyNames", {{"enum", own}}}};
        // A mapping with only `next` chooses a way on and does nothing else.
        made["else"] = {
            {"anyOf", {required(others_required), {{"required", {"next"}}, {"maxProperties", 1}}}}};
        return made;
    }

    /// None of the keys that exclude one another need be there, but not two, unless removed by `~`.
    void add_at_most_one(const SectionDescription& section, Json& made) const {
        const Json nothing{{"type", "null"}};
        Json one = Json::array();
        for (const auto& key : section.one_of) {
            one.push_back({{"required", {key}}, {"properties", {{key, {{"not", nothing}}}}}});
        }
        made["if"] = {{"anyOf", one}};
        made["then"] = {{"oneOf", one}};
        if (section.otherwise.empty()) return;
        // With one of them no key of the other section is left.
        const SectionDescription& other = section_called(section.otherwise);
        for (const auto& key : section.fields) {
            if (find_field(other, key.key) == nullptr) continue;
            made["then"]["properties"][key.key] = nothing;
        }
    }

    /// A key with what an editor shows of it.
    Json field(const SectionDescription& section, const FieldDescription& about,
               Strictness strictness) {
        Json made = value(about.type, strictness, section.name + "_" + about.key);
        if (strictness == Strictness::changes) made = or_nothing(std::move(made));
        std::string description = sentence(about.meaning);
        description += " Expected: " + sentence(about.type.expected);
        if (!about.type.unit.empty()) description += " Unit: " + sentence(about.type.unit);
        if (about.is_required) description += " Required.";
        if (!about.default_value.empty()) {
            description += " Default: " + sentence(about.default_value);
        }
        made["title"] = section.name + "." + about.key;
        made["description"] = description;
        if (!about.default_value.empty()) made["default"] = json_of_yaml(about.default_value);
        if (!about.type.examples.empty()) {
            made["examples"] = Json::array();
            for (const auto& example : about.type.examples) {
                made["examples"].push_back(json_of_yaml(example));
            }
        }
        return made;
    }

    static Json or_nothing(Json schema) {
        return {{"anyOf", {std::move(schema), {{"type", "null"}}}}};
    }

    /// What a value may be; `owner` names the definition of a list of words.
    Json value(const TypeDescription& type, Strictness strictness, const std::string& owner) {
        switch (type.form) {
            case Form::undescribed: return Json::object();
            case Form::mapping: {
                const auto inside = type.may_be_removed_inside ? Strictness::changes : strictness;
                return references(section_name(section_called(type.section), inside));
            }
            case Form::by_name: {
                Json element = value(type.parts.at(0), strictness, owner);
                if (strictness == Strictness::changes) element = or_nothing(std::move(element));
                Json made{{"type", "object"}, {"additionalProperties", std::move(element)}};
                if (!type.key_pattern.empty()) {
                    made["propertyNames"] = {{"pattern", type.key_pattern}};
                }
                return made;
            }
            case Form::list:
                // Lists are replaced as a whole, so their elements are never mere changes.
                return {{"type", "array"},
                        {"items", value(type.parts.at(0), Strictness::whole, owner)}};
            case Form::choice: {
                Json parts = Json::array();
                for (const auto& part : type.parts) parts.push_back(value(part, strictness, owner));
                return {{"anyOf", std::move(parts)}};
            }
            default: break;
        }
        if (!type.may_state_source) return single(type);
        std::string name =
            type.form == Form::word ? owner : name_part(type.type + " " + type.range);
        while (!name.empty() && name.back() == '_') name.pop_back();
        name += "_value";  // no section is called so
        const Json made = with_source(single(type));
        // Two types of one name, such as rates that may be negative and rates that may not.
        while (definitions_.contains(name) && definitions_[name] != made) name += "_too";
        definitions_[name] = made;
        return references(name);
    }

    static Json single(const TypeDescription& type) {
        Json made = Json::object();
        switch (type.form) {
            case Form::truth:
                made["type"] = {"boolean", "string"};
                made["pattern"] = "^(true|false)$";
                break;
            case Form::word:
                made["type"] = "string";
                made["enum"] = type.words;
                break;
            case Form::number:
            case Form::whole: {
                made["type"] = {type.form == Form::whole ? "integer" : "number", "string"};
                made["pattern"] = type.pattern.empty() ? number_pattern() : type.pattern;
                const Range& bounds = type.bounds;
                if (std::isfinite(bounds.low)) {
                    made[bounds.is_low_open ? "exclusiveMinimum" : "minimum"] =
                        json_of_yaml(number_text(bounds.low));
                }
                if (std::isfinite(bounds.high)) {
                    made[bounds.is_high_open ? "exclusiveMaximum" : "maximum"] =
                        json_of_yaml(number_text(bounds.high));
                }
                break;
            }
            default:
                if (type.pattern.empty()) {
                    made["type"] = {"string", "number", "boolean"};
                } else {
                    made["type"] = "string";
                    made["pattern"] = type.pattern;
                }
        }
        return made;
    }

    /// The value itself, or a mapping that states it with its source.
    static Json with_source(Json value) {
        const auto& marks = source_marks();
        const Json text{{"type", {"string", "number", "boolean"}}};
        Json stated{{"type", "object"}, {"properties", Json::object()}};
        for (const auto& key : source_keys()) stated["properties"][key] = text;
        stated["properties"]["value"] = value;
        stated["properties"]["mark"] = {{"type", "string"}, {"enum", marks}};
        stated["required"] = {"value"};
        stated["additionalProperties"] = false;
        Json in_need = Json::array();  // all but assumptions name their source
        for (const auto& mark : marks) {
            if (mark != "A") in_need.push_back(mark);
        }
        stated["if"] = {{"required", {"mark"}},
                        {"properties", {{"mark", {{"enum", std::move(in_need)}}}}}};
        stated["then"] = {{"required", {"source"}}};
        return {{"anyOf", {std::move(value), std::move(stated)}}};
    }

    const FileKind& kind_;
    Json definitions_ = Json::object();
};

}  // namespace

std::string json_schema(const FileKind& kind) { return SchemaMaker(kind).make().dump(2) + "\n"; }

std::string json_schema() { return json_schema(file_kinds().front()); }

}  // namespace yhdyspinta::scenario
