// SPDX-License-Identifier: Apache-2.0
#include "tools/statistics/region.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "tools/statistics/text.hpp"

namespace yhdyspinta::tools::statistics {

// ---- which municipalities
// -------------------------------------------------------------------------------------

std::string AgeBand::in_year(int year) const {
    return first == last ? fmt::format("pop_{}_{}", first, year)
                         : fmt::format("pop_{}_{}_{}", first, last, year);
}

std::optional<AgeBand> age_band(const std::string& column) {
    std::vector<int> numbers;
    if (column.rfind("pop_", 0) != 0) return std::nullopt;
    for (std::size_t begin = 4; begin <= column.size();) {
        const std::size_t end = std::min(column.find('_', begin), column.size());
        const std::string part = column.substr(begin, end - begin);
        if (part.empty() || part.size() > 4 ||
            part.find_first_not_of("0123456789") != std::string::npos) {
            return std::nullopt;
        }
        numbers.push_back(std::stoi(part));
        begin = end + 1;
    }
    if (numbers.size() < 2 || numbers.size() > 3) return std::nullopt;
    return AgeBand{column, numbers.front(), numbers[numbers.size() - 2]};
}

std::size_t Region::column(const std::string& wanted) const {
    const auto found = std::find(columns.begin(), columns.end(), wanted);
    if (found == columns.end()) {
        throw base::UserError(
            fmt::format("the table of municipalities has no column '{}'", wanted));
    }
    return static_cast<std::size_t>(found - columns.begin());
}

double Region::number(std::size_t row, const std::string& wanted) const {
    const std::string& cell = rows[row][column(wanted)];
    const auto figure = parse_figure(cell);
    if (!figure || !figure->value) {
        throw base::UserError(
            fmt::format("municipality {}: '{}' in the column '{}' is not a number",
                        rows[row].front(), cell, wanted));
    }
    return *figure->value;
}

double Region::sum(const std::string& wanted) const {
    double total = 0.0;
    for (std::size_t r = 0; r < rows.size(); ++r) total += number(r, wanted);
    return total;
}

double Region::children() const {
    double total = 0.0;
    for (const auto& band : bands) total += sum(band.column);
    return total;
}

Region find_region(const std::string& wanted, const RegionTables& tables, const Areas& areas,
                   const std::vector<std::string>& band_columns) {
    Region made;
    made.columns = tables.municipalities.columns;
    const std::string word = folded(wanted);
    auto area = areas.find(wanted, true);
    if (word == "country") area = Area{AreaKind::country, "", wanted};
    for (const auto& row : tables.counties.rows) {  // Helsinki is a county too
        const std::string& name = row[tables.counties.column("short_name")];
        if (word == folded(name) || word == folder_name(name)) {
            area = Area{AreaKind::county, row[0], wanted};
        }
    }
    if (area && area->kind == AreaKind::outside) {
        throw base::UsageError(fmt::format(
            "'{}' is not in the model: it has the municipalities of mainland Finland by county",
            wanted));
    }
    if (!area) {
        std::vector<std::string> names{"country"};
        std::vector<std::string> all = names;
        for (const auto& row : tables.counties.rows) {
            names.push_back(row[tables.counties.column("short_name")]);
            all.push_back(names.back());
        }
        for (const auto& row : tables.municipalities.rows) {
            all.push_back(row[tables.municipalities.column("name_fi")]);
        }
        const std::string closest = base::closest_name(wanted, all);
        throw base::UsageError(fmt::format(
            "'{}' is no region; expected the code or the name of a municipality, or one of: {}{}",
            wanted, base::list_names(names, 40),
            closest.empty() ? "" : fmt::format("\n  hint: did you mean '{}'?", closest)));
    }
    made.code = area->code;
    const std::size_t county = made.column("county_code");
    for (const auto& row : tables.municipalities.rows) {
        if (area->kind == AreaKind::country ||
            (area->kind == AreaKind::county ? row[county] == area->code
                                            : row.front() == area->code)) {
            made.rows.push_back(row);
        }
    }
    if (area->kind == AreaKind::county) {
        made.name = tables.counties.cell(area->code, "short_name");
    } else if (area->kind == AreaKind::municipality) {
        made.name = tables.municipalities.cell(area->code, "name_fi");
    } else {
        made.name = "The whole country";
    }
    for (const auto& name : band_columns) {
        const auto band = age_band(name);
        if (!band) {
            throw base::UserError(
                fmt::format("the model counts members by the column '{}'; expected names such as "
                            "pop_3_5_2020",
                            name));
        }
        (void)made.column(name);
        made.age_year = std::stoi(name.substr(name.rfind('_') + 1));
        const bool is_known =
            std::any_of(made.bands.begin(), made.bands.end(),
                        [&name](const auto& known) { return known.column == name; });
        if (!is_known) made.bands.push_back(*band);
        for (const auto& row : is_known ? decltype(made.rows){} : tables.municipalities.rows) {
            made.county_sums[{row[county], name}] += tables.municipalities.number(row, name);
        }
    }
    if (made.bands.empty()) throw base::UserError("the model counts no members by age");
    const std::string& youngest = made.bands.front().column;
    for (std::size_t r = 0; r < made.rows.size(); ++r) {
        const std::string& code = made.rows[r][county];
        const auto* row = tables.indicators.row(code);
        if (row == nullptr) {
            throw base::UserError(
                fmt::format("'{}' has no row '{}'", tables.indicators.name, code));
        }
        made.births += tables.indicators.number(*row, "age0_2024") * made.number(r, youngest) /
                       made.county_sums.at({code, youngest});
        made.are_births_counted =
            made.are_births_counted && tables.indicators.cell(code, "age0_2024_mark") == "V";
    }
    return made;
}

// ---- newer figures
// --------------------------------------------------------------------------------------------

namespace {

/// Persons by age (or `total`) and language, of one measure.
struct Key {
    Measure measure;
    int year;
    std::string age, language;
    friend auto operator<=>(const Key&, const Key&) = default;
};

/// The figures of one area, of merged municipalities one by one, by gender.
struct Cell {
    std::map<std::string, std::map<std::string, const Observation*>> by_part;
};

/// What the tables say, by what and where; later tables replace earlier ones.
class Figures {
public:
    explicit Figures(const std::vector<StatisticsTable>& tables) {
        for (const auto& table : tables) {
            std::set<std::pair<Key, std::string>> replaced;
            for (const auto& seen : table.observations) {
                const Key key{seen.measure, seen.year, seen.age, seen.language};
                const std::string where = place(seen.area.kind, seen.area.code);
                Cell& cell = cells_[key][where];
                if (replaced.insert({key, where}).second) cell = {};
                cell.by_part[seen.area.written][seen.gender] = &seen;
                from_[key] = &table;
            }
        }
    }

