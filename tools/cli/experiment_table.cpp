// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/experiment_table.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/metrics/headline.hpp"
#include "engine/results/comparison.hpp"
#include "engine/results/number_text.hpp"
#include "engine/results/text_table.hpp"
#include "tools/cli/failure_code.hpp"

namespace yhdyspinta::cli {

namespace {

/// More designs than that do not fit beside each other on a terminal.
constexpr std::size_t kMostColumns = 4;
constexpr std::size_t kMostFailures = 20;

using Verdict = results::ComparedFigure::Verdict;

std::vector<results::ComparedMeasure> measures_of(const experiment::Store& store,
                                                  std::size_t reference,
                                                  const event_log::Legend& legend, bool shows_all) {
    const auto headline = metrics::headline_measures(legend);
    std::vector<results::ComparedMeasure> measures;
    for (const auto& response : store.content().designs[reference].responses) {
        const auto known =
            std::find_if(headline.begin(), headline.end(), [&response](const auto& measure) {
                return measure.name == response.name && measure.where == response.where;
            });
        if (known != headline.end()) {
            measures.push_back(*known);
        } else if (shows_all) {
            measures.push_back({response.name, response.where, results::Direction::neither});
        }
    }
    // An experiment that keeps nothing of the headline shows what it keeps.
    if (measures.empty() && !shows_all) return measures_of(store, reference, legend, true);
    return measures;
}

std::string difference_text(const results::ComparedFigure& figure) {
    switch (figure.verdict) {
        case Verdict::reference: return "";
        case Verdict::no_clear_difference: return "no clear difference";
        case Verdict::better: return "better";
        case Verdict::worse: return "worse";
        case Verdict::differs: break;
    }
    return "differs";
}

/// A table for each measure, a row for each design.
std::string by_measure(const std::vector<results::Design>& designs,
                       const std::vector<results::ComparedRow>& rows) {
    using Align = results::TextTable::Align;
    std::string text;
    for (const auto& row : rows) {
        const std::string where =
            row.measure.where == "all" ? "" : fmt::format(" ({})", row.measure.where);
        text += fmt::format("{}{}{}{}\n", text.empty() ? "" : "\n", row.measure.name, where,
                            row.unit.empty() ? "" : fmt::format(" [{}]", row.unit));
        results::TextTable table({{"design", Align::left},
                                  {"mean", Align::right},
                                  {"less " + designs.front().name, Align::right},
                                  {"", Align::left}});
        for (std::size_t d = 0; d < designs.size(); ++d) {
            const auto& figure = row.figures[d];
            table.add_row({designs[d].name, results::interval_text(figure.mean, figure.half_width),
                           d == 0 ? ""
                                  : results::interval_text(figure.difference.mean,
                                                           figure.difference.half_width),
                           difference_text(figure)});
        }
        text += table.to_text();
    }
    return text;
}

}  // namespace

std::string experiment_table(const experiment::Store& store, std::size_t reference,
                             const event_log::Legend& legend, bool shows_all) {
    const auto measures = measures_of(store, reference, legend, shows_all);
    std::set<std::pair<std::string, std::string>> shown;
    for (const auto& measure : measures) shown.emplace(measure.name, measure.where);
    const auto wanted = [&shown](const results::Response& response) {
        return shown.count({response.name, response.where}) > 0;
    };
    std::vector<std::size_t> order{reference};
    for (std::size_t d = 0; d < store.content().designs.size(); ++d) {
        if (d != reference) order.push_back(d);
    }
    std::vector<results::ResponseTable> tables;
    for (const std::size_t d : order) tables.push_back(store.table(d, 0, wanted));
    std::vector<results::Design> designs;
    for (std::size_t i = 0; i < order.size(); ++i) {
        designs.push_back({store.content().designs[order[i]].name, &tables[i]});
    }
    const auto rows = results::compare(designs, measures);
    return designs.size() <= kMostColumns ? results::comparison_text(designs, rows)
                                          : by_measure(designs, rows);
}

std::string failures_text(const experiment::Store& store) {
    const auto failures = store.failures();
    std::string text;
    for (std::size_t i = 0; i < std::min(failures.size(), kMostFailures); ++i) {
        const auto& each = failures[i];
        text += fmt::format("{}: replication {} failed: {}\n  to repeat it: {}\n",
                            store.content().designs[each.design].name, each.replication,
                            each.failure.text, each.command);
    }
    if (failures.size() > kMostFailures) {
        text += fmt::format("… and {} more\n", failures.size() - kMostFailures);
    }
    return text;
}

ExitCode code_of(const std::vector<experiment::StoredFailure>& failures) {
    ExitCode code = ExitCode::done;
    for (const auto& each : failures) code = std::max(code, code_of(each.failure.kind));
    return code;
}

}  // namespace yhdyspinta::cli
