// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/experiment_checks.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/process/expression.hpp"
#include "engine/scenario/values.hpp"

namespace yhdyspinta::scenario {

using document::Node;
using process::Reference;

namespace {

constexpr std::size_t kMostLetters = 26;

std::vector<std::string> names_of(const ExperimentFile& file) {
    std::vector<std::string> names;
    for (const auto& factor : file.factors) names.push_back(factor.name);
    return names;
}

bool is_number(const std::string& text) {
    return std::holds_alternative<double>(parse_number(text, "a number"));
}

void check_exactly_one(Reader& reader, const Node& node, const std::string& path,
                       const std::string& first, const std::string& second) {
    const bool has_first = node.find(first) != nullptr;
    const auto* other = node.find_entry(second);
    if (has_first != (other != nullptr)) return;
    reader.error(
        other != nullptr ? other->key_position : node.position, path,
        other != nullptr
            ? fmt::format("'{}' and '{}' are both given; expected exactly one of them", first,
                          second)
            : fmt::format("missing key '{}' or '{}'; expected exactly one of them", first, second));
}

void check_levels(Reader& reader, const Node& node, const std::string& path, Factor& factor) {
    const Node* levels = node.find("levels");
    if (levels == nullptr) return;
    const std::string at = document::join_path(path, "levels");
    if (levels->is_list() && levels->items.empty()) {
        reader.error(levels->position, at, "is empty; expected at least one value");
    }
    std::set<std::string> seen;
    for (const auto& level : factor.levels) {
        if (!seen.insert(level.text).second) {
            reader.error(level.position, at, fmt::format("'{}' is there twice", level.text));
        }
        if (factor.scales.empty()) continue;
        const auto number = parse_number(level.text, "a number > 0");
        const auto* value = std::get_if<double>(&number);
        if (value == nullptr || *value <= 0.0) {
            reader.error(
                level.position, at,
                fmt::format("'{}' cannot scale figures; expected a number > 0", level.text));
        }
    }
}

void check_interval(Reader& reader, const Node& node, const std::string& path,
                    const Factor& factor) {
    for (const auto& [given, missing] : {std::pair{"from", "to"}, std::pair{"to", "from"}}) {
        const auto* entry = node.find_entry(given);
        if (entry != nullptr && node.find(missing) == nullptr) {
            reader.error(
                entry->key_position, path,
                fmt::format("'{}' without '{}'; expected both, or levels", given, missing));
        }
    }
    if (!factor.is_continuous()) return;
    if (*factor.from >= *factor.to) {
        reader.error(node.find("to")->position, document::join_path(path, "to"),
                     fmt::format("{:g} is not above from, {:g}", *factor.to, *factor.from));
    } else if (!factor.scales.empty() && *factor.from <= 0.0) {
        reader.error(node.find("from")->position, document::join_path(path, "from"),
                     fmt::format("{:g} cannot scale figures; expected a number > 0", *factor.from));
    }
}

void check_value_in_list(Reader& reader, const std::string& path, const Factor& factor,
                         const Level& level) {
    if (factor.is_continuous()) {
        const auto number = parse_number(level.text, "a number");
        const auto* value = std::get_if<double>(&number);
        if (value == nullptr || *value < *factor.from || *value > *factor.to) {
            reader.error(level.position, path,
                         fmt::format("'{}' is out of range; expected a number from {:g} to {:g}",
                                     level.text, *factor.from, *factor.to));
        }
        return;
    }
    std::vector<std::string> legal;
    for (const auto& each : factor.levels) legal.push_back(each.text);
    if (std::find(legal.begin(), legal.end(), level.text) != legal.end()) return;
    reader.error(level.position, path,
                 fmt::format("'{}' is none of its levels; expected one of: {}", level.text,
                             base::list_names(legal, 40)),
                 suggestion(level.text, legal));
}

void check_list(Reader& reader, const ExperimentFile& file) {
    const auto names = names_of(file);
    for (std::size_t i = 0; i < file.design.list.size(); ++i) {
        const std::string path = fmt::format("design.list.{}", i + 1);
        const auto& point = file.design.list[i];
        for (const auto& value : point) {
            const auto* factor = process::find(file.factors, value.name);
            if (factor == nullptr) {
                reader.error(value.position, path,
                             names.empty()
                                 ? fmt::format("unknown factor '{}'; there are none", value.name)
                                 : fmt::format("unknown factor '{}'; these names exist: {}",
                                               value.name, base::list_names(names, 40)),
                             suggestion(value.name, names));
            } else if (!value.value.is_empty()) {
                check_value_in_list(reader, document::join_path(path, value.name), factor->value,
                                    value.value);
            }
        }
        for (const auto& name : names) {
            if (process::find(point, name) != nullptr) continue;
            const base::Position at = point.empty() ? file.design.position : point.front().position;
            reader.error(at, path,
                         fmt::format("missing factor '{}'; expected each of: {}", name,
                                     base::list_names(names, 40)));
        }
    }
}

/// `D=ABC`: letters of factors, the first one new, the others not made by generators themselves.
void check_generators(Reader& reader, const ExperimentFile& file) {
    const std::string path = "design.fractional.generators";
    const std::size_t count = file.factors.size();
    const auto& generators = file.design.fractional->generators;
    std::set<char> made;
    for (const auto& generator : generators) {
        if (!generator.name.empty()) made.insert(generator.name.front());
    }
    if (generators.empty() || generators.size() >= count) {
        reader.error(file.design.position, path,
                     fmt::format("{} generators for {} factors; expected at least one, and fewer "
                                 "than factors",
                                 generators.size(), count));
        return;
    }
    const char last = static_cast<char>('A' + std::min(count, kMostLetters) - 1);
    std::set<char> seen;
    for (const auto& generator : generators) {
        const std::string& text = generator.name;
        const bool has_form =
            text.size() >= 4 && text[1] == '=' &&
            std::all_of(text.begin(), text.end(),
                        [last](char c) { return c == '=' || (c >= 'A' && c <= last); }) &&
            text.find('=', 2) == std::string::npos;
        const std::set<char> factors(text.begin() + std::min<std::size_t>(2, text.size()),
                                     text.end());
        const bool repeats = factors.size() + 2 != text.size();
        const bool is_of_made = std::any_of(factors.begin(), factors.end(),
                                            [&made](char c) { return made.count(c) > 0; });
        if (!has_form || repeats) {
            reader.error(generator.position, path,
                         fmt::format("'{}' is no generator; expected a form such as D=ABC, with "
                                     "letters from A to {} for the factors",
                                     text, last));
        } else if (is_of_made) {
            reader.error(generator.position, path,
                         fmt::format("'{}' makes a factor of one that a generator makes; expected "
                                     "only others on its right",
                                     text));
        } else if (!seen.insert(text.front()).second) {
            reader.error(generator.position, path,
                         fmt::format("factor {} is made twice", text.front()));
        }
    }
    for (const auto& factor : file.factors) {
        if (factor.value.levels.size() == 2) continue;
        reader.error(factor.position, "factors." + factor.name,
                     "a fractional design needs exactly two levels of each factor");
    }
}

}  // namespace

void check_factor(Reader& reader, const Node& node, const std::string& path, Factor& factor) {
    check_exactly_one(reader, node, path, "set", "scales");
    if (node.find("to") == nullptr) {
        check_exactly_one(reader, node, path, "levels", "from");
    } else {
        check_exactly_one(reader, node, path, "levels", "to");
    }
    const Node* scales = node.find("scales");
    if (scales != nullptr && scales->is_list() && scales->items.empty()) {
        reader.error(scales->position, document::join_path(path, "scales"),
                     "is empty; expected at least one path such as resources.*.fte");
    }
    check_levels(reader, node, path, factor);
    check_interval(reader, node, path, factor);
}

void check_design(Reader& reader, const Node& root, const ExperimentFile& file) {
    const Node* design = root.find("design");
    const DesignRule& rule = file.design;
    const bool is_by_list = design != nullptr && design->find("list") != nullptr;
    if (is_by_list) {
        const Node* list = design->find("list");
        if (list->is_list() && list->items.empty()) {
            reader.error(list->position, "design.list", "is empty; expected at least one point");
        }
        check_list(reader, file);
    }
    if (rule.fractional) check_generators(reader, file);
    if (file.factors.empty() && design != nullptr && design->is_mapping() && !is_by_list) {
        reader.error(design->position, "design",
                     "there are no factors to choose points of; expected 'factors', or no design");
    }
    if (is_by_list || rule.fractional || rule.latin_hypercube) return;
    for (const auto& factor : file.factors) {
        if (!factor.value.is_continuous()) continue;
        reader.error(factor.position, "factors." + factor.name,
                     "has no levels, so that it has no full design; expected levels, or a design "
                     "{latin_hypercube: 20} or {list: …}");
    }
}

void check_constraints(Reader& reader, const ExperimentFile& file) {
    const process::ExpressionNames names{names_of(file), {}};
    std::vector<double> values(names.variables.size(), 1.0);
    for (std::size_t i = 0; i < file.constraints.size(); ++i) {
        const Reference& constraint = file.constraints[i];
        const std::string path = fmt::format("constraints.{}", i + 1);
        if (const auto problem = process::check_expression(constraint.name, names)) {
            reader.error(constraint.position, path, *problem);
            continue;
        }
        const process::CompiledExpression compiled(constraint.name, names, values.data());
        for (const auto used : compiled.used()) {
            for (const auto& level : file.factors[used].value.levels) {
                if (is_number(level.text)) continue;
                reader.error(level.position,
                             fmt::format("factors.{}.levels", names.variables[used]),
                             fmt::format("'{}' is no number, and '{}' asks for one", level.text,
                                         constraint.name));
            }
        }
    }
}

namespace {

/// Reads the scenario with a factor at a level, and says at the level what is wrong with it.
void try_level(Reader& reader, const ExperimentFile& file, std::size_t scenario,
               const process::Named<Factor>& factor, const std::string& level,
               base::Position position) {
    base::Diagnostics said;
    const auto sets = sets_of(factor.value, level, file.read[scenario]);
    if (read_scenario(file.paths[scenario], sets, said)) return;
    for (const auto& each : said.all()) {
        if (each.severity != base::Severity::error) continue;
        reader.error(
            position, "factors." + factor.name,
            fmt::format("{} in scenario '{}': {}{}{}", level, file.scenarios[scenario].name,
                        each.path, each.path.empty() ? "" : ": ", each.message),
            each.hint);
        return;  // one is enough to see what is wrong with this value
    }
}

/// Whether every figure that a factor scales is there and can be scaled.
bool check_scaled(Reader& reader, const ScenarioFile& scenario, const std::string& name,
                  const process::Named<Factor>& factor) {
    bool is_right = true;
    const std::string path = fmt::format("factors.{}.scales", factor.name);
    for (const Reference& pattern : factor.value.scales) {
        bool is_any = false;
        for (const Figure& figure : scenario.figures) {
            if (!matches_path(pattern.name, figure.path)) continue;
            is_any = true;
            const auto scaled = scaled_text(figure, 1.0);
            if (const auto* problem = std::get_if<Problem>(&scaled)) {
                reader.error(
                    pattern.position, path,
                    fmt::format("{} of scenario '{}': {}", figure.path, name, problem->message),
                    problem->hint);
                is_right = false;
            }
        }
        if (!is_any) {
            const Problem problem = no_such_figure(scenario.figures, pattern.name);
            reader.error(pattern.position, path,
                         fmt::format("in scenario '{}' {}", name, problem.message), problem.hint);
            is_right = false;
        }
    }
    return is_right;
}

/// No value is moved by two factors.
void check_apart(Reader& reader, const ExperimentFile& file, std::size_t scenario) {
    std::map<std::string, std::string> moved_by;
    for (const auto& factor : file.factors) {
        for (const std::string& set : sets_of(factor.value, "1", file.read[scenario])) {
            const std::string path = set.substr(0, set.find('='));
            const auto [other, is_new] = moved_by.emplace(path, factor.name);
            if (is_new || other->second == factor.name) continue;
            reader.error(factor.position, "factors." + factor.name,
                         fmt::format("'{}' is moved by '{}' already; expected one factor for each "
                                     "value",
                                     path, other->second));
            return;
        }
    }
}

}  // namespace

void check_against_scenarios(Reader& reader, const ExperimentFile& file) {
    for (std::size_t i = 0; i < file.read.size(); ++i) {
        bool is_right = true;
        for (const auto& factor : file.factors) {
            is_right =
                check_scaled(reader, file.read[i], file.scenarios[i].name, factor) && is_right;
        }
        if (!is_right) continue;
        check_apart(reader, file, i);
        for (const auto& factor : file.factors) {
            for (const auto& level : factor.value.levels) {
                try_level(reader, file, i, factor, level.text, level.position);
            }
            if (!factor.value.is_continuous()) continue;
            for (const double end : {*factor.value.from, *factor.value.to}) {
                try_level(reader, file, i, factor, fmt::format("{:.6g}", end), factor.position);
            }
        }
    }
}

}  // namespace yhdyspinta::scenario
