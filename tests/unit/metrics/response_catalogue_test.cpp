// SPDX-License-Identifier: Apache-2.0
#include "engine/metrics/response_catalogue.hpp"

#include <map>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/unit/metrics/log_builder.hpp"

using namespace yhdyspinta::test;

namespace {

/// Something of everything that has responses.
Legend full_legend() {
    Legend legend = needs_legend();
    legend.by = {{1, {}}};
    legend.census_interval = kDay;
    legend.services[0].viable_per_year = 1.0;
    auto& activity = legend.activities[a_talk];
    activity.has_resources = activity.may_balk = activity.may_be_suspended = true;
    activity.is_blocking = true;
    activity.cost = 1.0;
    legend.variables = {{"stock", 2.0}};
    legend.indicators = {{"notified"}};
    legend.diaries = {{"doctor", {"all"}}};
    legend.resources.resize(2);
    legend.resources[0].name = "desk";
    legend.resources[1].name = "places";
    legend.resources[1].is_caseload = true;
    legend.resources[0].may_be_vacant = true;
    legend.trusts = {{0, 1, 0.5, kDay}};
    legend.routine_needs = {false, true};
    return legend;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(response_catalogue)

BOOST_AUTO_TEST_CASE(every_response_is_explained_and_every_explanation_is_of_a_response) {
    std::map<std::string, std::string> units;
    for (const auto& about : yhdyspinta::metrics::response_catalogue()) {
        BOOST_TEST(units.emplace(about.name, about.unit).second, about.name << " is there twice");
        BOOST_TEST(!about.where.empty());
        BOOST_TEST(!about.meaning.empty());
    }
    Log log(full_legend());
    log.at(0).measure().at(1).end();
    std::set<std::string> told;
    for (const auto& response : log.measures().responses()) {
        told.insert(response.name);
        BOOST_TEST_REQUIRE(units.count(response.name) == 1u, response.name << " is not explained");
        const std::string& unit = units[response.name];
        BOOST_TEST((unit.empty() || unit == response.unit), response.name << " in another unit");
    }
    for (const auto& [name, unit] : units) {
        BOOST_TEST(told.count(name) == 1u, name << " is never told");
    }
}

BOOST_AUTO_TEST_SUITE_END()
