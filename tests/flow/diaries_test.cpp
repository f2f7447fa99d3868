// SPDX-License-Identifier: Apache-2.0
// Appointments: which place is taken, what becomes of it, and how it is measured.
#include "tests/flow/events.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

const Kinds kBooking{Kind::appointment_booked, Kind::appointment_kept, Kind::appointment_missed,
                     Kind::queue_joined,       Kind::queue_left,       Kind::activity_started,
                     Kind::activity_ended,     Kind::places_offered,   Kind::entity_left};
const Kinds kBooked{Kind::appointment_booked};

/// Clients who arrive every `gap` min from `first` min on and book in the diary `nurse`.
std::string booking(const std::string& diary, const std::string& book, int first, int gap,
                    int count) {
    return fmt::format(R"(
calendars: {{office: {{open: {{mon-fri: "08:00-10:00"}}}}}}
diaries: {{nurse: {{calendar: office, {}}}}}
sources: {{clients: {{first_at: {} min, interarrival: {} min, count: {}, process: visit}}}}
processes: {{visit: {{steps: {{book: {{book: {{diary: nurse, {}}}}}}}}}}}
)",
                       diary, first, gap, count, book);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(diaries)

BOOST_AUTO_TEST_CASE(the_earliest_free_place_is_taken_and_waited_for) {
    const auto text = scenario("1 day", R"(
calendars: {office: {open: {mon-fri: "08:00-09:00"}}}
diaries: {nurse: {calendar: office, every: 30 min}}
sources: {clients: {first_at: 7 h, interarrival: 30 min, count: 3, process: visit}}
resources: {nurses: {servers: 1}}
processes:
  visit:
    steps:
      book: {book: {diary: nurse}}
      talk: {seize: nurses, duration: 20 min}
)");
    BOOST_TEST(told(text, kBooking, kHour) == R"(7 books visit.book for 8 #0
7 queues visit.book #0
7.5 books visit.book for 8.5 #1
7.5 queues visit.book #1
8 keeps visit.book #0
8 starts visit.book #0
8 ends visit.book #0
8 starts visit.talk #0
8 books visit.book for 32 #2
8 queues visit.book #2
8.33333 ends visit.talk #0
8.33333 leaves #0
8.5 keeps visit.book #1
8.5 starts visit.book #1
8.5 ends visit.book #1
8.5 starts visit.talk #1
8.83333 ends visit.talk #1
8.83333 leaves #1
24 nurse@all offers 2
)");
}

BOOST_AUTO_TEST_CASE(slots_fit_whole_into_each_open_period) {
    // 08:00, 08:45; 09:30 would end at 10:15
    const auto text = scenario("5 days", booking("every: 45 min", "earliest: 0 s", 0, 1, 5));
    BOOST_TEST(told(text, kBooked, kHour) == R"(0 books visit.book for 8 #0
0.0166667 books visit.book for 8.75 #1
0.0333333 books visit.book for 32 #2
0.05 books visit.book for 32.75 #3
0.0666667 books visit.book for 56 #4
)");
}

BOOST_AUTO_TEST_CASE(a_slot_has_as_many_places_as_it_says) {
    const auto text =
        scenario("5 days", booking("every: 1 h, places: 2", "earliest: 0 s", 0, 1, 5));
    BOOST_TEST(untimed(told(text, kBooked, kHour)) == R"(books visit.book for 8 #0
books visit.book for 8 #1
books visit.book for 9 #2
books visit.book for 9 #3
books visit.book for 32 #4
)");
}

BOOST_AUTO_TEST_CASE(nothing_is_booked_before_the_earliest) {
    const auto text = scenario("9 days", booking("every: 1 h", "earliest: 2 days", 8 * 60, 30, 3));
    // from 8 and 8:30 on Monday; a slot that begins right then is early enough
    BOOST_TEST(told(text, kBooked, kHour) == R"(8 books visit.book for 56 #0
8.5 books visit.book for 57 #1
9 books visit.book for 80 #2
)");
}

