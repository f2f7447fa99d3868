// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/from_yaml.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <limits>
#include <new>
#include <span>
#include <stdexcept>

#include "engine/base/diagnostic.hpp"
#include "engine/base/large_pages.hpp"
#include "engine/event_log/event_log.hpp"
#include "engine/metrics/measures.hpp"
#include "engine/scenario/read_scenario.hpp"

namespace {

std::uint64_t allocations = 0;  // of the whole program: every operator new comes here

}  // namespace

void* operator new(std::size_t size) {
    ++allocations;
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace yhdyspinta::bench {

namespace {

/// Used by this process so far.
double processor_seconds() {
    timespec used{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + 1e-9 * static_cast<double>(used.tv_nsec);
}

/// How much of a core the program has. Processor time counts in full while another program runs on
/// the same core (hyper-threading), though each then gets little more than half of it; a short loop
/// of additions that could all be done at once tells, by how long it takes now and then.
class CoreShare {
public:
    void look() {
        constexpr int kRounds = 20'000;
        const double begin = processor_seconds();
        std::array<std::uint64_t, 8> sums{1, 2, 3, 4, 5, 6, 7, 8};
        for (int round = 0; round < kRounds; ++round) {
            for (std::uint64_t& sum : sums) sum = (sum << 1) ^ (sum >> 3) ^ round;
            asm volatile("" : : "r"(sums.data()) : "memory");
        }
        const double seconds = processor_seconds() - begin;
        fastest_ = std::min(fastest_, seconds);
        looking_ += seconds;
        ++looks_;
    }
    /// Against the fastest look; 1 when none was taken.
    [[nodiscard]] double share() const { return looks_ > 0 ? looks_ * fastest_ / looking_ : 1.0; }
    [[nodiscard]] double seconds_of_looking() const { return looking_; }

private:
    double fastest_ = std::numeric_limits<double>::infinity(), looking_ = 0.0;  // [s]
    int looks_ = 0;
};

/// Counts what ends and sums waits; half way through the run it starts to count allocations.
class Counter : public event_log::EventReader {
public:
    explicit Counter(double half) : half_(half) {}
    void read(std::span<const event_log::Event> events) override {
        for (const auto& event : events) {
            Sum& sum = by_kind_[static_cast<std::uint8_t>(event.kind)];
            ++sum.events;
            sum.values += event.value;
        }
        outcome_.events += events.size();
        if (!events.empty() && events.back().time >= half_ && !is_past_half_) {
            is_past_half_ = true;
            allocations_at_half_ = allocations_so_far();
            events_at_half_ = outcome_.events;
        }
        allocations_now_ = allocations_so_far();
        if (++blocks_ % kBlocksBetweenLooks == 0) core_.look();
    }
    /// `seconds` of processor time were used from the first event to the last.
    [[nodiscard]] Outcome outcome(double seconds) const {
        Outcome outcome = outcome_;
        using event_log::EventKind;
        outcome.waited =
            sum_of(EventKind::activity_started).values + sum_of(EventKind::activity_resumed).values;
        outcome.activities = sum_of(EventKind::activity_ended).events;
        outcome.clients = sum_of(EventKind::entity_left).events;
        outcome.seconds = seconds - core_.seconds_of_looking();
        outcome.core_share = core_.share();
        outcome.allocations = allocations_now_ - allocations_at_half_;
        outcome.events_after_half = outcome_.events - events_at_half_;
        return outcome;
    }

private:
    struct Sum {
        std::uint64_t events = 0;
        double values = 0.0;
    };
    [[nodiscard]] const Sum& sum_of(event_log::EventKind kind) const {
        return by_kind_[static_cast<std::uint8_t>(kind)];
    }

    static constexpr std::uint64_t kBlocksBetweenLooks = 32;
    /// Of all kinds alike: a jump that depends on the kind would cost more than the sum.
    std::array<Sum, 256> by_kind_{};
    CoreShare core_;
    std::uint64_t blocks_ = 0;
    double half_;  // [s]
    bool is_past_half_ = false;
    std::uint64_t allocations_at_half_ = 0, allocations_now_ = 0, events_at_half_ = 0;
    Outcome outcome_;
};

}  // namespace

std::uint64_t allocations_so_far() { return allocations; }

std::int64_t clients() {
    static const char* const kGiven = std::getenv("YHDYSPINTA_BENCH_CLIENTS");
    return kGiven != nullptr ? std::stoll(kGiven) : 1'000'000;
}

process::System read_system(const std::string& file) {
    base::Diagnostics diagnostics;
    auto scenario = scenario::read_scenario(file, {}, diagnostics);
    if (!scenario || diagnostics.has_errors()) throw std::runtime_error(diagnostics.to_text());
    return std::move(scenario->system);
}

process::System read_system_text(const std::string& text) {
    const auto path = std::filesystem::temp_directory_path() /
                      ("yhdyspinta_bench_" + std::to_string(::getpid()) + ".yaml");
    std::ofstream(path) << text;
    auto system = read_system(path.string());
    std::filesystem::remove(path);
    return system;
}

Outcome run_in_child(const simulation::CompiledSystem& system, std::uint64_t replication,
                     bool is_measured) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("cannot open a pipe");
    std::cout.flush();
    const pid_t child = ::fork();
    if (child < 0) throw std::runtime_error("cannot start a child process");
    if (child == 0) {
        int status = 1;
        base::use_large_pages();
        try {
            event_log::EventLog log;
            Counter counter(0.5 * system.legend().end_of_run);
            log.add_reader(counter);
            metrics::Measures measures(system.legend());
            if (is_measured) log.add_reader(measures);
            const double begin = processor_seconds();
            simulation::simulate(system, 1, replication, log);
            const Outcome outcome = counter.outcome(processor_seconds() - begin);
            if (::write(ends[1], &outcome, sizeof outcome) == sizeof outcome) status = 0;
        } catch (const std::exception& error) {
            std::cerr << error.what() << '\n';
        }
        ::_exit(status);
    }
    ::close(ends[1]);
    Outcome outcome;
    const bool is_whole = ::read(ends[0], &outcome, sizeof outcome) == sizeof outcome;
    ::close(ends[0]);
    int status = 0;
    rusage used{};
    ::wait4(child, &status, 0, &used);
    outcome.peak_megabytes = static_cast<double>(used.ru_maxrss) / 1024.0;
    if (!is_whole || status != 0) throw std::runtime_error("the child process failed");
    return outcome;
}

void report(benchmark::State& state, const Outcome& total) {
    state.SetItemsProcessed(static_cast<std::int64_t>(total.clients));
    if (total.activities > 0) {
        state.counters["mean_wait"] = total.waited / static_cast<double>(total.activities);
    }
    if (total.events_after_half > 0) {
        state.counters["allocations_per_event"] =
            static_cast<double>(total.allocations) / static_cast<double>(total.events_after_half);
    }
}

}  // namespace yhdyspinta::bench
