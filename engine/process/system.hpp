// SPDX-License-Identifier: Apache-2.0
// The system under study as plain data: what a scenario file says, names still as text, every
// default filled in. Nothing here runs; `simulation/program.hpp` compiles it.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/diagnostic.hpp"
#include "engine/base/kinds.hpp"
#include "engine/base/time.hpp"
#include "engine/calendar/day_set.hpp"
#include "engine/calendar/work_calendar.hpp"
#include "engine/process/expression.hpp"
#include "engine/random/law.hpp"

namespace yhdyspinta::process {

/// A text in up to three languages; a plain text fills only `en`.
struct Text {
    std::string fi, sv, en;
    [[nodiscard]] bool is_empty() const { return fi.empty() && sv.empty() && en.empty(); }
    /// The text in `language` ("fi", "sv", "en"), else the first one that is not empty.
    [[nodiscard]] const std::string& in(const std::string& language) const;
};

/// The name of something defined elsewhere in the scenario; empty means none.
struct Reference {
    std::string name;
    base::Position position;
    [[nodiscard]] bool is_empty() const { return name.empty(); }
};

/// A condition or an arithmetic expression over attributes (muParser syntax, with `and`, `or`,
/// `not`). Empty means "not given".
struct Expression {
    std::string text;
    base::Position position;
    [[nodiscard]] bool is_empty() const { return text.empty(); }
};

/// A probability, or an expression that gives one when it is asked: below 0 counts as 0, above 1 as
/// 1.
struct Chance {
    double constant = 0.0;  ///< [0, 1]; holds when there is no expression
    Expression expression;
    [[nodiscard]] bool is_always(double probability) const {
        return expression.is_empty() && constant == probability;
    }
};

/// A probability law of durations [s] or of plain numbers, with the text it was written as.
struct LawText {
    random::Law law = random::Law::deterministic(0.0);
    std::string text;
    base::Position position;
};

/// A named element. Order is the order of the file.
template <class T>
struct Named {
    std::string name;
    base::Position position;
    T value;
};
template <class T>
using NamedList = std::vector<Named<T>>;

template <class T>
[[nodiscard]] const Named<T>* find(const NamedList<T>& list, const std::string& name) {
    for (const auto& item : list) {
        if (item.name == name) return &item;
    }
    return nullptr;
}

// ---- run
// -------------------------------------------------------------------------------------------

struct Run {
    std::chrono::year_month_day start{std::chrono::year{2026}, std::chrono::month{1},
                                      std::chrono::day{1}};
    base::Duration length;   ///< [s], > 0, warm-up included
    base::Duration warm_up;  ///< [s], >= 0, < length: not measured
    int replications = 10;   ///< >= 1
    std::uint64_t seed = 1;
    base::Position position;
};

// ---- calendars
// -------------------------------------------------------------------------------------

struct DaySetDescription {
    std::vector<calendar::DayRule> rules;
    std::vector<Reference> includes;  ///< other day sets
};

struct CalendarText {
    calendar::OpeningHours open;
    std::vector<Reference> closed;     ///< day sets on which it is closed
    std::vector<Reference> open_only;  ///< if any: open only on days of these sets
};

// ---- entities
// --------------------------------------------------------------------------------------

/// An attribute of an entity class: a number, possibly one that grows with time, or a category.
struct Attribute {
    std::optional<LawText>
        initial;                  ///< drawn when the entity is created; absent: 0 (or from table)
    double grows_per_year = 0.0;  ///< [1/year], year = 365.25 days
    std::vector<std::string>
        levels;                   ///< category names; empty: a number. Value = index of the level
    std::vector<double> weights;  ///< of the levels, same size, or empty (first level)
};

struct EntityClass {
    NamedList<Attribute> attributes;
};

/// A factor of a rate within a period of a day.
struct FactorPeriod {
    calendar::OpenPeriod period;
    double factor = 0.0;
    friend bool operator==(const FactorPeriod&, const FactorPeriod&) = default;
};
/// One list per weekday, Monday first; in order, and periods of a day do not overlap.
using WeeklyFactors = std::array<std::vector<FactorPeriod>, 7>;
using MonthFactors = std::array<double, 12>;  ///< January first

/// How a rate varies with civil time: the rate is multiplied by the factor of that time.
struct Profile {
    std::optional<WeeklyFactors> weekly;  ///< exactly one of `weekly` and `formula` is given
    std::optional<MonthFactors> months;   ///< multiply those of the week; absent: 1
    std::vector<Reference> closed;        ///< day sets on which the factor is 0
    std::optional<double> otherwise;  ///< factor of hours that `weekly` does not name; absent: 0
    Expression formula;               ///< over `profile_variables()`
    std::optional<double> at_most;    ///< > 0: bound of the formula
};
/// hour [0, 24), weekday (0 Monday), month (1 January), day (since the start of the run, with
/// fractions).
[[nodiscard]] const std::vector<std::string>& profile_variables();

enum class RecordedUnit { minutes, hours, days, date };
/// Arrivals read from a table, one a row.
struct Recorded {
    std::string table;  ///< path as written
    std::string time;   ///< column with the time of the arrival
    RecordedUnit unit = RecordedUnit::minutes;
    std::vector<std::pair<std::string, std::string>> where;  ///< column, value: rows kept
    /// Attribute <- column, as in a population.
    std::vector<std::pair<std::string, std::string>> attributes_from;
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;  ///< already filtered by `where`
    /// [rows] [s] since the start of the run, or with unit date since 1970-01-01 00:00. Before the
    /// start: already waiting since then.
    std::vector<double> times;

