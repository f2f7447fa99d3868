// SPDX-License-Identifier: Apache-2.0
// The commands of a Markdown page, executed, and what they print compared with what the page says.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yhdyspinta::docs {

/// What a page says a block of commands prints.
struct ExpectedOutput {
    std::vector<std::string> lines;
    int exit_code = 0;       ///< of the last command
    std::size_t opened = 0;  ///< line of the page, 1-based, where the block opens
};

/// A ```sh block; a line that ends in `\` goes on in the next.
struct CommandBlock {
    std::size_t line = 0;  ///< of the page, 1-based, where the block opens
    std::vector<std::string> commands;
    std::optional<ExpectedOutput> expected;
};

/// The ```sh blocks of a page, in order. A block opened by ```text output right after (blank lines
/// apart) is what the commands print together, standard error included; ```text output exit=3
/// expects that exit code of the last command. Every other command must end with 0.
[[nodiscard]] std::vector<CommandBlock> command_blocks_of(std::string_view page);

/// Commands that a test cannot execute: those that build the tree or run the tests
/// (tools/quickstart, tests/run) and those that fetch or enter a clone (git clone, cd).
[[nodiscard]] bool is_left_out(std::string_view command);

/// True when `actual` reads as `expected`, where `…` alone on a line stands for any number of lines
/// and elsewhere for anything within its line. Blanks at the end of lines do not count.
[[nodiscard]] bool matches(const std::vector<std::string>& expected,
                           const std::vector<std::string>& actual);

/// Executes the commands of `page` by bash in `directory`; returns what is wrong, one text each,
/// that begins with `name` and the line. Empty: the page tells the truth.
[[nodiscard]] std::vector<std::string> faults_of(std::string_view page, std::string_view name,
                                                 const std::filesystem::path& directory);

/// `page` with what its commands print now in place of the outputs that are not so any more. Where
/// `…` stands for something a whole output takes its place.
[[nodiscard]] std::string rewritten(std::string_view page, const std::filesystem::path& directory);

}  // namespace yhdyspinta::docs
