// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/queueing_theory.hpp"

#include <cmath>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"

using namespace yhdyspinta::statistics;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(queueing_theory)

BOOST_AUTO_TEST_CASE(mm1_has_its_simple_forms) {
    const QueueFigures figures = mm1(2.0, 3.0);
    BOOST_TEST(figures.utilisation == 2.0 / 3.0, tt::tolerance(1e-12));
    BOOST_TEST(figures.waiting_probability == 2.0 / 3.0, tt::tolerance(1e-12));
    BOOST_TEST(figures.waiting_time == 2.0 / 3.0, tt::tolerance(1e-12));
    BOOST_TEST(figures.time_in_system == 1.0, tt::tolerance(1e-12));
    BOOST_TEST(figures.queue_length == 4.0 / 3.0, tt::tolerance(1e-12));
    BOOST_TEST(figures.number_in_system == 2.0, tt::tolerance(1e-12));
}

// Published Erlang B table: traffic at 1 % blocking is 0.869 Erl (4 lines), 4.461 (10), 12.03 (20).
BOOST_AUTO_TEST_CASE(erlang_b_agrees_with_published_tables) {
    BOOST_TEST(std::abs(erlang_b(0.869, 4) - 0.01) < 1e-4);
    BOOST_TEST(std::abs(erlang_b(4.461, 10) - 0.01) < 1e-5);
    BOOST_TEST(std::abs(erlang_b(12.03, 20) - 0.01) < 2e-5);
    BOOST_TEST(erlang_b(10.0, 10) == 0.214582, tt::tolerance(1e-5));
    BOOST_TEST(erlang_b(2.0, 0) == 1.0);
}

// Gross et al., example 2.6: lambda 6/h, service 20 min, three servers: p0 = 1/9, L_q = 8/9, W_q =
// 4/27 h.
BOOST_AUTO_TEST_CASE(mmc_agrees_with_a_textbook_example) {
    const QueueFigures figures = mmc(6.0, 3.0, 3);
    BOOST_TEST(figures.waiting_probability == 4.0 / 9.0, tt::tolerance(1e-12));
    BOOST_TEST(figures.queue_length == 8.0 / 9.0, tt::tolerance(1e-12));
    BOOST_TEST(figures.waiting_time == 4.0 / 27.0, tt::tolerance(1e-12));
    BOOST_TEST(figures.time_in_system == 13.0 / 27.0, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(mg1_is_mm1_for_exponential_and_half_of_it_for_constant_service) {
    BOOST_TEST(mg1(2.0, 1.0 / 3.0, 1.0 / 9.0).waiting_time == mm1(2.0, 3.0).waiting_time,
               tt::tolerance(1e-12));
    BOOST_TEST(mg1(2.0, 1.0 / 3.0, 0.0).waiting_time == 0.5 * mm1(2.0, 3.0).waiting_time,
               tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(mmck_is_erlang_b_without_waiting_room_and_mmc_with_a_large_one) {
    BOOST_TEST(mmck(5.0, 1.0, 4, 4).blocking_probability == erlang_b(5.0, 4), tt::tolerance(1e-12));
    const LossFigures large = mmck(6.0, 3.0, 3, 400);
    BOOST_TEST(large.waiting_time == 4.0 / 27.0, tt::tolerance(1e-10));
    BOOST_TEST(large.utilisation == 2.0 / 3.0, tt::tolerance(1e-10));
    // M/M/1/2 with load 1: each of three states equally likely.
    const LossFigures small = mmck(1.0, 1.0, 1, 2);
    BOOST_TEST(small.waiting_probability == 0.5, tt::tolerance(1e-12));
    BOOST_TEST(small.blocking_probability == 1.0 / 3.0, tt::tolerance(1e-12));
    BOOST_TEST(small.queue_length == 1.0 / 3.0, tt::tolerance(1e-12));
    BOOST_TEST(small.waiting_time == 0.5, tt::tolerance(1e-12));
    // Far overload does not overflow.
    BOOST_TEST(mmck(1000.0, 1.0, 1, 500).throughput == 1.0, tt::tolerance(1e-9));
}

// With patience as quick as service (theta = mu) the number in system is Poisson(lambda / mu), as
// in M/M/∞.
BOOST_AUTO_TEST_CASE(mmc_plus_m_is_poisson_when_patience_is_as_quick_as_service) {
    const double load = 3.0;
    const AbandonmentFigures figures = mmc_plus_m(load, 1.0, 2, 1.0);
    const double p0 = std::exp(-load), p1 = load * p0;
    BOOST_TEST(figures.waiting_probability == 1.0 - p0 - p1, tt::tolerance(1e-12));
    const double queue = load - 2.0 + 2.0 * p0 + p1;  // E[max(N - 2, 0)]
    BOOST_TEST(figures.queue_length == queue, tt::tolerance(1e-12));
    BOOST_TEST(figures.abandonment_probability == queue / load, tt::tolerance(1e-12));
    BOOST_TEST(figures.utilisation == (p1 + 2.0 * (1.0 - p0 - p1)) / 2.0, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(mmc_plus_m_conserves_flow_and_nears_mmc_with_endless_patience) {
    const AbandonmentFigures some = mmc_plus_m(10.0, 1.0, 9, 0.5);
    BOOST_TEST(some.utilisation * 9.0 == 10.0 * (1.0 - some.abandonment_probability),
               tt::tolerance(1e-12));
    // The wait of all is that of the served and of those who renege, weighted.
    BOOST_TEST(some.waiting_time_served < some.waiting_time / (1.0 - some.abandonment_probability));
    const AbandonmentFigures patient = mmc_plus_m(6.0, 3.0, 3, 1e-9);
    BOOST_TEST(patient.waiting_time == 4.0 / 27.0, tt::tolerance(1e-6));
    BOOST_TEST(patient.waiting_time_served == 4.0 / 27.0, tt::tolerance(1e-6));
}

// One server; an arrival that finds it busy and j waiting. Checked against the density of the
// offered wait in M/M/1+M with theta = mu = 1, lambda = 1: P(served) and E[W; served] by summing
// the first terms by hand.
BOOST_AUTO_TEST_CASE(mmc_plus_m_tells_the_wait_of_the_served_apart) {
    // N ~ Poisson(1). Finding n >= 1: j = n - 1 waiting, served with probability 1 / (1 + n), and
    // then the wait is sum_{i=2}^{n+1} 1 / i.
    double served = std::exp(-1.0), waits = 0.0, p = std::exp(-1.0), harmonic = 0.0;
    for (int n = 1; n < 40; ++n) {
        p /= n;
        harmonic += 1.0 / (n + 1);
        served += p / (n + 1);
        waits += p / (n + 1) * harmonic;
    }
    const AbandonmentFigures figures = mmc_plus_m(1.0, 1.0, 1, 1.0);
    BOOST_TEST(1.0 - figures.abandonment_probability == served, tt::tolerance(1e-12));
    BOOST_TEST(figures.waiting_time_served == waits / served, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(refuses_loads_without_a_stationary_state) {
    using yhdyspinta::base::InternalError;
    BOOST_CHECK_THROW((void)mm1(3.0, 3.0), InternalError);
    BOOST_CHECK_THROW((void)mg1(1.0, 1.0, 0.0), InternalError);
    BOOST_CHECK_THROW((void)mmck(1.0, 1.0, 2, 1), InternalError);
    BOOST_CHECK_THROW((void)mmc_plus_m(1.0, 1.0, 1, 0.0), InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
