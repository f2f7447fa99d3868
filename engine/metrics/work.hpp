// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/metrics/episode.hpp"
#include "engine/metrics/frame.hpp"

namespace yhdyspinta::metrics {

/// What staff time was spent on, of activities begun within the measured period and ended.
///
/// `staff_time.share` [0, 1] by work=…: of all staff time (source 002, scarce resources; duplicate
/// work cuts across these and is `duplicate_work.share`). Prevention (source 003):
/// `prevention.early_share` [0, 1] is staff time spent on an episode while its severity was below
/// 2, of all staff time spent on episodes; `prevention.communal_share` [0, 1] is communal work, of
/// all staff time.
class Work {
public:
    explicit Work(const event_log::Legend& legend);

    /// An activity has ended; event.value: staff time [s].
    void add(const event_log::Event& event);
    /// The same of an episode.
    void add(const event_log::Event& event, Episode& episode) {
        add(event);
        episode.work += event.value;
        of_episodes_ += event.value;
        if (episode.severity < kSevere) early_ += event.value;
    }
    /// An earlier result was reused; event.value: staff time saved [s].
    void add_reused(const event_log::Event& event) { reused_ += event.value; }

    [[nodiscard]] double total() const { return total_; }  ///< [s]
    void add_responses(const Scale& scale, ResponseList& list) const;

private:
    static constexpr std::size_t kKinds = 7;
    static constexpr double kSevere = 2.0;  ///< severity from which work is no longer early

    const event_log::Legend& legend_;
    double total_ = 0.0;                    ///< [s]
    std::array<double, kKinds> by_kind_{};  ///< [s]
    std::vector<double> by_service_;        ///< [s]
    double reused_ = 0.0;                   ///< [s]
    double of_episodes_ = 0.0;              ///< [s]
    double early_ = 0.0;                    ///< [s] of these
};

}  // namespace yhdyspinta::metrics
