// SPDX-License-Identifier: Apache-2.0
// When entities arrive, how many together, and who is there when the run starts.
#include <array>

#include "tests/flow/events.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

const Kinds kArrivals{Kind::entity_arrived};

/// Clients of one source that leave at once; times of arrival in hours.
std::string arrivals(const std::string& source, const std::string& length = "1 week",
                     const std::string& more = "") {
    return scenario(length,
                    fmt::format("{}\nsources: {{clients: {{{}, process: visit}}}}\n"
                                "processes: {{visit: {{steps: {{talk: {{duration: 0 s}}}}}}}}\n",
                                more, source));
}

std::string hours_of(const std::string& source, const std::string& length = "1 week",
                     const std::string& more = "") {
    std::string text;
    for (const auto& event : run_log(arrivals(source, length, more)).events) {
        if (event.kind != Kind::entity_arrived) continue;
        text += fmt::format("{}{:g}", text.empty() ? "" : " ", event.time / kHour);
    }
    return text;
}

/// Arrivals in each hour of the run; a factor over 24 hours when `period` is 24.
std::vector<double> counts_per_hour(const Log& log, std::size_t period) {
    std::vector<double> counts(period, 0.0);
    for (const auto& event : log.events) {
        if (event.kind == Kind::entity_arrived) {
            counts[static_cast<std::size_t>(event.time / kHour) % period] += 1.0;
        }
    }
    return counts;
}

double value(const results::ResponseTable& table, const std::string& name,
             const std::string& where) {
    return values(table, name, where).at(0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sources)

// ---- listed
// ---------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(arrivals_come_at_the_times_listed_sorted_or_not) {
    BOOST_TEST(hours_of("at: [3 days, 0 min, 2 h, 2 h]") == "0 2 2 72");
}

BOOST_AUTO_TEST_CASE(a_source_ends_after_its_count) {
    BOOST_TEST(hours_of("at: [1 h, 2 h, 3 h], count: 2") == "1 2");
    BOOST_TEST(hours_of("at: [1 h, 2 h, 3 h], count: 3, batch: 2") == "1 1 2");
}

BOOST_AUTO_TEST_CASE(arrivals_on_days_come_at_their_time_of_day) {
    // The run begins on Monday 3 August 2026.
    BOOST_TEST(hours_of("on: [08-05, 2026-08-03, friday], time: 08:30") == "8.5 56.5 104.5");
    BOOST_TEST(hours_of("on: [08-05]") == "48");
    BOOST_TEST(hours_of("on: [include fair], time: 12:00", "1 week",
                        "day_sets: {fair: [08-04, 08-20]}") == "36");
}

BOOST_AUTO_TEST_CASE(a_cohort_is_a_batch_on_a_day_of_every_year) {
    BOOST_TEST(hours_of("on: [08-04], batch: 3", "370 days") == "24 24 24 8784 8784 8784");
    // Easter Sunday of 2027 is 28 March; 26 March is 235 days after 3 August.
    BOOST_TEST(hours_of("on: [easter -2]", "370 days") == "5640");
}

BOOST_AUTO_TEST_CASE(a_rate_of_zero_brings_nobody) { BOOST_TEST(hours_of("rate: 0 per h") == ""); }

// ---- batches
// --------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_batch_is_rounded_and_keeps_its_order) {
    const auto text = scenario("2 h", R"(
sources: {clients: {at: [0 min, 30 min], batch: 1.6, process: visit}}
resources: {desk: {servers: 1}}
processes: {visit: {steps: {talk: {seize: desk, duration: 10 min}}}}
)");
    BOOST_TEST(told(text, kPassage) == R"(0 arrives #0
0 starts visit.talk #0
0 arrives #1
0 queues visit.talk #1
10 ends visit.talk #0
10 starts visit.talk #1
10 leaves #0
20 ends visit.talk #1
20 leaves #1
30 arrives #1
30 starts visit.talk #1
30 arrives #0
30 queues visit.talk #0
40 ends visit.talk #1
40 starts visit.talk #0
40 leaves #1
50 ends visit.talk #0
50 leaves #0
)");
}

