// SPDX-License-Identifier: Apache-2.0
// Hand-written event logs for the tests of measures, in days for needs and in minutes for queues.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.hpp"
#include "engine/metrics/measures.hpp"

namespace yhdyspinta::test {

using event_log::Event;
using event_log::EventKind;
using event_log::GapClass;
using event_log::kNone;
using event_log::kNoPlace;
using event_log::Legend;
using event_log::TimeKind;

inline constexpr double kDay = 86400.0;
inline constexpr double kYear = 365.25 * kDay;

/// Services a (0) and b (1); needs mood (0) and speech (1); population 1000; areas north (0) and
/// south (1). Records: history (0, P1), assessment (1, P2), note (2, P3). Activities: see the
/// enumeration below.
enum Activities : std::uint16_t {
    a_history,
    b_history,
    b_assessment,
    a_assessment,
    a_note,
    b_triage,
    b_legal,
    a_repeat,
    a_bounced,
    a_substitute,
    a_meeting,
    a_talk,
    b_talk
};

[[nodiscard]] inline Legend needs_legend() {
    using base::DuplicateClass;
    using base::WorkKind;
    Legend legend;
    legend.classes = {"client"};
    legend.attributes = {{"age", {}}, {"area", {"north", "south"}}};
    legend.organisations = {"town", "county"};
    legend.services = {{"a", 0}, {"b", 1}};
    legend.needs = {"mood", "speech"};
    legend.recognisers = {"mood.family", "speech.family"};
    legend.processes = {"first", "second"};
    legend.outcomes = {"resolved", "given_up"};
    legend.record_types = {{"history", DuplicateClass::history},
                           {"assessment", DuplicateClass::assessment},
                           {"note", DuplicateClass::documentation}};
    legend.clocks = {{"first_talk", 7.0, "d"}};
    legend.interfaces = {"a -> b"};
    const auto add = [&](const char* name, std::uint32_t service, WorkKind work,
                         std::uint32_t record_type) -> Legend::Activity& {
        Legend::Activity& activity = legend.activities.emplace_back();
        activity.name = name;
        activity.service = service;
        activity.work = work;
        activity.record_type = record_type;
        return activity;
    };
    add("a.history", 0, WorkKind::direct, 0);
    add("b.history", 1, WorkKind::direct, 0);
    add("b.assessment", 1, WorkKind::direct, 1);
    add("a.assessment", 0, WorkKind::direct, 1);
    add("a.note", 0, WorkKind::documentation, 2);
    auto& triage = add("b.triage", 1, WorkKind::triage, kNone);
    triage.is_double_entry = true;
    triage.interface_from = 0;
    triage.interface_to = 1;
    add("b.legal", 1, WorkKind::direct, 1).is_required_by_law = true;
    add("a.repeat", 0, WorkKind::triage, kNone).is_repeat_handling = true;
    add("a.bounced", 0, WorkKind::failure, kNone);
    add("a.substitute", 0, WorkKind::substitute, 0);
    add("a.meeting", 0, WorkKind::coordination, kNone);
    add("a.talk", 0, WorkKind::direct, kNone);
    add("b.talk", 1, WorkKind::direct, kNone);
    return legend;
}

/// Writes a log event by event and reads the measures off.
class Log {
public:
    explicit Log(Legend legend, double seconds_per_unit = kDay,
                 metrics::MeasureOptions options = {})
        : legend_(std::move(legend)), unit_(seconds_per_unit), measures_(legend_, options) {}

    /// Times here and below are in units (days or minutes).
    Log& at(double time) {
        now_ = time * unit_;
        return *this;
    }
    Log& add(EventKind kind, std::uint32_t entity = kNone, std::uint32_t episode = kNone,
             std::uint16_t place = kNoPlace, std::uint32_t other = kNone, double value = 0.0,
             std::uint8_t path = 0) {
        const Event event{now_, value, entity, episode, other, place, kind, path};
        measures_.read({&event, 1});
        return *this;
    }
    /// A population of 1000 is there.
    Log& measure() {
        return add(EventKind::measuring_started, kNone, kNone, kNoPlace, kNone, 1000.0);
    }
    Log& end() { return add(EventKind::run_ended); }
    /// Ends after 365.25 d; throws when the audit has something to say.
    Log& end_of_year() {
        at(365.25).end();
        if (!measures_.audit().has_passed()) throw base::InternalError(audit());
        return *this;
    }

