// SPDX-License-Identifier: Apache-2.0
#include "engine/random/law.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"

using namespace yhdyspinta::random;
using yhdyspinta::base::UserError;

namespace yhdyspinta::random {
// For the data test cases.
inline std::ostream& operator<<(std::ostream& out, const Law& law) { return out << law.describe(); }
}  // namespace yhdyspinta::random

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::size_t kCount = 40'000;

std::vector<double> sorted_sample(const Law& law) {
    Stream stream = StreamFamily{2026, 1}.stream(1, purpose("test/law"), 0);
    std::vector<double> values(kCount);
    for (double& value : values) value = law.sample(stream);
    std::sort(values.begin(), values.end());
    return values;
}

double mean_of(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double central_moment(const std::vector<double>& values, double mean, int order) {
    double sum = 0.0;
    for (const double value : values) sum += std::pow(value - mean, order);
    return sum / static_cast<double>(values.size());
}

/// |observed - expected| in standard errors of the sample mean.
double mean_error(const std::vector<double>& values, double expected) {
    const double mean = mean_of(values);
    const double se = std::sqrt(central_moment(values, mean, 2) / static_cast<double>(kCount));
    return std::abs(mean - expected) / se;
}

double variance_error(const std::vector<double>& values, double expected) {
    const double mean = mean_of(values);
    const double variance = central_moment(values, mean, 2);
    const double se = std::sqrt((central_moment(values, mean, 4) - variance * variance) /
                                static_cast<double>(kCount));
    return std::abs(variance - expected) / se;
}

/// sqrt(n) times the Kolmogorov-Smirnov distance; for laws with atoms both sides of each are
/// compared.
double kolmogorov_smirnov(const std::vector<double>& values, const Law& law) {
    const auto n = static_cast<double>(values.size());
    double distance = 0.0;
    for (std::size_t i = 0; i < values.size();) {
        std::size_t end = i;
        while (end < values.size() && values[end] == values[i]) ++end;
        const double before = law.cdf(std::nextafter(values[i], -kInfinity));
        distance = std::max({distance, std::abs(static_cast<double>(i) / n - before),
                             std::abs(static_cast<double>(end) / n - law.cdf(values[i]))});
        i = end;
    }
    return std::sqrt(n) * distance;
}

// P(sqrt(n) D > 1.95) = 0.001 for a continuous law, less for one with atoms.
constexpr double kSmirnovBound = 1.95;

const Law kPhases =
    Law::phase_type({0.7, 0.3, 0.0}, {{-0.5, 0.3, 0.1}, {0.2, -1.0, 0.4}, {0.0, 0.1, -0.25}});

const std::vector<Law> kLaws = {
    Law::exponential(7.0),
    Law::uniform(2.0, 5.0),
    Law::erlang(3, 12.0),
    Law::erlang(20, 12.0),
    Law::gamma(10.0, 4.0),
    Law::gamma(10.0, 14.0),
    Law::weibull(1.5, 6.0),
    Law::weibull(0.8, 6.0),
    Law::lognormal(30.0, 12.0),
    Law::normal_truncated(10.0, 3.0, 0.0, 20.0),
    Law::normal_truncated(10.0, 3.0, 12.0, kInfinity),
    Law::normal_truncated(10.0, 30.0, 1.0, 9.0),
    Law::triangular(1.0, 2.0, 6.0),
    Law::pert(1.0, 3.0, 12.0),
    Law::beta(1.0, 3.0, 0.5, 1.5),
    Law::pareto(9.0, 4.0),
    Law::hyperexponential({{0.4, 2.0}, {0.6, 5.0}}),
    kPhases,
    Law::discrete({{6.0, 1.0}, {1.0, 2.0}, {2.0, 0.0}, {3.0, 5.0}}),
    Law::empirical({6.0, 1.0, 2.0, 3.0, 3.0}),
    Law::empirical_quantiles({{0.0, 2.0}, {0.5, 10.0}, {0.7, 10.0}, {0.9, 25.0}, {1.0, 60.0}}),
    Law::mixture({{1.0, Law::exponential(2.0)}, {3.0, Law::uniform(5.0, 9.0)}}),
    Law::shifted(2.0, Law::exponential(3.0)),
    Law::scaled(2.5, Law::lognormal(4.0, 3.0)),
};

bool is_close(double a, double b) { return std::abs(a - b) <= 1e-12 * std::max(1.0, std::abs(b)); }

std::string error_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const UserError& error) {
        return error.what();
    }
    return "no error";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(law)

