// SPDX-License-Identifier: Apache-2.0
// Closed forms of networks of queues: open (Jackson), closed (mean-value analysis), and two
// stations with blocking between them. Rates and times in one unit of the caller's choice. Every
// function throws base::InternalError for input outside what its comment allows.
#pragma once

#include <vector>

#include "engine/statistics/queueing_theory.hpp"

namespace yhdyspinta::statistics {

/// Probabilities of going from a station (row) to a station (column): [stations x stations], rows
/// sum to at most 1; what is missing leaves.
using RoutingMatrix = std::vector<std::vector<double>>;

/// How often each station is visited, given how often it is entered from outside: the solution of
/// v = entered + v P. With `entered` rates [1/time] these are arrival rates, with probabilities of
/// starting there they are visits per arrival. Throws where somebody can never leave.
/// Source: traffic equations, Jackson (1957), Operations Research 5(4).
[[nodiscard]] std::vector<double> traffic(const std::vector<double>& entered,
                                          const RoutingMatrix& routing);

/// A station of a network.
struct Station {
    double service_rate = 0.0;  ///< of one server
    int servers = 1;            ///< 0: a delay station (as many servers as customers)
};

struct NetworkFigures {
    std::vector<double> arrival_rates;   ///< [stations]
    std::vector<QueueFigures> stations;  ///< [stations]; all 0 where nobody comes
    double number_in_system = 0.0;
    double time_in_system = 0.0;  ///< mean, of a whole way through the network
};

/// Open network with Poisson arrivals from outside at the rates `entered`, exponential services and
/// routing by probability: each station is an M/M/c (or M/M/infinity) of its own. Every station's
/// arrival rate < servers · service rate. A tandem is routing {{0, 1}, {0, 0}}.
/// Source: Jackson (1957, 1963); for delay stations Baskett, Chandy, Muntz & Palacios (1975).
[[nodiscard]] NetworkFigures jackson(const std::vector<double>& entered,
                                     const RoutingMatrix& routing,
                                     const std::vector<Station>& stations);

/// A station of a closed network, as mean-value analysis sees it.
struct ClosedStation {
    double visits = 1.0;  ///< per cycle
    double mean = 0.0;    ///< service time of a visit
    int servers = 1;      ///< 0: a delay station (thinking, travelling)
};

struct ClosedNetworkFigures {
    double throughput = 0.0;                ///< cycles per unit of time
    double cycle_time = 0.0;                ///< mean time of a cycle, all stations
    std::vector<double> time_at_station;    ///< mean of a visit, waiting included
    std::vector<double> number_at_station;  ///< mean number there
    std::vector<double> utilisation;        ///< of one server; 0 for delay stations
};

/// Closed network of `population` >= 1 customers of one class, exponential services at stations
/// served in order of arrival (any law at delay stations): exact mean-value analysis, with marginal
/// probabilities for stations of several servers.
/// Source: Reiser & Lavenberg (1980), J. ACM 27(2).
[[nodiscard]] ClosedNetworkFigures mean_value_analysis(const std::vector<ClosedStation>& stations,
                                                       int population);

struct BlockingFigures {
    double largest_throughput = 0.0;   ///< arrival rate that it can just not bear
    double waiting_time_first = 0.0;   ///< before service at the first station
    double blocked_time = 0.0;         ///< after it, until there is room (mean over all customers)
    double waiting_time_second = 0.0;  ///< in the places between, before service at the second
    double time_in_system = 0.0;
    double number_in_system = 0.0;
    double blocked_share = 0.0;      ///< share of time that the first server is blocked
    double utilisation_first = 0.0;  ///< share of time that it works (blocked does not count)
    double utilisation_second = 0.0;
};

/// Two exponential single servers one after the other, Poisson arrivals and endless room before the
/// first, `places` >= 0 between them: who finds no place stays at the first server and blocks it
/// (blocking after service). arrival_rate < largest_throughput. Exact: the Markov chain is a
/// quasi-birth-death process, solved by its matrix-geometric form.
/// Source: Avi-Itzhak & Yadin (1965), Management Science 11(5) (no places); Neuts, Matrix-Geometric
/// Solutions (1981), 5.2; logarithmic reduction: Latouche & Ramaswami (1993).
[[nodiscard]] BlockingFigures tandem_with_blocking(double arrival_rate, double first_rate,
                                                   double second_rate, int places);

/// The largest throughput alone of `tandem_with_blocking`: the first server never lacks work.
[[nodiscard]] double largest_tandem_throughput(double first_rate, double second_rate, int places);

}  // namespace yhdyspinta::statistics
