// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/base/diagnostic.hpp"
#include "engine/base/error.hpp"
#include "engine/scenario/figures.hpp"

namespace yhdyspinta::scenario {

namespace {

constexpr double kSecondsPerDay = 86400.0;
constexpr double kSecondsPerMonth = 30.4375 * kSecondsPerDay;

struct Unit {
    std::string_view name;
    double seconds;
};
constexpr std::array kUnits{
    Unit{"s", 1.0},
    Unit{"min", 60.0},
    Unit{"h", 3600.0},
    Unit{"d", kSecondsPerDay},
    Unit{"day", kSecondsPerDay},
    Unit{"days", kSecondsPerDay},
    Unit{"week", 7.0 * kSecondsPerDay},
    Unit{"weeks", 7.0 * kSecondsPerDay},
    Unit{"month", kSecondsPerMonth},
    Unit{"months", kSecondsPerMonth},
    Unit{"year", kSecondsPerYear},
    Unit{"years", kSecondsPerYear},
};
constexpr std::string_view kUnitList = "s, min, h, days, weeks, months, years";
constexpr std::string_view kDuration = "a duration such as '5 min'";

std::optional<double> unit_seconds(std::string_view name) {
    for (const auto& unit : kUnits) {
        if (unit.name == name) return unit.seconds;
    }
    return std::nullopt;
}

std::string unit_suggestion(std::string_view name) {
    static const std::vector<std::pair<std::string_view, std::string_view>> kOthers{
        {"second", "s"},  {"seconds", "s"}, {"sec", "s"},   {"minute", "min"}, {"minutes", "min"},
        {"mins", "min"},  {"hour", "h"},    {"hours", "h"}, {"hr", "h"},       {"hrs", "h"},
        {"y", "years"},   {"yr", "years"},  {"a", "years"}, {"w", "weeks"},    {"mo", "months"},
        {"vko", "weeks"}, {"kk", "months"}, {"v", "years"}, {"pv", "days"},    {"D", "days"},
        {"H", "h"},       {"S", "s"},       {"MIN", "min"},
    };
    for (const auto& [other, unit] : kOthers) {
        if (other == name) return fmt::format("write '{}'", unit);
    }
    std::vector<std::string> names;
    names.reserve(kUnits.size());
    for (const auto& unit : kUnits) names.emplace_back(unit.name);
    const std::string near = base::closest_name(name, names);
    return near.empty() ? "" : fmt::format("did you mean '{}'?", near);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Length of the longest `[-+]?digits[.digits][e[-+]digits]` at the front of `text`.
std::size_t number_length(std::string_view text) {
    std::size_t i = 0;
    const auto digits = [&] {
        const std::size_t begin = i;
        while (i < text.size() && is_digit(text[i])) ++i;
        return i - begin;
    };
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    if (digits() == 0) return 0;
    if (i + 1 < text.size() && text[i] == '.' && is_digit(text[i + 1])) {
        ++i;
        digits();
    }
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        const std::size_t before = i++;
        if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
        if (digits() == 0) i = before;
    }
    return i;
}

/// A number at the front of `text`, which it is removed from.
Parsed<double> take_number(std::string_view& text, std::string_view whole,
                           const std::string& expected) {
    const std::size_t length = number_length(text);
    if (length == 0) {
        return Problem{fmt::format("'{}' is not a number; expected {}", whole, expected), ""};
    }
    std::string_view digits = text.substr(0, length);
    if (digits.front() == '+') digits.remove_prefix(1);
    const bool is_negative = digits.front() == '-';
    const std::string_view first = digits.substr(is_negative ? 1 : 0);
    if (first.size() > 1 && first[0] == '0' && is_digit(first[1])) {
        const std::size_t rest = std::min(first.find_first_not_of('0'), first.size() - 1);
        const std::string_view without = first.substr(is_digit(first[rest]) ? rest : rest - 1);
        return Problem{fmt::format("'{}' begins with a zero, which could mean an octal number; "
                                   "expected {}",
                                   whole, expected),
                       fmt::format("write {}{}", is_negative ? "-" : "", without)};
    }
    double value = 0.0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (result.ec != std::errc() || !std::isfinite(value)) {
        return Problem{fmt::format("'{}' is beyond the numbers a computer can hold; expected {}",
                                   whole, expected),
                       ""};
    }
    text.remove_prefix(length);
    return value;
}

std::string quantity_text(double value, std::string_view unit) {
    if (value == 1.0 && unit.size() > 3 && unit.back() == 's') unit.remove_suffix(1);  // 1 day
    return fmt::format("{} {}", number_text(value), unit);
}

}  // namespace

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\n") - begin + 1);
}

bool Range::holds(double value) const {
    if (is_low_open ? value <= low : value < low) return false;
    return is_high_open ? value < high : value <= high;
}

std::string Range::to_text() const {
    const bool has_low = std::isfinite(low);
    const bool has_high = std::isfinite(high);
    if (has_low && has_high) {
        if (!is_low_open && !is_high_open) {
            return fmt::format("from {} to {}", number_text(low), number_text(high));
        }
        return fmt::format("{} {} and {} {}", is_low_open ? ">" : ">=", number_text(low),
                           is_high_open ? "<" : "<=", number_text(high));
    }
    if (has_low) return fmt::format("{} {}", is_low_open ? ">" : ">=", number_text(low));
    if (has_high) return fmt::format("{} {}", is_high_open ? "<" : "<=", number_text(high));
    return "";
}

