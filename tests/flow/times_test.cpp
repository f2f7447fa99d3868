// SPDX-License-Identifier: Apache-2.0
// Durations that are multiplied by what an expression says of the client.
#include "tests/flow/setups.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

/// A client with so many items comes at this minute.
std::string client(int at, int items) {
    return fmt::format(
        "  at_{0}: {{class: person, at: [{0} min], set: {{items: {1}}}, process: visit}}\n", at,
        items);
}

const std::string kClass = "classes: {person: {attributes: {items: {}, steps: {}}}}\nsources:\n";

std::string visit(const std::string& keys) {
    return "processes: {visit: {steps: {scan: {seize: desk, duration: 2 min, times: " + keys +
           "}}}}\n";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(times)

BOOST_AUTO_TEST_CASE(a_duration_is_multiplied_by_what_the_client_brings) {
    const auto text = scenario("1 h", "resources: {desk: {servers: 1}}\n" + kClass + client(0, 3) +
                                          client(10, 0) + client(20, 5) + visit("items"));
    BOOST_TEST(told(text, kWork) == R"(0 starts visit.scan #0
6 ends visit.scan #0
10 starts visit.scan #0
10 ends visit.scan #0
20 starts visit.scan #0
30 ends visit.scan #0
)");
}

BOOST_AUTO_TEST_CASE(it_is_worked_out_when_the_activity_starts) {
    // while the second waits, the pace doubles
    const auto text = scenario("1 h", R"(
variables: {pace: 1}
resources: {desk: {servers: 1}}
sources:
  clients: {at: [0 min, 1 min], process: visit}
  change: {at: [5 min], process: hurry}
processes:
  visit: {steps: {scan: {seize: desk, duration: 10 min, times: 1 / pace}}}
  hurry: {steps: {hurry: {set: {pace: 2}}}}
)");
    BOOST_TEST(told(text, {Kind::activity_ended}) ==
               "10 ends visit.scan #0\n15 ends visit.scan #1\n");
}

BOOST_AUTO_TEST_CASE(it_also_holds_without_a_resource) {
    const auto text = scenario("1 h", kClass + client(0, 7) +
                                          "processes: {visit: {steps: {walk: {duration: 1 min, "
                                          "times: items + 1}}}}\n");
    BOOST_TEST(told(text, {Kind::activity_ended}) == "8 ends visit.walk #0\n");
}

BOOST_AUTO_TEST_CASE(the_shortest_work_is_the_shortest_after_the_multiplication) {
    const auto text =
        scenario("1 h", "resources: {desk: {servers: 1, discipline: shortest_first}}\n" + kClass +
                            client(0, 3) + client(1, 5) + client(2, 1) + visit("items"));
    BOOST_TEST(told(text, kStarts) ==
               "0 starts visit.scan #0\n6 starts visit.scan #2\n8 starts visit.scan #1\n");
}

BOOST_AUTO_TEST_CASE(what_is_left_after_a_preemption_is_not_multiplied_again) {
    const auto text = scenario("1 h", "resources: {desk: {servers: 1}}\n" + kClass + client(0, 3) +
                                          R"(  urgent: {at: [4 min], process: urgent}
processes:
  visit: {steps: {scan: {seize: desk, duration: 2 min, times: items}}}
  urgent: {steps: {help: {seize: desk, duration: 1 min, priority: 1, preempts: true}}}
)");
    // four minutes of six were done at minute 4
    BOOST_TEST(told(text, {Kind::activity_ended}) ==
               "5 ends urgent.help #1\n7 ends visit.scan #0\n");
}

BOOST_AUTO_TEST_CASE(a_duration_below_zero_is_an_error_of_the_model) {
    const auto text = scenario(
        "1 h", "resources: {desk: {servers: 1}}\n" + kClass + client(3, 1) + visit("items - 2"));
    const Log log = log_of(text);
    BOOST_TEST(log.failure.find("a duration of -120 s") != std::string::npos, log.failure);
}

BOOST_AUTO_TEST_SUITE_END()
