// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/process/loads.hpp"
#include "engine/process/system.hpp"

namespace yhdyspinta::process {

/// What can be seen of a consistent system before anything is simulated. Errors where the model
/// cannot do what it says: nobody ever on duty, more servers needed than there are, no way out, a
/// round that takes no time. Warnings: steps that nothing reaches, processes that nothing starts
/// (only those of the file `main_file`: a shared one serves others too), an offered load of 1 or
/// more, places held in a circle.
[[nodiscard]] std::vector<base::Diagnostic> find_faults(const System& system, const Loads& loads,
                                                        std::uint32_t main_file);
[[nodiscard]] std::vector<base::Diagnostic> find_faults(const System& system,
                                                        std::uint32_t main_file);

}  // namespace yhdyspinta::process
