// SPDX-License-Identifier: Apache-2.0
// Hot path: factor() may not allocate, look up strings or log.
#include "engine/simulation/rate_profile.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace yhdyspinta::simulation {

namespace {

constexpr double kDay = 86400.0;  // [s]
constexpr int kMinutesPerDay = 1440;

}  // namespace

RateProfile::RateProfile(std::string name, const process::Profile& text,
                         const calendar::DaySet& closed, const calendar::CivilClock& clock)
    : name_(std::move(name)), clock_(clock), closed_(closed) {
    months_.fill(1.0);
    if (text.months) months_ = *text.months;
    if (!text.weekly) {
        highest_ = text.at_most.value();
        values_ = std::make_unique<std::array<double, 4>>();
        formula_ = std::make_unique<process::CompiledExpression>(
            text.formula.text, process::ExpressionNames{process::profile_variables(), {}},
            values_->data());
        return;
    }
    const double otherwise = text.otherwise.value_or(0.0);
    for (std::size_t day = 0; day < week_.size(); ++day) {
        int until = 0;  // minute of the day up to which there are pieces
        for (const auto& [period, factor] : (*text.weekly)[day]) {
            if (period.from > until) week_[day].push_back({until * 60.0, otherwise});
            week_[day].push_back({period.from * 60.0, factor});
            until = period.to;
        }
        if (until < kMinutesPerDay) week_[day].push_back({until * 60.0, otherwise});
        for (const Piece& piece : week_[day]) {
            for (const double month : months_) highest_ = std::max(highest_, piece.factor * month);
        }
    }
}

double RateProfile::factor(base::Instant t) const {
    const double day = std::floor(t.in_seconds() / kDay);
    if (day != day_) {
        const std::chrono::year_month_day date = clock_.date(t);
        day_ = day;
        weekday_ = std::chrono::weekday(std::chrono::sys_days(date)).iso_encoding() - 1;
        month_ = static_cast<unsigned>(date.month());
        factor_of_day_ = closed_.contains(date) ? 0.0 : months_[month_ - 1];
    }
    const double seconds = t.in_seconds() - day * kDay;
    if (formula_) {
        *values_ = {seconds / 3600.0, static_cast<double>(weekday_), static_cast<double>(month_),
                    t.in_seconds() / kDay};
        return formula_->value();
    }
    const auto& pieces = week_[weekday_];
    std::size_t piece = 0;
    while (piece + 1 < pieces.size() && pieces[piece + 1].from <= seconds) ++piece;
    return pieces[piece].factor * factor_of_day_;
}

}  // namespace yhdyspinta::simulation
