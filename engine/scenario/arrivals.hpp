// SPDX-License-Identifier: Apache-2.0
// Arrivals that a source lists, by hand or in a table.
#pragma once

#include "engine/process/system.hpp"
#include "engine/scenario/table.hpp"

namespace yhdyspinta::scenario {

[[nodiscard]] const Table<process::AlreadyWaiting>& already_waiting_table();

/// Which keys of a source go together.
void check_arrival_keys(Reader& reader, const document::Node& node, const std::string& path,
                        const process::Source& source);

/// Reads the CSV file that recorded arrivals name (relative to the file that says so), keeps the
/// rows of `where` and reads their times.
void load_recorded(Reader& reader, const document::Node& node, const std::string& path,
                   process::Recorded& recorded);

/// Warns of arrivals that never come because of the dates of the run. Expects a faultless system.
void warn_of_late_arrivals(Reader& reader, const process::System& system);

}  // namespace yhdyspinta::scenario
