// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/metrics/episode.hpp"
#include "engine/metrics/frame.hpp"
#include "engine/metrics/groups.hpp"
#include "engine/metrics/service_pairs.hpp"
#include "engine/results/distribution.hpp"
#include "engine/statistics/survival_grid.hpp"

namespace yhdyspinta::metrics {

/// Service gaps: maximal intervals after recognition in which no service actively holds a need.
///
/// Days are counted over everything open within the measured period, by class; shares and lengths
/// are of episodes recognised within it. A gap that lasts at the end of the run counts as far as it
/// lasted. The days between a closure that met the need and its return soon after are a gap of
/// class premature closure; they lie outside any episode.
class Gaps {
public:
    Gaps(const Window& window, const Groups& groups, const ServicePairs& pairs);

    /// The episode has spent [from, to] in a gap of its present class.
    void spent(Episode& episode, double from, double to);
    /// A gap of the episode has ended at `to`, or, censored, goes on at the end of the run.
    void ended(Episode& episode, double from, double to, bool is_censored);
    /// The need has come back too soon after it was closed as met.
    void returned(Episode& episode, double closed, double recognised);
    /// The last word on a measured episode.
    void finish(const Episode& episode);

    void add_responses(const Scale& scale, ResponseList& list) const;
    void add_distributions(std::vector<results::Distribution>& list) const;

private:
    static constexpr std::size_t kClasses = 9;
    static constexpr std::array<double, 3> kLimits{7.0, 30.0, 90.0};  ///< [d]
    struct Group {
        double episodes = 0.0;
        std::array<double, 3> over{};  ///< episodes with a gap longer than each limit
    };

    const Window& window_;
    const Groups& groups_;
    const ServicePairs& pairs_;
    std::array<double, kClasses> by_class_{};  ///< [s]
    std::vector<double> by_pair_;              ///< [s] of handover gaps
    std::vector<Group> by_group_;
    statistics::SurvivalGrid lengths_;  ///< [d]
};

/// `G1` … `G8`.
[[nodiscard]] std::string code_of(GapClass gap);

}  // namespace yhdyspinta::metrics
