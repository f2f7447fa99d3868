// SPDX-License-Identifier: Apache-2.0
#include "engine/process/expression.hpp"

#include <algorithm>
#include <bit>
#include <cctype>
#include <cmath>
#include <random>

#include <fmt/format.h>
#include <muParser.h>

#include "engine/base/diagnostic.hpp"
#include "engine/base/error.hpp"

namespace yhdyspinta::process {

namespace {

double both(double a, double b) { return a != 0.0 && b != 0.0 ? 1.0 : 0.0; }
double either(double a, double b) { return a != 0.0 || b != 0.0 ? 1.0 : 0.0; }
double negation(double a) { return a != 0.0 ? 0.0 : 1.0; }

/// muParser defines names such as `_pi` and `_e` itself; constants of ours go beside them. Of ours
/// only those that the text has: a parser of each expression keeps its own table.
void define_names(mu::Parser& parser, const std::string& text, const ExpressionNames& names,
                  double* values) {
    const std::set<std::string> words = words_of(text);
    parser.DefineOprt("and", both, mu::prLAND, mu::oaLEFT);
    parser.DefineOprt("or", either, mu::prLOR, mu::oaLEFT);
    parser.DefineFun("not", negation);
    for (std::size_t i = 0; i < names.variables.size(); ++i) {
        if (words.count(names.variables[i]) == 0) continue;
        parser.DefineVar(names.variables[i], values + i);
    }
    for (const auto& [name, value] : names.constants) {
        if (words.count(name) == 0) continue;
        const bool is_variable = std::find(names.variables.begin(), names.variables.end(), name) !=
                                 names.variables.end();
        if (!is_variable && is_identifier(name)) parser.DefineConst(name, value);
    }
}

}  // namespace

struct CompiledExpression::Parser {
    mu::Parser parser;
};

CompiledExpression::CompiledExpression(const std::string& text, const ExpressionNames& names,
                                       double* values)
    : parser_(std::make_unique<Parser>()), values_(values) {
    try {
        define_names(parser_->parser, text, names, values);
        parser_->parser.SetExpr(text);
        (void)parser_->parser.Eval();
        for (const auto& [name, place] : parser_->parser.GetUsedVar()) {
            used_.push_back(static_cast<std::uint32_t>(place - values));
        }
        std::sort(used_.begin(), used_.end());
    } catch (const mu::Parser::exception_type& problem) {
        throw base::InternalError(fmt::format("expression '{}': {}", text, problem.GetMsg()));
    }
    find_quick_form(text, names);
}

/// The quick form is used when it agrees with muParser bit by bit wherever the two are compared: at
/// the numbers of the text, beside them and elsewhere, in combinations of chance.
void CompiledExpression::find_quick_form(const std::string& text, const ExpressionNames& names) {
    auto quick = QuickExpression::translate(
        text, [&](const std::string& name) -> std::optional<QuickExpression::Name> {
            for (std::size_t i = 0; i < names.variables.size(); ++i) {
                if (names.variables[i] == name) {
                    return QuickExpression::Name{true, static_cast<std::uint32_t>(i), 0.0};
                }
            }
            for (const auto& [constant, value] : names.constants) {
                if (constant == name) return QuickExpression::Name{false, 0, value};
            }
            return std::nullopt;
        });
    if (!quick) return;
    std::vector<double> tried{0.0, 1.0, -1.0, 2.0, 3.0};
    for (const double number : quick->numbers()) {
        tried.insert(tried.end(), {number, number + 0.5, number - 0.5, 0.7 * number});
    }
    std::vector<double> kept;
    for (const std::uint32_t place : used_) kept.push_back(values_[place]);
    std::minstd_rand chance(1);
    bool agrees = true;
    for (int trial = 0; trial < 400 && agrees; ++trial) {
        for (const std::uint32_t place : used_) {
            const auto drawn = static_cast<std::size_t>(chance());
            values_[place] = drawn % 4 == 0 ? static_cast<double>(drawn % 100003) / 1009.0
                                            : tried[drawn / 4 % tried.size()];
        }
        const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value); };
        const double right = parsed_value();
        const double other = quick->value([this](std::uint32_t place) { return values_[place]; });
        agrees = bits(right) == bits(other) || (std::isnan(right) && std::isnan(other));
    }
    for (std::size_t i = 0; i < used_.size(); ++i) values_[used_[i]] = kept[i];
    if (agrees) quick_ = std::move(quick);
}

