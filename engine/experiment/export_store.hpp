// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "engine/experiment/store.hpp"

namespace yhdyspinta::experiment {

/// Writes a store as CSV (RFC 4180) into a folder, which is claimed as OutputFolder does:
///   designs.csv       design, scenario, is_baseline, seed, one column per factor
///   summary.csv       design, name, unit, where, mean, half_width, replications
///   replications.csv  design, replication, name, unit, where, value
///   failures.csv      design, replication, kind, text, command
/// The bytes depend on what the store holds alone.
void export_store(const Store& store, const std::filesystem::path& folder);

}  // namespace yhdyspinta::experiment
