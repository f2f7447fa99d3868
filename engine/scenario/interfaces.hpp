// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/process/system.hpp"
#include "engine/scenario/reader.hpp"

namespace yhdyspinta::scenario {

/// Reads the mapping of interface patterns into one interface for each ordered pair of services
/// that a pattern covers; `system.services` must have been read.
void read_interfaces(Reader& reader, const document::Node& node, process::System& system);

}  // namespace yhdyspinta::scenario
