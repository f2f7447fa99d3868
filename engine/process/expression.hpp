// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/process/quick_expression.hpp"

namespace yhdyspinta::process {

/// The names an expression may use: variables live in one array of doubles, constants are fixed.
struct ExpressionNames {
    std::vector<std::string> variables;  ///< index = place in the array
    std::vector<std::pair<std::string, double>> constants;
};

/// What is wrong with the text of an expression, for the user; nothing when it is right. Unknown
/// names are reported with the names that exist and the nearest one.
[[nodiscard]] std::optional<std::string> check_expression(const std::string& text,
                                                          const ExpressionNames& names);

/// A condition or an arithmetic expression, compiled once and evaluated many times.
/// Syntax: muParser's, with `and`, `or` beside `&&`, `||`, and `not(…)`; a condition holds when it
/// is not 0.
class alignas(64) CompiledExpression {
public:
    /// `values` must have `names.variables.size()` elements and outlive the expression.
    CompiledExpression(const std::string& text, const ExpressionNames& names, double* values);
    ~CompiledExpression();
    CompiledExpression(CompiledExpression&&) noexcept;
    CompiledExpression& operator=(CompiledExpression&&) noexcept;

    /// Only the elements of `values` that `used()` names are read.
    [[nodiscard]] double value() const {
        if (!quick_) return parsed_value();
        return quick_->value([this](std::uint32_t place) { return values_[place]; });
    }
    /// With `read(place)` instead of the elements of `values`, which it may overwrite.
    template <class Read>
    [[nodiscard]] double value(Read&& read) const {
        if (quick_) return quick_->value(read);
        for (const std::uint32_t place : used_) values_[place] = read(place);
        return parsed_value();
    }
    /// Places in `values` of the variables that the expression reads.
    [[nodiscard]] const std::vector<std::uint32_t>& used() const { return used_; }
    [[nodiscard]] bool holds() const { return value() != 0.0; }

private:
    struct Parser;
    [[nodiscard]] double parsed_value() const;
    void find_quick_form(const std::string& text, const ExpressionNames& names);

    std::optional<QuickExpression> quick_;  ///< when it is sure to give the same; one cache line
    std::unique_ptr<Parser> parser_;
    double* values_;
    std::vector<std::uint32_t> used_;
    static_assert(sizeof(quick_) <= 64);
};

/// The variables that every expression may use beside the attributes, in this order. `queue_length`
/// and `in_service` count those who wait and the servers who are busy where the activity at hand is
/// queued for, `waited_days` the wait so far; elsewhere they are 0. `chance` is drawn anew, from 0
/// to 1, for each decision of a routing and is the same in all its conditions; elsewhere it is 0.
/// `others_here` counts, in a routing and at the start of a clock, the other open paths of the
/// episode in the service at hand; elsewhere it is 0. `unserved_days` counts from
/// the onset of the need to the first effective contact.
[[nodiscard]] const std::vector<std::string>&
episode_variables();  // severity, need, hops, paths, now_days, queue_length, in_service,
                      // waited_days, chance, others_here, unserved_days

/// The variables that only the expressions of an interface may use, in this order.
[[nodiscard]] const std::vector<std::string>& interface_variables();  // trust, crosses

/// Names that a scenario cannot give to anything that expressions ask about: all of the above.
[[nodiscard]] const std::vector<std::string>& reserved_names();

/// All words of a text: names, functions, operators, numbers.
[[nodiscard]] std::set<std::string> words_of(const std::string& text);

/// True when `name` can stand in an expression (letter, then letters, digits, underscores; no
/// operator word).
[[nodiscard]] bool is_identifier(const std::string& name);

}  // namespace yhdyspinta::process
