// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

/// For a time a share of the servers of each resource is gone.
void FlowModel::act(ActorContext& actor, const PolicyInfo& policy, const ShockInfo& shock) {
    sleep_until(actor, shock.after);
    std::vector<PostCount> gone;
    for (const std::uint32_t resource : shock.resources) {
        const std::vector<PostCount> parts = split(resource, -shock.share);
        for (const PostCount& part : parts) posts_[part.site][part.group].gone += part.count;
        tell_and_restaff(parts);
        gone.insert(gone.end(), parts.begin(), parts.end());
    }
    actor.sleep_for(base::Duration::seconds(sample(shock.lasts, policy.key, 0)));
    wake(actor);
    for (const PostCount& part : gone) posts_[part.site][part.group].gone -= part.count;
    tell_and_restaff(gone);
}

}  // namespace yhdyspinta::simulation
