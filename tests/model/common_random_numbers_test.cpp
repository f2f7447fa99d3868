// SPDX-License-Identifier: Apache-2.0
// The same seed gives the same figures, alone or in a batch; designs compared under the same seeds
// differ less by chance than under seeds of their own.
#include <cstring>
#include <stdexcept>
#include <variant>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/experiment/replicate.hpp"
#include "engine/experiment/run_replications.hpp"
#include "engine/scenario/read_scenario.hpp"
#include "engine/simulation/simulate.hpp"
#include "engine/statistics/summary.hpp"
#include "tests/model/region.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test::model;

namespace {

struct Silent : experiment::ProgressListener {
    void advanced(std::size_t, std::size_t) override {}
};

/// These replications of the joined services of a small region, a short run, in this order.
std::vector<results::ReplicationResult> replicate_region(std::vector<std::uint64_t> replications,
                                                         std::size_t jobs, std::uint64_t seed) {
    base::Diagnostics diagnostics;
    const auto file =
        scenario::read_scenario_text(in({"Kontiolahti"}, {kJoined}), "test.yaml",
                                     {"run.length=9 months", "run.warm_up=3 months"}, diagnostics);
    if (!file) throw std::runtime_error(diagnostics.to_text());
    const simulation::CompiledSystem compiled(file->system);
    experiment::Plan plan;
    plan.jobs = jobs;
    plan.replications = {std::move(replications)};
    plan.replicate = [&](std::size_t, std::uint64_t replication) {
        return experiment::replicate(compiled, seed, replication, std::nullopt);
    };
    Silent silent;
    std::vector<results::ReplicationResult> results;
    const auto outcomes = experiment::run_replications(plan, silent);
    for (const auto& outcome : outcomes.at(0)) {
        if (const auto* failure = std::get_if<experiment::ReplicationFailure>(&outcome)) {
            throw std::runtime_error(failure->text);
        }
        results.push_back(std::get<results::ReplicationResult>(outcome));
    }
    return results;
}

/// Responses whose bits differ.
std::size_t differences(const results::ReplicationResult& a, const results::ReplicationResult& b) {
    if (a.responses.size() != b.responses.size()) return a.responses.size() + b.responses.size();
    std::size_t count = 0;
    for (std::size_t i = 0; i < a.responses.size(); ++i) {
        count += a.responses[i].name != b.responses[i].name ||
                 a.responses[i].where != b.responses[i].where ||
                 std::memcmp(&a.responses[i].value, &b.responses[i].value, sizeof(double)) != 0;
    }
    return count;
}

std::vector<double> minus(const std::vector<double>& a, const std::vector<double>& b) {
    std::vector<double> result;
    for (std::size_t i = 0; i < a.size(); ++i) result.push_back(a[i] - b[i]);
    return result;
}

double variance(const std::vector<double>& values) {
    const double deviation = statistics::summarise(values).standard_deviation;
    return deviation * deviation;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(common_random_numbers)

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_figures_alone_and_in_a_batch) {
    const auto batch = replicate_region({1, 2, 3, 4, 5, 6, 7}, 2, 1);
    const auto alone = replicate_region({7}, 1, 1);
    const auto subset = replicate_region({7, 3}, 1, 1);
    BOOST_TEST(batch.at(6).responses.size() > 1000);
    BOOST_TEST(differences(batch.at(6), alone.at(0)) == 0);
    BOOST_TEST(differences(batch.at(6), subset.at(0)) == 0);
    BOOST_TEST(differences(batch.at(2), subset.at(1)) == 0);
    // It can tell: another replication and another seed are other figures.
    BOOST_TEST(differences(batch.at(6), batch.at(2)) > 100);
    BOOST_TEST(differences(replicate_region({7}, 1, 2).at(0), alone.at(0)) > 100);
}

// A design that changes little, so that chance is most of what differs.
BOOST_AUTO_TEST_CASE(paired_differences_vary_less_than_those_of_independent_seeds) {
    const std::uint64_t replications = is_full() ? 30 : 8;
    const std::vector<std::string> sets{"run.length=1 year", "run.warm_up=3 months"};
    const auto run = [&](const std::string& file, std::uint64_t seed) {
        return test::run_text(in({"Kontiolahti"}, {file}), {sets, replications, seed});
    };
    const auto separate = run(kSeparate, 1);
    const auto design = run(kRegion + "services_in_schools.yaml", 1);
    const auto others = run(kRegion + "services_in_schools.yaml", 2);
    for (const char* name : {"waiting_time.effective_contact", "service_gap.days", "never_served",
                             "waiting_time.hidden", "episodes.recognised", "staff_time"}) {
        const auto& values = test::values(separate, name);
        const double paired = variance(minus(values, test::values(design, name)));
        const double independent = variance(minus(values, test::values(others, name)));
        BOOST_TEST_MESSAGE(fmt::format("{:32} variance paired {:.4g}, independent {:.4g}", name,
                                       paired, independent));
        BOOST_TEST(paired < 0.6 * independent);
    }
}

BOOST_AUTO_TEST_SUITE_END()
