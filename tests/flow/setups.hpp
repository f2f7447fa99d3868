// SPDX-License-Identifier: Apache-2.0
// Parts of scenarios that tests of the flow model share.
#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>

#include "tests/flow/events.hpp"

namespace yhdyspinta::test {

inline const Kinds kWork{Kind::activity_started, Kind::activity_ended};
inline const Kinds kPreemption{Kind::activity_started, Kind::activity_suspended,
                               Kind::activity_resumed, Kind::activity_ended};

inline const std::string kOffice = "calendars: {office: {open: {mon-fri: 08:00-16:00}}}\n";

/// A client that goes through one activity: name, minute of arrival, keys of the activity.
struct Client {
    const char* name;
    double at;
    const char* keys;
};

/// A source of so many clients of a process, one every `gap` minutes from minute `first` on.
inline std::string source(const std::string& name, const std::string& process, double first,
                          double gap = 60, int count = 1) {
    return fmt::format("  {}: {{first_at: {} min, interarrival: {} min, count: {}, process: {}}}\n",
                       name, first, gap, count, process);
}

/// Each client has a source and a process of its own name with the step `w`.
inline std::string clients(const std::vector<Client>& list) {
    std::string sources = "sources:\n";
    std::string processes = "processes:\n";
    for (const auto& client : list) {
        sources += source(client.name, client.name, client.at);
        processes += fmt::format("  {}: {{steps: {{w: {{{}}}}}}}\n", client.name, client.keys);
    }
    return sources + processes;
}

/// So many clients, one every `gap` minutes from the start, through the steps of a process.
inline std::string through(const std::string& process, int count, double gap,
                           const std::string& steps) {
    return "sources:\n" + source("clients", process, 0, gap, count) + "processes:\n  " + process +
           ":\n    steps:\n" + steps;
}

/// Members with a need that the family brings to a clinic's process `care` after ten minutes, and
/// that is over after so long whatever is done; the table file must outlive the run.
inline std::string over_after(const std::string& resolves, const TableFile& table) {
    return members(table) + "services: {clinic: {process: care}}\nneeds: {speech: {class: child, " +
           kOnce + ", resolves: " + resolves +
           ", recognised: {family: {after: 10 min, process: care}}}}\n";
}

/// How long each activity took [s], of those that go on one at a time.
inline std::vector<double> durations(const Log& log) {
    std::vector<double> list;
    double started = 0.0;
    for (const auto& event : log.events) {
        if (event.kind == Kind::activity_started) started = event.time;
        if (event.kind == Kind::activity_ended) list.push_back(event.time - started);
    }
    return list;
}

}  // namespace yhdyspinta::test
