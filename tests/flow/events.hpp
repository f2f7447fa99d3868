// SPDX-License-Identifier: Apache-2.0
// What the tests of the flow model share: a scenario from its body, and its events as lines.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "tests/support/run_scenario.hpp"

namespace yhdyspinta::test {

using Kind = event_log::EventKind;
using Kinds = std::vector<Kind>;

inline constexpr double kMinute = 60.0, kHour = 3600.0, kDay = 86400.0;

inline const Kinds kPassage{Kind::entity_arrived, Kind::queue_joined,     Kind::queue_left,
                            Kind::reneged,        Kind::activity_started, Kind::activity_ended,
                            Kind::entity_left};
inline const Kinds kActivities{
    Kind::queue_joined,   Kind::queue_left,       Kind::reneged,           Kind::activity_started,
    Kind::activity_ended, Kind::activity_skipped, Kind::activity_shortened};
inline const Kinds kStarts{Kind::activity_started};
inline const Kinds kHandover{Kind::handover_proposed,  Kind::handover_lost,
                             Kind::handover_misrouted, Kind::handover_received,
                             Kind::handover_disputed,  Kind::handover_accepted,
                             Kind::handover_rejected,  Kind::handover_resent,
                             Kind::handover_timed_out, Kind::handover_returned};

/// A scenario that starts on Monday 3 August 2026.
inline std::string scenario(const std::string& length, const std::string& body,
                            const std::string& run = "") {
    return fmt::format(
        "schema: 1\ntitle: Test\n"
        "run: {{start: 2026-08-03, length: {}, replications: 1, seed: 1{}}}\n{}",
        length, run, body);
}

/// One event as `time what #entity`, the time in `unit` since `origin` [s].
inline std::string line(const Log& log, const event_log::Event& event, double unit, double origin) {
    using event_log::kNone;
    const auto& legend = log.legend;
    const auto minutes = [](double seconds) { return fmt::format("{:g} min", seconds / 60.0); };
    const auto days = [&](double seconds) { return fmt::format("{:g} d", seconds / kDay); };
    const auto service = [&](std::uint32_t i) {
        return i == kNone || i == event_log::kNoPlace ? std::string("nobody")
                                                      : legend.services.at(i).name;
    };
    const auto activity = [&] { return legend.activities.at(event.place).name; };
    const auto pair = [&](const char* what) {
        return fmt::format("{} {} -> {}", what, service(event.place), service(event.other));
    };
    const auto record = [&](const char* what) {
        return fmt::format("{} {} {}", service(event.place), what,
                           legend.record_types.at(event.other).name);
    };
    static const std::vector<std::string> kTimes{"service", "waiting", "decision", "gap"};
    static const std::vector<std::string> kGaps{
        "none", "coverage",   "threshold", "handover",         "responsibility",
        "late", "transition", "drop_out",  "premature_closure"};
    std::string what;
    switch (event.kind) {
        case Kind::entity_arrived: what = "arrives"; break;
        case Kind::entity_left: what = "leaves"; break;
        case Kind::attribute_set:
        case Kind::attribute_told: {
            const auto& attribute = legend.attributes.at(event.place);
            what = fmt::format("{} {}", attribute.name,
                               attribute.levels.empty()
                                   ? fmt::format("{:g}", event.value)
                                   : attribute.levels.at(static_cast<std::size_t>(event.value)));
            if (event.kind == Kind::attribute_told) what = "has " + what;
            break;
        }
        case Kind::queue_joined: what = "queues " + activity(); break;
        case Kind::queue_left: what = "leaves queue " + activity(); break;
        case Kind::reneged: what = "reneges " + activity(); break;
        case Kind::activity_started: what = "starts " + activity(); break;
        case Kind::activity_ended: what = "ends " + activity(); break;
        case Kind::activity_suspended: what = "suspends " + activity(); break;
        case Kind::activity_resumed: what = "resumes " + activity(); break;
        case Kind::balked:
            what = fmt::format("{} {}", event.other == 0 ? "balks at" : "is turned away from",
                               activity());
            break;
        case Kind::blocked: what = "blocked before " + activity(); break;
        case Kind::unblocked: what = "let in to " + activity(); break;
        case Kind::served_by:
            what = fmt::format("{} by {}", activity(),
                               legend.activities.at(event.place).servers.at(event.other));
            break;
        case Kind::server_available:
        case Kind::server_busy: {
            const auto& servers = legend.resources.at(event.place).servers;
            what = fmt::format("{} {} {:g} h", servers.at(event.other % servers.size()),
                               event.kind == Kind::server_busy ? "busy" : "available",
                               event.value / kHour);
            break;
        }
        case Kind::activity_skipped: what = "skips " + activity(); break;
        case Kind::activity_shortened: what = "shortens " + activity(); break;
        case Kind::staff_available:
            what = fmt::format("{}@{} available {:g} h", legend.resources.at(event.place).name,
                               legend.resources.at(event.place).sites.at(event.other),
                               event.value / kHour);
            break;
        case Kind::staff_busy:
            what = fmt::format("{} busy {:g} h", legend.resources.at(event.place).name,
                               event.value / kHour);
            break;
        case Kind::need_arose:
            what =
                fmt::format("{} arises, severity {:g}", legend.needs.at(event.place), event.value);
            break;
        case Kind::need_recognised:
            what = fmt::format("recognised by {}", legend.recognisers.at(event.place));
            break;
        case Kind::path_started:
            what = fmt::format("path {} starts {}", event.other, legend.processes.at(event.place));
            break;
        case Kind::path_ended: what = fmt::format("path {} ends", event.other); break;
        case Kind::time_kind_changed: {
            const auto kind = event_log::time_kind_of(event.other);
            what = "time: " + kTimes.at(static_cast<std::size_t>(kind));
            if (kind == base::TimeKind::gap) {
                what +=
                    " " + kGaps.at(static_cast<std::size_t>(event_log::gap_class_of(event.other)));
            }
            break;
        }
        case Kind::contact:
            what = fmt::format("{} contact by {}", event.other == 1 ? "effective" : "other",
                               service(event.place));
            break;
        case Kind::severity_changed: what = fmt::format("severity {:g}", event.value); break;
        case Kind::repeat_contact: what = "repeats " + legend.needs.at(event.place); break;
        case Kind::owner_changed: what = "owner: " + service(event.place); break;
        case Kind::episode_closed:
            what = fmt::format("closed {}, {}", legend.outcomes.at(event.place),
                               event.other == 1 ? "met" : "not met");
            break;
        case Kind::record_written: what = record("writes"); break;
        case Kind::record_requested: what = record("requests"); break;
        case Kind::record_obtained: what = record("obtains"); break;
        case Kind::record_not_seen:
            what = record(event.value == 0.0 ? "does not see" : "does not trust");
            break;
        case Kind::handover_proposed: what = pair("proposed"); break;
        case Kind::handover_lost: what = pair("lost"); break;
        case Kind::handover_misrouted: what = pair("misrouted"); break;
        case Kind::handover_received: what = pair("received"); break;
        case Kind::handover_disputed: what = pair("disputed"); break;
        case Kind::handover_accepted: what = pair("accepted"); break;
        case Kind::handover_rejected:
            what = pair(event.value == 0.0 ? "below threshold" : "declined");
            break;
        case Kind::handover_timed_out: what = pair("timed out"); break;
        case Kind::handover_resent: what = pair("resent"); break;
        case Kind::handover_returned: what = pair("returned"); break;
        case Kind::feedback_told: what = pair("told"); break;
        case Kind::trust_changed: what = fmt::format("{} {:g}", pair("trust"), event.value); break;
        case Kind::clock_started:
            what = fmt::format("{} runs until {}", legend.clocks.at(event.place).name,
                               days(event.value));
            break;
        case Kind::clock_stopped:
            what = fmt::format("{} stops at {:g}", legend.clocks.at(event.place).name, event.value);
            break;
        case Kind::clock_limit_passed:
            what = legend.clocks.at(event.place).name + " passes its limit";
            break;
        case Kind::channel_down: what = legend.channels.at(event.place) + " down"; break;
        case Kind::channel_up: what = legend.channels.at(event.place) + " up"; break;
        case Kind::forum_met:
            what =
                fmt::format("{} mends {}", legend.policies.at(event.place).name,
                            event.other == kNone ? "nothing" : legend.interfaces.at(event.other));
            break;
        case Kind::variable_set:
            what = fmt::format("{} = {:g}", legend.variables.at(event.place).name, event.value);
            if (event.other != kNone) {
                what = legend.variables.at(event.place).levels.at(event.other) + " " + what;
            }
            break;
        case Kind::indicator_counted:
            what = fmt::format("{} {}", legend.indicators.at(event.place).name,
                               event.other == 1 ? "leaves out" : "counts");
            break;
        case Kind::indicator_base:
            what =
                fmt::format("{} among {:g}", legend.indicators.at(event.place).name, event.value);
            if (event.other != kNone) what += fmt::format(", {} of them", event.other);
            break;
        case Kind::negotiated:
            what = event.value == 1.0 ? "agrees" : "does not agree";
            what = legend.policies.at(event.place).name + " " + what;
            if (event.other != kNone) {
                what = legend.policies.at(event.place).levels.at(event.other) + " " + what;
            }
            break;
        case Kind::server_left:
        case Kind::post_filled:
        case Kind::capacity_changed:
            what = fmt::format("{}@{}", legend.resources.at(event.place).name,
                               legend.resources.at(event.place).sites.at(event.other));
            if (event.kind == Kind::server_left) {
                what += " loses a server";
            } else if (event.kind == Kind::post_filled) {
                what += fmt::format(" filled after {:g}", event.value / unit);
            } else {
                what += fmt::format(" has {:g}", event.value);
            }
            break;
        case Kind::appointment_booked:
            what = fmt::format("books {} for {:g}", activity(), (event.value - origin) / unit);
            break;
        case Kind::appointment_kept: what = "keeps " + activity(); break;
        case Kind::appointment_missed: what = "misses " + activity(); break;
        case Kind::places_offered:
            what = fmt::format("{}@{} offers {:g}", legend.diaries.at(event.place).name,
                               legend.diaries.at(event.place).sites.at(event.other), event.value);
            break;
        case Kind::household_joined: what = fmt::format("joins household {}", event.other); break;
        case Kind::measuring_started: what = fmt::format("{:g} members", event.value); break;
        case Kind::run_ended: what = "the end"; break;
        case Kind::week_available:
        case Kind::week_busy:
            what = fmt::format("{} {} {:g} h in the week", legend.resources.at(event.place).name,
                               event.kind == Kind::week_busy ? "busy" : "available",
                               event.value / kHour);
            break;
    }
    if (event.kind == Kind::reneged || event.kind == Kind::activity_skipped ||
        event.kind == Kind::record_obtained) {
        what += ", " + minutes(event.value);
    }
    if ((event.kind == Kind::entity_arrived || event.kind == Kind::queue_joined) &&
        event.value != 0.0) {
        what += fmt::format(", {} before", minutes(event.value));
    }
    if (event.entity != kNone) what += fmt::format(" #{}", event.entity);
    return fmt::format("{:g} {}\n", (event.time - origin) / unit, what);
}

inline std::string lines(const Log& log, const Kinds& kinds, double unit = kMinute,
                         double origin = 0.0) {
    std::string text;
    for (const auto& event : log.events) {
        if (std::find(kinds.begin(), kinds.end(), event.kind) != kinds.end()) {
            text += line(log, event, unit, origin);
        }
    }
    return text;
}

/// The log of a run that must not fail; the same run is measured and audited as well.
inline Log run_log(const std::string& text, const std::vector<std::string>& sets = {}) {
    Log log = log_of(text, sets);
    BOOST_TEST(log.failure == "");
    BOOST_CHECK_NO_THROW((void)run_text(text, {sets, 1, 0}));
    return log;
}

/// The events of these kinds of a run, one line each.
inline std::string told(const std::string& text, const Kinds& kinds, double unit = kMinute) {
    return lines(run_log(text), kinds, unit);
}

/// The same, but times count from the first onset of a need, the only thing without a certain date.
inline std::string told_since_onset(const std::string& text, const Kinds& kinds,
                                    double unit = kDay) {
    const Log log = run_log(text);
    for (const auto& event : log.events) {
        if (event.kind == Kind::need_arose) return lines(log, kinds, unit, event.time);
    }
    BOOST_ERROR("no need arose");
    return {};
}

/// The lines without their times.
inline std::string untimed(const std::string& text) {
    std::string result;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = text.find('\n', from);
        result += text.substr(text.find(' ', from) + 1, end - text.find(' ', from));
        from = end + 1;
    }
    return result;
}

