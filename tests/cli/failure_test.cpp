// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

using namespace yhdyspinta::cli_test;
using namespace std::chrono_literals;

namespace {

/// The first child of a process, once it has one; 0 when there is none within ten seconds.
pid_t child_of(pid_t process) {
    const std::string name =
        "/proc/" + std::to_string(process) + "/task/" + std::to_string(process) + "/children";
    for (int i = 0; i < 1000; ++i) {
        pid_t child = 0;
        if (std::ifstream(name) >> child) return child;
        std::this_thread::sleep_for(10ms);
    }
    return 0;
}

bool is_empty(pid_t group) {
    for (int i = 0; i < 500; ++i) {
        if (::kill(-group, 0) != 0) return true;
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

/// Takes far longer than any test waits.
const std::vector<std::string> kLong{
    "run", "scenarios/counter.yaml", "--set", "run.length=1000 years", "--seed", "5", "--jobs",
    "2"};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(failure, Desk)

BOOST_AUTO_TEST_CASE(of_the_model_names_place_and_command_and_ends_with_4) {
    const Ended ended = yhdyspinta(
        {"run", "scenarios/endless.yaml", "--set", "title=It's endless", "--out", "results"});
    BOOST_TEST(ended.code == 4);
    BOOST_TEST(ended.out == "");
    BOOST_TEST(contains(ended.error, "scenarios/endless.yaml: replication 1 failed: "));
    BOOST_TEST(contains(ended.error, "scenarios/endless.yaml: replication 3 failed: "));
    BOOST_TEST(contains(ended.error,
                        "\n  to repeat it: yhdyspinta run scenarios/endless.yaml --seed 3 "
                        "--only-replication 2 --set 'title=It'\\''s endless'\n"));
    BOOST_TEST(contains(ended.error, "3 of 3 replications failed; no figures are shown"));
    const auto manifest = nlohmann::json::parse(content("results/run.json"));
    BOOST_TEST(manifest["status"] == "failed");
    BOOST_TEST(manifest["failed_replications"] == nlohmann::json({1, 2, 3}));
    BOOST_TEST(!fs::exists(path("results/summary.csv")));
}

BOOST_AUTO_TEST_CASE(of_a_process_is_told_with_its_signal_and_ends_with_70) {
    auto words = kLong;
    words.insert(words.end(), {"--only-replication", "2"});
    const pid_t process = start(words);
    const pid_t child = child_of(process);
    BOOST_REQUIRE(child != 0);
    std::this_thread::sleep_for(200ms);
    ::kill(child, SIGSEGV);
    const Ended ended = wait_for(process);
    BOOST_TEST(ended.code == 70);
    BOOST_TEST(contains(ended.error, "replication 2 failed: its process was killed by signal 11"));
    BOOST_TEST(contains(ended.error,
                        "to repeat it: yhdyspinta run scenarios/counter.yaml --seed 5 "
                        "--only-replication 2 --set 'run.length=1000 years'"));
}

BOOST_AUTO_TEST_CASE(by_interruption_leaves_no_process_behind) {
    for (const int signal : {SIGINT, SIGTERM}) {
        const pid_t process = start(kLong);
        BOOST_REQUIRE(child_of(process) != 0);
        std::this_thread::sleep_for(200ms);
        ::kill(process, signal);
        const Ended ended = wait_for(process);
        BOOST_TEST(ended.signal == signal);
        BOOST_TEST(ended.error == "yhdyspinta: stopped; no results\n");
        BOOST_TEST(is_empty(process));
    }
}

BOOST_AUTO_TEST_CASE(by_sudden_death_leaves_no_process_behind) {
    const pid_t process = start(kLong);
    BOOST_REQUIRE(child_of(process) != 0);
    std::this_thread::sleep_for(200ms);
    ::kill(process, SIGKILL);
    BOOST_TEST(wait_for(process).signal == SIGKILL);
    BOOST_TEST(is_empty(process));
}

BOOST_AUTO_TEST_CASE(halfway_leaves_a_folder_that_the_next_run_may_use) {
    auto words = kLong;
    words.insert(words.end(), {"--out", "results", "--event-log"});
    const pid_t process = start(words);
    BOOST_REQUIRE(child_of(process) != 0);
    std::this_thread::sleep_for(200ms);
    ::kill(process, SIGKILL);
    (void)wait_for(process);
    BOOST_REQUIRE(is_empty(process));
    BOOST_TEST(nlohmann::json::parse(content("results/run.json"))["status"] == "unfinished");
    BOOST_TEST(
        yhdyspinta({"run", "scenarios/counter.yaml", "--replications", "2", "--out", "results"})
            .code == 0);
    BOOST_TEST(files("results").size() == 4u);
}

BOOST_AUTO_TEST_CASE(to_write_standard_output_is_not_success) {
    const std::string command = "cd '" + path("").string() +
                                "' && '" YHDYSPINTA_PROGRAM
                                "' run scenarios/counter.yaml --replications 1 >/dev/full 2>.error";
    const int status = std::system(command.c_str());
    BOOST_TEST(WEXITSTATUS(status) == 2);
    BOOST_TEST(contains(content(".error"), "yhdyspinta: error: "));
}

BOOST_AUTO_TEST_SUITE_END()
