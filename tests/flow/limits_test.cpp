// SPDX-License-Identifier: Apache-2.0
// How long a run may be where there are calendars, and how many steps a model may have.
#include "engine/base/error.hpp"
#include "engine/calendar/work_calendar.hpp"
#include "engine/scenario/read_scenario.hpp"
#include "engine/simulation/simulate.hpp"
#include "tests/flow/setups.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

BOOST_AUTO_TEST_SUITE(limits)

BOOST_AUTO_TEST_CASE(runs_reach_as_far_as_their_calendars) {
    const double days = calendar::WorkCalendar::longest_run().in_days();
    // The start on any day of the week.
    for (const int day : {3, 4, 9}) {
        const auto text = fmt::format(
            "schema: 1\ntitle: Test\nrun: {{start: 2026-08-{:02}, length: {} days, replications: "
            "1, "
            "seed: 1}}\n{}resources: {{a: {{servers: 1, calendar: office}}}}\n{}",
            day, days, kOffice,
            clients({{"early", 600, "seize: a, duration: 30 min"},
                     {"last", days * 1440 - 5, "seize: a, duration: 30 min"}}));
        BOOST_TEST(count_of(run_log(text), Kind::entity_arrived) == 2);
    }
}

/// What compiling says of one process of so many steps that ends, or begins again.
std::string said_of_steps(std::size_t steps, bool begins_again) {
    base::Diagnostics diagnostics;
    auto scenario = scenario::read_scenario_text(
        "schema: 1\ntitle: Test\nrun: {length: 1 day, replications: 1, seed: 1}\n"
        "sources: {c: {process: p, rate: 1 per day}}\n"
        "processes:\n  p:\n    steps:\n"
        "      s0: {duration: 1 s, next: [{probability: 0.5, to: s0}, {to: leave}]}\n"
        "      s1: {duration: 1 s}\n",
        "test", {}, diagnostics);
    BOOST_REQUIRE(scenario);
    auto& list = scenario->system.processes.front().value.steps;
    const auto round_again = list[0].value.next;
    list.assign(steps, list[1]);
    for (std::size_t i = 0; i < steps; ++i) list[i].name = fmt::format("s{}", i);
    if (begins_again) list.back().value.next = round_again;
    try {
        const simulation::CompiledSystem system(scenario->system);
    } catch (const base::UserError& error) {
        return error.what();
    }
    return "";
}

BOOST_AUTO_TEST_CASE(a_model_has_as_many_places_as_can_be_counted) {
    // Each of these steps is a place, and so is its activity.
    BOOST_TEST(said_of_steps(32769, false) == "");
    BOOST_TEST(said_of_steps(32768, true) == "");
    BOOST_TEST(said_of_steps(32769, true) ==
               "too many activities and steps: 65538 (at most 65536 where anything is come to "
               "again)");
}

BOOST_AUTO_TEST_SUITE_END()
