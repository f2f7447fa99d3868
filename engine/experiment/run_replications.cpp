// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/run_replications.hpp"

#include <algorithm>
#include <utility>

#include "engine/experiment/child_outcome.hpp"
#include "engine/experiment/child_pool.hpp"

namespace yhdyspinta::experiment {

namespace {

struct Task {
    std::size_t scenario;
    std::size_t position;
};

std::vector<Task> in_turns(const Plan& plan) {
    std::size_t longest = 0;
    for (const auto& numbers : plan.replications) longest = std::max(longest, numbers.size());
    std::vector<Task> tasks;
    for (std::size_t position = 0; position < longest; ++position) {
        for (std::size_t scenario = 0; scenario < plan.replications.size(); ++scenario) {
            if (position < plan.replications[scenario].size())
                tasks.push_back({scenario, position});
        }
    }
    return tasks;
}

}  // namespace

std::vector<std::vector<ReplicationOutcome>> run_replications(const Plan& plan,
                                                              ProgressListener& listener) {
    std::vector<std::vector<ReplicationOutcome>> outcomes;
    for (const auto& numbers : plan.replications) outcomes.emplace_back(numbers.size());
    const std::vector<Task> tasks = in_turns(plan);
    std::size_t done = 0;
    listener.advanced(done, tasks.size());

    ChildPoolCallbacks callbacks;
    callbacks.task = [&](std::size_t index) {
        const auto [scenario, position] = tasks[index];
        return encode(plan.replicate(scenario, plan.replications[scenario][position]));
    };
    callbacks.on_end = [&](std::size_t index, const ChildEnd& end) {
        const auto [scenario, position] = tasks[index];
        outcomes[scenario][position] = outcome_of(end);
        ++done;
    };
    callbacks.on_wait = [&] { listener.advanced(done, tasks.size()); };
    run_in_children(tasks.size(), plan.jobs, callbacks);
    return outcomes;
}

}  // namespace yhdyspinta::experiment
