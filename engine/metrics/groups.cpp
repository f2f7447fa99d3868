// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/groups.hpp"

namespace yhdyspinta::metrics {

Groups::Groups(const event_log::Legend& legend) : needs_(legend.needs.size()) {
    names_.emplace_back("all");
    for (const std::string& need : legend.needs) names_.push_back("need=" + need);
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
