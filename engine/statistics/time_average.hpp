// SPDX-License-Identifier: Apache-2.0
// Hot path: `add` may not allocate.
#pragma once

#include <limits>

namespace yhdyspinta::statistics {

/// Integral and mean over time of a count that changes in steps, with periods when it is zero.
/// Times in [s], never decreasing.
class TimeAverage {
public:
    void add(double time, double change) {
        integral_ += value_ * (time - since_);
        since_ = time;
        value_ += change;
    }

    /// The mean is taken from here on.
    void restart_mean(double time) {
        add(time, 0.0);
        start_ = time;
        before_start_ = integral_;
    }

    [[nodiscard]] double value() const { return value_; }
    /// From the beginning, whether or not the mean was restarted.
    [[nodiscard]] double integral(double until) const {
        return integral_ + value_ * (until - since_);
    }
    /// NaN when no time has passed since the (re)start.
    [[nodiscard]] double mean(double until) const {
        return until > start_ ? (integral(until) - before_start_) / (until - start_)
                              : std::numeric_limits<double>::quiet_NaN();
    }

private:
    double value_ = 0.0;
    double since_ = 0.0;
    double integral_ = 0.0;
    double start_ = 0.0;
    double before_start_ = 0.0;
};

}  // namespace yhdyspinta::statistics
