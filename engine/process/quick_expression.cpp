// SPDX-License-Identifier: Apache-2.0
#include "engine/process/quick_expression.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>
#include <string_view>
#include <system_error>

namespace yhdyspinta::process {

/// Recursive descent; every step returns false when it meets something that it does not know.
class QuickExpression::Translator {
public:
    Translator(const std::string& text, const Lookup& lookup) : text_(text), lookup_(lookup) {}

    std::optional<QuickExpression> run() {
        next_word();
        if (!choice() || !word_.empty() || !is_known_) return std::nullopt;
        QuickExpression made;
        made.operations_ = std::move(operations_);
        made.find_steps();
        return made;
    }

private:
    void next_word() {
        while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
            ++at_;
        }
        const std::size_t begin = at_;
        const auto is_word = [&](std::size_t i) {
            return i < text_.size() &&
                   (std::isalnum(static_cast<unsigned char>(text_[i])) != 0 || text_[i] == '_');
        };
        if (at_ >= text_.size()) {
            word_ = {};
            return;
        }
        const char first = text_[at_];
        if (std::isdigit(static_cast<unsigned char>(first)) != 0 || first == '.') {
            const auto read =
                std::from_chars(text_.data() + begin, text_.data() + text_.size(), number_);
            at_ = static_cast<std::size_t>(read.ptr - text_.data());
            // Hexadecimal and the like are left to muParser.
            is_known_ = is_known_ && read.ec == std::errc() && !is_word(at_);
            word_ = kNumber;
            return;
        }
        if (is_word(at_)) {
            while (is_word(at_)) ++at_;
        } else {
            static constexpr std::array<std::string_view, 6> kPairs{
                "<=", ">=", "==", "!=", "&&", "||"};
            const std::string_view pair = std::string_view(text_).substr(at_, 2);
            at_ += std::find(kPairs.begin(), kPairs.end(), pair) != kPairs.end() ? 2 : 1;
        }
        word_ = std::string_view(text_).substr(begin, at_ - begin);
    }
    [[nodiscard]] bool takes(std::string_view word) {
        if (word_ != word) return false;
        next_word();
        return true;
    }

    /// `change`: by how much the stack grows.
    std::size_t add(Code code, int change, std::uint32_t at = 0, double number = 0.0) {
        depth_ += change;
        is_known_ = is_known_ && depth_ <= static_cast<int>(kDepth);
        operations_.push_back({code, at, number});
        return operations_.size() - 1;
    }
    void lead_here(std::size_t jump) {
        operations_[jump].at = static_cast<std::uint32_t>(operations_.size());
    }

