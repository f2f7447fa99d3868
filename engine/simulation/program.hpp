// SPDX-License-Identifier: Apache-2.0
// The system made ready to run: dense arrays, indices for names, one flat list of steps.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <boost/container/small_vector.hpp>

#include "engine/base/fetch.hpp"
#include "engine/base/kinds.hpp"
#include "engine/calendar/civil.hpp"
#include "engine/calendar/day_count.hpp"
#include "engine/calendar/work_calendar.hpp"
#include "engine/event_log/legend.hpp"
#include "engine/process/expression.hpp"
#include "engine/process/system.hpp"
#include "engine/random/law.hpp"
#include "engine/random/stream.hpp"
#include "engine/simulation/platform.hpp"
#include "engine/simulation/rate_profile.hpp"

namespace yhdyspinta::simulation {

inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// Targets of a route that are no steps.
inline constexpr std::uint32_t kLeave = kNone - 1;
inline constexpr std::uint32_t kReturn = kNone - 2;

/// Absences come before everything else that waits for servers.
inline constexpr double kAbsencePriority = 2e9;

/// A law with the purpose its random numbers are drawn for.
struct Draw {
    random::Law law;
    random::Purpose purpose = 0;
};

/// A probability: a number, or an expression worked out whenever it is asked.
struct Chance {
    double constant = 0.0;  ///< when there is no expression
    std::uint32_t expression = kNone;
};

struct Demand {
    std::uint32_t resource = kNone;
    std::uint32_t servers = 1;
};

/// Something that holds servers for a time: an activity of a process, or work that the engine
/// itself brings about (notes and triage of a handover, a place in a caseload, a meeting).
///
/// Hundreds of these are touched in no order: what nearly every activity reads comes first.
struct alignas(base::kCacheLine) Activity {
    static constexpr std::size_t kMostTouched = 3 * base::kCacheLine;

    /// The only site that it can be at, when that is one group of servers who are always on duty
    /// and serve anybody; kNone: it takes more than a look at the idle ones.
    std::uint32_t plain_site = kNone;
    std::int32_t plain_servers = 1;
    /// At `plain_site`, to begin and to end it outside an episode is to take and to give back its
    /// servers and nothing else: a shorter way.
    bool is_plain = false;
    bool has_plain_queue = false;  ///< likewise to wait for them
    bool is_with_client = false;
    bool is_preemptive = false;
    bool is_blocking = false;
    bool stays_late = false;      ///< its servers stay until it is done
    bool is_absence = false;      ///< keeps a server away: on the clock, and no work
    bool is_constrained = false;  ///< balks, or its queue may be full
    bool is_joint = false;        ///< of services that trust each other more after it
    bool has_start_triggers = false, has_end_triggers = false;  ///< of clocks or indicators
    base::TimeKind counts_as = base::TimeKind::service;
    base::GapClass gap = base::GapClass::none;
    process::Reuse reuse = process::Reuse::never;
    process::WhenPreempted when_preempted = process::WhenPreempted::resume;
    std::uint32_t record_type = kNone;     ///< what it produces
    std::uint32_t service = kNone;         ///< whose work it is
    std::uint32_t priority = kNone;        ///< expression
    std::uint32_t times = kNone;           ///< expression that `duration` is multiplied by
    double fixed_priority = 0.0;           ///< when `priority` is kNone
    double shortened_to = 1.0;             ///< with a record to build on
    std::uint32_t interrupted_by = kNone;  ///< signal
    std::uint32_t balks = kNone;           ///< expression
    Draw duration;                         ///< working time [s]
    /// Sorted by resource; empty: a pure delay.
    boost::container::small_vector<Demand, 2> demands;
    std::vector<std::uint32_t> holders;  ///< services that hold the record it produces

