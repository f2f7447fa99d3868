// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/document.hpp"

#include <algorithm>
#include <cstdio>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace yhdyspinta::scenario::document {

Node Node::scalar(std::string text) {
    Node node;
    node.kind = Kind::scalar;
    node.text = std::move(text);
    return node;
}

Node Node::list() { return list(std::vector<Node>()); }

Node Node::list(std::vector<Node> items) {
    Node node;
    node.kind = Kind::list;
    node.items = std::move(items);
    return node;
}

Node Node::mapping() {
    Node node;
    node.kind = Kind::mapping;
    return node;
}

const Entry* Node::find_entry(std::string_view key) const {
    for (const auto& entry : entries) {
        if (entry.key == key) return &entry;
    }
    return nullptr;
}

const Node* Node::find(std::string_view key) const {
    const Entry* entry = find_entry(key);
    return entry ? &entry->value : nullptr;
}

Node* Node::find(std::string_view key) { return const_cast<Node*>(std::as_const(*this).find(key)); }

Node& Node::add(std::string key, Node value) {
    entries.push_back({std::move(key), {}, std::move(value)});
    return entries.back().value;
}

std::vector<std::string> Node::keys() const {
    std::vector<std::string> names;
    for (const auto& entry : entries) names.push_back(entry.key);
    return names;
}

std::vector<std::string> split_path(std::string_view path) {
    std::vector<std::string> parts;
    for (;;) {
        const std::size_t dot = path.find('.');
        parts.emplace_back(path.substr(0, dot));
        if (dot == std::string_view::npos) return parts;
        path.remove_prefix(dot + 1);
    }
}

std::string join_path(const std::string& path, std::string_view key) {
    if (path.empty()) return std::string(key);
    std::string joined;
    joined.reserve(path.size() + 1 + key.size());
    joined.append(path).append(1, '.').append(key);
    return joined;
}

namespace {

/// Length of the valid UTF-8 character at `text[i]`, 0 when there is none.
std::size_t utf8_length(std::string_view text, std::size_t i) {
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
    const unsigned char lead = byte(i);
    if (lead < 0x80) return 1;
    std::size_t length = 0;
    unsigned code = 0;
    if (lead >= 0xC2 && lead <= 0xDF) {
        length = 2;
        code = lead & 0x1Fu;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        length = 3;
        code = lead & 0x0Fu;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        length = 4;
        code = lead & 0x07u;
    } else {
        return 0;
    }
    if (i + length > text.size()) return 0;
    for (std::size_t k = 1; k < length; ++k) {
        if ((byte(i + k) & 0xC0u) != 0x80u) return 0;
        code = (code << 6u) | (byte(i + k) & 0x3Fu);
    }
    if (length == 3 && (code < 0x800 || (code >= 0xD800 && code <= 0xDFFF))) return 0;
    if (length == 4 && (code < 0x10000 || code > 0x10FFFF)) return 0;
    return length;
}

}  // namespace

std::size_t first_byte_not_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8_length(text, i);
        if (length == 0) return i;
        i += length;
    }
    return std::string_view::npos;
}

namespace {

/// A text without byte order mark and carriage returns, by lines.
class SourceText {
public:
    SourceText(const std::string& raw, std::uint32_t file) : file_(file) {
        std::size_t begin = raw.rfind("\xEF\xBB\xBF", 0) == 0 ? 3 : 0;
        text_.reserve(raw.size() + 1);
        for (std::size_t i = begin; i < raw.size(); ++i) {
            if (raw[i] == '\r' && i + 1 < raw.size() && raw[i + 1] == '\n') continue;
            text_.push_back(raw[i]);
        }
        line_starts_.push_back(0);
        for (std::size_t i = 0; i < text_.size(); ++i) {
            if (text_[i] == '\n') line_starts_.push_back(i + 1);
        }
    }

    [[nodiscard]] const std::string& text() const { return text_; }

