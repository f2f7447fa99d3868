// SPDX-License-Identifier: Apache-2.0
#include "tools/statistics/region_file.hpp"

#include <algorithm>
#include <cmath>
#include <map>
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

/// The county whose births the model's `population.yaml` states.
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

// ---- the sections of the file
// ----------------------------------------------------------------------------------------

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
    const std::string born = fmt::format("uniform(-{}, 0)", years);
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
        const bool is_as_stated = region.code == kReference && !region.has_own_table &&
                                  is_births(group) && text_at(*group.find("set"), "age") == born;
        if (!is_births(group) || is_as_stated) {
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
            if (Node* age = set->find("age")) *age = Node::scalar(born);
        }
        text += fmt::format("      - {}\n", scenario::document::to_line(changed));
    }
    return text;
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
        "# From {}: population.yaml and data/ (sources: data/README.md).\n",
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
    return {folder.generic_string(), read_part(folder / "population.yaml")};
}

std::vector<scenario::WrittenFile> write_region(const Region& region, const RegionTables& tables,
                                                const ModelParts& model, int years,
                                                const std::string& command) {
    std::string text = head(region, model, command);
    text += "schema: 1\n\nday_sets:\n" + day_sets(region, tables);
    text += "\npopulations:\n  children:\n";
    if (region.has_own_table) text += "    table: municipalities.csv\n";
    text += where(region);
    text += "    groups:\n" + groups(region, model, years);
    std::vector<scenario::WrittenFile> files{{"region.yaml", std::move(text)}};
    if (region.has_own_table) {
        files.push_back({"municipalities.csv", scenario::to_csv(region.columns, region.rows)});
    }
    return files;
}

}  // namespace yhdyspinta::tools::statistics
