// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include <fmt/format.h>

#include "tools/cli/commands.hpp"
#include "tools/cli/read_scenarios.hpp"

namespace yhdyspinta::cli {

ExitCode check(const CheckOptions& options) {
    (void)read_scenarios(options.files, options.sets, options.is_strict);
    for (const std::string& file : options.files) fmt::print("{}: no errors\n", file);
    return ExitCode::done;
}

}  // namespace yhdyspinta::cli
