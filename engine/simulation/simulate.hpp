// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/event_log/event_log.hpp"
#include "engine/event_log/legend.hpp"
#include "engine/process/system.hpp"

namespace yhdyspinta::simulation {

class Program;

/// A system made ready to run: names resolved into indices, laws and expressions compiled.
/// Immutable; one is shared by all replications.
class CompiledSystem {
public:
    /// `system` must have passed the reader's checks; throws base::InternalError when it names what
    /// does not exist.
    explicit CompiledSystem(const process::System& system);
    ~CompiledSystem();
    CompiledSystem(CompiledSystem&&) noexcept;
    CompiledSystem& operator=(CompiledSystem&&) noexcept;

    [[nodiscard]] const event_log::Legend& legend() const;
    [[nodiscard]] const Program& program() const { return *program_; }

private:
    std::unique_ptr<const Program> program_;
};

struct SimulationOptions {
    /// Whether staff time is told by calendar week too. Nothing else in the log depends on it.
    bool tells_weeks = false;
};

/// Runs one replication (1-based) from time 0 to the end of the run and tells everything to `log`.
/// SimGrid allows one engine per process: at most one call in the life of a process, so each
/// replication is run in a child of its own. Throws base::ModelError when the model does something
/// impossible; its text names simulated time, entity, place, replication and seed. Returns what is
/// legal but doubtful: who can never move again at the end of the run.
std::vector<std::string> simulate(const CompiledSystem& system, std::uint64_t seed,
                                  std::uint64_t replication, event_log::EventLog& log,
                                  const SimulationOptions& options = {});

}  // namespace yhdyspinta::simulation
