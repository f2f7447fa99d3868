// SPDX-License-Identifier: Apache-2.0
#include "tools/statistics/json_tree.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace yhdyspinta::tools::statistics {

namespace {

using Kind = JsonNode::Kind;

/// What is nested deeper is no statistics, and would use up the stack.
constexpr std::size_t kDeepest = 64;

/// Tells, beside the characters, how far the parser has read.
class Watched {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    Watched(const char* at, const char** reached) : at_(at), reached_(reached) {}
    reference operator*() const { return *at_; }
    Watched& operator++() {
        *reached_ = ++at_;
        return *this;
    }
    Watched operator++(int) {
        const Watched before = *this;
        ++*this;
        return before;
    }
    bool operator==(const Watched& other) const { return at_ == other.at_; }
    bool operator!=(const Watched& other) const { return at_ != other.at_; }

private:
    const char* at_;
    const char** reached_;
};

class TreeBuilder : public nlohmann::json_sax<nlohmann::json> {
public:
    TreeBuilder(const std::string& text, std::uint32_t file, const char** reached)
        : begin_(text.data()), end_(text.data() + text.size()), file_(file), reached_(reached) {
        lines_.push_back(begin_);
        for (const char* c = begin_; c != end_; ++c) {
            if (*c == '\n') lines_.push_back(c + 1);
        }
    }

    bool null() override { return add(Kind::null, "null", 0.0); }
    bool boolean(bool value) override { return add(Kind::truth, value ? "true" : "false", 0.0); }
    bool number_integer(number_integer_t value) override {
        return add(Kind::number, std::to_string(value), static_cast<double>(value));
    }
    bool number_unsigned(number_unsigned_t value) override {
        return add(Kind::number, std::to_string(value), static_cast<double>(value));
    }
    bool number_float(number_float_t value, const string_t& text) override {
        return add(Kind::number, text, value);
    }
    bool string(string_t& value) override { return add(Kind::text, value, 0.0); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(Kind::object); }
    bool start_array(std::size_t) override { return open(Kind::list); }
    bool key(string_t& value) override {
        keys_.push_back(value);
        return true;
    }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t byte, const std::string&,
                     const nlohmann::detail::exception&) override {
        wrong_at_ =
            position(begin_ + std::min<std::size_t>(byte == 0 ? 0 : byte - 1,
                                                    static_cast<std::size_t>(end_ - begin_)));
        return false;
    }

    [[nodiscard]] base::Position wrong_at() const { return wrong_at_; }
    [[nodiscard]] JsonNode take_root() { return std::move(root_); }

private:
    [[nodiscard]] base::Position position(const char* at) const {
        const auto line = std::upper_bound(lines_.begin(), lines_.end(), at) - 1;
        const auto column = std::count_if(*line, at, [](char c) { return (c & 0xC0) != 0x80; });
        return {file_, static_cast<std::uint32_t>(line - lines_.begin() + 1),
                static_cast<std::uint32_t>(column + 1)};
    }

    /// Where the value begins that ends at what has been read.
    [[nodiscard]] const char* begin_of(Kind kind) const {
        const char* at = std::max(begin_, *reached_ - 1);
        if (kind == Kind::list || kind == Kind::object) return at;
        if (kind == Kind::text) {
            const auto is_escaped = [this](const char* quote) {
                std::size_t slashes = 0;
                while (quote - slashes > begin_ && *(quote - slashes - 1) == '\\') ++slashes;
                return slashes % 2 == 1;
            };
            --at;
            while (at > begin_ && (*at != '"' || is_escaped(at))) --at;
            return at;
        }
        const auto is_part = [](char c) {
            return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '+' ||
                   c == '.';
        };
        if (at > begin_ && !is_part(*at)) --at;  // a number ends with the character after it
        while (at > begin_ && is_part(at[-1])) --at;
        return at;
    }

    JsonNode made(Kind kind) const {
        JsonNode node;
        node.kind = kind;
        node.position = position(begin_of(kind));
        return node;
    }
    bool add(Kind kind, std::string text, double number) {
        JsonNode node = made(kind);
        node.text = std::move(text);
        node.number = number;
        put(std::move(node));
        return true;
    }
    bool open(Kind kind) {
        if (open_.size() >= kDeepest) {
            wrong_at_ = position(begin_of(kind));
            return false;
        }
        open_.push_back(made(kind));
        return true;
    }
    bool close() {
        JsonNode node = std::move(open_.back());
        open_.pop_back();
        put(std::move(node));
        return true;
    }
    void put(JsonNode node) {
        if (open_.empty()) {
            root_ = std::move(node);
        } else if (open_.back().is(Kind::object)) {
            open_.back().entries.push_back({std::move(keys_.back()), std::move(node)});
            keys_.pop_back();
        } else {
            open_.back().items.push_back(std::move(node));
        }
    }

    const char* begin_;
    const char* end_;
    std::uint32_t file_;
    const char** reached_;
    std::vector<const char*> lines_;  ///< first characters
    std::vector<JsonNode> open_;
    std::vector<std::string> keys_;  ///< of values that are still to come
    JsonNode root_;
    base::Position wrong_at_;
};

}  // namespace

const JsonNode* JsonNode::find(std::string_view key) const {
    for (const auto& [name, value] : entries) {
        if (name == key) return &value;
    }
    return nullptr;
}

std::string JsonNode::scalar() const {
    return is(Kind::text) || is(Kind::number) ? text : std::string();
}

std::optional<JsonNode> parse_json(const std::string& text, std::uint32_t file,
                                   base::Diagnostics& diagnostics) {
    const char* reached = text.data();
    TreeBuilder builder(text, file, &reached);
    const Watched begin(text.data(), &reached), end(text.data() + text.size(), &reached);
    if (!nlohmann::json::sax_parse(begin, end, &builder)) {
        diagnostics.error(builder.wrong_at(), "", "is not JSON from here on",
                          "was the whole file downloaded?");
        return std::nullopt;
    }
    return builder.take_root();
}

}  // namespace yhdyspinta::tools::statistics
