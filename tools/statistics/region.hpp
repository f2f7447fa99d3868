// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "tools/statistics/region_tables.hpp"
#include "tools/statistics/table.hpp"

namespace yhdyspinta::tools::statistics {

/// A column of a table whose rows are the members of an age band: `pop_3_5_2020`.
struct AgeBand {
    std::string column;
    int first = 0, last = 0;  ///< years of age, both included

    /// What the column is called with the figures of another year.
    [[nodiscard]] std::string in_year(int year) const;
};

/// The age band that a column counts; nothing when its name is of another form.
[[nodiscard]] std::optional<AgeBand> age_band(const std::string& column);

/// Municipalities that are simulated together: a county, one municipality, or all of them.
struct Region {
    std::string name;                            ///< `Kainuu`, `Joensuu`, `The whole country`
    std::string code;                            ///< 2 or 3 digits; empty: the whole country
    std::vector<std::vector<std::string>> rows;  ///< of `columns`, one per municipality
    std::vector<std::string> columns;            ///< of the model's table, unless replaced
    bool has_own_table = false;                  ///< newer statistics replaced something
    std::vector<AgeBand> bands;                  ///< in the order of the model's groups
    int age_year = 0;                            ///< of the bands
    std::string birth_column;  ///< births of a year by municipality; empty: estimated by county
    int birth_year = 0;
    double births = 0.0;  ///< a year, estimated from those of the county; see `birth_column`
    bool are_births_counted = true;  ///< those of the county are statistics, no estimate
    /// Members that the model's table has in a column, by county: (code, column).
    std::map<std::pair<std::string, std::string>, double> county_sums;
    std::vector<std::string> origins;  ///< what was replaced by which file, a line each

    [[nodiscard]] std::size_t column(const std::string& name) const;
    [[nodiscard]] double number(std::size_t row, const std::string& column) const;
    [[nodiscard]] double sum(const std::string& column) const;
    [[nodiscard]] double children() const;  ///< of all bands
    [[nodiscard]] bool is_country() const { return code.empty(); }
};

/// The region of a code, a name or the word `country`. Throws base::UsageError when there is none.
/// `band_columns`: those that the model's population counts.
[[nodiscard]] Region find_region(const std::string& wanted, const RegionTables& tables,
                                 const Areas& areas, const std::vector<std::string>& band_columns);

/// Replaces the columns that the statistics have newer figures of: population by age, births,
/// shares of languages. Figures of municipalities are taken as they are; those of a county are
/// divided as its municipalities were before. What does not fit is reported.
void replace_columns(Region& region, const std::vector<StatisticsTable>& statistics,
                     base::Diagnostics& diagnostics);

}  // namespace yhdyspinta::tools::statistics
