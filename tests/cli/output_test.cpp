// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <set>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "engine/experiment/output_folder.hpp"
#include "tests/cli/program.hpp"

using namespace yhdyspinta::cli_test;
using yhdyspinta::experiment::fingerprint;
using Json = nlohmann::json;

namespace {

using Names = std::set<std::string>;

Names names(const std::map<std::string, std::string>& files) {
    Names found;
    for (const auto& [name, content] : files) found.insert(name);
    return found;
}

/// The lines of `responses.csv` that belong to a replication, in their order; the header for 0.
std::vector<std::string> rows_of(const std::string& csv, const std::string& replication) {
    std::vector<std::string> found;
    for (const std::string& line : lines(csv)) {
        if (line.rfind(replication + ",", 0) == 0) found.push_back(line);
    }
    return found;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(out, Desk)

BOOST_AUTO_TEST_CASE(holds_tables_scenario_and_manifest) {
    BOOST_TEST(yhdyspinta({"run", "scenarios/counter.yaml", "--out", "results/first"}).code == 0);
    BOOST_CHECK((names(files("results/first")) ==
                 Names{"responses.csv", "summary.csv", "scenario.yaml", "run.json"}));
    const Json manifest = Json::parse(content("results/first/run.json"));
    BOOST_TEST(manifest["written_by"] == "yhdyspinta");
    BOOST_TEST(manifest["status"] == "complete");
    BOOST_TEST(manifest["seed"] == 20260801);
    BOOST_TEST(manifest["replications"] == 8);
    BOOST_TEST(manifest["versions"]["SimGrid"].is_string());
    BOOST_REQUIRE_EQUAL(manifest["files"].size(), 3u);
    for (const Json& file : manifest["files"]) {
        const std::string name = file["name"];
        BOOST_TEST(file["sha1"] == fingerprint(path("results/first/" + name)));
        BOOST_TEST(file["bytes"] == content("results/first/" + name).size());
    }
}

BOOST_AUTO_TEST_CASE(is_the_same_bytes_with_any_number_of_jobs_and_when_written_again) {
    const auto run = [this](const std::string& folder, const std::string& jobs) {
        BOOST_TEST(
            yhdyspinta({"run", "scenarios/counter.yaml", "scenarios/population.yaml", "--event-log",
                        "--replications", "4", "--out", folder, "--jobs", jobs})
                .code == 0);
        return files(folder);
    };
    const auto one = run("one", "1");
    BOOST_TEST(one.count("counter/event_log_4.csv") == 1u);
    BOOST_TEST(one.count("population/event_log_1.csv") == 1u);
    BOOST_CHECK(one == run("two", "2"));
    BOOST_CHECK(one == run("many", "7"));
    BOOST_CHECK(one == run("one", "2"));
}

BOOST_AUTO_TEST_CASE(names_no_path_of_this_machine) {
    const std::string absolute = path("scenarios/population.yaml").string();
    BOOST_TEST(yhdyspinta({"run", absolute, "--out", path("results").string()}).code == 0);
    for (const auto& [name, text] : files("results")) {
        BOOST_TEST(!contains(text, path("").string()), name << " names the folder of the test");
    }
}

BOOST_AUTO_TEST_CASE(replication_7_alone_equals_replication_7_of_a_batch) {
    BOOST_TEST(yhdyspinta({"run", "scenarios/counter.yaml", "--replications", "8", "--event-log",
                           "--out", "batch"})
                   .code == 0);
    BOOST_TEST(yhdyspinta({"run", "scenarios/counter.yaml", "--only-replication", "7",
                           "--event-log", "--out", "alone"})
                   .code == 0);
    const auto of_batch = rows_of(content("batch/responses.csv"), "7");
    const auto alone = rows_of(content("alone/responses.csv"), "7");
    BOOST_REQUIRE(!alone.empty());
    BOOST_TEST(alone == of_batch, boost::test_tools::per_element());
    BOOST_TEST(lines(content("alone/responses.csv")).size() == alone.size() + 1);
    BOOST_CHECK(content("batch/event_log_7.csv") == content("alone/event_log_7.csv"));
    BOOST_CHECK(content("batch/event_log_6.csv") != content("batch/event_log_7.csv"));
    BOOST_TEST(rows_of(content("batch/responses.csv"), "6") != of_batch);
}

BOOST_AUTO_TEST_CASE(is_enough_to_repeat_the_run) {
    for (const std::string scenario : {"population", "two_counters"}) {
        BOOST_TEST(
            yhdyspinta({"run", "scenarios/" + scenario + ".yaml", "--seed", "77", "--replications",
                        "3", "--set", "run.warm_up=30 h", "--out", "first_" + scenario})
                .code == 0);
    }
    fs::remove_all(path("scenarios"));
    for (const std::string scenario : {"population", "two_counters"}) {
        fs::create_directories(path("elsewhere"));
        fs::rename(path("first_" + scenario), path("elsewhere/" + scenario));
        // The scenario carries seed and replications of the run it comes from.
        BOOST_TEST(
            yhdyspinta({"run", "elsewhere/" + scenario + "/scenario.yaml", "--out", "second"})
                .code == 0);
        const auto first = files("elsewhere/" + scenario);
        const auto second = files("second");
        BOOST_CHECK(names(first) == names(second));
        for (const auto& [name, text] : first) {
            if (name == "run.json") continue;  // says which file it was made from
            BOOST_TEST((text == second.at(name)), scenario << ": " << name << " differs");
        }
    }
}

BOOST_AUTO_TEST_CASE(may_be_the_folder_that_the_scenario_lies_in) {
    BOOST_TEST(
        yhdyspinta({"run", "scenarios/population.yaml", "--replications", "2", "--out", "folder"})
            .code == 0);
    const auto before = files("folder");
    BOOST_TEST(yhdyspinta({"run", "folder/scenario.yaml", "--out", "folder"}).code == 0);
    const auto after = files("folder");
    BOOST_CHECK(names(before) == names(after));
    for (const auto& [name, text] : before) {
        if (name != "run.json") BOOST_TEST((text == after.at(name)), name << " differs");
    }
}

BOOST_AUTO_TEST_CASE(of_several_files_has_a_folder_for_each) {
    fs::create_directories(path("other"));
    fs::copy(path("scenarios/counter.yaml"), path("other/counter.yaml"));
    BOOST_TEST(yhdyspinta({"run", "scenarios/counter.yaml", "other/counter.yaml", "--replications",
                           "2", "--out", "results"})
                   .code == 0);
    const auto found = files("results");
    BOOST_CHECK((names(found) == Names{"run.json", "counter/responses.csv", "counter/summary.csv",
                                       "counter/scenario.yaml", "counter/run.json",
                                       "counter_2/responses.csv", "counter_2/summary.csv",
                                       "counter_2/scenario.yaml", "counter_2/run.json"}));
    BOOST_TEST((found.at("counter/responses.csv") == found.at("counter_2/responses.csv")));
}

BOOST_AUTO_TEST_CASE(that_holds_something_else_is_refused_before_anything_is_simulated) {
    const Ended ended = yhdyspinta({"run", "scenarios/counter.yaml", "--out", "scenarios"});
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(ended.out == "");
    BOOST_TEST(
        ended.error ==
        "yhdyspinta: error: the folder 'scenarios' holds something that yhdyspinta did not write; "
        "name a new or an empty folder\n");
    BOOST_TEST(!fs::exists(path("scenarios/run.json")));
    const Ended file =
        yhdyspinta({"run", "scenarios/counter.yaml", "--out", "scenarios/counter.yaml"});
    BOOST_TEST(file.code == 2);
    BOOST_TEST(file.error == "yhdyspinta: error: 'scenarios/counter.yaml' is not a folder\n");
}

BOOST_AUTO_TEST_CASE(of_an_earlier_run_is_replaced_and_other_peoples_files_stay) {
    BOOST_TEST(yhdyspinta({"run", "scenarios/counter.yaml", "--replications", "3", "--event-log",
                           "--out", "results"})
                   .code == 0);
    std::ofstream(path("results/notes.txt")) << "mine";
    BOOST_TEST(
        yhdyspinta({"run", "scenarios/counter.yaml", "--replications", "2", "--out", "results"})
            .code == 0);
    BOOST_CHECK((names(files("results")) ==
                 Names{"responses.csv", "summary.csv", "scenario.yaml", "run.json", "notes.txt"}));
}

BOOST_AUTO_TEST_SUITE_END()
