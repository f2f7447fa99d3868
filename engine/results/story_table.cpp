// SPDX-License-Identifier: Apache-2.0
#include "engine/results/story_table.hpp"

#include <array>

#include "engine/base/bytes.hpp"
#include "engine/base/error.hpp"

namespace yhdyspinta::results {

namespace {

constexpr std::uint32_t kFormat = 1;

constexpr std::array<std::string_view, kStoryKinds> kNames{"arose",
                                                           "recognised",
                                                           "asked_again",
                                                           "waits",
                                                           "stops_waiting",
                                                           "gives_up",
                                                           "visit",
                                                           "visit_ends",
                                                           "contact",
                                                           "effective_contact",
                                                           "told",
                                                           "owner",
                                                           "handover_proposed",
                                                           "handover_lost",
                                                           "handover_misrouted",
                                                           "handover_accepted",
                                                           "handover_rejected",
                                                           "handover_timed_out",
                                                           "handover_returned",
                                                           "gap_begins",
                                                           "gap_ends",
                                                           "limit_passed",
                                                           "closed",
                                                           "left"};
static_assert(static_cast<std::size_t>(StoryKind::left) + 1 == kStoryKinds);

void put_texts(base::ByteWriter& out, const std::vector<std::string>& texts) {
    out.put(static_cast<std::uint32_t>(texts.size()));
    for (const auto& text : texts) out.put_text(text);
}

std::vector<std::string> take_texts(base::ByteReader& in) {
    std::vector<std::string> texts(in.take_count<std::uint32_t>(sizeof(std::uint64_t)));
    for (auto& text : texts) text = in.take_text();
    return texts;
}

bool is_known(const StoryTable& table, const StoryEpisode& episode) {
    return episode.need < table.needs.size() && !episode.events.empty() &&
           episode.events.front().kind == StoryKind::arose;
}

/// Whether the place of an event of this kind is a service.
bool is_at_service(StoryKind kind) {
    return kind != StoryKind::gap_begins && kind != StoryKind::gap_ends;
}

bool is_between_services(StoryKind kind) {
    return kind >= StoryKind::handover_proposed && kind <= StoryKind::handover_returned;
}

bool is_known(const StoryTable& table, const StoryEvent& event) {
    const auto is_service = [&table](std::uint16_t place) {
        return place < table.services.size() || place == kNoStoryPlace;
    };
    return static_cast<std::size_t>(event.kind) < kStoryKinds &&
           (!is_at_service(event.kind) || is_service(event.place)) &&
           (!is_between_services(event.kind) || is_service(event.other));
}

}  // namespace

std::string_view name_of(StoryKind kind) { return kNames.at(static_cast<std::size_t>(kind)); }

std::string encode(const StoryTable& table) {
    base::ByteWriter out;
    out.put(kFormat);
    put_texts(out, table.needs);
    put_texts(out, table.services);
    put_texts(out, table.numbers);
    out.put(static_cast<std::uint64_t>(table.episodes.size()));
    for (const StoryEpisode& episode : table.episodes) {
        out.put(episode.client);
        out.put(episode.life);
        out.put(episode.need);
        for (const std::int16_t number : episode.numbers) out.put(number);
        out.put(static_cast<std::uint32_t>(episode.events.size()));
    }
    const auto for_each_event = [&table](auto visit) {
        for (const StoryEpisode& episode : table.episodes) {
            for (const StoryEvent& event : episode.events) visit(event);
        }
    };
    for_each_event([&out](const StoryEvent& event) { out.put(event.time); });
    for_each_event([&out](const StoryEvent& event) { out.put(event.kind); });
    for_each_event([&out](const StoryEvent& event) { out.put(event.place); });
    for_each_event([&out](const StoryEvent& event) { out.put(event.other); });
    return out.take();
}

StoryTable decode_stories(std::string_view bytes) {
    base::ByteReader in(bytes);
    if (in.take<std::uint32_t>() != kFormat) {
        throw base::InternalError("a table of stories is of an unknown format");
    }
    StoryTable table;
    table.needs = take_texts(in);
    table.services = take_texts(in);
    table.numbers = take_texts(in);
    table.episodes.resize(in.take_count<std::uint64_t>(sizeof(StoryEpisode::client)));
    for (StoryEpisode& episode : table.episodes) {
        in.take_into(episode.client);
        in.take_into(episode.life);
        in.take_into(episode.need);
        episode.numbers.resize(table.numbers.size());
        for (std::int16_t& number : episode.numbers) in.take_into(number);
        episode.events.resize(in.take_count<std::uint32_t>(1));
    }
    const auto for_each_event = [&table](auto visit) {
        for (StoryEpisode& episode : table.episodes) {
            for (StoryEvent& event : episode.events) visit(event);
        }
    };
    for_each_event([&in](StoryEvent& event) { in.take_into(event.time); });
    for_each_event([&in](StoryEvent& event) { in.take_into(event.kind); });
    for_each_event([&in](StoryEvent& event) { in.take_into(event.place); });
    for_each_event([&in](StoryEvent& event) { in.take_into(event.other); });
    if (!in.is_at_end()) throw base::InternalError("a table of stories is longer than it says");
    for (const StoryEpisode& episode : table.episodes) {
        bool is_sound = is_known(table, episode);
        for (const StoryEvent& event : episode.events) is_sound &= is_known(table, event);
        if (!is_sound) throw base::InternalError("a table of stories speaks of what is not there");
    }
    return table;
}

}  // namespace yhdyspinta::results