    // entities
    Log& arrive(std::uint32_t entity, std::uint16_t entity_class = 0) {
        arrived_.resize(std::max<std::size_t>(arrived_.size(), entity + 1));
        arrived_[entity] = now_;
        return add(EventKind::entity_arrived, entity, kNone, entity_class);
    }
    Log& leave(std::uint32_t entity, std::uint16_t entity_class = 0) {
        return add(EventKind::entity_left, entity, kNone, entity_class, kNone,
                   now_ - arrived_[entity]);
    }
    Log& level(std::uint32_t entity, double level) {
        return add(EventKind::attribute_set, entity, kNone, 1, kNone, level);
    }

    // activities without an episode
    Log& join(std::uint32_t entity, std::uint16_t activity = 0) {
        return add(EventKind::queue_joined, entity, kNone, activity);
    }
    Log& start(std::uint32_t entity, double waited = 0.0, std::uint16_t activity = 0) {
        return add(EventKind::activity_started, entity, kNone, activity, kNone, waited * unit_);
    }
    Log& finish(std::uint32_t entity, double staff_seconds = 0.0, std::uint16_t activity = 0) {
        return add(EventKind::activity_ended, entity, kNone, activity, kNone, staff_seconds);
    }
    Log& renege(std::uint32_t entity, double waited, std::uint16_t activity = 0) {
        return add(EventKind::reneged, entity, kNone, activity, kNone, waited * unit_);
    }

    // episodes: number e belongs to entity e unless told otherwise
    Log& arise(std::uint32_t e, std::uint16_t need = 0, std::uint32_t entity = kNone) {
        entity_of_.resize(std::max<std::size_t>(entity_of_.size(), e + 1));
        entity_of_[e] = entity == kNone ? e : entity;
        return of(e, EventKind::need_arose, need);
    }
    /// Recognised, with one open path in the given kind of time.
    Log& recognise(std::uint32_t e, TimeKind kind = TimeKind::waiting,
                   GapClass gap = GapClass::none) {
        return of(e, EventKind::need_recognised, 0).open_path(e, 0, kind, gap);
    }
    Log& open_path(std::uint32_t e, std::uint8_t path, TimeKind kind = TimeKind::waiting,
                   GapClass gap = GapClass::none) {
        of(e, EventKind::path_started, 0, path, 0.0, path);
        return spend(e, kind, gap, path);
    }
    Log& end_path(std::uint32_t e, std::uint8_t path) {
        return of(e, EventKind::path_ended, kNoPlace, path, 0.0, path);
    }
    Log& spend(std::uint32_t e, TimeKind kind, GapClass gap = GapClass::none,
               std::uint8_t path = 0) {
        return of(e, EventKind::time_kind_changed, path, event_log::pack_time_kind(kind, gap), 0.0,
                  path);
    }
    Log& contact(std::uint32_t e, std::uint16_t service, bool is_effective, std::uint8_t path = 0) {
        return of(e, EventKind::contact, service, is_effective, 0.0, path);
    }
    Log& close(std::uint32_t e, bool is_met = true) {
        return of(e, EventKind::episode_closed, is_met ? 0 : 1, is_met);
    }
    /// An activity of no simulated time.
    Log& work(std::uint32_t e, std::uint16_t activity, double staff_seconds,
              std::uint8_t path = 0) {
        of(e, EventKind::activity_started, activity, 0, 0.0, path);
        return of(e, EventKind::activity_ended, activity, 0, staff_seconds, path);
    }
    Log& record(std::uint32_t e, std::uint16_t holder, std::uint32_t type, double valid_until) {
        return of(e, EventKind::record_written, holder, type, valid_until * unit_);
    }
    Log& of(std::uint32_t e, EventKind kind, std::uint16_t place = kNoPlace,
            std::uint32_t other = kNone, double value = 0.0, std::uint8_t path = 0) {
        return add(kind, entity_of_[e], e, place, other, value, path);
    }

    /// The value of a response; throws when there is none of that name.
    [[nodiscard]] double value(std::string_view name, std::string_view where = "all") const {
        for (const auto& response : measures_.responses()) {
            if (response.name == name && response.where == where) return response.value;
        }
        throw base::InternalError("no response " + std::string(name) + " where " +
                                  std::string(where));
    }
    [[nodiscard]] std::string audit() const { return measures_.audit().to_text(); }
    [[nodiscard]] const metrics::Measures& measures() const { return measures_; }
    [[nodiscard]] Legend& legend() { return legend_; }

private:
    Legend legend_;
    double unit_;
    metrics::Measures measures_;
    double now_ = 0.0;
    std::vector<double> arrived_;
    std::vector<std::uint32_t> entity_of_;
};

}  // namespace yhdyspinta::test
