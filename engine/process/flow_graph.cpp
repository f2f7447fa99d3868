// SPDX-License-Identifier: Apache-2.0
#include "engine/process/flow_graph.hpp"

#include <algorithm>

namespace yhdyspinta::process {

namespace {

/// Beyond so many nodes calls are no longer followed: their figures become bounds.
constexpr std::size_t kMostNodes = 20'000;

/// Whether who is handed over is sure to be taken: nothing rejects, loses or gives up.
bool is_sure(const System& system, const std::string& from, const HandOverStep& step) {
    const auto* to = find(system.services, step.to.name);
    if (to == nullptr || !to->value.eligible.is_empty()) return false;
    for (const Interface& interface : system.interfaces) {
        if (interface.from.name != from || interface.to.name != step.to.name) continue;
        // Who is carried by hand is neither lost nor declined.
        const bool arrives = step.is_urgent || interface.loss.is_always(0.0);
        const bool is_taken = step.is_urgent || interface.acceptance.is_always(1.0);
        return arrives && is_taken && interface.accepts_when.is_empty() && !interface.time_out;
    }
    return false;
}

}  // namespace

std::size_t target_of(const Process& process, const std::string& name) {
    if (name == "leave") return kOut;
    if (name == "return") return kBack;
    return index_of(process.steps, name);
}

std::size_t first_step_of(const Process& process) {
    return process.first.empty() ? 0 : index_of(process.steps, process.first);
}

std::vector<Alternative> routing_of(const Process& process, std::size_t step) {
    const Routing& routing = process.steps[step].value.next;
    if (routing.by == RoutingRule::cycle) {
        Alternative in_turn;
        for (const Branch& branch : routing) {
            in_turn.push_back(
                {target_of(process, branch.to), 1.0 / static_cast<double>(routing.size())});
        }
        return {in_turn};
    }
    if (routing.by == RoutingRule::shortest_queue) {
        std::vector<Alternative> any;
        for (const Branch& branch : routing) any.push_back({{target_of(process, branch.to), 1.0}});
        return any;
    }
    if (routing.empty()) return {{{step + 1 < process.steps.size() ? step + 1 : kBack, 1.0}}};
    std::vector<Alternative> alternatives;
    Alternative by_chance;
    double sum = 0.0;
    for (const Branch& branch : routing) {
        const std::size_t to = target_of(process, branch.to);
        if (!branch.when.is_empty()) {
            alternatives.push_back({{to, 1.0}});
        } else if (branch.probability) {
            sum += *branch.probability;
            if (*branch.probability > 0.0) by_chance.push_back({to, *branch.probability});
        }
    }
    for (const Branch& branch : routing) {
        if (!branch.when.is_empty() || branch.probability || sum >= 1.0 - 1e-12) continue;
        by_chance.push_back({target_of(process, branch.to), 1.0 - sum});
        sum = 1.0;
    }
    if (!by_chance.empty()) {
        for (Way& way : by_chance) way.probability /= sum;
        alternatives.push_back(std::move(by_chance));
    }
    return alternatives;
}

std::vector<std::size_t> ways_beside_next(const System& system, const Process& process,
                                          const Step& step) {
    std::vector<std::size_t> ways;
    const auto add = [&](const std::string& to) {
        ways.push_back(to.empty() ? kOut : target_of(process, to));
    };
    if (const auto* activity = std::get_if<ActivityStep>(&step.what)) {
        if (activity->patience && !activity->seize.empty()) add(activity->on_renege);
        if (!activity->balks.is_empty()) add(activity->on_balk);
        const bool may_be_full =
            !activity->is_blocking &&
            std::any_of(activity->seize.begin(), activity->seize.end(), [&](const auto& seized) {
                const auto* resource = find(system.resources, seized.first.name);
                return resource != nullptr && resource->value.queue_limit;
            });
        if (may_be_full) add(activity->on_full);
        if (!activity->on_interrupt.empty()) add(activity->on_interrupt);
        for (const auto& to : activity->jockeys_to) add(to.name);
    } else if (const auto* take = std::get_if<TakeOnStep>(&step.what)) {
        if (take->patience) add(take->on_renege);
        if (!take->balks.is_empty()) add(take->on_balk);
        const auto* resource = find(system.resources, take->resource.name);
        if (resource != nullptr && resource->value.queue_limit) add(take->on_full);
    } else if (const auto* wait = std::get_if<WaitStep>(&step.what)) {
        if (wait->patience) add(wait->on_renege);
    } else if (const auto* book = std::get_if<BookStep>(&step.what)) {
        if (!book->no_show.is_empty()) add(book->on_no_show);
        add(book->on_full);
    } else if (std::holds_alternative<BatchStep>(step.what)) {
        ways.push_back(kOut);  // those whom the batch's leader takes along
    }
    return ways;
}

FlowGraph::FlowGraph(const System& system) : system_(system) {
    for (std::size_t p = 0; p < system.processes.size(); ++p) {
        starts_.push_back(node(kOut, p, first_step_of(system.processes[p].value)));
    }
    for (std::size_t at = 0; at < nodes_.size(); ++at) connect(at);
}

std::size_t FlowGraph::node(Context context, std::size_t process, std::size_t step) {
    const auto [found, is_new] = known_.try_emplace({context, {process, step}}, nodes_.size());
    if (is_new) {
        nodes_.push_back({process, step, false, {}});
        context_.push_back(context);
        after_.push_back(kOut);
    }
    return found->second;
}

std::vector<Alternative> FlowGraph::resolved(const std::vector<Alternative>& ways, Context context,
                                             std::size_t process) {
    std::vector<Alternative> alternatives = ways;
    for (Alternative& alternative : alternatives) {
        for (Way& way : alternative) {
            if (way.to == kBack) {
                way.to = context == kOut ? kOut : after_[context];
            } else if (way.to != kOut) {
                way.to = node(context, process, way.to);
            }
        }
    }
    return alternatives;
}

bool FlowGraph::is_called_by(Context context, std::size_t process) const {
    for (; context != kOut; context = context_[context]) {
        if (nodes_[context].process == process) return true;
    }
    return false;
}

void FlowGraph::connect(std::size_t at) {
    if (nodes_[at].is_after_call) return;
    const Context context = context_[at];
    const std::size_t p = nodes_[at].process, s = nodes_[at].step;
    const Process& process = system_.processes[p].value;
    const auto& what = process.steps[s].value.what;
    std::vector<Alternative> ways = resolved(routing_of(process, s), context, p);
    for (const std::size_t to : ways_beside_next(system_, process, process.steps[s].value)) {
        ways.push_back(resolved({{{to, 1.0}}}, context, p).front());
    }
    if (const auto* hand_over = std::get_if<HandOverStep>(&what)) {
        if (!hand_over->on_reject.empty()) {
            ways = resolved({{{target_of(process, hand_over->on_reject), 1.0}}}, context, p);
        }
        if (is_sure(system_, process.service.name, *hand_over)) ways.clear();
        const auto* service = find(system_.services, hand_over->to.name);
        const std::size_t taken_by = index_of(system_.processes, service->value.process.name);
        ways.push_back(
            {{node(kOut, taken_by, first_step_of(system_.processes[taken_by].value)), 1.0}});
    } else if (const auto* call = std::get_if<CallStep>(&what)) {
        const std::size_t called = index_of(system_.processes, call->process.name);
        // Who calls itself, directly or not, comes back an unknown number of times.
        const bool is_followed =
            called != p && !is_called_by(context, called) && nodes_.size() < kMostNodes;
        if (is_followed) {
            after_[at] = nodes_.size();
            nodes_.push_back({p, s, true, std::move(ways)});
            context_.push_back(context);
            after_.push_back(kOut);
            ways = {{{node(at, called, first_step_of(system_.processes[called].value)), 1.0}}};
        } else {
            ways.push_back(
                {{node(kOut, called, first_step_of(system_.processes[called].value)), 1.0}});
            ways.push_back({{kOut, 1.0}});
        }
    } else if (std::holds_alternative<CloseStep>(what)) {
        ways = {{{kOut, 1.0}}};
    } else if (const auto* fork = std::get_if<ForkStep>(&what)) {
        // Every branch is gone through, and what follows them. A branch that returns has ended:
        // only in a process of its own is that what the graph takes a return for.
        for (Alternative& alternative : ways) {
            for (const auto& to : fork->to) {
                alternative.push_back(
                    resolved({{{target_of(process, to), 1.0}}}, context, p).front().front());
            }
        }
        if (context != kOut) ways.push_back({{kOut, 1.0}});
    }
    nodes_[at].alternatives = std::move(ways);
}

std::vector<std::vector<std::size_t>> connected_parts(
    const std::vector<std::vector<std::size_t>>& edges) {
    const std::size_t count = edges.size();
    std::vector<std::size_t> number(count, kOut), low(count, 0), stack;
    std::vector<bool> is_open(count, false);
    std::vector<std::vector<std::size_t>> parts;
    std::size_t next = 0;
    struct Frame {
        std::size_t node, edge;
    };
    std::vector<Frame> frames;
    for (std::size_t root = 0; root < count; ++root) {
        if (number[root] != kOut) continue;
        frames.push_back({root, 0});
        while (!frames.empty()) {
            auto& [at, edge] = frames.back();
            if (edge == 0) {
                number[at] = low[at] = next++;
                stack.push_back(at);
                is_open[at] = true;
            }
            if (edge < edges[at].size()) {
                const std::size_t to = edges[at][edge++];
                if (to >= count) continue;
                if (number[to] == kOut) {
                    frames.push_back({to, 0});
                } else if (is_open[to]) {
                    low[at] = std::min(low[at], number[to]);
                }
                continue;
            }
            if (low[at] == number[at]) {
                auto& part = parts.emplace_back();
                std::size_t member = kOut;
                do {
                    member = stack.back();
                    stack.pop_back();
                    is_open[member] = false;
                    part.push_back(member);
                } while (member != at);
                std::sort(part.begin(), part.end());
            }
            const std::size_t done = at;
            frames.pop_back();
            if (!frames.empty()) {
                low[frames.back().node] = std::min(low[frames.back().node], low[done]);
            }
        }
    }
    return parts;
}

}  // namespace yhdyspinta::process
