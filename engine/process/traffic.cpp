// SPDX-License-Identifier: Apache-2.0
#include "engine/process/traffic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <Eigen/Dense>

namespace yhdyspinta::process {

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// Larger rounds are not solved: their figures stay bounds.
constexpr std::size_t kLargestRound = 1000;

double product(double a, double b) { return a == 0.0 || b == 0.0 ? 0.0 : a * b; }

/// A strongly connected part of the flow graph.
struct Part {
    std::vector<std::size_t> nodes;
    bool is_round = false;     ///< somebody can come back
    bool is_by_chance = true;  ///< each node has one alternative
    bool has_exit = false;
    Eigen::PartialPivLU<Eigen::MatrixXd> equations;  ///< I - P, when round, by chance, with exit
};

std::vector<Part> parts_of(const FlowGraph& graph, std::vector<std::size_t>& place) {
    const auto& nodes = graph.nodes();
    std::vector<std::vector<std::size_t>> edges(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        for (const Alternative& alternative : nodes[i].alternatives) {
            for (const Way& way : alternative) {
                if (way.to != kOut) edges[i].push_back(way.to);
            }
        }
    }
    std::vector<Part> parts;
    std::vector<std::size_t> part_of(nodes.size());
    place.assign(nodes.size(), 0);
    for (auto& members : connected_parts(edges)) {
        for (std::size_t i = 0; i < members.size(); ++i) {
            part_of[members[i]] = parts.size();
            place[members[i]] = i;
        }
        parts.emplace_back().nodes = std::move(members);
    }
    for (std::size_t p = 0; p < parts.size(); ++p) {
        Part& part = parts[p];
        const auto size = static_cast<Eigen::Index>(part.nodes.size());
        for (const std::size_t i : part.nodes) {
            part.is_by_chance = part.is_by_chance && nodes[i].alternatives.size() == 1;
            for (const Alternative& alternative : nodes[i].alternatives) {
                for (const Way& way : alternative) {
                    const bool is_inside = way.to != kOut && part_of[way.to] == p;
                    part.is_round = part.is_round || is_inside;
                    part.has_exit = part.has_exit || !is_inside;
                }
            }
        }
        if (part.nodes.size() > kLargestRound) part.is_by_chance = false;
        if (!part.is_round || !part.is_by_chance || !part.has_exit) continue;
        Eigen::MatrixXd equations = Eigen::MatrixXd::Identity(size, size);
        for (const std::size_t i : part.nodes) {
            for (const Way& way : nodes[i].alternatives.front()) {
                if (way.to == kOut || part_of[way.to] != p) continue;
                equations(static_cast<Eigen::Index>(place[i]),
                          static_cast<Eigen::Index>(place[way.to])) -= way.probability;
            }
        }
        part.equations.compute(equations);
    }
    return parts;
}

}  // namespace

bool Bounds::is_known() const {
    return std::isfinite(most) && most - least <= 1e-9 * std::max(1.0, most);
}

Bounds operator*(Bounds a, Bounds b) {
    return {product(a.least, b.least), product(a.most, b.most)};
}

Traffic::Traffic(const System& system) : graph_(system) {
    std::size_t count = 0;
    for (const auto& process : system.processes) {
        first_.push_back(count);
        count += process.value.steps.size();
    }
    visits_.assign(system.processes.size(), std::vector<Bounds>(count));
    const auto& nodes = graph_.nodes();
    std::vector<std::size_t> place;
    const std::vector<Part> parts = parts_of(graph_, place);
    std::vector<std::vector<std::size_t>> copies(count);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (!nodes[i].is_after_call) copies[first_[nodes[i].process] + nodes[i].step].push_back(i);
    }

    // Visits to one step from every node on: what follows is known before what leads to it.
    std::vector<Bounds> value(nodes.size());
    std::vector<bool> is_target(nodes.size(), false);
    const auto after = [&](const Way& way) { return way.to == kOut ? Bounds{} : value[way.to]; };
    const auto mean_after = [&](const Alternative& alternative) {
        Bounds sum;
        for (const Way& way : alternative) {
            sum = sum + Bounds{way.probability, way.probability} * after(way);
        }
        return sum;
    };
    for (std::size_t step = 0; step < count; ++step) {
        for (const std::size_t i : copies[step]) is_target[i] = true;
        for (const Part& part : parts) {
            if (!part.is_round) {
                const std::size_t i = part.nodes.front();
                Bounds best{kInfinite, 0.0};
                for (const Alternative& alternative : nodes[i].alternatives) {
                    const Bounds one = mean_after(alternative);
                    best = {std::min(best.least, one.least), std::max(best.most, one.most)};
                }
                if (nodes[i].alternatives.empty()) best = {};
                value[i] = best + (is_target[i] ? Bounds{1.0, 1.0} : Bounds{});
                continue;
            }
            for (const std::size_t i : part.nodes) value[i] = {};
            const bool has_target = std::any_of(part.nodes.begin(), part.nodes.end(),
                                                [&](std::size_t i) { return is_target[i]; });
            if (part.is_by_chance && part.has_exit) {
                const auto size = static_cast<Eigen::Index>(part.nodes.size());
                Eigen::MatrixXd right(size, 2);
                bool is_finite = true;
                for (const std::size_t i : part.nodes) {
                    // Ways within the part count nothing yet: their value is still 0.
                    const Bounds out = mean_after(nodes[i].alternatives.front());
                    const double own = is_target[i] ? 1.0 : 0.0;
                    const auto row = static_cast<Eigen::Index>(place[i]);
                    is_finite = is_finite && std::isfinite(out.most);
                    right(row, 0) = (std::isfinite(out.least) ? out.least : 0.0) + own;
                    right(row, 1) = (std::isfinite(out.most) ? out.most : 0.0) + own;
                }
                const Eigen::MatrixXd solved = part.equations.solve(right);
                for (const std::size_t i : part.nodes) {
                    const auto row = static_cast<Eigen::Index>(place[i]);
                    value[i] = {solved(row, 0), is_finite ? solved(row, 1) : kInfinite};
                }
                continue;
            }
            // A condition decides how often it goes round, or nothing ever leaves.
            Bounds out{part.has_exit ? kInfinite : 0.0, 0.0};
            for (const std::size_t i : part.nodes) {
                for (const Alternative& alternative : nodes[i].alternatives) {
                    for (const Way& way : alternative) {
                        const bool is_inside =
                            way.to != kOut &&
                            std::binary_search(part.nodes.begin(), part.nodes.end(), way.to);
                        if (is_inside) continue;
                        out.most = std::max(out.most, after(way).most);
                        out.least = std::min(out.least, after(way).least);
                    }
                }
            }
            if (!part.is_by_chance) out.least = 0.0;  // it may never leave
            for (const std::size_t i : part.nodes) {
                if (has_target) {
                    value[i] = {is_target[i] ? 1.0 : 0.0, kInfinite};
                } else {
                    value[i] = out;
                }
            }
        }
        for (std::size_t p = 0; p < visits_.size(); ++p) {
            visits_[p][step] = value[graph_.start_of(p)];
        }
        for (const std::size_t i : copies[step]) is_target[i] = false;
    }
}

}  // namespace yhdyspinta::process
