// SPDX-License-Identifier: Apache-2.0
#include "engine/process/traffic.hpp"

#include <cmath>

#include <boost/test/unit_test.hpp>

#include "tests/unit/process/systems.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::process::test;
using process::Bounds;
using process::Traffic;
using random::Law;
namespace tt = boost::test_tools;

namespace {

const Law kMinute = Law::exponential(60.0);

bool is_exactly(Bounds bounds, double value) {
    return bounds.is_known() && std::abs(bounds.most - value) < 1e-9;
}
bool is_between(Bounds bounds, double least, double most) {
    const bool is_most =
        std::isinf(most) ? std::isinf(bounds.most) : std::abs(bounds.most - most) < 1e-9;
    return std::abs(bounds.least - least) < 1e-9 && is_most && !bounds.is_known();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(traffic)

// v1 = 1 + 0.25 v2, v2 = 0.6 v1, v3 = 0.4 v1.
BOOST_AUTO_TEST_CASE(a_loop_by_chance_is_solved) {
    const auto system = Builder()
                            .process("visit")
                            .step("a", work("", kMinute), {to("b", 0.6), rest("c")})
                            .step("b", work("", kMinute), {to("a", 0.25), to("leave", 0.75)})
                            .step("c", work("", kMinute))
                            .system;
    const Traffic traffic(system);
    BOOST_TEST(is_exactly(traffic.visits(0, 0, 0), 1.0 / 0.85));
    BOOST_TEST(is_exactly(traffic.visits(0, 0, 1), 0.6 / 0.85));
    BOOST_TEST(is_exactly(traffic.visits(0, 0, 2), 0.4 / 0.85));
}

// Both ways of a condition come together again: what follows is done once, whichever it was.
BOOST_AUTO_TEST_CASE(a_condition_gives_bounds_and_only_where_it_decides) {
    const auto system = Builder()
                            .process("visit")
                            .step("a", set("x"), {when("x > 0", "b"), rest("c")})
                            .step("b", work("", kMinute), {rest("d")})
                            .step("c", work("", kMinute), {to("d", 0.5), to("leave", 0.5)})
                            .step("d", work("", kMinute), {rest("e")})
                            .step("e", work("", kMinute))
                            .system;
    const Traffic traffic(system);
    BOOST_TEST(is_between(traffic.visits(0, 0, 1), 0.0, 1.0));
    BOOST_TEST(is_between(traffic.visits(0, 0, 4), 0.5, 1.0));
    BOOST_TEST(is_exactly(traffic.visits(0, 0, 0), 1.0));
}

BOOST_AUTO_TEST_CASE(a_round_that_a_condition_ends_may_be_gone_any_number_of_times) {
    const auto system = Builder()
                            .process("visit")
                            .step("a", work("", kMinute), {when("x > 3", "b"), rest("a")})
                            .step("b", work("", kMinute))
                            .system;
    const Traffic traffic(system);
    BOOST_TEST(is_between(traffic.visits(0, 0, 0), 1.0, INFINITY));
    BOOST_TEST(is_between(traffic.visits(0, 0, 1), 0.0, 1.0));
}

// talk is called twice, and once of two talks calls look up: 1 + 1 talks, 0.5 each.
BOOST_AUTO_TEST_CASE(sub_processes_come_back_to_where_they_were_called_from) {
    const auto system = Builder()
                            .process("visit")
                            .step("first", call("talking"))
                            .step("second", call("talking"), {to("first", 0.2), to("leave", 0.8)})
                            .process("talking")
                            .step("talk", work("", kMinute), {to("look", 0.5), to("return", 0.5)})
                            .step("look", call("looking"))
                            .process("looking")
                            .step("up", work("", kMinute), {to("leave", 0.1), to("return", 0.9)})
                            .system;
    const Traffic traffic(system);
    // One talk lets 0.95 come back: round = 0.95 · 0.95 · 0.2.
    const double rounds = 1.0 / (1.0 - 0.95 * 0.95 * 0.2);
    BOOST_TEST(is_exactly(traffic.visits(0, 0, 0), rounds));
    BOOST_TEST(is_exactly(traffic.visits(0, 1, 0), rounds * 1.95));
    BOOST_TEST(is_exactly(traffic.visits(0, 2, 0), rounds * 1.95 * 0.5));
    BOOST_TEST(is_exactly(traffic.visits(1, 2, 0), 0.5));
}

BOOST_AUTO_TEST_CASE(patience_and_calling_oneself_make_bounds) {
    auto impatient = work("desk", kMinute);
    impatient.patience = law(kMinute);
    const auto system = Builder()
                            .resource("desk", 1)
                            .process("visit")
                            .step("a", impatient)
                            .step("b", work("", kMinute))
                            .process("self")
                            .step("x", work("", kMinute), {to("y", 0.5), to("leave", 0.5)})
                            .step("y", call("self"))
                            .system;
    const Traffic traffic(system);
    BOOST_TEST(is_exactly(traffic.visits(0, 0, 0), 1.0));
    BOOST_TEST(is_between(traffic.visits(0, 0, 1), 0.0, 1.0));
    BOOST_TEST(traffic.visits(1, 1, 0).least == 1.0);
    BOOST_TEST(!traffic.visits(1, 1, 0).is_known());
}

BOOST_AUTO_TEST_CASE(without_a_way_out_visits_have_no_end) {
    const auto system = Builder()
                            .process("visit")
                            .step("a", work("", kMinute))
                            .step("b", work("", kMinute), {rest("a")})
                            .step("c", work("", kMinute))
                            .system;
    const Traffic traffic(system);
    BOOST_TEST(std::isinf(traffic.visits(0, 0, 1).most));
    BOOST_TEST(is_exactly(traffic.visits(0, 0, 2), 0.0));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(connected_parts)

BOOST_AUTO_TEST_CASE(what_is_led_to_comes_first) {
    const auto parts = process::connected_parts({{1}, {2}, {1, 3}, {}, {0, process::kOut}});
    BOOST_REQUIRE(parts.size() == 4u);
    BOOST_TEST(parts[0] == std::vector<std::size_t>{3}, tt::per_element());
    BOOST_TEST(parts[1] == (std::vector<std::size_t>{1, 2}), tt::per_element());
    BOOST_TEST(parts[2] == std::vector<std::size_t>{0}, tt::per_element());
    BOOST_TEST(parts[3] == std::vector<std::size_t>{4}, tt::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