    std::optional<Draw> patience;                      ///< [s]
    std::uint32_t on_renege = kLeave;                  ///< step, kLeave or kReturn
    double priority_again = 0.0;                       ///< [s] 0: never
    std::uint32_t due = kNone;                         ///< expression
    std::uint32_t on_balk = kLeave, on_full = kLeave;  ///< steps, kLeave or kReturn
    std::vector<std::uint32_t> jockeys_to;             ///< activity steps
    std::uint32_t jockeys_at = 2;
    random::Purpose purpose = 0;         ///< of balking
    std::uint32_t on_interrupt = kNone;  ///< step, kLeave or kReturn; kNone: as routed
};

/// A step that waits for a signal or a condition.
struct WaitInfo {
    std::uint32_t activity = kNone;  ///< under which the waiting is measured
    std::uint32_t signal = kNone;
    std::uint32_t until = kNone;  ///< expression, when there is no signal
    /// Reads nothing of the entity, so that it holds for all who wait or for none.
    bool is_same_for_all = false;
    /// Reads what changes by itself, so that every occasion to look is used.
    bool is_restless = false;
};

struct TellInfo {
    std::uint32_t signal = kNone;
    std::uint32_t lets_go = kNone;  ///< at most so many
};

/// Places of every n-th slot of a day that only one group may book.
struct SetAsideInfo {
    std::uint32_t places = 1;
    std::uint32_t of_every = 1;
    double released_before = -1.0;  ///< [s]; < 0: never
};

struct DiaryInfo {
    std::uint32_t calendar = 0;
    double every = 0.0;  ///< [s]
    std::uint32_t places = 1;
    double horizon = 0.0;  ///< [s]
    std::uint32_t sites = 1;
    std::uint32_t site_attribute = kNone;  ///< the level decides the site
    std::vector<SetAsideInfo> groups;
};

struct BookInfo {
    std::uint32_t activity = kNone;  ///< under which the waiting is measured
    std::uint32_t diary = kNone;
    double earliest = 0.0;                                ///< [s] from now
    std::uint32_t group = kNone;                          ///< of the diary
    std::uint32_t group_when = kNone;                     ///< expression
    std::uint32_t no_show = kNone;                        ///< expression
    std::uint32_t on_no_show = kLeave, on_full = kLeave;  ///< step, kLeave or kReturn
    random::Purpose purpose = 0;                          ///< of the draw whether the client comes
};

struct Route {
    std::uint32_t to = kReturn;
    std::uint32_t when = kNone;  ///< expression
    double up_to = -1.0;         ///< cumulated probability; < 0: not by probability
};

enum class StepKind : std::uint8_t {
    activity,
    set,
    hand_over,
    call,
    close,
    take_on,
    let_go,
    tell,
    wait,
    book,
    batch,
    separate,
    fork,
    choice,
    inform
};

struct Step {
    StepKind kind = StepKind::activity;
    bool is_urgent = false;           ///< hand_over
    bool asks_chance = false;         ///< a condition of its routes reads `chance`
    bool has_choice = false;          ///< routes hold more than one way
    std::uint32_t next = kReturn;     ///< when there is no choice
    std::uint32_t index = kNone;      ///< activity, set list, service handed over to or informed
                                      ///< (kNone: the sender), first step called, closing, batch
                                      ///< or fork
    std::uint32_t on_reject = kNone;  ///< hand_over: step of the sender after a return
    std::uint32_t process = kNone;
    std::uint32_t service = kNone;  ///< of the process
    std::uint32_t first_route = 0, routes = 0;
    random::Purpose purpose = 0;  ///< of the choice of the route
    process::RoutingRule rule = process::RoutingRule::branches;
    std::uint32_t counter = kNone;  ///< of the rule cycle
};

struct BatchInfo {
    std::uint32_t activity = kNone;  ///< that waiting for the batch is told as
    std::uint32_t size = kNone;      ///< kNone: no limit
    std::uint32_t least = 1;
    std::optional<double> at_most;   ///< [s]
    std::uint32_t calendar = kNone;  ///< index into Program::calendars: goes on when it opens
    std::uint32_t per = kNone;       ///< expression
};

struct ForkInfo {
    std::vector<std::uint32_t> branches;  ///< first steps
    std::uint32_t wait_for = 0;
    bool cancels_others = false;
    random::Purpose key = 0;
};

struct Closing {
    std::uint32_t outcome = kNone;
    bool is_met = true;
    Chance relapse;
    Draw relapse_after;
};

struct Assignment {
    std::uint32_t attribute = kNone;  ///< or
    std::uint32_t variable = kNone;
    std::uint32_t expression = kNone;
};

struct AttributeInfo {
    std::string name;
    double grows_per_second = 0.0;
    std::vector<std::string> levels;
    bool is_told_when_joining = false;  ///< to the event log
};

struct ClassAttribute {
    std::uint32_t attribute = kNone;
    Draw initial;
};

enum class SourceKind : std::uint8_t { renewal, thinned, listed };

struct SourceInfo {
    std::uint32_t entity_class = kNone;
    SourceKind kind = SourceKind::renewal;
    random::Law interarrival;        ///< [s]; thinned: between candidates
    std::uint32_t profile = kNone;   ///< thinned
    std::vector<double> times;       ///< [s] listed, in order; < 0: waiting since then
    std::optional<double> first_at;  ///< [s]
    std::uint64_t count = std::numeric_limits<std::uint64_t>::max();
    std::optional<random::Law> batch;
    std::vector<std::uint32_t> recorded;  ///< attributes read from a table
    std::vector<double> recorded_values;  ///< [times x recorded]
    std::uint64_t already_waiting = 0;
    Draw waited;  ///< [s] of those
    std::vector<ClassAttribute> set;
    std::uint32_t first_step = kNone;
    random::Purpose key = 0, waiting_key = 0;
    std::string name;
};

struct MemberGroup {
    std::uint64_t count = 0;
    std::uint32_t row = 0;                                ///< of the table
    std::vector<std::pair<std::uint32_t, double>> fixed;  ///< attribute, value (from the table)
    std::vector<ClassAttribute> drawn;
};

struct HouseholdsInfo {
    Draw size;
    std::uint32_t apart_attribute = kNone;
    Draw apart;
    std::vector<std::uint32_t> shared;  ///< attributes
};

/// An attribute that becomes that of the new place when its members move.
struct FollowsMove {
    std::uint32_t attribute = kNone;
    std::vector<double> values;  ///< [levels]; not a number: no row has the level, it stays
};

struct MovesInfo {
    Draw every;  ///< [s]
    std::uint32_t attribute = kNone;
    std::optional<Draw> level;
    std::vector<double> weights;  ///< [levels], without `level`
    std::optional<Draw> delay;    ///< [s]
    random::Purpose purpose = 0;  ///< of the choice by weights
    std::vector<FollowsMove> followers;
};

struct PopulationInfo {
    std::uint32_t entity_class = kNone;
    std::vector<MemberGroup> groups;
    random::Purpose key = 0;
    std::optional<HouseholdsInfo> households;
    std::optional<MovesInfo> moves;
};

struct OnsetInfo {
    std::uint32_t when = kNone;
    double rate = 0.0;            ///< [1/s]
    std::uint32_t times = kNone;  ///< expression that `rate` is multiplied by
    double at_most = 1.0;         ///< bound of `times`
    bool is_foreseeable = false;  ///< there is `times`, and it reads only what can be foreseen
};

/// A need that multiplies the rate of another while it is open.
struct RaiseInfo {
    std::uint32_t by = kNone;   ///< need
    double factor = 1.0;        ///< >= 0
    bool is_of_others = false;  ///< open in the other members of the household
};

struct RecogniserInfo {
    std::uint32_t service = kNone;
    std::uint32_t when = kNone;
    Draw after;
    std::uint32_t times = kNone;  ///< expression that `after` is multiplied by
    std::uint32_t days = 0;       ///< index into Program::calendars: days that `after` counts
    Chance at_contact;            ///< instead of `after`, when `contact_place` is given
    std::uint32_t contact_place = kNone;  ///< among those of the need that look at contacts
    std::uint32_t first_step = kNone;
    std::uint32_t legend = kNone;  ///< index in the legend's recognisers
    random::Purpose key = 0;
};

struct NeedInfo {
    std::uint32_t entity_class = kNone;
    std::vector<OnsetInfo> onset;
    double highest_rate = 0.0;    ///< [1/s]
    bool is_foreseeable = false;  ///< the conditions of `onset` read only what never changes, or
                                  ///< grows
    std::uint32_t at_attribute = kNone;
    std::vector<double> reaches;  ///< values of that attribute, in the order in which they come
    Chance probability;           ///< at each of them
    std::vector<RaiseInfo> raised_by;
    std::vector<std::uint32_t> raises, raises_in_household;  ///< needs
    std::uint32_t contact_recognisers = 0;
    Draw severity;
    std::vector<RecogniserInfo> recognisers;
    std::optional<Draw> resolves, escalates, repeat_contact;
    double max_severity = 4.0;
    std::uint32_t escalation_step = kNone;
    std::uint32_t repeat_step = kNone;
    random::Purpose key = 0;
};

struct ServerGroup {
    std::uint32_t calendar = 0;  ///< index into Program::calendars
    std::uint32_t servers = 0;
    double part = 1.0;  ///< of full time that each of them works
};

struct SiteInfo {
    std::uint32_t resource = kNone;
    std::uint32_t site = 0;  ///< within the resource
    std::vector<ServerGroup> groups;
};

/// From `after` [s] on the group of a site has another number of servers.
struct CapacityChangeInfo {
    std::uint32_t site = kNone;
    double after = 0.0;
    std::uint32_t servers = 0;
};

/// How often and for how long each server of a resource is away.
struct AbsenceInfo {
    std::uint32_t activity = kNone;
    Draw every;
    random::Purpose key = 0;
};

struct ResourceInfo {
    std::uint32_t first_site = 0, sites = 1;
    std::uint32_t site_attribute = kNone;  ///< the level decides the site
    bool is_caseload = false;
    bool is_shared = false;  ///< some activity needs it together with another resource
    process::Discipline discipline = process::Discipline::fifo;
    process::AtClosing at_closing = process::AtClosing::pause;
    std::uint32_t queue_limit = kNone;
    bool is_shared_out = false;     ///< processor sharing
    bool is_named = false;          ///< every server is a group of its own
    bool has_names = false;         ///< which have names
    bool is_interruptible = false;  ///< servers may be taken from what they are at
    bool has_preemptive = false;    ///< some who wait here take servers from others
    std::uint32_t cases = kNone;    ///< resource with the places of its caseloads, server by server
    bool is_own_worker = false;     ///< who was taken on by a server is served by that one
    std::optional<AbsenceInfo> absence;
    std::vector<std::uint32_t> jockeys_from;  ///< activities whose last in the queue may come over
    random::Purpose key = 0;
};

struct ServiceInfo {
    std::uint32_t first_host = 0, sites = 1;
    std::uint32_t site_attribute = kNone;
    std::uint32_t first_step = kNone;
    std::uint32_t meets = kNone, eligible = kNone;  ///< expressions
    std::uint32_t successor_step = kNone;
    bool takes_clients = false;   ///< has a process of its own, or succeeds another service
    std::uint32_t place = kNone;  ///< activity that takes a place in the caseload
    std::vector<std::pair<std::uint32_t, std::uint32_t>>
        notices;  ///< need, recogniser: at contacts
};

/// See process::Trust.
struct TrustInfo {
    double initial = 1.0;
    double accepted = 0.0, rejected = 0.0, late = 0.0, joint_work = 0.0, feedback = 0.0;
    double late_after = std::numeric_limits<double>::infinity();  ///< [s]
    double half_life = std::numeric_limits<double>::infinity();   ///< [s]
};

struct TimeOutInfo {
    double duration = 0.0;  ///< [s], when there are no days
    int days = 0;           ///< open ones of the calendar
    std::uint32_t calendar = 0;
};

struct InterfaceInfo {
    std::uint32_t from = kNone, to = kNone;
    std::uint32_t channel = kNone;
    std::uint32_t note = kNone, triage = kNone;  ///< activities, kNone when there is nothing to do
    std::uint32_t failure_note = kNone;          ///< the note written again after a failure
    std::uint32_t feedback_note = kNone;         ///< when some step may tell `to`
    Draw reply_time, misrouting_delay, dispute_time, request_reply;
    std::uint32_t delay_times = kNone;  ///< expression that those are multiplied by
    Chance loss, misrouting, acceptance{1.0, kNone}, dispute, trusts_records{1.0, kNone};
    std::uint32_t accepts_when = kNone, consent = kNone;
    std::optional<TrustInfo> trust;
    bool is_across = false;  ///< its services belong to different organisations
    bool can_hand_over = false, can_tell = false;  ///< some step can; see process::ServiceTies
    process::Carrier carrier = process::Carrier::nobody;
    std::optional<TimeOutInfo> time_out;
    process::StallPolicy when_stalled = process::StallPolicy::nothing;
    process::Visibility visibility = process::Visibility::none;
    random::Purpose key = 0;
};

struct RecordTypeInfo {
    double valid = std::numeric_limits<double>::infinity();  ///< [s]
    bool is_invalidated_by_escalation = false;
    bool is_shared_in_household = false;
};

struct ClockInfo {
    std::uint32_t when = kNone;
    int limit = 0;
    calendar::DayCount count;
    std::uint32_t calendar = 0;
    std::uint32_t received_by = kNone;  ///< service whose receipt starts it
};

/// Clocks to start and to stop when something happens.
struct ClockTriggers {
    std::vector<std::uint32_t> starts, stops;
    std::vector<std::uint32_t> counts, takes_out;  ///< indicators
    [[nodiscard]] bool is_empty() const {
        return starts.empty() && stops.empty() && counts.empty() && takes_out.empty();
    }
};

struct IndicatorInfo {
    std::uint32_t when = kNone, holds = kNone, among = kNone;  ///< expressions
    std::vector<std::uint32_t> from;                           ///< services; empty: all
};

/// A variable of the model. By level: `levels` values in `FlowModel::variables_` from `first` on,
/// after one value for each variable, which is then the mean over the levels.
struct VariableInfo {
    std::uint32_t per = kNone;  ///< category attribute whose level decides; kNone: one value
    std::uint32_t first = kNone;
    std::uint32_t levels = 0;
    std::vector<bool> has_level;  ///< [classes] whether entities of the class have the attribute
};

// What policies do is in policies/*.cpp, one file each. Probabilities are expressions.

struct Setting {
    std::uint32_t variable = kNone;
    std::uint32_t expression = kNone;
};

struct ForumInfo {
    double interval = 0.0;  ///< [s]
    std::uint32_t held = kNone, success = kNone;
    double improvement = 0.0;
    std::vector<std::uint32_t> meetings;  ///< activities, one per resource that attends
    std::vector<Setting> sets;
};

struct OutageInfo {
    std::uint32_t channel = kNone;
    Draw every, lasts;
};

struct CourseInfo {
    std::uint32_t variable = kNone;
    std::vector<std::pair<double, double>> points;  ///< [s] from the beginning, value
    bool is_linear = true;
    Draw delay;
};

struct NegotiationInfo {
    double interval = 0.0, first = 0.0;  ///< [s]
    std::uint32_t reaches = kNone;
    std::vector<Setting> sets, otherwise;
    std::uint32_t per = kNone;            ///< attribute whose levels negotiate; kNone: all together
    std::vector<std::uint32_t> meetings;  ///< activities
};

struct TurnoverInfo {
    std::vector<std::uint32_t> resources;
    Draw leaves, filled;
    std::vector<std::uint32_t> loses;  ///< variables
};

struct PostsChangeInfo {
    std::vector<std::uint32_t> resources;
    double share = 0.0, after = 0.0;
};

struct ShockInfo {
    std::vector<std::uint32_t> resources;
    double share = 0.0, after = 0.0;
    Draw lasts;
};

struct ReallocationInfo {
    double interval = 0.0;  ///< [s]
    std::uint32_t resource = kNone;
    double share = 0.0;
    bool is_by_queue = false;
    std::uint32_t alignment = kNone;
};

struct PolicyInfo {
    std::uint32_t index = 0;
    random::Purpose key = 0;
    std::string name;
    std::variant<ForumInfo, OutageInfo, CourseInfo, NegotiationInfo, TurnoverInfo, PostsChangeInfo,
                 ShockInfo, ReallocationInfo>
        what;
};

class Program {
public:
    explicit Program(const process::System& system);

