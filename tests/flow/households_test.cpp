// SPDX-License-Identifier: Apache-2.0
// Members who belong together: who with whom, what they share, how they move.
#include <map>
#include <set>

#include "tests/flow/events.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

/// Members of each household, in its order.
std::map<std::uint32_t, std::vector<std::uint32_t>> households_of(const Log& log) {
    std::map<std::uint32_t, std::vector<std::uint32_t>> households;
    for (const auto& event : log.events) {
        if (event.kind == Kind::household_joined) households[event.other].push_back(event.entity);
    }
    return households;
}

/// A population of class child with one row per town; `days` is the age in days of those in the
/// columns a, b, c, d: 0, 4, 100, 104.
std::string towns(const TableFile& table, const std::string& more,
                  const std::string& attributes = "") {
    return fmt::format(R"(
classes:
  child: {{attributes: {{days: {{grows: 365.25 per year}}, town: {{levels: [west, east, north]}}{}}}}}
populations:
  children:
    class: child
    table: {}
    attributes_from: {{town: town}}
    groups:
      - {{column: a, set: {{days: 0}}}}
      - {{column: b, set: {{days: 4}}}}
      - {{column: c, set: {{days: 100}}}}
      - {{column: d, set: {{days: 104}}}}
    {}
)",
                       attributes, table.path(), more);
}

/// One comes to light on day 10 in whoever is 0 days old at the start, another on day 20 in whoever
/// is 4.
const std::string kTwoNeeds = R"(
needs:
  young: {class: child, at: {attribute: days, reaches: [10]}, severity: 1, recognised: {family: {after: 0 s, when: now_days > 9, process: younger}}}
  old: {class: child, at: {attribute: days, reaches: [24]}, severity: 1, recognised: {family: {after: 0 s, when: now_days > 19 and now_days < 21, process: older}}}
)";

}  // namespace

BOOST_AUTO_TEST_SUITE(households)

BOOST_AUTO_TEST_CASE(the_last_household_of_a_row_has_who_is_left) {
    const TableFile table("town,a,b,c,d\nwest,3,2,0,0\neast,1,0,0,3\n");
    const Log log = run_log(scenario("1 day", towns(table, "households: {size: 3}")));
    std::vector<std::size_t> sizes;
    for (const auto& [household, members] : households_of(log)) {
        sizes.push_back(members.size());
        // Entities 0 to 4 live in the west, 5 to 8 in the east.
        for (const std::uint32_t member : members) {
            BOOST_TEST((member < 5) == (members.front() < 5));
        }
    }
    BOOST_TEST(sizes == std::vector<std::size_t>({3, 2, 3, 1}), boost::test_tools::per_element());
    // Who belongs to whom is a matter of chance, and the same with the same seed.
    BOOST_TEST(households_of(log) ==
               households_of(run_log(scenario("1 day", towns(table, "households: {size: 3}")))));
}

BOOST_AUTO_TEST_CASE(a_size_is_rounded_and_at_least_one) {
    const TableFile table("town,a,b,c,d\nwest,4,0,0,0\n");
    BOOST_TEST(
        households_of(run_log(scenario("1 day", towns(table, "households: {size: 0.2}")))).size() ==
        4);
    BOOST_TEST(
        households_of(run_log(scenario("1 day", towns(table, "households: {size: 1.6}")))).size() ==
        2);
}

BOOST_AUTO_TEST_CASE(the_nearest_to_the_drawn_distance_is_taken) {
    const TableFile table("town,a,b,c,d\nwest,1,1,1,1\n");
    const auto text =
        scenario("1 day", towns(table, "households: {size: 2, apart: {attribute: days, by: 4}}"));
    std::set<std::set<std::uint32_t>> pairs;
    for (const auto& [household, members] : households_of(run_log(text))) {
        pairs.insert({members.begin(), members.end()});
    }
    BOOST_TEST((pairs == std::set<std::set<std::uint32_t>>{{0, 1}, {2, 3}}));
}

BOOST_AUTO_TEST_CASE(what_one_sets_is_set_for_all_who_share_it) {
    const TableFile table("town,a,b,c,d\nwest,1,1,0,0\n");
    const auto text = [&](const std::string& shares) {
        return scenario("40 days", towns(table, "households: {size: 2, shares: [" + shares + "]}",
                                         ", calm: {}, mood: {}") +
                                       kTwoNeeds + R"(
processes:
  younger: {steps: {hopes: {wait: {until: calm > 0}}, done: {close: {outcome: done}}}}
  older: {steps: {calms: {set: {calm: 1}}, done: {close: {outcome: done}}}}
)");
    };
    const Kinds kinds{Kind::queue_joined, Kind::activity_started, Kind::episode_closed};
    BOOST_TEST(told(text("calm"), kinds, kDay) == R"(10 queues younger.hopes #0
20 starts younger.hopes #0
20 closed done, met #0
20 closed done, met #1
)");
    BOOST_TEST(told(text("mood"), kinds, kDay) ==
               "10 queues younger.hopes #0\n20 closed done, met #1\n");
}

