// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/audit.hpp"

#include <utility>

#include <fmt/format.h>

#include "engine/event_log/event.hpp"

namespace yhdyspinta::metrics {

void AuditReport::fail(base::Instant time, std::uint32_t entity, std::string text) {
    if (failures_.size() < 100) {
        failures_.push_back({time, entity, std::move(text)});
    } else {
        ++not_kept_;
    }
}

std::string AuditReport::to_text() const {
    std::string text;
    for (const AuditFailure& failure : failures_) {
        text += fmt::format("at {:.6g} d", failure.time.in_days());
        if (failure.entity != event_log::kNone) text += fmt::format(", entity {}", failure.entity);
        text += ": " + failure.text + "\n";
    }
    if (not_kept_ > 0) text += fmt::format("… and {} more\n", not_kept_);
    return text;
}

}  // namespace yhdyspinta::metrics
