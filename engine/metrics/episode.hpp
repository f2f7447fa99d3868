// SPDX-License-Identifier: Apache-2.0
// What the measures remember of an open episode. Times in [s] since start of the run.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/container/small_vector.hpp>

#include "engine/base/fetch.hpp"
#include "engine/event_log/event.hpp"
#include "engine/metrics/flat_map.hpp"
#include "engine/metrics/frame.hpp"
#include "engine/metrics/token.hpp"

namespace yhdyspinta::metrics {

using event_log::GapClass;
using event_log::kNone;
using event_log::kNoPlace;
using event_log::TimeKind;

/// A handover that waits for its answer.
struct PendingHandover {
    std::uint16_t from = kNoPlace;
    std::uint16_t to = kNoPlace;
    double proposed = 0.0;
    bool is_pending = false;
    bool is_measured = false;
    bool is_lost = false;
    bool is_misrouted = false;
    bool is_accepted = false;
    bool is_disputed = false;
    bool is_timed_out = false;
};

/// A handover that was accepted or rejected, and whose sender has not been told what became of it.
struct AnsweredHandover {
    std::uint16_t from = kNoPlace;
    std::uint16_t to = kNoPlace;
};

/// One of the simultaneous paths of an episode.
struct Path {
    Token token;
    TimeKind kind = TimeKind::waiting;
    GapClass gap = GapClass::none;
    std::uint8_t ordinal = 0;
    bool is_open = false;
    bool has_told_kind = false;     ///< a time kind was told: it counts in the state of the episode
    bool has_seen_others = false;   ///< obtained or reused a record
    bool builds_on_record = false;  ///< its next activity is shortened by a record that was seen
    bool has_common_plan = false;   ///< since the last coordination work on the episode
    bool repeats_distrusted = false;  ///< the activity does again what was seen and not trusted
    std::uint32_t distrusts = kNone;  ///< type of a record just seen, which is done again
    std::uint16_t contact_service = kNoPlace;  ///< in whose hands it is, since the first contact
    std::uint16_t repeats_record_of =
        kNoPlace;              ///< holder of the valid record that the activity repeats
    PendingHandover handover;  ///< the last one
};

/// A result that is still valid.
struct HeldRecord {
    std::uint32_t type = kNone;
    std::uint16_t holder = kNoPlace;
    double written = 0.0;
    double valid_until = 0.0;
};

/// What nearly every event of an episode reads and writes, in two lines of the cache.
struct EpisodeFacts {
    std::uint32_t id = kNone;
    std::uint32_t entity = kNone;
    std::uint32_t need = kNone;
    std::uint32_t decisions = 0;  ///< spells of waiting for a decision
    bool is_in_use = false;
    bool is_recognised = false;
    bool is_measured = false;  ///< recognised within the measured period
    bool is_routine = false;   ///< has measures of its own and is never `is_measured`
    bool is_closed = false;    ///< kept only until nothing of it is at an activity any more
    bool is_late = false;      ///< a clock's limit has passed and no service has come since
    bool has_had_path = false;
    bool has_one_owner = false;  ///< it has an owner whom nobody contests
    std::uint16_t owner = kNoPlace;
    std::uint16_t first_owner = kNoPlace;

    // account of time, from recognition
    TimeKind kind = TimeKind::waiting;
    GapClass gap = GapClass::none;
    std::uint16_t gap_from = kNoPlace, gap_to = kNoPlace;  ///< the handover behind a handover gap
    std::uint16_t passed_clocks = 0;  ///< running clocks whose limit has passed
    std::uint16_t running_clocks = 0;
    double since = 0.0;
    double owner_since = 0.0;  ///< ownership is accounted for up to then
    double in_service = 0.0;
    double in_queue = 0.0;
    double in_decision = 0.0;
    double in_gap = 0.0;
    double gap_since = kNaN;     ///< start of the current gap, or of one that has ended just now
    double gap_until = kNaN;     ///< when that one ended; NaN: it goes on
    double gap_in_window = 0.0;  ///< [s] in gaps within the measured period, before it arose too
    double work = 0.0;           ///< staff time [s], of what began within the measured period
    double cost = 0.0;           ///< [EUR] within the measured period
};
static_assert(sizeof(EpisodeFacts) == 2 * base::kCacheLine);

/// Those who do something for it, and who knows of it.
struct EpisodePaths {
    static constexpr std::size_t kPathsInside = 1;
    boost::container::small_vector<Path, kPathsInside> paths;
    /// See Reach: by service, then by organisation.
    boost::container::small_vector<std::uint8_t, 40> reach;
};

/// What only some events of an episode read and write.
struct EpisodeSums {
    double without_owner = 0.0;    ///< [s] since recognition
    double in_late_queue = 0.0;    ///< part of in_gap
    double in_handover_gap = 0.0;  ///< part of in_gap
    double longest_gap = 0.0;

