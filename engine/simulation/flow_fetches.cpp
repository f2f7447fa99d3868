// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation, no text, nothing changed but what has been asked for.
// Memory that is asked for ahead: clients come up in no order that the caches could know, but what
// is due next is known, and where it is touched.
#include "engine/base/fetch.hpp"
#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

/// While the present event is executed. What is due next stays so for some events: each time what
/// was asked for the last time has come, and leads on.
void FlowModel::fetch_what_is_next() {
    for (const EventCalendar::Entry& entry : calendar_.likely_next()) {
        if (EventCalendar::about(entry.due()) == EventCalendar::About::others) continue;
        Fetched& fetched = fetched_[entry.order % fetched_.size()];
        if (fetched.order != entry.order) fetched = {entry.order, 0};
        switch (fetched.times) {
            case 0: fetch_target(entry); break;
            case 1: fetch_what_it_leads_to(entry); break;
            case 2: fetch_those_concerned(entry); break;
            default: continue;
        }
        ++fetched.times;
    }
}

void FlowModel::fetch_target(const EventCalendar::Entry& entry) const {
    fetch_entity(entry.entity());
    switch (EventCalendar::about(entry.due())) {
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
    if (EventCalendar::about(entry.due()) == EventCalendar::About::path) {
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

/// Who is next in line for the servers that an activity gives back; needs of the same household.
void FlowModel::fetch_those_concerned(const EventCalendar::Entry& entry) const {
    if (EventCalendar::about(entry.due()) != EventCalendar::About::path) {
        if (!program_.has_raises) return;
        for (const std::uint32_t member : household_of(entry.entity())) {
            base::fetch(&open_episode_[member * program_.needs.size()]);
        }
        return;
    }
    const Path& path = paths_[entry.target];
    if (path.episode != kNone && !episodes_[path.episode].clocks.empty()) {
        base::fetch(episodes_[path.episode].clocks.data());
    }
    if (entry.due() != Due::activity_ends) return;
    const std::uint32_t next = next_in_line(path);
    if (next != kNone) base::fetch_all(paths_[next], Path::kMostTouched);
}

/// Who is likely to get the servers that a path gives back, if anybody waits for them.
std::uint32_t FlowModel::next_in_line(const Path& path) const {
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
