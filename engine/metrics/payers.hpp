// SPDX-License-Identifier: Apache-2.0
// Hot path: one event costs some additions in dense arrays.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/metrics/episode.hpp"
#include "engine/metrics/frame.hpp"

namespace yhdyspinta::metrics {

/// Who pays, over the measured period (source 003, economic sustainability). The payer of a service
/// is `paid_by`, else its organisation; servers are paid by the payer of their own service.
///
/// - `cost` [EUR/year] where payer=…: server time on duty at its price, used or not, and what
///   starts of activities cost; where payer_kind=…: the same by kind of organisation;
/// - `cost.per_met_episode` [EUR]: all that was spent, by the number of episodes that a service
///   closed as met;
/// - `cost.borne` [EUR/year] where owned_by=A,payer=B: what B pays for work on episodes whose first
///   owner was a service that A pays for (nobody: it never had an owner, or was closed already).
///   Only work on episodes, not the idle time of servers;
/// - `cost.shifted_share` [0, 1]: of that, what another one than the payer of the first owner
///   pays.
class Payers {
public:
    Payers(const event_log::Legend& legend, const Window& window);

    /// An activity of an episode was started.
    void started(const event_log::Event& event, Episode& episode);
    /// Staff time of an activity of an episode that ended or was suspended.
    void spent(const event_log::Event& event, Episode& episode);
    /// What a start costs, of an episode or not.
    void started(const event_log::Event& event);
    void available(const event_log::Event& event);
    /// A service owns the episode: the first one decides to whom it belongs.
    void owned(Episode& episode, std::uint16_t service);
    /// The last word on an episode; `is_met`: a service closed it as met.
    void finish(Episode& episode, bool is_met);

    void add_responses(const Scale& scale, ResponseList& list) const;

private:
    /// What the legend says of an activity, close together.
    struct Activity {
        double cost = 0.0;           ///< [EUR] each time it starts
        double cost_per_hour = 0.0;  ///< [EUR/h] of one of its servers
        std::uint32_t payer = 0;     ///< for its service
        std::uint32_t first_share = 0, shares = 0;
    };
    [[nodiscard]] std::size_t payer_of(std::uint32_t service) const {
        return service < payer_of_service_.size() ? payer_of_service_[service] : organisations_;
    }
    /// In `borne_`: what the payer pays of what belongs to the owner.
    [[nodiscard]] std::size_t place_of(std::size_t owner, std::size_t payer) const {
        return owner * (organisations_ + 1) + payer;
    }
    void pay(Episode& episode, std::size_t payer, double amount);

    const event_log::Legend& legend_;
    const Window& window_;
    const std::size_t organisations_;  ///< as a payer: nobody known
    std::vector<Activity> activities_;
    std::vector<std::pair<std::uint32_t, double>> shares_;  ///< of activities, in their order
    std::vector<std::uint32_t> payer_of_service_;
    std::vector<double> by_payer_;  ///< [EUR] by organisation, then nobody
    std::vector<double> borne_;     ///< [EUR] by payer of the first owner and payer
    double met_ = 0.0;              ///< episodes
};

}  // namespace yhdyspinta::metrics
