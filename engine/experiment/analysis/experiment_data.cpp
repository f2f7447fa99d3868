// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/analysis/experiment_data.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/base/diagnostic.hpp"
#include "engine/base/error.hpp"
#include "engine/metrics/headline.hpp"

namespace yhdyspinta::experiment {

namespace {

using results::Response;

results::ComparedMeasure find_asked(const std::vector<Response>& kept, const ResponseName& asked) {
    std::vector<std::string> names, places;
    for (const auto& response : kept) {
        if (names.empty() || names.back() != response.name) names.push_back(response.name);
        if (response.name == asked.name) places.push_back(response.where);
    }
    const auto hint = [](const std::string& near) {
        return near.empty() ? std::string() : fmt::format("; did you mean '{}'?", near);
    };
    if (places.empty()) {
        throw base::UsageError(fmt::format("the experiment keeps no response '{}'; it keeps: {}{}",
                                           asked.name, base::list_names(names, 12),
                                           hint(base::closest_name(asked.name, names))));
    }
    const bool is_only = places.size() == 1 && asked.where == "all";
    const std::string& where = is_only ? places.front() : asked.where;
    if (std::find(places.begin(), places.end(), where) == places.end()) {
        throw base::UsageError(fmt::format("'{}' is not given for '{}'; it is for: {}{}",
                                           asked.name, where, base::list_names(places, 12),
                                           hint(base::closest_name(where, places))));
    }
    // What is good is known of the headline alone.
    for (const auto& measure : metrics::headline_measures(kept)) {
        if (measure.name == asked.name && measure.where == where) return measure;
    }
    return {asked.name, where, results::Direction::neither};
}

std::vector<results::ComparedMeasure> measures_of(const std::vector<Response>& kept,
                                                  const std::vector<ResponseName>& asked) {
    std::vector<results::ComparedMeasure> measures;
    measures.reserve(asked.size());
    for (const auto& each : asked) measures.push_back(find_asked(kept, each));
    if (!asked.empty()) return measures;
    measures = metrics::headline_measures(kept);
    if (!measures.empty()) return measures;
    for (const auto& response : kept) {
        measures.push_back({response.name, response.where, results::Direction::neither});
    }
    return measures;
}

}  // namespace

ExperimentData load_experiment(const Store& store, const std::vector<ResponseName>& asked) {
    const auto& content = store.content();
    if (const auto failures = store.failures(); !failures.empty()) {
        throw base::UsageError(
            fmt::format("{} replications of '{}' failed, and the others alone would not be a fair "
                        "sample; 'yhdyspinta batch … --resume' tries them again",
                        failures.size(), store.file().string()));
    }
    ExperimentData data;
    data.rule = store.notes().design;
    for (std::size_t d = content.designs.size(); d-- > 0;) {
        if (content.designs[d].is_baseline) data.reference = d;
    }
    const auto& kept = content.designs[data.reference].responses;
    std::set<std::pair<std::string, std::string>> shown;
    for (auto& measure : measures_of(kept, asked)) {
        shown.emplace(measure.name, measure.where);
        const auto response = std::find_if(kept.begin(), kept.end(), [&measure](const auto& each) {
            return each.name == measure.name && each.where == measure.where;
        });
        data.measures.push_back({std::move(measure), response->unit});
    }
    for (const auto& [factor, level] : content.designs.front().levels) {
        data.factors.push_back(factor);
    }
    for (std::size_t d = 0; d < content.designs.size(); ++d) {
        const auto& design = content.designs[d];
        data.has_common_random_numbers =
            data.has_common_random_numbers && design.seed == content.designs.front().seed;
        data.designs.push_back({design.name, design.scenario, design.places,
                                store.table(d, 0, [&shown](const Response& response) {
                                    return shown.count({response.name, response.where}) > 0;
                                })});
        if (data.designs.back().table.replications().empty()) {
            throw base::UsageError(
                fmt::format("design '{}' has no replication yet; 'yhdyspinta batch … --resume' "
                            "goes on with it",
                            design.name));
        }
    }
    return data;
}

statistics::Samples samples_of(const ExperimentData& data, const AnalysedMeasure& measure,
                               const std::vector<std::size_t>& designs) {
    std::map<std::uint64_t, std::size_t> place_of;
    for (const std::size_t d : designs) {
        for (const auto number : data.designs[d].table.replications()) place_of[number] = 0;
    }
    std::size_t place = 0;
    for (auto& each : place_of) each.second = place++;
    statistics::Samples samples;
    for (const std::size_t d : designs) {
        auto& row = samples.emplace_back(place_of.size(), std::numeric_limits<double>::quiet_NaN());
        const auto& table = data.designs[d].table;
        const auto* found = table.find(measure.measure.name, measure.measure.where);
        if (found == nullptr) continue;
        for (std::size_t i = 0; i < found->values.size(); ++i) {
            row[place_of.at(table.replications()[i])] = found->values[i];
        }
    }
    return samples;
}

std::vector<ScenarioPoints> by_scenario(const ExperimentData& data) {
    std::vector<ScenarioPoints> scenarios;
    for (std::size_t d = 0; d < data.designs.size(); ++d) {
        const std::string& name = data.designs[d].scenario;
        auto found = std::find_if(scenarios.begin(), scenarios.end(),
                                  [&name](const auto& each) { return each.scenario == name; });
        if (found == scenarios.end()) found = scenarios.insert(found, {name, {}});
        found->designs.push_back(d);
    }
    return scenarios;
}

statistics::Better better_of(const AnalysedMeasure& measure) {
    return measure.measure.direction == results::Direction::higher_is_better
               ? statistics::Better::larger
               : statistics::Better::smaller;
}

std::string name_of(const AnalysedMeasure& measure) {
    return measure.measure.where == "all"
               ? measure.measure.name
               : fmt::format("{} ({})", measure.measure.name, measure.measure.where);
}

std::vector<results::AnalysisTable::Column> measure_columns() {
    return {{"measure"}, {"where"}, {"unit"}};
}

std::vector<results::AnalysisTable::Cell> measure_cells(const AnalysedMeasure& measure) {
    return {measure.measure.name, measure.measure.where, measure.unit};
}

}  // namespace yhdyspinta::experiment