BOOST_AUTO_TEST_CASE(one_who_finds_nothing_within_the_horizon_goes_elsewhere) {
    const auto text = scenario("9 days", R"(
calendars: {office: {open: {mon-fri: "08:00-09:00"}}}
diaries: {nurse: {calendar: office, every: 1 h, horizon: 1 day}}
sources: {clients: {first_at: 7 h, interarrival: 1 h, count: 3, process: visit}}
processes:
  visit:
    steps:
      book: {book: {diary: nurse, on_full: phone}, next: leave}
      phone: {duration: 10 min}
)");
    // the second, at 8, may book until 8 the next day; the third finds even that taken
    BOOST_TEST(told(text, {Kind::appointment_booked, Kind::activity_started}, kHour) ==
               R"(7 books visit.book for 8 #0
8 starts visit.book #0
8 books visit.book for 32 #0
9 starts visit.phone #1
32 starts visit.book #0
)");
    const auto leaves =
        scenario("9 days", booking("every: 2 h, horizon: 1 day", "earliest: 0 s", 9 * 60, 60, 2));
    BOOST_TEST(told(leaves, {Kind::appointment_booked, Kind::entity_left}, kHour) ==
               "9 books visit.book for 32 #0\n10 leaves #1\n32 leaves #0\n");
}

BOOST_AUTO_TEST_CASE(there_is_a_diary_for_each_level) {
    const auto text = scenario("9 days", R"(
classes: {client: {attributes: {place: {levels: [north, south]}}}}
calendars: {office: {open: {mon-fri: "08:00-10:00"}}}
diaries: {nurse: {calendar: office, every: 1 h, per: place}}
sources:
  a: {class: client, first_at: 0 s, interarrival: 2 min, count: 2, set: {place: 0}, process: visit}
  b: {class: client, first_at: 1 min, interarrival: 2 min, count: 1, set: {place: 1}, process: visit}
processes: {visit: {steps: {book: {book: {diary: nurse}}}}}
)");
    BOOST_TEST(untimed(told(text, kBooked, kHour)) == R"(books visit.book for 8 #0
books visit.book for 8 #1
books visit.book for 9 #2
)");
    const auto table = run_text(text);
    // 7 working days of 2 slots
    BOOST_TEST(mean(table, "slots_used", "diary=nurse") == 3.0 / 28.0);
    BOOST_TEST(mean(table, "slots_used", "diary=nurse,site=north") == 2.0 / 14.0);
    BOOST_TEST(mean(table, "slots_used", "diary=nurse,site=south") == 1.0 / 14.0);
}

// ---- places set aside

BOOST_AUTO_TEST_CASE(places_set_aside_are_for_their_group_only) {
    const std::string aside = "set_aside: {urgent: {places: 1, of_every: 2}}";
    // slots 8, 8:30, 9, 9:30; the 2nd and the 4th are set aside
    const auto all =
        scenario("9 days", booking("every: 30 min, " + aside, "earliest: 0 s", 0, 1, 3));
    BOOST_TEST(untimed(told(all, kBooked, kHour)) == R"(books visit.book for 8 #0
books visit.book for 9 #1
books visit.book for 32 #2
)");
    const auto urgent =
        scenario("9 days", booking("every: 30 min, " + aside, "group: urgent", 0, 1, 5));
    BOOST_TEST(untimed(told(urgent, kBooked, kHour)) == R"(books visit.book for 8 #0
books visit.book for 8.5 #1
books visit.book for 9 #2
books visit.book for 9.5 #3
books visit.book for 32 #4
)");
}

