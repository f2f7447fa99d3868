// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace yhdyspinta::experiment {

/// One part of an experiment: replications are dealt out in turn.
struct Shard {
    std::size_t number = 1;  ///< 1-based, <= count
    std::size_t count = 1;
};

}  // namespace yhdyspinta::experiment
