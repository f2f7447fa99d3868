// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/process/system.hpp"
#include "engine/scenario/reader.hpp"

namespace yhdyspinta::scenario {

/// Reads the CSV file that a population names (relative to the file that says so), keeps the rows
/// of `where` and checks that all columns exist and that counts are counts.
void load_population_table(Reader& reader, const document::Node& node, const std::string& path,
                           process::Population& population);

/// Levels that categories take from the tables of populations and of recorded arrivals, in order
/// of appearance.
void fill_levels_from_tables(Reader& reader, process::System& system);

}  // namespace yhdyspinta::scenario