CompiledExpression::~CompiledExpression() = default;
CompiledExpression::CompiledExpression(CompiledExpression&&) noexcept = default;
CompiledExpression& CompiledExpression::operator=(CompiledExpression&&) noexcept = default;

double CompiledExpression::parsed_value() const { return parser_->parser.Eval(); }

std::optional<std::string> check_expression(const std::string& text, const ExpressionNames& names) {
    mu::Parser parser;
    std::vector<double> values(names.variables.size(), 1.0);
    try {
        define_names(parser, text, names, values.data());
        parser.SetExpr(text);
        (void)parser.Eval();
        int results = 0;
        (void)parser.Eval(results);
        if (results != 1) return fmt::format("'{}' gives {} results, expected one", text, results);
        return std::nullopt;
    } catch (const mu::Parser::exception_type& problem) {
        if (problem.GetCode() == mu::ecUNASSIGNABLE_TOKEN) {
            std::vector<std::string> known = names.variables;
            for (const auto& constant : names.constants) known.push_back(constant.first);
            // muParser hands over the rest of the expression; the name is its beginning.
            std::string token = problem.GetToken();
            const auto end = std::find_if(token.begin(), token.end(), [](unsigned char c) {
                return std::isalnum(c) == 0 && c != '_';
            });
            token.erase(end, token.end());
            if (token.empty()) {
                return fmt::format("'{}' is not an expression: unexpected '{}'", text,
                                   problem.GetToken());
            }
            std::string message = fmt::format("unknown name '{}' in '{}'; these names exist: {}",
                                              token, text, base::list_names(known, 40));
            const std::string near = base::closest_name(token, known);
            if (!near.empty()) message += fmt::format(" (did you mean '{}'?)", near);
            return message;
        }
        return fmt::format("'{}' is not an expression: {}", text, problem.GetMsg());
    }
}

const std::vector<std::string>& episode_variables() {
    static const std::vector<std::string> kNames{
        "severity",   "need",        "hops",   "paths",       "now_days",     "queue_length",
        "in_service", "waited_days", "chance", "others_here", "unserved_days"};
    return kNames;
}

const std::vector<std::string>& interface_variables() {
    static const std::vector<std::string> kNames{"trust", "crosses"};
    return kNames;
}

const std::vector<std::string>& reserved_names() {
    static const std::vector<std::string> kNames = [] {
        std::vector<std::string> names = episode_variables();
        names.insert(names.end(), interface_variables().begin(), interface_variables().end());
        return names;
    }();
    return kNames;
}

std::set<std::string> words_of(const std::string& text) {
    const auto is_inside = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
    std::set<std::string> words;
    for (auto begin = text.begin(); begin != text.end();) {
        const auto end = std::find_if_not(begin, text.end(), is_inside);
        if (end != begin) words.emplace(begin, end);
        begin = end == begin ? begin + 1 : end;
    }
    return words;
}

bool is_identifier(const std::string& name) {
    static const std::vector<std::string> kOperators{"and", "or", "not"};
    if (name.empty() || (std::isalpha(static_cast<unsigned char>(name[0])) == 0)) return false;
    const bool all = std::all_of(name.begin(), name.end(),
                                 [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
    return all && std::find(kOperators.begin(), kOperators.end(), name) == kOperators.end();
}

}  // namespace yhdyspinta::process
