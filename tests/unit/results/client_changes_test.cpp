// SPDX-License-Identifier: Apache-2.0
#include "engine/results/client_changes.hpp"

#include <cmath>

#include <boost/test/unit_test.hpp>

#include "engine/base/error.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::results;

namespace {

EpisodeTable table_of(std::vector<EpisodeRow> rows, std::vector<std::uint16_t> areas) {
    return {{"mood", "speech"}, {{"area", {"north", "south"}}}, std::move(rows), std::move(areas)};
}

EpisodeRow waited(std::uint32_t client, float days, std::uint16_t need = 0, float severity = 2.0F) {
    EpisodeRow row;
    row.client = client;
    row.need = need;
    row.severity = severity;
    row.effective_wait = days;
    row.is_closed = row.is_served = true;
    return row;
}

const GroupChange& group_of(const ClientMeasure& measure, const std::string& where) {
    for (const auto& group : measure.groups) {
        if (group.where == where) return group;
    }
    throw base::InternalError("no group " + where);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(client_changes)

// Client 1 gains 10 d, 2 loses 4 d, 3 stays, 4 has a need in the second design alone.
BOOST_AUTO_TEST_CASE(pairs_the_same_client_in_both_designs) {
    ClientChanges changes(1.0);
    changes.add(table_of({waited(1, 12), waited(2, 3), waited(3, 5)}, {0, 1, 1}),
                table_of({waited(3, 5.5F), waited(2, 7), waited(1, 2), waited(4, 8, 1)},
                         {1, 1, 1, 0}));
    const auto measures = changes.measures();
    const auto& wait = measures.front();
    BOOST_TEST(wait.name == "waiting_time.effective_contact");
    const auto& all = group_of(wait, "all");
    BOOST_TEST(all.clients == 4.0);
    BOOST_TEST(all.better.mean == 0.25);
    BOOST_TEST(all.worse.mean == 0.5);
    BOOST_TEST(all.same.mean == 0.25);  // half a day is no difference
    BOOST_TEST(all.change.mean == (-10.0 + 4.0 + 0.5 + 8.0) / 4.0);
    BOOST_TEST(all.quantiles[2].mean == 2.25);  // between 0.5 and 4
    BOOST_TEST(std::isnan(all.change.half_width));
    // What it was in the first design counts, where it had an episode there.
    BOOST_TEST(group_of(wait, "area=north").clients == 2.0);
    BOOST_TEST(group_of(wait, "area=north").change.mean == -1.0);
    BOOST_TEST(group_of(wait, "need=speech").change.mean == 8.0);
    BOOST_TEST(group_of(wait, "need=mood").clients == 3.0);
    BOOST_TEST(group_of(wait, "severity=2").clients == 4.0);
}

BOOST_AUTO_TEST_CASE(sums_the_episodes_of_a_client) {
    ClientChanges changes(1.0);
    changes.add(table_of({waited(1, 10), waited(1, 20, 1)}, {0, 0}),
                table_of({waited(1, 12)}, {0}));
    const auto measures = changes.measures();
    BOOST_TEST(group_of(measures[0], "all").change.mean == -18.0);
    BOOST_TEST(group_of(measures[0], "need=mood").change.mean == 2.0);
    BOOST_TEST(group_of(measures[0], "need=speech").change.mean == -20.0);
}

BOOST_AUTO_TEST_CASE(gives_an_interval_over_replications) {
    ClientChanges changes(1.0);
    changes.add(table_of({waited(1, 10)}, {0}), table_of({waited(1, 6)}, {0}));
    changes.add(table_of({waited(1, 10)}, {0}), table_of({waited(1, 4)}, {0}));
    const auto measures = changes.measures();
    const auto& all = group_of(measures[0], "all");
    BOOST_TEST(all.change.mean == -5.0);
    BOOST_TEST(all.change.half_width == 12.706204736, boost::test_tools::tolerance(1e-8));  // t(1)
    BOOST_TEST(all.better.half_width == 0.0);
}

BOOST_AUTO_TEST_CASE(does_not_tell_of_groups_that_are_too_small) {
    ClientChanges changes(3.0);
    changes.add(table_of({waited(1, 10), waited(2, 10), waited(3, 10)}, {0, 0, 1}),
                table_of({waited(1, 1), waited(2, 1), waited(3, 1)}, {0, 0, 1}));
    const auto measures = changes.measures();
    BOOST_TEST(!group_of(measures[0], "all").is_suppressed);
    const auto& small = group_of(measures[0], "area=south");
    BOOST_TEST(small.is_suppressed);
    BOOST_TEST(std::isnan(small.clients));
    BOOST_TEST(std::isnan(small.change.mean));
}

BOOST_AUTO_TEST_CASE(refuses_tables_of_other_models) {
    ClientChanges changes;
    EpisodeTable other = table_of({waited(1, 1)}, {0});
    other.needs = {"learning"};
    BOOST_CHECK_THROW(changes.add(table_of({waited(1, 1)}, {0}), other), base::InternalError);
}

BOOST_AUTO_TEST_SUITE_END()
