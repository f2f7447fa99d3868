// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/queueing_theory.hpp"

#include <algorithm>
#include <cmath>
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
    double total = 0.0, in_system = 0.0, queue = 0.0, busy = 0.0, entering = 0.0, waiting = 0.0;
    for (int n = 0; n <= capacity; ++n) {
        const double weight = p[static_cast<std::size_t>(n)];
        total += weight;
        if (n < capacity) entering += weight;
        if (n >= servers && n < capacity) waiting += weight;
        in_system += n * weight;
        queue += std::max(0, n - servers) * weight;
        busy += std::min(n, servers) * weight;
    }
    LossFigures figures;
    figures.blocking_probability = p.back() / total;
    figures.waiting_probability = waiting / entering;
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

namespace {

/// The figures of one class from its waiting time, by Little's law.
QueueFigures of_class(const CustomerClass& one, double waiting_time, double waiting_probability) {
    QueueFigures figures;
    figures.utilisation = one.arrival_rate * one.mean;
    figures.waiting_probability = waiting_probability;
    figures.waiting_time = waiting_time;
    figures.time_in_system = waiting_time + one.mean;
    figures.queue_length = one.arrival_rate * waiting_time;
    figures.number_in_system = one.arrival_rate * figures.time_in_system;
    return figures;
}

double load_of(const std::vector<CustomerClass>& classes) {
    double load = 0.0;
    for (const CustomerClass& one : classes) {
        require(one.arrival_rate > 0.0 && one.mean > 0.0 && one.variance >= 0.0,
                "priority queue: needs arrival_rate > 0, mean > 0 and variance >= 0");
        load += one.arrival_rate * one.mean;
    }
    require(!classes.empty() && load < 1.0, "priority queue: needs classes and a load below 1");
    return load;
}

/// Half of lambda E[S^2]: what a class adds to the work that an arrival finds under way.
double residual_work(const CustomerClass& one) {
    return one.arrival_rate * (one.variance + one.mean * one.mean) / 2.0;
}

}  // namespace

std::vector<QueueFigures> mg1_nonpreemptive(const std::vector<CustomerClass>& classes) {
    const double total = load_of(classes);
    double residual = 0.0;
    for (const CustomerClass& one : classes) residual += residual_work(one);
    std::vector<QueueFigures> figures;
    double above = 0.0;
    for (const CustomerClass& one : classes) {
        const double with = above + one.arrival_rate * one.mean;
        figures.push_back(of_class(one, residual / ((1.0 - above) * (1.0 - with)), total));
        above = with;
    }
    return figures;
}

std::vector<QueueFigures> mg1_preemptive_resume(const std::vector<CustomerClass>& classes) {
    (void)load_of(classes);
    std::vector<QueueFigures> figures;
    double above = 0.0, residual = 0.0;
    for (const CustomerClass& one : classes) {
        const double with = above + one.arrival_rate * one.mean;
        residual += residual_work(one);
        const double time = one.mean / (1.0 - above) + residual / ((1.0 - above) * (1.0 - with));
        figures.push_back(of_class(one, time - one.mean, with));
        above = with;
    }
    return figures;
}

std::vector<QueueFigures> mmc_nonpreemptive(const std::vector<double>& arrival_rates,
                                            double service_rate, int servers) {
    double total = 0.0;
    for (const double rate : arrival_rates) total += rate;
    const QueueFigures all = mmc(total, service_rate, servers);
    const double capacity = servers * service_rate;
    std::vector<QueueFigures> figures;
    double above = 0.0;
    for (const double rate : arrival_rates) {
        require(rate > 0.0, "mmc_nonpreemptive: needs rates > 0");
        const double with = above + rate / capacity;
        const double wait = all.waiting_probability / (capacity * (1.0 - above) * (1.0 - with));
        figures.push_back(of_class({rate, 1.0 / service_rate, 0.0}, wait, all.waiting_probability));
        figures.back().utilisation /= servers;
        above = with;
    }
    return figures;
}

std::vector<QueueFigures> mmc_preemptive_resume(const std::vector<double>& arrival_rates,
                                                double service_rate, int servers) {
    std::vector<QueueFigures> figures;
    double total = 0.0, number_above = 0.0;
    for (const double rate : arrival_rates) {
        require(rate > 0.0, "mmc_preemptive_resume: needs rates > 0");
        total += rate;
        const QueueFigures together = mmc(total, service_rate, servers);
        const double time = (together.number_in_system - number_above) / rate;
        figures.push_back(of_class({rate, 1.0 / service_rate, 0.0}, time - 1.0 / service_rate,
                                   together.waiting_probability));
        figures.back().utilisation /= servers;
        number_above = together.number_in_system;
    }
    require(!figures.empty(), "mmc_preemptive_resume: needs classes");
    return figures;
}

QueueFigures mg_infinity(double arrival_rate, double mean) {
    require(arrival_rate > 0.0 && mean >= 0.0, "mg_infinity: needs arrival_rate > 0, mean >= 0");
    QueueFigures figures;
    figures.time_in_system = mean;
    figures.number_in_system = arrival_rate * mean;
    return figures;
}

double SinusoidalFigures::number(double time, double angular_frequency) const {
    return mean + amplitude * std::sin(angular_frequency * (time - lag));
}

