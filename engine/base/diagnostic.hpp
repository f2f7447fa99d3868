// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yhdyspinta::base {

/// A place in an input file. `file` indexes a `Diagnostics::files` list; line and column are
/// 1-based, 0 means "the file as a whole".
struct Position {
    std::uint32_t file = 0;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    friend auto operator<=>(const Position&, const Position&) = default;
};

enum class Severity { error, warning };

/// One thing to say about an input file.
struct Diagnostic {
    Severity severity = Severity::error;
    Position position;
    std::string path;     ///< dotted path of the value, e.g. `services.desk.servers`; may be empty
    std::string message;  ///< what is wrong and what is legal; quotes the user's text
    std::string hint;     ///< a suggestion, or empty
};

/// Collects what is to be said about a set of input files, all problems in one pass.
class Diagnostics {
public:
    /// Registers a file by the name the user knows it by and returns its index.
    std::uint32_t add_file(std::string name);
    [[nodiscard]] const std::vector<std::string>& files() const { return files_; }

    void error(Position position, std::string path, std::string message, std::string hint = {});
    void warning(Position position, std::string path, std::string message, std::string hint = {});

    [[nodiscard]] bool has_errors() const { return errors() > 0; }
    [[nodiscard]] std::size_t errors() const;
    [[nodiscard]] std::size_t warnings() const;
    [[nodiscard]] const std::vector<Diagnostic>& all() const { return diagnostics_; }

    /// Turns every warning into an error (`--strict`).
    void make_strict();

    /// All diagnostics sorted by position, at most `limit`, in the form
    /// `file:line:column: error: path: message` with an indented `hint:` line, then a summary line
    /// `file: N errors; nothing was simulated` when there are errors.
    [[nodiscard]] std::string to_text(std::size_t limit = 20) const;

private:
    std::vector<std::string> files_;
    std::vector<Diagnostic> diagnostics_;
};

/// The candidate closest to `word` by edit distance (Damerau-Levenshtein, optimal string
/// alignment), when that distance is at most 2 and less than the length of the word; else empty.
[[nodiscard]] std::string closest_name(std::string_view word,
                                       const std::vector<std::string>& candidates);

/// `a, b, c`, cut with `, …` after `limit` names.
[[nodiscard]] std::string list_names(const std::vector<std::string>& names, std::size_t limit = 12);

}  // namespace yhdyspinta::base
