// SPDX-License-Identifier: Apache-2.0
// What the tables of keys have in common: see table_parts.hpp.
#include "engine/scenario/table_parts.hpp"

namespace yhdyspinta::scenario {

using document::Node;
using process::NamedList;
using process::Reference;

TypeDescription type(std::string name, std::string expected) {
    TypeDescription description;
    description.type = std::move(name);
    description.expected = std::move(expected);
    return description;
}

TypeDescription text_type(std::string name, std::string expected, std::vector<std::string> examples,
                          std::string pattern) {
    TypeDescription description = type(std::move(name), std::move(expected));
    description.form = Form::text;
    description.examples = std::move(examples);
    description.pattern = std::move(pattern);
    description.may_state_source = true;
    return description;
}

TypeDescription choice_type(std::string name, std::string expected,
                            std::vector<TypeDescription> parts, std::vector<std::string> examples) {
    TypeDescription description = type(std::move(name), std::move(expected));
    description.form = Form::choice;
    description.parts = std::move(parts);
    description.examples = std::move(examples);
    return description;
}

void check_exactly_one(Reader& reader, const Node& node, const std::string& path,
                       const std::vector<std::string>& keys) {
    std::vector<const document::Entry*> given;
    for (const auto& key : keys) {
        if (const auto* entry = node.find_entry(key)) given.push_back(entry);
    }
    std::string list;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        list += (i == 0 ? "" : i + 1 == keys.size() ? " or " : ", ") + ("'" + keys[i] + "'");
    }
    if (given.empty()) {
        reader.error(node.position, path,
                     fmt::format("missing key {}; expected exactly one of them", list));
    } else if (given.size() > 1) {
        reader.error(given[1]->key_position, path,
                     fmt::format("'{}' and '{}' are both given; expected exactly one of {}",
                                 given[0]->key, given[1]->key, list));
    }
}

void check_needs(Reader& reader, const Node& node, const std::string& path, const std::string& key,
                 const std::string& other, const std::string& why) {
    const auto* entry = node.find_entry(key);
    if (entry != nullptr && node.find(other) == nullptr) {
        reader.error(entry->key_position, path,
                     fmt::format("'{}' needs the key '{}': {}", key, other, why));
    }
}

Codec<Reference> attribute_name() {
    Codec<Reference> codec = reference(NameKind::attribute);
    codec.read = [expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<Reference> {
        if (!node.is_scalar() || node.text.empty()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        return Reference{node.text, node.position};
    };
    return codec;
}

void use_attribute(Reader& reader, const Reference& attribute, const std::string& path,
                   const std::string& entity_class) {
    if (!attribute.is_empty()) reader.use(NameKind::attribute, attribute, path, entity_class);
}

Codec<process::Expression> probability_or_expression() {
    const Codec<double> number = probability();
    Codec<process::Expression> codec = expression();
    TypeDescription text = codec.about;
    text.pattern = R"(^(?!\s*[-+]?[0-9.]+([eE][-+]?[0-9]+)?\s*$))";  // a number has its range
    codec.about =
        choice_type("probability", number.about.expected + ", or an expression",
                    {number.about, std::move(text)}, {"0.2", "\"severity >= 2 ? 0.4 : 0.1\""});
    codec.about.may_state_source = true;
    codec.read = [number, read = codec.read, expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::Expression> {
        const Node* scalar = reader.scalar(node, path, expected);
        if (scalar == nullptr) return std::nullopt;
        const bool is_number = std::holds_alternative<double>(parse_number(scalar->text, expected));
        if (!is_number) return read(reader, *scalar, path);
        if (!number.read(reader, *scalar, path)) return std::nullopt;
        return process::Expression{scalar->text, scalar->position};
    };
    return codec;
}

Codec<NamedList<process::LawText>> attribute_laws() {
    return by_name(law_of_numbers(), "laws of numbers");
}

void use_attributes(Reader& reader, const Node* set, const std::string& path,
                    const std::string& entity_class) {
    if (set == nullptr || !set->is_mapping()) return;
    for (const auto& entry : set->entries) {
        reader.use(NameKind::attribute, {entry.key, entry.key_position}, path, entity_class);
    }
}

Codec<std::vector<std::pair<std::string, std::string>>> text_pairs(std::string expected) {
    Codec<std::vector<std::pair<std::string, std::string>>> codec;
    codec.about = described_by_name(text_type("text", "a text"), expected, "");
    codec.read = [expected = codec.about.expected](Reader& reader, const Node& node,
                                                   const std::string& path)
        -> std::optional<std::vector<std::pair<std::string, std::string>>> {
        if (!node.is_mapping()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        std::vector<std::pair<std::string, std::string>> pairs;
        for (const auto& entry : node.entries) {
            const Node* value =
                reader.scalar(entry.value, document::join_path(path, entry.key), "a text");
            if (value != nullptr) pairs.emplace_back(entry.key, value->text);
        }
        return pairs;
    };
    codec.write = [](const std::vector<std::pair<std::string, std::string>>& pairs) {
        Node node = Node::mapping();
        for (const auto& [key, value] : pairs) node.add(key, Node::scalar(value));
        return node;
    };
    return codec;
}

}  // namespace yhdyspinta::scenario
