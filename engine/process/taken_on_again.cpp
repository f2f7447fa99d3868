// SPDX-License-Identifier: Apache-2.0
#include "engine/process/taken_on_again.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/process/flow_graph.hpp"

namespace yhdyspinta::process {

namespace {

const Step& step_of(const System& system, const FlowNode& node) {
    return system.processes[node.process].value.steps[node.step].value;
}

/// Where the same path is sure to go on to at times, once it has done what the step says.
std::vector<std::size_t> sure_ways(const System& system, const FlowNode& node) {
    const Step& step = step_of(system, node);
    const bool has_condition =
        std::any_of(step.next.begin(), step.next.end(),
                    [](const Branch& branch) { return !branch.when.is_empty(); });
    if (node.alternatives.empty() || std::holds_alternative<HandOverStep>(step.what) ||
        std::holds_alternative<CloseStep>(step.what)) {
        return {};
    }
    const bool is_call = std::holds_alternative<CallStep>(step.what) && !node.is_after_call;
    if (is_call && node.alternatives.size() > 1) return {};  // a call that is not followed
    if (!is_call && (has_condition || step.next.by == RoutingRule::shortest_queue)) return {};
    const Alternative& by_chance = node.alternatives.front();
    // The branches of a fork are paths of their own and come after its `next`.
    const std::size_t own =
        std::holds_alternative<ForkStep>(step.what)
            ? routing_of(system.processes[node.process].value, node.step).front().size()
            : by_chance.size();
    std::vector<std::size_t> ways;
    for (std::size_t i = 0; i < own; ++i) {
        if (by_chance[i].to != kOut) ways.push_back(by_chance[i].to);
    }
    return ways;
}

}  // namespace

std::vector<base::Diagnostic> find_taken_on_again(const System& system) {
    std::vector<base::Diagnostic> found;
    const bool takes_on =
        std::any_of(system.processes.begin(), system.processes.end(), [](const auto& process) {
            return std::any_of(process.value.steps.begin(), process.value.steps.end(),
                               [](const auto& step) {
                                   return std::holds_alternative<TakeOnStep>(step.value.what);
                               });
        });
    if (!takes_on) return found;
    const FlowGraph graph(system);
    const auto name_of = [&](const FlowNode& node) {
        const auto& process = system.processes[node.process];
        return fmt::format("{}.{}", process.name, process.value.steps[node.step].name);
    };
    std::set<std::pair<std::size_t, std::size_t>> said;  // process, step
    for (const FlowNode& first : graph.nodes()) {
        const auto* take = std::get_if<TakeOnStep>(&step_of(system, first).what);
        if (take == nullptr) continue;
        std::vector<bool> is_seen(graph.nodes().size(), false);
        std::vector<std::size_t> open = sure_ways(system, first);
        while (!open.empty()) {
            const std::size_t at = open.back();
            open.pop_back();
            if (is_seen[at]) continue;
            is_seen[at] = true;
            const FlowNode& node = graph.nodes()[at];
            const auto& what = step_of(system, node).what;
            if (const auto* let = std::get_if<LetGoStep>(&what)) {
                if (let->resource.name == take->resource.name) continue;
            }
            if (const auto* again = std::get_if<TakeOnStep>(&what);
                again != nullptr && again->resource.name == take->resource.name) {
                if (said.insert({node.process, node.step}).second) {
                    const auto& process = system.processes[node.process];
                    found.push_back(
                        {base::Severity::error, again->resource.position,
                         fmt::format("processes.{}.steps.{}.take_on.resource", process.name,
                                     process.value.steps[node.step].name),
                         fmt::format("'{}' has taken the client on already, at '{}'; expected to "
                                     "be let go before",
                                     take->resource.name, name_of(first)),
                         fmt::format("a step 'let_go: {}' in between gives the place back",
                                     take->resource.name)});
                }
                continue;
            }
            for (const std::size_t to : sure_ways(system, node)) open.push_back(to);
        }
    }
    return found;
}

}  // namespace yhdyspinta::process
