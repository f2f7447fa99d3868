// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/routine.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;
namespace tt = boost::test_tools;

namespace {

/// Speech is a need of routine.
Legend routine_legend() {
    Legend legend = needs_legend();
    legend.routine_needs = {false, true};
    return legend;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(routine)

BOOST_AUTO_TEST_CASE(needs_of_routine_have_measures_of_their_own) {
    Log log(routine_legend());
    log.at(0).measure();
    log.arise(0, 1).arise(1, 1).arise(2, 1).arise(3, 1);
    log.at(10).recognise(0).recognise(1, TimeKind::gap, GapClass::handover).recognise(2);
    log.at(20).contact(0, 0, true).close(0);
    log.at(30).close(1, false);
    log.end_of_year();
    BOOST_TEST(log.value("routine.arisen", "need=speech") == 4.0, tt::tolerance(1e-9));
    BOOST_TEST(log.value("routine.met_share", "need=speech") == 0.5, tt::tolerance(1e-9));
    BOOST_CHECK_THROW((void)log.value("routine.arisen", "need=mood"),
                      yhdyspinta::base::InternalError);
}

BOOST_AUTO_TEST_CASE(the_wait_of_routine_is_from_request_to_effective_contact) {
    Log log(routine_legend());
    log.at(0).measure().arise(0, 1).arise(1, 1);
    log.at(10).recognise(0).recognise(1);
    log.at(12).contact(0, 0, false);
    log.at(20).contact(0, 0, true).close(0);
    log.at(40).contact(1, 0, true).close(1);
    log.end_of_year();
    BOOST_TEST(log.value("routine.waiting_time", "need=speech") == 20.0, tt::tolerance(0.02));
}

BOOST_AUTO_TEST_CASE(they_are_not_among_the_headline_measures) {
    const auto told = [](bool has_routine) {
        Log log(routine_legend());
        log.at(0).measure().arise(0, 0).recognise(0);
        if (has_routine) log.arise(1, 1).recognise(1, TimeKind::gap, GapClass::handover);
        log.at(5).contact(0, 0, true).work(0, a_history, 3600).close(0);
        if (has_routine) {
            log.of(1, EventKind::repeat_contact, 1).contact(1, 0, false).work(1, a_history, 0);
            log.at(9).close(1, false);
        }
        log.end_of_year();
        std::string text;
        for (const char* name :
             {"waiting_time.effective_contact", "waiting_time.hidden", "never_served",
              "waiting_time.chain", "service_gap.days", "service_gap.share_over_7d",
              "tellings_per_episode", "episodes.arisen", "episodes.closed", "repeat_contacts",
              "owner.ownerless_days"}) {
            text += std::string(name) + " " + std::to_string(log.value(name)) + "\n";
        }
        return text;
    };
    BOOST_TEST(told(true) == told(false));
}

BOOST_AUTO_TEST_SUITE_END()
