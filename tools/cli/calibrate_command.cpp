// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/experiment/calibrate.hpp"
#include "engine/results/number_text.hpp"
#include "engine/results/text_table.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/read_scenarios.hpp"
#include "tools/cli/staged_progress.hpp"

namespace yhdyspinta::cli {

namespace {

namespace fs = std::filesystem;
using results::TextTable;
using Align = TextTable::Align;

constexpr const char* kMadeBy = "Made by `yhdyspinta calibrate";

std::string check_text(const std::vector<experiment::CheckedTarget>& targets) {
    TextTable table({{"target", Align::left},
                     {"unit", Align::left},
                     {"value", Align::right},
                     {"tolerance", Align::right},
                     {"simulated", Align::right},
                     {"within", Align::left},
                     {"source", Align::left}});
    std::size_t within = 0;
    for (const auto& target : targets) {
        within += target.is_within ? 1 : 0;
        table.add_row({target.name, target.unit, results::readable_text(target.value),
                       "± " + results::readable_text(target.tolerance),
                       results::interval_text(target.simulated, target.half_width),
                       target.is_within ? "yes" : "no", target.source});
    }
    return table.to_text() +
           fmt::format("\n{} of {} targets are within their tolerance\n", within, targets.size());
}

std::string note_of(const experiment::FittedFactor& factor) {
    std::string note;
    if (factor.is_untold()) {
        note = "the targets cannot tell it: sweep it from " + results::readable_text(factor.from) +
               " to " + results::readable_text(factor.to);
    }
    if (factor.is_at_end) {
        note += std::string(note.empty() ? "" : "; ") + "at the end of its range";
    }
    return note;
}

std::string factors_text(const experiment::Calibration& calibration) {
    TextTable table({{"parameter", Align::left},
                     {"figures", Align::right},
                     {"factor", Align::right},
                     {"90 % interval", Align::left},
                     {"identified", Align::right},
                     {"note", Align::left}});
    for (const auto& factor : calibration.factors) {
        table.add_row({factor.name, std::to_string(factor.figures),
                       fmt::format("{:.3f}", factor.factor),
                       fmt::format("{:.3f}–{:.3f}", factor.low, factor.high),
                       fmt::format("{:.0f} %", 100.0 * factor.identified), note_of(factor)});
    }
    return table.to_text();
}

std::string end_text(const experiment::Calibration& calibration) {
    const std::string rounds =
        fmt::format("{} round{}", calibration.rounds, calibration.rounds == 1 ? "" : "s");
    switch (calibration.end) {
        case statistics::Fit::End::good:
            return "ended after " + rounds + ": every target within a third of its tolerance";
        case statistics::Fit::End::settled:
            return "ended after " + rounds + ": nothing fits better";
        case statistics::Fit::End::rounds_used: break;
    }
    return "ended after " + rounds + ": more rounds may fit better";
}

std::string command_of(const CalibrateOptions& options, const experiment::SimulationFrame& frame) {
    std::string text = fmt::format(
        "yhdyspinta calibrate {} --targets {} --replications {} "
        "--seed {} --rounds {}",
        shell_quoted(options.file), shell_quoted(options.targets), frame.replications, frame.seed,
        options.rounds);
    for (const auto& set : options.sets) text += " --set " + shell_quoted(set);
    if (options.out) text += " --out " + shell_quoted(*options.out);
    return text;
}

/// The scenario as the file `out` has to name it.
std::string scenario_from(const fs::path& out, const fs::path& scenario) {
    if (scenario.is_absolute()) return scenario.generic_string();
    std::error_code error;
    const fs::path folder = fs::absolute(out, error).parent_path();
    const fs::path relative = fs::relative(scenario, folder, error);
    return error || relative.empty() ? fs::absolute(scenario, error).generic_string()
                                     : relative.generic_string();
}

/// A file that somebody wrote by hand is not overwritten.
bool is_ours_or_new(const fs::path& file) {
    std::error_code error;
    if (!fs::exists(file, error)) return true;
    std::ifstream in(file, std::ios::binary);
    std::string line;
    for (int i = 0; i < 3 && std::getline(in, line); ++i) {
        if (line.find(kMadeBy) != std::string::npos) return true;
    }
    return false;
}

void check_may_write(const fs::path& out) {
    if (is_ours_or_new(out)) return;
    throw base::UsageError(
        fmt::format("'{}' was not made by 'yhdyspinta calibrate'; it is not overwritten",
                    out.generic_string()));
}

void write_fitted(const CalibrateOptions& options, const experiment::SimulationFrame& frame,
                  const fs::path& scenario, const experiment::Calibration& calibration) {
    const fs::path out = *options.out;
    std::ofstream file(out, std::ios::binary | std::ios::trunc);
    file << fmt::format(
        "# {}`:\n# {}\n# Check it with another seed: yhdyspinta calibrate {} "
        "--targets {} --check\nschema: 1\nextends: {}\n\n{}",
        kMadeBy, command_of(options, frame), shell_quoted(*options.out),
        shell_quoted(options.targets), '"' + scenario_from(out, scenario) + '"',
        calibration.overlay);
    file.close();
    if (!file) throw base::UserError(fmt::format("cannot write '{}'", out.generic_string()));
}

}  // namespace

ExitCode calibrate(const CalibrateOptions& options) {
    if (options.out) check_may_write(*options.out);
    const auto scenario = read_scenarios({options.file}, options.sets, options.is_strict).front();
    base::Diagnostics diagnostics;
    const auto targets = scenario::read_targets(options.targets, scenario, diagnostics);
    if (targets) experiment::check_responses(*targets, scenario.system, diagnostics);
    if (targets && !options.only_checks && targets->parameters.empty()) {
        diagnostics.error({0, 0, 0}, "parameters",
                          "there are none, so nothing can be fitted; expected at least one "
                          "parameter, or --check");
    }
    if (diagnostics.has_errors()) throw base::InputError(diagnostics.to_text());

    experiment::CalibrationTask task;
    task.scenario = options.file;
    task.sets = options.sets;
    task.read = &scenario;
    task.targets = &*targets;
    task.rounds = options.rounds;
    task.frame.seed = options.seed.value_or(scenario.system.run.seed);
    task.frame.replications =
        options.replications.value_or(static_cast<std::uint64_t>(scenario.system.run.replications));
    task.frame.jobs = options.jobs;

    const std::string title = scenario.system.title.in("en");
    const auto frame_text = [&](std::uint64_t seed) {
        return fmt::format(
            "{} replication{} of {:.6g} d; seed {}; ± is half a 95 % confidence "
            "interval",
            task.frame.replications, task.frame.replications == 1 ? "" : "s",
            scenario.system.run.length.in_days(), seed);
    };
    if (options.only_checks) {
        const auto tables = [&] {
            StagedProgress progress;
            return experiment::simulate_together({scenario.system}, task.frame, progress);
        }();
        const auto checked = experiment::check_targets(*targets, tables.front());
        fmt::print("{}\n{}\n\n{}", title.empty() ? options.file : title,
                   frame_text(task.frame.seed), check_text(checked));
        const bool is_within = std::all_of(checked.begin(), checked.end(),
                                           [](const auto& target) { return target.is_within; });
        return is_within ? ExitCode::done : ExitCode::outside;
    }

    const auto calibration = [&] {
        StagedProgress progress;
        return experiment::calibrate(task, progress);
    }();
    if (options.out) write_fitted(options, task.frame, scenario.files.front(), calibration);
    fmt::print("{}\nfitted with {}\n{}\n\n{}\nchecked with a fresh seed: {}\n\n{}",
               title.empty() ? options.file : title, frame_text(task.frame.seed),
               end_text(calibration), factors_text(calibration), frame_text(calibration.check_seed),
               check_text(calibration.check));
    if (options.out) fmt::print("\n{} has the fitted figures\n", *options.out);
    return ExitCode::done;
}

}  // namespace yhdyspinta::cli
