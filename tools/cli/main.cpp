// SPDX-License-Identifier: Apache-2.0
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <system_error>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "engine/base/diagnostic.hpp"
#include "engine/base/error.hpp"
#include "engine/experiment/child_pool.hpp"
#include "tools/cli/analyse_options.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/exit_code.hpp"
#include "tools/cli/experiment_options.hpp"
#include "tools/cli/options.hpp"
#include "tools/cli/report_command.hpp"
#include "tools/cli/versions.hpp"

namespace {

using namespace yhdyspinta;
using cli::ExitCode;

/// The option or command nearest to a word that was not understood, or empty.
std::string nearest(const CLI::App& app, const std::vector<std::string>& words) {
    const auto subcommands = app.get_subcommands();
    const CLI::App& place = subcommands.empty() ? app : *subcommands.front();
    std::vector<std::string> known;
    for (const CLI::Option* option : place.get_options()) {
        for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
    }
    if (subcommands.empty()) {
        for (const CLI::App* command : app.get_subcommands(nullptr)) {
            known.push_back(command->get_name());
        }
    }
    for (const std::string& word : words) {
        const std::string name = word.substr(0, word.find('='));
        if (std::string found = base::closest_name(name, known); !found.empty()) return found;
    }
    return {};
}

ExitCode report_usage(const CLI::App& app, const CLI::ParseError& error,
                      const std::vector<std::string>& words) {
    std::string text = error.what();
    for (char& c : text) {
        if (c == '\n') c = ' ';
    }
    const bool is_unknown = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr ||
                            (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr &&
                             app.get_subcommands().empty() && !words.empty());
    fmt::print(stderr, "yhdyspinta: error: {}\n", text);
    const std::string suggestion = is_unknown ? nearest(app, words) : std::string();
    if (!suggestion.empty()) fmt::print(stderr, "  hint: did you mean '{}'?\n", suggestion);
    const auto commands = app.get_subcommands();
    fmt::print(stderr, "  'yhdyspinta {}--help' tells what can be said\n",
               commands.empty() ? "" : commands.front()->get_name() + " ");
    return ExitCode::usage;
}

/// The command line as it can be typed again.
std::string command_line(const std::vector<std::string>& words) {
    std::string text = "yhdyspinta";
    for (const std::string& word : words) text += " " + cli::shell_quoted(word);
    return text;
}

ExitCode dispatch(int argc, char** argv, const std::vector<std::string>& words) {
    CLI::App app{"Simulates services, the interfaces between them and the people who pass through.",
                 "yhdyspinta"};
    app.set_version_flag("--version", cli::versions_text(),
                         "shows the version, and those of the libraries");
    app.require_subcommand(1);

    cli::CheckOptions check_options;
    cli::RunOptions run_options, compare_options;
    auto* check = app.add_subcommand("check", "says what is wrong or doubtful in scenario files");
    auto* run = app.add_subcommand("run", "simulates scenarios and shows what was measured");
    auto* compare = app.add_subcommand(
        "compare", "simulates scenarios with common random numbers and shows how they differ");
    cli::ExplainOptions explain_options;
    auto* explain = app.add_subcommand(
        "explain", "shows in what two scenarios differ and which difference does the work");
    cli::add_options(*explain, explain_options);
    cli::DescribeOptions describe_options;
    auto* describe = app.add_subcommand("describe", "tells what a scenario file can say");
    cli::add_options(*describe, describe_options);
    cli::RegionOptions region_options;
    auto* region = app.add_subcommand("region", "writes the part of a scenario that is a region's");
    cli::add_options(*region, region_options);
    cli::CalibrateOptions calibrate_options;
    auto* calibrate = app.add_subcommand(
        "calibrate", "compares a scenario with statistics, or fits its assumptions to them");
    cli::add_options(*calibrate, calibrate_options);
    cli::DocumentOptions document_options;
    auto* document =
        app.add_subcommand("document", "writes the figures of a scenario and where they come from");
    cli::add_options(*document, document_options);
    cli::AnalyseOptions analyse_options;
    auto* analyse = app.add_subcommand("analyse", "tells what the results of an experiment say");
    cli::add_options(*analyse, analyse_options);
    const auto experiment_commands = cli::add_experiment_commands(app);
    cli::ReportOptions report_options;
    auto* report =
        app.add_subcommand("report", "makes a page with charts of what an experiment found");
    cli::add_options(*report, report_options);
    cli::add_options(*check, check_options);
    cli::add_options(*run, run_options);
    cli::add_options(*compare, compare_options);

    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& help_or_version) {
        app.exit(help_or_version);
        return ExitCode::done;
    } catch (const CLI::ParseError& error) {
        return report_usage(app, error, words);
    }
    if (*explain) return cli::explain(explain_options);
    if (*describe) return cli::describe(describe_options);
    if (*region) return cli::region(region_options);
    if (*calibrate) return cli::calibrate(calibrate_options);
    if (*document) return cli::document(document_options);
    if (*analyse) return cli::analyse(analyse_options);
    if (const auto command = experiment_commands->asked()) return (*command)();
    if (*report) return cli::report(report_options);
    if (*check) return cli::check(check_options);
    if (*run) return cli::run(run_options);
    return cli::compare(compare_options);
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    ExitCode code = ExitCode::internal;
    try {
        code = dispatch(argc, argv, words);
        // Buffered output that cannot be written is a failure as well, not a success.
        if (std::fflush(stdout) != 0) throw base::UserError("cannot write to standard output");
    } catch (const base::InputError& error) {
        fmt::print(stderr, "{}", error.what());
        code = ExitCode::input;
    } catch (const base::ModelError& error) {
        fmt::print(stderr, "yhdyspinta: error: {}\n", error.what());
        code = ExitCode::model;
    } catch (const base::UserError& error) {
        fmt::print(stderr, "yhdyspinta: error: {}\n", error.what());
        code = ExitCode::usage;
    } catch (const std::system_error& error) {
        fmt::print(stderr, "yhdyspinta: error: {}\n", error.what());
        code = ExitCode::usage;
    } catch (const experiment::Interrupted& stop) {
        // End as the signal would have ended us, so that a calling script stops too.
        fmt::print(stderr, "yhdyspinta: stopped; no results\n");
        std::signal(stop.signal(), SIG_DFL);
        std::raise(stop.signal());
    } catch (const std::exception& error) {
        fmt::print(stderr,
                   "yhdyspinta: internal error: {}\n"
                   "  to repeat it: {}\n",
                   error.what(), command_line(words));
        code = ExitCode::internal;
    }
    return static_cast<int>(code);
}
