// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/clocks.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

namespace yhdyspinta::metrics {

namespace {
constexpr double kTolerance = 1e-3;  ///< [s] by which a stop may follow the limit and still keep it
constexpr double kBins = 56.0;       ///< of the grid within the limit: 3 h of a week
constexpr double kHorizon = 12.0;    ///< of the grid, in limits

/// One whose bins end at the limit, so that what is within it is told exactly.
statistics::SurvivalGrid grid_of(double limit) { return {limit / kBins, limit * kHorizon}; }

}  // namespace

Clocks::Clocks(const event_log::Legend& legend, const Window& window, AuditReport& audit)
    : legend_(legend), window_(window), audit_(audit) {
    clocks_.reserve(legend.clocks.size());
    for (const auto& clock : legend.clocks) clocks_.push_back(Clock{grid_of(clock.limit)});
}

std::uint64_t Clocks::key(const event_log::Event& event) {
    const bool has_episode = event.episode != kNone;
    const std::uint64_t subject = has_episode ? event.episode : event.entity;
    return subject << 16 | event.place | (has_episode ? 0 : kOfEntity);
}

void Clocks::fail(const event_log::Event& event, const char* what) {
    audit_.fail(base::Instant::at_seconds(event.time), event.entity,
                fmt::format("clock {} {}", legend_.clocks[event.place].name, what));
}

void Clocks::started(const event_log::Event& event, Episode* episode) {
    forget_closed(event.time);
    if (event.episode != kNone && !episode) return;
    if (running_.find(key(event))) {
        fail(event, "starts again while it runs");
        return;
    }
    running_[key(event)] = {event.value, event.entity, false, window_.is_open()};
    if (episode) ++episode->running_clocks;
    if (window_.is_open()) clocks_[event.place].started += 1.0;
}

bool Clocks::limit_passed(const event_log::Event& event, Episode* episode) {
    forget_closed(event.time);
    Running* running = running_.find(key(event));
    if (!running || running->has_passed) {
        if (event.episode == kNone || episode)
            fail(event, "passes its limit without running in it");
        return false;
    }
    running->has_passed = true;
    if (running->is_measured) clocks_[event.place].breached += 1.0;
    if (!episode) return false;
    ++episode->passed_clocks;
    episode->is_late = true;
    return true;
}

bool Clocks::stopped(const event_log::Event& event, Episode* episode) {
    forget_closed(event.time);
    const Running* running = running_.find(key(event));
    if (!running) {
        if (event.episode == kNone || episode) fail(event, "stops without running");
        return false;
    }
    Clock& clock = clocks_[event.place];
    const bool has_passed = running->has_passed;
    if (!has_passed && event.time > running->limit_at + kTolerance) {
        fail(event, "stops after its limit, which has not passed");
    }
    if (running->is_measured) {
        // A stop within the tolerance of the limit has kept it.
        const double limit = legend_.clocks[event.place].limit;
        clock.elapsed.add_event(has_passed ? event.value : std::min(event.value, limit));
        if (has_passed) {
            clock.stopped_late += 1.0;
            clock.excess += std::max(0.0, event.value - limit);
        } else {
            clock.kept += 1.0;
        }
    }
    running_.erase(key(event));
    if (episode) --episode->running_clocks;
    if (!has_passed || !episode) return false;
    --episode->passed_clocks;
    if (episode->passed_clocks == 0) episode->is_late = false;
    return true;
}

void Clocks::closed(const event_log::Event& event, const Episode& episode) {
    forget_closed(event.time);
    if (episode.running_clocks == 0) return;
    closed_.push_back(event.episode);
    closed_at_ = event.time;
}

void Clocks::forget_closed(double time) {
    if (closed_.empty() || time <= closed_at_) return;
    for (const std::uint32_t episode : closed_) forget(std::uint64_t{episode} << 16);
    closed_.clear();
}

void Clocks::forget(std::uint64_t subject) {
    for (std::size_t c = 0; c < clocks_.size() && running_.size() > 0; ++c) {
        running_.erase(subject | c);
    }
}

void Clocks::left(std::uint32_t entity) { forget(std::uint64_t{entity} << 16 | kOfEntity); }

void Clocks::check(double end) {
    for (const std::uint32_t episode : closed_) forget(std::uint64_t{episode} << 16);
    closed_.clear();
    std::vector<std::size_t> overdue(clocks_.size(), 0);
    running_.for_each([&](std::uint64_t key, const Running& running) {
        if (!running.has_passed && running.limit_at < end - kTolerance) ++overdue[key & 0xffff];
    });
    for (std::size_t c = 0; c < overdue.size(); ++c) {
        if (overdue[c] == 0) continue;
        audit_.fail(base::Instant::at_seconds(end), kNone,
                    fmt::format("{} clocks {} run past their limit, which has not passed",
                                overdue[c], legend_.clocks[c].name));
    }
}

void Clocks::add_responses(const Scale& scale, ResponseList& list) const {
    for (std::size_t c = 0; c < clocks_.size(); ++c) {
        const Clock& clock = clocks_[c];
        const std::string where = "clock=" + legend_.clocks[c].name;
        list.add("clock.breach_share", "share", where,
                 ratio(clock.breached, clock.breached + clock.kept));
        list.add("clock.mean_excess", legend_.clocks[c].unit, where,
                 ratio(clock.excess, clock.stopped_late));
        list.add("clock.never_stopped_share", "share", where,
                 ratio(clock.breached - clock.stopped_late, clock.breached));
        list.add("clock.started", "1/year", where, scale.per_year(clock.started));
    }
}

void Clocks::add_distributions(std::vector<results::Distribution>& list) const {
    for (std::size_t c = 0; c < clocks_.size(); ++c) {
        const auto& told = legend_.clocks[c];
        auto elapsed = clocks_[c].elapsed;
        for (double n = clocks_[c].stopped_late; n < clocks_[c].breached; n += 1.0) {
            elapsed.add_competing(told.limit * (1.0 + 1.0 / kBins));
        }
        list.push_back(distribution("clock.elapsed", told.unit, "clock=" + told.name, elapsed));
    }
}

}  // namespace yhdyspinta::metrics
