// SPDX-License-Identifier: Apache-2.0
// Closed forms of stationary queues. Rates in one unit of time of the caller's choice; times come
// back in it. Every function throws base::InternalError for rates <= 0, no servers or (where it
// matters) an offered load that no stationary state can bear.
#pragma once

#include <functional>
#include <vector>

namespace yhdyspinta::statistics {

/// Stationary figures of a queue without losses.
struct QueueFigures {
    double utilisation = 0.0;          ///< of one server [0, 1)
    double waiting_probability = 0.0;  ///< P(an arrival waits)
    double waiting_time = 0.0;         ///< mean, those who do not wait included (W_q)
    double time_in_system = 0.0;       ///< mean (W)
    double queue_length = 0.0;         ///< mean number waiting (L_q)
    double number_in_system = 0.0;     ///< mean (L)
};

/// M/M/1; arrival rate < service rate.
/// Source: Gross, Shortle, Thompson & Harris, Fundamentals of Queueing Theory, 4th ed. (2008), 2.2.
[[nodiscard]] QueueFigures mm1(double arrival_rate, double service_rate);

/// M/M/c (Erlang C); arrival rate < servers · service rate.
/// Source: Gross et al. (2008), 2.3; Erlang (1917).
[[nodiscard]] QueueFigures mmc(double arrival_rate, double service_rate, int servers);

/// M/G/1: the Pollaczek–Khinchine formula. `mean` and `variance` of the service time, arrival rate
/// · mean < 1. Source: Gross et al. (2008), 5.1.
[[nodiscard]] QueueFigures mg1(double arrival_rate, double mean, double variance);

/// Probability that all `servers` are busy in M/M/c/c with the given offered load [Erlang]; M/G/c/c
/// likewise. Source: Erlang (1917); recursion: Gross et al. (2008), 2.5.
[[nodiscard]] double erlang_b(double offered_load, int servers);

/// Probability that an arrival waits in M/M/c; offered load < servers.
/// Source: Gross et al. (2008), 2.3: C = B / (1 - rho (1 - B)).
[[nodiscard]] double erlang_c(double offered_load, int servers);

/// Stationary figures of a queue of limited capacity; means are over those who enter.
struct LossFigures {
    double blocking_probability = 0.0;  ///< P(an arrival is turned away)
    double waiting_probability = 0.0;   ///< P(one who enters waits)
    double throughput = 0.0;            ///< rate of those who enter
    double utilisation = 0.0;           ///< of one server
    double waiting_time = 0.0;          ///< W_q of those who enter
    double queue_length = 0.0;
    double number_in_system = 0.0;
};

/// M/M/c/K: at most `capacity` >= servers in the system; any load.
/// Source: Gross et al. (2008), 2.4 (birth and death balance).
[[nodiscard]] LossFigures mmck(double arrival_rate, double service_rate, int servers, int capacity);

/// Stationary figures of a queue whose customers have patience.
struct AbandonmentFigures {
    double utilisation = 0.0;
    double waiting_probability = 0.0;
    double abandonment_probability = 0.0;  ///< share of arrivals that renege
    double waiting_time = 0.0;             ///< mean over all arrivals, served or not
    double waiting_time_served = 0.0;      ///< mean over those who reach service
    double queue_length = 0.0;
};

/// M/M/c+M (Erlang A): exponential patience with the given rate > 0; any load.
/// Source: Palm (1957), Tele 2; Garnett, Mandelbaum & Reiman (2002), M&SOM 4(3). An arrival that
/// finds j waiting is served with probability c mu / (c mu + (j + 1) theta) and, served or not,
/// spends sum over k = 0..j of 1 / (c mu + (k + 1) theta) until everybody ahead is gone and a
/// server is free.
[[nodiscard]] AbandonmentFigures mmc_plus_m(double arrival_rate, double service_rate, int servers,
                                            double patience_rate);

/// What one class of customers brings to a server that is shared with others.
struct CustomerClass {
    double arrival_rate = 0.0;
    double mean = 0.0;      ///< of the service time
    double variance = 0.0;  ///< of the service time; exponential: mean squared
};

/// M/G/1 with priority classes, the first served first, in order of arrival within a class; a
/// service that has begun is finished. Figures of each class in the order given; `utilisation` is
/// the share of time that the server works for the class. Total load < 1.
/// Source: Cobham (1954), Operations Research 2(1): W_k = W_0 / ((1 - s_{k-1})(1 - s_k)), where s_k
/// is the load of the first k classes and W_0 = sum of lambda_i E[S_i^2] / 2.
[[nodiscard]] std::vector<QueueFigures> mg1_nonpreemptive(
    const std::vector<CustomerClass>& classes);

/// M/G/1 with preemptive-resume priority, the first class first. `waiting_time` is all the time in
/// the system that is not service, interruptions included; `waiting_probability` is that of not
/// starting at once. Total load < 1. Source: Gross et al. (2008), 3.4.3; Kleinrock, Queueing
/// Systems II (1976), 3.4: T_k = E[S_k] / (1 - s_{k-1}) + W_0k / ((1 - s_{k-1})(1 - s_k)), where
/// W_0k sums over the first k classes only.
[[nodiscard]] std::vector<QueueFigures> mg1_preemptive_resume(
    const std::vector<CustomerClass>& classes);

/// M/M/c with non-preemptive priority classes that share one service rate. Total load < servers.
/// Source: Cobham (1954): W_k = C / (c mu (1 - s_{k-1})(1 - s_k)), loads per server, C of Erlang.
[[nodiscard]] std::vector<QueueFigures> mmc_nonpreemptive(const std::vector<double>& arrival_rates,
                                                          double service_rate, int servers);

/// M/M/c with preemptive-resume priority classes that share one service rate: the first k classes
/// together are an M/M/c of their own. `waiting_time` as in mg1_preemptive_resume.
/// Source: Kleinrock (1976), 3.4, differences of M/M/c.
[[nodiscard]] std::vector<QueueFigures> mmc_preemptive_resume(
    const std::vector<double>& arrival_rates, double service_rate, int servers);

/// M/G/infinity: nobody waits; the number in the system is Poisson with mean `number_in_system`
/// (utilisation stays 0: there is no finite number of servers to share it).
/// Source: Gross et al. (2008), 5.2.
[[nodiscard]] QueueFigures mg_infinity(double arrival_rate, double mean);

/// M(t)/M/infinity with arrival rate r (1 + a sin(w t)), 0 <= a <= 1, since ever: the mean number
/// is sinusoidal too, `mean` + `amplitude` sin(w (t - lag)).
struct SinusoidalFigures {
    double mean = 0.0;       ///< r / mu
    double amplitude = 0.0;  ///< a r / sqrt(mu^2 + w^2)
    double lag = 0.0;        ///< arctan(w / mu) / w: by which the number follows the rate
    double number(double time, double angular_frequency) const;
};
/// `mean_rate` r, `relative_amplitude` a, `angular_frequency` w (2 pi / period) > 0.
/// Source: Eick, Massey & Whitt (1993), Management Science 39(2), section 4.
[[nodiscard]] SinusoidalFigures mtm_infinity(double mean_rate, double relative_amplitude,
                                             double angular_frequency, double service_rate);
/// The mean number at `time` >= 0 when the system of `mtm_infinity` is empty at time 0: those who
/// would have been there at 0 fade away as exp(-mu t). Source: Eick, Massey & Whitt (1993).
[[nodiscard]] double mtm_infinity_from_empty(double mean_rate, double relative_amplitude,
                                             double angular_frequency, double service_rate,
                                             double time);

/// M/G/1 with processor sharing: everybody present is served at an equal share of the server.
/// `waiting_time` is the delay beyond the service time; a customer who needs x stays x / (1 - rho).
/// Source: Kleinrock (1976), 4.4. Only the mean of the service time matters.
[[nodiscard]] QueueFigures mg1_processor_sharing(double arrival_rate, double mean);
/// The same with `servers`, each customer served at the rate min(1, servers / present): the number
/// in the system is that of M/M/c. Source: Cohen (1979), Acta Informatica 12: insensitivity.
[[nodiscard]] QueueFigures mgc_processor_sharing(double arrival_rate, double mean, int servers);

/// M^[X]/G/1: batches at `batch_rate`, of a size with mean `size_mean` >= 1 and second moment
/// `size_second_moment` (E[X^2] >= E[X]^2); customers are served one by one.
/// batch_rate · size_mean · mean < 1. Figures are per customer.
/// Source: Gross et al. (2008), 3.1 (M^[X]/M/1) and 5.1; Burke (1975), Operations Research 23(4).
[[nodiscard]] QueueFigures mxg1(double batch_rate, double size_mean, double size_second_moment,
                                double mean, double variance);

/// G/M/1 with renewal arrivals: `transform(s)` is the Laplace-Stieltjes transform E[exp(-s A)] of
/// the time between arrivals, 1 / E[A] = arrival_rate < service_rate. For constant intervals a
/// (D/M/1): [a](double s) { return std::exp(-s * a); }. Source: Gross et al. (2008), 5.3: the root
/// in (0, 1) of r = A*(mu (1 - r)).
[[nodiscard]] QueueFigures gm1(const std::function<double(double)>& transform, double arrival_rate,
                               double service_rate);

/// Stationary figures of a finite population.
struct FiniteSourceFigures {
    double utilisation = 0.0;          ///< of one server
    double throughput = 0.0;           ///< completed services per unit of time
    double waiting_probability = 0.0;  ///< P(an arrival waits)
    double waiting_time = 0.0;
    double time_in_system = 0.0;
    double queue_length = 0.0;
    double number_in_system = 0.0;  ///< waiting or in service
};
/// Machine repair, M/M/c//N: each of `population` members comes back at `request_rate` while it is
/// not in the system. Any load.
/// Source: Gross et al. (2008), 2.7 (finite-source queues).
[[nodiscard]] FiniteSourceFigures mmc_finite_source(double request_rate, double service_rate,
                                                    int servers, int population);

/// Mean time in system of two M/M/1 queues in parallel to which each arrival sends one task each,
/// and is done when both are: (12 - rho) / 8 · 1 / (mu - lambda). arrival rate < service rate.
/// Source: Flatto & Hahn (1984), SIAM J. Appl. Math. 44(5); Nelson & Tantawi (1988), IEEE Trans.
/// Comput. 37(6), equation 6.
[[nodiscard]] double fork_join_two_mm1(double arrival_rate, double service_rate);

/// M/G/1 whose server, whenever it finds nobody, is away for a vacation and then looks again
/// (multiple vacations): W_q = that of M/G/1 + E[V^2] / (2 E[V]).
/// Source: Doshi (1986), Queueing Systems 1; Gross et al. (2008), 5.1.
[[nodiscard]] QueueFigures mg1_vacations(double arrival_rate, double mean, double variance,
                                         double vacation_mean, double vacation_variance);

}  // namespace yhdyspinta::statistics