    [[nodiscard]] base::Duration since_start(std::size_t row,
                                             std::chrono::year_month_day start) const;
};

/// Entities that are there at time 0 and have waited in front of their first step.
struct AlreadyWaiting {
    std::int64_t count = 0;
    LawText waited;  ///< [s]
};

/// Entities that arrive and start a process. At most one of `rate`, `interarrival`, `at`, `on` and
/// `recorded` is given, and at least one of these or `already_waiting`.
struct Source {
    Reference entity_class;               ///< empty: a class without attributes
    std::optional<LawText> interarrival;  ///< [s]; renewal process
    std::optional<double> rate;           ///< [1/s]; Poisson process
    Reference profile;                    ///< by which the rate varies; empty: it does not
    std::vector<base::Duration> at;       ///< arrivals so long after the start
    std::optional<DaySetDescription> on;  ///< an arrival on each such day of the run
    std::optional<base::Duration> time;   ///< of the day, with `on`; absent: 00:00
    std::optional<Recorded> recorded;
    std::optional<AlreadyWaiting> already_waiting;
    std::optional<LawText> batch;            ///< how many arrive together, rounded; absent: 1
    std::optional<base::Duration> first_at;  ///< [s] first arrival; default: one interarrival time
    std::optional<std::int64_t> count;       ///< stop after so many arrivals
    NamedList<LawText> set;                  ///< attributes drawn at arrival
    Reference process;
};

/// Entities that are there from the start (or are born later) and stay; needs arise in them.
struct PopulationGroup {
    std::string column;      ///< column of the table with the count of a row
    double share = 1.0;      ///< the count is multiplied by this and rounded to the nearest whole
    NamedList<LawText> set;  ///< attributes drawn for each member, e.g. age: uniform(0, 3)
    base::Position position;
};
/// How the members of a household differ: the attribute of each is about as far from that of the
/// first as drawn, above or below.
struct Apart {
    Reference attribute;
    LawText by;  ///< of the attribute
};
/// Members of one row of the table who belong together.
struct Households {
    LawText size;  ///< members, rounded, at least 1
    std::optional<Apart> apart;
    std::vector<Reference> shares;  ///< attributes with one value per household
    base::Position position;
};
/// The levels a household may move to, with their weights.
struct Destination {
    std::optional<LawText> level;  ///< index of the level; its own: stays
    std::string column;            ///< of the table: weights of the levels other than its own
    std::string text;              ///< as written
    [[nodiscard]] bool is_empty() const { return text.empty(); }
};
/// Households, or members without one, move to another level of an attribute from time to time.
struct Moves {
    LawText every;        ///< [s] from one move to the next
    Reference attribute;  ///< category
    Destination to;
    std::optional<LawText>
        delay;  ///< [s] until the services of the new place begin; absent: at once
    base::Position position;
};
struct Population {
    Reference entity_class;
    /// The table as read: column names and text cells (rows already filtered by `where`).
    std::string table;  ///< path as written
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::pair<std::string, std::string>> where;  ///< column, value: rows kept
    /// Attribute <- column. A category attribute without levels gets its levels from the column.
    std::vector<std::pair<std::string, std::string>> attributes_from;
    /// Categories drawn for each member: level <- column with its share in the row.
    NamedList<std::vector<std::pair<std::string, std::string>>> levels_from;
    std::vector<PopulationGroup> groups;
    std::optional<Households> households;
    std::optional<Moves> moves;
};

// ---- organisations, services, resources
// ---------------------------------------------------------------

enum class OrganisationKind { state, county, municipality, joint_authority, company, association };
/// Every kind with its word.
[[nodiscard]] const std::vector<std::pair<std::string, OrganisationKind>>& organisation_kinds();
[[nodiscard]] std::string to_text(OrganisationKind kind);

struct Organisation {
    Text title;
    Reference per;  ///< category attribute: one organisation per level; empty: one
    std::optional<OrganisationKind> kind;
};

/// Servers of a resource that work by a calendar of their own.
struct Shift {
    int servers = 1;     ///< >= 0 per site
    Reference calendar;  ///< empty: always
};

/// From some time on a resource has another number of servers.
struct CapacityChange {
    base::Duration after;  ///< [s] from the start, > 0
    int servers = 0;       ///< >= 0 per site; who is busy then finishes what they are at
    base::Position position;
};

/// Each server is away from time to time: illness, leave, a machine that breaks down.
struct Absence {
    LawText every;  ///< [s] from a return to the next absence
    LawText lasts;  ///< [s] on the clock, not working time
    bool is_at_once =
        false;  ///< breaks off what the server is at, which then waits for another one
};

/// What becomes of an activity when its server goes off duty.
enum class AtClosing {
    pause,     ///< it goes on with the same server when that one is back
    finish,    ///< the server stays until it is done: overtime
    hand_over  ///< another server on duty goes on with it; until then it waits, first in its level
};

/// Who of those with the same priority is served first.
enum class Discipline {
    fifo,
    lifo,
    random,          ///< anybody, each time anew
    shortest_first,  ///< shortest duration
    earliest_due     ///< lowest value of `due`
};

struct Resource {
    Reference service;               ///< the service it belongs to; may be empty
    Reference per;                   ///< category attribute: one site per level; empty: one site
    std::optional<int> servers;      ///< whole number >= 0 per site; or
    std::vector<std::string> named;  ///< servers by name, at each site: the log says who served; or
    NamedList<Shift> shifts;         ///< servers with calendars of their own; or
    std::optional<double> fte;       ///< full-time equivalents over all sites; or
    std::optional<double>
        one_per;                 ///< one full-time server per so many members of `of` (at the site)
    Reference of;                ///< population counted by `one_per` and to split `fte` over sites
    Expression counted;          ///< which members count; empty: all
    double vacancy = 0.0;        ///< share of posts without a holder [0, 1)
    Reference calendar;          ///< empty: always open
    double cost_per_hour = 0.0;  ///< [EUR/h] of a server
    bool is_caseload = false;  ///< a cap on open cases rather than working people (no utilisation)
    std::optional<int> caseload;  ///< open cases a server may have at a time (`take_on`); >= 1
    bool is_pooled = false;       ///< any server sees a client, not only the one who took it on
    Discipline discipline = Discipline::fifo;
    std::optional<int> queue_limit;  ///< how many may wait at a site; >= 0
    AtClosing at_closing = AtClosing::pause;
    std::vector<CapacityChange> changes;  ///< by time
    std::optional<Absence> absence;
    bool is_shared_out = false;  ///< processor sharing: all who are there get an equal part
};

struct Service {
    Text title;
    Reference organisation;
    Reference paid_by;                      ///< organisation; empty: `organisation`
    std::optional<double> viable_per_year;  ///< [1/year] > 0; demand below it threatens the service
    Reference per;      ///< category attribute: one site per level; empty: one site
    Reference process;  ///< what happens to a client whom the service takes; empty: cannot be
                        ///< handed over to
    Expression
        meets;  ///< needs and severities it is able to meet: contact is then effective; empty: all
    Expression eligible;  ///< who may be in it at all; checked monthly while waiting; empty: all
    Reference successor;  ///< process for those who are no longer eligible; empty: leave, outcome
                          ///< transition
    Reference staff;      ///< resource that writes notes, triages handovers, answers requests
    Reference caseload;  ///< resource (is_caseload) a place of which is held while the client is in
                         ///< the service
};

// ---- processes
// -------------------------------------------------------------------------------------

struct Branch {
    std::string to;                     ///< step name, `leave`, `return` (end of sub-process)
    std::optional<double> probability;  ///< [0, 1]
    Expression when;
    base::Position position;
};
/// Where to go next: conditions in order first; then by probability; a branch with neither is the
/// rest. Empty: the step that follows in the file (after the last: `return` in a sub-process, else
/// `leave`).
/// With a rule the branches are ways of equal standing and the rule chooses.
enum class RoutingRule {
    branches,
    shortest_queue,  ///< fewest waiting and served at the first resource of the step's activity
    cycle            ///< in turn
};
struct Routing {
    Routing() = default;
    Routing(std::initializer_list<Branch> ways) : branches(ways) {}

