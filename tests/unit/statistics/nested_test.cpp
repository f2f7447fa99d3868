// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/nested.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"
#include "tests/unit/statistics/uniform_numbers.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::statistics;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Two designs, larger is better: 0, and 0.5 + theta_1 + theta_2 / 2 with standard normal thetas;
/// noise of the given deviation in each run of each.
struct Choice {
    NestedSamples samples{{}, {}};
    std::vector<double> theta_1, theta_2;
};

Choice choice(std::size_t outer, std::size_t inner, double noise) {
    const auto uniform = test::uniform_numbers();
    Choice made;
    for (std::size_t o = 0; o < outer; ++o) {
        made.theta_1.push_back(test::normal_number(uniform));
        made.theta_2.push_back(test::normal_number(uniform));
        const double expected[] = {0.0, 0.5 + made.theta_1[o] + made.theta_2[o] / 2.0};
        for (std::size_t d = 0; d < 2; ++d) {
            auto& replications = made.samples[d].emplace_back();
            for (std::size_t i = 0; i < inner; ++i) {
                replications.push_back(expected[d] + noise * test::normal_number(uniform));
            }
        }
    }
    return made;
}

Samples means_of(const NestedSamples& samples) {
    Samples means;
    for (const Samples& design : samples) {
        auto& of_design = means.emplace_back();
        for (const auto& values : design) {
            double sum = 0.0;
            for (const double value : values) sum += value;
            of_design.push_back(sum / static_cast<double>(values.size()));
        }
    }
    return means;
}