BOOST_AUTO_TEST_CASE(nobody_comes_in_a_batch_of_none) {
    BOOST_TEST(hours_of("at: [1 h, 2 h], batch: 'discrete(0: 1, 0.4: 1, 0.9: 0.0000001)'") == "");
    const auto sizes = hours_of("interarrival: 1 h, batch: 'discrete(0: 1, 3: 1)'", "100 h");
    BOOST_TEST(sizes.find("1 1 1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(each_of_a_batch_has_numbers_of_its_own) {
    const Log log = run_log(scenario("2 h", R"(
classes: {child: {attributes: {place: {levels: [a, b]}}}}
sources:
  clients: {class: child, at: [0 min], batch: 40, set: {place: 'discrete(0: 1, 1: 1)'}, process: visit}
processes:
  visit:
    steps:
      which: {set: {}, next: [{when: place == a, to: left}, {to: right}]}
      left: {duration: 1 min, next: leave}
      right: {duration: 1 min}
)"));
    const int left = static_cast<int>(
        std::count_if(log.events.begin(), log.events.end(), [&](const auto& event) {
            return event.kind == Kind::activity_started &&
                   log.legend.activities[event.place].name == "visit.left";
        }));
    BOOST_TEST(left > 8);
    BOOST_TEST(left < 32);
}

BOOST_AUTO_TEST_CASE(a_batch_beyond_all_bounds_ends_the_run) {
    const Log log = log_of(arrivals("at: [1 h], batch: 'discrete(2e6: 1)'"));
    BOOST_TEST(log.failure ==
               "at 2026-08-03 01:00 (3600 s): source clients drew a batch of 2000000; expected at "
               "most 1000000; replication 1, seed 1");
}

// ---- profiles
// -------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(the_rate_changes_exactly_on_the_hour) {
    const Log log = run_log(arrivals(
        "rate: 3600 per h, profile: office", "1 week",
        "profiles: {office: {weekly: {mon-fri: {'08:00-10:00': 1, '10:00-11:00': 0.25}}}}"));
    double first = 1e9, last = 0.0;
    for (const auto& event : log.events) {
        if (event.kind != Kind::entity_arrived) continue;
        const double hour = std::fmod(event.time, kDay) / kHour;
        const bool is_in_time = event.time < 5 * kDay && hour >= 8.0 && hour < 11.0;
        BOOST_TEST_REQUIRE(is_in_time, event.time);
        first = std::min(first, hour);
        last = std::max(last, hour);
    }
    // Some 3600 an hour: the first and the last are within seconds of the change.
    BOOST_TEST(first < 8.0 + 10.0 / 3600.0);
    BOOST_TEST(last > 11.0 - 40.0 / 3600.0);
    const auto counts = counts_per_hour(log, 24);
    // Means 18 000, 18 000 and 4 500 over five days; 4 standard errors.
    BOOST_TEST(std::abs(counts[8] - 18000.0) < 4.0 * std::sqrt(18000.0));
    BOOST_TEST(std::abs(counts[9] - 18000.0) < 4.0 * std::sqrt(18000.0));
    BOOST_TEST(std::abs(counts[10] - 4500.0) < 4.0 * std::sqrt(4500.0));
}

BOOST_AUTO_TEST_CASE(closed_days_months_and_other_hours_have_their_factors) {
    const Log log = run_log(arrivals(
        "rate: 100 per h, profile: office", "35 days",
        "day_sets: {fair: [08-05]}\n"
        "profiles: {office: {weekly: {wed: {'00:00-12:00': 2}}, months: {sep: 0.5}, closed: "
        "[fair], otherwise: 1}}"));
    const auto counts = counts_per_hour(log, 35 * 24);
    const auto sum = [&](std::size_t from_day, std::size_t from, std::size_t to) {
        double total = 0.0;
        for (std::size_t hour = from; hour < to; ++hour) total += counts[from_day * 24 + hour];
        return total;
    };
    const auto agrees = [](double count, double mean) {
        return std::abs(count - mean) <= 4.0 * std::sqrt(mean);
    };
    BOOST_TEST(sum(2, 0, 24) == 0.0);            // Wednesday 5 August: closed
    BOOST_TEST(agrees(sum(0, 0, 24), 2400.0));   // a Monday in August
    BOOST_TEST(agrees(sum(9, 0, 12), 2400.0));   // the morning of Wednesday 12 August
    BOOST_TEST(agrees(sum(9, 12, 24), 1200.0));  // and its afternoon
    BOOST_TEST(agrees(sum(29, 0, 24), 1200.0));  // Tuesday 1 September
    BOOST_TEST(agrees(sum(30, 0, 12), 1200.0));  // the morning of Wednesday 2 September
    BOOST_TEST(!agrees(sum(30, 0, 12), 2400.0));
}

BOOST_AUTO_TEST_CASE(a_wave_brings_as_many_in_each_hour_as_it_says) {
    const Log log = run_log(arrivals(
        "rate: 60 per h, profile: wave", "60 days",
        "profiles: {wave: {formula: '1 + 0.5 * sin(2 * _pi * hour / 24)', at_most: 1.5}}"));
    const auto counts = counts_per_hour(log, 24);
    const double step = 2.0 * 3.14159265358979323846 / 24.0;
    double worst = 0.0, worst_of_a_constant = 0.0;
    for (std::size_t hour = 0; hour < 24; ++hour) {
        // Integral of the factor over the hour.
        const auto h = static_cast<double>(hour);
        const double mean =
            60.0 * 60.0 * (1.0 + 0.5 * (std::cos(step * h) - std::cos(step * (h + 1.0))) / step);
        worst = std::max(worst, std::abs(counts[hour] - mean) / std::sqrt(mean));
        worst_of_a_constant = std::max(worst_of_a_constant, std::abs(counts[hour] - 3600.0) / 60.0);
    }
    BOOST_TEST(worst <= 4.0);
    BOOST_TEST(worst_of_a_constant > 4.0);
}

BOOST_AUTO_TEST_CASE(a_formula_knows_the_day_of_the_week_the_month_and_the_day_of_the_run) {
    const std::string profile =
        "profiles: {p: {formula: 'weekday == 1 and month == 8 and day >= 8 ? 1 : 0', at_most: 1}}";
    const Log log = run_log(arrivals("rate: 10 per h, profile: p", "40 days", profile));
    const auto counts = counts_per_hour(log, 40 * 24);
    std::string days;
    for (std::size_t day = 0; day < 40; ++day) {
        double count = 0.0;
        for (std::size_t hour = 0; hour < 24; ++hour) count += counts[day * 24 + hour];
        if (count > 0.0) days += fmt::format("{} ", day);
    }
    BOOST_TEST(days == "8 15 22 ");  // Tuesdays 11, 18 and 25 August
}

BOOST_AUTO_TEST_CASE(a_formula_that_breaks_its_promise_ends_the_run) {
    const auto failure = [](const std::string& formula) {
        return log_of(arrivals("rate: 1000 per h, profile: wave", "2 days",
                               fmt::format("profiles: {{wave: {{formula: '{}', at_most: 1}}}}",
                                           formula)))
            .failure;
    };
    const std::string above = failure("day < 1.5 ? 1 : 1.25");
    BOOST_TEST(above.find("profile wave is 1.25 on 2026-08-04 12:00; expected from 0 to 1; "
                          "replication 1, seed 1") != std::string::npos,
               above);
    const std::string below = failure("1 - day");
    BOOST_TEST(below.find("profile wave is -") != std::string::npos, below);
    BOOST_TEST(failure("1 - 1e-12") == "");
    BOOST_TEST(failure("cos(0 * day)") == "");
}

BOOST_AUTO_TEST_CASE(a_lower_profile_keeps_a_part_of_the_same_arrivals) {
    const auto times = [](const std::string& factor) {
        std::vector<double> made;
        const Log log = run_log(arrivals(
            "rate: 10 per h, profile: p", "1 week",
            fmt::format("profiles: {{p: {{formula: '{} + 0 * day', at_most: 1}}}}", factor)));
        for (const auto& event : log.events) {
            if (event.kind == Kind::entity_arrived) made.push_back(event.time);
        }
        return made;
    };
    const auto many = times("0.9");
    const auto few = times("0.4");
    BOOST_TEST(few.size() < many.size());
    BOOST_TEST(std::includes(many.begin(), many.end(), few.begin(), few.end()));
}

// ---- recorded
// -------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(recorded_arrivals_come_when_they_came) {
    const TableFile table("when,kind\n90,a\n30,b\n30,a\n600,a\n");
    BOOST_TEST(hours_of(fmt::format("recorded: {{table: {}, time: when, unit: min}}",
                                    table.path())) == "0.5 0.5 1.5 10");
    BOOST_TEST(hours_of(fmt::format("recorded: {{table: {}, time: when, unit: min, where: {{kind: "
                                    "a}}}}",
                                    table.path())) == "0.5 1.5 10");
    BOOST_TEST(hours_of(fmt::format("recorded: {{table: {}, time: when, unit: h}}", table.path()),
                        "100 h") == "30 30 90");
    BOOST_TEST(hours_of(fmt::format("recorded: {{table: {}, time: when, unit: days}}, batch: 2",
                                    table.path()),
                        "31 days") == "720 720 720 720");
}

BOOST_AUTO_TEST_CASE(recorded_dates_are_civil_dates) {
    const TableFile table("day\n2026-08-04T09:30\n2026-08-03\n2027-01-01\n");
    BOOST_TEST(hours_of(fmt::format("recorded: {{table: {}, time: day, unit: date}}",
                                    table.path())) == "0 33.5");
}

BOOST_AUTO_TEST_CASE(recorded_arrivals_bring_their_attributes) {
    const TableFile table("minute,town,age\n20,south,9\n10,north,4\n");
    const auto text = scenario("2 h", fmt::format(R"(
classes: {{child: {{attributes: {{place: {{levels: []}}, age: {{grows: 1 per year}}}}}}}}
sources:
  clients:
    class: child
    recorded: {{table: {}, time: minute, unit: min, attributes_from: {{place: town, age: age}}}}
    process: visit
processes:
  visit:
    steps:
      which: {{set: {{}}, next: [{{when: place == north and age < 5, to: left}}, {{when: place == south and age > 8, to: right}}, {{to: leave}}]}}
      left: {{duration: 1 min, next: leave}}
      right: {{duration: 1 min}}
)",
                                                  table.path()));
    BOOST_TEST(told(text, kStarts) == "10 starts visit.left #0\n20 starts visit.right #0\n");
}

