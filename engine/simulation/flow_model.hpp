// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation in steady state, no text, no log but the event log.
//
// The process-flow model that is embedded in SimGrid. Its parts:
//   flow_model.cpp      the kernel's view, paths, routing, the end of the run
//   flow_entities.cpp   entities, their attributes, what expressions read
//   flow_activities.cpp activities from beginning to end
//   flow_servers.cpp    who is idle for a path, and how servers are given back
//   flow_queues.cpp     who waits where, and who is let in next
//   flow_sources.cpp    where entities come from
//   flow_resources.cpp  servers that are taken away, go off duty, are shared out or change in
//                       number; queues that are full, and who changes queues
//   flow_standstill.cpp at the end of the run: those who can never move again
//   flow_gatherings.cpp batches that move as one, forks into parallel paths
//   flow_episodes.cpp   populations, needs, episodes, records, statutory clocks
//   flow_onsets.cpp     needs that others raise, that arise at given values, that come to light at
//                       contacts
//   flow_households.cpp members who belong together, share attributes and move
//   flow_handovers.cpp  from proposal to answer, over a channel of the kernel
//   flow_interfaces.cpp what expressions know of an interface; trust; telling what became of it
//   flow_signals.cpp    variables, waiting for a signal or a condition, activities broken off
//   flow_diaries.cpp    appointments
//   flow_fetches.cpp    memory that is asked for ahead
//   flow_governance.cpp what policies, which run as actors of the kernel, can do with the model
//   policies/           the policies themselves
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <boost/container/small_vector.hpp>

#include "engine/base/fetch.hpp"
#include "engine/calendar/common_time.hpp"
#include "engine/event_log/event_log.hpp"
#include "engine/random/stream.hpp"
#include "engine/simulation/diary.hpp"
#include "engine/simulation/event_calendar.hpp"
#include "engine/simulation/kernel.hpp"
#include "engine/simulation/program.hpp"
#include "engine/simulation/visit_counts.hpp"

namespace yhdyspinta::simulation {

/// Somebody who finds a channel out of order tries again after this long [s].
inline constexpr double kTryAgain = 3600.0;

class FlowModel final : public EmbeddedModel {
public:
    FlowModel(const Program& program, std::uint64_t seed, std::uint64_t replication,
              event_log::EventLog& log);

    /// Registers with the kernel and starts the governance actors.
    void connect(Kernel& kernel);
    /// Staff time is told by calendar week too; to be called before anything happens.
    void tell_weeks();
    /// Tells what only the end of the run can tell, and audits the servers.
    void finish();
    /// At the end of the run, before `finish`: a warning when some hold servers, or places in
    /// caseloads, and wait for each other for ever.
    [[nodiscard]] std::vector<std::string> find_standstill() const;

    base::Instant run_until(base::Instant limit) override;
    [[nodiscard]] base::Instant last_date() const override {
        return base::Instant::at_seconds(last_date_);
    }
    void run_at(base::Instant now) override;

    /// Where it is, for messages: simulated time, entity and place of the last event.
    [[nodiscard]] std::string whereabouts() const;

private:
    using Kind = event_log::EventKind;
    class StandstillFinder;

    /// Marks the tickets of news among those of handovers and records, whose upper half is a path.
    static constexpr std::uint64_t kNewsTicket = std::uint64_t{1} << 63;

    // ---- state
    // -----------------------------------------------------------------------------------

    /// What a path does when its activity has ended.
    enum class Then : std::uint8_t { route, send, decide, enter, keep, vanish, told };
    enum class PathState : std::uint8_t {
        free,
        moving,
        queued,
        busy,
        informed,
        blocked,    ///< waits for room in a queue
        waiting,    ///< for a signal, a condition or a slot
        gathering,  ///< waits for others at a batch step
        inside,     ///< of a batch that another path leads
        forked      ///< waits for its branches
    };
    /// What a path in state `informed` waits for.
    enum class Phase : std::uint8_t {
        none,
        lost,
        misrouted,
        in_transit,
        out_of_order,
        disputed,
        replying,
        record_asked,
        record_travels,
        relocating  ///< between the old place and the new one
    };

    struct Hold {
        std::uint32_t site = kNone;
        std::uint32_t group = 0;
        std::uint32_t servers = 0;
    };

    /// A place in a server's caseload, kept between activities.
    struct Place {
        std::uint32_t site = kNone;
        std::uint32_t group = 0;
        double since = 0.0;
    };

    /// One line of progress through processes. Plain models have one per entity; an episode may
    /// have several. The first lines of the cache have what most events touch.
    struct alignas(base::kCacheLine) Path {
        static constexpr std::size_t kMostTouched = 3 * base::kCacheLine;

        std::uint64_t key = 0;    ///< of its random numbers
        double since = 0.0;       ///< joined the queue, or started the activity [s]
        double worked = 0.0;      ///< working time of the running activity [s]
        double remaining = -1.0;  ///< [s] of a suspended activity; < 0: to be drawn anew
        std::uint32_t entity = kNone;
        std::uint32_t episode = kNone;  ///< slot
        std::uint32_t step = kNone;
        std::uint32_t activity = kNone;
        std::uint32_t service = kNone;      ///< in whose hands
        std::uint32_t generation = 0;       ///< of its pending event
        std::uint32_t entity_next = kNone;  ///< next path of the same entity
        std::uint32_t only_group = kNone;   ///< the only servers that will do
        double priority = 0.0;
        double rank = 0.0;  ///< order among those who wait with the same priority
        double last_moved = -1.0;
        std::uint32_t queue_generation = 0;                 ///< of its patience
        std::uint32_t previous = kNone, following = kNone;  ///< in the queue
        std::uint32_t queue_site = kNone;
        std::uint32_t moves_at_once = 0;
        PathState state = PathState::free;
        Then then = Then::route;
        Phase phase = Phase::none;
        std::uint8_t ordinal = 0;
        std::uint8_t depth = 0;
        bool is_urgent = false;
        bool is_shortened = false;
        bool is_suspended = false;      ///< its servers were taken away
        bool has_seen_record = false;   ///< the answer to a request for the current activity is in
        bool is_time_kind_due = false;  ///< to be told when the event has been executed
        std::uint32_t time_kind = kNone;       ///< packed
        std::uint32_t told_time_kind = kNone;  ///< the last one that was told
        boost::container::small_vector<Hold, 1> holds;
        std::vector<Place> places;

        std::array<std::uint32_t, 8> stack{};  ///< call steps to come back to
        // handover
        std::uint32_t interface = kNone;
        std::uint32_t handover_step = kNone;
        std::uint32_t sender = kNone;  ///< service that last handed it over to the present one
        std::uint32_t attempt = 0;
        std::uint32_t requests = 0;  ///< of records
        bool is_resent = false;      ///< the proposal goes on: the stall rule sends it again
        bool is_direct = false;      ///< a case lead walks it through
        std::uint32_t stall_generation = 0;  ///< of its handover's time-out
        double asked_at = 0.0;
        double proposed_at = 0.0;
        double blocked_since = 0.0;
        std::uint32_t blocked_at = kNone;      ///< site whose queue has no room for it
        std::uint32_t blocked_before = kNone;  ///< step it keeps its servers for; kNone: has none
        std::uint32_t absence = kNone;         ///< it keeps a server away
    };

