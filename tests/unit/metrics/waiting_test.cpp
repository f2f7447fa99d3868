// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/waiting.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;
namespace tt = boost::test_tools;

BOOST_AUTO_TEST_SUITE(waiting)

BOOST_AUTO_TEST_CASE(counts_from_the_request_to_the_first_and_the_first_effective_contact) {
    Log log(needs_legend());
    log.at(0).measure().arrive(0).level(0, 1).arrive(1).level(1, 0);
    log.at(5).arise(0, 0).arise(1, 1);
    log.at(15).recognise(0).at(25).recognise(1);
    log.at(35).contact(0, 0, false).contact(1, 0, true);  // 20 and 10 d
    log.at(45).contact(0, 1, true).contact(0, 0, true);   // 30 d
    log.at(50).close(0).close(1).at(100).end();
    BOOST_TEST(log.audit() == "");
    const auto tolerance = tt::tolerance(1e-9);
    BOOST_TEST(log.value("waiting_time.first_contact") == 15.0, tolerance);
    BOOST_TEST(log.value("waiting_time.effective_contact") == 20.0, tolerance);
    BOOST_TEST(log.value("waiting_time.effective_contact", "need=mood") == 30.0, tolerance);
    BOOST_TEST(log.value("waiting_time.effective_contact", "need=speech") == 10.0, tolerance);
    BOOST_TEST(log.value("waiting_time.effective_contact", "area=south") == 30.0, tolerance);
    BOOST_TEST(log.value("waiting_time.effective_contact", "area=north") == 10.0, tolerance);
    BOOST_TEST(log.value("waiting_time.effective_contact.median") == 10.0, tolerance);
    BOOST_TEST(log.value("waiting_time.effective_contact.p90") == 30.0, tolerance);
    BOOST_TEST(log.value("waiting_time.effective_contact.served_within_30d") == 1.0, tolerance);
    BOOST_TEST(log.value("waiting_time.hidden") == 15.0, tolerance);
    BOOST_TEST(log.value("never_served") == 0.0);
    BOOST_TEST(log.value("still_waiting") == 0.0);
}

// Waits 10 (served), 20 (closed unserved), 40 (still waiting), 100 (served).
BOOST_AUTO_TEST_CASE(counts_those_who_wait_at_the_end_and_those_who_are_never_served) {
    Log log(needs_legend());
    log.at(0).measure();
    for (std::uint32_t e = 0; e < 4; ++e) log.arise(e);
    log.recognise(0).recognise(1).recognise(3);
    log.at(10).contact(0, 0, true).at(20).close(1, false);
    log.at(60).recognise(2).at(100).contact(3, 0, true).end();
    BOOST_TEST(log.audit() == "");
    const auto tolerance = tt::tolerance(1e-9);
    // Kaplan–Meier of still waiting: 3/4 from 10, 1/2 from 20 (40 is censored), 0 from 100.
    BOOST_TEST(log.value("waiting_time.effective_contact") == 10.0 + 7.5 + 40.0, tolerance);
    BOOST_TEST(log.value("waiting_time.effective_contact.share_over_90d") == 0.5, tolerance);
    // Aalen–Johansen share served: 1/4 from 10, 3/4 from 100: one in four is never served.
    BOOST_TEST(log.value("waiting_time.effective_contact.served_within_30d") == 0.25, tolerance);
    BOOST_TEST(log.value("waiting_time.effective_contact.median") == 100.0, tolerance);
    BOOST_TEST(std::isnan(log.value("waiting_time.effective_contact.p90")));
    BOOST_TEST(log.value("never_served") == 1.0);  // of the closed
    BOOST_TEST(log.value("never_contacted") == 1.0);
    BOOST_TEST(log.value("still_waiting") == 0.25);
}

BOOST_AUTO_TEST_CASE(an_ineffective_contact_does_not_serve) {
    Log log(needs_legend());
    log.at(0).measure().arise(0).recognise(0).contact(0, 0, false).at(9).close(0, false).end();
    BOOST_TEST(log.value("never_served") == 1.0);
    BOOST_TEST(log.value("never_contacted") == 0.0);
}

BOOST_AUTO_TEST_CASE(leaves_out_episodes_recognised_before_the_warm_up_is_over) {
    Log log(needs_legend());
    log.at(0).arise(0).arise(1).recognise(0).at(10).measure().recognise(1);
    log.at(13).contact(0, 0, true).contact(1, 0, true).at(20).end();
    BOOST_TEST(log.value("waiting_time.effective_contact") == 3.0, tt::tolerance(1e-9));
    BOOST_TEST(log.value("waiting_time.hidden") == 10.0, tt::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(restricts_the_mean_to_a_year) {
    Log log(needs_legend());
    log.at(0).measure().arise(0).recognise(0).at(1000).contact(0, 0, true).end();
    BOOST_TEST(log.value("waiting_time.effective_contact") == 365.0, tt::tolerance(1e-9));
    BOOST_TEST(std::isnan(log.value("waiting_time.effective_contact.median")));
}

// Served after 10, 20 and 30 days; the fourth is never served.
BOOST_AUTO_TEST_CASE(tells_how_waiting_is_distributed) {
    Log log(needs_legend());
    log.at(0).measure();
    for (std::uint32_t e = 0; e < 4; ++e) log.arise(e).recognise(e);
    log.at(10).contact(0, 0, true).at(20).contact(1, 0, true).at(30).contact(2, 0, true);
    log.at(40).close(3, false).at(50).end();
    const auto distributions = log.measures().distributions();
    const auto found = std::find_if(distributions.begin(), distributions.end(), [](const auto& d) {
        return d.name == "waiting_time.effective_contact" && d.where == "need=mood";
    });
    BOOST_REQUIRE(found != distributions.end());
    BOOST_TEST(found->unit == "d");
    BOOST_TEST(found->count == 4u);
    BOOST_REQUIRE_EQUAL(found->quantiles.size(), yhdyspinta::results::kQuantiles);
    const auto tolerance = tt::tolerance(1e-9);
    BOOST_TEST(found->quantiles[24] == 10.0, tolerance);  // 25 %
    BOOST_TEST(found->quantiles[25] == 20.0, tolerance);
    BOOST_TEST(found->quantiles[49] == 20.0, tolerance);
    BOOST_TEST(found->quantiles[74] == 30.0, tolerance);
    BOOST_TEST(std::isnan(found->quantiles[75]));
}

BOOST_AUTO_TEST_SUITE_END()
