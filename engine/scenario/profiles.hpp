// SPDX-License-Identifier: Apache-2.0
// Values of profiles and of arrivals by the clock.
#pragma once

#include "engine/process/system.hpp"
#include "engine/scenario/table.hpp"

namespace yhdyspinta::scenario {

/// `{mon-fri: {"08:00-10:00": 2}}`: weekdays to periods to factors.
[[nodiscard]] Codec<process::WeeklyFactors> weekly_factors();
/// `{jul: 0.3}`: months to factors, 1 for those not named.
[[nodiscard]] Codec<process::MonthFactors> month_factors();
/// An expression over the variables of profiles.
[[nodiscard]] Codec<process::Expression> profile_formula();
/// `08:30`
[[nodiscard]] Codec<base::Duration> time_of_day();

[[nodiscard]] const Table<process::Profile>& profile_table();
void check_profile(Reader& reader, const document::Node& node, const std::string& path,
                   process::Profile& profile);

}  // namespace yhdyspinta::scenario
