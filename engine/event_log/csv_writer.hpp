// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "engine/event_log/event_log.hpp"
#include "engine/event_log/legend.hpp"

namespace yhdyspinta::event_log {

/// The name of a kind of event as in the enumeration, e.g. `queue_joined`.
[[nodiscard]] std::string_view name_of(EventKind kind);

/// Writes a log for people and other tools: `time,event,entity,episode,path,place,other,value` with
/// names from the legend, time in [s] since start; fields that say nothing are empty. RFC 4180
/// (CRLF), '.' as decimal point, numbers that read back as they are.
class CsvWriter : public EventReader {
public:
    /// Writes the heading. `out` and `legend` must outlive the writer.
    CsvWriter(std::ostream& out, const Legend& legend);
    void read(std::span<const Event> events) override;

private:
    void write(const Event& event);

    std::ostream& out_;
    const Legend& legend_;
};

}  // namespace yhdyspinta::event_log
