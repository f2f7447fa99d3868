// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace yhdyspinta::cli {

enum class Format { table, csv, json };

enum class DescribeFormat { text, json_schema, markdown };

/// What `describe` is asked to do.
struct DescribeOptions {
    std::vector<std::string> what;  ///< a section, a key, `laws`, `expressions`, a file
    DescribeFormat format = DescribeFormat::text;
};

/// What `check` is asked to do.
struct CheckOptions {
    std::vector<std::string> files;
    std::vector<std::string> sets;  ///< `path=value`
    bool is_strict = false;         ///< warnings are errors
    bool explains = false;          ///< visits, loads and expected values too
};

/// What `run` and `compare` are asked to do.
struct RunOptions {
    std::vector<std::string> files;
    std::vector<std::string> sets;                  ///< `path=value`, applied to every file
    bool is_strict = false;                         ///< warnings are errors
    std::optional<std::uint64_t> replications;      ///< absent: what the file says
    std::optional<std::uint64_t> only_replication;  ///< run this one alone
    std::optional<std::uint64_t> seed;              ///< absent: what the file says
    std::size_t jobs = 1;                           ///< child processes at a time
    std::optional<std::string> out;                 ///< folder for the results
    Format format = Format::table;
    bool has_event_log = false;  ///< write every event, one file per replication
    bool shows_all = false;      ///< every response, not the headline alone
};

/// Length of the runs of the scenarios that come with the program.
inline constexpr int kUsualYears = 4;

/// What `region` is asked to do.
struct RegionOptions {
    std::string region;                            ///< code or name, or `country`
    std::optional<std::string> out;                ///< folder; absent: called like the region
    int years = kUsualYears;                       ///< of the run, in which children are born
    std::vector<std::string> statistics;           ///< files with newer figures
    std::string model = "models/family_services";  ///< folder of the model
};

/// What `calibrate` is asked to do.
struct CalibrateOptions {
    std::string file;
    std::string targets;
    std::vector<std::string> sets;              ///< `path=value`
    bool is_strict = false;                     ///< warnings are errors
    bool only_checks = false;                   ///< fits nothing
    std::optional<std::uint64_t> replications;  ///< absent: what the file says
    std::optional<std::uint64_t> seed;          ///< absent: what the file says
    std::size_t jobs = 1;                       ///< child processes at a time
    int rounds = 8;                             ///< of the fit, at most
    std::optional<std::string> out;             ///< file for the fitted figures
};

/// What `document` is asked to do.
struct DocumentOptions {
    std::string file;
    std::vector<std::string> sets;              ///< `path=value`
    bool is_strict = false;                     ///< warnings are errors
    std::optional<std::string> out;             ///< file; absent: standard output
    std::vector<std::string> influence;         ///< responses, `NAME` or `NAME[WHERE]`
    std::optional<std::uint64_t> replications;  ///< absent: what the file says
    std::optional<std::uint64_t> seed;          ///< absent: what the file says
    std::size_t jobs = 1;                       ///< child processes at a time
    std::optional<std::size_t> most;            ///< figures with the widest ranges only
};

enum class ExplainFormat { text, csv, json };

/// What `explain` is asked to do.
struct ExplainOptions {
    std::string a, b;                           ///< files
    std::vector<std::string> sets;              ///< `path=value`, applied to both
    bool is_strict = false;                     ///< warnings are errors
    std::size_t groups = 8;                     ///< of differences, at most
    std::vector<std::string> named_groups;      ///< `NAME=PATH,PATH`
    std::vector<std::string> measures;          ///< `NAME` or `NAME[WHERE]`; none: the headline
    std::optional<std::size_t> orders;          ///< of groups, drawn; absent: all combinations
    bool only_lists = false;                    ///< simulates nothing
    std::optional<std::uint64_t> replications;  ///< absent: what the first file says
    std::optional<std::uint64_t> seed;          ///< absent: what the first file says
    std::size_t jobs = 1;                       ///< child processes at a time
    ExplainFormat format = ExplainFormat::text;
};

void add_options(CLI::App& command, CheckOptions& options);
void add_options(CLI::App& command, RunOptions& options);
void add_options(CLI::App& command, DescribeOptions& options);
void add_options(CLI::App& command, RegionOptions& options);
void add_options(CLI::App& command, ExplainOptions& options);
void add_options(CLI::App& command, CalibrateOptions& options);
void add_options(CLI::App& command, DocumentOptions& options);

/// `word` as a shell reads it back: quoted when it has to be.
[[nodiscard]] std::string shell_quoted(const std::string& word);

}  // namespace yhdyspinta::cli
