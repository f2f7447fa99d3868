// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/metrics/episode.hpp"
#include "engine/metrics/frame.hpp"
#include "engine/metrics/household_records.hpp"
#include "engine/metrics/service_pairs.hpp"

namespace yhdyspinta::metrics {

/// Staff time spent on what was already done, of activities begun within the measured period.
///
/// The whole staff time of an activity belongs to the first class that fits:
/// - P5 it handles a repeated contact, P6 it handles a failed handover, P7 it is substitute work;
/// - P3 it enters again what a sender entered, or its result is documentation (rule below);
/// - P1, P2 its result is a history, an assessment (rule below);
/// - P4 it is direct work by a service while another open path of the episode is in the hands of
/// another
///   service, neither path has obtained or reused a record, and no coordination work has been begun
///   on the episode since both are open.
/// The rule: when it began, a record of the type it produces was held for the same need of the same
/// entity, still valid, and the severity had not changed since it was written; it did not build on
/// that record (shortened), and redoing it is not required by law. Of a type that a household
/// shares, the record of any member for any need is one. `duplicate_work.not_trusted` is the part
/// of it that is done although the earlier record was seen, because it was not trusted.
/// Coordination work is never duplicate.
class DuplicateWork {
public:
    DuplicateWork(const event_log::Legend& legend, const ServicePairs& pairs);

    /// Only for activities of episodes; to be told in the order of the log.
    void started(const event_log::Event& event, Episode& episode, Path& path);
    void record_written(const event_log::Event& event, Episode& episode);
    void record_not_seen(const event_log::Event& event, Path& path) const {
        constexpr auto kReason = event_log::NotSeenReason::not_trusted;
        path.distrusts = event.value == static_cast<double>(kReason) ? event.other : kNone;
    }
    void severity_changed(Episode& episode) {
        episode.records.clear();
        if (has_shared_) households_.forget_episode(episode.entity, episode.id);
    }
    void household_joined(const event_log::Event& event) {
        if (has_shared_) households_.joined(event);
    }
    void entity_left(std::uint32_t entity) {
        if (has_shared_) households_.forget_entity(entity);
    }

    /// `episode` and `path` are nullptr when the work concerns none (any more). `is_measured`:
    /// begun within the measured period.
    void ended(const event_log::Event& event, Episode* episode, const Path* path, bool is_measured);
    /// Staff time of an activity that ended or was suspended.
    void spent(const event_log::Event& event, Episode* episode, const Path* path, bool is_measured);
    /// The last word on a measured episode.
    void finish(const Episode& episode);

    /// `all_work`: all staff time [s] of the measured period.
    void add_responses(const Scale& scale, double all_work, ResponseList& list) const;

private:
    struct Finding {
        std::size_t duplicate_class;  ///< 1…7 as in P1…P7
        std::size_t pair;             ///< holder of the earlier result -> who repeats it
    };
    [[nodiscard]] std::optional<Finding> classify(const event_log::Event& event,
                                                  const Episode* episode, const Path* path) const;

    const event_log::Legend& legend_;
    const ServicePairs& pairs_;
    HouseholdRecords households_;
    bool has_shared_ = false;           ///< some type of record is shared in households
    std::array<double, 8> by_class_{};  ///< [s]; index 0 unused
    std::vector<double> by_pair_;       ///< [s]
    double not_trusted_ = 0.0;          ///< [s]
    double of_episodes_ = 0.0;          ///< [s] in measured episodes
    double episodes_ = 0.0;
    double tellings_ = 0.0;
    double episodes_with_contact_ = 0.0;
};

}  // namespace yhdyspinta::metrics
