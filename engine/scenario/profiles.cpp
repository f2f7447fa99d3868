// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/profiles.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/process/expression.hpp"

namespace yhdyspinta::scenario {

using document::Node;
using process::FactorPeriod;
using process::MonthFactors;
using process::Profile;
using process::WeeklyFactors;

namespace {

constexpr std::array<const char*, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
const std::vector<std::string> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                       "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr int kMinutesPerDay = 1440;

/// False when it overlaps another, which was reported.
bool add_period(Reader& reader, const document::Entry& entry, const std::string& path,
                const FactorPeriod& added, std::size_t day, std::vector<FactorPeriod>& list) {
    for (const auto& other : list) {
        if (added.period.from < other.period.to && other.period.from < added.period.to) {
            reader.error(
                entry.key_position, path,
                fmt::format("{} on {} overlaps {}; expected periods that do not",
                            period_text(added.period), kDays[day], period_text(other.period)));
            return false;
        }
    }
    list.push_back(added);
    std::sort(list.begin(), list.end(),
              [](const auto& a, const auto& b) { return a.period.from < b.period.from; });
    return true;
}

/// The highest factor of the week; those of `closed` days and of months aside.
double highest_of_week(const WeeklyFactors& weekly, double otherwise) {
    double highest = 0.0;
    for (const auto& day : weekly) {
        int named = 0;
        for (const auto& item : day) {
            named += item.period.to - item.period.from;
            highest = std::max(highest, item.factor);
        }
        if (named < kMinutesPerDay) highest = std::max(highest, otherwise);
    }
    return highest;
}

}  // namespace

Codec<WeeklyFactors> weekly_factors() {
    Codec<WeeklyFactors> codec;
    const auto one = number(Range::at_least(0.0)).about;
    codec.about = described_by_name(
        described_by_name(one, "a mapping of periods to factors", ""),
        "a mapping of days to periods and their factors such as {mon-fri: {08:00-10:00: 2}}", "");
    codec.about.type = "weekly factors";
    codec.read = [expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<WeeklyFactors> {
        if (!node.is_mapping()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        WeeklyFactors weekly;
        const auto factor = number(Range::at_least(0.0));
        for (const auto& entry : node.entries) {
            const std::string inner = document::join_path(path, entry.key);
            const auto days = parse_weekdays(entry.key);
            if (const auto* problem = std::get_if<Problem>(&days)) {
                reader.error(entry.key_position, path, problem->message, problem->hint);
            }
            if (!entry.value.is_mapping()) {
                reader.report_kind(entry.value, inner,
                                   "a mapping of periods to factors such as {08:00-10:00: 2}");
                continue;
            }
            for (const auto& item : entry.value.entries) {
                const auto period = parse_period(item.key);
                if (const auto* problem = std::get_if<Problem>(&period)) {
                    reader.error(item.key_position, inner, problem->message, problem->hint);
                }
                const auto value =
                    factor.read(reader, item.value, document::join_path(inner, item.key));
                const auto* which = std::get_if<std::vector<int>>(&days);
                const auto* when = std::get_if<calendar::OpenPeriod>(&period);
                if (which == nullptr || when == nullptr) continue;
                for (const int day : *which) {
                    const auto index = static_cast<std::size_t>(day);
                    if (!add_period(reader, item, inner, {*when, value.value_or(1.0)}, index,
                                    weekly[index])) {
                        break;
                    }
                }
            }
        }
        return weekly;
    };
    codec.write = [](const WeeklyFactors& weekly) {
        Node node = Node::mapping();
        for (std::size_t day = 0; day < 7; ++day) {
            if (weekly[day].empty()) continue;
            std::size_t last = day;
            while (last + 1 < 7 && weekly[last + 1] == weekly[day]) ++last;
            Node periods = Node::mapping();
            for (const auto& item : weekly[day]) {
                periods.add(period_text(item.period), Node::scalar(number_text(item.factor)));
            }
            std::string days = kDays[day];
            if (last > day) days += std::string("-") + kDays[last];
            node.add(days, std::move(periods));
            day = last;
        }
        return node;
    };
    return codec;
}

Codec<MonthFactors> month_factors() {
    Codec<MonthFactors> codec;
    codec.about = described_by_name(number(Range::at_least(0.0)).about,
                                    "a mapping of months to factors such as {jul: 0.3}", "");
    codec.about.type = "factors of months";
    codec.read = [expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<MonthFactors> {
        if (!node.is_mapping()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        MonthFactors months;
        months.fill(1.0);
        const auto factor = number(Range::at_least(0.0));
        for (const auto& entry : node.entries) {
            const auto month = std::find(kMonths.begin(), kMonths.end(), entry.key);
            if (month == kMonths.end()) {
                reader.report_unknown_key(entry, path, kMonths);
                continue;
            }
            const auto value =
                factor.read(reader, entry.value, document::join_path(path, entry.key));
            months[static_cast<std::size_t>(month - kMonths.begin())] = value.value_or(1.0);
        }
        return months;
    };
    codec.write = [](const MonthFactors& months) {
        Node node = Node::mapping();
        for (std::size_t i = 0; i < months.size(); ++i) {
            if (months[i] != 1.0) node.add(kMonths[i], Node::scalar(number_text(months[i])));
        }
        return node;
    };
    return codec;
}

Codec<process::Expression> profile_formula() {
    Codec<process::Expression> codec;
    codec.about = expression().about;
    codec.about.expected =
        "an expression over hour, weekday, month and day such as '1 + 0.5 * sin(2 * _pi * hour / "
        "24)'";
    codec.read = [expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::Expression> {
        const Node* scalar = reader.scalar(node, path, expected);
        if (scalar == nullptr) return std::nullopt;
        if (trimmed(scalar->text).empty()) {
            reader.error(scalar->position, path, "is empty; expected " + expected);
            return std::nullopt;
        }
        const auto problem =
            process::check_expression(scalar->text, {process::profile_variables(), {}});
        if (problem) reader.error(scalar->position, path, *problem);
        return process::Expression{scalar->text, scalar->position};
    };
    codec.write = [](const process::Expression& value) { return Node::scalar(value.text); };
    return codec;
}

Codec<base::Duration> time_of_day() {
    TypeDescription about;
    about.type = "time of day";
    about.expected = "a time of day such as 08:30";
    return scalar_codec<base::Duration>(about, parse_time_of_day, time_of_day_text);
}

const Table<Profile>& profile_table() {
    static const Table<Profile> kTable{
        "profile",
        "How a rate varies with civil time; exactly one of 'weekly' and 'formula'.",
        {
            field("weekly", &Profile::weekly, weekly_factors(),
                  "factors of the rate by day of the week and period"),
            field("months", &Profile::months, month_factors(),
                  "factors by which those of the week are multiplied; else 1"),
            field("closed", &Profile::closed, list_of(reference(NameKind::day_set), "day sets"),
                  "days on which the factor is 0"),
            field("otherwise", &Profile::otherwise, number(Range::at_least(0.0)),
                  "factor of hours that 'weekly' does not name; else 0"),
            field("formula", &Profile::formula, profile_formula(),
                  "factor as an expression over hour, weekday (0: Monday), month and day"),
            field("at_most", &Profile::at_most, number(Range::above(0.0)),
                  "what the formula never exceeds"),
        }};
    return kTable;
}

void check_profile(Reader& reader, const Node& node, const std::string& path, Profile& profile) {
    const auto* weekly = node.find_entry("weekly");
    const auto* formula = node.find_entry("formula");
    if (weekly == nullptr && formula == nullptr) {
        reader.error(node.position, path,
                     "missing key 'weekly' or 'formula'; expected exactly one of them");
        return;
    }
    if (weekly != nullptr && formula != nullptr) {
        reader.error(formula->key_position, path,
                     "'weekly' and 'formula' are both given; expected exactly one of 'weekly' or "
                     "'formula'");
        return;
    }
    for (const char* key : {"months", "closed", "otherwise"}) {
        const auto* other = node.find_entry(key);
        if (other != nullptr && formula != nullptr) {
            reader.error(other->key_position, path,
                         fmt::format("'{}' goes with 'weekly' only; a formula says it itself, with "
                                     "'month', 'day' and 'hour'",
                                     key));
        }
    }
    const auto* at_most = node.find_entry("at_most");
    if (weekly != nullptr && at_most != nullptr) {
        reader.error(at_most->key_position, path,
                     "'at_most' goes with 'formula' only; weekly factors are known to be bounded");
    }
    if (formula != nullptr && at_most == nullptr) {
        reader.error(node.position, path,
                     "missing key 'at_most'; expected a number > 0 that the formula never exceeds");
    }
    if (profile.weekly && weekly->value.is_mapping()) {
        const double highest_month =
            profile.months ? *std::max_element(profile.months->begin(), profile.months->end())
                           : 1.0;
        const double highest = highest_of_week(*profile.weekly, profile.otherwise.value_or(0.0));
        if (!(highest * highest_month > 0.0)) {
            reader.error(weekly->value.position, path,
                         "is 0 everywhere; expected a factor > 0 somewhere");
        }
    }
    if (formula == nullptr || profile.formula.is_empty()) return;
    const process::ExpressionNames names{process::profile_variables(), {}};
    if (process::check_expression(profile.formula.text, names)) return;  // reported
    std::vector<double> values(names.variables.size(), 0.0);
    const process::CompiledExpression compiled(profile.formula.text, names, values.data());
    if (!compiled.used().empty()) return;
    const double constant = compiled.value();
    if (constant == 0.0) {
        reader.error(profile.formula.position, document::join_path(path, "formula"),
                     "is 0 everywhere; expected a factor > 0 somewhere");
    } else if (!(constant >= 0.0 && constant <= profile.at_most.value_or(constant))) {
        reader.error(profile.formula.position, document::join_path(path, "formula"),
                     fmt::format("is always {}; expected a factor from 0 to 'at_most'",
                                 number_text(constant)));
    }
}

}  // namespace yhdyspinta::scenario
