// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/ownership.hpp"

#include <cmath>

namespace yhdyspinta::metrics {

bool Ownership::has_one_owner(const Episode& episode) {
    if (episode.owner == kNoPlace) return false;
    std::uint16_t hands = kNoPlace;
    for (const Path& path : episode.paths) {
        if (!path.is_open) continue;
        if (path.handover.is_pending && path.handover.is_disputed) return false;
        if (path.contact_service == kNoPlace) continue;
        if (hands != kNoPlace && hands != path.contact_service) return false;
        hands = path.contact_service;
    }
    return true;
}

void Ownership::start(Episode& episode, double time) const {
    episode.owner_since = time;
    if (episode.owner != kNoPlace) episode.first_owned = time;
    episode.has_one_owner = has_one_owner(episode);
}

void Ownership::update(Episode& episode, double time) {
    if (!episode.is_recognised || episode.is_routine) return;
    const double measured = window_.clipped(episode.owner_since, time);
    if (episode.owner == kNoPlace) {
        without_owner_ += measured;
        episode.without_owner += time - episode.owner_since;
    } else {
        with_owner_ += measured;
        if (episode.has_one_owner) with_one_ += measured;
    }
    episode.owner_since = time;
    episode.has_one_owner = has_one_owner(episode);
}

void Ownership::changed(Episode& episode, std::uint16_t owner, double time) {
    update(episode, time);
    episode.owner = owner;
    episode.owner_since = time;
    episode.has_one_owner = has_one_owner(episode);
    if (episode.is_recognised && owner != kNoPlace && std::isnan(episode.first_owned)) {
        episode.first_owned = time;
    }
}

void Ownership::finish(Episode& episode, double time, bool is_closed) {
    update(episode, time);
    if (!episode.is_measured) return;
    episodes_ += 1.0;
    ownerless_ += episode.without_owner;
    const bool was_owned = !std::isnan(episode.first_owned);
    const double days =
        ((was_owned ? episode.first_owned : time) - episode.recognised) / kSecondsPerDay;
    if (was_owned) {
        first_owner_.add_event(days);
    } else if (is_closed) {
        first_owner_.add_competing(days);
    } else {
        first_owner_.add_censored(days);
    }
}

void Ownership::add_responses(const Scale& scale, ResponseList& list) const {
    const double all = without_owner_ + with_owner_;
    list.add("owner.ownerless_days", "d/1000/year", "all",
             scale.per_1000_years(without_owner_ / kSecondsPerDay));
    list.add("owner.ownerless_share", "share", "all", ratio(without_owner_, all));
    list.add("owner.one_owner_share", "share", "all", ratio(with_one_, all));
    list.add("owner.ownerless_days_per_100", "d/100", "all",
             ratio(100.0 * ownerless_ / kSecondsPerDay, episodes_));
    list.add("owner.contested_per_100", "1/100", "all", ratio(100.0 * contested_, episodes_));
    list.add("owner.days_to_first_owner", "d", "all", first_owner_.restricted_mean());
}

void Ownership::add_distributions(std::vector<results::Distribution>& list) const {
    list.push_back(distribution("owner.days_to_first_owner", "d", "all", first_owner_));
}

}  // namespace yhdyspinta::metrics
