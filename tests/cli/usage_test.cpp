// SPDX-License-Identifier: Apache-2.0
#include <boost/test/unit_test.hpp>

#include "tests/cli/program.hpp"

using namespace yhdyspinta::cli_test;

namespace {

/// Refused with code 2, nothing on standard output, and this line first on standard error.
void check_refused(const Desk& desk, const std::vector<std::string>& words,
                   const std::string& line) {
    const Ended ended = desk.yhdyspinta(words);
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(ended.out == "");
    BOOST_REQUIRE(!lines(ended.error).empty());
    BOOST_TEST(lines(ended.error).front() == line);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(usage, Desk)

BOOST_AUTO_TEST_CASE(version_names_the_program_and_its_libraries) {
    const Ended ended = yhdyspinta({"--version"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(ended.error == "");
    BOOST_TEST(lines(ended.out).front() == "yhdyspinta " YHDYSPINTA_VERSION);
    for (const char* library : {"SimGrid", "Boost", "Eigen", "muParser", "yaml-cpp", "CLI11", "SQLite"}) {
        BOOST_TEST(contains(ended.out, std::string("\n  ") + library + " "));
    }
}

BOOST_AUTO_TEST_CASE(help_of_every_command_is_on_standard_output) {
    for (const char* command : {"check", "run", "compare", "batch"}) {
        const Ended ended = yhdyspinta({command, "--help"});
        BOOST_TEST(ended.code == 0);
        BOOST_TEST(ended.error == "");
        BOOST_TEST(contains(ended.out, "--strict"));
    }
    BOOST_TEST(contains(yhdyspinta({"run", "--help"}).out, "--only-replication"));
    BOOST_TEST(contains(yhdyspinta({"describe", "--help"}).out, "SECTION.KEY"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_understood_is_refused_with_code_2) {
    const std::string file = "scenarios/counter.yaml";
    check_refused(*this, {}, "yhdyspinta: error: A subcommand is required");
    check_refused(*this, {"run", file, "--replications", "0"},
                  "yhdyspinta: error: --replications: '0' is not a whole number from 1 to 1000000");
    check_refused(
        *this, {"run", file, "--replications", "3.5"},
        "yhdyspinta: error: --replications: '3.5' is not a whole number from 1 to 1000000");
    check_refused(*this, {"run", file, "--jobs", "two"},
                  "yhdyspinta: error: --jobs: 'two' is not a whole number from 1 to 4096");
    check_refused(*this, {"run", file, "--seed", "-1"},
                  "yhdyspinta: error: --seed: '-1' is not a whole number from 0 to "
                  "18446744073709551615");
    check_refused(*this, {"run", file, "--format", "xml"},
                  "yhdyspinta: error: --format: 'xml' is not one of table, csv, json");
    check_refused(
        *this, {"run", file, "--set", "resources.desk.servers"},
        "yhdyspinta: error: --set: 'resources.desk.servers' is not of the form path=value, "
        "e.g. run.length=2 years");
    check_refused(*this, {"run", file, "--event-log"},
                  "yhdyspinta: error: --event-log requires --out");
    check_refused(*this, {"run", file, "--replications", "3", "--only-replication", "2"},
                  "yhdyspinta: error: --replications excludes --only-replication");
    check_refused(*this, {"run"}, "yhdyspinta: error: FILE is required");
    check_refused(*this, {"compare", file},
                  "yhdyspinta: error: compare needs at least two scenario files");
}

BOOST_AUTO_TEST_CASE(a_misspelt_word_gets_a_suggestion) {
    const Ended option = yhdyspinta({"run", "scenarios/counter.yaml", "--sede", "3"});
    BOOST_TEST(option.code == 2);
    BOOST_TEST(contains(option.error, "--sede"));
    BOOST_TEST(contains(option.error, "\n  hint: did you mean '--seed'?\n"));
    const Ended command = yhdyspinta({"chek", "scenarios/counter.yaml"});
    BOOST_TEST(command.code == 2);
    BOOST_TEST(contains(command.error, "\n  hint: did you mean 'check'?\n"));
    BOOST_TEST(contains(command.error, "'yhdyspinta --help'"));
}

BOOST_AUTO_TEST_SUITE_END()
