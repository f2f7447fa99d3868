// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "engine/results/response_table.hpp"
#include "engine/scenario/experiment_file.hpp"
#include "engine/statistics/best.hpp"

namespace yhdyspinta::experiment {

/// How many replications a design needs, as far as `done` of them tell: `done` itself when every
/// response is known well enough, and has been over a few replications more, or there are
/// `at_most`. Never more than twice `done`, because a first estimate of the spread is rough.
[[nodiscard]] std::uint64_t replications_wanted(const scenario::Precision& precision,
                                                const results::ResponseTable& table,
                                                std::uint64_t done);

[[nodiscard]] statistics::KimNelsonSettings settings_of(const scenario::Selection& selection);

/// The selection as far as the replications go, [designs][replications]; one in which a contender
/// has no number does not take part, and rows that end early belong to designs that were left out.
[[nodiscard]] statistics::KimNelson selection_over(const statistics::Samples& values,
                                                   const statistics::KimNelsonSettings& settings);

}  // namespace yhdyspinta::experiment
