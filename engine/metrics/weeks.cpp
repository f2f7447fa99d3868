// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/weeks.hpp"

#include <cmath>
#include <string>

namespace yhdyspinta::metrics {

namespace {

constexpr double kWeek = 7.0 * kSecondsPerDay;

}  // namespace

Weeks::Weeks(const event_log::Legend& legend, const Window& window, const Queueing& queueing,
             bool is_kept)
    : legend_(legend), window_(window), queueing_(queueing), is_kept_(is_kept) {
    if (!is_kept) return;
    staff_.resize(legend.resources.size());
    queues_.reserve(legend.services.size());
    for (const auto& service : legend.services) {
        queues_.push_back({"service=" + service.name, {}, 0.0, {}});
    }
    for (std::size_t a = 0; a < legend.activities.size(); ++a) {
        const auto& activity = legend.activities[a];
        if (activity.is_absence) continue;
        if (activity.service < legend.services.size()) {
            queues_[activity.service].activities.push_back(a);
        } else if (activity.has_resources || activity.is_wait || activity.is_batch) {
            queues_.push_back({"activity=" + activity.name, {a}, 0.0, {}});
        }
    }
}

double Weeks::waited(const Queues& queues, double until) const {
    double sum = 0.0;
    for (const std::size_t a : queues.activities) sum += queueing_.waited(a, until);
    return sum;
}

void Weeks::start_measuring() {
    if (!is_kept_) return;
    week_start_ = window_.start();
    next_look_ = legend_.monday_after(week_start_);
    for (Queues& queues : queues_) queues.before = waited(queues, week_start_);
}

void Weeks::look(double now) {
    while (next_look_ <= now) {
        end_week(next_look_);
        next_look_ += kWeek;
    }
}

void Weeks::end_week(double time) {
    for (Queues& queues : queues_) {
        const double sum = waited(queues, time);
        queues.length.push_back(
            static_cast<float>(ratio(std::max(0.0, sum - queues.before), time - week_start_)));
        queues.before = sum;
    }
    week_start_ = time;
}

Weeks::StaffTime& Weeks::told(const event_log::Event& event) {
    const double first_end = legend_.monday_after(window_.start());
    const auto week =
        static_cast<std::size_t>(std::max(0.0, std::ceil((event.time - first_end) / kWeek)));
    auto& weeks = staff_.at(event.place);
    if (week >= weeks.size()) weeks.resize(week + 1);
    return weeks[week];
}

void Weeks::run_ended(double time) {
    if (!is_kept_) return;
    if (time > week_start_) end_week(time);
    next_look_ = std::numeric_limits<double>::infinity();
}

void Weeks::add_series(std::vector<results::Series>& list) const {
    if (!is_kept_) return;
    const auto days =
        static_cast<int>(std::lround(legend_.monday_after(window_.start()) / kSecondsPerDay) - 7);
    const auto start = legend_.start_day + std::chrono::days(days);
    for (std::size_t r = 0; r < staff_.size(); ++r) {
        const auto& resource = legend_.resources[r];
        const std::string where = "resource=" + resource.name;
        results::Series used{
            resource.is_caseload ? "places_in_use" : "utilisation", "share", where, start, 7, {}};
        results::Series there{
            resource.is_caseload ? "places" : "on_duty", "h", where, start, 7, {}};
        used.values.reserve(staff_[r].size());
        there.values.reserve(staff_[r].size());
        for (const StaffTime& week : staff_[r]) {
            used.values.push_back(static_cast<float>(ratio(week.busy, week.available)));
            there.values.push_back(static_cast<float>(week.available / kSecondsPerHour));
        }
        list.push_back(std::move(used));
        list.push_back(std::move(there));
    }
    list.reserve(list.size() + queues_.size());
    for (const Queues& queues : queues_) {
        list.push_back({"waiting", "1", queues.where, start, 7, queues.length});
    }
}

}  // namespace yhdyspinta::metrics
