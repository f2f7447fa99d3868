// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
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
        double cost = 0.0;                 ///< [EUR] each time it starts
        double cost_per_hour = 0.0;        ///< [EUR/h] of one of its servers, in the mean
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
    };
    struct Service {
        std::string name;
        std::uint32_t organisation = kNone;
    };
    struct RecordType {
        std::string name;
        DuplicateClass duplicate_class = DuplicateClass::none;
    };
    struct Clock {
        std::string name;
        double limit = 0.0;  ///< in `unit`
        std::string unit;    ///< `d` (calendar), `months` or the name of the calendar counted in
    };
    struct Variable {
        std::string name;
        double initial = 0.0;
    };
    struct Diary {
        std::string name;
        std::vector<std::string> sites;  ///< one name per site, `all` when there is one
    };
    struct CategoryAttribute {
        std::string name;
        std::vector<std::string> levels;
    };

    std::vector<std::string> classes;           ///< entity classes
    std::uint32_t first_own_class = kNone;      ///< from here on the engine's own, no clients: who
                                                ///< keeps a server away or at a meeting
    std::vector<CategoryAttribute> attributes;  ///< by attribute index; levels empty for numbers
    std::vector<Activity> activities;
    std::vector<Resource> resources;
    std::vector<Service> services;
    std::vector<std::string> organisations;
    std::vector<std::string> needs;
    std::vector<std::string> recognisers;  ///< `need.recogniser`
    std::vector<std::string> processes;
    std::vector<std::string> outcomes;
    std::vector<RecordType> record_types;
    std::vector<Clock> clocks;
    std::vector<std::string> channels;
    std::vector<std::string> policies;
    std::vector<std::string> interfaces;  ///< `from -> to`
    std::vector<Variable> variables;
    std::vector<Diary> diaries;
    double start_of_measuring = 0.0;  ///< [s]
    double end_of_run = 0.0;          ///< [s]
};

}  // namespace yhdyspinta::event_log
