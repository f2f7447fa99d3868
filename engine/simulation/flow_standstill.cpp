// SPDX-License-Identifier: Apache-2.0
//
// Who can never move again. Blocking after service, and places in caseloads that are held while
// others are waited for, can bring clients to wait for each other in a circle.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

/// Finds the largest set of paths that wait for nobody but each other: takes all who wait for
/// others to be stuck and lets off, until no more can go, those whom one not stuck can set free.
/// What is not known for certain, like a signal, is taken to come.
class FlowModel::StandstillFinder {
public:
    explicit StandstillFinder(const FlowModel& model)
        : m_(model), is_stuck_(model.paths_.size()), held_(model.sites_.size()) {
        for (std::uint32_t i = 0; i < is_stuck_.size(); ++i) {
            is_stuck_[i] = waits_for_others(m_.paths_[i]);
        }
    }

    std::vector<std::string> find() {
        if (!has_holders()) return {};
        while (let_off()) {
        }
        if (!has_holders()) return {};
        double since = 0.0;
        std::size_t holders = 0, others = 0;
        std::map<std::string, int> places;
        for (std::uint32_t i = 0; i < is_stuck_.size(); ++i) {
            if (!is_stuck_[i]) continue;
            if (!is_holder(i)) {
                ++others;
                continue;
            }
            ++holders;
            const Path& path = m_.paths_[i];
            const bool is_blocked = path.state == PathState::blocked;
            since = std::max(since, is_blocked ? path.blocked_since : path.since);
            const std::string& name = m_.program_.legend.activities[awaited_by(path)].name;
            ++places[(is_blocked ? "blocked before " : "waiting at ") + name];
        }
        std::string where;
        for (const auto& [place, number] : places) {
            where += fmt::format("{}{} {}", where.empty() ? "" : ", ", number, place);
        }
        std::string text = fmt::format(
            "from {} ({} s) on {} client{} servers or places in caseloads and {} for what will "
            "never be free: {}",
            m_.program_.clock.to_text(base::Instant::at_seconds(since)), since, holders,
            holders == 1 ? " holds" : "s hold", holders == 1 ? "waits" : "wait", where);
        if (others > 0)
            text += fmt::format("; {} more wait{} with them", others, others == 1 ? "s" : "");
        return {std::move(text)};
    }

private:
    bool waits_for_others(const Path& path) const {
        if (path.absence != kNone) return false;
        if (path.episode != kNone) {
            const NeedInfo& need = m_.program_.needs[m_.episodes_[path.episode].need];
            if (need.resolves || need.escalation_step != kNone || need.repeat_step != kNone ||
                m_.program_.has_eligibility) {
                return false;
            }
        }
        switch (path.state) {
            case PathState::queued:
            case PathState::blocked: {
                if (path.then == Then::send || path.then == Then::decide) return false;
                const Activity& activity = m_.program_.activities[path.activity];
                if (path.blocked_before != kNone) return true;
                return !activity.patience && activity.interrupted_by == kNone &&
                       activity.jockeys_to.empty();
            }
            case PathState::forked:
            case PathState::inside: return true;
            default: return false;
        }
    }

    /// The activity that a path in a queue or before one waits for.
    std::uint32_t awaited_by(const Path& path) const {
        return path.state == PathState::blocked && path.blocked_before != kNone
                   ? m_.program_.steps[path.blocked_before].index
                   : path.activity;
    }

    bool keeps_servers(const Path& path) const {
        return path.state == PathState::blocked && path.blocked_before != kNone;
    }
    bool is_holder(std::uint32_t index) const {
        const Path& path = m_.paths_[index];
        if (path.state != PathState::queued && path.state != PathState::blocked) return false;
        return keeps_servers(path) || !path.places.empty();
    }
    bool has_holders() const {
        for (std::uint32_t i = 0; i < is_stuck_.size(); ++i) {
            if (is_stuck_[i] && is_holder(i)) return true;
        }
        return false;
    }

