// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/run_replications.hpp"

#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>

#include <boost/test/unit_test.hpp>

using namespace yhdyspinta;
using namespace yhdyspinta::experiment;

namespace {

class Listener : public ProgressListener {
public:
    void advanced(std::size_t done, std::size_t total) override {
        BOOST_TEST(done >= done_);
        done_ = done;
        total_ = total;
        ++calls_;
    }
    std::size_t done_ = 0, total_ = 0, calls_ = 0;
};

ReplicationOutcome result(std::size_t scenario, std::uint64_t replication) {
    const double value = 100.0 * static_cast<double>(scenario) + static_cast<double>(replication);
    return results::ReplicationResult{replication, {{"value", "d", "all", value}}};
}

double value_of(const ReplicationOutcome& outcome) {
    return std::get<results::ReplicationResult>(outcome).responses.at(0).value;
}

const ReplicationFailure& failure_of(const ReplicationOutcome& outcome) {
    return std::get<ReplicationFailure>(outcome);
}

std::vector<std::vector<ReplicationOutcome>> run(const Plan& plan) {
    Listener listener;
    return run_replications(plan, listener);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(replications)

BOOST_AUTO_TEST_CASE(come_in_order_although_the_first_takes_longest) {
    for (const std::size_t jobs : {1u, 2u, 8u}) {
        Plan plan{{{1, 2, 3}, {3, 5}}, jobs, [](std::size_t scenario, std::uint64_t replication) {
                      std::this_thread::sleep_for(std::chrono::milliseconds(60 / replication));
                      return result(scenario, replication);
                  }};
        const auto outcomes = run(plan);
        BOOST_REQUIRE_EQUAL(outcomes.size(), 2u);
        BOOST_REQUIRE_EQUAL(outcomes[0].size(), 3u);
        BOOST_REQUIRE_EQUAL(outcomes[1].size(), 2u);
        BOOST_TEST(value_of(outcomes[0][0]) == 1.0);
        BOOST_TEST(value_of(outcomes[0][1]) == 2.0);
        BOOST_TEST(value_of(outcomes[0][2]) == 3.0);
        BOOST_TEST(value_of(outcomes[1][0]) == 103.0);
        BOOST_TEST(value_of(outcomes[1][1]) == 105.0);
    }
}

BOOST_AUTO_TEST_CASE(go_on_when_one_crashes_or_fails) {
    Plan plan{{{1, 2, 3, 4}}, 2, [](std::size_t scenario, std::uint64_t replication) {
                  if (replication == 2) std::raise(SIGABRT);
                  if (replication == 3) {
                      return ReplicationOutcome(
                          ReplicationFailure{ReplicationFailure::Kind::model, "impossible"});
                  }
                  if (replication == 4) throw std::runtime_error("unforeseen");
                  return result(scenario, replication);
              }};
    const auto outcomes = run(plan);
    BOOST_TEST(value_of(outcomes[0][0]) == 1.0);
    BOOST_CHECK(failure_of(outcomes[0][1]).kind == ReplicationFailure::Kind::crash);
    BOOST_TEST(failure_of(outcomes[0][1]).text == "its process was killed by signal 6 (Aborted)");
    BOOST_CHECK(failure_of(outcomes[0][2]).kind == ReplicationFailure::Kind::model);
    BOOST_TEST(failure_of(outcomes[0][2]).text == "impossible");
    BOOST_CHECK(failure_of(outcomes[0][3]).kind == ReplicationFailure::Kind::crash);
    BOOST_TEST(failure_of(outcomes[0][3]).text ==
               "its process ended with exit code 70 and without a result; the last it printed:\n"
               "unforeseen");
}

BOOST_AUTO_TEST_CASE(tell_how_far_they_have_come) {
    Listener listener;
    Plan plan{{{1, 2}, {1, 2}}, 2, result};
    (void)run_replications(plan, listener);
    BOOST_TEST(listener.done_ == 4u);
    BOOST_TEST(listener.total_ == 4u);
    BOOST_TEST(listener.calls_ >= 2u);
}

BOOST_AUTO_TEST_CASE(of_nothing_are_nothing) { BOOST_TEST(run(Plan{{}, 2, result}).empty()); }

BOOST_AUTO_TEST_SUITE_END()
