// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/entities.hpp"

#include <string>

#include <fmt/format.h>

namespace yhdyspinta::metrics {

void Entities::report(const event_log::Event& event, const char* what) {
    audit_.fail(base::Instant::at_seconds(event.time), event.entity,
                fmt::format("{} ({})", what, legend_.classes[event.place]));
}

Token& Entities::token_of_parallel_path(const event_log::Event& event, Slot& slot) {
    const std::uint64_t key = parallel_key(event);
    if (Token* known = parallel_.find(key)) return *known;
    ++slot.parallel;
    return parallel_[key];
}

void Entities::forget_parallel_path(const event_log::Event& event) {
    const std::uint64_t key = parallel_key(event);
    const Token* token = parallel_.find(key);
    if (token == nullptr || token->state != Token::State::idle) return;
    parallel_.erase(key);
    --slot(event.entity).parallel;
}

void Entities::start_measuring() {
    for (EntityClass& entity_class : classes_) entity_class.inside.restart_mean(window_.start());
}

void Entities::check(double end) {
    std::vector<double> inside(classes_.size(), 0.0);
    for (const Slot& slot : slots_) {
        if (slot.is_inside) inside[slot.entity_class] += 1.0;
    }
    for (std::size_t c = 0; c < classes_.size(); ++c) {
        if (classes_[c].inside.value() != inside[c]) {
            audit_.fail(base::Instant::at_seconds(end), event_log::kNone,
                        fmt::format("{} of class {} are inside, in less out is {}", inside[c],
                                    legend_.classes[c], classes_[c].inside.value()));
        }
    }
}

void Entities::add_responses(const Scale& scale, ResponseList& list) const {
    for (std::size_t c = 0; c < classes_.size() && c < legend_.first_own_class; ++c) {
        const EntityClass& entity_class = classes_[c];
        const std::string where = "class=" + legend_.classes[c];
        list.add("time_in_system", "min", where,
                 ratio(entity_class.time_in_system,
                       static_cast<double>(entity_class.measured_departures)) /
                     60.0);
        list.add("arrivals", "1/d", where,
                 scale.per_day(static_cast<double>(entity_class.arrivals)));
        list.add("departures", "1/d", where,
                 scale.per_day(static_cast<double>(entity_class.departures)));
        list.add("number_in_system", "1", where, entity_class.inside.mean(window_.end()));
    }
}

}  // namespace yhdyspinta::metrics
