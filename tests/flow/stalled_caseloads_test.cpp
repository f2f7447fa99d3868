// SPDX-License-Identifier: Apache-2.0
// A handover that has stalled: the sender still has the client, and with it a place in its
// caseload.
#include "tests/flow/events.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

/// Two clients of a clinic with one place, an hour apart, whose referrals are lost; after a return
/// the clinic keeps its client for five days.
std::string referrals(const std::string& when_stalled) {
    return scenario("20 days", R"(
classes: {child: {}}
sources: {clients: {class: child, first_at: 0 s, interarrival: 1 h, count: 2, process: ask}}
resources: {places: {servers: 1, is_caseload: true}}
services:
  home: {}
  clinic: {process: clinic_work, caseload: places}
  curator: {process: curator_work}
interfaces:
  home -> clinic: {}
  clinic -> curator: {loss: 1, time_out: 1 day, when_stalled: )" +
                                   when_stalled + R"(}
processes:
  ask: {service: home, steps: {ask: {hand_over: {to: clinic}, next: leave}}}
  clinic_work:
    service: clinic
    steps:
      refer: {hand_over: {to: curator, on_reject: kept}, next: leave}
      kept: {duration: 5 days, next: leave}
  curator_work: {service: curator, steps: {talk: {duration: 1 day}}}
)");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stalled_caseloads)

BOOST_AUTO_TEST_CASE(a_place_is_kept_when_a_stalled_handover_returns) {
    BOOST_TEST(told(referrals("return_to_sender"), kStarts, kHour) == R"(0 starts clinic.place #0
24 starts clinic_work.kept #0
144 starts clinic.place #1
168 starts clinic_work.kept #1
)");
}

BOOST_AUTO_TEST_CASE(a_place_is_kept_until_a_stalled_handover_is_accepted) {
    BOOST_TEST(told(referrals("case_lead"), kStarts, kHour) == R"(0 starts clinic.place #0
24 starts curator_work.talk #0
24 starts clinic.place #1
48 starts curator_work.talk #1
)");
}

BOOST_AUTO_TEST_CASE(nobody_is_let_in_while_a_lost_handover_is_sent_again_and_again) {
    BOOST_TEST(told(referrals("resend"), kStarts, kHour) == "0 starts clinic.place #0\n");
}

BOOST_AUTO_TEST_SUITE_END()
