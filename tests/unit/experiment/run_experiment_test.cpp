// SPDX-License-Identifier: Apache-2.0
#include "engine/experiment/run_experiment.hpp"

#include <boost/test/unit_test.hpp>

using namespace yhdyspinta;
using experiment::BatchTask;
using experiment::tasks_of;

BOOST_AUTO_TEST_SUITE(run_experiment)

BOOST_AUTO_TEST_CASE(takes_designs_in_turn) {
    const std::vector<BatchTask> expected{{0, 1}, {1, 1}, {0, 2}, {1, 2}};
    BOOST_TEST((tasks_of(2, 2, {}) == expected));
}

BOOST_AUTO_TEST_CASE(deals_each_replication_to_exactly_one_shard) {
    for (const std::size_t count : {2u, 3u, 7u}) {
        std::vector<BatchTask> joined;
        for (std::size_t number = 1; number <= count; ++number) {
            const auto part = tasks_of(3, 5, {number, count});
            BOOST_TEST(part.size() >= 15 / count);
            joined.insert(joined.end(), part.begin(), part.end());
        }
        BOOST_TEST(joined.size() == 15u);
        for (const auto& task : tasks_of(3, 5, {})) {
            BOOST_TEST(std::count(joined.begin(), joined.end(), task) == 1);
        }
    }
}

BOOST_AUTO_TEST_CASE(names_the_command_that_repeats_a_replication) {
    experiment::PlannedDesign design;
    design.made_from = "my scenarios/today.yaml";
    design.seed = 7;
    design.sets = {"resources.desk.servers=2", "run.length=9 days"};
    BOOST_TEST(experiment::repeating_command(design, 3) ==
               "yhdyspinta run 'my scenarios/today.yaml' --seed 7 --only-replication 3 --set "
               "resources.desk.servers=2 --set 'run.length=9 days'");
}

BOOST_AUTO_TEST_SUITE_END()
