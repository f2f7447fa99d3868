// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/simulate.hpp"

#include "engine/simulation/flow_model.hpp"
#include "engine/simulation/kernel.hpp"
#include "engine/simulation/program.hpp"

namespace yhdyspinta::simulation {

CompiledSystem::CompiledSystem(const process::System& system)
    : program_(std::make_unique<const Program>(system)) {}
CompiledSystem::~CompiledSystem() = default;
CompiledSystem::CompiledSystem(CompiledSystem&&) noexcept = default;
CompiledSystem& CompiledSystem::operator=(CompiledSystem&&) noexcept = default;

const event_log::Legend& CompiledSystem::legend() const { return program_->legend; }

std::vector<std::string> simulate(const CompiledSystem& system, std::uint64_t seed,
                                  std::uint64_t replication, event_log::EventLog& log,
                                  const SimulationOptions& options) {
    const Program& program = system.program();
    Kernel kernel(program.platform);
    FlowModel model(program, seed, replication, log);
    if (options.tells_weeks) model.tell_weeks();
    model.connect(kernel);
    kernel.run(model, base::Instant::at_seconds(program.length));
    std::vector<std::string> warnings = model.find_standstill();
    model.finish();
    return warnings;
}

}  // namespace yhdyspinta::simulation
