// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "engine/process/system.hpp"

namespace yhdyspinta::process {

/// Where a branch leads that names no step.
inline constexpr std::size_t kOut = std::numeric_limits<std::size_t>::max();
inline constexpr std::size_t kBack = kOut - 1;

/// Where the branch target `name` of a process leads: a step's index, kOut (`leave`) or kBack
/// (`return`).
[[nodiscard]] std::size_t target_of(const Process& process, const std::string& name);
/// The step at which a process begins.
[[nodiscard]] std::size_t first_step_of(const Process& process);
/// Index in a named list, kOut when there is none.
template <class T>
[[nodiscard]] std::size_t index_of(const NamedList<T>& list, const std::string& name) {
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i].name == name) return i;
    }
    return kOut;
}

/// A way on and its probability.
struct Way {
    std::size_t to = kOut;
    double probability = 1.0;
};
/// A distribution over ways; probabilities sum to 1, or at a fork to the number of paths that go
/// on.
using Alternative = std::vector<Way>;

/// The ways on that a routing says. One alternative when only chance decides; each condition adds
/// one, for nobody knows how often it holds. `to` are targets as target_of gives them.
[[nodiscard]] std::vector<Alternative> routing_of(const Process& process, std::size_t step);

/// Where a step may lead beside its `next`: out of patience, from a full queue, not coming …
/// As target_of gives them.
[[nodiscard]] std::vector<std::size_t> ways_beside_next(const System& system,
                                                        const Process& process, const Step& step);

/// A step in one of the contexts that it is run in.
struct FlowNode {
    std::size_t process = 0, step = 0;
    bool is_after_call = false;             ///< the return from a sub-process, not the step itself
    std::vector<Alternative> alternatives;  ///< `to` are nodes or kOut
};

/// Every process, started by itself, as one graph in which sub-processes stand once for each call,
/// so that who returns comes back to where it was called from.
class FlowGraph {
public:
    explicit FlowGraph(const System& system);

    [[nodiscard]] const std::vector<FlowNode>& nodes() const { return nodes_; }
    /// Where a process begins that nothing called.
    [[nodiscard]] std::size_t start_of(std::size_t process) const { return starts_.at(process); }

private:
    using Context = std::size_t;  // the node that called, kOut when nothing did
    std::size_t node(Context context, std::size_t process, std::size_t step);
    std::vector<Alternative> resolved(const std::vector<Alternative>& ways, Context context,
                                      std::size_t process);
    void connect(std::size_t at);
    [[nodiscard]] bool is_called_by(Context context, std::size_t process) const;

    const System& system_;
    std::vector<FlowNode> nodes_;
    std::vector<Context> context_;    // of each node
    std::vector<std::size_t> after_;  // of each call's node: the node of its return
    std::map<std::pair<Context, std::pair<std::size_t, std::size_t>>, std::size_t> known_;
    std::vector<std::size_t> starts_;
};

/// Strongly connected parts of a graph, each before those that it leads to are done: in the order
/// in which the parts they lead to come first (Tarjan 1972). `edges`: [nodes], targets that are no
/// node are left out.
[[nodiscard]] std::vector<std::vector<std::size_t>> connected_parts(
    const std::vector<std::vector<std::size_t>>& edges);

}  // namespace yhdyspinta::process