    [[nodiscard]] bool empty() const { return branches.empty(); }
    [[nodiscard]] std::size_t size() const { return branches.size(); }
    [[nodiscard]] auto begin() const { return branches.begin(); }
    [[nodiscard]] auto end() const { return branches.end(); }
    [[nodiscard]] const Branch& operator[](std::size_t i) const { return branches[i]; }

    std::vector<Branch> branches;
    RoutingRule by = RoutingRule::branches;
};

enum class Reuse : std::uint8_t { never, skip, shorten };

/// What becomes of an activity whose server was taken away.
enum class WhenPreempted : std::uint8_t {
    resume,   ///< what is left is done later
    restart,  ///< the whole, with the same duration
    resample  ///< the whole, with a duration drawn anew
};

/// Something that takes simulated time and may hold resources.
struct ActivityStep {
    std::vector<std::pair<Reference, int>>
        seize;                        ///< resources seized together, with how many servers
    LawText duration;                 ///< working time [s] when resources have a calendar
    Expression times;                 ///< `duration` is multiplied by it at the start; empty: 1
    Expression priority;              ///< higher is served first; empty: 0
    std::optional<LawText> patience;  ///< [s] leaves the queue after this long
    std::string on_renege;            ///< step, `leave` or `return`; needs `patience`
    std::optional<base::Duration>
        priority_again;          ///< [s] while it waits its priority is worked out anew so often
    bool is_preemptive = false;  ///< takes servers from activities with a lower priority
    WhenPreempted when_preempted = WhenPreempted::resume;
    Expression balks;          ///< probability of not joining the queue, or a condition; empty: 0
    std::string on_balk;       ///< step, `leave` or `return`; needs `balks`
    bool is_blocking = false;  ///< while the queue is full, who comes from a step before this one
                               ///< keeps its servers
    std::string on_full;       ///< step, `leave` or `return`, when the queue is full; empty: leave
    Expression due;            ///< for the discipline earliest_due; empty: 0
    std::vector<Reference> jockeys_to;  ///< activity steps: changes to their queues when shorter
    int jockeys_at = 2;                 ///< by at least so many, waiting and served together
    double cost = 0.0;                  ///< [EUR] each time it starts
    bool is_with_client = true;         ///< the client is there: a contact, and only one at a time
    base::WorkKind work = base::WorkKind::direct;
    Reference produces;               ///< record type written at the end
    Reuse reuse = Reuse::never;       ///< what happens when a valid record is visible
    double shortened_to = 1.0;        ///< share of the duration left when shortened (0, 1]
    bool is_required_by_law = false;  ///< doing it again is never duplicate work
    base::TimeKind counts_as = base::TimeKind::service;  ///< where the episode's time goes
    base::GapClass gap = base::GapClass::none;           ///< when counts_as is gap
    Reference interrupted_by;  ///< signal that breaks it off, queueing for it or running
    std::string on_interrupt;  ///< step, `leave` or `return`; empty: `next`
};

/// Attributes and variables changed at one instant. Those who wait for it go on first. A variable
/// by level is set at the entity's level; at every level when it has none.
struct SetStep {
    std::vector<std::pair<std::string, Expression>> values;
};

/// Moves the client's episode to another service over their interface.
struct HandOverStep {
    Reference to;  ///< service
    bool is_urgent = false;
    std::string on_reject;  ///< step of the sender after a return; empty: `next`
};

/// Tells another service what became of the matter; nobody answers.
struct TellStep {
    Reference to;  ///< service; empty: the one that last handed the path over to the present one
};

/// Runs another process as a sub-process and comes back.
struct CallStep {
    Reference process;
};

/// Waits until a server of a resource with a `caseload` has room, and becomes its client.
struct TakeOnStep {
    Reference resource;
    Expression priority;              ///< of those who wait for room; empty: 0
    std::optional<LawText> patience;  ///< [s] waits for room no longer than this
    std::string on_renege;            ///< step, `leave` or `return`; needs `patience`
    Expression balks;     ///< probability of not waiting for room, or a condition; empty: 0
    std::string on_balk;  ///< step, `leave` or `return`; needs `balks`
    std::string on_full;  ///< step, `leave` or `return`, when `queue_limit` wait; empty: leave
};

/// Is a client of that server no longer.
struct LetGoStep {
    Reference resource;
};

/// Ends the episode (all its tokens) with an outcome.
struct CloseStep {
    std::string outcome;    ///< free word, e.g. resolved, not_needed, given_up
    bool is_met = true;     ///< the need was met by a service
    Expression relapse;     ///< probability that the need comes back; empty: 0
    LawText relapse_after;  ///< [s]
};

/// Tells a signal: lets go those who wait for it and breaks off the activities that it interrupts.
struct SignalStep {
    Reference name;
    std::optional<int> lets_go;  ///< so many of those who wait, first come first; absent: all
};

/// Waits for a signal, or until a condition holds; exactly one of the two is given.
///
/// A condition is looked at again when a variable or an attribute of the same entity is set, and at
/// each signal; one that reads what changes by itself (now_days, severity, hops, paths, an
/// attribute that grows) is seen to hold only then.
struct WaitStep {
    Reference signal;
    Expression until;
    std::optional<LawText> patience;  ///< [s] goes on without it after this long
    std::string on_renege;            ///< step, `leave` or `return`; needs `patience`
};

/// Takes the earliest free place of a diary and waits until its slot begins.
struct BookStep {
    Reference diary;
    base::Duration earliest;  ///< [s] not before this from now
    Reference group;          ///< of the diary's `set_aside`; empty: none
    Expression group_when;    ///< whether one is of the group; empty: always
    Expression no_show;       ///< probability of not coming, asked when the slot begins; empty: 0
    std::string on_no_show;   ///< step, `leave` or `return`; needs `no_show`
    std::string on_full;      ///< where to when nothing is free within the horizon
};

/// Those who come here wait for each other and go on as one: the first leads, the others are inside
/// the batch and do nothing until a SeparateStep. A batch that comes here counts once.
struct BatchStep {
    std::optional<int> size;  ///< >= 1; goes on when so many are together
    int least = 1;            ///< <= size; fewer do not go on at `at_most` or when `opens` opens
    std::optional<base::Duration> at_most;  ///< [s] after the first came: goes on with fewer
    Reference opens;  ///< calendar: goes on only when it opens; `size`, if any, is then the most
    Expression per;   ///< only those with an equal value go together; empty: all
};

/// Every member of a batch goes on alone from here, the leader first.
struct SeparateStep {
    friend bool operator==(const SeparateStep&, const SeparateStep&) = default;
};

/// One path waits here while a new one of the same entity goes through each branch.
struct ForkStep {
    static constexpr int kAll = 0;
    std::vector<std::string> to;  ///< first steps of the branches, in this process; two or more
    int wait_for = kAll;          ///< branches that must have ended, <= branches
    bool cancels_others = false;  ///< ends those that have not ended by then
    base::Position position;
};

/// Takes no time and does nothing but choose where to go next.
struct ChoiceStep {};

struct Step {
    std::variant<ActivityStep, SetStep, HandOverStep, CallStep, CloseStep, TakeOnStep, LetGoStep,
                 SignalStep, WaitStep, BookStep, BatchStep, SeparateStep, ForkStep, ChoiceStep,
                 TellStep>
        what;
    Routing next;
};

struct Process {
    Reference service;  ///< the service that carries it out; empty: none
    std::string first;  ///< first step; empty: the first in the file
    NamedList<Step> steps;
};

// ---- appointments
// --------------------------------------------------------------------------------------

/// Places that only one group may book.
struct SetAside {
    int places = 1;                                 ///< of such a slot
    int of_every = 1;                               ///< n: the n-th, 2n-th, … slot of each day
    std::optional<base::Duration> released_before;  ///< [s] before the slot what is left is open
                                                    ///< to all; absent: never
    base::Position position;
};

/// Slots that can be booked ahead, as many servers as may be there.
struct Diary {
    Reference calendar;    ///< slots lie whole within its open periods
    base::Duration every;  ///< [s] from slot to slot, from the beginning of each open period
    int places = 1;        ///< of a slot
    Reference per;         ///< category attribute: one diary per level; empty: one
    base::Duration horizon = base::Duration::days(365.0);  ///< how far ahead one may book
    NamedList<SetAside> set_aside;                         ///< by group
};

// ---- needs
// -----------------------------------------------------------------------------------------

struct OnsetRate {
    Expression when;
    double rate = 0.0;  ///< [1/s] per member while `when` holds (the first that holds counts)
    Expression times;   ///< the rate is multiplied by it, from 0 to `at_most`; empty: 1
    std::optional<double> at_most;  ///< > 0: bound of `times`
    base::Position position;
};

/// A need arises when an attribute that grows comes to one of these values after the start.
struct OnsetAt {
    Reference attribute;
    std::vector<double> reaches;
    base::Position position;
};

/// While a need is open, the rate of another is multiplied by this.
struct Raise {
    Reference need;
    double factor = 1.0;  ///< >= 0
};

/// How a hidden need comes to light. All run from onset; the first recognises it. A later one by a
/// service starts a second path when that service cannot see that somebody already has the matter
/// in hand. Exactly one of `after` and `at_contact` is given.
struct Recogniser {
    Reference service;             ///< the service that notices; empty: the family itself
    Expression when;               ///< evaluated at onset; with `at_contact` at each contact
    std::optional<LawText> after;  ///< [s] from onset
    Expression times;              ///< `after` is multiplied by it at onset; empty: 1
    Reference calendar;     ///< `after` counts only days on which it is open; empty: every day
    Expression at_contact;  ///< probability, whenever the service has seen the client
    Reference process;      ///< the path that starts
};

struct Need {
    Text title;
    Reference entity_class;
    std::vector<OnsetRate> onset;  ///< or
    std::optional<OnsetAt> at;
    Expression probability;   ///< that it arises at such a value; empty: 1
    bool is_routine = false;  ///< expected of everybody: not among the headline measures
    std::vector<Raise> raises, raises_in_household;
    LawText severity;  ///< number, drawn at onset
    NamedList<Recogniser> recognised;
    std::optional<LawText>
        resolves;  ///< [s] by itself, from onset, unless effectively served before
    std::optional<LawText>
        escalates;  ///< [s] severity + 1, again and again while not effectively served
    double max_severity = 4.0;
    Reference escalation_process;  ///< started (once) as an urgent path at max_severity
    std::optional<LawText>
        repeat_contact;  ///< [s] between repeated contacts while open and not effectively served
    Reference repeat_process;  ///< what a repeated contact sets off (a parallel path)
};

// ---- between organisations
// ---------------------------------------------------------------------------

/// An information channel; a SimGrid link.
struct Channel {
    base::Duration latency;        ///< lead time of one record [s]
    double records_per_day = 1e6;  ///< bandwidth [records/day]
};

enum class Visibility { none, on_request, shared };
enum class Carrier { sender, receiver, nobody };
enum class StallPolicy { nothing, resend, return_to_sender, case_lead, escalate_to_forum };

/// How far one service trusts another: a number from 0 to 1 that what happens between them moves.
/// A share raises it by so much of what is missing to 1, or lowers it by so much of what there is.
struct Trust {
    double initial = 1.0;                      ///< [0, 1]
    double accepted = 0.0, rejected = 0.0;     ///< [0, 1] at an answer of `to`: rises, falls
    double late = 0.0;                         ///< [0, 1] falls at an answer that is late
    double joint_work = 0.0;                   ///< [0, 1] rises with an activity of both staffs
    double feedback = 0.0;                     ///< [0, 1] rises when `to` tells `from`
    std::optional<base::Duration> late_after;  ///< [s] from proposal to answer
    std::optional<base::Duration> forgets;     ///< [s] half-life of the distance from `initial`
};

/// How long something may take: a time on the clock, or so many open days of a calendar, the last
/// of which is taken whole.
struct TimeOut {
    base::Duration duration;  ///< [s] > 0, when `days_of` is empty
    int days = 0;             ///< >= 1, when it is not
    Reference days_of;        ///< calendar
};

/// How one service hands clients to another. In the file, patterns `any -> any`, `within
/// organisation` and `between organisations`, `any -> to`, `from -> any` and `from -> to` apply in
/// this order, field by field; here every ordered pair stands on its own. Its expressions know
/// `interface_variables()` as well.
struct Interface {
    Reference from, to;     ///< services
    Reference channel;      ///< empty: instantaneous
    LawText sender_work;    ///< [s] of the sender's staff: writing the handover
    LawText receiver_work;  ///< [s] of the receiver's staff: reading, entering, triage
    bool is_entered_again =
        false;  ///< receiver_work repeats what the sender already entered (double documentation)
    Expression priority;       ///< of the note and the triage in the queues of the staff; empty: 0
    Expression work_times;     ///< sender_work and receiver_work are multiplied by it; empty: 1
    LawText reply_time;        ///< [s] from triage to the answer
    Chance loss;               ///< that it never arrives
    Chance misrouting;         ///< that it first lands in a wrong place
    LawText misrouting_delay;  ///< [s] until a misrouted one is sent on
    Chance acceptance{1.0, {}};  ///< when `accepts_when` holds; a direct one cannot be declined
    Expression accepts_when;     ///< eligibility band; failing it is rejection by threshold
    Chance dispute;              ///< that responsibility is contested before the answer
    LawText dispute_time;        ///< [s] nobody owns the matter meanwhile
    Expression delay_times;  ///< reply_time, dispute_time, misrouting_delay and request_reply are
                             ///< multiplied by it; empty: 1
    Carrier carrier = Carrier::nobody;  ///< who carries the client until the answer
    std::optional<TimeOut> time_out;    ///< without an answer for so long it has stalled
    StallPolicy when_stalled = StallPolicy::nothing;
    Visibility visibility = Visibility::none;  ///< of `from`'s records to `to`
    Expression consent;     ///< records are visible only if it holds; empty: always
    LawText request_reply;  ///< [s] an on_request record takes to be answered, besides the channel
    Chance trusts_records{1.0, {}};  ///< that `to` takes a visible record of `from` for good
    std::optional<Trust> trust;      ///< of `from` in `to`; absent: always 1
    base::Position position;
};

struct RecordType {
    base::Duration valid = base::Duration::infinite();  ///< [s] from writing
    bool is_invalidated_by_escalation = false;
    base::DuplicateClass duplicate_class = base::DuplicateClass::none;
    bool is_shared_in_household = false;  ///< facts of the household, whoever they were asked of
};

/// What starts or stops a clock.
enum class TriggerKind {
    recognised,
    received_by,
    accepted_by,
    contact_by,
    start_of,
    end_of,
    closed
};
struct Trigger {
    TriggerKind kind = TriggerKind::recognised;
    Reference target;  ///< service, or `process.step`; empty for recognised and closed
};

struct StatutoryClock {
    Text title;
    Trigger starts, stops;
    Expression when;  ///< evaluated at the start; empty: always
    int limit = 0;
    enum class Unit { calendar_days, days_of, months } unit = Unit::calendar_days;
    Reference days_of;  ///< calendar whose open days count, when unit is days_of
};

// ---- indicators
// --------------------------------------------------------------------------------------

/// A figure of a scenario's own: how often something happens, or to how many members of populations
/// in a year, or for how many something holds.
struct Indicator {
    Text title;
    std::vector<Trigger> of;      ///< what is counted; or
    Expression holds;             ///< for which members, looked at twice a year
    std::vector<Reference> from;  ///< services: receipts from these only; empty: from all
    Expression when;              ///< at the event; empty: always
    std::vector<Trigger> unless;  ///< who meets one of these within the year is not counted
    bool counts_members = true;   ///< each member once a year; else every event
    Expression among;             ///< members to whom it is related; empty: all
    Reference relative_to;        ///< indicator by whose count it is divided instead
};

// ---- governance
// --------------------------------------------------------------------------------------

// The expressions of a policy know no entity: they read variables, now_days and, where a variable
// by level is set or negotiated, the attribute whose level it is.

/// Variables that a policy sets, and to what; those by level at every level of the occasion.
struct Settings {
    std::vector<std::pair<Reference, Expression>> values;
    [[nodiscard]] bool is_empty() const { return values.empty(); }
};

/// Meets at an interval, looks at which interface failed most since the last meeting and mends it
/// with a probability.
struct CooperationForum {
    base::Duration interval;        ///< [s]
    Expression held{"1", {}};       ///< probability that a meeting takes place
    Expression success{"0.5", {}};  ///< probability that a meeting mends the worst interface
    double improvement = 0.5;       ///< loss, misrouting, dispute are multiplied by 1 - improvement
    std::vector<Reference>
        attended_by;   ///< resources: one server of each site is away for `duration`
    LawText duration;  ///< working time [s]
    Settings sets;     ///< after each meeting that is held
};

/// A channel that is out of order from time to time: nothing travels, shared records cannot be
/// seen.
struct ChannelOutage {
    Reference channel;
    LawText every;  ///< [s] from the end of one to the start of the next
    LawText lasts;  ///< [s]
};

struct CoursePoint {
    base::Duration after;  ///< [s] >= 0, from the beginning of the course
    double value = 0.0;
    base::Position position;
};

/// How a variable gets from one point of its course to the next.
enum class Between {
    linear,  ///< in monthly steps
    steps    ///< at once, when the point is reached
};

/// A variable follows a course from its value at the beginning: a roll-out with its dip, a price.
struct Course {
    Reference variable;
    std::vector<CoursePoint> points;  ///< later and later
    Between between = Between::linear;
    LawText delay;  ///< [s] until it begins; of a variable by level drawn for each level
};

/// Parties that negotiate at an interval; of variables by level at each level by itself.
struct Negotiation {
    base::Duration interval;  ///< [s]
    base::Duration first;     ///< [s] from the start
    Expression reaches;       ///< probability that they agree
    Settings sets;            ///< when they agree
    Settings otherwise;       ///< when they do not
    std::vector<Reference>
        attended_by;   ///< resources: one server of each site is away for `duration`
    LawText duration;  ///< working time [s]
};

/// Each server leaves after a time, having finished the work at hand; the post is then empty until
/// it is filled.
struct StaffTurnover {
    std::vector<Reference> resources;
    LawText leaves;  ///< [s] from taking up the post
    LawText filled;  ///< [s] from leaving
    std::vector<Reference>
        loses;  ///< variables: the share of the one who leaves falls back to the first value
};

/// A share of the full-time equivalents of resources goes or comes, to the nearest whole post of
/// each resource, split over its sites by largest remainder.
struct PostsChange {
    std::vector<Reference> resources;
    bool is_of_all = false;  ///< resources whose servers are people with posts
    double share = 0.0;      ///< >= -1
    base::Duration after;    ///< [s] > 0
};

/// For a time a share of the servers of resources is not there, split as in PostsChange.
struct Shock {
    std::vector<Reference> resources;
    bool is_of_all = false;
    double share = 0.0;    ///< (0, 1]
    base::Duration after;  ///< [s] >= 0
    LawText lasts;         ///< [s]
};

/// What a planner takes for the demand of a site.
enum class DemandMeasure {
    arrivals,  ///< who came to be served within the last interval
    queue      ///< who waits
};

/// At an interval a planner moves servers from sites with little demand per server to those with
/// much.
struct Reallocation {
    base::Duration interval;  ///< [s]
    Reference resource;
    double share = 0.1;  ///< [0, 1] of the servers are moved at a time, at most
    DemandMeasure by = DemandMeasure::arrivals;
    Expression alignment{"1", {}};  ///< probability that the count is the present one, and not the
                                    ///< one of an interval ago
};

using Policy = std::variant<CooperationForum, ChannelOutage, Course, Negotiation, StaffTurnover,
                            PostsChange, Shock, Reallocation>;

/// A number of the whole model, or one for each level of a category attribute. An expression reads
/// that of the entity's level; where there is none, the mean over the levels.
struct Variable {
    double initial = 0.0;  ///< at all levels
    Reference per;         ///< category attribute; empty: one number
};

// ---- what is measured beside the usual
// ---------------------------------------------------------------

/// An attribute by whose levels, or bands of whose numbers, the headline figures are given.
struct Breakdown {
    Reference attribute;
    /// Ascending lower ends of the bands after the first; empty for a category. {3, 7}: below 3, 3
    /// to below 7, 7 and more.
    std::vector<double> bands;
};

struct MeasureChoice {
    std::vector<Breakdown> by;
    int suppress_below = 5;  ///< >= 0: figures of groups with fewer episodes are not given
    std::optional<base::Duration> census_interval;  ///< [s] > 0: needs are counted so often
    base::Position position;
    [[nodiscard]] bool is_empty() const { return by.empty() && !census_interval; }
};

// ---- the whole
// ---------------------------------------------------------------------------------------

/// A figure in the files that states where it comes from (`value`, `mark`, `source` …).
struct SourcedValue {
    std::string path;
    std::string value;
    std::string mark;  ///< S, V, D, U or A
    std::string source;
    std::string year;
    std::string range;
    std::string note;
    base::Position position;
};

struct System {
    Text title;
    Text description;
    Run run;
    NamedList<DaySetDescription> day_sets;
    NamedList<CalendarText> calendars;
    NamedList<Profile> profiles;
    NamedList<EntityClass> classes;
    NamedList<Source> sources;
    NamedList<Population> populations;
    NamedList<Need> needs;
    NamedList<Organisation> organisations;
    NamedList<Service> services;
    NamedList<Resource> resources;
    NamedList<Variable> variables;
    NamedList<Diary> diaries;
    NamedList<Process> processes;
    NamedList<Channel> channels;
    std::vector<Interface> interfaces;  ///< one per ordered pair of services that a pattern covers
    NamedList<RecordType> records;
    NamedList<StatutoryClock> clocks;
    NamedList<Indicator> indicators;
    NamedList<Policy> policies;
    MeasureChoice measures;
    std::vector<SourcedValue> sourced_values;
};

/// Whether its servers are people who have posts, rather than places or machines that are shared
/// out.
[[nodiscard]] bool has_posts(const Resource& resource);

/// Whether its servers are taken to the meetings of some policy.
[[nodiscard]] bool attends_meetings(const System& system, const std::string& resource);

/// Whether some policy takes servers away from it, adds or moves them.
[[nodiscard]] bool has_posts_changed(const System& system, const std::string& resource);

/// Whether servers can be added to it, being alike and on duty at the same hours.
[[nodiscard]] bool can_gain_posts(const Resource& resource);

/// The levels of a category attribute, in order: those stated, or filled in from the column of a
/// population or of recorded arrivals when the scenario was read. Empty for a number.
[[nodiscard]] std::vector<std::string> levels_of(const System& system,
                                                 const std::string& attribute);

/// The names that the expressions of a system may use: variables are the attributes of all classes,
/// then `episode_variables()`, then the variables of the model; constants are the needs and the
/// levels of category attributes, by their index.
[[nodiscard]] ExpressionNames expression_names(const System& system);

/// The same with `interface_variables()` at the end of the variables.
[[nodiscard]] ExpressionNames interface_expression_names(const ExpressionNames& names);

}  // namespace yhdyspinta::process
