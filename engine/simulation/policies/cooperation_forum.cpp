// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

namespace {

constexpr random::Purpose kHeld = random::purpose("forum held");
constexpr random::Purpose kForum = random::purpose("forum");

}  // namespace

/// Meets at its interval, unless the meeting is called off.
void FlowModel::act(ActorContext& actor, const PolicyInfo& policy, const ForumInfo& forum) {
    for (std::uint64_t meeting = 0;; ++meeting) {
        actor.sleep_for(base::Duration::seconds(forum.interval));
        wake(actor);
        if (succeeds(policy, forum.held, kHeld, meeting)) hold_forum(policy, forum, meeting);
    }
}

/// Looks at which interface failed most since the last meeting and mends it, if it succeeds.
void FlowModel::hold_forum(const PolicyInfo& policy, const ForumInfo& forum,
                           std::uint64_t meeting) {
    std::uint32_t worst = kNone;
    for (std::uint32_t i = 0; i < interface_states_.size(); ++i) {
        if (interface_states_[i].failures == 0) continue;
        if (worst == kNone || interface_states_[i].failures > interface_states_[worst].failures) {
            worst = i;
        }
    }
    std::uint32_t mended = kNone;
    if (worst != kNone && succeeds(policy, forum.success, kForum, meeting)) {
        mended = worst;
        const double left = 1.0 - forum.improvement;
        interface_states_[worst].loss *= left;
        interface_states_[worst].misrouting *= left;
        interface_states_[worst].dispute *= left;
        interface_states_[worst].left *= left;
    }
    for (InterfaceState& state : interface_states_) state.failures = 0;
    tell(Kind::forum_met, policy.index, mended);
    set_variables(policy, forum.sets);
    meet(policy, forum.meetings, meeting);
    if (!escalated_.empty()) settle_escalated();
}

}  // namespace yhdyspinta::simulation