/// Lines that contain a word.
inline std::string with(const std::string& text, const std::string& word) {
    std::string result;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = text.find('\n', from) + 1;
        const std::string one = text.substr(from, end - from);
        if (one.find(word) != std::string::npos) result += one;
        from = end;
    }
    return result;
}

inline int count_of(const Log& log, Kind kind) {
    return static_cast<int>(std::count_if(log.events.begin(), log.events.end(),
                                          [&](const auto& event) { return event.kind == kind; }));
}

/// A table of a population in a file of its own, removed at the end.
class TableFile {
public:
    explicit TableFile(const std::string& rows) {
        static int made = 0;
        path_ = (std::filesystem::temp_directory_path() /
                 fmt::format("yhdyspinta_flow_{}_{}.csv", getpid(), ++made))
                    .string();
        std::ofstream(path_) << rows;
    }
    ~TableFile() { std::filesystem::remove(path_); }
    TableFile(const TableFile&) = delete;
    TableFile& operator=(const TableFile&) = delete;
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

/// So many members of a class `child`; the table file must outlive the run.
inline std::string members(const TableFile& table, const std::string& attributes = "{}") {
    return fmt::format(
        "classes: {{child: {{attributes: {}}}}}\n"
        "populations:\n"
        "  children: {{class: child, table: {}, groups: [{{column: n}}]}}\n",
        attributes, table.path());
}

/// Arises in every member within the first minutes, once.
inline const std::string kOnce = "onset: [{when: now_days < 0.01, rate: 1 per min}], severity: 1";

}  // namespace yhdyspinta::test
