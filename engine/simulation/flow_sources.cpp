// SPDX-License-Identifier: Apache-2.0
// Hot path: no allocation in steady state, no text, no log but the event log.
//
// Where entities come from: renewal and Poisson processes, rates that vary with civil time, listed
// and recorded arrivals, and those who wait already when the run starts.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/base/error.hpp"
#include "engine/simulation/flow_model.hpp"

namespace yhdyspinta::simulation {

using base::Instant;

namespace {

constexpr random::Purpose kInterarrival = random::purpose("interarrival");
constexpr random::Purpose kThinning = random::purpose("thinning");
constexpr random::Purpose kBatch = random::purpose("batch");
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLargestBatch = 1e6;
constexpr double kRounding = 1e-9;  // of a formula, as a share of its bound

}  // namespace

void FlowModel::start_sources() {
    for (std::uint32_t i = 0; i < program_.sources.size(); ++i) {
        const SourceInfo& info = program_.sources[i];
        SourceState& state = sources_.emplace_back(SourceState{
            streams_.stream(info.key, kInterarrival, 0), streams_.stream(info.key, kThinning, 0),
            streams_.stream(info.key, kBatch, 0)});
        gather_already_waiting(i);
        if (state.arrived >= info.count) continue;
        const double first = info.first_at ? *info.first_at : next_arrival(i);
        if (first < kInfinity) calendar_.schedule(first, Due::arrival, i, i, 0);
    }
    if (!already_waiting_.empty()) calendar_.schedule(0.0, Due::queues_fill, 0, 0, 0);
}

/// Who of a source is there at time 0, and since when.
void FlowModel::gather_already_waiting(std::uint32_t source) {
    const SourceInfo& info = program_.sources[source];
    SourceState& state = sources_[source];
    for (std::uint64_t i = 0; i < info.already_waiting; ++i) {
        const std::uint64_t key = info.waiting_key + i;
        already_waiting_.push_back({sample(info.waited, key, 0), key, source, kNone});
    }
    for (; state.next < info.times.size() && info.times[state.next] < 0.0; ++state.next) {
        const double waited = -info.times[state.next];
        const std::uint64_t first = info.key + state.arrived + 1;
        const std::uint64_t size = next_batch(source);
        for (std::uint64_t i = 0; i < size; ++i) {
            already_waiting_.push_back({waited, first + i, source, state.next});
        }
    }
}

/// Those who wait already join their queues, and only then is anybody served: whoever has waited
/// longest is first, whatever the source.
void FlowModel::on_queues_fill() {
    std::stable_sort(
        already_waiting_.begin(), already_waiting_.end(),
        [](const WaitingEntity& a, const WaitingEntity& b) { return a.waited > b.waited; });
    is_filling_queues_ = true;
    for (const WaitingEntity& entity : already_waiting_) {
        waited_before_ = entity.waited;
        arrive(entity.source, entity.key, entity.row);
    }
    is_filling_queues_ = false;
    waited_before_ = 0.0;
    already_waiting_.clear();
    already_waiting_.shrink_to_fit();
    for (std::uint32_t site = 0; site < sites_.size(); ++site) dispatch(site);
}

void FlowModel::on_arrival(std::uint32_t source) {
    const SourceInfo& info = program_.sources[source];
    SourceState& state = sources_[source];
    const std::uint32_t row = state.next - 1;
    const std::uint64_t first = info.key + state.arrived + 1;
    const std::uint64_t size = next_batch(source);
    if (state.arrived < info.count) {
        const double next = next_arrival(source);
        if (next < kInfinity) calendar_.schedule(next, Due::arrival, source, source, 0);
    }
    for (std::uint64_t i = 0; i < size; ++i) arrive(source, first + i, row);
}

/// How many arrive now; counts them.
std::uint64_t FlowModel::next_batch(std::uint32_t source) {
    const SourceInfo& info = program_.sources[source];
    SourceState& state = sources_[source];
    std::uint64_t size = 1;
    if (info.batch) {
        const double drawn = std::round(info.batch->sample(state.batches));
        if (!(drawn >= 0.0 && drawn <= kLargestBatch)) {
            fail_source(source,
                        fmt::format("a batch of {}; expected at most {}", drawn, kLargestBatch));
        }
        size = std::min(static_cast<std::uint64_t>(drawn), info.count - state.arrived);
    }
    state.arrived += size;
    return size;
}

/// Date of the next arrival of a source, infinite when there is none.
double FlowModel::next_arrival(std::uint32_t source) {
    const SourceInfo& info = program_.sources[source];
    SourceState& state = sources_[source];
    switch (info.kind) {
        case SourceKind::renewal: {
            const double gap = info.interarrival.sample(state.interarrivals);
            if (!(gap >= 0.0)) {
                fail_source(source, fmt::format("an interarrival time of {} s", gap));
            }
            return now_ + gap;
        }
        case SourceKind::thinned: return next_thinned_arrival(source);
        case SourceKind::listed: break;
    }
    return state.next < info.times.size() ? info.times[state.next++] : kInfinity;
}

/// Candidates come at the highest rate of the profile; each is kept with the probability that its
/// factor is of the highest, so the rate is right at every instant, whenever it changes. Source:
/// P. A. W. Lewis and G. S. Shedler, Naval Research Logistics Quarterly 26 (1979), 403-413.
double FlowModel::next_thinned_arrival(std::uint32_t source) {
    const SourceInfo& info = program_.sources[source];
    SourceState& state = sources_[source];
    const RateProfile& profile = program_.profiles[info.profile];
    for (double time = now_;;) {
        time += info.interarrival.sample(state.interarrivals);
        if (!(time <= program_.length)) return kInfinity;
        const double factor = profile.factor(Instant::at_seconds(time));
        const double slack = kRounding * profile.highest();
        if (!(factor >= -slack && factor <= profile.highest() + slack)) {
            throw base::ModelError(fmt::format(
                "{}: profile {} is {:.6g} on {}; expected from 0 to {:.6g}; replication {}, seed "
                "{}",
                whereabouts(), profile.name(), factor,
                program_.clock.to_text(Instant::at_seconds(time)), profile.highest(),
                streams_.replication, streams_.seed));
        }
        if (state.thinning.uniform() * profile.highest() < factor) return time;
    }
}

/// One entity comes in. `row` is its place in the times of the source, kNone when it has none.
void FlowModel::arrive(std::uint32_t source, std::uint64_t key, std::uint32_t row) {
    const SourceInfo& info = program_.sources[source];
    const std::uint32_t entity = new_entity(info.entity_class, key);
    if (!info.recorded.empty() && row != kNone) {
        const std::size_t columns = info.recorded.size();
        for (std::size_t i = 0; i < columns; ++i) {
            const std::uint32_t which = info.recorded[i];
            // Stored as the value at time 0; grows from there.
            attributes_[entity * program_.attributes.size() + which] =
                info.recorded_values[row * columns + i] -
                program_.attributes[which].grows_per_second * now_;
        }
    }
    if (!info.set.empty()) draw_attributes(entity, info.set);
    const std::uint32_t path = new_path(entity, key);
    entities_[entity].arrived -= waited_before_;
    log_.append({now_, waited_before_, entity, kNone, kNone,
                 static_cast<std::uint16_t>(info.entity_class), Kind::entity_arrived, 0});
    paths_[path].service = program_.steps[info.first_step].service;
    proceed(path, info.first_step);
}

void FlowModel::fail_source(std::uint32_t source, const std::string& what) const {
    throw base::ModelError(fmt::format("{}: source {} drew {}; replication {}, seed {}",
                                       whereabouts(), program_.sources[source].name, what,
                                       streams_.replication, streams_.seed));
}

}  // namespace yhdyspinta::simulation