    /// What is still to be done for a path at the end of the event that is being executed.
    enum class Pending : std::uint8_t { none, begin_step, route, enter, leave };
    /// How a path depends on others; there is one for each path when some step makes batches or
    /// forks.
    struct Bond {
        std::uint32_t pool = kNone;          ///< it waits in
        std::uint32_t leader = kNone;        ///< of the batch that it is inside
        std::uint32_t first_member = kNone;  ///< of the batch that it leads, itself not counted
        std::uint32_t last_member = kNone;
        std::uint32_t next_member = kNone;  ///< of the batch that it is inside
        std::uint32_t forked_by = kNone;    ///< path that waits, perhaps, for its end
        std::uint32_t awaited = 0;          ///< branches that have to end before it goes on
        Pending pending = Pending::none;
    };
    /// Those who wait at a batch step and may go together, first come first.
    struct Pool {
        double value = 0.0;  ///< of the expression that must be equal
        std::uint32_t head = kNone, tail = kNone;
        std::uint32_t waiting = 0;
        std::uint32_t generation = 0;  ///< of its time-out
    };
    struct BatchState {
        std::vector<std::uint32_t> pools;                           ///< by value; none is empty
        double opens_at = std::numeric_limits<double>::infinity();  ///< when it is looked at next
    };
    struct Deferred {
        std::uint32_t path = kNone;
        std::uint32_t generation = 0;
    };

    struct alignas(base::kCacheLine) Entity {
        std::uint64_t key = 0;
        double arrived = 0.0;
        std::uint32_t entity_class = kNone;
        std::uint32_t first_path = kNone;
        std::uint32_t in_person = kNone;  ///< path in an activity where the client is present
        std::uint32_t household = kNone;
        std::uint32_t hidden = 0;  ///< needs that a contact may bring to light
        bool is_member = false;
        std::uint32_t records = 0;  ///< written so far
    };
    /// Members who belong together; one who does not is a household of its own when there are
    /// moves.
    struct Household {
        std::uint64_t key = 0;
        std::uint32_t first = 0, size = 0;  ///< in `household_members_`
        std::uint32_t population = kNone;
        std::uint32_t moves = 0;
    };
    /// How a need of a member has come about so far, and what the open needs of the member and its
    /// household do to it.
    struct Susceptibility {
        double factor = 1.0;           ///< of the rate of onset
        std::uint32_t generation = 0;  ///< of the candidate that the others raise
        std::uint32_t raised_candidates = 0;
        std::uint32_t candidates = 0;
        std::uint32_t occurrences = 0;
    };

    struct Group {
        const calendar::WorkCalendar* calendar = nullptr;
        std::int32_t servers = 0;
        std::int32_t idle = 0;   ///< < 0 while more are at work than there are posts
        double changed = 0.0;    ///< [s] when the number of servers changed last
        double available = 0.0;  ///< [s] server time before that, within the measured period
        double busy = 0.0;       ///< [s] server time within the measured period
        double absent = 0.0;     ///< [s] likewise
        double extra = 0.0;      ///< [s] likewise, of overtime
    };
    /// Those who wait with the same priority, first come first.
    struct Level {
        double priority = 0.0;
        std::uint32_t head = kNone, tail = kNone;
        std::uint32_t count = 0;
    };
    /// So many who wait in a queue also need servers of another site.
    struct NeededToo {
        std::uint32_t site = kNone;
        std::int32_t waiting = 0;
    };
    struct Site {
        std::vector<Group> groups;
        std::vector<Level> levels;  ///< highest priority first; none is empty
        std::vector<std::uint32_t>
            dependents;  ///< queues elsewhere in which somebody also needs this site
        std::vector<NeededToo> needed_too;  ///< by those who wait here
        double wake_at = std::numeric_limits<double>::infinity();
        double busy = 0.0;       ///< [s] within the measured period
        double extra = 0.0;      ///< [s] server time beyond that of the posts: overtime
        double absent = 0.0;     ///< [s] server time of absences
        double available = 0.0;  ///< [s] server time before the last change of capacity
        std::uint32_t waiting = 0;
        std::uint32_t preemptive = 0;  ///< who wait and take servers from others
        std::uint32_t away = 0;        ///< servers that are absent
        std::uint32_t wake_generation = 0;
        std::uint32_t resource = kNone;
        bool is_plain = false;   ///< one group of servers, always on duty
        bool is_simple = false;  ///< plain, and only this queue waits for its servers
        bool is_shared_out = false;
        bool is_interruptible = false;
        bool is_cases = false;        ///< places in caseloads: who has most room is taken
        bool has_preemptive = false;  ///< `preemptive` is kept up to date
        process::Discipline discipline = process::Discipline::fifo;
        std::uint64_t selections = 0;        ///< draws of random, arrivals of lifo
        std::vector<std::uint32_t> running;  ///< paths at work, when interruptible
        std::vector<std::uint32_t> blocked;  ///< paths that wait for room in the queue, in order
        std::uint32_t sharing = kNone;       ///< index in sharings_
    };
    /// Processor sharing: everybody has done the same work since coming.
    struct Sharing {
        double progress = 0.0;  ///< [s] of work that one who was there from the start has had
        double updated = 0.0;
        std::uint32_t first = kNone;                         ///< whose end is scheduled
        std::vector<std::pair<double, std::uint32_t>> heap;  ///< progress at the end, path
    };
    struct AbsenceSlot {
        std::uint32_t site = kNone;
        std::uint32_t group = kNone;
        std::int32_t server = 0;  ///< of the group
        std::uint64_t times = 0;
    };

