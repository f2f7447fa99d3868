// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/reach.hpp"

#include <algorithm>
#include <string>

namespace yhdyspinta::metrics {

Reach::Reach(const event_log::Legend& legend, const Window& window)
    : legend_(legend),
      window_(window),
      services_(legend.services.size()),
      organisations_(legend.organisations.size()),
      demand_(legend.services.size(), 0.0) {
    is_any_ = legend.census_interval > 0.0 || !legend.by.empty() ||
              std::any_of(legend.services.begin(), legend.services.end(),
                          [](const auto& service) { return service.viable_per_year > 0.0; });
}

void Reach::start_measuring() {
    if (legend_.census_interval > 0.0) next_census_ = window_.start() + legend_.census_interval;
}

void Reach::take_censuses(double time) {
    while (next_census_ <= time) {
        censuses_ += 1.0;
        open_needs_ += static_cast<double>(open_);
        any_.known += static_cast<double>(any_.known_now);
        for (Organisation& organisation : organisations_) {
            organisation.known += static_cast<double>(organisation.known_now);
        }
        next_census_ = window_.start() + (censuses_ + 1.0) * legend_.census_interval;
    }
}

void Reach::first_told(Organisation& organisation, const Episode& episode, double time) const {
    ++organisation.known_now;
    if (!window_.is_open()) return;
    organisation.told += 1.0;
    organisation.delay += time - episode.arose;
}

void Reach::mark(Episode& episode, std::uint32_t service, std::uint8_t flags, double time) {
    if (service >= services_ || episode.is_routine) return;
    if (episode.reach.empty()) episode.reach.assign(services_ + organisations_.size(), 0);
    std::uint8_t& of_service = episode.reach[service];
    if ((of_service & flags) == flags) return;
    if (of_service == 0 && window_.is_open()) demand_[service] += 1.0;
    of_service |= flags;
    const std::uint32_t organisation = legend_.services[service].organisation;
    if (organisation >= organisations_.size()) return;
    const auto first = episode.reach.begin() + static_cast<std::ptrdiff_t>(services_);
    if (first[organisation] == 0) {
        if (std::all_of(first, episode.reach.end(), [](auto flag) { return flag == 0; })) {
            first_told(any_, episode, time);
        }
        first_told(organisations_[organisation], episode, time);
    }
    first[organisation] |= flags;
}

void Reach::closed(const Episode& episode) {
    --open_;
    bool is_known = false;
    for (std::size_t o = 0; services_ + o < episode.reach.size(); ++o) {
        if (episode.reach[services_ + o] == 0) continue;
        --organisations_[o].known_now;
        is_known = true;
    }
    if (is_known) --any_.known_now;
}

void Reach::add_responses(const Scale& scale, ResponseList& list) const {
    for (std::size_t s = 0; s < services_; ++s) {
        const double viable = legend_.services[s].viable_per_year;
        if (!(viable > 0.0)) continue;
        const std::string where = "service=" + legend_.services[s].name;
        const double demand = scale.per_year(demand_[s]);
        list.add("service.demand", "1/year", where, demand);
        list.add("service.threatened", "share", where, demand < viable ? 1.0 : 0.0);
    }
    if (!(legend_.census_interval > 0.0)) return;
    list.add("census.open_needs", "1", "all", ratio(open_needs_, censuses_));
    const auto add = [&](const Organisation& organisation, const std::string& where) {
        list.add("census.known", "1", where, ratio(organisation.known, censuses_));
        list.add("census.coverage", "share", where, ratio(organisation.known, open_needs_));
        list.add("census.delay", "d", where,
                 ratio(organisation.delay, organisation.told) / kSecondsPerDay);
    };
    add(any_, "all");
    for (std::size_t o = 0; o < organisations_.size(); ++o) {
        add(organisations_[o], "organisation=" + legend_.organisations[o]);
    }
}

}  // namespace yhdyspinta::metrics
