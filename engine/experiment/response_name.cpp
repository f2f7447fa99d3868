// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/response_name.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/base/diagnostic.hpp"
#include "engine/base/error.hpp"

namespace yhdyspinta::experiment {

void check_names(const std::vector<ResponseName>& wanted,
                 const std::vector<results::Response>& responses) {
    for (const auto& asked : wanted) {
        std::vector<std::string> names, places;
        for (const auto& response : responses) {
            if (names.empty() || names.back() != response.name) names.push_back(response.name);
            if (response.name == asked.name) places.push_back(response.where);
        }
        if (places.empty()) {
            const std::string near = base::closest_name(asked.name, names);
            throw base::UsageError(fmt::format("the scenario has no response '{}'{}", asked.name,
                                               near.empty()
                                                   ? "; 'yhdyspinta run --all' shows every response"
                                                   : fmt::format("; did you mean '{}'?", near)));
        }
        if (std::find(places.begin(), places.end(), asked.where) == places.end()) {
            throw base::UsageError(fmt::format("'{}' is not given for '{}'; it is for: {}",
                                               asked.name, asked.where,
                                               base::list_names(places, 12)));
        }
    }
}

}  // namespace yhdyspinta::experiment
