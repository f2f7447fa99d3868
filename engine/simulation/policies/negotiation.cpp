// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

namespace {

constexpr random::Purpose kNegotiation = random::purpose("negotiation");

}  // namespace

/// Negotiates at the first date and then at an interval.
void FlowModel::act(ActorContext& actor, const PolicyInfo& policy,
                    const NegotiationInfo& negotiation) {
    for (std::uint64_t round = 0;; ++round) {
        sleep_until(actor, negotiation.first + static_cast<double>(round) * negotiation.interval);
        negotiate(policy, negotiation, round);
    }
}

/// Level by level the parties agree or not, and what follows from it is set.
void FlowModel::negotiate(const PolicyInfo& policy, const NegotiationInfo& negotiation,
                          std::uint64_t round) {
    const std::uint32_t per = negotiation.per;
    const auto levels =
        static_cast<std::uint32_t>(per == kNone ? 1 : program_.attributes[per].levels.size());
    for (std::uint32_t each = 0; each < levels; ++each) {
        const std::uint32_t level = per == kNone ? kNone : each;
        const bool agrees =
            succeeds(policy, negotiation.reaches, kNegotiation, round << 16 | each, per, level);
        tell(Kind::negotiated, policy.index, level, agrees ? 1.0 : 0.0);
        set_variables(policy, agrees ? negotiation.sets : negotiation.otherwise, per, level);
    }
    meet(policy, negotiation.meetings, round);
}

}  // namespace yhdyspinta::simulation
