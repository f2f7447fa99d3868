// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "engine/metrics/audit.hpp"
#include "engine/metrics/episode.hpp"
#include "engine/metrics/flat_map.hpp"
#include "engine/metrics/frame.hpp"
#include "engine/statistics/survival_grid.hpp"

namespace yhdyspinta::metrics {

/// How statutory clocks are kept, of those started within the measured period.
///
/// `clock.breach_share`: those whose limit passed before they stopped, among those that stopped or
/// passed it; clocks that run within their limit at the end, or whose episode closed while they
/// did, are not yet decided and take no part. `clock.mean_excess`: elapsed less limit of those that
/// stopped too late; `clock.never_stopped_share`: breached ones that have not stopped at all.
/// The distribution `clock.elapsed` is of the same clocks in their own units: those that have not
/// stopped never do.
class Clocks {
public:
    Clocks(const event_log::Legend& legend, const Window& window, AuditReport& audit);

    /// `episode` is nullptr when the event concerns none or a closed one. The answer is true when
    /// the state of the episode may have changed.
    void started(const event_log::Event& event, Episode* episode);
    bool stopped(const event_log::Event& event, Episode* episode);
    bool limit_passed(const event_log::Event& event, Episode* episode);
    /// The episode is closed: its clocks do not matter any more once time goes on.
    void closed(const event_log::Event& event, const Episode& episode);
    /// The entity has left: clocks outside episodes do not matter any more.
    void left(std::uint32_t entity);
    /// No clock has run past its limit unnoticed.
    void check(double end);

    void add_responses(const Scale& scale, ResponseList& list) const;
    void add_distributions(std::vector<results::Distribution>& list) const;

private:
    struct Running {
        double limit_at = 0.0;  ///< [s]
        std::uint32_t entity = kNone;
        bool has_passed = false;
        bool is_measured = false;
    };
    struct Clock {
        statistics::SurvivalGrid elapsed;  ///< of those that stopped, in the clock's own unit
        double started = 0.0;
        double kept = 0.0;  ///< stopped within the limit
        double breached = 0.0;
        double stopped_late = 0.0;
        double excess = 0.0;  ///< of these, in the clock's own unit
    };
    static constexpr std::uint64_t kOfEntity = std::uint64_t{1} << 63;
    [[nodiscard]] static std::uint64_t key(const event_log::Event& event);
    void forget(std::uint64_t subject);
    void forget_closed(double time);
    void fail(const event_log::Event& event, const char* what);

    const event_log::Legend& legend_;
    const Window& window_;
    AuditReport& audit_;
    FlatMap<Running> running_;
    std::vector<std::uint32_t> closed_;  ///< episodes closed at `closed_at_`
    double closed_at_ = 0.0;             ///< [s]
    std::vector<Clock> clocks_;
};

}  // namespace yhdyspinta::metrics
