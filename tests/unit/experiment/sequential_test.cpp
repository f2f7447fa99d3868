// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/sequential.hpp"

#include <limits>

#include <boost/test/unit_test.hpp>

using namespace yhdyspinta;
using experiment::replications_wanted;

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
BOOST_AUTO_TEST_CASE(those_that_are_there_when_the_half_width_is_small_enough) {
    const auto table = table_of({1, 2, 3, 4, 5});
    BOOST_TEST(replications_wanted(precision(1.97), table, 5) == 5u);
    BOOST_TEST(replications_wanted(precision(1.96), table, 5) == 6u);
}

BOOST_AUTO_TEST_CASE(more_by_the_square_of_what_is_too_wide_but_at_most_twice) {
    const auto table = table_of({1, 2, 3, 4, 5});
    BOOST_TEST(replications_wanted(precision(1.6), table, 5) == 8u);  // 5 * 1.2270^2 = 7.53
    BOOST_TEST(replications_wanted(precision(0.1), table, 5) == 10u);
}

BOOST_AUTO_TEST_CASE(relative_to_the_mean_when_asked_so) {
    auto relative = precision(1.0);
    relative.responses[0].half_width.reset();
    relative.responses[0].relative = 0.66;  // 1.98 of 3
    BOOST_TEST(replications_wanted(relative, table_of({1, 2, 3, 4, 5}), 5) == 5u);
    relative.responses[0].relative = 0.65;
    BOOST_TEST(replications_wanted(relative, table_of({1, 2, 3, 4, 5}), 5) == 6u);
}

BOOST_AUTO_TEST_CASE(never_above_the_most_and_twice_as_many_when_nothing_was_measured) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    auto asked = precision(0.1);
    asked.at_most = 7;
    BOOST_TEST(replications_wanted(asked, table_of({1, 2, 3, 4, 5}), 5) == 7u);
    asked.at_most = 100;
    BOOST_TEST(replications_wanted(asked, table_of({nan, nan, nan}), 3) == 6u);
}

BOOST_AUTO_TEST_SUITE_END()
