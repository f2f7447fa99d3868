// SPDX-License-Identifier: Apache-2.0
#include "engine/process/expression_words.hpp"

#include <boost/test/unit_test.hpp>

#include "engine/process/expression.hpp"

using namespace yhdyspinta::process;

BOOST_AUTO_TEST_SUITE(expression_words)

BOOST_AUTO_TEST_CASE(tell_the_meaning_of_each_variable_in_their_order) {
    std::vector<std::string> names;
    for (const auto& word : expression_variables()) {
        names.push_back(word.text);
        BOOST_TEST(!word.meaning.empty());
    }
    BOOST_TEST(names == episode_variables());
    names.clear();
    for (const auto& word : interface_expression_variables()) names.push_back(word.text);
    BOOST_TEST(names == interface_variables());
}

BOOST_AUTO_TEST_CASE(have_examples_that_are_expressions) {
    const ExpressionNames names{reserved_names(), {}};
    for (const auto* words :
         {&expression_variables(), &interface_expression_variables(), &expression_operators()}) {
        for (const auto& word : *words) {
            BOOST_TEST_CONTEXT(word.example) {
                BOOST_TEST(!word.meaning.empty());
                BOOST_TEST(check_expression(word.example, names).value_or("") == "");
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(name_only_functions_that_exist) {
    // The names before a parenthesis in the signatures stand in the example as well.
    for (const auto& word : expression_operators()) {
        for (std::size_t at = word.text.find('('); at != std::string::npos;
             at = word.text.find('(', at + 1)) {
            std::size_t begin = at;
            while (begin > 0 &&
                   (std::isalnum(static_cast<unsigned char>(word.text[begin - 1])) != 0)) {
                --begin;
            }
            const std::string name = word.text.substr(begin, at - begin + 1);
            BOOST_TEST_CONTEXT(name) { BOOST_TEST(word.example.find(name) != std::string::npos); }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
