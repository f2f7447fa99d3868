// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/process/flow_graph.hpp"

namespace yhdyspinta::process {

/// What one goes round for ever.
struct Circuit {
    std::vector<std::size_t> nodes;  ///< of the flow graph
    std::vector<double> visits;      ///< [nodes] mean number per return to the first of them
};

/// The circuit in which everybody ends who starts at a node, only chance deciding the way. Nothing
/// where somebody may leave, where something else decides, or where there are several to end in.
[[nodiscard]] std::optional<Circuit> find_circuit(const FlowGraph& graph, std::size_t start);

}  // namespace yhdyspinta::process
