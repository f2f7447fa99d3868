// SPDX-License-Identifier: Apache-2.0
// One reader for each format. They report what does not fit, all of it in one pass, and leave out
// what the model has no use for.
#pragma once

#include <cstdint>

#include "engine/base/diagnostic.hpp"
#include "engine/scenario/csv.hpp"
#include "tools/statistics/json_tree.hpp"
#include "tools/statistics/region_tables.hpp"
#include "tools/statistics/table.hpp"

namespace yhdyspinta::tools::statistics {

/// Sotkanet `csv?indicator=...`: indicator, region, year, gender, primary and absolute value.
void read_sotkanet_csv(const scenario::CsvTable& csv, std::uint32_t file, const Areas& areas,
                       base::Diagnostics& diagnostics, StatisticsTable& into);
/// Sotkanet `json?indicator=...`: a list of objects.
void read_sotkanet_json(const JsonNode& root, const Areas& areas, base::Diagnostics& diagnostics,
                        StatisticsTable& into);
/// Sotkanet `regions`: says which ids are municipalities and counties.
void read_sotkanet_regions(const JsonNode& root, Areas& areas, base::Diagnostics& diagnostics);

/// PxWeb CSV: rows by area (and age, year, ...), value columns with headings such as
/// "Yhteensä 2020 Väestö 31.12.".
void read_pxweb_csv(const scenario::CsvTable& csv, std::uint32_t file, const Areas& areas,
                    base::Diagnostics& diagnostics, StatisticsTable& into);
/// PxWeb JSON-stat2, whose values are row-major in the order of `id`.
void read_json_stat(const JsonNode& root, const Areas& areas, base::Diagnostics& diagnostics,
                    StatisticsTable& into);

/// What `--statistics` understands, for messages.
inline constexpr const char* kUnderstood =
    "population by single years of age, births or mother tongues by municipality or county, as "
    "Sotkanet CSV or JSON (indicators 127, 2433, 552-569) or PxWeb CSV or JSON-stat2; Sotkanet's "
    "list of regions (JSON)";

}  // namespace yhdyspinta::tools::statistics
