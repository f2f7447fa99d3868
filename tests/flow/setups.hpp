// SPDX-License-Identifier: Apache-2.0
// Parts of scenarios that tests of the flow model share.
#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>

#include "tests/flow/events.hpp"

namespace yhdyspinta::test {

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

}  // namespace yhdyspinta::test
