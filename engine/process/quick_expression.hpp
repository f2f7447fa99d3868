// SPDX-License-Identifier: Apache-2.0
// Hot path: `value` may not allocate, format or look up text.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace yhdyspinta::process {

/// What expressions of scenarios mostly consist of (numbers, names, arithmetic, comparisons, `and`,
/// `or`, `not`, `? :`, `min`, `max`) as a list of operations for a stack, several times as quick as
/// muParser. muParser stays the judge: `translate` gives nothing for what it does not know, and the
/// caller compares the two before it trusts this one.
class QuickExpression {
public:
    struct Name {
        bool is_variable = false;
        std::uint32_t place = 0;  ///< of a variable
        double value = 0.0;       ///< of a constant
    };
    /// What a name means; nothing when it means nothing.
    using Lookup = std::function<std::optional<Name>(const std::string&)>;

    [[nodiscard]] static std::optional<QuickExpression> translate(const std::string& text,
                                                                  const Lookup& lookup);

    /// `read(place)` gives the value of a variable; only of those that decide about the result.
    template <class Read>
    [[nodiscard]] double value(Read&& read) const;

    /// The numbers of the text: where it may change its value.
    [[nodiscard]] std::vector<double> numbers() const;

private:
    class Translator;

    static constexpr std::uint32_t kDepth = 16;  ///< of the stack

    enum class Code : std::uint8_t {
        number,
        variable,
        add,
        subtract,
        multiply,
        divide,
        negate,
        less,
        at_most,
        more,
        at_least,
        equal,
        unequal,
        variable_less,  ///< than the number; likewise those that follow
        variable_at_most,
        variable_more,
        variable_at_least,
        variable_equal,
        variable_unequal,
        negation,
        minimum,
        maximum,
        truth,          ///< 1 unless it is 0
        unless_false,   ///< 0 is the result and ends the `and`, else it is dropped
        unless_true,    ///< 1 is the result and ends the `or`, else it is dropped
        jump_if_false,  ///< and is dropped
        jump
    };
    struct Operation {
        Code code = Code::number;
        std::uint32_t at = 0;  ///< place of the variable, or of the operation to go on with
        double number = 0.0;
    };

    /// What depends on one variable, and on that by comparisons with numbers alone, has one value
    /// below, at, between and above these: most conditions, an age from seven to seventeen, say.
    void find_steps();
    template <class Read>
    [[nodiscard]] double worked_out(Read&& read) const;

    std::uint32_t step_variable_ = 0;
    std::uint32_t borders_ = 0;  ///< how many; 0: it is not of that kind
    std::vector<double> steps_;  ///< borders, ascending, then 2 borders + 1 values
    std::vector<Operation> operations_;
};

template <class Read>
double QuickExpression::value(Read&& read) const {
    if (borders_ > 0) {
        const double number = read(step_variable_);
        const double* const borders = steps_.data();
        std::size_t step = borders_;
        for (std::uint32_t i = 0; i < borders_; ++i) {
            step += static_cast<std::size_t>(borders[i] < number) +
                    static_cast<std::size_t>(borders[i] <= number);
        }
        if (number == number) return steps_[step];
    }
    return worked_out(read);
}

template <class Read>
double QuickExpression::worked_out(Read&& read) const {
    std::array<double, kDepth> stack;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    double* top = stack.data() - 1;
    const Operation* const begin = operations_.data();
    const Operation* const end = begin + operations_.size();
    const auto truth = [](bool holds) { return holds ? 1.0 : 0.0; };
    for (const Operation* next = begin; next != end; ++next) {
        const double number = next->number;
        switch (next->code) {
            case Code::number: *++top = number; break;
            case Code::variable: *++top = read(next->at); break;
            case Code::add: --top, *top = top[0] + top[1]; break;
            case Code::subtract: --top, *top = top[0] - top[1]; break;
            case Code::multiply: --top, *top = top[0] * top[1]; break;
            case Code::divide: --top, *top = top[0] / top[1]; break;
            case Code::negate: *top = -*top; break;
            case Code::less: --top, *top = truth(top[0] < top[1]); break;
            case Code::at_most: --top, *top = truth(top[0] <= top[1]); break;
            case Code::more: --top, *top = truth(top[0] > top[1]); break;
            case Code::at_least: --top, *top = truth(top[0] >= top[1]); break;
            case Code::equal: --top, *top = truth(top[0] == top[1]); break;
            case Code::unequal: --top, *top = truth(top[0] != top[1]); break;
            case Code::variable_less: *++top = truth(read(next->at) < number); break;
            case Code::variable_at_most: *++top = truth(read(next->at) <= number); break;
            case Code::variable_more: *++top = truth(read(next->at) > number); break;
            case Code::variable_at_least: *++top = truth(read(next->at) >= number); break;
            case Code::variable_equal: *++top = truth(read(next->at) == number); break;
            case Code::variable_unequal: *++top = truth(read(next->at) != number); break;
            case Code::negation: *top = truth(*top == 0.0); break;
            case Code::minimum: --top, *top = std::min(top[0], top[1]); break;
            case Code::maximum: --top, *top = std::max(top[0], top[1]); break;
            case Code::truth: *top = truth(*top != 0.0); break;
            case Code::unless_false:
                if (*top == 0.0) {
                    *top = 0.0;
                    next = begin + next->at - 1;
                } else {
                    --top;
                }
                break;
            case Code::unless_true:
                if (*top != 0.0) {
                    *top = 1.0;
                    next = begin + next->at - 1;
                } else {
                    --top;
                }
                break;
            case Code::jump_if_false:
                if (*top-- == 0.0) next = begin + next->at - 1;
                break;
            case Code::jump: next = begin + next->at - 1; break;
        }
    }
    return *top;
}

}  // namespace yhdyspinta::process
