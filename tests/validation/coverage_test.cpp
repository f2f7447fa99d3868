// SPDX-License-Identifier: Apache-2.0
// Intervals and selections keep what they promise, over repeated experiments with known answers:
// 200 of them as a sample, 1,000 with YHDYSPINTA_FULL=1. A rate of coverage may differ from the
// promised one by what 4 standard errors of that many experiments allow, in full by 2 per cent
// points of 95; each has a companion with a wrong truth that must be covered clearly less often.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include <boost/math/distributions/normal.hpp>
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/random/stream.hpp"
#include "engine/statistics/best.hpp"
#include "engine/statistics/intervals.hpp"
#include "engine/statistics/quantiles.hpp"
#include "engine/statistics/queueing_networks.hpp"
#include "engine/statistics/queueing_theory.hpp"
#include "engine/statistics/replications_needed.hpp"
#include "engine/statistics/summary.hpp"
#include "tests/support/run_scenario.hpp"

using namespace yhdyspinta;
using random::Stream;
using statistics::Better;
using statistics::Interval;
using statistics::Samples;

namespace {

bool is_full() {
    const char* full = std::getenv("YHDYSPINTA_FULL");
    return full != nullptr && std::string(full) == "1";
}

std::size_t experiments() { return is_full() ? 1000 : 200; }

/// What a rate of successes that are promised with this probability may differ by.
double allowance(double probability, std::size_t count) {
    return is_full() && probability == 0.95
               ? 0.02
               : 4.0 * std::sqrt(probability * (1.0 - probability) / static_cast<double>(count));
}

Stream stream(std::size_t experiment, const char* what) {
    return {1, experiment, 0, random::purpose(what), 0};
}

double exponential(Stream& numbers, double mean) { return -mean * std::log(numbers.uniform()); }

double normal(Stream& numbers) { return quantile(boost::math::normal(), numbers.uniform()); }

/// Share of the experiments in which it holds.
double rate(std::size_t count, const std::function<bool(std::size_t)>& holds) {
    std::size_t successes = 0;
    for (std::size_t e = 0; e < count; ++e) successes += holds(e) ? 1 : 0;
    return static_cast<double>(successes) / static_cast<double>(count);
}

/// Mean waiting time of so many consecutive clients of a stationary M/M/1, service rate 1: by
/// Lindley (1952), the first client's wait drawn from the stationary law, so without bias.
double mean_wait(Stream& numbers, double load, int clients) {
    double wait = numbers.uniform() < load ? exponential(numbers, 1.0 / (1.0 - load)) : 0.0;
    double sum = 0.0;
    for (int client = 0; client < clients; ++client) {
        sum += wait;
        wait = std::max(0.0, wait + exponential(numbers, 1.0) - exponential(numbers, 1.0 / load));
    }
    return sum / clients;
}

/// Means of consecutive groups of `size` values, as replications of experiments of their own.
std::vector<std::vector<double>> groups_of(const std::vector<double>& values, std::size_t size) {
    std::vector<std::vector<double>> groups;
    for (std::size_t start = 0; start + size <= values.size(); start += size) {
        groups.emplace_back(values.begin() + static_cast<std::ptrdiff_t>(start),
                            values.begin() + static_cast<std::ptrdiff_t>(start + size));
    }
    return groups;
}

/// Coverage of the t intervals of all experiments: that of the truth as promised, that of a truth
/// off by a fifth less.
void check_t_intervals(const std::string& what, const std::vector<std::vector<double>>& all,
                       double truth) {
    const auto covered = [&](double value) {
        return rate(all.size(),
                    [&](std::size_t e) { return statistics::t_interval(all[e]).contains(value); });
    };
    const double allowed = allowance(0.95, all.size());
    BOOST_TEST_MESSAGE(
        fmt::format("{}: {} experiments, {:.1f} % cover {:.4g}, {:.1f} % cover a fifth more", what,
                    all.size(), 100.0 * covered(truth), truth, 100.0 * covered(1.2 * truth)));
    BOOST_TEST_CONTEXT(what) {
        BOOST_TEST(std::abs(covered(truth) - 0.95) <= allowed);
        BOOST_TEST(covered(1.2 * truth) < 0.95 - allowed);
    }
}

}  // namespace

// A test of its own for ctest.
BOOST_AUTO_TEST_SUITE(coverage, *boost::unit_test::disabled())

