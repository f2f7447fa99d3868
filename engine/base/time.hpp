// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <limits>

namespace yhdyspinta::base {

/// A length of simulated time [s]. May be negative or infinite.
class Duration {
public:
    constexpr Duration() = default;
    static constexpr Duration seconds(double value) { return Duration(value); }
    static constexpr Duration minutes(double value) { return Duration(value * 60.0); }
    static constexpr Duration hours(double value) { return Duration(value * 3600.0); }
    static constexpr Duration days(double value) { return Duration(value * 86400.0); }
    static constexpr Duration infinite() {
        return Duration(std::numeric_limits<double>::infinity());
    }

    [[nodiscard]] constexpr double in_seconds() const { return seconds_; }
    [[nodiscard]] constexpr double in_minutes() const { return seconds_ / 60.0; }
    [[nodiscard]] constexpr double in_hours() const { return seconds_ / 3600.0; }
    [[nodiscard]] constexpr double in_days() const { return seconds_ / 86400.0; }
    [[nodiscard]] constexpr bool is_finite() const {
        return seconds_ < std::numeric_limits<double>::infinity() &&
               seconds_ > -std::numeric_limits<double>::infinity();
    }

    friend constexpr auto operator<=>(const Duration&, const Duration&) = default;
    friend constexpr Duration operator+(Duration a, Duration b) {
        return Duration(a.seconds_ + b.seconds_);
    }
    friend constexpr Duration operator-(Duration a, Duration b) {
        return Duration(a.seconds_ - b.seconds_);
    }
    friend constexpr Duration operator*(Duration a, double factor) {
        return Duration(a.seconds_ * factor);
    }
    friend constexpr Duration operator*(double factor, Duration a) { return a * factor; }
    friend constexpr Duration operator/(Duration a, double divisor) {
        return Duration(a.seconds_ / divisor);
    }
    friend constexpr double operator/(Duration a, Duration b) { return a.seconds_ / b.seconds_; }
    constexpr Duration& operator+=(Duration other) {
        seconds_ += other.seconds_;
        return *this;
    }
    constexpr Duration& operator-=(Duration other) {
        seconds_ -= other.seconds_;
        return *this;
    }

private:
    constexpr explicit Duration(double seconds) : seconds_(seconds) {}
    double seconds_ = 0.0;
};

/// A point of simulated time: seconds since the start of the run [s].
class Instant {
public:
    constexpr Instant() = default;
    static constexpr Instant at(Duration since_start) { return Instant(since_start); }
    static constexpr Instant at_seconds(double seconds) {
        return Instant(Duration::seconds(seconds));
    }
    static constexpr Instant never() { return Instant(Duration::infinite()); }

    [[nodiscard]] constexpr Duration since_start() const { return since_start_; }
    [[nodiscard]] constexpr double in_seconds() const { return since_start_.in_seconds(); }
    [[nodiscard]] constexpr double in_days() const { return since_start_.in_days(); }

    friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
    friend constexpr Instant operator+(Instant t, Duration d) {
        return Instant(t.since_start_ + d);
    }
    friend constexpr Instant operator-(Instant t, Duration d) {
        return Instant(t.since_start_ - d);
    }
    friend constexpr Duration operator-(Instant a, Instant b) {
        return a.since_start_ - b.since_start_;
    }

private:
    constexpr explicit Instant(Duration since_start) : since_start_(since_start) {}
    Duration since_start_;
};

}  // namespace yhdyspinta::base