    /// True when somebody was let off.
    bool let_off() {
        for (std::size_t i = 0; i < held_.size(); ++i) {
            held_[i].assign(m_.sites_[i].groups.size(), 0);
        }
        mobile_.assign(m_.sites_.size(), 0);
        for (std::uint32_t i = 0; i < is_stuck_.size(); ++i) {
            const Path& path = m_.paths_[i];
            if (is_stuck_[i]) {
                for (const Place& place : path.places) held_[place.site][place.group] += 1;
                if (!keeps_servers(path)) continue;
                for (const Hold& hold : path.holds) {
                    held_[hold.site][hold.group] += static_cast<std::int32_t>(hold.servers);
                }
            } else if (path.state == PathState::queued) {
                for (const Demand& demand : m_.program_.activities[path.activity].demands) {
                    ++mobile_[m_.site_of(path, demand.resource)];
                }
            }
        }
        std::vector<std::uint32_t> free;
        for (std::uint32_t i = 0; i < is_stuck_.size(); ++i) {
            if (is_stuck_[i] && can_go_on(i)) free.push_back(i);
        }
        for (const std::uint32_t i : free) is_stuck_[i] = false;
        return !free.empty();
    }

    bool can_go_on(std::uint32_t index) const {
        const Path& path = m_.paths_[index];
        if (path.episode != kNone && has_free_companion(path)) return true;
        if (path.state == PathState::inside) return !is_stuck_[m_.bonds_[index].leader];
        if (path.state == PathState::forked) return may_be_joined(index);
        const Activity& activity = m_.program_.activities[awaited_by(path)];
        if (path.state == PathState::queued) return !is_short(path, activity);
        return std::none_of(activity.demands.begin(), activity.demands.end(),
                            [&](const Demand& demand) {
                                const std::uint32_t where = m_.site_of(path, demand.resource);
                                const Site& site = m_.sites_[where];
                                return m_.is_full(site) && mobile_[where] == 0 &&
                                       (m_.in_queue(site) > 0 || is_short(path, activity));
                            });
    }

    /// Another path of its episode may close it.
    bool has_free_companion(const Path& path) const {
        for (std::uint32_t i = m_.entities_[path.entity].first_path; i != kNone;
             i = m_.paths_[i].entity_next) {
            if (m_.paths_[i].episode == path.episode && !is_stuck_[i]) return true;
        }
        return false;
    }

    /// As many of its branches as it waits for may end.
    bool may_be_joined(std::uint32_t index) const {
        std::uint32_t free = 0;
        for (std::uint32_t i = m_.entities_[m_.paths_[index].entity].first_path; i != kNone;
             i = m_.paths_[i].entity_next) {
            if (m_.bonds_[i].forked_by == index && !is_stuck_[i]) ++free;
        }
        return free >= m_.bonds_[index].awaited;
    }

    /// Whether so many servers are held by those stuck that too few are left.
    bool is_short(const Path& path, const Activity& activity) const {
        return std::any_of(activity.demands.begin(), activity.demands.end(),
                           [&](const Demand& demand) {
                               const std::uint32_t where = m_.site_of(path, demand.resource);
                               const Site& site = m_.sites_[where];
                               if (site.is_shared_out || is_to_change(where)) return false;
                               const std::uint32_t own = m_.own_group(path, demand.resource, where);
                               std::int32_t left = 0;
                               for (std::uint32_t g = 0; g < site.groups.size(); ++g) {
                                   if (own != kNone && own != g) continue;
                                   left += std::max(0, site.groups[g].servers - held_[where][g]);
                               }
                               return left < static_cast<std::int32_t>(demand.servers);
                           });
    }

    bool is_to_change(std::uint32_t site) const {
        const auto& changes = m_.program_.capacity_changes;
        return std::any_of(changes.begin(), changes.end(), [&](const CapacityChangeInfo& change) {
            return change.site == site && change.after > m_.program_.length;
        });
    }

    const FlowModel& m_;
    std::vector<bool> is_stuck_;                   ///< [paths]
    std::vector<std::vector<std::int32_t>> held_;  ///< [sites][groups] servers that the stuck hold
    std::vector<std::uint32_t> mobile_;            ///< [sites] who waits and is not stuck
};

std::vector<std::string> FlowModel::find_standstill() const {
    return StandstillFinder(*this).find();
}

}  // namespace yhdyspinta::simulation
