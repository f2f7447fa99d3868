// SPDX-License-Identifier: Apache-2.0
// What a report tells beside the designs themselves: what the results hang on, and which parts of a
// reform bring the difference.
#pragma once

#include <string>
#include <vector>

#include "engine/statistics/intervals.hpp"

namespace yhdyspinta::report {

/// How a measure hangs on each of several things that are not known, or which scenario is likely
/// the best at it.
struct Sensitivity {
    enum class Kind {
        effect,  ///< what it does to move a factor through its whole range
        share,   ///< share of the variance that would stay if all others were known
        value,   ///< what it would be worth to the choice to know a factor
        best     ///< [%] how likely a scenario is the best
    };
    struct Bar {
        std::string name;  ///< of a factor; of a scenario where `best`
        statistics::Interval size;
    };

    Kind kind = Kind::effect;
    std::string name, unit, where;  ///< of the measure, as Response
    std::string scenario;           ///< short name; empty: of all together
    std::vector<Bar> bars;          ///< in the order of the experiment
};

/// What the parts of a reform bring of the difference between two scenarios (Shapley values); the
/// parts sum to the difference.
struct AttributedDifference {
    struct Part {
        std::string name;
        double mean = 0.0;
        double half_width = 0.0;  ///< NaN: not known
        std::string verdict;      ///< better, worse, differs or unclear
    };

    std::string name, unit, where;  ///< of the measure, as Response
    double a = 0.0, b = 0.0;        ///< means in the two scenarios
    std::vector<Part> parts;
    Part whole;
};

struct Attribution {
    std::string a, b;  ///< short names of the scenarios
    std::size_t replications = 0;
    std::vector<AttributedDifference> measures;
};

}  // namespace yhdyspinta::report
