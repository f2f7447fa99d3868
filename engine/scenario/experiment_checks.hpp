// SPDX-License-Identifier: Apache-2.0
// What the tables of an experiment's keys cannot say by themselves.
#pragma once

#include <string>

#include "engine/scenario/experiment_file.hpp"
#include "engine/scenario/reader.hpp"

namespace yhdyspinta::scenario {

/// One of `set` and `scales`, one of `levels` and `from` with `to`.
void check_factor(Reader& reader, const document::Node& node, const std::string& path,
                  Factor& factor);

/// That the design fits the factors.
void check_design(Reader& reader, const document::Node& root, const ExperimentFile& file);

/// That constraints can be asked of the factors they name.
void check_constraints(Reader& reader, const ExperimentFile& file);

/// That every level is legal in every scenario, and no figure is moved by two factors.
void check_against_scenarios(Reader& reader, const ExperimentFile& file);

}  // namespace yhdyspinta::scenario