BOOST_AUTO_TEST_CASE(what_one_sets_decides_where_the_others_wait) {
    // The desk at home is taken; #0 waits for it and the nurse when #1 takes both of them away.
    const TableFile table("town,a,b,c,d\nwest,1,1,0,0\n");
    const auto text = [&](const std::string& shares) {
        return scenario("40 days", towns(table, "households: {size: 2, shares: [" + shares + "]}",
                                         ", place: {levels: [home, away]}, mood: {}") +
                                       kTwoNeeds + R"(
resources: {nurse: {servers: 1}, desk: {servers: 1, per: place}}
sources: {early: {class: child, at: [0 s], set: {days: 50}, process: stay}}
processes:
  stay: {steps: {w: {seize: desk, duration: 35 days}}}
  younger: {steps: {talk: {seize: [nurse, desk], duration: 1 day}, done: {close: {outcome: done}}}}
  older: {steps: {leaves: {set: {place: 1}}, done: {close: {outcome: done}}}}
)");
    };
    const Kinds kinds{Kind::queue_joined, Kind::activity_started};
    const std::string before = "0 starts stay.w #2\n10 queues younger.talk #0\n";
    BOOST_TEST(told(text("place"), kinds, kDay) == before + "20 starts younger.talk #0\n");
    BOOST_TEST(told(text("mood"), kinds, kDay) == before + "35 starts younger.talk #0\n");
}

BOOST_AUTO_TEST_CASE(what_is_shared_is_drawn_once_for_all) {
    const TableFile table("town,a,b,c,d\nwest,40,0,0,0\n");
    const auto log =
        run_log(scenario("1 day", towns(table, "households: {size: 4, shares: [income]}",
                                        ", income: {levels: {low: 0.5, high: 0.5}}")));
    std::map<std::uint32_t, double> income;
    for (const auto& event : log.events) {
        if (event.kind == Kind::attribute_set &&
            log.legend.attributes.at(event.place).name == "income") {
            income[event.entity] = event.value;
        }
    }
    std::set<double> seen;
    for (const auto& [household, members] : households_of(log)) {
        for (const std::uint32_t member : members) {
            BOOST_TEST(income[member] == income[members.front()]);
        }
        seen.insert(income[members.front()]);
    }
    BOOST_TEST(seen.size() == 2);
}

BOOST_AUTO_TEST_CASE(a_record_of_the_household_counts_for_all_its_members) {
    const TableFile table("town,a,b,c,d\nwest,1,1,0,0\n");
    const auto text = [&](const std::string& record, const std::string& households) {
        return scenario("40 days", towns(table, households) + kTwoNeeds + R"(
resources: {nurse: {servers: 1}}
services: {clinic: {}}
records: {history: {valid: 30 days, duplicate: history)" +
                                       record + R"(}}
processes:
  younger: {service: clinic, steps: {ask: {seize: nurse, duration: 1 h, produces: history}, done: {close: {outcome: done}}}}
  older: {service: clinic, steps: {ask: {seize: nurse, duration: 1 h, produces: history, reuse: skip}, done: {close: {outcome: done}}}}
)");
    };
    const Kinds kinds{Kind::activity_started, Kind::activity_skipped};
    BOOST_TEST(told(text(", shared_in_household: true", "households: {size: 2}"), kinds, kDay) ==
               "10 starts younger.ask #0\n20 skips older.ask, 60 min #1\n");
    const std::string again = "10 starts younger.ask #0\n20 starts older.ask #1\n";
    BOOST_TEST(told(text("", "households: {size: 2}"), kinds, kDay) == again);
    BOOST_TEST(told(text(", shared_in_household: true", "households: {size: 1}"), kinds, kDay) ==
               again);
}

BOOST_AUTO_TEST_CASE(who_moves_begins_again_at_the_new_site) {
    // In the west both are with the clinic when the household moves on day 30; its first member,
    // by chance the second of the table, goes first.
    const TableFile table("town,a,b,c,d\nwest,1,1,0,0\n");
    const auto text = scenario(
        "90 days", towns(table,
                         "households: {size: 2}\n"
                         "    moves: {every: 30 days, attribute: town, to: 1, delay: 5 days}") +
                       kTwoNeeds + R"(
resources: {nurse: {servers: 1, per: town, service: clinic}}
services: {clinic: {process: younger, per: town}}
processes:
  younger: {service: clinic, steps: {talk: {seize: nurse, duration: 25 days}, done: {close: {outcome: done}}}}
  older: {service: clinic, steps: {talk: {seize: nurse, duration: 1 day}, done: {close: {outcome: done}}}}
)");
    const Kinds kinds{Kind::queue_joined,   Kind::queue_left,        Kind::activity_started,
                      Kind::activity_ended, Kind::time_kind_changed, Kind::owner_changed,
                      Kind::attribute_set,  Kind::episode_closed};
    std::string all = told(text, kinds, kDay);
    all.erase(0, all.find("\n10 ") + 1);  // the levels at the start
    BOOST_TEST(all == R"(10 owner: clinic #0
10 starts younger.talk #0
10 time: service #0
20 owner: clinic #1
20 queues older.talk #1
20 time: waiting #1
30 leaves queue older.talk #1
30 owner: nobody #1
30 town east #1
30 ends younger.talk #0
30 owner: nobody #0
30 town east #0
30 time: gap transition #1
30 time: gap transition #0
35 owner: clinic #0
35 starts younger.talk #0
35 time: service #0
35 owner: clinic #1
35 queues younger.talk #1
35 time: waiting #1
60 ends younger.talk #0
60 starts younger.talk #1
60 closed done, met #0
60 time: service #1
85 ends younger.talk #1
85 closed done, met #1
)");
}

BOOST_AUTO_TEST_CASE(without_households_everybody_moves_alone_by_the_weights_of_a_column) {
    // Nobody lives in the north, so those of the west go east and the other way.
    const TableFile table("town,a,b,c,d,homes\nwest,1,0,0,0,7\neast,0,1,0,0,2\n");
    const auto text = scenario(
        "25 days", towns(table, "moves: {every: 10 days, attribute: town, to: column homes}"));
    BOOST_TEST(told(text, {Kind::attribute_set, Kind::household_joined}, kDay) == R"(0 town west #0
0 town east #1
10 town east #0
10 town west #1
20 town west #0
20 town east #1
)");
}

/// A member of the west moves on day 15, a day after the clinic has begun.
std::string across_counties(const std::string& table, const std::string& services) {
    return scenario("40 days", fmt::format(R"(
classes:
  child: {{attributes: {{days: {{grows: 365.25 per year}}, town: {{levels: []}}, county: {{levels: []}}, km: {{initial: 0}}}}}}
populations:
  children:
    class: child
    table: {}
    attributes_from: {{town: town, county: county, km: km}}
    groups: [{{column: a, set: {{days: 0}}}}]
    moves: {{every: 15 days, attribute: town, to: column homes, delay: 5 days}}
needs:
  young: {{class: child, at: {{attribute: days, reaches: [14]}}, severity: 1, recognised: {{family: {{after: 0 s, when: "1", process: younger}}}}}}
{}
processes:
  younger: {{service: clinic, steps: {{talk: {{seize: nurse, duration: 10 days}}, done: {{close: {{outcome: done}}}}}}}}
)",
                                           table, services));
}

