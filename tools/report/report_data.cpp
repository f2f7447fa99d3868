// SPDX-License-Identifier: Apache-2.0
#include "tools/report/report_data.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <string_view>

#include "engine/base/error.hpp"
#include "tools/report/analysis_data.hpp"

namespace yhdyspinta::report {

namespace {

using nlohmann::ordered_json;
using results::ComparedFigure;
using results::Direction;

/// A response of the charts, the keys for which it is shown and which way is good.
struct Shown {
    std::string_view name;
    std::string_view keys;  ///< `all`, or keys of `where` joined by `,`; several joined by `;`;
                            ///< `?`: the levels of an attribute of the model's own
    Direction direction;
};

constexpr Direction kLower = Direction::lower_is_better;
constexpr Direction kHigher = Direction::higher_is_better;
constexpr Direction kNeither = Direction::neither;

constexpr std::array kShown{
    Shown{"waiting_time.effective_contact", "all;need", kLower},
    Shown{"waiting_time.effective_contact.median", "all;need", kLower},
    Shown{"waiting_time.effective_contact.p75", "all;need", kLower},
    Shown{"waiting_time.effective_contact.p90", "all;need", kLower},
    Shown{"waiting_time.effective_contact.served_within_30d", "all;need", kHigher},
    Shown{"waiting_time.effective_contact.served_within_90d", "all;need", kHigher},
    Shown{"waiting_time.first_contact", "all;need", kLower},
    Shown{"never_served", "all;need", kLower},
    Shown{"clock.breach_share", "clock", kLower},
    Shown{"clock.started", "clock", kNeither},
    Shown{"waiting_time", "activity", kLower},
    Shown{"time_in_system", "class", kLower},
    Shown{"duplicate_work", "all;class;from,to", kLower},
    Shown{"coordination_work", "all", kNeither},
    Shown{"service_gap.days", "all;class", kLower},
    Shown{"handover.proposed", "all;from,to", kNeither},
    Shown{"handover.accepted_share", "all;from,to", kHigher},
    Shown{"handover.rejected_share", "all;from,to", kLower},
    Shown{"handover.lost_share", "all;from,to", kLower},
    Shown{"handover.days_to_answer", "all;from,to", kLower},
    Shown{"utilisation", "resource", kNeither},
    Shown{"places_in_use", "resource", kNeither},
    Shown{"backlog", "service", kLower},
    Shown{"cost", "all;payer;payer_kind;organisation", kNeither},
    Shown{"cost.borne", "owned_by,payer", kNeither},
    Shown{"cost.shifted_share", "all", kNeither},
    Shown{"by_whom.episodes", "?;need;service", kNeither},
    Shown{"by_whom.effective_wait", "?;need;service", kLower},
    Shown{"by_whom.gap_days", "?;need;service", kLower},
    Shown{"by_whom.never_served", "?;need;service", kLower},
};

/// Keys that the engine itself uses in `where`: what is none of them is an attribute of the model.
constexpr std::array<std::string_view, 18> kOwnKeys{
    "activity", "resource", "service", "organisation", "payer",   "payer_kind",
    "owned_by", "class",    "clock",   "need",         "from",    "to",
    "site",     "server",   "diary",   "variable",     "outcome", "part"};

using Where = std::vector<std::pair<std::string, std::string>>;

/// `all` -> nothing, `from=a,to=b` -> {{from, a}, {to, b}}.
Where parts_of(const std::string& where) {
    Where parts;
    if (where == "all") return parts;
    for (std::size_t start = 0; start <= where.size();) {
        const std::size_t end = std::min(where.find(',', start), where.size());
        const std::string part = where.substr(start, end - start);
        const std::size_t equals = part.find('=');
        if (equals == std::string::npos) {
            parts.emplace_back(part, "");
        } else {
            parts.emplace_back(part.substr(0, equals), part.substr(equals + 1));
        }
        start = end + 1;
    }
    return parts;
}

std::string keys_of(const Where& parts) {
    if (parts.empty()) return "all";
    std::string keys;
    for (const auto& [key, value] : parts) keys += (keys.empty() ? "" : ",") + key;
    const bool is_own = std::find(kOwnKeys.begin(), kOwnKeys.end(), keys) != kOwnKeys.end();
    return parts.size() > 1 || is_own ? keys : "?";
}

const Shown* find_shown(const std::string& name, const std::string& where) {
    const auto shown = std::find_if(kShown.begin(), kShown.end(),
                                    [&](const Shown& each) { return each.name == name; });
    if (shown == kShown.end()) return nullptr;
    const std::string keys = ";" + keys_of(parts_of(where)) + ";";
    const std::string all = ";" + std::string(shown->keys) + ";";
    return all.find(keys) == std::string::npos ? nullptr : &*shown;
}

ordered_json number(double value) {
    return std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr);
}

ordered_json text_json(const process::Text& text) {
    return {{"fi", text.in("fi")}, {"sv", text.in("sv")}, {"en", text.in("en")}};
}

std::string_view word(Direction direction) {
    switch (direction) {
        case Direction::lower_is_better: return "lower";
        case Direction::higher_is_better: return "higher";
        case Direction::neither: break;
    }
    return "neither";
}

std::string_view word(ComparedFigure::Verdict verdict) {
    using Verdict = ComparedFigure::Verdict;
    switch (verdict) {
        case Verdict::reference: return "reference";
        case Verdict::no_clear_difference: return "unclear";
        case Verdict::better: return "better";
        case Verdict::worse: return "worse";
        case Verdict::differs: break;
    }
    return "differs";
}

/// Length of what is measured [years].
double measured_years(const process::System& system) {
    return (system.run.length.in_days() - system.run.warm_up.in_days()) / 365.25;
}

/// What must not be told because too few are behind it.
/// By how many there are in a replication, in the mean, over the whole measured period.
class SmallGroups {
public:
    explicit SmallGroups(const ReportInput& input) : input_(input) {
        for (const ReportDesign& design : input.designs) {
            std::map<std::pair<std::string, std::string>, double> means;
            for (const auto& row : design.table.rows()) {
                if (row.name != kEpisodes && row.name != kProposed && row.name != kStarted) {
                    continue;
                }
                means[{row.name, row.where}] = statistics::summarise(row.values).mean;
            }
            means_.push_back(std::move(means));
        }
    }

