// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

/// A share of the posts of each resource goes or comes.
void FlowModel::act(ActorContext& actor, const PolicyInfo&, const PostsChangeInfo& change) {
    sleep_until(actor, change.after);
    for (const std::uint32_t resource : change.resources) {
        const std::vector<PostCount> parts = split(resource, change.share);
        for (const PostCount& part : parts) {
            posts_[part.site][part.group].established +=
                change.share < 0.0 ? -part.count : part.count;
        }
        tell_and_restaff(parts);
    }
}

}  // namespace yhdyspinta::simulation
