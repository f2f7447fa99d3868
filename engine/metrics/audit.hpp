// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/time.hpp"

namespace yhdyspinta::metrics {

/// One thing in an event log that cannot be.
struct AuditFailure {
    base::Instant time;
    std::uint32_t entity = 0xffffffff;  ///< event_log::kNone when no single entity is concerned
    std::string text;
};

/// What a run's own event log says against itself; a run with failures must not be used.
class AuditReport {
public:
    /// Keeps the first 100 failures and counts the others.
    void fail(base::Instant time, std::uint32_t entity, std::string text);

    [[nodiscard]] bool has_passed() const { return failures_.empty(); }
    [[nodiscard]] const std::vector<AuditFailure>& failures() const { return failures_; }
    [[nodiscard]] std::size_t not_kept() const { return not_kept_; }

    /// One line per failure: `at 12.5 d, entity 7: text`.
    [[nodiscard]] std::string to_text() const;

private:
    std::vector<AuditFailure> failures_;
    std::size_t not_kept_ = 0;
};

}  // namespace yhdyspinta::metrics
