// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/sequential.hpp"

#include <limits>

#include <boost/test/unit_test.hpp>

using namespace yhdyspinta;
using experiment::replications_wanted;
using experiment::selection_over;
using experiment::settings_of;

namespace {

results::ResponseTable table_of(const std::vector<double>& values) {
    results::ResponseTable table;
    for (std::size_t i = 0; i < values.size(); ++i) {
        table.add({i + 1, {{"wait", "d", "all", values[i]}}});
    }
    return table;
}

scenario::Precision precision(double half_width) {
    scenario::Precision made;
    scenario::PrecisionTarget target;
    target.response.name = "wait";
    target.half_width = half_width;
    made.responses.push_back(target);
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(replications_wanted_are)

// 1, 2, 3, 4, 5: s = 1.5811, t(4, 0.975) = 2.7764, half-width 1.9632.
BOOST_AUTO_TEST_CASE(those_that_are_there_when_it_has_been_precise_for_five_more) {
    const std::vector<double> values{1, 2, 3, 4, 5, 3, 3, 3, 3, 3};
    BOOST_TEST(replications_wanted(precision(1.97), table_of(values), 10) == 10u);
    const auto nine = std::vector<double>(values.begin(), values.end() - 1);
    BOOST_TEST(replications_wanted(precision(1.97), table_of(nine), 9) > 9u);
}

BOOST_AUTO_TEST_CASE(more_as_the_spread_forecasts_but_at_most_twice) {
    const auto table = table_of({1, 2, 3, 4, 5, 1, 2, 3, 4, 5});
    // s = 1.4907: t(11) s / sqrt(12) = 0.9472 is the first below 0.95, and five to confirm it.
    BOOST_TEST(replications_wanted(precision(0.95), table, 10) == 17u);
    BOOST_TEST(replications_wanted(precision(0.1), table, 10) == 20u);
}

BOOST_AUTO_TEST_CASE(relative_to_the_mean_when_asked_so) {
    auto relative = precision(1.0);
    relative.responses[0].half_width.reset();
    const std::vector<double> values{1, 2, 3, 4, 5, 3, 3, 3, 3, 3};
    relative.responses[0].relative = 0.66;  // 1.98 of 3
    BOOST_TEST(replications_wanted(relative, table_of(values), 10) == 10u);
    relative.responses[0].relative = 0.1;
    BOOST_TEST(replications_wanted(relative, table_of(values), 10) > 10u);
}

BOOST_AUTO_TEST_CASE(never_above_the_most_and_twice_as_many_when_nothing_was_measured) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    auto asked = precision(0.1);
    asked.at_most = 7;
    BOOST_TEST(replications_wanted(asked, table_of({1, 2, 3, 4, 5}), 5) == 7u);
    asked.at_most = 100;
    BOOST_TEST(replications_wanted(asked, table_of({nan, nan, nan, nan, nan}), 5) == 10u);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(selection)

BOOST_AUTO_TEST_CASE(ends_with_the_best_when_the_others_are_clearly_worse) {
    statistics::Samples values(3);
    for (int r = 0; r < 30; ++r) {
        const double common = r % 7;
        values[0].push_back(common + 2.0 + 0.1 * (r % 3));
        values[1].push_back(common + 1.0 + 0.1 * (r % 2));
        values[2].push_back(common + 9.0 + 0.1 * (r % 4));
    }
    scenario::Selection asked;
    asked.indifference = 0.5;
    const auto smaller = selection_over(values, settings_of(asked));
    BOOST_REQUIRE(smaller.is_decided());
    BOOST_TEST(smaller.contenders().front() == 1u);
    asked.better = scenario::BetterIs::larger;
    BOOST_TEST(selection_over(values, settings_of(asked)).contenders().front() == 2u);
}

BOOST_AUTO_TEST_CASE(skips_replications_without_a_number_and_waits_for_the_first_stage) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    scenario::Selection asked;
    asked.indifference = 0.5;
    asked.at_least = 5;
    const auto state = selection_over({{1, 2, nan, 1, 2}, {8, 9, 8, 9, 8}}, settings_of(asked));
    BOOST_TEST(state.replications() == 4u);
    BOOST_TEST(!state.is_decided());
}

BOOST_AUTO_TEST_SUITE_END()
