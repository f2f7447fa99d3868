// SPDX-License-Identifier: Apache-2.0
// What the benchmarks share: a scenario simulated in a child process, timed and counted there.
#pragma once

#include <cstdint>
#include <string>

#include <benchmark/benchmark.h>

#include "engine/process/system.hpp"
#include "engine/simulation/simulate.hpp"

namespace yhdyspinta::bench {

/// Clients of one run; YHDYSPINTA_BENCH_CLIENTS in the environment says otherwise.
[[nodiscard]] std::int64_t clients();

/// What one run did, by hand or from YAML.
struct Outcome {
    double seconds = 0.0;           ///< of processor time; only what is compared
    double core_share = 1.0;        ///< see CoreShare; only from YAML
    double waited = 0.0;            ///< [s] of all activities together
    std::uint64_t activities = 0;   ///< ended
    std::uint64_t clients = 0;      ///< left
    std::uint64_t events = 0;       ///< in the event log
    std::uint64_t allocations = 0;  ///< of the second half of the run
    std::uint64_t events_after_half = 0;
    double peak_megabytes = 0.0;  ///< of memory, at any time; only from YAML
};

/// Reads a scenario or throws what is wrong with it.
[[nodiscard]] process::System read_system(const std::string& file);
[[nodiscard]] process::System read_system_text(const std::string& text);

/// In a child, for SimGrid runs once in a process. Only simulate() is timed.
[[nodiscard]] Outcome run_in_child(const simulation::CompiledSystem& system,
                                   std::uint64_t replication, bool is_measured);

/// Clients per second as the speed, and the mean wait per activity [s] to see that the same is
/// simulated.
void report(benchmark::State& state, const Outcome& total);

/// Calls of operator new in this process so far.
[[nodiscard]] std::uint64_t allocations_so_far();

}  // namespace yhdyspinta::bench
