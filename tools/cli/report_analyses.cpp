// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/report_analyses.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <variant>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/base/error.hpp"
#include "engine/experiment/analysis/analyses.hpp"

namespace yhdyspinta::cli {

namespace {

using nlohmann::json;
using report::AttributedDifference;
using report::Sensitivity;
using results::AnalysisTable;
using statistics::Interval;

/// Rows of an analysis as bars: the columns `label` and `size`, those with the same measure and
/// scenario together.
class Bars {
public:
    Bars(const AnalysisTable& table, Sensitivity::Kind kind, const std::string& label,
         const std::string& size)
        : kind_(kind),
          label_(column(table, label)),
          size_(column(table, size)),
          scenario_(label == "scenario" ? table.columns.size() : column(table, "scenario")) {
        for (const auto& row : table.rows) add(row);
    }

    std::vector<Sensitivity> list;

private:
    static std::size_t column(const AnalysisTable& table, const std::string& name) {
        const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                        [&](const auto& each) { return each.name == name; });
        return static_cast<std::size_t>(found - table.columns.begin());
    }

    void add(const std::vector<AnalysisTable::Cell>& row) {
        const auto text = [&](std::size_t at) {
            return at < row.size() ? std::get<std::string>(row[at]) : std::string();
        };
        const std::string name = text(0), where = text(1), unit = text(2),
                          scenario = text(scenario_);
        if (list.empty() || list.back().name != name || list.back().where != where ||
            list.back().scenario != scenario) {
            list.push_back({kind_, name, unit, where, scenario, {}});
        }
        list.back().bars.push_back({text(label_), std::get<Interval>(row.at(size_))});
    }

    const Sensitivity::Kind kind_;
    const std::size_t label_, size_, scenario_;
};

void append(std::vector<Sensitivity>& all, std::vector<Sensitivity> more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
}

std::vector<Sensitivity> of_tables(const experiment::AnalysisTables& tables) {
    std::vector<Sensitivity> all;
    using Kind = Sensitivity::Kind;
    for (const auto& table : tables) {
        if (table.name == "elementary_effects") {
            append(all, Bars(table, Kind::effect, "factor", "mean").list);
        } else if (table.name == "variance_shares") {
            append(all, Bars(table, Kind::share, "factor", "with_others").list);
        } else if (table.name == "value_of_knowing") {
            append(all, Bars(table, Kind::value, "known", "value").list);
        } else if (table.name == "best_probability") {
            append(all, Bars(table, Kind::best, "scenario", "in_the_mean_%").list);
        }
    }
    return all;
}

double number_of(const json& value) {
    return value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN();
}

AttributedDifference::Part part_of(const std::string& name, const json& effect) {
    const auto verdict = effect.at("verdict").get<std::string>();
    return {name, number_of(effect.at("mean")), number_of(effect.at("half_width")),
            verdict == "no_clear_difference" ? "unclear" : verdict};
}

AttributedDifference difference_of(const json& measure) {
    AttributedDifference made;
    made.name = measure.at("name").get<std::string>();
    made.where = measure.at("where").get<std::string>();
    made.unit = measure.at("unit").get<std::string>();
    made.a = number_of(measure.at("a").at("mean"));
    made.b = number_of(measure.at("b").at("mean"));
    made.whole = part_of("", measure.at("difference"));
    const json& groups = measure.at("groups");
    made.parts.reserve(groups.size());
    for (const json& group : groups) {
        made.parts.push_back(part_of(group.at("group").get<std::string>(), group.at("share")));
    }
    return made;
}

/// `scenarios/joined.yaml` -> `joined`
std::string short_name(const json& file) {
    return std::filesystem::path(file.get<std::string>()).stem().string();
}

constexpr const char* kExpected =
    "expected what 'yhdyspinta explain A B --format json' prints into a file";

}  // namespace

std::vector<Sensitivity> sensitivities_in(const experiment::Store& store) {
    const std::string& rule = store.notes().design;
    const bool is_screened = rule == "morris" || rule == "sobol";
    if (!is_screened && rule != "latin_hypercube") return {};
    try {
        const auto data = experiment::load_experiment(store, {});
        return of_tables(is_screened ? experiment::factor_sensitivity(data)
                                     : experiment::uncertainty_of_best(data));
    } catch (const base::UsageError&) {
        return {};  // too few points, or replications are missing: the page tells the rest
    }
}

report::Attribution read_attribution(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        throw base::UserError(fmt::format("cannot read '{}': {}", file, std::strerror(errno)));
    }
    const json document = json::parse(in, nullptr, false);
    if (!document.is_object() || !document.contains("differences")) {
        throw base::UsageError(fmt::format("'{}' is no attribution; {}", file, kExpected));
    }
    if (!document.contains("measures")) {
        throw base::UsageError(
            fmt::format("'{}' only lists differences; {}, without --list", file, kExpected));
    }
    try {
        report::Attribution made{short_name(document.at("a")),
                                 short_name(document.at("b")),
                                 document.at("replications").get<std::size_t>(),
                                 {}};
        made.measures.reserve(document.at("measures").size());
        for (const json& measure : document.at("measures")) {
            made.measures.push_back(difference_of(measure));
        }
        return made;
    } catch (const json::exception&) {
        throw base::UsageError(fmt::format("'{}' is no complete attribution; {}", file, kExpected));
    }
}

}  // namespace yhdyspinta::cli
