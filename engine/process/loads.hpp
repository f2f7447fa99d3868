// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/process/system.hpp"
#include "engine/process/traffic.hpp"

namespace yhdyspinta::process {

/// One source's arrivals.
struct SourceRate {
    std::size_t source = 0, process = 0;  ///< indices of System::sources and processes
    double rate = 0.0;                    ///< [1/s], mean over the run when `count` ends it
};

/// What a resource has and what is asked of it.
struct ResourceLoad {
    std::vector<std::string> sites;  ///< names of the levels, or `all`
    /// Posts filled [sites], fractions too. Nothing when only drawing a population tells.
    std::optional<std::vector<double>> servers;
    double share_on_duty = 1.0;  ///< share of the run that its calendar is open
    Bounds offered;  ///< mean number of servers busy if nobody had to wait or left; all sites
    /// The same [sites], where it is known how the arrivals are shared.
    std::vector<double> offered_at;
    bool is_seized = false;  ///< some activity needs it

    [[nodiscard]] double all_servers() const;
    /// Offered load per server on duty; nothing when servers are not known or there are none.
    [[nodiscard]] std::optional<Bounds> utilisation() const;
    /// Least and greatest of the sites; nothing where they are not known.
    [[nodiscard]] std::optional<Bounds> utilisation_of_sites() const;
};

/// Arrivals, visits and the work they bring, before anything is simulated.
struct Loads {
    std::vector<SourceRate> sources;
    bool has_unknown_arrivals = false;      ///< needs arise in a population: rates depend on it
    std::vector<std::vector<Bounds>> rate;  ///< [processes][steps] visits [1/s]
    /// [processes][steps][sites of the activity's first resource] visits [1/s]; no sites where the
    /// resource has one only, or where it is not known how the visits are shared.
    std::vector<std::vector<std::vector<double>>> rate_at;
    std::vector<ResourceLoad> resources;  ///< as System::resources
};

/// Patience, and results that spare an activity, make the load less: then 0 is its least.
[[nodiscard]] Loads find_loads(const System& system, const Traffic& traffic);

}  // namespace yhdyspinta::process
