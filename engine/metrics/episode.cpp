// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/episode.hpp"

#include <algorithm>

namespace yhdyspinta::metrics {

namespace {

/// Bytes at the start of an episode that most of its events touch.
constexpr std::size_t kMostlyTouched = 320;

}  // namespace

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
    Episode& episode = slots_[place];
    // The lists keep their memory.
    Episode fresh;
    const auto keep = [&](auto list) {
        (fresh.*list).swap(episode.*list);
        (fresh.*list).clear();
    };
    keep(&Episode::paths);
    keep(&Episode::records);
    keep(&Episode::untold);
    keep(&Episode::reach);
    keep(&Episode::handed_over);
    keep(&Episode::levels);
    keep(&Episode::cost_before_owner);
    episode = std::move(fresh);
    episode.id = id;
    episode.entity = entity;
    episode.is_in_use = true;
    return episode;
}

Episode* Episodes::find_anywhere(std::uint32_t id) {
    const std::uint32_t* place = places_.find(id);
    return place ? &slots_[*place] : nullptr;
}

std::uint32_t Episodes::fetch_episode(std::uint32_t id) {
    const std::uint32_t* place = places_.find(id);
    if (place == nullptr) return kNone;
    const auto* first = reinterpret_cast<const char*>(&slots_[*place]);
    for (std::size_t at = 0; at < kMostlyTouched; at += 64) __builtin_prefetch(first + at);
    return *place;
}

void Episodes::release(Episode& episode) {
    const std::uint32_t* place = places_.find(episode.id);
    free_.push_back(*place);
    places_.erase(episode.id);
    episode.is_in_use = false;
}

}  // namespace yhdyspinta::metrics