BOOST_AUTO_TEST_CASE(the_own_place_goes_before_an_open_one_of_the_same_slot) {
    const auto text = scenario("9 days", R"(
classes: {client: {attributes: {urgent: {}}}}
calendars: {office: {open: {mon-fri: "08:00-10:00"}}}
diaries: {nurse: {calendar: office, every: 1 h, places: 2, set_aside: {soon: {}}}}
sources:
  a: {class: client, first_at: 0 s, interarrival: 1 min, count: 1, set: {urgent: 1}, process: visit}
  b: {class: client, first_at: 1 min, interarrival: 1 min, count: 2, process: visit}
processes:
  visit: {steps: {book: {book: {diary: nurse, group: soon, group_when: urgent > 0}}}}
)");
    // had the first taken the open place of 8 o'clock, the second would get that of 9
    BOOST_TEST(untimed(told(text, kBooked, kHour)) == R"(books visit.book for 8 #0
books visit.book for 8 #1
books visit.book for 9 #2
)");
}

BOOST_AUTO_TEST_CASE(what_is_left_of_places_set_aside_is_released) {
    const auto text = scenario(
        "9 days", booking("every: 1 h, set_aside: {urgent: {of_every: 2, released_before: 2 h}}",
                          "earliest: 0 s", 6 * 60 + 30, 15, 4));
    // at 6:30 the place of 9 is not released yet; at 7:00 it is
    BOOST_TEST(told(text, kBooked, kHour) == R"(6.5 books visit.book for 8 #0
6.75 books visit.book for 32 #1
7 books visit.book for 9 #2
7.25 books visit.book for 56 #3
)");
}

// ---- not coming

BOOST_AUTO_TEST_CASE(the_place_of_one_who_does_not_come_is_wasted) {
    const auto text = scenario("2 days", R"(
calendars: {office: {open: {mon-fri: "08:00-10:00"}}}
diaries: {nurse: {calendar: office, every: 1 h}}
variables: {missed: 0}
sources: {clients: {first_at: 8 h, interarrival: 1 h, count: 1, process: visit}}
processes:
  visit:
    steps:
      book: {book: {diary: nurse, no_show: missed < 1, on_no_show: again}, next: leave}
      again: {set: {missed: missed + 1}, next: book}
)");
    BOOST_TEST(told(text, kBooking, kHour) == R"(8 books visit.book for 8 #0
8 queues visit.book #0
8 leaves queue visit.book #0
8 misses visit.book #0
8 books visit.book for 9 #0
8 queues visit.book #0
9 keeps visit.book #0
9 starts visit.book #0
9 ends visit.book #0
9 leaves #0
48 nurse@all offers 4
)");
    const auto table = run_text(text);
    BOOST_TEST(mean(table, "slots_used", "diary=nurse") == 0.25);
    BOOST_TEST(mean(table, "no_shows", "diary=nurse") == 0.5);
}

BOOST_AUTO_TEST_CASE(so_many_do_not_come_as_the_probability_says) {
    const auto text = scenario("400 days", R"(
calendars: {office: {open: {mon-sun: "00:00-24:00"}}}
diaries: {nurse: {calendar: office, every: 1 h, horizon: 2 days}}
sources: {clients: {first_at: 1 min, interarrival: 1 h, process: visit}}
processes: {visit: {steps: {book: {book: {diary: nurse, no_show: 0.2}}}}}
)",
                               ", warm_up: 1 day");
    const auto table = run_text(text);
    const double share = mean(table, "no_shows", "diary=nurse");
    // 9576 appointments: four standard errors
    BOOST_TEST(std::abs(share - 0.2) < 4 * std::sqrt(0.16 / 9576));
    BOOST_TEST(mean(table, "slots_used", "diary=nurse") == 1.0 - share,
               boost::test_tools::tolerance(1e-3));
}

BOOST_AUTO_TEST_CASE(a_probability_above_one_is_an_error) {
    const auto text = scenario(
        "2 days", "variables: {odds: 1.5}" + booking("every: 1 h", "no_show: odds", 0, 1, 1));
    BOOST_TEST(log_of(text).failure.find("a probability of 1.5 of not coming") !=
               std::string::npos);
}

