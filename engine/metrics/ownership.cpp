// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/ownership.hpp"

namespace yhdyspinta::metrics {

void Ownership::changed(Episode& episode, std::uint16_t owner, double time) {
    if (episode.is_recognised && !episode.is_routine) {
        (episode.owner == kNoPlace ? without_owner_ : with_owner_) +=
            window_.clipped(episode.owner_since, time);
    }
    episode.owner = owner;
    episode.owner_since = time;
}

void Ownership::add_responses(const Scale& scale, ResponseList& list) const {
    list.add("owner.ownerless_days", "d/1000/year", "all",
             scale.per_1000_years(without_owner_ / kSecondsPerDay));
    list.add("owner.ownerless_share", "share", "all",
             ratio(without_owner_, without_owner_ + with_owner_));
}

}  // namespace yhdyspinta::metrics
