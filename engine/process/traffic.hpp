// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "engine/process/flow_graph.hpp"
#include "engine/process/system.hpp"

namespace yhdyspinta::process {

/// A figure of which at least bounds are known; `most` may be infinite.
struct Bounds {
    double least = 0.0, most = 0.0;
    [[nodiscard]] bool is_known() const;
    friend Bounds operator+(Bounds a, Bounds b) { return {a.least + b.least, a.most + b.most}; }
    /// Nothing times anything is nothing.
    friend Bounds operator*(Bounds a, Bounds b);
};

/// The traffic equations: how often each step is visited by one who starts a process. Exact where
/// only chance decides the way; where a condition, patience or the answer of another service
/// decides, the least and the most that any outcome of it can bring about.
class Traffic {
public:
    explicit Traffic(const System& system);

    /// Mean visits to a step per start of `start` (indices of System::processes and its steps).
    [[nodiscard]] Bounds visits(std::size_t start, std::size_t process, std::size_t step) const {
        return visits_[start][first_[process] + step];
    }
    [[nodiscard]] const FlowGraph& graph() const { return graph_; }

private:
    FlowGraph graph_;
    std::vector<std::size_t> first_;           // [processes] place of its first step among all
    std::vector<std::vector<Bounds>> visits_;  // [processes started][steps of all processes]
};

}  // namespace yhdyspinta::process
