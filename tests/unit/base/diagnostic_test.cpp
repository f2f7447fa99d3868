// SPDX-License-Identifier: Apache-2.0
#include "engine/base/diagnostic.hpp"

#include <boost/test/unit_test.hpp>

using namespace yhdyspinta::base;

BOOST_AUTO_TEST_SUITE(diagnostic)

BOOST_AUTO_TEST_CASE(sorts_by_position_and_counts_errors) {
    Diagnostics diagnostics;
    const auto file = diagnostics.add_file("mine.yaml");
    diagnostics.error({file, 8, 14}, "services.curator.servers", "-1 is out of range", "");
    diagnostics.error({file, 4, 5}, "services", "unknown key 'sevrers'", "did you mean 'servers'?");
    diagnostics.warning({file, 5, 1}, "run", "long", "");
    BOOST_TEST(diagnostics.to_text() ==
               "mine.yaml:4:5: error: services: unknown key 'sevrers'\n"
               "  hint: did you mean 'servers'?\n"
               "mine.yaml:5:1: warning: run: long\n"
               "mine.yaml:8:14: error: services.curator.servers: -1 is out of range\n"
               "mine.yaml: 2 errors; nothing was simulated\n");
}

BOOST_AUTO_TEST_CASE(prints_at_most_the_limit) {
    Diagnostics diagnostics;
    const auto file = diagnostics.add_file("mine.yaml");
    for (std::uint32_t i = 1; i <= 25; ++i) diagnostics.error({file, i, 1}, "", "wrong", "");
    const std::string text = diagnostics.to_text(20);
    BOOST_TEST(text.find("mine.yaml:20:1") != std::string::npos);
    BOOST_TEST(text.find("mine.yaml:21:1") == std::string::npos);
    BOOST_TEST(text.find("… and 5 more\n") != std::string::npos);
    BOOST_TEST(text.find("25 errors") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(suggests_the_nearest_name_at_distance_two_or_less) {
    const std::vector<std::string> names{"servers", "discipline", "calendar"};
    BOOST_TEST(closest_name("sevrers", names) == "servers");
    BOOST_TEST(closest_name("calender", names) == "calendar");
    BOOST_TEST(closest_name("patience", names) == "");
}

BOOST_AUTO_TEST_SUITE_END()
