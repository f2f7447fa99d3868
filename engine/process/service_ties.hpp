// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <set>
#include <utility>

#include "engine/process/system.hpp"

namespace yhdyspinta::process {

/// Which services can have to do with each other: a fact of the processes, whatever happens in a
/// run. Of two services joined by an interface most never use it. Pairs are indices of services,
/// from and to; nothing that can happen is missing, conditions and probabilities are not looked at.
struct ServiceTies {
    using Pairs = std::set<std::pair<std::size_t, std::size_t>>;
    Pairs hands_over;  ///< some client can be handed over
    Pairs tells;       ///< some step can tell what became of a matter
    Pairs reads;       ///< `to` has an activity that reuses records of a type that `from` writes
};

[[nodiscard]] ServiceTies find_service_ties(const System& system);

}  // namespace yhdyspinta::process
