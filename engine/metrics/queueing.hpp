// SPDX-License-Identifier: Apache-2.0
// Hot path: one event costs some additions in one dense array; no allocation, no text except on
// failure.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/metrics/audit.hpp"
#include "engine/metrics/frame.hpp"
#include "engine/metrics/token.hpp"
#include "engine/statistics/time_average.hpp"

namespace yhdyspinta::metrics {

/// Waiting, service and queue lengths of every activity.
///
/// `waiting_time` is the mean over all who joined the queue or started at once within the measured
/// period, whatever became of them; those still waiting at the end count with what they have waited
/// so far. `waiting_time.served` is the mean over those of them who reached service. What somebody
/// has waited before the run counts as waiting time; queue lengths are those of the run.
class Queueing {
public:
    Queueing(const event_log::Legend& legend, const Window& window, AuditReport& audit)
        : legend_(legend), window_(window), audit_(audit), activities_(legend.activities.size()) {}

    void joined(const event_log::Event& event, Token& token) {
        if (token.state != Token::State::idle) report(event, "joins a queue while at an activity");
        Activity& activity = activities_[event.place];
        activity.queue.add(event.time, 1.0);
        activity.waits -= event.value;  // waited before the run, which no queue length holds
        token = {event.time - event.value, event.place, Token::State::queued, window_.is_open(),
                 false};
        if (token.is_measured) {
            ++activity.reached;
            ++activity.joined;
        }
    }

    void started(const event_log::Event& event, Token& token) {
        Activity& activity = activities_[event.place];
        ++activity.all_starts;
        if (token.state == Token::State::queued && token.activity == event.place) {
            leave_queue(event, token, activity, event.value);
            if (token.is_measured) {
                ++activity.served;
                activity.served_waits += event.value;
            }
        } else {
            if (token.state != Token::State::idle || event.value != 0.0) {
                report(event, token.state != Token::State::idle
                                  ? "starts an activity while at another"
                                  : "has waited without having joined the queue");
            }
            if (window_.is_open()) {
                ++activity.reached;
                ++activity.served;
            }
        }
        token = {event.time, event.place, Token::State::served, window_.is_open(), false};
        activity.starts += window_.is_open();
    }

    void ended(const event_log::Event& event, Token& token) {
        Activity& activity = activities_[event.place];
        ++activity.all_ends;
        if (token.state != Token::State::served || token.activity != event.place) {
            report(event, "ends an activity that it has not started");
        } else if (token.is_measured) {
            ++activity.ends;
            activity.service_time += event.time - token.since;
        }
        token.state = Token::State::idle;
    }

    /// Its servers were taken away; waiting goes on for the same visit.
    void suspended(const event_log::Event& event, Token& token) {
        Activity& activity = activities_[event.place];
        if (token.state != Token::State::served || token.activity != event.place) {
            report(event, "is suspended from an activity that it is not at");
            return;
        }
        activity.queue.add(event.time, 1.0);
        if (token.is_measured) {
            activity.service_time += event.time - token.since;
            ++activity.suspensions;
        }
        token = {event.time, event.place, Token::State::queued, token.is_measured, true};
    }

    void resumed(const event_log::Event& event, Token& token) {
        Activity& activity = activities_[event.place];
        if (token.state != Token::State::queued || !token.is_suspended) {
            report(event, "is resumed without having been suspended");
            return;
        }
        leave_queue(event, token, activity, event.value);
        if (token.is_measured) activity.served_waits += event.value;
        token = {event.time, event.place, Token::State::served, token.is_measured, false};
    }

    /// Did not join the queue, out of choice or because it was full.
    void balked(const event_log::Event& event) {
        if (!window_.is_open()) return;
        Activity& activity = activities_[event.place];
        ++(event.other == 0 ? activity.balked : activity.turned_away);
    }

    /// Keeps its servers no longer; `value` is how long it did.
    void unblocked(const event_log::Event& event) {
        if (!window_.is_open()) return;
        Activity& activity = activities_[event.place];
        ++activity.unblocked;
        activity.blocked_time += event.value;
    }

    /// Left the queue without service, out of impatience or for another reason.
    void left(const event_log::Event& event, Token& token) {
        Activity& activity = activities_[event.place];
        if (token.state != Token::State::queued || token.activity != event.place) {
            report(event, "leaves a queue in which it was not");
            return;
        }
        const bool has_reneged = event.kind == event_log::EventKind::reneged;
        leave_queue(event, token, activity, has_reneged ? event.value : event.time - token.since);
        if (token.is_measured) activity.reneged += has_reneged;
        if (token.is_suspended) ++activity.all_ends;
        token.state = Token::State::idle;
    }

    /// The warm-up is over.
    void start_measuring();
    /// Takes in one entity or path as the run ends; to be called for each.
    void still_there(double end, const Token& token);
    /// After `still_there`: Little's law per queue and the balance of starts and ends.
    void check(double end);

    /// Time that all have waited for an activity since the beginning of the run [s], up to now.
    [[nodiscard]] double waited(std::size_t activity, double now) const {
        return activities_[activity].queue.integral(now);
    }

    void add_responses(const Scale& scale, ResponseList& list) const;
    /// `backlog` [1] where service=…: all who wait for the activities of a service, mean over the
    /// measured time, and `backlog.at_end` when the run ends (source 002, scarce resources).
    void add_backlogs(ResponseList& list) const;

private:
    struct Activity {
        statistics::TimeAverage queue;
        double waits = 0.0;           ///< [s] of all, within the run: for Little's law
        double measured_waits = 0.0;  ///< [s]
        double served_waits = 0.0;    ///< [s]
        double service_time = 0.0;    ///< [s]
        std::uint64_t reached = 0;    ///< joined or started at once, measured
        std::uint64_t joined = 0;
        std::uint64_t served = 0;
        std::uint64_t reneged = 0;
        std::uint64_t balked = 0;       ///< out of choice
        std::uint64_t turned_away = 0;  ///< the queue was full
        std::uint64_t suspensions = 0;
        std::uint64_t unblocked = 0;
        double blocked_time = 0.0;     ///< [s]
        std::uint64_t starts = 0;      ///< within the measured period, whenever joined
        std::uint64_t ends = 0;        ///< of these
        std::uint64_t all_starts = 0;  ///< in the whole run
        std::uint64_t all_ends = 0;
        std::uint64_t all_running = 0;  ///< at the end of the run
    };

    void leave_queue(const event_log::Event& event, const Token& token, Activity& activity,
                     double waited) {
        activity.queue.add(event.time, -1.0);
        activity.waits += waited;
        if (token.is_measured) activity.measured_waits += waited;
    }

    [[gnu::cold, gnu::noinline]] void report(const event_log::Event& event, const char* what);

    const event_log::Legend& legend_;
    const Window& window_;
    AuditReport& audit_;
    std::vector<Activity> activities_;
};

}  // namespace yhdyspinta::metrics
