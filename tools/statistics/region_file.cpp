// SPDX-License-Identifier: Apache-2.0
#include "tools/statistics/region_file.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/scenario/csv.hpp"
#include "engine/scenario/files.hpp"
#include "tools/statistics/text.hpp"

namespace yhdyspinta::tools::statistics {

using scenario::document::Node;

namespace {

/// The county whose staff the model's `services.yaml` states.
constexpr const char* kReference = "14";

Node read_part(const std::filesystem::path& file) {
    const auto text = scenario::read_file(file);
    if (const auto* problem = std::get_if<scenario::Problem>(&text)) {
        throw base::UserError(problem->message);
    }
    base::Diagnostics diagnostics;
    const std::uint32_t index = diagnostics.add_file(file.generic_string());
    auto root = scenario::document::parse(std::get<std::string>(text), index, diagnostics);
    if (!root) throw base::InputError(said(diagnostics));
    return *std::move(root);
}

const Node& groups_of(const ModelParts& model) {
    const Node* node = &model.population;
    for (const char* key : {"populations", "children", "groups"}) {
        node = node->find(key);
        if (node == nullptr) {
            throw base::UserError(
                fmt::format("'{}/population.yaml' has no population 'children' "
                            "with groups",
                            model.folder));
        }
    }
    return *node;
}

/// The scalar of a value that may state its source.
const Node* plain(const Node* node) {
    if (node != nullptr && node->is_mapping()) node = node->find("value");
    return node != nullptr && node->is_scalar() ? node : nullptr;
}

std::string text_at(const Node& node, const char* key) {
    const Node* found = plain(node.find(key));
    return found == nullptr ? std::string() : found->text;
}

/// Whether the members of a group are born during the run: `age: uniform(-4, 0)`.
bool is_births(const Node& group) {
    const Node* set = group.find("set");
    return set != nullptr && text_at(*set, "age").rfind("uniform(-", 0) == 0;
}

double reference_children(const Region& region, const ModelParts& model) {
    double sum = 0.0;
    for (const auto& column : model.band_columns()) {
        const auto found = region.county_sums.find({kReference, column});
        if (found != region.county_sums.end()) sum += found->second;
    }
    return sum;
}

// ---- children of an age, while the run goes on
// ----------------------------------------------------------------

/// Mean number of the region's children aged `from` to below `to` during a run of so many years,
/// which begins with the ages of the table. Nobody moves in or out.
double mean_aged(const Region& region, double births, double from, double to, int years) {
    const auto overlap = [](double a, double b, double c, double d) {
        return std::max(0.0, std::min(b, d) - std::max(a, c));
    };
    const int steps = 12 * years;
    double sum = 0.0;
    for (int step = 0; step < steps; ++step) {
        const double time = (step + 0.5) / 12.0;
        for (const auto& band : region.bands) {
            const double width = band.last + 1 - band.first;
            sum += region.sum(band.column) / width *
                   overlap(band.first + time, band.last + 1 + time, from, to);
        }
        sum += births * overlap(0.0, time, from, to);
    }
    return sum / steps;
}

/// Children of the table aged `first` to `last`, municipality by municipality.
std::string weights(const Region& region, int first, int last) {
    std::string text;
    for (std::size_t r = 0; r < region.rows.size(); ++r) {
        double sum = 0.0;
        for (const auto& band : region.bands) {
            if (band.first >= first && band.last <= last) sum += region.number(r, band.column);
        }
        text += fmt::format("{}{}: {}", r == 0 ? "" : ", ", r, decimal(sum, 1));
    }
    return text;
}

double to_hundreds(double value) { return std::max(1.0, std::round(value / 100.0)) * 100.0; }

// ---- the sections of the file
// ----------------------------------------------------------------------------------------

std::string age_source(const Region& region) {
    return region.has_own_table ? "see the head of this file"
                                : fmt::format("Tilastokeskus 31.12.{}", region.age_year);
}

std::string day_sets(const Region& region, const RegionTables& tables) {
    // a run has one school year: of a region with several, that of most children
    std::string text;
    for (const char* which : {"autumn_break", "winter_break"}) {
        std::map<std::string, double> children;
        for (std::size_t r = 0; r < region.rows.size(); ++r) {
            const std::string& county = region.rows[r][region.column("county_code")];
            const std::string& week =
                tables.school_years.cell(county, fmt::format("{}_week", which));
            for (const auto& band : region.bands) children[week] += region.number(r, band.column);
        }
        const auto most =
            std::max_element(children.begin(), children.end(),
                             [](const auto& a, const auto& b) { return a.second < b.second; });
        text += fmt::format("  {}: [week {}]\n", which, most->first);
    }
    return text;
}

std::string where(const Region& region) {
    std::string conditions;
    if (region.is_country()) return {};
    conditions =
        fmt::format("county_code: \"{}\"", region.rows.front()[region.column("county_code")]);
    if (region.code.size() == 3)
        conditions += fmt::format(", municipality_code: \"{}\"", region.code);
    return fmt::format("    where: {{{}}}\n", conditions);
}

std::string groups(const Region& region, const ModelParts& model, int years) {
    std::string text;
    for (const Node& group : groups_of(model).items) {
        Node made = group;
        const std::string before = text_at(group, "column");
        std::string column = before;
        if (const auto band = age_band(before)) {
            for (const auto& now : region.bands) {
                if (now.first == band->first && now.last == band->last) column = now.column;
            }
        }
        if (!is_births(group)) {
            if (Node* found = made.find("column")) found->text = column;
            text += fmt::format("      - {}\n", scenario::document::to_line(made));
            continue;
        }
        Node share = Node::mapping();
        const bool has_births = !region.birth_column.empty();
        const auto add = [&share](const char* key, const std::string& value) {
            share.add(key, Node::scalar(value));
        };
        if (has_births) {
            column = region.birth_column;
            add("value", std::to_string(years));
            add("mark", "A");
            add("range", fmt::format("{}-{}", decimal(0.8 * years, 2), decimal(1.1 * years, 2)));
            add("note", fmt::format("as many births in each of the {} years of the run", years));
        } else {
            const double value = years * region.births / region.sum(column);
            add("value", decimal(value, 3));
            add("mark", region.are_births_counted ? "D" : "A");
            if (region.are_births_counted) {
                add("year", "2024");
                add("source", "aged 0 on 31.12.2024: Tilastokeskus");
            }
            add("range", fmt::format("{}-{}", decimal(0.8 * value, 2), decimal(1.1 * value, 2)));
            add("note", fmt::format("{} years x {} births a year (aged 0 at the end of 2024{}) / "
                                    "{} in the column",
                                    years, grouped(std::round(region.births)),
                                    region.are_births_counted ? "" : ", estimated",
                                    grouped(region.sum(column))));
        }
        Node changed = Node::mapping();
        changed.add("column", Node::scalar(column));
        changed.add("share", std::move(share));
        for (const auto& entry : group.entries) {
            if (entry.key == "column" || entry.key == "share") continue;
            changed.add(entry.key, entry.value);
        }
        if (Node* set = changed.find("set")) {
            if (Node* age = set->find("age")) {
                *age = Node::scalar(fmt::format("uniform(-{}, 0)", years));
            }
        }
        text += fmt::format("      - {}\n", scenario::document::to_line(changed));
    }
    return text;
}

/// `2-6` times a factor; anything else stays.
std::string scaled_range(const std::string& range, double factor, int decimals) {
    const auto dash = range.find('-');
    if (dash == std::string::npos || dash == 0) return range;
    const auto low = parse_figure(range.substr(0, dash));
    const auto high = parse_figure(range.substr(dash + 1));
    if (!low || !high || !low->value || !high->value) return range;
    return fmt::format("{}-{}", decimal(*low->value * factor, decimals),
                       decimal(*high->value * factor, decimals));
}

/// Staff and places that the model states for its reference county, by the number of children.
std::string resources(const Region& region, const ModelParts& model) {
    const double children = region.children();
    const double reference = reference_children(region, model);
    const Node* all = model.services.find("resources");
    if (all == nullptr || !(reference > 0.0)) return {};
    std::string text;
    for (const auto& entry : all->entries) {
        const bool is_caseload = text_at(entry.value, "is_caseload") == "true";
        const char* key = is_caseload ? "servers" : "fte";
        const Node* given = entry.value.find(key);
        const Node* number = plain(given);
        if (number == nullptr) continue;
        const auto before = parse_figure(number->text);
        if (!before || !before->value) continue;
        const double factor = children / reference;
        const int decimals = is_caseload ? 0 : 2;
        const double least = is_caseload ? 1.0 : 0.05;
        Node made = Node::mapping();
        made.add("value",
                 Node::scalar(decimal(std::max(least, *before->value * factor), decimals)));
        std::string note;
        for (const auto& said :
             given->is_mapping() ? given->entries : std::vector<scenario::document::Entry>{}) {
            if (said.key == "note") note = said.value.text + "; ";
            if (said.key == "value" || said.key == "note") continue;
            made.add(said.key, said.key == "range"
                                   ? Node::scalar(scaled_range(said.value.text, factor, decimals))
                                   : said.value);
        }
        if (made.find("mark") == nullptr) made.add("mark", Node::scalar("A"));
        made.add("note",
                 Node::scalar(fmt::format("{}{} in Pohjois-Karjala x {} / {} children", note,
                                          number->text, grouped(children), grouped(reference))));
        text +=
            fmt::format("  {}: {{{}: {}}}\n", entry.key, key, scenario::document::to_line(made));
    }
    return text;
}

std::string check_ups(const Region& region, int years) {
    const double births =
        region.birth_column.empty() ? region.births : region.sum(region.birth_column);
    const double infants = mean_aged(region, births, 0.0, 1.0, years);
    const double toddlers = mean_aged(region, births, 1.0, 7.0, years);
    const double pupils = mean_aged(region, births, 7.0, 18.0, years);
    const auto source = [&](const char* name, double rate, const std::string& why, int first,
                            int last, const char* ages, const char* process) {
        return fmt::format(
            "  {}:\n"
            "    class: child\n"
            "    # {}\n"
            "    rate: {{value: {:.0f} per year, mark: D, year: {}, source: \"Valtioneuvoston "
            "asetus "
            "338/2011; {}\"}}\n"
            "    set:\n"
            "      municipality: {{value: \"discrete({})\", mark: D, year: {}, source: \"{}\"}}\n"
            "      age: \"{}\"\n"
            "    process: {}\n",
            name, why, to_hundreds(rate), region.age_year, age_source(region),
            weights(region, first, last), region.age_year, age_source(region), ages, process);
    };
    return source("clinic_check_ups", 9.0 * infants + toddlers,
                  fmt::format("9 in the first year x {} children + 1 a year x {} children aged 1-6 "
                              "(means of the run)",
                              grouped(infants), grouped(toddlers)),
                  0, 6, "uniform(0, 6)", "clinic_check_up") +
           source("school_check_ups", pupils,
                  fmt::format("1 a year x {} pupils aged 7-17 (mean of the run)", grouped(pupils)),
                  7, 17, "uniform(7, 17)", "school_check_up");
}

std::string head(const Region& region, const ModelParts& model, const std::string& command) {
    const std::string kind = region.is_country()       ? "mainland Finland"
                             : region.code.size() == 3 ? "municipality " + region.code
                             : region.code == "90"     ? "the city of Helsinki, code 90"
                                                       : "county " + region.code;
    std::string text = fmt::format(
        "# SPDX-License-Identifier: Apache-2.0\n"
        "# {} ({}): {} municipalit{}, {} children aged 0-17 at the end of {}.\n"
        "# {}`; make it again rather than change it.\n"
        "# From {}: population.yaml, services.yaml and data/ (sources: data/README.md).\n",
        region.name, kind, region.rows.size(), region.rows.size() == 1 ? "y" : "ies",
        grouped(region.children()), region.age_year,
        std::string(kMadeBy) + command.substr(std::string("yhdyspinta region").size()),
        model.folder);
    for (const auto& origin : region.origins) text += fmt::format("# Replaced {}\n", origin);
    if (region.is_country()) {
        text +=
            "# School breaks are those of most children. It stands in place of another region, not "
            "after it.\n";
    } else {
        text +=
            "# A scenario extends it in place of another region, or after a scenario of another "
            "county.\n";
    }
    return text;
}

}  // namespace

std::vector<std::string> ModelParts::band_columns() const {
    std::vector<std::string> names;
    for (const Node& group : groups_of(*this).items) {
        const std::string column = text_at(group, "column");
        if (is_births(group) || std::find(names.begin(), names.end(), column) != names.end()) {
            continue;
        }
        names.push_back(column);
    }
    return names;
}

ModelParts read_model_parts(const std::filesystem::path& folder) {
    return {folder.generic_string(), read_part(folder / "population.yaml"),
            read_part(folder / "services.yaml")};
}

std::vector<scenario::WrittenFile> write_region(const Region& region, const RegionTables& tables,
                                                const ModelParts& model, int years,
                                                const std::string& command) {
    std::string text = head(region, model, command);
    text += "schema: 1\n\nday_sets:\n" + day_sets(region, tables);
    text +=
        "\nclasses:\n"
        "  child:\n"
        "    attributes:\n"
        "      language: {levels: [fi, sv, other]}\n"
        "      remoteness: {initial: 0}         # km to the largest municipality of the county\n"
        "      need_multiplier: {initial: 1}    # notified children by those of the country\n"
        "\npopulations:\n"
        "  children:\n";
    if (region.has_own_table) text += "    table: municipalities.csv\n";
    text += where(region);
    text +=
        "    attributes_from: {remoteness: distance_km, need_multiplier: need_multiplier}\n"
        "    levels_from: {language: {fi: share_fi, sv: share_sv, other: share_other}}\n"
        "    groups:\n";
    text += groups(region, model, years);
    text += "\n# What no law sets by the number of children grows with it.\nresources:\n" +
            resources(region, model);
    text +=
        "\n# Municipalities by their place in the table; weights are their children of those "
        "ages.\n"
        "sources:\n" +
        check_ups(region, years);
    std::vector<scenario::WrittenFile> files{{"region.yaml", std::move(text)}};
    if (region.has_own_table) {
        files.push_back({"municipalities.csv", scenario::to_csv(region.columns, region.rows)});
    }
    return files;
}

}  // namespace yhdyspinta::tools::statistics
