// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/metrics/episode.hpp"
#include "engine/metrics/frame.hpp"
#include "engine/results/distribution.hpp"
#include "engine/statistics/survival_grid.hpp"

namespace yhdyspinta::metrics {

/// Who owns recognised, open episodes (source 002, unclear responsibility). An episode has no owner
/// from recognition until the first one is told.
///
/// Over the measured period, of all that is open: `owner.ownerless_days` [d/1000/year],
/// `owner.ownerless_share` [0, 1] of need-days, and `owner.one_owner_share` [0, 1], the need-days
/// with exactly one owner: there is one, no handover is disputed, and no two open paths are in the
/// hands of different services.
///
/// Of episodes recognised within it: `owner.ownerless_days_per_100` [d/100] and
/// `owner.contested_per_100` [1/100], disputed handovers, per 100 of them;
/// `owner.days_to_first_owner` [d] from recognition, restricted to a year, closed without one and
/// still without one as for waiting times.
class Ownership {
public:
    explicit Ownership(const Window& window) : window_(window) {}

    void start(Episode& episode, double time) const;
    void changed(Episode& episode, std::uint16_t owner, double time);
    /// Something of its paths has changed: contacts, handovers.
    void update(Episode& episode, double time);
    void disputed(const Episode& episode) { contested_ += episode.is_measured; }
    void finish(Episode& episode, double time, bool is_closed);

    void add_responses(const Scale& scale, ResponseList& list) const;
    void add_distributions(std::vector<results::Distribution>& list) const;

private:
    [[nodiscard]] static bool has_one_owner(const Episode& episode);

    const Window& window_;
    double without_owner_ = 0.0;  ///< [s]
    double with_owner_ = 0.0;     ///< [s]
    double with_one_ = 0.0;       ///< [s] of these
    double episodes_ = 0.0;
    double ownerless_ = 0.0;                             ///< [s] of measured episodes
    double contested_ = 0.0;                             ///< handovers of these
    statistics::SurvivalGrid first_owner_{0.25, 365.0};  ///< [d]
};

}  // namespace yhdyspinta::metrics
