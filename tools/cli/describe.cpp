// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/describe.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "engine/base/diagnostic.hpp"
#include "engine/base/error.hpp"
#include "engine/metrics/response_catalogue.hpp"
#include "engine/process/expression_words.hpp"
#include "engine/results/text_table.hpp"
#include "engine/scenario/file_kinds.hpp"
#include "engine/scenario/values.hpp"

namespace yhdyspinta::cli {

using results::TextTable;
using scenario::FieldDescription;
using scenario::SectionDescription;

namespace {

/// Two columns, the second one blank where there is nothing to say.
std::string two_columns(const std::vector<std::pair<std::string, std::string>>& rows) {
    std::size_t width = 0;
    for (const auto& [left, right] : rows) width = std::max(width, results::display_width(left));
    std::string text;
    for (const auto& [left, right] : rows) {
        const std::size_t gap = width - results::display_width(left) + 2;
        text += fmt::format("  {}{}{}\n", left, std::string(gap, ' '), right);
    }
    return text;
}

/// What may stand there, and whether it must.
std::string type_text(const FieldDescription& field) {
    std::string text = field.type.expected;
    if (!field.type.unit.empty()) text += fmt::format(" [{}]", field.type.unit);
    if (field.is_required) text += "; required";
    if (!field.default_value.empty()) text += "; default " + field.default_value;
    return text;
}

std::string rule_of(const SectionDescription& section) {
    if (section.one_of.empty()) return {};
    const std::string list = base::list_names(section.one_of, 40);
    if (section.otherwise.empty()) return fmt::format("Exactly one of {} is given.\n", list);
    return fmt::format("At most one of {} is given; without any, the keys of '{}' hold.\n", list,
                       section.otherwise);
}

std::string section_text(const SectionDescription& section) {
    std::string text = fmt::format("{}: {}\n{}\n", section.name, section.meaning, rule_of(section));
    std::vector<FieldDescription> fields = section.fields;
    if (&section == &scenario::schema().front()) fields.push_back(scenario::extends_key());
    for (const auto& field : fields) {
        text += fmt::format("  {}: {}\n      {}\n", field.key, field.meaning, type_text(field));
    }
    return text;
}

std::string field_text(const std::string& path, const FieldDescription& field) {
    std::vector<std::pair<std::string, std::string>> rows;
    const auto& type = field.type;
    const auto add = [&rows](const char* what, const std::string& text) {
        if (!text.empty()) rows.emplace_back(what, text);
    };
    add("type", type.type);
    add("expected", type.expected);
    add("unit", type.unit);
    add("range", type.range);
    add("words", fmt::format("{}", fmt::join(type.words, ", ")));
    add("names", type.refers_to.empty() ? "" : "a " + type.refers_to);
    add("keys", type.section.empty() ? "" : fmt::format("see 'describe {}'", type.section));
    add("required", field.is_required ? "yes" : "no");
    add("default", field.default_value);
    for (const auto& example : type.examples) add("example", example);
    return fmt::format("{}: {}\n{}", path, field.meaning, two_columns(rows));
}

[[noreturn]] void fail(const std::string& message, const std::string& word,
                       const std::vector<std::string>& names) {
    const std::string near = base::closest_name(word, names);
    throw base::UsageError(message +
                           (near.empty() ? "" : fmt::format("\n  hint: did you mean '{}'?", near)));
}

std::vector<std::string> keys_of(const SectionDescription& section) {
    std::vector<std::string> keys;
    for (const auto& field : section.fields) keys.push_back(field.key);
    return keys;
}

/// A section of scenarios, or else of another kind of file; nothing when there is none.
const SectionDescription* find_any_section(const std::string& name) {
    if (const auto* section = scenario::find_section(name)) return section;
    if (const auto* kind = scenario::find_file_kind(name)) return &kind->sections->front();
    for (const auto& kind : scenario::file_kinds()) {
        for (const auto& section : *kind.sections) {
            if (section.name == name) return &section;
        }
    }
    return nullptr;
}

/// What can be described and is no key.
constexpr std::array<std::pair<const char*, const char*>, 3> kOthers{{
    {"laws", "the distributions that durations and numbers can be drawn from"},
    {"expressions", "what conditions and arithmetic can say"},
    {"responses", "every figure that a run gives"},
}};

}  // namespace

std::vector<std::string> describable_names() {
    std::vector<std::string> names;
    for (const auto& section : scenario::schema()) names.push_back(section.name);
    for (const auto& field : scenario::schema().front().fields) names.push_back(field.key);
    names.push_back(scenario::extends_key().key);
    for (const auto& [name, meaning] : kOthers) names.emplace_back(name);
    for (const auto& kind : scenario::file_kinds()) names.push_back(kind.name);
    return names;
}

std::string sections_text() {
    std::vector<std::pair<std::string, std::string>> rows;
    for (const auto& section : scenario::schema()) rows.emplace_back(section.name, section.meaning);
    for (const auto& [name, meaning] : kOthers) rows.emplace_back(name, meaning);
    for (const auto& kind : scenario::file_kinds()) {
        if (!kind.may_extend) rows.emplace_back(kind.name, kind.sections->front().meaning);
    }
    return two_columns(rows) +
           "\n'describe NAME' tells its keys, 'describe NAME.KEY' one of them, 'describe FILE' the "
           "laws of a scenario.\n";
}

std::string description_of(const std::string& path) {
    std::size_t dot = path.find('.');
    const std::string first = path.substr(0, dot);
    const SectionDescription* section = find_any_section(first);
    const FieldDescription* field = nullptr;
    if (section == nullptr) {
        field = first == scenario::extends_key().key
                    ? &scenario::extends_key()
                    : scenario::find_field(scenario::schema().front(), first);
        if (field == nullptr) {
            fail(fmt::format("there is no section '{}'; 'describe' lists them", first), first,
                 describable_names());
        }
        section = find_any_section(field->type.section);  // `resources`: what stands there
    }
    if (dot == std::string::npos && section != nullptr) return section_text(*section);
    while (dot != std::string::npos) {
        const std::size_t end = path.find('.', dot + 1);
        const std::string word = path.substr(dot + 1, end - dot - 1);
        if (section == nullptr) {
            throw base::UsageError(
                fmt::format("'{}' has no keys, so no '{}'", path.substr(0, dot), word));
        }
        field = scenario::find_field(*section, word);
        if (field == nullptr) {
            const auto keys = keys_of(*section);
            fail(fmt::format("'{}' has no key '{}'; expected one of: {}", path.substr(0, dot), word,
                             base::list_names(keys, 40)),
                 word, keys);
        }
        section = find_any_section(field->type.section);
        dot = end;
    }
    return field_text(path, *field);
}

std::string amount_text(double value, double scale, scenario::LawUnit unit) {
    if (!std::isfinite(value)) return "infinite";
    if (unit == scenario::LawUnit::number) return fmt::format("{:.4g}", value);
    struct Step {
        double below;  // [s]
        double seconds;
        const char* name;
    };
    constexpr double kDay = 86400.0;
    constexpr std::array kSteps{Step{60.0, 1.0, "s"}, Step{3600.0, 60.0, "min"},
                                Step{2.0 * kDay, 3600.0, "h"}, Step{1000.0 * kDay, kDay, "days"}};
    const double size = std::isfinite(scale) && scale > 0.0 ? scale : value;
    for (const auto& step : kSteps) {
        if (size < step.below) return fmt::format("{:.4g} {}", value / step.seconds, step.name);
    }
    return fmt::format("{:.4g} years", value / scenario::kSecondsPerYear);
}

namespace {

void add_law(TextTable& table, const std::string& what, const std::string& text,
             const random::Law& law, scenario::LawUnit unit) {
    const double mean = law.mean();
    const double sd = std::sqrt(law.variance());
    table.add_row({what, text, amount_text(mean, mean, unit), amount_text(sd, mean, unit)});
}

TextTable law_table(const std::string& first, const std::string& second) {
    using Align = TextTable::Align;
    return TextTable(
        {{first}, {second}, {"mean", Align::right}, {"standard deviation", Align::right}});
}

std::string names_text(const std::vector<process::ExpressionWord>& words) {
    std::vector<std::pair<std::string, std::string>> rows;
    for (const auto& word : words) rows.emplace_back(word.text, word.meaning);
    return two_columns(rows);
}

}  // namespace

std::string laws_text() {
    TextTable table = law_table("law", "example");
    for (const auto& law : scenario::law_examples(scenario::LawUnit::duration)) {
        const auto made = scenario::parse_law(law.text, scenario::LawUnit::duration);
        add_law(table, law.signature, law.text, std::get<random::Law>(made),
                scenario::LawUnit::duration);
    }
    return table.to_text() +
           "\nA duration or number alone is always the same. Where numbers are drawn, arguments "
           "have no unit.\nInside { } and [ ] a law with a comma needs quotes.\n";
}

std::string laws_text(const scenario::ScenarioFile& file) {
    TextTable table = law_table("where", "law");
    for (const auto& use : file.laws) add_law(table, use.path, use.text, use.law, use.unit);
    return table.to_text();
}

std::string expressions_text() {
    return "Variables, beside the attributes of the class:\n" +
           names_text(process::expression_variables()) +
           names_text(process::interface_expression_variables()) +
           "Constants: the names of needs, and the levels of attributes\n"
           "Operators and functions:\n" +
           names_text(process::expression_operators());
}

std::string responses_text() {
    std::string text;
    for (const auto& response : metrics::response_catalogue()) {
        text += fmt::format("  {}{}\n      {}\n      for: {}\n", response.name,
                            response.unit.empty() ? "" : fmt::format(" [{}]", response.unit),
                            response.meaning, response.where);
    }
    return text +
           "\nNumbers such as 002 are the source documents that name what is measured. Figures "
           "that count needs are\nthere when a scenario has needs, cost when something has a "
           "price, by_whom, equity and census when\n'measures' asks for them.\n";
}

std::string expressions_text(const scenario::ScenarioFile& file) {
    std::vector<std::pair<std::string, std::string>> rows;
    for (const auto& name : file.expression_names.variables) {
        std::string meaning;
        for (const auto& word : process::expression_variables()) {
            if (word.text == name) meaning = word.meaning;
        }
        for (const auto& entity_class : file.system.classes) {
            const auto* attribute = process::find(entity_class.value.attributes, name);
            if (attribute == nullptr) continue;
            if (!meaning.empty()) meaning += "; ";
            meaning += "attribute of " + entity_class.name;
            if (!attribute->value.levels.empty()) {
                meaning += ": " + base::list_names(attribute->value.levels, 40);
            }
        }
        rows.emplace_back(name, meaning);
    }
    std::string text = "Variables:\n" + two_columns(rows);
    if (!file.system.interfaces.empty()) {
        text += names_text(process::interface_expression_variables());
    }
    rows.clear();
    for (const auto& [name, value] : file.expression_names.constants) {
        std::string meaning = fmt::format("{:.12g}", value);
        if (process::find(file.system.needs, name) != nullptr) meaning += ", a need";
        for (const auto& entity_class : file.system.classes) {
            for (const auto& attribute : entity_class.value.attributes) {
                const auto& levels = attribute.value.levels;
                if (std::find(levels.begin(), levels.end(), name) == levels.end()) continue;
                meaning += ", a level of " + attribute.name;
            }
        }
        rows.emplace_back(name, meaning);
    }
    if (!rows.empty()) text += "Constants:\n" + two_columns(rows);
    return text + "Operators and functions:\n" + names_text(process::expression_operators());
}

}  // namespace yhdyspinta::cli
