// SPDX-License-Identifier: Apache-2.0
#include "engine/scenario/table.hpp"

#include <algorithm>

#include "engine/process/expression.hpp"
#include "engine/scenario/table_file.hpp"

namespace yhdyspinta::scenario {

using document::Node;

void check_name(Reader& reader, const document::Entry& entry, const std::string& path,
                const std::vector<std::string>& reserved) {
    if (!process::is_identifier(entry.key)) {
        reader.error(
            entry.key_position, path,
            fmt::format("'{}' is not a name; expected a letter, then letters (a-z), digits "
                        "and '_', and not and, or, not",
                        entry.key));
    } else if (std::find(reserved.begin(), reserved.end(), entry.key) != reserved.end()) {
        reader.error(
            entry.key_position, path,
            fmt::format("'{}' cannot be a name; these words have a meaning of their own: {}",
                        entry.key, base::list_names(reserved, 40)));
    }
}

TypeDescription described_by_name(const TypeDescription& element, const std::string& expected,
                                  const std::string& key_pattern) {
    TypeDescription made = element;
    made.type = "by name: " + element.type;
    made.expected = expected;
    made.is_by_name = true;
    made.form = Form::by_name;
    made.key_pattern = key_pattern;
    made.parts = {element};
    made.may_state_source = false;
    return made;
}

TypeDescription described_list(const TypeDescription& element, const std::string& expected) {
    TypeDescription made = element;
    made.type = "list: " + element.type;
    made.expected = expected;
    made.is_list = true;
    made.form = Form::list;
    made.parts = {element};
    made.may_state_source = false;
    return made;
}

namespace {

TypeDescription about(std::string type, std::string expected, Form form,
                      std::vector<std::string> examples, std::string range = {},
                      std::string unit = {}) {
    TypeDescription description;
    description.type = std::move(type);
    description.expected = std::move(expected);
    description.range = std::move(range);
    description.unit = std::move(unit);
    description.form = form;
    description.examples = std::move(examples);
    return description;
}

/// A number in some range.
TypeDescription about_number(std::string type, std::string expected, Form form, const Range& bounds,
                             std::string unit = {}) {
    TypeDescription description =
        about(std::move(type), std::move(expected), form, {}, bounds.to_text(), std::move(unit));
    description.bounds = bounds;
    return description;
}

TypeDescription with_pattern(TypeDescription description, std::string pattern) {
    description.pattern = std::move(pattern);
    return description;
}

std::string with_range(const std::string& what, const Range& range) {
    const std::string legal = range.to_text();
    return legal.empty() ? what : what + " " + legal;
}

Problem out_of_range(const std::string& text, const std::string& expected) {
    return {fmt::format("{} is out of range; expected {}", trimmed(text), expected), ""};
}

/// Adds a check of the range to a parser.
template <class V>
std::function<Parsed<V>(const std::string&)> within(
    Range range, const std::string& expected, std::function<Parsed<V>(const std::string&)> parse) {
    return [range, expected, parse](const std::string& text) -> Parsed<V> {
        auto value = parse(text);
        if (const auto* good = std::get_if<V>(&value)) {
            double number = 0.0;
            if constexpr (std::is_same_v<V, base::Duration>) {
                number = good->in_seconds();
            } else {
                number = static_cast<double>(*good);
            }
            if (!range.holds(number)) return out_of_range(text, expected);
        }
        return value;
    };
}

Codec<process::LawText> law_codec(LawUnit unit) {
    const bool is_duration = unit == LawUnit::duration;
    Codec<process::LawText> codec;
    codec.about =
        with_pattern(about(is_duration ? "law of durations" : "law of numbers",
                           is_duration ? "a duration such as '5 min' or a law such as "
                                         "'exponential(5 min)'"
                                       : "a number or a law such as 'uniform(0, 3)'",
                           is_duration ? Form::text : Form::number,
                           is_duration ? std::vector<std::string>{"5 min", "exponential(5 min)",
                                                                  "\"lognormal(30 min, 20 min)\""}
                                       : std::vector<std::string>{"1", "\"uniform(0, 3)\""}),
                     law_pattern(unit));
    codec.about.may_state_source = true;
    codec.read = [unit, about = codec.about](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::LawText> {
        const Node* scalar = reader.scalar(node, path, about.expected);
        if (scalar == nullptr) return std::nullopt;
        const auto text = with_columns_as_lists(reader, scalar->text, unit, scalar->position, path);
        if (!text) return std::nullopt;
        auto law = parse_law(*text, unit);
        if (auto* problem = std::get_if<Problem>(&law)) {
            // Quotes what the user wrote, not the values of a column.
            const std::string_view made = trimmed(*text);
            const std::size_t at = problem->message.find(made);
            if (*text != scalar->text && at != std::string::npos) {
                problem->message.replace(at, made.size(), trimmed(scalar->text));
            }
            reader.report(*scalar, path, *problem);
            return std::nullopt;
        }
        process::LawText made{std::get<random::Law>(std::move(law)), std::string(trimmed(*text)),
                              scalar->position};
        reader.use(made, unit, path);
        reader.note_figure(about, *scalar, path);
        return made;
    };
    codec.write = [is_duration](const process::LawText& law) {
        return Node::scalar(!law.text.empty() ? law.text : is_duration ? "0 s" : "0");
    };
    return codec;
}

}  // namespace

Codec<double> number(Range range, std::string unit) {
    const std::string expected = with_range("a number", range);
    return scalar_codec<double>(
        about_number("number", expected, Form::number, range, std::move(unit)),
        within<double>(
            range, expected,
            [expected](const std::string& text) { return parse_number(text, expected); }),
        number_text);
}

Codec<double> probability() {
    const std::string expected = "a probability from 0 to 1";
    return scalar_codec<double>(
        about_number("probability", expected, Form::number, Range::between(0.0, 1.0)),
        within<double>(
            Range::between(0.0, 1.0), expected,
            [expected](const std::string& text) { return parse_number(text, expected); }),
        number_text);
}

namespace {

std::string int_text(const int& value) { return std::to_string(value); }
std::string int64_text(const std::int64_t& value) { return std::to_string(value); }
std::string uint64_text(const std::uint64_t& value) { return std::to_string(value); }

}  // namespace

Codec<int> whole(Range range) {
    const std::string expected = with_range("a whole number", range);
    auto parse = [expected](const std::string& text) -> Parsed<int> {
        const auto value = parse_whole(text, expected);
        if (const auto* problem = std::get_if<Problem>(&value)) return *problem;
        const std::int64_t wide = std::get<std::int64_t>(value);
        if (wide < -2'000'000'000 || wide > 2'000'000'000) return out_of_range(text, expected);
        return static_cast<int>(wide);
    };
    return scalar_codec<int>(about_number("whole number", expected, Form::whole, range),
                             within<int>(range, expected, parse), int_text);
}

Codec<std::int64_t> large_whole(Range range) {
    const std::string expected = with_range("a whole number", range);
    return scalar_codec<std::int64_t>(about_number("whole number", expected, Form::whole, range),
                                      within<std::int64_t>(range, expected,
                                                           [expected](const std::string& text) {
                                                               return parse_whole(text, expected);
                                                           }),
                                      int64_text);
}

Codec<std::uint64_t> seed() {
    const std::string expected = "a whole number >= 0";
    return scalar_codec<std::uint64_t>(
        about_number("whole number", expected, Form::whole, Range::at_least(0.0)),
        [expected](const std::string& text) { return parse_seed(text, expected); }, uint64_text);
}

Codec<bool> truth() {
    return scalar_codec<bool>(about("truth value", "true or false", Form::truth, {}), parse_truth,
                              [](const bool& value) { return value ? "true" : "false"; });
}

Codec<base::Duration> duration(Range seconds) {
    const bool is_any = !(seconds.low > -1e300);
    const std::string expected =
        is_any ? "a duration such as '5 min'"
               : fmt::format("a duration {} 0 such as '5 min'", seconds.is_low_open ? ">" : ">=");
    return scalar_codec<base::Duration>(
        with_pattern(about("duration", expected, Form::text, {"5 min"}, seconds.to_text()),
                     duration_pattern()),
        within<base::Duration>(seconds, expected, parse_duration), duration_text);
}

Codec<base::Duration> duration_or_forever() {
    const std::string expected = "a duration > 0 such as '5 min', or forever";
    auto bounded = within<base::Duration>(Range::above(0.0), expected, parse_duration);
    return scalar_codec<base::Duration>(
        with_pattern(about("duration", expected, Form::text, {"180 days", "forever"}, "> 0"),
                     "^forever$|" + duration_pattern()),
        [bounded](const std::string& text) -> Parsed<base::Duration> {
            if (text == "forever") return base::Duration::infinite();
            return bounded(text);
        },
        [](const base::Duration& value) {
            return value.is_finite() ? duration_text(value) : std::string("forever");
        });
}

Codec<double> rate() {
    const std::string expected = "a rate >= 0 such as '10 per h'";
    return scalar_codec<double>(
        with_pattern(about("rate", expected, Form::text, {"10 per h"}, ">= 0"), rate_pattern()),
        within<double>(Range::at_least(0.0), expected,
                       [](const std::string& text) { return parse_rate(text); }),
        rate_text);
}

Codec<double> yearly_change() {
    return scalar_codec<double>(
        with_pattern(about("rate", "a rate such as '1 per year'", Form::text, {"1 per year"}),
                     rate_pattern()),
        [](const std::string& text) { return parse_rate(text, kSecondsPerYear); },
        [](const double& per_year) { return number_text(per_year) + " per year"; });
}

Codec<std::chrono::year_month_day> date() {
    return scalar_codec<std::chrono::year_month_day>(
        with_pattern(about("date", "a date such as 2026-08-01", Form::text, {"2026-08-01"}),
                     "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
        parse_date, [](const std::chrono::year_month_day& value) { return date_text(value); });
}

Codec<process::LawText> law_of_durations() { return law_codec(LawUnit::duration); }
Codec<process::LawText> law_of_numbers() { return law_codec(LawUnit::number); }

namespace {

Codec<process::Expression> expression_codec(bool is_of_interface) {
    Codec<process::Expression> codec;
    codec.about = about("expression", "an expression such as 'age >= 7'", Form::text, {"age >= 7"});
    codec.about.may_state_source = true;
    codec.read = [about = codec.about, is_of_interface](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::Expression> {
        const Node* scalar = reader.scalar(node, path, about.expected);
        if (scalar == nullptr) return std::nullopt;
        if (trimmed(scalar->text).empty()) {
            reader.error(scalar->position, path, "is empty; expected " + about.expected);
            return std::nullopt;
        }
        process::Expression made{scalar->text, scalar->position};
        reader.use(made, path, is_of_interface);
        reader.note_figure(about, *scalar, path);
        return made;
    };
    codec.write = [](const process::Expression& value) { return Node::scalar(value.text); };
    return codec;
}

/// Whether a text that is no number was meant to be one, such as `5 %` or `0,5`.
bool looks_like_number(std::string_view text) {
    const std::size_t end = text.find_first_not_of("0123456789.+-");
    if (text.empty() || end == std::string_view::npos || text.front() == '.') return true;
    if (text.substr(0, end).find_first_of("0123456789") == std::string_view::npos) return false;
    const char next = trimmed(text.substr(end)).front();
    return next == '%' || next == ',' || (next >= 'a' && next <= 'z');
}

/// One of several forms, each of which may state its source.
TypeDescription choice_about(const std::string& type, const std::string& expected,
                             std::vector<TypeDescription> parts,
                             std::vector<std::string> examples) {
    TypeDescription description = about(type, expected, Form::choice, std::move(examples));
    description.parts = std::move(parts);
    return description;
}

}  // namespace

Codec<process::Expression> expression() { return expression_codec(false); }
Codec<process::Expression> interface_expression() { return expression_codec(true); }

Codec<process::Chance> chance() {
    const auto number = probability();
    const auto formula = interface_expression();
    Codec<process::Chance> codec;
    codec.about =
        choice_about("probability or expression",
                     "a probability from 0 to 1, or an expression such as '0.02 + 0.1 * crosses'",
                     {number.about, formula.about}, {"0.05", "0.02 + 0.1 * crosses"});
    codec.read = [number, formula, expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::Chance> {
        const Node* scalar = reader.scalar(node, path, expected);
        if (scalar == nullptr) return std::nullopt;
        const auto parsed = parse_number(scalar->text, expected);
        const auto* problem = std::get_if<Problem>(&parsed);
        if (problem == nullptr || looks_like_number(trimmed(scalar->text))) {
            const auto value = number.read(reader, *scalar, path);
            if (!value) return std::nullopt;
            return process::Chance{*value, {}};
        }
        auto text = formula.read(reader, *scalar, path);
        if (!text) return std::nullopt;
        return process::Chance{0.0, std::move(*text)};
    };
    codec.write = [number, formula](const process::Chance& value) {
        return value.expression.is_empty() ? number.write(value.constant)
                                           : formula.write(value.expression);
    };
    return codec;
}

Codec<process::TimeOut> time_out() {
    const auto plain = duration(Range::above(0.0));
    Codec<process::TimeOut> codec;
    codec.about = choice_about(
        "duration or limit", "a duration > 0 such as '5 min', or '10 days of CALENDAR'",
        {plain.about, about("limit", "a limit such as '10 days of CALENDAR'", Form::text, {})},
        {"30 days", "10 days of CALENDAR"});
    codec.about.parts[1].pattern = "^\\s*[0-9]+\\s*days?\\s+of\\s+[^ ]+\\s*$";
    codec.about.parts[1].may_state_source = true;
    codec.read = [plain, expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::TimeOut> {
        const Node* scalar = reader.scalar(node, path, expected);
        if (scalar == nullptr) return std::nullopt;
        process::TimeOut made;
        const auto limit = parse_limit(scalar->text);
        const auto* days = std::get_if<Limit>(&limit);
        if (days == nullptr || days->unit != process::StatutoryClock::Unit::days_of) {
            const auto value = plain.read(reader, *scalar, path);
            if (!value) return std::nullopt;
            made.duration = *value;
            return made;
        }
        if (days->count < 1) {
            reader.error(scalar->position, path,
                         fmt::format("'{}' is no time; expected at least 1 day of '{}'",
                                     trimmed(scalar->text), days->calendar));
            return std::nullopt;
        }
        made.days = days->count;
        made.days_of = {days->calendar, scalar->position};
        reader.use(NameKind::calendar, made.days_of, path);
        return made;
    };
    codec.write = [plain](const process::TimeOut& value) {
        if (value.days_of.is_empty()) return plain.write(value.duration);
        return Node::scalar(
            to_text(Limit{value.days, process::StatutoryClock::Unit::days_of, value.days_of.name}));
    };
    return codec;
}

Codec<process::Reference> reference(NameKind kind) {
    Codec<process::Reference> codec;
    codec.about =
        about("reference", fmt::format("the name of a {}", to_text(kind)), Form::text, {});
    if (kind == NameKind::category) codec.about.expected = "the name of an attribute with levels";
    if (kind == NameKind::organisation) codec.about.expected = "the name of an organisation";
    if (kind == NameKind::attribute) codec.about.expected = "the name of an attribute";
    codec.about.refers_to = to_text(kind);
    codec.read = [kind, expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::Reference> {
        if (!node.is_scalar()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        if (node.text.empty()) {
            reader.error(node.position, path, "is empty; expected " + expected);
            return std::nullopt;
        }
        process::Reference made{node.text, node.position};
        reader.use(kind, made, path);
        return made;
    };
    codec.write = [](const process::Reference& value) { return Node::scalar(value.name); };
    return codec;
}

Codec<process::Text> text() {
    Codec<process::Text> codec;
    const auto line = about("text", "a text", Form::text, {});
    codec.about = about("text", "a text, or a mapping with the keys fi, sv, en", Form::choice,
                        {"\"Ask\"", "{fi: Kysy, sv: Fråga, en: Ask}"});
    codec.about.parts = {line, described_by_name(line, "texts by language", "^(fi|sv|en)$")};
    codec.read = [expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::Text> {
        process::Text made;
        if (node.is_scalar()) {
            made.en = node.text;
            return made;
        }
        if (!node.is_mapping()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        static const std::vector<std::string> kLanguages{"fi", "sv", "en"};
        for (const auto& entry : node.entries) {
            const std::string inner = document::join_path(path, entry.key);
            std::string* into = entry.key == "fi"   ? &made.fi
                                : entry.key == "sv" ? &made.sv
                                : entry.key == "en" ? &made.en
                                                    : nullptr;
            if (into == nullptr) {
                reader.report_unknown_key(entry, path, kLanguages);
            } else if (entry.value.is_scalar()) {
                *into = entry.value.text;
            } else {
                reader.report_kind(entry.value, inner, "a text");
            }
        }
        return made;
    };
    codec.write = [](const process::Text& value) {
        if (value.fi.empty() && value.sv.empty()) return Node::scalar(value.en);
        Node node = Node::mapping();
        if (!value.fi.empty()) node.add("fi", Node::scalar(value.fi));
        if (!value.sv.empty()) node.add("sv", Node::scalar(value.sv));
        if (!value.en.empty()) node.add("en", Node::scalar(value.en));
        return node;
    };
    return codec;
}

Codec<std::string> plain_text(const std::string& expected) {
    Codec<std::string> codec;
    codec.about = about("text", expected, Form::text, {});
    codec.read = [expected](Reader& reader, const Node& node,
                            const std::string& path) -> std::optional<std::string> {
        if (!node.is_scalar()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        if (node.text.empty()) {
            reader.error(node.position, path, "is empty; expected " + expected);
            return std::nullopt;
        }
        return node.text;
    };
    codec.write = [](const std::string& value) { return Node::scalar(value); };
    return codec;
}

}  // namespace yhdyspinta::scenario
