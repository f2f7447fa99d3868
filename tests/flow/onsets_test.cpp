// SPDX-License-Identifier: Apache-2.0
// Needs at given values of an attribute, needs that others raise, and how hidden ones come to
// light.
#include <set>

#include "tests/flow/events.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

/// So many children whose attribute `days` is their age in days.
std::string children(const TableFile& table, const std::string& days = "0",
                     const std::string& more = "") {
    return fmt::format(
        "classes: {{child: {{attributes: {{days: {{initial: \"{}\", grows: 365.25 per "
        "year}}}}}}}}\n"
        "populations: {{children: {{class: child, table: {}, groups: [{{column: n}}]{}}}}}\n",
        days, table.path(), more);
}

/// A visit to the clinic on days 10, 20 and 30; the need `mood` arises on day 5.
std::string visited(const TableFile& table, const std::string& recogniser) {
    return scenario("40 days", children(table) + R"(
needs:
  visit: {class: child, at: {attribute: days, reaches: [10, 20, 30]}, severity: 0, recognised: {family: {after: 0 s, process: look}}}
  mood: {class: child, at: {attribute: days, reaches: [5]}, severity: 2, recognised: {clinic: {service: clinic, )" +
                                   recogniser + R"(, process: help}}}
resources: {nurse: {servers: 1}}
services: {clinic: {}}
processes:
  look: {service: clinic, steps: {look: {seize: nurse, duration: 1 day}, done: {close: {outcome: done}}}}
  help: {service: clinic, steps: {help: {seize: nurse, duration: 1 day}, done: {close: {outcome: done}}}}
)");
}

std::string recognised(const std::string& text) {
    return with(told(text, {Kind::need_recognised}, kDay), "mood");
}

/// When the need with this name arose, by member.
std::set<std::pair<std::uint32_t, double>> onsets_of(const std::string& text,
                                                     const std::string& need) {
    const Log log = run_log(text);
    std::set<std::pair<std::uint32_t, double>> times;
    for (const auto& event : log.events) {
        if (event.kind == Kind::need_arose && log.legend.needs.at(event.place) == need) {
            times.emplace(event.entity, event.time);
        }
    }
    return times;
}

/// A trouble that everybody has from the first instant on, and a mood that comes about once a year.
std::string troubled(const TableFile& table, const std::string& raises,
                     const std::string& onset = "rate: 1 per year",
                     const std::string& households = "") {
    return scenario("366.25 days", children(table, "0", households) + fmt::format(R"(
needs:
  trouble: {{class: child, at: {{attribute: days, reaches: [1]}}, severity: 1{}}}
  mood: {{class: child, onset: [{{{}}}], severity: 1, resolves: 1 s}}
)",
                                                                                  raises, onset));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(onsets)

BOOST_AUTO_TEST_CASE(a_need_arises_when_an_attribute_comes_to_a_value) {
    const TableFile table("n\n1\n");
    const auto text = [&](const std::string& days, const std::string& probability) {
        return scenario("40 days", children(table, days) +
                                       "needs: {check: {class: child, at: {attribute: days, "
                                       "reaches: [30, 10, 15, 99]}, severity: 1, resolves: 1 h" +
                                       probability + "}}\n");
    };
    const Kinds kinds{Kind::need_arose};
    BOOST_TEST(told(text("0", ""), kinds, kDay) == R"(10 check arises, severity 1 #0
15 check arises, severity 1 #0
30 check arises, severity 1 #0
)");
    // What is reached at the start is over.
    BOOST_TEST(told(text("15", ""), kinds, kDay) == "15 check arises, severity 1 #0\n");
    BOOST_TEST(told(text("-5", ", probability: \"days >= 30\""), kinds, kDay) ==
               "35 check arises, severity 1 #0\n");
    BOOST_TEST(told(text("0", ", probability: 0"), kinds, kDay) == "");
}

BOOST_AUTO_TEST_CASE(a_value_comes_with_its_probability) {
    const TableFile table("n\n1000\n");
    const auto text = scenario("40 days", children(table) +
                                              "needs: {check: {class: child, at: {attribute: days, "
                                              "reaches: [10, 20]}, severity: 1, resolves: 1 h, "
                                              "probability: 0.3}}\n");
    const double count = static_cast<double>(onsets_of(text, "check").size());
    BOOST_TEST(std::abs(count - 600.0) <= 4.0 * std::sqrt(2000 * 0.3 * 0.7));
}

BOOST_AUTO_TEST_CASE(a_contact_about_something_else_brings_a_hidden_need_to_light) {
    const TableFile table("n\n1\n");
    BOOST_TEST(recognised(visited(table, "at_contact: 1")) == "11 recognised by mood.clinic #0\n");
    BOOST_TEST(recognised(visited(table, "at_contact: 0")) == "");
    BOOST_TEST(recognised(visited(table, "at_contact: \"now_days > 15\"")) ==
               "21 recognised by mood.clinic #0\n");
    BOOST_TEST(recognised(visited(table, "at_contact: 1, when: now_days > 25")) ==
               "31 recognised by mood.clinic #0\n");
    // Its process starts, and the visit that was the occasion is over first.
    BOOST_TEST(told(visited(table, "at_contact: 1"), {Kind::activity_started, Kind::episode_closed},
                    kDay) == R"(10 starts look.look #0
11 closed done, met #0
11 starts help.help #0
12 closed done, met #0
20 starts look.look #0
21 closed done, met #0
30 starts look.look #0
31 closed done, met #0
)");
}

BOOST_AUTO_TEST_CASE(every_contact_is_another_chance) {
    // Of 1000 with three contacts each 1 - 0.7^3 come to light.
    const TableFile table("n\n1000\n");
    auto text = visited(table, "at_contact: 0.3");
    text.replace(text.find("servers: 1"), 10, "servers: 2000");
    const Log log = run_log(text);
    int count = 0;
    for (const auto& event : log.events) {
        count += event.kind == Kind::need_recognised &&
                 log.legend.recognisers.at(event.place) == "mood.clinic";
    }
    const double p = 1.0 - 0.7 * 0.7 * 0.7;
    BOOST_TEST(std::abs(count - 1000.0 * p) <= 4.0 * std::sqrt(1000.0 * p * (1.0 - p)));
}

BOOST_AUTO_TEST_CASE(the_time_to_recognition_can_depend_on_the_need) {
    const TableFile table("n\n1\n");
    BOOST_TEST(recognised(visited(table, "after: 2 days, times: severity * 3")) ==
               "17 recognised by mood.clinic #0\n");
}

BOOST_AUTO_TEST_CASE(only_days_on_which_somebody_is_there_count) {
    // The need arises on Saturday 8 August, day 5. Two working days are over on Tuesday at 24.
    const TableFile table("n\n1\n");
    const auto text = visited(table, "after: 2 days, calendar: school") +
                      "calendars: {school: {open: {mon-fri: \"08:00-12:00\"}}}\n";
    BOOST_TEST(recognised(text) == "9 recognised by mood.clinic #0\n");
}

BOOST_AUTO_TEST_CASE(an_open_need_raises_another_and_leaves_its_own_onsets_where_they_were) {
    const TableFile table("n\n300\n");
    const auto plain = onsets_of(troubled(table, ""), "mood");
    const auto raised = onsets_of(troubled(table, ", raises: {mood: 3}"), "mood");
    // 300 member years.
    BOOST_TEST(std::abs(static_cast<double>(plain.size()) - 300.0) <= 4.0 * std::sqrt(300.0));
    BOOST_TEST(std::abs(static_cast<double>(raised.size()) - 900.0) <= 4.0 * std::sqrt(900.0));
    BOOST_TEST(std::includes(raised.begin(), raised.end(), plain.begin(), plain.end()));
    // In others only, and there are none.
    BOOST_TEST((onsets_of(troubled(table, ", raises_in_household: {mood: 3}"), "mood") == plain));
}

BOOST_AUTO_TEST_CASE(a_factor_below_one_thins_and_zero_prevents) {
    const TableFile table("n\n300\n");
    const auto plain = onsets_of(troubled(table, ""), "mood");
    const auto half = onsets_of(troubled(table, ", raises: {mood: 0.5}"), "mood");
    BOOST_TEST(std::includes(plain.begin(), plain.end(), half.begin(), half.end()));
    BOOST_TEST(std::abs(static_cast<double>(half.size()) - 150.0) <= 4.0 * std::sqrt(150.0));
    for (const auto& [member, time] : onsets_of(troubled(table, ", raises: {mood: 0}"), "mood")) {
        BOOST_TEST(time <= kDay);
    }
}

BOOST_AUTO_TEST_CASE(needs_in_the_household_multiply) {
    // Three together: each has two others in trouble, so four times the rate.
    const TableFile table("n\n300\n");
    const auto raised = onsets_of(troubled(table, ", raises_in_household: {mood: 2}",
                                           "rate: 1 per year", ", households: {size: 3}"),
                                  "mood");
    BOOST_TEST(std::abs(static_cast<double>(raised.size()) - 1200.0) <= 4.0 * std::sqrt(1200.0));
}

BOOST_AUTO_TEST_CASE(a_need_that_is_over_raises_nothing) {
    const TableFile table("n\n300\n");
    const auto times =
        onsets_of(troubled(table, ", resolves: 100 days, raises: {mood: 11}"), "mood");
    const auto plain = onsets_of(troubled(table, ""), "mood");
    const auto after = [](const auto& all) {
        return std::count_if(all.begin(), all.end(),
                             [](const auto& onset) { return onset.second > 101.0 * kDay; });
    };
    BOOST_TEST(after(times) == after(plain));
    BOOST_TEST(times.size() > plain.size() + 500);
}

BOOST_AUTO_TEST_CASE(a_rate_follows_an_expression_up_to_its_bound) {
    const TableFile table("n\n600\n");
    const auto count = [&](const std::string& times) {
        return static_cast<double>(
            onsets_of(troubled(table, "", "rate: 1 per year, at_most: 2, times: \"" + times + "\""),
                      "mood")
                .size());
    };
    BOOST_TEST(std::abs(count("0.5") - 300.0) <= 4.0 * std::sqrt(300.0));
    BOOST_TEST(std::abs(count("7") - 1200.0) <= 4.0 * std::sqrt(1200.0));
    BOOST_TEST(count("-1") == 0.0);
}

BOOST_AUTO_TEST_CASE(what_can_be_foreseen_changes_nothing) {
    const TableFile table("n\n300\n");
    const auto onsets = [&](const std::string& when, const std::string& times) {
        return onsets_of(troubled(table, ", raises: {mood: 1.5}",
                                  fmt::format("rate: 3 per year, when: \"{}\", at_most: 2, "
                                              "times: \"{}\"",
                                              when, times)),
                         "mood");
    };
    // The number of handovers is that of an episode, which cannot be foreseen.
    const std::string later = "days >= 100 and days < 200", grows = "days / 100";
    const auto foreseen = onsets(later, grows);
    BOOST_TEST(foreseen.size() > 300U);
    for (const auto& [member, time] : foreseen) {
        BOOST_TEST((time >= 100.0 * kDay && time < 200.0 * kDay));
    }
    BOOST_TEST((foreseen == onsets(later + " and hops == 0", grows)));
    BOOST_TEST((foreseen == onsets(later, grows + " + hops")));
    BOOST_TEST((foreseen == onsets(later + " and hops == 0", grows + " + hops")));
}

BOOST_AUTO_TEST_CASE(work_and_relapse_can_depend_on_how_late_help_came) {
    const TableFile table("n\n1\n");
    const auto text = [&](const std::string& relapse) {
        return scenario("60 days", children(table) + R"(
variables: {late: 0}
needs: {mood: {class: child, at: {attribute: days, reaches: [5]}, severity: 1, recognised: {family: {after: 10 days, process: talk}}}}
resources: {nurse: {servers: 1}}
services: {clinic: {}}
processes:
  talk:
    service: clinic
    steps:
      thinks: {duration: 2 days, with_client: false}
      before: {set: {late: unserved_days}}
      talk: {seize: nurse, duration: 3 days, times: unserved_days / 12}
      after: {set: {late: unserved_days + 1}}
      done: {close: {outcome: done, relapse: ")" +
                                       relapse +
                                       R"(", relapse_after: 20 days}}
)");
    };
    const Kinds kinds{Kind::need_arose, Kind::variable_set, Kind::episode_closed};
    const std::string first = R"(5 mood arises, severity 1 #0
17 late = 12 #0
20 late = 13 #0
20 closed done, met #0
)";
    BOOST_TEST(told(text("unserved_days > 12.5"), kinds, kDay) == first);
    BOOST_TEST(told(text("unserved_days > 11.5"), kinds, kDay) ==
               first +
                   "40 mood arises, severity 1 #0\n52 late = 12 #0\n55 late = 13 #0\n55 closed "
                   "done, met #0\n");
}

BOOST_AUTO_TEST_SUITE_END()
