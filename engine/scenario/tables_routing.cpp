// SPDX-License-Identifier: Apache-2.0
// Ways on from a step: branches, rules, and the names of steps.
#include <algorithm>

#include "engine/scenario/table_parts.hpp"

namespace yhdyspinta::scenario {

using document::Node;

const std::vector<std::string>& step_targets() {
    static const std::vector<std::string> kTargets{"leave", "return"};
    return kTargets;
}

Codec<std::string> step_target() {
    Codec<std::string> codec = plain_text("the name of a step, leave or return");
    codec.about.type = "reference";
    codec.about.refers_to = "step";
    const auto read = codec.read;
    codec.read = [read](Reader& reader, const Node& node, const std::string& path) {
        auto to = read(reader, node, path);
        if (to) reader.use(NameKind::step, {*to, node.position}, path, reader.process_name);
        return to;
    };
    return codec;
}

const Table<process::Branch>& branch_table() {
    using process::Branch;
    static const Table<Branch> kTable{
        "branch",
        "One way on from a step.",
        {
            field("when", &Branch::when, expression(),
                  "condition; conditions are tried in order, before probabilities"),
            field("probability", &Branch::probability, probability(),
                  "probability when no condition holds"),
            field("to", &Branch::to, step_target(), "step, leave or return").required(),
        }};
    return kTable;
}

namespace {

void check_routing(Reader& reader, const Node& node, const std::string& path,
                   const process::Routing& routing) {
    double sum = 0.0;
    std::size_t rests = 0;
    std::size_t weighted = 0;
    for (std::size_t i = 0; i < routing.size(); ++i) {
        const auto& branch = routing[i];
        const std::string inner = document::join_path(path, std::to_string(i + 1));
        if (branch.probability && !branch.when.is_empty()) {
            reader.error(branch.position, inner,
                         "a branch has a condition or a probability, not both");
        }
        if (branch.probability) {
            sum += *branch.probability;
            ++weighted;
        } else if (branch.when.is_empty() && ++rests > 1) {
            reader.error(branch.position, inner,
                         "a second branch without 'when' and 'probability'; expected one at most");
        }
    }
    if (weighted > 0 && sum > 1.0 + 1e-9) {
        reader.error(node.position, path,
                     fmt::format("the probabilities sum to {:.6g}; expected 1", sum));
    } else if (weighted > 0 && sum < 1.0 - 1e-9 && rests == 0) {
        reader.error(node.position, path,
                     fmt::format("the probabilities sum to {:.6g}; expected 1, or a branch without "
                                 "'when' and 'probability' for the rest",
                                 sum));
    } else if (weighted == 0 && rests == 0 && !routing.empty()) {
        reader.error(node.position, path,
                     "no branch is left when no condition holds; expected a last one with only "
                     "'to'");
    } else if (weighted > 0 && rests > 0 && sum > 1.0 - 1e-9) {
        reader.warning(node.position, path,
                       "the probabilities sum to 1, so the branch for the rest is never taken");
    }
}

}  // namespace

const Table<Ways>& ways_table() {
    using process::RoutingRule;
    static const Table<Ways> kTable{
        "ways",
        "Ways on from a step of which a rule chooses one.",
        {
            field(
                "by", &Ways::by,
                word<RoutingRule>({{"shortest_queue", RoutingRule::shortest_queue},
                                   {"cycle", RoutingRule::cycle}}),
                "shortest_queue: fewest waiting and served at the first resource, the first listed "
                "when equal; cycle: in turn"),
            field("to", &Ways::to, list_of(step_target(), "steps"), "two steps or more").required(),
        }};
    return kTable;
}

namespace {

std::optional<process::Routing> read_ways(Reader& reader, const Node& node,
                                          const std::string& path) {
    const auto ways = mapping(ways_table()).read(reader, node, path);
    if (!ways) return std::nullopt;
    const Node* to = node.find("to");
    if (to != nullptr && to->is_list() && ways->to.size() < 2) {
        reader.error(to->position, document::join_path(path, "to"),
                     "one way is no choice; expected two steps or more");
    }
    process::Routing made;
    made.by = ways->by;
    for (std::size_t i = 0; i < ways->to.size(); ++i) {
        process::Branch branch;
        branch.to = ways->to[i];
        branch.position = node.position;
        made.branches.push_back(std::move(branch));
    }
    return made;
}

Node write_ways(const process::Routing& routing) {
    Ways ways{routing.by, {}};
    for (const auto& branch : routing) ways.to.push_back(branch.to);
    return write_fields(ways_table(), ways);
}

}  // namespace

Codec<process::Routing> routing() {
    Codec<process::Routing> codec;
    const auto branches = list_of(
        mapping<process::Branch>(branch_table(),
                                 [](Reader&, const Node& node, const std::string&,
                                    process::Branch& branch) { branch.position = node.position; }),
        "branches");
    codec.about = choice_type(
        "routing", "a step, leave, return, a list of branches, or {by: RULE, to: [STEPS]}",
        {step_target().about, branches.about, mapping(ways_table()).about},
        {"leave", "[{probability: 0.3, to: leave}, {to: STEP}]", "{by: cycle, to: [STEP, STEP]}"});
    codec.about.section = "branch";
    codec.about.is_list = true;
    codec.read = [branches, expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<process::Routing> {
        if (node.is_scalar() && !node.text.empty()) {
            reader.use(NameKind::step, {node.text, node.position}, path, reader.process_name);
            process::Branch branch;
            branch.to = node.text;
            branch.position = node.position;
            return process::Routing{branch};
        }
        if (node.is_mapping()) return read_ways(reader, node, path);
        if (!node.is_list() || node.items.empty()) {
            reader.report_kind(node, path, expected);
            return std::nullopt;
        }
        const std::size_t errors = reader.diagnostics().errors();
        auto list = branches.read(reader, node, path);
        if (!list) return std::nullopt;
        process::Routing made;
        made.branches = std::move(*list);
        if (reader.diagnostics().errors() == errors) check_routing(reader, node, path, made);
        return made;
    };
    codec.write = [branches](const process::Routing& routing) {
        if (routing.by != process::RoutingRule::branches) return write_ways(routing);
        if (routing.size() == 1 && !routing[0].probability && routing[0].when.is_empty()) {
            return Node::scalar(routing[0].to);
        }
        return branches.write(routing.branches);
    };
    return codec;
}

Codec<std::string> first_step() {
    Codec<std::string> codec = step_target();
    codec.about.expected = "the name of a step";
    const auto read = codec.read;
    codec.read = [read, expected = codec.about.expected](
                     Reader& reader, const Node& node,
                     const std::string& path) -> std::optional<std::string> {
        const bool is_exit = node.is_scalar() &&
                             std::find(step_targets().begin(), step_targets().end(), node.text) !=
                                 step_targets().end();
        if (!is_exit) return read(reader, node, path);
        reader.report_kind(node, path, expected);
        return std::nullopt;
    };
    return codec;
}

}  // namespace yhdyspinta::scenario
