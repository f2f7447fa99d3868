// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdio>

#include <fmt/format.h>

#include "tools/cli/commands.hpp"
#include "tools/cli/explain_text.hpp"
#include "tools/cli/read_scenarios.hpp"

namespace yhdyspinta::cli {

ExitCode check(const CheckOptions& options) {
    const auto scenarios = read_scenarios(options.files, options.sets, options.is_strict);
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
        fmt::print("{}: no errors\n", options.files[i]);
        if (options.explains) fmt::print("\n{}", explain_text(scenarios[i].system));
    }
    return ExitCode::done;
}

}  // namespace yhdyspinta::cli
