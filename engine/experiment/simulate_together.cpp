// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/simulate_together.hpp"

#include <numeric>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/event_log/event.hpp"
#include "engine/experiment/replicate.hpp"
#include "engine/metrics/measures.hpp"
#include "engine/simulation/simulate.hpp"

namespace yhdyspinta::experiment {

namespace {

[[noreturn]] void raise(const ReplicationFailure& failure, const std::string& name,
                        std::uint64_t replication, std::uint64_t seed) {
    const std::string text =
        fmt::format("{}replication {} with seed {} failed: {}", name.empty() ? "" : name + ": ",
                    replication, seed, failure.text);
    switch (failure.kind) {
        case ReplicationFailure::Kind::model: throw base::ModelError(text);
        case ReplicationFailure::Kind::user: throw base::UserError(text);
        case ReplicationFailure::Kind::internal:
        case ReplicationFailure::Kind::crash: break;
    }
    throw base::InternalError(text);
}

}  // namespace

std::vector<results::ResponseTable> simulate_together(const std::vector<process::System>& systems,
                                                      const SimulationFrame& frame,
                                                      ProgressListener& listener) {
    Plan plan;
    plan.jobs = frame.jobs;
    for (std::size_t i = 0; i < systems.size(); ++i) {
        auto& numbers = plan.replications.emplace_back(frame.replications);
        std::iota(numbers.begin(), numbers.end(), std::uint64_t{1});
    }
    plan.replicate = [&](std::size_t system, std::uint64_t replication) {
        // Compiled in the child: dozens of compiled systems would fill the memory.
        return replicate(simulation::CompiledSystem(systems[system]), frame.seed, replication,
                         std::nullopt);
    };
    std::vector<results::ResponseTable> tables;
    for (const auto& outcomes : run_replications(plan, listener)) {
        const std::string name = frame.names.empty() ? "" : frame.names[tables.size()];
        auto& table = tables.emplace_back();
        for (std::size_t i = 0; i < outcomes.size(); ++i) {
            if (const auto* failure = std::get_if<ReplicationFailure>(&outcomes[i])) {
                raise(*failure, name, i + 1, frame.seed);
            }
            table.add(std::get<results::ReplicationResult>(outcomes[i]));
        }
    }
    return tables;
}

std::vector<results::Response> responses_of(const process::System& system) {
    using event_log::Event;
    using event_log::EventKind;
    const simulation::CompiledSystem compiled(system);
    metrics::Measures measures(compiled.legend());
    Event begin, end;
    begin.kind = EventKind::measuring_started;
    begin.time = system.run.warm_up.in_seconds();
    end.kind = EventKind::run_ended;
    end.time = system.run.length.in_seconds();
    measures.read(std::vector<Event>{begin, end});
    return measures.responses();
}

}  // namespace yhdyspinta::experiment
