// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "engine/experiment/replication_outcome.hpp"
#include "engine/metrics/measures.hpp"
#include "engine/simulation/simulate.hpp"

namespace yhdyspinta::experiment {

/// Runs one replication in this process (which must be a child of its own: SimGrid), measures it
/// and audits it. With `event_log`, writes every event to that file. Never throws: what goes wrong
/// is the outcome.
[[nodiscard]] ReplicationOutcome replicate(const simulation::CompiledSystem& system,
                                           std::uint64_t seed, std::uint64_t replication,
                                           const std::optional<std::filesystem::path>& event_log,
                                           const metrics::MeasureOptions& options = {});

}  // namespace yhdyspinta::experiment
