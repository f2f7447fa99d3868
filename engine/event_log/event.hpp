// SPDX-License-Identifier: Apache-2.0
// Hot path: one event is a 32-byte record; nothing here may allocate, format or look up text.
#pragma once

#include <cstdint>
#include <limits>

#include "engine/base/kinds.hpp"

namespace yhdyspinta::event_log {

inline constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

/// What happened. The comment gives the meaning of the fields `place`, `other` and `value`; a field
/// not named is kNone / 0. Activities, services, resources … are indices into the `Legend` of the
/// log. `episode` is kNone for what does not concern one.
enum class EventKind : std::uint8_t {
    // entities
    entity_arrived,  ///< place: entity class; value: time already waited [s], > 0 at time 0 only
    attribute_set,  ///< place: attribute; value: level of a category, or number (told when a member
                    ///< joins or moves; numbers only where `Legend::by` is not empty)
    entity_left,    ///< place: entity class; value: time since arrival [s], with what was waited
                    ///< before the run

    // activities; place: activity; other: site
    queue_joined,  ///< waits for resources from now on (not logged when it starts at once); value:
    ///< waited here already before the run [s], part of what later events call waited
    queue_left,  ///< removed without service by something else than impatience (episode closed …)
    reneged,     ///< left the queue out of impatience; value: waited [s]
    activity_started,    ///< value: waited [s]
    activity_ended,      ///< value: staff time spent [s], servers together, in working time
    activity_suspended,  ///< its servers were taken away; value: staff time spent since it started
                         ///< or was resumed [s]. Waits again from now on
    activity_resumed,    ///< value: waited since it was suspended [s]
    balked,     ///< did not join the queue; other: 0 out of choice, 1 because the queue was full
    blocked,    ///< keeps its servers, the queue of `place` being full (blocking after service)
    unblocked,  ///< value: blocked for [s]
    served_by,  ///< of a resource with named servers; other: server, of those of the activity
    activity_skipped,  ///< a valid result of an earlier one was seen and reused; value: staff time
                       ///< saved [s]
    activity_shortened,  ///< the next activity of the path builds on a valid result that was seen;
                         ///< other: record type

    // staff; place: resource; other: site
    staff_available,   ///< logged at the end; value: server time on duty within the measured period
                       ///< [s]
    staff_busy,        ///< logged at the end; value: server time held by activities within it [s]
    server_available,  ///< of a named server, as staff_available; other: site x servers + server
    server_busy,       ///< of a named server, as staff_busy; other: the same

    // needs and episodes
    need_arose,         ///< place: need; value: severity. The episode id is born here
    need_recognised,    ///< place: recogniser; other: service that noticed (kNone: the family). The
                        ///< first request
    attribute_told,     ///< place: attribute of `Legend::by`; value: level, or number, when the
                        ///< episode was recognised
    path_started,       ///< place: process; other: path ordinal (0: the first) of the episode
    path_ended,         ///< other: path ordinal
    time_kind_changed,  ///< place: path ordinal; other: pack_time_kind(TimeKind, GapClass); where
                        ///< time goes from now on. Told of what lasts, and of all decisions
    contact,  ///< place: service; other: 1 when effective (able to meet the need at its severity),
              ///< else 0
    severity_changed,  ///< value: new severity. A material change
    repeat_contact,    ///< place: need; a repeated request or notification while the case is open
    owner_changed,     ///< place: service that owns the episode from now on (kNone: nobody)
    episode_closed,    ///< place: outcome; other: 1 when the need was met by a service, else 0

    // records; place: service (holder or reader); other: record type
    record_written,    ///< value: valid until [s since start]
    record_requested,  ///< asked from another service over the channel
    record_obtained,   ///< the answer arrived; value: waited [s]
    record_not_seen,   ///< a valid record exists but is not used here; place: reader; value:
                       ///< NotSeenReason as a number

    // handovers; place: from service; other: to service
    handover_proposed,
    handover_lost,
    handover_misrouted,
    handover_received,
    handover_disputed,  ///< responsibility is contested
    handover_accepted,
    handover_rejected,   ///< value: RejectReason as a number
    handover_timed_out,  ///< the stall limit passed without an answer
    handover_resent,     ///< the stall rule sent it again
    handover_returned,   ///< the client is back with the sender

    // between services; place: from service; other: to service
    feedback_told,  ///< `from` has written to `to` what became of the matter; it may still travel
    trust_changed,  ///< value: trust of `from` in `to` from now on

    // statutory clocks; place: clock
    clock_started,  ///< value: the limit passes at [s since start]
    clock_stopped,  ///< value: elapsed, in the clock's own days or months
    clock_limit_passed,

    // governance
    channel_down,  ///< place: channel
    channel_up,    ///< place: channel
    forum_met,     ///< place: policy; other: interface mended, kNone when none
    negotiated,   ///< place: policy; other: level, kNone when all together; value: 1 agreed, else 0
    server_left,  ///< a post is empty from now on; place: resource; other: site
    post_filled,  ///< place: resource; other: site; value: empty for [s]
    capacity_changed,  ///< place: resource; other: site; value: servers from now on

    // variables of the model
    variable_set,  ///< place: variable; other: level, kNone of one without; value: what it is from
                   ///< now on

    // indicators; place: indicator
    indicator_counted,  ///< what it counts has happened; other: 1 for what takes the member out
                        ///< again
    indicator_base,     ///< looked at from time to time; value: members among whom it counts;
                        ///< other: for how many of them it holds, kNone when that is not asked

    // diaries; place: activity (of the step that books); other: site of the diary
    appointment_booked,  ///< value: when the slot begins [s since start]
    appointment_kept,    ///< the slot begins and the client is there
    appointment_missed,  ///< the slot begins and nobody comes
    places_offered,      ///< logged at the end; place: diary; value: places of the slots that began
                         ///< within the measured period

    // populations
    household_joined,  ///< other: household; told once, when a member joins

    // the frame
    measuring_started,  ///< the warm-up is over; value: members of populations present
    run_ended,

    // staff by calendar week, Monday to Sunday, told only on request; place: resource, all sites
    // together. Logged as the week, or the run, ends
    week_available,  ///< value: as staff_available, within the week
    week_busy        ///< value: as staff_busy, within the week
};

using base::GapClass;
using base::TimeKind;

enum class RejectReason : std::uint8_t { threshold, declined };
enum class NotSeenReason : std::uint8_t { not_visible, not_trusted };

[[nodiscard]] constexpr std::uint32_t pack_time_kind(TimeKind kind, GapClass gap) {
    return static_cast<std::uint32_t>(kind) << 8 | static_cast<std::uint32_t>(gap);
}
[[nodiscard]] constexpr TimeKind time_kind_of(std::uint32_t packed) {
    return static_cast<TimeKind>(packed >> 8 & 0xff);
}
[[nodiscard]] constexpr GapClass gap_class_of(std::uint32_t packed) {
    return static_cast<GapClass>(packed & 0xff);
}

struct Event {
    double time = 0.0;  ///< [s] since start
    double value = 0.0;
    std::uint32_t entity = kNone;
    std::uint32_t episode = kNone;
    std::uint32_t other = kNone;
    std::uint16_t place = 0xffff;  ///< 0xffff: none
    EventKind kind = EventKind::run_ended;
    std::uint8_t path = 0;  ///< ordinal of the path within its episode that did this
};
static_assert(sizeof(Event) == 32);

inline constexpr std::uint16_t kNoPlace = 0xffff;

}  // namespace yhdyspinta::event_log
