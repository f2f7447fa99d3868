// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/read_scenarios.hpp"

#include <cstdio>
#include <utility>

#include <fmt/format.h>

#include "engine/base/diagnostic.hpp"
#include "engine/base/error.hpp"

namespace yhdyspinta::cli {

std::vector<scenario::ScenarioFile> read_scenarios(const std::vector<std::string>& files,
                                                   const std::vector<std::string>& sets,
                                                   bool is_strict) {
    std::vector<scenario::ScenarioFile> scenarios;
    std::string text;
    bool is_wrong = false;
    for (const std::string& file : files) {
        base::Diagnostics diagnostics;
        auto scenario = scenario::read_scenario(file, sets, diagnostics);
        if (is_strict) diagnostics.make_strict();
        text += diagnostics.to_text();
        if (!scenario || diagnostics.has_errors()) {
            is_wrong = true;
        } else {
            scenarios.push_back(std::move(*scenario));
        }
    }
    if (is_wrong) throw base::InputError(text);
    fmt::print(stderr, "{}", text);
    return scenarios;
}

}  // namespace yhdyspinta::cli
