// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/variables.hpp"

namespace yhdyspinta::metrics {

Variables::Variables(const event_log::Legend& legend, const Window& window)
    : legend_(legend), window_(window) {
    for (const auto& variable : legend.variables) {
        first_.push_back(averages_.size());
        const std::size_t values = variable.levels.empty() ? 1 : variable.levels.size();
        for (std::size_t i = 0; i < values; ++i) {
            averages_.emplace_back().add(0.0, variable.initial);
        }
    }
}

void Variables::start_measuring() {
    for (statistics::TimeAverage& average : averages_) average.restart_mean(window_.start());
}

void Variables::add_responses(ResponseList& list) const {
    for (std::size_t i = 0; i < first_.size(); ++i) {
        const auto& variable = legend_.variables[i];
        const std::string where = "variable=" + variable.name;
        const auto mean = [&](std::size_t level) {
            return averages_[first_[i] + level].mean(window_.end());
        };
        if (variable.levels.empty()) {
            list.add("variable", "1", where, mean(0));
            continue;
        }
        double sum = 0.0;
        for (std::size_t level = 0; level < variable.levels.size(); ++level) sum += mean(level);
        list.add("variable", "1", where, sum / static_cast<double>(variable.levels.size()));
        for (std::size_t level = 0; level < variable.levels.size(); ++level) {
            list.add("variable", "1", where + ",level=" + variable.levels[level], mean(level));
        }
    }
}

}  // namespace yhdyspinta::metrics
