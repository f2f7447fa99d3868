// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/groups.hpp"

namespace yhdyspinta::metrics {

Groups::Groups(const event_log::Legend& legend) {
    names_.emplace_back("all");
    for (std::uint32_t n = 0; n < legend.needs.size(); ++n) {
        need_.push_back(legend.is_routine(n) ? 0 : names_.size());
        if (!legend.is_routine(n)) names_.push_back("need=" + legend.needs[n]);
    }
    first_level_ = names_.size();
    for (const auto& attribute : legend.attributes) {
        if (attribute.levels.empty()) continue;
        levels_ = attribute.levels.size();
        for (const std::string& level : attribute.levels) {
            names_.push_back(attribute.name + "=" + level);
        }
        break;
    }
}

}  // namespace yhdyspinta::metrics
