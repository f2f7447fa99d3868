// SPDX-License-Identifier: Apache-2.0
#include "tools/report/calendar_data.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <set>

#include "engine/calendar/day_set.hpp"

namespace yhdyspinta::report {

namespace {

using nlohmann::ordered_json;
using results::Series;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// The series of the same replication that says how much a share is of; nullptr: it counts alike.
const Series* weight_of(const Series& series, const std::vector<Series>& all) {
    const char* name = series.name == "utilisation"     ? "on_duty"
                       : series.name == "places_in_use" ? "places"
                                                        : nullptr;
    if (name == nullptr) return nullptr;
    const auto found = std::find_if(all.begin(), all.end(), [&](const Series& each) {
        return each.name == name && each.where == series.where;
    });
    return found == all.end() ? nullptr : &*found;
}

bool contains(const process::System& system, const std::string& day_set,
              std::chrono::year_month_day day, std::set<std::string>& seen) {
    if (!seen.insert(day_set).second) return false;
    const auto* described = process::find(system.day_sets, day_set);
    if (described == nullptr) return false;
    if (std::any_of(described->value.rules.begin(), described->value.rules.end(),
                    [day](const auto& rule) { return calendar::matches(rule, day); })) {
        return true;
    }
    return std::any_of(
        described->value.includes.begin(), described->value.includes.end(),
        [&](const auto& included) { return contains(system, included.name, day, seen); });
}

bool is_open(const process::System& system, const process::CalendarText& calendar,
             std::chrono::sys_days day) {
    if (calendar.open.on(std::chrono::weekday(day)).empty()) return false;
    const auto holds = [&](const process::Reference& set) {
        std::set<std::string> seen;
        return contains(system, set.name, std::chrono::year_month_day(day), seen);
    };
    if (std::any_of(calendar.closed.begin(), calendar.closed.end(), holds)) return false;
    return calendar.open_only.empty() ||
           std::any_of(calendar.open_only.begin(), calendar.open_only.end(), holds);
}

/// Four significant digits: a page is read, not computed with.
ordered_json rounded(double value) {
    if (!std::isfinite(value)) return nullptr;
    if (value == 0.0) return 0;
    const double scale = std::pow(10.0, 3.0 - std::floor(std::log10(std::abs(value))));
    return std::round(value * scale) / scale;
}

std::string date_text(std::chrono::sys_days day) {
    const std::chrono::year_month_day date(day);
    const auto two = [](unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    return std::to_string(static_cast<int>(date.year())) + "-" +
           two(static_cast<unsigned>(date.month())) + "-" + two(static_cast<unsigned>(date.day()));
}

}  // namespace

Weeks mean_weeks(const std::vector<std::vector<Series>>& replications) {
    Weeks weeks;
    if (replications.empty() || replications.front().empty()) return weeks;
    weeks.start = replications.front().front().start;
    weeks.series.reserve(replications.front().size());
    for (std::size_t s = 0; s < replications.front().size(); ++s) {
        const Series& first = replications.front()[s];
        std::vector<double> sums(first.values.size(), 0.0), weights(first.values.size(), 0.0);
        for (const auto& all : replications) {
            const Series& each = all.at(s);
            const Series* weight = weight_of(each, all);
            for (std::size_t w = 0; w < sums.size(); ++w) {
                const double value = each.values.at(w);
                const double share = weight == nullptr ? 1.0 : double{weight->values.at(w)};
                if (std::isnan(value) || !(share > 0.0)) continue;
                sums[w] += share * value;
                weights[w] += share;
            }
        }
        WeeklySeries made{first.name, first.unit, first.where, std::vector<double>(sums.size())};
        for (std::size_t w = 0; w < sums.size(); ++w) {
            made.values[w] = weights[w] > 0.0 ? sums[w] / weights[w] : kNaN;
        }
        weeks.series.push_back(std::move(made));
    }
    return weeks;
}

std::vector<ClosedWeeks> closed_weeks(const process::System& system, std::chrono::sys_days start,
                                      std::size_t count) {
    std::vector<ClosedWeeks> closed;
    for (const auto& calendar : system.calendars) {
        ClosedWeeks found{calendar.name, {}};
        for (std::size_t w = 0; w < count; ++w) {
            bool is_any_open = false;
            for (int d = 0; d < 7 && !is_any_open; ++d) {
                const auto day = start + std::chrono::days(7 * static_cast<int>(w) + d);
                is_any_open = is_open(system, calendar.value, day);
            }
            if (!is_any_open) found.weeks.push_back(w);
        }
        if (!found.weeks.empty()) closed.push_back(std::move(found));
    }
    return closed;
}

ordered_json weeks_json(const Weeks& weeks, const process::System& system) {
    if (weeks.series.empty()) return nullptr;
    ordered_json series = ordered_json::array();
    std::size_t count = 0;
    for (const WeeklySeries& each : weeks.series) {
        count = std::max(count, each.values.size());
        ordered_json values = ordered_json::array();
        for (const double value : each.values) values.push_back(rounded(value));
        // `where` is one key and one value.
        const std::size_t equals = each.where.find('=');
        series.push_back({{"name", each.name},
                          {"unit", each.unit},
                          {"key", each.where.substr(0, equals)},
                          {"of", each.where.substr(equals + 1)},
                          {"values", std::move(values)}});
    }
    ordered_json closed = ordered_json::array();
    for (const ClosedWeeks& each : closed_weeks(system, weeks.start, count)) {
        closed.push_back({{"calendar", each.calendar}, {"weeks", each.weeks}});
    }
    return {{"start", date_text(weeks.start)},
            {"series", std::move(series)},
            {"closed", std::move(closed)}};
}

}  // namespace yhdyspinta::report