Parsed<double> parse_number(std::string_view text, const std::string& expected) {
    std::string_view rest = trimmed(text);
    const std::string_view whole = rest;
    auto value = take_number(rest, whole, expected);
    if (std::holds_alternative<double>(value) && !rest.empty()) {
        if (unit_seconds(trimmed(rest)).has_value()) {
            return Problem{fmt::format("'{}' has a unit; expected {}", whole, expected), ""};
        }
        const bool is_comma = rest.front() == ',' && number_length(rest.substr(1)) > 0;
        const bool is_percent = rest == "%" || rest == " %";
        return Problem{fmt::format("'{}' is not a number; expected {}", whole, expected),
                       is_comma ? "the decimal sign is a point"
                       : is_percent
                           ? fmt::format("write {}", number_text(std::get<double>(value) / 100.0))
                           : ""};
    }
    return value;
}

namespace {

template <class Int>
Parsed<Int> parse_integer(std::string_view text, const std::string& expected) {
    const std::string_view whole = trimmed(text);
    auto number = parse_number(whole, expected);
    if (auto* problem = std::get_if<Problem>(&number)) return *problem;
    std::string_view digits = whole.front() == '+' ? whole.substr(1) : whole;
    Int value = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (result.ec == std::errc() && result.ptr == digits.data() + digits.size()) return value;
    const double real = std::get<double>(number);
    if (real != std::floor(real)) {
        return Problem{fmt::format("{} is not whole; expected {}", whole, expected), ""};
    }
    if (std::abs(real) < 9e15 && (real >= 0.0 || std::is_signed_v<Int>)) {  // 1e6
        return static_cast<Int>(real);
    }
    return Problem{fmt::format("{} is out of range; expected {}", whole, expected), ""};
}

}  // namespace

Parsed<std::int64_t> parse_whole(std::string_view text, const std::string& expected) {
    return parse_integer<std::int64_t>(text, expected);
}

Parsed<std::uint64_t> parse_seed(std::string_view text, const std::string& expected) {
    return parse_integer<std::uint64_t>(text, expected);
}

Parsed<bool> parse_truth(std::string_view text) {
    if (text == "true") return true;
    if (text == "false") return false;
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    std::string hint;
    if (lower == "yes" || lower == "on" || lower == "y" || lower == "1" || lower == "true") {
        hint = "write true";
    }
    if (lower == "no" || lower == "off" || lower == "n" || lower == "0" || lower == "false") {
        hint = "write false";
    }
    return Problem{fmt::format("'{}' is not a truth value; expected true or false", text), hint};
}

Parsed<base::Duration> parse_duration(std::string_view text) {
    std::string_view rest = trimmed(text);
    const std::string_view whole = rest;
    if (number_length(rest) == 0) {
        return Problem{fmt::format("'{}' is not a duration; expected {}", whole, kDuration), ""};
    }
    const auto value = take_number(rest, whole, std::string(kDuration));
    if (const auto* problem = std::get_if<Problem>(&value)) return *problem;
    const std::string_view unit = trimmed(rest);
    if (unit.empty()) {
        return Problem{
            fmt::format("'{}' has no unit; expected {} (units: {})", whole, kDuration, kUnitList),
            ""};
    }
    const auto seconds = unit_seconds(unit);
    if (!seconds) {
        return Problem{fmt::format("'{}' has the unknown unit '{}'; expected {} (units: {})", whole,
                                   unit, kDuration, kUnitList),
                       unit_suggestion(unit)};
    }
    const double total = std::get<double>(value) * *seconds;
    if (!std::isfinite(total) || std::abs(total) > 1e6 * kSecondsPerYear) {
        return Problem{fmt::format("'{}' is longer than a million years", whole), ""};
    }
    return base::Duration::seconds(total);
}

Parsed<double> parse_rate(std::string_view text, double per_seconds) {
    constexpr std::string_view kRate = "a rate such as '10 per h'";
    std::string_view rest = trimmed(text);
    const std::string_view whole = rest;
    if (number_length(rest) == 0) {
        return Problem{fmt::format("'{}' is not a rate; expected {}", whole, kRate), ""};
    }
    const auto value = take_number(rest, whole, std::string(kRate));
    if (const auto* problem = std::get_if<Problem>(&value)) return *problem;
    rest = trimmed(rest);
    if (rest.substr(0, 4) != "per ") {
        return Problem{fmt::format("'{}' does not say per what; expected {} (units: {})", whole,
                                   kRate, kUnitList),
                       ""};
    }
    const std::string_view unit = trimmed(rest.substr(4));
    const auto seconds = unit_seconds(unit);
    if (!seconds) {
        return Problem{fmt::format("'{}' has the unknown unit '{}'; expected {} (units: {})", whole,
                                   unit, kRate, kUnitList),
                       unit_suggestion(unit)};
    }
    return std::get<double>(value) / (*seconds / per_seconds);
}

