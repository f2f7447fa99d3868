// SPDX-License-Identifier: Apache-2.0
// Governance in scenario files: policies, and the variables that they set.
#pragma once

#include "engine/process/system.hpp"
#include "engine/scenario/table.hpp"

namespace yhdyspinta::scenario {

/// A number, or `{initial: 0, per: place}`.
[[nodiscard]] Codec<process::Variable> variable();

/// A probability from 0 to 1, or an expression that gives one.
[[nodiscard]] Codec<process::Expression> probability_of_policy();
/// `{agreed: 1, trust: 'trust + 0.1'}`
[[nodiscard]] Codec<process::Settings> settings();

[[nodiscard]] Codec<process::Course> course();
[[nodiscard]] Codec<process::Negotiation> negotiation();
[[nodiscard]] Codec<process::StaffTurnover> staff_turnover();
[[nodiscard]] Codec<process::PostsChange> capacity_change();
[[nodiscard]] Codec<process::Shock> shock();
[[nodiscard]] Codec<process::Reallocation> reallocation();

[[nodiscard]] std::vector<SectionDescription> describe_policies();

/// What policies say against the rest of the system.
void check_policies(Reader& reader, const process::System& system);

}  // namespace yhdyspinta::scenario
