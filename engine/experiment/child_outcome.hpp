// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/experiment/child_pool.hpp"
#include "engine/experiment/replication_outcome.hpp"

namespace yhdyspinta::experiment {

/// What the child process of a replication answered; a crash when it did not.
[[nodiscard]] ReplicationOutcome outcome_of(const ChildEnd& end);

}  // namespace yhdyspinta::experiment
