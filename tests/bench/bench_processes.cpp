// SPDX-License-Identifier: Apache-2.0
// Processes in clients per second, each beside its floor, an event loop of the same model written
// by hand, in the same run: a tandem of ten queues, two classes with preemption, and a process of
// 200 activities. `mean_wait` is the same in each pair of lines but for chance.
// `allocations_per_event` counts the second half of a run; `bytes` is what one who waits takes.
//
//   build/release/bin/bench_processes
//   YHDYSPINTA_BENCH_CLIENTS=50000 build/release/bin/bench_processes --benchmark_filter=tandem
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <queue>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "tests/bench/from_yaml.hpp"

namespace {

using namespace yhdyspinta;
using bench::Outcome;

constexpr double kMinute = 60.0;  // [s] the mean service time

struct HandEvent {
    double time;
    std::uint64_t order;
    std::uint32_t client, generation;
    bool is_arrival;
    bool operator>(const HandEvent& other) const {
        return time != other.time ? time > other.time : order > other.order;
    }
};
using HandCalendar =
    std::priority_queue<HandEvent, std::vector<HandEvent>, std::greater<HandEvent>>;

// ---- clients who go through `activities` one after another, of stations with one server each
// ---------

struct Series {
    int activities;
    int stations;  // the n-th activity is at station n modulo this
    double rate;   // [1/s]
    std::int64_t clients;
};

Outcome series_by_hand(const Series& series, std::uint64_t seed) {
    struct Client {
        double joined;
        int activity;
    };
    std::mt19937_64 generator(seed);
    std::exponential_distribution<double> arrivals(series.rate), services(1.0 / kMinute);
    const auto stations = static_cast<std::size_t>(series.stations);
    std::vector<std::deque<std::uint32_t>> queues(stations);
    std::vector<bool> is_busy(stations, false);
    std::vector<Client> clients;
    std::vector<std::uint32_t> free;
    HandCalendar events;
    std::uint64_t order = 0;
    std::int64_t arrived = 0;
    Outcome outcome;
    auto come = [&](double now, std::uint32_t client) {
        const auto station = static_cast<std::size_t>(clients[client].activity % series.stations);
        clients[client].joined = now;
        if (is_busy[station]) {
            queues[station].push_back(client);
            return;
        }
        is_busy[station] = true;
        events.push({now + services(generator), order++, client, 0, false});
    };
    events.push({arrivals(generator), order++, 0, 0, true});
    while (!events.empty()) {
        const HandEvent event = events.top();
        events.pop();
        if (event.is_arrival) {
            std::uint32_t client;
            if (free.empty()) {
                client = static_cast<std::uint32_t>(clients.size());
                clients.emplace_back();
            } else {
                client = free.back();
                free.pop_back();
            }
            clients[client].activity = 0;
            if (++arrived < series.clients) {
                events.push({event.time + arrivals(generator), order++, 0, 0, true});
            }
            come(event.time, client);
            continue;
        }
        const auto station =
            static_cast<std::size_t>(clients[event.client].activity % series.stations);
        ++outcome.activities;
        if (queues[station].empty()) {
            is_busy[station] = false;
        } else {
            const std::uint32_t next = queues[station].front();
            queues[station].pop_front();
            outcome.waited += event.time - clients[next].joined;
            events.push({event.time + services(generator), order++, next, 0, false});
        }
        if (++clients[event.client].activity < series.activities) {
            come(event.time, event.client);
        } else {
            ++outcome.clients;
            free.push_back(event.client);
        }
    }
    return outcome;
}

std::string series_in_yaml(const Series& series) {
    std::string text = fmt::format(
        "schema: 1\nrun: {{length: {:.0f} s}}\n"
        "sources: {{clients: {{rate: {:.17g} per s, process: visit}}}}\nresources:\n",
        static_cast<double>(series.clients) / series.rate, series.rate);
    for (int i = 0; i < series.stations; ++i) text += fmt::format("  r{}: {{servers: 1}}\n", i);
    text += "processes:\n  visit:\n    steps:\n";
    for (int i = 0; i < series.activities; ++i) {
        text += fmt::format("      a{}: {{seize: r{}, duration: exponential(1 min)}}\n", i,
                            i % series.stations);
    }
    return text;
}

Series tandem() {
    return {10, 10, 0.8 / kMinute, std::max<std::int64_t>(100, bench::clients() / 10)};
}
Series two_hundred() {
    return {200, 20, 0.08 / kMinute, std::max<std::int64_t>(100, bench::clients() / 200)};
}

// ---- two classes at one server, the second takes it from the first, which resumes
// ----------------------

struct Classes {
    double low, high;  // [1/s]
    std::int64_t clients;
};
Classes classes() { return {0.4 / kMinute, 0.3 / kMinute, bench::clients() / 2}; }

Outcome preemption_by_hand(const Classes& classes, std::uint64_t seed) {
    struct Client {
        double joined, left;
        bool is_high;
    };
    std::mt19937_64 generator(seed);
    std::exponential_distribution<double> low(classes.low), high(classes.high),
        services(1.0 / kMinute);
    std::deque<Client> queues[2];
    HandCalendar events;
    Client served{};
    double started = 0.0;
    bool is_busy = false;
    std::uint32_t generation = 0;
    std::uint64_t order = 0;
    std::int64_t arrived = 0;
    Outcome outcome;
    auto start = [&](double now, const Client& client) {
        served = client;
        started = now;
        is_busy = true;
        outcome.waited += now - client.joined;
        events.push({now + client.left, order++, 0, ++generation, false});
    };
    events.push({low(generator), order++, 0, 0, true});
    events.push({high(generator), order++, 1, 0, true});
    while (!events.empty()) {
        const HandEvent event = events.top();
        events.pop();
        if (event.is_arrival) {
            const bool is_high = event.client == 1;
            if (++arrived < classes.clients) {
                const double gap = is_high ? high(generator) : low(generator);
                events.push({event.time + gap, order++, event.client, 0, true});
            }
            const Client client{event.time, services(generator), is_high};
            if (!is_busy) {
                start(event.time, client);
            } else if (is_high && !served.is_high) {
                ++generation;  // what was due is due no longer
                served.left -= event.time - started;
                served.joined = event.time;
                queues[0].push_front(served);
                start(event.time, client);
            } else {
                queues[is_high ? 1 : 0].push_back(client);
            }
            continue;
        }
        if (event.generation != generation) continue;
        ++outcome.activities;
        ++outcome.clients;
        is_busy = false;
        for (const int level : {1, 0}) {
            if (queues[level].empty()) continue;
            const Client next = queues[level].front();
            queues[level].pop_front();
            start(event.time, next);
            break;
        }
    }
    return outcome;
}

std::string preemption_in_yaml(const Classes& classes) {
    return fmt::format(R"(
schema: 1
run: {{length: {:.0f} s}}
sources:
  low: {{rate: {:.17g} per s, process: low}}
  high: {{rate: {:.17g} per s, process: high}}
resources: {{desk: {{servers: 1}}}}
processes:
  low: {{steps: {{s: {{seize: desk, duration: exponential(1 min)}}}}}}
  high: {{steps: {{s: {{seize: desk, duration: exponential(1 min), priority: 1, preempts: true}}}}}}
)",
                       static_cast<double>(classes.clients) / (classes.low + classes.high),
                       classes.low, classes.high);
}

