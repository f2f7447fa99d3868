// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/duplicate_work.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;
namespace tt = boost::test_tools;

namespace {

/// One recognised episode in a log of one year and 1000 heads, so that hours are hours per 1000 and
/// year.
struct OneEpisode : Log {
    OneEpisode() : Log(needs_legend()) {
        at(0).measure().arise(0).recognise(0).contact(0, 0, true);
    }
    [[nodiscard]] double hours(const std::string& where = "all") const {
        return value("duplicate_work", where);
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(duplicate_work)

BOOST_AUTO_TEST_CASE(p1_repeats_a_valid_history) {
    OneEpisode log;
    log.at(1).work(0, a_history, 1800).record(0, 0, 0, 181);
    log.at(100).work(0, b_history, 7200).record(0, 1, 0, 280);
    log.end_of_year();
    BOOST_TEST(log.hours("class=P1") == 2.0, tt::tolerance(1e-9));
    BOOST_TEST(log.hours() == 2.0, tt::tolerance(1e-9));
    BOOST_TEST(log.hours("from=a,to=b") == 2.0, tt::tolerance(1e-9));
    BOOST_TEST(log.hours("from=b,to=a") == 0.0);
    BOOST_TEST(log.value("duplicate_work.share") == 0.8, tt::tolerance(1e-9));
    BOOST_TEST(log.value("duplicate_work.minutes_per_episode") == 120.0, tt::tolerance(1e-9));
    BOOST_TEST(log.value("tellings_per_episode") == 2.0);
}

BOOST_AUTO_TEST_CASE(says_how_much_of_it_repeats_what_was_seen_but_not_trusted) {
    OneEpisode log;
    log.at(1).record(0, 0, 0, 366).record(0, 0, 1, 366);
    log.at(2).of(0, EventKind::record_not_seen, 1, 0, 1.0).work(0, b_history, 3600);
    log.of(0, EventKind::record_not_seen, 1, 1, 0.0).work(0, b_assessment, 1800);
    log.of(0, EventKind::record_not_seen, 1, 0, 1.0)
        .work(0, b_assessment, 1800);  // of another type
    log.end_of_year();
    BOOST_TEST(log.hours() == 2.0, tt::tolerance(1e-9));
    BOOST_TEST(log.value("duplicate_work.not_trusted") == 1.0, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(p2_repeats_a_valid_assessment_and_p3_documentation) {
    OneEpisode log;
    log.at(1).record(0, 0, 1, 366).record(0, 1, 2, 366);
    log.at(2).work(0, b_assessment, 3600).work(0, a_note, 900).end_of_year();
    BOOST_TEST(log.hours("class=P2") == 1.0, tt::tolerance(1e-9));
    BOOST_TEST(log.hours("class=P3") == 0.25, tt::tolerance(1e-9));
    BOOST_TEST(log.hours("from=b,to=a") == 0.25, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(what_is_out_of_date_changed_or_required_by_law_is_not_duplicate) {
    OneEpisode log;
    log.at(1).record(0, 0, 0, 50).record(0, 0, 1, 300);
    log.at(50).work(0, b_history, 3600);  // no longer valid
    log.work(0, b_legal, 3600);           // required by law
    log.at(60).of(0, EventKind::severity_changed, kNoPlace, kNone, 3.0);
    log.work(0, b_assessment, 3600);                            // a material change
    log.at(70).arise(1).recognise(1).work(1, b_history, 3600);  // another episode
    log.end_of_year();
    BOOST_TEST(log.hours() == 0.0);
    BOOST_TEST(log.value("staff_time") == 4.0, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(an_activity_does_not_repeat_its_own_result) {
    OneEpisode log;
    log.at(1).of(0, EventKind::activity_started, a_history, 0);
    log.at(2).record(0, 0, 0, 182).of(0, EventKind::activity_ended, a_history, 0, 3600.0);
    log.end_of_year();
    BOOST_TEST(log.hours() == 0.0);
}

BOOST_AUTO_TEST_CASE(double_entry_of_a_handover_is_p3_of_its_pair) {
    OneEpisode log;
    log.at(1).work(0, b_triage, 1800).end_of_year();
    BOOST_TEST(log.hours("class=P3") == 0.5, tt::tolerance(1e-9));
    BOOST_TEST(log.hours("from=a,to=b") == 0.5, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(p4_is_direct_work_beside_another_service_without_a_common_plan) {
    OneEpisode log;
    log.at(1).work(0, a_talk, 3600);                  // alone
    log.at(2).open_path(0, 1).work(0, a_talk, 3600);  // the other has had no contact yet
    log.at(3).contact(0, 1, true, 1).work(0, b_talk, 7200, 1).work(0, a_talk, 1800);
    log.at(4).work(0, a_note, 900);                                // not direct
    log.at(5).end_path(0, 1).work(0, a_talk, 3600).end_of_year();  // alone again
    BOOST_TEST(log.hours("class=P4") == 2.5, tt::tolerance(1e-9));
    BOOST_TEST(log.hours("from=a,to=b") == 2.0, tt::tolerance(1e-9));
    BOOST_TEST(log.hours("from=b,to=a") == 0.5, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(p4_ends_when_the_services_plan_together_or_see_records) {
    OneEpisode planned;
    planned.at(1).open_path(0, 1).contact(0, 1, true, 1);
    planned.at(2).work(0, a_meeting, 3600).at(3).work(0, b_talk, 3600, 1).end_of_year();
    BOOST_TEST(planned.hours() == 0.0);
    BOOST_TEST(planned.value("coordination_work") == 1.0, tt::tolerance(1e-9));

    OneEpisode informed;
    informed.at(1).open_path(0, 1).contact(0, 1, true, 1);
    informed.of(0, EventKind::record_obtained, 1, 0, 0.0, 1).work(0, b_talk, 3600, 1);
    informed.work(0, a_talk, 3600).end_of_year();
    BOOST_TEST(informed.hours() == 0.0);

    // A plan made before the second service came does not bind it.
    OneEpisode early;
    early.at(1).work(0, a_meeting, 3600).open_path(0, 1).contact(0, 1, true, 1);
    early.work(0, b_talk, 3600, 1).end_of_year();
    BOOST_TEST(early.hours("class=P4") == 1.0, tt::tolerance(1e-9));

    // One service on two paths is no parallel service.
    OneEpisode alone;
    alone.at(1).open_path(0, 1).contact(0, 0, true, 1).work(0, a_talk, 3600, 1).end_of_year();
    BOOST_TEST(alone.hours() == 0.0);
}

BOOST_AUTO_TEST_CASE(p5_p6_and_p7_come_before_the_repeated_result) {
    OneEpisode log;
    log.at(1).record(0, 1, 0, 366);
    log.at(2)
        .work(0, a_repeat, 3600)
        .work(0, a_bounced, 7200)
        .work(0, a_substitute, 1800)
        .end_of_year();
    BOOST_TEST(log.hours("class=P5") == 1.0, tt::tolerance(1e-9));
    BOOST_TEST(log.hours("class=P6") == 2.0, tt::tolerance(1e-9));
    BOOST_TEST(log.hours("class=P7") == 0.5, tt::tolerance(1e-9));
    BOOST_TEST(log.hours("class=P1") == 0.0);
    BOOST_TEST(log.hours() == 3.5, tt::tolerance(1e-9));
    BOOST_TEST(log.value("duplicate_work.share") == 1.0, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(reuse_saves_and_is_not_work) {
    OneEpisode log;
    log.at(1)
        .record(0, 0, 0, 181)
        .of(0, EventKind::activity_skipped, b_history, 0, 3600.0)
        .end_of_year();
    BOOST_TEST(log.hours() == 0.0);
    BOOST_TEST(log.value("staff_time") == 0.0);
    BOOST_TEST(log.value("reused_work") == 1.0, tt::tolerance(1e-9));
    BOOST_TEST(log.value("tellings_per_episode") == 0.0);
}

BOOST_AUTO_TEST_CASE(work_begun_in_the_warm_up_is_not_measured_but_its_record_is_known) {
    Log log(needs_legend());
    log.at(0).arise(0).recognise(0).contact(0, 0, true);
    log.at(1).of(0, EventKind::activity_started, a_history, 0).at(2).measure();
    log.at(3).of(0, EventKind::activity_ended, a_history, 0, 3600.0).record(0, 0, 0, 180);
    log.at(4).work(0, b_history, 3600).at(367.25).end();
    BOOST_TEST(log.value("staff_time") == 1.0, tt::tolerance(1e-9));
    BOOST_TEST(log.value("duplicate_work") == 1.0, tt::tolerance(1e-9));
    BOOST_TEST(std::isnan(log.value("duplicate_work.minutes_per_episode")));  // recognised before
}

BOOST_AUTO_TEST_CASE(tellings_are_of_episodes_with_contact) {
    Log log(needs_legend());
    log.at(0).measure().arise(0).recognise(0).contact(0, 0, false).work(0, a_history, 60);
    log.arise(1).recognise(1).contact(1, 0, true).work(1, a_history, 60).work(1, b_history, 60);
    log.arise(2).recognise(2).close(1).at(10).end();
    BOOST_TEST(log.value("tellings_per_episode") == 1.5);
}

BOOST_AUTO_TEST_SUITE_END()
