// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.hpp"

namespace yhdyspinta::tools::statistics {

struct JsonEntry;

/// A JSON value that knows where it stands in its file, so that what is wrong with it can be told.
struct JsonNode {
    enum class Kind { null, truth, number, text, list, object };
    Kind kind = Kind::null;
    base::Position position;  ///< of its first character
    std::string text;         ///< of a text; of a number or a truth as written
    double number = 0.0;
    std::vector<JsonNode> items;     ///< of a list
    std::vector<JsonEntry> entries;  ///< of an object, in order

    [[nodiscard]] const JsonNode* find(std::string_view key) const;
    [[nodiscard]] bool is(Kind wanted) const { return kind == wanted; }
    /// Of a text or a number as written; empty for anything else.
    [[nodiscard]] std::string scalar() const;
};

struct JsonEntry {
    std::string name;
    JsonNode value;
};

/// Nothing when the text is not JSON; then an error was added.
[[nodiscard]] std::optional<JsonNode> parse_json(const std::string& text, std::uint32_t file,
                                                 base::Diagnostics& diagnostics);

}  // namespace yhdyspinta::tools::statistics
