// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/best.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"
#include "engine/statistics/summary.hpp"
#include "tests/unit/statistics/uniform_numbers.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::statistics;

BOOST_AUTO_TEST_SUITE(best)

// Dunnett (1955), table 1a: one-sided, joint confidence 95 %.
BOOST_AUTO_TEST_CASE(critical_values_agree_with_published_tables) {
    const auto near = [](std::size_t comparisons, std::size_t degrees, double published) {
        BOOST_TEST(std::abs(dunnett_one_sided(comparisons, degrees, 0.95) - published) < 0.0101);
    };
    near(1, 10, 1.81);
    near(2, 10, 2.15);
    near(3, 10, 2.34);
    near(9, 10, 2.81);
    near(2, 20, 2.03);
    near(4, 20, 2.30);
    near(9, 20, 2.60);
    near(2, 100000, 1.92);
    near(5, 100000, 2.23);
}

// Means 2, 4, 10; all three vary by the same numbers plus a little: residuals by hand.
BOOST_AUTO_TEST_CASE(intervals_against_the_best_follow_hsu) {
    const Samples samples{{1.0, 2.0, 3.0}, {3.0, 4.0, 5.0}, {9.0, 10.0, 11.0}};
    // Independent: variance 1 in each, 6 degrees of freedom; nothing is left with common numbers.
    const double bound = dunnett_one_sided(2, 6, 0.95) * std::sqrt(2.0 / 3.0);
    const auto independent = compare_with_best(samples, Better::smaller, McbMethod::independent);
    BOOST_TEST(bound > 1.5);
    BOOST_TEST(bound < 2.0);
    BOOST_TEST(independent[0].difference.estimate == -2.0);
    BOOST_TEST(independent[0].difference.low == -2.0 - bound, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(independent[0].difference.high == 0.0);
    BOOST_TEST(independent[0].is_only_best);
    BOOST_TEST(independent[1].difference.low == 0.0);
    BOOST_TEST(independent[1].difference.high == 2.0 + bound, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(!independent[1].may_be_best);
    BOOST_TEST(independent[2].difference.high == 8.0 + bound, boost::test_tools::tolerance(1e-12));

    const auto in_common =
        compare_with_best(samples, Better::smaller, McbMethod::equal_variance_of_differences);
    BOOST_TEST(std::abs(in_common[1].difference.high - 2.0) < 1e-9);
    BOOST_TEST(in_common[0].is_only_best);
}

BOOST_AUTO_TEST_CASE(larger_is_better_is_the_mirror_image) {
    const Samples samples{{1.0, 2.5, 3.0}, {2.0, 2.0, 4.0}, {9.0, 8.0, 11.0}};
    Samples mirrored = samples;
    for (auto& values : mirrored) {
        for (double& value : values) value = -value;
    }
    for (const McbMethod method : {McbMethod::independent, McbMethod::equal_variance_of_differences,
                                   McbMethod::bonferroni}) {
        const auto larger = compare_with_best(samples, Better::larger, method);
        const auto smaller = compare_with_best(mirrored, Better::smaller, method);
        for (std::size_t i = 0; i < 3; ++i) {
            BOOST_TEST(larger[i].difference.estimate == -smaller[i].difference.estimate);
            BOOST_TEST(larger[i].difference.low == -smaller[i].difference.high);
            BOOST_TEST(larger[i].difference.high == -smaller[i].difference.low);
            BOOST_TEST(larger[i].may_be_best == smaller[i].may_be_best);
        }
    }
}

// Differences 1, 1.5, 0.5: sd 0.5, one-sided t(2) of two designs 2.91999.
BOOST_AUTO_TEST_CASE(bonferroni_bounds_each_pair_by_its_own_variance) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Samples samples{{10.0, 20.0, nan, 30.0}, {11.0, 21.5, 5.0, 30.5}};
    const auto found = compare_with_best(samples, Better::smaller, McbMethod::bonferroni);
    const double bound = 2.919986 * 0.5 / std::sqrt(3.0);
    BOOST_TEST(found[0].difference.low == -1.0 - bound, boost::test_tools::tolerance(1e-6));
    BOOST_TEST(found[1].difference.high == 1.0 + bound, boost::test_tools::tolerance(1e-6));
    BOOST_TEST(found[0].is_only_best);
    const auto unclear = compare_with_best(samples, Better::smaller, McbMethod::independent);
    BOOST_TEST(unclear[0].may_be_best);
    BOOST_TEST(unclear[1].may_be_best);
    BOOST_TEST(!unclear[0].is_only_best);
    BOOST_TEST(unclear[1].difference.low < 0.0);
}

// n0 = 2, two designs, confidence 0.75: eta = (0.5^-2 - 1) / 2 = 1.5, h² = 3.
BOOST_AUTO_TEST_CASE(selection_screens_as_kim_and_nelson_define) {
    KimNelson selection(2, {.indifference = 1.0, .confidence = 0.75, .first_stage = 2});
    BOOST_TEST(selection.most_replications() == 0u);
    selection.add(std::vector<double>{1.0, 3.0});
    BOOST_TEST(!selection.is_decided());
    // Differences 2 and 0: variance 2, mean 1; width (3 * 2 - 2) / 4 = 1: not beyond it.
    selection.add(std::vector<double>{1.0, 1.0});
    BOOST_TEST(!selection.is_decided());
    BOOST_TEST(selection.most_replications() == 7u);
    // Mean 0.7 after three; width (6 - 3) / 6 = 0.5: the second is out.
    selection.add(std::vector<double>{1.0, 1.1});
    BOOST_TEST(selection.is_decided());
    BOOST_TEST(selection.contenders() == std::vector<std::size_t>{0});
    BOOST_TEST(selection.replications() == 3u);
    BOOST_CHECK_THROW(selection.add(std::vector<double>{1.0}), base::InternalError);
}

BOOST_AUTO_TEST_CASE(selection_ends_at_the_latest_when_it_said_even_with_equal_designs) {
    KimNelson selection(
        2, {.indifference = 1.0, .confidence = 0.75, .first_stage = 2, .better = Better::larger});
    for (int r = 0; r < 7; ++r) {
        BOOST_TEST(!selection.is_decided());
        selection.add(std::vector<double>{r == 1 ? 0.0 : 1.0, r == 0 ? 0.0 : 1.0});
    }
    // Variance 2, at most 7 replications; both are even, so the first.
    BOOST_TEST(selection.is_decided());
    BOOST_TEST(selection.contenders() == std::vector<std::size_t>{0});
}

BOOST_AUTO_TEST_CASE(clear_losers_leave_early) {
    const auto uniform = test::uniform_numbers();
    KimNelson selection(4, {.indifference = 0.1, .confidence = 0.95, .first_stage = 10});
    const double means[] = {0.0, 0.3, 0.6, 6.0};
    std::vector<std::size_t> left_at(4, 0);
    while (!selection.is_decided()) {
        std::vector<double> values;
        const double shared = test::normal_number(uniform);
        for (const std::size_t d : selection.contenders()) {
            ++left_at[d];
            values.push_back(means[d] + shared + 0.5 * test::normal_number(uniform));
        }
        selection.add(values);
    }
    BOOST_TEST(selection.contenders() == std::vector<std::size_t>{0});
    BOOST_TEST(left_at[3] == 10u);
    BOOST_TEST(left_at[1] > 10u);
}

// Ratios (sd / distance)²: 1 / 1, 4 / 4, 9 / 9 for the others; the best 2 sqrt(1 + 1/4 + 1/9).
BOOST_AUTO_TEST_CASE(budget_goes_where_the_choice_is_hard) {
    const std::vector<double> means{10.0, 11.0, 12.0, 13.0}, deviations{2.0, 1.0, 2.0, 3.0};
    const std::vector<double> shares = ocba_shares(means, deviations, Better::smaller);
    const double best = 2.0 * std::sqrt(1.0 + 1.0 / 4.0 + 1.0 / 9.0);
    BOOST_TEST(shares[0] == best / (best + 3.0), boost::test_tools::tolerance(1e-12));
    BOOST_TEST(shares[1] == 1.0 / (best + 3.0), boost::test_tools::tolerance(1e-12));
    BOOST_TEST(shares[3] == shares[1], boost::test_tools::tolerance(1e-12));
    // Where larger is better the distances are 3, 2, 1 from the last.
    const std::vector<double> larger = ocba_shares(means, deviations, Better::larger);
    BOOST_TEST(larger[2] / larger[1] == 4.0 / (1.0 / 4.0), boost::test_tools::tolerance(1e-12));

    // 35 of 43.75 and 15 of 18.75 are as far from what the shares of 100 would be.
    const std::vector<std::size_t> spent{20, 20, 30, 10};
    const auto next = ocba_next(means, deviations, spent, 20, Better::smaller);
    BOOST_TEST(next[0] + next[1] + next[2] + next[3] == 20u);
    BOOST_TEST(next[2] == 0u);
    BOOST_TEST(next[1] == 0u);
    BOOST_TEST(next[0] == 15u);
}

BOOST_AUTO_TEST_CASE(refuses_what_has_no_answer) {
    const Samples one{{1.0, 2.0}};
    BOOST_CHECK_THROW((void)compare_with_best(one, Better::smaller, McbMethod::bonferroni),
                      base::InternalError);
    BOOST_CHECK_THROW(KimNelson(2, {.indifference = 0.0}), base::InternalError);
    const std::vector<double> same{1.0, 1.0}, deviations{1.0, 1.0};
    BOOST_CHECK_THROW((void)ocba_shares(same, deviations, Better::smaller), base::InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
