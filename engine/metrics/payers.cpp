// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/payers.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <string>

namespace yhdyspinta::metrics {

Payers::Payers(const event_log::Legend& legend, const Window& window)
    : legend_(legend),
      window_(window),
      organisations_(legend.organisations.size()),
      by_payer_(organisations_ + 1, 0.0),
      borne_((organisations_ + 1) * (organisations_ + 1), 0.0) {
    for (std::uint32_t service = 0; service < legend.services.size(); ++service) {
        payer_of_service_.push_back(
            std::min(legend.payer_of(service), static_cast<std::uint32_t>(organisations_)));
    }
    for (const auto& activity : legend.activities) {
        activities_.push_back({activity.cost, activity.cost_per_hour,
                               static_cast<std::uint32_t>(payer_of(activity.service)),
                               static_cast<std::uint32_t>(shares_.size()),
                               static_cast<std::uint32_t>(activity.paid_by.size())});
        shares_.insert(shares_.end(), activity.paid_by.begin(), activity.paid_by.end());
    }
}

void Payers::pay(Episode& episode, std::size_t payer, double amount) {
    episode.cost += amount;
    if (episode.first_owner != kNoPlace || episode.is_closed) {
        borne_[place_of(payer_of(episode.first_owner), payer)] += amount;
        return;
    }
    if (episode.cost_before_owner.empty()) {
        episode.cost_before_owner.assign(organisations_ + 1, 0.0);
    }
    episode.cost_before_owner[payer] += amount;
}

void Payers::started(const event_log::Event& event) {
    const Activity& activity = activities_[event.place];
    if (window_.is_open()) by_payer_[activity.payer] += activity.cost;
}

void Payers::started(const event_log::Event& event, Episode& episode) {
    const Activity& activity = activities_[event.place];
    if (!window_.is_open() || !(activity.cost > 0.0)) return;
    pay(episode, activity.payer, activity.cost);
}

void Payers::spent(const event_log::Event& event, Episode& episode) {
    const Activity& activity = activities_[event.place];
    if (!window_.is_open() || !(activity.cost_per_hour > 0.0)) return;
    const double amount = event.value / kSecondsPerHour * activity.cost_per_hour;
    double rest = 1.0;
    for (std::uint32_t i = 0; i < activity.shares; ++i) {
        const auto& [payer, share] = shares_[activity.first_share + i];
        pay(episode, payer, share * amount);
        rest -= share;
    }
    // Shares are sums of quotients: what is left of 1 by rounding is nobody's.
    if (rest > 1e-9) pay(episode, activity.payer, rest * amount);
}

void Payers::available(const event_log::Event& event) {
    const auto& resource = legend_.resources[event.place];
    by_payer_[payer_of(resource.service)] += event.value / kSecondsPerHour * resource.cost_per_hour;
}

void Payers::owned(Episode& episode, std::uint16_t service) {
    if (service == kNoPlace || episode.first_owner != kNoPlace) return;
    episode.first_owner = service;
    finish(episode, false);
}

void Payers::finish(Episode& episode, bool is_met) {
    if (is_met && window_.is_open()) met_ += 1.0;
    const std::size_t owner = payer_of(episode.first_owner);
    for (std::size_t p = 0; p < episode.cost_before_owner.size(); ++p) {
        borne_[place_of(owner, p)] += episode.cost_before_owner[p];
    }
    episode.cost_before_owner.clear();
}

void Payers::add_responses(const Scale& scale, ResponseList& list) const {
    const char* unit = "EUR/year";
    const auto name = [&](std::size_t payer) {
        return payer < organisations_ ? legend_.organisations[payer] : std::string("nobody");
    };
    for (std::size_t p = 0; p < organisations_; ++p) {
        list.add("cost", unit, "payer=" + name(p), scale.per_year(by_payer_[p]));
    }
    const std::set<std::string> kinds(legend_.organisation_kinds.begin(),
                                      legend_.organisation_kinds.end());
    for (const std::string& kind : kinds) {
        if (kind.empty()) continue;
        double cost = 0.0;
        for (std::size_t p = 0; p < legend_.organisation_kinds.size(); ++p) {
            if (legend_.organisation_kinds[p] == kind) cost += by_payer_[p];
        }
        list.add("cost", unit, "payer_kind=" + kind, scale.per_year(cost));
    }
    if (legend_.needs.empty()) return;
    list.add("cost.per_met_episode", "EUR", "all",
             ratio(std::accumulate(by_payer_.begin(), by_payer_.end(), 0.0), met_));
    double all = 0.0, shifted = 0.0;
    for (std::size_t owner = 0; owner <= organisations_; ++owner) {
        for (std::size_t payer = 0; payer < organisations_; ++payer) {
            const double amount = borne_[place_of(owner, payer)];
            list.add("cost.borne", unit, "owned_by=" + name(owner) + ",payer=" + name(payer),
                     scale.per_year(amount));
            if (owner == organisations_) continue;
            all += amount;
            if (owner != payer) shifted += amount;
        }
    }
    list.add("cost.shifted_share", "share", "all", ratio(shifted, all));
}

}  // namespace yhdyspinta::metrics
