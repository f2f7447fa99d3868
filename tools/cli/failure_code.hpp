// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/experiment/replication_outcome.hpp"
#include "tools/cli/exit_code.hpp"

namespace yhdyspinta::cli {

/// What the program ends with after such a failure.
[[nodiscard]] ExitCode code_of(experiment::ReplicationFailure::Kind kind);

}  // namespace yhdyspinta::cli
