// SPDX-License-Identifier: Apache-2.0
// Ten years of the reference region with every service: 27 210 children and 8 100 young adults of
// Pohjois-Karjala, those born meanwhile, and all that is measured. `seconds` is processor time of
// one core, `megabytes` the most memory the run had at a time. Aims: 10 s and 500 MB. `core_share`
// is 1 when the core was as free all the time as at the best moment of the run, and about 0.55 when
// its other thread was busy but for such a moment.
//
//   build/release/bin/bench_region
//   YHDYSPINTA_BENCH_YEARS=1 build/release/bin/bench_region
#include <algorithm>
#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "tests/bench/from_yaml.hpp"

namespace {

using namespace yhdyspinta;
using bench::Outcome;

int years() {
    static const char* const kGiven = std::getenv("YHDYSPINTA_BENCH_YEARS");
    return kGiven != nullptr ? std::stoi(kGiven) : 10;
}

/// A scenario of the region for so many years, with the children born in them: the scenario itself
/// has those of four.
process::System region(const std::string& scenario) {
    std::string groups;
    const auto add = [&](const char* column, double share, int from, int to) {
        groups += fmt::format("{{column: {}, share: {}, set: {{age: \"uniform({}, {})\"}}}}, ",
                              column, share, from, to);
    };
    add("pop_0_2_2020", 1.0, 0, 3);
    add("pop_3_5_2020", 1.0, 3, 6);
    add("pop_6_2020", 1.0, 6, 7);
    add("pop_7_12_2020", 1.0, 7, 13);
    add("pop_13_15_2020", 1.0, 13, 16);
    add("pop_16_17_2020", 1.0, 16, 18);
    add("pop_16_17_2020", 2.5, 18, 23);
    add("pop_0_2_2020", 1.214 * years() / 4.0, -years(), 0);
    return bench::read_system_text(
        fmt::format("schema: 1\nextends: {}/scenarios/pohjois_karjala/{}.yaml\n"
                    "run: {{length: {} years, warm_up: 3 months, replications: 1}}\n"
                    "populations: {{children: {{groups: [{}]}}}}\n",
                    YHDYSPINTA_SOURCE_DIR, scenario, years(), groups));
}

void run_region(benchmark::State& state, const std::string& scenario, bool is_measured) {
    const simulation::CompiledSystem system(region(scenario));
    Outcome total;
    double runs = 0.0;
    for (auto _ : state) {
        const Outcome one =
            bench::run_in_child(system, static_cast<std::uint64_t>(runs) + 1, is_measured);
        state.SetIterationTime(one.seconds);
        total.seconds += one.seconds;
        total.events += one.events;
        total.core_share = one.core_share;
        total.peak_megabytes = std::max(total.peak_megabytes, one.peak_megabytes);
        runs += 1.0;
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(total.events));
    state.counters["seconds"] = total.seconds / runs;
    state.counters["core_share"] = total.core_share;
    state.counters["megabytes"] = total.peak_megabytes;
}

}  // namespace

BENCHMARK_CAPTURE(run_region, separate, "separate_2018", true)
    ->UseManualTime()
    ->Unit(benchmark::kSecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(run_region, joined, "joined", true)
    ->UseManualTime()
    ->Unit(benchmark::kSecond)
    ->Iterations(1);
BENCHMARK_CAPTURE(run_region, separate_without_measures, "separate_2018", false)
    ->UseManualTime()
    ->Unit(benchmark::kSecond)
    ->Iterations(1);

BENCHMARK_MAIN();
