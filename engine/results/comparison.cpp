// SPDX-License-Identifier: Apache-2.0
#include "engine/results/comparison.hpp"

#include <cmath>
#include <limits>

#include "engine/results/number_text.hpp"
#include "engine/results/text_table.hpp"

namespace yhdyspinta::results {

namespace {

using Verdict = ComparedFigure::Verdict;

[[nodiscard]] statistics::PairedDifference difference_of(const ResponseTable& first,
                                                         const ResponseTable::Row& first_row,
                                                         const ResponseTable& other,
                                                         const ResponseTable::Row& other_row,
                                                         double confidence) {
    std::vector<double> a, b;
    for (std::size_t i = 0, k = 0; i < first.replications().size(); ++i) {
        while (k < other.replications().size() &&
               other.replications()[k] < first.replications()[i]) {
            ++k;
        }
        if (k == other.replications().size()) break;
        if (other.replications()[k] != first.replications()[i]) continue;
        a.push_back(first_row.values[i]);
        b.push_back(other_row.values[k]);
    }
    return statistics::paired_difference(a, b, confidence);
}

}  // namespace

ComparedFigure::Verdict verdict_of(const statistics::PairedDifference& difference,
                                   Direction direction) {
    if (!difference.is_clear()) return Verdict::no_clear_difference;
    if (direction == Direction::neither) return Verdict::differs;
    const bool is_lower = difference.mean < 0.0;
    return is_lower == (direction == Direction::lower_is_better) ? Verdict::better : Verdict::worse;
}

std::string difference_text(const statistics::PairedDifference& difference, Direction direction) {
    if (std::isnan(difference.mean)) return "–";
    const Verdict verdict = verdict_of(difference, direction);
    if (verdict == Verdict::no_clear_difference) return "no clear difference";
    std::string text(difference.mean > 0.0 ? "+" : "");
    text += interval_text(difference.mean, difference.half_width);
    if (verdict == Verdict::better) text += " better";
    if (verdict == Verdict::worse) text += " worse";
    return text;
}

std::vector<ComparedRow> compare(const std::vector<Design>& designs,
                                 const std::vector<ComparedMeasure>& measures, double confidence) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    std::vector<ComparedRow> rows;
    if (designs.empty()) return rows;
    const ResponseTable& first = *designs.front().table;
    for (const ComparedMeasure& measure : measures) {
        const ResponseTable::Row* first_row = first.find(measure.name, measure.where);
        if (!first_row) continue;
        ComparedRow row{measure, first_row->unit, {}};
        for (std::size_t d = 0; d < designs.size(); ++d) {
            const ResponseTable& table = *designs[d].table;
            const ResponseTable::Row* found = table.find(measure.name, measure.where);
            ComparedFigure figure{nan, nan, {nan, nan, 0}, Verdict::no_clear_difference};
            if (found) {
                const statistics::Summary summary = statistics::summarise(found->values);
                figure.mean = summary.mean;
                figure.half_width = statistics::half_width(summary, confidence);
                figure.difference = difference_of(first, *first_row, table, *found, confidence);
                figure.verdict =
                    d == 0 ? Verdict::reference : verdict_of(figure.difference, measure.direction);
            }
            row.figures.push_back(figure);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string comparison_text(const std::vector<Design>& designs,
                            const std::vector<ComparedRow>& rows) {
    using Align = TextTable::Align;
    std::vector<TextTable::Column> columns{{"measure", Align::left}, {"unit", Align::left}};
    for (std::size_t d = 0; d < designs.size(); ++d) {
        columns.push_back({designs[d].name, Align::right});
        if (d > 0) columns.push_back({"less " + designs.front().name, Align::left});
    }
    TextTable table(std::move(columns));
    for (const ComparedRow& row : rows) {
        std::string name = row.measure.name;
        if (row.measure.where != "all") name += " (" + row.measure.where + ")";
        std::vector<std::string> cells{name, row.unit};
        for (std::size_t d = 0; d < row.figures.size(); ++d) {
            const ComparedFigure& figure = row.figures[d];
            cells.push_back(interval_text(figure.mean, figure.half_width));
            if (d > 0) cells.push_back(difference_text(figure.difference, row.measure.direction));
        }
        table.add_row(std::move(cells));
    }
    return table.to_text();
}

}  // namespace yhdyspinta::results