    [[nodiscard]] std::string_view line(std::size_t index) const {
        const std::size_t begin = line_starts_[index];
        const std::size_t end =
            index + 1 < line_starts_.size() ? line_starts_[index + 1] - 1 : text_.size();
        return std::string_view(text_).substr(begin, end - begin);
    }
    [[nodiscard]] std::size_t lines() const { return line_starts_.size(); }

    /// False when a quoted text begins at `mark` and does not end before the file does: yaml-cpp
    /// takes the rest of the file without a word when that ends with a line break.
    [[nodiscard]] bool has_closing_quote(const YAML::Mark& mark) const {
        const std::string_view rest = from(mark);
        if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) return true;
        const char quote = rest.front();
        const auto begin = static_cast<std::size_t>(rest.data() - text_.data());
        for (std::size_t i = begin + 1; i < text_.size(); ++i) {
            if (text_[i] == '\\' && quote == '"') {
                ++i;
            } else if (text_[i] == quote) {
                if (quote == '"' || i + 1 >= text_.size() || text_[i + 1] != quote) return true;
                ++i;
            }
        }
        return false;
    }

    /// 1-based, columns in characters.
    [[nodiscard]] base::Position at(std::size_t line_index, std::size_t byte) const {
        const std::size_t index = std::min(line_index, lines() - 1);
        const std::string_view content = line(index).substr(0, byte);
        const auto characters = std::count_if(content.begin(), content.end(), [](char c) {
            return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u;
        });
        return {file_, static_cast<std::uint32_t>(index + 1),
                static_cast<std::uint32_t>(characters + 1)};
    }
    [[nodiscard]] base::Position at(const YAML::Mark& mark) const {
        if (mark.is_null() || mark.line < 0 || mark.column < 0) return {file_, 0, 0};
        return at(static_cast<std::size_t>(mark.line), static_cast<std::size_t>(mark.column));
    }
    [[nodiscard]] std::string_view from(const YAML::Mark& mark) const {
        if (mark.is_null() || mark.line < 0 || mark.column < 0) return {};
        const auto index = static_cast<std::size_t>(mark.line);
        const auto column = static_cast<std::size_t>(mark.column);
        if (index >= lines() || column >= line(index).size()) return {};
        return line(index).substr(column);
    }

private:
    std::string text_;
    std::uint32_t file_;
    std::vector<std::size_t> line_starts_;
};

/// True when the word at the front of `rest` is `~` or `null` in one of its spellings.
bool begins_with_null_word(std::string_view rest) {
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
        if (rest.substr(0, word.size()) != word) continue;
        const std::string_view after = rest.substr(word.size());
        if (after.empty() ||
            std::string_view(" \t,]}").find(after.front()) != std::string_view::npos) {
            return after.find_first_not_of(' ') == std::string_view::npos ||
                   after[after.find_first_not_of(' ')] != ':';
        }
    }
    return false;
}

