// SPDX-License-Identifier: Apache-2.0
#include "tools/statistics/region_tables.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/scenario/files.hpp"
#include "tools/statistics/text.hpp"

namespace yhdyspinta::tools::statistics {

namespace {

CodedTable read_table(const std::filesystem::path& file) {
    const auto text = scenario::read_file(file);
    if (const auto* problem = std::get_if<scenario::Problem>(&text)) {
        throw base::UserError(problem->message +
                              "\n  hint: start it in the folder of the project, or say where the "
                              "model is with --model");
    }
    base::Diagnostics diagnostics;
    const std::uint32_t index = diagnostics.add_file(file.generic_string());
    auto table = scenario::parse_csv(std::get<std::string>(text), index, diagnostics);
    if (!table) throw base::InputError(said(diagnostics));
    CodedTable made{file.generic_string(), std::move(table->columns), {}};
    for (auto& row : table->rows) made.rows.push_back(std::move(row.cells));
    return made;
}

bool has_digits(std::string_view text, std::size_t count) {
    return text.size() == count && text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::size_t CodedTable::column(const std::string& wanted) const {
    const auto found = std::find(columns.begin(), columns.end(), wanted);
    if (found == columns.end()) {
        throw base::UserError(fmt::format("'{}' has no column '{}'; these columns exist: {}", name,
                                          wanted, base::list_names(columns, 60)));
    }
    return static_cast<std::size_t>(found - columns.begin());
}

const std::vector<std::string>* CodedTable::row(std::string_view code) const {
    for (const auto& candidate : rows) {
        if (candidate.front() == code) return &candidate;
    }
    return nullptr;
}

const std::string& CodedTable::cell(std::string_view code, const std::string& wanted) const {
    const auto* found = row(code);
    if (found == nullptr) {
        throw base::UserError(fmt::format("'{}' has no row '{}'", name, code));
    }
    return (*found)[column(wanted)];
}

double CodedTable::number(const std::vector<std::string>& row, const std::string& wanted) const {
    const std::string& text = row[column(wanted)];
    const auto figure = parse_figure(text);
    if (!figure || !figure->value) {
        throw base::UserError(fmt::format("'{}', row '{}': '{}' in the column '{}' is not a number",
                                          name, row.front(), text, wanted));
    }
    return *figure->value;
}

RegionTables read_region_tables(const std::filesystem::path& folder) {
    return {
        read_table(folder / "municipalities.csv"),       read_table(folder / "counties.csv"),
        read_table(folder / "county_indicators.csv"),    read_table(folder / "school_years.csv"),
        read_table(folder / "municipality_changes.csv"), read_table(folder / "aland.csv")};
}

Areas::Areas(const RegionTables& tables) {
    const auto add = [this](const std::string& prefix, const std::string& code, const Area& area,
                            const std::vector<std::string>& names) {
        codes_[prefix + code] = area;
        for (const auto& name : names) {
            if (!name.empty()) names_.emplace(folded(name), area);
        }
    };
    for (const auto& row : tables.municipalities.rows) {
        add("KU", row[0], {AreaKind::municipality, row[0], ""},
            {row[tables.municipalities.column("name_fi")],
             row[tables.municipalities.column("name_sv")]});
    }
    for (const auto& row : tables.changes.rows) {
        add("KU", row[0], {AreaKind::municipality, row[tables.changes.column("merged_into")], ""},
            {row[tables.changes.column("name_fi")]});
    }
    for (const auto& row : tables.aland.rows) {
        add("KU", row[0], {AreaKind::outside, row[0], ""}, {row[1]});
    }
    for (const auto& row : tables.counties.rows) {
        const auto& table = tables.counties;
        const Area area{AreaKind::county, row[0], ""};
        add("HVA", row[0], area,
            {row[table.column("short_name")], row[table.column("name_fi")],
             row[table.column("name_sv")], row[table.column("name_en")]});
        const std::string& region = row[table.column("statistics_region")];
        if (!region.empty()) codes_["MK" + region] = area;
        sotkanet_[row[table.column("sotkanet_region_id")]] = area;
    }
    const Area outside;
    for (const auto& name : {"Ahvenanmaa", "Åland", "Ahvenanmaa - Åland", "Ahvenanmaan maakunta",
                             "Landskapet Åland", "Uusimaa", "Nyland", "Manner-Suomi"}) {
        names_.emplace(folded(name), outside);
    }
    names_.emplace("mariehamn", outside);
    for (const char* code : {"MK01", "MK21", "HVA91"}) codes_[code] = outside;
    sotkanet_["956"] = outside;
    const Area country{AreaKind::country, "", ""};
    for (const char* name : {"koko maa", "hela landet", "whole country", "sss"}) {
        names_.emplace(name, country);
    }
    sotkanet_["658"] = country;
}

std::optional<Area> Areas::by_code(const std::string& code, bool has_county_codes) const {
    auto found = codes_.find(code);
    if (found == codes_.end() && has_digits(code, 3)) found = codes_.find("KU" + code);
    if (found == codes_.end() && has_county_codes && has_digits(code, 2)) {
        found = codes_.find("HVA" + code);
    }
    if (found == codes_.end()) return std::nullopt;
    return found->second;
}

std::optional<Area> Areas::find(std::string_view text, bool has_county_codes) const {
    const std::string name = folded(text);
    const auto with_text = [text](Area area) {
        area.written = std::string(text);
        return area;
    };
    std::string code = name.substr(0, name.find(' '));
    std::transform(code.begin(), code.end(), code.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    if (const auto area = by_code(code, has_county_codes)) return with_text(*area);
    if (const auto found = names_.find(name); found != names_.end()) {
        return with_text(found->second);
    }
    if (const auto at = name.find(" - "); at != std::string::npos) {  // both official names
        for (const auto& part : {name.substr(0, at), name.substr(at + 3)}) {
            if (const auto found = names_.find(part); found != names_.end()) {
                return with_text(found->second);
            }
        }
    }
    // Sub-regions (SK091 Pori), former regions and so on may be called like a municipality.
    const auto digits = code.find_first_of("0123456789");
    if (digits != std::string::npos && digits > 0 &&
        has_digits(code.substr(digits), code.size() - digits) && code.rfind("KU", 0) != 0) {
        return with_text({});
    }
    return std::nullopt;
}

std::optional<Area> Areas::of_sotkanet(const std::string& id) const {
    const auto found = sotkanet_.find(id);
    if (found == sotkanet_.end()) return std::nullopt;
    Area area = found->second;
    area.written = id;
    return area;
}

}  // namespace yhdyspinta::tools::statistics
