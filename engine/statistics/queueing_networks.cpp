// SPDX-License-Identifier: Apache-2.0
#include "engine/statistics/queueing_networks.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include <Eigen/Dense>

#include "engine/base/error.hpp"

namespace yhdyspinta::statistics {

namespace {

void require(bool holds, const char* what) {
    if (!holds) throw base::InternalError(what);
}

}  // namespace

std::vector<double> traffic(const std::vector<double>& entered, const RoutingMatrix& routing) {
    const auto n = static_cast<Eigen::Index>(entered.size());
    require(!entered.empty() && routing.size() == entered.size(),
            "traffic: needs a row of the routing for each station");
    Eigen::MatrixXd equations = Eigen::MatrixXd::Identity(n, n);
    Eigen::VectorXd from_outside(n);
    for (Eigen::Index i = 0; i < n; ++i) {
        const auto& row = routing[static_cast<std::size_t>(i)];
        require(row.size() == entered.size(), "traffic: the routing is not square");
        double sum = 0.0;
        for (Eigen::Index j = 0; j < n; ++j) {
            const double probability = row[static_cast<std::size_t>(j)];
            require(probability >= 0.0, "traffic: a probability is negative");
            sum += probability;
            equations(j, i) -= probability;
        }
        require(sum <= 1.0 + 1e-9, "traffic: a row of the routing sums to more than 1");
        from_outside(i) = entered[static_cast<std::size_t>(i)];
        require(from_outside(i) >= 0.0, "traffic: a rate from outside is negative");
    }
    const Eigen::VectorXd visits = equations.partialPivLu().solve(from_outside);
    const double error = (equations * visits - from_outside).cwiseAbs().maxCoeff();
    require(visits.allFinite() && visits.minCoeff() >= -1e-9 &&
                error <= 1e-9 * std::max(1.0, from_outside.maxCoeff()),
            "traffic: somebody can never leave");
    std::vector<double> result(entered.size());
    for (Eigen::Index i = 0; i < n; ++i) {
        result[static_cast<std::size_t>(i)] = std::max(0.0, visits(i));
    }
    return result;
}

NetworkFigures jackson(const std::vector<double>& entered, const RoutingMatrix& routing,
                       const std::vector<Station>& stations) {
    require(stations.size() == entered.size(), "jackson: needs a station for each rate");
    NetworkFigures figures;
    figures.arrival_rates = traffic(entered, routing);
    double outside = 0.0;
    for (std::size_t i = 0; i < stations.size(); ++i) {
        const double rate = figures.arrival_rates[i];
        const Station& station = stations[i];
        require(station.service_rate > 0.0 && station.servers >= 0,
                "jackson: needs service rates > 0 and servers >= 0");
        QueueFigures one;
        if (rate > 0.0) {
            one = station.servers == 0 ? mg_infinity(rate, 1.0 / station.service_rate)
                                       : mmc(rate, station.service_rate, station.servers);
        }
        figures.stations.push_back(one);
        figures.number_in_system += one.number_in_system;
        outside += entered[i];
    }
    require(outside > 0.0, "jackson: nobody arrives");
    figures.time_in_system = figures.number_in_system / outside;
    return figures;
}

ClosedNetworkFigures mean_value_analysis(const std::vector<ClosedStation>& stations,
                                         int population) {
    require(!stations.empty() && population >= 1,
            "mean_value_analysis: needs stations and a population >= 1");
    const std::size_t count = stations.size();
    ClosedNetworkFigures figures;
    figures.time_at_station.assign(count, 0.0);
    figures.number_at_station.assign(count, 0.0);
    figures.utilisation.assign(count, 0.0);
    // P(j customers at the station) for j < servers, with one customer less than now.
    std::vector<std::vector<double>> marginal(count);
    double demand = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        const ClosedStation& station = stations[i];
        require(station.visits >= 0.0 && station.mean >= 0.0 && station.servers >= 0,
                "mean_value_analysis: needs visits, means and servers >= 0");
        demand += station.visits * station.mean;
        marginal[i].assign(static_cast<std::size_t>(std::max(1, station.servers)), 0.0);
        marginal[i][0] = 1.0;
    }
    require(demand > 0.0, "mean_value_analysis: a cycle takes no time");
    for (int n = 1; n <= population; ++n) {
        figures.cycle_time = 0.0;
        for (std::size_t i = 0; i < count; ++i) {
            const ClosedStation& station = stations[i];
            double& time = figures.time_at_station[i];
            if (station.servers == 0) {
                time = station.mean;
            } else {
                double idle = 0.0;  // sum over j <= c - 2 of (c - 1 - j) p(j)
                for (int j = 0; j + 1 < station.servers; ++j) {
                    idle += (station.servers - 1 - j) * marginal[i][static_cast<std::size_t>(j)];
                }
                time = station.mean / station.servers * (1.0 + figures.number_at_station[i] + idle);
            }
            figures.cycle_time += station.visits * time;
        }
        figures.throughput = n / figures.cycle_time;
        for (std::size_t i = 0; i < count; ++i) {
            const ClosedStation& station = stations[i];
            const double rate = figures.throughput * station.visits;
            figures.number_at_station[i] = rate * figures.time_at_station[i];
            if (station.servers == 0) continue;
            const double load = rate * station.mean;
            figures.utilisation[i] = load / station.servers;
            auto& p = marginal[i];
            double rest = 0.0;
            for (int j = station.servers - 1; j >= 1; --j) {
                const auto at = static_cast<std::size_t>(j);
                p[at] = load / j * p[at - 1];
                rest += (station.servers - j) * p[at];
            }
            p[0] = std::max(0.0, 1.0 - (load + rest) / station.servers);
        }
    }
    return figures;
}

