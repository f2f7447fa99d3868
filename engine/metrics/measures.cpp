// SPDX-License-Identifier: Apache-2.0
// Hot path: `read`. An event outside episodes costs one switch and some additions in dense arrays.
#include "engine/metrics/measures.hpp"

#include <cmath>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/metrics/by_whom.hpp"
#include "engine/metrics/clocks.hpp"
#include "engine/metrics/costs.hpp"
#include "engine/metrics/courses.hpp"
#include "engine/metrics/demand.hpp"
#include "engine/metrics/diaries.hpp"
#include "engine/metrics/duplicate_work.hpp"
#include "engine/metrics/entities.hpp"
#include "engine/metrics/episode.hpp"
#include "engine/metrics/episode_rows.hpp"
#include "engine/metrics/failure_demand.hpp"
#include "engine/metrics/frame.hpp"
#include "engine/metrics/gaps.hpp"
#include "engine/metrics/groups.hpp"
#include "engine/metrics/handovers.hpp"
#include "engine/metrics/indicators.hpp"
#include "engine/metrics/ownership.hpp"
#include "engine/metrics/payers.hpp"
#include "engine/metrics/queueing.hpp"
#include "engine/metrics/reach.hpp"
#include "engine/metrics/routine.hpp"
#include "engine/metrics/service_pairs.hpp"
#include "engine/metrics/staff.hpp"
#include "engine/metrics/stories.hpp"
#include "engine/metrics/time_accounts.hpp"
#include "engine/metrics/trust.hpp"
#include "engine/metrics/vacancies.hpp"
#include "engine/metrics/variables.hpp"
#include "engine/metrics/waiting.hpp"
#include "engine/metrics/weeks.hpp"
#include "engine/metrics/work.hpp"

namespace yhdyspinta::metrics {

using event_log::Event;
using event_log::EventKind;

/// Passes each event to the measures that it concerns.
struct Measures::Parts {
    Parts(const event_log::Legend& the_legend, const MeasureOptions& the_options)
        : legend(the_legend), options(the_options), has_needs(!the_legend.needs.empty()) {}

    void read(const Event& event);
    void read_at_activity(const Event& event);
    void read_of_episode(const Event& event);
    void read_frame(const Event& event);

    void read_handover(const Event& event, Episode& episode, Path& path);
    void arose(const Event& event);
    void recognised(const Event& event, Episode& episode);
    void closed(const Event& event, Episode& episode);
    void finish(Episode& episode, double time, bool is_closed, bool is_met);
    void release_if_done(Episode& episode);
    void forget_entity(std::uint32_t entity);
    void run_ended(double time);
    [[gnu::cold, gnu::noinline]] void fail(const Event& event, const char* what);

    const event_log::Legend& legend;
    const MeasureOptions options;
    const bool has_needs;
    AuditReport audit;
    Window window;
    bool has_ended = false;
    double now = 0.0;         ///< [s]
    double population = 0.0;  ///< members present when measuring started

    Queueing queueing{legend, window, audit};
    Entities entities{legend, window, audit};
    Staff staff{legend, audit};
    Costs costs{legend, window};
    Work work{legend};
    Variables variables{legend, window};
    Vacancies vacancies{legend, window};
    Diaries diaries{legend, window};
    Indicators indicators{legend, window};
    Trust trust{legend, window, audit};

