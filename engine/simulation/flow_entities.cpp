// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation in steady state, no text, no log but the event log.
// Entities, their attributes, and what expressions read.
#include "engine/base/error.hpp"
#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

std::uint32_t FlowModel::new_entity(std::uint32_t entity_class, std::uint64_t key) {
    std::uint32_t index;
    const std::size_t attributes = program_.attributes.size();
    if (free_entities_.empty()) {
        index = static_cast<std::uint32_t>(entities_.size());
        entities_.emplace_back();
        attributes_.resize(attributes_.size() + attributes, 0.0);
        if (!program_.record_types.empty()) records_.emplace_back();
    } else {
        index = free_entities_.back();
        free_entities_.pop_back();
        std::fill_n(attributes_.begin() + static_cast<std::ptrdiff_t>(index * attributes),
                    attributes, 0.0);
    }
    Entity& entity = entities_[index];
    entity.key = key;
    entity.arrived = now_;
    entity.entity_class = entity_class;
    entity.first_path = kNone;
    entity.in_person = kNone;
    entity.household = kNone;
    entity.hidden = 0;
    entity.is_member = false;
    entity.records = 0;
    const auto& initial = program_.classes[entity_class];
    if (!initial.empty()) draw_attributes(index, initial);
    return index;
}

void FlowModel::draw_attributes(std::uint32_t entity, const std::vector<ClassAttribute>& set) {
    const std::size_t first = entity * program_.attributes.size();
    for (const ClassAttribute& item : set) {
        double value = sample(item.initial, entities_[entity].key, 0);
        // Stored as the value at time 0; grows from there.
        value -= program_.attributes[item.attribute].grows_per_second * now_;
        attributes_[first + item.attribute] = value;
    }
}

double FlowModel::attribute(std::uint32_t entity, std::uint32_t attribute) const {
    return attributes_[entity * program_.attributes.size() + attribute] +
           program_.attributes[attribute].grows_per_second * now_;
}

/// What an expression can ask beside attributes; `place` is that of the variable in
/// `Program::values`.
double FlowModel::state_value(std::uint32_t place, std::uint32_t entity,
                              std::uint32_t episode) const {
    // Most often asked for come first.
    const bool has_episode = episode != kNone;
    if (place == program_.need_value) return has_episode ? episodes_[episode].need : -1.0;
    if (place == program_.severity_value) return has_episode ? episodes_[episode].severity : 0.0;
    if (place == program_.now_value) return now_ / 86400.0;
    if (place == program_.chance_value) return chance_;
    if (place == program_.others_here_value) return others_here(episode);
    if (place == program_.queue_length_value || place == program_.in_service_value ||
        place == program_.waited_value) {
        if (asking_ == nullptr || asking_->activity == kNone ||
            program_.activities[asking_->activity].demands.empty()) {
            return 0.0;
        }
        if (place == program_.waited_value) {
            return asking_->state == PathState::queued ? (now_ - asking_->since) / 86400.0 : 0.0;
        }
        const std::uint32_t home = home_of(*asking_);
        const double waiting = clients_waiting(sites_[home]);
        return place == program_.queue_length_value ? waiting
                                                    : static_cast<double>(load_of(home)) - waiting;
    }
    if (place >= program_.trust_value) return interface_value(place);
    if (place >= program_.first_variable) {
        return variable_of(place - program_.first_variable, entity);
    }
    if (place == program_.hops_value) return has_episode ? episodes_[episode].hops : 0.0;
    if (place == program_.paths_value) return has_episode ? episodes_[episode].paths : 0.0;
    if (place == program_.unserved_value) {
        if (!has_episode) return 0.0;
        const Episode& of = episodes_[episode];
        return ((of.is_effective ? of.effective_at : now_) - of.arose) / 86400.0;
    }
    throw base::InternalError("an expression reads a variable that does not exist");
}

double FlowModel::evaluate(std::uint32_t expression, std::uint32_t entity,
                           std::uint32_t episode) const {
    return program_.expressions[expression].value([&](std::uint32_t place) {
        return place < program_.attributes.size() ? attribute(entity, place)
                                                  : state_value(place, entity, episode);
    });
}

double FlowModel::others_here(std::uint32_t episode) const {
    if (here_.service == kNone || episode == kNone) return 0.0;
    double others = 0.0;
    for (std::uint32_t i = entities_[episodes_[episode].entity].first_path; i != kNone;
         i = paths_[i].entity_next) {
        if (paths_[i].episode == episode && paths_[i].service == here_.service && i != here_.path) {
            others += 1.0;
        }
    }
    return others;
}

}  // namespace yhdyspinta::simulation