    struct RunningClock {
        std::uint32_t clock = kNone;
        double started = 0.0;
        bool is_running = false;
    };
    struct alignas(base::kCacheLine) Episode {
        std::uint32_t entity = kNone, need = kNone;
        std::uint32_t id = 0;  ///< in the log
        std::uint32_t occurrence = 0;
        std::uint32_t generation = 0;
        std::uint32_t hops = 0;
        std::uint32_t paths = 0;
        std::uint32_t next_ordinal = 0;
        std::uint32_t owner = kNone;
        std::uint32_t contacts_again = 0, escalations = 0;
        double severity = 0.0;
        double arose = 0.0;
        double effective_at = 0.0;  ///< first effective contact, when `is_effective`
        bool is_open = false, is_recognised = false, is_effective = false;
        bool has_escalation_path = false;
        std::vector<RunningClock> clocks;
        std::vector<std::uint32_t> told;  ///< services that know that it is in hand
    };
    struct Record {
        std::uint32_t need = kNone, type = kNone, holder = kNone;
        std::uint32_t number = 0;  ///< of those written for the entity
        double valid_until = 0.0;
    };
    /// What a forum can mend, as it stands now, and trust.
    struct InterfaceState {
        double loss = 0.0, misrouting = 0.0, dispute = 0.0;
        std::uint64_t failures = 0;  ///< since the last meeting
        double left = 1.0;           ///< of loss, misrouting and dispute that are expressions
        double trust = 1.0;          ///< when it changed last
        double trust_changed = 0.0;  ///< [s] when that was
    };
    /// What became of an episode, on its way to a service that is told.
    struct News {
        std::uint32_t interface = kNone;
        std::uint32_t entity = kNone;  ///< for the order of simultaneous events
        HostId from;
        std::uint32_t episode = kNone, episode_generation = 0;  ///< slot
    };
    /// A stalled handover that waits for a forum.
    struct Escalated {
        std::uint32_t path = kNone;
        std::uint32_t stall_generation = 0;
    };
    /// The place of a path among those who wait for the same signal or condition, or whose
    /// activities the same signal breaks off.
    struct Wait {
        std::uint64_t came = 0;  ///< order of coming
        std::uint32_t list = kNone;
        std::uint32_t previous = kNone, following = kNone;
    };
    /// In order of coming.
    struct WaitList {
        std::uint32_t head = kNone, tail = kNone;
        std::uint32_t cursor = kNone;  ///< of a condition that is due: the next to be looked at
        bool is_due = false;
    };
    /// What is still to be done at this instant before anything else happens.
    struct Work {
        enum class What : std::uint8_t { go_on, tell, look, look_of_entity };
        What what = What::look;
        std::uint32_t subject = kNone;  ///< path, or entity
        std::uint32_t generation = 0;   ///< of the path
        std::uint32_t target = kNone;   ///< go_on: step, kLeave, kReturn; kNone: as routed
    };
    /// The place in a diary that a path holds.
    struct Appointment {
        Diary::Place place;
        std::uint32_t booking = kNone;
        std::uint32_t site = 0;
        bool is_held = false;
    };
    struct SourceState {
        random::Stream interarrivals, thinning, batches;
        std::uint64_t arrived = 0;
        std::uint32_t next = 0;  ///< in the times of the source
    };
    /// Somebody who is there at time 0.
    struct WaitingEntity {
        double waited = 0.0;  ///< [s]
        std::uint64_t key = 0;
        std::uint32_t source = kNone;
        std::uint32_t row = kNone;  ///< in the times of the source
    };

    // ---- flow_model.cpp, flow_entities, flow_activities, flow_servers, flow_queues
    // --------------------------------------------------------------------------

    /// What comes first is done with as far as the calendar knows.
    void take_off(const EventCalendar::Entry& first);
    void execute(const EventCalendar::Entry& entry);
    void on_activity_end(std::uint32_t path) {
        current_path_ = path;
        const Activity& activity = program_.activities[paths_[path].activity];
        if (activity.is_plain && paths_[path].episode == kNone) {
            end_plain(path, activity);
        } else {
            end_anything(path, activity);
        }
    }
    void end_anything(std::uint32_t path, const Activity& activity);
    void on_opening(std::uint32_t site);
    void on_patience_end(std::uint32_t path);

    std::uint32_t new_path(std::uint32_t entity, std::uint64_t key);
    void free_path(std::uint32_t path);
    std::uint32_t new_entity(std::uint32_t entity_class, std::uint64_t key);
    void draw_attributes(std::uint32_t entity, const std::vector<ClassAttribute>& set);

    /// Moves a path on to a step, `kLeave` or `kReturn`, and through all that takes no time.
    void proceed(std::uint32_t path, std::uint32_t target);
    /// Where a path goes from a step.
    [[nodiscard]] std::uint32_t route(std::uint32_t path, std::uint32_t step) {
        const Step& from = program_.steps[step];
        return from.has_choice ? choose_route(path, step) : from.next;
    }
    [[nodiscard]] std::uint32_t choose_route(std::uint32_t path, std::uint32_t step);
    void end_path(std::uint32_t path);

