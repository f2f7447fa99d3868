// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/metrics/episode.hpp"
#include "engine/metrics/frame.hpp"
#include "engine/metrics/reach.hpp"
#include "engine/metrics/service_pairs.hpp"
#include "engine/statistics/survival_grid.hpp"

namespace yhdyspinta::metrics {

/// The headline figures by whom they concern, when `Legend::by` asks for it: for each level or band
/// of the attributes there, as they were when the episode was recognised, and for each need,
/// service, organisation and pair of services with an interface. An episode counts for every
/// service that met the client or owned it, for their organisations, and for every pair between
/// which a handover was proposed: these groups overlap.
///
/// Of episodes recognised within the measured period, open ones as far as they have come:
/// - `by_whom.episodes` [1]: how many; NaN from 1 up to `Legend::suppress_below`, and then all
///   others of the group are too;
/// - `by_whom.effective_wait`, `by_whom.first_contact` [d]: as `waiting_time.…`, grid of 1 d;
/// - `by_whom.never_served` [0, 1]: closed episodes without effective contact;
/// - `by_whom.duplicate_share` [0, 1]: duplicate among all staff time in these episodes;
/// - `by_whom.cost` [EUR]: staff time and starts of activities per episode, idle time left out.
/// Of all episodes open within the measured period:
/// - `by_whom.gap_days` [d/1000/year]: for levels and bands per 1000 years that members spend in
///   them, for the others per 1000 of the whole population and year.
///
/// Equity between the levels or bands of one attribute (source 000, equality and regional
/// variation), of effective_wait, never_served and gap_days: `equity.….spread` is the standard
/// deviation weighted by episodes, `equity.….largest_difference` that between levels with 30
/// episodes or more. Both hold chance as well as inequity: small groups differ anyway.
class ByWhom {
public:
    ByWhom(const event_log::Legend& legend, const Window& window, const ServicePairs& pairs,
           const Reach& reach);

    [[nodiscard]] bool is_any() const { return !legend_.by.empty(); }

    /// attribute_set: what a member is when it joins.
    void joined(const event_log::Event& event);
    void left(std::uint32_t entity, double time);
    /// attribute_told: what it is when the episode is recognised.
    void told(const event_log::Event& event, Episode& episode) const;
    void handed_over(const event_log::Event& event, Episode& episode) const;
    /// The last word on a recognised episode.
    void finish(const Episode& episode, double time, bool is_closed);
    /// Everybody still there has been for as long as that.
    void run_ended(double end);

    void add_responses(const Scale& scale, bool has_costs, ResponseList& list) const;

private:
    struct Group {
        std::string name;
        statistics::SurvivalGrid first{1.0, 365.0};      ///< [d]
        statistics::SurvivalGrid effective{1.0, 365.0};  ///< [d]
        double episodes = 0.0;
        double closed = 0.0;
        double closed_unserved = 0.0;
        double gap = 0.0;        ///< [s]
        double work = 0.0;       ///< [s]
        double duplicate = 0.0;  ///< [s]
        double cost = 0.0;       ///< [EUR]
        double exposure = 0.0;   ///< [s] that members spend in it; of levels and bands
    };
    struct Member {
        double joined = kNaN;     ///< [s]; NaN: nobody
        double there_from = 0.0;  ///< [s], later than `joined` for who is not born yet
    };
    [[nodiscard]] std::uint16_t level_of(std::size_t by, double value) const;
    template <class Visit>
    void for_each_group(const Episode& episode, Visit visit) const;
    [[nodiscard]] double gap_days(const Group& group, bool is_of_members, const Scale& scale) const;
    void add_equity(std::size_t by, const Scale& scale, ResponseList& list) const;

    const event_log::Legend& legend_;
    const Window& window_;
    const ServicePairs& pairs_;
    const Reach& reach_;
    std::vector<Group> groups_;
    std::vector<std::size_t> first_level_;  ///< by Legend::by: group of its first level
    std::size_t first_need_ = 0, first_service_ = 0, first_organisation_ = 0;
    std::vector<std::uint32_t> group_of_pair_;  ///< kNone without an interface
    std::vector<Member> members_;               ///< by entity
    std::vector<double> values_;                ///< [members x by] when they joined
};

}  // namespace yhdyspinta::metrics