BOOST_AUTO_TEST_CASE(t_intervals_cover_the_mean_wait_of_a_queue) {
    constexpr std::size_t kReplications = 20;
    constexpr double kLoad = 0.5;
    // Cheap: four times as many in full, so that the band is six standard errors wide.
    std::vector<std::vector<double>> all(is_full() ? 4 * experiments() : experiments());
    for (std::size_t e = 0; e < all.size(); ++e) {
        Stream numbers = stream(e, "coverage/wait");
        for (std::size_t r = 0; r < kReplications; ++r) {
            all[e].push_back(mean_wait(numbers, kLoad, 4000));
        }
    }
    check_t_intervals("M/M/1, Lindley", all, statistics::mm1(kLoad, 1.0).waiting_time);
}

// The engine itself, one queue and a network, as replications of one run: groups of ten are
// experiments. The warm-up is long against the time both need to forget their empty beginning.
BOOST_AUTO_TEST_CASE(t_intervals_cover_what_the_engine_simulates) {
    constexpr std::size_t kReplications = 10;
    const std::string folder = std::string(YHDYSPINTA_SOURCE_DIR) + "/scenarios/reference/";
    const std::uint64_t replications = experiments() * kReplications;
    const auto one_desk = test::run_file(
        folder + "mm1.yaml",
        {{"sources.clients.rate=0.5 per min", "run.warm_up=200 min", "run.length=2200 min"},
         replications,
         0});
    check_t_intervals(
        "M/M/1, engine",
        groups_of(test::values(one_desk, "waiting_time", "activity=visit.service"), kReplications),
        statistics::mm1(0.5, 1.0).waiting_time);
    const auto tandem = test::run_file(
        folder + "tandem.yaml",
        {{"sources.clients.rate=0.5 per min", "run.warm_up=200 min", "run.length=2200 min"},
         replications,
         0});
    const auto theory =
        statistics::jackson({0.5, 0.0}, {{0.0, 1.0}, {0.0, 0.0}}, {{1.0, 1}, {1.0 / 0.8, 1}});
    check_t_intervals(
        "tandem, engine",
        groups_of(test::values(tandem, "time_in_system", "class=client"), kReplications),
        theory.time_in_system);
}

// The upper quartile of exponential values, 40 of them: log 4.
BOOST_AUTO_TEST_CASE(order_statistics_cover_a_quantile_as_often_as_they_say) {
    const std::size_t count = experiments();
    std::size_t covered = 0;
    double promised = 0.0;
    for (std::size_t e = 0; e < count; ++e) {
        Stream numbers = stream(e, "coverage/quantile");
        std::vector<double> values;
        for (int i = 0; i < 40; ++i) values.push_back(exponential(numbers, 1.0));
        const auto found = statistics::quantile_interval(values, 0.75);
        promised = found.coverage;
        covered += found.interval.contains(std::log(4.0)) ? 1 : 0;
    }
    const double rate_covered = static_cast<double>(covered) / static_cast<double>(count);
    BOOST_TEST(std::abs(rate_covered - promised) <=
               4.0 * std::sqrt(promised * (1.0 - promised) / static_cast<double>(count)));
    BOOST_TEST(promised >= 0.95);
    BOOST_TEST(promised < 0.98);
}

// Stopping as soon as the interval is short makes it cover less often; looking ahead keeps most of
// it. The target is 10 % of the mean of exponentials: some 385 replications.
BOOST_AUTO_TEST_CASE(sequential_stopping_keeps_its_promise_by_looking_ahead) {
    std::size_t sum = 0;
    const double covered = rate(experiments(), [&](std::size_t e) {
        Stream numbers = stream(e, "coverage/sequential");
        std::vector<double> values;
        statistics::ReplicationsNeeded found;
        while (!found.is_reached) {
            for (int i = 0; i < 10; ++i) values.push_back(exponential(numbers, 1.0));
            found = statistics::replications_needed(
                values, {.half_width = 0.1, .minimum = 10, .look_ahead = 5});
        }
        sum += found.replications;
        return found.interval.contains(1.0);
    });
    const double mean = static_cast<double>(sum) / static_cast<double>(experiments());
    BOOST_TEST_MESSAGE(fmt::format("sequential: {:.1f} % cover, {:.0f} replications on average",
                                   100.0 * covered, mean));
    BOOST_TEST(covered >= 0.95 - 0.02 - allowance(0.95, experiments()));
    BOOST_TEST(mean > 300.0);
    BOOST_TEST(mean < 400.0);
}

