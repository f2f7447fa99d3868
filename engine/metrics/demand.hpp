// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "engine/metrics/frame.hpp"

namespace yhdyspinta::metrics {

/// How many needs arise, are recognised and end how, and how often people are met, within the
/// measured period. Needs of routine are counted elsewhere; people are met for them too.
class Demand {
public:
    explicit Demand(const event_log::Legend& legend);

    void arose(std::uint32_t need) { ++needs_[need].arisen; }
    void recognised(std::uint32_t need) { ++needs_[need].recognised; }
    /// A recognised one.
    void closed(std::uint32_t need, std::uint16_t outcome);
    void contact(std::uint16_t service) { ++contacts_[service]; }
    void repeat_contact(std::uint32_t need) { ++needs_[need].repeated; }

    void add_responses(const Scale& scale, ResponseList& list) const;

private:
    struct Need {
        std::uint64_t arisen = 0, recognised = 0, closed = 0, repeated = 0;
    };
    const event_log::Legend& legend_;
    std::vector<Need> needs_;
    std::vector<std::uint64_t> outcomes_;
    std::vector<std::uint64_t> contacts_;  ///< by service
};

}  // namespace yhdyspinta::metrics
