// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace yhdyspinta::results {

/// How something went on over the calendar, in one replication.
struct Series {
    std::string name;               ///< as Response
    std::string unit;               ///< of the values
    std::string where;              ///< as Response
    std::chrono::sys_days start{};  ///< first day of the first step, a Monday
    int step = 7;                   ///< [d]
    /// One for each step; of the first and the last only the measured part. NaN where there was
    /// nothing to be measured.
    std::vector<float> values;
};

/// The same bits of the same; what was not measured is equal to itself.
[[nodiscard]] bool is_same(const Series& a, const Series& b);

}  // namespace yhdyspinta::results