BOOST_AUTO_TEST_CASE(a_number_from_the_table_of_a_population_is_that_number) {
    const TableFile table("n,age\n2,9\n3,4\n");
    const Log log = run_log(scenario("1 day", fmt::format(R"(
classes: {{child: {{attributes: {{age: {{}}}}}}}}
populations:
  children: {{class: child, table: {}, groups: [{{column: n}}], attributes_from: {{age: age}}}}
needs: {{mood: {{class: child, onset: [{{when: age == 9, rate: 1 per min}}], severity: 1}}}}
)",
                                                          table.path())));
    BOOST_TEST(with(lines(log, {Kind::attribute_set}), "age") == "");
    const auto arose = lines(log, {Kind::need_arose});
    BOOST_TEST(arose.find("#0") != std::string::npos);
    BOOST_TEST(arose.find("#2") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(who_was_recorded_before_the_start_waits_already) {
    const TableFile table("day\n2026-08-01\n2026-08-03T01:00\n2026-08-02T12:00\n");
    const auto text = scenario("1 day", fmt::format(R"(
sources: {{clients: {{recorded: {{table: {}, time: day, unit: date}}, process: visit}}}}
resources: {{desk: {{servers: 1}}}}
processes: {{visit: {{steps: {{talk: {{seize: desk, duration: 2 h}}}}}}}}
)",
                                                    table.path()));
    BOOST_TEST(told(text, kPassage, kHour) == R"(0 arrives, 2880 min before #0
0 queues visit.talk, 2880 min before #0
0 arrives, 720 min before #1
0 queues visit.talk, 720 min before #1
0 starts visit.talk #0
1 arrives #2
1 queues visit.talk #2
2 ends visit.talk #0
2 starts visit.talk #1
2 leaves #0
4 ends visit.talk #1
4 starts visit.talk #2
4 leaves #1
6 ends visit.talk #2
6 leaves #2
)");
}

