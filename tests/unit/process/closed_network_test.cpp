// SPDX-License-Identifier: Apache-2.0
#include "engine/process/closed_network.hpp"

#include <optional>

#include <boost/test/unit_test.hpp>

#include "tests/unit/process/systems.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::process::test;
namespace tt = boost::test_tools;

namespace {

const process::ActivityStep kWork = work("", random::Law::deterministic(60.0));

Builder begun() { return Builder().process("life").step("begin", kWork); }

std::optional<process::Circuit> circuit_of(const process::System& system) {
    const process::FlowGraph graph(system);
    return process::find_circuit(graph, graph.start_of(0));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(closed_network)

// A quarter of those who have run are mended, and half of the mended are mended again.
BOOST_AUTO_TEST_CASE(counts_visits_of_a_round_and_not_what_comes_before_it) {
    const auto circuit = circuit_of(begun()
                                        .step("run", kWork, {to("mend", 0.25), rest("run")})
                                        .step("mend", kWork, {to("mend", 0.5), rest("run")})
                                        .system);
    BOOST_REQUIRE(circuit);
    BOOST_TEST(circuit->nodes.size() == 2U);
    BOOST_TEST(circuit->visits[0] == 1.0, tt::tolerance(1e-12));
    BOOST_TEST(circuit->visits[1] == 0.5, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(finds_none_where_somebody_leaves_or_chance_does_not_decide) {
    BOOST_TEST(!circuit_of(begun().step("run", kWork, {to("leave", 0.1), rest("run")}).system));
    BOOST_TEST(
        !circuit_of(begun().step("run", kWork, {when("x > 0", "begin"), rest("run")}).system));
    BOOST_TEST(!circuit_of(begun()
                               .step("choose", kWork, {to("left", 0.5), rest("right")})
                               .step("left", kWork, {rest("left")})
                               .step("right", kWork, {rest("right")})
                               .system));
}

BOOST_AUTO_TEST_SUITE_END()
