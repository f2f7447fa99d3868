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
    /// The scenario joins them by an interface.
    [[nodiscard]] bool has_interface(std::size_t pair) const { return has_interface_[pair]; }

private:
    std::size_t services_;
    std::vector<std::string> names_;
    std::vector<bool> has_interface_;
};

}  // namespace yhdyspinta::metrics
