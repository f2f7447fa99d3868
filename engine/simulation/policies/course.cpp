// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <tuple>

#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

namespace {

constexpr double kMonth = 365.25 / 12.0 * 86400.0;  // [s]

/// The value at `time` [s] from the beginning, on a line through the points from `first` on.
double on_course(const CourseInfo& course, double first, double time) {
    double from = 0.0, value = first;
    for (const auto& [after, next] : course.points) {
        if (time < after) return value + (next - value) * (time - from) / (after - from);
        from = after;
        value = next;
    }
    return value;
}

/// When the value is looked up [s] from the beginning: at each point, and monthly between them.
std::vector<double> looks(const CourseInfo& course) {
    std::vector<double> times;
    for (const auto& point : course.points) times.push_back(point.first);
    if (course.is_linear) {
        const double last = times.back();
        for (double month = kMonth; month < last; month += kMonth) times.push_back(month);
    }
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    return times;
}

}  // namespace

/// A variable follows its course; one by level at each level from a time of its own on.
void FlowModel::act(ActorContext& actor, const PolicyInfo& policy, const CourseInfo& course) {
    struct Stop {
        double date;  ///< [s] since the start of the run
        std::uint32_t level;
        double time;  ///< [s] since the beginning of the course; < 0: it begins
    };
    const VariableInfo& info = program_.variable_infos[course.variable];
    const std::uint32_t levels = info.per == kNone ? 1 : info.levels;
    const std::vector<double> times = looks(course);
    std::vector<Stop> stops;
    for (std::uint32_t level = 0; level < levels; ++level) {
        const double delay = std::max(0.0, sample(course.delay, policy.key, level));
        stops.push_back({delay, level, -1.0});
        for (const double time : times) stops.push_back({delay + time, level, time});
    }
    std::stable_sort(stops.begin(), stops.end(), [](const Stop& a, const Stop& b) {
        return std::tie(a.date, a.level) < std::tie(b.date, b.level);
    });
    std::vector<double> first(levels, 0.0);
    double awake = -1.0;  // [s] what is due together is done together
    for (const Stop& stop : stops) {
        if (stop.date > program_.length) break;
        if (stop.date > awake) sleep_until(actor, awake = stop.date);
        const bool is_of_level = info.per != kNone;
        if (stop.time < 0.0) {
            first[stop.level] = variables_[is_of_level ? info.first + stop.level : course.variable];
            continue;
        }
        set_variable(course.variable, is_of_level ? stop.level : kNone,
                     on_course(course, first[stop.level], stop.time));
    }
}

}  // namespace yhdyspinta::simulation
