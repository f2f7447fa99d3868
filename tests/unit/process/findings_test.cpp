// SPDX-License-Identifier: Apache-2.0
// What tests/diagnostics does not show: when nothing is said.
#include "engine/process/findings.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/unit/process/systems.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::process::test;
using random::Law;

namespace {

const Law kMinute = Law::exponential(60.0);

/// `error line`, `warning line` of each finding, one after the other.
std::string found(const process::System& system, std::uint32_t main_file = 0) {
    std::string text;
    for (const auto& one : process::find_faults(system, main_file)) {
        text += text.empty() ? "" : ", ";
        text += (one.severity == base::Severity::error ? "error " : "warning ") +
                std::to_string(one.position.line);
    }
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(findings)

BOOST_AUTO_TEST_CASE(a_sound_system_gives_none) {
    BOOST_TEST(found(Builder()
                         .resource("desk", 1)
                         .source("visit", 0.01)
                         .process("visit")
                         .step("talk", work("desk", kMinute), {to("talk", 0.2), rest("leave")})
                         .system) == "");
}

BOOST_AUTO_TEST_CASE(clients_of_a_given_number_may_go_round_for_ever) {
    auto builder = Builder()
                       .resource("desk", 1)
                       .source("visit", 0.01)
                       .process("visit")
                       .step("think", work("", kMinute))
                       .step("talk", work("desk", kMinute), {rest("think")});
    BOOST_TEST(found(builder.system) == "error 4");
    builder.system.sources[0].value.count = 20;
    BOOST_TEST(found(builder.system) == "");
    auto& source = builder.system.sources[0].value;
    source.count.reset();
    source.rate.reset();
    source.at = {base::Duration::days(0)};
    source.batch = law(Law::deterministic(20.0));
    BOOST_TEST(found(builder.system) == "");
}

BOOST_AUTO_TEST_CASE(a_round_at_one_instant_is_wrong_whoever_goes_it) {
    auto builder = Builder()
                       .source("visit", 0.01)
                       .process("visit")
                       .step("count", set("x"))
                       .step("wait", work("", Law::deterministic(0.0)), {rest("count")});
    builder.system.sources[0].value.count = 20;
    BOOST_TEST(found(builder.system) == "error 3");
    // A condition may end it: counting is legal.
    builder.system.processes[0].value.steps[0].value.next = {when("x > 3", "leave"), rest("wait")};
    BOOST_TEST(found(builder.system) == "");
}

BOOST_AUTO_TEST_CASE(impatience_bears_any_load) {
    auto impatient = work("desk", kMinute);
    auto builder =
        Builder().resource("desk", 1).source("visit", 1.0).process("visit").step("talk", impatient);
    BOOST_TEST(found(builder.system) == "warning 1");
    impatient.patience = law(kMinute);
    BOOST_TEST(found(Builder()
                         .resource("desk", 1)
                         .source("visit", 1.0)
                         .process("visit")
                         .step("talk", impatient)
                         .system) == "");
}

BOOST_AUTO_TEST_CASE(a_limited_queue_bears_any_load_unless_others_wait_before_it) {
    auto second = work("desk", kMinute);
    const auto system = [&] {
        auto builder = Builder()
                           .resource("desk", 1)
                           .source("visit", 0.018)
                           .process("visit")
                           .step("think", work("", kMinute))
                           .step("talk", second);
        builder.system.resources[0].value.queue_limit = 3;
        return builder.system;
    };
    BOOST_TEST(found(system()) == "");
    second.is_blocking = true;
    BOOST_TEST(found(system()) == "warning 1");
}

BOOST_AUTO_TEST_CASE(a_condition_leaves_the_load_open) {
    BOOST_TEST(found(Builder()
                         .resource("desk", 1)
                         .source("visit", 1.0)
                         .process("visit")
                         .step("ask", set("x"), {when("x > 0", "leave"), rest("talk")})
                         .step("talk", work("desk", kMinute))
                         .system) == "");
}

BOOST_AUTO_TEST_CASE(processes_of_shared_files_need_not_be_started) {
    const auto builder = Builder()
                             .source("visit", 0.01)
                             .process("visit")
                             .step("talk", work("", kMinute))
                             .process("one")
                             .step("go", call("two"))
                             .process("two")
                             .step("go", work("", kMinute), {to("on", 0.5), rest("leave")})
                             .step("on", call("one"));
    BOOST_TEST(found(builder.system, 0) == "warning 4, warning 6");
    BOOST_TEST(found(builder.system, 1) == "");
}

BOOST_AUTO_TEST_CASE(a_resource_that_nobody_needs_may_have_no_servers) {
    BOOST_TEST(found(Builder()
                         .resource("desk", 0)
                         .source("visit", 0.01)
                         .process("visit")
                         .step("talk", work("", kMinute))
                         .system) == "");
}

BOOST_AUTO_TEST_CASE(only_the_entrance_of_what_nothing_reaches_is_told) {
    BOOST_TEST(found(Builder()
                         .source("visit", 0.01)
                         .process("visit")
                         .step("talk", work("", kMinute), {rest("leave")})
                         .step("a", work("", kMinute))
                         .step("b", work("", kMinute), {to("a", 0.5), rest("c")})
                         .step("c", work("", kMinute))
                         .system) == "warning 4");
}

BOOST_AUTO_TEST_SUITE_END()