    [[nodiscard]] bool hides(std::size_t design, const std::string& name,
                             const std::string& where) const {
        const double years = measured_years(input_.designs[design].system);
        if (name.starts_with("clock.")) return is_small(mean(design, kStarted, where) * years);
        if (where.starts_with("from=")) {
            return is_small(mean(design, kProposed, where) * years);
        }
        // Whatever is told of a need, a service or a level of an attribute.
        return is_small(mean(design, kEpisodes, where));
    }

private:
    static constexpr const char* kEpisodes = "by_whom.episodes";
    static constexpr const char* kProposed = "handover.proposed";  // [1/year]
    static constexpr const char* kStarted = "clock.started";       // [1/year]

    /// Nobody is no group.
    static bool is_small(double count) { return count > 0.0 && count < kSuppressBelow; }

    [[nodiscard]] double mean(std::size_t design, const std::string& name,
                              const std::string& where) const {
        const auto found = means_[design].find({name, where});
        return found == means_[design].end() ? 0.0 : found->second;
    }

    const ReportInput& input_;
    std::vector<std::map<std::pair<std::string, std::string>, double>> means_;
};

ordered_json where_json(const std::string& where) {
    ordered_json parts = ordered_json::object();
    for (const auto& [key, value] : parts_of(where)) parts[key] = value;
    return parts;
}

/// One figure: mean, half-width, replications, difference, its half-width, pairs, verdict.
ordered_json figure_json(const ComparedFigure& figure, std::size_t count) {
    return {number(figure.mean),
            number(figure.half_width),
            count,
            number(figure.difference.mean),
            number(figure.difference.half_width),
            figure.difference.pairs,
            word(figure.verdict)};
}

ordered_json row_json(const results::ComparedRow& row, const ReportInput& input,
                      const SmallGroups& small) {
    ordered_json figures = ordered_json::array();
    const bool is_hidden_in_first = small.hides(0, row.measure.name, row.measure.where);
    for (std::size_t d = 0; d < row.figures.size(); ++d) {
        if (small.hides(d, row.measure.name, row.measure.where)) {
            figures.push_back({nullptr, nullptr, 0, nullptr, nullptr, 0, "suppressed"});
            continue;
        }
        const auto* found = input.designs[d].table.find(row.measure.name, row.measure.where);
        const std::size_t count = found ? statistics::summarise(found->values).count : 0;
        ComparedFigure figure = row.figures[d];
        if (is_hidden_in_first) {
            // The difference would tell what the first design hides.
            figure.difference = {std::numeric_limits<double>::quiet_NaN(),
                                 std::numeric_limits<double>::quiet_NaN(), 0};
            figure.verdict = ComparedFigure::Verdict::no_clear_difference;
        }
        figures.push_back(figure_json(figure, count));
    }
    return {{"name", row.measure.name},
            {"where", where_json(row.measure.where)},
            {"unit", row.unit},
            {"direction", word(row.measure.direction)},
            {"figures", std::move(figures)}};
}

ordered_json rows_json(const ReportInput& input,
                       const std::vector<results::ComparedMeasure>& measures,
                       const SmallGroups& small) {
    std::vector<results::Design> designs;
    designs.reserve(input.designs.size());
    for (const ReportDesign& design : input.designs) {
        designs.push_back({design.name, &design.table});
    }
    ordered_json rows = ordered_json::array();
    for (const auto& row : results::compare(designs, measures)) {
        rows.push_back(row_json(row, input, small));
    }
    return rows;
}

/// Steps that are not in the headline, and pairs of whom most never meet: those with nothing in any
/// design.
bool is_passed_over(const ReportInput& input, const std::string& name, const std::string& where) {
    if (name == "waiting_time") {
        return std::none_of(input.headline.begin(), input.headline.end(), [&](const auto& each) {
            return each.name == name && each.where == where;
        });
    }
    const bool has_many =
        (name == "duplicate_work" && where.starts_with("from=")) || name == "cost.borne";
    if (!has_many) return false;
    return std::none_of(input.designs.begin(), input.designs.end(), [&](const auto& design) {
        const auto* row = design.table.find(name, where);
        return row != nullptr && statistics::summarise(row->values).mean > 0.0;
    });
}

/// What the charts show beside the headline, of what the first design has.
std::vector<results::ComparedMeasure> shown_measures(const ReportInput& input) {
    std::vector<results::ComparedMeasure> measures;
    for (const auto& row : input.designs.front().table.rows()) {
        const Shown* shown = find_shown(row.name, row.where);
        if (shown != nullptr && !is_passed_over(input, row.name, row.where)) {
            measures.push_back({row.name, row.where, shown->direction});
        }
    }
    return measures;
}

std::string unit_of(const process::StatutoryClock& clock) {
    switch (clock.unit) {
        case process::StatutoryClock::Unit::calendar_days: return "d";
        case process::StatutoryClock::Unit::months: return "months";
        case process::StatutoryClock::Unit::days_of: break;
    }
    return clock.days_of.name;
}

/// The services, organisations, needs … that the results speak of.
ordered_json model_json(const process::System& system) {
    ordered_json services = ordered_json::object(), organisations = ordered_json::object(),
                 needs = ordered_json::object(), clocks = ordered_json::object(),
                 resources = ordered_json::object();
    for (const auto& each : system.services) {
        services[each.name] = {
            {"title", text_json(each.value.title)},
            {"organisation", each.value.organisation.name},
            {"payer", each.value.paid_by.is_empty() ? each.value.organisation.name
                                                    : each.value.paid_by.name}};
    }
    for (const auto& each : system.organisations) {
        organisations[each.name] = {
            {"title", text_json(each.value.title)},
            {"kind", each.value.kind ? process::to_text(*each.value.kind) : std::string()}};
    }
    for (const auto& each : system.needs) {
        needs[each.name] = {{"title", text_json(each.value.title)},
                            {"is_routine", each.value.is_routine}};
    }
    for (const auto& each : system.clocks) {
        clocks[each.name] = {{"title", text_json(each.value.title)},
                             {"limit", each.value.limit},
                             {"unit", unit_of(each.value)}};
    }
    for (const auto& each : system.resources) {
        resources[each.name] = {{"service", each.value.service.name},
                                {"is_caseload", each.value.is_caseload}};
    }
    ordered_json interfaces = ordered_json::array();
    for (const auto& each : system.interfaces) {
        interfaces.push_back({each.from.name, each.to.name});
    }
    return {{"services", services},
            {"organisations", organisations},
            {"needs", needs},
            {"clocks", clocks},
            {"resources", resources},
            {"interfaces", interfaces},
            {"policies", system.policies.size()}};
}

ordered_json assumption_json(const process::SourcedValue& value) {
    return {{"path", value.path},     {"value", value.value}, {"mark", value.mark},
            {"source", value.source}, {"year", value.year},   {"range", value.range},
            {"note", value.note}};
}

/// The figures of the first design with their sources; of the others only what differs.
ordered_json assumptions_json(const ReportInput& input) {
    std::map<std::string, std::string> first;
    ordered_json lists = ordered_json::array();
    for (std::size_t d = 0; d < input.designs.size(); ++d) {
        ordered_json list = ordered_json::array();
        for (const auto& value : input.designs[d].system.sourced_values) {
            if (d == 0) {
                first[value.path] = value.value;
            } else if (const auto known = first.find(value.path);
                       known != first.end() && known->second == value.value) {
                continue;
            }
            list.push_back(assumption_json(value));
        }
        lists.push_back(std::move(list));
    }
    return lists;
}

ordered_json spreads_json(const std::vector<Spread>& spreads) {
    ordered_json list = ordered_json::array();
    for (const Spread& spread : spreads) {
        if (spread.count < kSuppressBelow) continue;
        ordered_json quantiles = ordered_json::array();
        for (const double value : spread.quantiles) quantiles.push_back(number(value));
        list.push_back({{"name", spread.name},
                        {"unit", spread.unit},
                        {"where", where_json(spread.where)},
                        {"count", number(spread.count)},
                        {"quantiles", std::move(quantiles)}});
    }
    return list;
}

ordered_json share_json(const Share& share) {
    return {number(share.mean), number(share.half_width)};
}

ordered_json changes_json(const std::vector<ClientMeasure>& measures) {
    ordered_json list = ordered_json::array();
    for (const ClientMeasure& measure : measures) {
        ordered_json groups = ordered_json::array();
        for (const GroupChange& group : measure.groups) {
            ordered_json made = {{"where", where_json(group.where)}};
            if (group.clients < kSuppressBelow) {
                made["is_suppressed"] = true;
            } else {
                made["clients"] = number(group.clients);
                made["better"] = share_json(group.better);
                made["worse"] = share_json(group.worse);
                made["change"] = share_json(group.change);
            }
            groups.push_back(std::move(made));
        }
        list.push_back({{"name", measure.name},
                        {"unit", measure.unit},
                        {"indifference", measure.indifference},
                        {"groups", std::move(groups)}});
    }
    return list;
}

ordered_json design_json(const ReportDesign& design, std::size_t model) {
    ordered_json failures = ordered_json::array();
    for (const FailedReplication& failed : design.failures) {
        failures.push_back({{"replication", failed.replication},
                            {"text", failed.text},
                            {"command", failed.command}});
    }
    return {{"name", design.name},
            {"title", text_json(design.title)},
            {"description", text_json(design.system.description)},
            {"replications", design.table.replications().size()},
            {"failures", std::move(failures)},
            {"model", model},
            {"spreads", spreads_json(design.spreads)},
            {"changes", changes_json(design.changes)},
            {"weeks", weeks_json(design.weeks, design.system)}};
}

ordered_json run_json(const ReportInput& input) {
    const process::Run& run = input.designs.front().system.run;
    ordered_json versions = ordered_json::object();
    for (const auto& [name, version] : input.versions) versions[name] = version;
    const auto two = [](unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); };
    return {{"seed", std::to_string(input.seed)},
            {"replications", input.replications},
            {"has_common_random_numbers", input.has_common_random_numbers},
            {"confidence", 0.95},
            {"suppress_below", kSuppressBelow},
            {"start", std::to_string(static_cast<int>(run.start.year())) + "-" +
                          two(static_cast<unsigned>(run.start.month())) + "-" +
                          two(static_cast<unsigned>(run.start.day()))},
            {"length", run.length.in_days()},
            {"warm_up", run.warm_up.in_days()},
            {"command", input.command},
            {"versions", std::move(versions)}};
}

}  // namespace

