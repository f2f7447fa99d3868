// SPDX-License-Identifier: Apache-2.0
// The tables that the model knows regions by, and the areas that statistics speak of.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/scenario/csv.hpp"

namespace yhdyspinta::tools::statistics {

/// A CSV file with rows found by the code in their first column.
struct CodedTable {
    std::string name;  ///< path as opened
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;

    /// Throws base::UserError when there is no such column.
    [[nodiscard]] std::size_t column(const std::string& wanted) const;
    [[nodiscard]] const std::vector<std::string>* row(std::string_view code) const;
    [[nodiscard]] const std::string& cell(std::string_view code, const std::string& wanted) const;
    /// Throws base::UserError when the cell is no number.
    [[nodiscard]] double number(const std::vector<std::string>& row,
                                const std::string& wanted) const;
};

struct RegionTables {
    CodedTable municipalities, counties, indicators, school_years, changes, aland;
};

/// Reads the folder `data` of a model. Throws base::InputError with what is wrong with it.
[[nodiscard]] RegionTables read_region_tables(const std::filesystem::path& folder);

enum class AreaKind {
    municipality,
    county,
    country,
    outside  ///< known, but no part of the model: Åland, areas larger than a county
};

struct Area {
    AreaKind kind = AreaKind::outside;
    std::string code;     ///< of a municipality (3 digits) or a county (2 digits) of today
    std::string written;  ///< code or name as the file has it

    friend bool operator==(const Area& a, const Area& b) {
        return a.kind == b.kind && a.code == b.code;
    }
};

/// Knows areas by code first, then by name in Finnish, Swedish or English. A municipality that was
/// merged into another one is that other one.
class Areas {
public:
    explicit Areas(const RegionTables& tables);

    /// `KU167`, `KU167 Joensuu`, `167`, `MK12`, `SSS`, `Joensuu`; two digits alone only say a
    /// county where `has_county_codes`, because they are regions (maakunta) elsewhere.
    [[nodiscard]] std::optional<Area> find(std::string_view text,
                                           bool has_county_codes = false) const;
    /// The region id of Sotkanet, of the counties and the country.
    [[nodiscard]] std::optional<Area> of_sotkanet(const std::string& id) const;
    /// From Sotkanet's own list of regions.
    void add_sotkanet(const std::string& id, const Area& area) { sotkanet_[id] = area; }

private:
    [[nodiscard]] std::optional<Area> by_code(const std::string& code, bool has_county_codes) const;

    std::map<std::string, Area> codes_;  ///< KU167, MK12, HVA14
    std::map<std::string, Area> names_;  ///< folded
    std::map<std::string, Area> sotkanet_;
};

}  // namespace yhdyspinta::tools::statistics
