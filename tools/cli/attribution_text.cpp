// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/attribution_text.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/experiment/comparison_writer.hpp"
#include "engine/results/csv_writer.hpp"
#include "engine/results/number_text.hpp"
#include "engine/results/text_table.hpp"

namespace yhdyspinta::cli {

namespace {

using experiment::AttributedMeasure;
using experiment::GroupEffect;
using results::Direction;
using results::TextTable;
using scenario::Bearing;
using scenario::Difference;
using scenario::DifferenceKind;
using scenario::Side;
using statistics::Interval;

constexpr std::size_t kValueWidth = 44;  // columns for a value in the list of differences

std::string counted(std::size_t count, const char* what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// At most so many columns; what is longer ends in an ellipsis.
std::string shortened(const std::string& text) {
    if (results::display_width(text) <= kValueWidth) return text;
    std::string made = text;
    while (results::display_width(made) + 1 > kValueWidth) {
        while ((static_cast<unsigned char>(made.back()) & 0xC0u) == 0x80u) made.pop_back();
        made.pop_back();
    }
    return made + "…";
}

std::string shown(const std::string& value) { return value.empty() ? "–" : shortened(value); }

const char* name_of(DifferenceKind kind) {
    switch (kind) {
        case DifferenceKind::added: return "added";
        case DifferenceKind::removed: return "removed";
        case DifferenceKind::changed: return "changed";
        case DifferenceKind::reordered: return "reordered";
    }
    return "";
}

const char* name_of(Bearing bearing) {
    switch (bearing) {
        case Bearing::simulated: return "simulated";
        case Bearing::wording: return "wording";
        case Bearing::frame: return "frame";
    }
    return "";
}

std::size_t count_of(const Explanation& explanation, Bearing bearing) {
    const auto& all = explanation.differences->all();
    return static_cast<std::size_t>(std::count_if(
        all.begin(), all.end(), [=](const Difference& d) { return d.bearing == bearing; }));
}

statistics::PairedDifference as_difference(const Interval& interval, std::size_t replications) {
    return {interval.estimate, interval.half_width(), replications};
}

std::string interval_text(const Interval& interval) {
    return results::interval_text(interval.estimate, interval.half_width());
}

std::string effect_text(const Interval& interval, const AttributedMeasure& measure) {
    if (std::isnan(interval.half_width()) && !std::isnan(interval.estimate)) {
        return (interval.estimate > 0.0 ? "+" : "") + results::readable_text(interval.estimate);
    }
    return results::difference_text(as_difference(interval, measure.replications),
                                    measure.measure.direction);
}

std::string title_of(const results::ComparedMeasure& measure) {
    return measure.where == "all" ? measure.name
                                  : fmt::format("{} ({})", measure.name, measure.where);
}

/// The value of A, or of B, as far as the statements of one group go: `0.7, then 0.3` where another
/// group has the last word.
std::string value_by_group(const Difference& difference,
                           const std::vector<std::size_t>& of_statement, std::size_t group,
                           Side side) {
    const std::string& value = side == Side::a ? difference.a : difference.b;
    const scenario::Statement* own = nullptr;
    bool is_last = true;
    for (std::size_t s = 0; s < difference.statements.size(); ++s) {
        if (difference.statements[s].side != side) continue;
        is_last = of_statement[s] == group;
        if (is_last) own = &difference.statements[s];
    }
    if (own == nullptr || is_last) return shown(value);
    return fmt::format("{}, then {}", shown(own->text), shown(value));
}

std::string list_text(const Explanation& explanation) {
    const auto& grouping = *explanation.grouping;
    const auto& all = explanation.differences->all();
    const std::size_t simulated = count_of(explanation, Bearing::simulated);
    if (simulated == 0) return "No difference that is simulated.\n";
    std::string text = fmt::format("{} in {}\n\n", counted(simulated, "difference"),
                                   counted(grouping.groups.size(), "group"));
    TextTable table({{"group", TextTable::Align::left},
                     {"difference", TextTable::Align::left},
                     {explanation.a.name, TextTable::Align::left},
                     {explanation.b.name, TextTable::Align::left}});
    for (std::size_t g = 0; g < grouping.groups.size(); ++g) {
        const auto& group = grouping.groups[g];
        for (const std::size_t d : group.differences) {
            const Difference& difference = all[d];
            std::string path = difference.path_text();
            if (difference.kind == DifferenceKind::reordered) path += " (order)";
            table.add_row({d == group.differences.front() ? group.name : "", path,
                           value_by_group(difference, grouping.of_statement[d], g, Side::a),
                           value_by_group(difference, grouping.of_statement[d], g, Side::b)});
        }
    }
    return text + table.to_text();
}

std::string notes_text(const Explanation& explanation) {
    const auto& grouping = *explanation.grouping;
    std::string text;
    if (const std::size_t count = count_of(explanation, Bearing::wording); count > 0) {
        text += fmt::format(
            "{} in wording only (titles, descriptions, sources of figures): not simulated\n",
            counted(count, "difference"));
    }
    for (const auto& difference : explanation.differences->all()) {
        if (difference.bearing != Bearing::frame) continue;
        text +=
            fmt::format("{}: {} and {}; both are simulated as {} says\n", difference.path_text(),
                        shown(difference.a), shown(difference.b), explanation.a.name);
    }
    if (!grouping.put_together.empty()) {
        text += fmt::format("the {} smallest groups are put together as 'others': {}\n",
                            grouping.put_together.size(), fmt::join(grouping.put_together, ", "));
    }
    for (const auto& found : grouping.unions) {
        text += fmt::format("{} cannot be told apart; with {} alone:\n  {}\n",
                            fmt::join(found.names, " and "), fmt::join(found.without, " and "),
                            found.reason);
    }
    return text.empty() ? "" : "\n" + text;
}

std::string share_text(const Interval& share, const AttributedMeasure& measure) {
    const double percent = 100.0 * share.estimate / measure.difference.estimate;
    return measure.difference.is_clear() ? fmt::format("{:.0f} %", percent) : "";
}

std::string measure_text(const Explanation& explanation, const AttributedMeasure& measure) {
    std::string text = fmt::format("\n{}, {}: {} in {}, {} in {}\n", title_of(measure.measure),
                                   measure.unit, interval_text(measure.a), explanation.a.name,
                                   interval_text(measure.b), explanation.b.name);
    TextTable table({{"group", TextTable::Align::left},
                     {"share of the difference", TextTable::Align::left},
                     {"of it", TextTable::Align::right},
                     {"alone", TextTable::Align::left},
                     {"last", TextTable::Align::left}});
    for (std::size_t g = 0; g < measure.effects.size(); ++g) {
        const GroupEffect& effect = measure.effects[g];
        std::string share = effect_text(effect.share, measure);
        if (explanation.is_estimated) {
            share += fmt::format(" (s.e. {})", results::readable_text(effect.order_error));
        }
        table.add_row({explanation.grouping->groups[g].name, share,
                       share_text(effect.share, measure), effect_text(effect.alone, measure),
                       effect_text(effect.last, measure)});
    }
    table.add_row(
        {"all", effect_text(measure.difference, measure), share_text(measure.difference, measure)});
    return text + table.to_text();
}

std::string frame_text(const Explanation& explanation) {
    return fmt::format("\n{} of the groups, each {}, the same random numbers in each{}\n",
                       counted(explanation.attribution->combinations, "combination"),
                       explanation.frame,
                       explanation.replications > 1 ? "; ± is half a 95 % confidence interval"
                                                    : "; one replication tells nothing of chance");
}

std::string legend_text(const Explanation& explanation) {
    std::string text = fmt::format(
        "\nshare: the mean of what a group brings over all orders in which the groups can be added "
        "to {0} (Shapley value); the shares sum to the difference\n"
        "alone: added to {0} by itself; last: added after all others, what {1} would lose without "
        "it\n",
        explanation.a.name, explanation.b.name);
    if (explanation.is_estimated) {
        text += "s.e.: standard error of a share by drawing orders instead of trying them all\n";
    }
    for (const auto& measure : explanation.attribution->unmeasured) {
        text += fmt::format("{}: some combination does not have it\n", title_of(measure));
    }
    return text;
}

/// Groups of a difference, by name.
std::vector<std::string> groups_of(const Explanation& explanation, std::size_t difference) {
    std::vector<std::string> names;
    for (const auto& group : explanation.grouping->groups) {
        const auto& in = group.differences;
        if (std::find(in.begin(), in.end(), difference) != in.end()) names.push_back(group.name);
    }
    return names;
}

nlohmann::ordered_json json_of(const Interval& interval) {
    return {{"mean", interval.estimate}, {"half_width", interval.half_width()}};
}

nlohmann::ordered_json json_of(const AttributedMeasure& measure, const Explanation& explanation) {
    using Json = nlohmann::ordered_json;
    const auto effect = [&](const Interval& interval) {
        Json made = json_of(interval);
        made["verdict"] = experiment::name_of(results::verdict_of(
            as_difference(interval, measure.replications), measure.measure.direction));
        return made;
    };
    Json groups = Json::array();
    for (std::size_t g = 0; g < measure.effects.size(); ++g) {
        const GroupEffect& found = measure.effects[g];
        groups.push_back({{"group", explanation.grouping->groups[g].name},
                          {"share", effect(found.share)},
                          {"alone", effect(found.alone)},
                          {"last", effect(found.last)},
                          {"order_error", found.order_error}});
    }
    return {{"name", measure.measure.name},
            {"where", measure.measure.where},
            {"unit", measure.unit},
            {"replications", measure.replications},
            {"a", json_of(measure.a)},
            {"b", json_of(measure.b)},
            {"difference", effect(measure.difference)},
            {"groups", std::move(groups)}};
}

std::string differences_csv(const Explanation& explanation) {
    using results::csv_field;
    std::string text = "path,kind,bearing,groups,a,b\r\n";
    const auto& all = explanation.differences->all();
    for (std::size_t d = 0; d < all.size(); ++d) {
        text += fmt::format("{},{},{},{},{},{}\r\n", csv_field(all[d].path_text()),
                            name_of(all[d].kind), name_of(all[d].bearing),
                            csv_field(fmt::format("{}", fmt::join(groups_of(explanation, d), ";"))),
                            csv_field(all[d].a), csv_field(all[d].b));
    }
    return text;
}

}  // namespace

std::string attribution_text(const Explanation& explanation) {
    const std::size_t width = std::max(results::display_width(explanation.a.name),
                                       results::display_width(explanation.b.name));
    std::string text;
    for (const auto* one : {&explanation.a, &explanation.b}) {
        const std::string padding(width - results::display_width(one->name), ' ');
        text += fmt::format("{}{}  {}\n", one->name, padding, one->title);
    }
    text += "\n" + list_text(explanation) + notes_text(explanation);
    if (explanation.attribution == nullptr) return text;
    text += frame_text(explanation);
    for (const auto& measure : explanation.attribution->measures) {
        text += measure_text(explanation, measure);
    }
    return text + legend_text(explanation);
}

std::string attribution_csv(const Explanation& explanation) {
    using results::csv_field;
    using results::exact_text;
    if (explanation.attribution == nullptr) return differences_csv(explanation);
    std::string text =
        "name,where,unit,group,share,share_half_width,alone,alone_half_width,last,last_half_width,"
        "order_error,replications,verdict\r\n";
    const auto add = [&](const AttributedMeasure& measure, const std::string& group,
                         const GroupEffect& effect) {
        const auto verdict = results::verdict_of(as_difference(effect.share, measure.replications),
                                                 measure.measure.direction);
        text += fmt::format(
            "{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", csv_field(measure.measure.name),
            csv_field(measure.measure.where), csv_field(measure.unit), csv_field(group),
            exact_text(effect.share.estimate), exact_text(effect.share.half_width()),
            exact_text(effect.alone.estimate), exact_text(effect.alone.half_width()),
            exact_text(effect.last.estimate), exact_text(effect.last.half_width()),
            exact_text(effect.order_error), measure.replications, experiment::name_of(verdict));
    };
    for (const auto& measure : explanation.attribution->measures) {
        for (std::size_t g = 0; g < measure.effects.size(); ++g) {
            add(measure, explanation.grouping->groups[g].name, measure.effects[g]);
        }
        add(measure, "", {measure.difference, measure.difference, measure.difference, 0.0});
    }
    return text;
}

std::string attribution_json(const Explanation& explanation) {
    using Json = nlohmann::ordered_json;
    Json differences = Json::array(), groups = Json::array(), unions = Json::array();
    const auto& all = explanation.differences->all();
    for (std::size_t d = 0; d < all.size(); ++d) {
        differences.push_back({{"path", all[d].path_text()},
                               {"kind", name_of(all[d].kind)},
                               {"bearing", name_of(all[d].bearing)},
                               {"groups", groups_of(explanation, d)},
                               {"a", all[d].a},
                               {"b", all[d].b}});
    }
    for (const auto& group : explanation.grouping->groups) {
        groups.push_back({{"name", group.name}, {"differences", group.differences.size()}});
    }
    for (const auto& found : explanation.grouping->unions) {
        unions.push_back(
            {{"names", found.names}, {"without", found.without}, {"reason", found.reason}});
    }
    Json document{{"a", explanation.a.file},
                  {"b", explanation.b.file},
                  {"differences", std::move(differences)},
                  {"groups", std::move(groups)},
                  {"put_together", explanation.grouping->put_together},
                  {"unions", std::move(unions)}};
    if (explanation.attribution != nullptr) {
        Json measures = Json::array(), unmeasured = Json::array();
        for (const auto& measure : explanation.attribution->measures) {
            measures.push_back(json_of(measure, explanation));
        }
        for (const auto& measure : explanation.attribution->unmeasured) {
            unmeasured.push_back({{"name", measure.name}, {"where", measure.where}});
        }
        document["seed"] = explanation.seed;
        document["replications"] = explanation.replications;
        document["combinations"] = explanation.attribution->combinations;
        document["measures"] = std::move(measures);
        document["unmeasured"] = std::move(unmeasured);
    }
    return document.dump(2) + "\n";
}

}  // namespace yhdyspinta::cli
