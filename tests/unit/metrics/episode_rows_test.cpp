// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/episode_rows.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta;
using namespace yhdyspinta::test;

namespace {

metrics::MeasureOptions with_rows() {
    metrics::MeasureOptions options;
    options.has_episode_rows = true;
    return options;
}

event_log::Legend by_area() {
    auto legend = needs_legend();
    legend.by = {{1, {}}};
    return legend;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(episode_rows)

BOOST_AUTO_TEST_CASE(says_of_each_episode_how_long_it_waited_and_what_it_took) {
    Log log(by_area(), kDay, with_rows());
    log.at(0).arise(7, 0).recognise(7).at(1).measure();  // recognised before: no row
    log.at(5).arise(8, 1).at(6).recognise(8);
    log.add(EventKind::attribute_told, 8, 8, 1, kNone, 1.0);
    log.at(9).contact(8, 0, false).at(11).contact(8, 0, true).at(12).close(8);
    log.at(20).arise(9, 0).at(21).recognise(9).at(31).end();
    const auto& table = log.measures().episodes();
    BOOST_TEST(table.needs == (std::vector<std::string>{"mood", "speech"}),
               boost::test_tools::per_element());
    BOOST_REQUIRE_EQUAL(table.groups.size(), 1u);
    BOOST_TEST(table.groups[0].attribute == "area");
    BOOST_REQUIRE_EQUAL(table.rows.size(), 2u);
    const auto& served = table.rows[0];
    BOOST_TEST(served.client == 8u);
    BOOST_TEST(served.need == 1u);
    BOOST_TEST((served.is_closed && served.is_contacted && served.is_served));
    BOOST_TEST(served.recognised == 6.0F);
    BOOST_TEST(served.first_wait == 3.0F);
    BOOST_TEST(served.effective_wait == 5.0F);
    BOOST_TEST(table.levels[0] == 1u);
    const auto& waiting = table.rows[1];
    BOOST_TEST(waiting.client == 9u);
    BOOST_TEST((!waiting.is_closed && !waiting.is_served));
    BOOST_TEST(waiting.effective_wait == 10.0F);
    BOOST_TEST(table.levels[1] == results::EpisodeTable::kNoLevel);
}

BOOST_AUTO_TEST_CASE(are_kept_only_on_request) {
    Log log(by_area());
    log.at(0).measure().arise(0).recognise(0).at(5).end();
    BOOST_TEST(log.measures().episodes().is_empty());
    BOOST_TEST(log.measures().episodes().rows.empty());
}

BOOST_AUTO_TEST_SUITE_END()