/// E max(0, d) - max(0, m) of normal d with this mean >= 0 and deviation.
double value_of_normal(double mean, double sd) {
    const boost::math::normal law;
    return mean * cdf(law, mean / sd) + sd * pdf(law, mean / sd) - mean;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(nested)

// Calcium in turnip greens, four leaves, four determinations each: Snedecor and Cochran,
// Statistical Methods, 6th ed., 10.13: mean squares 0.2961 and 0.0066, components 0.0724, 0.0066.
BOOST_AUTO_TEST_CASE(components_agree_with_the_turnip_greens) {
    const Samples leaves{{3.28, 3.09, 3.03, 3.03},
                         {3.52, 3.48, 3.38, 3.38},
                         {2.88, 2.80, 2.81, 2.76},
                         {3.34, 3.38, 3.23, 3.26}};
    const VarianceComponents found = variance_components(leaves);
    BOOST_TEST(std::abs(found.ignorance.estimate - 0.0724) < 5e-5);
    BOOST_TEST(std::abs(found.chance.estimate - 0.0066) < 5e-5);
    BOOST_TEST(std::abs(found.mean.estimate - 3.1656) < 5e-5);
}

// Strength of fabric from four looms: Montgomery, Design and Analysis of Experiments, example
// 13.1: components 6.96 and 1.90, chance within [0.98, 5.18], share 0.79 within [0.38, 0.98]
// (all rounded on the way).
BOOST_AUTO_TEST_CASE(intervals_agree_with_the_looms) {
    const Samples looms{
        {98, 97, 99, 96}, {91, 90, 93, 92}, {96, 95, 97, 95}, {kNaN, 1, 2, 3}, {95, 96, 99, 98}};
    const VarianceComponents found = variance_components(looms);
    BOOST_TEST(found.outer == 4u);
    BOOST_TEST(found.inner == 4u);
    BOOST_TEST(std::abs(found.ignorance.estimate - 6.96) < 5e-3);
    BOOST_TEST(std::abs(found.chance.estimate - 1.90) < 5e-3);
    BOOST_TEST(std::abs(found.chance.low - 0.98) < 6e-3);
    BOOST_TEST(std::abs(found.chance.high - 5.18) < 0.02);
    BOOST_TEST(std::abs(found.ignorance_share.estimate - 0.79) < 6e-3);
    BOOST_TEST(std::abs(found.ignorance_share.low - 0.38) < 6e-3);
    BOOST_TEST(std::abs(found.ignorance_share.high - 0.98) < 6e-3);
    // Williams: 3 (29.729 - f 1.896) / (4 chi²), f 4.4742 and 0.0700, chi² 9.3484 and 0.2158.
    BOOST_TEST(std::abs(found.ignorance.low - 1.704) < 5e-3);
    BOOST_TEST(std::abs(found.ignorance.high - 102.9) < 0.2);
}

BOOST_AUTO_TEST_CASE(chance_alone_leaves_no_ignorance) {
    // Means 2, 2, 2 of replications that differ.
    const VarianceComponents found = variance_components({{1, 3}, {3, 1}, {2, 2}});
    BOOST_TEST(found.ignorance.estimate == 0.0);
    BOOST_TEST(found.ignorance.low == 0.0);
    BOOST_TEST(found.ignorance_share.estimate == 0.0);
    BOOST_TEST(found.chance.estimate == 4.0 / 3.0, boost::test_tools::tolerance(1e-12));
    const VarianceComponents certain = variance_components({{1, 1}, {3, 3}});
    BOOST_TEST(certain.ignorance_share.estimate == 1.0);
    BOOST_TEST(std::isnan(variance_components({{1, 2}}).chance.estimate));
    BOOST_CHECK_THROW((void)variance_components({{1, 2}, {1}}), base::InternalError);
}

BOOST_AUTO_TEST_CASE(expected_values_have_the_variance_that_chance_does_not_explain) {
    // One design: means -2, 0, 2 (variance 4), of pairs one apart (variance 1/2, of means 1/4).
    const Samples expected = expected_values({{{-2.5, -1.5}, {-0.5, 0.5}, {1.5, 2.5}}});
    const double scale = std::sqrt((4.0 - 0.25) / 4.0);
    BOOST_TEST(expected[0][0] == -2.0 * scale, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(std::abs(expected[0][1]) < 1e-12);
    BOOST_TEST(expected[0][2] == 2.0 * scale, boost::test_tools::tolerance(1e-9));
    // Nothing but chance: all at the mean.
    const Samples flat = expected_values({{{1, 3}, {3, 1}, {2.5, 1.5}}});
    for (const double value : flat[0]) BOOST_TEST(std::abs(value - 2.0) < 1e-9);
}

// The second is best with probability Phi(0.5 / sqrt 1.25) = 0.6726 in expectation. Chance of
// deviation 3 in each run: 0.5454 in a single one, 0.5826 in means of four.
BOOST_AUTO_TEST_CASE(probability_of_the_best_does_not_take_chance_for_ignorance) {
    const Choice made = choice(4000, 4, 3.0);
    const auto found = best_probabilities(made.samples, Better::larger);
    const boost::math::normal law;
    const double expected = cdf(law, 0.5 / std::sqrt(1.25));
    BOOST_TEST(std::abs(found[1].expected.estimate - expected) < 0.03);
    BOOST_TEST(found[1].expected.low < found[1].expected.estimate);
    BOOST_TEST(found[1].expected.half_width() < 0.02);
    BOOST_TEST(std::abs(found[1].single_run - cdf(law, 0.5 / std::sqrt(1.25 + 18.0))) < 0.015);
    BOOST_TEST(found[0].expected.estimate + found[1].expected.estimate == 1.0,
               boost::test_tools::tolerance(1e-12));
    const auto smaller = best_probabilities(made.samples, Better::smaller);
    BOOST_TEST(smaller[0].expected.estimate == found[1].expected.estimate,
               boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(equal_designs_share_the_probability) {
    const Samples design{{1, 2}, {4, 3}, {5, 9}};
    const auto found = best_probabilities({design, design}, Better::smaller);
    BOOST_TEST(found[0].single_run == 0.5);
    BOOST_TEST(found[1].single_run == 0.5);
}

BOOST_AUTO_TEST_CASE(value_of_knowing_agrees_with_closed_forms_of_normal_differences) {
    const Choice made = choice(4000, 4, 1.0);
    const Samples means = means_of(made.samples);
    const double all = value_of_normal(0.5, std::sqrt(1.25));
    const double first = value_of_normal(0.5, 1.0), second = value_of_normal(0.5, 0.5);

    const Interval of_all = value_of_knowing_all(expected_values(made.samples), Better::larger);
    const Interval of_first = value_of_knowing(means, made.theta_1, Better::larger);
    const Interval of_second = value_of_knowing(means, made.theta_2, Better::larger);
    BOOST_TEST(std::abs(of_all.estimate - all) < 0.02);
    BOOST_TEST(of_all.contains(all));
    BOOST_TEST(std::abs(of_first.estimate - first) < 0.02);
    BOOST_TEST(of_first.contains(first));
    BOOST_TEST(std::abs(of_second.estimate - second) < 0.01);
    BOOST_TEST(of_second.contains(second));
    BOOST_TEST(of_first.half_width() < 0.05);
    // The raw means take chance for something that could be known.
    BOOST_TEST(value_of_knowing_all(means, Better::larger).estimate > all + 0.05);
}

// Design 2 is better by |x| - 1/2, x uniform in (-1, 1): worth E max(0, |x| - 1/2) = 1/8. No
// straight line shows it.
BOOST_AUTO_TEST_CASE(value_of_knowing_sees_what_is_not_straight) {
    const auto uniform = test::uniform_numbers();
    Samples means(2);
    std::vector<double> x, other;
    for (int o = 0; o < 2000; ++o) {
        x.push_back(2.0 * uniform() - 1.0);
        other.push_back(uniform());
        const double shared = 10.0 * uniform();
        means[0].push_back(shared);
        means[1].push_back(shared - std::abs(x.back()) + 0.5 + 0.3 * test::normal_number(uniform));
    }
    BOOST_TEST(std::abs(value_of_knowing(means, x, Better::smaller).estimate - 0.125) < 0.015);
    BOOST_TEST(value_of_knowing(means, other, Better::smaller).estimate < 0.01);
    // A parameter of two values, and one that is the same always.
    std::vector<double> side;
    for (const double value : x) side.push_back(std::abs(value) > 0.5 ? 1.0 : 0.0);
    BOOST_TEST(std::abs(value_of_knowing(means, side, Better::smaller).estimate - 0.125) < 0.015);
    const std::vector<double> same(x.size(), 3.0);
    BOOST_TEST(value_of_knowing(means, same, Better::smaller).estimate < 1e-12);
}

BOOST_AUTO_TEST_CASE(refuses_what_has_no_answer) {
    const Samples few{{1, 2, 3}, {2, 3, 4}};
    BOOST_CHECK_THROW((void)value_of_knowing_all(few, Better::smaller), base::InternalError);
    BOOST_CHECK_THROW((void)expected_values({{{1, 2}, {1, 2}, {1, kNaN}}}), base::InternalError);
    BOOST_CHECK_THROW((void)expected_values({few, {{1, 2}, {1, 2}, {1, 2}}}), base::InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
