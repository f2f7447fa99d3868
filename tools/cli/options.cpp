// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/options.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <thread>

#include <fmt/format.h>

#include "engine/base/shell.hpp"
#include "tools/cli/whole_number.hpp"

namespace yhdyspinta::cli {

namespace {

CLI::Validator assignment() {
    const auto check = [](const std::string& text) -> std::string {
        const std::size_t equals = text.find('=');
        if (equals != std::string::npos && equals > 0) return {};
        return fmt::format("'{}' is not of the form path=value, e.g. run.length=2 years", text);
    };
    return CLI::Validator(check, "", "path=value");
}

void add_files(CLI::App& command, std::vector<std::string>& files) {
    command.add_option("FILE", files, "scenario files")->required()->type_name("");
}

void add_reading_options(CLI::App& command, std::vector<std::string>& sets, bool& is_strict) {
    command
        .add_option("--set", sets, "replaces a value of the scenario; may be given several times")
        ->type_name("PATH=VALUE")
        ->allow_extra_args(false)  // one value each time, or it would swallow the files after it
        ->check(assignment());
    command.add_flag("--strict", is_strict, "takes every warning for an error");
}

}  // namespace

void add_options(CLI::App& command, CheckOptions& options) {
    add_files(command, options.files);
    add_reading_options(command, options.sets, options.is_strict);
    command.add_flag("--explain", options.explains,
                     "shows ways, visits, loads and the values that theory expects");
}

void add_options(CLI::App& command, RunOptions& options) {
    constexpr std::uint64_t kMost = 1'000'000;
    options.jobs = std::max(1u, std::thread::hardware_concurrency());
    add_files(command, options.files);
    auto* replications = command
                             .add_option("--replications", options.replications,
                                         "how many; default: as the file says")
                             ->type_name("N")
                             ->check(whole_number(1, kMost));
    command
        .add_option("--only-replication", options.only_replication,
                    "runs this one replication alone")
        ->type_name("K")
        ->check(whole_number(1, kMost))
        ->excludes(replications);
    command
        .add_option("--seed", options.seed, "seed of all random numbers; default: as the file says")
        ->type_name("S")
        ->check(whole_number(0, std::numeric_limits<std::uint64_t>::max()));
    command
        .add_option("--jobs", options.jobs,
                    "replications at a time; changes no result; default: one per core")
        ->type_name("J")
        ->check(whole_number(1, 4096));
    auto* out = command.add_option("--out", options.out, "leaves all results in this folder")
                    ->type_name("DIR");
    const std::map<std::string, Format> formats{
        {"table", Format::table}, {"csv", Format::csv}, {"json", Format::json}};
    const auto known_format = [formats](const std::string& text) -> std::string {
        if (formats.count(text) > 0) return {};
        return fmt::format("'{}' is not one of table, csv, json", text);
    };
    command
        .add_option_function<std::string>(
            "--format",
            [&options, formats](const std::string& text) { options.format = formats.at(text); },
            "table, csv or json on standard output; default: table")
        ->type_name("FORMAT")
        ->check(CLI::Validator(known_format, ""));
    add_reading_options(command, options.sets, options.is_strict);
    command
        .add_flag("--event-log", options.has_event_log,
                  "leaves every event of every replication too")
        ->needs(out);
    command.add_flag("--all", options.shows_all, "shows every response in the table");
}

void add_options(CLI::App& command, DescribeOptions& options) {
    command
        .add_option("WHAT", options.what,
                    "SECTION, SECTION.KEY, laws [FILE], expressions [FILE] or FILE; nothing: all "
                    "sections")
        ->expected(0, 2)
        ->type_name("");
    const std::map<std::string, DescribeFormat> formats{
        {"text", DescribeFormat::text},
        {"json-schema", DescribeFormat::json_schema},
        {"markdown", DescribeFormat::markdown}};
    const auto known_format = [formats](const std::string& text) -> std::string {
        if (formats.count(text) > 0) return {};
        return fmt::format("'{}' is not one of text, json-schema, markdown", text);
    };
    command
        .add_option_function<std::string>(
            "--format",
            [&options, formats](const std::string& text) { options.format = formats.at(text); },
            "text, json-schema (for editors) or markdown; default: text")
        ->type_name("FORMAT")
        ->check(CLI::Validator(known_format, ""));
}

void add_options(CLI::App& command, RegionOptions& options) {
    command
        .add_option("REGION", options.region,
                    "code or name of a county or a municipality, or country")
        ->required()
        ->type_name("");
    command.add_option("--out", options.out, "folder to write; default: called like the region")
        ->type_name("FOLDER");
    command
        .add_option("--years", options.years,
                    "length of the run, in which children are born; default: 4")
        ->type_name("N")
        ->check(whole_number(1, 18));
    command
        .add_option("--statistics", options.statistics,
                    "file of Sotkanet or PxWeb with newer figures; may be given several times")
        ->type_name("FILE")
        ->allow_extra_args(false);
    command
        .add_option("--model", options.model,
                    "folder of the model; default: models/family_services")
        ->type_name("FOLDER");
}

namespace {

/// How often, with what and with how many processes something is simulated.
template <class Options>
void add_simulation_options(CLI::App& command, Options& options) {
    options.jobs = std::max(1u, std::thread::hardware_concurrency());
    command
        .add_option("--replications", options.replications, "how many; default: as the file says")
        ->type_name("N")
        ->check(whole_number(1, 1'000'000));
    command
        .add_option("--seed", options.seed, "seed of all random numbers; default: as the file says")
        ->type_name("S")
        ->check(whole_number(0, std::numeric_limits<std::uint64_t>::max()));
    command
        .add_option("--jobs", options.jobs,
                    "replications at a time; changes no result; default: one per core")
        ->type_name("J")
        ->check(whole_number(1, 4096));
    add_reading_options(command, options.sets, options.is_strict);
}

/// `a,b[from=x,to=y]` -> `a`, `b[from=x,to=y]`.
std::vector<std::string> split_responses(const std::string& text) {
    std::vector<std::string> parts(1);
    int open = 0;
    for (const char c : text) {
        open += c == '[' ? 1 : c == ']' ? -1 : 0;
        if (c == ',' && open == 0) {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

}  // namespace

void add_options(CLI::App& command, CalibrateOptions& options) {
    command.add_option("SCENARIO", options.file, "scenario file")->required()->type_name("");
    command
        .add_option("--targets", options.targets,
                    "what the scenario should give, and what may move")
        ->required()
        ->type_name("FILE");
    auto* check = command.add_flag("--check", options.only_checks,
                                   "fits nothing: shows each target beside what was simulated; "
                                   "exit code 0 when all are within their tolerance, 1 when not");
    command.add_option("--rounds", options.rounds, "of the fit, at most; default: 8")
        ->type_name("R")
        ->check(whole_number(0, 1000))
        ->excludes(check);
    command
        .add_option("--out", options.out,
                    "writes the fitted figures into this file, which extends the scenario")
        ->type_name("FILE")
        ->excludes(check);
    add_simulation_options(command, options);
    command.footer(
        "A file of targets:\n"
        "  schema: 1\n"
        "  targets:\n"
        "    busy: {response: utilisation, where: resource=desk, value: 0.7, tolerance: 0.02}\n"
        "    known: {indicator: notified, value: {value: 0.1, mark: V, source: …}, tolerance: "
        "0.01}\n"
        "  parameters:\n"
        "    demand: {scales: [sources.clients.rate, \"needs.*.onset.*.rate\"], from: 0.5, to: 2}");
}

void add_options(CLI::App& command, DocumentOptions& options) {
    command.add_option("SCENARIO", options.file, "scenario file")->required()->type_name("");
    command.add_option("--out", options.out, "Markdown file; default: standard output")
        ->type_name("FILE");
    auto* influence =
        command
            .add_option_function<std::string>(
                "--influence",
                [&options](const std::string& text) { options.influence = split_responses(text); },
                "responses, as NAME or NAME[WHERE], separated by commas: simulates each figure at "
                "both ends of its range and tells which they hang on")
            ->type_name("RESPONSES");
    command
        .add_option("--most", options.most,
                    "simulates only the N figures with the widest range; default: all")
        ->type_name("N")
        ->check(whole_number(1, 1'000'000))
        ->needs(influence);
    add_simulation_options(command, options);
}

std::string shell_quoted(const std::string& word) { return base::shell_quoted(word); }

}  // namespace yhdyspinta::cli