class TreeBuilder : public YAML::EventHandler {
public:
    TreeBuilder(const SourceText& source, base::Diagnostics& diagnostics)
        : source_(source), diagnostics_(diagnostics) {}

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        check_anchor(mark, anchor);
        Node node;
        node.is_removal = begins_with_null_word(source_.from(mark));
        node.position = node.is_removal ? source_.at(mark) : position_of_parent(mark);
        add(std::move(node), mark);
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        diagnostics_.error(source_.at(mark), path(),
                           "aliases (*name) are not used in scenarios; write the value out, or put "
                           "what is shared into a file for 'extends'");
        Node node;
        node.position = source_.at(mark);
        node.is_reported = true;
        add(std::move(node), mark);
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        check_anchor(mark, anchor);
        check_tag(mark, tag);
        if (tag == "!" && !source_.has_closing_quote(mark)) {
            diagnostics_.error(source_.at(mark), "", "this is not YAML: a quote is not closed");
            has_open_quote_ = true;
        }
        Node node = Node::scalar(value);
        node.position = source_.at(mark);
        add(std::move(node), mark);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override {
        start(Node::list(), mark, tag, anchor, style);
    }
    void OnSequenceEnd() override { end(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override {
        start(Node::mapping(), mark, tag, anchor, style);
    }
    void OnMapEnd() override { end(); }

    [[nodiscard]] bool has_root() const { return has_root_; }
    [[nodiscard]] bool has_open_quote() const { return has_open_quote_; }
    [[nodiscard]] Node take_root() { return std::move(root_); }
    /// Where the innermost collection that is still open begins.
    [[nodiscard]] std::optional<base::Position> innermost_open() const {
        const auto innermost = std::find_if(stack_.rbegin(), stack_.rend(),
                                            [](const Frame& frame) { return frame.is_flow; });
        if (innermost == stack_.rend()) return std::nullopt;
        return innermost->node.position;
    }

private:
    struct Frame {
        Node node;
        bool is_flow = false;
        bool has_key = false;
        bool is_bad_key = false;  // what follows belongs to a key that was reported
        std::string key;
        base::Position key_position;
    };

    [[nodiscard]] std::string path() const {
        std::string text;
        for (const auto& frame : stack_) {
            if (frame.node.is_list()) {
                text = join_path(text, std::to_string(frame.node.items.size() + 1));
            } else if (frame.has_key) {
                text = join_path(text, frame.key);
            }
        }
        return text;
    }

    [[nodiscard]] base::Position position_of_parent(const YAML::Mark& mark) const {
        if (stack_.empty()) return source_.at(mark);
        const Frame& frame = stack_.back();
        return frame.has_key ? frame.key_position : frame.node.position;
    }

    void check_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
        if (anchor == 0) return;
        diagnostics_.error(source_.at(mark), path(),
                           "anchors (&name) are not used in scenarios; put what is shared into a "
                           "file for 'extends'");
    }

    void check_tag(const YAML::Mark& mark, const std::string& tag) {
        if (tag.empty() || tag == "?" || tag == "!") return;
        const std::string standard = "tag:yaml.org,2002:";
        const std::string shown =
            tag.rfind(standard, 0) == 0 ? "!!" + tag.substr(standard.size()) : tag;
        diagnostics_.error(source_.at(mark), path(),
                           fmt::format("tags such as '{}' are not used in scenarios", shown));
    }

    void start(Node node, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
               YAML::EmitterStyle::value style) {
        check_anchor(mark, anchor);
        check_tag(mark, tag);
        const bool is_flow = style == YAML::EmitterStyle::Flow;
        const bool is_value = !stack_.empty() && stack_.back().has_key;
        node.position = is_flow || !is_value ? source_.at(mark) : stack_.back().key_position;
        Frame frame;
        frame.node = std::move(node);
        frame.is_flow = is_flow;
        stack_.push_back(std::move(frame));
        marks_.push_back(mark);
    }

    void end() {
        Node node = std::move(stack_.back().node);
        const YAML::Mark mark = marks_.back();
        stack_.pop_back();
        marks_.pop_back();
        add(std::move(node), mark);
    }

    void add(Node node, const YAML::Mark& mark) {
        if (stack_.empty()) {
            root_ = std::move(node);
            has_root_ = true;
            return;
        }
        Frame& frame = stack_.back();
        if (frame.node.is_list()) {
            frame.node.items.push_back(std::move(node));
            return;
        }
        if (!frame.has_key) {
            frame.is_bad_key = !node.is_scalar() || node.text.empty();
            if (frame.is_bad_key) {
                diagnostics_.error(source_.at(mark), path(),
                                   "a key must be a word; expected 'key: value'");
            }
            frame.key = node.text;
            frame.key_position = node.is_scalar() ? node.position : source_.at(mark);
            frame.has_key = true;
            return;
        }
        if (!frame.is_bad_key) {
            if (const Entry* first = frame.node.find_entry(frame.key)) {
                frame.has_key = false;  // the place is that of the mapping
                diagnostics_.error(frame.key_position, path(),
                                   fmt::format("duplicate key '{}'; it was first given on line {}",
                                               frame.key, first->key_position.line),
                                   "remove one of the two");
            } else {
                frame.node.entries.push_back({frame.key, frame.key_position, std::move(node)});
            }
        }
        frame.has_key = false;
        frame.is_bad_key = false;
    }

    const SourceText& source_;
    base::Diagnostics& diagnostics_;
    std::vector<Frame> stack_;
    std::vector<YAML::Mark> marks_;
    Node root_;
    bool has_root_ = false;
    bool has_open_quote_ = false;
};

/// Takes note of nothing but where a document begins.
class NextDocument : public YAML::EventHandler {
public:
    void OnDocumentStart(const YAML::Mark& mark) override { mark_ = mark; }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
    void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
    void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  const std::string&) override {}
    void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                         YAML::EmitterStyle::value) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                    YAML::EmitterStyle::value) override {}
    void OnMapEnd() override {}
    [[nodiscard]] const YAML::Mark& mark() const { return mark_; }

