// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/service_pairs.hpp"

#include <algorithm>

namespace yhdyspinta::metrics {

ServicePairs::ServicePairs(const event_log::Legend& legend) : services_(legend.services.size()) {
    for (const auto& from : legend.services) {
        for (const auto& to : legend.services) {
            names_.push_back("from=" + from.name + ",to=" + to.name);
            const auto interface = std::find(legend.interfaces.begin(), legend.interfaces.end(),
                                             from.name + " -> " + to.name);
            const auto index = static_cast<std::size_t>(interface - legend.interfaces.begin());
            can_hand_over_.push_back(interface != legend.interfaces.end() &&
                                     (legend.can_hand_over.empty() || legend.can_hand_over[index]));
        }
    }
}

}  // namespace yhdyspinta::metrics
