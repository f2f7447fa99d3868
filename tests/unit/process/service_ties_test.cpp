// SPDX-License-Identifier: Apache-2.0
#include "engine/process/service_ties.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/unit/process/systems.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::process::test;
using process::ServiceTies;

namespace {

/// Services a, b, c, … each with a process of its name; processes are added after.
Builder services(const std::string& names) {
    Builder builder;
    for (const char name : names) {
        process::Service service;
        service.process = {std::string(1, name), {}};
        builder.system.services.push_back({std::string(1, name), {}, service});
    }
    return builder;
}
Builder& process_of(Builder& builder, const std::string& name, const std::string& service) {
    builder.process(name).system.processes.back().value.service = {service, {}};
    return builder;
}
process::HandOverStep hand_over(const std::string& to) { return {{to, {}}, false, {}}; }
process::TellStep tell(const std::string& to) { return {{to, {}}}; }
process::ActivityStep record(const std::string& type, process::Reuse reuse) {
    auto activity = work("", random::Law::deterministic(1.0));
    activity.produces = {type, {}};
    activity.reuse = reuse;
    return activity;
}

/// `a>b c>a`.
std::string text(const process::System& system, const ServiceTies::Pairs& pairs) {
    std::string list;
    for (const auto& [from, to] : pairs) {
        list +=
            (list.empty() ? "" : " ") + system.services[from].name + ">" + system.services[to].name;
    }
    return list;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(service_ties)

BOOST_AUTO_TEST_CASE(are_followed_from_where_clients_come_in) {
    auto builder = services("abcd");
    process_of(builder.source("a", 1.0), "a", "a").step("on", hand_over("b"));
    process_of(builder, "b", "b").step("on", hand_over("c"));
    process_of(builder, "c", "c");
    process_of(builder, "d", "d").step("on", hand_over("a"));  // nobody ever comes to d
    const auto ties = process::find_service_ties(builder.system);
    BOOST_TEST(text(builder.system, ties.hands_over) == "a>b b>c");
}

BOOST_AUTO_TEST_CASE(of_a_called_process_are_those_of_the_service_that_has_the_client) {
    auto builder = services("abcd");
    process_of(builder.source("a", 1.0), "a", "a").step("sub", call("shared"));
    process_of(builder.source("b", 1.0), "b", "b").step("sub", call("shared"));
    process_of(builder, "shared", "d").step("on", hand_over("c")).step("news", tell("d"));
    const auto ties = process::find_service_ties(builder.system);
    BOOST_TEST(text(builder.system, ties.hands_over) == "a>c b>c");
    BOOST_TEST(text(builder.system, ties.tells) == "a>d b>d");
}

BOOST_AUTO_TEST_CASE(of_telling_the_sender_go_back_along_handovers) {
    auto builder = services("abc");
    process_of(builder.source("a", 1.0), "a", "a").step("on", hand_over("c"));
    process_of(builder.source("b", 1.0), "b", "b").step("on", hand_over("c"));
    process_of(builder, "c", "c").step("news", process::TellStep{});
    const auto ties = process::find_service_ties(builder.system);
    BOOST_TEST(text(builder.system, ties.tells) == "c>a c>b");
}

BOOST_AUTO_TEST_CASE(go_on_with_the_successor_of_a_service) {
    auto builder = services("abc");
    builder.system.services[0].value.successor = {"adults", {}};
    builder.system.services[1].value.successor = {"nobodys", {}};
    process_of(builder.source("a", 1.0), "a", "a");
    process_of(builder.source("b", 1.0), "b", "b");
    process_of(builder, "adults", "b").step("on", hand_over("c"));
    process_of(builder, "nobodys", "").step("on", hand_over("a"));
    const auto ties = process::find_service_ties(builder.system);
    BOOST_TEST(text(builder.system, ties.hands_over) == "b>a b>c");
}

BOOST_AUTO_TEST_CASE(begin_with_whatever_starts_a_path_for_a_need) {
    auto builder = services("abcde");
    process::Need need;
    process::Recogniser family;
    family.process = {"a", {}};
    need.recognised.push_back({"family", {}, family});
    need.escalation_process = {"b", {}};
    need.repeat_process = {"c", {}};
    builder.system.needs.push_back({"mood", {}, need});
    for (const char* name : {"a", "b", "c", "d"}) {
        process_of(builder, name, name).step("on", hand_over("e"));
    }
    const auto ties = process::find_service_ties(builder.system);
    BOOST_TEST(text(builder.system, ties.hands_over) == "a>e b>e c>e");
}

BOOST_AUTO_TEST_CASE(of_records_are_from_who_writes_them_to_who_reuses_them) {
    auto builder = services("abc");
    process_of(builder, "a", "a").step("w", record("history", process::Reuse::never));
    process_of(builder, "b", "b").step("w", record("history", process::Reuse::skip));
    process_of(builder, "c", "c").step("w", record("plan", process::Reuse::skip));
    const auto ties = process::find_service_ties(builder.system);
    BOOST_TEST(text(builder.system, ties.reads) == "a>b");
}

BOOST_AUTO_TEST_SUITE_END()
