// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/event_log/legend.hpp"

namespace yhdyspinta::metrics {

/// Ordered pairs of services as dense numbers.
class ServicePairs {
public:
    explicit ServicePairs(const event_log::Legend& legend);

    [[nodiscard]] std::size_t size() const { return services_ * services_; }
    /// size() when either is no service.
    [[nodiscard]] std::size_t index(std::uint32_t from, std::uint32_t to) const {
        return from < services_ && to < services_ ? from * services_ + to : size();
    }
    /// `from=a,to=b`.
    [[nodiscard]] const std::string& name(std::size_t pair) const { return names_[pair]; }
    /// An interface joins them along which some step can hand over: whether it ever did or not.
    [[nodiscard]] bool can_hand_over(std::size_t pair) const { return can_hand_over_[pair]; }

private:
    std::size_t services_;
    std::vector<std::string> names_;
    std::vector<bool> can_hand_over_;
};

}  // namespace yhdyspinta::metrics
