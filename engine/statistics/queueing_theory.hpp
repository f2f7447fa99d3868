// SPDX-License-Identifier: Apache-2.0
// Closed forms of stationary queues. Rates in one unit of time of the caller's choice; times come
// back in it. Every function throws base::InternalError for rates <= 0, no servers or (where it
// matters) an offered load that no stationary state can bear.
#pragma once

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

}  // namespace yhdyspinta::statistics
