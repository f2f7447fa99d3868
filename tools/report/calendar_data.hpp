// SPDX-License-Identifier: Apache-2.0
// Staff and queues over the calendar: what the page draws week by week.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/process/system.hpp"
#include "engine/results/series.hpp"

namespace yhdyspinta::report {

/// A series in the mean over replications; NaN where no replication had anything to measure.
struct WeeklySeries {
    std::string name, unit, where;  ///< as results::Series
    std::vector<double> values;     ///< by week
};

struct Weeks {
    std::chrono::sys_days start{};  ///< Monday of the first
    std::vector<WeeklySeries> series;
};

/// The mean over replications of the same design. Shares of staff time are those of all their time
/// together: a week in which few were on duty weighs little.
[[nodiscard]] Weeks mean_weeks(const std::vector<std::vector<results::Series>>& replications);

/// Calendars of the model that are closed for whole weeks, and which weeks: numbers from the first
/// on.
struct ClosedWeeks {
    std::string calendar;
    std::vector<std::size_t> weeks;
};
[[nodiscard]] std::vector<ClosedWeeks> closed_weeks(const process::System& system,
                                                    std::chrono::sys_days start, std::size_t count);

/// Nothing (null) when nothing was kept.
[[nodiscard]] nlohmann::ordered_json weeks_json(const Weeks& weeks, const process::System& system);

}  // namespace yhdyspinta::report
