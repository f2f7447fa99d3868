// SPDX-License-Identifier: Apache-2.0
// What must hold of the family-services model in any small region under any combination of the
// designs: 12 of them, 150 with YHDYSPINTA_FULL=1. All is worked out anew from the event log,
// without engine/metrics: where the time of every episode goes, and the rules of DOMAIN.md 8.9. The
// audits of DESIGN.md 6 are in `run_text`, which throws when one fails.
//
// Rules that hold between runs have tests of their own: more staff (model/staffing), no friction
// (model/zero_friction), everything rejected (model/rejection), ranges of assumptions
// (model/sources).
#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <rapidcheck.h>

#include "engine/scenario/read_scenario.hpp"
#include "tests/properties/random_region.hpp"
#include "tests/support/run_scenario.hpp"

using namespace yhdyspinta;
using event_log::Event;
using event_log::kNone;
using test::properties::RandomRegion;
using Kind = event_log::EventKind;
using event_log::GapClass;
using event_log::TimeKind;

namespace {

constexpr double kDay = 86400.0;

process::System system_of(const std::string& text) {
    base::Diagnostics diagnostics;
    auto file = scenario::read_scenario_text(text, "test.yaml", {}, diagnostics);
    if (!file) throw std::runtime_error(diagnostics.to_text());
    return std::move(file->system);
}

using PathKey = std::pair<std::uint32_t, std::uint8_t>;  // episode, path

// ---- the account of time

/// [s] since recognition, by what happened to the episode.
struct Account {
    bool is_recognised = false, is_closed = false, is_measured = false;
    double from = 0.0, to = 0.0;
    std::map<std::uint8_t, std::vector<std::pair<double, std::uint32_t>>> told;  ///< by path
    std::vector<std::tuple<double, std::uint8_t, bool>> paths;  ///< when, which, begins or ends
    double service = 0.0, waiting = 0.0, decision = 0.0, gap = 0.0, handover_gap = 0.0;
};

struct Accounts {
    std::string problem;
    std::map<std::uint32_t, Account> episodes;
};

/// What the paths of the episode say, moment by moment; of several the first of service, waiting,
/// decision, gap.
std::string add_up(std::uint32_t id, Account& account) {
    std::set<double> times{account.from, account.to};
    const auto within = [&](double time) { return time > account.from && time < account.to; };
    for (const auto& [path, changes] : account.told) {
        for (const auto& [time, kind] : changes) {
            if (within(time)) times.insert(time);
        }
    }
    for (const auto& [time, path, begins] : account.paths) {
        if (within(time)) times.insert(time);
    }
    for (auto at = times.begin(); std::next(at) != times.end(); ++at) {
        const double from = *at, length = *std::next(at) - from;
        std::set<std::uint8_t> open;
        bool had_path = false;
        for (const auto& [time, path, begins] : account.paths) {
            if (time > from) break;
            had_path = true;
            begins ? (void)open.insert(path) : (void)open.erase(path);
        }
        TimeKind kind = open.empty() && had_path ? TimeKind::gap : TimeKind::waiting;
        GapClass gap = GapClass::responsibility;
        bool is_told = false;
        for (const std::uint8_t path : open) {
            const auto& changes = account.told[path];
            std::uint32_t last = kNone;
            for (const auto& [time, said] : changes) {
                if (time <= from) last = said;
            }
            if (last == kNone) {
                return fmt::format("nothing says where the time of path {} of episode {} goes",
                                   path, id);
            }
            const TimeKind said = event_log::time_kind_of(last);
            if (is_told && said >= kind) continue;
            kind = said;
            gap = event_log::gap_class_of(last);
            is_told = true;
        }
        switch (kind) {
            case TimeKind::service: account.service += length; break;
            case TimeKind::waiting: account.waiting += length; break;
            case TimeKind::decision: account.decision += length; break;
            case TimeKind::gap:
                account.gap += length;
                if (gap == GapClass::handover) account.handover_gap += length;
                break;
        }
    }
    const double sum = account.service + account.waiting + account.decision + account.gap;
    if (std::abs(sum - (account.to - account.from)) > 1e-6 + 1e-12 * account.to) {
        return fmt::format("episode {} lasted {} s, of which {} s are accounted for", id,
                           account.to - account.from, sum);
    }
    return "";
}

Accounts accounts_of(const test::Log& log) {
    Accounts made;
    double start = -1.0;
    std::unordered_map<std::uint32_t, std::uint32_t> needs;
    for (const Event& event : log.events) {
        if (event.kind == Kind::measuring_started) start = event.time;
        if (event.kind == Kind::run_ended) {
            for (auto& [id, account] : made.episodes) {
                if (account.is_recognised && !account.is_closed) account.to = event.time;
            }
        }
        if (event.episode == kNone) continue;
        if (event.kind == Kind::need_arose) {
            needs[event.episode] = event.place;
            made.episodes[event.episode] = {};
            continue;
        }
        Account& account = made.episodes[event.episode];
        if (account.is_closed) continue;
        switch (event.kind) {
            case Kind::need_recognised:
                if (account.is_recognised) break;
                account.is_recognised = true;
                account.from = event.time;
                account.is_measured = start >= 0.0 && !log.legend.is_routine(needs[event.episode]);
                break;
            case Kind::path_started:
                account.paths.emplace_back(event.time, static_cast<std::uint8_t>(event.other),
                                           true);
                break;
            case Kind::path_ended:
                account.paths.emplace_back(event.time, static_cast<std::uint8_t>(event.other),
                                           false);
                break;
            case Kind::time_kind_changed:
                account.told[static_cast<std::uint8_t>(event.place)].emplace_back(event.time,
                                                                                  event.other);
                break;
            case Kind::episode_closed:
                account.is_closed = true;
                account.to = event.time;
                break;
            default: break;
        }
    }
    for (auto& [id, account] : made.episodes) {
        if (!account.is_recognised || !made.problem.empty()) continue;
        made.problem = add_up(id, account);
    }
    return made;
}

/// Mean days per measured episode in queues, decisions and handover gaps, as the accounts say and
/// as the responses do.
std::string other_than_measured(const Accounts& accounts, const results::ResponseTable& table) {
    double episodes = 0.0, waiting = 0.0, decision = 0.0, handover_gap = 0.0;
    for (const auto& [id, account] : accounts.episodes) {
        if (!account.is_recognised || !account.is_measured) continue;
        episodes += 1.0;
        waiting += account.waiting;
        decision += account.decision;
        handover_gap += account.handover_gap;
    }
    const std::array<std::pair<const char*, double>, 4> figures{
        {{"waiting_time.chain.queue", waiting},
         {"waiting_time.chain.decision", decision},
         {"waiting_time.chain.handover_gap", handover_gap},
         {"waiting_time.chain", waiting + decision + handover_gap}}};
    for (const auto& [name, seconds] : figures) {
        const double measured = test::mean(table, name);
        const double counted = seconds / episodes / kDay;
        if (episodes > 0.0 && std::abs(measured - counted) > 1e-9 * (1.0 + counted)) {
            return fmt::format("{} is {} d, but {} d by the events", name, measured, counted);
        }
    }
    return "";
}

// ---- what a log is judged by

/// A log with what the scenario says of its activities.
struct Case {
    test::Log log;
    process::System system;
    std::vector<const process::ActivityStep*> steps;  ///< by activity; nullptr: not in a process