// ---- already waiting
// --------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(who_has_waited_longest_is_first_whatever_the_source) {
    const auto text = scenario("1 day", R"(
sources:
  short: {already_waiting: {count: 2, waited: 1 h}, at: [0 min], process: visit}
  long: {already_waiting: {count: 1, waited: 5 h}, process: visit}
resources: {desk: {servers: 2}}
processes: {visit: {steps: {talk: {seize: desk, duration: 1 h}}}}
)");
    BOOST_TEST(told(text, {Kind::queue_joined, Kind::activity_started}) ==
               R"(0 queues visit.talk, 300 min before #0
0 queues visit.talk, 60 min before #1
0 queues visit.talk, 60 min before #2
0 starts visit.talk #0
0 starts visit.talk #1
0 queues visit.talk #3
60 starts visit.talk #2
60 starts visit.talk #3
)");
}

BOOST_AUTO_TEST_CASE(priority_comes_before_time_already_waited) {
    const auto text = scenario("1 day", R"(
classes: {child: {attributes: {age: {}}}}
sources:
  old: {class: child, already_waiting: {count: 1, waited: 5 h}, process: visit}
  young: {class: child, already_waiting: {count: 1, waited: 1 h}, set: {age: 3}, process: visit}
resources: {desk: {servers: 1}}
processes: {visit: {steps: {talk: {seize: desk, duration: 1 h, priority: age}}}}
)");
    BOOST_TEST(told(text, kStarts) == "0 starts visit.talk #1\n60 starts visit.talk #0\n");
}

