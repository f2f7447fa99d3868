// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/household_records.hpp"

namespace yhdyspinta::metrics {

void HouseholdRecords::joined(const event_log::Event& event) {
    if (event.entity >= household_.size()) household_.resize(event.entity + 1, kNone);
    household_[event.entity] = event.other;
}

void HouseholdRecords::written(const event_log::Event& event, std::uint32_t episode) {
    std::vector<Entry>& entries = records_[key_of(event.entity)];
    std::erase_if(entries, [&](const Entry& entry) {
        return entry.record.valid_until <= event.time ||
               (entry.record.type == event.other && entry.record.holder == event.place);
    });
    entries.push_back({{event.other, event.place, event.time, event.value}, episode});
}

void HouseholdRecords::forget_episode(std::uint32_t entity, std::uint32_t episode) {
    std::vector<Entry>* entries = records_.find(key_of(entity));
    if (entries == nullptr) return;
    std::erase_if(*entries, [&](const Entry& entry) { return entry.episode == episode; });
}

}  // namespace yhdyspinta::metrics
