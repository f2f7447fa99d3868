// SPDX-License-Identifier: Apache-2.0
// Hot path: one event costs some additions in dense arrays, indexed by entity and entity class.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/fetch.hpp"
#include "engine/metrics/audit.hpp"
#include "engine/metrics/flat_map.hpp"
#include "engine/metrics/frame.hpp"
#include "engine/metrics/token.hpp"
#include "engine/statistics/time_average.hpp"

namespace yhdyspinta::metrics {

/// Who is inside, where, and how many there are of each class. Entity numbers are dense slots that
/// may be used again after `entity_left`.
class Entities {
public:
    struct Slot {
        Token token;                             ///< of what its first path outside episodes does
        double arrived = 0.0;                    ///< [s]
        std::uint32_t level = event_log::kNone;  ///< of the first category attribute
        std::uint16_t entity_class = 0;
        bool is_inside = false;
        bool is_measured = false;
        bool has_history = false;   ///< other parts remember something about it
        std::uint8_t parallel = 0;  ///< further paths outside episodes that are at an activity
    };

    Entities(const event_log::Legend& legend, const Window& window, AuditReport& audit)
        : legend_(legend), window_(window), audit_(audit), classes_(legend.classes.size()) {
        for (std::size_t a = 0; a < legend.attributes.size() && attribute_ == kNoAttribute; ++a) {
            if (!legend.attributes[a].levels.empty()) attribute_ = a;
        }
    }

    [[nodiscard]] Slot& slot(std::uint32_t entity) {
        if (entity >= slots_.size()) slots_.resize(entity + 1);
        return slots_[entity];
    }

    /// Asks for the memory of its slot.
    void fetch(std::uint32_t entity) const {
        if (entity < slots_.size()) base::fetch(&slots_[entity]);
    }

    /// Of the path outside episodes that does something. Invalidated by the next event.
    [[nodiscard]] Token& token(const event_log::Event& event) {
        Slot& slot = this->slot(event.entity);
        return event.path == 0 ? slot.token : token_of_parallel_path(event, slot);
    }
    /// To be called after an event that may have ended what a path does.
    void forget_if_idle(const event_log::Event& event) {
        if (event.path != 0) forget_parallel_path(event);
    }

    void arrived(const event_log::Event& event) {
        Slot& slot = this->slot(event.entity);
        if (slot.is_inside) report(event, "arrives while inside");
        slot = {};
        slot.arrived = event.time - event.value;  // time in system includes what came before
        slot.entity_class = event.place;
        slot.is_inside = true;
        slot.is_measured = window_.is_open();
        EntityClass& entity_class = classes_[event.place];
        entity_class.inside.add(event.time, 1.0);
        entity_class.arrivals += slot.is_measured;
    }

    void left(const event_log::Event& event) {
        Slot& slot = this->slot(event.entity);
        if (!slot.is_inside) {
            report(event, "leaves without being inside");
            return;
        }
        const double time_in_system = event.time - slot.arrived;
        if (time_in_system - event.value > kTolerance ||
            event.value - time_in_system > kTolerance) {
            report(event, "has been inside for another time than it says");
        }
        if (slot.token.state != Token::State::idle || slot.parallel > 0) {
            report(event, "leaves while at an activity");
        }
        slot.is_inside = false;
        slot.token.state = Token::State::idle;
        EntityClass& entity_class = classes_[slot.entity_class];
        entity_class.inside.add(event.time, -1.0);
        entity_class.departures += window_.is_open();
        if (slot.is_measured) {
            ++entity_class.measured_departures;
            entity_class.time_in_system += time_in_system;
        }
    }

    void attribute_set(const event_log::Event& event) {
        if (event.place == attribute_) {
            slot(event.entity).level = static_cast<std::uint32_t>(event.value);
        }
    }

    /// The warm-up is over.
    void start_measuring();
    /// Everybody who came in is out or inside.
    void check(double end);

    /// The attribute by whose levels episodes are grouped; legend.attributes.size() or more: none.
    [[nodiscard]] std::size_t grouping_attribute() const { return attribute_; }
    /// Visits what everybody does outside episodes.
    template <class Visit>
    void for_each_token(Visit visit) {
        for (const Slot& slot : slots_) visit(slot.token);
        parallel_.for_each([&](std::uint64_t, const Token& token) { visit(token); });
    }

    void add_responses(const Scale& scale, ResponseList& list) const;

private:
    struct EntityClass {
        statistics::TimeAverage inside;
        double time_in_system =
            0.0;  ///< [s] of those who arrived within the measured period and left
        std::uint64_t arrivals = 0;
        std::uint64_t departures = 0;
        std::uint64_t measured_departures = 0;
    };
    static constexpr double kTolerance = 1e-3;  ///< [s]
    static constexpr std::size_t kNoAttribute = ~std::size_t{0};

    [[nodiscard]] static std::uint64_t parallel_key(const event_log::Event& event) {
        return std::uint64_t{event.entity} << 8 | event.path;
    }
    [[nodiscard, gnu::noinline]] Token& token_of_parallel_path(const event_log::Event& event,
                                                               Slot& slot);
    [[gnu::noinline]] void forget_parallel_path(const event_log::Event& event);
    [[gnu::cold, gnu::noinline]] void report(const event_log::Event& event, const char* what);

    const event_log::Legend& legend_;
    const Window& window_;
    AuditReport& audit_;
    std::vector<Slot> slots_;
    FlatMap<Token> parallel_;  ///< of those paths beside the first that are at an activity
    std::vector<EntityClass> classes_;
    std::size_t attribute_ = kNoAttribute;
};

}  // namespace yhdyspinta::metrics