BOOST_DATA_TEST_CASE(samples_have_the_stated_mean_and_variance, kLaws, law) {
    const auto values = sorted_sample(law);
    BOOST_TEST(mean_error(values, law.mean()) <= 4.0);
    BOOST_TEST(variance_error(values, law.variance()) <= 4.0);
}

BOOST_DATA_TEST_CASE(a_mean_5_percent_off_would_be_noticed, kLaws, law) {
    BOOST_TEST(mean_error(sorted_sample(law), 1.05 * law.mean()) > 4.0);
}

BOOST_DATA_TEST_CASE(samples_follow_the_distribution_function, kLaws, law) {
    BOOST_TEST(kolmogorov_smirnov(sorted_sample(law), law) <= kSmirnovBound);
}

BOOST_DATA_TEST_CASE(a_scale_5_percent_off_would_be_noticed_by_its_distribution, kLaws, law) {
    BOOST_TEST(kolmogorov_smirnov(sorted_sample(law), Law::scaled(1.05, law)) > kSmirnovBound);
}

BOOST_DATA_TEST_CASE(samples_stay_within_the_support, kLaws, law) {
    const auto values = sorted_sample(law);
    BOOST_TEST(values.front() >= law.lowest());
    BOOST_TEST(values.back() <= law.highest());
    BOOST_TEST(law.is_nonnegative());
}

BOOST_DATA_TEST_CASE(the_distribution_function_runs_from_0_to_1_without_falling, kLaws, law) {
    BOOST_TEST(law.cdf(-1.0) == 0.0);
    BOOST_TEST(law.cdf(-kInfinity) == 0.0);
    BOOST_TEST(law.cdf(kInfinity) == 1.0);
    double before = 0.0;
    for (double x = 0.0; x < 100.0; x += 0.25) {
        BOOST_REQUIRE(law.cdf(x) >= before);
        before = law.cdf(x);
    }
}

BOOST_AUTO_TEST_CASE(moments_agree_with_hand_calculation) {
    BOOST_TEST(is_close(Law::erlang(2, 10.0).variance(), 50.0));
    BOOST_TEST(is_close(Law::weibull(1.0, 3.0).mean(), 3.0));
    BOOST_TEST(is_close(Law::weibull(1.0, 3.0).variance(), 9.0));
    BOOST_TEST(is_close(Law::triangular(1.0, 2.0, 6.0).mean(), 3.0));
    BOOST_TEST(is_close(Law::triangular(1.0, 2.0, 6.0).variance(), 21.0 / 18.0));
    BOOST_TEST(is_close(Law::pert(0.0, 3.0, 12.0).mean(), 4.0));
    // alpha 2, beta 4 on [0, 12]: 144 * 8 / (36 * 7).
    BOOST_TEST(is_close(Law::pert(0.0, 3.0, 12.0).variance(), 144.0 * 8.0 / 252.0));
    BOOST_TEST(is_close(Law::beta(1.0, 3.0, 1.0, 3.0).mean(), 1.5));
    BOOST_TEST(is_close(Law::beta(1.0, 3.0, 1.0, 3.0).variance(), 4.0 * 3.0 / 80.0));
    BOOST_TEST(is_close(Law::pareto(3.0, 2.0).mean(), 3.0));
    BOOST_TEST(is_close(Law::pareto(3.0, 2.0).variance(), 3.0));
    BOOST_TEST(is_close(Law::hyperexponential({{0.4, 2.0}, {0.6, 5.0}}).mean(), 3.8));
    BOOST_TEST(is_close(Law::hyperexponential({{0.4, 2.0}, {0.6, 5.0}}).variance(), 18.76));
    BOOST_TEST(is_close(Law::empirical({6.0, 1.0, 2.0, 3.0}).mean(), 3.0));
    BOOST_TEST(is_close(Law::empirical({6.0, 1.0, 2.0, 3.0}).variance(), 3.5));
    BOOST_TEST(is_close(Law::discrete({{1.0, 1.0}, {5.0, 3.0}}).mean(), 4.0));
    BOOST_TEST(is_close(Law::discrete({{1.0, 1.0}, {5.0, 3.0}}).variance(), 3.0));
    const Law quantiles = Law::empirical_quantiles({{0.0, 0.0}, {0.5, 10.0}, {1.0, 30.0}});
    BOOST_TEST(is_close(quantiles.mean(), 12.5));
    BOOST_TEST(is_close(quantiles.variance(), 700.0 / 3.0 - 156.25));
    const Law mixture =
        Law::mixture({{1.0, Law::deterministic(2.0)}, {1.0, Law::uniform(4.0, 8.0)}});
    BOOST_TEST(is_close(mixture.mean(), 4.0));
    BOOST_TEST(is_close(mixture.variance(), 4.0 + 0.5 * 16.0 / 12.0));
    BOOST_TEST(is_close(Law::shifted(2.0, Law::exponential(3.0)).variance(), 9.0));
    BOOST_TEST(is_close(Law::scaled(2.0, Law::exponential(3.0)).variance(), 36.0));
    // Half normal: sd sqrt(2 / pi), variance 1 - 2 / pi.
    const Law half = Law::normal_truncated(0.0, 1.0, 0.0, kInfinity);
    BOOST_TEST(is_close(half.mean(), std::sqrt(2.0 / std::acos(-1.0))));
    BOOST_TEST(is_close(half.variance(), 1.0 - 2.0 / std::acos(-1.0)));
}

