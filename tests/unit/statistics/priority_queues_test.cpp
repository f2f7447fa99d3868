// SPDX-License-Identifier: Apache-2.0
// Priorities, processor sharing, batches, renewal arrivals, finite sources and vacations: against
// hand-computed values, identities and Markov chains solved state by state.
#include <algorithm>
#include <cmath>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"
#include "engine/statistics/queueing_theory.hpp"
#include "tests/unit/statistics/markov_chain.hpp"

using namespace yhdyspinta::statistics;
using yhdyspinta::test::mean;
using yhdyspinta::test::Move;
using yhdyspinta::test::State;
using yhdyspinta::test::stationary;
namespace tt = boost::test_tools;

namespace {

constexpr int kMost = 45;  // truncation of the chains: what lies above has probability < 1e-7

}  // namespace

BOOST_AUTO_TEST_SUITE(priority_queues)

// lambda 0.2 and 0.4, mean 1, exponential: W_0 = 0.6, W_1 = 0.6 / 0.8, W_2 = 0.6 / (0.8 · 0.4).
BOOST_AUTO_TEST_CASE(cobham_by_hand) {
    const auto figures = mg1_nonpreemptive({{0.2, 1.0, 1.0}, {0.4, 1.0, 1.0}});
    BOOST_TEST(figures[0].waiting_time == 0.75, tt::tolerance(1e-12));
    BOOST_TEST(figures[1].waiting_time == 1.875, tt::tolerance(1e-12));
    BOOST_TEST(figures[1].time_in_system == 2.875, tt::tolerance(1e-12));
    BOOST_TEST(figures[0].utilisation == 0.2, tt::tolerance(1e-12));
    BOOST_TEST(figures[0].waiting_probability == 0.6, tt::tolerance(1e-12));
}

// Kleinrock's conservation law: sum of rho_k W_k does not depend on the order.
BOOST_AUTO_TEST_CASE(cobham_conserves_work) {
    const auto figures = mg1_nonpreemptive({{0.3, 0.5, 0.0}, {0.1, 3.0, 4.0}, {0.2, 1.0, 1.0}});
    const double load = 0.15 + 0.3 + 0.2;
    const double residual = (0.3 * 0.25 + 0.1 * 13.0 + 0.2 * 2.0) / 2.0;
    BOOST_TEST(0.15 * figures[0].waiting_time + 0.3 * figures[1].waiting_time +
                       0.2 * figures[2].waiting_time ==
                   load * residual / (1.0 - load),
               tt::tolerance(1e-12));
}

// State: waiting of class 1, of class 2, class in service (0 none).
BOOST_AUTO_TEST_CASE(cobham_agrees_with_the_chain_of_two_exponential_classes) {
    const double rate[] = {0.25, 0.15}, service[] = {1.0, 0.5};
    const auto chain = stationary({0, 0, 0, 0}, [&](const State& s) {
        std::vector<Move> moves;
        if (s[2] == 0) {
            moves.push_back({{0, 0, 1, 0}, rate[0]});
            moves.push_back({{0, 0, 2, 0}, rate[1]});
            return moves;
        }
        if (s[0] < kMost) moves.push_back({{s[0] + 1, s[1], s[2], 0}, rate[0]});
        if (s[1] < kMost) moves.push_back({{s[0], s[1] + 1, s[2], 0}, rate[1]});
        State after{s[0], s[1], 0, 0};
        if (s[0] > 0) {
            after = {s[0] - 1, s[1], 1, 0};
        } else if (s[1] > 0) {
            after = {s[0], s[1] - 1, 2, 0};
        }
        moves.push_back({after, service[s[2] - 1]});
        return moves;
    });
    const auto figures = mg1_nonpreemptive({{rate[0], 1.0, 1.0}, {rate[1], 2.0, 4.0}});
    BOOST_TEST(figures[0].queue_length == mean(chain, [](const State& s) { return s[0]; }),
               tt::tolerance(1e-5));
    BOOST_TEST(figures[1].queue_length == mean(chain, [](const State& s) { return s[1]; }),
               tt::tolerance(1e-5));
}