Parsed<std::chrono::year_month_day> parse_date(std::string_view text) {
    const Problem problem{
        fmt::format("'{}' is not a date; expected year-month-day such as 2026-08-01", text), ""};
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return problem;
    for (const std::size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
        if (!is_digit(text[i])) return problem;
    }
    const auto number = [&](std::size_t begin, std::size_t length) {
        int value = 0;
        for (std::size_t i = begin; i < begin + length; ++i) value = value * 10 + (text[i] - '0');
        return value;
    };
    const std::chrono::year_month_day date{std::chrono::year{number(0, 4)},
                                           std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                           std::chrono::day{static_cast<unsigned>(number(8, 2))}};
    if (!date.ok()) {
        return Problem{fmt::format("'{}' does not exist in the calendar; expected a date such as "
                                   "2026-08-01",
                                   text),
                       ""};
    }
    return date;
}

// ---- laws
// -------------------------------------------------------------------------------------------

namespace {

using Pairs = std::vector<random::Law::Pair>;

/// What an argument of a law is: a value in the unit of the law, a plain number, or a whole one.
enum class Role { value, number, whole };

struct LawForm {
    std::string_view name;
    std::string_view arguments;    ///< their names, for messages
    std::string_view example;      ///< with units; without them for laws of numbers
    std::vector<Role> roles;       ///< of plain arguments
    bool takes_pairs = false;      ///< `roles` are those of the two sides of each pair
    bool takes_any_count = false;  ///< `roles` has one element
    std::function<random::Law(const std::vector<double>&, const Pairs&)> make;
    /// Instead of all this when the arguments are laws themselves, or rows.
    std::function<Parsed<random::Law>(const std::vector<std::string_view>& arguments, LawUnit unit,
                                      int depth)>
        make_of_texts = {};
};

Parsed<random::Law> shifted_law(const std::vector<std::string_view>& arguments, LawUnit unit,
                                int depth);
Parsed<random::Law> scaled_law(const std::vector<std::string_view>& arguments, LawUnit unit,
                               int depth);
Parsed<random::Law> mixture_law(const std::vector<std::string_view>& arguments, LawUnit unit,
                                int depth);
Parsed<random::Law> phase_type_law(const std::vector<std::string_view>& arguments, LawUnit unit,
                                   int depth);

const std::vector<LawForm>& law_forms() {
    using random::Law;
    using Values = std::vector<double>;
    constexpr Role v = Role::value, n = Role::number, k = Role::whole;
    static const std::vector<LawForm> kForms{
        {"exponential",
         "mean",
         "exponential(5 min)",
         {v},
         false,
         false,
         [](const Values& a, const Pairs&) { return Law::exponential(a[0]); }},
        {"lognormal",
         "mean, sd",
         "lognormal(30 min, 20 min)",
         {v, v},
         false,
         false,
         [](const Values& a, const Pairs&) { return Law::lognormal(a[0], a[1]); }},
        {"triangular",
         "low, mode, high",
         "triangular(45 min, 50 min, 60 min)",
         {v, v, v},
         false,
         false,
         [](const Values& a, const Pairs&) { return Law::triangular(a[0], a[1], a[2]); }},
        {"uniform",
         "low, high",
         "uniform(5 min, 10 min)",
         {v, v},
         false,
         false,
         [](const Values& a, const Pairs&) { return Law::uniform(a[0], a[1]); }},
        {"erlang",
         "stages, mean",
         "erlang(3, 5 min)",
         {k, v},
         false,
         false,
         [](const Values& a, const Pairs&) { return Law::erlang(static_cast<int>(a[0]), a[1]); }},
        {"gamma",
         "mean, sd",
         "gamma(30 min, 20 min)",
         {v, v},
         false,
         false,
         [](const Values& a, const Pairs&) { return Law::gamma(a[0], a[1]); }},
        {"weibull",
         "shape, scale",
         "weibull(1.5, 30 min)",
         {n, v},
         false,
         false,
         [](const Values& a, const Pairs&) { return Law::weibull(a[0], a[1]); }},
        {"normal_truncated",
         "mean, sd, low, high",
         "normal_truncated(30 min, 10 min, 0 min, 60 min)",
         {v, v, v, v},
         false,
         false,
         [](const Values& a, const Pairs&) {
             return Law::normal_truncated(a[0], a[1], a[2], a[3]);
         }},
        {"pert",
         "low, mode, high",
         "pert(45 min, 50 min, 60 min)",
         {v, v, v},
         false,
         false,
         [](const Values& a, const Pairs&) { return Law::pert(a[0], a[1], a[2]); }},
        {"beta",
         "low, high, alpha, beta",
         "beta(5 min, 10 min, 2, 3)",
         {v, v, n, n},
         false,
         false,
         [](const Values& a, const Pairs&) { return Law::beta(a[0], a[1], a[2], a[3]); }},
        {"pareto",
         "shape, minimum",
         "pareto(2.5, 5 min)",
         {n, v},
         false,
         false,
         [](const Values& a, const Pairs&) { return Law::pareto(a[0], a[1]); }},
        {"hyperexponential",
         "probability: mean, …",
         "hyperexponential(0.3: 1 min, 0.7: 5 min)",
         {n, v},
         true,
         true,
         [](const Values&, const Pairs& p) { return Law::hyperexponential(p); }},
        {"discrete",
         "value: weight, …",
         "discrete(1 min: 0.5, 2 min: 0.5)",
         {v, n},
         true,
         true,
         [](const Values&, const Pairs& p) { return Law::discrete(p); }},
        {"empirical",
         "value, …",
         "empirical(5 min, 7 min, 12 min)",
         {v},
         false,
         true,
         [](const Values& a, const Pairs&) { return Law::empirical(a); }},
        {"empirical_quantiles",
         "probability: value, …",
         "empirical_quantiles(0: 1 min, 0.5: 5 min, 1: 20 min)",
         {n, v},
         true,
         true,
         [](const Values&, const Pairs& p) { return Law::empirical_quantiles(p); }},
        {"shifted",
         "offset, law",
         "shifted(5 min, exponential(10 min))",
         {v, n},
         false,
         false,
         {},
         shifted_law},
        {"scaled",
         "factor, law",
         "scaled(1.5, exponential(10 min))",
         {n, n},
         false,
         false,
         {},
         scaled_law},
        {"mixture",
         "weight: law, …",
         "mixture(0.3: exponential(5 min), 0.7: uniform(10 min, 20 min))",
         {},
         true,
         true,
         {},
         mixture_law},
        {"phase_type",
         "initial probabilities; one row of rates for each phase",
         "phase_type(0.6, 0.4; -2 per h, 1 per h; 0 per h, -1 per h)",
         {},
         false,
         true,
         {},
         phase_type_law},
    };
    return kForms;
}

std::string example_text(const LawForm& form, LawUnit unit) {
    std::string text(form.example);
    if (unit == LawUnit::number) {
        for (const std::string unit_text : {" min", " per h"}) {
            for (std::size_t at = text.find(unit_text); at != std::string::npos;
                 at = text.find(unit_text)) {
                text.erase(at, unit_text.size());
            }
        }
    }
    return text;
}

std::string example_of(const LawForm& form, LawUnit unit) {
    return fmt::format("{}({}), such as '{}'", form.name, form.arguments, example_text(form, unit));
}

std::vector<std::string_view> split_at(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t at = text.find(separator);
        parts.push_back(trimmed(text.substr(0, at)));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

Parsed<double> parse_argument(std::string_view text, Role role, LawUnit unit) {
    if (role == Role::value && unit == LawUnit::duration) {
        const auto duration = parse_duration(text);
        if (const auto* problem = std::get_if<Problem>(&duration)) return *problem;
        return std::get<base::Duration>(duration).in_seconds();
    }
    if (role == Role::whole) {
        const auto whole = parse_whole(text, "a whole number");
        if (const auto* problem = std::get_if<Problem>(&whole)) return *problem;
        return std::clamp(static_cast<double>(std::get<std::int64_t>(whole)), -1e9, 1e9);
    }
    return parse_number(text, "a number");
}

/// Splits where the separator stands outside all brackets.
std::vector<std::string_view> split_outside(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    int open = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        open += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
        if (open != 0 || text[i] != separator) continue;
        parts.push_back(trimmed(text.substr(begin, i - begin)));
        begin = i + 1;
    }
    parts.push_back(trimmed(text.substr(begin)));
    return parts;
}

Parsed<random::Law> law_of_form(const LawForm& form, std::string_view whole,
                                std::string_view inside, LawUnit unit, int depth) {
    const std::vector<std::string_view> arguments =
        form.make_of_texts ? split_outside(inside, ',') : split_at(inside, ',');
    if (!form.takes_any_count && arguments.size() != form.roles.size()) {
        return Problem{fmt::format("'{}' has {} argument{}, {} takes {}; expected {}", whole,
                                   arguments.size(), arguments.size() == 1 ? "" : "s", form.name,
                                   form.roles.size(), example_of(form, unit)),
                       ""};
    }
    std::vector<double> values;
    Pairs pairs;
    const auto inside_law = [&](const Problem& problem) {
        return Problem{fmt::format("in '{}': {}", whole, problem.message), problem.hint};
    };
    if (form.make_of_texts) {
        try {
            auto law = form.make_of_texts(
                form.name == "phase_type" ? std::vector<std::string_view>{inside} : arguments, unit,
                depth);
            if (const auto* problem = std::get_if<Problem>(&law)) return inside_law(*problem);
            return law;
        } catch (const base::UserError& error) {
            return Problem{fmt::format("'{}' is not possible: {}", whole, error.what()), ""};
        }
    }
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (form.takes_pairs) {
            const std::vector<std::string_view> sides = split_at(arguments[i], ':');
            if (sides.size() != 2) {
                return Problem{fmt::format("in '{}': '{}' is not a pair; expected {}", whole,
                                           arguments[i], example_of(form, unit)),
                               ""};
            }
            const auto left = parse_argument(sides[0], form.roles[0], unit);
            const auto right = parse_argument(sides[1], form.roles[1], unit);
            if (const auto* problem = std::get_if<Problem>(&left)) return inside_law(*problem);
            if (const auto* problem = std::get_if<Problem>(&right)) return inside_law(*problem);
            pairs.emplace_back(std::get<double>(left), std::get<double>(right));
        } else {
            const Role role = form.takes_any_count ? form.roles[0] : form.roles[i];
            const auto value = parse_argument(arguments[i], role, unit);
            if (const auto* problem = std::get_if<Problem>(&value)) return inside_law(*problem);
            values.push_back(std::get<double>(value));
        }
    }
    try {
        return form.make(values, pairs);
    } catch (const base::UserError& error) {
        return Problem{fmt::format("'{}' is not possible: {}", whole, error.what()), ""};
    }
}

}  // namespace

