// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/queueing.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

namespace yhdyspinta::metrics {

void Queueing::report(const event_log::Event& event, const char* what) {
    audit_.fail(base::Instant::at_seconds(event.time), event.entity,
                fmt::format("{} ({})", what, legend_.activities[event.place].name));
}

void Queueing::start_measuring() {
    for (Activity& activity : activities_) activity.queue.restart_mean(window_.start());
}

void Queueing::still_there(double end, const Token& token) {
    if (token.state == Token::State::idle) return;
    Activity& activity = activities_[token.activity];
    if (token.state == Token::State::served) {
        ++activity.all_running;
        return;
    }
    if (token.is_suspended) ++activity.all_running;
    const double waited = end - token.since;
    activity.waits += waited;
    if (token.is_measured) activity.measured_waits += waited;
}

void Queueing::check(double end) {
    for (std::size_t a = 0; a < activities_.size(); ++a) {
        const Activity& activity = activities_[a];
        const double integral = activity.queue.integral(end);
        const double scale = std::max({1.0, std::abs(integral), std::abs(activity.waits)});
        if (std::abs(integral - activity.waits) > 1e-6 * scale) {
            audit_.fail(
                base::Instant::at_seconds(end), event_log::kNone,
                fmt::format("Little's law: the queue of {} holds {:.9g} s of waiting in its "
                            "length, {:.9g} s in the waits",
                            legend_.activities[a].name, integral, activity.waits));
        }
        if (activity.all_starts != activity.all_ends + activity.all_running) {
            audit_.fail(
                base::Instant::at_seconds(end), event_log::kNone,
                fmt::format("{} has started {} times, ended {} times and is running {} times",
                            legend_.activities[a].name, activity.all_starts, activity.all_ends,
                            activity.all_running));
        }
    }
}

void Queueing::add_backlogs(ResponseList& list) const {
    for (std::size_t s = 0; s < legend_.services.size(); ++s) {
        double mean = 0.0, at_end = 0.0;
        for (std::size_t a = 0; a < activities_.size(); ++a) {
            if (legend_.activities[a].service != s || legend_.activities[a].is_absence) continue;
            mean += activities_[a].queue.mean(window_.end());
            at_end += activities_[a].queue.value();
        }
        const std::string where = "service=" + legend_.services[s].name;
        list.add("backlog", "1", where, mean);
        list.add("backlog.at_end", "1", where, at_end);
    }
}

void Queueing::add_responses(const Scale& scale, ResponseList& list) const {
    for (std::size_t a = 0; a < activities_.size(); ++a) {
        const Activity& activity = activities_[a];
        const std::string where = "activity=" + legend_.activities[a].name;
        const auto number = [](std::uint64_t count) { return static_cast<double>(count); };
        const bool is_awaited = legend_.activities[a].has_resources ||
                                legend_.activities[a].is_wait || legend_.activities[a].is_batch;
        if (is_awaited) {
            const double reached = number(activity.reached);
            list.add("waiting_time", "min", where, ratio(activity.measured_waits, reached) / 60.0);
            list.add("waiting_time.served", "min", where,
                     ratio(activity.served_waits, number(activity.served)) / 60.0);
            list.add("waiting_probability", "share", where,
                     ratio(number(activity.joined), reached));
            list.add("reneged", "share", where, ratio(number(activity.reneged), reached));
            list.add("queue_length", "1", where, activity.queue.mean(window_.end()));
        }
        if (legend_.activities[a].may_balk) {
            const double came = number(activity.reached + activity.balked + activity.turned_away);
            list.add("balked", "share", where, ratio(number(activity.balked), came));
            list.add("turned_away", "share", where, ratio(number(activity.turned_away), came));
        }
        if (legend_.activities[a].may_be_suspended) {
            list.add("suspensions", "1", where,
                     ratio(number(activity.suspensions), number(activity.ends)));
        }
        if (legend_.activities[a].is_blocking) {
            list.add("blocked_time", "min", where,
                     ratio(activity.blocked_time, number(activity.unblocked)) / 60.0);
        }
        list.add("service_time", "min", where,
                 ratio(activity.service_time, number(activity.ends)) / 60.0);
        list.add("starts", "1/d", where, scale.per_day(number(activity.starts)));
    }
}

}  // namespace yhdyspinta::metrics
