// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/episode_rows.hpp"

#include <algorithm>
#include <cmath>

#include "engine/metrics/breakdowns.hpp"

namespace yhdyspinta::metrics {

namespace {

float days(double seconds) { return static_cast<float>(seconds / kSecondsPerDay); }
float hours(double seconds) { return static_cast<float>(seconds / kSecondsPerHour); }

std::uint16_t small(std::uint32_t count) {
    return static_cast<std::uint16_t>(std::min<std::uint32_t>(count, 0xffff));
}

}  // namespace

EpisodeRows::EpisodeRows(const event_log::Legend& legend, bool is_kept) : is_kept_(is_kept) {
    if (!is_kept) return;
    table_.needs = legend.needs;
    for (std::size_t by = 0; by < legend.by.size(); ++by) {
        table_.groups.push_back(
            {legend.attributes[legend.by[by].attribute].name, level_names(legend, by)});
    }
}

void EpisodeRows::finish(const Episode& episode, double time, bool is_closed) {
    if (!is_kept_) return;
    const auto wait = [&](double contact) {
        return days((std::isnan(contact) ? time : contact) - episode.recognised);
    };
    results::EpisodeRow& row = table_.rows.emplace_back();
    row.client = episode.entity;
    row.need = static_cast<std::uint16_t>(episode.need);
    row.is_closed = is_closed;
    row.is_met = episode.is_met;
    row.is_contacted = !std::isnan(episode.first_contact);
    row.is_served = !std::isnan(episode.effective_contact);
    row.severity = static_cast<float>(episode.recognised_severity);
    row.recognised = days(episode.recognised);
    row.first_wait = wait(episode.first_contact);
    row.effective_wait = wait(episode.effective_contact);
    row.gap = days(episode.gap_in_window);
    row.work = hours(episode.work);
    row.duplicate_work = hours(episode.duplicate_work);
    row.cost = static_cast<float>(episode.cost);
    row.tellings = small(episode.tellings);
    row.handovers = small(episode.hops);
    for (std::size_t by = 0; by < table_.groups.size(); ++by) {
        table_.levels.push_back(by < episode.levels.size() ? episode.levels[by]
                                                           : results::EpisodeTable::kNoLevel);
    }
}

}  // namespace yhdyspinta::metrics
