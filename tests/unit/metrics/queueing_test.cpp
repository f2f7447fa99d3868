// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/queueing.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;
namespace tt = boost::test_tools;

namespace {

constexpr double kMinute = 60.0;

[[nodiscard]] Legend desk_legend() {
    Legend legend;
    legend.classes = {"client"};
    legend.activities.resize(1);
    legend.activities[0].name = "visit.talk";
    legend.activities[0].has_resources = true;
    legend.resources.resize(2);
    legend.resources[0].name = "desk";
    legend.resources[0].sites = {"north", "south"};
    legend.resources[1].name = "places";
    legend.resources[1].is_caseload = true;
    return legend;
}

constexpr const char* kTalk = "activity=visit.talk";

/// One desk, minutes: client 0 at once (0 to 4), client 1 waits 1 to 4, served to 6, client 2 waits
/// 2 to 5 and reneges, client 3 joins at 8 behind client 4 served 7 to …; end at 10.
[[nodiscard]] Log& fill(Log& log) {
    log.at(0).measure().arrive(0).start(0);
    log.at(1).arrive(1).join(1);
    log.at(2).arrive(2).join(2);
    log.at(4).finish(0, 240).leave(0).start(1, 3);
    log.at(5).renege(2, 3).leave(2);
    log.at(6).finish(1, 120).leave(1);
    log.at(7).arrive(4).start(4);
    log.at(8).arrive(3).join(3);
    return log.at(10);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(queueing)

BOOST_AUTO_TEST_CASE(what_was_waited_before_the_run_counts_as_waiting_but_not_in_the_queue_length) {
    Log log(desk_legend(), kMinute);
    log.at(0).measure();
    // Client 0 has waited 6 min and is served at 2, client 1 has waited 3 min and waits on.
    for (const std::uint32_t client : {0u, 1u}) {
        const double before = (client == 0 ? 6 : 3) * kMinute;
        log.add(EventKind::entity_arrived, client, kNone, 0, kNone, before);
        log.add(EventKind::queue_joined, client, kNone, 0, 0, before);
    }
    log.at(2).start(0, 8);
    log.at(5).finish(0, 180);
    log.add(EventKind::entity_left, 0, kNone, 0, kNone, 11 * kMinute);
    log.at(10).end();
    BOOST_TEST(log.audit() == "");
    BOOST_TEST(log.value("waiting_time", kTalk) == (8.0 + 13.0) / 2.0, tt::tolerance(1e-12));
    BOOST_TEST(log.value("queue_length", kTalk) == 1.2, tt::tolerance(1e-12));
    BOOST_TEST(log.value("time_in_system", "class=client") == 11.0, tt::tolerance(1e-12));
    BOOST_TEST(log.value("number_in_system", "class=client") == 1.5, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(notices_a_wait_that_forgets_what_came_before_the_run) {
    Log log(desk_legend(), kMinute);
    log.at(0).measure();
    log.add(EventKind::entity_arrived, 0, kNone, 0, kNone, 6 * kMinute);
    log.add(EventKind::queue_joined, 0, kNone, 0, 0, 6 * kMinute);
    log.at(2).start(0, 2);
    log.at(10).end();
    BOOST_TEST(log.audit().find("Little's law") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(measures_a_hand_computed_queue) {
    Log log(desk_legend(), kMinute);
    fill(log).end();
    BOOST_TEST(log.audit() == "");
    // waits: 0, 3, 3 (reneged), 0, 2 so far
    BOOST_TEST(log.value("waiting_time", kTalk) == 8.0 / 5.0, tt::tolerance(1e-12));
    BOOST_TEST(log.value("waiting_time.served", kTalk) == 1.0, tt::tolerance(1e-12));
    BOOST_TEST(log.value("waiting_probability", kTalk) == 0.6, tt::tolerance(1e-12));
    BOOST_TEST(log.value("reneged", kTalk) == 0.2, tt::tolerance(1e-12));
    BOOST_TEST(log.value("queue_length", kTalk) == 0.8, tt::tolerance(1e-12));
    BOOST_TEST(log.value("service_time", kTalk) == 3.0, tt::tolerance(1e-12));
    BOOST_TEST(log.value("starts", kTalk) == 3.0 * 144.0, tt::tolerance(1e-12));
    // left after 4, 5 and 3 minutes; inside 0-6 (4 + 5 + 3) and 7-10 (3 + 2)
    BOOST_TEST(log.value("time_in_system", "class=client") == 4.0, tt::tolerance(1e-12));
    BOOST_TEST(log.value("arrivals", "class=client") == 5.0 * 144.0, tt::tolerance(1e-12));
    BOOST_TEST(log.value("departures", "class=client") == 3.0 * 144.0, tt::tolerance(1e-12));
    BOOST_TEST(log.value("number_in_system", "class=client") == 1.7, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(measures_only_what_begins_after_the_warm_up) {
    Log log(desk_legend(), kMinute);
    log.at(0).arrive(0).start(0).arrive(1).join(1);
    log.at(4).measure();
    log.at(6).finish(0, 0).leave(0).start(1, 6).arrive(2).join(2);
    log.at(8).finish(1, 0).leave(1).start(2, 2);
    log.at(9).finish(2, 0).leave(2).at(14).end();
    BOOST_TEST(log.audit() == "");
    BOOST_TEST(log.value("waiting_time", kTalk) == 2.0);             // client 2 alone
    BOOST_TEST(log.value("time_in_system", "class=client") == 3.0);  // client 2 alone
    BOOST_TEST(log.value("service_time", kTalk) == 1.5);             // begun after: 2 and 1 min
    BOOST_TEST(log.value("starts", kTalk) == 2.0 * 144.0, tt::tolerance(1e-12));
    // from 4 on: one waits 4-6, one 6-8, nobody 8-14
    BOOST_TEST(log.value("queue_length", kTalk) == 0.4, tt::tolerance(1e-12));
    BOOST_TEST(log.value("number_in_system", "class=client") == (4.0 + 4.0 + 1.0) / 10.0,
               tt::tolerance(1e-12));
    BOOST_TEST(log.value("departures", "class=client") == 3.0 * 144.0, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(an_entity_number_may_be_used_again) {
    Log log(desk_legend(), kMinute);
    log.at(0).measure().arrive(0).start(0).at(1).finish(0).leave(0);
    log.at(5).arrive(0).start(0).at(7).finish(0).leave(0).at(10).end();
    BOOST_TEST(log.audit() == "");
    BOOST_TEST(log.value("time_in_system", "class=client") == 1.5);
}

BOOST_AUTO_TEST_CASE(nothing_happened_is_not_a_number_but_has_its_rows) {
    Log log(desk_legend(), kMinute);
    log.at(0).measure().at(10).end();
    BOOST_TEST(std::isnan(log.value("waiting_time", kTalk)));
    BOOST_TEST(log.value("queue_length", kTalk) == 0.0);
    BOOST_TEST(log.value("arrivals", "class=client") == 0.0);
    BOOST_TEST(std::isnan(log.value("utilisation", "resource=desk")));
    Log full(desk_legend(), kMinute);
    fill(full).end();
    const auto empty_rows = log.measures().responses(), rows = full.measures().responses();
    BOOST_TEST(rows.size() == empty_rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        BOOST_TEST(rows[i].name == empty_rows[i].name);
        BOOST_TEST(rows[i].where == empty_rows[i].where);
    }
}

BOOST_AUTO_TEST_CASE(utilisation_is_of_time_on_duty) {
    Log log(desk_legend(), kMinute);
    log.at(0).measure().at(10);
    log.add(EventKind::staff_available, kNone, kNone, 0, 0, 600);
    log.add(EventKind::staff_busy, kNone, kNone, 0, 0, 150);
    log.add(EventKind::staff_available, kNone, kNone, 0, 1, 200);
    log.add(EventKind::staff_busy, kNone, kNone, 0, 1, 50);
    log.add(EventKind::staff_available, kNone, kNone, 1, 0, 10);
    log.add(EventKind::staff_busy, kNone, kNone, 1, 0, 5).end();
    BOOST_TEST(log.value("utilisation", "resource=desk") == 0.25);
    BOOST_TEST(log.value("utilisation", "resource=desk,site=south") == 0.25);
    BOOST_TEST(log.value("places_in_use", "resource=places") == 0.5);
    BOOST_TEST(log.audit() == "");
}

BOOST_AUTO_TEST_CASE(staff_busier_than_on_duty_fails_the_audit) {
    Log log(desk_legend(), kMinute);
    log.at(0).measure().at(10);
    log.add(EventKind::staff_available, kNone, kNone, 0, 1, 100);
    log.add(EventKind::staff_busy, kNone, kNone, 0, 1, 101).end();
    BOOST_TEST(log.audit() ==
               "at 0.00694444 d: desk of south were busy for 101 s but on duty for 100 s\n");
}

BOOST_AUTO_TEST_CASE(little_s_law_finds_a_wait_that_is_not_in_the_queue_length) {
    Log log(desk_legend(), kMinute);
    log.at(0).measure().arrive(0).join(0);
    log.at(5).start(0, 4).at(6).finish(0).leave(0).at(10).end();
    BOOST_TEST(
        log.audit() ==
        "at 0.00694444 d: Little's law: the queue of visit.talk holds 300 s of waiting in its "
        "length, 240 s in the waits\n");
}

BOOST_AUTO_TEST_CASE(impossible_logs_fail_the_audit) {
    const auto audit_of = [](auto write) {
        Log log(desk_legend(), kMinute);
        log.at(0).measure();
        write(log);
        log.at(1440).end();
        return log.audit();
    };
    BOOST_TEST(audit_of([](Log& log) {
                   log.arrive(3).at(1).arrive(3).leave(3);
               }).find("entity 3: arrives while inside (client)") != std::string::npos);
    BOOST_TEST(audit_of([](Log& log) {
                   log.arrive(3).leave(3).add(EventKind::entity_left, 3, kNone, 0);
               }).find("leaves without being inside") != std::string::npos);
    BOOST_TEST(audit_of([](Log& log) {
                   log.arrive(3).at(1).add(EventKind::entity_left, 3, kNone, 0, kNone, 59.0);
               }).find("has been inside for another time than it says") != std::string::npos);
    BOOST_TEST(audit_of([](Log& log) {
                   log.arrive(3).finish(3).leave(3);
               }).find("ends an activity that it has not started (visit.talk)") !=
               std::string::npos);
    BOOST_TEST(audit_of([](Log& log) {
                   log.arrive(3).start(3).start(3).finish(3).leave(3);
               }).find("starts an activity while at another") != std::string::npos);
    BOOST_TEST(audit_of([](Log& log) {
                   log.arrive(3).start(3, 5).finish(3).leave(3);
               }).find("has waited without having joined the queue") != std::string::npos);
    BOOST_TEST(audit_of([](Log& log) {
                   log.arrive(3).start(3).leave(3);
               }).find("leaves while at an activity") != std::string::npos);
    BOOST_TEST(audit_of([](Log& log) {
                   log.arrive(3).start(3).leave(3);
               }).find("has started 1 times, ended 0 times and is running 0 times") !=
               std::string::npos);
    BOOST_TEST(audit_of([](Log& log) {
                   log.at(5).arrive(3).at(4).leave(3);
               }).find("time runs backwards") != std::string::npos);
    // Still inside and still running is possible.
    BOOST_TEST(audit_of([](Log& log) { log.arrive(3).start(3).arrive(4).join(4); }) == "");
}

BOOST_AUTO_TEST_CASE(a_run_that_was_never_measured_fails_the_audit) {
    Log log(desk_legend(), kMinute);
    log.at(10).end();
    BOOST_TEST(log.audit() == "at 0.00694444 d: nothing was measured\n");
}

BOOST_AUTO_TEST_CASE(answers_only_when_the_run_has_ended) {
    Log log(desk_legend(), kMinute);
    BOOST_CHECK_THROW((void)log.measures().responses(), yhdyspinta::base::InternalError);
    BOOST_CHECK_THROW((void)log.measures().audit(), yhdyspinta::base::InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
