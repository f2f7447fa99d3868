// SPDX-License-Identifier: Apache-2.0
#include "engine/process/quick_expression.hpp"

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/process/expression.hpp"

using namespace yhdyspinta;
using process::CompiledExpression;
using process::ExpressionNames;
using process::QuickExpression;

namespace {

const ExpressionNames kNames{{"age", "strain", "severity"}, {{"strained", 1.0}, {"calm", 0.0}}};

std::optional<QuickExpression> quick(const std::string& text) {
    return QuickExpression::translate(
        text, [](const std::string& name) -> std::optional<QuickExpression::Name> {
            for (std::uint32_t i = 0; i < kNames.variables.size(); ++i) {
                if (kNames.variables[i] == name) return QuickExpression::Name{true, i, 0.0};
            }
            for (const auto& [constant, value] : kNames.constants) {
                if (constant == name) return QuickExpression::Name{false, 0, value};
            }
            return std::nullopt;
        });
}

double value(const std::string& text, const std::vector<double>& values) {
    return quick(text).value().value([&](std::uint32_t place) { return values.at(place); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(quick_expression)

BOOST_AUTO_TEST_CASE(gives_what_mu_parser_gives) {
    const std::vector<std::string> texts{
        "1",
        "age",
        "strained",
        "age >= 7 and age < 18",
        "age < 1 or age > 17 and severity >= 2",
        "(age < 1 or age > 17) and severity >= 2",
        "age < 2 ? strain < 0.42 : strain >= 0.42 and strain < 0.9",
        "age < 2 ? 1 : age < 7 ? 2 : 3",
        "2 * (strain == strained ? 3 : 1)",
        "not(age > 3)",
        "not(age) + 1",
        "-age * 2 - -severity",
        "age - strain - severity",
        "age / (1 + strain) / 4",
        "1 - 0.5 * strain + age * severity",
        "min(age, 3, severity)",
        "max(0, min(1, 0.2 + 0.1 * (severity - 1)))",
        "age > 3 == severity > 1",
        "1 < age < 2",
        "age != 3 && severity || strain",
        "1.5e1 + .5",
        "3 < age",
        "(age > 2 ? age : 3) > 2.5",
        "(age > 2 ? 3 : age) > 2.5"};
    for (const std::string& text : texts) {
        for (const double age : {0.0, 0.5, 1.0, 2.0, 3.0, 7.0, 17.9, 18.0}) {
            for (const double strain : {0.0, 0.42, 0.9, 1.0}) {
                for (const double severity : {0.0, 1.0, 2.0, 4.0}) {
                    std::vector<double> values{age, strain, severity};
                    // With a function that only muParser knows, so that it is asked.
                    const CompiledExpression parsed("(" + text + ") + 0 * sin(age)", kNames,
                                                    values.data());
                    BOOST_TEST(value(text, values) == parsed.value(),
                               text << " at " << age << ", " << strain << ", " << severity);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(of_one_variable_compared_with_numbers_it_is_read_once) {
    const double infinity = std::numeric_limits<double>::infinity();
    for (const std::string text :
         {"age >= 7 and age < 18", "age < 1 or age > 17 or age == 9", "not(age != 3)",
          "age < 2 ? 0.1 : age <= 7 ? 2 : 0.3", "(age >= 0.1) + 2 * (age > 0.3) - 1",
          "age >= -0.67 and age < 0.33 or age >= 0.5 and age < 1.5"}) {
        const QuickExpression expression = quick(text).value();
        std::vector<double> ages{0.0, -infinity, infinity,
                                 std::numeric_limits<double>::quiet_NaN()};
        for (const double number : expression.numbers()) {
            ages.insert(ages.end(), {number, std::nextafter(number, -infinity),
                                     std::nextafter(number, infinity), number + 0.2});
        }
        std::vector<double> values(3, 0.0);
        const CompiledExpression parsed("(" + text + ") + 0 * sin(severity)", kNames,
                                        values.data());
        for (const double age : ages) {
            values[0] = age;
            int reads = 0;
            const double found = expression.value([&](std::uint32_t place) {
                ++reads;
                return values.at(place);
            });
            BOOST_TEST(found == parsed.value(), text << " at " << age);
            if (!std::isnan(age)) BOOST_TEST(reads == 1);
        }
    }
}

BOOST_AUTO_TEST_CASE(leaves_to_mu_parser_what_it_does_not_know) {
    for (const char* text : {"sin(age)", "age ^ 2", "age +", "(age", "age)", "years", "age = 3", "",
                             "0x10", "age ? 1", "min()", "! age", "2 age"}) {
        BOOST_TEST(!quick(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(reads_only_what_decides) {
    std::vector<std::uint32_t> asked;
    const auto read = [&](std::uint32_t place) {
        asked.push_back(place);
        return 0.0;
    };
    (void)quick("age > 1 and severity > 1").value().value(read);
    (void)quick("age == 0 or strain > 1").value().value(read);
    (void)quick("age ? strain : severity").value().value(read);
    const std::vector<std::uint32_t> expected{0, 0, 0, 2};
    BOOST_TEST(asked == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(is_left_to_mu_parser_when_its_stack_is_too_small) {
    std::string deep = "1";
    for (int i = 0; i < 40; ++i) deep = "1 + (" + deep + ")";
    BOOST_TEST(!quick(deep).has_value());
    std::vector<double> values(3, 0.0);
    BOOST_TEST(CompiledExpression(deep, kNames, values.data()).value() == 41.0);
}

// muParser folds factors that stand apart, which rounds otherwise.
BOOST_AUTO_TEST_CASE(is_not_used_where_mu_parser_rounds_otherwise) {
    const std::string text = "age * 0.1 * 0.3";
    std::vector<double> values(3, 0.0);
    const CompiledExpression compiled(text, kNames, values.data());
    const CompiledExpression parsed(text + " + 0 * sin(severity)", kNames, values.data());
    int others = 0;
    for (int i = 1; i < 500; ++i) {
        values[0] = 0.37 * i;
        BOOST_TEST(compiled.value() == parsed.value());
        others += value(text, values) != parsed.value() ? 1 : 0;
    }
    BOOST_TEST(others > 0);
}

BOOST_AUTO_TEST_CASE(a_compiled_expression_reads_its_array_or_what_it_is_given) {
    std::vector<double> values{5.0, 0.0, 2.0};
    for (const char* text : {"age + severity", "age + severity + 0 * sin(age)"}) {
        const CompiledExpression expression(text, kNames, values.data());
        BOOST_TEST(expression.value() == 7.0);
        BOOST_TEST(expression.value([](std::uint32_t place) { return place == 0 ? 1.0 : 3.0; }) ==
                   4.0);
        values = {5.0, 0.0, 2.0};
    }
}

BOOST_AUTO_TEST_SUITE_END()
