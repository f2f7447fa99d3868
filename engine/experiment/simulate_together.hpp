// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/experiment/run_replications.hpp"
#include "engine/process/system.hpp"
#include "engine/results/response_table.hpp"

namespace yhdyspinta::experiment {

/// How scenarios are simulated beside each other.
struct SimulationFrame {
    std::uint64_t seed = 1;          ///< of all of them: common random numbers
    std::uint64_t replications = 1;  ///< 1 to this
    std::size_t jobs = 1;            ///< child processes at a time; no result depends on it
    /// What each system is called where something fails; empty: nothing is said of it.
    std::vector<std::string> names{};
};

/// The responses of each system. Throws base::ModelError when the model does something impossible
/// in one of them, base::UserError or base::InternalError for other failures; the text names the
/// replication.
[[nodiscard]] std::vector<results::ResponseTable> simulate_together(
    const std::vector<process::System>& systems, const SimulationFrame& frame,
    ProgressListener& listener);

/// Name, unit and place of every response of a system, without simulating it; values are NaN or
/// those of a run in which nothing happens.
[[nodiscard]] std::vector<results::Response> responses_of(const process::System& system);

}  // namespace yhdyspinta::experiment