double largest_tandem_throughput(double first_rate, double second_rate, int places) {
    require(first_rate > 0.0 && second_rate > 0.0 && places >= 0,
            "tandem_with_blocking: needs rates > 0 and places >= 0");
    // Done at the first and not at the second: 0 .. places + 2, a birth and death chain.
    double weight = 1.0, total = 0.0;
    for (int j = 0; j <= places + 2; ++j) {
        total += weight;
        if (j < places + 2) weight *= first_rate / second_rate;
    }
    return first_rate * (1.0 - weight / total);
}

BlockingFigures tandem_with_blocking(double arrival_rate, double first_rate, double second_rate,
                                     int places) {
    BlockingFigures figures;
    figures.largest_throughput = largest_tandem_throughput(first_rate, second_rate, places);
    require(arrival_rate > 0.0 && arrival_rate < figures.largest_throughput,
            "tandem_with_blocking: needs 0 < arrival_rate < largest_throughput");
    // Level: number not yet done at the first. Phase j = done there and not at the second; in the
    // last phase one of them blocks the first server.
    using Eigen::MatrixXd;
    const Eigen::Index phases = places + 3;
    const Eigen::Index blocked = phases - 1;
    const MatrixXd one = MatrixXd::Identity(phases, phases);
    const MatrixXd up = arrival_rate * one;
    MatrixXd down = MatrixXd::Zero(phases, phases);
    MatrixXd empty = -arrival_rate * one;  // transitions within level 0
    for (Eigen::Index j = 0; j < phases; ++j) {
        if (j < blocked) down(j, j + 1) = first_rate;
        if (j > 0) {
            empty(j, j - 1) = second_rate;
            empty(j, j) -= second_rate;
        }
    }
    MatrixXd local = empty;
    for (Eigen::Index j = 0; j < blocked; ++j) local(j, j) -= first_rate;
    // G: the phase in which the next lower level is first reached, by logarithmic reduction.
    const auto local_inverse = (-local).partialPivLu();
    MatrixXd higher = local_inverse.solve(up), lower = local_inverse.solve(down);
    MatrixXd first_passage = lower, climbed = higher;
    for (int i = 0; i < 64; ++i) {
        const auto stays = (one - higher * lower - lower * higher).partialPivLu();
        const MatrixXd next_higher = stays.solve(higher * higher);
        const MatrixXd next_lower = stays.solve(lower * lower);
        first_passage += climbed * next_lower;
        climbed *= next_higher;
        higher = next_higher;
        lower = next_lower;
        if ((1.0 - first_passage.rowwise().sum().array()).abs().maxCoeff() < 1e-14) break;
    }
    const MatrixXd ratio = up * (-local - up * first_passage).inverse();
    // Level 0: p (empty + ratio down) = 0, and all levels together sum to 1.
    const MatrixXd series = (one - ratio).inverse();
    MatrixXd balance = (empty + ratio * down).transpose();
    balance.row(0) = series.rowwise().sum().transpose();
    Eigen::VectorXd right = Eigen::VectorXd::Zero(phases);
    right(0) = 1.0;
    const Eigen::RowVectorXd level_zero = balance.partialPivLu().solve(right).transpose();
    const Eigen::RowVectorXd phase = level_zero * series;      // over all levels
    const Eigen::RowVectorXd number = phase * ratio * series;  // sum of level times probability
    const Eigen::RowVectorXd somebody = phase - level_zero;    // level >= 1

    double waiting_first = number.sum(), between = 0.0, second = 0.0;
    for (Eigen::Index j = 0; j < phases; ++j) {
        if (j < blocked) waiting_first -= somebody(j);
        between += std::max<Eigen::Index>(0, std::min(j, blocked - 1) - 1) * phase(j);
        second += static_cast<double>(j) * phase(j);
    }
    figures.blocked_share = phase(blocked);
    figures.utilisation_first = somebody.sum() - somebody(blocked);
    figures.utilisation_second = 1.0 - phase(0);
    figures.number_in_system = number.sum() + second;
    figures.time_in_system = figures.number_in_system / arrival_rate;
    figures.waiting_time_first = waiting_first / arrival_rate;
    figures.waiting_time_second = between / arrival_rate;
    figures.blocked_time = figures.blocked_share / arrival_rate;
    return figures;
}

}  // namespace yhdyspinta::statistics
