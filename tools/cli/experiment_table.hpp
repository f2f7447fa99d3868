// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/event_log/legend.hpp"
#include "engine/experiment/store.hpp"
#include "tools/cli/exit_code.hpp"

namespace yhdyspinta::cli {

/// What the store of an experiment says: how its designs differ from design `reference`. `legend`
/// is that of the reference. A column for each of a few designs, a row for each of many.
[[nodiscard]] std::string experiment_table(const experiment::Store& store, std::size_t reference,
                                           const event_log::Legend& legend, bool shows_all);

/// The failures of a store, one line and the command that repeats it for each, at most twenty.
[[nodiscard]] std::string failures_text(const experiment::Store& store);

/// What the program ends with after these failures.
[[nodiscard]] ExitCode code_of(const std::vector<experiment::StoredFailure>& failures);

}  // namespace yhdyspinta::cli
