// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/comparison_writer.hpp"

#include <string>

#include "engine/base/error.hpp"
#include "engine/results/csv_writer.hpp"
#include "engine/results/number_text.hpp"

namespace yhdyspinta::experiment {

const char* name_of(results::ComparedFigure::Verdict verdict) {
    using Verdict = results::ComparedFigure::Verdict;
    switch (verdict) {
        case Verdict::reference: return "reference";
        case Verdict::no_clear_difference: return "no_clear_difference";
        case Verdict::better: return "better";
        case Verdict::worse: return "worse";
        case Verdict::differs: return "differs";
    }
    throw base::InternalError("a verdict without a name");
}

void write_comparison_csv(std::ostream& out, const std::vector<results::Design>& designs,
                          const std::vector<results::ComparedRow>& rows) {
    using results::csv_field;
    using results::exact_text;
    out << "name,where,unit,design,mean,half_width,difference,difference_half_width,pairs,"
           "verdict\r\n";
    for (const auto& row : rows) {
        for (std::size_t d = 0; d < designs.size(); ++d) {
            const auto& figure = row.figures[d];
            out << csv_field(row.measure.name) << ',' << csv_field(row.measure.where) << ','
                << csv_field(row.unit) << ',' << csv_field(designs[d].name) << ','
                << exact_text(figure.mean) << ',' << exact_text(figure.half_width) << ','
                << exact_text(figure.difference.mean) << ','
                << exact_text(figure.difference.half_width) << ','
                << std::to_string(figure.difference.pairs) << ',' << name_of(figure.verdict)
                << "\r\n";
        }
    }
}

nlohmann::ordered_json differences_json(const std::vector<results::Design>& designs,
                                        const std::vector<results::ComparedRow>& rows) {
    nlohmann::ordered_json differences = nlohmann::ordered_json::array();
    for (const auto& row : rows) {
        for (std::size_t d = 1; d < designs.size(); ++d) {
            const auto& figure = row.figures[d];
            differences.push_back({{"name", row.measure.name},
                                   {"where", row.measure.where},
                                   {"unit", row.unit},
                                   {"scenario", designs[d].name},
                                   {"mean", figure.difference.mean},
                                   {"half_width", figure.difference.half_width},
                                   {"pairs", figure.difference.pairs},
                                   {"is_clear", figure.difference.is_clear()},
                                   {"verdict", name_of(figure.verdict)}});
        }
    }
    return differences;
}

}  // namespace yhdyspinta::experiment
