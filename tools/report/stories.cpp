// SPDX-License-Identifier: Apache-2.0
#include "tools/report/stories.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

namespace yhdyspinta::report {

namespace {

using nlohmann::ordered_json;
using results::StoryEpisode;
using results::StoryKind;
using results::StoryTable;
using By = StoryRule::By;

/// Of the same need in another design it arose at the same time, but for rounding [d].
constexpr double kSameTime = 0.01;

/// [years] Models may have young adults too, who are no children to tell of.
constexpr const char* kAge = "age";
constexpr std::int16_t kAdult = 18;

/// What was recognised so shortly before the end of the run is cut off too early [d].
constexpr double kRoom = 180.0;

constexpr std::array kRules{StoryRule{By::wait, 0.5},     StoryRule{By::wait, 0.95},
                            StoryRule{By::gap, 0.5},      StoryRule{By::gap, 0.95},
                            StoryRule{By::tellings, 0.5}, StoryRule{By::tellings, 0.95}};

double time_of_first(const StoryEpisode& episode, StoryKind kind) {
    const auto found = std::find_if(episode.events.begin(), episode.events.end(),
                                    [kind](const auto& event) { return event.kind == kind; });
    return found == episode.events.end() ? std::numeric_limits<double>::quiet_NaN()
                                         : double{found->time};
}

/// NaN: it has none.
double figure(const StoryEpisode& episode, By by, double end) {
    double sum = 0.0, since = -1.0;
    switch (by) {
        case By::wait:
            return time_of_first(episode, StoryKind::effective_contact) -
                   time_of_first(episode, StoryKind::recognised);
        case By::gap:
            for (const auto& event : episode.events) {
                if (event.kind == StoryKind::gap_begins) since = event.time;
                if (event.kind != StoryKind::gap_ends || since < 0.0) continue;
                sum += event.time - since;
                since = -1.0;
            }
            if (since >= 0.0) sum += end - since;
            return sum;
        case By::tellings:
            return static_cast<double>(
                std::count_if(episode.events.begin(), episode.events.end(),
                              [](const auto& event) { return event.kind == StoryKind::told; }));
    }
    return sum;
}

bool is_adult(const StoryTable& table, const StoryEpisode& episode) {
    for (std::size_t n = 0; n < table.numbers.size(); ++n) {
        if (table.numbers[n] == kAge && episode.numbers[n] >= kAdult) return true;
    }
    return false;
}

/// The same need of the same client in another design; nullptr when it is not there.
const StoryEpisode* same_in(const StoryTable& table, const StoryTable& first,
                            const StoryEpisode& episode) {
    const auto found =
        std::find_if(table.episodes.begin(), table.episodes.end(), [&](const StoryEpisode& each) {
            return each.client == episode.client &&
                   table.needs[each.need] == first.needs[episode.need] &&
                   std::abs(each.events.front().time - episode.events.front().time) < kSameTime;
        });
    return found == table.episodes.end() ? nullptr : &*found;
}

std::string service(const StoryTable& table, std::uint16_t place) {
    return place < table.services.size() ? table.services[place] : std::string();
}

StoryEvent told(const StoryTable& table, const results::StoryEvent& event) {
    StoryEvent made{event.time, std::string(name_of(event.kind)), service(table, event.place), ""};
    if (event.kind == StoryKind::gap_begins) made.place = std::to_string(event.place);
    if (event.kind >= StoryKind::handover_proposed && event.kind <= StoryKind::handover_returned) {
        made.other = service(table, event.other);
    } else if (event.other != results::kNoStoryPlace) {
        made.other = std::to_string(event.other);
    }
    return made;
}

/// From the rise of this need on: when it comes back, the story goes on.
std::vector<StoryEvent> path_of(const StoryTable& table, const StoryEpisode& episode) {
    std::vector<StoryEvent> path;
    for (const StoryEpisode& each : table.episodes) {
        if (each.client != episode.client || each.life != episode.life ||
            each.need != episode.need || each.events.front().time < episode.events.front().time) {
            continue;
        }
        std::transform(each.events.begin(), each.events.end(), std::back_inserter(path),
                       [&table](const auto& event) { return told(table, event); });
    }
    return path;
}

struct Candidate {
    const StoryEpisode* episode = nullptr;
    double value = 0.0;
};

/// Whose value is nearest to the share, of a need of which nothing is told yet.
const Candidate* pick(const std::vector<Candidate>& sorted, double share,
                      const std::set<std::uint16_t>& needs) {
    if (sorted.empty()) return nullptr;
    const auto n = static_cast<std::ptrdiff_t>(sorted.size());
    const auto wanted = std::clamp<std::ptrdiff_t>(
        static_cast<std::ptrdiff_t>(std::ceil(share * static_cast<double>(n))) - 1, 0, n - 1);
    for (std::ptrdiff_t away = 0; away < n; ++away) {
        for (const std::ptrdiff_t at : {wanted - away, wanted + away}) {
            if (at < 0 || at >= n) continue;
            const Candidate& each = sorted[static_cast<std::size_t>(at)];
            if (needs.count(each.episode->need) == 0) return &each;
        }
    }
    return nullptr;
}

/// Children whose need was recognised in the first design, and arose in each. Those of whom there
/// is time to tell, if there are any.
std::vector<const StoryEpisode*> of_all_designs(const std::vector<const StoryTable*>& tables,
                                                double end) {
    const StoryTable& first = *tables.front();
    std::vector<const StoryEpisode*> found, with_room;
    for (const StoryEpisode& episode : first.episodes) {
        const double recognised = time_of_first(episode, StoryKind::recognised);
        if (std::isnan(recognised) || is_adult(first, episode)) continue;
        const bool is_everywhere =
            std::all_of(tables.begin(), tables.end(), [&](const StoryTable* table) {
                return table == nullptr || same_in(*table, first, episode) != nullptr;
            });
        if (!is_everywhere) continue;
        found.push_back(&episode);
        if (recognised + kRoom <= end) with_room.push_back(&episode);
    }
    return with_room.empty() ? found : with_room;
}

std::string_view word(By by) {
    switch (by) {
        case By::wait: return "wait";
        case By::gap: return "gap";
        case By::tellings: break;
    }
    return "tellings";
}

}  // namespace

std::vector<Story> choose_stories(const std::vector<const StoryTable*>& tables, std::size_t count,
                                  double end) {
    std::vector<Story> stories;
    if (tables.empty() || tables.front() == nullptr) return stories;
    const StoryTable& first = *tables.front();
    const std::vector<const StoryEpisode*> everywhere = of_all_designs(tables, end);
    std::set<std::uint16_t> needs;
    for (const StoryRule& rule : kRules) {
        if (stories.size() == count) break;
        std::vector<Candidate> candidates;
        for (const StoryEpisode* episode : everywhere) {
            const double value = figure(*episode, rule.by, end);
            if (value > 0.0) candidates.push_back({episode, value});
        }
        std::stable_sort(candidates.begin(), candidates.end(),
                         [](const auto& a, const auto& b) { return a.value < b.value; });
        const Candidate* chosen = pick(candidates, rule.share, needs);
        if (chosen == nullptr) continue;
        const StoryEpisode& episode = *chosen->episode;
        needs.insert(episode.need);
        Story& story = stories.emplace_back();
        story.rule = rule;
        story.value = chosen->value;
        story.need = first.needs[episode.need];
        for (std::size_t n = 0; n < first.numbers.size(); ++n) {
            if (episode.numbers[n] < 0) continue;
            story.numbers.emplace_back(first.numbers[n], episode.numbers[n]);
        }
        for (const StoryTable* table : tables) {
            story.designs.push_back(table == nullptr
                                        ? std::vector<StoryEvent>{}
                                        : path_of(*table, *same_in(*table, first, episode)));
        }
    }
    return stories;
}

ordered_json stories_json(const std::vector<Story>& stories) {
    ordered_json list = ordered_json::array();
    for (const Story& story : stories) {
        ordered_json numbers = ordered_json::object(), designs = ordered_json::array();
        for (const auto& [name, value] : story.numbers) numbers[name] = value;
        for (const auto& path : story.designs) {
            ordered_json events = ordered_json::array();
            for (const StoryEvent& event : path) {
                events.push_back({std::round(event.time * 1000.0) / 1000.0, event.kind, event.place,
                                  event.other});
            }
            designs.push_back(std::move(events));
        }
        list.push_back({{"rule", word(story.rule.by)},
                        {"share", story.rule.share},
                        {"value", std::round(story.value * 1000.0) / 1000.0},
                        {"need", story.need},
                        {"numbers", std::move(numbers)},
                        {"designs", std::move(designs)}});
    }
    return list;
}

}  // namespace yhdyspinta::report
