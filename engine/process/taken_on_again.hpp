// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/process/system.hpp"

namespace yhdyspinta::process {

/// Steps that take a client on whom the same resource has taken on before, with no `let_go`
/// between: one error each. Follows only ways that nothing but chance decides, so that what it
/// finds is sure to happen; what lies behind a condition the run itself finds.
[[nodiscard]] std::vector<base::Diagnostic> find_taken_on_again(const System& system);

}  // namespace yhdyspinta::process