std::vector<std::string> law_signatures() {
    std::vector<std::string> signatures;
    for (const auto& law : law_examples(LawUnit::duration)) signatures.push_back(law.signature);
    return signatures;
}

std::vector<LawExample> law_examples(LawUnit unit) {
    std::vector<LawExample> examples;
    for (const auto& form : law_forms()) {
        examples.push_back({std::string(form.name),
                            fmt::format("{}({})", form.name, form.arguments),
                            example_text(form, unit)});
    }
    return examples;
}

// ---- patterns
// ---------------------------------------------------------------------------------------

namespace {

constexpr std::string_view kNumberPattern = "[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?";

std::string any_of(const std::vector<std::string>& words) {
    return fmt::format("({})", fmt::join(words, "|"));
}
std::string whole_text(const std::string& inside) { return fmt::format("^\\s*{}\\s*$", inside); }
std::string quantity_pattern() {
    return fmt::format("{}\\s*{}", kNumberPattern, any_of(unit_names()));
}

}  // namespace

std::vector<std::string> unit_names() {
    std::vector<std::string> names;
    names.reserve(std::size(kUnits));
    for (const auto& unit : kUnits) names.emplace_back(unit.name);
    return names;
}

std::string number_pattern() { return whole_text(std::string(kNumberPattern)); }
std::string duration_pattern() { return whole_text(quantity_pattern()); }
std::string rate_pattern() {
    return whole_text(fmt::format("{}\\s*per {}", kNumberPattern, "\\s*" + any_of(unit_names())));
}

