// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "engine/metrics/episode.hpp"
#include "engine/metrics/frame.hpp"

namespace yhdyspinta::metrics {

/// Which services and organisations know of a need, and which take part in it.
///
/// A service knows of an episode from when it recognised it, received a handover of it, worked on
/// it, met the client or owned it; it takes part from when it met the client or owned it. An
/// organisation knows and takes part when one of its services does.
///
/// The census (source 004: true against measured state) counts needs at `Legend::census_interval`
/// within the measured period, before what happens at that instant, whether recognised or not:
/// - `census.open_needs` [1]: open needs, mean over censuses;
/// - `census.known` [1]: those that the organisation (all: any) knows of, mean over censuses;
/// - `census.coverage` [0, 1]: known among open needs, all censuses together;
/// - `census.delay` [d]: from onset until the organisation knows, mean of what it was told within
///   the measured period; what it never hears of has no delay, so read it beside the coverage.
///
/// Threatened services (source 002, scarce resources), for services that state `viable_per_year`:
/// - `service.demand` [1/year]: episodes of which the service was first told;
/// - `service.threatened`: 1 when that is below what is viable, else 0; the mean over replications
///   is the probability of it.
class Reach {
public:
    Reach(const event_log::Legend& legend, const Window& window);

    /// Something here is asked for; else nothing need be told.
    [[nodiscard]] bool is_any() const { return is_any_; }
    /// The next census [s]; to be compared with the time of every event.
    [[nodiscard]] double next_census() const { return next_census_; }

    void start_measuring();
    /// Takes the censuses due up to `time`.
    void take_censuses(double time);
    void arose() { ++open_; }
    void knows(Episode& episode, std::uint32_t service, double time) {
        mark(episode, service, kKnows, time);
    }
    void takes_part(Episode& episode, std::uint32_t service, double time) {
        mark(episode, service, kKnows | kTakesPart, time);
    }
    void closed(const Episode& episode);

    [[nodiscard]] bool has_part(const Episode& episode, std::uint32_t service) const {
        return service < episode.reach.size() && (episode.reach[service] & kTakesPart) != 0;
    }
    [[nodiscard]] bool has_organisation_part(const Episode& episode,
                                             std::uint32_t organisation) const {
        return has_part(episode, static_cast<std::uint32_t>(services_) + organisation);
    }

    void add_responses(const Scale& scale, ResponseList& list) const;

private:
    static constexpr std::uint8_t kKnows = 1, kTakesPart = 2;
    struct Organisation {
        std::uint64_t known_now = 0;
        double known = 0.0;  ///< sum over censuses
        double told = 0.0;   ///< episodes within the measured period
        double delay = 0.0;  ///< [s] of these
    };
    void mark(Episode& episode, std::uint32_t service, std::uint8_t flags, double time);
    void first_told(Organisation& organisation, const Episode& episode, double time) const;

    const event_log::Legend& legend_;
    const Window& window_;
    const std::size_t services_;
    bool is_any_;
    double next_census_ = std::numeric_limits<double>::infinity();
    std::uint64_t open_ = 0;
    double censuses_ = 0.0;
    double open_needs_ = 0.0;  ///< sum over censuses
    Organisation any_;
    std::vector<Organisation> organisations_;
    std::vector<double> demand_;  ///< by service
};

}  // namespace yhdyspinta::metrics
