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

BOOST_AUTO_TEST_CASE(explains_visits_loads_and_what_theory_expects) {
    const Ended ended = yhdyspinta({"check", "--explain", "scenarios/counter.yaml"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(ended.error == "");
    BOOST_TEST(contains(ended.out, R"(scenarios/counter.yaml: no errors

process visit; started by source clients (6 per h)

step     does   mean  visits  leads to
───────  ────  ─────  ──────  ────────
service  desk  8 min       1  leave

resources: mean servers busy if nobody had to wait, and that per server on duty

resource  sites  servers  on duty  offered load  utilisation  of sites
────────  ─────  ───────  ───────  ────────────  ───────────  ────────
desk          1        1    100 %        0.8000       0.8000

values in the long run, by theory

)"));
    // M/M/1 with load 0.8 and a service of 8 minutes: 0.8 / 0.2 x 8 min.
    BOOST_TEST(contains(ended.out, "waiting_time         activity=visit.service   32.00  min "));
}

BOOST_AUTO_TEST_CASE(explains_why_theory_is_silent) {
    const Ended ended = yhdyspinta({"check", "--explain", "scenarios/counter.yaml", "--set",
                                    "resources.desk.servers=2", "--set",
                                    "processes.visit.steps.service.duration=8 min"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(contains(ended.out,
                        "no closed form: 'desk' has several servers, and service times that are "
                        "not one exponential law\n"));
    BOOST_TEST(!contains(ended.out, "waiting_time"));
}

BOOST_AUTO_TEST_CASE(explains_every_scenario_that_is_shipped) {
    const std::string tree = YHDYSPINTA_SOURCE_DIR "/scenarios/";
    for (const char* file : {"reference/mm1.yaml", "reference/mmc.yaml", "reference/erlang_a.yaml",
                             "under_school_age.yaml", "pupils.yaml", "pohjois_karjala/joined.yaml",
                             "pohjois_karjala/separate_2018.yaml"}) {
        const Ended ended = yhdyspinta({"check", "--strict", "--explain", tree + file});
        BOOST_TEST(ended.code == 0, file);
        BOOST_TEST(ended.error == "", file);
        const bool is_reference = contains(file, "reference/");
        BOOST_TEST(contains(ended.out, "expected ") == is_reference, file);
        BOOST_TEST(contains(ended.out, "no closed form: needs arise") != is_reference, file);
    }
}

BOOST_AUTO_TEST_CASE(what_cannot_work_is_told_before_it_runs) {
    for (const char* command : {"check", "run"}) {
        const Ended ended =
            yhdyspinta({command, "scenarios/counter.yaml", "--set", "resources.desk.servers=0"});
        BOOST_TEST(ended.code == 3);
        BOOST_TEST(contains(ended.error, "resources.desk: nobody is ever on duty"));
    }
}

BOOST_AUTO_TEST_SUITE_END()
