// SPDX-License-Identifier: Apache-2.0
// Small files of statistics, written by hand, and what was made of them.
#pragma once

#include <optional>
#include <string>

#include <fmt/format.h>

#include "tools/statistics/read_statistics.hpp"
#include "tools/statistics/region_tables.hpp"
#include "tools/statistics/text.hpp"

namespace yhdyspinta::tools::statistics::test {

inline const RegionTables& tables() {
    static const RegionTables kTables =
        read_region_tables(YHDYSPINTA_SOURCE_DIR "/models/family_services/data");
    return kTables;
}

struct Read {
    std::optional<StatisticsTable> table;
    std::string said;
};

inline Read read(const std::string& bytes, const std::string& regions = "") {
    Areas areas(tables());
    base::Diagnostics diagnostics;
    if (!regions.empty()) (void)read_statistics_text(regions, "regions", areas, diagnostics);
    Read made;
    made.table = read_statistics_text(bytes, "file", areas, diagnostics);
    made.said = said(diagnostics);
    return made;
}

/// One line an observation: area, year, what, value (or the mark of a missing one).
inline std::string told(const Read& read) {
    if (!read.table) return read.said;
    std::string text;
    for (const auto& seen : read.table->observations) {
        const char* measure = seen.measure == Measure::births       ? "births"
                              : seen.measure == Measure::population ? "population"
                                                                    : "swedish";
        const std::string area = seen.area.kind == AreaKind::country ? "all" : seen.area.code;
        text += fmt::format("{} {} {}", area, seen.year, measure);
        if (seen.age != "total") text += " aged " + seen.age;
        if (seen.gender != "total") text += " " + seen.gender;
        if (seen.language != "total") text += " speaking " + seen.language;
        text += seen.value ? fmt::format(": {}", *seen.value) : fmt::format(": '{}'", seen.mark);
        text += "\n";
    }
    return text;
}

}  // namespace yhdyspinta::tools::statistics::test