// State: present of class 1, of class 2; class 2 is served only when no class 1 is present.
BOOST_AUTO_TEST_CASE(preemptive_resume_agrees_with_the_chain_of_two_exponential_classes) {
    const double rate[] = {0.25, 0.15}, service[] = {1.0, 0.5};
    const auto chain = stationary({0, 0, 0, 0}, [&](const State& s) {
        std::vector<Move> moves;
        if (s[0] < kMost) moves.push_back({{s[0] + 1, s[1], 0, 0}, rate[0]});
        if (s[1] < kMost) moves.push_back({{s[0], s[1] + 1, 0, 0}, rate[1]});
        if (s[0] > 0) {
            moves.push_back({{s[0] - 1, s[1], 0, 0}, service[0]});
        } else if (s[1] > 0) {
            moves.push_back({{s[0], s[1] - 1, 0, 0}, service[1]});
        }
        return moves;
    });
    const auto figures = mg1_preemptive_resume({{rate[0], 1.0, 1.0}, {rate[1], 2.0, 4.0}});
    BOOST_TEST(figures[0].number_in_system == mean(chain, [](const State& s) { return s[0]; }),
               tt::tolerance(1e-5));
    BOOST_TEST(figures[1].number_in_system == mean(chain, [](const State& s) { return s[1]; }),
               tt::tolerance(1e-5));
    // The first class does not notice the second.
    BOOST_TEST(figures[0].time_in_system == mm1(0.25, 1.0).time_in_system, tt::tolerance(1e-12));
    BOOST_TEST(figures[0].waiting_probability == 0.25, tt::tolerance(1e-12));
}

