// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/replicate.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/event_log/csv_writer.hpp"
#include "engine/metrics/measures.hpp"

namespace yhdyspinta::experiment {

namespace {

[[noreturn]] void cannot_write(const std::filesystem::path& file) {
    throw base::UserError(
        fmt::format("cannot write '{}': {}", file.string(), std::strerror(errno)));
}

/// What there is to warn of.
std::vector<std::string> run(const simulation::CompiledSystem& system, std::uint64_t seed,
                             std::uint64_t replication,
                             const std::optional<std::filesystem::path>& event_log,
                             const simulation::SimulationOptions& options,
                             metrics::Measures& measures) {
    event_log::EventLog log;
    log.add_reader(measures);
    if (!event_log) {
        auto warnings = simulation::simulate(system, seed, replication, log, options);
        log.pass_on();
        return warnings;
    }
    std::ofstream file(*event_log, std::ios::binary | std::ios::trunc);
    if (!file) cannot_write(*event_log);
    event_log::CsvWriter writer(file, system.legend());
    log.add_reader(writer);
    auto warnings = simulation::simulate(system, seed, replication, log, options);
    log.pass_on();
    file.close();
    if (!file) cannot_write(*event_log);
    return warnings;
}

ReplicationFailure failed_audit(const metrics::AuditReport& audit) {
    std::string text = "its event log contradicts itself (the audit failed)\n" + audit.to_text();
    while (text.back() == '\n') text.pop_back();
    return {ReplicationFailure::Kind::model, std::move(text)};
}

}  // namespace

ReplicationOutcome replicate(const simulation::CompiledSystem& system, std::uint64_t seed,
                             std::uint64_t replication,
                             const std::optional<std::filesystem::path>& event_log,
                             const metrics::MeasureOptions& options) {
    using Kind = ReplicationFailure::Kind;
    try {
        metrics::Measures measures(system.legend(), options);
        auto warnings = run(system, seed, replication, event_log,
                            {.tells_weeks = options.has_series}, measures);
        if (const auto audit = measures.audit(); !audit.has_passed()) return failed_audit(audit);
        return results::ReplicationResult{replication,         measures.responses(),
                                          std::move(warnings), measures.distributions(),
                                          measures.episodes(), measures.series(),
                                          measures.stories()};
    } catch (const base::ModelError& error) {
        return ReplicationFailure{Kind::model, error.what()};
    } catch (const base::UserError& error) {
        return ReplicationFailure{Kind::user, error.what()};
    } catch (const std::exception& error) {
        return ReplicationFailure{Kind::internal, error.what()};
    }
}

}  // namespace yhdyspinta::experiment
