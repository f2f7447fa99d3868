// SPDX-License-Identifier: Apache-2.0
// The reference scenarios against the closed forms of queueing theory: |mean - theory| <= 4 s /
// sqrt(n) over the replications; each with a companion in which one rate is 5 % off and which must
// fail.
#include <cmath>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/statistics/queueing_theory.hpp"
#include "engine/statistics/summary.hpp"
#include "tests/support/run_scenario.hpp"

using namespace yhdyspinta;

namespace {

const std::string kActivity = "activity=visit.service";
const std::string kReference = std::string(YHDYSPINTA_SOURCE_DIR) + "/scenarios/reference/";

/// Distance of the simulated mean from theory in standard errors, told to whoever reads the test's
/// output.
double distance(const char* model, const results::ResponseTable& table, const std::string& name,
                const std::string& where, double theory) {
    const auto summary = statistics::summarise(test::values(table, name, where));
    const double error = summary.standard_deviation / std::sqrt(static_cast<double>(summary.count));
    const double z = (summary.mean - theory) / error;
    BOOST_TEST_MESSAGE(
        fmt::format("{:10} {:22} theory {:8.4f} simulated {:8.4f} +- {:.4f} z {:6.2f}", model, name,
                    theory, summary.mean, statistics::half_width(summary), z));
    return std::abs(z);
}

test::Settings with_rate(const char* rate) {
    return {{fmt::format("sources.clients.rate={} per min", rate)}, 0, 0};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(closed_forms)

BOOST_AUTO_TEST_CASE(one_desk_agrees_with_m_m_1) {
    const auto theory = statistics::mm1(0.8, 1.0);
    const auto table = test::run_file(kReference + "mm1.yaml");
    BOOST_TEST(distance("M/M/1", table, "waiting_time", kActivity, theory.waiting_time) <= 4.0);
    BOOST_TEST(distance("M/M/1", table, "queue_length", kActivity, theory.queue_length) <= 4.0);
    BOOST_TEST(distance("M/M/1", table, "utilisation", "resource=desk", theory.utilisation) <= 4.0);
    BOOST_TEST(distance("M/M/1", table, "time_in_system", "class=client", theory.time_in_system) <=
               4.0);
    const auto wrong = test::run_file(kReference + "mm1.yaml", with_rate("0.84"));
    BOOST_TEST(distance("companion", wrong, "waiting_time", kActivity, theory.waiting_time) > 4.0);
}

BOOST_AUTO_TEST_CASE(three_desks_agree_with_m_m_c) {
    const auto theory = statistics::mmc(2.4, 1.0, 3);
    const auto table = test::run_file(kReference + "mmc.yaml");
    BOOST_TEST(distance("M/M/3", table, "waiting_time", kActivity, theory.waiting_time) <= 4.0);
    BOOST_TEST(distance("M/M/3", table, "waiting_probability", kActivity,
                        theory.waiting_probability) <= 4.0);
    BOOST_TEST(distance("M/M/3", table, "queue_length", kActivity, theory.queue_length) <= 4.0);
    BOOST_TEST(distance("M/M/3", table, "utilisation", "resource=desk", theory.utilisation) <= 4.0);
    const auto wrong = test::run_file(kReference + "mmc.yaml", with_rate("2.52"));
    BOOST_TEST(distance("companion", wrong, "waiting_time", kActivity, theory.waiting_time) > 4.0);
}

BOOST_AUTO_TEST_CASE(impatient_clients_agree_with_erlang_a) {
    const auto theory = statistics::mmc_plus_m(3.0, 1.0, 3, 0.5);
    const auto table = test::run_file(kReference + "erlang_a.yaml");
    BOOST_TEST(distance("M/M/3+M", table, "waiting_time", kActivity, theory.waiting_time) <= 4.0);
    BOOST_TEST(distance("M/M/3+M", table, "waiting_time.served", kActivity,
                        theory.waiting_time_served) <= 4.0);
    BOOST_TEST(distance("M/M/3+M", table, "reneged", kActivity, theory.abandonment_probability) <=
               4.0);
    BOOST_TEST(distance("M/M/3+M", table, "utilisation", "resource=desk", theory.utilisation) <=
               4.0);
    const auto wrong = test::run_file(kReference + "erlang_a.yaml", with_rate("3.15"));
    BOOST_TEST(distance("companion", wrong, "reneged", kActivity, theory.abandonment_probability) >
               4.0);
}

BOOST_AUTO_TEST_SUITE_END()
