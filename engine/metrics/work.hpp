// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/metrics/frame.hpp"

namespace yhdyspinta::metrics {

/// What staff time was spent on, of activities begun within the measured period and ended.
class Work {
public:
    explicit Work(const event_log::Legend& legend);

    /// An activity has ended; event.value: staff time [s].
    void add(const event_log::Event& event);
    /// An earlier result was reused; event.value: staff time saved [s].
    void add_reused(const event_log::Event& event) { reused_ += event.value; }

    [[nodiscard]] double total() const { return total_; }  ///< [s]
    void add_responses(const Scale& scale, ResponseList& list) const;

private:
    static constexpr std::size_t kKinds = 6;

    const event_log::Legend& legend_;
    double total_ = 0.0;                    ///< [s]
    std::array<double, kKinds> by_kind_{};  ///< [s]
    std::vector<double> by_service_;        ///< [s]
    double reused_ = 0.0;                   ///< [s]
};

}  // namespace yhdyspinta::metrics
