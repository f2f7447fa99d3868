// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/by_whom.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include <fmt/format.h>

#include "engine/metrics/breakdowns.hpp"
#include "engine/metrics/waiting.hpp"

namespace yhdyspinta::metrics {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::uint16_t kNoLevel = 0xffff;
constexpr double kFewestCompared = 30.0;  ///< episodes of a level whose difference is told

/// Standard deviation around the weighted mean; NaN with fewer than two values.
struct Spread {
    double weight = 0.0, sum = 0.0, squares = 0.0;
    int values = 0, compared = 0;
    double lowest = kInfinity, highest = -kInfinity;

    void add(double value, double episodes) {
        if (std::isnan(value) || !(episodes > 0.0)) return;
        ++values;
        weight += episodes;
        sum += episodes * value;
        squares += episodes * value * value;
        if (episodes < kFewestCompared) return;
        ++compared;
        lowest = std::min(lowest, value);
        highest = std::max(highest, value);
    }
    [[nodiscard]] double deviation() const {
        if (values < 2) return kNaN;
        const double mean = sum / weight;
        return std::sqrt(std::max(0.0, squares / weight - mean * mean));
    }
    [[nodiscard]] double largest_difference() const {
        return compared < 2 ? kNaN : highest - lowest;
    }
};

}  // namespace

ByWhom::ByWhom(const event_log::Legend& legend, const Window& window, const ServicePairs& pairs,
               const Reach& reach)
    : legend_(legend), window_(window), pairs_(pairs), reach_(reach) {
    if (!is_any()) return;
    const auto add = [&](std::string name) { groups_.emplace_back().name = std::move(name); };
    for (std::size_t by = 0; by < legend.by.size(); ++by) {
        first_level_.push_back(groups_.size());
        const std::string& attribute = legend.attributes[legend.by[by].attribute].name;
        for (const auto& level : level_names(legend, by)) {
            add(fmt::format("{}={}", attribute, level));
        }
    }
    first_need_ = groups_.size();
    for (const std::string& need : legend.needs) add("need=" + need);
    first_service_ = groups_.size();
    for (const auto& service : legend.services) add("service=" + service.name);
    first_organisation_ = groups_.size();
    for (const auto& organisation : legend.organisations) add("organisation=" + organisation);
    group_of_pair_.assign(pairs.size(), kNone);
    for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
        if (!pairs.can_hand_over(pair)) continue;
        group_of_pair_[pair] = static_cast<std::uint32_t>(groups_.size());
        add(pairs.name(pair));
    }
}

std::uint16_t ByWhom::level_of(std::size_t by, double value) const {
    const auto& bands = legend_.by[by].bands;
    if (std::isnan(value)) return kNoLevel;
    if (!bands.empty()) {
        return static_cast<std::uint16_t>(std::upper_bound(bands.begin(), bands.end(), value) -
                                          bands.begin());
    }
    const bool is_level = value >= 0.0 && value < static_cast<double>(level_count(legend_, by));
    return is_level ? static_cast<std::uint16_t>(value) : kNoLevel;
}

void ByWhom::joined(const event_log::Event& event) {
    const std::size_t width = legend_.by.size();
    if (event.entity >= members_.size()) {
        members_.resize(event.entity + 1);
        values_.resize(members_.size() * width, kNaN);
    }
    Member& member = members_[event.entity];
    if (std::isnan(member.joined)) member.joined = member.there_from = event.time;
    const double grows = legend_.attributes[event.place].grows_per_second;
    if (grows > 0.0 && event.value < 0.0) {
        member.there_from = std::max(member.there_from, event.time - event.value / grows);
    }
    for (std::size_t by = 0; by < width; ++by) {
        if (legend_.by[by].attribute != event.place) continue;
        values_[event.entity * width + by] = event.value;
    }
}

void ByWhom::left(std::uint32_t entity, double time) {
    if (entity >= members_.size() || std::isnan(members_[entity].joined)) return;
    Member& member = members_[entity];
    const std::size_t width = legend_.by.size();
    const double from = std::max(member.there_from, window_.start());
    for (std::size_t by = 0; by < width; ++by) {
        double& value = values_[entity * width + by];
        const auto& [attribute, bands] = legend_.by[by];
        const double grows = legend_.attributes[attribute].grows_per_second;
        if (window_.is_open() && from < time && !std::isnan(value)) {
            if (bands.empty() || grows == 0.0) {
                const std::uint16_t level = level_of(by, value);
                if (level != kNoLevel) groups_[first_level_[by] + level].exposure += time - from;
            } else {
                // The time at which it reaches or reached each end of a band.
                const auto reaches = [&](double end) {
                    return member.joined + (end - value) / grows;
                };
                for (std::size_t level = 0; level <= bands.size(); ++level) {
                    double enters = level == 0 ? -kInfinity : reaches(bands[level - 1]);
                    double leaves = level == bands.size() ? kInfinity : reaches(bands[level]);
                    if (grows < 0.0) {
                        std::swap(enters, leaves);
                        if (level == 0) leaves = kInfinity;
                        if (level == bands.size()) enters = -kInfinity;
                    }
                    groups_[first_level_[by] + level].exposure +=
                        std::max(0.0, std::min(time, leaves) - std::max(from, enters));
                }
            }
        }
        value = kNaN;
    }
    member = {};
}

