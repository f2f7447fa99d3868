// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "engine/results/response.hpp"

namespace yhdyspinta::experiment {

struct ResponseName {
    std::string name;
    std::string where = "all";
};

/// Throws base::UsageError when one of `wanted` is not among `responses`; the text says what is.
void check_names(const std::vector<ResponseName>& wanted,
                 const std::vector<results::Response>& responses);

}  // namespace yhdyspinta::experiment
