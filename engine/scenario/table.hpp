// SPDX-License-Identifier: Apache-2.0
// Tables of keys. A Codec<V> says how a value is read, written and described; a Field<T> ties a key
// to a member of the description struct T; a Table<T> is a mapping with those keys. Everything the
// language knows of a key stands in one line of a table.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/scenario/document.hpp"
#include "engine/scenario/reader.hpp"
#include "engine/scenario/schema.hpp"
#include "engine/scenario/values.hpp"

namespace yhdyspinta::scenario {

template <class V>
struct Codec {
    TypeDescription about;
    /// Nothing when the value is wrong; then it was reported.
    std::function<std::optional<V>(Reader&, const document::Node&, const std::string& path)> read;
    std::function<document::Node(const V&)> write;
};

template <class T>
struct Field {
    FieldDescription about;
    std::function<void(Reader&, const document::Node&, const std::string& path, T&)> read;
    /// Nothing when there is nothing to say.
    std::function<std::optional<document::Node>(const T&)> write;

    Field required() && {
        about.is_required = true;
        about.default_value.clear();
        return std::move(*this);
    }
};

template <class T>
struct Table {
    std::string name;
    std::string meaning;
    std::vector<Field<T>> fields;
    std::vector<std::string> one_of{};  ///< exactly one of these keys is given; empty: no such rule

