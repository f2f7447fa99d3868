// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation, no text, nothing changed but what has been asked for.
// Memory that is asked for ahead: clients come up in no order that the caches could know, but what
// is due next is known, and where it is touched.
#include "engine/base/fetch.hpp"
#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

/// While the present event is executed. What each step asks for has come when a later step reads
/// it and asks for what that leads to.
void FlowModel::fetch_ahead() const {
    if (const auto* entry = calendar_.come_soon()) fetch_target(*entry);
    if (const auto* entry = calendar_.ahead(9)) fetch_what_it_leads_to(*entry);
    if (const auto* entry = calendar_.ahead(6)) fetch_household(*entry);
    if (const auto* entry = calendar_.ahead(4)) fetch_those_concerned(*entry);
    if (const auto* entry = calendar_.ahead(1)) fetch_whom_it_lets_start(*entry);
}

void FlowModel::fetch_target(const EventCalendar::Entry& entry) const {
    const auto about = EventCalendar::about(entry.due());
    if (about == EventCalendar::About::others) return;
    fetch_entity(entry.entity());
    switch (about) {
        case EventCalendar::About::path:
            base::fetch_all(paths_[entry.target],
                            entry.due() == Due::information ? sizeof(Path) : Path::kMostTouched);
            if (!records_.empty()) base::fetch(&records_[entry.entity()]);
            return;
        case EventCalendar::About::episode: base::fetch_all(episodes_[entry.target]); return;
        case EventCalendar::About::need:
            base::fetch(&susceptibility_[entry.target]);
            base::fetch(&open_episode_[entry.target]);
            if (!free_episodes_.empty()) base::fetch_all(episodes_[free_episodes_.back()]);
            return;
        case EventCalendar::About::others: return;
    }
}

void FlowModel::fetch_what_it_leads_to(const EventCalendar::Entry& entry) const {
    const auto about = EventCalendar::about(entry.due());
    if (about == EventCalendar::About::others) return;
    if (about == EventCalendar::About::path) {
        const Path& path = paths_[entry.target];
        fetch_around(path, entry.target);
        if (!records_.empty()) base::fetch(records_[entry.entity()].data());
        if (path.activity != kNone) {
            base::fetch_all(program_.activities[path.activity], Activity::kMostTouched);
        }
    }
    const std::uint32_t household = entities_[entry.entity()].household;
    if (household != kNone) base::fetch(&households_[household]);
}

void FlowModel::fetch_household(const EventCalendar::Entry& entry) const {
    switch (EventCalendar::about(entry.due())) {
        case EventCalendar::About::path: {
            const Path& path = paths_[entry.target];
            if (path.episode != kNone && !episodes_[path.episode].clocks.empty()) {
                base::fetch(episodes_[path.episode].clocks.data());
            }
            return;
        }
        case EventCalendar::About::episode:
        case EventCalendar::About::need:
            if (program_.has_raises) base::fetch(household_of(entry.entity()).data());
            return;
        case EventCalendar::About::others: return;
    }
}

/// Who is next in line for the servers that an activity gives back; the path that may start; needs
/// of the same household.
void FlowModel::fetch_those_concerned(const EventCalendar::Entry& entry) const {
    switch (EventCalendar::about(entry.due())) {
        case EventCalendar::About::path: {
            const std::uint32_t next = next_in_line(entry);
            if (next != kNone) base::fetch_all(paths_[next], Path::kMostTouched);
            return;
        }
        case EventCalendar::About::episode:
        case EventCalendar::About::need:
            if (!free_paths_.empty()) {
                base::fetch_all(paths_[free_paths_.back()], Path::kMostTouched);
            }
            if (!program_.has_raises) return;
            for (const std::uint32_t member : household_of(entry.entity())) {
                base::fetch(&open_episode_[member * program_.needs.size()]);
            }
            return;
        case EventCalendar::About::others: return;
    }
}

/// What belongs to who is next in line.
void FlowModel::fetch_whom_it_lets_start(const EventCalendar::Entry& entry) const {
    const std::uint32_t next = next_in_line(entry);
    if (next == kNone) return;
    fetch_entity(paths_[next].entity);
    fetch_around(paths_[next], next);
}

/// Who is likely to get the servers that an activity gives back, if anybody waits for them.
std::uint32_t FlowModel::next_in_line(const EventCalendar::Entry& entry) const {
    if (entry.due() != Due::activity_ends) return kNone;
    const Path& path = paths_[entry.target];
    if (path.holds.empty()) return kNone;
    const Site& site = sites_[path.holds.front().site];
    return site.waiting > 0 ? site.levels.front().head : kNone;
}

void FlowModel::fetch_entity(std::uint32_t entity) const {
    base::fetch(&entities_[entity]);
    const double* attributes = attributes_.data() + entity * program_.attributes.size();
    base::fetch(attributes);
    base::fetch(attributes + base::kCacheLine / sizeof(double));
}

/// What a path leads to that is at hand.
void FlowModel::fetch_around(const Path& path, std::uint32_t index) const {
    if (path.episode != kNone) base::fetch_all(episodes_[path.episode]);
    if (program_.has_revisits) visits_.fetch(index);
}

}  // namespace yhdyspinta::simulation