    /// The newest key of a measure that `is_wanted`, if there is one.
    [[nodiscard]] const Key* newest(Measure measure,
                                    const std::function<bool(const Key&)>& is_wanted) const {
        const Key* found = nullptr;
        for (const auto& [key, where] : cells_) {
            if (key.measure != measure || !is_wanted(key)) continue;
            if (found == nullptr || key.year > found->year) found = &key;
        }
        return found;
    }

    [[nodiscard]] bool has(const Key& key, AreaKind kind, const std::string& code) const {
        const auto at = cells_.find(key);
        return at != cells_.end() && at->second.count(place(kind, code)) > 0;
    }

    /// Both genders, and what has been merged, together. Nothing when it is missing; then the
    /// observation that says so is in `missing`, or null.
    [[nodiscard]] std::optional<double> value(const Key& key, AreaKind kind,
                                              const std::string& code,
                                              const Observation*& missing) const {
        missing = nullptr;
        if (!has(key, kind, code)) return std::nullopt;
        double sum = 0.0;
        for (const auto& part : cells_.at(key).at(place(kind, code)).by_part) {
            const auto& by_gender = part.second;
            const auto add = [&](const char* gender) {
                const auto found = by_gender.find(gender);
                if (found == by_gender.end()) return false;
                if (!found->second->value) {
                    missing = found->second;
                    return false;
                }
                sum += *found->second->value;
                return true;
            };
            if (by_gender.count("total") > 0) {
                if (!add("total")) return std::nullopt;
            } else if (!add("male") || !add("female")) {
                return std::nullopt;
            }
        }
        return sum;
    }

    [[nodiscard]] const StatisticsTable& table_of(const Key& key) const { return *from_.at(key); }

private:
    static std::string place(AreaKind kind, const std::string& code) {
        return (kind == AreaKind::county    ? "county "
                : kind == AreaKind::country ? "all"
                                            : "") +
               code;
    }

    std::map<Key, std::map<std::string, Cell>> cells_;
    std::map<Key, const StatisticsTable*> from_;
};

std::string origin(const std::string& what, const StatisticsTable& table, int year) {
    std::string text = fmt::format("{}: {}", what, table.file);
    if (!table.table.empty()) text += fmt::format(", {}", table.table);
    text += fmt::format(", year {}", year);
    if (!table.updated.empty()) text += fmt::format(", updated {}", table.updated);
    return text + "; " + table.source;
}

class Replacement {
public:
    Replacement(Region& region, const Figures& figures, base::Diagnostics& diagnostics)
        : region_(region), figures_(figures), diagnostics_(diagnostics) {}

