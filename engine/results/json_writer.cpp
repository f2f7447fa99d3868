// SPDX-License-Identifier: Apache-2.0
#include "engine/results/json_writer.hpp"

#include <nlohmann/json.hpp>

namespace yhdyspinta::results {

void write_json(std::ostream& out, const RunHeading& heading,
                const std::vector<ResponseSummary>& summaries) {
    using Json = nlohmann::ordered_json;
    Json responses = Json::array();
    for (const ResponseSummary& summary : summaries) {
        responses.push_back(Json{{"name", summary.name},
                                 {"unit", summary.unit},
                                 {"where", summary.where},
                                 {"mean", summary.mean},
                                 {"half_width", summary.half_width},
                                 {"replications", summary.replications}});
    }
    const Json document{{"scenario", heading.scenario},
                        {"seed", heading.seed},
                        {"replications", heading.replications},
                        {"responses", std::move(responses)}};
    out << document.dump(2) << '\n';
}

}  // namespace yhdyspinta::results