std::string law_pattern(LawUnit unit) {
    std::vector<std::string> names;
    for (const auto& form : law_forms()) names.emplace_back(form.name);
    return whole_text(
        fmt::format("({}|{}\\s*\\([\\s\\S]*\\))",
                    unit == LawUnit::duration ? quantity_pattern() : std::string(kNumberPattern),
                    any_of(names)));
}

namespace {

constexpr int kDeepestLaw = 20;  // laws of laws; each level costs stack

Parsed<random::Law> parse_any_law(std::string_view text, LawUnit unit, int depth) {
    const std::string_view whole = trimmed(text);
    const bool is_duration = unit == LawUnit::duration;
    if (depth > kDeepestLaw) {
        return Problem{fmt::format("laws within laws more than {} deep", kDeepestLaw), ""};
    }
    const std::size_t open = whole.find('(');
    const std::string_view name = trimmed(whole.substr(0, open));
    std::vector<std::string> names;
    const LawForm* form = nullptr;
    for (const auto& candidate : law_forms()) {
        names.emplace_back(candidate.name);
        if (candidate.name == name) form = &candidate;
    }
    Parsed<random::Law> law;
    if (form == nullptr && open == std::string_view::npos) {
        const bool is_word = !whole.empty() && number_length(whole) == 0;
        if (is_word) {
            const std::string near = base::closest_name(name, names);
            return Problem{fmt::format("'{}' is not {}; expected {} or a law such as '{}'", whole,
                                       is_duration ? "a duration" : "a number",
                                       is_duration ? kDuration : "a number",
                                       is_duration ? "exponential(5 min)" : "uniform(0, 3)"),
                           near.empty() ? "" : fmt::format("did you mean '{}(…)'?", near)};
        }
        const auto value = parse_argument(whole, Role::value, unit);
        if (const auto* problem = std::get_if<Problem>(&value)) return *problem;
        law = random::Law::deterministic(std::get<double>(value));
    } else if (form == nullptr) {
        const std::string near = base::closest_name(name, names);
        return Problem{fmt::format("unknown law '{}' in '{}'; these laws exist: {}", name, whole,
                                   base::list_names(names, 40)),
                       near.empty() ? "" : fmt::format("did you mean '{}'?", near)};
    } else if (open == std::string_view::npos) {
        return Problem{
            fmt::format("'{}' has no arguments; expected {}", whole, example_of(*form, unit)), ""};
    } else if (whole.back() != ')') {
        return Problem{
            fmt::format("'{}' has no closing ')'; expected {}", whole, example_of(*form, unit)),
            "inside { } and [ ] a text that holds a comma needs quotes"};
    } else {
        law =
            law_of_form(*form, whole, whole.substr(open + 1, whole.size() - open - 2), unit, depth);
    }
    return law;
}

Parsed<random::Law> shifted_law(const std::vector<std::string_view>& arguments, LawUnit unit,
                                int depth) {
    const auto offset = parse_argument(arguments[0], Role::value, unit);
    if (const auto* problem = std::get_if<Problem>(&offset)) return *problem;
    auto law = parse_any_law(arguments[1], unit, depth + 1);
    if (std::holds_alternative<Problem>(law)) return law;
    return random::Law::shifted(std::get<double>(offset), std::get<random::Law>(law));
}

Parsed<random::Law> scaled_law(const std::vector<std::string_view>& arguments, LawUnit unit,
                               int depth) {
    const auto factor = parse_argument(arguments[0], Role::number, unit);
    if (const auto* problem = std::get_if<Problem>(&factor)) return *problem;
    auto law = parse_any_law(arguments[1], unit, depth + 1);
    if (std::holds_alternative<Problem>(law)) return law;
    return random::Law::scaled(std::get<double>(factor), std::get<random::Law>(law));
}

Parsed<random::Law> mixture_law(const std::vector<std::string_view>& arguments, LawUnit unit,
                                int depth) {
    std::vector<std::pair<double, random::Law>> components;
    for (const std::string_view argument : arguments) {
        const auto sides = split_outside(argument, ':');
        if (sides.size() != 2) {
            return Problem{
                fmt::format(
                    "'{}' is not a pair; expected WEIGHT: LAW such as '{}'", argument,
                    unit == LawUnit::duration ? "0.3: exponential(5 min)" : "0.3: exponential(5)"),
                ""};
        }
        const auto weight = parse_argument(sides[0], Role::number, unit);
        if (const auto* problem = std::get_if<Problem>(&weight)) return *problem;
        auto law = parse_any_law(sides[1], unit, depth + 1);
        if (const auto* problem = std::get_if<Problem>(&law)) return *problem;
        components.emplace_back(std::get<double>(weight), std::get<random::Law>(law));
    }
    return random::Law::mixture(components);
}

Parsed<random::Law> phase_type_law(const std::vector<std::string_view>& arguments, LawUnit unit,
                                   int) {
    const auto rows = split_at(arguments.front(), ';');
    std::vector<double> initial;
    std::vector<std::vector<double>> generator;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto& into = i == 0 ? initial : generator.emplace_back();
        for (const std::string_view cell : split_at(rows[i], ',')) {
            const bool is_rate = i > 0 && unit == LawUnit::duration;
            const auto value = is_rate ? parse_rate(cell) : parse_number(cell, "a number");
            if (const auto* problem = std::get_if<Problem>(&value)) return *problem;
            into.push_back(std::get<double>(value));
        }
    }
    return random::Law::phase_type(initial, generator);
}

}  // namespace

