// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/sequential.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/statistics/replications_needed.hpp"

namespace yhdyspinta::experiment {

std::uint64_t replications_wanted(const scenario::Precision& precision,
                                  const results::ResponseTable& table, std::uint64_t done) {
    const auto most = static_cast<std::uint64_t>(precision.at_most);
    std::uint64_t wanted = done;
    for (const auto& target : precision.responses) {
        const auto* row = table.find(target.response.name, target.where);
        if (row == nullptr) return most;
        const auto need = statistics::replications_needed(
            row->values, {.half_width = target.half_width.value_or(target.relative.value_or(0.0)),
                          .is_relative = !target.half_width,
                          .minimum = static_cast<std::size_t>(precision.at_least)});
        if (need.is_reached) continue;
        // The forecast and those that must confirm it; a spread that is not known yet doubles the
        // number.
        const std::uint64_t forecast =
            need.replications > done ? need.replications + statistics::PrecisionTarget{}.look_ahead
                                     : 2 * done;
        wanted = std::max(wanted, std::min(forecast, 2 * done));
    }
    return std::min(wanted, std::max(most, done));
}

statistics::KimNelsonSettings settings_of(const scenario::Selection& selection) {
    return {.indifference = selection.indifference,
            .confidence = selection.confidence,
            .first_stage = static_cast<std::size_t>(selection.at_least),
            .better = selection.better == scenario::BetterIs::smaller ? statistics::Better::smaller
                                                                      : statistics::Better::larger};
}

statistics::KimNelson selection_over(const statistics::Samples& values,
                                     const statistics::KimNelsonSettings& settings) {
    statistics::KimNelson selection(values.size(), settings);
    std::size_t most = 0;
    for (const auto& each : values) most = std::max(most, each.size());
    std::vector<double> row;
    for (std::size_t r = 0; r < most && !selection.is_decided(); ++r) {
        row.clear();
        for (const std::size_t design : selection.contenders()) {
            if (r < values[design].size() && !std::isnan(values[design][r])) {
                row.push_back(values[design][r]);
            }
        }
        if (row.size() == selection.contenders().size()) selection.add(row);
    }
    return selection;
}

}  // namespace yhdyspinta::experiment
