// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

namespace yhdyspinta::statistics {

/// Values of several designs over replications: [designs][replications]; NaN where nothing was
/// there to be measured. With common random numbers replication r of all designs belongs together.
using Samples = std::vector<std::vector<double>>;

/// The replications in which every design has a number, [designs][complete replications]. All
/// designs have the same number of replications, or base::InternalError is thrown.
[[nodiscard]] Samples complete_replications(const Samples& samples);

}  // namespace yhdyspinta::statistics