    void replace_ages() {
        const Key* newest = figures_.newest(Measure::population, [](const Key& key) {
            return is_single_age(key.age) && key.language == "total";
        });
        if (newest == nullptr) return;
        const int year = newest->year;
        const auto& table = figures_.table_of(*newest);
        std::vector<AgeBand> bands;
        const std::size_t problems = diagnostics_.errors();
        std::map<std::string, std::vector<double>> counts;
        for (const auto& band : region_.bands) {
            std::vector<Key> keys;
            for (int age = band.first; age <= band.last; ++age) {
                keys.push_back({Measure::population, year, std::to_string(age), "total"});
            }
            auto made = counted(keys, band.column, table,
                                [&](const Key& key) { return "aged " + key.age; });
            if (diagnostics_.errors() > problems) return;  // the other bands lack the same
            counts.emplace(band.column, std::move(made));
            bands.push_back({band.in_year(year), band.first, band.last});
        }
        for (std::size_t b = 0; b < bands.size(); ++b) {
            put(region_.bands[b].column, bands[b].column, counts.at(region_.bands[b].column));
        }
        region_.bands = bands;
        region_.age_year = year;
        finish("children by age", table, year);
    }

    void replace_births() {
        const Key* newest =
            figures_.newest(Measure::births, [](const Key& key) { return key.age == "total"; });
        if (newest == nullptr) return;
        const int year = newest->year;
        const auto& table = figures_.table_of(*newest);
        const std::size_t problems = diagnostics_.errors();
        const auto counts =
            counted({{Measure::births, year, "total", "total"}}, region_.bands.front().column,
                    table, [](const Key&) { return std::string("births"); });
        if (diagnostics_.errors() > problems) return;
        region_.birth_column = fmt::format("births_{}", year);
        region_.birth_year = year;
        region_.columns.push_back(region_.birth_column);
        for (auto& row : region_.rows) row.emplace_back();
        put(region_.birth_column, region_.birth_column, counts);
        finish("births", table, year);
    }

    void replace_languages() {
        const Key* by_language = figures_.newest(Measure::population, [](const Key& key) {
            return key.age == "total" && key.language == "sv";
        });
        const Key* swedish = figures_.newest(Measure::swedish_speakers,
                                             [](const Key& key) { return key.age == "total"; });
        if (by_language != nullptr) {
            Key fi = *by_language, total = *by_language;
            fi.language = "fi";
            total.language = "total";
            set_shares(fi, *by_language, total);
        } else if (swedish != nullptr) {
            set_shares(std::nullopt, *swedish,
                       {Measure::population, swedish->year, "total", "total"});
        }
    }

private:
    static bool is_single_age(const std::string& age) {
        return age.find_first_not_of("0123456789") == std::string::npos && age.size() <= 2 &&
               std::stoi(age) < 18;
    }

    [[nodiscard]] const std::string& county_of(std::size_t row) const {
        return region_.rows[row][region_.column("county_code")];
    }

    [[nodiscard]] bool has_municipalities(const Key& key) const {
        for (const auto& row : region_.rows) {
            if (figures_.has(key, AreaKind::municipality, row.front())) return true;
        }
        return false;
    }

    void report(const StatisticsTable& table, const Observation* missing, const std::string& what,
                const std::string& where, int year) {
        if (missing != nullptr) {
            diagnostics_.error(missing->position, "",
                               fmt::format("{} in {} in {}: '{}' is no figure; expected a count",
                                           what, where, year, missing->mark),
                               "give figures of the county, where small numbers are not hidden");
            return;
        }
        base::Position position;
        if (!table.observations.empty()) position = table.observations.front().position;
        diagnostics_.error({position.file, 0, 0}, "",
                           fmt::format("has no figure of {} in {} in {}", what, where, year),
                           "choose all municipalities, or all counties, when downloading");
    }

    /// The sum of the keys by municipality; figures of a county are divided as the column was.
    std::vector<double> counted(const std::vector<Key>& keys, const std::string& as_before,
                                const StatisticsTable& table,
                                const std::function<std::string(const Key&)>& what) {
        const bool by_municipality = std::any_of(
            keys.begin(), keys.end(), [this](const Key& key) { return has_municipalities(key); });
        std::vector<double> made(region_.rows.size(), 0.0);
        std::set<std::string> counties;
        for (std::size_t r = 0; r < region_.rows.size(); ++r) {
            if (!by_municipality) {
                counties.insert(county_of(r));
                continue;
            }
            for (const Key& key : keys) {
                const Observation* missing = nullptr;
                const auto value =
                    figures_.value(key, AreaKind::municipality, region_.rows[r].front(), missing);
                if (!value) {
                    report(table, missing, what(key), region_.rows[r][region_.column("name_fi")],
                           key.year);
                }
                made[r] += value.value_or(0.0);
            }
        }
        for (const auto& county : counties) {
            double sum = 0.0;
            for (const Key& key : keys) {
                const Observation* missing = nullptr;
                const auto value = figures_.value(key, AreaKind::county, county, missing);
                if (!value) {
                    report(table, missing, what(key), "county " + county, key.year);
                    break;  // the other ages lack the same
                }
                sum += *value;
            }
            divide(county, sum, as_before, made);
        }
        return made;
    }

