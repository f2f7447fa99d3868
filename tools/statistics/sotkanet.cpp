// SPDX-License-Identifier: Apache-2.0
// Files of THL's Sotkanet, https://sotkanet.fi/rest/1.1/.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "tools/statistics/readers.hpp"
#include "tools/statistics/text.hpp"

namespace yhdyspinta::tools::statistics {

namespace {

constexpr int kFirstAge = 552;  ///< "0-vuotiaat, lkm 31.12."; the next ones follow one by one
constexpr int kLastAge = 569;   ///< "17-vuotiaat"

/// What an indicator counts; nothing when the model has no use for it.
std::optional<Observation> meaning_of(const std::string& indicator) {
    Observation made;
    made.age = made.language = "total";
    if (indicator == "127") return made;
    if (indicator == "2433") {
        made.measure = Measure::swedish_speakers;
        return made;
    }
    for (int id = kFirstAge; id <= kLastAge; ++id) {
        if (indicator != std::to_string(id)) continue;
        made.age = std::to_string(id - kFirstAge);
        return made;
    }
    return std::nullopt;
}

/// Ids of the hospital districts' successors before 2023, with other codes of counties.
bool is_former_county(const std::string& region) {
    return region.size() == 3 && region >= "877" && region <= "898";
}

/// Collects rows; one report for each thing that is wrong with many of them.
class Rows {
public:
    Rows(const Areas& areas, base::Diagnostics& diagnostics, StatisticsTable& into)
        : areas_(areas), diagnostics_(diagnostics), into_(into) {
        into_.source = "THL, Sotkanet (CC BY 4.0)";
    }

    void add(const std::string& indicator, const std::string& region, const std::string& year,
             const std::string& gender, const std::string& value, base::Position position) {
        const auto meaning = meaning_of(indicator);
        if (!meaning) {
            once(position, "indicator", indicator,
                 fmt::format("'{}' is not among the indicators that are understood: 127 "
                             "(population), 2433 (Swedish speakers), 552-569 (aged 0-17)",
                             indicator));
            return;
        }
        indicators_.insert(indicator);
        const auto area = areas_.of_sotkanet(region);
        if (!area && is_former_county(region)) former_.emplace(region, position);
        if (!area || area->kind == AreaKind::outside) return;  // all levels of regions are listed
        Observation made = *meaning;
        made.area = *area;
        made.position = position;
        made.gender = gender.empty() ? "total" : folded(gender);
        if (made.gender != "total" && made.gender != "male" && made.gender != "female") {
            once(position, "gender", gender,
                 fmt::format("'{}' is unknown; expected one of: male, female, total", gender));
            return;
        }
        const auto read_year = parse_figure(year);
        if (!read_year || !read_year->value || *read_year->value < 1900 ||
            *read_year->value > 2200) {
            diagnostics_.error(position, "year", fmt::format("'{}' is not a year", year));
            return;
        }
        made.year = static_cast<int>(*read_year->value);
        const auto figure = parse_figure(value);
        if (!figure || (figure->value && *figure->value < 0.0)) {
            diagnostics_.error(position, "value",
                               fmt::format("'{}' is not a count; expected a number >= 0", value));
            return;
        }
        made.value = figure->value;
        made.mark = figure->mark;
        into_.observations.push_back(std::move(made));
    }

    void finish(std::uint32_t file) {
        for (const auto& indicator : indicators_) {
            into_.table += (into_.table.empty() ? "indicator " : ", ") + indicator;
        }
        const bool has_county =
            std::any_of(into_.observations.begin(), into_.observations.end(),
                        [](const auto& made) { return made.area.kind == AreaKind::county; });
        if (!former_.empty() && !has_county) {
            const auto& [region, position] = *former_.begin();
            diagnostics_.error(
                position, "region",
                fmt::format("{} is the id of a county as it was planned before 2023; "
                            "expected ids 957 to 978",
                            region));
        } else if (into_.observations.empty() && !diagnostics_.has_errors()) {
            diagnostics_.error(
                {file, 0, 0}, "", "has no figure of a county or a municipality that is known",
                "ids of municipalities are known from Sotkanet's list of regions: give "
                "https://sotkanet.fi/rest/1.1/regions as a file before this one");
        }
    }

private:
    void once(base::Position position, const std::string& key, const std::string& value,
              const std::string& message) {
        if (said_.insert({key, value}).second) diagnostics_.error(position, key, message);
    }