// ---- what Google Benchmark runs
// ------------------------------------------------------------------------

void add(Outcome& total, const Outcome& one) {
    total.waited += one.waited;
    total.activities += one.activities;
    total.clients += one.clients;
    total.allocations += one.allocations;
    total.events_after_half += one.events_after_half;
}

void by_hand(benchmark::State& state, const std::function<Outcome(std::uint64_t)>& run) {
    Outcome total;
    std::uint64_t seed = 1;
    for (auto _ : state) add(total, run(seed++));
    bench::report(state, total);
}

void from_yaml(benchmark::State& state, const std::string& text) {
    const process::System system = bench::read_system_text(text);
    const simulation::CompiledSystem compiled(system);
    Outcome total;
    std::uint64_t replication = 1;
    for (auto _ : state) {
        const Outcome one = bench::run_in_child(compiled, replication++, false);
        state.SetIterationTime(one.seconds);
        add(total, one);
    }
    bench::report(state, total);
}

/// Largest resident size of a child that simulates this [bytes].
double largest_size(const std::string& text) {
    const process::System system = bench::read_system_text(text);
    const simulation::CompiledSystem compiled(system);
    const pid_t child = ::fork();
    if (child == 0) {
        event_log::EventLog log;
        simulation::simulate(compiled, 1, 1, log);
        ::_exit(0);
    }
    int status = 0;
    rusage used{};
    ::wait4(child, &status, 0, &used);
    if (status != 0) throw std::runtime_error("the child process failed");
    return 1024.0 * static_cast<double>(used.ru_maxrss);
}

/// Memory of one more who waits for a server that does not come.
void waiting_entity(benchmark::State& state) {
    const auto text = [](std::int64_t count) {
        return fmt::format(R"(
schema: 1
run: {{length: 1 day}}
sources: {{clients: {{at: [1 min], batch: {}, process: visit}}}}
resources: {{desk: {{servers: 0, changes: [{{after: 2 days, servers: 1}}]}}}}
processes: {{visit: {{steps: {{s: {{seize: desk, duration: exponential(1 min)}}}}}}}}
)",
                           count);
    };
    const std::int64_t few = 1000, many = few + std::max<std::int64_t>(1000, bench::clients() / 2);
    double bytes = 0.0;
    for (auto _ : state) bytes = largest_size(text(many)) - largest_size(text(few));
    state.counters["bytes"] = bytes / static_cast<double>(many - few);
}

}  // namespace

int main(int argc, char** argv) {
    const auto pair = [](const std::string& name, std::function<Outcome(std::uint64_t)> hand,
                         const std::string& text) {
        benchmark::RegisterBenchmark((name + "/by_hand").c_str(), by_hand, std::move(hand));
        benchmark::RegisterBenchmark((name + "/from_yaml").c_str(), from_yaml, text)
            ->UseManualTime();
    };
    pair(
        "tandem_of_ten", [](std::uint64_t seed) { return series_by_hand(tandem(), seed); },
        series_in_yaml(tandem()));
    pair(
        "preemption", [](std::uint64_t seed) { return preemption_by_hand(classes(), seed); },
        preemption_in_yaml(classes()));
    pair(
        "two_hundred_activities",
        [](std::uint64_t seed) { return series_by_hand(two_hundred(), seed); },
        series_in_yaml(two_hundred()));
    benchmark::RegisterBenchmark("waiting_entity", waiting_entity);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