Parsed<random::Law> parse_law(std::string_view text, LawUnit unit) {
    const std::string_view whole = trimmed(text);
    auto law = parse_any_law(whole, unit, 0);
    const bool is_duration = unit == LawUnit::duration;
    if (const auto* made = std::get_if<random::Law>(&law)) {
        if (is_duration && !made->is_nonnegative()) {
            return Problem{fmt::format("'{}' can be negative; expected a duration >= 0", whole),
                           ""};
        }
    }
    return law;
}

// ---- laws times a factor
// ---------------------------------------------------------------------------

namespace {

/// A quantity or a plain number times `factor`; its unit stays.
Parsed<std::string> scaled_argument(std::string_view text, Role role, LawUnit unit, double factor) {
    const auto value = parse_argument(text, role, unit);
    if (const auto* problem = std::get_if<Problem>(&value)) return *problem;
    const std::size_t length = number_length(text);
    const auto number = parse_number(text.substr(0, length), "a number");
    if (const auto* problem = std::get_if<Problem>(&number)) return *problem;
    const std::string_view rest = trimmed(text.substr(length));
    const std::string scaled = fmt::format("{:.6g}", std::get<double>(number) * factor);
    return rest.empty() ? scaled : fmt::format("{} {}", scaled, rest);
}

Parsed<std::string> scaled_phase_type(std::string_view inside, double factor) {
    std::vector<std::string> rows;
    for (const std::string_view row : split_at(inside, ';')) {
        if (rows.empty()) {
            rows.emplace_back(row);
            continue;
        }
        std::vector<std::string> cells;
        for (const std::string_view cell : split_at(row, ',')) {
            // Longer times are lower rates.
            auto scaled = scaled_argument(cell.substr(0, number_length(cell)), Role::number,
                                          LawUnit::number, 1.0 / factor);
            if (std::holds_alternative<Problem>(scaled)) return scaled;
            cells.push_back(std::get<std::string>(scaled) +
                            std::string(cell.substr(number_length(cell))));
        }
        rows.push_back(fmt::format("{}", fmt::join(cells, ", ")));
    }
    return fmt::format("phase_type({})", fmt::join(rows, "; "));
}

}  // namespace

