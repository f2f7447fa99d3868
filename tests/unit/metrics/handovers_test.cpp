// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/handovers.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(handovers)

BOOST_AUTO_TEST_CASE(tells_what_became_of_those_proposed) {
    Log log(needs_legend());
    log.at(0).measure();
    for (std::uint32_t e = 0; e < 5; ++e) {
        log.arise(e).recognise(e).of(e, EventKind::handover_proposed, 0, 1);
    }
    log.at(4).of(0, EventKind::handover_accepted, 0, 1);
    log.at(8).of(1, EventKind::handover_disputed, 0, 1).of(1, EventKind::handover_rejected, 0, 1);
    log.of(1, EventKind::handover_returned, 0, 1);
    log.at(8).of(2, EventKind::handover_lost, 0, 1).of(3, EventKind::handover_misrouted, 0, 1);
    log.at(9).of(2, EventKind::handover_timed_out, 0, 1).of(2, EventKind::handover_resent, 0, 1);
    log.at(10).of(2, EventKind::handover_lost, 0, 1).of(2, EventKind::handover_timed_out, 0, 1);
    log.at(12).of(2, EventKind::handover_accepted, 0, 1);
    log.at(14).close(3, false).at(20).end();
    BOOST_TEST(log.audit() == "");
    for (const char* where : {"all", "from=a,to=b"}) {
        BOOST_TEST(log.value("handover.proposed", where) == 5.0 * 365.25 / 20.0,
                   tt::tolerance(1e-9));
        BOOST_TEST(log.value("handover.accepted_share", where) == 0.4);
        BOOST_TEST(log.value("handover.rejected_share", where) == 0.2);
        BOOST_TEST(log.value("handover.lost_share", where) == 0.2);
        BOOST_TEST(log.value("handover.misrouted_share", where) == 0.2);
        BOOST_TEST(log.value("handover.disputed_share", where) == 0.2);
        BOOST_TEST(log.value("handover.timed_out_share", where) == 0.2);
        // Answers at 4, 8, 12; two never: 4 + 4·4/5 + 4·3/5 + 353·2/5, censored after the last
        // answer.
        BOOST_TEST(log.value("handover.days_to_answer", where) == 4.0 + 3.2 + 2.4 + 353.0 * 0.4,
                   tt::tolerance(1e-9));
    }
}

BOOST_AUTO_TEST_CASE(tells_how_many_senders_were_told_what_became_of_the_matter) {
    Log log(needs_legend());
    log.at(0).measure();
    for (std::uint32_t e = 0; e < 5; ++e) {
        log.arise(e).recognise(e).of(e, EventKind::handover_proposed, 0, 1);
    }
    for (std::uint32_t e = 0; e < 3; ++e) log.of(e, EventKind::handover_accepted, 0, 1);
    log.of(3, EventKind::handover_rejected, 0, 1);
    log.at(1).of(0, EventKind::feedback_told, 1, 0).of(0, EventKind::feedback_told, 1, 0);
    log.of(1, EventKind::feedback_told, 0, 1);  // the other way round
    log.of(4, EventKind::feedback_told, 1, 0);  // not answered yet
    log.at(2).end();
    BOOST_TEST(log.audit() == "");
    for (const char* where : {"all", "from=a,to=b"}) {
        BOOST_TEST(log.value("handover.told_back_share", where) == 0.25);
    }
}

BOOST_AUTO_TEST_CASE(are_given_for_pairs_along_which_some_step_can_hand_over) {
    Legend legend = needs_legend();
    legend.interfaces = {"a -> b", "b -> a"};
    legend.can_hand_over = {true, false};
    Log log(legend);
    log.at(0).measure().at(1).end();
    BOOST_TEST(log.value("handover.proposed", "from=a,to=b") == 0.0);
    BOOST_CHECK_THROW((void)log.value("handover.proposed", "from=b,to=a"), std::exception);
}

BOOST_AUTO_TEST_CASE(leaves_out_those_proposed_in_the_warm_up) {
    Log log(needs_legend());
    log.at(0).arise(0).recognise(0).of(0, EventKind::handover_proposed, 0, 1).at(1).measure();
    log.at(2).of(0, EventKind::handover_accepted, 0, 1).at(3).end();
    BOOST_TEST(log.value("handover.proposed") == 0.0);
    BOOST_TEST(std::isnan(log.value("handover.accepted_share")));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(ownership)

BOOST_AUTO_TEST_CASE(counts_the_days_without_an_owner_within_the_measured_period) {
    Log log(needs_legend());
    log.at(0).arise(0).recognise(0).at(10).measure();
    log.at(15).of(0, EventKind::owner_changed, 0);         // 5 d measured
    log.at(30).of(0, EventKind::owner_changed, kNoPlace);  // 15 d owned
    log.at(37).of(0, EventKind::owner_changed, 1);         // 7 d
    log.at(50).close(0).at(375.25).end();                  // 13 d owned
    BOOST_TEST(log.value("owner.ownerless_days") == 12.0, tt::tolerance(1e-9));
    BOOST_TEST(log.value("owner.ownerless_share") == 0.3, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(demand)

BOOST_AUTO_TEST_CASE(counts_needs_outcomes_and_contacts) {
    Log log(needs_legend());
    log.at(0).measure().arise(0).arise(1, 1).arise(2).recognise(0).recognise(1);
    log.of(0, EventKind::repeat_contact, 0).contact(0, 1, true).close(0).close(1, false).close(2);
    log.at(365.25).end();
    const auto tolerance = tt::tolerance(1e-9);
    BOOST_TEST(log.value("episodes.arisen") == 3.0, tolerance);
    BOOST_TEST(log.value("episodes.recognised", "need=mood") == 1.0, tolerance);
    BOOST_TEST(log.value("episodes.closed") == 2.0, tolerance);
    BOOST_TEST(log.value("repeat_contacts", "need=mood") == 1.0, tolerance);
    BOOST_TEST(log.value("episodes.outcome_share", "outcome=resolved") == 0.5, tolerance);
    BOOST_TEST(log.value("contacts", "service=b") == 1.0, tolerance);
}

BOOST_AUTO_TEST_SUITE_END()
