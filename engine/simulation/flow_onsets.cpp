// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation in steady state, no text, no log but the event log.
//
// Needs that arise more often while others are open, needs that arise at given values of an
// attribute, and how hidden ones come to light.
#include <algorithm>
#include <cmath>

#include <boost/random/exponential_distribution.hpp>
#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/simulation/flow_model.hpp"
#include "engine/simulation/keys.hpp"

namespace yhdyspinta::simulation {

using base::Duration;
using base::Instant;

namespace {

constexpr random::Purpose kRaisedCandidate = random::purpose("onset/raised");
constexpr random::Purpose kRaisedThinning = random::purpose("onset/raised/thinning");
constexpr random::Purpose kValue = random::purpose("onset/value");
constexpr random::Purpose kContact = random::purpose("recognised/contact");
constexpr std::uint32_t kGenerations = (1U << 30) - 1;  // the other two bits say what is due

}  // namespace

/// The rate that holds for the member now [1/s]; the first condition that holds counts.
double FlowModel::onset_rate(std::uint32_t entity, const NeedInfo& need) const {
    for (const OnsetInfo& onset : need.onset) {
        if (!holds(onset.when, entity, kNone)) continue;
        if (onset.times == kNone) return onset.rate;
        return onset.rate * std::clamp(evaluate(onset.times, entity, kNone), 0.0, onset.at_most);
    }
    return 0.0;
}

/// Whether the candidate at a later time may be kept, as far as what never changes, or grows,
/// tells.
bool FlowModel::may_be_kept(std::uint32_t entity, std::uint32_t need, double time) const {
    const NeedInfo& info = program_.needs[need];
    const double least = draw_for_candidate(entity, need) * info.highest_rate;
    for (const OnsetInfo& onset : info.onset) {
        if (onset.when != kNone && foresee(onset.when, entity, time) == 0.0) continue;
        double most = onset.rate;
        if (onset.is_foreseeable) {
            most *= std::clamp(foresee(onset.times, entity, time), 0.0, onset.at_most);
        } else if (onset.times != kNone) {
            most *= onset.at_most;
        }
        return least < most;
    }
    return false;
}

/// The value of an expression at a later time, when it reads only what is the same until then, or
/// grows.
double FlowModel::foresee(std::uint32_t expression, std::uint32_t entity, double time) const {
    return program_.expressions[expression].value([&](std::uint32_t place) {
        if (place < program_.attributes.size()) {
            return attributes_[entity * program_.attributes.size() + place] +
                   program_.attributes[place].grows_per_second * time;
        }
        if (place == program_.now_value) return time / 86400.0;
        return variables_[place - program_.first_variable];
    });
}

// ---- at given values
// -------------------------------------------------------------------------------

/// When the attribute comes to the next of the values; those that it has had at the start are over.
void FlowModel::schedule_value(std::uint32_t entity, std::uint32_t need, std::uint32_t next) {
    const NeedInfo& info = program_.needs[need];
    const double growth = program_.attributes[info.at_attribute].grows_per_second;
    const double initial =
        attributes_[entity * program_.attributes.size() + info.at_attribute];  // at time 0
    for (std::uint32_t i = next; i < info.reaches.size(); ++i) {
        double time = (info.reaches[i] - initial) / growth;
        if (!(time > 0.0)) continue;
        if (time > program_.length) return;
        // Whoever asks at that instant must see the value, whatever was rounded.
        for (double step = 1e-7; (initial + growth * time - info.reaches[i]) * growth < 0.0;
             step *= 2.0) {
            time += step;
        }
        calendar_.schedule(time, Due::onset, entity,
                           static_cast<std::uint32_t>(entity * program_.needs.size() + need),
                           i << 2 | kReaches);
        return;
    }
}

void FlowModel::on_value(std::uint32_t pair, std::uint32_t which) {
    const auto entity = static_cast<std::uint32_t>(pair / program_.needs.size());
    const auto need = static_cast<std::uint32_t>(pair % program_.needs.size());
    const NeedInfo& info = program_.needs[need];
    schedule_value(entity, need, which + 1);
    if (happens(chance(info.probability, entity, kNone), entities_[entity].key, info.key ^ kValue,
                which)) {
        arise(pair);
    }
}

// ---- raised by others
// ------------------------------------------------------------------------------

void FlowModel::raise_others(std::uint32_t entity, std::uint32_t need) {
    const NeedInfo& info = program_.needs[need];
    for (const std::uint32_t other : info.raises) find_raise(entity, other);
    if (info.raises_in_household.empty()) return;
    for (const std::uint32_t member : household_of(entity)) {
        if (member == entity) continue;
        for (const std::uint32_t other : info.raises_in_household) find_raise(member, other);
    }
}

/// By how much the needs that are open now multiply the rate of this one. What is beyond the need's
/// own rate has candidates of its own, at (factor - 1) times the highest rate: an exponential time
/// to the next one may be drawn anew whenever the factor changes, and the candidates of the need's
/// own rate stay where they are. A factor below 1 thins those.
void FlowModel::find_raise(std::uint32_t entity, std::uint32_t need) {
    const std::size_t needs = program_.needs.size();
    double factor = 1.0;
    for (const RaiseInfo& raise : program_.needs[need].raised_by) {
        if (!raise.is_of_others) {
            if (open_episode_[entity * needs + raise.by] != kNone) factor *= raise.factor;
            continue;
        }
        for (const std::uint32_t member : household_of(entity)) {
            if (member != entity && open_episode_[member * needs + raise.by] != kNone) {
                factor *= raise.factor;
            }
        }
    }
    const auto pair = static_cast<std::uint32_t>(entity * needs + need);
    Susceptibility& raised = susceptibility_[pair];
    if (raised.factor == factor) return;
    raised.factor = factor;
    schedule_raised(pair);
}

void FlowModel::schedule_raised(std::uint32_t pair) {
    const auto entity = static_cast<std::uint32_t>(pair / program_.needs.size());
    const NeedInfo& info = program_.needs[pair % program_.needs.size()];
    Susceptibility& raised = susceptibility_[pair];
    raised.generation = (raised.generation + 1) & kGenerations;
    const double rate = (raised.factor - 1.0) * info.highest_rate;
    if (!(rate > 0.0)) return;
    auto stream = streams_.stream(entities_[entity].key, info.key ^ kRaisedCandidate,
                                  raised.raised_candidates++);
    const double gap = boost::random::exponential_distribution<double>(rate)(stream);
    if (now_ + gap > program_.length) return;
    calendar_.schedule(now_ + gap, Due::onset, entity, pair, raised.generation << 2 | kRaised);
}

void FlowModel::on_raised(std::uint32_t pair, std::uint32_t generation) {
    const Susceptibility& raised = susceptibility_[pair];
    if (raised.generation != generation) return;
    const auto entity = static_cast<std::uint32_t>(pair / program_.needs.size());
    const NeedInfo& info = program_.needs[pair % program_.needs.size()];
    auto stream = streams_.stream(entities_[entity].key, info.key ^ kRaisedThinning,
                                  raised.raised_candidates);
    const bool is_kept = stream.uniform() * info.highest_rate < onset_rate(entity, info);
    schedule_raised(pair);
    if (is_kept) arise(pair);
}

// ---- how hidden needs come to light
// ----------------------------------------------------------------

/// When a recogniser that does not depend on contacts notices the need [s since start].
double FlowModel::time_to_recognition(const RecogniserInfo& by, std::uint32_t slot,
                                      std::uint64_t key) const {
    double after = sample(by.after, key, 0);
    if (by.times != kNone) {
        const double times = evaluate(by.times, episodes_[slot].entity, slot);
        if (!(times >= 0.0 && times < std::numeric_limits<double>::infinity())) {
            throw base::ModelError(
                fmt::format("{}: recogniser {} multiplies its time by {}; expected a number >= 0; "
                            "replication {}, seed {}",
                            whereabouts(), program_.legend.recognisers[by.legend], times,
                            streams_.replication, streams_.seed));
        }
        after *= times;
    }
    if (by.days == 0) return now_ + after;
    return program_.calendars[by.days]
        .add_working_time(Instant::at_seconds(now_), Duration::seconds(after))
        .in_seconds();
}

void FlowModel::count_hidden(const Episode& episode, bool is_added) {
    Entity& entity = entities_[episode.entity];
    if (!is_added) {
        --entity.hidden;
        return;
    }
    ++entity.hidden;
    const std::size_t slot = &episode - episodes_.data();
    std::fill_n(
        contacts_.begin() + static_cast<std::ptrdiff_t>(slot * program_.contact_recognisers),
        program_.contact_recognisers, 0U);
}

void FlowModel::notice_at_contact(const Path& path, const Activity& activity) {
    if (activity.service == kNone) return;
    notice_at_contact(path.entity, activity.service);
    if (!leads(path)) return;
    for (std::uint32_t m = bonds_[index_of(path)].first_member; m != kNone;
         m = bonds_[m].next_member) {
        notice_at_contact(paths_[m].entity, activity.service);
    }
}

/// What comes to light does so at this instant, but after what the end of the activity sets going.
void FlowModel::notice_at_contact(std::uint32_t entity, std::uint32_t service) {
    if (entities_[entity].hidden == 0) return;
    for (const auto& [need, which] : program_.services[service].notices) {
        const std::uint32_t slot = open_episode_[entity * program_.needs.size() + need];
        if (slot == kNone || episodes_[slot].is_recognised) continue;
        const Episode& episode = episodes_[slot];
        const NeedInfo& info = program_.needs[need];
        const RecogniserInfo& by = info.recognisers[which];
        const std::uint32_t contact =
            contacts_[slot * program_.contact_recognisers + by.contact_place]++;
        if (!holds(by.when, entity, slot)) continue;
        const std::uint64_t key = mix(mix(entities_[entity].key, info.key), episode.occurrence);
        if (!happens(chance(by.at_contact, entity, slot), key, by.key ^ kContact, contact)) {
            continue;
        }
        calendar_.schedule(now_, Due::recognised, entity, slot, episode.generation << 6 | which);
    }
}

}  // namespace yhdyspinta::simulation