Parsed<std::string> scaled_law_text(const std::string& text, LawUnit unit, double factor) {
    const std::string_view whole = trimmed(text);
    const auto law = parse_law(whole, unit);
    if (const auto* problem = std::get_if<Problem>(&law)) return *problem;
    const std::size_t open = whole.find('(');
    if (open == std::string_view::npos) return scaled_argument(whole, Role::value, unit, factor);
    const std::string_view name = trimmed(whole.substr(0, open));
    const std::string_view inside = trimmed(whole.substr(open + 1, whole.size() - open - 2));
    if (name == "phase_type") return scaled_phase_type(inside, factor);
    const auto form = std::find_if(law_forms().begin(), law_forms().end(),
                                   [name](const LawForm& known) { return known.name == name; });
    const auto role_of = [&form](std::size_t i) {
        return form->takes_any_count ? form->roles[0] : form->roles[i];
    };
    std::vector<std::string> scaled;
    std::optional<Problem> failed;
    const auto add = [&](const Parsed<std::string>& part, const std::string& before = {},
                         const std::string& after = {}) {
        if (const auto* made = std::get_if<std::string>(&part)) {
            scaled.push_back(before + *made + after);
        } else {
            failed = std::get<Problem>(part);
        }
    };
    const std::vector<std::string_view> arguments = split_outside(inside, ',');
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string_view argument = arguments[i];
        if (name == "scaled") {
            if (i == 0) {
                add(scaled_argument(argument, Role::number, LawUnit::number, factor));
            } else {
                scaled.emplace_back(argument);
            }
        } else if (name == "shifted" && i == 1) {
            add(scaled_law_text(std::string(argument), unit, factor));
        } else if (name == "mixture") {
            const auto sides = split_outside(argument, ':');
            add(scaled_law_text(std::string(sides[1]), unit, factor),
                fmt::format("{}: ", sides[0]));
        } else if (form->takes_pairs) {
            const auto sides = split_at(argument, ':');
            if (form->roles[0] == Role::value) {
                add(scaled_argument(sides[0], Role::value, unit, factor), {},
                    fmt::format(": {}", sides[1]));
            } else {
                add(scaled_argument(sides[1], Role::value, unit, factor),
                    fmt::format("{}: ", sides[0]));
            }
        } else if (role_of(i) == Role::value) {
            add(scaled_argument(argument, Role::value, unit, factor));
        } else {
            scaled.emplace_back(argument);
        }
    }
    if (failed) return *failed;
    return fmt::format("{}({})", name, fmt::join(scaled, ", "));
}

// ---- calendars and clocks
// ---------------------------------------------------------------------------

namespace {

std::optional<int> minute_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    for (const std::size_t i : {0, 1, 3, 4}) {
        if (!is_digit(text[i])) return std::nullopt;
    }
    const int hours = (text[0] - '0') * 10 + (text[1] - '0');
    const int minutes = (text[3] - '0') * 10 + (text[4] - '0');
    if (minutes > 59 || hours * 60 + minutes > 1440) return std::nullopt;
    return hours * 60 + minutes;
}

constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::optional<int> day_index(std::string_view text) {
    for (std::size_t i = 0; i < kDays.size(); ++i) {
        if (kDays[i] == text) return static_cast<int>(i);
    }
    return std::nullopt;
}

}  // namespace

Parsed<base::Duration> parse_time_of_day(std::string_view text) {
    const auto minute = minute_of_day(trimmed(text));
    if (minute && *minute < 1440) return base::Duration::minutes(*minute);
    return Problem{
        fmt::format("'{}' is not a time of day; expected one such as 08:30, before 24:00", text),
        ""};
}

Parsed<double> parse_date_and_time(std::string_view text) {
    const std::string_view whole = trimmed(text);
    const auto date = parse_date(whole.substr(0, 10));
    const auto* day = std::get_if<std::chrono::year_month_day>(&date);
    const bool is_long = whole.size() > 10;
    const auto minute = is_long ? minute_of_day(whole.substr(11)) : std::optional<int>(0);
    if (day == nullptr || !minute || *minute >= 1440 || (is_long && whole[10] != 'T')) {
        return Problem{fmt::format("'{}' is not a date; expected one such as 2026-08-12 or "
                                   "2026-08-12T09:30",
                                   whole),
                       ""};
    }
    const auto days = std::chrono::sys_days(*day).time_since_epoch().count();
    return static_cast<double>(days) * kSecondsPerDay + *minute * 60.0;
}

Parsed<calendar::OpenPeriod> parse_period(std::string_view text) {
    const std::vector<std::string_view> ends = split_at(text, '-');
    if (ends.size() == 2) {
        const auto from = minute_of_day(ends[0]);
        const auto to = minute_of_day(ends[1]);
        if (from && to) {
            if (*from < *to) return calendar::OpenPeriod{*from, *to};
            return Problem{fmt::format("'{}' ends before it begins; expected a period within one "
                                       "day such as 08:00-16:00",
                                       text),
                           "a period over midnight is two: until 24:00, and from 00:00 next day"};
        }
    }
    return Problem{
        fmt::format("'{}' is not a period of a day; expected one such as 08:00-16:00", text), ""};
}

Parsed<std::vector<int>> parse_weekdays(std::string_view text) {
    const std::vector<std::string_view> ends = split_at(text, '-');
    const auto first = day_index(ends.front());
    const auto last = day_index(ends.back());
    if (ends.size() <= 2 && first && last && *first <= *last) {
        std::vector<int> days;
        for (int day = *first; day <= *last; ++day) days.push_back(day);
        return days;
    }
    return Problem{fmt::format("'{}' is not a day of the week; expected mon, tue, wed, thu, fri, "
                               "sat, sun or a range such as mon-fri",
                               text),
                   ""};
}

