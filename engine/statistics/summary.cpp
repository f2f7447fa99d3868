// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/summary.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <boost/math/distributions/students_t.hpp>

#include "engine/base/error.hpp"
#include "engine/statistics/accumulator.hpp"

namespace yhdyspinta::statistics {

Summary summarise(std::span<const double> values) {
    Accumulator accumulator;
    for (const double value : values) {
        if (!std::isnan(value)) accumulator.add(value);
    }
    const auto count = static_cast<std::size_t>(accumulator.count());
    return {count, values.size() - count, accumulator.mean(), accumulator.standard_deviation()};
}

double student_t(std::size_t degrees_of_freedom, double confidence) {
    if (degrees_of_freedom < 1 || !(confidence > 0.0 && confidence < 1.0)) {
        throw base::InternalError("student_t: needs degrees_of_freedom >= 1, 0 < confidence < 1");
    }
    const boost::math::students_t law(static_cast<double>(degrees_of_freedom));
    return boost::math::quantile(law, 0.5 + confidence / 2.0);
}

double half_width(const Summary& summary, double confidence) {
    if (summary.count < 2) return std::numeric_limits<double>::quiet_NaN();
    return student_t(summary.count - 1, confidence) * summary.standard_deviation /
           std::sqrt(static_cast<double>(summary.count));
}

double half_width(std::span<const double> values, double confidence) {
    return half_width(summarise(values), confidence);
}

bool PairedDifference::is_clear() const { return std::abs(mean) > half_width; }

PairedDifference paired_difference(std::span<const double> a, std::span<const double> b,
                                   double confidence) {
    if (a.size() != b.size()) throw base::InternalError("paired_difference: sizes differ");
    std::vector<double> differences;
    differences.reserve(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) differences.push_back(b[i] - a[i]);
    const Summary summary = summarise(differences);
    return {summary.mean, half_width(summary, confidence), summary.count};
}

}  // namespace yhdyspinta::statistics
