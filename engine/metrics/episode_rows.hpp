// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/event_log/legend.hpp"
#include "engine/metrics/episode.hpp"
#include "engine/results/episode_table.hpp"

namespace yhdyspinta::metrics {

/// A row for each episode recognised within the measured period, for those who compare the same
/// client in two designs. Kept only on request: its size grows with the length of the run.
class EpisodeRows {
public:
    EpisodeRows(const event_log::Legend& legend, bool is_kept);

    /// The last word on a measured episode, `time` [s] being when it was said.
    void finish(const Episode& episode, double time, bool is_closed);

    [[nodiscard]] const results::EpisodeTable& table() const { return table_; }

private:
    const bool is_kept_;
    results::EpisodeTable table_;
};

}  // namespace yhdyspinta::metrics