    /// Gives the municipalities of a county whole numbers that add up to `sum`, in the proportions
    /// of the model's table; largest remainders are rounded up.
    void divide(const std::string& county, double sum, const std::string& as_before,
                std::vector<double>& into) {
        const double before = region_.county_sums.at({county, as_before});
        if (!(before > 0.0)) return;
        std::vector<std::size_t> rows;
        double shared = 0.0, given = 0.0;
        for (std::size_t r = 0; r < region_.rows.size(); ++r) {
            if (county_of(r) != county) continue;
            rows.push_back(r);
            into[r] = sum * region_.number(r, as_before) / before;
            shared += into[r];
            given += std::floor(into[r]);
        }
        std::vector<double> rests;
        rests.reserve(rows.size());
        for (const std::size_t r : rows) rests.push_back(into[r] - std::floor(into[r]));
        std::vector<std::size_t> order(rows.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(),
                         [&rests](std::size_t a, std::size_t b) { return rests[a] > rests[b]; });
        const auto more = static_cast<std::size_t>(std::llround(shared - given));
        for (std::size_t i = 0; i < order.size(); ++i) {
            const std::size_t r = rows[order[i]];
            into[r] = std::floor(into[r]) + (i < more ? 1.0 : 0.0);
        }
    }

    void put(const std::string& before, const std::string& now, const std::vector<double>& counts) {
        const std::size_t column = region_.column(before);
        region_.columns[column] = now;
        for (std::size_t r = 0; r < region_.rows.size(); ++r) {
            region_.rows[r][column] = decimal(counts[r], 1);
        }
    }

    void set_shares(const std::optional<Key>& fi, const Key& sv, const Key& total) {
        const int year = sv.year;
        const auto& table = figures_.table_of(sv);
        const std::size_t problems = diagnostics_.errors();
        std::vector<std::pair<double, double>> shares;
        for (std::size_t r = 0; r < region_.rows.size(); ++r) {
            const bool by_municipality = has_municipalities(sv);
            const AreaKind kind = by_municipality ? AreaKind::municipality : AreaKind::county;
            const std::string& code = by_municipality ? region_.rows[r].front() : county_of(r);
            const std::string where =
                by_municipality ? region_.rows[r][region_.column("name_fi")] : "county " + code;
            const auto value = [&](const Key& key, const char* what) {
                const Observation* missing = nullptr;
                const auto found = figures_.value(key, kind, code, missing);
                if (!found) report(table, missing, what, where, year);
                return found.value_or(0.0);
            };
            const double all = value(total, "the whole population");
            const double swedish = value(sv, "Swedish speakers");
            const double finnish = fi ? value(*fi, "Finnish speakers") : all - swedish;
            if (diagnostics_.errors() > problems) return;
            if (!(all > 0.0) || swedish + finnish > all * 1.0001) {
                report(table, nullptr, "the whole population (it is less than its speakers)", where,
                       year);
                return;
            }
            shares.emplace_back(finnish / all, swedish / all);
        }
        for (std::size_t r = 0; r < shares.size(); ++r) {
            auto& row = region_.rows[r];
            const auto [fi_share, sv_share] = shares[r];
            row[region_.column("share_fi")] = decimal(fi_share, 4);
            row[region_.column("share_sv")] = decimal(sv_share, 4);
            row[region_.column("share_other")] =
                decimal(std::max(0.0, 1.0 - fi_share - sv_share), 4);
        }
        finish("mother tongues", table, year);
    }

    void finish(const std::string& what, const StatisticsTable& table, int year) {
        region_.has_own_table = true;
        region_.origins.push_back(origin(what, table, year));
    }

    Region& region_;
    const Figures& figures_;
    base::Diagnostics& diagnostics_;
};

}  // namespace

void replace_columns(Region& region, const std::vector<StatisticsTable>& statistics,
                     base::Diagnostics& diagnostics) {
    const Figures figures(statistics);
    const std::size_t problems = diagnostics.errors();
    Replacement replacement(region, figures, diagnostics);
    replacement.replace_births();
    replacement.replace_ages();
    replacement.replace_languages();
    if (!region.origins.empty() || diagnostics.errors() > problems) return;
    for (const auto& table : statistics) {
        if (table.observations.empty()) continue;
        diagnostics.error({table.observations.front().position.file, 0, 0}, "",
                          "has nothing that replaces a column",
                          "population is needed by single years of age, 2433 together with 127");
    }
}

}  // namespace yhdyspinta::tools::statistics
