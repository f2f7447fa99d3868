// SPDX-License-Identifier: Apache-2.0
// Several paths of one entity outside episodes: each is at one activity at most.
#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;

namespace {

constexpr double kMinute = 60.0;

[[nodiscard]] Legend desk_legend() {
    Legend legend;
    legend.classes = {"client"};
    legend.activities.resize(1);
    legend.activities[0].name = "visit.talk";
    legend.activities[0].has_resources = true;
    return legend;
}

/// An event of the activity of a path of entity 0.
void tell(Log& log, EventKind kind, std::uint8_t path, double value = 0.0) {
    log.add(kind, 0, kNone, 0, kNone, value, path);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(parallel_paths)

BOOST_AUTO_TEST_CASE(may_be_at_activities_at_the_same_time) {
    Log log(desk_legend(), kMinute);
    log.at(0).measure().arrive(0);
    tell(log, EventKind::activity_started, 0);
    tell(log, EventKind::queue_joined, 1);
    log.at(2);
    tell(log, EventKind::activity_ended, 0);
    tell(log, EventKind::activity_started, 1, 120.0);
    tell(log, EventKind::queue_joined, 2);
    log.at(6);
    tell(log, EventKind::activity_ended, 1);
    log.at(10).end();
    BOOST_TEST(log.audit() == "");
    // 0, 2 and, still waiting, 8 minutes
    BOOST_TEST(log.value("waiting_time", "activity=visit.talk") == 10.0 / 3.0);
    BOOST_TEST(log.value("service_time", "activity=visit.talk") == 3.0);
}

BOOST_AUTO_TEST_CASE(may_be_at_one_activity_each) {
    Log log(desk_legend(), kMinute);
    log.at(0).measure().arrive(0);
    tell(log, EventKind::activity_started, 1);
    log.at(1);
    tell(log, EventKind::activity_started, 1);
    log.at(2).end();
    BOOST_TEST(log.audit().find("entity 0: starts an activity while at another (visit.talk)\n") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(must_have_ended_before_their_entity_leaves) {
    Log log(desk_legend(), kMinute);
    log.at(0).measure().arrive(0);
    tell(log, EventKind::activity_started, 3);
    log.at(1).leave(0).at(2).end();
    BOOST_TEST(log.audit() == "at 0.000694444 d, entity 0: leaves while at an activity (client)\n");
}

BOOST_AUTO_TEST_SUITE_END()