    const Areas& areas_;
    base::Diagnostics& diagnostics_;
    StatisticsTable& into_;
    std::set<std::string> indicators_;
    std::set<std::pair<std::string, std::string>> said_;
    std::map<std::string, base::Position> former_;
};

}  // namespace

void read_sotkanet_csv(const scenario::CsvTable& csv, std::uint32_t file, const Areas& areas,
                       base::Diagnostics& diagnostics, StatisticsTable& into) {
    into.format = "Sotkanet CSV";
    std::map<std::string, std::size_t> columns;
    for (std::size_t i = 0; i < csv.columns.size(); ++i) {
        std::string name = folded(csv.columns[i]);
        std::replace(name.begin(), name.end(), ' ', '.');
        columns.emplace(std::move(name), i);
    }
    bool is_complete = true;
    for (const char* name : {"indicator", "region", "year", "primary.value"}) {
        if (columns.count(name) > 0) continue;
        is_complete = false;
        diagnostics.error({file, 1, 1}, "",
                          fmt::format("has no column '{}'; expected indicator, region, year, "
                                      "gender, primary.value, absolute.value",
                                      name));
    }
    if (!is_complete) return;
    const auto cell = [&](const scenario::CsvTable::Row& row, const char* name) {
        const auto found = columns.find(name);
        return found == columns.end() ? std::string() : row.cells[found->second];
    };
    Rows rows(areas, diagnostics, into);
    for (const auto& row : csv.rows) {
        std::string value = cell(row, "primary.value");
        if (value.empty()) value = cell(row, "absolute.value");
        rows.add(cell(row, "indicator"), cell(row, "region"), cell(row, "year"),
                 cell(row, "gender"), value, {file, row.line, 1});
    }
    rows.finish(file);
}

void read_sotkanet_json(const JsonNode& root, const Areas& areas, base::Diagnostics& diagnostics,
                        StatisticsTable& into) {
    into.format = "Sotkanet JSON";
    Rows rows(areas, diagnostics, into);
    bool says_missing_key = false;
    for (const auto& item : root.items) {
        const auto text = [&item](const char* key) {
            const JsonNode* found = item.find(key);
            return found == nullptr ? std::string() : found->scalar();
        };
        bool is_complete = true;
        for (const char* key : {"indicator", "region", "year"}) {
            if (item.find(key) != nullptr || !is_complete) continue;
            is_complete = false;
            if (says_missing_key) continue;
            says_missing_key = true;
            diagnostics.error(item.position, "",
                              fmt::format("has no '{}'; expected objects with indicator, region, "
                                          "year, gender and value",
                                          key));
        }
        if (!is_complete) continue;
        std::string value = text("value");
        if (value.empty()) value = text("absValue");
        rows.add(text("indicator"), text("region"), text("year"), text("gender"), value,
                 item.position);
    }
    rows.finish(root.position.file);
}

void read_sotkanet_regions(const JsonNode& root, Areas& areas, base::Diagnostics& diagnostics) {
    bool says_missing_key = false;
    for (const auto& item : root.items) {
        const JsonNode* id = item.find("id");
        const JsonNode* code = item.find("code");
        const JsonNode* category = item.find("category");
        if (id == nullptr || code == nullptr || category == nullptr) {
            if (!says_missing_key) {
                diagnostics.error(item.position, "",
                                  "has no 'id', 'code' or 'category'; expected the list of regions "
                                  "of Sotkanet");
            }
            says_missing_key = true;
            continue;
        }
        const bool is_municipality = category->text == "KUNTA";
        if (!is_municipality) continue;  // ids of counties are known, their codes were changed
        std::string padded = code->scalar();
        padded.insert(0, padded.size() < 3 ? 3 - padded.size() : 0, '0');
        const auto area = areas.find("KU" + padded);
        if (!area) {
            diagnostics.warning(code->position, "code",
                                fmt::format("'{}' is a municipality that is not known; its "
                                            "figures are left out",
                                            code->scalar()));
            continue;
        }
        areas.add_sotkanet(id->scalar(), *area);
    }
}

}  // namespace yhdyspinta::tools::statistics
