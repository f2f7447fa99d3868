// SPDX-License-Identifier: Apache-2.0
// Monotonic sanity (DOMAIN.md 8.9): with no friction and unlimited staff nobody waits, nothing is
// done twice, and no gap is left that the services or the interface between them could close.
//
// Bounds. Queue, decision and handover take 0.001 d (90 s) of an episode on average: the rest is
// children who are already with somebody for another need. Effective contact comes within 0.25 d of
// recognition for three quarters of the episodes of each need of which as many are ever met: the
// working time before the right service is reached. Violence, crime and a parent's illness have no
// such figure: a majority of notifications is closed without measures, before anybody is met.
//
// Everybody here stays under age for the whole run: child protection is the only service that
// hears of violence against those who have turned 18 meanwhile, and may not take it.
#include <array>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/scenario/read_scenario.hpp"
#include "tests/model/region.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test::model;

namespace {

constexpr std::array kNeeds{"development", "parenting", "learning",  "mood",
                            "behaviour",   "absence",   "isolation", "transition"};

/// Nobody turns 18 within the two years.
constexpr const char* kNobodyComesOfAge = R"yaml(
populations:
  children:
    groups:
      - {column: pop_0_2_2020, set: {age: "uniform(0, 3)"}}
      - {column: pop_3_5_2020, set: {age: "uniform(3, 6)"}}
      - {column: pop_6_2020, set: {age: "uniform(6, 7)"}}
      - {column: pop_7_12_2020, set: {age: "uniform(7, 13)"}}
      - {column: pop_13_15_2020, set: {age: "uniform(13, 16)"}}
)yaml";

const results::ResponseTable& with_friction() {
    static const results::ResponseTable kTable =
        test::run_text(extending({kSeparate}, std::string(kNobodyComesOfAge) +
                                                  "    where: {name_fi: Kontiolahti}\n"),
                       {lasting("2 years", "6 months"), 2, 1});
    return kTable;
}

const results::ResponseTable& of_minors() {
    static const results::ResponseTable kTable =
        test::run_text(extending({kZeroFriction}, kNobodyComesOfAge));
    return kTable;
}

double gap_days(const results::ResponseTable& table, int code) {
    const double days = test::mean(table, "service_gap.days", fmt::format("class=G{}", code));
    BOOST_TEST_MESSAGE(fmt::format("G{}: {:.1f} d / 1 000 children / year", code, days));
    return days;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(zero_friction)

BOOST_AUTO_TEST_CASE(the_scenario_has_no_friction_left) {
    base::Diagnostics diagnostics;
    const auto file = scenario::read_scenario(kZeroFriction, {}, diagnostics);
    BOOST_TEST_REQUIRE(file.has_value(), diagnostics.to_text());
    const process::System& system = file->system;
    BOOST_TEST(system.interfaces.size() == system.services.size() * (system.services.size() - 1));
    for (const auto& interface : system.interfaces) {
        BOOST_TEST_CONTEXT(interface.from.name << " -> " << interface.to.name) {
            BOOST_TEST(interface.channel.is_empty());
            BOOST_TEST(interface.sender_work.law.highest() == 0.0);
            BOOST_TEST(interface.receiver_work.law.highest() == 0.0);
            BOOST_TEST(interface.reply_time.law.highest() == 0.0);
            BOOST_TEST(interface.loss.is_always(0.0));
            BOOST_TEST(interface.misrouting.is_always(0.0));
            BOOST_TEST(interface.dispute.is_always(0.0));
            BOOST_TEST(interface.acceptance.is_always(1.0));
            BOOST_TEST(interface.accepts_when.is_empty());
            BOOST_TEST(interface.consent.is_empty());
            BOOST_TEST(interface.trusts_records.is_always(1.0));
            BOOST_TEST(!interface.is_entered_again);
            BOOST_TEST(!interface.time_out.has_value());
            BOOST_TEST((interface.visibility == process::Visibility::shared));
        }
    }
    for (const auto& service : system.services) BOOST_TEST(service.value.caseload.is_empty());
    for (const auto& resource : system.resources) {
        BOOST_TEST_CONTEXT(resource.name) {
            BOOST_TEST(resource.value.calendar.is_empty());
            BOOST_TEST(resource.value.servers.value_or(0) >= 10000);
        }
    }
    BOOST_TEST(system.policies.empty());
}

BOOST_AUTO_TEST_CASE(nobody_waits) {
    const auto& table = of_minors();
    BOOST_TEST(test::mean(table, "waiting_time.chain") <= 0.001);
    BOOST_TEST(test::mean(table, "waiting_time.chain.decision") == 0.0);
    BOOST_TEST(test::mean(table, "waiting_time.chain.handover_gap") == 0.0);
    for (const char* need : kNeeds) {
        const double p75 =
            test::mean(table, "waiting_time.effective_contact.p75", fmt::format("need={}", need));
        BOOST_TEST_MESSAGE(fmt::format("{}: three quarters within {:.3f} d", need, p75));
        BOOST_TEST(p75 <= 0.25);
    }
}

// Two who notice the same on the same day both begin: neither has written anything yet that the
// other could see (P1), and for those hours both work at it (P4). Of everything else there is none.
BOOST_AUTO_TEST_CASE(nothing_is_done_twice) {
    const auto& table = of_minors();
    for (const int code : {2, 3, 5, 6, 7}) {
        for (const double hours :
             test::values(table, "duplicate_work", fmt::format("class=P{}", code))) {
            BOOST_TEST(hours == 0.0, "P" << code << ": " << hours);
        }
    }
    const double share = test::mean(table, "duplicate_work.share");
    BOOST_TEST_MESSAGE(fmt::format("share of duplicate work {:.2g}", share));
    BOOST_TEST(share < 0.0005);
}

// Coverage (G1), transition (G6), drop-out (G7) and needs that come back (G8) may remain, nothing
// else.
BOOST_AUTO_TEST_CASE(no_gap_remains_that_services_could_close) {
    const auto& table = of_minors();
    for (const int code : {2, 3, 4, 5}) BOOST_TEST(gap_days(table, code) == 0.0);
    BOOST_TEST(gap_days(table, 7) > 0.0);
    for (const int code : {1, 6, 8}) BOOST_TEST(gap_days(table, code) >= 0.0);
}

BOOST_AUTO_TEST_CASE(the_bounds_do_not_hold_with_friction) {
    const auto& table = with_friction();
    BOOST_TEST(test::mean(table, "waiting_time.chain") > 0.1);
    BOOST_TEST(test::mean(table, "waiting_time.effective_contact.median", "need=mood") > 0.25);
    BOOST_TEST(test::mean(table, "duplicate_work.share") > 0.005);
    for (const int code : {2, 3, 4, 5}) BOOST_TEST(gap_days(table, code) > 1.0);
}

BOOST_AUTO_TEST_SUITE_END()
