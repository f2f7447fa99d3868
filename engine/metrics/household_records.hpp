// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "engine/metrics/episode.hpp"
#include "engine/metrics/flat_map.hpp"

namespace yhdyspinta::metrics {

/// Results that hold for a whole household, whichever member and need they were asked for. Who is
/// in no household is one of its own.
class HouseholdRecords {
public:
    void joined(const event_log::Event& event);
    void written(const event_log::Event& event, std::uint32_t episode);
    /// What was written for the episode holds no longer.
    void forget_episode(std::uint32_t entity, std::uint32_t episode);
    /// The entity has left; its number may be used again.
    void forget_entity(std::uint32_t entity) { records_.erase(key_of(entity)); }

    /// Visits the records, valid or not.
    template <class Visit>
    void for_each(std::uint32_t entity, Visit visit) {
        const std::vector<Entry>* entries = records_.find(key_of(entity));
        if (entries == nullptr) return;
        for (const Entry& entry : *entries) visit(entry.record);
    }

private:
    struct Entry {
        HeldRecord record;
        std::uint32_t episode = kNone;  ///< for which it was written
    };

    [[nodiscard]] std::uint64_t key_of(std::uint32_t entity) const {
        const bool is_alone = entity >= household_.size() || household_[entity] == kNone;
        return is_alone ? std::uint64_t{1} << 32 | entity : household_[entity];
    }

    std::vector<std::uint32_t> household_;  ///< [entities]
    FlatMap<std::vector<Entry>> records_;
};

}  // namespace yhdyspinta::metrics
