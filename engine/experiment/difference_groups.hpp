// SPDX-License-Identifier: Apache-2.0
// The differences between two scenarios in groups, each of which can be put into effect without
// the others.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/experiment/calibrate.hpp"
#include "engine/scenario/scenario_difference.hpp"
#include "engine/statistics/shapley.hpp"

namespace yhdyspinta::experiment {

/// A group that the user asks for.
struct NamedGroup {
    std::string name;
    /// Names of groups that would form by themselves; or paths, in which `*` stands for any
    /// characters of one part: what differs there and below, even out of a group named elsewhere.
    std::vector<std::string> patterns;
};

struct GroupingRules {
    std::vector<NamedGroup> named;
    std::size_t most = 8;  ///< groups, >= 1; beyond it the smallest are put together
};

struct DifferenceGroup {
    std::string name;
    std::vector<std::size_t> differences;  ///< ascending; of which a statement belongs to it
};

/// Groups that cannot be told apart.
struct Union {
    std::vector<std::string> names;    ///< of all that became one
    std::vector<std::string> without;  ///< of those among them that do not do without the others
    std::string reason;                ///< what the reader says of these alone
};

struct Grouping {
    std::vector<DifferenceGroup> groups;
    /// Index of the group of each statement, [differences][statements]; empty for differences that
    /// are not simulated.
    std::vector<std::vector<std::size_t>> of_statement;
    std::vector<std::string> put_together;  ///< names of small groups that became one, "others"
    std::vector<Union> unions;
};

/// Statements of a file that one scenario alone extends form a group, called like the file; others
/// go by the first two keys of their path. Throws base::UsageError when a pattern finds no
/// difference, or two groups ask for the same.
[[nodiscard]] Grouping group_differences(const scenario::ScenarioDifferences& differences,
                                         const GroupingRules& rules);

/// Scenario A with the groups of `subset` as in B.
[[nodiscard]] scenario::MergedScenario with_groups(const scenario::ScenarioDifferences& differences,
                                                   const Grouping& grouping,
                                                   statistics::Subset subset);

/// `forum and premises`, or `A as it is`.
[[nodiscard]] std::string name_of(const Grouping& grouping, statistics::Subset subset);

/// Which combinations of so many groups will be simulated.
using SubsetsOf = std::function<std::vector<statistics::Subset>(std::size_t groups)>;

/// Reads every combination that will be simulated; where one is no legal scenario, unites it with
/// the fewest groups that make it one. At most 63 groups. `files`: of the diagnostics with which
/// the scenarios were merged.
void unite_inseparable(const scenario::ScenarioDifferences& differences,
                       const std::vector<std::string>& files, const SubsetsOf& subsets_of,
                       Grouping& grouping, CalibrationListener& listener);

}  // namespace yhdyspinta::experiment
