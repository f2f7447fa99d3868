// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/breakdowns.hpp"

#include <fmt/format.h>

namespace yhdyspinta::metrics {

std::size_t level_count(const event_log::Legend& legend, std::size_t by) {
    const auto& breakdown = legend.by[by];
    return breakdown.bands.empty() ? legend.attributes[breakdown.attribute].levels.size()
                                   : breakdown.bands.size() + 1;
}

std::string level_name(const event_log::Legend& legend, std::size_t by, std::size_t level) {
    const auto& [attribute, bands] = legend.by[by];
    if (bands.empty()) return legend.attributes[attribute].levels[level];
    if (level == 0) return fmt::format("under_{:g}", bands.front());
    if (level == bands.size()) return fmt::format("from_{:g}", bands.back());
    return fmt::format("{:g}_to_{:g}", bands[level - 1], bands[level]);
}

std::vector<std::string> level_names(const event_log::Legend& legend, std::size_t by) {
    std::vector<std::string> names(level_count(legend, by));
    for (std::size_t level = 0; level < names.size(); ++level) {
        names[level] = level_name(legend, by, level);
    }
    return names;
}

}  // namespace yhdyspinta::metrics
