// SPDX-License-Identifier: Apache-2.0
#include "tests/docs/page_commands.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include <fmt/format.h>

namespace yhdyspinta::docs {

namespace {

constexpr std::string_view kEllipsis = "…";

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    for (auto& line : lines) line.erase(line.find_last_not_of(" \t\r") + 1);
    return lines;
}

bool line_matches(std::string_view expected, std::string_view actual) {
    std::size_t gap = expected.find(kEllipsis);
    if (gap == std::string_view::npos) return expected == actual;
    if (!actual.starts_with(expected.substr(0, gap))) return false;
    actual.remove_prefix(gap);
    for (;;) {
        expected.remove_prefix(gap + kEllipsis.size());
        gap = expected.find(kEllipsis);
        if (gap == std::string_view::npos) return actual.ends_with(expected);
        const std::size_t found = actual.find(expected.substr(0, gap));
        if (found == std::string_view::npos) return false;
        actual.remove_prefix(found + gap);
    }
}

struct Ending {
    std::string output;
    int exit_code = 0;
};

Ending run(const std::string& command, const std::filesystem::path& directory) {
    auto quoted = [](std::string_view text) {
        std::string result = "'";
        for (const char letter : text) {
            if (letter == '\'')
                result += "'\\''";
            else
                result += letter;
        }
        return result + "'";
    };
    const std::string line = fmt::format("cd {} && exec bash -c {} 2>&1 </dev/null",
                                         quoted(directory.string()), quoted(command));
    std::FILE* pipe = ::popen(line.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot start a shell");
    Ending ending;
    char buffer[4096];
    for (std::size_t size = 0; (size = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
        ending.output.append(buffer, size);
    }
    const int status = ::pclose(pipe);
    ending.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return ending;
}

}  // namespace

std::vector<CommandBlock> command_blocks_of(std::string_view page) {
    std::vector<CommandBlock> blocks;
    const std::vector<std::string> lines = lines_of(page);
    bool may_be_output = false;  // nothing but blank lines since the last block of commands
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!lines[i].starts_with("```")) {
            if (!lines[i].empty()) may_be_output = false;
            continue;
        }
        const std::string info = lines[i].substr(3);
        const std::size_t opened = i + 1;
        std::vector<std::string> body;
        for (++i; i < lines.size() && lines[i] != "```"; ++i) body.push_back(lines[i]);

        if (info == "sh") {
            CommandBlock block{opened, {}, {}};
            bool goes_on = false;
            for (std::string line : body) {
                const bool is_continued = line.ends_with('\\');
                if (is_continued) line.pop_back();
                if (goes_on)
                    block.commands.back() += line;
                else if (!line.empty() && !line.starts_with('#'))
                    block.commands.push_back(line);
                goes_on = is_continued;
            }
            blocks.push_back(std::move(block));
            may_be_output = true;
        } else {
            constexpr std::string_view kOutput = "text output", kExit = "text output exit=";
            if (info == kOutput || info.starts_with(kExit)) {
                if (!may_be_output) {
                    throw std::runtime_error(
                        fmt::format("line {}: output without a ```sh block before it", opened));
                }
                blocks.back().expected = ExpectedOutput{
                    body, info == kOutput ? 0 : std::stoi(info.substr(kExit.size())), opened};
            }
            may_be_output = false;
        }
    }
    return blocks;
}

bool is_left_out(std::string_view command) {
    constexpr std::string_view kLeftOut[] = {"tools/quickstart", "tests/run", "git clone", "cd"};
    return std::any_of(std::begin(kLeftOut), std::end(kLeftOut), [&](std::string_view start) {
        return command.starts_with(start) &&
               (command.size() == start.size() || command[start.size()] == ' ');
    });
}

bool matches(const std::vector<std::string>& expected, const std::vector<std::string>& actual) {
    // reached[j]: the expected lines so far can stand for the first j actual lines
    std::vector<bool> reached(actual.size() + 1, false);
    reached[0] = true;
    for (const std::string& line : expected) {
        std::vector<bool> next(actual.size() + 1, false);
        for (std::size_t j = 0; j <= actual.size(); ++j) {
            if (line == kEllipsis)
                next[j] = reached[j] || (j > 0 && next[j - 1]);
            else
                next[j] = j > 0 && reached[j - 1] && line_matches(line, actual[j - 1]);
        }
        reached = std::move(next);
    }
    return reached[actual.size()];
}

std::vector<std::string> faults_of(std::string_view page, std::string_view name,
                                   const std::filesystem::path& directory) {
    std::vector<std::string> faults;
    for (const CommandBlock& block : command_blocks_of(page)) {
        std::string output;
        for (std::size_t i = 0; i < block.commands.size(); ++i) {
            const std::string& command = block.commands[i];
            if (is_left_out(command)) {
                if (block.expected) {
                    faults.push_back(
                        fmt::format("{}:{}: {} is not executed, so its output cannot "
                                    "be promised",
                                    name, block.line, command));
                }
                continue;
            }
            const Ending ending = run(command, directory);
            output += ending.output;
            const bool is_last = i + 1 == block.commands.size();
            const int legal = is_last && block.expected ? block.expected->exit_code : 0;
            if (ending.exit_code != legal) {
                faults.push_back(fmt::format("{}:{}: {}\nended with {}, expected {}; it said\n{}",
                                             name, block.line, command, ending.exit_code, legal,
                                             ending.output));
            }
        }
        if (block.expected && !matches(block.expected->lines, lines_of(output))) {
            faults.push_back(fmt::format("{}:{}: the output is not as the page says:\n{}", name,
                                         block.line, output));
        }
    }
    return faults;
}

std::string rewritten(std::string_view page, const std::filesystem::path& directory) {
    std::vector<std::string> lines = lines_of(page);
    std::vector<CommandBlock> blocks = command_blocks_of(page);
    std::reverse(blocks.begin(), blocks.end());  // so that lines before keep their numbers
    for (const CommandBlock& block : blocks) {
        if (!block.expected) continue;
        std::string output;
        for (const std::string& command : block.commands) output += run(command, directory).output;
        const auto actual = lines_of(output);
        if (matches(block.expected->lines, actual)) continue;
        const auto from = lines.begin() + static_cast<std::ptrdiff_t>(block.expected->opened);
        const auto size = static_cast<std::ptrdiff_t>(block.expected->lines.size());
        lines.insert(lines.erase(from, from + size), actual.begin(), actual.end());
    }
    return fmt::format("{}\n", fmt::join(lines, "\n"));
}

}  // namespace yhdyspinta::docs