namespace {

struct TriggerForm {
    process::TriggerKind kind;
    std::string_view words;  ///< with a trailing blank when a target follows
};
constexpr std::array kTriggers{
    TriggerForm{process::TriggerKind::recognised, "recognised"},
    TriggerForm{process::TriggerKind::closed, "closed"},
    TriggerForm{process::TriggerKind::received_by, "received by "},
    TriggerForm{process::TriggerKind::accepted_by, "accepted by "},
    TriggerForm{process::TriggerKind::contact_by, "contact by "},
    TriggerForm{process::TriggerKind::start_of, "start of "},
    TriggerForm{process::TriggerKind::end_of, "end of "},
};

}  // namespace

Parsed<process::Trigger> parse_trigger(std::string_view text) {
    const std::string_view whole = trimmed(text);
    for (const auto& form : kTriggers) {
        if (form.words.back() != ' ') {
            if (whole == form.words) return process::Trigger{form.kind, {}};
        } else if (whole.substr(0, form.words.size()) == form.words) {
            const std::string_view target = trimmed(whole.substr(form.words.size()));
            if (target.find(' ') == std::string_view::npos) {
                return process::Trigger{form.kind, {std::string(target), {}}};
            }
        }
    }
    return Problem{
        fmt::format("'{}' is not an event a clock knows; expected 'recognised', 'closed', "
                    "'received by SERVICE', 'accepted by SERVICE', 'contact by SERVICE', "
                    "'start of PROCESS.STEP' or 'end of PROCESS.STEP'",
                    whole),
        ""};
}

std::string to_text(const process::Trigger& trigger) {
    for (const auto& form : kTriggers) {
        if (form.kind == trigger.kind) return std::string(form.words) + trigger.target.name;
    }
    return "";
}

Parsed<Limit> parse_limit(std::string_view text) {
    const std::string_view whole = trimmed(text);
    const Problem problem{
        fmt::format("'{}' is not a limit; expected '7 days', '3 months' or '7 days of CALENDAR'",
                    whole),
        ""};
    const std::size_t digits = std::min(whole.find_first_not_of("0123456789"), whole.size());
    if (digits == 0 || digits > 6) return problem;
    Limit limit;
    std::from_chars(whole.data(), whole.data() + digits, limit.count);
    const std::string_view rest = trimmed(whole.substr(digits));
    const std::string_view unit = rest.substr(0, rest.find(' '));
    const std::string_view after = trimmed(rest.substr(unit.size()));
    if (unit == "month" || unit == "months") {
        limit.unit = process::StatutoryClock::Unit::months;
        if (after.empty()) return limit;
    } else if (unit == "day" || unit == "days") {
        if (after.empty()) return limit;
        if (after.substr(0, 3) == "of ") {
            limit.unit = process::StatutoryClock::Unit::days_of;
            limit.calendar = std::string(trimmed(after.substr(3)));
            return limit;
        }
    }
    return problem;
}

std::string to_text(const Limit& limit) {
    switch (limit.unit) {
        case process::StatutoryClock::Unit::months: return fmt::format("{} months", limit.count);
        case process::StatutoryClock::Unit::days_of:
            return fmt::format("{} days of {}", limit.count, limit.calendar);
        case process::StatutoryClock::Unit::calendar_days: break;
    }
    return fmt::format("{} days", limit.count);
}

// ---- writing
// ----------------------------------------------------------------------------------------

std::string number_text(double value) {
    if (value == std::floor(value) && std::abs(value) < 1e15) {
        return fmt::format("{}", static_cast<std::int64_t>(value));
    }
    return fmt::format("{}", value);
}

std::string duration_text(base::Duration duration) {
    const double seconds = duration.in_seconds();
    static const std::vector<Unit> kUnitsByLength{{"years", kSecondsPerYear},
                                                  {"months", kSecondsPerMonth},
                                                  {"days", kSecondsPerDay},
                                                  {"h", 3600.0},
                                                  {"min", 60.0}};
    if (seconds != 0.0) {
        for (const auto& unit : kUnitsByLength) {
            const double value = seconds / unit.seconds;
            if (value == std::floor(value) && value * unit.seconds == seconds) {
                return quantity_text(value, unit.name);
            }
        }
    }
    return quantity_text(seconds, "s");
}

std::string rate_text(double per_second) {
    static const std::vector<Unit> kUnitsByLength{{"s", 1.0},
                                                  {"min", 60.0},
                                                  {"h", 3600.0},
                                                  {"day", kSecondsPerDay},
                                                  {"month", kSecondsPerMonth},
                                                  {"year", kSecondsPerYear}};
    std::string best = fmt::format("{} per s", number_text(per_second));
    for (const auto& unit : kUnitsByLength) {
        const std::string value = fmt::format("{:.12g}", per_second * unit.seconds);
        const std::string text = fmt::format("{} per {}", value, unit.name);
        const auto read = parse_rate(text);
        if (const auto* rate = std::get_if<double>(&read)) {
            if (*rate == per_second && text.size() < best.size()) best = text;
        }
    }
    return best;
}

std::string date_text(std::chrono::year_month_day date) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string time_of_day_text(base::Duration time) {
    const int minutes = static_cast<int>(time.in_minutes());
    return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

std::string period_text(calendar::OpenPeriod period) {
    return fmt::format("{:02}:{:02}-{:02}:{:02}", period.from / 60, period.from % 60,
                       period.to / 60, period.to % 60);
}

}  // namespace yhdyspinta::scenario
