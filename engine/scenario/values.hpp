// SPDX-License-Identifier: Apache-2.0
// What the texts of single values mean: numbers, durations, rates, laws, dates, opening hours.
// Nothing here knows where a text stands; a Problem is completed with its position by the reader.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/time.hpp"
#include "engine/process/system.hpp"

namespace yhdyspinta::scenario {

/// Why a text is not what was expected: what is wrong and what is legal, and perhaps a suggestion.
struct Problem {
    std::string message;
    std::string hint;
};
template <class V>
using Parsed = std::variant<V, Problem>;

/// Legal numbers.
struct Range {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool is_low_open = false;   ///< `low` itself is not legal
    bool is_high_open = false;  ///< `high` itself is not legal

    static Range any() { return {}; }
    static Range at_least(double low) { return {.low = low}; }
    static Range above(double low) { return {.low = low, .is_low_open = true}; }
    static Range between(double low, double high) { return {.low = low, .high = high}; }

    [[nodiscard]] bool holds(double value) const;
    /// ">= 1", "from 0 to 1"; empty when everything is legal.
    [[nodiscard]] std::string to_text() const;
};

/// `12`, `-0.5`, `1.2e6`; nothing else.
[[nodiscard]] Parsed<double> parse_number(std::string_view text, const std::string& expected);
[[nodiscard]] Parsed<std::int64_t> parse_whole(std::string_view text, const std::string& expected);
[[nodiscard]] Parsed<std::uint64_t> parse_seed(std::string_view text, const std::string& expected);
/// `true` or `false`.
[[nodiscard]] Parsed<bool> parse_truth(std::string_view text);
/// `5 min`
[[nodiscard]] Parsed<base::Duration> parse_duration(std::string_view text);
/// `10 per h`; the result is per `per_seconds`.
[[nodiscard]] Parsed<double> parse_rate(std::string_view text, double per_seconds = 1.0);
inline constexpr double kSecondsPerYear = 365.25 * 86400.0;
/// `2026-08-01`
[[nodiscard]] Parsed<std::chrono::year_month_day> parse_date(std::string_view text);
/// `08:30`, before 24:00.
[[nodiscard]] Parsed<base::Duration> parse_time_of_day(std::string_view text);
/// `2026-08-01` or `2026-08-01T09:30`; the result is [s] since 1970-01-01 00:00.
[[nodiscard]] Parsed<double> parse_date_and_time(std::string_view text);

enum class LawUnit { duration, number };
/// `lognormal(30 min, 20 min)`; with LawUnit::duration values have units and the law is in seconds.
[[nodiscard]] Parsed<random::Law> parse_law(std::string_view text, LawUnit unit);
/// A law that a scenario states, and where.
struct LawUse {
    std::string path;
    std::string text;
    LawUnit unit = LawUnit::duration;
    random::Law law;  ///< in seconds when it is of durations
};

/// How each law is written, for documentation: `triangular(low, mode, high)`.
[[nodiscard]] std::vector<std::string> law_signatures();
/// One law, for documentation.
struct LawExample {
    std::string name;       ///< "triangular"
    std::string signature;  ///< "triangular(low, mode, high)"
    std::string text;       ///< "triangular(45 min, 50 min, 60 min)"
};
[[nodiscard]] std::vector<LawExample> law_examples(LawUnit unit);

/// The units of durations, all ways to write them.
[[nodiscard]] std::vector<std::string> unit_names();
/// ECMAScript regular expressions that match whatever the parser of that value accepts.
[[nodiscard]] std::string number_pattern();
[[nodiscard]] std::string duration_pattern();
[[nodiscard]] std::string rate_pattern();
[[nodiscard]] std::string law_pattern(LawUnit unit);

/// `08:00-16:00` [minutes of the day].
[[nodiscard]] Parsed<calendar::OpenPeriod> parse_period(std::string_view text);
/// `mon`, `tue-thu`: indices of weekdays, Monday is 0.
[[nodiscard]] Parsed<std::vector<int>> parse_weekdays(std::string_view text);

/// `contact by SERVICE`; the position of the target is left open.
[[nodiscard]] Parsed<process::Trigger> parse_trigger(std::string_view text);
[[nodiscard]] std::string to_text(const process::Trigger& trigger);

/// The limit of a statutory clock: `7 days`, `3 months`, `7 days of CALENDAR`.
struct Limit {
    int count = 0;
    process::StatutoryClock::Unit unit = process::StatutoryClock::Unit::calendar_days;
    std::string calendar;  ///< of days_of
};
[[nodiscard]] Parsed<Limit> parse_limit(std::string_view text);
[[nodiscard]] std::string to_text(const Limit& limit);

/// Texts that are read back as exactly the same value.
[[nodiscard]] std::string number_text(double value);
[[nodiscard]] std::string duration_text(base::Duration duration);
[[nodiscard]] std::string rate_text(double per_second);
[[nodiscard]] std::string date_text(std::chrono::year_month_day date);
[[nodiscard]] std::string period_text(calendar::OpenPeriod period);
[[nodiscard]] std::string time_of_day_text(base::Duration time);

[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace yhdyspinta::scenario
