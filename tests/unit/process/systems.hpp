// SPDX-License-Identifier: Apache-2.0
// Small systems in a few words.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/process/system.hpp"

namespace yhdyspinta::process::test {

inline Branch to(const std::string& step, double probability) {
    return {step, probability, {}, {}};
}
inline Branch rest(const std::string& step) { return {step, std::nullopt, {}, {}}; }
inline Branch when(const std::string& condition, const std::string& step) {
    return {step, std::nullopt, {condition, {}}, {}};
}
inline LawText law(const random::Law& law) { return {law, "", {}}; }

inline ActivityStep work(const std::string& resource, const random::Law& duration) {
    ActivityStep activity;
    if (!resource.empty()) activity.seize.push_back({{resource, {}}, 1});
    activity.duration = law(duration);
    return activity;
}
inline CallStep call(const std::string& process) { return {{process, {}}}; }
inline SetStep set(const std::string& attribute) { return {{{attribute, {"1", {}}}}}; }

/// A system that grows by the element; positions are the numbers of lines as they would stand.
struct Builder {
    System system;

    Builder() { system.run.length = base::Duration::days(100); }

    Builder& resource(const std::string& name, int servers) {
        Resource resource;
        resource.servers = servers;
        system.resources.push_back({name, next(), resource});
        return *this;
    }
    /// A Poisson source.
    Builder& source(const std::string& process, double per_second) {
        Source source;
        source.rate = per_second;
        source.process = {process, {}};
        system.sources.push_back({"to_" + process, next(), source});
        return *this;
    }
    Builder& process(const std::string& name) {
        system.processes.push_back({name, next(), {}});
        return *this;
    }
    /// A step of the last process.
    template <class What>
    Builder& step(const std::string& name, const What& what, Routing routing = {}) {
        system.processes.back().value.steps.push_back({name, next(), {what, std::move(routing)}});
        return *this;
    }

private:
    base::Position next() { return {0, ++line_, 3}; }
    std::uint32_t line_ = 0;
};

}  // namespace yhdyspinta::process::test
