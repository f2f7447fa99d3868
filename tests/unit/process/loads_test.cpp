// SPDX-License-Identifier: Apache-2.0
#include "engine/process/loads.hpp"

#include <cmath>

#include <boost/test/unit_test.hpp>

#include "tests/unit/process/systems.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::process::test;
using process::Loads;
using process::System;
using random::Law;
namespace tt = boost::test_tools;

namespace {

const Law kTenMinutes = Law::exponential(600.0);

Loads loads_of(const System& system) {
    return process::find_loads(system, process::Traffic(system));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(loads)

// 6 per hour, one and a half visits of ten minutes: 1.5 servers busy, of 2.
BOOST_AUTO_TEST_CASE(load_is_rate_times_visits_times_mean_times_servers) {
    auto builder = Builder().resource("desk", 2).source("visit", 6.0 / 3600.0);
    const auto once = loads_of(
        builder.process("visit")
            .step("talk", work("desk", kTenMinutes), {to("talk", 1.0 / 3.0), rest("leave")})
            .system);
    BOOST_TEST(once.resources[0].offered.most == 1.5, tt::tolerance(1e-12));
    BOOST_TEST(once.resources[0].utilisation()->least == 0.75, tt::tolerance(1e-12));
    auto pair = work("desk", kTenMinutes);
    pair.seize[0].second = 2;
    const auto twice = loads_of(Builder()
                                    .resource("desk", 2)
                                    .source("visit", 6.0 / 3600.0)
                                    .process("visit")
                                    .step("t", pair)
                                    .system);
    BOOST_TEST(twice.resources[0].offered.most == 2.0, tt::tolerance(1e-12));
}

// Open 7.5 hours on five days of seven, over whole weeks from a Monday.
BOOST_AUTO_TEST_CASE(servers_count_while_they_are_on_duty) {
    auto builder = Builder()
                       .resource("desk", 4)
                       .source("visit", 1.0 / 3600.0)
                       .process("visit")
                       .step("talk", work("desk", kTenMinutes));
    builder.system.run.start = {std::chrono::year{2026}, std::chrono::month{1},
                                std::chrono::day{5}};
    builder.system.run.length = base::Duration::days(70);
    builder.system.calendars.push_back(
        {"office", {}, {calendar::OpeningHours::monday_to_friday({480, 930}), {}, {}}});
    builder.system.resources[0].value.calendar = {"office", {}};
    const auto load = loads_of(builder.system).resources[0];
    BOOST_TEST(load.share_on_duty == 7.5 * 5 / 168, tt::tolerance(1e-12));
    BOOST_TEST(load.utilisation()->most == 1.0 / 6.0 / (4 * 7.5 * 5 / 168), tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(patience_and_known_results_make_the_least_load_nothing) {
    auto impatient = work("desk", kTenMinutes);
    impatient.patience = law(kTenMinutes);
    const auto load = loads_of(Builder()
                                   .resource("desk", 1)
                                   .source("visit", 1.0 / 300.0)
                                   .process("visit")
                                   .step("talk", impatient)
                                   .system)
                          .resources[0];
    BOOST_TEST(load.offered.least == 0.0);
    BOOST_TEST(load.offered.most == 2.0, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(nobody_knows_the_load_of_what_the_client_decides) {
    auto baskets = work("desk", kTenMinutes);
    baskets.times.text = "items";
    const auto load = loads_of(Builder()
                                   .resource("desk", 1)
                                   .source("visit", 1.0 / 300.0)
                                   .process("visit")
                                   .step("scan", baskets)
                                   .system)
                          .resources[0];
    BOOST_TEST(load.offered.least == 0.0);
    BOOST_TEST(std::isinf(load.offered.most));
    BOOST_TEST(!load.utilisation_of_sites().has_value());
}

// Two levels with weights 1 and 3: the second site has three quarters of the work.
BOOST_AUTO_TEST_CASE(sites_share_the_load_as_the_attribute_that_decides_them_is_drawn) {
    auto builder = Builder()
                       .resource("desk", 1)
                       .source("visit", 1.0 / 1000.0)
                       .process("visit")
                       .step("talk", work("desk", kTenMinutes));
    process::Attribute place;
    place.levels = {"west", "east"};
    place.weights = {1.0, 3.0};
    builder.system.classes.push_back({"client", {}, {{{"place", {}, place}}}});
    builder.system.sources[0].value.entity_class = {"client", {}};
    builder.system.resources[0].value.per = {"place", {}};
    const auto load = loads_of(builder.system).resources[0];
    BOOST_REQUIRE(load.offered_at.size() == 2u);
    BOOST_TEST(load.offered_at[0] == 0.15, tt::tolerance(1e-12));
    BOOST_TEST(load.offered_at[1] == 0.45, tt::tolerance(1e-12));
    BOOST_TEST(load.utilisation_of_sites()->most == 0.45, tt::tolerance(1e-12));
    // When something on the way changes the attribute nobody knows.
    builder.step("move", set("place"));
    BOOST_TEST(loads_of(builder.system).resources[0].offered_at.empty());
}

// Three posts a third of which nobody holds; full-timers over a population table, split by level.
BOOST_AUTO_TEST_CASE(posts_are_split_over_the_sites_of_a_population) {
    auto builder = Builder().resource("desk", 3).resource("nurse", 0);
    builder.system.resources[0].value.vacancy = 1.0 / 3.0;
    process::Population children;
    children.columns = {"town", "number"};
    children.rows = {{"a", "100"}, {"b", "300"}};
    children.attributes_from = {{"town", "town"}};
    children.groups.push_back({"number", 0.5, {}, {}});
    builder.system.populations.push_back({"children", {}, children});
    process::Attribute town;
    town.levels = {"a", "b"};
    builder.system.classes.push_back({"child", {}, {{{"town", {}, town}}}});
    auto& nurse = builder.system.resources[1].value;
    nurse.servers.reset();
    nurse.one_per = 50.0;
    nurse.of = {"children", {}};
    nurse.per = {"town", {}};
    auto loads = loads_of(builder.system);
    BOOST_TEST(loads.resources[0].all_servers() == 2.0, tt::tolerance(1e-12));
    BOOST_REQUIRE(loads.resources[1].servers.has_value());
    BOOST_TEST(*loads.resources[1].servers == (std::vector<double>{1.0, 3.0}), tt::per_element());
    // Who counts is drawn: that is not done here.
    nurse.counted = {"age > 7", {}};
    BOOST_TEST(!loads_of(builder.system).resources[1].servers.has_value());
}

BOOST_AUTO_TEST_CASE(a_source_that_ends_counts_its_mean_over_the_run) {
    auto builder = Builder()
                       .resource("desk", 1)
                       .source("visit", 1.0)
                       .process("visit")
                       .step("talk", work("desk", kTenMinutes));
    builder.system.sources[0].value.count = 8640;
    BOOST_TEST(loads_of(builder.system).sources[0].rate == 0.001, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_SUITE_END()
