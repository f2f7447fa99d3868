// SPDX-License-Identifier: Apache-2.0
// Hot path: factor() may not allocate, look up strings or log.
#pragma once

#include <array>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/time.hpp"
#include "engine/calendar/civil.hpp"
#include "engine/calendar/day_set.hpp"
#include "engine/process/expression.hpp"
#include "engine/process/system.hpp"

namespace yhdyspinta::simulation {

/// How a rate varies with civil time, ready to be asked.
class RateProfile {
public:
    /// On the days of `closed` the factor is 0.
    RateProfile(std::string name, const process::Profile& text, const calendar::DaySet& closed,
                const calendar::CivilClock& clock);

    [[nodiscard]] const std::string& name() const { return name_; }

    /// No factor is above; > 0. For a formula this is what the scenario promises, and factor() may
    /// break it.
    [[nodiscard]] double highest() const { return highest_; }

    /// The factor at `t`. Not to be asked by two threads at once.
    [[nodiscard]] double factor(base::Instant t) const;

private:
    struct Piece {
        double from = 0.0;  ///< [s of the day]; it holds up to the next piece
        double factor = 0.0;
    };

    std::string name_;
    calendar::CivilClock clock_;
    calendar::DaySet closed_;
    std::array<std::vector<Piece>, 7> week_;  ///< Monday first; each begins at 0 s
    process::MonthFactors months_{};
    double highest_ = 0.0;

    std::unique_ptr<std::array<double, 4>> values_;  ///< of the variables; the address stays
    std::unique_ptr<process::CompiledExpression> formula_;

    // The day asked for last.
    mutable double day_ = std::numeric_limits<double>::quiet_NaN();  ///< since the start
    mutable double factor_of_day_ = 0.0;
    mutable unsigned weekday_ = 0;  ///< 0: Monday
    mutable unsigned month_ = 1;
};

}  // namespace yhdyspinta::simulation
