// SPDX-License-Identifier: Apache-2.0
// Experiments, from file to table: however they are interrupted, split or joined, their results
// have the same bytes.
#include <chrono>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "engine/experiment/store.hpp"
#include "engine/results/episode_table.hpp"
#include "tests/cli/program.hpp"

using namespace yhdyspinta::cli_test;
using namespace std::chrono_literals;

namespace {

/// The digest that a command ended with.
std::string digest_in(const Ended& ended) {
    const std::string mark = "digest ";
    const std::size_t at = ended.out.rfind(mark);
    return at == std::string::npos ? "none" : ended.out.substr(at + mark.size(), 40);
}

/// The CSV files of a store; without the manifest, which names their sums.
std::map<std::string, std::string> exported(const Desk& desk, const std::string& store) {
    const Ended ended = desk.yhdyspinta({"export", store, "--out", store + "_csv"});
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(ended.error == "");
    return desk.files(store + "_csv");
}

const std::vector<std::string> kBatch{"batch", "scenarios/experiment.yaml"};

std::vector<std::string> batch(const std::vector<std::string>& more) {
    auto words = kBatch;
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

int run_in_shell(const Desk& desk, const std::string& command) {
    const int status = std::system(("cd '" + desk.path("").string() + "' && " + command).c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(batch_of_an_experiment, Desk)

BOOST_AUTO_TEST_CASE(leaves_a_store_and_shows_how_the_designs_differ) {
    const Ended ended = yhdyspinta(batch({"--out", "results"}));
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(ended.error == "");
    BOOST_TEST(contains(ended.out,
                        "One counter or two\n4 designs, 6 replications of 20 d each, of which 1 d "
                        "warm-up; seed 3, the same random numbers in each"));
    BOOST_TEST(contains(ended.out, "less one, rate=0.9"));
    BOOST_TEST(contains(ended.out, "two, rate=1"));
    BOOST_TEST(contains(ended.out, "results/experiment.sqlite; digest "));
    const auto csv = exported(*this, "results");
    BOOST_TEST(lines(csv.at("designs.csv")).size() == 5u);
    BOOST_TEST(contains(csv.at("designs.csv"), "\"one, rate=0.9\",one,true,3,0.9"));
    BOOST_TEST(lines(csv.at("replications.csv")).size() == 1u + 4u * 6u * 3u);
    BOOST_TEST(lines(csv.at("failures.csv")).size() == 1u);
    BOOST_TEST(files("results/event_logs").size() == 4u);
    BOOST_TEST(fs::exists(path("results/event_logs/design_4_replication_2.csv")));
}

BOOST_AUTO_TEST_CASE(keeps_how_waits_are_spread_and_on_request_every_episode) {
    for (const bool has_episodes : {false, true}) {
        const std::string name = has_episodes ? "with" : "without";
        std::ofstream(path(name + ".yaml"))
            << "schema: 1\nscenarios: {region: " << YHDYSPINTA_SOURCE_DIR
            << "/scenarios/under_school_age.yaml}\nreplications: 1\nepisodes: "
            << (has_episodes ? "true" : "false") << "\n";
        BOOST_REQUIRE(yhdyspinta({"batch", name + ".yaml", "--out", name}).code == 0);
        const yhdyspinta::experiment::Store store(path(name));
        const auto kept = store.replication(0, 1);
        BOOST_REQUIRE(kept.has_value());
        BOOST_REQUIRE(!kept->distributions.empty());
        const auto& spread = kept->distributions.front();
        BOOST_TEST(spread.name == "waiting_time.effective_contact");
        BOOST_TEST(spread.count > 0u);
        BOOST_TEST(spread.quantiles[9] <= spread.quantiles[49]);
        BOOST_TEST(kept->episodes.empty() != has_episodes);
        const auto csv = exported(*this, name);
        const auto spreads = lines(csv.at("distributions.csv"));
        BOOST_TEST(spreads.size() == 1 + kept->distributions.size() * spread.quantiles.size());
        BOOST_TEST(contains(spreads[1], fmt::format("region,1,waiting_time.effective_contact,d,all,"
                                                    "{},0.01,",
                                                    spread.count)));
        const auto rows = lines(csv.at("episodes.csv"));
        if (!has_episodes) {
            BOOST_TEST(rows.size() == 1u);
            continue;
        }
        const auto table = yhdyspinta::results::decode_episodes(kept->episodes);
        BOOST_TEST(table.rows.size() == spread.count);
        BOOST_REQUIRE(rows.size() == 1 + table.rows.size());
        BOOST_TEST(contains(rows[0], "design,replication,client,need,"));
        BOOST_TEST(contains(rows[1], fmt::format("region,1,{},{},", table.rows[0].client,
                                                 table.needs[table.rows[0].need])));
    }
}

BOOST_AUTO_TEST_CASE(tells_of_each_week_what_was_done_in_it) {
    // Starts on Monday 3 August 2026, measured from Wednesday on. The first client comes on
    // Thursday of the first week at 8 and takes 20 working hours: until Monday at 12. The second
    // comes an hour after it, waits for that long, and takes 20 hours too.
    std::ofstream(path("weeks.yaml")) << R"(schema: 1
title: Weeks
run: {start: 2026-08-03, length: 24 days, warm_up: 2 days, replications: 1, seed: 1}
calendars: {office: {open: {mon-fri: 08:00-16:00}}}
resources: {desk: {servers: 1, calendar: office}}
sources: {clients: {first_at: 80 h, interarrival: 1 h, count: 2, process: visit}}
processes: {visit: {steps: {service: {seize: desk, duration: 20 h}}}}
)";
    std::ofstream(path("by_week.yaml"))
        << "schema: 1\nscenarios: {weeks: weeks.yaml}\nreplications: 1\n";
    const Ended ended = yhdyspinta({"batch", "by_week.yaml", "--out", "weeks"});
    BOOST_TEST_INFO(ended.error);
    BOOST_REQUIRE(ended.code == 0);
    std::map<std::string, std::vector<float>> values;
    for (const auto& series : yhdyspinta::experiment::Store(path("weeks")).series(0, 1)) {
        BOOST_TEST((series.start ==
                    std::chrono::sys_days(std::chrono::year(2026) / std::chrono::August / 3)));
        values[series.name] = series.values;
    }
    const auto per_element = boost::test_tools::per_element();
    BOOST_TEST(values["on_duty"] == (std::vector<float>{24.0F, 40.0F, 40.0F, 24.0F}), per_element);
    BOOST_TEST(
        values["utilisation"] == (std::vector<float>{16.0F / 24.0F, 24.0F / 40.0F, 0.0F, 0.0F}),
        per_element);
    // 87 of the 120 hours of the first week, 12 of the 168 of the second.
    BOOST_TEST(
        values["waiting"] == (std::vector<float>{87.0F / 120.0F, 12.0F / 168.0F, 0.0F, 0.0F}),
        per_element);
}

BOOST_AUTO_TEST_CASE(keeps_staff_and_queues_by_week_and_the_paths_of_a_few_clients) {
    for (const int stories : {0, 6}) {
        const std::string name = stories > 0 ? "with" : "without";
        std::ofstream(path(name + ".yaml"))
            << "schema: 1\nscenarios: {region: " << YHDYSPINTA_SOURCE_DIR
            << "/scenarios/under_school_age.yaml}\nreplications: 2\nstories: " << stories << "\n";
        BOOST_REQUIRE(yhdyspinta({"batch", name + ".yaml", "--out", name}).code == 0);
        const yhdyspinta::experiment::Store store(path(name));
        const auto table = store.table(0, 1);
        const auto series = store.series(0, 1);
        // The weeks together are what the whole measured period came to.
        std::size_t compared = 0;
        for (std::size_t i = 0; i + 1 < series.size(); ++i) {
            const auto& used = series[i];
            const auto& there = series[i + 1];
            if (used.name != "utilisation" && used.name != "places_in_use") continue;
            BOOST_REQUIRE(used.where == there.where);
            double busy = 0.0, available = 0.0;
            for (std::size_t w = 0; w < used.values.size(); ++w) {
                if (there.values[w] > 0.0F) busy += double{used.values[w]} * there.values[w];
                available += there.values[w];
            }
            const auto* whole = table.find(used.name, used.where);
            BOOST_REQUIRE(whole != nullptr);
            if (!(available > 0.0)) continue;
            BOOST_TEST_INFO(used.where);
            BOOST_TEST(std::abs(busy / available - whole->values[0]) < 1e-5);
            ++compared;
        }
        BOOST_TEST(compared >= 3u);
        BOOST_TEST(store.stories(0, 1).empty() == (stories == 0));
        BOOST_TEST(store.stories(0, 2).empty());
        const auto csv = exported(*this, name);
        BOOST_TEST(lines(csv.at("series.csv")).size() > 1000u);
        BOOST_TEST((lines(csv.at("stories.csv")).size() > 100u) == (stories > 0));
    }
}

BOOST_AUTO_TEST_CASE(gives_each_design_what_a_run_of_its_own_gives) {
    BOOST_REQUIRE(yhdyspinta(batch({"--out", "results"})).code == 0);
    const auto csv = exported(*this, "results");
    const Ended alone =
        yhdyspinta({"run", "scenarios/two_counters.yaml", "--seed", "3", "--replications", "6",
                    "--set", "sources.clients.rate=5.4 per h", "--format", "csv"});
    BOOST_REQUIRE(alone.code == 0);
    for (const auto& line : lines(alone.out)) {
        if (line.rfind("utilisation,", 0) != 0) continue;
        BOOST_TEST(contains(csv.at("summary.csv"), "\"two, rate=0.9\"," + line));
        return;
    }
    BOOST_ERROR("there is no utilisation");
}

BOOST_AUTO_TEST_CASE(has_the_same_bytes_with_any_number_of_workers) {
    const Ended one = yhdyspinta(batch({"--out", "one", "--jobs", "1"}));
    const Ended five = yhdyspinta(batch({"--out", "five", "--jobs", "5"}));
    BOOST_TEST(digest_in(one).size() == 40u);
    BOOST_TEST(digest_in(one) == digest_in(five));
    BOOST_TEST((exported(*this, "one") == exported(*this, "five")));
}

BOOST_AUTO_TEST_CASE(killed_twenty_times_and_resumed_has_the_bytes_of_one_left_alone) {
    // Long enough for twenty kills on any machine: the pauses are shorter than a replication.
    const std::vector<std::string> more{"--replications", "25", "--jobs", "2"};
    auto words = batch({"--out", "whole"});
    words.insert(words.end(), more.begin(), more.end());
    const Ended whole = yhdyspinta(words);
    BOOST_REQUIRE(whole.code == 0);
    words[3] = "killed";
    words.push_back("--resume");
    std::mt19937 random(1);
    int killed = 0;
    Ended ended;
    for (int attempt = 0; attempt < 20; ++attempt) {
        const pid_t process = start(words);
        std::this_thread::sleep_for(std::chrono::milliseconds(5 + random() % 150));
        ::kill(process, SIGKILL);
        ended = wait_for(process);
        killed += ended.signal == SIGKILL ? 1 : 0;
    }
    BOOST_TEST(killed > 0);
    ended = yhdyspinta(words);
    BOOST_TEST(ended.code == 0);
    BOOST_TEST(digest_in(ended) == digest_in(whole));
    BOOST_TEST((exported(*this, "killed") == exported(*this, "whole")));
}

BOOST_AUTO_TEST_CASE(interrupted_says_how_to_go_on) {
    const pid_t process = start(batch({"--out", "results", "--replications", "100000"}));
    for (int i = 0; i < 1000 && !fs::exists(path("results/experiment.sqlite")); ++i) {
        std::this_thread::sleep_for(10ms);
    }
    std::this_thread::sleep_for(500ms);
    ::kill(process, SIGINT);
    const Ended ended = wait_for(process);
    BOOST_TEST(ended.signal == SIGINT);
    BOOST_TEST(contains(ended.error, "yhdyspinta: stopped; "));
    BOOST_TEST(contains(ended.error,
                        "  to go on: yhdyspinta batch scenarios/experiment.yaml --out results "
                        "--replications 100000 --resume\n"));
    BOOST_TEST(!fs::exists(path("results/experiment.sqlite-wal")));
    const Ended refused = yhdyspinta(batch({"--out", "results"}));
    BOOST_TEST(refused.code == 2);
    BOOST_TEST(contains(refused.error, "go on with --resume, or name a new folder"));
}

BOOST_AUTO_TEST_CASE(in_two_shards_and_merged_has_the_bytes_of_one) {
    const Ended whole = yhdyspinta(batch({"--out", "whole"}));
    BOOST_REQUIRE(yhdyspinta(batch({"--out", "first", "--shard", "1/2"})).code == 0);
    const Ended half = yhdyspinta({"merge", "joined", "first"});
    BOOST_TEST(half.code == 2);
    BOOST_TEST(contains(half.error, "missing replications, by design"));
    BOOST_TEST(contains(half.error, "  two, rate=1: 1-6\n"));
    BOOST_REQUIRE(yhdyspinta(batch({"--out", "second", "--shard", "2/2"})).code == 0);
    const Ended joined = yhdyspinta({"merge", "joined", "first", "second"});
    BOOST_TEST(joined.code == 0);
    BOOST_TEST(contains(joined.out, "24 replications of 4 designs, 0 failed, 0 missing"));
    BOOST_TEST(digest_in(joined) == digest_in(whole));
    BOOST_TEST((exported(*this, "joined") == exported(*this, "whole")));
    BOOST_TEST((files("joined/event_logs") == files("whole/event_logs")));
}

BOOST_AUTO_TEST_CASE(tells_of_failures_with_their_command_and_goes_on) {
    const Ended ended =
        yhdyspinta({"batch", "scenarios/experiment_with_failures.yaml", "--out", "results"});
    BOOST_TEST(ended.code == 4);
    BOOST_TEST(contains(ended.error, "endless: replication 1 failed: "));
    BOOST_TEST(contains(ended.error,
                        "\n  to repeat it: yhdyspinta run scenarios/endless.yaml --seed 1 "
                        "--only-replication 2\n"));
    BOOST_TEST(contains(ended.error, "2 replications failed; no figures are shown"));
    BOOST_TEST(digest_in(ended).size() == 40u);
    const auto csv = exported(*this, "results");
    BOOST_TEST(lines(csv.at("failures.csv")).size() > 2u);
    BOOST_TEST(contains(csv.at("summary.csv"), "one,utilisation"));
    BOOST_TEST(!contains(csv.at("summary.csv"), "endless,"));
}

BOOST_AUTO_TEST_CASE(with_a_precision_goes_on_until_it_is_reached) {
    const Ended ended =
        yhdyspinta({"batch", "scenarios/precise_experiment.yaml", "--out", "results"});
    BOOST_TEST(ended.code == 0);
    const auto csv = exported(*this, "results");
    bool is_any = false;
    for (const auto& line : lines(csv.at("summary.csv"))) {
        const std::string begin = "one,utilisation,share,resource=desk,";
        if (line.rfind(begin, 0) != 0) continue;
        is_any = true;
        const std::string rest = line.substr(begin.size());
        const std::string after = rest.substr(rest.find(',') + 1);
        BOOST_TEST(std::stod(after) <= 0.012);
        const int replications = std::stoi(after.substr(after.find(',') + 1));
        BOOST_TEST(replications > 3);
        BOOST_TEST(replications < 40);
    }
    BOOST_TEST(is_any);
    const Ended shard =
        yhdyspinta({"batch", "scenarios/precise_experiment.yaml", "--out", "b", "--shard", "1/2"});
    BOOST_TEST(shard.code == 2);
    BOOST_TEST(contains(shard.error, "expected --replications N with --shard"));
}

BOOST_AUTO_TEST_CASE(refuses_the_store_of_another_experiment) {
    BOOST_REQUIRE(yhdyspinta(batch({"--out", "results", "--replications", "1"})).code == 0);
    std::ofstream(path("scenarios/experiment.yaml"), std::ios::app)
        << "common_random_numbers: false\n";
    const Ended ended = yhdyspinta(batch({"--out", "results", "--resume"}));
    BOOST_TEST(ended.code == 2);
    BOOST_TEST(contains(ended.error,
                        "'results' holds the results of another experiment: design "
                        "'one, rate=0.9' has seed 3 there and "));
}

BOOST_AUTO_TEST_CASE(on_a_full_disk_keeps_what_was_written_and_goes_on_later) {
    const std::string words = "'" YHDYSPINTA_PROGRAM
                              "' batch scenarios/experiment.yaml --replications 400 --out results "
                              "--resume >.out 2>.error";
    // In blocks of 1024 bytes: room for the designs, not for all the results.
    BOOST_TEST(run_in_shell(*this, "(ulimit -f 170; exec " + words + ")") == 2);
    BOOST_TEST(contains(content(".error"), "experiment.sqlite': "));
    BOOST_TEST(contains(content(".error"),
                        "  what was written stays; to go on: yhdyspinta batch "
                        "scenarios/experiment.yaml --out results --replications 400 --resume\n"));
    const auto partial = exported(*this, "results");
    BOOST_TEST(lines(partial.at("replications.csv")).size() > 1u);
    BOOST_TEST(run_in_shell(*this, words) == 0);
    BOOST_REQUIRE(yhdyspinta(batch({"--out", "whole", "--replications", "400"})).code == 0);
    BOOST_TEST((exported(*this, "results") == exported(*this, "whole")));
}

BOOST_AUTO_TEST_CASE(refuses_wrong_files_and_words) {
    std::ofstream(path("scenarios/wrong.yaml"))
        << "schema: 1\nscenarios: {one: counter.yaml}\nresponses: [waiting_tim, \"cost*\"]\n";
    const Ended wrong = yhdyspinta({"batch", "scenarios/wrong.yaml", "--out", "results"});
    BOOST_TEST(wrong.code == 3);
    BOOST_TEST(contains(wrong.error,
                        "scenarios/wrong.yaml:3:13: error: responses.1: no scenario has a response "
                        "'waiting_tim'; they have: "));
    BOOST_TEST(contains(wrong.error, "hint: did you mean 'waiting_time'?"));
    BOOST_TEST(contains(wrong.error, "responses.2: no scenario has a response 'cost*'"));
    BOOST_TEST(!fs::exists(path("results")));

    const Ended shard = yhdyspinta(batch({"--shard", "3/2"}));
    BOOST_TEST(shard.code == 2);
    BOOST_TEST(contains(shard.error, "'3/2' is not of the form I/N with 1 <= I <= N"));
    BOOST_TEST(contains(yhdyspinta(batch({"--shards", "3"})).error, "--slurm"));
}

BOOST_AUTO_TEST_SUITE_END()
