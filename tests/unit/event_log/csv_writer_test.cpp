// SPDX-License-Identifier: Apache-2.0
#include "engine/event_log/csv_writer.hpp"

#include <sstream>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace yhdyspinta::event_log;

namespace {

[[nodiscard]] Legend small_legend() {
    Legend legend;
    legend.classes = {"client"};
    legend.attributes = {{"area", {"north", "south"}}, {"age", {}}};
    legend.activities.resize(1);
    legend.activities[0].name = "visit, first.talk";
    legend.services.resize(2);
    legend.services[0].name = "a";
    legend.services[1].name = "b";
    legend.outcomes = {"resolved"};
    return legend;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(csv_writer)

BOOST_AUTO_TEST_CASE(writes_names_instead_of_numbers) {
    const Legend legend = small_legend();
    std::ostringstream out;
    CsvWriter writer(out, legend);
    EventLog log;
    log.add_reader(writer);
    log.append({0.0, 0.0, 7, kNone, kNone, 0, EventKind::entity_arrived, 0});
    log.append({0.0, 1.0, 7, kNone, kNone, 0, EventKind::attribute_set, 0});
    log.append({80.0, 5.5, 7, 3, kNone, 1, EventKind::attribute_told, 0});
    log.append({90.5, 0.1, 7, kNone, kNone, 0, EventKind::activity_started, 0});
    log.append({91.0, 0.0, 7, 3, pack_time_kind(TimeKind::gap, GapClass::drop_out), 2,
                EventKind::time_kind_changed, 2});
    log.append({92.0, 0.0, 7, 3, 1, 0, EventKind::handover_rejected, 2});
    log.append({93.0, 0.0, 7, 3, kNone, kNoPlace, EventKind::owner_changed, 0});
    log.append({94.0, 0.0, 7, 3, 1, 0, EventKind::episode_closed, 0});
    log.append({95.0, 0.0, 7, 3, 1, 0, EventKind::feedback_told, 2});
    log.append({96.0, 0.25, kNone, kNone, 1, 0, EventKind::trust_changed, 0});
    log.append({97.0, 1.0, 7, 3, kNone, 1, EventKind::record_not_seen, 2});
    log.append({100.0, 0.0, kNone, kNone, kNone, kNoPlace, EventKind::run_ended, 0});
    BOOST_TEST(out.str() == "time,event,entity,episode,path,place,other,value\r\n");
    log.pass_on();
    BOOST_TEST(out.str() ==
               "time,event,entity,episode,path,place,other,value\r\n"
               "0,entity_arrived,7,,,client,,\r\n"
               "0,attribute_set,7,,,area,,south\r\n"
               "80,attribute_told,7,3,0,age,,5.5\r\n"
               "90.5,activity_started,7,,,\"visit, first.talk\",,0.1\r\n"
               "91,time_kind_changed,7,3,2,2,gap drop_out,\r\n"
               "92,handover_rejected,7,3,2,a,b,threshold\r\n"
               "93,owner_changed,7,3,0,,,\r\n"
               "94,episode_closed,7,3,0,resolved,met,\r\n"
               "95,feedback_told,7,3,2,a,b,\r\n"
               "96,trust_changed,,,,a,b,0.25\r\n"
               "97,record_not_seen,7,3,2,b,,not trusted\r\n"
               "100,run_ended,,,,,,\r\n");
}

BOOST_AUTO_TEST_CASE(every_kind_has_its_own_name) {
    BOOST_TEST(name_of(EventKind::entity_arrived) == "entity_arrived");
    BOOST_TEST(name_of(EventKind::staff_busy) == "staff_busy");
    BOOST_TEST(name_of(EventKind::episode_closed) == "episode_closed");
    BOOST_TEST(name_of(EventKind::handover_returned) == "handover_returned");
    BOOST_TEST(name_of(EventKind::forum_met) == "forum_met");
    BOOST_TEST(name_of(EventKind::run_ended) == "run_ended");
}

BOOST_AUTO_TEST_CASE(time_already_waited_is_written_when_there_is_some) {
    const Legend legend = small_legend();
    std::ostringstream out;
    CsvWriter writer(out, legend);
    const std::vector<Event> events{{0.0, 60.0, 7, kNone, kNone, 0, EventKind::entity_arrived, 0},
                                    {0.0, 60.0, 7, kNone, 0, 0, EventKind::queue_joined, 0},
                                    {5.0, 0.0, 8, kNone, 0, 0, EventKind::queue_joined, 0}};
    writer.read(events);
    BOOST_TEST(out.str().find("0,entity_arrived,7,,,client,,60\r\n"
                              "0,queue_joined,7,,,\"visit, first.talk\",0,60\r\n"
                              "5,queue_joined,8,,,\"visit, first.talk\",0,\r\n") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_index_unknown_to_the_legend_stays_a_number) {
    const Legend legend = small_legend();
    std::ostringstream out;
    CsvWriter writer(out, legend);
    const std::vector<Event> events{{1.0, 0.0, 7, 3, 0, 9, EventKind::contact, 0}};
    writer.read(events);
    BOOST_TEST(out.str().find("1,contact,7,3,0,9,not effective,\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