    /// Starts or queues the activity. True when it was skipped and the path can move on at once.
    bool begin_activity(std::uint32_t path, std::uint32_t activity, Then then);
    void await(std::uint32_t path);
    [[nodiscard]] bool can_start(const Path& path) const {
        return can_start(path, program_.activities[path.activity]);
    }
    [[nodiscard]] bool can_start(const Path& path, const Activity& activity) const {
        if (activity.plain_site != kNone && !activity.is_with_client) {
            return sites_[activity.plain_site].groups.front().idle >= activity.plain_servers;
        }
        return can_start_anywhere(path, activity);
    }
    [[nodiscard]] bool can_start_anywhere(const Path& path, const Activity& activity) const;
    void start(std::uint32_t path, double waited) {
        const Activity& activity = program_.activities[paths_[path].activity];
        if (activity.is_plain && paths_[path].episode == kNone &&
            paths_[path].then == Then::route) {
            start_plain(path, activity, waited);
        } else {
            start_anything(path, waited);
        }
    }
    void start_anything(std::uint32_t path, double waited);
    /// Length of the activity that starts [s].
    [[nodiscard]] double draw_duration(std::uint32_t path, const Activity& activity);
    // The same for what is plain, with nothing that only others need.
    void await_plain(std::uint32_t path, std::uint32_t activity);
    void start_plain(std::uint32_t path, const Activity& activity, double waited);
    void end_plain(std::uint32_t path, const Activity& activity);
    void continue_after(std::uint32_t path, Then then);
    void release(Path& path);
    void release_servers(Path& path);
    void part(const Path& path);
    void touch_company(const Path& path, std::vector<std::uint32_t>& sites) const;
    void enqueue(std::uint32_t path, std::uint32_t site);
    void depend_on_others(const Path& path, std::uint32_t site);
    void dequeue(std::uint32_t path);
    void link_into_queue(std::uint32_t path, std::uint32_t site);
    void unlink_from_queue(std::uint32_t path);
    void count_needed_too(const Path& path, std::int32_t change);
    void change_priority(std::uint32_t path);
    void join(std::uint32_t path, std::uint32_t site);
    [[nodiscard]] double rank_of(const Path& path, std::uint32_t site, std::uint32_t index);
    [[nodiscard]] std::uint32_t home_of(const Path& path) const {
        return site_of(path, program_.activities[path.activity].demands.front().resource);
    }
    /// Where a path's first servers are, of the sites of its activity's first resource; kNone when
    /// it has none.
    [[nodiscard]] std::uint32_t place_of(const Path& path) const {
        if (path.holds.empty()) return kNone;
        const Activity& activity = program_.activities[path.activity];
        return path.holds.front().site -
               program_.resources[activity.demands.front().resource].first_site;
    }
    [[nodiscard]] double ask(std::uint32_t expression, const Path& path);
    [[nodiscard]] double times(const Path& path);
    [[nodiscard]] double priority_of(const Path& path);
    void dispatch(std::uint32_t site) {
        const Site& here = sites_[site];
        if (here.is_simple) {
            if (here.waiting > 0 || !here.blocked.empty()) dispatch_simple(site);
        } else {
            dispatch_others(site);
        }
    }
    void dispatch_others(std::uint32_t site);
    void dispatch_all(std::span<const std::uint32_t> sites);
    void dispatch_simple(std::uint32_t site);
    [[nodiscard]] std::uint32_t first_startable(std::uint32_t site) const;
    void schedule_wake(std::uint32_t site);
    [[nodiscard]] std::uint32_t site_of(const Path& path, std::uint32_t resource) const {
        const ResourceInfo& info = program_.resources[resource];
        if (info.site_attribute == kNone) return info.first_site;
        return site_by_attribute(path, info);
    }
    [[nodiscard]] std::uint32_t site_by_attribute(const Path& path, const ResourceInfo& info) const;
    /// Group of the site with so many idle servers on duty, kNone when there is none.
    [[nodiscard]] std::uint32_t available_group(const Path& path, std::uint32_t resource,
                                                std::uint32_t where, std::int32_t servers) const {
        const Site& site = sites_[where];
        if (site.is_plain) return site.groups.front().idle >= servers ? 0 : kNone;
        return available_group_on_duty(path, resource, where, servers);
    }
    [[nodiscard]] std::uint32_t available_group_on_duty(const Path& path, std::uint32_t resource,
                                                        std::uint32_t where,
                                                        std::int32_t servers) const;
    /// The only group that may serve this path, kNone when any may.
    [[nodiscard]] std::uint32_t own_group(const Path& path, std::uint32_t resource,
                                          std::uint32_t where) const;
    [[nodiscard]] bool has_anybody_idle(const Site& site) const;
    /// When all that serve this path are on duty; until the next call.
    [[nodiscard]] const calendar::CommonTime& common_time(const Path& path);
    void dispatch_released() {
        if (!released_.empty()) dispatch_all_released();
    }
    void dispatch_all_released();
    /// Takes a path out of the queue for its activity, or out of the activity.
    void break_off(std::uint32_t path);
    /// Takes a path out of whatever it does: queue, activity or wait.
    void interrupt(std::uint32_t path);
    /// Gives back places in caseloads: of one resource, or with kNone all.
    void release_places(Path& path, std::uint32_t resource = kNone);
    /// A model error when the path has a place already where the step takes one.
    void check_taken_on_once(std::uint32_t path, std::uint32_t activity);
    /// Working time of the running activity so far [s].
    [[nodiscard]] double worked_so_far(const Path& path);
    [[nodiscard]] std::uint64_t decision(std::uint32_t path, std::uint32_t step);
    [[nodiscard]] std::uint32_t branch(std::uint32_t path, std::uint32_t from);
    [[nodiscard]] double others_here(std::uint32_t episode) const;
    /// How often the path has been at the activity before; counts.
    [[nodiscard]] std::uint64_t visit(std::uint32_t path, std::uint32_t activity) {
        return program_.has_revisits ? visits_.next(path, activity) : 0;
    }
    [[nodiscard]] std::uint64_t visits_so_far(std::uint32_t path, std::uint32_t activity) const {
        return program_.has_revisits ? visits_.of(path, activity) : 0;
    }

    [[nodiscard]] double evaluate(std::uint32_t expression, std::uint32_t entity,
                                  std::uint32_t episode) const;
    [[nodiscard]] bool holds(std::uint32_t expression, std::uint32_t entity,
                             std::uint32_t episode) const {
        return expression == kNone || evaluate(expression, entity, episode) != 0.0;
    }
    [[nodiscard]] double state_value(std::uint32_t place, std::uint32_t entity,
                                     std::uint32_t episode) const;
    [[nodiscard]] double attribute(std::uint32_t entity, std::uint32_t attribute) const;
    [[nodiscard]] double chance(const Chance& chance, std::uint32_t entity,
                                std::uint32_t episode) const {
        return chance.expression == kNone ? chance.constant
                                          : evaluate(chance.expression, entity, episode);
    }
    /// The level of a category, which decides about sites.
    [[nodiscard]] std::uint32_t level(std::uint32_t entity, std::uint32_t attribute) const {
        return static_cast<std::uint32_t>(
            attributes_[entity * program_.attributes.size() + attribute]);
    }
    [[nodiscard]] double sample(const Draw& draw, std::uint64_t key, std::uint64_t visit) const {
        auto stream = streams_.stream(key, draw.purpose, visit);
        return draw.law.sample(stream);
    }
    [[nodiscard]] bool happens(double probability, std::uint64_t key, random::Purpose purpose,
                               std::uint64_t visit) const {
        if (probability <= 0.0) return false;
        if (probability >= 1.0) return true;
        return streams_.stream(key, purpose, visit).uniform() < probability;
    }

    /// Nothing happens before `time` any more.
    void pass_to(double time) {
        if (!time_kinds_due_.empty()) tell_time_kinds();
        while (next_week_ <= time) tell_week(next_week_);
        now_ = time;
    }

    // ---- flow_weeks.cpp
    void tell_week(double end);
    /// Adds what is under way up to now to what sites and groups have been used; `held`: how many
    /// servers are, by site and group.
    void account_for_open_work(std::vector<std::vector<std::int32_t>>* held);
    /// Server time on duty up to now, by what a site is accounted for.
    [[nodiscard]] double available_time(const Site& site) const;
    [[nodiscard]] static double time_on_duty(const Group& group, base::Instant from,
                                             base::Instant to);

    void tell(Kind kind, const Path& path, std::uint32_t place, std::uint32_t other = kNone,
              double value = 0.0) {
        log_.append({now_, value, path.entity,
                     path.episode == kNone ? kNone : episodes_[path.episode].id, other,
                     static_cast<std::uint16_t>(place), kind, path.ordinal});
    }
    void tell(Kind kind, std::uint32_t place, std::uint32_t other = kNone, double value = 0.0) {
        log_.append({now_, value, kNone, kNone, other, static_cast<std::uint16_t>(place), kind, 0});
    }
    void tell(Kind kind, const Episode& episode, std::uint32_t place, std::uint32_t other = kNone,
              double value = 0.0) {
        log_.append({now_, value, episode.entity, episode.id, other,
                     static_cast<std::uint16_t>(place), kind, 0});
    }
    /// Told when the event has been executed, if it still holds then: what lasts no time at all is
    /// not told, but for waiting for a decision.
    void set_time_kind(Path& path, base::TimeKind kind, base::GapClass gap = base::GapClass::none);
    void tell_time_kind(Path& path);
    void tell_time_kinds();
    [[noreturn]] void fail(const Path& path, const std::string& what) const;

    // ---- flow_sources.cpp
    // ------------------------------------------------------------------------