// State: waiting of class 1, of class 2, servers busy, of them with class 1.
BOOST_AUTO_TEST_CASE(several_servers_agree_with_the_chain) {
    const double rate[] = {0.5, 0.6};
    const auto serve = [&](bool preempts) {
        return stationary({0, 0, 0, 0}, [&, preempts](const State& s) {
            std::vector<Move> moves;
            const int most = 30;
            if (preempts) {  // s[0], s[1]: present
                const int first = std::min(2, s[0]), second = std::min(2 - first, s[1]);
                if (s[0] < most) moves.push_back({{s[0] + 1, s[1], 0, 0}, rate[0]});
                if (s[1] < most) moves.push_back({{s[0], s[1] + 1, 0, 0}, rate[1]});
                if (first > 0) moves.push_back({{s[0] - 1, s[1], 0, 0}, 1.0 * first});
                if (second > 0) moves.push_back({{s[0], s[1] - 1, 0, 0}, 1.0 * second});
                return moves;
            }
            if (s[2] < 2) {
                moves.push_back({{0, 0, s[2] + 1, 0}, rate[0] + rate[1]});
                if (s[2] > 0) moves.push_back({{0, 0, s[2] - 1, 0}, 1.0 * s[2]});
                return moves;
            }
            if (s[0] < most) moves.push_back({{s[0] + 1, s[1], 2, 0}, rate[0]});
            if (s[1] < most) moves.push_back({{s[0], s[1] + 1, 2, 0}, rate[1]});
            State after{0, 0, 1, 0};
            if (s[0] > 0) {
                after = {s[0] - 1, s[1], 2, 0};
            } else if (s[1] > 0) {
                after = {0, s[1] - 1, 2, 0};
            }
            moves.push_back({after, 2.0});
            return moves;
        });
    };
    const auto waiting = serve(false);
    const auto patient = mmc_nonpreemptive({rate[0], rate[1]}, 1.0, 2);
    BOOST_TEST(patient[0].queue_length == mean(waiting, [](const State& s) { return s[0]; }),
               tt::tolerance(1e-4));
    BOOST_TEST(patient[1].queue_length == mean(waiting, [](const State& s) { return s[1]; }),
               tt::tolerance(1e-4));
    const auto present = serve(true);
    const auto preempting = mmc_preemptive_resume({rate[0], rate[1]}, 1.0, 2);
    BOOST_TEST(preempting[0].number_in_system == mean(present, [](const State& s) { return s[0]; }),
               tt::tolerance(1e-4));
    BOOST_TEST(preempting[1].number_in_system == mean(present, [](const State& s) { return s[1]; }),
               tt::tolerance(1e-4));
    BOOST_TEST(preempting[1].utilisation == 0.3, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(delays_hold_as_many_as_arrive_during_one) {
    const QueueFigures figures = mg_infinity(3.0, 2.5);
    BOOST_TEST(figures.number_in_system == 7.5);
    BOOST_TEST(figures.waiting_time == 0.0);
    BOOST_TEST(figures.time_in_system == 2.5);
}

// dm/dt = rate(t) - mu m, integrated by the classical Runge-Kutta method from an empty system.
BOOST_AUTO_TEST_CASE(a_sinusoidal_rate_agrees_with_its_differential_equation) {
    const double rate = 4.0, amplitude = 0.6, frequency = 1.5, service = 0.8, step = 1e-3;
    const auto slope = [&](double t, double m) {
        return rate * (1.0 + amplitude * std::sin(frequency * t)) - service * m;
    };
    double m = 0.0;
    for (int i = 0; i < 3000; ++i) {
        const double t = i * step;
        const double a = slope(t, m), b = slope(t + step / 2, m + step / 2 * a),
                     c = slope(t + step / 2, m + step / 2 * b), d = slope(t + step, m + step * c);
        m += step / 6.0 * (a + 2 * b + 2 * c + d);
    }
    BOOST_TEST(mtm_infinity_from_empty(rate, amplitude, frequency, service, 3.0) == m,
               tt::tolerance(1e-9));
    const SinusoidalFigures figures = mtm_infinity(rate, amplitude, frequency, service);
    BOOST_TEST(figures.mean == 5.0, tt::tolerance(1e-12));
    BOOST_TEST(figures.amplitude == 2.4 / 1.7, tt::tolerance(1e-12));
    BOOST_TEST(figures.lag == std::atan2(1.5, 0.8) / 1.5, tt::tolerance(1e-12));
    BOOST_TEST(mtm_infinity_from_empty(rate, amplitude, frequency, service, 100.0) ==
                   figures.number(100.0, frequency),
               tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(processor_sharing_depends_on_the_mean_alone) {
    BOOST_TEST(mg1_processor_sharing(0.8, 1.0).time_in_system == 5.0, tt::tolerance(1e-12));
    BOOST_TEST(mgc_processor_sharing(6.0, 1.0 / 3.0, 3).time_in_system == 13.0 / 27.0,
               tt::tolerance(1e-12));
}

// Batches of 1 or 3 with equal probability; state: number in the system.
BOOST_AUTO_TEST_CASE(batches_agree_with_the_chain) {
    const double rate = 0.3;
    const auto chain = stationary({0, 0, 0, 0}, [&](const State& s) {
        std::vector<Move> moves;
        if (s[0] < 400) {
            moves.push_back({{s[0] + 1, 0, 0, 0}, rate / 2});
            moves.push_back({{s[0] + 3, 0, 0, 0}, rate / 2});
        }
        if (s[0] > 0) moves.push_back({{s[0] - 1, 0, 0, 0}, 1.0});
        return moves;
    });
    const QueueFigures figures = mxg1(rate, 2.0, 5.0, 1.0, 1.0);
    BOOST_TEST(figures.utilisation == 0.6, tt::tolerance(1e-12));
    BOOST_TEST(figures.number_in_system == mean(chain, [](const State& s) { return s[0]; }),
               tt::tolerance(1e-9));
    BOOST_TEST(figures.waiting_probability == 0.8, tt::tolerance(1e-12));
    BOOST_TEST(mxg1(0.5, 1.0, 1.0, 1.0, 0.0).waiting_time == mg1(0.5, 1.0, 0.0).waiting_time,
               tt::tolerance(1e-12));
}

// E_2/M/1: state: number in the system, stage of the arrival. E_2 with rate 2 lambda per stage.
BOOST_AUTO_TEST_CASE(renewal_arrivals_agree_with_the_chain_of_erlang_stages) {
    const double rate = 0.7;
    const auto chain = stationary({0, 0, 0, 0}, [&](const State& s) {
        std::vector<Move> moves;
        if (s[1] == 0) {
            moves.push_back({{s[0], 1, 0, 0}, 2 * rate});
        } else if (s[0] < 300) {
            moves.push_back({{s[0] + 1, 0, 0, 0}, 2 * rate});
        }
        if (s[0] > 0) moves.push_back({{s[0] - 1, s[1], 0, 0}, 1.0});
        return moves;
    });
    const auto erlang = [&](double s) { return std::pow(2 * rate / (2 * rate + s), 2); };
    BOOST_TEST(
        gm1(erlang, rate, 1.0).number_in_system == mean(chain, [](const State& s) { return s[0]; }),
        tt::tolerance(1e-9));
    // With exponential intervals it is M/M/1; with constant ones the root of r = exp(-(1 - r) /
    // 0.5) is 0.203188 (Gross et al., table of D/M/1 roots: rho 0.5).
    const auto poisson = [](double s) { return 0.7 / (0.7 + s); };
    BOOST_TEST(gm1(poisson, 0.7, 1.0).waiting_time == mm1(0.7, 1.0).waiting_time,
               tt::tolerance(1e-9));
    const auto constant = [](double s) { return std::exp(-2.0 * s); };
    BOOST_TEST(gm1(constant, 0.5, 1.0).waiting_probability == 0.203188, tt::tolerance(1e-5));
}

// Two machines, one repairman, request rate 1, repair rate 2: p = 1, 1, 1/2 over 5/2.
BOOST_AUTO_TEST_CASE(machine_repair_by_hand) {
    const FiniteSourceFigures figures = mmc_finite_source(1.0, 2.0, 1, 2);
    BOOST_TEST(figures.utilisation == 0.6, tt::tolerance(1e-12));
    BOOST_TEST(figures.throughput == 1.2, tt::tolerance(1e-12));
    BOOST_TEST(figures.queue_length == 0.2, tt::tolerance(1e-12));
    BOOST_TEST(figures.number_in_system == 0.8, tt::tolerance(1e-12));
    // Of those who arrive, 2 · 1 find nobody and 1 · 1 find one.
    BOOST_TEST(figures.waiting_probability == 1.0 / 3.0, tt::tolerance(1e-12));
    BOOST_TEST(figures.waiting_time == 1.0 / 6.0, tt::tolerance(1e-12));
    // As many repairmen as machines: nobody waits. A huge population does not overflow.
    BOOST_TEST(mmc_finite_source(1.0, 2.0, 5, 5).queue_length == 0.0);
    BOOST_TEST(mmc_finite_source(1.0, 1.0, 2, 5000).throughput == 2.0, tt::tolerance(1e-9));
}

// rho -> 0: the longer of two exponential services, 3/2; rho = 1/2: 11.5 / 8 · 2.
BOOST_AUTO_TEST_CASE(fork_and_join_of_two_queues) {
    BOOST_TEST(fork_join_two_mm1(1e-9, 1.0) == 1.5, tt::tolerance(1e-6));
    BOOST_TEST(fork_join_two_mm1(0.5, 1.0) == 2.875, tt::tolerance(1e-12));
    // State: tasks at the first and at the second. Time in system from those who are not done:
    // the number not done is followed in the chain by pairing: max of the two in order of arrival.
    const auto chain = stationary({0, 0, 0, 0}, [](const State& s) {
        std::vector<Move> moves;
        if (s[0] < 40 && s[1] < 40) moves.push_back({{s[0] + 1, s[1] + 1, 0, 0}, 0.5});
        if (s[0] > 0) moves.push_back({{s[0] - 1, s[1], 0, 0}, 1.0});
        if (s[1] > 0) moves.push_back({{s[0], s[1] - 1, 0, 0}, 1.0});
        return moves;
    });
    const double number = mean(chain, [](const State& s) { return std::max(s[0], s[1]); });
    BOOST_TEST(fork_join_two_mm1(0.5, 1.0) * 0.5 == number, tt::tolerance(1e-5));
}

// A vacation of constant 2: half of it on top of the wait in M/D/1.
BOOST_AUTO_TEST_CASE(vacations_add_their_residual_time) {
    BOOST_TEST(mg1_vacations(0.5, 1.0, 0.0, 2.0, 0.0).waiting_time == 0.5 + 1.0,
               tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(refuses_what_the_formulas_do_not_cover) {
    using yhdyspinta::base::InternalError;
    BOOST_CHECK_THROW((void)mg1_nonpreemptive({}), InternalError);
    BOOST_CHECK_THROW((void)mg1_nonpreemptive({{0.5, 1.0, 0.0}, {0.5, 1.0, 0.0}}), InternalError);
    BOOST_CHECK_THROW((void)mg1_preemptive_resume({{1.0, 1.0, 0.0}}), InternalError);
    BOOST_CHECK_THROW((void)mmc_preemptive_resume({}, 1.0, 1), InternalError);
    BOOST_CHECK_THROW((void)mtm_infinity(1.0, 1.1, 1.0, 1.0), InternalError);
    BOOST_CHECK_THROW((void)mxg1(0.5, 2.0, 3.9, 0.5, 0.0), InternalError);
    BOOST_CHECK_THROW((void)mmc_finite_source(1.0, 1.0, 1, 0), InternalError);
    BOOST_CHECK_THROW((void)fork_join_two_mm1(1.0, 1.0), InternalError);
    BOOST_CHECK_THROW((void)mg1_vacations(0.5, 1.0, 0.0, 0.0, 0.0), InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
