// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/variables.hpp"

namespace yhdyspinta::metrics {

Variables::Variables(const event_log::Legend& legend, const Window& window)
    : legend_(legend), window_(window), averages_(legend.variables.size()) {
    for (std::size_t i = 0; i < averages_.size(); ++i) {
        averages_[i].add(0.0, legend.variables[i].initial);
    }
}

void Variables::start_measuring() {
    for (statistics::TimeAverage& average : averages_) average.restart_mean(window_.start());
}

void Variables::add_responses(ResponseList& list) const {
    for (std::size_t i = 0; i < averages_.size(); ++i) {
        list.add("variable", "1", "variable=" + legend_.variables[i].name,
                 averages_[i].mean(window_.end()));
    }
}

}  // namespace yhdyspinta::metrics
