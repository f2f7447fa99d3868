// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/gaps.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace yhdyspinta::metrics {

std::string code_of(GapClass gap) { return fmt::format("G{}", static_cast<int>(gap)); }

Gaps::Gaps(const Window& window, const Groups& groups, const ServicePairs& pairs)
    : window_(window),
      groups_(groups),
      pairs_(pairs),
      by_pair_(pairs.size(), 0.0),
      by_group_(groups.size()),
      lengths_(1.0, 3650.0) {}

void Gaps::spent(Episode& episode, double from, double to) {
    const double measured = window_.clipped(from, to);
    episode.gap_in_window += measured;
    by_class_[static_cast<std::size_t>(episode.gap)] += measured;
    if (episode.gap != GapClass::handover) return;
    const std::size_t pair = pairs_.index(episode.gap_from, episode.gap_to);
    if (pair < by_pair_.size()) by_pair_[pair] += measured;
}

void Gaps::ended(Episode& episode, double from, double to, bool is_censored) {
    const double length = to - from;
    if (!(length > 0.0)) return;
    episode.longest_gap = std::max(episode.longest_gap, length);
    if (!episode.is_measured) return;
    if (is_censored) {
        lengths_.add_censored(length / kSecondsPerDay);
    } else {
        lengths_.add_event(length / kSecondsPerDay);
    }
}

void Gaps::returned(Episode& episode, double closed, double recognised) {
    const double measured = window_.clipped(closed, recognised);
    episode.gap_in_window += measured;
    by_class_[static_cast<std::size_t>(GapClass::premature_closure)] += measured;
    ended(episode, closed, recognised, false);
}

void Gaps::finish(const Episode& episode) {
    groups_.for_each(episode, [&](std::size_t group) {
        by_group_[group].episodes += 1.0;
        for (std::size_t l = 0; l < kLimits.size(); ++l) {
            by_group_[group].over[l] += episode.longest_gap > kLimits[l] * kSecondsPerDay;
        }
    });
}

void Gaps::add_responses(const Scale& scale, ResponseList& list) const {
    const double all = std::accumulate(by_class_.begin(), by_class_.end(), 0.0);
    list.add("service_gap.days", "d/1000/year", "all", scale.per_1000_years(all / kSecondsPerDay));
    for (std::size_t c = 1; c < kClasses; ++c) {
        list.add("service_gap.days", "d/1000/year", "class=" + code_of(static_cast<GapClass>(c)),
                 scale.per_1000_years(by_class_[c] / kSecondsPerDay));
    }
    for (std::size_t pair = 0; pair < by_pair_.size(); ++pair) {
        if (!pairs_.can_hand_over(pair)) continue;
        list.add("service_gap.days", "d/1000/year",
                 "class=" + code_of(GapClass::handover) + "," + pairs_.name(pair),
                 scale.per_1000_years(by_pair_[pair] / kSecondsPerDay));
    }
    for (std::size_t l = 0; l < kLimits.size(); ++l) {
        for (std::size_t group = 0; group < by_group_.size(); ++group) {
            list.add(fmt::format("service_gap.share_over_{}d", static_cast<int>(kLimits[l])),
                     "share", groups_.name(group),
                     ratio(by_group_[group].over[l], by_group_[group].episodes));
        }
    }
    list.add("service_gap.p90_length", "d", "all", lengths_.quantile(0.9));
}

void Gaps::add_distributions(std::vector<results::Distribution>& list) const {
    list.push_back(distribution("service_gap.length", "d", "all", lengths_));
}

}  // namespace yhdyspinta::metrics
