// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/service_pairs.hpp"

#include <algorithm>

namespace yhdyspinta::metrics {

ServicePairs::ServicePairs(const event_log::Legend& legend) : services_(legend.services.size()) {
    for (const auto& from : legend.services) {
        for (const auto& to : legend.services) {
            names_.push_back("from=" + from.name + ",to=" + to.name);
            has_interface_.push_back(std::find(legend.interfaces.begin(), legend.interfaces.end(),
                                               from.name + " -> " + to.name) !=
                                     legend.interfaces.end());
        }
    }
}

}  // namespace yhdyspinta::metrics