void ByWhom::run_ended(double end) {
    for (std::uint32_t entity = 0; entity < members_.size(); ++entity) left(entity, end);
}

void ByWhom::told(const event_log::Event& event, Episode& episode) const {
    episode.levels.resize(legend_.by.size(), kNoLevel);
    for (std::size_t by = 0; by < legend_.by.size(); ++by) {
        if (legend_.by[by].attribute == event.place) {
            episode.levels[by] = level_of(by, event.value);
        }
    }
}

void ByWhom::handed_over(const event_log::Event& event, Episode& episode) const {
    const std::size_t pair = pairs_.index(event.place, event.other);
    if (pair >= group_of_pair_.size() || group_of_pair_[pair] == kNone) return;
    auto& known = episode.handed_over;
    const std::uint32_t group = group_of_pair_[pair];
    if (std::find(known.begin(), known.end(), group) == known.end()) known.push_back(group);
}

template <class Visit>
void ByWhom::for_each_group(const Episode& episode, Visit visit) const {
    for (std::size_t by = 0; by < episode.levels.size(); ++by) {
        if (episode.levels[by] != kNoLevel) visit(first_level_[by] + episode.levels[by]);
    }
    visit(first_need_ + episode.need);
    for (std::uint32_t service = 0; service < legend_.services.size(); ++service) {
        if (reach_.has_part(episode, service)) visit(first_service_ + service);
    }
    for (std::uint32_t o = 0; o < legend_.organisations.size(); ++o) {
        if (reach_.has_organisation_part(episode, o)) visit(first_organisation_ + o);
    }
    for (const std::uint32_t group : episode.handed_over) visit(std::size_t{group});
}

void ByWhom::finish(const Episode& episode, double time, bool is_closed) {
    if (!episode.is_measured && episode.gap_in_window == 0.0) return;  // nothing to add
    for_each_group(episode, [&](std::size_t index) {
        Group& group = groups_[index];
        group.gap += episode.gap_in_window;
        if (!episode.is_measured) return;
        add_wait(group.first, episode, episode.first_contact, time, is_closed);
        add_wait(group.effective, episode, episode.effective_contact, time, is_closed);
        group.episodes += 1.0;
        group.closed += is_closed;
        group.closed_unserved += is_closed && std::isnan(episode.effective_contact);
        group.work += episode.work;
        group.duplicate += episode.duplicate_work;
        group.cost += episode.cost;
    });
}

double ByWhom::gap_days(const Group& group, bool is_of_members, const Scale& scale) const {
    const double days = group.gap / kSecondsPerDay;
    return is_of_members ? ratio(days, group.exposure / kSecondsPerYear / 1000.0)
                         : scale.per_1000_years(days);
}

void ByWhom::add_equity(std::size_t by, const Scale& scale, ResponseList& list) const {
    Spread wait, never, gap;
    for (std::size_t level = 0; level < level_count(legend_, by); ++level) {
        const Group& group = groups_[first_level_[by] + level];
        wait.add(group.effective.restricted_mean(), group.episodes);
        never.add(ratio(group.closed_unserved, group.closed), group.episodes);
        gap.add(gap_days(group, true, scale), group.episodes);
    }
    const std::string where = "attribute=" + legend_.attributes[legend_.by[by].attribute].name;
    const auto add = [&](const std::string& name, const char* unit, const Spread& spread) {
        list.add(name + ".spread", unit, where, spread.deviation());
        list.add(name + ".largest_difference", unit, where, spread.largest_difference());
    };
    add("equity.effective_wait", "d", wait);
    add("equity.never_served", "share", never);
    add("equity.gap_days", "d/1000/year", gap);
}

void ByWhom::add_responses(const Scale& scale, bool has_costs, ResponseList& list) const {
    for (std::size_t g = 0; g < groups_.size(); ++g) {
        const bool is_need = g >= first_need_ && g < first_service_;
        if (is_need && legend_.is_routine(static_cast<std::uint32_t>(g - first_need_))) continue;
        const Group& group = groups_[g];
        const bool is_hidden = group.episodes > 0.0 && group.episodes < legend_.suppress_below;
        const auto add = [&](const char* name, const char* unit, double value) {
            list.add(std::string("by_whom.") + name, unit, group.name, is_hidden ? kNaN : value);
        };
        add("episodes", "1", group.episodes);
        add("effective_wait", "d", group.effective.restricted_mean());
        add("first_contact", "d", group.first.restricted_mean());
        add("gap_days", "d/1000/year", gap_days(group, g < first_need_, scale));
        add("never_served", "share", ratio(group.closed_unserved, group.closed));
        add("duplicate_share", "share", ratio(group.duplicate, group.work));
        if (has_costs) add("cost", "EUR", ratio(group.cost, group.episodes));
    }
    for (std::size_t by = 0; by < legend_.by.size(); ++by) add_equity(by, scale, list);
}

}  // namespace yhdyspinta::metrics
