// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/trust.hpp"

#include <cmath>
#include <limits>

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;
namespace tt = boost::test_tools;

namespace {

/// a in b starts at 0.5, b in a at 0.2; both forget by halves in so many days.
Legend trusting(double half_life_days) {
    Legend legend = needs_legend();
    legend.trusts = {{0, 1, 0.5, half_life_days * kDay}, {1, 0, 0.2, half_life_days * kDay}};
    return legend;
}
constexpr double kNever = std::numeric_limits<double>::infinity();

Log& changes(Log& log, std::uint16_t from, std::uint32_t to, double trust) {
    return log.add(EventKind::trust_changed, kNone, kNone, from, to, trust);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(trust)

BOOST_AUTO_TEST_CASE(is_its_mean_over_the_measured_time_and_its_spread_over_the_interfaces) {
    Log log(trusting(kNever));
    changes(log.at(0), 0, 1, 0.8);
    log.at(10).measure();
    changes(log.at(15), 0, 1, 0.4);
    log.at(20).end();
    BOOST_TEST(log.audit() == "");
    const auto tolerance = tt::tolerance(1e-12);
    BOOST_TEST(log.value("trust", "from=a,to=b") == 0.6, tolerance);
    BOOST_TEST(log.value("trust", "from=b,to=a") == 0.2, tolerance);
    BOOST_TEST(log.value("trust") == 0.4, tolerance);
    BOOST_TEST(log.value("trust.spread") == 0.2, tolerance);
}

BOOST_AUTO_TEST_CASE(goes_back_to_its_initial_value_between_changes) {
    // 0.5 + 0.4 * 2^-(t/10) from day 0 on; measured from day 10 on, where it is 0.7.
    Log log(trusting(10.0));
    changes(log.at(0), 0, 1, 0.9);
    log.at(10).measure().at(30).end();
    const double lost = 0.2 * (1.0 - 0.25) * 10.0 / std::log(2.0);
    BOOST_TEST(log.value("trust", "from=a,to=b") == 0.5 + lost / 20.0, tt::tolerance(1e-12));
    BOOST_TEST(log.value("trust", "from=b,to=a") == 0.2, tt::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(that_no_step_can_ask_about_is_not_counted) {
    Legend legend = trusting(kNever);
    legend.trusts[1].is_asked = false;
    Log log(legend);
    changes(log.at(0).measure(), 1, 0, 0.9);  // joint work raises it all the same
    log.at(10).end();
    BOOST_TEST(log.audit() == "");
    BOOST_TEST(log.value("trust") == 0.5, tt::tolerance(1e-12));
    BOOST_TEST(log.value("trust.spread") == 0.0, tt::tolerance(1e-12));
    BOOST_CHECK_THROW((void)log.value("trust", "from=b,to=a"), std::exception);
}

BOOST_AUTO_TEST_CASE(that_nobody_keeps_or_that_is_no_share_fails_the_audit) {
    Log log(trusting(kNever));
    log.at(0).measure();
    changes(log.at(1), 0, 1, 1.5);
    changes(log.at(2), 0, 0, 0.5);
    log.at(3).end();
    BOOST_TEST(log.audit() ==
               "at 1 d: a trust of 1.5 is not from 0 to 1\n"
               "at 2 d: trust changes between services that keep none\n");
}

BOOST_AUTO_TEST_CASE(has_no_responses_where_no_interface_keeps_it) {
    Log log(needs_legend());
    log.at(0).measure().at(1).end();
    BOOST_CHECK_THROW((void)log.value("trust"), std::exception);
}

BOOST_AUTO_TEST_SUITE_END()