namespace {

/// Designs in the least favourable configuration: the first is better than all others by just what
/// matters. Deviations differ; a share of the noise is common to all.
struct Configuration {
    std::size_t designs = 5;
    double distance = 1.0;
    [[nodiscard]] std::vector<double> replication(Stream& numbers) const {
        std::vector<double> values;
        const double common = 2.0 * normal(numbers);
        for (std::size_t d = 0; d < designs; ++d) {
            const double deviation = 1.0 + 0.25 * static_cast<double>(d);
            values.push_back((d == 0 ? 0.0 : distance) + common + deviation * normal(numbers));
        }
        return values;
    }
};

struct Selected {
    std::size_t design = 0;
    std::size_t runs = 0;
};

Selected select(const Configuration& configuration, double indifference, Stream& numbers) {
    statistics::KimNelson selection(
        configuration.designs,
        {.indifference = indifference, .confidence = 0.9, .first_stage = 10});
    std::size_t runs = 0;
    while (!selection.is_decided()) {
        const std::vector<double> all = configuration.replication(numbers);
        std::vector<double> values;
        for (const std::size_t d : selection.contenders()) values.push_back(all[d]);
        runs += values.size();
        selection.add(values);
    }
    return {selection.contenders().front(), runs};
}

}  // namespace

BOOST_AUTO_TEST_CASE(kim_nelson_selects_the_best_as_often_as_promised) {
    const Configuration configuration;
    std::size_t runs = 0;
    const double right = rate(experiments(), [&](std::size_t e) {
        Stream numbers = stream(e, "coverage/selection");
        const Selected selected = select(configuration, configuration.distance, numbers);
        runs += selected.runs;
        return selected.design == 0;
    });
    // Who takes for equal what differs by three times the distance promises nothing.
    const double careless = rate(experiments(), [&](std::size_t e) {
        Stream numbers = stream(e, "coverage/selection");
        return select(configuration, 3.0 * configuration.distance, numbers).design == 0;
    });
    BOOST_TEST_MESSAGE(
        fmt::format("Kim-Nelson, promised 90 %: right in {:.1f} %, {:.0f} runs on "
                    "average; indifference three times as large: {:.1f} %",
                    100.0 * right, static_cast<double>(runs) / static_cast<double>(experiments()),
                    100.0 * careless));
    BOOST_TEST(right >= 0.9);
    BOOST_TEST(careless < 0.9);
}

// All at once: the differences of all five designs from the best of the others.
BOOST_AUTO_TEST_CASE(comparisons_with_the_best_cover_all_differences_at_once) {
    using statistics::McbMethod;
    const double truth[] = {-0.5, 0.5, 1.0, 1.5, 2.0};
    struct Case {
        const char* name;
        McbMethod method;
        double common;  // deviation of the noise in common
        double growth;  // of the deviations from design to design
    };
    const Case cases[] = {
        {"independent", McbMethod::independent, 0.0, 0.0},
        {"common, equal variances", McbMethod::equal_variance_of_differences, 3.0, 0.0},
        {"common, Bonferroni", McbMethod::bonferroni, 3.0, 0.3}};
    for (const Case& one : cases) {
        std::size_t narrow = 0;
        const double covered = rate(experiments(), [&](std::size_t e) {
            Stream numbers = stream(e, one.name);
            Samples samples(5);
            for (int r = 0; r < 15; ++r) {
                const double common = one.common * normal(numbers);
                for (std::size_t d = 0; d < 5; ++d) {
                    const double deviation = 1.0 + one.growth * static_cast<double>(d);
                    samples[d].push_back(0.5 * static_cast<double>(d) + common +
                                         deviation * normal(numbers));
                }
            }
            const auto found = statistics::compare_with_best(samples, Better::smaller, one.method);
            bool covers = true, covers_more = true;
            for (std::size_t d = 0; d < 5; ++d) {
                covers = covers && found[d].difference.contains(truth[d]);
                covers_more = covers_more && found[d].difference.contains(2.0 * truth[d]);
            }
            narrow += covers_more ? 0 : 1;
            return covers;
        });
        const double of_wrong =
            1.0 - static_cast<double>(narrow) / static_cast<double>(experiments());
        BOOST_TEST_MESSAGE(fmt::format("best, {}: {:.1f} % cover all, {:.1f} % twice the truth",
                                       one.name, 100.0 * covered, 100.0 * of_wrong));
        BOOST_TEST_CONTEXT(one.name) {
            // At least as often as promised; the clipped ends cover what they need not.
            BOOST_TEST(covered >= 0.95 - allowance(0.95, experiments()));
            BOOST_TEST(of_wrong < 0.8);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
