// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "tests/cli/program.hpp"

using namespace yhdyspinta::cli_test;

BOOST_FIXTURE_TEST_SUITE(check, Desk)

BOOST_AUTO_TEST_CASE(says_that_nothing_is_wrong) {
    const Ended ended =
        yhdyspinta({"check", "scenarios/counter.yaml", "scenarios/two_counters.yaml"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(ended.out ==
               "scenarios/counter.yaml: no errors\n"
               "scenarios/two_counters.yaml: no errors\n");
    BOOST_TEST(ended.error == "");
}

BOOST_AUTO_TEST_CASE(tells_every_mistake_with_its_place) {
    for (const char* command : {"check", "run"}) {
        const Ended ended = yhdyspinta({command, "scenarios/misspelt.yaml"});
        BOOST_TEST(ended.code == 3);
        BOOST_TEST(ended.out == "");
        BOOST_TEST(contains(ended.error,
                            "scenarios/misspelt.yaml:7:10: error: resources.desk: "
                            "unknown key 'sevrers'"));
        BOOST_TEST(contains(ended.error, "\n  hint: did you mean 'servers'?\n"));
        BOOST_TEST(contains(ended.error, "scenarios/misspelt.yaml:11:"));
        BOOST_TEST(contains(ended.error, "parsecs"));
        BOOST_REQUIRE(!lines(ended.error).empty());
        BOOST_TEST(lines(ended.error).back() ==
                   "scenarios/misspelt.yaml: 3 errors; nothing was simulated");
    }
}

BOOST_AUTO_TEST_CASE(reads_the_other_files_although_one_is_wrong) {
    const Ended ended = yhdyspinta({"check", "scenarios/misspelt.yaml", "scenarios/none.yaml"});
    BOOST_TEST(ended.code == 3);
    BOOST_TEST(contains(ended.error, "scenarios/misspelt.yaml:7:10: error: "));
    BOOST_TEST(contains(ended.error, "scenarios/none.yaml: error: "));
}

BOOST_AUTO_TEST_CASE(warnings_are_errors_when_strict) {
    const Ended lenient = yhdyspinta({"check", "scenarios/doubtful.yaml"});
    BOOST_TEST(lenient.code == 0);
    BOOST_TEST(contains(lenient.error, ": warning: "));
    BOOST_TEST(lenient.out == "scenarios/doubtful.yaml: no errors\n");
    const Ended strict = yhdyspinta({"check", "scenarios/doubtful.yaml", "--strict"});
    BOOST_TEST(strict.code == 3);
    BOOST_TEST(contains(strict.error, ": error: "));
    BOOST_TEST(strict.out == "");
}

BOOST_AUTO_TEST_CASE(a_value_that_is_set_is_checked_as_well) {
    const Ended ended =
        yhdyspinta({"check", "scenarios/counter.yaml", "--set", "resources.desk.servers=-1"});
    BOOST_TEST(ended.code == 3);
    BOOST_TEST(contains(ended.error, "resources.desk.servers"));
    BOOST_TEST(contains(ended.error, "-1"));
    BOOST_TEST(
        yhdyspinta({"check", "--set", "resources.desk.servers=2", "scenarios/counter.yaml"}).code ==
        0);
}

BOOST_AUTO_TEST_SUITE_END()
