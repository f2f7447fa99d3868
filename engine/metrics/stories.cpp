// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/stories.hpp"

#include <algorithm>
#include <cmath>

namespace yhdyspinta::metrics {

using event_log::Event;
using event_log::EventKind;
using results::StoryKind;

Stories::Stories(const event_log::Legend& legend, const Window& window, bool is_kept)
    : legend_(legend), window_(window), is_kept_(is_kept && !legend.needs.empty()) {
    for (const auto& by : legend.by) {
        // What a client is called or where it lives must not be told: numbers only.
        if (legend.attributes[by.attribute].levels.empty()) numbers_.push_back(by.attribute);
    }
}

void Stories::tell(Told& told, double time, StoryKind kind, std::uint32_t place,
                   std::uint32_t other) const {
    auto& events = told.story.events;
    if (events.size() >= kMostEvents && kind != StoryKind::closed) return;
    const auto small = [](std::uint32_t index) {
        return static_cast<std::uint16_t>(std::min<std::uint32_t>(index, results::kNoStoryPlace));
    };
    events.push_back({static_cast<float>(time / kSecondsPerDay), kind, small(place), small(other)});
}

void Stories::arose(const Event& event) {
    if (!window_.is_open() || legend_.is_routine(event.place)) return;
    const std::uint64_t key = hash(event.entity);
    Client& client = clients_[key];
    Told& told = client.episodes.emplace_back();
    told.id = event.episode;
    told.story.client = event.entity;
    told.story.life = client.life;
    told.story.need = event.place;
    told.story.numbers.assign(numbers_.size(), -1);
    tell(told, event.time, StoryKind::arose);
    if (clients_.size() <= kMostClients) return;
    clients_.erase(std::prev(clients_.end()));
    last_ = clients_.rbegin()->first;
}

void Stories::left(const Event& event) {
    const auto client = clients_.find(hash(event.entity));
    if (client == clients_.end()) return;
    for (Told& told : client->second.episodes) {
        // What is closed because the client leaves ends with that.
        const bool ends_now =
            !told.is_closed ||
            told.story.events.back().time == static_cast<float>(event.time / kSecondsPerDay);
        if (told.story.life != client->second.life || !ends_now) continue;
        tell_gap(told, event.time, nullptr);
        tell(told, event.time, StoryKind::left);
        told.is_closed = true;
    }
    ++client->second.life;
}

void Stories::read(const Event& event, const Episode* episode) {
    if (event.kind == EventKind::need_arose) return arose(event);
    if (event.kind == EventKind::entity_left) return left(event);
    if (event.episode == kNone) return;
    const auto client = clients_.find(hash(event.entity));
    if (client == clients_.end()) return;
    auto& episodes = client->second.episodes;
    const auto told = std::find_if(episodes.rbegin(), episodes.rend(),
                                   [&](const Told& each) { return each.id == event.episode; });
    // Work that outlives its episode is no part of the story.
    if (told == episodes.rend() || told->is_closed) return;
    if (event.kind == EventKind::episode_closed) {
        tell_gap(*told, event.time, nullptr);
        tell(*told, event.time, StoryKind::closed, kNone, event.other);
        told->is_closed = true;
        return;
    }
    tell_event(*told, event);
    if (episode != nullptr && episode->tellings > told->tellings) {
        told->tellings = episode->tellings;
        tell(*told, event.time, StoryKind::told, service_of(event), episode->tellings);
    }
    tell_gap(*told, event.time, episode);
}

void Stories::tell_gap(Told& told, double time, const Episode* episode) const {
    const bool is_gap =
        episode != nullptr && episode->is_recognised && episode->kind == TimeKind::gap;
    if (is_gap == told.is_in_gap) return;
    told.is_in_gap = is_gap;
    auto& events = told.story.events;
    const auto now = static_cast<float>(time / kSecondsPerDay);
    // A gap interrupted for no time at all is one gap.
    if (is_gap && events.back().kind == StoryKind::gap_ends && events.back().time == now) {
        events.pop_back();
        return;
    }
    if (is_gap) {
        tell(told, time, StoryKind::gap_begins, static_cast<std::uint32_t>(episode->gap));
    } else {
        tell(told, time, StoryKind::gap_ends);
    }
}

void Stories::tell_event(Told& told, const Event& event) const {
    const auto at_service = [&](StoryKind kind, std::uint32_t other = kNone) {
        tell(told, event.time, kind, service_of(event), other);
    };
    const auto between = [&](StoryKind kind) {
        tell(told, event.time, kind, event.place, event.other);
    };
    switch (event.kind) {
        case EventKind::need_recognised:
            tell(told, event.time, StoryKind::recognised, event.other);
            break;
        case EventKind::attribute_told:
            for (std::size_t n = 0; n < numbers_.size(); ++n) {
                if (numbers_[n] != event.place) continue;
                told.story.numbers[n] =
                    static_cast<std::int16_t>(std::clamp(std::floor(event.value), -1.0, 32767.0));
            }
            break;
        case EventKind::repeat_contact: tell(told, event.time, StoryKind::asked_again); break;
        case EventKind::queue_joined:
        case EventKind::activity_suspended: at_service(StoryKind::waits); break;
        case EventKind::queue_left: at_service(StoryKind::stops_waiting); break;
        case EventKind::reneged: at_service(StoryKind::gives_up); break;
        case EventKind::activity_started:
        case EventKind::activity_resumed:
            at_service(StoryKind::visit,
                       static_cast<std::uint32_t>(legend_.activities[event.place].work));
            break;
        case EventKind::activity_ended: at_service(StoryKind::visit_ends); break;
        case EventKind::contact:
            tell(told, event.time,
                 event.other == 1 ? StoryKind::effective_contact : StoryKind::contact, event.place);
            break;
        case EventKind::owner_changed: tell(told, event.time, StoryKind::owner, event.place); break;
        case EventKind::handover_proposed: between(StoryKind::handover_proposed); break;
        case EventKind::handover_lost: between(StoryKind::handover_lost); break;
        case EventKind::handover_misrouted: between(StoryKind::handover_misrouted); break;
        case EventKind::handover_accepted: between(StoryKind::handover_accepted); break;
        case EventKind::handover_rejected: between(StoryKind::handover_rejected); break;
        case EventKind::handover_timed_out: between(StoryKind::handover_timed_out); break;
        case EventKind::handover_returned: between(StoryKind::handover_returned); break;
        case EventKind::clock_limit_passed: tell(told, event.time, StoryKind::limit_passed); break;
        default: break;
    }
}

results::StoryTable Stories::table() const {
    results::StoryTable table;
    if (!is_kept_) return table;
    table.needs = legend_.needs;
    table.services.reserve(legend_.services.size());
    for (const auto& service : legend_.services) table.services.push_back(service.name);
    table.numbers.reserve(numbers_.size());
    for (const std::uint32_t attribute : numbers_) {
        table.numbers.push_back(legend_.attributes[attribute].name);
    }
    for (const auto& [key, client] : clients_) {
        for (const Told& told : client.episodes) table.episodes.push_back(told.story);
    }
    return table;
}

}  // namespace yhdyspinta::metrics
