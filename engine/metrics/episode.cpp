// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/episode.hpp"

#include <algorithm>
#include <memory>

namespace yhdyspinta::metrics {

void Episode::begin(std::uint32_t its_id, std::uint32_t its_entity) {
    static_cast<EpisodeFacts&>(*this) = {};
    static_cast<EpisodeSums&>(*this) = {};
    id = its_id;
    entity = its_entity;
    is_in_use = true;
    paths.clear();
    // Of paths only what lies in the episode is fetched with it: most have no more than one.
    if (paths.capacity() > kPathsInside) {
        std::destroy_at(&paths);
        std::construct_at(&paths);
    }
    reach.clear();
    records.clear();
    handed_over.clear();
    levels.clear();
    cost_before_owner.clear();
    untold.clear();
}

Path* Episode::find_path(std::uint32_t ordinal) {
    for (Path& path : paths) {
        if (path.ordinal == ordinal) return &path;
    }
    return nullptr;
}

Path& Episode::add_path(std::uint32_t ordinal) {
    Path& path = paths.emplace_back();
    path.ordinal = static_cast<std::uint8_t>(ordinal);
    return path;
}

void Episode::drop_if_done(const Path& path) {
    if (path.is_open || path.token.state != Token::State::idle) return;
    paths.erase(paths.begin() + (&path - paths.data()));
}

bool Episode::has_idle_paths_only() const {
    return std::all_of(paths.begin(), paths.end(),
                       [](const Path& path) { return path.token.state == Token::State::idle; });
}

Episode& Episodes::open(std::uint32_t id, std::uint32_t entity) {
    if (free_.empty()) {
        free_.push_back(static_cast<std::uint32_t>(slots_.size()));
        slots_.emplace_back();
    }
    const std::uint32_t place = free_.back();
    free_.pop_back();
    places_[id] = place;
    slots_[place].begin(id, entity);
    return slots_[place];
}

Episode* Episodes::find_anywhere(std::uint32_t id) {
    const std::uint32_t* place = places_.find(id);
    return place ? &slots_[*place] : nullptr;
}

std::uint32_t Episodes::fetch_episode(std::uint32_t id) {
    const std::uint32_t* place = places_.find(id);
    if (place == nullptr) return kNone;
    base::fetch_all(slots_[*place], Episode::kMostTouched);
    return *place;
}

void Episodes::release(Episode& episode) {
    const std::uint32_t* place = places_.find(episode.id);
    free_.push_back(*place);
    places_.erase(episode.id);
    episode.is_in_use = false;
}

}  // namespace yhdyspinta::metrics
