// SPDX-License-Identifier: Apache-2.0
// Members of a population who belong together: how they come to do so at the start, the attributes
// that they share, and how they move to another place.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/simulation/flow_model.hpp"
#include "engine/simulation/keys.hpp"

namespace yhdyspinta::simulation {

using base::GapClass;
using base::TimeKind;

namespace {

constexpr random::Purpose kHousehold = random::purpose("household");
constexpr random::Purpose kOrder = random::purpose("household/order");
constexpr random::Purpose kSide = random::purpose("household/apart/side");
constexpr double kLargest = 1e6;

/// Members in the order of a value, from which the nearest to a value is taken again and again.
/// Neighbours that are gone are passed over by paths that get shorter as they are used, so n
/// takings cost about n log n.
class ByValue {
public:
    explicit ByValue(std::vector<std::pair<double, std::uint32_t>> members)
        : members_(std::move(members)), above_(members_.size() + 1), below_(members_.size() + 1) {
        std::stable_sort(members_.begin(), members_.end(),
                         [](const auto& a, const auto& b) { return a.first < b.first; });
        std::iota(above_.begin(), above_.end(), 0U);
        std::iota(below_.begin(), below_.end(), 0U);
        place_.resize(members_.size());
        for (std::uint32_t i = 0; i < members_.size(); ++i) place_[members_[i].second] = i;
    }

    void take(std::uint32_t member) {
        const std::uint32_t place = place_[member];
        above_[place] = place + 1;
        below_[place + 1] = place;
    }
    /// The member nearest to the value, the lower of two; kNone when all are taken.
    [[nodiscard]] std::uint32_t nearest(double value) {
        const auto at = static_cast<std::uint32_t>(
            std::lower_bound(members_.begin(), members_.end(), value,
                             [](const auto& member, double v) { return member.first < v; }) -
            members_.begin());
        const std::uint32_t up = find(above_, at), down = find(below_, at);
        const bool has_up = up<members_.size(), has_down = down> 0;
        if (!has_up && !has_down) return kNone;
        const bool is_lower_nearer =
            has_down && (!has_up || value - members_[down - 1].first <= members_[up].first - value);
        return members_[is_lower_nearer ? down - 1 : up].second;
    }

private:
    static std::uint32_t find(std::vector<std::uint32_t>& links, std::uint32_t at) {
        while (links[at] != at) {
            links[at] = links[links[at]];
            at = links[at];
        }
        return at;
    }

