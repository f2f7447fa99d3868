// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/shapley.hpp"

#include <bit>
#include <cmath>
#include <limits>
#include <set>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"
#include "tests/unit/statistics/uniform_numbers.hpp"

using namespace yhdyspinta::statistics;
using yhdyspinta::test::uniform_numbers;

namespace {

/// The voters of a council of nations of 1958: France, Germany, Italy 4 votes each, the
/// Netherlands, Belgium 2 each, Luxembourg 1; 12 of 17 are needed.
double passes(Subset subset) {
    const int votes[] = {4, 4, 4, 2, 2, 1};
    int sum = 0;
    for (int i = 0; i < 6; ++i) sum += (subset >> i & 1) != 0 ? votes[i] : 0;
    return sum >= 12 ? 1.0 : 0.0;
}

/// Values of all subsets in one replication.
Samples of_all(std::size_t differences, const std::function<double(Subset)>& value) {
    Samples values;
    for (Subset subset = 0; subset < Subset{1} << differences; ++subset) {
        values.push_back({value(subset)});
    }
    return values;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shapley, *boost::unit_test::tolerance(1e-12))

// A left glove and two right ones make a pair: 2/3, 1/6, 1/6.
BOOST_AUTO_TEST_CASE(gloves_are_worth_what_textbooks_say) {
    const auto pair = [](Subset s) { return (s & 1) != 0 && (s & 6) != 0 ? 1.0 : 0.0; };
    const ShapleyValues found = shapley_values(of_all(3, pair), 3);
    BOOST_TEST(found.shares[0].estimate == 2.0 / 3.0);
    BOOST_TEST(found.shares[1].estimate == 1.0 / 6.0);
    BOOST_TEST(found.shares[2].estimate == 1.0 / 6.0);
    BOOST_TEST(std::isnan(found.shares[0].low));  // one replication
}

// Shapley-Shubik index of the Council of the EEC, 1958: 14/60, 9/60, 0 (Luxembourg never counts).
BOOST_AUTO_TEST_CASE(power_in_a_council_agrees_with_the_published_index) {
    const ShapleyValues found = shapley_values(of_all(6, passes), 6);
    for (const int i : {0, 1, 2}) BOOST_TEST(found.shares[i].estimate == 14.0 / 60.0);
    for (const int i : {3, 4}) BOOST_TEST(found.shares[i].estimate == 9.0 / 60.0);
    BOOST_TEST(found.shares[5].estimate == 0.0);
}

BOOST_AUTO_TEST_CASE(shares_sum_to_the_whole_and_have_intervals_over_replications) {
    constexpr std::size_t kDifferences = 5;
    const auto uniform = uniform_numbers();
    Samples values(1u << kDifferences);
    for (auto& replications : values) {
        for (int r = 0; r < 4; ++r) replications.push_back(100.0 * uniform());
    }
    values[7][3] = std::numeric_limits<double>::quiet_NaN();
    const ShapleyValues found = shapley_values(values, kDifferences);
    double sum = 0.0;
    for (const Interval& share : found.shares) sum += share.estimate;
    BOOST_TEST(found.replications == 3u);
    BOOST_TEST(sum == found.total.estimate);
    BOOST_TEST(found.total.estimate == (values[31][0] + values[31][1] + values[31][2] -
                                        values[0][0] - values[0][1] - values[0][2]) /
                                           3.0);
}

// Two differences that add 1 and 2 in one replication, 3 and 2 in the other, and share 1 of which
// neither is the cause alone.
BOOST_AUTO_TEST_CASE(what_two_bring_together_is_halved_in_each_replication) {
    const ShapleyValues found =
        shapley_values({{10.0, 20.0}, {11.0, 23.0}, {12.0, 22.0}, {14.0, 26.0}}, 2);
    BOOST_TEST(found.shares[0].estimate == (1.5 + 3.5) / 2.0);
    BOOST_TEST(found.shares[1].estimate == 2.5);
    BOOST_TEST(found.shares[0].half_width() == 12.706204736 * 1.0,
               boost::test_tools::tolerance(1e-9));
    BOOST_TEST(found.shares[1].half_width() == 0.0);
}

BOOST_AUTO_TEST_CASE(sampled_orders_come_near_the_exact_values) {
    std::set<Subset> asked;
    bool asked_twice = false;
    const auto value = [&](Subset subset) {
        if (!asked.insert(subset).second) asked_twice = true;
        return passes(subset);
    };
    const SampledShapley found = sampled_shapley(value, 6, 2000, uniform_numbers());
    const double exact[] = {14. / 60, 14. / 60, 14. / 60, 9. / 60, 9. / 60, 0.0};
    double sum = 0.0;
    for (std::size_t i = 0; i < 6; ++i) {
        BOOST_TEST(std::abs(found.shares[i] - exact[i]) <= 4.0 * found.standard_errors[i]);
        // Some 0.4 for one order, 2000 pairs of them.
        BOOST_TEST(found.standard_errors[i] < 0.012);
        sum += found.shares[i];
    }
    BOOST_TEST(found.standard_errors[0] > 0.004);
    BOOST_TEST(sum == 1.0);
    BOOST_TEST(!asked_twice);
    BOOST_TEST(found.subsets == asked.size());
}

// Where each difference adds the same in whatever order, one pair knows all.
BOOST_AUTO_TEST_CASE(sampling_has_no_error_where_differences_simply_add) {
    const auto value = [](Subset subset) {
        return static_cast<double>(std::popcount(subset & 0xff)) + 2.0 * ((subset >> 39 & 1) != 0);
    };
    const SampledShapley found = sampled_shapley(value, 40, 2, uniform_numbers());
    BOOST_TEST(found.shares[0] == 1.0);
    BOOST_TEST(found.shares[20] == 0.0);
    BOOST_TEST(found.shares[39] == 2.0);
    BOOST_TEST(found.standard_errors[39] == 0.0);
}

BOOST_AUTO_TEST_CASE(refuses_subsets_that_are_missing) {
    BOOST_CHECK_THROW((void)shapley_values({{1.0}, {2.0}, {3.0}}, 2),
                      yhdyspinta::base::InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
