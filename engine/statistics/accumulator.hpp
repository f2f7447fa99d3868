// SPDX-License-Identifier: Apache-2.0
// Hot path: `add` may not allocate.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace yhdyspinta::statistics {

/// Running mean and variance.
/// Source: Welford (1962), Technometrics 4(3); merging: Chan, Golub & LeVeque (1979).
class Accumulator {
public:
    void add(double value) {
        ++count_;
        const double difference = value - mean_;
        mean_ += difference / static_cast<double>(count_);
        squares_ += difference * (value - mean_);
    }

    void merge(const Accumulator& other) {
        if (other.count_ == 0) return;
        const auto n = static_cast<double>(count_);
        const auto m = static_cast<double>(other.count_);
        const double difference = other.mean_ - mean_;
        mean_ += difference * m / (n + m);
        squares_ += other.squares_ + difference * difference * n * m / (n + m);
        count_ += other.count_;
    }

    [[nodiscard]] std::uint64_t count() const { return count_; }
    /// NaN when nothing was added.
    [[nodiscard]] double mean() const {
        return count_ > 0 ? mean_ : std::numeric_limits<double>::quiet_NaN();
    }
    /// With n - 1 in the denominator; NaN when fewer than two values were added.
    [[nodiscard]] double variance() const {
        return count_ > 1 ? squares_ / static_cast<double>(count_ - 1)
                          : std::numeric_limits<double>::quiet_NaN();
    }
    [[nodiscard]] double standard_deviation() const { return std::sqrt(variance()); }

private:
    std::uint64_t count_ = 0;
    double mean_ = 0.0;
    double squares_ = 0.0;
};

}  // namespace yhdyspinta::statistics
