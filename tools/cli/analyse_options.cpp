// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/analyse_options.hpp"

#include <map>

#include <fmt/format.h>

#include "engine/base/diagnostic.hpp"

namespace yhdyspinta::cli {

namespace {

/// Refuses what is none of the words of a map.
template <class Value>
CLI::Validator one_of(const std::map<std::string, Value>& words) {
    return {[words](const std::string& text) -> std::string {
                if (words.count(text) > 0) return {};
                std::vector<std::string> names;
                names.reserve(words.size());
                for (const auto& [name, value] : words) names.push_back(name);
                const std::string near = base::closest_name(text, names);
                return fmt::format("'{}' is not one of: {}{}", text, base::list_names(names, 40),
                                   near.empty() ? "" : fmt::format("; did you mean '{}'?", near));
            },
            ""};
}

}  // namespace

void add_options(CLI::App& command, AnalyseOptions& options) {
    using Analysis = AnalyseOptions::Analysis;
    static const std::map<std::string, Analysis> kAnalyses{
        {"compare", Analysis::compare},         {"best", Analysis::best},
        {"effects", Analysis::effects},         {"sensitivity", Analysis::sensitivity},
        {"uncertainty", Analysis::uncertainty}, {"gains", Analysis::gains},
        {"warm-up", Analysis::warm_up}};
    static const std::map<std::string, AnalyseOptions::Format> kFormats{
        {"text", AnalyseOptions::Format::text},
        {"csv", AnalyseOptions::Format::csv},
        {"json", AnalyseOptions::Format::json}};
    static const std::map<std::string, statistics::Better> kBetter{
        {"smaller", statistics::Better::smaller}, {"larger", statistics::Better::larger}};

    auto* store =
        command.add_option("STORE", options.store, "folder of the results, or their file")
            ->type_name("");
    command
        .add_option_function<std::string>(
            "ANALYSIS",
            [&options](const std::string& text) { options.analysis = kAnalyses.at(text); },
            "compare (default), best, effects, sensitivity, uncertainty, gains or warm-up")
        ->type_name("")
        ->check(one_of(kAnalyses));
    command.add_option("DESIGN", options.design, "of gains: the design in which clients gain")
        ->type_name("");
    command
        .add_option("--against", options.against,
                    "of gains: the design to compare with; default: the baseline")
        ->type_name("DESIGN");
    command
        .add_option("--response", options.responses,
                    "NAME or NAME[WHERE]; may be repeated; default: the headline")
        ->type_name("NAME")
        ->allow_extra_args(false);
    command
        .add_option_function<std::string>(
            "--better", [&options](const std::string& text) { options.better = kBetter.at(text); },
            "what is good of the responses: smaller or larger")
        ->type_name("WORD")
        ->check(one_of(kBetter));
    command
        .add_option("--indifference", options.indifference,
                    "of best: differences below this do not matter; default: 1 % of the best mean")
        ->type_name("X")
        ->check(CLI::PositiveNumber);
    command.add_flag("--quantiles", options.has_quantiles,
                     "of compare: how waiting times and the like are spread over clients");
    auto* event_log = command
                          .add_option("--event-log", options.event_log,
                                      "of warm-up: CSV file of an event log, in place of STORE")
                          ->type_name("FILE")
                          ->excludes(store);
    auto* activity = command
                         .add_option("--activity", options.activity,
                                     "of warm-up: the activity whose waiting times are looked at")
                         ->type_name("NAME")
                         ->needs(event_log);
    event_log->needs(activity);
    command
        .add_option_function<std::string>(
            "--format", [&options](const std::string& text) { options.format = kFormats.at(text); },
            "text, csv or json on standard output; default: text")
        ->type_name("FORMAT")
        ->check(one_of(kFormats));
    command.footer(
        "compare      every design against the baseline\n"
        "best         every design against the best of the others\n"
        "effects      what two-level factors do, alone and together; a polynomial for other "
        "points\n"
        "sensitivity  which factors matter (design: {morris: 10} or {sobol: 64})\n"
        "uncertainty  chance and ignorance apart, the probability of being best (design:\n"
        "             {latin_hypercube: 50})\n"
        "gains        who gains and who loses (episodes: true)\n"
        "warm-up      how much of the beginning of a run to leave out (--event-log)");
}

}  // namespace yhdyspinta::cli
