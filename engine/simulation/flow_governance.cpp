// SPDX-License-Identifier: Apache-2.0
// The slow things with a mind of their own: each policy is a short actor that reads like its
// description.
#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

using base::Duration;

namespace {

constexpr random::Purpose kForum = random::purpose("forum");

}  // namespace

void FlowModel::connect(Kernel& kernel) {
    kernel_ = &kernel;
    kernel.set_record_listener([this](std::uint64_t ticket, bool is_delivered) {
        on_record(ticket, is_delivered);
        resume_deferred();
    });
    start_governance();
}

void FlowModel::start_governance() {
    const HostId anywhere(0);
    for (std::uint32_t i = 0; i < program_.policies.size(); ++i) {
        const PolicyInfo& policy = program_.policies[i];
        if (policy.forum) {
            kernel_->spawn(policy.name, anywhere, [this, i, &policy](ActorContext& forum) {
                for (std::uint64_t meeting = 0;; ++meeting) {
                    forum.sleep_for(Duration::seconds(policy.forum->interval));
                    hold_forum(i, meeting);
                }
            });
        }
        if (policy.outage) {
            kernel_->spawn(policy.name, anywhere, [this, &policy](ActorContext& outage) {
                const ChannelId channel(policy.outage->channel);
                for (std::uint64_t time = 0;; ++time) {
                    outage.sleep_for(
                        Duration::seconds(sample(policy.outage->every, policy.key, time)));
                    now_ = outage.now().in_seconds();
                    tell(Kind::channel_down, policy.outage->channel);
                    outage.turn_channel(channel, false);
                    outage.sleep_for(
                        Duration::seconds(sample(policy.outage->lasts, policy.key, time)));
                    now_ = outage.now().in_seconds();
                    outage.turn_channel(channel, true);
                    tell(Kind::channel_up, policy.outage->channel);
                }
            });
        }
    }
}

/// Looks at which interface failed most since the last meeting and mends it, if it succeeds.
void FlowModel::hold_forum(std::uint32_t which, std::uint64_t meeting) {
    now_ = kernel_->now().in_seconds();
    const PolicyInfo& policy = program_.policies[which];
    std::uint32_t worst = kNone;
    for (std::uint32_t i = 0; i < interface_states_.size(); ++i) {
        if (interface_states_[i].failures == 0) continue;
        if (worst == kNone || interface_states_[i].failures > interface_states_[worst].failures) {
            worst = i;
        }
    }
    std::uint32_t mended = kNone;
    if (worst != kNone && happens(policy.forum->success, policy.key, kForum, meeting)) {
        mended = worst;
        const double left = 1.0 - policy.forum->improvement;
        interface_states_[worst].loss *= left;
        interface_states_[worst].misrouting *= left;
        interface_states_[worst].dispute *= left;
        interface_states_[worst].left *= left;
    }
    for (InterfaceState& state : interface_states_) state.failures = 0;
    tell(Kind::forum_met, which, mended);

    for (const std::uint32_t activity : policy.forum->meetings) {
        const std::uint32_t resource = program_.activities[activity].demands.front().resource;
        for (std::uint32_t site = 0; site < program_.resources[resource].sites; ++site) {
            if (program_.sites[program_.resources[resource].first_site + site].groups.empty()) {
                continue;  // nobody works there
            }
            // Who is away at a meeting is an entity that keeps one server of the site.
            const std::uint64_t key = policy.key + (meeting << 16 | site);
            const std::uint32_t entity = new_entity(program_.meeting_class, key);
            const std::uint32_t site_attribute = program_.resources[resource].site_attribute;
            if (site_attribute != kNone) {
                attributes_[entity * program_.attributes.size() + site_attribute] = site;
            }
            const std::uint32_t path = new_path(entity, key);
            log_.append({now_, 0.0, entity, kNone, kNone,
                         static_cast<std::uint16_t>(program_.meeting_class), Kind::entity_arrived,
                         0});
            begin_activity(path, activity, Then::vanish);
        }
    }
    if (!escalated_.empty()) settle_escalated();
}

}  // namespace yhdyspinta::simulation