    bool choice() {
        if (!alternative()) return false;
        if (!takes("?")) return true;
        const std::size_t to_else = add(Code::jump_if_false, -1);
        if (!choice() || !takes(":")) return false;
        const std::size_t to_end = add(Code::jump, -1);
        lead_here(to_else);
        if (!choice()) return false;
        lead_here(to_end);
        return true;
    }
    bool alternative() { return chain(&Translator::conjunction, "or", "||", Code::unless_true); }
    bool conjunction() { return chain(&Translator::comparison, "and", "&&", Code::unless_false); }
    /// Parts with the same operator between them, until one decides.
    bool chain(bool (Translator::*part)(), std::string_view word, std::string_view sign,
               Code unless) {
        if (!(this->*part)()) return false;
        while (takes(word) || takes(sign)) {
            const std::size_t skip = add(unless, -1);
            if (!(this->*part)()) return false;
            add(Code::truth, 0);
            lead_here(skip);
        }
        return true;
    }
    bool comparison() {
        if (!sum()) return false;
        for (;;) {
            Code code{};
            if (takes("<")) {
                code = Code::less;
            } else if (takes("<=")) {
                code = Code::at_most;
            } else if (takes(">")) {
                code = Code::more;
            } else if (takes(">=")) {
                code = Code::at_least;
            } else if (takes("==")) {
                code = Code::equal;
            } else if (takes("!=")) {
                code = Code::unequal;
            } else {
                return true;
            }
            const std::size_t right = operations_.size();
            if (!sum()) return false;
            compare(code, right);
        }
    }
    /// A variable beside a number is one operation.
    void compare(Code code, std::size_t right) {
        if (right + 1 == operations_.size() && right > 0 &&
            operations_[right].code == Code::number &&
            operations_[right - 1].code == Code::variable && !is_target(right)) {
            const double number = operations_[right].number;
            const std::uint32_t place = operations_[right - 1].at;
            operations_.resize(right - 1);
            depth_ -= 2;
            const int which = static_cast<int>(code) - static_cast<int>(Code::less);
            add(static_cast<Code>(static_cast<int>(Code::variable_less) + which), 1, place, number);
            return;
        }
        add(code, -1);
    }
    [[nodiscard]] bool is_target(std::size_t place) const {
        return std::any_of(operations_.begin(), operations_.end(), [&](const Operation& other) {
            const bool is_jump = other.code >= Code::unless_false;
            return is_jump && other.at == place;
        });
    }
    bool sum() {
        if (!product()) return false;
        for (;;) {
            if (takes("+")) {
                if (!product()) return false;
                add(Code::add, -1);
            } else if (takes("-")) {
                if (!product()) return false;
                add(Code::subtract, -1);
            } else {
                return true;
            }
        }
    }
    bool product() {
        if (!factor()) return false;
        for (;;) {
            if (takes("*")) {
                if (!factor()) return false;
                add(Code::multiply, -1);
            } else if (takes("/")) {
                if (!factor()) return false;
                add(Code::divide, -1);
            } else {
                return true;
            }
        }
    }
    bool factor() {
        if (takes("-")) {
            const std::size_t operand = operations_.size();
            if (!factor()) return false;
            const bool is_number =
                operand + 1 == operations_.size() && operations_.back().code == Code::number;
            if (is_number) {
                operations_.back().number = -operations_.back().number;
            } else {
                add(Code::negate, 0);
            }
            return true;
        }
        if (takes("(")) return choice() && takes(")");
        if (word_ == kNumber) {
            add(Code::number, 1, 0, number_);
            next_word();
            return true;
        }
        if (word_.empty() || (std::isalpha(static_cast<unsigned char>(word_.front())) == 0)) {
            return false;
        }
        const std::string name(word_);
        next_word();
        if (word_ == "(") return function(name);
        const auto meaning = lookup_(name);
        if (!meaning) return false;
        if (meaning->is_variable) {
            add(Code::variable, 1, meaning->place);
        } else {
            add(Code::number, 1, 0, meaning->value);
        }
        return true;
    }
    bool function(const std::string& name) {
        const bool is_negation = name == "not";
        if (!is_negation && name != "min" && name != "max") return false;
        if (!takes("(") || !choice()) return false;
        if (is_negation) {
            add(Code::negation, 0);
            return takes(")");
        }
        while (takes(",")) {
            if (!choice()) return false;
            add(name == "min" ? Code::minimum : Code::maximum, -1);
        }
        return takes(")");
    }

    static constexpr std::string_view kNumber = "0";
    const std::string& text_;
    const Lookup& lookup_;
    std::size_t at_ = 0;
    std::string_view word_;
    double number_ = 0.0;
    bool is_known_ = true;
    int depth_ = 0;
    std::vector<Operation> operations_;
};

std::optional<QuickExpression> QuickExpression::translate(const std::string& text,
                                                          const Lookup& lookup) {
    return Translator(text, lookup).run();
}

void QuickExpression::find_steps() {
    constexpr std::size_t kMost = 16;  // borders that are looked through quicker than worked out
    const auto compares = [](const Operation& operation) {
        return operation.code >= Code::variable_less && operation.code <= Code::variable_unequal;
    };
    const auto first = std::find_if(operations_.begin(), operations_.end(), compares);
    if (first == operations_.end()) return;
    std::vector<double> borders;
    for (const Operation& operation : operations_) {
        if (operation.code == Code::variable) return;
        if (!compares(operation)) continue;
        if (operation.at != first->at) return;
        borders.push_back(operation.number);
    }
    std::sort(borders.begin(), borders.end());
    borders.erase(std::unique(borders.begin(), borders.end()), borders.end());
    if (borders.size() > kMost) return;
    const auto at = [this](double number) {
        return worked_out([number](std::uint32_t) { return number; });
    };
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    std::vector<double> values{at(-kInfinity)};
    for (std::size_t i = 0; i < borders.size(); ++i) {
        const bool is_last = i + 1 == borders.size();
        values.push_back(at(borders[i]));
        values.push_back(at(is_last ? kInfinity : 0.5 * borders[i] + 0.5 * borders[i + 1]));
    }
    step_variable_ = first->at;
    borders_ = static_cast<std::uint32_t>(borders.size());
    steps_ = std::move(borders);
    steps_.insert(steps_.end(), values.begin(), values.end());
}

std::vector<double> QuickExpression::numbers() const {
    std::vector<double> found;
    for (const Operation& operation : operations_) {
        if (operation.code == Code::number ||
            (operation.code >= Code::variable_less && operation.code <= Code::variable_unequal)) {
            found.push_back(operation.number);
        }
    }
    return found;
}

}  // namespace yhdyspinta::process