BOOST_AUTO_TEST_CASE(what_a_town_belongs_to_follows_who_moves_there) {
    const std::string services =
        "resources: {nurse: {servers: 1, per: county, service: clinic}}\n"
        "services: {clinic: {process: younger, per: county}}\n";
    const Kinds kinds{Kind::activity_started, Kind::activity_ended, Kind::attribute_set};
    // Another county: the service there begins. Another town of the county: it goes on. The
    // kilometres decide no site.
    const TableFile far("town,county,km,a,homes\nwest,one,1,1,0\neast,two,9,0,1\n");
    BOOST_TEST(told(across_counties(far.path(), services), kinds, kDay) ==
               "0 town west #0\n0 county one #0\n14 starts younger.talk #0\n"
               "15 ends younger.talk #0\n15 town east #0\n15 county two #0\n"
               "20 starts younger.talk #0\n30 ends younger.talk #0\n");
    const TableFile near("town,county,km,a,homes\nwest,one,1,1,0\neast,one,9,0,1\n");
    BOOST_TEST(told(across_counties(near.path(), services), kinds, kDay) ==
               "0 town west #0\n0 county one #0\n14 starts younger.talk #0\n15 town east #0\n"
               "24 ends younger.talk #0\n");
    // A town in two counties tells nobody which; nor does a county without a site.
    const TableFile both(
        "town,county,km,a,homes\nwest,one,1,1,0\neast,one,9,0,1\neast,two,9,0,1\n");
    const std::string goes_on =
        "0 town west #0\n0 county one #0\n14 starts younger.talk #0\n15 town east #0\n"
        "24 ends younger.talk #0\n";
    BOOST_TEST(told(across_counties(both.path(), services), kinds, kDay) == goes_on);
    BOOST_TEST(told(across_counties(far.path(),
                                    "resources: {nurse: {servers: 1, service: clinic}}\n"
                                    "services: {clinic: {process: younger}}\n"),
                    kinds, kDay) == goes_on);
}

BOOST_AUTO_TEST_CASE(what_has_nothing_to_do_with_the_place_goes_on) {
    const TableFile table("town,a,b,c,d\nwest,1,0,0,0\n");
    const auto text = scenario(
        "40 days", towns(table, "moves: {every: 15 days, attribute: town, to: 2}") + kTwoNeeds + R"(
resources: {nurse: {servers: 1, service: clinic}}
services: {clinic: {process: younger}}
processes:
  younger: {service: clinic, steps: {talk: {seize: nurse, duration: 20 days}, done: {close: {outcome: done}}}}
  older: {steps: {done: {close: {outcome: done}}}}
)");
    BOOST_TEST(
        told(text, {Kind::activity_started, Kind::activity_ended, Kind::attribute_set}, kDay) ==
        "0 town west #0\n10 starts younger.talk #0\n15 town north #0\n30 ends younger.talk "
        "#0\n");
}

BOOST_AUTO_TEST_SUITE_END()