private:
    YAML::Mark mark_ = YAML::Mark::null_mark();
};

void report_syntax(const YAML::Exception& problem, const SourceText& source,
                   const TreeBuilder& builder, base::Diagnostics& diagnostics) {
    base::Position position = source.at(problem.mark);
    std::string what = problem.msg;
    std::string hint;
    if (what == "end of sequence flow not found" || what == "end of map flow not found") {
        what = what == "end of map flow not found" ? "a '{' is not closed" : "a '[' is not closed";
        position = builder.innermost_open().value_or(position);
    } else if (what == "illegal EOF in scalar") {
        what = "a quote is not closed";
    } else if (what == "illegal map value") {
        what = "a ': ' where no value can begin";
        hint = "put a text that holds ': ' in quotes; check the indentation";
    } else if (what == "unknown token") {
        what = "no value can begin with this character";
        hint = "put the text in quotes";
    }
    diagnostics.error(position, "", "this is not YAML: " + what, hint);
}

/// What yaml-cpp would misread in silence; true when there is nothing.
bool is_plain_text(const SourceText& source, base::Diagnostics& diagnostics) {
    for (std::size_t i = 0; i < source.lines(); ++i) {
        const std::string_view line = source.line(i);
        for (std::size_t k = 0; k < line.size();) {
            const std::size_t length = utf8_length(line, k);
            if (length == 0) {
                diagnostics.error(source.at(i, k), "",
                                  fmt::format("byte 0x{:02X} is not UTF-8; save the file as UTF-8",
                                              static_cast<unsigned char>(line[k])));
                return false;
            }
            const auto byte = static_cast<unsigned char>(line[k]);
            if ((byte < 0x20 && byte != '\t') || byte == 0x7F) {
                diagnostics.error(
                    source.at(i, k), "",
                    fmt::format("control character 0x{:02X} cannot stand in a scenario", byte));
                return false;
            }
            k += length;
        }
        const std::size_t indent = line.find_first_not_of(" \t");
        const std::size_t tab = line.find('\t');
        if (indent != std::string_view::npos && tab < indent) {
            diagnostics.error(source.at(i, tab), "",
                              "a tab indents this line; YAML is indented with spaces",
                              "replace the tab with spaces");
            return false;
        }
    }
    return true;
}

}  // namespace

std::optional<Node> parse(const std::string& text, std::uint32_t file,
                          base::Diagnostics& diagnostics) {
    const SourceText source(text, file);
    if (!is_plain_text(source, diagnostics)) return std::nullopt;
    std::istringstream stream(source.text());
    TreeBuilder builder(source, diagnostics);
    try {
        YAML::Parser parser(stream);
        parser.HandleNextDocument(builder);
        if (builder.has_root()) {
            NextDocument next;
            if (parser.HandleNextDocument(next)) {
                diagnostics.error(source.at(next.mark()), "",
                                  "a second document begins here; a scenario is one document",
                                  "check the indentation, and remove '---'");
            }
        }
    } catch (const YAML::Exception& problem) {
        report_syntax(problem, source, builder, diagnostics);
        return std::nullopt;
    } catch (const std::exception& problem) {
        diagnostics.error({file, 0, 0}, "", fmt::format("this is not YAML: {}", problem.what()));
        return std::nullopt;
    }
    if (!builder.has_root()) {
        diagnostics.error({file, 1, 1}, "",
                          "the file is empty; expected a scenario that begins with 'schema: 1'");
        return std::nullopt;
    }
    if (builder.has_open_quote()) return std::nullopt;
    Node root = builder.take_root();
    if (root.is_mapping()) root.position = {file, 1, 1};
    return root;
}