    std::vector<std::pair<double, std::uint32_t>> members_;
    std::vector<std::uint32_t> place_;          ///< of each member in the order
    std::vector<std::uint32_t> above_, below_;  ///< the next that is left; below_ is one more
};

}  // namespace

// ---- at the start
// ----------------------------------------------------------------------------------

/// Every row of the table by itself: the next member in an order of chance gets as many others as
/// its household has room for.
void FlowModel::make_households(std::uint32_t which, std::uint32_t first_entity) {
    const PopulationInfo& population = program_.populations[which];
    std::vector<std::uint32_t> household;
    std::uint32_t begin = first_entity;
    for (std::size_t g = 0; g < population.groups.size();) {
        const std::size_t first_group = g;
        std::vector<std::size_t> group_of;
        for (; g < population.groups.size() &&
               population.groups[g].row == population.groups[first_group].row;
             ++g) {
            group_of.insert(group_of.end(), population.groups[g].count, g);
        }
        const auto count = static_cast<std::uint32_t>(group_of.size());
        if (!population.households) {
            for (std::uint32_t i = 0; i < count; ++i) add_household(which, {begin + i});
            begin += count;
            continue;
        }
        const HouseholdsInfo& info = *population.households;
        std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
        for (std::uint32_t i = 0; i < count; ++i) {
            order.emplace_back(streams_.stream(entities_[begin + i].key, kOrder, 0)(), i);
        }
        std::sort(order.begin(), order.end());
        const auto value_of = [&](std::uint32_t i) {
            return info.apart_attribute == kNone ? 0.0 : attribute(begin + i, info.apart_attribute);
        };
        std::vector<std::pair<double, std::uint32_t>> values;
        values.reserve(order.size());
        for (const auto& [chance, i] : order) values.emplace_back(value_of(i), i);
        ByValue left(std::move(values));
        std::vector<bool> is_taken(count, false);
        for (const auto& [chance, first] : order) {
            if (is_taken[first]) continue;
            const std::uint64_t key = mix(entities_[begin + first].key, kHousehold);
            const double drawn = std::round(sample(info.size, key, 0));
            const double size = drawn > 1.0 ? std::min(drawn, kLargest) : 1.0;
            household.clear();
            for (std::uint32_t next = first; next != kNone;) {
                is_taken[next] = true;
                left.take(next);
                household.push_back(begin + next);
                if (static_cast<double>(household.size()) >= size) break;
                double value = value_of(first);
                if (info.apart_attribute != kNone) {
                    const double apart = sample(info.apart, key, household.size());
                    const bool is_above =
                        streams_.stream(key, kSide, household.size()).uniform() < 0.5;
                    value += is_above ? apart : -apart;
                }
                next = left.nearest(value);
            }
            add_household(which, household);
            share_draws(static_cast<std::uint32_t>(households_.size() - 1),
                        population.groups[group_of[first]]);
        }
        begin += count;
    }
}

void FlowModel::add_household(std::uint32_t population, const std::vector<std::uint32_t>& members) {
    const auto index = static_cast<std::uint32_t>(households_.size());
    Household& household = households_.emplace_back();
    household.key = mix(entities_[members.front()].key, kHousehold);
    household.first = static_cast<std::uint32_t>(household_members_.size());
    household.size = static_cast<std::uint32_t>(members.size());
    household.population = population;
    for (const std::uint32_t member : members) {
        entities_[member].household = index;
        household_members_.push_back(member);
    }
    if (program_.populations[population].moves) schedule_move(index);
}

/// What its members share is drawn once for the household.
void FlowModel::share_draws(std::uint32_t which, const MemberGroup& group) {
    const Household& household = households_[which];
    const PopulationInfo& population = program_.populations[household.population];
    const auto find = [](const std::vector<ClassAttribute>& list, std::uint32_t attribute) {
        const auto found = std::find_if(list.begin(), list.end(), [&](const ClassAttribute& item) {
            return item.attribute == attribute;
        });
        return found == list.end() ? nullptr : &*found;
    };
    for (const std::uint32_t shared : population.households->shared) {
        const ClassAttribute* item = find(group.drawn, shared);
        const bool is_of_row =
            std::any_of(group.fixed.begin(), group.fixed.end(),
                        [&](const auto& fixed) { return fixed.first == shared; });
        if (item == nullptr && is_of_row) continue;  // a row has one value
        if (item == nullptr) item = find(program_.classes[population.entity_class], shared);
        const double value = item == nullptr ? 0.0 : sample(item->initial, household.key, 0);
        for (std::uint32_t i = 0; i < household.size; ++i) {
            const std::uint32_t member = household_members_[household.first + i];
            attributes_[member * program_.attributes.size() + shared] = value;
        }
    }
}

// ---- sharing
// ---------------------------------------------------------------------------------------

/// The members of the household of an entity, itself among them; nobody when it has none.
std::span<const std::uint32_t> FlowModel::household_of(std::uint32_t entity) const {
    const std::uint32_t which = entities_[entity].household;
    if (which == kNone) return {};
    const Household& household = households_[which];
    return {household_members_.data() + household.first, household.size};
}

bool FlowModel::share_value(std::uint32_t entity, std::uint32_t which, double stored) {
    const std::uint32_t household = entities_[entity].household;
    if (household == kNone) return false;
    const auto& info = program_.populations[households_[household].population].households;
    if (!info || std::find(info->shared.begin(), info->shared.end(), which) == info->shared.end()) {
        return false;
    }
    bool has_changed = false;
    for (const std::uint32_t member : household_of(entity)) {
        has_changed = store_attribute(member, which, stored) || has_changed;
    }
    return has_changed;
}

/// Whether some path of the entity waits for a signal or a condition.
bool FlowModel::waits(std::uint32_t entity) const {
    for (std::uint32_t i = entities_[entity].first_path; i != kNone; i = paths_[i].entity_next) {
        if (paths_[i].state == PathState::waiting) return true;
    }
    return false;
}

// ---- moving
// ----------------------------------------------------------------------------------------

void FlowModel::schedule_move(std::uint32_t which) {
    const Household& household = households_[which];
    const MovesInfo& moves = *program_.populations[household.population].moves;
    const double gap = std::max(0.0, sample(moves.every, household.key, household.moves));
    if (now_ + gap > program_.length) return;
    calendar_.schedule(now_ + gap, Due::move, household_members_[household.first], which, 0);
}

std::uint32_t FlowModel::new_level(const Household& household, const MovesInfo& moves,
                                   std::uint32_t old) const {
    if (moves.level) {
        return static_cast<std::uint32_t>(
            std::round(sample(*moves.level, household.key, household.moves)));
    }
    double all = 0.0;
    for (std::uint32_t level = 0; level < moves.weights.size(); ++level) {
        if (level != old) all += moves.weights[level];
    }
    double left = streams_.stream(household.key, moves.purpose, household.moves).uniform() * all;
    std::uint32_t last = old;
    for (std::uint32_t level = 0; level < moves.weights.size(); ++level) {
        if (level == old || moves.weights[level] <= 0.0) continue;
        last = level;
        left -= moves.weights[level];
        if (left < 0.0) break;
    }
    return last;
}

void FlowModel::on_move(std::uint32_t which) {
    Household& household = households_[which];
    const MovesInfo& moves = *program_.populations[household.population].moves;
    const std::uint32_t first = household_members_[household.first];
    const auto old = static_cast<std::uint32_t>(attribute(first, moves.attribute));
    const std::uint32_t level = new_level(household, moves, old);
    const double delay =
        moves.delay ? std::max(0.0, sample(*moves.delay, household.key, household.moves)) : 0.0;
    ++household.moves;
    schedule_move(which);
    if (level == old) return;

    for (const std::uint32_t member : household_of(first)) {
        const auto value_of = [&](std::uint32_t index) -> double& {
            return attributes_[member * program_.attributes.size() + index];
        };
        const auto follows = [&](const FollowsMove& follower) {
            const double value = follower.values[level];
            return !std::isnan(value) && value != value_of(follower.attribute);
        };
        const auto leaves = [&](const Path& path) {
            return depends_on(path, moves.attribute) ||
                   std::any_of(moves.followers.begin(), moves.followers.end(),
                               [&](const FollowsMove& follower) {
                                   return follows(follower) && depends_on(path, follower.attribute);
                               });
        };
        // What a branch of a fork does, the path before the fork begins again.
        relocated_.clear();
        for (std::uint32_t i = entities_[member].first_path; i != kNone;
             i = paths_[i].entity_next) {
            if (!leaves(paths_[i])) continue;
            std::uint32_t root = i;
            while (program_.has_gatherings && bonds_[root].forked_by != kNone) {
                root = bonds_[root].forked_by;
            }
            if (std::find(relocated_.begin(), relocated_.end(), root) == relocated_.end()) {
                relocated_.push_back(root);
            }
        }
        std::sort(relocated_.begin(), relocated_.end(), [&](std::uint32_t a, std::uint32_t b) {
            return paths_[a].episode != paths_[b].episode ? paths_[a].episode < paths_[b].episode
                                                          : paths_[a].ordinal < paths_[b].ordinal;
        });
        for (const std::uint32_t path : relocated_) leave_place(path, delay);
        bool has_changed = false;
        const auto change = [&](std::uint32_t index, double value) {
            if (value_of(index) == value) return;
            value_of(index) = value;
            has_changed = true;
            log_.append({now_, value, member, kNone, kNone, static_cast<std::uint16_t>(index),
                         Kind::attribute_set, 0});
        };
        change(moves.attribute, static_cast<double>(level));
        for (const FollowsMove& follower : moves.followers) {
            if (follows(follower)) change(follower.attribute, follower.values[level]);
        }
        if (has_changed && program_.has_conditions && waits(member)) {
            add_work(Work::What::look_of_entity, member);
        }
    }
    dispatch_released();
}

/// Whether the path is, or waits, somewhere that the attribute decides.
bool FlowModel::depends_on(const Path& path, std::uint32_t attribute) const {
    if (path.state == PathState::free || path.state == PathState::moving) return false;
    // A handover on its way finds its receiver wherever the client lives by then.
    if (path.state == PathState::informed && path.phase != Phase::record_asked &&
        path.phase != Phase::record_travels) {
        return false;
    }
    if (path.service != kNone && program_.services[path.service].site_attribute == attribute) {
        return true;
    }
    if (path.state == PathState::queued || path.state == PathState::busy ||
        path.state == PathState::blocked) {
        for (const Demand& demand : program_.activities[path.activity].demands) {
            if (program_.resources[demand.resource].site_attribute == attribute) return true;
        }
    }
    if (path.state == PathState::waiting && path.step < program_.steps.size()) {
        const Step& step = program_.steps[path.step];
        if (step.kind == StepKind::book &&
            program_.diaries[program_.bookings[step.index].diary].site_attribute == attribute) {
            return true;
        }
    }
    return std::any_of(path.places.begin(), path.places.end(), [&](const Place& place) {
        return program_.resources[sites_[place.site].resource].site_attribute == attribute;
    });
}

/// Until it begins again at the new place nobody has the matter in hand.
void FlowModel::leave_place(std::uint32_t index, double delay) {
    current_path_ = index;
    if (paths_[index].state == PathState::forked) cancel_branches(index);
    take_out(index);
    Path& path = paths_[index];
    if (path.depth > 0) path.step = path.stack[0];
    path.depth = 0;
    set_time_kind(path, TimeKind::gap, GapClass::transition);
    if (path.episode != kNone && episodes_[path.episode].owner == path.service) {
        set_owner(episodes_[path.episode], kNone);
    }
    await_information(index, Phase::relocating, delay);
}

void FlowModel::begin_again(std::uint32_t index) {
    Path& path = paths_[index];
    set_time_kind(path, TimeKind::waiting);
    if (path.service != kNone) {
        if (path.episode != kNone) set_owner(episodes_[path.episode], path.service);
        if (program_.services[path.service].first_step != kNone) {
            enter_service(index);
            dispatch_released();
            return;
        }
    }
    proceed(index, program_.first_steps[program_.steps[path.step].process]);
}

}  // namespace yhdyspinta::simulation
