// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/vacancies.hpp"

namespace yhdyspinta::metrics {

void Vacancies::start_measuring() {
    for (statistics::TimeAverage& posts : empty_) posts.restart_mean(window_.start());
}

void Vacancies::add_responses(const Scale& scale, ResponseList& list) const {
    for (std::size_t i = 0; i < empty_.size(); ++i) {
        if (!legend_.resources[i].may_be_vacant) continue;
        const double days = empty_[i].mean(window_.end()) * window_.length() / kSecondsPerDay;
        list.add("vacancy_days", "d/year", "resource=" + legend_.resources[i].name,
                 scale.per_year(days));
    }
}

}  // namespace yhdyspinta::metrics