    event_log::Legend legend;
    PlatformDescription platform;
    double length = 0.0, warm_up = 0.0;  ///< [s]
    calendar::CivilClock clock;

    std::vector<calendar::WorkCalendar> calendars;  ///< 0: always open
    std::vector<AttributeInfo> attributes;
    std::vector<std::vector<ClassAttribute>> classes;  ///< initial draws of each class
    std::vector<RateProfile> profiles;
    std::vector<SourceInfo> sources;
    std::vector<PopulationInfo> populations;
    std::vector<NeedInfo> needs;
    std::vector<ServiceInfo> services;
    std::vector<ResourceInfo> resources;
    std::vector<SiteInfo> sites;
    std::vector<CapacityChangeInfo> capacity_changes;
    std::vector<Activity> activities;
    std::vector<Step> steps;
    std::vector<Route> routes;
    std::vector<std::vector<Assignment>> assignments;
    std::vector<Closing> closings;
    std::vector<BatchInfo> batches;
    std::vector<ForkInfo> forks;
    std::vector<InterfaceInfo> interfaces;
    std::vector<RecordTypeInfo> record_types;
    std::vector<ClockInfo> clocks;
    std::vector<IndicatorInfo> indicators;
    std::vector<PolicyInfo> policies;
    bool has_post_policies = false;            ///< some policy moves or empties posts
    bool counts_demand = false;                ///< some policy asks how many come to the sites
    std::vector<double> variables;             ///< first values
    std::vector<VariableInfo> variable_infos;  ///< [variables]
    std::vector<TellInfo> tells;
    std::vector<WaitInfo> waits;
    std::vector<DiaryInfo> diaries;
    std::vector<BookInfo> bookings;
    std::uint32_t signals = 0;
    std::vector<std::vector<std::uint32_t>> waits_reading;  ///< [variables] places in `waits`
    bool has_conditions = false;  ///< some step waits until a condition holds

