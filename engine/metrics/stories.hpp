// SPDX-License-Identifier: Apache-2.0
// Hot path: `is_of` is asked of every event, the rest of few.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <vector>

#include "engine/event_log/event.hpp"
#include "engine/event_log/legend.hpp"
#include "engine/metrics/episode.hpp"
#include "engine/metrics/frame.hpp"
#include "engine/results/story_table.hpp"

namespace yhdyspinta::metrics {

/// The paths of a few clients, event by event, for those who want to see what a mean is made of.
/// Which clients depends on their numbers alone, and so hardly on the design: those with the
/// smallest hashes of those to whom a need other than routine arises within the measured period.
/// Kept only on request.
class Stories {
public:
    static constexpr std::size_t kMostClients = 400;
    static constexpr std::size_t kMostEvents = 2000;  ///< of one episode; later ones are left out

    Stories(const event_log::Legend& legend, const Window& window, bool is_kept);

    [[nodiscard]] bool is_kept() const { return is_kept_; }
    [[nodiscard]] bool is_of(const event_log::Event& event) const {
        return event.entity != kNone && hash(event.entity) <= last_;
    }
    /// `episode`: as it is after the event; nullptr when there is none, or no more.
    void read(const event_log::Event& event, const Episode* episode);

    [[nodiscard]] results::StoryTable table() const;

    /// Different clients have different ones. Finaliser of splitmix64 (Steele, Lea, Flood 2014).
    [[nodiscard]] static std::uint64_t hash(std::uint32_t client) {
        std::uint64_t z = (std::uint64_t{client} + 1) * 0x9e3779b97f4a7c15ULL;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }

private:
    struct Told {
        std::uint32_t id = kNone;
        std::uint32_t tellings = 0;
        bool is_closed = false;
        bool is_in_gap = false;
        results::StoryEpisode story;
    };
    struct Client {
        std::uint16_t life = 0;
        std::vector<Told> episodes;
    };
    void arose(const event_log::Event& event);
    void left(const event_log::Event& event);
    void tell(Told& told, double time, results::StoryKind kind, std::uint32_t place = kNone,
              std::uint32_t other = kNone) const;
    void tell_event(Told& told, const event_log::Event& event) const;
    void tell_gap(Told& told, double time, const Episode* episode) const;
    [[nodiscard]] std::uint32_t service_of(const event_log::Event& event) const {
        return legend_.activities[event.place].service;
    }

    const event_log::Legend& legend_;
    const Window& window_;
    const bool is_kept_;
    std::vector<std::uint32_t> numbers_;                              ///< attributes
    std::map<std::uint64_t, Client> clients_;                         ///< by hash
    std::uint64_t last_ = std::numeric_limits<std::uint64_t>::max();  ///< largest that is kept
};

}  // namespace yhdyspinta::metrics
