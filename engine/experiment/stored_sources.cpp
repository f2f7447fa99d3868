// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/stored_sources.hpp"

#include "engine/scenario/csv.hpp"

namespace yhdyspinta::experiment {

namespace {

const std::vector<std::string>& columns() {
    static const std::vector<std::string> kColumns{"path", "value", "mark", "source",
                                                   "year", "range", "note"};
    return kColumns;
}

}  // namespace

scenario::WrittenFile sources_file(const process::System& system) {
    std::vector<std::vector<std::string>> rows;
    rows.reserve(system.sourced_values.size());
    for (const auto& value : system.sourced_values) {
        rows.push_back({value.path, value.value, value.mark, value.source, value.year, value.range,
                        value.note});
    }
    return {kSourcesFile, scenario::to_csv(columns(), rows)};
}

std::vector<process::SourcedValue> read_sources(const std::string& text) {
    std::vector<process::SourcedValue> values;
    base::Diagnostics ignored;
    const auto table = scenario::parse_csv(text, ignored.add_file(kSourcesFile), ignored);
    if (!table || table->columns != columns()) return values;
    for (const auto& row : table->rows) {
        const auto& cell = row.cells;
        values.push_back({cell[0], cell[1], cell[2], cell[3], cell[4], cell[5], cell[6], {}});
    }
    return values;
}

}  // namespace yhdyspinta::experiment