bool is_shown(const std::string& name, const std::string& where) {
    return find_shown(name, where) != nullptr;
}

ordered_json report_data(const ReportInput& input) {
    if (input.designs.empty()) throw base::InternalError("report_data: no design");
    const SmallGroups small(input);
    ordered_json models = ordered_json::array(), designs = ordered_json::array();
    for (const ReportDesign& design : input.designs) {
        // Designs mostly speak of the same services: they share what is told of them.
        const ordered_json model = model_json(design.system);
        const auto known = std::find(models.begin(), models.end(), model);
        const auto index = static_cast<std::size_t>(known - models.begin());
        if (known == models.end()) models.push_back(model);
        designs.push_back(design_json(design, index));
    }
    return {{"format", 1},
            {"title", text_json(input.title)},
            {"description", text_json(input.description)},
            {"run", run_json(input)},
            {"designs", std::move(designs)},
            {"models", std::move(models)},
            {"headline", rows_json(input, input.headline, small)},
            {"responses", rows_json(input, shown_measures(input), small)},
            {"stories", stories_json(input.stories)},
            {"assumptions", assumptions_json(input)},
            {"sensitivities", sensitivities_json(input.sensitivities)},
            {"attribution", attribution_json(input.attribution)}};
}

}  // namespace yhdyspinta::report
