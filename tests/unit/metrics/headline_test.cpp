// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/headline.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;

BOOST_AUTO_TEST_SUITE(headline)

BOOST_AUTO_TEST_CASE(every_headline_measure_is_among_the_responses) {
    Legend queue;
    queue.classes = {"client"};
    queue.activities.resize(4);
    queue.activities[0].name = "visit.talk";
    queue.activities[0].has_resources = true;
    queue.activities[1].name = "visit.reserve";
    queue.activities[1].is_wait = true;
    queue.activities[2].name = "visit.gather";
    queue.activities[2].is_batch = true;
    queue.activities[3].name = "visit.home";  // nobody waits for it
    queue.variables = {{"stock", 2.0}};
    queue.resources.resize(1);
    queue.resources[0].name = "desk";
    for (const Legend& legend : {needs_legend(), queue}) {
        Log log(legend);
        log.at(0).measure().at(1).end();
        const auto measures = yhdyspinta::metrics::headline_measures(legend);
        BOOST_TEST(measures.size() == (legend.needs.empty() ? 6u : 10u));
        for (const auto& measure : measures) {
            BOOST_CHECK_NO_THROW((void)log.value(measure.name, measure.where));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
