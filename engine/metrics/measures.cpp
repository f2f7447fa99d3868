// SPDX-License-Identifier: Apache-2.0
// Hot path: `read`. An event outside episodes costs one switch and some additions in dense arrays.
#include "engine/metrics/measures.hpp"

#include <cmath>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/metrics/clocks.hpp"
#include "engine/metrics/costs.hpp"
#include "engine/metrics/demand.hpp"
#include "engine/metrics/diaries.hpp"
#include "engine/metrics/duplicate_work.hpp"
#include "engine/metrics/entities.hpp"
#include "engine/metrics/episode.hpp"
#include "engine/metrics/frame.hpp"
#include "engine/metrics/gaps.hpp"
#include "engine/metrics/groups.hpp"
#include "engine/metrics/handovers.hpp"
#include "engine/metrics/ownership.hpp"
#include "engine/metrics/queueing.hpp"
#include "engine/metrics/service_pairs.hpp"
#include "engine/metrics/staff.hpp"
#include "engine/metrics/time_accounts.hpp"
#include "engine/metrics/trust.hpp"
#include "engine/metrics/variables.hpp"
#include "engine/metrics/waiting.hpp"
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

    void arose(const Event& event);
    void recognised(const Event& event, Episode& episode);
    void closed(const Event& event, Episode& episode);
    void finish(Episode& episode, double time, bool is_closed);
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
    Diaries diaries{legend, window};
    Trust trust{legend, window, audit};

    Groups groups{legend};
    ServicePairs pairs{legend};
    Episodes episodes;
    std::uint32_t next_episode = 0;  ///< all that have arisen so far are less
    FlatMap<double> met;             ///< [s] when a need of an entity was last closed as met
    FlatMap<std::vector<HeldRecord>> held_records;  ///< of closed episodes, by need of an entity
    Demand demand{legend};
    Waiting waiting{groups, options};
    Gaps gaps{window, groups, pairs};
    TimeAccounts time_accounts{gaps, groups, audit};
    Clocks clocks{legend, window, audit};
    DuplicateWork duplicate_work{legend, pairs};
    Handovers handovers{window, pairs};
    Ownership ownership{window};
};

Measures::Measures(const event_log::Legend& legend, MeasureOptions options)
    : parts_(std::make_unique<Parts>(legend, options)) {}

Measures::~Measures() = default;

void Measures::read(std::span<const Event> events) {
    Parts& parts = *parts_;
    for (const Event& event : events) parts.read(event);
}

