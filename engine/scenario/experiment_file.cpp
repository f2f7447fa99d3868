// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/experiment_file.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/scenario/experiment_checks.hpp"
#include "engine/scenario/file_kinds.hpp"
#include "engine/scenario/files.hpp"
#include "engine/scenario/placed_text.hpp"
#include "engine/scenario/ranges.hpp"
#include "engine/scenario/table.hpp"

namespace yhdyspinta::scenario {

using document::Node;
using process::Reference;

namespace {

Codec<Level> level() {
    Codec<Level> codec;
    codec.about.type = "value";
    codec.about.expected = "a value as after --set PATH=";
    codec.about.examples = {"5", "8 h"};
    codec.read = [](Reader& reader, const Node& node,
                    const std::string& path) -> std::optional<Level> {
        if (node.is_null() && !node.is_removal) {
            reader.report_kind(node, path, "a value as after --set PATH=", "'~' removes a key");
            return std::nullopt;
        }
        return Level{node.is_null() ? "~" : document::to_line(node), node.position};
    };
    codec.write = [](const Level& value) { return Node::scalar(value.text); };
    return codec;
}

const Table<Factor>& factor_table() {
    static const Table<Factor> kTable{
        "factor",
        "What is varied: one value of the scenarios, or figures that are multiplied together.",
        {
            field("set", &Factor::set, placed_text("a path such as resources.desk.servers"),
                  "path of the value, as after --set"),
            field(
                "scales", &Factor::scales,
                list_of(placed_text("a path such as resources.*.fte"), "paths of figures"),
                "paths of the figures that are multiplied; '*' stands for any one name or element "
                "of a list"),
            field("levels", &Factor::levels, list_of(level(), "values"),
                  "values that it takes; with scales: what is multiplied by"),
            field("from", &Factor::from, number(Range::any()),
                  "instead of levels, for sampled designs: lowest value"),
            field("to", &Factor::to, number(Range::any()), "and highest value"),
        }};
    return kTable;
}

const Table<Fractional>& fractional_table() {
    static const Table<Fractional> kTable{
        "fractional",
        "A regular fraction of a two-level design; each factor has two levels.",
        {
            field("generators", &Fractional::generators,
                  list_of(placed_text("a generator such as D=ABC"), "generators"),
                  "letters are the factors in the order of the file: D=ABC makes the fourth the "
                  "product of the first three"),
            field("resolution", &Fractional::resolution, whole(Range::between(3.0, 5.0)),
                  "or chosen so that main effects are mixed up with interactions of resolution - 1 "
                  "factors at least"),
        },
        {"generators", "resolution"}};
    return kTable;
}

const Table<DesignRule>& design_table() {
    static const Table<DesignRule> kTable{
        "design",
        "Which points of the factors are simulated.",
        {
            field("fractional", &DesignRule::fractional,
                  mapping<Fractional>(fractional_table(), check_fractional),
                  "a fraction of all combinations of two levels"),
            field("latin_hypercube", &DesignRule::latin_hypercube, whole(Range::at_least(1.0)),
                  "so many points, spread evenly over each factor by random numbers of the seed"),
            field("morris", &DesignRule::morris, whole(Range::between(2.0, 10000.0)),
                  "so many random paths on which one factor changes at a time: which factors "
                  "matter"),
            field("sobol", &DesignRule::sobol, whole(Range::between(2.0, 100000.0)),
                  "so many rows of factors + 2 points each: the share of each factor in the "
                  "variance"),
            field(
                "list", &DesignRule::list,
                list_of(by_name(level(), "values"), "points, each a mapping of factors to values"),
                "these points"),
        },
        {"fractional", "latin_hypercube", "morris", "sobol", "list"}};
    return kTable;
}

Codec<DesignRule> design_rule() {
    const Codec<DesignRule> inner = mapping<DesignRule>(design_table());
    Codec<DesignRule> codec;
    TypeDescription full;
    full.type = "word";
    full.form = Form::word;
    full.words = {"full"};
    full.expected = "full";
    codec.about.type = "word or mapping";
    codec.about.expected = "full, or a mapping with the keys of a design";
    codec.about.section = design_table().name;
    codec.about.form = Form::choice;
    codec.about.parts = {full, inner.about};
    codec.about.examples = {"full", "{latin_hypercube: 20}"};
    codec.read = [inner, about = codec.about](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<DesignRule> {
        if (node.is_scalar() && node.text == "full") return DesignRule{};
        if (!node.is_mapping()) {
            reader.report_kind(node, path,
                               fmt::format("full, or a mapping with one of the keys {}",
                                           base::list_names(design_table().keys(), 40)),
                               node.is_scalar() ? suggestion(node.text, {"full"}) : "");
            return std::nullopt;
        }
        auto made = inner.read(reader, node, path);
        if (!made) return std::nullopt;
        std::size_t given = 0;
        for (const auto& key : design_table().one_of) given += node.find(key) != nullptr ? 1 : 0;
        if (given != 1) {
            reader.error(node.position, path,
                         fmt::format("expected exactly one of: {}; or the word full",
                                     base::list_names(design_table().one_of, 40)));
        }
        made->position = node.position;
        return made;
    };
    codec.write = [inner](const DesignRule& value) {
        Node node = inner.write(value);
        return node.entries.empty() ? Node::scalar("full") : node;
    };
    return codec;
}

const Table<PrecisionTarget>& precision_target_table() {
    static const Table<PrecisionTarget> kTable{
        "precision_target",
        "How well the mean of a response is to be known in every design.",
        {
            field("response", &PrecisionTarget::response, placed_text("the name of a response"),
                  "name of the response")
                .required(),
            field("where", &PrecisionTarget::where,
                  plain_text("a text such as 'service=desk', or all"), "what the response is of"),
            field("half_width", &PrecisionTarget::half_width, number(Range::above(0.0)),
                  "half the 95 % confidence interval at most, in the unit of the response"),
            field("relative", &PrecisionTarget::relative, number(Range::above(0.0)),
                  "or at most this share of the mean"),
        },
        {"half_width", "relative"}};
    return kTable;
}

void check_precision_target(Reader& reader, const Node& node, const std::string& path,
                            PrecisionTarget&) {
    const auto* second = node.find_entry("relative");
    const bool has_first = node.find("half_width") != nullptr;
    if (has_first == (second == nullptr)) return;
    reader.error(second != nullptr ? second->key_position : node.position, path,
                 second != nullptr
                     ? "'half_width' and 'relative' are both given; expected exactly one of them"
                     : "missing key 'half_width' or 'relative'; expected exactly one of them");
}

const Table<Precision>& precision_table() {
    static const Table<Precision> kTable{
        "precision",
        "Replications are added in rounds until all of these are known well enough.",
        {
            field(
                "responses", &Precision::responses,
                list_of(mapping<PrecisionTarget>(precision_target_table(), check_precision_target),
                        "responses with a half-width"),
                "what is to be known, and how well")
                .required(),
            field("at_least", &Precision::at_least, whole(Range::at_least(2.0)),
                  "replications of each design in the first round"),
            field("at_most", &Precision::at_most, whole(Range::at_least(2.0)),
                  "replications of each design at which it ends in any case"),
        }};
    return kTable;
}

void check_precision(Reader& reader, const Node& node, const std::string& path,
                     Precision& precision) {
    const Node* responses = node.find("responses");
    if (responses != nullptr && responses->is_list() && responses->items.empty()) {
        reader.error(responses->position, document::join_path(path, "responses"),
                     "is empty; expected at least one response with a half-width");
    }
    if (precision.at_most >= precision.at_least) return;
    const auto* given = node.find_entry("at_most");
    if (given == nullptr) given = node.find_entry("at_least");
    reader.error(
        given->value.position, document::join_path(path, given->key),
        fmt::format("at_least {} is above at_most {}", precision.at_least, precision.at_most));
}

const Table<Selection>& selection_table() {
    static const Table<Selection> kTable{
        "selection",
        "Replications are added in rounds, and designs left out that are clearly worse, until one "
        "is left.",
        {
            field("response", &Selection::response, placed_text("the name of a response"),
                  "by which the best design is selected")
                .required(),
            field("where", &Selection::where, plain_text("a text such as 'service=desk', or all"),
                  "what the response is of"),
            field("indifference", &Selection::indifference, number(Range::above(0.0)),
                  "differences below this do not matter, in the unit of the response")
                .required(),
            field("confidence", &Selection::confidence, number(Range::between(0.6, 0.999)),
                  "probability that the best is selected if it is better by the indifference"),
            field("better", &Selection::better,
                  word<BetterIs>({{"smaller", BetterIs::smaller}, {"larger", BetterIs::larger}}),
                  "what is good"),
            field("at_least", &Selection::at_least, whole(Range::at_least(2.0)),
                  "replications of each design before any is left out"),
            field("at_most", &Selection::at_most, whole(Range::at_least(2.0)),
                  "replications of a design at which it ends in any case"),
        }};
    return kTable;
}

void check_selection(Reader& reader, const Node& node, const std::string& path,
                     Selection& selection) {
    if (selection.at_most >= selection.at_least) return;
    const auto* given = node.find_entry("at_most");
    if (given == nullptr) given = node.find_entry("at_least");
    reader.error(
        given->value.position, document::join_path(path, given->key),
        fmt::format("at_least {} is above at_most {}", selection.at_least, selection.at_most));
}

const Table<ExperimentFile>& experiment_table() {
    static const Table<ExperimentFile> kTable{
        "experiment",
        "Scenarios that are simulated beside each other, with which of their values changed, how "
        "often, and what of it is kept.",
        {
            field("title", &ExperimentFile::title, text(), "name for readers"),
            field("description", &ExperimentFile::description, text(), "what it is to find out"),
            field("scenarios", &ExperimentFile::scenarios,
                  by_name(placed_text("the name of a scenario file"), "scenario files"),
                  "what is compared: a name for each, and its file, relative to this one")
                .required(),
            field("baseline", &ExperimentFile::baseline, placed_text("the name of a scenario"),
                  "scenario that the others are compared with; without it the first"),
            field("factors", &ExperimentFile::factors,
                  by_name(mapping<Factor>(factor_table(), check_factor), "factors"),
                  "what is varied in each scenario"),
            field("assumptions", &ExperimentFile::assumptions,
                  list_of(placed_text("a path such as needs.*"), "paths of figures"),
                  "figures marked A, at these paths or below, that state a range: each is varied "
                  "within it; '*' stands for any one name or element of a list"),
            field("design", &ExperimentFile::design, design_rule(),
                  "which points of the factors are simulated: all combinations, or fewer"),
            field("constraints", &ExperimentFile::constraints,
                  list_of(placed_text("a condition such as a + 2 * b <= 14"), "conditions"),
                  "conditions over factors; a point that breaks one is left out"),
            field("replications", &ExperimentFile::replications, whole(Range::at_least(1.0)),
                  "of each design"),
            field("precision", &ExperimentFile::precision,
                  mapping<Precision>(precision_table(), check_precision),
                  "instead of replications: how well the means are to be known"),
            field("selection", &ExperimentFile::selection,
                  mapping<Selection>(selection_table(), check_selection),
                  "instead of replications: which design is the best"),
            field("common_random_numbers", &ExperimentFile::common_random_numbers, truth(),
                  "the same random numbers in every design; else each has a seed of its own"),
            field("seed", &ExperimentFile::seed, seed(), "seed of all random numbers"),
            field("responses", &ExperimentFile::responses,
                  list_of(placed_text("the name of a response, * for anything"),
                          "names of responses"),
                  "what is kept, such as waiting_time.*; without it everything"),
            field("episodes", &ExperimentFile::episodes, truth(), "keep a row for each episode"),
            field("stories", &ExperimentFile::stories, whole(Range{0.0, 6.0}),
                  "clients whose path a report tells; 0: no paths are kept"),
            field("event_logs", &ExperimentFile::event_logs,
                  list_of(whole(Range::at_least(1.0)), "numbers of replications"),
                  "replications whose event log is kept beside the results"),
        }};
    return kTable;
}

void check_top(Reader& reader, const Node& root, const ExperimentFile& file) {
    const auto* scenarios = root.find_entry("scenarios");
    if (scenarios != nullptr && scenarios->value.is_mapping() && file.scenarios.empty()) {
        reader.error(scenarios->value.position, "scenarios",
                     "is empty; expected at least one name with a scenario file");
    }
    const auto* precision = root.find_entry("precision");
    if (precision != nullptr && root.find("replications") != nullptr) {
        reader.error(precision->key_position, "precision",
                     "'replications' and 'precision' are both given; expected one of them");
    }
    const auto* selection = root.find_entry("selection");
    for (const char* other : {"replications", "precision"}) {
        if (selection == nullptr || root.find(other) == nullptr) continue;
        reader.error(
            selection->key_position, "selection",
            fmt::format("'{}' and 'selection' are both given; expected one of them", other));
    }
    if (!file.baseline.is_empty() && process::find(file.scenarios, file.baseline.name) == nullptr) {
        std::vector<std::string> names;
        names.reserve(file.scenarios.size());
        for (const auto& scenario : file.scenarios) names.push_back(scenario.name);
        reader.error(file.baseline.position, "baseline",
                     fmt::format("unknown scenario '{}'; these names exist: {}", file.baseline.name,
                                 base::list_names(names, 40)),
                     suggestion(file.baseline.name, names));
    }
}

/// False when one could not be read.
bool read_scenarios(Reader& reader, const std::filesystem::path& folder, ExperimentFile& made) {
    bool is_complete = true;
    for (const auto& scenario : made.scenarios) {
        if (scenario.value.is_empty()) continue;  // reported
        const auto file = find_file(folder, scenario.value.name);
        const auto text = read_file(file);
        if (const auto* problem = std::get_if<Problem>(&text)) {
            reader.error(scenario.value.position, "scenarios." + scenario.name, problem->message,
                         problem->hint);
            is_complete = false;
            continue;
        }
        auto read = read_scenario(file, {}, reader.diagnostics());
        if (!read) {
            is_complete = false;
            continue;
        }
        for (const auto& each : read->files) {
            if (std::find(made.all_files.begin(), made.all_files.end(), each) ==
                made.all_files.end()) {
                made.all_files.push_back(each);
            }
        }
        made.paths.push_back(file);
        made.read.push_back(std::move(*read));
    }
    return is_complete;
}

}  // namespace

std::string DesignRule::name() const {
    if (fractional) return "fractional";
    if (latin_hypercube) return "latin_hypercube";
    if (morris) return "morris";
    if (sobol) return "sobol";
    return list.empty() ? "full" : "list";
}

std::size_t ExperimentFile::baseline_index() const {
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
        if (scenarios[i].name == baseline.name) return i;
    }
    return 0;
}

bool matches_name(const std::string& pattern, const std::string& name) {
    // The last star seen takes one letter more whenever what follows it does not fit.
    std::size_t p = 0, n = 0, star = std::string::npos, taken = 0;
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            taken = n;
        } else if (p < pattern.size() && pattern[p] == name[n]) {
            ++p;
            ++n;
        } else if (star != std::string::npos) {
            p = star + 1;
            n = ++taken;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string::npos;
}

std::vector<std::string> sets_of(const Factor& factor, const std::string& level,
                                 const ScenarioFile& scenario) {
    if (factor.is_assumption) {
        const auto value = assumed_value(scenario, factor.set.name,
                                         std::get<double>(parse_number(level, "a number")));
        if (!value) return {};
        return {factor.set.name + "=" + document::to_line(Node::scalar(*value))};
    }
    if (!factor.set.is_empty()) return {factor.set.name + "=" + level};
    const auto number = parse_number(level, "a number");
    if (std::holds_alternative<Problem>(number)) {
        throw base::InternalError(fmt::format("sets_of: '{}' is no factor", level));
    }
    std::vector<std::string> sets;
    for (const Figure& figure : scenario.figures) {
        const bool is_scaled = std::any_of(
            factor.scales.begin(), factor.scales.end(),
            [&](const Reference& pattern) { return matches_path(pattern.name, figure.path); });
        if (!is_scaled) continue;
        const auto scaled = scaled_text(figure, std::get<double>(number));
        if (const auto* problem = std::get_if<Problem>(&scaled)) {
            throw base::InternalError("sets_of: " + problem->message);
        }
        sets.push_back(figure.path + "=" +
                       document::to_line(Node::scalar(std::get<std::string>(scaled))));
    }
    return sets;
}

const std::vector<SectionDescription>& experiment_schema() {
    static const std::vector<SectionDescription> kSections{
        with_schema_key(experiment_table().describe()),
        factor_table().describe(),
        design_table().describe(),
        fractional_table().describe(),
        selection_table().describe(),
        precision_table().describe(),
        precision_target_table().describe(),
    };
    return kSections;
}

std::optional<ExperimentFile> read_experiment_alone(const std::string& text,
                                                    base::Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.errors();
    const std::uint32_t index = diagnostics.add_file("experiment");
    const auto root = document::parse(text, index, diagnostics);
    if (!root || !root->is_mapping()) return std::nullopt;
    Reader reader(diagnostics);
    reader.main_file = index;
    ExperimentFile made;
    made.text = text;
    read_fields(reader, *root, "", experiment_table(), made, {"schema"});
    if (diagnostics.errors() > errors_before) return std::nullopt;
    return made;
}

std::optional<ExperimentFile> read_experiment(const std::filesystem::path& path,
                                              base::Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.errors();
    const auto parsed = parse_file(path, "an experiment, that is a mapping of keys", diagnostics);
    if (!parsed) return std::nullopt;
    const Node& root = parsed->root;
    Reader reader(diagnostics);
    reader.main_file = parsed->index;
    check_schema_key(reader, root);
    ExperimentFile made;
    made.name = path.generic_string();
    made.text = parsed->text;
    made.all_files.push_back(parsed->file);
    read_fields(reader, root, "", experiment_table(), made, {"schema"});
    check_top(reader, root, made);
    check_design(reader, root, made);
    check_constraints(reader, made);
    if (!read_scenarios(reader, parsed->file.parent_path(), made)) return std::nullopt;
    add_assumptions(reader, made);
    if (diagnostics.errors() == errors_before) check_against_scenarios(reader, made);
    if (diagnostics.errors() > errors_before) return std::nullopt;
    return made;
}

}  // namespace yhdyspinta::scenario
