// SPDX-License-Identifier: Apache-2.0
// M/M/3 in clients per second: the product, which reads the queue from YAML, beside its floor, an
// event loop of the same queue written by hand, in the same run.
//
//   build/release/bin/bench_mm3
//   YHDYSPINTA_BENCH_CLIENTS=50000 build/release/bin/bench_mm3 --benchmark_filter=by_hand
//
// In each line `items_per_second` is clients per second of processor time, and `mean_wait` the
// mean time in the queue in mean service times: about 1.08 in all of them (theory: 1.0787), for
// they simulate the same queue.
#include <cstdint>
#include <deque>
#include <functional>
#include <queue>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "engine/random/law.hpp"
#include "engine/random/stream.hpp"
#include "tests/bench/from_yaml.hpp"

namespace {

using namespace yhdyspinta;
using bench::clients;
using bench::Outcome;
using bench::report;

constexpr int kServers = 3;
constexpr double kArrivalRate = 2.4;  // per mean service time
constexpr std::uint64_t kSeed = 1;    // of the loops by hand

// ---- by hand
// ---------------------------------------------------------------------------------------

struct HandEvent {
    double time;
    std::uint64_t order;
    bool is_arrival;
    std::uint64_t client;
    bool operator>(const HandEvent& other) const {
        return time != other.time ? time > other.time : order > other.order;
    }
};

/// The queue as one would write it in an afternoon. `Draws` gives interarrival(client) and
/// service(client).
template <class Draws>
Outcome run_by_hand(Draws draws, std::uint64_t wanted) {
    std::priority_queue<HandEvent, std::vector<HandEvent>, std::greater<>> events;
    std::deque<std::pair<double, std::uint64_t>> queue;  // joined at, client
    Outcome outcome;
    std::uint64_t order = 0;
    int free_servers = kServers;
    auto start_service = [&](double now, std::uint64_t client) {
        events.push({now + draws.service(client), order++, false, client});
    };
    events.push({draws.interarrival(0), order++, true, 0});
    while (!events.empty()) {
        const HandEvent event = events.top();
        events.pop();
        if (event.is_arrival) {
            if (free_servers > 0) {
                --free_servers;
                start_service(event.time, event.client);
            } else {
                queue.emplace_back(event.time, event.client);
            }
            const std::uint64_t next = event.client + 1;
            if (next < wanted) {
                events.push({event.time + draws.interarrival(next), order++, true, next});
            }
        } else {
            ++outcome.clients;
            ++outcome.activities;
            if (queue.empty()) {
                ++free_servers;
            } else {
                const auto [joined, client] = queue.front();
                queue.pop_front();
                outcome.waited += event.time - joined;
                start_service(event.time, client);
            }
        }
    }
    return outcome;
}

/// One generator for everything: what a hand-written model does.
struct MersenneDraws {
    explicit MersenneDraws(std::uint64_t seed) : generator(seed) {}
    double interarrival(std::uint64_t) { return arrivals(generator); }
    double service(std::uint64_t) { return services(generator); }
    std::mt19937_64 generator;
    std::exponential_distribution<double> arrivals{kArrivalRate}, services{1.0};
};

/// The product's streams: each client its own random numbers for each purpose, the same under every
/// design.
struct PhiloxDraws {
    explicit PhiloxDraws(std::uint64_t seed) : streams{seed, 1} {}
    double interarrival(std::uint64_t client) {
        random::Stream stream = streams.stream(client, random::purpose("source"), 0);
        return arrivals.sample(stream);
    }
    double service(std::uint64_t client) {
        random::Stream stream = streams.stream(client, random::purpose("service"), 0);
        return services.sample(stream);
    }
    random::StreamFamily streams;
    random::Law arrivals = random::Law::exponential(1.0 / kArrivalRate);
    random::Law services = random::Law::exponential(1.0);
};

template <class Draws>
void by_hand(benchmark::State& state) {
    Outcome total;
    std::uint64_t seed = kSeed;
    for (auto _ : state) {
        const Outcome one = run_by_hand(Draws(seed++), static_cast<std::uint64_t>(clients()));
        total.waited += one.waited;
        total.activities += one.activities;
        total.clients += one.clients;
    }
    report(state, total);
}
BENCHMARK(by_hand<MersenneDraws>)->Name("by_hand/mersenne_twister");
BENCHMARK(by_hand<PhiloxDraws>)->Name("by_hand/stream_per_client");

// ---- from YAML
// -------------------------------------------------------------------------------------

struct Queue {
    process::System system;
    double mean_service = 1.0;  // [s]
};

/// The reference queue with the benchmark's load and length; the rest is as the file says.
Queue read_queue() {
    const std::string file = YHDYSPINTA_SOURCE_DIR "/scenarios/reference/mmc.yaml";
    Queue queue{bench::read_system(file), 1.0};
    process::System& system = queue.system;
    if (system.sources.size() != 1 || system.resources.size() != 1 ||
        system.processes.size() != 1) {
        throw std::runtime_error(file + " is no longer one source, one resource, one process");
    }
    for (const auto& step : system.processes[0].value.steps) {
        if (const auto* activity = std::get_if<process::ActivityStep>(&step.value.what)) {
            queue.mean_service = activity->duration.law.mean();
        }
    }
    const double rate = kArrivalRate / queue.mean_service;
    system.resources[0].value.servers = kServers;
    system.sources[0].value.rate = rate;
    system.sources[0].value.interarrival.reset();
    system.run.warm_up = base::Duration::seconds(0.0);
    system.run.length = base::Duration::seconds(static_cast<double>(clients()) / rate);
    return queue;
}

void from_yaml(benchmark::State& state, bool is_measured) {
    const Queue queue = read_queue();
    const simulation::CompiledSystem compiled(queue.system);
    Outcome total;
    std::uint64_t replication = 1;
    for (auto _ : state) {
        const Outcome one = bench::run_in_child(compiled, replication++, is_measured);
        state.SetIterationTime(one.seconds);
        total.waited += one.waited / queue.mean_service;
        total.activities += one.activities;
        total.clients += one.clients;
        total.allocations += one.allocations;
        total.events_after_half += one.events_after_half;
    }
    report(state, total);
}
BENCHMARK_CAPTURE(from_yaml, simulated, false)->Name("from_yaml/simulated")->UseManualTime();
BENCHMARK_CAPTURE(from_yaml, measured, true)->Name("from_yaml/with_all_measures")->UseManualTime();

}  // namespace

BENCHMARK_MAIN();