inline void Measures::Parts::read(const Event& event) {
    if (event.time < now) fail(event, "time runs backwards");
    now = event.time;
    switch (event.kind) {
        case EventKind::entity_arrived: entities.arrived(event); return;
        case EventKind::entity_left:
            if (entities.slot(event.entity).has_history) forget_entity(event.entity);
            entities.left(event);
            return;
        case EventKind::queue_joined:
            if (event.episode != kNone) return read_at_activity(event);
            queueing.joined(event, entities.token(event));
            return;
        case EventKind::activity_started:
            if (costs.is_any) costs.started(event);
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
        case EventKind::attribute_set: entities.attribute_set(event); return;
        case EventKind::staff_available:
            if (costs.is_any) costs.available(event);
            staff.available(event);
            return;
        case EventKind::staff_busy: staff.busy(event); return;
        case EventKind::variable_set: variables.set(event); return;
        case EventKind::trust_changed: trust.changed(event); return;
        case EventKind::appointment_booked: return;
        case EventKind::appointment_kept: diaries.kept(event); return;
        case EventKind::appointment_missed: diaries.missed(event); return;
        case EventKind::places_offered: diaries.offered(event); return;
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
    entities.start_measuring();
    variables.start_measuring();
    trust.start_measuring(event.time);
}

void Measures::Parts::forget_entity(std::uint32_t entity) {
    clocks.left(entity);
    for (std::uint64_t need = 0; need < legend.needs.size(); ++need) {
        met.erase(entity * legend.needs.size() + need);
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
            duplicate_work.started(event, episode, path);
            queueing.started(event, path.token);
            break;
        case EventKind::activity_ended:
            if (path.token.is_measured) work.add(event);
            duplicate_work.ended(event, &episode, &path, path.token.is_measured);
            queueing.ended(event, path.token);
            break;
        case EventKind::activity_suspended:
            if (path.token.is_measured) work.add(event);
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
            break;
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
            if (path) path->contact_service = event.place;
            if (!episode->is_recognised) break;
            if (std::isnan(episode->first_contact)) episode->first_contact = time;
            if (event.other == 1 && std::isnan(episode->effective_contact)) {
                episode->effective_contact = time;
            }
            break;
        case EventKind::severity_changed: duplicate_work.severity_changed(*episode); break;
        case EventKind::repeat_contact:
            if (window.is_open()) demand.repeat_contact(episode->need);
            break;
        case EventKind::owner_changed: ownership.changed(*episode, event.place, time); break;
        case EventKind::record_written: duplicate_work.record_written(event, *episode); break;
        case EventKind::activity_shortened:
            if (path) path->builds_on_record = true;
            [[fallthrough]];
        case EventKind::record_obtained:
        case EventKind::activity_skipped:
            if (path) path->has_seen_others = true;
            break;
        case EventKind::handover_proposed:
            if (!path) return fail(event, "is handed over on a path not open");
            [[fallthrough]];
        case EventKind::handover_lost:
        case EventKind::handover_misrouted:
        case EventKind::handover_disputed:
        case EventKind::handover_accepted:
        case EventKind::handover_rejected:
        case EventKind::handover_timed_out:
        case EventKind::handover_returned:
            if (path) handovers.read(event, *episode, *path);
            break;
        case EventKind::feedback_told: handovers.told(event, *episode); break;
        case EventKind::record_not_seen:
            if (path) duplicate_work.record_not_seen(event, *path);
            break;
        default: break;
    }
}

void Measures::Parts::arose(const Event& event) {
    if (event.episode < next_episode)
        return fail(event, "a need arises under a number already used");
    next_episode = event.episode + 1;
    Episode& episode = episodes.open(event.episode, event.entity);
    episode.need = event.place;
    // Results of an earlier episode of the same need stay valid for their time.
    const std::uint64_t key = std::uint64_t{event.entity} * legend.needs.size() + event.place;
    if (const auto* earlier = held_records.find(key)) {
        episode.records = *earlier;
        held_records.erase(key);
    }
    episode.arose = event.time;
    if (window.is_open()) demand.arose(event.place);
}

void Measures::Parts::recognised(const Event& event, Episode& episode) {
    const double time = event.time;
    episode.is_recognised = true;
    episode.is_measured = window.is_open();
    episode.level = entities.slot(episode.entity).level;
    time_accounts.start(episode, time);
    ownership.start(episode, time);
    if (episode.is_measured) {
        demand.recognised(episode.need);
        waiting.recognised(episode);
    }
    const std::uint64_t key = std::uint64_t{episode.entity} * legend.needs.size() + episode.need;
    if (const double* met_at = met.find(key)) {
        if (time - *met_at <= options.premature_within.in_seconds()) {
            gaps.returned(episode, *met_at, time);
        }
        met.erase(key);
    }
}

void Measures::Parts::finish(Episode& episode, double time, bool is_closed) {
    time_accounts.finish(episode, time, is_closed);
    ownership.finish(episode, time);
    for (Path& path : episode.paths) handovers.give_up(path, time);
    if (!episode.is_measured) return;
    waiting.finish(episode, time, is_closed);
    gaps.finish(episode);
    duplicate_work.finish(episode);
}

void Measures::Parts::closed(const Event& event, Episode& episode) {
    if (episode.is_recognised) {
        finish(episode, event.time, true);
        if (window.is_open()) demand.closed(episode.need, event.place);
        if (event.other == 1) {
            met[std::uint64_t{episode.entity} * legend.needs.size() + episode.need] = event.time;
            entities.slot(episode.entity).has_history = true;
        }
    }
    std::erase_if(episode.records,
                  [&](const HeldRecord& record) { return record.valid_until <= event.time; });
    if (!episode.records.empty()) {
        held_records[std::uint64_t{episode.entity} * legend.needs.size() + episode.need] =
            episode.records;
    }
    clocks.closed(event);
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
    entities.for_each_token([&](const Token& token) { queueing.still_there(time, token); });
    episodes.for_each([&](Episode& episode) {
        for (const Path& path : episode.paths) queueing.still_there(time, path.token);
        if (episode.is_recognised && !episode.is_closed) finish(episode, time, false);
    });
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
    parts.entities.add_responses(scale, list);
    parts.clocks.add_responses(scale, list);
    parts.variables.add_responses(list);
    parts.diaries.add_responses(list);
    parts.trust.add_responses(list);
    if (parts.has_needs) {
        parts.demand.add_responses(scale, list);
        parts.waiting.add_responses(list);
        parts.time_accounts.add_responses(list);
        parts.work.add_responses(scale, list);
        parts.duplicate_work.add_responses(scale, parts.work.total(), list);
        parts.gaps.add_responses(scale, list);
        parts.handovers.add_responses(scale, list);
        parts.ownership.add_responses(scale, list);
    }
    return list.take();
}

AuditReport Measures::audit() const {
    if (!parts_->has_ended) throw base::InternalError("Measures: the run has not ended");
    return parts_->audit;
}

}  // namespace yhdyspinta::metrics