    explicit Case(const std::string& text) : log(test::log_of(text)), system(system_of(text)) {
        if (!log.failure.empty()) throw std::runtime_error(log.failure);
        std::map<std::string, const process::ActivityStep*> by_name;
        for (const auto& made : system.processes) {
            for (const auto& step : made.value.steps) {
                by_name[made.name + "." + step.name] =
                    std::get_if<process::ActivityStep>(&step.value.what);
            }
        }
        for (const auto& activity : log.legend.activities) {
            const auto found = by_name.find(activity.name);
            steps.push_back(found == by_name.end() ? nullptr : found->second);
        }
    }
    Case(const Case&) = delete;
    Case& operator=(const Case&) = delete;

    [[nodiscard]] std::uint32_t attribute(const std::string& name) const {
        for (std::uint32_t a = 0; a < log.legend.attributes.size(); ++a) {
            if (log.legend.attributes[a].name == name) return a;
        }
        throw std::runtime_error("no attribute " + name);
    }
    [[nodiscard]] std::uint32_t service(const std::string& name) const {
        for (std::uint32_t s = 0; s < log.legend.services.size(); ++s) {
            if (log.legend.services[s].name == name) return s;
        }
        throw std::runtime_error("no service " + name);
    }
    [[nodiscard]] const std::string& activity(const Event& event) const {
        return log.legend.activities[event.place].name;
    }
};

std::string at(const Event& event, const std::string& what) {
    return fmt::format("{} (entity {}, episode {}, {:.3f} d)", what, event.entity, event.episode,
                       event.time / kDay);
}

/// A path is said to be in service only while something is done with it, and what is done counts as
/// the process says.
std::string time_without_reason(const Case& run) {
    struct State {
        double since = 0.0;
        std::uint32_t kind = kNone, activity = kNone;
    };
    std::map<PathKey, State> paths;
    for (const Event& event : run.log.events) {
        if (event.episode == kNone) continue;
        const auto found = paths.find({event.episode, event.path});
        if (found != paths.end() && event.time > found->second.since) {
            const State& state = found->second;
            const bool is_service = event_log::time_kind_of(state.kind) == TimeKind::service;
            if (state.kind != kNone && is_service && state.activity == kNone) {
                return at(event, "was in service with nothing done");
            }
            if (state.kind != kNone && state.activity != kNone && run.steps[state.activity] &&
                event_log::time_kind_of(state.kind) != run.steps[state.activity]->counts_as) {
                return at(event, "time counted otherwise than " +
                                     run.log.legend.activities[state.activity].name);
            }
            found->second.since = event.time;
        }
        State& state = paths[{event.episode, event.path}];
        switch (event.kind) {
            case Kind::time_kind_changed: state.kind = event.other; break;
            case Kind::activity_started: state.activity = event.place; break;
            case Kind::activity_ended: state.activity = kNone; break;
            case Kind::path_ended: paths.erase({event.episode, event.path}); continue;
            case Kind::episode_closed: {
                auto first = paths.lower_bound({event.episode, 0});
                while (first != paths.end() && first->first.first == event.episode) {
                    first = paths.erase(first);
                }
                continue;
            }
            default: break;
        }
        state.since = event.time;
    }
    return "";
}

// ---- the rules of DOMAIN.md 8.9

/// Calendars: nobody works in the evening, at weekends or in the holidays of his service.
std::string work_out_of_hours(const Case& run) {
    struct Hours {
        double from, to;  // [h]
    };
    const std::map<std::string, Hours> hours{{"office", {8.0, 15.5}},
                                             {"school_days", {8.0, 15.0}},
                                             {"daycare_days", {8.0, 15.0}},
                                             {"youth_hours", {12.5, 20.0}}};
    std::map<std::string, std::string> calendars;
    for (const auto& resource : run.system.resources) {
        calendars[resource.name] = resource.value.calendar.name;
    }
    for (const Event& event : run.log.events) {
        if (event.kind != Kind::activity_started || !run.steps[event.place]) continue;
        using namespace std::chrono;
        const double day_number = std::floor(event.time / kDay);
        const double hour = (event.time - day_number * kDay) / 3600.0;
        const sys_days date = sys_days{run.system.run.start} + days{static_cast<int>(day_number)};
        const year_month_day civil{date};
        const weekday of_week{date};
        const bool is_fixed_holiday =
            (civil.month() == December &&
             (civil.day() == std::chrono::day(6) || civil.day() == std::chrono::day(24) ||
              civil.day() == std::chrono::day(25) || civil.day() == std::chrono::day(26))) ||
            (civil.month() == January &&
             (civil.day() == std::chrono::day(1) || civil.day() == std::chrono::day(6))) ||
            (civil.month() == May && civil.day() == std::chrono::day(1));
        for (const auto& [resource, servers] : run.steps[event.place]->seize) {
            const auto found = hours.find(calendars[resource.name]);
            if (found == hours.end()) continue;
            const bool is_july = civil.month() == July &&
                                 (found->first == "school_days" || found->first == "daycare_days");
            if (of_week == Saturday || of_week == Sunday || is_fixed_holiday || is_july ||
                hour < found->second.from - 1e-6 || hour > found->second.to + 1e-6) {
                return at(event, run.activity(event) + " outside " + found->first);
            }
        }
    }
    return "";
}

/// A clock that runs is not started again, by a handover or anything else, and passes the limit it
/// was started with.
std::string reset_clock(const Case& run) {
    std::map<std::pair<std::uint32_t, std::uint16_t>, double> limits;  // (episode, clock) running
    for (const Event& event : run.log.events) {
        const std::pair<std::uint32_t, std::uint16_t> key{event.episode, event.place};
        switch (event.kind) {
            case Kind::clock_started:
                if (!limits.emplace(key, event.value).second) {
                    return at(event, "a running clock starts again");
                }
                break;
            case Kind::clock_limit_passed:
                if (limits.count(key) == 0 || std::abs(limits[key] - event.time) > 1e-6) {
                    return at(event, "a limit passes that was not set");
                }
                break;
            case Kind::clock_stopped:
                if (limits.erase(key) == 0) return at(event, "a clock stops that does not run");
                break;
            default: break;
        }
    }
    return "";
}

/// Nobody new is taken while every place of the caseload is held.
std::string over_the_caseload(const Case& run) {
    const auto& legend = run.log.legend;
    std::map<std::string, double> capacity;  // by resource
    double start = 0.0, end = 0.0;
    for (const Event& event : run.log.events) {
        if (event.kind == Kind::measuring_started) start = event.time;
        if (event.kind == Kind::run_ended) end = event.time;
        if (event.kind == Kind::capacity_changed) return "";  // the places are no longer as many
    }
    for (const Event& event : run.log.events) {
        if (event.kind == Kind::staff_available && legend.resources[event.place].is_caseload) {
            capacity[legend.resources[event.place].name] += event.value / (end - start);
        }
    }
    std::map<std::uint32_t, std::uint32_t> service_of;  // by activity that takes a place
    std::map<std::uint32_t, double> places;             // by service
    for (const auto& service : run.system.services) {
        if (service.value.caseload.is_empty()) continue;
        places[run.service(service.name)] =
            std::ceil(capacity.at(service.value.caseload.name) - 1e-6);
        for (std::uint32_t a = 0; a < legend.activities.size(); ++a) {
            if (legend.activities[a].name == service.name + ".place") {
                service_of[a] = run.service(service.name);
            }
        }
    }
    std::map<PathKey, std::uint32_t> held;  // service
    std::map<std::uint32_t, double> taken;  // by service
    const auto release = [&](const PathKey& key) {
        const auto found = held.find(key);
        if (found == held.end()) return;
        taken[found->second] -= 1.0;
        held.erase(found);
    };
    for (const Event& event : run.log.events) {
        const PathKey key{event.episode, event.path};
        switch (event.kind) {
            case Kind::activity_started: {
                const auto found = service_of.find(event.place);
                if (found == service_of.end()) break;
                release(key);
                held[key] = found->second;
                if ((taken[found->second] += 1.0) > places[found->second]) {
                    return at(event, run.activity(event) + " over the caseload");
                }
                break;
            }
            case Kind::path_ended:
            case Kind::handover_accepted: release(key); break;
            case Kind::time_kind_changed:
                if (event_log::gap_class_of(event.other) == GapClass::transition) release(key);
                break;
            case Kind::episode_closed:
                for (std::uint32_t path = 0; path < 256; ++path) {
                    release({event.episode, static_cast<std::uint8_t>(path)});
                }
                break;
            default: break;
        }
    }
    return "";
}

/// What is urgent is carried by hand: it is never lost, misled or declined on its way.
std::string lost_urgency(const Case& run) {
    std::set<PathKey> urgent;  // on its way to the first receiver
    for (const Event& event : run.log.events) {
        const PathKey key{event.episode, event.path};
        switch (event.kind) {
            case Kind::path_started:
                if (run.log.legend.processes[event.place].rfind("urgent_", 0) == 0) {
                    urgent.insert({event.episode, static_cast<std::uint8_t>(event.other)});
                }
                break;
            case Kind::handover_accepted: urgent.erase(key); break;
            case Kind::handover_lost:
            case Kind::handover_misrouted:
            case Kind::handover_disputed:
            case Kind::handover_rejected:
                if (urgent.count(key) > 0 &&
                    (event.kind != Kind::handover_rejected ||
                     event.value == static_cast<double>(event_log::RejectReason::declined))) {
                    return at(event, "something urgent is held up");
                }
                break;
            default: break;
        }
    }
    return "";
}

/// Every repeated notification is read, unless the matter is closed first.
std::string unread_notification(const Case& run) {
    std::unordered_map<std::uint32_t, double> closed;
    for (const Event& event : run.log.events) {
        if (event.kind == Kind::episode_closed) closed.emplace(event.episode, event.time);
    }
    std::set<PathKey> unread;
    for (const Event& event : run.log.events) {
        if (event.kind == Kind::path_started &&
            run.log.legend.processes[event.place] == "repeat_notification") {
            unread.insert({event.episode, static_cast<std::uint8_t>(event.other)});
        }
        if (event.kind == Kind::activity_started &&
            run.activity(event) == "repeat_notification.triage") {
            unread.erase({event.episode, event.path});
        }
        if (event.kind == Kind::path_ended &&
            unread.erase({event.episode, static_cast<std::uint8_t>(event.other)}) > 0) {
            const auto found = closed.find(event.episode);
            if (found == closed.end() || found->second > event.time) {
                return at(event, "a repeated notification is put aside unread");
            }
        }
    }
    return "";
}

/// Counted over all cases, for what single small ones need not have.
struct Seen {
    std::size_t reused = 0, reused_of_siblings = 0, found_at_extensive_checks = 0, urgent = 0,
                repeated = 0, clocks_over_handovers = 0;
    double ages_reached = 0.0, extensive_checks = 0.0;
};

/// A result is used again only where there is a valid one, and another service's only with the
/// family's consent (a notification to child protection overrides secrecy).
std::string record_seen_without_leave(const Case& run, Seen& seen) {
    struct Record {
        std::uint32_t entity, type;
        std::uint16_t holder;
        double until;
    };
    const std::uint32_t consent = run.attribute("consent");
    const auto& levels = run.log.legend.attributes[consent].levels;
    const auto no =
        static_cast<double>(std::find(levels.begin(), levels.end(), "no") - levels.begin());
    const std::uint32_t child_protection = run.service("child_protection");
    std::unordered_map<std::uint32_t, double> consents;
    std::unordered_map<std::uint32_t, std::uint32_t> households;
    std::unordered_map<std::uint32_t, std::vector<Record>> records;  // by household
    for (const Event& event : run.log.events) {
        if (event.kind == Kind::attribute_set && event.place == consent) {
            consents[event.entity] = event.value;
        }
        if (event.kind == Kind::household_joined) households[event.entity] = event.other;
        if (event.kind == Kind::record_written) {
            records[households.at(event.entity)].push_back(
                {event.entity, event.other, event.place, event.value});
        }
        if (event.kind != Kind::activity_skipped && event.kind != Kind::activity_shortened) {
            continue;
        }
        const auto& activity = run.log.legend.activities[event.place];
        const bool is_shared =
            run.log.legend.record_types[activity.record_type].is_shared_in_household;
        bool is_own = false, is_others = false, is_of_sibling = true;
        for (const Record& record : records[households.at(event.entity)]) {
            if (record.type != activity.record_type || record.until < event.time - 1e-6) continue;
            if (record.entity != event.entity && !is_shared) continue;
            (record.holder == activity.service ? is_own : is_others) = true;
            is_of_sibling = is_of_sibling && record.entity != event.entity;
        }
        if (!is_own && !is_others) return at(event, activity.name + " reuses what is not there");
        if (!is_own && consents.at(event.entity) == no && activity.service != child_protection) {
            return at(event, activity.name + " reads what the family has not allowed");
        }
        ++seen.reused;
        seen.reused_of_siblings += is_of_sibling;
    }
    return "";
}

/// Nobody and nothing appears or vanishes.
std::string not_conserved(const Case& run) {
    std::set<std::uint32_t> inside;      // numbers of those who left are given again
    std::map<std::uint32_t, bool> open;  // by episode
    std::size_t arisen = 0, closed = 0;
    for (const Event& event : run.log.events) {
        switch (event.kind) {
            case Kind::entity_arrived:
                if (!inside.insert(event.entity).second) return at(event, "arrives twice");
                break;
            case Kind::entity_left:
                if (inside.erase(event.entity) == 0) return at(event, "leaves without having come");
                break;
            case Kind::need_arose:
                ++arisen;
                if (inside.count(event.entity) == 0) return at(event, "a need of nobody");
                if (!open.emplace(event.episode, true).second) return at(event, "arises twice");
                break;
            case Kind::episode_closed: {
                ++closed;
                const auto found = open.find(event.episode);
                if (found == open.end() || !found->second) return at(event, "closed twice");
                found->second = false;
                break;
            }
            case Kind::contact:
            case Kind::handover_accepted:
            case Kind::path_started:
                if (event.episode == kNone) break;
                if (open.count(event.episode) == 0 || !open[event.episode]) {
                    return at(event, "goes on in an episode that is not open");
                }
                break;
            default: break;
        }
    }
    std::size_t still_open = 0;
    for (const auto& [id, is_open] : open) still_open += is_open;
    if (arisen != closed + still_open) return "needs arisen are not those closed and open";
    return "";
}

/// Extensive checks: no more than ages reached; what they bring to light and the rest for `Seen`.
std::string checks_beyond_ages(const Case& run, Seen& seen) {
    constexpr std::array kAges{0.33, 1.5, 4.0, 7.6, 11.6, 14.6};
    const std::uint32_t age = run.attribute("age");
    const double years = run.log.legend.end_of_run / (365.25 * kDay);
    std::unordered_map<std::uint32_t, std::pair<double, int>> children;  // age at first, checks
    std::unordered_map<std::uint32_t, double> at_check;                  // time
    std::unordered_map<std::uint32_t, std::uint32_t> clocks;             // running, by episode
    for (const Event& event : run.log.events) {
        switch (event.kind) {
            case Kind::attribute_set:
                if (event.place == age && event.time == 0.0) {
                    children[event.entity] = {event.value, 0};
                    for (const double reached : kAges) {
                        seen.ages_reached +=
                            event.value < reached && reached <= event.value + years;
                    }
                }
                break;
            case Kind::need_arose:
                if (run.log.legend.needs[event.place] != "extensive_check_up") break;
                seen.extensive_checks += 1.0;
                ++children.at(event.entity).second;
                break;
            case Kind::activity_started:
                if (run.activity(event).rfind("extensive_", 0) == 0) {
                    at_check[event.entity] = event.time;
                }
                break;
            case Kind::need_recognised: {
                const auto found = at_check.find(event.entity);
                if (found != at_check.end() && found->second == event.time) {
                    ++seen.found_at_extensive_checks;
                }
                break;
            }
            case Kind::repeat_contact: ++seen.repeated; break;
            case Kind::path_started:
                seen.urgent += run.log.legend.processes[event.place].rfind("urgent_", 0) == 0;
                break;
            case Kind::clock_started: ++clocks[event.episode]; break;
            case Kind::clock_stopped: --clocks[event.episode]; break;
            case Kind::handover_accepted:
                seen.clocks_over_handovers += clocks.count(event.episode) && clocks[event.episode];
                break;
            default: break;
        }
    }
    for (const auto& [entity, child] : children) {
        int reached = 0;
        for (const double a : kAges) reached += child.first < a && a <= child.first + years;
        if (child.second > reached) {
            return fmt::format("entity {} has {} extensive checks at {} ages", entity, child.second,
                               reached);
        }
    }
    return "";
}

/// Common random numbers: the same children in the same families, and needs that no other need and
/// no service bears upon arise in them on the same day, whatever the design.
std::string other_children(const test::Log& a, const test::Log& b) {
    const auto told = [](const test::Log& log) {
        std::vector<std::tuple<std::uint32_t, std::uint16_t, std::uint32_t, double>> facts;
        for (const Event& event : log.events) {
            if (event.time > 0.0) break;
            if (event.kind == Kind::attribute_set || event.kind == Kind::household_joined) {
                facts.emplace_back(event.entity, event.place, event.other, event.value);
            }
        }
        return facts;
    };
    if (told(a) != told(b)) return "other children";
    const auto first_onsets = [](const test::Log& log) {
        std::map<std::pair<std::uint32_t, std::string>, double> onsets;
        for (const Event& event : log.events) {
            if (event.kind != Kind::need_arose) continue;
            const std::string& need = log.legend.needs[event.place];
            if (need == "development" || need == "isolation" || need == "clinic_check_up") {
                onsets.emplace(std::pair{event.entity, need}, event.time);
            }
        }
        return onsets;
    };
    const auto first = first_onsets(a), second = first_onsets(b);
    if (first != second) return "needs arise in other children or at other times";
    return "";
}

/// The first rule that the run breaks, or nothing.
std::string broken_rule(const Case& run, Seen& seen) {
    for (const auto& rule : {time_without_reason, work_out_of_hours, reset_clock, over_the_caseload,
                             lost_urgency, unread_notification, not_conserved}) {
        std::string problem = rule(run);
        if (!problem.empty()) return problem;
    }
    std::string problem = record_seen_without_leave(run, seen);
    return problem.empty() ? checks_beyond_ages(run, seen) : problem;
}

bool is_full() {
    const char* full = std::getenv("YHDYSPINTA_FULL");
    return full != nullptr && std::string(full) == "1";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(identity)

BOOST_AUTO_TEST_CASE(every_region_under_every_design_keeps_its_accounts_and_the_rules) {
    Seen seen;
    const int wanted = is_full() ? 100 : 8;  // of the cases of RC_PARAMS: each is a whole region
    int tried = 0;
    std::string problem, text;
    // The first that fails is shown as it is: smaller ones would have other children.
    BOOST_TEST(rc::check("time adds up, audits pass, rules hold", [&] {
        if (tried >= wanted || !problem.empty()) return;
        ++tried;
        const RandomRegion region = RandomRegion::draw();
        text = region.text;
        try {
            const Case run(region.text);
            const Accounts accounts = accounts_of(run.log);
            problem = accounts.problem;
            if (problem.empty()) problem = broken_rule(run, seen);
            if (problem.empty()) {
                problem = other_children(run.log, test::log_of(region.without_design));
            }
            if (problem.empty()) {
                problem = other_than_measured(accounts, test::run_text(region.text));
            }
        } catch (const std::exception& failure) {
            problem = failure.what();
        }
    }));
    BOOST_TEST_REQUIRE(problem == "", "in region " << tried << ": " << problem
                                                   << "\nin the scenario\n"
                                                   << text);
    BOOST_TEST_MESSAGE(fmt::format(
        "{} regions: {} results used again, {} of them a sibling's; {} needs found at extensive "
        "checks, which reached {:.0f} % of {:.0f}; {} urgent ways, {} repeated contacts, {} "
        "handovers with a clock running",
        tried, seen.reused, seen.reused_of_siblings, seen.found_at_extensive_checks,
        100.0 * seen.extensive_checks / seen.ages_reached, seen.ages_reached, seen.urgent,
        seen.repeated, seen.clocks_over_handovers));
    BOOST_TEST(tried == wanted);
    BOOST_TEST(seen.reused_of_siblings > 0);
    BOOST_TEST(seen.reused > seen.reused_of_siblings);
    BOOST_TEST(seen.found_at_extensive_checks > 0);
    BOOST_TEST(seen.urgent > 0);
    BOOST_TEST(seen.repeated > 0);
    BOOST_TEST(seen.clocks_over_handovers > 0);
    // Coverage 49 %: four standard errors of a share.
    const double coverage = seen.extensive_checks / seen.ages_reached;
    BOOST_TEST(std::abs(coverage - 0.49) < 4.0 * std::sqrt(0.25 / seen.ages_reached));
}

BOOST_AUTO_TEST_CASE(shipped_scenarios_run_long_enough) {
    std::size_t scenarios = 0;
    for (const auto& entry : std::filesystem::directory_iterator(
             std::string(YHDYSPINTA_SOURCE_DIR) + "/scenarios/pohjois_karjala")) {
        base::Diagnostics diagnostics;
        const auto file = scenario::read_scenario(entry.path().string(), {}, diagnostics);
        BOOST_TEST_REQUIRE(file.has_value(), diagnostics.to_text());
        const process::Run& run = file->system.run;
        const double year = 365.0 * kDay;
        BOOST_TEST(run.warm_up.in_seconds() >= year, entry.path());
        BOOST_TEST(run.length.in_seconds() - run.warm_up.in_seconds() >= 3.0 * year, entry.path());
        BOOST_TEST(run.replications >= 30, entry.path());
        ++scenarios;
    }
    BOOST_TEST(scenarios > 10);
}

// The checks can fail: one log, spoilt in one place for each of them.
BOOST_AUTO_TEST_CASE(what_breaks_a_rule_is_noticed) {
    const RandomRegion region = RandomRegion::small();
    Case run(region.text);
    Seen seen;
    BOOST_TEST(accounts_of(run.log).problem == "");
    BOOST_TEST(broken_rule(run, seen) == "");
    const auto measured = test::run_text(region.text);
    BOOST_TEST(other_than_measured(accounts_of(run.log), measured) == "");

    const std::vector<Event> sound = run.log.events;
    using Is = std::function<bool(const Event&)>;
    const auto place_of = [&](const Is& is) {
        for (std::size_t i = 0; i < sound.size(); ++i) {
            if (is(sound[i])) return i;
        }
        throw std::runtime_error("no such event");
    };
    // The place of the event, with the sound log restored for the next change.
    const auto find = [&](const Is& is) {
        run.log.events = sound;
        return run.log.events.begin() + static_cast<std::ptrdiff_t>(place_of(is));
    };
    const auto is_kind = [](Kind kind) { return [=](const Event& e) { return e.kind == kind; }; };
    const auto starts = [&](const std::string& name) {
        return [&run, name](const Event& e) {
            return e.kind == Kind::activity_started && run.activity(e) == name;
        };
    };
    const auto begins = [](const std::string& text, const std::string& with) {
        return text.rfind(with, 0) == 0;
    };

    // What a path says of its time, where that holds for more than ten minutes of a measured
    // episode.
    const Accounts accounts = accounts_of(run.log);
    const auto lasting = [&](TimeKind kind) {
        std::map<PathKey, double> next;
        for (std::size_t i = sound.size(); i-- > 0;) {
            const Event& event = sound[i];
            if (event.episode == kNone) continue;
            const Account& account = accounts.episodes.at(event.episode);
            const PathKey key{event.episode, event.path};
            if (event.kind == Kind::time_kind_changed && account.is_measured &&
                account.paths.size() <= 2 && event_log::time_kind_of(event.other) == kind &&
                next.count(key) > 0 && next[key] > event.time + 600.0) {
                return i;
            }
            next[key] = event.time;
        }
        throw std::runtime_error("no such event");
    };
    run.log.events.erase(run.log.events.begin() +
                         static_cast<std::ptrdiff_t>(lasting(TimeKind::decision)));
    const Accounts spoilt = accounts_of(run.log);
    BOOST_TEST((spoilt.problem != "" || other_than_measured(spoilt, measured) != ""));
    run.log.events = sound;
    run.log.events[lasting(TimeKind::waiting)].other =
        event_log::pack_time_kind(TimeKind::service, GapClass::none);
    BOOST_TEST(time_without_reason(run).find("was in service with nothing done") !=
               std::string::npos);
    run.log.events = sound;
    run.log.events[lasting(TimeKind::service)].other =
        event_log::pack_time_kind(TimeKind::decision, GapClass::none);
    BOOST_TEST(time_without_reason(run).find("time counted otherwise than") != std::string::npos);

    find(starts("curator_work.first_talk"))->time += 0.5 * kDay;
    BOOST_TEST(begins(work_out_of_hours(run), "curator_work.first_talk outside school_days"));

    const auto clock = find(is_kind(Kind::clock_started));
    run.log.events.insert(clock, *clock);
    BOOST_TEST(begins(reset_clock(run), "a running clock starts again"));
    find(is_kind(Kind::clock_started))->value += 1.0;
    find(is_kind(Kind::clock_limit_passed))->time -= 60.0;
    BOOST_TEST(begins(reset_clock(run), "a limit passes that was not set"));

    auto place = find(starts("open_care.place"));
    std::vector<Event> more(1000, *place);
    for (std::size_t i = 0; i < more.size(); ++i) {
        more[i].episode = 1000000 + static_cast<std::uint32_t>(i);
    }
    run.log.events.insert(place, more.begin(), more.end());
    BOOST_TEST(begins(over_the_caseload(run), "open_care.place over the caseload"));

    auto urgent = find([&](const Event& e) {
        return e.kind == Kind::path_started && begins(run.log.legend.processes[e.place], "urgent_");
    });
    Event lost = *urgent;
    lost.kind = Kind::handover_lost;
    lost.path = static_cast<std::uint8_t>(urgent->other);
    run.log.events.insert(urgent + 1, lost);
    BOOST_TEST(begins(lost_urgency(run), "something urgent is held up"));

    run.log.events = sound;
    std::erase_if(run.log.events, starts("repeat_notification.triage"));
    BOOST_TEST(begins(unread_notification(run), "a repeated notification is put aside unread"));

    run.log.events = sound;
    const auto consent = run.attribute("consent");
    for (Event& event : run.log.events) {
        if (event.kind == Kind::attribute_set && event.place == consent) event.value = 2.0;
    }
    Seen none;
    BOOST_TEST(record_seen_without_leave(run, none).find("reads what the family has not allowed") !=
               std::string::npos);
    run.log.events = sound;
    std::erase_if(run.log.events, is_kind(Kind::record_written));
    BOOST_TEST(record_seen_without_leave(run, none).find("reuses what is not there") !=
               std::string::npos);

    run.log.events = sound;
    std::erase_if(run.log.events, is_kind(Kind::entity_arrived));
    BOOST_TEST(not_conserved(run) != "");
    const auto closing = find(is_kind(Kind::episode_closed));
    run.log.events.insert(closing, *closing);
    BOOST_TEST(begins(not_conserved(run), "closed twice"));

    const auto check = find([&](const Event& e) {
        return e.kind == Kind::need_arose && run.log.legend.needs[e.place] == "extensive_check_up";
    });
    run.log.events.insert(check, 7, *check);
    BOOST_TEST(checks_beyond_ages(run, none).find("extensive checks at") != std::string::npos);

    const test::Log same = test::log_of(region.text);
    run.log.events = sound;
    BOOST_TEST(other_children(run.log, same) == "");
    find([&](const Event& e) {
        return e.kind == Kind::need_arose && run.log.legend.needs[e.place] == "development";
    })->time += 1.0;
    BOOST_TEST(other_children(run.log, same) != "");
    find(is_kind(Kind::attribute_set))->value += 1.0;
    BOOST_TEST(other_children(run.log, same) == "other children");
}

BOOST_AUTO_TEST_SUITE_END()
