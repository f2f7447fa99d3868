// SPDX-License-Identifier: Apache-2.0
// A few clients' paths, told beside each other in every design.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/results/story_table.hpp"

namespace yhdyspinta::report {

/// By what a story is chosen: its place among the clients of the baseline's sample, by one figure.
struct StoryRule {
    enum class By { wait, gap, tellings } by = By::wait;
    double share = 0.5;  ///< of those who have less
};

struct StoryEvent {
    double time = 0.0;         ///< [d] since the start of the run
    std::string kind;          ///< as results::name_of
    std::string place, other;  ///< services, or a number; empty: none
};

struct Story {
    StoryRule rule;
    double value = 0.0;  ///< of the figure by which it was chosen, [d] or times
    std::string need;
    std::vector<std::pair<std::string, int>> numbers;  ///< age [years], of those known
    std::vector<std::vector<StoryEvent>> designs;      ///< empty: that design kept no stories
};

/// At most `count` stories, of different needs and of nobody whose age is 18 or more: of the
/// clients to whom the same need arose at the same time in every design, the one in the middle and
/// the one at 95 % by wait for effective contact, days in gaps and tellings in the first design,
/// among those who have any. Needs recognised in the last 180 days are left out unless there are no
/// others. `tables`: of the same replication of each design, nullptr where there
/// is none; `end` [d] of the run.
[[nodiscard]] std::vector<Story> choose_stories(
    const std::vector<const results::StoryTable*>& tables, std::size_t count, double end);

[[nodiscard]] nlohmann::ordered_json stories_json(const std::vector<Story>& stories);

}  // namespace yhdyspinta::report
