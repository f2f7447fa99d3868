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
///   distributions.csv design, replication, name, unit, where, count, share, quantile
///   episodes.csv      design, replication, client, need, one column per attribute, and what
///                     results::EpisodeRow holds; only its heading unless rows were asked for
///   series.csv        design, replication, name, unit, where, start, value
///   stories.csv       design, replication, client, life, need, time, event, service, to
/// The bytes depend on what the store holds alone.
void export_store(const Store& store, const std::filesystem::path& folder);

}  // namespace yhdyspinta::experiment
