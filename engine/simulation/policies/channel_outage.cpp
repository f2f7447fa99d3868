// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

/// A channel is out of order from time to time.
void FlowModel::act(ActorContext& actor, const PolicyInfo& policy, const OutageInfo& outage) {
    const ChannelId channel(outage.channel);
    for (std::uint64_t time = 0;; ++time) {
        actor.sleep_for(base::Duration::seconds(sample(outage.every, policy.key, time)));
        wake(actor);
        tell(Kind::channel_down, outage.channel);
        actor.turn_channel(channel, false);
        actor.sleep_for(base::Duration::seconds(sample(outage.lasts, policy.key, time)));
        wake(actor);
        actor.turn_channel(channel, true);
        tell(Kind::channel_up, outage.channel);
    }
}

}  // namespace yhdyspinta::simulation