// ---- writing
// ----------------------------------------------------------------------------------------

namespace {

constexpr std::size_t kLineLength = 100;

bool is_plain_scalar(const std::string& text) {
    if (text.empty() || text == "null" || text == "Null" || text == "NULL") return false;
    const auto is_safe = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("_./()+*<>=- :").find(c) != std::string_view::npos;
    };
    if (!std::all_of(text.begin(), text.end(), is_safe)) return false;
    if (std::string_view("+*<>=- :)/").find(text.front()) != std::string_view::npos) {
        const bool is_number = (text.front() == '-' || text.front() == '+') && text.size() > 1 &&
                               text[1] >= '0' && text[1] <= '9';
        if (!is_number) return false;
    }
    if (text.back() == ' ' || text.back() == ':') return false;
    if (text.find("---") == 0 || text.find("...") == 0) return false;
    return text.find(": ") == std::string::npos && text.find("::") == std::string::npos &&
           text.find("  ") == std::string::npos;
}

std::string scalar_text(const std::string& text) {
    if (is_plain_scalar(text)) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (c == '\n') {
            quoted += "\\n";
        } else if (byte < 0x20 || byte == 0x7F) {
            quoted += fmt::format("\\x{:02x}", byte);
        } else {
            quoted += c;
        }
    }
    return quoted + "\"";
}

void append_line(const Node& node, std::string& out) {
    switch (node.kind) {
        case Kind::null: out += "~"; break;
        case Kind::scalar: out += scalar_text(node.text); break;
        case Kind::list:
            out += '[';
            for (std::size_t i = 0; i < node.items.size(); ++i) {
                if (i > 0) out += ", ";
                append_line(node.items[i], out);
            }
            out += ']';
            break;
        case Kind::mapping:
            out += '{';
            for (std::size_t i = 0; i < node.entries.size(); ++i) {
                if (i > 0) out += ", ";
                out += scalar_text(node.entries[i].key) + ": ";
                append_line(node.entries[i].value, out);
            }
            out += '}';
            break;
    }
}

void append_block(const Node& node, std::size_t indent, std::size_t depth, std::string& out);

/// The value after `key:` or `-`; `used` is the length of that line so far.
void append_value(const Node& value, std::size_t indent, std::size_t used, std::size_t depth,
                  bool is_item, std::string& out) {
    const std::string line = to_line(value);
    const bool is_collection = value.is_list() || value.is_mapping();
    const bool is_empty = value.items.empty() && value.entries.empty();
    const bool is_section = depth <= 1 && !is_item && value.is_mapping();
    if (!is_collection || is_empty || (!is_section && used + 1 + line.size() <= kLineLength)) {
        out += " " + line + "\n";
        return;
    }
    if (is_item) {
        // `-` and the collection's first line share a line
        std::string block;
        append_block(value, indent + 2, depth + 1, block);
        out += " " + block.substr(indent + 2);
        return;
    }
    out += "\n";
    append_block(value, indent + 2, depth + 1, out);
}

void append_block(const Node& node, std::size_t indent, std::size_t depth, std::string& out) {
    const std::string margin(indent, ' ');
    for (const auto& item : node.items) {
        out += margin + "-";
        append_value(item, indent, indent + 1, depth, true, out);
    }
    for (const auto& entry : node.entries) {
        const std::string key = scalar_text(entry.key) + ":";
        out += margin + key;
        append_value(entry.value, indent, indent + key.size(), depth, false, out);
    }
}

}  // namespace

std::string to_line(const Node& node) {
    std::string out;
    append_line(node, out);
    return out;
}

std::string to_yaml(const Node& node) {
    if (!node.is_mapping() || node.entries.empty()) return to_line(node) + "\n";
    std::string out;
    append_block(node, 0, 0, out);
    return out;
}

}  // namespace yhdyspinta::scenario::document
