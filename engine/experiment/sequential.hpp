// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "engine/results/response_table.hpp"
#include "engine/scenario/experiment_file.hpp"

namespace yhdyspinta::experiment {

/// How many replications a design needs, as far as `done` of them tell: `done` itself when every
/// response is known well enough or there are `at_most`. Never more than twice `done`, because a
/// first estimate of the spread is rough.
/// Source: Law, Simulation Modeling and Analysis, 5th ed. (2015), 9.4.1.
[[nodiscard]] std::uint64_t replications_wanted(const scenario::Precision& precision,
                                                const results::ResponseTable& table,
                                                std::uint64_t done);

}  // namespace yhdyspinta::experiment