    void start_sources();
    void gather_already_waiting(std::uint32_t source);
    void on_queues_fill();
    void on_arrival(std::uint32_t source);
    [[nodiscard]] std::uint64_t next_batch(std::uint32_t source);
    [[nodiscard]] double next_arrival(std::uint32_t source);
    [[nodiscard]] double next_thinned_arrival(std::uint32_t source);
    void arrive(std::uint32_t source, std::uint64_t key, std::uint32_t row);
    [[noreturn]] void fail_source(std::uint32_t source, const std::string& what) const;
    // ---- flow_resources.cpp
    // ----------------------------------------------------------------------

    void start_absences();
    /// So that every server of the group is away from time to time.
    void add_absences(std::uint32_t site, std::uint32_t group);
    void schedule_absence(std::uint32_t slot);
    void on_absence(std::uint32_t slot);
    void on_capacity_change(std::uint32_t change);
    /// From now on the group has so many servers; those at work beyond that finish what they are
    /// at.
    void set_servers(std::uint32_t site, std::uint32_t group, std::int32_t servers);
    void on_off_duty(std::uint32_t path);
    void on_priority_again(std::uint32_t path);
    void suspend(std::uint32_t path, process::WhenPreempted rule);
    /// Who has to give up servers so that the path can start, in `victims_`: nobody when the idle
    /// ones will do; false when all that is less urgent is not enough.
    [[nodiscard]] bool find_victims(std::uint32_t path);
    /// Whether somebody who waits before could start if less urgent work were broken off.
    [[nodiscard]] bool is_claimed_before(const Path& path, const Site& site);
    /// Takes servers from what is less urgent; false, and nothing is changed, when there is nothing
    /// to take or that is not enough.
    bool preempt_for(std::uint32_t path);
    /// Takes the servers of `victims_` for a path, which may have waited.
    void take_from_victims(std::uint32_t path);
    /// Those who wait here look again for servers that they may take from others.
    void preempt_for_those_who_wait(std::uint32_t site);
    [[nodiscard]] bool has_balked(std::uint32_t path);
    [[nodiscard]] bool is_full(const Site& site) const {
        const std::uint32_t limit = program_.resources[site.resource].queue_limit;
        if (program_.has_guests) return limit != kNone && in_queue(site) >= limit;
        return site.waiting >= limit && clients_waiting(site) >= limit;
    }
    /// Clients who wait for servers of the site, here or in the queue of another resource that they
    /// need as well.
    [[nodiscard]] std::uint32_t in_queue(const Site& site) const {
        return clients_waiting(site) + (program_.has_guests ? guests_of(site) : 0);
    }
    [[nodiscard]] std::uint32_t guests_of(const Site& site) const;
    /// One who leaves a queue makes room in the others, for those who are blocked there.
    void make_room_as_guest(const Path& path);
    /// The first of the queues of an activity that is full, kNone when all have room.
    [[nodiscard]] std::uint32_t full_queue(const Path& path, const Activity& activity) const;
    /// Likewise, but one who can start at once needs no room in an empty queue.
    [[nodiscard]] std::uint32_t keeping_out(const Path& path, const Activity& activity) const;
    /// Without absences that wait for their servers.
    [[nodiscard]] std::uint32_t clients_waiting(const Site& site) const {
        const bool has_absence =
            !site.levels.empty() && site.levels.front().priority == kAbsencePriority;
        return site.waiting - (has_absence ? site.levels.front().count : 0);
    }
    void turn_away(std::uint32_t path);
    [[nodiscard]] std::uint32_t queue_before(const Path& path, std::uint32_t step) const;
    void block_before(std::uint32_t path, std::uint32_t step, std::uint32_t site);
    void wait_for_room(std::uint32_t path, std::uint32_t site);
    void admit_blocked(std::uint32_t site);
    void leave_blocked(std::uint32_t path);
    void take_jockeys(std::uint32_t site);
    void look_for_shorter_queue(std::uint32_t path);
    [[nodiscard]] std::int64_t load_of(std::uint32_t site) const;
    [[nodiscard]] std::uint32_t by_rule(const Path& path, const Step& step);
    void start_sharing(std::uint32_t path, std::uint32_t site, double work);
    void end_sharing(std::uint32_t path, std::uint32_t site);
    void advance(Sharing& sharing, Site& site) const;
    void schedule_sharing_end(Sharing& sharing, const Site& site);
    void spend(Site& site, Group& group, const Hold& hold, double since, const Activity& activity);
    /// Accounts for servers at work without a post since the last change of capacity.
    void spend_beyond_posts(Site& site, Group& group, std::uint32_t servers) const;
    // ---- flow_gatherings.cpp
    // ---------------------------------------------------------------------

    void join_batch(std::uint32_t path, std::uint32_t batch);
    void leave_pool(std::uint32_t path);
    void form_batch(std::uint32_t batch, std::uint32_t pool, std::uint32_t count);
    void on_gather(std::uint32_t batch, std::uint32_t pool, std::uint32_t generation);
    void open_batch(std::uint32_t batch);
    /// Looks again at the next opening; at one of this very instant too when `is_in_time`.
    void schedule_opening(std::uint32_t batch, bool is_in_time);
    void schedule_time_out(std::uint32_t batch, std::uint32_t pool);
    [[nodiscard]] std::uint32_t pool_of(std::uint32_t batch, double value);
    void drop_pool(std::uint32_t batch, std::uint32_t pool);

    [[nodiscard]] bool leads(const Path& path) const {
        return program_.has_gatherings && bonds_[index_of(path)].first_member != kNone;
    }
    [[nodiscard]] std::uint32_t index_of(const Path& path) const {
        return static_cast<std::uint32_t>(&path - paths_.data());
    }
    /// Where the path, or the batch that it is inside, waits for servers; kNone when nowhere.
    [[nodiscard]] std::uint32_t queue_of(std::uint32_t path) const {
        if (paths_[path].state == PathState::inside) path = bonds_[path].leader;
        return paths_[path].state == PathState::queued ? paths_[path].queue_site : kNone;
    }
    [[nodiscard]] bool are_members_free(std::uint32_t leader) const;
    void start_members(std::uint32_t leader, const Activity& activity, std::uint32_t which,
                       bool is_resumed);
    void release_members(std::uint32_t leader);
    void end_members(std::uint32_t leader, const Activity& activity, std::uint32_t which);
    void touch_members(std::uint32_t leader, std::vector<std::uint32_t>& sites) const;
    void set_time_kind_of_members(std::uint32_t leader, base::TimeKind kind, base::GapClass gap);
    void trigger_for_members(std::uint32_t leader, const ClockTriggers& triggers);
    void follow(std::uint32_t member, std::uint32_t leader);
    /// The leader has been taken over by another service, and its members with it.
    void follow_to_service(std::uint32_t leader);
    /// Takes the batch of a leader apart; its members go on alone.
    void dissolve(std::uint32_t leader, Pending what);
    void remove_member(std::uint32_t member);
    void pass_lead_on(std::uint32_t leader, PathState was);
    /// Interrupts a path and takes it out of its batch.
    void take_out(std::uint32_t path);

