// SPDX-License-Identifier: Apache-2.0
#include "tools/report/analysis_data.hpp"

#include <cmath>
#include <string_view>

namespace yhdyspinta::report {

namespace {

using nlohmann::ordered_json;

ordered_json number(double value) {
    return std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr);
}

std::string_view word(Sensitivity::Kind kind) {
    switch (kind) {
        case Sensitivity::Kind::effect: return "effect";
        case Sensitivity::Kind::share: return "share";
        case Sensitivity::Kind::value: return "value";
        case Sensitivity::Kind::best: break;
    }
    return "best";
}

ordered_json part_json(const AttributedDifference::Part& part) {
    return {part.name, number(part.mean), number(part.half_width), part.verdict};
}

}  // namespace

ordered_json sensitivities_json(const std::vector<Sensitivity>& list) {
    ordered_json all = ordered_json::array();
    for (const Sensitivity& each : list) {
        ordered_json bars = ordered_json::array();
        for (const auto& bar : each.bars) {
            bars.push_back(
                {bar.name, number(bar.size.estimate), number(bar.size.low), number(bar.size.high)});
        }
        all.push_back({{"kind", word(each.kind)},
                       {"name", each.name},
                       {"where", each.where},
                       {"unit", each.unit},
                       {"scenario", each.scenario},
                       {"bars", std::move(bars)}});
    }
    return all;
}

ordered_json attribution_json(const std::optional<Attribution>& attribution) {
    if (!attribution) return nullptr;
    ordered_json measures = ordered_json::array();
    for (const AttributedDifference& each : attribution->measures) {
        ordered_json parts = ordered_json::array();
        for (const auto& part : each.parts) parts.push_back(part_json(part));
        measures.push_back({{"name", each.name},
                            {"where", each.where},
                            {"unit", each.unit},
                            {"a", number(each.a)},
                            {"b", number(each.b)},
                            {"whole", part_json(each.whole)},
                            {"parts", std::move(parts)}});
    }
    return {{"a", attribution->a},
            {"b", attribution->b},
            {"replications", attribution->replications},
            {"measures", std::move(measures)}};
}

}  // namespace yhdyspinta::report
