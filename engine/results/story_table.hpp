// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yhdyspinta::results {

/// What happened to a client in one episode. The comment tells what `place` and `other` are; a
/// service is an index in StoryTable::services, kNoStoryPlace none of them.
enum class StoryKind : std::uint8_t {
    arose,
    recognised,         ///< place: service that noticed, none: the family
    asked_again,        ///< a repeated request while the case is open
    waits,              ///< place: service for whose work it waits from now on
    stops_waiting,      ///< place: likewise; removed without service
    gives_up,           ///< place: likewise; out of impatience
    visit,              ///< place: service that begins to work; other: base::WorkKind
    visit_ends,         ///< place: likewise
    contact,            ///< place: service
    effective_contact,  ///< place: service
    told,               ///< place: service that took the history; other: for the how manieth time
    owner,              ///< place: service that answers from now on, none: nobody
    handover_proposed,  ///< here and below place: from service; other: to service
    handover_lost,
    handover_misrouted,
    handover_accepted,
    handover_rejected,
    handover_timed_out,
    handover_returned,
    gap_begins,  ///< place: base::GapClass as a number
    gap_ends,
    limit_passed,  ///< a statutory limit
    closed,        ///< other: 1 when a service met the need
    left           ///< has left the population, such as by age
};
inline constexpr std::size_t kStoryKinds = 24;
inline constexpr std::uint16_t kNoStoryPlace = 0xffff;

struct StoryEvent {
    float time = 0.0F;  ///< [d] since the start of the run
    StoryKind kind = StoryKind::arose;
    std::uint16_t place = kNoStoryPlace;
    std::uint16_t other = kNoStoryPlace;
    friend bool operator==(const StoryEvent&, const StoryEvent&) = default;
};

/// One need of one client, from its rise to its closure or the end of the run.
struct StoryEpisode {
    std::uint32_t client = 0;  ///< the same one in every design that is run with the same seed
    std::uint16_t life = 0;    ///< who had the number of the client before has another life
    std::uint16_t need = 0;    ///< index in StoryTable::needs
    /// [StoryTable::numbers] when it was recognised, in whole units, so that nobody is told of more
    /// closely than by age in years; -1: not known.
    std::vector<std::int16_t> numbers;
    std::vector<StoryEvent> events;  ///< `arose` first
    friend bool operator==(const StoryEpisode&, const StoryEpisode&) = default;
};

/// The paths of a sample of clients of one replication: those with the smallest numbers by a hash
/// of the client's number among those to whom a need arose within the measured period. Nothing that
/// would tell who or where a client is is kept.
struct StoryTable {
    std::vector<std::string> needs, services;
    std::vector<std::string> numbers;  ///< attributes of the clients, e.g. age [years]
    std::vector<StoryEpisode> episodes;

    [[nodiscard]] bool is_empty() const { return needs.empty(); }
    friend bool operator==(const StoryTable&, const StoryTable&) = default;
};

[[nodiscard]] std::string_view name_of(StoryKind kind);

/// Column by column, little-endian; the same table gives the same bytes on every machine.
[[nodiscard]] std::string encode(const StoryTable& table);

/// Throws base::InternalError when the bytes are none of `encode`.
[[nodiscard]] StoryTable decode_stories(std::string_view bytes);

}  // namespace yhdyspinta::results