    double arose = 0.0;
    double recognised = 0.0;
    double first_contact = kNaN;
    double effective_contact = kNaN;
    double first_owned = kNaN;  ///< when it first had an owner since recognition

    double duplicate_work = 0.0;       ///< staff time [s]
    double severity = 0.0;             ///< now
    double recognised_severity = 0.0;  ///< when it was recognised
    std::uint32_t tellings = 0;        ///< histories told
    std::uint32_t hops = 0;            ///< handovers accepted
    std::uint32_t level = kNone;       ///< of the attribute by which episodes are grouped
    bool is_met = false;               ///< a service closed it as met
};

struct alignas(base::kCacheLine) Episode : EpisodeFacts, EpisodePaths, EpisodeSums {
    static constexpr std::size_t kMostTouched = 4 * base::kCacheLine;

    std::vector<HeldRecord> records;
    std::vector<std::uint32_t> handed_over;  ///< see ByWhom: groups of pairs of services
    std::vector<std::uint16_t> levels;       ///< see ByWhom: by Legend::by
    std::vector<double> cost_before_owner;   ///< [EUR] by payer, see Payers
    std::vector<AnsweredHandover> untold;    ///< proposed within the measured period

    /// Another episode takes the place of one that has ended; most lists keep their memory.
    void begin(std::uint32_t its_id, std::uint32_t its_entity);
    /// nullptr when it is neither open nor at an activity.
    [[nodiscard]] Path* find_path(std::uint32_t ordinal);
    /// A new path, not open yet. References to other paths become invalid.
    Path& add_path(std::uint32_t ordinal);
    /// Forgets the path unless it is open or at an activity.
    void drop_if_done(const Path& path);
    [[nodiscard]] bool has_idle_paths_only() const;
};

/// The episodes that are open, found by number; places of closed ones are used again.
class Episodes {
public:
    /// Starts an episode. References to other episodes become invalid.
    Episode& open(std::uint32_t id, std::uint32_t entity);
    /// nullptr when it is not there.
    [[nodiscard]] Episode* find(std::uint32_t id) {
        if (expected_ < slots_.size() && slots_[expected_].id == id &&
            slots_[expected_].is_in_use) {
            return &slots_[expected_];
        }
        return find_anywhere(id);
    }
    void release(Episode& episode);

    // Memory that `find` and what follows it will read, asked for in three steps: each needs what
    // the one before has brought.
    void fetch_place(std::uint32_t id) const { places_.fetch(id); }
    /// Where the episode is now; kNone when it is not there.
    [[nodiscard]] std::uint32_t fetch_episode(std::uint32_t id);
    /// Paths that lie elsewhere, and what only some events of an episode read.
    void fetch_rest(std::uint32_t place, bool is_of_all) const {
        const Episode& episode = slots_[place];
        base::fetch(episode.paths.data());
        if (is_of_all) base::fetch_all(episode);
    }
    /// The place of the next one to be opened.
    void fetch_free() const {
        if (!free_.empty()) base::fetch_all(slots_[free_.back()]);
    }
    /// Where `find` looks first from now on: a place given by `fetch_episode`, or kNone.
    void expect_at(std::uint32_t place) { expected_ = place; }

    [[nodiscard]] std::size_t size() const { return places_.size(); }
    /// Visits every episode there, in an order that depends on the log alone.
    template <class Visit>
    void for_each(Visit visit) {
        for (Episode& episode : slots_) {
            if (episode.is_in_use) visit(episode);
        }
    }

private:
    [[nodiscard]] Episode* find_anywhere(std::uint32_t id);

    std::uint32_t expected_ = kNone;
    FlatMap<std::uint32_t> places_;
    std::vector<Episode> slots_;
    std::vector<std::uint32_t> free_;
};

}  // namespace yhdyspinta::metrics
