// SPDX-License-Identifier: Apache-2.0
#include "engine/process/closed_network.hpp"

#include <utility>

#include "engine/statistics/queueing_networks.hpp"

namespace yhdyspinta::process {

namespace {

/// Larger circuits are not solved.
constexpr std::size_t kLargestCircuit = 500;

/// Every node that is reached; nothing where somebody may leave or something else than chance
/// decides the way.
std::optional<std::vector<bool>> reached_by_chance(const FlowGraph& graph, std::size_t start) {
    std::vector<bool> is_reached(graph.nodes().size(), false);
    std::vector<std::size_t> open{start};
    while (!open.empty()) {
        const std::size_t at = open.back();
        open.pop_back();
        if (is_reached[at]) continue;
        is_reached[at] = true;
        const auto& alternatives = graph.nodes()[at].alternatives;
        if (alternatives.size() != 1) return std::nullopt;
        double sum = 0.0;
        for (const Way& way : alternatives.front()) {
            if (way.to == kOut) return std::nullopt;
            sum += way.probability;
            open.push_back(way.to);
        }
        if (sum > 1.0 + 1e-9) return std::nullopt;  // several paths at a time
    }
    return is_reached;
}

}  // namespace

std::optional<Circuit> find_circuit(const FlowGraph& graph, std::size_t start) {
    const auto is_reached = reached_by_chance(graph, start);
    if (!is_reached) return std::nullopt;
    const auto& nodes = graph.nodes();
    std::vector<std::vector<std::size_t>> edges(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (!(*is_reached)[i]) continue;
        for (const Way& way : nodes[i].alternatives.front()) edges[i].push_back(way.to);
    }
    Circuit circuit;
    std::vector<std::size_t> place(nodes.size(), kOut);
    for (auto& part : connected_parts(edges)) {
        if (!(*is_reached)[part.front()]) continue;
        std::vector<std::size_t> place_in(nodes.size(), kOut);
        for (std::size_t i = 0; i < part.size(); ++i) place_in[part[i]] = i;
        bool is_left = false;
        for (const std::size_t node : part) {
            for (const std::size_t to : edges[node]) is_left = is_left || place_in[to] == kOut;
        }
        if (is_left) continue;
        if (!circuit.nodes.empty() || part.size() > kLargestCircuit) return std::nullopt;
        circuit.nodes = std::move(part);
        place = std::move(place_in);
    }
    // One who begins at the first node and leaves instead of coming back to it.
    const std::size_t size = circuit.nodes.size();
    std::vector<double> entered(size, 0.0);
    entered.front() = 1.0;
    statistics::RoutingMatrix routing(size, std::vector<double>(size, 0.0));
    for (std::size_t i = 0; i < size; ++i) {
        for (const Way& way : nodes[circuit.nodes[i]].alternatives.front()) {
            if (place[way.to] > 0) routing[i][place[way.to]] += way.probability;
        }
    }
    circuit.visits = statistics::traffic(entered, routing);
    return circuit;
}

}  // namespace yhdyspinta::process
