// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/queueing_networks.hpp"

#include <algorithm>
#include <cmath>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"
#include "tests/unit/statistics/markov_chain.hpp"

using namespace yhdyspinta::statistics;
using yhdyspinta::test::mean;
using yhdyspinta::test::Move;
using yhdyspinta::test::State;
using yhdyspinta::test::stationary;
namespace tt = boost::test_tools;

namespace {

/// The tandem with blocking state by state: not done at the first, done there and not at the
/// second; truncated at 120.
std::map<State, double> tandem_chain(double arrival, double first, double second, int places) {
    return stationary({0, 0, 0, 0}, [=](const State& s) {
        std::vector<Move> moves;
        if (s[0] < 120) moves.push_back({{s[0] + 1, s[1], 0, 0}, arrival});
        if (s[0] > 0 && s[1] < places + 2) moves.push_back({{s[0] - 1, s[1] + 1, 0, 0}, first});
        if (s[1] > 0) moves.push_back({{s[0], s[1] - 1, 0, 0}, second});
        return moves;
    });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(queueing_networks)

// Three stations: 1 -> 2 (0.6), 1 -> 3 (0.4), 2 -> 1 (0.25), 3 leaves. v1 = 1 + 0.25 v2,
// v2 = 0.6 v1: v1 = 1 / 0.85.
BOOST_AUTO_TEST_CASE(traffic_counts_the_visits_of_a_loop) {
    const auto visits = traffic({1.0, 0.0, 0.0}, {{0, 0.6, 0.4}, {0.25, 0, 0}, {0, 0, 0}});
    BOOST_TEST(visits[0] == 1.0 / 0.85, tt::tolerance(1e-12));
    BOOST_TEST(visits[1] == 0.6 / 0.85, tt::tolerance(1e-12));
    BOOST_TEST(visits[2] == 0.4 / 0.85, tt::tolerance(1e-12));
    BOOST_CHECK_THROW((void)traffic({1.0, 0.0}, {{0, 1}, {1, 0}}), yhdyspinta::base::InternalError);
    BOOST_CHECK_THROW((void)traffic({1.0}, {{1.5}}), yhdyspinta::base::InternalError);
}

BOOST_AUTO_TEST_CASE(a_jackson_network_is_a_row_of_independent_queues) {
    // Tandem: departures of M/M/1 are Poisson (Burke).
    const NetworkFigures tandem = jackson({2.0, 0.0}, {{0, 1}, {0, 0}}, {{3.0, 1}, {4.0, 1}});
    BOOST_TEST(tandem.time_in_system == 1.0 + 0.5, tt::tolerance(1e-12));
    BOOST_TEST(tandem.stations[1].waiting_time == mm1(2.0, 4.0).waiting_time, tt::tolerance(1e-12));
    // With a way back to the first and a delay: 1 -> 2 always, 2 -> 1 with 1/3.
    const NetworkFigures loop = jackson({2.0, 0.0}, {{0, 1}, {1.0 / 3.0, 0}}, {{2.0, 3}, {0.5, 0}});
    BOOST_TEST(loop.arrival_rates[0] == 3.0, tt::tolerance(1e-12));
    BOOST_TEST(loop.stations[0].waiting_time == mmc(3.0, 2.0, 3).waiting_time,
               tt::tolerance(1e-12));
    BOOST_TEST(loop.stations[1].number_in_system == 6.0, tt::tolerance(1e-12));
    BOOST_TEST(loop.time_in_system == (mmc(3.0, 2.0, 3).number_in_system + 6.0) / 2.0,
               tt::tolerance(1e-12));
}

// A closed tandem with feedback, state by state: three customers, two stations, the first with two
// servers; and a delay.
BOOST_AUTO_TEST_CASE(mean_value_analysis_agrees_with_the_chain) {
    const int population = 5;
    const double think = 0.4, first = 0.7, second = 1.6;  // rates; visits 1, 1, 1
    const auto chain = stationary({population, 0, 0, 0}, [&](const State& s) {
        const int third = population - s[0] - s[1];
        std::vector<Move> moves;
        if (s[0] > 0) moves.push_back({{s[0] - 1, s[1] + 1, 0, 0}, think * s[0]});
        if (s[1] > 0) moves.push_back({{s[0], s[1] - 1, 0, 0}, first * std::min(2, s[1])});
        if (third > 0) moves.push_back({{s[0] + 1, s[1], 0, 0}, second});
        return moves;
    });
    const auto figures = mean_value_analysis(
        {{1.0, 1.0 / think, 0}, {1.0, 1.0 / first, 2}, {1.0, 1.0 / second, 1}}, population);
    const double thinking = mean(chain, [](const State& s) { return s[0]; });
    BOOST_TEST(figures.number_at_station[0] == thinking, tt::tolerance(1e-10));
    BOOST_TEST(figures.number_at_station[1] == mean(chain, [](const State& s) { return s[1]; }),
               tt::tolerance(1e-10));
    BOOST_TEST(figures.throughput == think * thinking, tt::tolerance(1e-10));
    BOOST_TEST(figures.cycle_time == population / (think * thinking), tt::tolerance(1e-10));
    BOOST_TEST(figures.utilisation[2] == figures.throughput / second, tt::tolerance(1e-12));
}

// Machine repair is a closed network of a delay and a station.
BOOST_AUTO_TEST_CASE(mean_value_analysis_agrees_with_machine_repair) {
    const auto closed = mean_value_analysis({{1.0, 1.0, 0}, {1.0, 0.5, 2}}, 7);
    const auto repair = mmc_finite_source(1.0, 2.0, 2, 7);
    BOOST_TEST(closed.throughput == repair.throughput, tt::tolerance(1e-10));
    BOOST_TEST(closed.time_at_station[1] == repair.time_in_system, tt::tolerance(1e-10));
    BOOST_TEST(closed.utilisation[1] == repair.utilisation, tt::tolerance(1e-10));
}

// Balanced single servers: N customers at M stations give N / (M + N - 1) of the service rate.
BOOST_AUTO_TEST_CASE(mean_value_analysis_of_a_balanced_network) {
    const auto figures = mean_value_analysis({{1, 1, 1}, {1, 1, 1}, {1, 1, 1}}, 4);
    BOOST_TEST(figures.throughput == 4.0 / 6.0, tt::tolerance(1e-12));
    BOOST_TEST(figures.number_at_station[0] == 4.0 / 3.0, tt::tolerance(1e-12));
}

// Equal rates: without places 2/3, with K places (K + 2) / (K + 3) of the rate.
BOOST_AUTO_TEST_CASE(the_largest_throughput_of_a_blocked_tandem_is_known) {
    BOOST_TEST(largest_tandem_throughput(1.0, 1.0, 0) == 2.0 / 3.0, tt::tolerance(1e-12));
    BOOST_TEST(largest_tandem_throughput(2.0, 2.0, 3) == 2.0 * 5.0 / 6.0, tt::tolerance(1e-12));
    BOOST_TEST(largest_tandem_throughput(1.0, 3.0, 200) == 1.0, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(a_blocked_tandem_agrees_with_its_chain) {
    for (const int places : {0, 1, 4}) {
        const auto figures = tandem_with_blocking(0.5, 1.0, 1.2, places);
        const auto chain = tandem_chain(0.5, 1.0, 1.2, places);
        BOOST_TEST(
            figures.number_in_system == mean(chain, [](const State& s) { return s[0] + s[1]; }),
            tt::tolerance(1e-7));
        const double blocked = mean(chain, [&](const State& s) { return s[1] == places + 2; });
        BOOST_TEST(figures.blocked_share == blocked, tt::tolerance(1e-7));
        BOOST_TEST(
            figures.waiting_time_second * 0.5 ==
                mean(chain,
                     [&](const State& s) { return std::max(0, std::min(s[1], places + 1) - 1); }),
            tt::tolerance(1e-7));
        // Each spends a mean service at both stations; the rest is waiting and being blocked.
        BOOST_TEST(figures.time_in_system == figures.waiting_time_first + figures.blocked_time +
                                                 figures.waiting_time_second + 1.0 + 1.0 / 1.2,
                   tt::tolerance(1e-9));
        BOOST_TEST(figures.utilisation_first == 0.5, tt::tolerance(1e-9));
        BOOST_TEST(figures.utilisation_second == 0.5 / 1.2, tt::tolerance(1e-9));
    }
}

// Avi-Itzhak & Yadin (1965): without places the first server is occupied for max(S_1, S_2), except
// by who finds it free: for S_1, or for max(S_1, S_2) if the second is still busy, with probability
// lambda / (lambda + mu_2). An M/G/1 whose busy periods begin with an exceptional service (Welch
// 1964).
BOOST_AUTO_TEST_CASE(a_tandem_without_places_agrees_with_avi_itzhak_and_yadin) {
    const double arrival = 0.4, a = 1.0, b = 0.8;
    const double both = 1 / a + 1 / b - 1 / (a + b);
    const double both_squared = 2 / (a * a) + 2 / (b * b) - 2 / ((a + b) * (a + b));
    const double busy = arrival / (arrival + b);
    const double exceptional = (1 - busy) / a + busy * both;
    const double exceptional_squared = (1 - busy) * 2 / (a * a) + busy * both_squared;
    const double wait = arrival * both_squared / (2 * (1 - arrival * both)) +
                        arrival * (exceptional_squared - both_squared) /
                            (2 * (1 - arrival * both + arrival * exceptional));
    const auto figures = tandem_with_blocking(arrival, a, b, 0);
    BOOST_TEST(figures.waiting_time_first == wait, tt::tolerance(1e-10));
    BOOST_TEST(figures.waiting_time_second == 0.0);
}

BOOST_AUTO_TEST_CASE(with_many_places_nothing_is_blocked) {
    const auto figures = tandem_with_blocking(0.5, 1.0, 1.2, 80);
    BOOST_TEST(figures.time_in_system == 1.0 / 0.5 + 1.0 / 0.7, tt::tolerance(1e-9));
    BOOST_TEST(figures.blocked_share < 1e-20);
}

BOOST_AUTO_TEST_CASE(refuses_networks_without_a_stationary_state) {
    using yhdyspinta::base::InternalError;
    BOOST_CHECK_THROW((void)jackson({2.0}, {{0.0}}, {{2.0, 1}}), InternalError);
    BOOST_CHECK_THROW((void)jackson({0.0}, {{0.0}}, {{2.0, 1}}), InternalError);
    BOOST_CHECK_THROW((void)mean_value_analysis({}, 1), InternalError);
    BOOST_CHECK_THROW((void)mean_value_analysis({{1.0, 0.0, 1}}, 1), InternalError);
    BOOST_CHECK_THROW((void)tandem_with_blocking(0.7, 1.0, 1.0, 0), InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
