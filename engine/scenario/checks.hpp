// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/process/system.hpp"
#include "engine/scenario/reader.hpp"

namespace yhdyspinta::scenario {

/// What can only be seen when everything has been read: that names exist and expressions are right,
/// that handovers have interfaces, that nothing is idle.
void check_system(Reader& reader, const process::System& system);

}  // namespace yhdyspinta::scenario
