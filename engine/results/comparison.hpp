// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/results/response_table.hpp"
#include "engine/statistics/summary.hpp"

namespace yhdyspinta::results {

enum class Direction { lower_is_better, higher_is_better, neither };

/// A response by which designs are compared.
struct ComparedMeasure {
    std::string name;
    std::string where = "all";
    Direction direction = Direction::neither;
};

/// One design and what came out of it; the table must outlive the comparison's making.
struct Design {
    std::string name;
    const ResponseTable* table = nullptr;
};

/// One measure in one design, beside the first design.
struct ComparedFigure {
    double mean = 0.0;
    double half_width = 0.0;
    /// This design less the first, by replications that both have; of the first itself: 0.
    statistics::PairedDifference difference;
    enum class Verdict {
        reference,
        no_clear_difference,
        better,
        worse,
        differs
    } verdict = Verdict::reference;
};

struct ComparedRow {
    ComparedMeasure measure;
    std::string unit;
    std::vector<ComparedFigure> figures;  ///< one per design
};

/// What a difference says when less, more or neither is better.
[[nodiscard]] ComparedFigure::Verdict verdict_of(const statistics::PairedDifference& difference,
                                                 Direction direction);

/// `+12.3 ± 0.4 worse`, or `no clear difference` where the interval includes zero; `–` for NaN.
[[nodiscard]] std::string difference_text(const statistics::PairedDifference& difference,
                                          Direction direction);

/// Measures that the first design does not have are left out; a design without the measure has NaN.
[[nodiscard]] std::vector<ComparedRow> compare(const std::vector<Design>& designs,
                                               const std::vector<ComparedMeasure>& measures,
                                               double confidence = 0.95);

/// A table of each measure: mean ± half-width per design, then the difference to the first design ±
/// its half-width, or `no clear difference` where the interval includes zero.
[[nodiscard]] std::string comparison_text(const std::vector<Design>& designs,
                                          const std::vector<ComparedRow>& rows);

}  // namespace yhdyspinta::results
