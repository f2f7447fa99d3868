// SPDX-License-Identifier: Apache-2.0
// Figures of a scenario's own: what is counted, when, and what comes out of a run.
#include "tests/flow/events.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

const Kinds kCounts{Kind::indicator_counted};
const Kinds kLooks{Kind::indicator_base};

/// A child whom the clinic sees on days 10, 20 and 400 for a day and hands to the hospital, which
/// treats for another. `days` is the age of the child in days.
std::string treated(const TableFile& table, const std::string& indicators,
                    const std::string& length = "800 days", const std::string& run = "") {
    return scenario(length,
                    "classes: {child: {attributes: {days: {grows: 365.25 per year}}}}\n"
                    "populations: {children: {class: child, table: " +
                        table.path() + ", groups: [{column: n}]}}\nindicators: {" + indicators +
                        R"(}
needs:
  visit: {class: child, at: {attribute: days, reaches: [10, 20, 400]}, severity: 0, recognised: {family: {after: 0 s, process: look}}}
services: {clinic: {}, hospital: {process: care}, school: {}}
interfaces: {any -> any: {acceptance: 1}}
processes:
  look:
    service: clinic
    steps:
      look: {duration: 1 day}
      refer: {hand_over: {to: hospital}, next: leave}
  care:
    service: hospital
    steps:
      treat: {duration: 1 day}
      done: {close: {outcome: done}}
)",
                    run);
}

double figure(const std::string& text, const std::string& name) {
    return mean(run_text(text, {{}, 1, 0}), "indicator", "indicator=" + name);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(indicators)

BOOST_AUTO_TEST_CASE(what_happens_is_told_each_time) {
    const TableFile table("n\n1\n");
    BOOST_TEST(told(treated(table,
                            "came: {of: [received by clinic]}, ended: {of: [end of care.treat, "
                            "start of look.look], counts: events}"),
                    kCounts, kDay) ==
               "10 came counts #0\n10 ended counts #0\n12 ended counts #0\n"
               "20 came counts #0\n20 ended counts #0\n22 ended counts #0\n"
               "400 came counts #0\n400 ended counts #0\n402 ended counts #0\n");
}

BOOST_AUTO_TEST_CASE(receipts_can_be_those_from_one_service_only) {
    const TableFile table("n\n1\n");
    BOOST_TEST(told(treated(table,
                            "sent: {of: [received by hospital, received by clinic], from: "
                            "[clinic]}, others: {of: [received by hospital], from: [school]}",
                            "30 days"),
                    kCounts, kDay) == "11 sent counts #0\n21 sent counts #0\n");
}

BOOST_AUTO_TEST_CASE(a_condition_is_asked_when_it_happens) {
    const TableFile table("n\n1\n");
    BOOST_TEST(told(treated(table,
                            "late: {of: [received by hospital], when: need == visit and days "
                            "> 15}",
                            "30 days"),
                    kCounts, kDay) == "21 late counts #0\n");
}

BOOST_AUTO_TEST_CASE(who_is_left_out_is_told_too) {
    const TableFile table("n\n1\n");
    BOOST_TEST(
        told(treated(table, "in_vain: {of: [received by hospital], unless: [end of care.treat]}",
                     "15 days"),
             kCounts, kDay) == "11 in_vain counts #0\n12 in_vain leaves out #0\n");
}

BOOST_AUTO_TEST_CASE(members_are_looked_at_twice_a_year_from_the_end_of_the_warm_up) {
    const TableFile table("n\n2\n");
    // A quarter of a year is 91.3125 d; one that is related to another needs no look.
    const std::string figures =
        "all: {of: [received by clinic]}, young: {of: [received by clinic], among: days < 200}, "
        "small: {holds: days < 100, among: days < 300}, "
        "each: {of: [received by hospital], counts: events, relative_to: all}";
    BOOST_TEST(told(treated(table, figures, "300 days"), kLooks, kDay) ==
               "91.3125 all among 2\n91.3125 young among 2\n91.3125 small among 2, 2 of them\n"
               "273.938 all among 2\n273.938 young among 0\n273.938 small among 2, 0 of them\n");
    BOOST_TEST(told(treated(table, figures, "300 days", ", warm_up: 100 days"), kLooks, kDay) ==
               "191.312 all among 2\n191.312 young among 2\n191.312 small among 2, 0 of them\n");
}

BOOST_AUTO_TEST_CASE(a_run_gives_the_figures) {
    const TableFile table("n\n2\n");
    const auto text = treated(
        table,
        "seen: {of: [received by clinic]}, sent: {of: [received by hospital], counts: events}, "
        "late: {of: [received by hospital], when: days > 15 and days < 300}, "
        "in_vain: {of: [received by hospital], unless: [end of care.treat]}, "
        "each: {of: [received by hospital], counts: events, relative_to: seen}, "
        "small: {holds: days < 100, among: days < 300}");
    // Two whole years of the 800 d: on days 10 and 20 the first, on day 400 the second.
    const auto tolerance = boost::test_tools::tolerance(1e-9);
    BOOST_TEST(figure(text, "seen") == 1.0, tolerance);
    BOOST_TEST(figure(text, "sent") == 1.5, tolerance);
    BOOST_TEST(figure(text, "late") == 0.5, tolerance);
    BOOST_TEST(figure(text, "in_vain") == 0.0);
    BOOST_TEST(figure(text, "each") == 1.5, tolerance);
    BOOST_TEST(figure(text, "small") == 0.5, tolerance);
}

BOOST_AUTO_TEST_SUITE_END()
