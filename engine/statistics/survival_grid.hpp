// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace yhdyspinta::statistics {

/// Time until an event among subjects of whom some are censored and some meet a competing event
/// instead, kept on a grid of bins ((k-1)·width, k·width] up to a horizon, in constant memory.
///
/// Without competing events `survival` is the Kaplan–Meier estimate; `incidence` is the
/// Aalen–Johansen estimate of the share that has met the event. In a tie (one bin) events come
/// before censorings. On grid points all estimates are those of the exact times up to the order
/// within one bin. Source: Kaplan & Meier (1958), JASA 53; Aalen & Johansen (1978), Scand. J.
/// Statist. 5.
class SurvivalGrid {
public:
    /// `width` and `horizon` in one unit of time of the caller's choice; both > 0, width <=
    /// horizon.
    SurvivalGrid(double width, double horizon);

    void add_event(double time) {
        ++events_;
        add(time, Fate::event);
    }
    void add_competing(double time) { add(time, Fate::competing); }
    void add_censored(double time) { add(time, Fate::censored); }

    [[nodiscard]] std::uint64_t subjects() const { return subjects_; }
    [[nodiscard]] std::uint64_t events() const { return events_; }

    /// P(neither event by `time`); NaN without subjects. `time` is rounded down to the grid.
    [[nodiscard]] double survival(double time) const;
    /// P(event by `time`), subjects with a competing event never having it; NaN without subjects.
    [[nodiscard]] double incidence(double time) const;
    /// Mean of min(time until either event, horizon); exact when nobody is censored. NaN without
    /// subjects.
    [[nodiscard]] double restricted_mean() const;
    /// The time by which a share `p` (0, 1] has met the event: mean time of the events in the bin
    /// where `incidence` reaches it. NaN when it does not within the horizon.
    [[nodiscard]] double quantile(double p) const;
    /// The same for several shares, ascending, in one pass.
    [[nodiscard]] std::vector<double> quantiles(const std::vector<double>& shares) const;

private:
    /// Fewer than 2^32 of a kind. Half a cache line, which bins do not straddle.
    struct alignas(32) Bin {
        double event_times = 0.0;      ///< sum over events
        double competing_times = 0.0;  ///< sum over competing events
        std::uint32_t events = 0;
        std::uint32_t competing = 0;
        std::uint32_t censored = 0;
    };
    enum class Fate : std::uint8_t { event, competing, censored };
    /// The last subject told, whose bin has been asked for and is written to when the next one
    /// comes: large grids lie outside the caches.
    struct Latest {
        double time = 0.0;
        std::uint32_t bin = kNoBin;
        Fate fate = Fate::event;
    };
    static constexpr std::uint32_t kNoBin = std::numeric_limits<std::uint32_t>::max();
    /// Calls visit(number of the bin, bin, number at risk, survival before, incidence after,
    /// survival after) until it returns false.
    template <class Visit>
    void walk(Visit visit) const;
    void add(double time, Fate fate);
    [[nodiscard]] std::uint32_t bin_of(double time) const;  ///< kNoBin: beyond the horizon
    static void count(Bin& bin, const Latest& subject);

    double width_;
    double horizon_;
    std::size_t size_;
    std::vector<Bin> bins_;  ///< empty until the first subject
    Latest latest_;
    std::uint64_t subjects_ = 0;
    std::uint64_t events_ = 0;
};

}  // namespace yhdyspinta::statistics