    [[nodiscard]] std::vector<std::string> keys() const {
        std::vector<std::string> names;
        for (const auto& field : fields) names.push_back(field.about.key);
        return names;
    }
    [[nodiscard]] SectionDescription describe() const {
        SectionDescription section{name, meaning, {}, one_of, {}};
        for (const auto& field : fields) section.fields.push_back(field.about);
        return section;
    }
};

/// Whether a member has anything to be written.
template <class V>
bool is_given(const V& value) {
    if constexpr (requires { value.has_value(); }) {
        return value.has_value();
    } else if constexpr (requires { value.is_empty(); }) {
        return !value.is_empty();
    } else if constexpr (requires { value.empty(); }) {
        return !value.empty();
    } else {
        return true;
    }
}

template <class T, class V, class W = V>
Field<T> field(const std::string& key, V T::*member, Codec<W> codec, const std::string& meaning) {
    Field<T> made;
    made.about.key = key;
    made.about.type = codec.about;
    made.about.meaning = meaning;
    made.read = [member, read = codec.read](Reader& reader, const document::Node& node,
                                            const std::string& path, T& into) {
        if (auto value = read(reader, node, path)) into.*member = std::move(*value);
    };
    made.write = [member, write = codec.write](const T& from) -> std::optional<document::Node> {
        if (!is_given(from.*member)) return std::nullopt;
        if constexpr (std::is_same_v<V, std::optional<W>>) {
            return write(*(from.*member));
        } else {
            return write(from.*member);
        }
    };
    if (const auto standard = made.write(T{})) made.about.default_value = to_line(*standard);
    return made;
}

/// Reads the keys of a mapping; `other_keys` are legal but not of this table.
template <class T>
void read_fields(Reader& reader, const document::Node& node, const std::string& path,
                 const Table<T>& table, T& into, const std::vector<std::string>& other_keys = {}) {
    for (const auto& entry : node.entries) {
        const Field<T>* known = nullptr;
        for (const auto& field : table.fields) {
            if (field.about.key == entry.key) known = &field;
        }
        if (known != nullptr) {
            known->read(reader, entry.value, document::join_path(path, entry.key), into);
            continue;
        }
        bool is_other = false;
        for (const auto& key : other_keys) is_other = is_other || key == entry.key;
        if (!is_other) {
            std::vector<std::string> legal = table.keys();
            legal.insert(legal.end(), other_keys.begin(), other_keys.end());
            reader.report_unknown_key(entry, path, legal);
        }
    }
    for (const auto& field : table.fields) {
        if (field.about.is_required && node.find(field.about.key) == nullptr) {
            reader.error(node.position, path,
                         fmt::format("missing key '{}'; expected {}", field.about.key,
                                     field.about.type.expected));
        }
    }
}

template <class T>
document::Node write_fields(const Table<T>& table, const T& from) {
    document::Node node = document::Node::mapping();
    for (const auto& field : table.fields) {
        if (auto value = field.write(from)) node.add(field.about.key, std::move(*value));
    }
    return node;
}

/// A mapping that follows a table; `check` sees the whole after it has been read.
template <class T>
Codec<T> mapping(
    const Table<T>& table,
    std::function<void(Reader&, const document::Node&, const std::string&, T&)> check = {}) {
    Codec<T> codec;
    codec.about.type = "mapping";
    codec.about.expected = "a mapping with the keys of a " + table.name;
    codec.about.section = table.name;
    codec.about.form = Form::mapping;
    codec.read = [&table, check](Reader& reader, const document::Node& node,
                                 const std::string& path) -> std::optional<T> {
        if (!node.is_mapping()) {
            reader.report_kind(
                node, path,
                fmt::format("a mapping with the keys {}", base::list_names(table.keys(), 40)),
                node.is_null() ? "write {} when nothing is to be said" : "");
            return std::nullopt;
        }
        T value;
        read_fields(reader, node, path, table, value);
        if (check) check(reader, node, path, value);
        return value;
    };
    codec.write = [&table](const T& value) { return write_fields(table, value); };
    return codec;
}

/// Reads a name that the user gives to something; reports names that could not be used elsewhere.
void check_name(Reader& reader, const document::Entry& entry, const std::string& path,
                const std::vector<std::string>& reserved);

/// What a name of the user's looks like; see check_name.
inline constexpr const char* kNamePattern = "^[A-Za-z][A-Za-z0-9_]*$";

/// A mapping from names to what `element` describes.
[[nodiscard]] TypeDescription described_by_name(const TypeDescription& element,
                                                const std::string& expected,
                                                const std::string& key_pattern = kNamePattern);
[[nodiscard]] TypeDescription described_list(const TypeDescription& element,
                                             const std::string& expected);

/// Elements by name. A faulty element is kept as far as it could be read, so that its name exists.
template <class V>
Codec<process::NamedList<V>> by_name(Codec<V> codec, const std::string& what,
                                     const std::vector<std::string>& reserved = {}) {
    Codec<process::NamedList<V>> made;
    made.about = described_by_name(codec.about, "a mapping of names to " + what);
    made.read = [codec, reserved, expected = made.about.expected](
                    Reader& reader, const document::Node& node,
                    const std::string& path) -> std::optional<process::NamedList<V>> {
        if (!node.is_mapping()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        process::NamedList<V> list;
        for (const auto& entry : node.entries) {
            check_name(reader, entry, path, reserved);
            auto value = codec.read(reader, entry.value, document::join_path(path, entry.key));
            list.push_back({entry.key, entry.key_position, value ? std::move(*value) : V{}});
        }
        return list;
    };
    made.write = [codec](const process::NamedList<V>& list) {
        document::Node node = document::Node::mapping();
        for (const auto& item : list) node.add(item.name, codec.write(item.value));
        return node;
    };
    return made;
}

template <class V>
Codec<std::vector<V>> list_of(Codec<V> codec, const std::string& what) {
    Codec<std::vector<V>> made;
    made.about = described_list(codec.about, "a list of " + what);
    made.read = [codec, expected = made.about.expected](
                    Reader& reader, const document::Node& node,
                    const std::string& path) -> std::optional<std::vector<V>> {
        if (!node.is_list()) {
            reader.report_kind(node, path, expected,
                               node.is_scalar() ? fmt::format("write [{}]", node.text) : "");
            return std::nullopt;
        }
        std::vector<V> list;
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            auto value =
                codec.read(reader, node.items[i], document::join_path(path, std::to_string(i + 1)));
            if (value) list.push_back(std::move(*value));
        }
        return list;
    };
    made.write = [codec](const std::vector<V>& list) {
        document::Node node = document::Node::list();
        for (const auto& item : list) node.items.push_back(codec.write(item));
        return node;
    };
    return made;
}

/// A scalar whose text `parse` understands.
template <class V>
Codec<V> scalar_codec(const TypeDescription& about,
                      std::function<Parsed<V>(const std::string& text)> parse,
                      std::function<std::string(const V&)> write) {
    Codec<V> codec;
    codec.about = about;
    codec.about.may_state_source = true;
    if (codec.about.form == Form::undescribed) codec.about.form = Form::text;
    codec.read = [about, parse](Reader& reader, const document::Node& node,
                                const std::string& path) -> std::optional<V> {
        const document::Node* scalar = reader.scalar(node, path, about.expected);
        if (scalar == nullptr) return std::nullopt;
        auto value = parse(scalar->text);
        if (const auto* problem = std::get_if<Problem>(&value)) {
            reader.report(*scalar, path, *problem);
            return std::nullopt;
        }
        reader.note_figure(about, *scalar, path);
        return std::get<V>(std::move(value));
    };
    codec.write = [write](const V& value) { return document::Node::scalar(write(value)); };
    return codec;
}

// ---- the values of the language
// -----------------------------------------------------------------------

[[nodiscard]] Codec<double> number(Range range, std::string unit = {});
[[nodiscard]] Codec<double> probability();
[[nodiscard]] Codec<int> whole(Range range);
[[nodiscard]] Codec<std::int64_t> large_whole(Range range);
[[nodiscard]] Codec<std::uint64_t> seed();
[[nodiscard]] Codec<bool> truth();
[[nodiscard]] Codec<base::Duration> duration(Range seconds);
/// A duration > 0, or the word `forever`.
[[nodiscard]] Codec<base::Duration> duration_or_forever();
[[nodiscard]] Codec<double> rate();           ///< >= 0 [1/s]
[[nodiscard]] Codec<double> yearly_change();  ///< `1 per year` [1/year]
[[nodiscard]] Codec<std::chrono::year_month_day> date();
[[nodiscard]] Codec<process::LawText> law_of_durations();
[[nodiscard]] Codec<process::LawText> law_of_numbers();
[[nodiscard]] Codec<process::Expression> expression();
/// The same in an interface, where expressions know more names.
[[nodiscard]] Codec<process::Expression> interface_expression();
/// A probability or an expression, in an interface.
[[nodiscard]] Codec<process::Chance> chance();
/// A duration > 0, or days of a calendar.
[[nodiscard]] Codec<process::TimeOut> time_out();
[[nodiscard]] Codec<process::Reference> reference(NameKind kind);
[[nodiscard]] Codec<process::Text> text();
/// One line of text, not empty.
[[nodiscard]] Codec<std::string> plain_text(const std::string& expected);

/// One of some words.
template <class E>
Codec<E> word(std::vector<std::pair<std::string, E>> words) {
    TypeDescription about;
    about.type = "word";
    about.form = Form::word;
    for (const auto& [name, value] : words) about.words.push_back(name);
    about.expected = "one of: " + base::list_names(about.words, 40);
    auto parse = [words, names = about.words](const std::string& text) -> Parsed<E> {
        for (const auto& [name, value] : words) {
            if (name == text) return value;
        }
        return Problem{fmt::format("unknown word '{}'; expected one of: {}", text,
                                   base::list_names(names, 40)),
                       suggestion(text, names)};
    };
    auto write = [words](const E& value) {
        for (const auto& [name, candidate] : words) {
            if (candidate == value) return name;
        }
        return std::string();
    };
    return scalar_codec<E>(about, parse, write);
}

}  // namespace yhdyspinta::scenario
