// SPDX-License-Identifier: Apache-2.0
// Runs scenarios for tests: text or file in, responses or events out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/event_log/event.hpp"
#include "engine/event_log/legend.hpp"
#include "engine/results/response_table.hpp"

namespace yhdyspinta::test {

/// What a scenario is run with.
struct Settings {
    std::vector<std::string> sets;   ///< as `--set`
    std::uint64_t replications = 0;  ///< 0: as the scenario says
    std::uint64_t seed = 0;          ///< 0: as the scenario says
};

/// Reads, simulates (each replication in a child process, two at a time), measures and audits.
/// Throws std::runtime_error with the diagnostics or the failure when anything goes wrong.
[[nodiscard]] results::ResponseTable run_file(const std::string& path,
                                              const Settings& settings = {});
[[nodiscard]] results::ResponseTable run_text(const std::string& text,
                                              const Settings& settings = {});

/// Mean over the replications of one response; throws when there is none of that name and place.
[[nodiscard]] double mean(const results::ResponseTable& table, const std::string& name,
                          const std::string& where = "all");
/// Its values, one per replication.
[[nodiscard]] const std::vector<double>& values(const results::ResponseTable& table,
                                                const std::string& name,
                                                const std::string& where = "all");

/// The events of replication 1, in order, and what they mean.
struct Log {
    event_log::Legend legend;
    std::vector<event_log::Event> events;
    std::string failure;  ///< what the simulation threw, or empty
    std::string warning;  ///< what it warned of, or empty
    /// Lines `time kind place entity` of the events of these kinds; times in minutes.
    [[nodiscard]] std::string lines(const std::vector<event_log::EventKind>& kinds) const;
};
[[nodiscard]] Log log_of(const std::string& text, const std::vector<std::string>& sets = {});

}  // namespace yhdyspinta::test
