// SPDX-License-Identifier: Apache-2.0
// Hot path: a count costs a look into one table of those counted this year.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/event_log/event.hpp"
#include "engine/event_log/legend.hpp"
#include "engine/metrics/flat_map.hpp"
#include "engine/metrics/frame.hpp"

namespace yhdyspinta::metrics {

/// The figures that a scenario defines itself.
///
/// Members count once in each whole year of 365.25 d of the measured period, and are related to the
/// members present in the middle of it; what is left over at its end is not counted. Events count
/// over the same years. A state is the mean over the looks of the measured period.
class Indicators {
public:
    Indicators(const event_log::Legend& legend, const Window& window);

    void counted(const event_log::Event& event);
    /// Asks for the memory that `counted` will need.
    void fetch(const event_log::Event& event) const { seen_.fetch(key_of(event)); }
    void base(const event_log::Event& event);
    /// The run is over.
    void finish();

    void add_responses(ResponseList& list) const;

private:
    struct Sums {
        double counted = 0.0;  ///< over the whole years
        double base = 0.0;     ///< members at the looks of these years; for a state at all looks
        double holding = 0.0;
        double open_counted = 0.0, open_base = 0.0;  ///< of the year that is not over
        double looks = 0.0, open_looks = 0.0;
    };
    void close_years(double time);
    [[nodiscard]] std::uint64_t key_of(const event_log::Event& event) const {
        return std::uint64_t{event.entity} * sums_.size() + event.place;
    }

    const event_log::Legend& legend_;
    const Window& window_;
    std::vector<Sums> sums_;
    double years_ = 0.0;          ///< whole ones that are over
    FlatMap<std::uint8_t> seen_;  ///< by member and indicator: 1 counted, 2 taken out
};

}  // namespace yhdyspinta::metrics
