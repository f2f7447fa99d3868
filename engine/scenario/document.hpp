// SPDX-License-Identifier: Apache-2.0
// A YAML document as a tree of our own in which every node knows where it was written. The only
// file that knows yaml-cpp is document.cpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.hpp"

namespace yhdyspinta::scenario::document {

enum class Kind { null, scalar, list, mapping };

struct Entry;

/// A value. A null is either empty (`key:`) or a removal (`key: ~`). Block collections and empty
/// values have the position of their key, everything else its own first character.
struct Node {
    Kind kind = Kind::null;
    base::Position position;
    std::string text;            ///< of a scalar, as written, without quotes
    bool is_removal = false;     ///< of a null: written as `~` or `null`
    bool is_reported = false;    ///< something was already said about it; say no more
    std::vector<Node> items;     ///< of a list
    std::vector<Entry> entries;  ///< of a mapping, in the order of the file, keys unique

    static Node scalar(std::string text);
    static Node list();
    static Node list(std::vector<Node> items);
    static Node mapping();

    [[nodiscard]] const Node* find(std::string_view key) const;
    [[nodiscard]] Node* find(std::string_view key);
    [[nodiscard]] const Entry* find_entry(std::string_view key) const;
    /// Appends an entry; for trees built by code.
    Node& add(std::string key, Node value);
    [[nodiscard]] std::vector<std::string> keys() const;
    [[nodiscard]] bool is_mapping() const { return kind == Kind::mapping; }
    [[nodiscard]] bool is_list() const { return kind == Kind::list; }
    [[nodiscard]] bool is_scalar() const { return kind == Kind::scalar; }
    [[nodiscard]] bool is_null() const { return kind == Kind::null; }
};

struct Entry {
    std::string key;
    base::Position key_position;
    Node value;
};

/// The first byte that is not part of a UTF-8 character; npos when there is none.
[[nodiscard]] std::size_t first_byte_not_utf8(std::string_view text);

/// `resources` + `desk` -> `resources.desk`.
[[nodiscard]] std::string join_path(const std::string& path, std::string_view key);
/// `a.b.c`: `a`, `b` and `c`; one part at least, which may be empty.
[[nodiscard]] std::vector<std::string> split_path(std::string_view path);

/// The tree of a text, or nothing when it has no readable tree (then errors were added). Duplicate
/// keys, further documents, anchors, aliases, tags and keys that are not plain words are errors.
[[nodiscard]] std::optional<Node> parse(const std::string& text, std::uint32_t file,
                                        base::Diagnostics& diagnostics);

/// YAML that parse() reads back as the same tree (positions aside).
[[nodiscard]] std::string to_yaml(const Node& node);

/// The same on one line, for messages and defaults.
[[nodiscard]] std::string to_line(const Node& node);

}  // namespace yhdyspinta::scenario::document
