// SPDX-License-Identifier: Apache-2.0
// The longest run that the check lets pass where there are calendars.
#include "engine/calendar/work_calendar.hpp"
#include "tests/flow/setups.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

BOOST_AUTO_TEST_SUITE(long_runs)

BOOST_AUTO_TEST_CASE(reach_as_far_as_their_calendars) {
    const double days = calendar::WorkCalendar::longest_run().in_days();
    // The start on any day of the week.
    for (const int day : {3, 4, 9}) {
        const auto text = fmt::format(
            "schema: 1\ntitle: Test\nrun: {{start: 2026-08-{:02}, length: {} days, replications: "
            "1, "
            "seed: 1}}\n{}resources: {{a: {{servers: 1, calendar: office}}}}\n{}",
            day, days, kOffice,
            clients({{"early", 600, "seize: a, duration: 30 min"},
                     {"last", days * 1440 - 5, "seize: a, duration: 30 min"}}));
        BOOST_TEST(count_of(run_log(text), Kind::entity_arrived) == 2);
    }
}

BOOST_AUTO_TEST_SUITE_END()