BOOST_AUTO_TEST_CASE(moments_that_do_not_exist_are_infinite) {
    BOOST_TEST(Law::pareto(1.0, 2.0).mean() == kInfinity);
    BOOST_TEST(Law::pareto(1.5, 2.0).mean() == 6.0);
    BOOST_TEST(Law::pareto(2.0, 2.0).variance() == kInfinity);
    const Law mixture = Law::mixture({{1.0, Law::pareto(1.0, 2.0)}, {1.0, Law::exponential(1.0)}});
    BOOST_TEST(mixture.mean() == kInfinity);
    BOOST_TEST(mixture.variance() == kInfinity);
}

BOOST_AUTO_TEST_CASE(a_chain_of_equal_phases_is_an_erlang_law) {
    const Law chain = Law::phase_type({1.0, 0.0}, {{-0.2, 0.2}, {0.0, -0.2}});
    const Law erlang = Law::erlang(2, 10.0);
    BOOST_TEST(is_close(chain.mean(), 10.0));
    BOOST_TEST(is_close(chain.variance(), 50.0));
    for (const double x : {0.01, 1.0, 9.0, 40.0, 400.0}) {
        BOOST_TEST(std::abs(chain.cdf(x) - erlang.cdf(x)) < 1e-12);
    }
}

BOOST_AUTO_TEST_CASE(a_gamma_law_with_equal_mean_and_sd_is_exponential) {
    for (const double x : {0.1, 2.0, 9.0}) {
        BOOST_TEST(is_close(Law::gamma(3.0, 3.0).cdf(x), 1.0 - std::exp(-x / 3.0)));
    }
}

BOOST_AUTO_TEST_CASE(distribution_functions_step_at_atoms) {
    const Law discrete = Law::discrete({{3.0, 1.0}, {1.0, 3.0}});
    BOOST_TEST(discrete.cdf(0.99) == 0.0);
    BOOST_TEST(discrete.cdf(1.0) == 0.75);
    BOOST_TEST(discrete.cdf(2.99) == 0.75);
    BOOST_TEST(discrete.cdf(3.0) == 1.0);
    BOOST_TEST(Law::deterministic(4.0).cdf(std::nextafter(4.0, 0.0)) == 0.0);
    BOOST_TEST(Law::deterministic(4.0).cdf(4.0) == 1.0);
    const Law flat = Law::empirical_quantiles({{0.0, 1.0}, {0.25, 3.0}, {0.75, 3.0}, {1.0, 5.0}});
    BOOST_TEST(flat.cdf(2.0) == 0.125);
    BOOST_TEST(flat.cdf(3.0) == 0.75);
    BOOST_TEST(flat.cdf(4.0) == 0.875);
}