BOOST_AUTO_TEST_CASE(time_already_waited_does_not_shorten_patience) {
    const auto text = scenario("1 day", R"(
sources: {clients: {already_waiting: {count: 2, waited: 10 h}, process: visit}}
resources: {desk: {servers: 1}}
processes: {visit: {steps: {talk: {seize: desk, duration: 3 h, patience: 2 h}}}}
)");
    BOOST_TEST(told(text, kPassage, kHour) == R"(0 arrives, 600 min before #0
0 queues visit.talk, 600 min before #0
0 arrives, 600 min before #1
0 queues visit.talk, 600 min before #1
0 starts visit.talk #0
2 reneges visit.talk, 720 min #1
2 leaves #1
3 ends visit.talk #0
3 leaves #0
)");
}

BOOST_AUTO_TEST_CASE(measures_include_time_already_waited_but_queue_lengths_do_not) {
    // One is served from 0 to 1 h, the other from 1 to 2 h, and a third, who comes at 1 h, from
    // 2 h on: waits of 10, 11 and 1 h, and a queue of 1 from 0 to 2 h.
    const auto table = run_text(scenario("4 h", R"(
sources: {clients: {already_waiting: {count: 2, waited: 10 h}, at: [1 h], process: visit}}
resources: {desk: {servers: 1}}
processes: {visit: {steps: {talk: {seize: desk, duration: 1 h}}}}
)"));
    const std::string where = "activity=visit.talk";
    const auto tolerance = boost::test_tools::tolerance(1e-12);
    BOOST_TEST(value(table, "waiting_time", where) == 60.0 * 22.0 / 3.0, tolerance);
    BOOST_TEST(value(table, "waiting_time.served", where) == 60.0 * 22.0 / 3.0, tolerance);
    BOOST_TEST(value(table, "queue_length", where) == 0.5, tolerance);
    BOOST_TEST(value(table, "time_in_system", "class=client") == 60.0 * 25.0 / 3.0, tolerance);
    BOOST_TEST(value(table, "number_in_system", "class=client") == 5.0 / 4.0, tolerance);
}

BOOST_AUTO_TEST_CASE(those_still_waiting_at_the_end_count_with_all_they_have_waited) {
    const auto table = run_text(scenario("4 h", R"(
sources: {clients: {already_waiting: {count: 1, waited: 10 h}, process: visit}}
calendars: {early: {open: {mon: 00:00-02:00}}, late: {open: {mon: 02:00-04:00}}}
resources: {desk: {shifts: {a: {servers: 1, calendar: early}, b: {servers: 1, calendar: late}}}}
processes: {visit: {steps: {talk: {seize: {desk: 2}, duration: 1 h}}}}
)"));
    BOOST_TEST(value(table, "waiting_time", "activity=visit.talk") == 60.0 * 14.0);
    BOOST_TEST(value(table, "queue_length", "activity=visit.talk") == 1.0);
}

BOOST_AUTO_TEST_CASE(those_who_wait_are_served_when_somebody_comes_on_duty) {
    const auto text = scenario("1 day", R"(
sources: {clients: {already_waiting: {count: 2, waited: 'discrete(1 h: 1, 2 h: 1)'}, process: visit}}
resources: {desk: {servers: 1, calendar: office}}
calendars: {office: {open: {mon: 08:00-16:00}}}
processes: {visit: {steps: {talk: {seize: desk, duration: 1 h}}}}
)");
    BOOST_TEST(told(text, kStarts, kHour) == "8 starts visit.talk #0\n9 starts visit.talk #1\n");
}

BOOST_AUTO_TEST_CASE(entities_without_a_class_are_measured_only_where_some_come) {
    const auto text = [](const char* of_class) {
        return scenario("1 h", fmt::format(R"(
classes: {{patient: {{}}}}
sources: {{patients: {{{}interarrival: 10 min, process: visit}}}}
processes: {{visit: {{steps: {{rest: {{duration: 5 min}}}}}}}}
)",
                                           of_class));
    };
    BOOST_TEST(run_text(text("")).find("arrivals", "class=client") != nullptr);
    const auto table = run_text(text("class: patient, "));
    BOOST_TEST(table.find("arrivals", "class=client") == nullptr);
    BOOST_TEST(mean(table, "arrivals", "class=patient") > 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
