// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/event_log/event.hpp"

namespace yhdyspinta::event_log {

using base::DuplicateClass;
using base::WorkKind;

/// What the indices in the events of one log mean. Everything a measure needs beside the events.
struct Legend {
    struct Activity {
        std::string name;  ///< `process.step`
        std::uint32_t service = kNone;
        WorkKind work = WorkKind::direct;
        std::uint32_t record_type = kNone;  ///< what its result is
        bool is_required_by_law = false;    ///< redoing it is never duplicate work
        bool has_resources = false;
        bool is_wait = false;  ///< takes no servers but is waited for: a signal, a slot of a diary
        std::uint32_t diary = kNone;      ///< in which the step books
        bool is_batch = false;            ///< waiting for each other; takes no time itself
        bool is_repeat_handling = false;  ///< belongs to a path set off by a repeated contact
        /// For triage activities of an interface that enter again what the sender entered: double
        /// documentation.
        bool is_double_entry = false;
        std::uint32_t interface_from =
            kNone;  ///< for work that belongs to a handover: its two services
        std::uint32_t interface_to = kNone;
        double cost = 0.0;           ///< [EUR] each time it starts
        double cost_per_hour = 0.0;  ///< [EUR/h] of one of its servers, in the mean
        /// Organisations that pay for its servers, with their shares of `cost_per_hour`; what is
        /// missing to 1 is paid by who pays for the activity's service.
        std::vector<std::pair<std::uint32_t, double>> paid_by;
        bool is_absence = false;           ///< keeps a server away: no work
        bool may_balk = false;             ///< out of choice or because the queue is full
        bool may_be_suspended = false;     ///< servers may be taken from it
        bool is_blocking = false;          ///< while its queue is full it keeps those before it
        std::vector<std::string> servers;  ///< of its first resource, when they have names
    };
    struct Resource {
        std::string name;
        std::uint32_t service = kNone;
        std::uint32_t organisation = kNone;
        bool is_caseload = false;
        std::vector<std::string> sites;    ///< one name per site, `all` when there is one
        double cost_per_hour = 0.0;        ///< [EUR/h]
        std::vector<std::string> servers;  ///< of a site, when they have names
        bool may_be_vacant = false;        ///< servers leave and posts are filled
    };
    struct Service {
        std::string name;
        std::uint32_t organisation = kNone;
        std::uint32_t paid_by = kNone;  ///< organisation; kNone: `organisation`
        double viable_per_year = 0.0;   ///< [1/year]; 0: not stated
    };
    struct RecordType {
        std::string name;
        DuplicateClass duplicate_class = DuplicateClass::none;
        bool is_shared_in_household = false;  ///< one of a household for all, whatever the need
    };
    struct Clock {
        std::string name;
        double limit = 0.0;  ///< in `unit`
        std::string unit;    ///< `d` (calendar), `months` or the name of the calendar counted in
    };
    struct Variable {
        std::string name;
        double initial = 0.0;
        std::vector<std::string> levels{};  ///< that have a value each; empty: one value
    };
    struct Policy {
        std::string name;
        std::vector<std::string> levels{};  ///< that negotiate; empty: all together
    };
    /// See process::Indicator.
    struct Indicator {
        std::string name;
        bool counts_members = true;
        bool is_state = false;              ///< for how many something holds
        std::uint32_t relative_to = kNone;  ///< indicator
    };
    struct Diary {
        std::string name;
        std::vector<std::string> sites;  ///< one name per site, `all` when there is one
    };
    /// Trust of one service in another: half of the distance from `initial` is gone after
    /// `half_life` [s], infinite when nothing is forgotten.
    struct Trust {
        std::uint32_t from = kNone, to = kNone;  ///< services
        double initial = 1.0;
        double half_life = 0.0;
        bool is_asked = true;  ///< some step can come to ask about it
    };
    struct CategoryAttribute {
        std::string name;
        std::vector<std::string> levels;
        double grows_per_second = 0.0;
    };
    /// An attribute by which the headline figures are given.
    struct Breakdown {
        std::uint32_t attribute = kNone;
        std::vector<double> bands;  ///< lower ends of the bands after the first; empty: levels
    };

    /// The organisation that pays for what the service does; kNone when nobody is known to.
    [[nodiscard]] std::uint32_t payer_of(std::uint32_t service) const {
        if (service >= services.size()) return kNone;
        const Service& bought = services[service];
        return bought.paid_by == kNone ? bought.organisation : bought.paid_by;
    }

    std::vector<std::string> classes;           ///< entity classes
    std::uint32_t first_own_class = kNone;      ///< from here on the engine's own, no clients: who
                                                ///< keeps a server away or at a meeting
    std::vector<CategoryAttribute> attributes;  ///< by attribute index; levels empty for numbers
    std::vector<Activity> activities;
    std::vector<Resource> resources;
    std::vector<Service> services;
    std::vector<std::string> organisations;
    std::vector<std::string> organisation_kinds;  ///< by organisation, empty where none is stated
    std::vector<std::string> needs;
    std::vector<bool> routine_needs;       ///< [needs], or empty: those expected of everybody
    std::vector<std::string> recognisers;  ///< `need.recogniser`
    std::vector<std::string> processes;
    std::vector<std::string> outcomes;
    std::vector<RecordType> record_types;
    std::vector<Clock> clocks;
    std::vector<std::string> channels;
    std::vector<Policy> policies;
    std::vector<std::string> interfaces;  ///< `from -> to`
    std::vector<bool> can_hand_over;      ///< [interfaces], or empty: some step can, along each
    std::vector<Trust> trusts;            ///< of the interfaces that keep it
    std::vector<Variable> variables;
    std::vector<Diary> diaries;
    std::vector<Indicator> indicators;
    std::vector<Breakdown> by;          ///< by whom the headline figures are given
    std::uint32_t suppress_below = 0;   ///< they are not given for groups with fewer episodes
    double census_interval = 0.0;       ///< [s]; 0: no census
    std::chrono::sys_days start_day{};  ///< date of time 0
    double start_of_measuring = 0.0;    ///< [s]
    double end_of_run = 0.0;            ///< [s]

    /// The first Monday 00:00 after `time` [s since start].
    [[nodiscard]] double monday_after(double time) const {
        constexpr double kDay = 86400.0;
        const auto day = static_cast<std::int64_t>(std::floor(time / kDay));
        const std::chrono::weekday weekday{start_day + std::chrono::days(day)};
        return static_cast<double>(day + 8 - weekday.iso_encoding()) * kDay;
    }

    [[nodiscard]] bool is_routine(std::uint32_t need) const {
        return need < routine_needs.size() && routine_needs[need];
    }
};

}  // namespace yhdyspinta::event_log
