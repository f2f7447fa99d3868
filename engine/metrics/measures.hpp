// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/base/time.hpp"
#include "engine/event_log/event_log.hpp"
#include "engine/event_log/legend.hpp"
#include "engine/metrics/audit.hpp"
#include "engine/results/distribution.hpp"
#include "engine/results/episode_table.hpp"
#include "engine/results/response.hpp"
#include "engine/results/series.hpp"
#include "engine/results/story_table.hpp"

namespace yhdyspinta::metrics {

struct MeasureOptions {
    /// Waiting times are followed this far; their restricted means are over [0, waiting_horizon].
    base::Duration waiting_horizon = base::Duration::days(365.0);
    /// Width of the grid on which waiting times are kept.
    base::Duration waiting_grid = base::Duration::days(0.25);
    /// A need that returns this soon after a closure that met it was closed too early.
    base::Duration premature_within = base::Duration::days(180.0);
    /// Whether a row of each episode is kept.
    bool has_episode_rows = false;
    /// Whether staff and queues are kept by calendar week; the log must tell of weeks.
    bool has_series = false;
    /// Whether the paths of a sample of clients are kept.
    bool has_stories = false;
};

/// All responses of one replication, computed from its event log and the legend alone.
///
/// Measured is what begins after `measuring_started`: arrivals, queue joins, activities, episodes
/// recognised, clocks started, handovers proposed. Time-weighted figures (queue lengths, days in
/// gaps, days without an owner) run from there over everything that is open. Nothing still open at
/// the end of the run is dropped. Memory depends on what is open at one time, not on the length of
/// the run.
class Measures : public event_log::EventReader {
public:
    /// `legend` must outlive the measures. Its start and end may be filled in later, but
    /// before `responses` is called.
    explicit Measures(const event_log::Legend& legend, MeasureOptions options = {});
    ~Measures() override;
    Measures(const Measures&) = delete;
    Measures& operator=(const Measures&) = delete;

    void read(std::span<const event_log::Event> events) override;

    /// Every figure, in an order that depends on the legend alone; NaN where nothing was there to
    /// be measured. Throws base::InternalError before `run_ended` has been read.
    [[nodiscard]] std::vector<results::Response> responses() const;

    /// How waiting times and gaps are distributed, in an order that depends on the legend alone;
    /// throws as `responses`.
    [[nodiscard]] std::vector<results::Distribution> distributions() const;

    /// Empty unless the options ask for rows; throws as `responses`.
    [[nodiscard]] const results::EpisodeTable& episodes() const;

    /// Staff and queues over the calendar, in an order that depends on the legend alone; empty
    /// unless the options ask for it; throws as `responses`.
    [[nodiscard]] std::vector<results::Series> series() const;

    /// Empty unless the options ask for it; throws as `responses`.
    [[nodiscard]] results::StoryTable stories() const;

    /// What cannot be in this log. Complete only after `run_ended`; throws as `responses`.
    [[nodiscard]] AuditReport audit() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace yhdyspinta::metrics