// ---- episodes

BOOST_AUTO_TEST_CASE(a_closed_episode_gives_its_place_back) {
    const TableFile table("n\n1\n");
    const auto text = scenario("30 days", members(table) + R"(
calendars: {office: {open: {mon: "08:00-09:00"}}}
diaries: {nurse: {calendar: office, every: 1 h, horizon: 20 days}}
needs:
  one:
    class: child
    onset: [{when: now_days < 0.01, rate: 1 per min}]
    severity: 1
    resolves: 3 days
    recognised: {family: {after: 1 day, process: visit}}
services: {desk: {}}
sources: {clients: {first_at: 2 days, interarrival: 2 days, count: 2, process: visit}}
processes: {visit: {service: desk, steps: {book: {book: {diary: nurse}}}}}
)");
    // the one who comes on the second day finds the first Monday taken, who comes on the fourth
    // finds it free again
    BOOST_TEST(with(told(text, kBooking, kDay), "#1") == R"(2 books visit.book for 14.3333 #1
2 queues visit.book #1
14.3333 keeps visit.book #1
14.3333 starts visit.book #1
14.3333 ends visit.book #1
14.3333 leaves #1
)");
    BOOST_TEST(with(told(text, kBooking, kDay), "#2") == R"(4 books visit.book for 7.33333 #2
4 queues visit.book #2
7.33333 keeps visit.book #2
7.33333 starts visit.book #2
7.33333 ends visit.book #2
7.33333 leaves #2
)");
    BOOST_TEST(with(told_since_onset(text, {Kind::queue_left, Kind::time_kind_changed}), "#0") ==
               "1 time: waiting #0\n3 leaves queue visit.book #0\n");
}

BOOST_AUTO_TEST_CASE(one_who_grows_out_of_the_service_gives_the_place_back) {
    const TableFile table("n\n1\n");
    const auto text = scenario("60 days", members(table) + R"(
calendars: {office: {open: {mon: "08:00-09:00"}}}
diaries: {nurse: {calendar: office, every: 1 h, horizon: 40 days}}
needs:
  one:
    class: child
    onset: [{when: now_days < 0.01, rate: 1 per min}]
    severity: 1
    recognised: {family: {after: 1 day, process: visit}}
services: {desk: {process: visit, eligible: now_days < 30, successor: other}, ward: {process: other}}
sources: {clients: {first_at: 32 days, interarrival: 2 days, count: 1, process: walk_in}}
processes:
  visit: {service: desk, steps: {book: {book: {diary: nurse, earliest: 33 days}}}}
  other: {service: ward, steps: {rest: {duration: 1 day}}}
  walk_in: {steps: {book: {book: {diary: nurse}}}}
)");
    // the check of 3 September, the 31st day, comes before the slot of the 35th
    BOOST_TEST(told(text, {Kind::queue_left, Kind::activity_started}, kDay) ==
               R"(31 leaves queue visit.book #0
31 starts other.rest #0
35.3333 starts walk_in.book #1
)");
}

BOOST_AUTO_TEST_CASE(booking_goes_on_for_years) {
    // The window of slots moves on and grows to the horizon.
    const auto text = scenario("5 years", R"(
calendars: {office: {open: {mon-fri: "08:00-16:00"}}}
diaries: {nurse: {calendar: office, every: 30 min, horizon: 90 days}}
sources: {clients: {rate: 15 per day, process: visit}}
processes: {visit: {steps: {book: {book: {diary: nurse}}}}}
)");
    const auto table = run_text(text);
    // 15 a day want 80 places a week: overloaded, so all are used but those of the first minutes
    BOOST_TEST(mean(table, "slots_used", "diary=nurse") > 0.99);
    BOOST_TEST(mean(table, "slots_used", "diary=nurse") <= 1.0);
}

BOOST_AUTO_TEST_SUITE_END()
