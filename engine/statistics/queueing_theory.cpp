// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/queueing_theory.hpp"

#include <algorithm>
#include <vector>

#include "engine/base/error.hpp"

namespace yhdyspinta::statistics {

namespace {

void require(bool holds, const char* what) {
    if (!holds) throw base::InternalError(what);
}

}  // namespace

QueueFigures mm1(double arrival_rate, double service_rate) {
    return mmc(arrival_rate, service_rate, 1);
}

QueueFigures mmc(double arrival_rate, double service_rate, int servers) {
    require(arrival_rate > 0.0 && service_rate > 0.0 && servers > 0,
            "mmc: needs rates > 0 and servers >= 1");
    const double load = arrival_rate / service_rate;
    QueueFigures figures;
    figures.utilisation = load / servers;
    figures.waiting_probability = erlang_c(load, servers);
    figures.waiting_time = figures.waiting_probability / (servers * service_rate - arrival_rate);
    figures.time_in_system = figures.waiting_time + 1.0 / service_rate;
    figures.queue_length = arrival_rate * figures.waiting_time;
    figures.number_in_system = arrival_rate * figures.time_in_system;
    return figures;
}

QueueFigures mg1(double arrival_rate, double mean, double variance) {
    require(arrival_rate > 0.0 && mean > 0.0 && variance >= 0.0 && arrival_rate * mean < 1.0,
            "mg1: needs arrival_rate > 0, mean > 0, variance >= 0 and a load below 1");
    QueueFigures figures;
    figures.utilisation = arrival_rate * mean;
    figures.waiting_probability = figures.utilisation;
    figures.waiting_time =
        arrival_rate * (variance + mean * mean) / (2.0 * (1.0 - figures.utilisation));
    figures.time_in_system = figures.waiting_time + mean;
    figures.queue_length = arrival_rate * figures.waiting_time;
    figures.number_in_system = arrival_rate * figures.time_in_system;
    return figures;
}

double erlang_b(double offered_load, int servers) {
    require(offered_load > 0.0 && servers >= 0, "erlang_b: needs offered_load > 0, servers >= 0");
    double blocking = 1.0;
    for (int n = 1; n <= servers; ++n) {
        blocking = offered_load * blocking / (n + offered_load * blocking);
    }
    return blocking;
}

double erlang_c(double offered_load, int servers) {
    require(servers > 0 && offered_load < servers, "erlang_c: needs offered_load < servers");
    const double blocking = erlang_b(offered_load, servers);
    return blocking / (1.0 - offered_load / servers * (1.0 - blocking));
}

LossFigures mmck(double arrival_rate, double service_rate, int servers, int capacity) {
    require(arrival_rate > 0.0 && service_rate > 0.0 && servers > 0 && capacity >= servers,
            "mmck: needs rates > 0, servers >= 1 and capacity >= servers");
    // Unnormalised probabilities, kept near 1 by dividing by the largest so far.
    std::vector<double> p{1.0};
    for (int n = 1; n <= capacity; ++n) {
        p.push_back(p.back() * arrival_rate / (std::min(n, servers) * service_rate));
        if (p.back() > 1e200) {
            const double largest = p.back();
            for (double& value : p) value /= largest;
        }
    }
    double total = 0.0, in_system = 0.0, queue = 0.0, busy = 0.0;
    for (int n = 0; n <= capacity; ++n) {
        const double weight = p[static_cast<std::size_t>(n)];
        total += weight;
        in_system += n * weight;
        queue += std::max(0, n - servers) * weight;
        busy += std::min(n, servers) * weight;
    }
    LossFigures figures;
    figures.blocking_probability = p.back() / total;
    figures.throughput = arrival_rate * (1.0 - figures.blocking_probability);
    figures.utilisation = busy / total / servers;
    figures.queue_length = queue / total;
    figures.number_in_system = in_system / total;
    figures.waiting_time = figures.queue_length / figures.throughput;
    return figures;
}

AbandonmentFigures mmc_plus_m(double arrival_rate, double service_rate, int servers,
                              double patience_rate) {
    require(arrival_rate > 0.0 && service_rate > 0.0 && servers > 0 && patience_rate > 0.0,
            "mmc_plus_m: needs rates > 0 and servers >= 1");
    const double full_rate = servers * service_rate;
    // Unnormalised stationary probabilities relative to that of state `servers`, downwards, then
    // upwards.
    double below = 0.0, busy_below = 0.0, weight = 1.0;
    for (int n = servers; n >= 1; --n) {
        weight *= n * service_rate / arrival_rate;
        below += weight;
        busy_below += (n - 1) * weight;
    }
    double waits = 0.0;         // sum of p over states in which an arrival waits
    double queue = 0.0;         // sum of p times number waiting
    double served = 0.0;        // sum of p P(served)
    double served_waits = 0.0;  // sum of p P(served) E[wait | served]
    double time_ahead = 0.0;  // mean time until an arrival that finds j waiting is first and served
    weight = 1.0;
    for (int j = 0;; ++j) {
        const double rate = full_rate + (j + 1) * patience_rate;
        time_ahead += 1.0 / rate;
        waits += weight;
        queue += j * weight;
        served += weight * full_rate / rate;
        served_waits += weight * full_rate / rate * time_ahead;
        const double ratio = arrival_rate / rate;
        weight *= ratio;
        if (ratio < 1.0 && weight * (j + 1) < 1e-17 * (below + waits)) break;
    }
    const double total = below + waits;
    AbandonmentFigures figures;
    figures.utilisation = (busy_below + servers * waits) / total / servers;
    figures.waiting_probability = waits / total;
    figures.queue_length = queue / total;
    figures.waiting_time = figures.queue_length / arrival_rate;
    figures.abandonment_probability = patience_rate * figures.waiting_time;
    figures.waiting_time_served = served_waits / (below + served);
    return figures;
}

}  // namespace yhdyspinta::statistics