    Groups groups{legend};
    ServicePairs pairs{legend};
    Episodes episodes;
    /// Events of a block that follow each other and are of the same episode, or of none.
    struct Spell {
        std::uint32_t begin = 0;  ///< the first of the events
        std::uint32_t episode = kNone;
        std::uint32_t place = kNone;  ///< of the episode
        bool is_of_all = false;       ///< reads and writes nearly all that is known of it
    };
    [[nodiscard]] std::span<Spell> find_spells(std::span<const Event> events);
    void fetch_for(const Event& event) const;
    /// Of a need of an entity, among those of all.
    [[nodiscard]] std::uint64_t key_of(std::uint32_t entity, std::uint32_t need) const {
        return std::uint64_t{entity} * legend.needs.size() + need;
    }
    std::vector<Spell> spells;       ///< room for those of a block
    std::uint32_t next_episode = 0;  ///< all that have arisen so far are less
    FlatMap<double> met;             ///< [s] when a need of an entity was last closed as met
    FlatMap<std::vector<HeldRecord>> held_records;  ///< of closed episodes, by need of an entity
    Demand demand{legend};
    Waiting waiting{groups, options};
    Routine routine{legend, window, options};
    Gaps gaps{window, groups, pairs};
    TimeAccounts time_accounts{gaps, groups, audit};
    Clocks clocks{legend, window, audit};
    DuplicateWork duplicate_work{legend, pairs};
    Handovers handovers{window, pairs};
    Ownership ownership{window};
    Payers payers{legend, window};
    FailureDemand failure_demand{window};
    Courses courses{legend, window, groups};
    Reach reach{legend, window};
    ByWhom by_whom{legend, window, pairs, reach};
    EpisodeRows episode_rows{legend, options.has_episode_rows};
    Weeks weeks{legend, window, queueing, options.has_series};
    Stories stories{legend, window, options.has_stories};
};

Measures::Measures(const event_log::Legend& legend, MeasureOptions options)
    : parts_(std::make_unique<Parts>(legend, options)) {}

Measures::~Measures() = default;

/// Episodes come up in no order that the caches could know, but the events that will ask for them
/// are there already.
void Measures::read(std::span<const Event> events) {
    constexpr std::size_t kFar = 24, kNear = 8, kNext = 3;  // spells ahead
    Parts& parts = *parts_;
    const std::span<Parts::Spell> spells = parts.find_spells(events);
    const auto fetch_place = [&](std::size_t which) {
        if (which >= spells.size() || spells[which].episode == kNone) return;
        parts.episodes.fetch_place(spells[which].episode);
    };
    const auto fetch_episode = [&](std::size_t which) {
        if (which >= spells.size() || spells[which].episode == kNone) return;
        spells[which].place = parts.episodes.fetch_episode(spells[which].episode);
    };
    const auto fetch_rest = [&](std::size_t which) {
        if (which >= spells.size() || spells[which].place == kNone) return;
        parts.episodes.fetch_rest(spells[which].place, spells[which].is_of_all);
    };
    for (std::size_t i = 0; i < kFar; ++i) fetch_place(i);
    for (std::size_t i = 0; i < kNear; ++i) fetch_episode(i);
    const bool has_stories = parts.stories.is_kept();
    for (std::size_t i = 0; i < spells.size(); ++i) {
        fetch_place(i + kFar);
        fetch_episode(i + kNear);
        fetch_rest(i + kNext);
        parts.episodes.expect_at(spells[i].place);
        const std::size_t end = i + 1 < spells.size() ? spells[i + 1].begin : events.size();
        for (std::size_t at = spells[i].begin; at < end; ++at) {
            const Event& event = events[at];
            parts.read(event);
            if (has_stories && parts.stories.is_of(event)) {
                parts.stories.read(
                    event, event.episode == kNone ? nullptr : parts.episodes.find(event.episode));
            }
        }
    }
}

std::span<Measures::Parts::Spell> Measures::Parts::find_spells(std::span<const Event> events) {
    if (spells.size() < events.size()) spells.resize(events.size());
    std::size_t count = 0;
    std::uint32_t episode = 0;
    for (std::uint32_t i = 0; i < events.size(); ++i) {
        const Event& event = events[i];
        fetch_for(event);
        if (event.episode != episode || i == 0) {
            episode = event.episode;
            spells[count++] = {i, episode, kNone, false};
        }
        if (event.kind == EventKind::need_recognised || event.kind == EventKind::episode_closed) {
            spells[count - 1].is_of_all = true;
        }
    }
    return {spells.data(), count};
}

/// Asks for what the reading of an event of the block needs beside its episode.
inline void Measures::Parts::fetch_for(const Event& event) const {
    switch (event.kind) {
        case EventKind::need_arose:
            held_records.fetch(key_of(event.entity, event.place));
            episodes.fetch_free();
            break;
        case EventKind::need_recognised: entities.fetch(event.entity); break;
        case EventKind::indicator_counted: indicators.fetch(event); break;
        default: break;
    }
}

inline void Measures::Parts::read(const Event& event) {
    if (event.time < now) fail(event, "time runs backwards");
    now = event.time;
    if (now >= reach.next_census()) reach.take_censuses(now);
    if (now >= weeks.next_look()) weeks.look(now);
    switch (event.kind) {
        case EventKind::entity_arrived: entities.arrived(event); return;
        case EventKind::entity_left:
            if (by_whom.is_any()) by_whom.left(event.entity, event.time);
            if (entities.slot(event.entity).has_history) forget_entity(event.entity);
            entities.left(event);
            return;
        case EventKind::queue_joined:
            if (event.episode != kNone) return read_at_activity(event);
            queueing.joined(event, entities.token(event));
            return;
        case EventKind::activity_started:
            if (costs.is_any) {
                costs.started(event);
                payers.started(event);
            }
            if (event.episode != kNone) return read_at_activity(event);
            queueing.started(event, entities.token(event));
            return;
        case EventKind::activity_ended: {
            if (costs.is_any) costs.spent(event);
            if (event.episode != kNone) return read_at_activity(event);
            Token& token = entities.token(event);
            if (has_needs && token.is_measured) {
                work.add(event);
                duplicate_work.ended(event, nullptr, nullptr, true);
            }
            queueing.ended(event, token);
            entities.forget_if_idle(event);
            return;
        }
        case EventKind::activity_suspended: {
            if (costs.is_any) costs.spent(event);
            if (event.episode != kNone) return read_at_activity(event);
            Token& token = entities.token(event);
            if (has_needs && token.is_measured) {
                work.add(event);
                duplicate_work.spent(event, nullptr, nullptr, true);
            }
            queueing.suspended(event, token);
            return;
        }
        case EventKind::activity_resumed:
            if (event.episode != kNone) return read_at_activity(event);
            queueing.resumed(event, entities.token(event));
            return;
        case EventKind::balked: queueing.balked(event); return;
        case EventKind::unblocked: queueing.unblocked(event); return;
        case EventKind::blocked:
        case EventKind::served_by: return;
        case EventKind::server_available: staff.server_available(event); return;
        case EventKind::server_busy: staff.server_busy(event); return;
        case EventKind::queue_left:
        case EventKind::reneged:
            if (event.episode != kNone) return read_at_activity(event);
            queueing.left(event, entities.token(event));
            entities.forget_if_idle(event);
            return;
        case EventKind::attribute_set:
            entities.attribute_set(event);
            if (by_whom.is_any()) by_whom.joined(event);
            return;
        case EventKind::household_joined: duplicate_work.household_joined(event); return;
        case EventKind::staff_available:
            if (costs.is_any) {
                costs.available(event);
                payers.available(event);
            }
            staff.available(event);
            return;
        case EventKind::staff_busy: staff.busy(event); return;
        case EventKind::variable_set: variables.set(event); return;
        case EventKind::indicator_counted: indicators.counted(event); return;
        case EventKind::indicator_base: indicators.base(event); return;
        case EventKind::server_left: vacancies.left(event); return;
        case EventKind::post_filled: vacancies.filled(event); return;
        case EventKind::capacity_changed:
        case EventKind::negotiated: return;
        case EventKind::trust_changed: trust.changed(event); return;
        case EventKind::appointment_booked: return;
        case EventKind::appointment_kept: diaries.kept(event); return;
        case EventKind::appointment_missed: diaries.missed(event); return;
        case EventKind::places_offered: diaries.offered(event); return;
        case EventKind::week_available:
            if (weeks.is_kept()) weeks.available(event);
            return;
        case EventKind::week_busy:
            if (weeks.is_kept()) weeks.busy(event);
            return;
        case EventKind::measuring_started:
        case EventKind::run_ended: read_frame(event); return;
        default: read_of_episode(event); return;
    }
}

void Measures::Parts::fail(const Event& event, const char* what) {
    audit.fail(base::Instant::at_seconds(event.time), event.entity, what);
}

void Measures::Parts::read_frame(const Event& event) {
    if (event.kind == EventKind::run_ended) {
        run_ended(event.time);
        return;
    }
    window.open(event.time);
    population = event.value;
    queueing.start_measuring();
    reach.start_measuring();
    entities.start_measuring();
    variables.start_measuring();
    vacancies.start_measuring();
    trust.start_measuring(event.time);
    weeks.start_measuring();
}

void Measures::Parts::forget_entity(std::uint32_t entity) {
    clocks.left(entity);
    duplicate_work.entity_left(entity);
    for (std::uint64_t need = 0; need < legend.needs.size(); ++need) {
        met.erase(key_of(entity, need));
    }
}

void Measures::Parts::read_at_activity(const Event& event) {
    Episode* found = episodes.find(event.episode);
    if (!found) {
        // Work that outlives its episode: remembered only until it ends.
        if (event.episode >= next_episode)
            fail(event, "is at an activity of an episode unheard of");
        found = &episodes.open(event.episode, event.entity);
        found->is_closed = true;
    }
    Episode& episode = *found;
    Path* known = episode.find_path(event.path);
    Path& path = known ? *known : episode.add_path(event.path);
    switch (event.kind) {
        case EventKind::queue_joined: queueing.joined(event, path.token); break;
        case EventKind::activity_started:
            if (costs.is_any) payers.started(event, episode);
            if (reach.is_any() && !episode.is_closed) {
                reach.knows(episode, legend.activities[event.place].service, event.time);
            }
            duplicate_work.started(event, episode, path);
            queueing.started(event, path.token);
            break;
        case EventKind::activity_ended:
            if (costs.is_any) payers.spent(event, episode);
            if (path.token.is_measured) work.add(event, episode);
            duplicate_work.ended(event, &episode, &path, path.token.is_measured);
            queueing.ended(event, path.token);
            break;
        case EventKind::activity_suspended:
            if (costs.is_any) payers.spent(event, episode);
            if (path.token.is_measured) work.add(event, episode);
            duplicate_work.spent(event, &episode, &path, path.token.is_measured);
            queueing.suspended(event, path.token);
            break;
        case EventKind::activity_resumed: queueing.resumed(event, path.token); break;
        default: queueing.left(event, path.token); break;
    }
    episode.drop_if_done(path);
    release_if_done(episode);
}

void Measures::Parts::read_of_episode(const Event& event) {
    if (event.kind == EventKind::need_arose) return arose(event);
    Episode* episode = event.episode == kNone ? nullptr : episodes.find(event.episode);
    if (event.episode != kNone && event.episode >= next_episode) {
        fail(event, "something happens in an episode unheard of");
    }
    if (episode && episode->is_closed) episode = nullptr;
    const double time = event.time;
    switch (event.kind) {
        case EventKind::clock_started:
            clocks.started(event, episode);
            if (!episode && event.episode == kNone && event.entity != kNone) {
                entities.slot(event.entity).has_history = true;
            }
            return;
        case EventKind::clock_stopped:
            if (clocks.stopped(event, episode)) time_accounts.update(*episode, time);
            return;
        case EventKind::clock_limit_passed:
            if (clocks.limit_passed(event, episode)) time_accounts.update(*episode, time);
            return;
        case EventKind::activity_skipped:
            if (window.is_open()) work.add_reused(event);
            break;
        case EventKind::contact:
            if (window.is_open()) demand.contact(event.place);
            break;
        default: break;
    }
    if (!episode) return;
    Path* path = episode->find_path(event.path);
    switch (event.kind) {
        case EventKind::need_recognised:
            if (!episode->is_recognised) recognised(event, *episode);
            if (reach.is_any()) reach.knows(*episode, event.other, time);
            break;
        case EventKind::attribute_told: by_whom.told(event, *episode); break;
        case EventKind::episode_closed: closed(event, *episode); break;
        case EventKind::path_started:
            path = episode->find_path(event.other);
            if (!path) path = &episode->add_path(event.other);
            path->is_open = true;
            episode->has_had_path = true;
            time_accounts.update(*episode, time);
            break;
        case EventKind::path_ended:
            path = episode->find_path(event.other);
            if (!path || !path->is_open) return fail(event, "ends a path that is not open");
            handovers.give_up(*path, time);
            path->is_open = false;
            episode->drop_if_done(*path);
            time_accounts.update(*episode, time);
            ownership.update(*episode, time);
            break;
        case EventKind::time_kind_changed:
            path = episode->find_path(event.place);
            if (!path || !path->is_open) return fail(event, "has a time kind on a path not open");
            path->kind = event_log::time_kind_of(event.other);
            path->gap = event_log::gap_class_of(event.other);
            path->has_told_kind = true;
            time_accounts.update(*episode, time);
            break;
        case EventKind::contact:
            if (path && path->contact_service != event.place) {
                path->contact_service = event.place;
                ownership.update(*episode, time);
            }
            if (reach.is_any()) reach.takes_part(*episode, event.place, time);
            if (!episode->is_recognised) break;
            if (std::isnan(episode->first_contact)) episode->first_contact = time;
            if (event.other == 1 && std::isnan(episode->effective_contact)) {
                episode->effective_contact = time;
            }
            break;
        case EventKind::severity_changed:
            duplicate_work.severity_changed(*episode);
            courses.severity_changed(*episode, event.value);
            break;
        case EventKind::repeat_contact:
            if (episode->is_routine) break;
            failure_demand.repeated();
            if (window.is_open()) demand.repeat_contact(episode->need);
            break;
        case EventKind::owner_changed:
            ownership.changed(*episode, event.place, time);
            if (costs.is_any) payers.owned(*episode, event.place);
            if (reach.is_any()) reach.takes_part(*episode, event.place, time);
            break;
        case EventKind::record_written:
            duplicate_work.record_written(event, *episode);
            entities.slot(event.entity).has_history = true;
            break;
        case EventKind::activity_shortened:
            if (path) path->builds_on_record = true;
            [[fallthrough]];
        case EventKind::record_obtained:
        case EventKind::activity_skipped:
            if (path) path->has_seen_others = true;
            break;
        case EventKind::handover_proposed:
            if (!path) return fail(event, "is handed over on a path not open");
            failure_demand.proposed(event, *path);
            if (by_whom.is_any()) by_whom.handed_over(event, *episode);
            [[fallthrough]];
        case EventKind::handover_lost:
        case EventKind::handover_misrouted:
        case EventKind::handover_disputed:
        case EventKind::handover_accepted:
        case EventKind::handover_rejected:
        case EventKind::handover_timed_out:
        case EventKind::handover_returned:
            if (path) read_handover(event, *episode, *path);
            break;
        case EventKind::handover_resent: failure_demand.sent_again(); break;
        case EventKind::handover_received:
            if (reach.is_any()) reach.knows(*episode, event.other, time);
            break;
        case EventKind::feedback_told: handovers.told(event, *episode); break;
        case EventKind::record_not_seen:
            if (path) duplicate_work.record_not_seen(event, *path);
            break;
        default: break;
    }
}

void Measures::Parts::read_handover(const Event& event, Episode& episode, Path& path) {
    const bool was_disputed = path.handover.is_disputed;
    handovers.read(event, episode, path);
    if (event.kind == EventKind::handover_accepted) ++episode.hops;
    if (event.kind == EventKind::handover_disputed && !was_disputed) ownership.disputed(episode);
    ownership.update(episode, event.time);
}

void Measures::Parts::arose(const Event& event) {
    if (event.episode < next_episode)
        return fail(event, "a need arises under a number already used");
    next_episode = event.episode + 1;
    Episode& episode = episodes.open(event.episode, event.entity);
    episode.need = event.place;
    episode.is_routine = legend.is_routine(event.place);
    // Results of an earlier episode of the same need stay valid for their time.
    const std::uint64_t key = key_of(event.entity, event.place);
    if (const auto* earlier = held_records.find(key)) {
        episode.records = *earlier;
        held_records.erase(key);
    }
    episode.arose = event.time;
    episode.severity = event.value;
    if (!episode.is_routine) reach.arose();
    if (episode.is_routine) {
        routine.arose(episode);
    } else if (window.is_open()) {
        demand.arose(event.place);
    }
}

void Measures::Parts::recognised(const Event& event, Episode& episode) {
    const double time = event.time;
    const std::uint64_t key = key_of(episode.entity, episode.need);
    met.fetch(key);
    episode.is_recognised = true;
    episode.recognised_severity = episode.severity;
    episode.is_measured = window.is_open() && !episode.is_routine;
    episode.level = entities.slot(episode.entity).level;
    time_accounts.start(episode, time);
    ownership.start(episode, time);
    failure_demand.recognised();
    if (episode.is_measured) {
        demand.recognised(episode.need);
        waiting.recognised(episode);
    }
    if (episode.is_routine) return;
    if (const double* met_at = met.find(key)) {
        if (time - *met_at <= options.premature_within.in_seconds()) {
            gaps.returned(episode, *met_at, time);
            failure_demand.returned();
        }
        met.erase(key);
    }
}

void Measures::Parts::finish(Episode& episode, double time, bool is_closed, bool is_met) {
    time_accounts.finish(episode, time, is_closed);
    ownership.finish(episode, time, is_closed);
    if (by_whom.is_any()) by_whom.finish(episode, time, is_closed);
    for (Path& path : episode.paths) handovers.give_up(path, time);
    if (episode.is_routine) routine.finish(episode, time, is_closed, is_met);
    if (!episode.is_measured) return;
    waiting.finish(episode, time, is_closed);
    gaps.finish(episode);
    duplicate_work.finish(episode);
    courses.finish(episode, time, is_closed);
    episode_rows.finish(episode, time, is_closed);
}

void Measures::Parts::closed(const Event& event, Episode& episode) {
    const bool is_met = event.other == 1;
    if (costs.is_any) payers.finish(episode, is_met);
    if (!episode.is_routine) reach.closed(episode);
    if (episode.is_recognised) {
        episode.is_met = is_met;
        finish(episode, event.time, true, is_met);
        if (window.is_open() && !episode.is_routine) demand.closed(episode.need, event.place);
        if (is_met && !episode.is_routine) {
            met[key_of(episode.entity, episode.need)] = event.time;
            entities.slot(episode.entity).has_history = true;
        }
    }
    std::erase_if(episode.records,
                  [&](const HeldRecord& record) { return record.valid_until <= event.time; });
    if (!episode.records.empty()) {
        held_records[key_of(episode.entity, episode.need)] = episode.records;
    }
    clocks.closed(event, episode);
    episode.is_closed = true;
    for (std::size_t p = episode.paths.size(); p-- > 0;) {
        episode.paths[p].is_open = false;
        episode.drop_if_done(episode.paths[p]);
    }
    release_if_done(episode);
}

void Measures::Parts::release_if_done(Episode& episode) {
    if (episode.is_closed && episode.has_idle_paths_only()) episodes.release(episode);
}

void Measures::Parts::run_ended(double time) {
    if (!window.is_open())
        audit.fail(base::Instant::at_seconds(time), kNone, "nothing was measured");
    window.close(time);
    indicators.finish();
    entities.for_each_token([&](const Token& token) { queueing.still_there(time, token); });
    episodes.for_each([&](Episode& episode) {
        for (const Path& path : episode.paths) queueing.still_there(time, path.token);
        if (episode.is_recognised && !episode.is_closed) finish(episode, time, false, false);
        if (costs.is_any && !episode.is_closed) payers.finish(episode, false);
    });
    if (by_whom.is_any()) by_whom.run_ended(time);
    weeks.run_ended(time);
    queueing.check(time);
    entities.check(time);
    staff.check(time);
    clocks.check(time);
    has_ended = true;
}

std::vector<results::Response> Measures::responses() const {
    const Parts& parts = *parts_;
    if (!parts.has_ended) throw base::InternalError("Measures: the run has not ended");
    const Scale scale(parts.window, parts.population);
    ResponseList list;
    parts.queueing.add_responses(scale, list);
    parts.staff.add_responses(scale, list);
    parts.costs.add_responses(scale, list);
    if (parts.costs.is_any) parts.payers.add_responses(scale, list);
    parts.entities.add_responses(scale, list);
    parts.clocks.add_responses(scale, list);
    parts.variables.add_responses(list);
    parts.indicators.add_responses(list);
    parts.vacancies.add_responses(scale, list);
    parts.diaries.add_responses(list);
    parts.trust.add_responses(list);
    if (parts.has_needs) {
        parts.demand.add_responses(scale, list);
        parts.waiting.add_responses(list);
        parts.routine.add_responses(scale, list);
        parts.time_accounts.add_responses(list);
        parts.work.add_responses(scale, list);
        parts.duplicate_work.add_responses(scale, parts.work.total(), list);
        parts.gaps.add_responses(scale, list);
        parts.handovers.add_responses(scale, list);
        parts.ownership.add_responses(scale, list);
        parts.failure_demand.add_responses(scale, list);
        parts.courses.add_responses(scale, list);
        parts.queueing.add_backlogs(list);
        parts.reach.add_responses(scale, list);
        parts.by_whom.add_responses(scale, parts.costs.is_any, list);
    }
    return list.take();
}

std::vector<results::Distribution> Measures::distributions() const {
    const Parts& parts = *parts_;
    if (!parts.has_ended) throw base::InternalError("Measures: the run has not ended");
    std::vector<results::Distribution> list;
    if (!parts.has_needs) return list;
    parts.waiting.add_distributions(list);
    parts.gaps.add_distributions(list);
    parts.ownership.add_distributions(list);
    parts.clocks.add_distributions(list);
    return list;
}

const results::EpisodeTable& Measures::episodes() const {
    if (!parts_->has_ended) throw base::InternalError("Measures: the run has not ended");
    return parts_->episode_rows.table();
}

std::vector<results::Series> Measures::series() const {
    if (!parts_->has_ended) throw base::InternalError("Measures: the run has not ended");
    std::vector<results::Series> list;
    parts_->weeks.add_series(list);
    return list;
}

results::StoryTable Measures::stories() const {
    if (!parts_->has_ended) throw base::InternalError("Measures: the run has not ended");
    return parts_->stories.table();
}

AuditReport Measures::audit() const {
    if (!parts_->has_ended) throw base::InternalError("Measures: the run has not ended");
    return parts_->audit;
}

}  // namespace yhdyspinta::metrics