    void begin_fork(std::uint32_t path);
    [[nodiscard]] std::uint8_t free_ordinal(std::uint32_t path);
    void on_branch_end(std::uint32_t waiting_path);
    void cancel_branches(std::uint32_t waiting_path);
    /// Before a path ends: frees its batch; the path that waits for it, kNone when there is none.
    std::uint32_t loosen(std::uint32_t path);

    void defer(std::uint32_t path, Pending what);
    void resume_deferred();

    // ---- flow_episodes.cpp
    // -----------------------------------------------------------------------

    void create_populations();
    void schedule_onset(std::uint32_t entity, std::uint32_t need);
    void on_onset(std::uint32_t member_need, std::uint32_t what);
    void arise(std::uint32_t member_need);
    void on_recognised(std::uint32_t episode, std::uint32_t recogniser);
    void on_resolves(std::uint32_t episode);
    void on_escalates(std::uint32_t episode);
    void on_contact_again(std::uint32_t episode);
    void on_monthly_check();
    void on_indicator_look();
    void schedule_indicator_look();
    void count(const ClockTriggers& triggers, std::uint32_t slot, std::uint32_t from);
    [[nodiscard]] bool is_eligible_nowhere(std::uint32_t entity, std::uint32_t slot) const;
    void close_out_of_reach();
    void stop_clocks_of(std::uint32_t service, std::uint32_t episode);
    void on_limit(std::uint32_t episode, std::uint32_t running);
    void schedule_monthly_check();

    void start_path(std::uint32_t episode, std::uint32_t first_step, random::Purpose key,
                    bool is_urgent, bool is_repeat);
    void enter_service(std::uint32_t path);
    void set_owner(Episode& episode, std::uint32_t service);
    void note_contact(Path& path, std::uint32_t activity);
    void close_episode(std::uint32_t episode, std::uint32_t outcome, bool is_met);
    void close_by_step(std::uint32_t path, const Closing& closing);
    [[nodiscard]] bool is_in_hand_visibly(const Episode& episode, std::uint32_t to_service) const;

    void trigger(const ClockTriggers& triggers, std::uint32_t episode, std::uint32_t from = kNone);

    enum class Sight : std::uint8_t { nothing, seen, on_request };
    /// Whether the service of an activity can see a valid result; `holder` is who has it.
    [[nodiscard]] Sight look_for_record(const Path& path, const Activity& activity,
                                        std::uint32_t& holder);
    [[nodiscard]] bool channel_works(std::uint32_t channel) const;
    void write_record(const Path& path, const Activity& activity);

    // ---- flow_onsets.cpp
    // -------------------------------------------------------------------------

    /// What is due at an onset, in the low two bits; 0: a candidate of the need's own rate.
    static constexpr std::uint32_t kRelapses = 1, kReaches = 2, kRaised = 3;
    [[nodiscard]] double onset_rate(std::uint32_t entity, const NeedInfo& need) const;
    [[nodiscard]] double draw_for_candidate(std::uint32_t entity, std::uint32_t need) const;
    [[nodiscard]] bool may_be_kept(std::uint32_t entity, std::uint32_t need, double time) const;
    [[nodiscard]] double foresee(std::uint32_t expression, std::uint32_t entity, double time) const;
    void schedule_value(std::uint32_t entity, std::uint32_t need, std::uint32_t next);
    void on_value(std::uint32_t member_need, std::uint32_t which);
    /// A need of the entity was opened or closed.
    void raise_others(std::uint32_t entity, std::uint32_t need);
    void find_raise(std::uint32_t entity, std::uint32_t need);
    void schedule_raised(std::uint32_t member_need);
    void on_raised(std::uint32_t member_need, std::uint32_t generation);
    [[nodiscard]] double time_to_recognition(const RecogniserInfo& by, std::uint32_t episode,
                                             std::uint64_t key) const;
    /// An activity with the client has ended.
    void notice_at_contact(const Path& path, const Activity& activity);
    void notice_at_contact(std::uint32_t entity, std::uint32_t service);
    void count_hidden(const Episode& episode, bool is_added);

    // ---- flow_households.cpp
    // ---------------------------------------------------------------------

    void make_households(std::uint32_t population, std::uint32_t first_entity);
    void add_household(std::uint32_t population, const std::vector<std::uint32_t>& members);
    void share_draws(std::uint32_t household, const MemberGroup& group);
    [[nodiscard]] std::span<const std::uint32_t> household_of(std::uint32_t entity) const;
    /// True when the attribute of another member changed.
    bool share_value(std::uint32_t entity, std::uint32_t attribute, double stored);
    [[nodiscard]] bool waits(std::uint32_t entity) const;
    void schedule_move(std::uint32_t household);
    void on_move(std::uint32_t household);
    [[nodiscard]] std::uint32_t new_level(const Household& household, const MovesInfo& moves,
                                          std::uint32_t old) const;
    [[nodiscard]] bool depends_on(const Path& path, std::uint32_t attribute) const;
    void leave_place(std::uint32_t path, double delay);
    void begin_again(std::uint32_t path);

    // ---- flow_fetches.cpp
    // --------------------------------------------------------------------------------

    void fetch_ahead() const;
    void fetch_target(const EventCalendar::Entry& entry) const;
    void fetch_what_it_leads_to(const EventCalendar::Entry& entry) const;
    void fetch_household(const EventCalendar::Entry& entry) const;
    void fetch_those_concerned(const EventCalendar::Entry& entry) const;
    void fetch_entity(std::uint32_t entity) const;
    void fetch_around(const Path& path, std::uint32_t index) const;
    void fetch_whom_it_lets_start(const EventCalendar::Entry& entry) const;
    [[nodiscard]] std::uint32_t next_in_line(const EventCalendar::Entry& entry) const;

    // ---- flow_handovers.cpp
    // ----------------------------------------------------------------------

    void begin_handover(std::uint32_t path);
    void send_out(std::uint32_t path);
    void transmit(std::uint32_t path);
    void on_information(std::uint32_t path);
    void on_record(std::uint64_t ticket, bool is_delivered);
    /// What travels over a channel of the kernel.
    struct Message {
        HostId from;
        ChannelId over;
        std::uint64_t ticket = 0;
    };
    /// Of a handover, a record or news that is due to be sent.
    [[nodiscard]] Message message_of(const EventCalendar::Entry& entry) const;
    /// The path has turned to something else since.
    [[nodiscard]] bool is_recalled(const EventCalendar::Entry& entry) const {
        return entry.due() == Due::send && paths_[entry.target].generation != entry.generation;
    }
    void send(const EventCalendar::Entry& entry);
    /// As `send`, while the kernel's clock stands still: when what was sent leaves, for ever when
    /// nothing was; nothing when the clock has to be there.
    [[nodiscard]] std::optional<base::Instant> send_ahead(const EventCalendar::Entry& entry);
    void on_stalled(std::uint32_t path);
    void arrive_at_receiver(std::uint32_t path);
    void decide(std::uint32_t path);
    void reply(std::uint32_t path);
    void answer(std::uint32_t path);
    void give_back(std::uint32_t path);
    void await_information(std::uint32_t path, Phase phase, double delay);
    void set_carried(Path& path);
    [[nodiscard]] HostId host_of(std::uint32_t service, std::uint32_t entity) const;
    /// The stall rule sends it again; from now on by hand when `is_direct`.
    void send_again(std::uint32_t path, bool is_direct);
    void settle_escalated();