    // what starts and stops clocks
    ClockTriggers on_recognised, on_closed;
    std::vector<ClockTriggers> on_received, on_accepted, on_contact;  ///< [services]
    std::vector<ClockTriggers> on_start, on_end;                      ///< [activities]
    bool has_clocks = false;
    std::vector<std::uint32_t> told_when_recognised;  ///< attributes, to the event log
    bool has_raises = false;                          ///< some need raises the rate of another
    std::uint32_t contact_recognisers = 0;            ///< the most that a need has
    bool has_shared_attributes = false;               ///< within households
    std::vector<std::uint32_t> first_steps;           ///< [processes]
    std::uint32_t meeting_class = kNone;  ///< entity class of those who keep staff at a meeting

    /// A path can come to an activity more than once, so visits must be counted.
    bool has_revisits = false;
    /// Some step gathers a batch or starts parallel paths, so paths may depend on each other.
    bool has_gatherings = false;
    /// Some service says who is eligible, so those who wait are looked through every month.
    bool has_eligibility = false;
    /// Every service that takes clients says who is eligible, so somebody may be eligible for none.
    bool can_be_eligible_nowhere = false;
    std::uint32_t outcome_resolved_itself = kNone, outcome_transition = kNone;

    // Expressions read `values`: attributes, the episode variables, those of the model, then those
    // of an interface.
    process::ExpressionNames names, interface_names;
    mutable std::vector<double> values;
    std::vector<process::CompiledExpression> expressions;
    std::uint32_t severity_value = 0, need_value = 0, hops_value = 0, paths_value = 0,
                  now_value = 0, first_variable = 0;
    std::uint32_t queue_length_value = 0, in_service_value = 0, waited_value = 0;
    std::uint32_t chance_value = 0, others_here_value = 0;
    std::uint32_t unserved_value = 0;
    std::uint32_t trust_value = 0, crosses_value = 0;
    /// [activities] interfaces whose trust an activity of the staff of both raises.
    std::vector<std::vector<std::uint32_t>> joint_work;
    std::uint32_t cycles = 0;   ///< routing rules that take turns
    bool has_blocking = false;  ///< some activity keeps those before it while its queue is full
    bool has_guests = false;    ///< some wait in other limited queues as well
    std::uint32_t absence_class = kNone;  ///< entity class of those who keep servers away

    /// Index of the interface between two services, kNone when there is none.
    [[nodiscard]] std::uint32_t interface(std::uint32_t from, std::uint32_t to) const {
        return from == kNone || to == kNone ? kNone
                                            : interface_matrix_[from * services.size() + to];
    }

private:
    friend class Compiler;
    std::vector<std::uint32_t> interface_matrix_;  ///< [services x services]
};

}  // namespace yhdyspinta::simulation
