// SPDX-License-Identifier: Apache-2.0
// What a report is made of: results that are there already. Nothing here simulates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/process/system.hpp"
#include "engine/results/comparison.hpp"
#include "engine/results/response_table.hpp"
#include "tools/report/analysis_input.hpp"
#include "tools/report/calendar_data.hpp"
#include "tools/report/stories.hpp"

namespace yhdyspinta::report {

/// A replication without results.
struct FailedReplication {
    std::uint64_t replication = 0;
    std::string text;     ///< why
    std::string command;  ///< that repeats it
};

/// How a response is spread over those concerned, in the mean over replications.
struct Spread {
    std::string name, unit, where;  ///< as Response
    double count = 0.0;             ///< concerned in a replication, in the mean
    /// At the shares 0.01, 0.02 … 0.99; NaN from where so many never come to it.
    std::vector<double> quantiles;
};

/// A mean over replications ± half of its 95 % interval.
struct Share {
    double mean = std::numeric_limits<double>::quiet_NaN();
    double half_width = std::numeric_limits<double>::quiet_NaN();
};

/// How the clients of a group fare beside the baseline, each compared with itself.
struct GroupChange {
    std::string where;            ///< `all`, `need=mood`, `area=north`
    double clients = 0.0;         ///< of a replication, in the mean
    Share better, worse, change;  ///< shares of clients; mean change in the unit of the measure
};
struct ClientMeasure {
    std::string name, unit;
    double indifference = 0.0;  ///< changes up to this count as the same
    std::vector<GroupChange> groups;
};

struct ReportDesign {
    std::string name;
    process::Text title;
    process::System system;
    results::ResponseTable table;
    std::vector<FailedReplication> failures;
    std::vector<Spread> spreads;
    std::vector<ClientMeasure> changes;  ///< from the baseline; empty when clients were not kept
    Weeks weeks;                         ///< empty when they were not kept
};

struct ReportInput {
    process::Text title, description;
    std::vector<ReportDesign>
        designs;  ///< at least one; the first is what others are compared with
    std::vector<results::ComparedMeasure> headline;
    std::vector<Story> stories;  ///< of all designs
    std::uint64_t seed = 1;
    std::uint64_t replications = 0;  ///< planned of each design
    bool has_common_random_numbers = true;
    std::string command;                                        ///< that made the results
    std::vector<std::pair<std::string, std::string>> versions;  ///< program and libraries
    std::vector<Sensitivity> sensitivities;
    std::optional<Attribution> attribution;
};

/// Groups with fewer members than this are not told about.
inline constexpr double kSuppressBelow = 5.0;

/// Whether a report shows this response at all: the others need not be read from a store.
[[nodiscard]] bool is_shown(const std::string& name, const std::string& where);

}  // namespace yhdyspinta::report
