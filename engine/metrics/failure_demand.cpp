// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/failure_demand.hpp"

namespace yhdyspinta::metrics {

void FailureDemand::add_responses(const Scale& scale, ResponseList& list) const {
    const char* unit = "1/1000/year";
    const double all = repeated_ + returned_ + resubmitted_;
    list.add("failure_demand", unit, "all", scale.per_1000_years(all));
    list.add("failure_demand", unit, "class=repeat_contact", scale.per_1000_years(repeated_));
    list.add("failure_demand", unit, "class=return", scale.per_1000_years(returned_));
    list.add("failure_demand", unit, "class=resubmission", scale.per_1000_years(resubmitted_));
    list.add("failure_demand.share", "share", "all", ratio(all, demand_));
}

}  // namespace yhdyspinta::metrics
