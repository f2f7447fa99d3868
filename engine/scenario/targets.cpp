// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/targets.hpp"

#include <map>
#include <utility>

#include <fmt/format.h>

#include "engine/scenario/file_kinds.hpp"
#include "engine/scenario/files.hpp"
#include "engine/scenario/placed_text.hpp"
#include "engine/scenario/table.hpp"

namespace yhdyspinta::scenario {

using document::Node;
using process::Reference;

namespace {

const Table<Target>& target_table() {
    static const Table<Target> kTable{
        "target",
        "What a response should be.",
        {
            field("title", &Target::title, text(), "name for readers"),
            field("indicator", &Target::indicator, placed_text("the name of an indicator"),
                  "indicator of the scenario"),
            field("response", &Target::response, placed_text("the name of a response"),
                  "response, instead of an indicator"),
            field("where", &Target::where, plain_text("a text such as 'clock=assessed', or all"),
                  "what the response is of"),
            field("value", &Target::value, number(Range::any()), "what it should be").required(),
            field("tolerance", &Target::tolerance, number(Range::above(0.0)),
                  "how far off it may be, in the same unit")
                .required(),
        }};
    return kTable;
}

void check_target(Reader& reader, const Node& node, const std::string& path, Target& target) {
    if (target.indicator.is_empty() == target.response.is_empty()) {
        if (node.find("indicator") != nullptr && node.find("response") == nullptr) return;
        if (node.find("response") != nullptr && node.find("indicator") == nullptr) return;
        const auto* second = node.find_entry("response");
        reader.error(second != nullptr ? second->key_position : node.position, path,
                     second != nullptr
                         ? "'indicator' and 'response' are both given; expected exactly one of them"
                         : "missing key 'indicator' or 'response'; expected exactly one of them");
    } else if (const auto* where = node.find_entry("where");
               where != nullptr && target.response.is_empty()) {
        reader.error(where->key_position, path,
                     "'where' makes sense only together with 'response'; an indicator is one "
                     "figure");
    }
}

const Table<ScaleParameter>& parameter_table() {
    static const Table<ScaleParameter> kTable{
        "parameter",
        "Figures of the scenario that move together, by one factor.",
        {
            field(
                "scales", &ScaleParameter::scales,
                list_of(placed_text("a path such as needs.worry.onset.*.rate"), "paths of figures"),
                "what is multiplied; '*' stands for any one name or element of a list")
                .required(),
            field("from", &ScaleParameter::from,
                  number(Range{.low = 0.0, .high = 1.0, .is_low_open = true}), "lowest factor")
                .required(),
            field("to", &ScaleParameter::to, number(Range::at_least(1.0)), "highest factor")
                .required(),
        }};
    return kTable;
}

void check_parameter(Reader& reader, const Node& node, const std::string& path,
                     ScaleParameter& parameter) {
    const auto* scales = node.find_entry("scales");
    if (scales != nullptr && scales->value.is_list() && scales->value.items.empty()) {
        reader.error(scales->value.position, document::join_path(path, "scales"),
                     "is empty; expected at least one path such as needs.worry.onset.*.rate");
    }
    const auto* to = node.find_entry("to");
    if (to != nullptr && parameter.from == 1.0 && parameter.to == 1.0) {
        reader.error(to->value.position, document::join_path(path, "to"),
                     "'from' and 'to' are the same; expected a factor that can move");
    }
}

const Table<TargetsFile>& targets_table() {
    static const Table<TargetsFile> kTable{
        "targets_file",
        "Targets of a calibration.",
        {
            field("targets", &TargetsFile::targets,
                  by_name(mapping<Target>(target_table(), check_target), "targets"),
                  "what the scenario should give")
                .required(),
            field(
                "parameters", &TargetsFile::parameters,
                by_name(mapping<ScaleParameter>(parameter_table(), check_parameter), "parameters"),
                "what may move"),
        }};
    return kTable;
}

void check_indicators(Reader& reader, const TargetsFile& file, const ScenarioFile& scenario) {
    std::vector<std::string> names;
    for (const auto& indicator : scenario.system.indicators) names.push_back(indicator.name);
    for (const auto& target : file.targets) {
        const Reference& indicator = target.value.indicator;
        if (indicator.is_empty() ||
            process::find(scenario.system.indicators, indicator.name) != nullptr) {
            continue;
        }
        reader.error(indicator.position, fmt::format("targets.{}.indicator", target.name),
                     names.empty() ? fmt::format("unknown indicator '{}'; the scenario has none",
                                                 indicator.name)
                                   : fmt::format("unknown indicator '{}'; these names exist: {}",
                                                 indicator.name, base::list_names(names, 40)),
                     suggestion(indicator.name, names));
    }
}

void check_figures(Reader& reader, const TargetsFile& file, const ScenarioFile& scenario) {
    std::map<std::string, std::string> scaled_by;
    for (const auto& parameter : file.parameters) {
        const std::string path = fmt::format("parameters.{}.scales", parameter.name);
        for (const Reference& pattern : parameter.value.scales) {
            bool is_any = false;
            for (const Figure& figure : scenario.figures) {
                if (!matches_path(pattern.name, figure.path)) continue;
                is_any = true;
                const auto scaled = scaled_text(figure, 1.0);
                if (const auto* problem = std::get_if<Problem>(&scaled)) {
                    reader.error(pattern.position, path,
                                 fmt::format("{}: {}", figure.path, problem->message),
                                 problem->hint);
                }
                const auto [other, is_new] = scaled_by.emplace(figure.path, parameter.name);
                if (!is_new) {
                    reader.error(pattern.position, path,
                                 fmt::format("'{}' is scaled by '{}' already; expected one factor "
                                             "for each figure",
                                             figure.path, other->second));
                }
            }
            if (!is_any) {
                const Problem problem = no_such_figure(scenario.figures, pattern.name);
                reader.error(pattern.position, path, problem.message, problem.hint);
            }
        }
    }
}

}  // namespace

std::string Target::response_name() const {
    return indicator.is_empty() ? response.name : "indicator";
}

std::string Target::response_where() const {
    return indicator.is_empty() ? where : "indicator=" + indicator.name;
}

base::Position Target::position() const {
    return indicator.is_empty() ? response.position : indicator.position;
}

std::string TargetsFile::source_of(const std::string& target) const {
    const std::string path = fmt::format("targets.{}.value", target);
    for (const auto& sourced : sourced_values) {
        if (sourced.path != path) continue;
        std::string made;
        for (const std::string* part : {&sourced.mark, &sourced.year, &sourced.source}) {
            if (!part->empty()) made += (made.empty() ? "" : " ") + *part;
        }
        return made;
    }
    return "";
}

std::vector<const Figure*> scaled_figures(const ScenarioFile& scenario,
                                          const ScaleParameter& parameter) {
    std::vector<const Figure*> found;
    for (const Figure& figure : scenario.figures) {
        for (const Reference& pattern : parameter.scales) {
            if (!matches_path(pattern.name, figure.path)) continue;
            found.push_back(&figure);
            break;
        }
    }
    return found;
}

const std::vector<SectionDescription>& targets_schema() {
    static const std::vector<SectionDescription> kSections{
        with_schema_key(targets_table().describe()), target_table().describe(),
        parameter_table().describe()};
    return kSections;
}

std::optional<TargetsFile> read_targets(const std::filesystem::path& path,
                                        const ScenarioFile& scenario,
                                        base::Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.errors();
    const std::filesystem::path file = find_file({}, path);
    const std::uint32_t index = diagnostics.add_file(file.lexically_normal().generic_string());
    const auto text = read_file(file);
    if (const auto* problem = std::get_if<Problem>(&text)) {
        diagnostics.error({index, 0, 0}, "", problem->message, problem->hint);
        return std::nullopt;
    }
    const auto root = document::parse(std::get<std::string>(text), index, diagnostics);
    if (!root) return std::nullopt;
    Reader reader(diagnostics);
    reader.main_file = index;
    if (!root->is_mapping()) {
        reader.report_kind(*root, "", "targets, that is a mapping of keys");
        return std::nullopt;
    }
    check_schema_key(reader, *root);
    TargetsFile made;
    made.name = path.generic_string();
    read_fields(reader, *root, "", targets_table(), made, {"schema"});
    check_indicators(reader, made, scenario);
    check_figures(reader, made, scenario);
    made.sourced_values = std::move(reader.sourced_values());
    if (diagnostics.errors() > errors_before) return std::nullopt;
    return made;
}

}  // namespace yhdyspinta::scenario