BOOST_AUTO_TEST_CASE(a_scaled_or_shifted_law_uses_the_same_draws) {
    for (const Law& law : kLaws) {
        const StreamFamily family{5, 6};
        Stream plain = family.stream(1, 2, 3), scaled = plain, shifted = plain;
        for (int i = 0; i < 20; ++i) {
            const double value = law.sample(plain);
            BOOST_TEST(Law::scaled(0.8, law).sample(scaled) == 0.8 * value);
            BOOST_TEST(Law::shifted(3.0, law).sample(shifted) == 3.0 + value);
        }
        const std::uint64_t next = plain();
        BOOST_TEST(scaled() == next);
        BOOST_TEST(shifted() == next);
    }
}

BOOST_AUTO_TEST_CASE(a_small_change_of_weights_changes_few_choices) {
    const Law before = Law::discrete({{1.0, 0.30}, {2.0, 0.30}, {3.0, 0.40}});
    const Law after = Law::discrete({{1.0, 0.32}, {2.0, 0.30}, {3.0, 0.38}});
    Stream a = StreamFamily{5, 6}.stream(1, 2, 3), b = a;
    int changed = 0;
    for (int i = 0; i < 10'000; ++i) changed += before.sample(a) != after.sample(b) ? 1 : 0;
    BOOST_TEST(changed > 300);  // 4 % move: 0.02 at each of two limits
    BOOST_TEST(changed < 500);
}

BOOST_AUTO_TEST_CASE(beta_laws_with_tiny_parameters_sit_at_their_ends) {
    const Law law = Law::beta(0.0, 1.0, 1e-5, 3e-5);
    Stream stream = StreamFamily{1, 1}.stream(1, 2, 3);
    double sum = 0.0;
    for (int i = 0; i < 10'000; ++i) sum += law.sample(stream);
    BOOST_TEST(std::abs(sum / 1e4 - 0.25) < 4.0 * std::sqrt(0.1875 / 1e4));
}

BOOST_AUTO_TEST_CASE(laws_that_can_be_negative_say_so) {
    BOOST_TEST(!Law::uniform(-1.0, 1.0).is_nonnegative());
    BOOST_TEST(!Law::normal_truncated(5.0, 1.0, -kInfinity, kInfinity).is_nonnegative());
    BOOST_TEST(!Law::shifted(-0.1, Law::exponential(1.0)).is_nonnegative());
    BOOST_TEST(!Law::mixture({{1.0, Law::deterministic(-1.0)}, {1.0, Law::exponential(1.0)}})
                    .is_nonnegative());
    BOOST_TEST(Law().is_nonnegative());
}

BOOST_AUTO_TEST_CASE(describe_themselves_as_their_factory_calls) {
    BOOST_TEST(Law().describe() == "deterministic(0)");
    BOOST_TEST(Law::lognormal(30.0, 12.5).describe() == "lognormal(mean 30, sd 12.5)");
    BOOST_TEST(Law::erlang(3, 12.0).describe() == "erlang(stages 3, mean 12)");
    BOOST_TEST(Law::uniform(2.0, 5.0).describe() == "uniform(low 2, high 5)");
    BOOST_TEST(Law::discrete({{2.0, 3.0}, {1.0, 1.0}}).describe() == "discrete(1: 0.25, 2: 0.75)");
    BOOST_TEST(Law::scaled(0.5, Law::pert(1.0, 2.0, 6.0)).describe() ==
               "scaled(0.5, pert(low 1, mode 2, high 6))");
    BOOST_TEST(
        Law::mixture({{1.0, Law::exponential(3.0)}, {3.0, Law::deterministic(1.0)}}).describe() ==
        "mixture(0.25: exponential(mean 3), 0.75: deterministic(1))");
}

BOOST_AUTO_TEST_CASE(factories_say_what_is_legal) {
    const auto check = [](const std::function<void()>& call, const std::string& text) {
        BOOST_TEST(error_of(call) == text);
    };
    check([] { Law::deterministic(kInfinity); },
          "deterministic: value inf must be a finite number");
    check([] { Law::exponential(-1.0); }, "exponential: mean -1 must be a finite number > 0");
    check([] { Law::exponential(std::nan("")); },
          "exponential: mean nan must be a finite number > 0");
    check([] { Law::erlang(0, 1.0); }, "erlang: stages 0 must be a whole number >= 1");
    check([] { Law::gamma(1.0, 0.0); }, "gamma: sd 0 must be a finite number > 0");
    check([] { Law::weibull(0.0, 1.0); }, "weibull: shape 0 must be a finite number > 0");
    check([] { Law::lognormal(0.0, 1.0); }, "lognormal: mean 0 must be a finite number > 0");
    check([] { Law::normal_truncated(0.0, 1.0, 2.0, 2.0); },
          "normal_truncated: low 2 must be below high 2");
    check([] { Law::normal_truncated(0.0, 1.0, 20.0, 30.0); },
          "normal_truncated: low 20 and high 30 hold almost no probability of mean 0, sd 1; move "
          "them nearer to the mean");
    check([] { Law::triangular(1.0, 9.0, 5.0); },
          "triangular: mode 9 must lie between low 1 and high 5");
    check([] { Law::uniform(5.0, 1.0); }, "uniform: low 5 must be below high 1");
    check([] { Law::pert(1.0, 0.0, 5.0); }, "pert: mode 0 must lie between low 1 and high 5");
    check([] { Law::beta(0.0, 1.0, -1.0, 1.0); }, "beta: alpha -1 must be a finite number > 0");
    check([] { Law::pareto(1.0, 0.0); }, "pareto: minimum 0 must be a finite number > 0");
    check(
        [] {
            Law::hyperexponential({{0.5, 1.0}, {0.4, 2.0}});
        },
        "hyperexponential: probabilities sum to 0.9; they must sum to 1");
    check([] { Law::hyperexponential({}); },
          "hyperexponential: needs at least one pair of probability and mean");
    check(
        [] {
            Law::phase_type({1.0}, {{-1.0}, {0.0}});
        },
        "phase_type: the generator has 2 rows for 1 phases");
    check(
        [] {
            Law::phase_type({1.0, 0.0}, {{-1.0, 2.0}, {0.0, -1.0}});
        },
        "phase_type: row 1 of the generator sums to 1; it must be <= 0");
    check(
        [] {
            Law::phase_type({1.0, 0.0}, {{-1.0, 1.0}, {1.0, -1.0}});
        },
        "phase_type: phase 1 never ends; each phase must lead to absorption");
    check(
        [] {
            Law::phase_type({0.5, 0.0}, {{-1.0, 1.0}, {0.0, -1.0}});
        },
        "phase_type: initial probabilities sum to 0.5; they must sum to 1");
    check(
        [] {
            Law::discrete({{1.0, -2.0}});
        },
        "discrete: weight -2 of value 1 must be a finite number >= 0");
    check(
        [] {
            Law::discrete({{1.0, 0.0}});
        },
        "discrete: needs at least one value with a weight > 0");
    check([] { Law::empirical({}); }, "empirical: needs at least one value");
    check(
        [] {
            Law::empirical_quantiles({{0.1, 1.0}, {1.0, 2.0}});
        },
        "empirical_quantiles: probabilities run from 0.1 to 1; they must run from 0 to 1");
    check(
        [] {
            Law::empirical_quantiles({{0.0, 1.0}, {0.5, 4.0}, {1.0, 2.0}});
        },
        "empirical_quantiles: value 2 must not be below the 4 before it");
    check(
        [] {
            Law::empirical_quantiles({{0.0, 1.0}, {0.5, 2.0}, {0.5, 3.0}, {1.0, 4.0}});
        },
        "empirical_quantiles: probability 0.5 must be above the 0.5 before it");
    check([] { Law::mixture({}); }, "mixture: needs at least one law with a weight > 0");
    check([] { Law::shifted(kInfinity, Law()); }, "shifted: offset inf must be a finite number");
    check([] { Law::scaled(-1.0, Law()); }, "scaled: factor -1 must be a finite number >= 0");
}

BOOST_AUTO_TEST_SUITE_END()
