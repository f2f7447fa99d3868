// SPDX-License-Identifier: Apache-2.0
// Hot path: what every measure shares; nothing here may allocate, except to add a response at the
// end.
#pragma once

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/time.hpp"
#include "engine/event_log/event.hpp"
#include "engine/event_log/legend.hpp"
#include "engine/results/distribution.hpp"
#include "engine/results/response.hpp"
#include "engine/statistics/survival_grid.hpp"

namespace yhdyspinta::metrics {

inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
inline constexpr double kSecondsPerDay = 86400.0;
inline constexpr double kSecondsPerHour = 3600.0;
inline constexpr double kSecondsPerYear = 365.25 * 86400.0;

/// The measured part of a run. Times in [s] since start, as in the events.
class Window {
public:
    void open(double time) {
        start_ = time;
        is_open_ = true;
    }
    void close(double time) { end_ = time; }

    [[nodiscard]] bool is_open() const { return is_open_; }
    [[nodiscard]] double start() const { return start_; }
    [[nodiscard]] double end() const { return end_; }
    [[nodiscard]] double length() const { return is_open_ ? end_ - start_ : 0.0; }
    /// How much of [from, to] is measured, `to` being now.
    [[nodiscard]] double clipped(double from, double to) const {
        return is_open_ ? std::max(0.0, to - std::max(from, start_)) : 0.0;
    }

private:
    double start_ = 0.0;
    double end_ = 0.0;
    bool is_open_ = false;
};

/// numerator / denominator, NaN when there is nothing to divide by.
[[nodiscard]] inline double ratio(double numerator, double denominator) {
    return denominator > 0.0 ? numerator / denominator : kNaN;
}

/// Rates per time and per head of the population of a finished run.
class Scale {
public:
    Scale(const Window& window, double population)
        : length_(window.length()), population_(population) {}
    [[nodiscard]] double per_day(double count) const {
        return ratio(count, length_ / kSecondsPerDay);
    }
    [[nodiscard]] double per_year(double count) const {
        return ratio(count, length_ / kSecondsPerYear);
    }
    /// Per 1000 of the population and year of 365.25 d.
    [[nodiscard]] double per_1000_years(double amount) const {
        return ratio(amount, length_ / kSecondsPerYear * population_ / 1000.0);
    }

private:
    double length_;
    double population_;
};

/// What is added of a grid of times.
[[nodiscard]] results::Distribution distribution(std::string name, std::string unit,
                                                 std::string where,
                                                 const statistics::SurvivalGrid& grid);

/// Collects the responses in the order in which they are added.
class ResponseList {
public:
    void add(std::string name, std::string unit, std::string where, double value) {
        responses_.push_back({std::move(name), std::move(unit), std::move(where), value});
    }
    [[nodiscard]] std::vector<results::Response> take() { return std::move(responses_); }

private:
    std::vector<results::Response> responses_;
};

}  // namespace yhdyspinta::metrics