    // ---- flow_interfaces.cpp
    // ---------------------------------------------------------------------

    /// Evaluates an expression that may ask about an interface.
    [[nodiscard]] double evaluate_at(std::uint32_t expression, std::uint32_t interface,
                                     std::uint32_t entity, std::uint32_t episode) const {
        asked_interface_ = interface;
        return evaluate(expression, entity, episode);
    }
    [[nodiscard]] bool holds_at(std::uint32_t expression, std::uint32_t interface,
                                std::uint32_t entity, std::uint32_t episode) const {
        return expression == kNone || evaluate_at(expression, interface, entity, episode) != 0.0;
    }
    [[nodiscard]] double interface_value(std::uint32_t place) const;
    /// A probability as it stands now: `constant`, or an expression times what forums have `left`.
    [[nodiscard]] double probability(const Chance& chance, double constant, double left,
                                     const Path& path, std::uint32_t interface) {
        if (chance.expression == kNone) return constant;
        return left * probability_now(chance.expression, path, interface);
    }
    [[nodiscard]] double probability_now(std::uint32_t expression, const Path& path,
                                         std::uint32_t interface);
    /// A delay [s] of the path's interface.
    [[nodiscard]] double delay(const Draw& draw, const Path& path, std::uint64_t visit);
    [[nodiscard]] double stalls_at(const TimeOutInfo& time_out) const;
    [[nodiscard]] double trust(std::uint32_t interface) const;
    void raise_trust(std::uint32_t interface, double share);
    void lower_trust(std::uint32_t interface, double share);
    void set_trust(std::uint32_t interface, double after);
    /// What an answer does to trust.
    void judge_answer(const Path& path, bool is_accepted);
    void judge_joint_work(std::uint32_t activity);
    [[nodiscard]] bool is_trusted(const Record& record, std::uint32_t interface, const Path& path);
    /// Writes to a service what became of the matter. True when there is nothing to write.
    [[nodiscard]] bool begin_telling(std::uint32_t path);
    void send_news(std::uint32_t path);
    void on_news_travelled(std::uint32_t news, bool is_delivered);
    /// The service that is told knows from now on.
    void take_note(const News& news);

    // ---- flow_signals.cpp
    // ------------------------------------------------------------------------

    /// True when the value changed. Queues that this concerns are left to `dispatch_released`.
    bool store_attribute(std::uint32_t entity, std::uint32_t attribute, double stored);
    /// Sets attributes and variables. False when others have to go first; the path goes on by
    /// itself.
    [[nodiscard]] bool set_values(std::uint32_t path, const std::vector<Assignment>& values);
    /// Sets a variable for the entity of a path and tells it; false when nothing changes.
    bool set_variable_of(const Path& path, std::uint32_t variable, double value);
    /// The level that decides which value of a variable by level is meant; kNone: there is none.
    [[nodiscard]] std::uint32_t level_of(const VariableInfo& info, std::uint32_t entity) const;
    /// The value for an entity.
    [[nodiscard]] double variable_of(std::uint32_t variable, std::uint32_t entity) const {
        const VariableInfo& info = program_.variable_infos[variable];
        return info.per == kNone ? variables_[variable] : variable_by_level(variable, entity);
    }
    [[nodiscard]] double variable_by_level(std::uint32_t variable, std::uint32_t entity) const;
    /// True when it was something else; `level` is kNone for a variable with one value.
    bool store_variable(std::uint32_t variable, std::uint32_t level, double value);
    void begin_signal(std::uint32_t path);
    /// True when there is nothing to wait for.
    [[nodiscard]] bool begin_wait(std::uint32_t path, const WaitInfo& wait);
    void start_waiting(std::uint32_t path, std::uint32_t activity);
    void let_go(std::uint32_t path);
    void give_up_waiting(std::uint32_t path);
    void stop_waiting(std::uint32_t path);
    void become_interruptible(std::uint32_t path, std::uint32_t signal);
    void add_work(Work::What what, std::uint32_t subject = kNone, std::uint32_t target = kNone);
    void on_work();
    void do_work(const Work& work);
    void tell_signal(const TellInfo& tell);
    void look_again();
    void look_again_at(std::uint32_t entity);
    bool make_due(std::uint32_t wait);
    bool make_restless_due();
    void join_list(std::uint32_t path, std::uint32_t list);
    void leave_list(std::uint32_t path);
    [[nodiscard]] std::uint32_t list_of_interruptible(std::uint32_t signal) const {
        return program_.signals + signal;
    }
    [[nodiscard]] std::uint32_t list_of_condition(std::uint32_t wait) const {
        return 2 * program_.signals + wait;
    }

    // ---- flow_diaries.cpp
    // ------------------------------------------------------------------------

    /// Books and waits: kNone; or where to go when nothing is free.
    [[nodiscard]] std::uint32_t book_place(std::uint32_t path, std::uint32_t booking);
    void on_slot(std::uint32_t path);
    void give_back_place(std::uint32_t path);
    void tell_places_offered();

    // ---- flow_governance.cpp
    // ---------------------------------------------------------------------

    /// The posts of a group of servers, and how many of them have nobody at work.
    struct Posts {
        std::int32_t established = 0;
        std::int32_t vacant = 0;
        std::int32_t gone = 0;  ///< because of a shock

        [[nodiscard]] std::int32_t servers() const {
            const std::int32_t there = established - vacant - gone;
            return there > 0 ? there : 0;
        }
    };
    /// So many posts of a group at a site.
    struct PostCount {
        std::uint32_t site = kNone, group = kNone;
        std::int32_t count = 0;
    };

    void start_governance();
    /// The model's time is the actor's from here on.
    void wake(const ActorContext& actor);
    /// Wakes at this time of the run [s].
    void sleep_until(ActorContext& actor, double date);
    /// The value of an expression where no entity is at hand, at a level of the attribute `per`.
    [[nodiscard]] double reckon(std::uint32_t expression, std::uint32_t per = kNone,
                                std::uint32_t level = kNone) const;
    /// Draws with a probability that is an expression.
    [[nodiscard]] bool succeeds(const PolicyInfo& policy, std::uint32_t probability,
                                random::Purpose purpose, std::uint64_t occasion,
                                std::uint32_t per = kNone, std::uint32_t level = kNone) const;
    void set_variable(std::uint32_t variable, std::uint32_t level, double value);
    /// Variables by level at the level, or with kNone at every one.
    void set_variables(const PolicyInfo& policy, const std::vector<Setting>& settings,
                       std::uint32_t per = kNone, std::uint32_t level = kNone);
    /// Takes a server of each site of those who attend away.
    void meet(const PolicyInfo& policy, const std::vector<std::uint32_t>& meetings,
              std::uint64_t meeting);
    [[noreturn]] void fail_policy(const PolicyInfo& policy, const std::string& what) const;

