// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/diagnostic.hpp"
#include "engine/base/error.hpp"
#include "engine/experiment/attribute_difference.hpp"
#include "engine/experiment/response_name.hpp"
#include "engine/metrics/headline.hpp"
#include "engine/scenario/merged_scenario.hpp"
#include "engine/scenario/scenario_difference.hpp"
#include "engine/simulation/simulate.hpp"
#include "tools/cli/attribution_text.hpp"
#include "tools/cli/commands.hpp"
#include "tools/cli/response_words.hpp"
#include "tools/cli/simulate_runs.hpp"
#include "tools/cli/staged_progress.hpp"

namespace yhdyspinta::cli {

namespace {

constexpr std::size_t kMostExactGroups = 12;  // 4096 combinations

/// Both scenarios, each value of them with its place in one list of files.
struct BothScenarios {
    scenario::MergedScenario a_merged, b_merged;
    process::System a, b;
    std::vector<std::string> files;
};

/// Says what there is to say of both on standard error. Throws base::InputError when one is wrong.
BothScenarios read_both(const ExplainOptions& options) {
    base::Diagnostics of_a;
    auto a_merged = scenario::merge_scenario(options.a, options.sets, {}, of_a);
    base::Diagnostics of_b;
    for (const auto& file : of_a.files()) of_b.add_file(file);
    auto b_merged = scenario::merge_scenario(options.b, options.sets, {}, of_b);
    const std::vector<std::string> files = of_b.files();

    const auto read = [](const auto& merged, base::Diagnostics& diagnostics) {
        return merged ? scenario::read_merged(*merged, diagnostics) : std::nullopt;
    };
    auto a = read(a_merged, of_a);
    auto b = read(b_merged, of_b);
    if (options.is_strict) {
        of_a.make_strict();
        of_b.make_strict();
    }
    const std::string text = of_a.to_text() + of_b.to_text();
    if (of_a.has_errors() || of_b.has_errors()) throw base::InputError(text);
    fmt::print(stderr, "{}", text);
    return {*std::move(a_merged), *std::move(b_merged), std::move(a->system), std::move(b->system),
            files};
}

std::vector<experiment::NamedGroup> named_groups(const ExplainOptions& options) {
    std::vector<experiment::NamedGroup> groups;
    for (const std::string& text : options.named_groups) {
        const std::size_t equals = text.find('=');
        experiment::NamedGroup group{text.substr(0, equals), {}};
        for (std::size_t begin = equals + 1; begin <= text.size();) {
            const std::size_t end = std::min(text.find(',', begin), text.size());
            if (end == begin) {
                throw base::UsageError(fmt::format("--group {}: a path is empty", text));
            }
            group.patterns.push_back(text.substr(begin, end - begin));
            begin = end + 1;
        }
        groups.push_back(std::move(group));
    }
    return groups;
}

std::vector<results::ComparedMeasure> measures_of(const ExplainOptions& options,
                                                  const BothScenarios& both) {
    auto headline = metrics::headline_measures(simulation::CompiledSystem(both.a).legend());
    if (options.measures.empty()) return headline;
    std::vector<experiment::ResponseName> wanted;
    wanted.reserve(options.measures.size());
    for (const auto& text : options.measures) wanted.push_back(response_of(text));
    experiment::check_names(wanted, experiment::responses_of(both.a));
    experiment::check_names(wanted, experiment::responses_of(both.b));
    std::vector<results::ComparedMeasure> measures;
    for (const auto& asked : wanted) {
        const auto known = std::find_if(headline.begin(), headline.end(), [&](const auto& measure) {
            return measure.name == asked.name && measure.where == asked.where;
        });
        measures.push_back(
            known != headline.end()
                ? *known
                : results::ComparedMeasure{asked.name, asked.where, results::Direction::neither});
    }
    return measures;
}

void check_count(std::size_t groups, const ExplainOptions& options) {
    if (options.orders || options.only_lists || groups <= kMostExactGroups) return;
    throw base::UsageError(
        fmt::format("{0} groups have 2^{0} combinations; expected at most {1} groups (--groups "
                    "{1}), or --estimate",
                    groups, kMostExactGroups));
}

ExplainedScenario named(const std::string& file, const process::System& system) {
    const std::string name = std::filesystem::path(file).stem().string();
    const std::string& title = system.title.in("en");
    return {file, name, title.empty() ? name : title};
}

void print(const Explanation& explanation, ExplainFormat format) {
    switch (format) {
        case ExplainFormat::text: fmt::print("{}", attribution_text(explanation)); break;
        case ExplainFormat::csv: fmt::print("{}", attribution_csv(explanation)); break;
        case ExplainFormat::json: fmt::print("{}", attribution_json(explanation)); break;
    }
}

}  // namespace

ExitCode explain(const ExplainOptions& options) {
    BothScenarios both = read_both(options);
    process::Run& run = both.a.run;
    if (options.seed) run.seed = *options.seed;
    if (options.replications) run.replications = static_cast<int>(*options.replications);
    const auto measures = measures_of(options, both);
    const scenario::ScenarioDifferences differences(std::move(both.a_merged),
                                                    std::move(both.b_merged));
    experiment::AttributionTask task;
    task.differences = &differences;
    task.files = &both.files;
    task.measures = measures;
    task.frame = {run.seed, static_cast<std::uint64_t>(run.replications), options.jobs, {}};
    task.design.seed = run.seed;
    if (options.orders) task.design.pairs = (*options.orders + 1) / 2;
    task.grouping =
        experiment::group_differences(differences, {named_groups(options), options.groups});
    check_count(task.grouping.groups.size(), options);

    Explanation explanation;
    explanation.a = named(options.a, both.a);
    explanation.b = named(options.b, both.b);
    if (explanation.a.name == explanation.b.name) explanation.b.name += "_2";
    explanation.differences = &differences;
    explanation.is_estimated = options.orders.has_value();
    explanation.frame = frame_text({explanation.a.name, options.a, both.a, std::nullopt});
    explanation.seed = run.seed;
    explanation.replications = task.frame.replications;
    experiment::Attribution attribution;
    const std::size_t groups = task.grouping.groups.size();
    // A mere list of many groups does not try all their combinations.
    if (groups > 0 && (options.orders || groups <= kMostExactGroups)) {
        StagedProgress progress;
        const auto subsets_of = [&](std::size_t count) { return task.design.subsets(count); };
        experiment::unite_inseparable(differences, both.files, subsets_of, task.grouping, progress);
        if (!options.only_lists) {
            attribution = experiment::attribute_difference(task, progress);
            explanation.attribution = &attribution;
        }
    }
    explanation.grouping = &task.grouping;
    print(explanation, options.format);
    return ExitCode::done;
}

}  // namespace yhdyspinta::cli