SinusoidalFigures mtm_infinity(double mean_rate, double relative_amplitude,
                               double angular_frequency, double service_rate) {
    require(mean_rate > 0.0 && relative_amplitude >= 0.0 && relative_amplitude <= 1.0 &&
                angular_frequency > 0.0 && service_rate > 0.0,
            "mtm_infinity: needs rates > 0 and an amplitude in [0, 1]");
    SinusoidalFigures figures;
    figures.mean = mean_rate / service_rate;
    figures.amplitude =
        relative_amplitude * mean_rate / std::hypot(service_rate, angular_frequency);
    figures.lag = std::atan(angular_frequency / service_rate) / angular_frequency;
    return figures;
}

double mtm_infinity_from_empty(double mean_rate, double relative_amplitude,
                               double angular_frequency, double service_rate, double time) {
    require(time >= 0.0, "mtm_infinity_from_empty: needs time >= 0");
    const SinusoidalFigures figures =
        mtm_infinity(mean_rate, relative_amplitude, angular_frequency, service_rate);
    return figures.number(time, angular_frequency) -
           figures.number(0.0, angular_frequency) * std::exp(-service_rate * time);
}

QueueFigures mg1_processor_sharing(double arrival_rate, double mean) {
    return mgc_processor_sharing(arrival_rate, mean, 1);
}

QueueFigures mgc_processor_sharing(double arrival_rate, double mean, int servers) {
    require(mean > 0.0, "processor sharing: needs mean > 0");
    return mmc(arrival_rate, 1.0 / mean, servers);
}

QueueFigures mxg1(double batch_rate, double size_mean, double size_second_moment, double mean,
                  double variance) {
    const double arrival_rate = batch_rate * size_mean;
    require(batch_rate > 0.0 && size_mean >= 1.0 && size_second_moment >= size_mean * size_mean &&
                mean > 0.0 && variance >= 0.0 && arrival_rate * mean < 1.0,
            "mxg1: needs batches of at least 1 and a load below 1");
    const double load = arrival_rate * mean;
    // Work found on arrival, then those of the own batch who are ahead: (E[X^2] / E[X] - 1) / 2.
    const double wait =
        (arrival_rate * (variance + mean * mean) + mean * (size_second_moment / size_mean - 1.0)) /
        (2.0 * (1.0 - load));
    return of_class({arrival_rate, mean, variance}, wait, 1.0 - (1.0 - load) / size_mean);
}

QueueFigures gm1(const std::function<double(double)>& transform, double arrival_rate,
                 double service_rate) {
    require(arrival_rate > 0.0 && arrival_rate < service_rate,
            "gm1: needs 0 < arrival_rate < service_rate");
    // A*(mu (1 - r)) - r is > 0 at 0, convex, 0 at 1 with a positive slope there: one root between.
    double low = 0.0, high = 1.0;
    for (int i = 0; i < 200 && high - low > 1e-16; ++i) {
        const double middle = (low + high) / 2.0;
        (transform(service_rate * (1.0 - middle)) > middle ? low : high) = middle;
    }
    const double wait = low / (service_rate * (1.0 - low));
    return of_class({arrival_rate, 1.0 / service_rate, 0.0}, wait, low);
}

FiniteSourceFigures mmc_finite_source(double request_rate, double service_rate, int servers,
                                      int population) {
    require(request_rate > 0.0 && service_rate > 0.0 && servers > 0 && population > 0,
            "mmc_finite_source: needs rates > 0, servers >= 1 and population >= 1");
    double weight = 1.0, total = 0.0, number = 0.0, queue = 0.0, busy = 0.0, arrivals = 0.0,
           waits = 0.0;
    for (int n = 0; n <= population; ++n) {
        if (n > 0) {
            weight *= (population - n + 1) * request_rate / (std::min(n, servers) * service_rate);
        }
        // Common scale: states far below the largest so far do not count any more.
        if (weight > 1e200) {
            for (double* sum : {&weight, &total, &number, &queue, &busy, &arrivals, &waits}) {
                *sum *= 1e-200;
            }
        }
        total += weight;
        number += n * weight;
        queue += std::max(0, n - servers) * weight;
        busy += std::min(n, servers) * weight;
        arrivals += (population - n) * weight;
        if (n >= servers) waits += (population - n) * weight;
    }
    FiniteSourceFigures figures;
    figures.utilisation = busy / total / servers;
    figures.throughput = busy / total * service_rate;
    figures.waiting_probability = waits / arrivals;
    figures.queue_length = queue / total;
    figures.number_in_system = number / total;
    figures.waiting_time = figures.queue_length / figures.throughput;
    figures.time_in_system = figures.number_in_system / figures.throughput;
    return figures;
}

double fork_join_two_mm1(double arrival_rate, double service_rate) {
    require(arrival_rate > 0.0 && arrival_rate < service_rate,
            "fork_join_two_mm1: needs 0 < arrival_rate < service_rate");
    return (12.0 - arrival_rate / service_rate) / 8.0 / (service_rate - arrival_rate);
}

QueueFigures mg1_vacations(double arrival_rate, double mean, double variance, double vacation_mean,
                           double vacation_variance) {
    require(vacation_mean > 0.0 && vacation_variance >= 0.0,
            "mg1_vacations: needs vacation_mean > 0 and vacation_variance >= 0");
    const double wait = mg1(arrival_rate, mean, variance).waiting_time +
                        (vacation_variance + vacation_mean * vacation_mean) / (2.0 * vacation_mean);
    return of_class({arrival_rate, mean, variance}, wait, 1.0);
}

}  // namespace yhdyspinta::statistics