    /// Full-time equivalents with a post at a site.
    [[nodiscard]] double posts_at(std::uint32_t site) const;
    /// Servers of a site as its posts have it.
    [[nodiscard]] double servers_at(std::uint32_t site) const;
    /// A share of the posts of a resource, to the nearest whole, and where they are: to be added if
    /// it is positive, else those that are there.
    [[nodiscard]] std::vector<PostCount> split(std::uint32_t resource, double share) const;
    /// So many servers come to the groups of a site, or go, as its posts now have it.
    void restaff(std::uint32_t site);
    void tell_and_restaff(const std::vector<PostCount>& changed);

    // ---- policies/*.cpp
    // --------------------------------------------------------------------------

    void act(ActorContext& actor, const PolicyInfo& policy, const ForumInfo& forum);
    void act(ActorContext& actor, const PolicyInfo& policy, const OutageInfo& outage);
    void act(ActorContext& actor, const PolicyInfo& policy, const CourseInfo& course);
    void act(ActorContext& actor, const PolicyInfo& policy, const NegotiationInfo& negotiation);
    void act(ActorContext& actor, const PolicyInfo& policy, const TurnoverInfo& turnover);
    void act(ActorContext& actor, const PolicyInfo& policy, const PostsChangeInfo& change);
    void act(ActorContext& actor, const PolicyInfo& policy, const ShockInfo& shock);
    void act(ActorContext& actor, const PolicyInfo& policy, const ReallocationInfo& reallocation);
    void hold_forum(const PolicyInfo& policy, const ForumInfo& forum, std::uint64_t meeting);
    void negotiate(const PolicyInfo& policy, const NegotiationInfo& negotiation,
                   std::uint64_t round);
    void lose_share(const std::vector<std::uint32_t>& variables, std::uint32_t site);
    void move_servers(const ReallocationInfo& reallocation, const std::vector<double>& demand);

    // ---- members
    // ---------------------------------------------------------------------------------

    const Program& program_;
    event_log::EventLog& log_;
    random::StreamFamily streams_;
    Kernel* kernel_ = nullptr;
    EventCalendar calendar_;
    double now_ = 0.0;
    double last_date_ = 0.0;
    /// [s] end of the week that is going on; never unless weeks are told.
    double next_week_ = std::numeric_limits<double>::infinity();
    double week_start_ = 0.0;  ///< [s] of that week, or of measuring
    struct StaffTime {
        double available = 0.0, busy = 0.0;  ///< [s]
    };
    std::vector<StaffTime> told_weeks_;  ///< by resource, of the weeks before

    std::vector<Entity> entities_;
    std::vector<std::uint32_t> free_entities_;
    std::vector<double> attributes_;  ///< [entities x attributes]
    std::vector<Path> paths_;
    std::vector<std::uint32_t> free_paths_;
    VisitCounts visits_;  ///< [paths] of activities, then of steps; when there are revisits
    std::vector<Site> sites_;
    std::vector<SourceState> sources_;
    std::vector<WaitingEntity> already_waiting_;  ///< until they have joined their queues
    double waited_before_ = 0.0;                  ///< [s] of the one who joins a queue just now
    bool is_filling_queues_ = false;              ///< nobody is served yet
    std::vector<std::uint32_t> released_;         ///< sites to dispatch after an interruption
    std::vector<std::uint32_t> time_kinds_due_;   ///< paths
    std::vector<std::uint32_t> touched_sites_;  ///< those that the end of an activity may set going
    calendar::CommonTime common_time_;          ///< of the path at hand

    std::vector<Episode> episodes_;
    std::vector<std::uint32_t> free_episodes_;
    std::uint32_t episodes_so_far_ = 0;
    std::vector<std::uint32_t> open_episode_;     ///< [entities x needs] slot
    std::vector<Susceptibility> susceptibility_;  ///< [entities x needs]
    std::vector<std::vector<Record>> records_;    ///< [entities]
    std::vector<std::uint32_t> contacts_;         ///< [episode slots x contact recognisers]
    std::vector<Household> households_;
    std::vector<std::uint32_t> household_members_;
    std::vector<std::uint32_t> relocated_;  ///< paths that leave their places just now
    std::vector<InterfaceState> interface_states_;
    mutable std::uint32_t asked_interface_ = kNone;  ///< which an expression asks about
    std::vector<News> news_;
    std::vector<std::uint32_t> free_news_;
    std::vector<Escalated> escalated_;
    std::uint32_t months_ = 0;
    std::uint32_t indicator_looks_ = 0;

    std::vector<Sharing> sharings_;
    std::vector<AbsenceSlot> absences_;
    std::vector<std::uint32_t> turns_;    ///< [cycles] next way of routing rules that take turns
    std::vector<std::uint32_t> victims_;  ///< of a preemption
    bool is_jockeying_ = false;           ///< one who changes queues does not change again at once
    double chance_ = 0.0;                 ///< of the decision at hand
    /// What `others_here` asks about.
    struct Here {
        std::uint32_t service = kNone;
        std::uint32_t path = kNone;  ///< not counted
    };
    Here here_;
    const Path* asking_ = nullptr;           ///< whose queue an expression asks about
    std::vector<double> variables_;          ///< one for each, then those by level
    std::vector<std::vector<Posts>> posts_;  ///< [sites][groups], when policies deal with them
    std::vector<std::uint64_t> demand_;      ///< [sites] who have come so far, when counted
    std::vector<Wait> waits_;                ///< [paths], as far as any has waited
    /// Those who wait for each signal, those whom each breaks off, those who wait at each step.
    std::vector<WaitList> wait_lists_;
    std::uint64_t waits_so_far_ = 0;
    std::vector<Work> work_;  ///< a stack
    bool is_work_due_ = false;
    std::vector<Diary> diaries_;
    std::vector<Appointment> appointments_;  ///< [paths], as far as any has booked
    std::vector<Bond> bonds_;                ///< [paths], when there are batches or forks
    std::vector<Pool> pools_;
    std::vector<std::uint32_t> free_pools_;
    std::vector<BatchState> batches_;
    std::vector<std::uint32_t> opened_;  ///< pools whose batch goes on at the present opening
    std::vector<Deferred> deferred_;     ///< in the order in which they go on
    std::size_t next_deferred_ = 0;
    std::uint64_t order_ = 0;  ///< of the event that is being executed, in the calendar

    std::uint32_t current_path_ = kNone;  ///< for messages
};

}  // namespace yhdyspinta::simulation
