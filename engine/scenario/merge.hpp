// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "engine/base/diagnostic.hpp"
#include "engine/scenario/document.hpp"

namespace yhdyspinta::scenario {

/// Lays `over` on `base`: mappings merge, everything else replaces, `~` removes. A value with its
/// source replaces as a whole. What is removed must be there; only removals inside `interfaces` are
/// left in place, because they may remove what a wider pattern says.
void merge(document::Node& base, const document::Node& over, base::Diagnostics& diagnostics,
           const std::string& path = {});

/// `run.seed=7`: changes one value. Positions of what it sets are those of a file called like the
/// text.
void apply_set(document::Node& root, const std::string& set, base::Diagnostics& diagnostics);

}  // namespace yhdyspinta::scenario
