// SPDX-License-Identifier: Apache-2.0
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/diagnostic.hpp"
#include "engine/base/error.hpp"
#include "engine/experiment/analysis/analyses.hpp"
#include "engine/scenario/csv.hpp"
#include "tools/cli/analyse_options.hpp"
#include "tools/cli/response_words.hpp"

namespace yhdyspinta::cli {

namespace {

using Analysis = AnalyseOptions::Analysis;
using experiment::AnalysisTables;

experiment::ExperimentData load(const experiment::Store& store, const AnalyseOptions& options) {
    std::vector<experiment::ResponseName> asked;
    asked.reserve(options.responses.size());
    for (const auto& text : options.responses) asked.push_back(response_of(text));
    auto data = experiment::load_experiment(store, asked);
    if (!options.better) return data;
    for (auto& measure : data.measures) {
        measure.measure.direction = *options.better == statistics::Better::smaller
                                        ? results::Direction::lower_is_better
                                        : results::Direction::higher_is_better;
    }
    return data;
}

/// Quantiles of the measures that have them.
results::AnalysisTable quantiles(const experiment::Store& store,
                                 const experiment::ExperimentData& data) {
    std::vector<experiment::AnalysedDistribution> distributions;
    for (const auto& measure : data.measures) {
        experiment::AnalysedDistribution each{measure, {}};
        for (std::size_t d = 0; d < data.designs.size(); ++d) {
            auto replications = store.distributions(d, measure.measure.name, measure.measure.where);
            if (replications.empty()) continue;
            each.measure.unit = replications.front().unit;
            each.designs.push_back({data.designs[d].name, std::move(replications)});
        }
        if (!each.designs.empty()) distributions.push_back(std::move(each));
    }
    if (distributions.empty()) {
        throw base::UsageError(
            "none of these responses has quantiles; with needs these have: "
            "waiting_time.effective_contact, waiting_time.first_contact, "
            "owner.days_to_first_owner");
    }
    return experiment::compare_distributions(distributions);
}

/// Waiting times of an activity in the order in which it started [s].
std::vector<double> waiting_times(const std::string& file, const std::string& activity) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        throw base::UserError(fmt::format("cannot read '{}': {}", file, std::strerror(errno)));
    }
    std::ostringstream text;
    text << in.rdbuf();
    base::Diagnostics diagnostics;
    const auto table = scenario::parse_csv(text.str(), diagnostics.add_file(file), diagnostics);
    if (!table) throw base::InputError(diagnostics.to_text());
    const auto event = table->column("event"), place = table->column("place"),
               value = table->column("value");
    if (!event || !place || !value) {
        throw base::UsageError(
            fmt::format("'{}' is no event log; expected a file that 'yhdyspinta run --event-log' "
                        "or 'event_logs' of an experiment has left",
                        file));
    }
    std::vector<double> times;
    std::set<std::string> activities;
    for (const auto& row : table->rows) {
        if (row.cells[*event] != "activity_started") continue;
        activities.insert(row.cells[*place]);
        if (row.cells[*place] != activity) continue;
        const std::string& cell = row.cells[*value];
        double waited = 0.0;
        const auto read = std::from_chars(cell.data(), cell.data() + cell.size(), waited);
        if (read.ec != std::errc() || read.ptr != cell.data() + cell.size()) {
            throw base::UsageError(
                fmt::format("{}:{}: '{}' is no waiting time; expected a number of seconds", file,
                            row.line, cell));
        }
        times.push_back(waited);
    }
    if (times.empty()) {
        const std::vector<std::string> names(activities.begin(), activities.end());
        const std::string near = base::closest_name(activity, names);
        throw base::UsageError(
            fmt::format("no activity '{}' started in '{}'; these did: {}{}", activity, file,
                        base::list_names(names, 40),
                        near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
    }
    return times;
}

void check_words(const AnalyseOptions& options) {
    if (options.analysis == Analysis::gains && options.design.empty()) {
        throw base::UsageError(
            "gains of which design? expected 'yhdyspinta analyse STORE gains DESIGN'");
    }
    if (options.analysis != Analysis::gains &&
        (!options.design.empty() || !options.against.empty())) {
        throw base::UsageError(
            fmt::format("'{}' belongs to gains; expected 'yhdyspinta analyse STORE gains DESIGN'",
                        options.design.empty() ? "--against" : options.design));
    }
    if (options.store.empty() && options.event_log.empty()) {
        throw base::UsageError("expected STORE, or --event-log FILE with --activity NAME");
    }
}

AnalysisTables tables_of(const AnalyseOptions& options) {
    if (!options.event_log.empty()) {
        return experiment::warm_up_of(waiting_times(options.event_log, options.activity),
                                      fmt::format("the waiting times [s] of {}", options.activity));
    }
    if (options.analysis == Analysis::warm_up) {
        throw base::UsageError(
            "a store holds figures of whole replications, not their course; expected "
            "'yhdyspinta analyse --event-log FILE --activity NAME' with a file that 'event_logs' "
            "of the experiment has left");
    }
    const experiment::Store store(options.store);
    if (options.analysis == Analysis::gains) {
        return experiment::client_gains_in(store, options.design, options.against);
    }
    const auto data = load(store, options);
    switch (options.analysis) {
        case Analysis::best: return experiment::best_designs(data, options.indifference);
        case Analysis::effects: return experiment::factor_effects(data);
        case Analysis::sensitivity: return experiment::factor_sensitivity(data);
        case Analysis::uncertainty: return experiment::uncertainty_of_best(data);
        default: break;
    }
    auto tables = experiment::compare_designs(data);
    if (options.has_quantiles) tables.push_back(quantiles(store, data));
    return tables;
}

}  // namespace

ExitCode analyse(const AnalyseOptions& options) {
    check_words(options);
    const auto tables = tables_of(options);
    switch (options.format) {
        case AnalyseOptions::Format::text: fmt::print("{}", results::analysis_text(tables)); break;
        case AnalyseOptions::Format::csv: results::write_analysis_csv(std::cout, tables); break;
        case AnalyseOptions::Format::json:
            fmt::print("{}\n", results::analysis_json(tables).dump(2));
            break;
    }
    std::cout.flush();
    return ExitCode::done;
}

}  // namespace yhdyspinta::cli
